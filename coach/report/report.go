// Package report writes results: for people to read, for editors, and for programs. One file a format.
package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/coach/text"
)

// A Writer writes results as they come. Close writes what belongs at the end; it does not close the stream.
type Writer interface {
	Write(r coach.Result) error
	Close() error
}

// Options are what the formats need to know. Each uses those that concern it.
type Options struct {
	Strategies []rule.Strategy // to name strategies by their titles
	Strengths  bool            // show strengths in text; JSON always has them
	Quiet      bool            // text: leave out the closing line
	Width      int             // of the terminal in cells; 0 means 80
	Palette    Palette
	Version    string
}

// formats are the writers by name.
var formats = []struct {
	name string
	open func(io.Writer, Options) Writer
}{
	{"text", newText},
	{"json", newJSON},
	{"jsonl", newJSONL},
	{"line", newLine},
	{"sarif", newSARIF},
	{"github", newGitHub},
	{"checkstyle", newCheckstyle},
	{"junit", newJUnit},
}

// Formats lists the names of the formats.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// New returns a writer for the format of that name.
func New(format string, w io.Writer, o Options) (Writer, error) {
	for _, f := range formats {
		if f.name == format {
			return f.open(w, o), nil
		}
	}
	return nil, fmt.Errorf("unknown format %q: want one of %s", format, strings.Join(Formats(), ", "))
}

// Place names where byte i of the message stands, as file:line:column: for messages to the user that must not hold words
// of theirs.
func Place(m *coach.Message, i int) string {
	line, column := place(m, i)
	return fmt.Sprintf("%s:%d:%d", m.Source.File, line, column)
}

// place returns the line of the file, and the column in characters, at which byte i of the message stands. Both
// are 1-based.
func place(m *coach.Message, i int) (line, column int) {
	before := m.Text[:i]
	last := strings.LastIndexByte(before, '\n')
	line, column = max(m.Source.Line, 1), utf8.RuneCountInString(before[last+1:])+1
	if m.Source.Folded {
		return line, column
	}
	if last < 0 {
		return line, column + m.Source.Column
	}
	return line + strings.Count(before, "\n"), column
}

// lineOf returns the line of the message that holds the span, as a span without its line end.
func lineOf(msg string, s text.Span) text.Span {
	start := strings.LastIndexAny(msg[:s.Start], "\n\r") + 1
	end := len(msg)
	if n := strings.IndexAny(msg[s.End:], "\n\r"); n >= 0 {
		end = s.End + n
	}
	return text.Span{Start: start, End: end}
}

// kindOrSeverity is how a finding is called: its severity, or for what has none its kind.
func kindOrSeverity(f *coach.Finding) string {
	if f.Severity != rule.NoSeverity {
		return f.Severity.String()
	}
	return string(f.Rule.Kind)
}
