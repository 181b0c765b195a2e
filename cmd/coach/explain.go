package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/cmd/internal/settings"
	"github.com/emotional-safety/coach/coach/rule"
)

func newExplain(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "explain RULE",
		Short:   "What a rule looks for, why, and its examples",
		Example: "  coach explain blame/you-make-me-feel",
		Args:    cobra.ExactArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			set, err := rule.Builtin()
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			return set.IDs(), cobra.ShellCompDirectiveNoFileComp
		},
	}
	listFlag(cmd.Flags(), "rules", "a `FOLDER` of your own rules (may be repeated)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		folders, _ := cmd.Flags().GetStringSlice("rules")
		set, err := settings.LoadRules(folders)
		if err != nil {
			return err
		}
		i, ok := set.Index(args[0])
		if !ok {
			return fmt.Errorf("unknown rule %q%s: see coach rules list", args[0], settings.Nearest(args[0], set.IDs()))
		}
		return explain(s.out, set.Rule(i), set.Examples()[i])
	}
	return cmd
}

func explain(w io.Writer, r *rule.Rule, examples rule.Examples) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s", r.ID, r.Title)
	fmt.Fprintf(&b, "\n\n  Kind: %s", r.Kind)
	if r.Severity != rule.NoSeverity {
		fmt.Fprintf(&b, ", %s", r.Severity)
	}
	if r.Strategy != "" {
		fmt.Fprintf(&b, "\n  Strategy: %s", r.Strategy)
	}
	if r.Say != "" {
		fmt.Fprintf(&b, "\n  Why: %s", r.Say)
	}
	if r.Source != "" {
		fmt.Fprintf(&b, "\n  Source: %s", r.Source)
	}
	if r.InFun {
		b.WriteString("\n  Silent in a message that laughs (lol, 😂): friends tease.")
	}
	b.WriteString("\n")
	section(&b, "Looks for", r.Phrases)
	section(&b, "But not", r.Unless)
	section(&b, "In context", contextWords(&r.Context))
	section(&b, "Offers", r.Reframes)
	section(&b, "Speaks up at", exampleTexts(examples.Flag))
	section(&b, "Stays silent at", exampleTexts(examples.Pass))
	_, err := io.WriteString(w, visibleLines(b.String()))
	return err
}

func section(b *strings.Builder, title string, items []string) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:\n", title)
	for _, item := range items {
		fmt.Fprintf(b, "  %s\n", item)
	}
}

func exampleTexts(examples []rule.Example) []string {
	var texts []string
	for _, e := range examples {
		s := e.Text
		if len(e.After) > 0 {
			s += fmt.Sprintf("   (in answer to: %s)", strings.Join(e.After, " / "))
		}
		texts = append(texts, s)
	}
	return texts
}

func contextWords(c *rule.Context) []string {
	var out []string
	for _, line := range []struct {
		words string
		acts  []string
	}{
		{"silent after the other person", c.SkipAfter},
		{"speaks only after the other person", c.OnlyAfter},
		{"stronger after the other person", c.RaiseAfter},
		{"silent where the same message", c.SkipWith},
	} {
		if len(line.acts) > 0 {
			out = append(out, line.words+": "+strings.Join(line.acts, ", "))
		}
	}
	return out
}
