package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/cmd/internal/disk"
	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/report"
	"github.com/emotional-safety/coach/coach/text"
)

func newReframe(s *streams) *cobra.Command {
	var o reframeOptions
	cmd := &cobra.Command{
		Use:   "reframe [FILE|-]",
		Short: "Write a message again, with kinder words where some fit",
		Long: "reframe puts the best reframe of each finding in its place and touches nothing else: layout, names, links and emoji\n" +
			"stay as they are. It only puts in what says the same, kinder. Where no such wording fits the sentence, it leaves the\n" +
			"words and says so on standard error; --all then lists what you could say instead.",
		Example: "  echo \"You never listen to me.\" | coach reframe\n" +
			"  coach reframe --diff message.txt\n" +
			"  coach reframe --all message.txt\n" +
			"  coach reframe --write --backup message.txt",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := loadConfig(cmd, s)
			if err != nil {
				return err
			}
			o.format, _ = cmd.Flags().GetString("format")
			name := "-"
			if len(args) == 1 {
				name = args[0]
			}
			return rewrite(cmd.Context(), s, c, o, name)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.diff, "diff", false, "show what changes, words taken out and put in")
	f.BoolVar(&o.all, "all", false, "show every wording that fits, numbered")
	f.BoolVar(&o.write, "write", false, "write the file in place")
	f.BoolVar(&o.backup, "backup", false, "with --write, keep the old file as FILE.bak")
	f.String("format", "text", "how to show it: text, json")
	f.String("reply-to", "", "a `FILE` with the message you are answering")
	listFlag(f, "only", "reframe only this `FAMILY` or rule (may be repeated)")
	listFlag(f, "skip", "leave this `FAMILY` or rule (may be repeated)")
	f.String("min-severity", "suggestion", "the weakest to reframe: suggestion, warning, error")
	f.String("audience", "", "who will read it: partner, family, parent, friend, work")
	listFlag(f, "rules", "a `FOLDER` of your own rules, on top of the built-in ones (may be repeated)")
	f.String("config", "", "read this config `FILE` instead of looking for one")
	f.String("color", "auto", "color: auto, always, never")
	f.Bool("quiet", false, "say nothing about what was left")
	return cmd
}

type reframeOptions struct {
	diff, all, write, backup bool
	format                   string
}

// maxDraft is the longest message that is read to be written again, in bytes.
const maxDraft = 8 << 20

func rewrite(_ context.Context, s *streams, c *config, o reframeOptions, name string) error {
	if o.write && name == "-" {
		return errors.New("--write needs the name of a file")
	}
	if o.format != "text" && o.format != "json" {
		return fmt.Errorf("--format: unknown %q: want text or json", o.format)
	}
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
	m := &coach.Message{Text: decoded.Text, Origin: decoded, Source: coach.Source{File: shownName(name), Line: 1}, Context: answered}
	result := engine.Rewrite(m)
	written, err := splice(raw, decoded, result.Edits)
	if err != nil {
		return err
	}
	if !c.Quiet {
		sayLeft(s, o, m, result.Left)
	}
	if o.write {
		return replaceFile(name, raw, written, o.backup, len(result.Edits) > 0)
	}
	out := bufio.NewWriter(s.out)
	switch {
	case o.format == "json":
		err = writeRewriteJSON(out, result)
	case o.all:
		writeChoices(out, result)
	case o.diff:
		writeDiff(out, m.Text, result.Edits, diffPaint(s, c))
	default:
		_, err = out.Write(forStream(s, written))
	}
	return errors.Join(err, out.Flush())
}

// sayLeft names the places of what was not put in other words. The words themselves don't belong into what may be a log.
func sayLeft(s *streams, o reframeOptions, m *coach.Message, left []coach.Left) {
	choices := false
	for i := range left {
		f := &left[i].Finding
		fmt.Fprintf(s.err, "coach: left as it is: %s (%s)\n", report.Visible(report.Place(m, left[i].Span.Start)), f.Rule.ID)
		choices = choices || len(left[i].Choices) > 0
	}
	if choices && !o.all {
		fmt.Fprintln(s.err, "coach: coach reframe --all lists wordings that are yours to choose")
	}
}

func readDraft(s *streams, name string) ([]byte, error) {
	in := s.in
	if name != "-" {
		f, err := disk.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxDraft+1))
	if err == nil && len(raw) > maxDraft {
		return nil, fmt.Errorf("longer than %d MiB, which is no single message", maxDraft>>20)
	}
	return raw, err
}

// splice puts the edits into the bytes of the file, in its own encoding. Every other byte stays.
func splice(raw []byte, decoded text.Decoded, edits []coach.Edit) ([]byte, error) {
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		span := decoded.Original(e.Span)
		encoded, err := decoded.Encoding.Encode(e.Text)
		if err != nil {
			return nil, err
		}
		out.Write(raw[at:span.Start])
		out.Write(encoded)
		at = span.End
	}
	out.Write(raw[at:])
	return out.Bytes(), nil
}

// replaceFile puts the new content in place of the old at once, so that at any moment one of them is there whole. The
// file's mode stays.
func replaceFile(name string, old, content []byte, backup, changed bool) error {
	if !changed {
		return nil
	}
	name, err := filepath.EvalSymlinks(name) // a link stays one
	if err != nil {
		return fmt.Errorf("write: %w", disk.Plain(err))
	}
	info, err := os.Stat(name)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, disk.Plain(err))
	}
	if now, err := disk.ReadSmall(name, maxDraft); err != nil || !bytes.Equal(now, old) {
		return fmt.Errorf("write %s: it changed meanwhile: nothing was written, try again", name)
	}
	put := func(name string, data []byte) error {
		return writeFile(name, info.Mode().Perm(), func(w io.Writer) error { _, err := w.Write(data); return err })
	}
	if backup {
		if err := put(name+".bak", old); err != nil {
			return fmt.Errorf("write %s.bak: %w", name, disk.Plain(err))
		}
	}
	if err := put(name, content); err != nil {
		return fmt.Errorf("write %s: %w", name, disk.Plain(err))
	}
	return nil
}

func writeRewriteJSON(w io.Writer, r coach.Rewrite) error {
	type edit struct {
		Rule    string   `json:"rule"`
		Start   int      `json:"start"`
		End     int      `json:"end"`
		Match   string   `json:"match"`
		Text    string   `json:"text"`
		Choices []string `json:"choices"`
	}
	type left struct {
		Rule    string   `json:"rule"`
		Match   string   `json:"match"`
		Choices []string `json:"choices"`
	}
	out := struct {
		Text  string `json:"text"`
		Edits []edit `json:"edits"`
		Left  []left `json:"left"`
	}{r.Text, []edit{}, []left{}}
	for _, e := range r.Edits {
		out.Edits = append(out.Edits, edit{e.Finding.Rule.ID, e.Span.Start, e.Span.End, e.Finding.Match, e.Text, e.Choices})
	}
	for i := range r.Left {
		out.Left = append(out.Left, left{r.Left[i].Finding.Rule.ID, r.Left[i].Finding.Match, append([]string{}, r.Left[i].Choices...)})
	}
	encoder := json.NewEncoder(report.HarmlessJSON(w))
	encoder.SetEscapeHTML(false)
	return encoder.Encode(out)
}

// writeChoices lists every wording that fits, first for what would be put in unasked.
func writeChoices(w io.Writer, r coach.Rewrite) {
	between := ""
	list := func(f *coach.Finding, choices []string) {
		if len(choices) == 0 {
			return
		}
		fmt.Fprintf(w, "%s“%s”\n", between, report.Visible(f.Match))
		for n, choice := range choices {
			fmt.Fprintf(w, "  %d. %s\n", n+1, report.Visible(choice))
		}
		between = "\n"
	}
	for i := range r.Edits {
		list(&r.Edits[i].Finding, r.Edits[i].Choices)
	}
	for i := range r.Left {
		list(&r.Left[i].Finding, r.Left[i].Choices)
	}
}

// paints color what is taken out and what is put in. Without color they stand in marks.
type paints struct{ out, in func(string) string }

func diffPaint(s *streams, c *config) paints {
	if !colored(s, c.Color) {
		return paints{func(s string) string { return "[-" + s + "-]" }, func(s string) string { return "{+" + s + "+}" }}
	}
	p := palette()
	return paints{p.Error, p.Reframe}
}

func writeDiff(w io.Writer, message string, edits []coach.Edit, p paints) {
	at := 0
	for _, e := range edits {
		fmt.Fprint(w, visibleLines(message[at:e.Span.Start]), p.out(visibleLines(message[e.Span.Start:e.Span.End])), p.in(report.Visible(e.Text)))
		at = e.Span.End
	}
	fmt.Fprint(w, visibleLines(message[at:]))
	if !strings.HasSuffix(message, "\n") {
		fmt.Fprintln(w)
	}
}
