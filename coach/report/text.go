package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/coach/text"
)

// A Palette colors parts of the text. A nil function leaves them plain.
type Palette struct {
	Error, Warning, Suggestion, Strength, Care func(string) string
	Bold, Dim, Reframe                         func(string) string
}

func paint(color func(string) string, s string) string {
	if color == nil || s == "" {
		return s
	}
	return color(s)
}

func (p *Palette) of(f *coach.Finding) func(string) string {
	switch {
	case f.Rule.Kind == rule.Strength:
		return p.Strength
	case f.Rule.Kind == rule.Care:
		return p.Care
	case f.Severity == rule.Error:
		return p.Error
	case f.Severity == rule.Warning:
		return p.Warning
	}
	return p.Suggestion
}

// textWriter shows findings as good compilers show errors: the place, the line, the words, the reason, the remedy.
type textWriter struct {
	w      io.Writer
	o      Options
	counts map[string]int // by severity, or kind
	seen   int            // messages
	err    error
}

func newText(w io.Writer, o Options) Writer {
	if o.Width <= 0 {
		o.Width = 80
	}
	o.Width = max(o.Width, 20)
	return &textWriter{w: w, o: o, counts: map[string]int{}}
}

const margin = "  "

func (t *textWriter) Write(r coach.Result) error {
	t.seen++
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Rule.Kind == rule.Strength && !t.o.Strengths {
			continue
		}
		t.counts[kindOrSeverity(f)]++
		t.finding(r.Message, f)
	}
	return t.err
}

func (t *textWriter) printf(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format, args...)
	}
}

func (t *textWriter) finding(m *coach.Message, f *coach.Finding) {
	line, column := place(m, f.Span.Start)
	where := fmt.Sprintf("%s:%d:%d", Visible(m.Source.File), line, column)
	if m.Speaker != "" {
		where += " " + Visible(m.Speaker)
	}
	color := t.o.Palette.of(f)
	gap := "  "
	if kind := kindOrSeverity(f); len([]rune(where))+len(kind)+len(f.Rule.ID)+2*len(gap) > t.o.Width {
		gap = "\n" + margin
	}
	t.printf("%s%s%s  %s\n\n", paint(t.o.Palette.Bold, OneLine(where)), gap, paint(color, kindOrSeverity(f)), paint(t.o.Palette.Dim, f.Rule.ID))
	t.excerpt(m.Text, f.Span, color)
	t.printf("\n")
	t.paragraph(f.Say, nil)
	if f.Help != "" {
		t.paragraph(f.Help, t.o.Palette.Bold)
	}
	if title := t.strategy(f.Rule.Strategy); title != "" {
		t.paragraph("Strategy: "+title, t.o.Palette.Dim)
	}
	if len(f.Reframes) > 0 {
		t.printf("\n%sTry:\n", margin)
		for _, re := range f.Reframes {
			t.indented(margin+margin, margin, Visible(re.Text), t.o.Palette.Reframe)
		}
	}
	t.printf("\n")
}

func (t *textWriter) strategy(key string) string {
	i := slices.IndexFunc(t.o.Strategies, func(s rule.Strategy) bool { return s.Key == key })
	if i < 0 {
		return key
	}
	return t.o.Strategies[i].Title
}

func (t *textWriter) paragraph(s string, color func(string) string) {
	t.indented(margin, "", s, color)
}

// indented wraps s. The lines after the first hang further in, so that a reframe is seen as one.
func (t *textWriter) indented(indent, hang, s string, color func(string) string) {
	for i, line := range Wrap(s, t.o.Width-len(indent+hang)) {
		if i == 1 {
			indent += hang
		}
		t.printf("%s%s\n", indent, paint(color, line))
	}
}

// excerpt shows the rows of the line that hold the span, with a mark under each of its characters.
func (t *textWriter) excerpt(msg string, span text.Span, color func(string) string) {
	line := lineOf(msg, span)
	for _, row := range wrapCells(cells(msg[line.Start:line.End]), t.o.Width-len(margin)) {
		first := line.Start + row[0].start
		last := row[len(row)-1]
		if line.Start+last.start < span.Start || first >= span.End {
			continue
		}
		var shown, under strings.Builder
		for _, c := range row {
			shown.WriteString(c.text)
			mark := " "
			if at := line.Start + c.start; at >= span.Start && at < span.End {
				mark = "^"
			}
			under.WriteString(strings.Repeat(mark, c.width))
		}
		t.printf("%s%s\n", margin, OneLine(strings.TrimRight(shown.String(), " ")))
		t.printf("%s%s\n", margin, paintMarks(strings.TrimRight(under.String(), " "), color))
	}
}

// paintMarks colors the marks but not the blanks before them.
func paintMarks(s string, color func(string) string) string {
	blanks := len(s) - len(strings.TrimLeft(s, " "))
	return s[:blanks] + paint(color, s[blanks:])
}

// Close writes the closing line.
func (t *textWriter) Close() error {
	if t.o.Quiet || t.seen == 0 {
		return t.err
	}
	line, color := t.closing()
	t.indented("", "", line, color)
	return t.err
}

func (t *textWriter) closing() (line string, color func(string) string) {
	var parts []string
	total := 0
	for _, name := range []string{"error", "warning", "suggestion"} {
		if n := t.counts[name]; n > 0 {
			total += n
			parts = append(parts, count(n, name))
		}
	}
	strengths := ""
	if n := t.counts["strength"]; n > 0 {
		strengths = fmt.Sprintf(" %s that %s trust.", count(n, "strength"), map[bool]string{true: "builds", false: "build"}[n == 1])
	}
	if n := t.counts["care"]; n > 0 {
		strengths = " " + count(n, "care notice") + "." + strengths
	}
	if total == 0 && t.counts["care"] > 0 {
		return strings.TrimSpace(strengths), nil
	}
	if total == 0 {
		return "Nothing here is likely to sting. Send it when you’re ready." + strengths, t.o.Palette.Strength
	}
	return fmt.Sprintf("%s to look at again: %s.%s", count(total, "place"), strings.Join(parts, ", "), strengths), nil
}

func count(n int, noun string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
