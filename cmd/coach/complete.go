package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/coach/chat"
	"github.com/emotional-safety/coach/coach/report"
	"github.com/emotional-safety/coach/coach/rule"
)

// addCompletions tells shells what flags and arguments may be. It is only called when a shell asks.
func addCompletions(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		for flag, list := range map[string]func() []string{
			"as": chat.FormatNames, "audience": func() []string { return rule.Audiences[:] }, "only": familiesAndRules, "skip": familiesAndRules,
			"min-severity": func() []string { return rule.SeverityNames[:] }, "fail-on": func() []string { return append(rule.SeverityNames[:], "never") },
			"color": func() []string { return []string{"auto", "always", "never"} }, "care": func() []string { return []string{"on", "off"} },
			"date-order": func() []string { return chat.DateOrders[:] },
		} {
			complete(cmd, flag, list)
		}
		switch cmd.Name() {
		case "check", "review":
			complete(cmd, "format", report.Formats)
		case "chat":
			complete(cmd, "format", func() []string { return append(report.ChatFormats(), "jsonl") })
		case "explain":
			cmd.ValidArgsFunction = words(familiesAndRules)
		case "guide":
			cmd.ValidArgsFunction = words(strategyNames)
		case "hook":
			cmd.ValidArgsFunction = words(hookNames)
		}
	}
}

func complete(cmd *cobra.Command, flag string, list func() []string) {
	if cmd.Flags().Lookup(flag) != nil {
		_ = cmd.RegisterFlagCompletionFunc(flag, words(list)) // fails only for a flag that isn't there
	}
}

func words(list func() []string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return list(), cobra.ShellCompDirectiveNoFileComp
	}
}

// familiesAndRules lists families, and rules with their titles as descriptions.
func familiesAndRules() []string {
	set, err := rule.Builtin()
	if err != nil {
		return nil
	}
	list := set.Families()
	for _, id := range set.IDs() {
		if r, ok := set.Find(id); ok {
			list = append(list, fmt.Sprintf("%s\t%s", id, r.Title))
		}
	}
	return list
}

func strategyNames() []string {
	set, err := rule.Builtin()
	if err != nil {
		return nil
	}
	var list []string
	for _, s := range set.Strategies() {
		list = append(list, s.Key+"\t"+s.Title)
	}
	return list
}
