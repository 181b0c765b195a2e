package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"
	"golang.org/x/term"

	"github.com/emotional-safety/coach/cmd/internal/disk"
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
			"Stop, or Ctrl-C, exits with 1 and writes nothing. Without a terminal, and on Windows, it does what check does.",
		Example: "  pbpaste | coach review | pbcopy\n  coach review draft.txt > final.txt\n  coach review --screen-reader draft.txt > final.txt",
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
			spoken, _ := cmd.Flags().GetBool("screen-reader")
			return review(cmd.Context(), s, c, name, spoken || s.env("COACH_SCREEN_READER") != "")
		},
	}
	checkFlags(cmd)
	cmd.Flags().Bool("screen-reader", false, "say everything in plain lines, for screen readers (or set COACH_SCREEN_READER)")
	return cmd
}

func review(ctx context.Context, s *streams, c *config, name string, spoken bool) error {
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
		return fmt.Errorf("read %s: %w", shownName(name), disk.Plain(err))
	}
	decoded, err := text.Decode(raw)
	if err != nil {
		return fmt.Errorf("read %s: %w", shownName(name), err)
	}
	answered, err := replyTo(c.ReplyTo)
	if err != nil {
		return err
	}
	ctx, done := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer done()
	r := &reviewer{config: c, engine: engine, tty: tty, keys: newKeys(ctx, tty), spoken: spoken, environ: s, message: coach.Message{Text: decoded.Text, Context: answered, Source: coach.Source{File: shownName(name), Line: 1}}}
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
// reader, can show: x/term edits them, and costs the start of the program nothing, unlike the libraries that draw screens.
type reviewer struct {
	config  *config
	engine  *coach.Coach
	tty     *os.File
	keys    *keys
	spoken  bool // for a screen reader: plain lines, edited by the terminal itself
	environ *streams
	talk    io.Writer
	editing *term.Terminal // nil when spoken
	lines   *bufio.Reader  // nil unless spoken
	restore func()
	message coach.Message
	kept    []string // words, with their rules, that the writer chose to keep
	banned  []string // rules not to show any more
	shown   int
}

func (r *reviewer) run(ctx context.Context) (string, error) {
	if err := r.takeTerminal(); err != nil {
		return "", err
	}
	defer func() { r.restore() }()
	if r.spoken {
		r.talk, r.lines = r.tty, bufio.NewReader(r.keys)
	} else {
		r.editing = term.NewTerminal(struct {
			io.Reader
			io.Writer
		}{r.keys, r.tty}, "")
		r.talk = r.editing
	}
	defer r.watchSize()()
	first := r.flags()
	for {
		left := r.open()
		if len(left) == 0 {
			final, err := r.confirm()
			if err == nil {
				r.environ.count(counted(first))
			}
			return final, err
		}
		if err := r.ask(ctx, &left[0], len(left)); err != nil {
			return "", err
		}
	}
}

// takeTerminal makes lines editable. For a screen reader the terminal stays as it is: its own editing is what the reader
// knows how to follow.
func (r *reviewer) takeTerminal() error {
	if r.spoken {
		r.restore = func() {}
		return nil
	}
	state, err := term.MakeRaw(int(r.tty.Fd()))
	if err != nil {
		return fmt.Errorf("the terminal can't be used: %w", err)
	}
	r.restore = func() { _ = term.Restore(int(r.tty.Fd()), state) } // the terminal may be gone
	return nil
}

// fitSize tells the line editor how wide the terminal is.
func (r *reviewer) fitSize() {
	if w, h, err := term.GetSize(int(r.tty.Fd())); err == nil && w > 0 && r.editing != nil {
		_ = r.editing.SetSize(w, h) // the size is only for wrapping
	}
}

// width is that of the terminal, in characters. For a screen reader no line is broken.
func (r *reviewer) width() int {
	if r.spoken {
		return 1 << 20
	}
	if w, _, err := term.GetSize(int(r.tty.Fd())); err == nil && w > 0 {
		return min(w, 120)
	}
	return 80
}

// writeWrapped writes a text after what leads it in, in lines that fit the width.
func writeWrapped(w io.Writer, width int, lead, s string) {
	for _, line := range report.Wrap(report.Visible(s), max(width-len(lead), 20)) {
		fmt.Fprintf(w, "%s%s\n", lead, line)
		lead = strings.Repeat(" ", len(lead))
	}
}

// flags are the flags of the message as it is now.
func (r *reviewer) flags() []coach.Finding {
	if r.message.Context == nil {
		r.message.Context = []coach.Message{}
	}
	return slices.DeleteFunc(r.engine.Conversation().Check(&r.message).Findings, func(f coach.Finding) bool { return f.Rule.Kind != rule.Flag })
}

// open are the flags that the writer has not decided about.
func (r *reviewer) open() []coach.Finding {
	return slices.DeleteFunc(r.flags(), func(f coach.Finding) bool {
		return slices.Contains(r.kept, f.Rule.ID+" "+f.Match) || slices.Contains(r.banned, f.Rule.ID)
	})
}

// line asks for one line, which begins with what is filled in. The end of input and Ctrl-C stop the review.
func (r *reviewer) line(prompt, filled string) (string, error) {
	var answer string
	var err error
	if r.spoken {
		fmt.Fprint(r.talk, prompt)
		answer, err = r.lines.ReadString('\n')
	} else {
		r.fitSize()
		r.editing.SetPrompt(prompt)
		r.keys.typeAhead(filled)
		answer, err = r.editing.ReadLine()
	}
	if err != nil {
		fmt.Fprintln(r.talk)
		return "", r.stop()
	}
	return strings.TrimSpace(answer), nil
}

func (r *reviewer) stop() error {
	fmt.Fprintln(r.talk, "Stopped. Nothing was sent.")
	return errStopped
}

// show writes one finding as check does, or in sentences.
func (r *reviewer) show(f *coach.Finding, left int) error {
	r.shown++
	if r.spoken {
		fmt.Fprintf(r.talk, "\nPlace %d, %d to go. %s, %s.\nThe words: %s\nWhy: %s\n", r.shown, left-1, f.Severity, f.Rule.ID, report.Visible(f.Match), report.Visible(f.Say))
		return nil
	}
	fmt.Fprintf(r.talk, "\n%d to look at\n", left)
	o := report.Options{Strategies: r.engine.Rules().Strategies(), Quiet: true, Width: r.width()}
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
func (r *reviewer) ask(ctx context.Context, f *coach.Finding, left int) error {
	if err := r.show(f, left); err != nil {
		return err
	}
	at, choices := r.engine.Wordings(&r.message, f)
	for i, choice := range choices {
		writeWrapped(r.talk, r.width(), fmt.Sprintf("  %d  ", i+1), choice)
	}
	for _, idea := range f.Reframes {
		if idea.Prompt {
			writeWrapped(r.talk, r.width(), "     ", idea.Text)
		}
	}
	fmt.Fprintln(r.talk, "  e  write it your way      k  keep it")
	fmt.Fprintln(r.talk, "  o  open your editor       p  pause for a breath")
	fmt.Fprintln(r.talk, "  n  never show this rule   s  stop")
	for {
		answer, err := r.line("> ", "")
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
		was := report.Visible(r.message.Text[at.Start:at.End])
		words, err := r.line("In place of “"+was+"”: ", was)
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
		return false, r.pause()
	case "s", "stop":
		return false, r.stop()
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
	answer, err := r.line(fmt.Sprintf("Add %s to skip in %s? (y/n) ", f.Rule.ID, report.Visible(file)), "")
	if err != nil || !strings.HasPrefix(strings.ToLower(answer), "y") {
		return false, err
	}
	if err := addToSkip(file, f.Rule.ID); err != nil {
		return false, fmt.Errorf("write %s: %w", file, disk.Plain(err))
	}
	r.banned = append(r.banned, f.Rule.ID)
	return true, nil
}

// addToSkip puts a rule into the skip list of a config file. Its comments stay.
func addToSkip(file, id string) error {
	data, err := disk.ReadSmall(file, rule.MaxFileBytes)
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

// A pause is three breaths, in and out for four seconds each.
const (
	breaths     = 3
	breathHalf  = 4
	breathClock = time.Second
)

// pause counts three breaths down, the guide's second strategy. A key ends it, Ctrl-C the review.
func (r *reviewer) pause() error {
	if r.spoken {
		fmt.Fprintf(r.talk, "Breathe in and out three times. I'll say when %d seconds are over. Enter goes on sooner.\n", breaths*2*breathHalf)
		if key, _ := r.keys.wait(breaths * 2 * breathHalf * breathClock); key == ctrlC {
			return r.stop()
		}
	}
	for half := 0; half < 2*breaths && !r.spoken; half++ {
		fmt.Fprintf(r.talk, "  breathe %s ", [...]string{"in ", "out"}[half%2])
		key, pressed := r.countDown()
		fmt.Fprintln(r.talk)
		if key == ctrlC {
			return r.stop()
		}
		if pressed {
			break
		}
	}
	fmt.Fprintln(r.talk, "  Take your time. Which one is it?")
	return nil
}

// countDown counts one half of a breath. It returns the key that ended it early.
func (r *reviewer) countDown() (key byte, pressed bool) {
	for left := breathHalf; left > 0 && !pressed; left-- {
		fmt.Fprintf(r.talk, " %d", left)
		key, pressed = r.keys.wait(breathClock)
	}
	return key, pressed
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
	cmd := exec.CommandContext(context.WithoutCancel(ctx), words[0], append(words[1:], file)...) //nolint:gosec // the user's own choice
	cmd.Stdin, cmd.Stdout, cmd.Stderr = r.tty, r.tty, r.tty
	failed := cmd.Run()
	if err := r.takeTerminal(); err != nil {
		return err
	}
	if failed != nil {
		fmt.Fprintf(r.talk, "The editor ended with an error; your words are as they were.\n")
		return nil
	}
	data, err := disk.ReadSmall(file, maxDraft)
	if err != nil {
		return err
	}
	r.message.Text = string(data)
	return nil
}

// confirm shows the finished message, with what is still in it, and asks whether to send it.
func (r *reviewer) confirm() (string, error) {
	fmt.Fprintf(r.talk, "\nYour message:\n\n%s\n\n", visibleLines(strings.TrimRight(r.message.Text, "\n")))
	switch n := len(r.flags()); n {
	case 0:
		fmt.Fprintln(r.talk, "Checked once more: nothing stands out.")
	case 1:
		fmt.Fprintln(r.talk, "Checked once more: 1 place is as you chose to keep it.")
	default:
		fmt.Fprintf(r.talk, "Checked once more: %d places are as you chose to keep them.\n", n)
	}
	for {
		answer, err := r.line("Send it? (y/n) ", "")
		if err != nil {
			return "", err
		}
		switch strings.ToLower(answer) {
		case "y", "yes":
			return r.message.Text, nil
		case "n", "no", "s", "stop":
			return "", r.stop()
		}
	}
}
