package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/fatih/color"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/emotional-safety/coach/cmd/internal/disk"
	"github.com/emotional-safety/coach/cmd/internal/settings"
	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/chat"
	"github.com/emotional-safety/coach/coach/habit"
	"github.com/emotional-safety/coach/coach/report"
	"github.com/emotional-safety/coach/coach/rule"
)

func newCheck(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [FILE|-]...",
		Short: "Point at words that may hurt, and offer kinder ones",
		Long: "check reads messages and shows what may hurt in them, why, and what to say instead.\n" +
			"Without a file it reads standard input.\n\n" +
			"It exits with 0 when nothing reached --fail-on, 1 when something did, and 2 when it could not do its job.",
		Example: "  coach check message.txt\n" +
			"  pbpaste | coach check\n" +
			"  coach check --reply-to theirs.txt mine.txt\n" +
			"  coach check --format jsonl --as jsonl chat.jsonl",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := loadConfig(cmd, s)
			if err != nil {
				return err
			}
			return check(cmd.Context(), s, c, args)
		},
	}
	checkFlags(cmd)
	return cmd
}

func checkFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.String("format", "text", "how to show findings: "+strings.Join(report.Formats(), ", "))
	f.String("as", "", "what the input is, such as message, whatsapp or jsonl (default: told from the content)")
	f.String("date-order", "", "the order of dates like 3/4/2024: dmy, mdy, ymd (default: told from the whole file)")
	selectionFlags(f)
	f.String("reply-to", "", "a `FILE` with the message you are answering")
	f.String("shard", "", "only this `PART` of all conversations, such as 1/4: for several machines")
	f.String("me", "", "coach only the messages of this `NAME`; the others' are context")
	listFlag(f, "only", "show only this `FAMILY` or rule (may be repeated)")
	listFlag(f, "skip", "don't show this `FAMILY` or rule (may be repeated)")
	f.String("min-severity", "suggestion", "the weakest to show: suggestion, warning, error")
	f.String("fail-on", "warning", "the weakest that makes the exit code 1: suggestion, warning, error, never")
	f.Bool("strengths", false, "also show what builds trust")
	f.String("audience", "", "who will read it: partner, family, parent, friend, work")
	listFlag(f, "rules", "a `FOLDER` of your own rules, on top of the built-in ones (may be repeated)")
	f.String("config", "", "read this config `FILE` instead of looking for one")
	f.String("color", "auto", "color: auto, always, never")
	f.String("country", "", "whose help lines care notices name, such as US or GB (default: help anywhere)")
	f.String("care", "on", "care notices about danger: on, off")
	f.Bool("quiet", false, "leave out the closing line and hints")
}

// selectionFlags say which messages of an export count.
func selectionFlags(f *pflag.FlagSet) {
	f.String("since", "", "only messages from this `DAY` on, such as 2026-01-31")
	f.String("until", "", "only messages before this `DAY`")
	f.Int("last", 0, "only the last `N` messages")
	f.String("with", "", "only conversations with this `NAME`")
	f.Bool("debug", false, "say what the input was taken for, and what was left out")
}

// check runs the main job.
func check(ctx context.Context, s *streams, c *config, files []string) error {
	engine, err := newCoach(c)
	if err != nil {
		return err
	}
	failOn, err := parseFailOn(c.FailOn)
	if err != nil {
		return err
	}
	part, err := parseShard(c.Shard)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(s.out)
	writer, err := report.New(c.Format, out, reportOptions(s, c, engine))
	if err != nil {
		return err
	}
	answered, err := replyTo(c.ReplyTo)
	if err != nil {
		return err
	}
	job := &checkJob{streams: s, config: c, engine: engine, writer: writer, answered: answered, failOn: failOn, shard: part}
	if len(files) == 0 {
		files = []string{"-"}
	}
	for _, name := range files {
		if err := job.file(ctx, name); err != nil {
			return err
		}
	}
	if err := errors.Join(writer.Close(), out.Flush()); err != nil {
		return err
	}
	if job.counts.Messages > 0 {
		s.count(job.counts)
	}
	return job.verdict()
}

// newCoach makes the engine the config asks for.
func newCoach(c *config) (*coach.Coach, error) {
	o, err := coachOptions(c)
	if err != nil {
		return nil, err
	}
	return coach.New(o)
}

func coachOptions(c *config) (coach.Options, error) {
	return settings.Engine{
		Only: c.Only, Skip: c.Skip, Rules: c.Rules, MinSeverity: c.MinSeverity, Audience: c.Audience, Country: c.Country, Care: c.Care,
	}.Options()
}

func parseFailOn(s string) (rule.Severity, error) {
	if s == "never" {
		return rule.Error + 1, nil
	}
	severity, err := rule.ParseSeverity(s)
	if err != nil {
		return 0, fmt.Errorf("--fail-on: %w, never", err)
	}
	return severity, nil
}

// replyTo reads the message being answered.
func replyTo(file string) ([]coach.Message, error) {
	if file == "" {
		return nil, nil
	}
	f, err := disk.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, disk.Plain(err))
	}
	defer f.Close()
	var said []coach.Message
	for m, err := range chat.Read(f, file, "message") {
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, disk.Plain(err))
		}
		said = append(said, coach.Message{Text: m.Text})
	}
	return said, nil
}

// checkJob is one run over some inputs.
type checkJob struct {
	*streams
	config   *config
	engine   *coach.Coach
	writer   report.Writer
	answered []coach.Message
	failOn   rule.Severity
	shard    shard
	found    atomic.Bool // something reached failOn
	own      bool        // the input is what one person writes, not a chat: it may be counted
	counts   habit.Count
	trouble  bool // some input could not be read
}

// file checks one input. Its error ends the run; an input that can't be read doesn't.
func (j *checkJob) file(ctx context.Context, name string) error {
	in, err := openExport(j.streams, j.config, name)
	if err != nil {
		j.complain("read %s: %v", shownName(name), disk.Plain(err))
		return nil
	}
	defer in.Close()
	j.own = in.Format == "message" || in.Format == "mail"
	read := &reading{name: name}
	defer func() { in.debug(j.streams, j.config, read.messages, read.bad) }()
	if err := j.engine.CheckAll(j.messages(ctx, in, read), j.stream()); err != nil {
		return err
	}
	if read.failed {
		return ctx.Err()
	}
	if j.shard.of > 1 {
		return nil // a part may be empty, and may lack a person
	}
	if read.messages == 0 && !j.trouble && !j.config.Quiet {
		fmt.Fprintf(j.err, "coach: %s is empty: nothing to check\n", report.Visible(shownName(name)))
	}
	if me := j.config.Me; me != "" && len(read.names) > 0 && !slices.Contains(read.names, me) {
		j.complain("nobody in %s is called %q: there are %s", shownName(name), me, &read.names)
	}
	return nil
}

// reading is what is known of an input after it was read.
type reading struct {
	name     string
	messages int
	bad      int  // lines that could not be read
	failed   bool // the rest could not be read, or nobody waits for it any more
	names    speakers
}

// messages yields what can be read of an input, each message with whether it is coached or only context. What can't be
// read is complained about.
func (j *checkJob) messages(ctx context.Context, in *openedExport, read *reading) iter.Seq2[*coach.Message, bool] {
	return func(yield func(*coach.Message, bool) bool) {
		more := true
		selection := j.config.Selection
		selection.Before = func(m *coach.Message) { more = more && (!j.shard.takes(m) || yield(m, false)) }
		for m, err := range selection.Select(in.Messages()) {
			var line *chat.LineError
			switch {
			case ctx.Err() != nil:
				read.failed = true
				return
			case errors.As(err, &line):
				read.bad++
				j.complain("%v", line)
				continue
			case err != nil:
				read.failed = true
				j.complain("read %s: %v", shownName(read.name), disk.Plain(err))
				return
			}
			if !j.shard.takes(m) {
				continue
			}
			if !more || !yield(j.take(m, read)) {
				return
			}
		}
	}
}

// take counts a message, gives it its context, and says whether it is coached.
func (j *checkJob) take(m *coach.Message, read *reading) (_ *coach.Message, mine bool) {
	if read.messages++; read.messages == manyMessages {
		boundMemory(j.streams)
	}
	if j.answered != nil {
		m.Context = append(slices.Clone(j.answered), m.Context...)
	}
	if j.config.Me == "" {
		return m, true
	}
	read.names.add(m.Speaker)
	return m, m.Speaker == "" || m.Speaker == j.config.Me
}

// manyMessages is from how many messages on an input is no single message or short chat.
const manyMessages = 1000

// boundMemory makes the garbage collector keep a long stream small: each core keeps what it has learned of the
// language, 3 to 6 MB, and the messages at hand. Below that bound it collects half as often as usual. Who has set
// GOMEMLIMIT or GOGC knows better.
func boundMemory(s *streams) {
	if s.env("GOMEMLIMIT") == "" {
		cores := min(runtime.GOMAXPROCS(0), coach.MaxCores)
		debug.SetMemoryLimit(int64(min(8+12*cores, 24+3*cores)) << 20)
	}
	if s.env("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}

// stream says what is done with results: lines of JSONL are made on every core, all else in order.
func (j *checkJob) stream() coach.Stream {
	if j.config.Format == "jsonl" {
		return coach.Stream{
			Render: func(buf []byte, r coach.Result) []byte { j.note(r); return report.AppendJSONL(buf, r) },
			Emit: func(_ []coach.Result, lines []byte) error {
				_, err := j.out.Write(lines)
				return err
			},
		}
	}
	return coach.Stream{Emit: func(results []coach.Result, _ []byte) error {
		for _, r := range results {
			j.note(r)
			if j.own {
				j.counts.Merge(counted(r.Findings))
			}
			if err := j.writer.Write(r); err != nil {
				return err
			}
		}
		return nil
	}}
}

// note remembers whether something reached failOn.
func (j *checkJob) note(r coach.Result) {
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Rule.Kind == rule.Flag && f.Severity >= j.failOn {
			j.found.Store(true)
		}
	}
}

// speakers are the names met in an input: the first few, to show them to who asked for another.
type speakers []string

func (s *speakers) add(name string) {
	if name != "" && len(*s) < 1000 && !slices.Contains(*s, name) {
		*s = append(*s, name)
	}
}

func (s *speakers) String() string {
	const most = 8
	if len(*s) > most {
		return strings.Join((*s)[:most], ", ") + " and others"
	}
	return strings.Join(*s, ", ")
}

func (j *checkJob) complain(format string, args ...any) {
	j.trouble = true
	fmt.Fprintf(j.err, "coach: %s\n", visibleLines(fmt.Sprintf(format, args...)))
}

func (j *checkJob) verdict() error {
	switch {
	case j.trouble:
		return exitCode(exitTrouble)
	case j.found.Load():
		return exitCode(exitFound)
	}
	return nil
}

func reportOptions(s *streams, c *config, engine *coach.Coach) report.Options {
	o := report.Options{Strengths: c.Strengths, Quiet: c.Quiet, Version: version}
	if c.Format != "text" {
		return o
	}
	o.Strategies = engine.Rules().Strategies()
	o.Width = width(s)
	if colored(s, c.Color) {
		o.Palette = palette()
	}
	return o
}

// forStream returns what a file, or another program, gets byte for byte, as a terminal may safely show it where it goes to one.
func forStream(s *streams, data []byte) []byte {
	if f, ok := s.out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return []byte(visibleLines(string(data)))
	}
	return data
}

// width is the terminal's, or what COLUMNS says, or 80.
func width(s *streams) int {
	if n, err := strconv.Atoi(s.env("COLUMNS")); err == nil && n > 0 {
		return min(n, 120)
	}
	if f, ok := s.out.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return min(n, 120)
		}
	}
	return 80
}

// colored decides about color: as asked, or on a terminal that isn't dumb, unless NO_COLOR is set.
func colored(s *streams, choice string) bool {
	switch choice {
	case "always":
		return true
	case "never":
		return false
	}
	f, ok := s.out.(*os.File)
	return ok && s.env("NO_COLOR") == "" && s.env("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
}

func palette() report.Palette {
	paint := func(attributes ...color.Attribute) func(string) string {
		c := color.New(attributes...)
		c.EnableColor() // the decision was made above, for this stream
		return func(s string) string { return c.Sprint(s) }
	}
	return report.Palette{
		Error: paint(color.FgRed, color.Bold), Warning: paint(color.FgYellow, color.Bold), Suggestion: paint(color.FgCyan),
		Strength: paint(color.FgGreen), Care: paint(color.FgMagenta), Bold: paint(color.Bold), Dim: paint(color.Faint), Reframe: paint(color.FgGreen),
	}
}
