package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"
	"golang.org/x/term"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/report"
	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/coach/text"
)

func newReview(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "review [FILE|-]",
		Short: "Go through a message with you before it is sent",
		Long: "review shows one finding at a time and lets you take a wording, write your own, or keep your words. It talks with you on\n" +
			"the terminal itself, so that a pipe stays free: the finished message goes to standard output, and only after your yes.\n" +
			"Stop, or Ctrl-C, exits with 1 and writes nothing. Without a terminal it does what check does.",
		Example: "  pbpaste | coach review | pbcopy\n  coach review draft.txt > final.txt",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := loadConfig(cmd, s)
			if err != nil {
				return err
			}
			name := "-"
			if len(args) == 1 {
				name = args[0]
			}
			return review(cmd.Context(), s, c, name)
		},
	}
	checkFlags(cmd)
	return cmd
}

func review(ctx context.Context, s *streams, c *config, name string) error {
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		fmt.Fprintln(s.err, "coach: there is no terminal to ask you on, so this only checks")
		return check(ctx, s, c, []string{name})
	}
	defer tty.Close()
	engine, err := newCoach(c)
	if err != nil {
		return err
	}
	raw, err := readDraft(s, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", shownName(name), plainError(err))
	}
	decoded, err := text.Decode(raw)
	if err != nil {
		return fmt.Errorf("read %s: %w", shownName(name), err)
	}
	answered, err := replyTo(c.ReplyTo)
	if err != nil {
		return err
	}
	r := &reviewer{config: c, engine: engine, tty: tty, environ: s, message: coach.Message{Text: decoded.Text, Context: answered, Source: coach.Source{File: shownName(name), Line: 1}}}
	final, err := r.run(ctx)
	if err != nil {
		return err
	}
	encoded, err := decoded.Encoding.Encode(final)
	if err != nil {
		return err
	}
	if decoded.Encoding == text.UTF8BOM {
		encoded = append([]byte("\xEF\xBB\xBF"), encoded...)
	}
	_, err = s.out.Write(forStream(s, encoded))
	return err
}

// errStopped says that the writer chose to send nothing.
var errStopped = exitCode(exitFound)

// reviewer talks with the writer about one message. It writes and reads lines, which every terminal, and every screen
// reader, can show.
type reviewer struct {
	config  *config
	engine  *coach.Coach
	tty     *os.File
	environ *streams
	talk    *term.Terminal
	restore func()
	message coach.Message
	kept    []string // words, with their rules, that the writer chose to keep
}

func (r *reviewer) run(ctx context.Context) (string, error) {
	if err := r.raw(); err != nil {
		return "", err
	}
	defer func() { r.restore() }()
	for {
		f, ok := r.next()
		if !ok {
			return r.confirm()
		}
		if err := r.ask(ctx, f); err != nil {
			return "", err
		}
	}
}

// raw takes over the terminal, so that lines can be edited.
func (r *reviewer) raw() error {
	state, err := term.MakeRaw(int(r.tty.Fd()))
	if err != nil {
		return fmt.Errorf("the terminal can't be used: %w", err)
	}
	r.restore = func() { _ = term.Restore(int(r.tty.Fd()), state) } // the terminal may be gone
	r.talk = term.NewTerminal(r.tty, "")
	return nil
}

// next returns the first flag that the writer has not decided about.
func (r *reviewer) next() (*coach.Finding, bool) {
	if r.message.Context == nil {
		r.message.Context = []coach.Message{}
	}
	findings := r.engine.Conversation().Check(&r.message).Findings
	i := slices.IndexFunc(findings, func(f coach.Finding) bool {
		return f.Rule.Kind == rule.Flag && !slices.Contains(r.kept, f.Rule.ID+" "+f.Match)
	})
	if i < 0 {
		return nil, false
	}
	return &findings[i], true
}

// line asks for one line. The end of input and Ctrl-C stop the review.
func (r *reviewer) line(prompt string) (string, error) {
	if w, h, err := term.GetSize(int(r.tty.Fd())); err == nil && w > 0 {
		_ = r.talk.SetSize(w, h) // the size is only for wrapping
	}
	r.talk.SetPrompt(prompt)
	answer, err := r.talk.ReadLine()
	if err != nil {
		fmt.Fprintln(r.talk, "\nStopped. Nothing was sent.")
		return "", errStopped
	}
	return strings.TrimSpace(answer), nil
}

// show writes one finding as check does.
func (r *reviewer) show(f *coach.Finding) error {
	o := report.Options{Strategies: r.engine.Rules().Strategies(), Quiet: true, Width: 80}
	if w, _, err := term.GetSize(int(r.tty.Fd())); err == nil && w > 0 {
		o.Width = min(w, 120)
	}
	if r.config.Color == "always" || r.config.Color == "auto" && r.environ.env("NO_COLOR") == "" && r.environ.env("TERM") != "dumb" {
		o.Palette = palette()
	}
	shown := *f
	shown.Reframes = nil // they follow, numbered
	w, err := report.New("text", r.talk, o)
	if err != nil {
		return err
	}
	return w.Write(coach.Result{Message: &r.message, Findings: []coach.Finding{shown}})
}

// ask shows a finding and does what the writer chooses.
func (r *reviewer) ask(ctx context.Context, f *coach.Finding) error {
	if err := r.show(f); err != nil {
		return err
	}
	at, choices := r.engine.Wordings(&r.message, f)
	for i, choice := range choices {
		fmt.Fprintf(r.talk, "  %d  %s\n", i+1, report.Visible(choice))
	}
	for _, idea := range f.Reframes {
		if idea.Prompt {
			fmt.Fprintf(r.talk, "     %s\n", report.Visible(idea.Text))
		}
	}
	fmt.Fprintln(r.talk, "  e  write it your way    o  open your editor    k  keep it")
	fmt.Fprintln(r.talk, "  n  never show this rule    p  pause for a breath    s  stop")
	for {
		answer, err := r.line("> ")
		if err != nil {
			return err
		}
		if n, err := strconv.Atoi(answer); err == nil && n >= 1 && n <= len(choices) {
			r.replace(at, choices[n-1])
			return nil
		}
		done, err := r.choose(ctx, answer, f, at)
		if done || err != nil {
			return err
		}
	}
}

// choose does what a letter stands for. It reports whether the finding is decided.
func (r *reviewer) choose(ctx context.Context, answer string, f *coach.Finding, at text.Span) (done bool, err error) {
	switch strings.ToLower(answer) {
	case "e", "edit":
		words, err := r.line("In place of “" + report.Visible(r.message.Text[at.Start:at.End]) + "”: ")
		if err != nil || words == "" {
			return false, err
		}
		r.replace(at, words)
		return true, nil
	case "o", "open":
		return true, r.editor(ctx)
	case "k", "keep", "":
		if answer == "" {
			fmt.Fprintln(r.talk, "Type a number or a letter from above, then Enter.")
			return false, nil
		}
		r.kept = append(r.kept, f.Rule.ID+" "+f.Match)
		return true, nil
	case "n", "never":
		return r.never(f)
	case "p", "pause":
		return false, r.pause(ctx)
	case "s", "stop":
		fmt.Fprintln(r.talk, "Stopped. Nothing was sent.")
		return false, errStopped
	}
	fmt.Fprintln(r.talk, "Type a number or a letter from above, then Enter.")
	return false, nil
}

func (r *reviewer) replace(at text.Span, words string) {
	r.message.Text = r.message.Text[:at.Start] + words + r.message.Text[at.End:]
}

// never adds the rule to the config's skip list, after asking.
func (r *reviewer) never(f *coach.Finding) (done bool, err error) {
	file := r.config.ConfigFile
	if file == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return false, fmt.Errorf("find your config folder: %w", err)
		}
		file = filepath.Join(dir, "coach", "config.yaml")
	}
	answer, err := r.line(fmt.Sprintf("Add %s to skip in %s? (y/n) ", f.Rule.ID, report.Visible(file)))
	if err != nil || !strings.HasPrefix(strings.ToLower(answer), "y") {
		return false, err
	}
	if err := addToSkip(file, f.Rule.ID); err != nil {
		return false, fmt.Errorf("write %s: %w", file, plainError(err))
	}
	r.kept = append(r.kept, f.Rule.ID+" "+f.Match)
	return true, nil
}

// addToSkip puts a rule into the skip list of a config file. Its comments stay.
func addToSkip(file, id string) error {
	data, err := readSmall(file, rule.MaxFileBytes)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil && len(bytes.TrimSpace(data)) > 0 {
		return err
	}
	if len(root.Content) == 0 {
		data = append(bytes.TrimRight(data, "\n"), "\nskip: ["+id+"]\n"...)
		return writeConfig(file, bytes.TrimLeft(data, "\n"))
	}
	settings := root.Content[0]
	item := &yaml.Node{Kind: yaml.ScalarNode, Value: id}
	for i := 0; i+1 < len(settings.Content); i += 2 {
		if settings.Content[i].Value == "skip" && settings.Content[i+1].Kind == yaml.SequenceNode {
			settings.Content[i+1].Content = append(settings.Content[i+1].Content, item)
			return marshalConfig(file, &root)
		}
	}
	settings.Content = append(settings.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "skip"}, &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle, Content: []*yaml.Node{item}})
	return marshalConfig(file, &root)
}

func marshalConfig(file string, root *yaml.Node) error {
	data, err := yaml.Marshal(root)
	if err != nil {
		return err
	}
	return writeConfig(file, data)
}

func writeConfig(file string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	return writeFile(file, 0o600, func(w io.Writer) error { _, err := w.Write(data); return err })
}

// breaths is how long a pause is: three times in and out.
const breaths = 3

// pause counts three breaths, the guide's second strategy.
func (r *reviewer) pause(ctx context.Context) error {
	for n := 1; n <= breaths; n++ {
		for _, word := range [...]string{"in", "out"} {
			fmt.Fprintf(r.talk, "  breathe %s … (%d of %d)\n", word, n, breaths)
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(4 * time.Second):
			}
		}
	}
	fmt.Fprintln(r.talk, "  Take your time. Which one is it?")
	return nil
}

// editor opens the writer's editor on the whole message, in a file that only they can read and that goes away.
func (r *reviewer) editor(ctx context.Context) error {
	command := r.environ.env("VISUAL")
	if command == "" {
		command = r.environ.env("EDITOR")
	}
	if command == "" {
		fmt.Fprintln(r.talk, "Set EDITOR to the editor you like first.")
		return nil
	}
	dir, err := os.MkdirTemp("", "coach-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // it is in the system's folder for such files
	file := filepath.Join(dir, "message.txt")
	if err := os.WriteFile(file, []byte(r.message.Text), 0o600); err != nil {
		return err
	}
	r.restore()
	words := strings.Fields(command)
	cmd := exec.CommandContext(ctx, words[0], append(words[1:], file)...) //nolint:gosec // the user's own choice
	cmd.Stdin, cmd.Stdout, cmd.Stderr = r.tty, r.tty, r.tty
	failed := cmd.Run()
	if err := r.raw(); err != nil {
		return err
	}
	if failed != nil {
		fmt.Fprintf(r.talk, "The editor ended with an error; your words are as they were.\n")
		return nil
	}
	data, err := readSmall(file, maxDraft)
	if err != nil {
		return err
	}
	r.message.Text = string(data)
	return nil
}

// confirm shows the finished message, and asks whether to send it.
func (r *reviewer) confirm() (string, error) {
	fmt.Fprintf(r.talk, "\nYour message:\n\n%s\n\n", visibleLines(strings.TrimRight(r.message.Text, "\n")))
	for {
		answer, err := r.line("Send it? (y/n) ")
		if err != nil {
			return "", err
		}
		switch strings.ToLower(answer) {
		case "y", "yes":
			return r.message.Text, nil
		case "n", "no", "s", "stop":
			fmt.Fprintln(r.talk, "Stopped. Nothing was sent.")
			return "", errStopped
		}
	}
}
