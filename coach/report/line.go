package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
)

// lineWriter writes one line a finding, as editors and other tools read them: file:line:column: severity: text [rule].
type lineWriter struct {
	w io.Writer
	o Options
}

func newLine(w io.Writer, o Options) Writer { return &lineWriter{w, o} }

func (l *lineWriter) Write(r coach.Result) error {
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Rule.Kind == rule.Strength && !l.o.Strengths {
			continue
		}
		line, column := place(r.Message, f.Span.Start)
		say := strings.TrimSpace(f.Say + " " + f.Help)
		shown := fmt.Sprintf("%s:%d:%d: %s: %s [%s]", Visible(r.Message.Source.File), line, column, kindOrSeverity(f), Visible(say), f.Rule.ID)
		if _, err := fmt.Fprintln(l.w, OneLine(shown)); err != nil {
			return err
		}
	}
	return nil
}

func (l *lineWriter) Close() error { return nil }
