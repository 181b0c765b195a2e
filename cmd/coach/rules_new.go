package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"github.com/emotional-safety/coach/cmd/internal/disk"
	"github.com/emotional-safety/coach/cmd/internal/settings"
	"github.com/emotional-safety/coach/coach/measure"
	"github.com/emotional-safety/coach/coach/report"
	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/rules"
)

func newRulesShow(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "show RULE",
		Short:   "A rule's file, as it is written",
		Example: "  mkdir -p my-rules/blame\n  coach rules show blame/you-never > my-rules/blame/you-never.yaml",
		Args:    cobra.ExactArgs(1),
	}
	folders := cmd.Flags().StringSlice("rules", nil, "a `FOLDER` of your own rules (may be repeated)")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		set, err := settings.LoadRules(*folders)
		if err != nil {
			return err
		}
		id := args[0]
		if _, ok := set.Index(id); !ok {
			return fmt.Errorf("unknown rule %q%s: see coach rules list", id, settings.Nearest(id, set.IDs()))
		}
		for _, folder := range slices.Backward(*folders) { // the last one wins
			if data, err := readRule(folder, id); err == nil {
				_, err = s.out.Write(forStream(s, data))
				return err
			}
		}
		data, err := rules.English.ReadFile("en/" + id + ".yaml")
		if err != nil {
			return err
		}
		_, err = s.out.Write(data)
		return err
	}
	return cmd
}

// readRule reads the file of a rule.
func readRule(folder, id string) ([]byte, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	data, err := fs.ReadFile(root.FS(), id+".yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return fs.ReadFile(root.FS(), id+".yml")
	}
	return data, err
}

func newRulesNew(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new FAMILY/NAME",
		Short: "Write a new rule: a few questions, then a file with its own tests",
		Long: "new asks for what a rule needs, writes FOLDER/FAMILY/NAME.yaml, and tests it. It never overwrites a file.\n" +
			"Answers come from standard input, one a line; an empty line ends a list.",
		Example: "  coach rules new blame/you-and-your --to my-rules",
		Args:    cobra.ExactArgs(1),
	}
	to := cmd.Flags().String("to", "my-rules", "the `FOLDER` to write into")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		family, name, ok := strings.Cut(args[0], "/")
		if !ok || !plainName(family) || !plainName(name) {
			return fmt.Errorf("%q is no rule's name: want FAMILY/NAME in small letters, digits and dashes, such as blame/you-and-your", args[0])
		}
		file := filepath.Join(*to, family, name+".yaml")
		if _, err := os.Lstat(file); err == nil {
			return fmt.Errorf("%s is there already: nothing was written", file)
		}
		interview := &interview{in: bufio.NewScanner(s.in), out: s.err}
		data, err := interview.rule(family)
		if err != nil {
			return err
		}
		if err := writeNew(file, data); err != nil {
			return fmt.Errorf("write %s: %w", file, disk.Plain(err))
		}
		fmt.Fprintf(s.out, "wrote %s\n", report.Visible(file))
		fmt.Fprintln(s.err, "coach: testing it beside all the others, which takes a moment …")
		return testNew(s, *to, args[0])
	}
	return cmd
}

func plainName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// writeNew writes a file that must not be there yet.
func writeNew(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return createFile(name, 0o644, data)
}

// testNew says what the new rule still lacks.
func testNew(s *streams, folder, id string) error {
	set, err := settings.LoadRules([]string{folder})
	if err != nil {
		return err
	}
	broken, err := measure.LawsOf(set, func(other string) bool { return other == id })
	if err != nil {
		return err
	}
	for _, v := range broken {
		fmt.Fprintln(s.out, report.Visible(v.String()))
	}
	if len(broken) > 0 {
		fmt.Fprintf(s.err, "coach: mend these in the file, then run coach rules test %s\n", report.Visible(folder))
		return exitCode(exitFound)
	}
	_, err = fmt.Fprintln(s.out, "it keeps its promises")
	return err
}

// An interview asks for the parts of a rule.
type interview struct {
	in  *bufio.Scanner
	out io.Writer
}

// draft is a rule file in the order people read it.
type draft struct {
	Title    string   `yaml:"title"`
	Kind     string   `yaml:"kind"`
	Severity string   `yaml:"severity,omitempty"`
	Strategy string   `yaml:"strategy,omitempty"`
	Say      string   `yaml:"say,omitempty"`
	Phrases  []string `yaml:"phrases"`
	Reframes []string `yaml:"reframes,omitempty"`
	Examples struct {
		Flag []string `yaml:"flag"`
		Pass []string `yaml:"pass"`
	} `yaml:"examples"`
}

func (i *interview) rule(family string) ([]byte, error) {
	var d draft
	var err error
	ask := func(into *string, question, usual string, choices ...string) {
		if err == nil {
			*into, err = i.one(question, usual, choices)
		}
	}
	list := func(into *[]string, question string, least int) {
		if err == nil {
			*into, err = i.many(question, least)
		}
	}
	ask(&d.Title, "A few words that name the rule, often the wording itself:", "")
	ask(&d.Kind, "Is it a flag (may hurt) or a strength (builds trust)?", string(rule.Flag), string(rule.Flag), string(rule.Strength))
	if d.Kind == string(rule.Flag) {
		ask(&d.Severity, "How strongly should it speak: suggestion, warning or error?", rule.Warning.String(), rule.SeverityNames[:]...)
	}
	ask(&d.Strategy, "Which strategy helps: "+strings.Join(rule.Strategies[:], ", ")+"?", "", rule.Strategies[:]...)
	ask(&d.Say, "One kind sentence on how the words land ({match} stands for them):", "")
	list(&d.Examples.Flag, "Messages that it should notice, one a line, at least 3. An empty line ends the list:", 3)
	list(&d.Examples.Pass, "The closest innocent messages, which it must leave alone, at least 3:", 3)
	list(&d.Phrases, "Phrases to look for (see rules/README.md), such as: you and your [stupid] (phone|job|friends)", 1)
	if d.Kind == string(rule.Flag) {
		list(&d.Reframes, "Kinder wording that keeps the point, best first; the last one without {slots}:", 1)
	}
	if err != nil {
		return nil, err
	}
	return yaml.Marshal(&d)
}

// line reads one answer.
func (i *interview) line() (string, error) {
	if !i.in.Scan() {
		if err := i.in.Err(); err != nil {
			return "", err
		}
		return "", errors.New("the answers ended too soon: nothing was written")
	}
	return strings.TrimSpace(i.in.Text()), nil
}

// one asks until there is an answer, and one of the choices if there are any. An empty answer takes the usual one.
func (i *interview) one(question, usual string, choices []string) (string, error) {
	if usual != "" {
		question += " [" + usual + "]"
	}
	for {
		fmt.Fprintln(i.out, question)
		answer, err := i.line()
		switch {
		case err != nil:
			return "", err
		case answer == "" && usual != "":
			return usual, nil
		case answer == "":
			fmt.Fprintln(i.out, "This one needs an answer.")
		case len(choices) > 0 && !slices.Contains(choices, answer):
			fmt.Fprintf(i.out, "Please answer with one of: %s\n", strings.Join(choices, ", "))
		default:
			return answer, nil
		}
	}
}

// many asks for a list, one line each, ended by an empty line.
func (i *interview) many(question string, least int) ([]string, error) {
	fmt.Fprintln(i.out, question)
	var answers []string
	for {
		answer, err := i.line()
		switch {
		case err != nil:
			return nil, err
		case answer != "":
			answers = append(answers, answer)
		case len(answers) >= least:
			return answers, nil
		default:
			fmt.Fprintf(i.out, "%d more, please.\n", least-len(answers))
		}
	}
}
