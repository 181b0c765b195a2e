package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/cmd/internal/settings"
	"github.com/emotional-safety/coach/coach/rule"
)

func newGuide(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:     "guide [STRATEGY]",
		Short:   "The ten strategies for emotional safety",
		Example: "  coach guide\n  coach guide i-statements",
		Args:    cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return rule.Strategies[:], cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			set, err := rule.Builtin()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return listStrategies(s.out, set)
			}
			return showStrategy(s.out, set, args[0])
		},
	}
}

func listStrategies(w io.Writer, set *rule.Set) error {
	for _, st := range set.Strategies() {
		if _, err := fmt.Fprintf(w, "%2d  %-13s %s\n", st.Number, st.Key, st.Title); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, "\nRead one with: coach guide i-statements")
	return err
}

func showStrategy(w io.Writer, set *rule.Set, key string) error {
	all := set.Strategies()
	i := slices.IndexFunc(all, func(st rule.Strategy) bool { return st.Key == key })
	if i < 0 {
		return fmt.Errorf("unknown strategy %q%s: see coach guide", key, settings.Nearest(key, rule.Strategies[:]))
	}
	st := all[i]
	var b strings.Builder
	fmt.Fprintf(&b, "%d. %s\n\n%s\n\nWords to try:\n", st.Number, st.Title, st.Teaches)
	for _, try := range st.Try {
		fmt.Fprintf(&b, "  %s\n", try)
	}
	var teaching []string
	for i, id := range set.IDs() {
		if r := set.Rule(i); r.Strategy == key && r.Kind != rule.Act {
			teaching = append(teaching, fmt.Sprintf("  %-34s %s\n", id, r.Title))
		}
	}
	if len(teaching) > 0 {
		fmt.Fprintf(&b, "\nRules that teach it (coach explain RULE):\n%s", strings.Join(teaching, ""))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
