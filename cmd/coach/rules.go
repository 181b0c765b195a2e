package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/cmd/internal/disk"
	"github.com/emotional-safety/coach/cmd/internal/settings"
	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/measure"
	"github.com/emotional-safety/coach/coach/report"
	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/rules"
)

func newRules(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "For people who write rules",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Args:  knownCommand,
	}
	cmd.AddCommand(newRulesList(s), newRulesTest(s), newRulesScore(s), newRulesSchema(s), newRulesShow(s), newRulesNew(s))
	return cmd
}

func newRulesList(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "All rules: id, kind or severity, title",
		Example: "  coach rules list\n  coach rules list --only blame",
		Args:    cobra.NoArgs,
	}
	folders := cmd.Flags().StringSlice("rules", nil, "a `FOLDER` of your own rules (may be repeated)")
	only := cmd.Flags().StringSlice("only", nil, "only this `FAMILY` (may be repeated)")
	format := cmd.Flags().String("format", "text", "text or json")
	cmd.RunE = func(*cobra.Command, []string) error {
		set, err := settings.LoadRules(*folders)
		if err != nil {
			return err
		}
		if *format != "text" && *format != "json" {
			return fmt.Errorf("unknown format %q: want text or json", *format)
		}
		var listed []*rule.Rule
		for i, id := range set.IDs() {
			if len(*only) == 0 || slices.ContainsFunc(*only, func(name string) bool { return rule.Names(name, id) }) {
				listed = append(listed, set.Rule(i))
			}
		}
		if *format == "json" {
			e := json.NewEncoder(report.HarmlessJSON(s.out))
			e.SetEscapeHTML(false)
			e.SetIndent("", "  ")
			return e.Encode(listed)
		}
		for _, r := range listed {
			level := r.Severity.String()
			if level == "" {
				level = string(r.Kind)
			}
			if _, err := fmt.Fprintf(s.out, "%-36s %-10s %s\n", r.ID, level, report.Visible(r.Title)); err != nil {
				return err
			}
		}
		return nil
	}
	return cmd
}

func newRulesTest(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "test [FOLDER]...",
		Short: "Hold rules to their own examples",
		Long: "test runs every rule's examples, and says which phrase or exception no example needs.\n" +
			"Folders hold rules of your own, on top of the built-in ones. With --only it takes a moment instead of some seconds.\n" +
			"With --shadowed it lists the rules and phrases whose every example another rule says better.",
		Example: "  coach rules test\n  coach rules test my-rules --only blame/you-never\n  coach rules test my-rules --shadowed",
	}
	shadowed := cmd.Flags().Bool("shadowed", false, "list rules and phrases that others always outdo")
	only := cmd.Flags().StringSlice("only", nil, "only this `FAMILY` or rule (may be repeated)")
	cmd.RunE = func(_ *cobra.Command, folders []string) error {
		set, err := testedRules(folders)
		if err != nil {
			return err
		}
		tested := 0
		broken, outdone, err := measure.LawsAndShadows(set, func(id string) bool {
			wanted := len(*only) == 0 || slices.ContainsFunc(*only, func(name string) bool { return rule.Names(name, id) })
			if wanted {
				tested++
			}
			return wanted
		})
		if err != nil {
			return err
		}
		if tested == 0 {
			return fmt.Errorf("--only: there is no family or rule called %s: see coach rules list", strings.Join(*only, ", "))
		}
		if *shadowed {
			return printShadowed(s, outdone)
		}
		return printBroken(s, broken, tested, len(outdone))
	}
	return cmd
}

// testedRules are the built-in rules with those of the folders on top. Without a folder they are read from their sources:
// that is who writes them.
func testedRules(folders []string) (*rule.Set, error) {
	if len(folders) > 0 {
		return settings.LoadRules(folders)
	}
	builtin, err := rule.BuiltinSource()
	if err != nil {
		return nil, err
	}
	return rule.Load(builtin)
}

func printBroken(s *streams, broken []measure.Violation, tested, outdone int) error {
	for _, v := range broken {
		fmt.Fprintln(s.out, report.Visible(v.String()))
	}
	if len(broken) > 0 {
		fmt.Fprintf(s.err, "coach: %d problems in %d rules\n", len(broken), tested)
		return exitCode(exitFound)
	}
	if tested == 1 {
		fmt.Fprintln(s.out, "it keeps its promises")
	} else {
		fmt.Fprintf(s.out, "%d rules keep their promises\n", tested)
	}
	if outdone > 0 {
		fmt.Fprintf(s.err, "always outdone by others (rules or phrases): %d; see them with --shadowed\n", outdone)
	}
	return nil
}

// printShadowed lists what no example shows on its own. It is a list to read, not a failure.
func printShadowed(s *streams, shadowed []measure.Violation) error {
	for _, v := range shadowed {
		if _, err := fmt.Fprintln(s.out, report.Visible(v.String())); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(s.out, "%d rules and phrases are outdone by other rules in every example\n", len(shadowed))
	return err
}

func newRulesSchema(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		Short:   "The JSON Schema of rule files, for editors that complete and check them",
		Example: "  coach rules schema > rule.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := io.WriteString(s.out, rules.Schema)
			return err
		},
	}
}

func newRulesScore(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "score FILE.jsonl...",
		Short: "Measure the rules on labeled messages",
		Long: "score reads messages (one JSON object a line) with labels (the families that apply) and judged (the families\n" +
			"the labels speak of), and prints precision, recall and F1 for each family, and flags per 1,000 messages without labels.\n" +
			"Several files get a table each, and one over all of them at the end.",
		Example: "  coach rules score gold.jsonl --show fp --only blame\n" +
			"  coach rules score gold.jsonl --format json > before.json\n  coach rules score gold.jsonl --baseline before.json",
		Args: cobra.MinimumNArgs(1),
	}
	folders := cmd.Flags().StringSlice("rules", nil, "a `FOLDER` of your own rules (may be repeated)")
	only := cmd.Flags().StringSlice("only", nil, "show cases of this `FAMILY` only (may be repeated)")
	show := cmd.Flags().String("show", "", "list cases: fp (wrongly found), fn (missed), tp, flags (on messages without labels)")
	format := cmd.Flags().String("format", "text", "text or json")
	baseline := cmd.Flags().String("baseline", "", "a `FILE` with an earlier score (--format json): show what moved since")
	cmd.RunE = func(cmd *cobra.Command, files []string) error {
		before, err := readBaseline(*baseline)
		if err != nil {
			return err
		}
		if *show != "" && !slices.Contains(measure.Outcomes(), *show) {
			return fmt.Errorf("--show: unknown %q: want one of %s", *show, strings.Join(measure.Outcomes(), ", "))
		}
		if *format != "text" && *format != "json" {
			return fmt.Errorf("unknown format %q: want text or json", *format)
		}
		set, err := settings.LoadRules(*folders)
		if err != nil {
			return err
		}
		engine, err := coach.New(coach.Options{Rules: set})
		if err != nil {
			return err
		}
		bad := false
		var total measure.Total
		for _, name := range files {
			f, err := disk.Open(name)
			if err != nil {
				return fmt.Errorf("read %s: %w", name, disk.Plain(err))
			}
			board, err := measure.Score(cmd.Context(), engine, f, name, measure.Options{Show: *show, Families: *only})
			f.Close()
			if err != nil {
				return err
			}
			bad = bad || len(board.Bad) > 0
			total.Add(board)
			write := board.WriteText
			if *format == "json" {
				write = board.WriteJSON
			}
			if err := write(s.out); err != nil {
				return err
			}
			if before != nil && *format == "text" {
				if err := board.WriteMoves(s.out, before); err != nil {
					return err
				}
			}
		}
		if len(files) > 1 && *format == "text" {
			if err := total.WriteText(s.out); err != nil {
				return err
			}
		}
		if bad {
			return exitCode(exitTrouble)
		}
		return nil
	}
	return cmd
}

// readBaseline reads an earlier score. No file means none.
func readBaseline(name string) (*measure.Baseline, error) {
	if name == "" {
		return nil, nil //nolint:nilnil // none was asked for
	}
	f, err := disk.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, disk.Plain(err))
	}
	defer f.Close()
	b, err := measure.ReadBaseline(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w: make it with coach rules score --format json", name, err)
	}
	return b, nil
}
