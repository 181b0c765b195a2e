package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
)

// githubWriter writes workflow commands, which GitHub shows beside the lines they speak of. Source: GitHub's
// documentation, "Workflow commands for GitHub Actions".
type githubWriter struct {
	w io.Writer
	o Options
}

func newGitHub(w io.Writer, o Options) Writer { return &githubWriter{w, o} }

// A command ends at the line's end, and its properties at commas and colons: none may come from a message.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func (g *githubWriter) Write(r coach.Result) error {
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Rule.Kind == rule.Strength && !g.o.Strengths {
			continue
		}
		level := sarifLevel(f)
		if level == "note" {
			level = "notice"
		}
		line, column := place(r.Message, f.Span.Start)
		endLine, endColumn := place(r.Message, f.Span.End)
		columns := fmt.Sprintf(",col=%d", column)
		if endLine == line { // GitHub takes columns only within one line
			columns += fmt.Sprintf(",endColumn=%d", max(endColumn-1, column))
		}
		if _, err := fmt.Fprintf(g.w, "::%s file=%s,line=%d%s,title=%s::%s\n", level, githubProperty.Replace(Visible(r.Message.Source.File)),
			line, columns, githubProperty.Replace(f.Rule.ID), githubData.Replace(Visible(advice(f)))); err != nil {
			return err
		}
	}
	return nil
}

func (g *githubWriter) Close() error { return nil }
