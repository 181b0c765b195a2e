package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/coach/chat"
	"github.com/emotional-safety/coach/coach/report"
	"github.com/emotional-safety/coach/coach/rule"
)

// addCompletions tells shells what flags and arguments may be. It is only called when a shell asks.
func addCompletions(root *cobra.Command, s *streams) {
	for _, cmd := range root.Commands() {
		for flag, list := range map[string]func() []string{
			"as": chat.FormatNames, "audience": audienceWords, "only": familiesAndRules, "skip": familiesAndRules,
			"min-severity": severityWords, "fail-on": func() []string { return append(severityWords(), "never\texit with 0 whatever is found") },
			"color": func() []string {
				return []string{"auto\tas the terminal is", "always\talso into a pipe", "never\tplain text"}
			},
			"care":       func() []string { return []string{"on\tsay where help is", "off\tno notices about danger"} },
			"date-order": dateOrderWords,
		} {
			complete(cmd, flag, list)
		}
		for _, flag := range []string{"me", "with"} {
			if cmd.Flags().Lookup(flag) != nil {
				_ = cmd.RegisterFlagCompletionFunc(flag, people(s)) // fails only for a flag that isn't there
			}
		}
		switch cmd.Name() {
		case "check", "review":
			complete(cmd, "format", report.Formats)
		case "chat":
			complete(cmd, "format", func() []string { return append(report.ChatFormats(), "jsonl") })
		case "reframe", "progress":
			complete(cmd, "format", func() []string { return []string{"text\tfor people", "json\tfor programs"} })
		case "explain":
			cmd.ValidArgsFunction = words(familiesAndRules)
		case "guide", "practice":
			cmd.ValidArgsFunction = words(strategyNames)
		case "schema":
			cmd.ValidArgsFunction = words(schemaNames)
		case "hook":
			cmd.ValidArgsFunction = words(hookWords)
		case "rules":
			for _, sub := range cmd.Commands() {
				complete(sub, "only", familiesAndRules)
				if sub.Name() == "show" {
					sub.ValidArgsFunction = words(familiesAndRules)
				}
			}
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

func audienceWords() []string {
	about := map[string]string{"partner": "who you love and live with", "family": "relatives", "parent": "your mother or father", "friend": "a friend", "work": "a colleague or client"}
	var list []string
	for _, a := range rule.Audiences {
		list = append(list, a+"\t"+about[a])
	}
	return list
}

func severityWords() []string {
	about := [...]string{"could be kinder", "may well hurt", "likely hurts"}
	var list []string
	for i, name := range rule.SeverityNames {
		list = append(list, name+"\t"+about[i])
	}
	return list
}

func dateOrderWords() []string {
	about := map[string]string{"dmy": "31/1/2026", "mdy": "1/31/2026", "ymd": "2026/1/31"}
	var list []string
	for _, order := range chat.DateOrders {
		list = append(list, order+"\t"+about[order])
	}
	return list
}

// familiesAndRules lists families with the number of their rules, and rules with their titles.
func familiesAndRules() []string {
	set, err := rule.Builtin()
	if err != nil {
		return nil
	}
	var list, rules []string
	size := map[string]int{}
	for _, id := range set.IDs() {
		if r, ok := set.Find(id); ok {
			size[r.Family()]++
			rules = append(rules, fmt.Sprintf("%s\t%s", id, r.Title))
		}
	}
	for _, family := range set.Families() {
		list = append(list, fmt.Sprintf("%s\tall %d rules", family, size[family]))
	}
	return append(list, rules...)
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

func hookWords() []string {
	var list []string
	for _, name := range hookNames() {
		text, err := hookText(name)
		if err == nil {
			list = append(list, name+"\t"+aboutHook(name, text))
		}
	}
	return list
}

// maxPeeked is how many messages of an export are read for the names in it.
const maxPeeked = 5000

// people lists who speaks in the files that stand on the command line, with how often, and who the config names.
func people(s *streams) cobra.CompletionFunc {
	return func(cmd *cobra.Command, files []string, _ string) ([]string, cobra.ShellCompDirective) {
		c, err := loadConfig(cmd, s)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		said := map[string]int{}
		for _, p := range c.Selection.People {
			said[p] += 0
		}
		for _, file := range files {
			peek(s, c, file, said)
		}
		var names []string
		for name := range said {
			names = append(names, name)
		}
		slices.SortFunc(names, func(a, b string) int {
			return cmp.Or(said[b]-said[a], cmp.Compare(a, b))
		})
		for i, name := range names {
			if said[name] > 0 {
				names[i] = fmt.Sprintf("%s\t%s", report.Visible(name), plural(said[name], "message"))
			}
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}

// peek counts who speaks in a file's first messages. A file that can't be read has nobody.
func peek(s *streams, c *config, file string, said map[string]int) {
	c.Quiet = true
	in, err := openExport(s, c, file)
	if err != nil {
		return
	}
	defer in.Close()
	read := 0
	for m, err := range in.Messages() {
		if read++; err != nil || read > maxPeeked {
			return
		}
		if name := m.Speaker; name != "" {
			if merged, ok := c.Selection.People[name]; ok {
				name = merged
			}
			said[name]++
		}
	}
}
