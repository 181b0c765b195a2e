package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/coach/rule"
)

func newRules(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "For people who write rules",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Args:  cobra.NoArgs,
	}
	cmd.AddCommand(newRulesList(s))
	return cmd
}

func newRulesList(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "All rules: id, kind or severity, title",
		Args:  cobra.NoArgs,
	}
	folders := cmd.Flags().StringSlice("rules", nil, "a `FOLDER` of your own rules (may be repeated)")
	only := cmd.Flags().StringSlice("only", nil, "only this `FAMILY` (may be repeated)")
	format := cmd.Flags().String("format", "text", "text or json")
	cmd.RunE = func(*cobra.Command, []string) error {
		set, err := loadRules(*folders)
		if err != nil {
			return err
		}
		if *format != "text" && *format != "json" {
			return fmt.Errorf("unknown format %q: want text or json", *format)
		}
		var rules []*rule.Rule
		for i, id := range set.IDs() {
			if len(*only) == 0 || slices.ContainsFunc(*only, func(name string) bool { return rule.Names(name, id) }) {
				rules = append(rules, set.Rule(i))
			}
		}
		if *format == "json" {
			e := json.NewEncoder(s.out)
			e.SetEscapeHTML(false)
			e.SetIndent("", "  ")
			return e.Encode(rules)
		}
		for _, r := range rules {
			level := r.Severity.String()
			if level == "" {
				level = string(r.Kind)
			}
			if _, err := fmt.Fprintf(s.out, "%-36s %-10s %s\n", r.ID, level, r.Title); err != nil {
				return err
			}
		}
		return nil
	}
	return cmd
}
