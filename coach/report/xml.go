package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
)

// checkstyleWriter writes what Checkstyle writes, which many tools read: a file with its errors.
type checkstyleWriter struct {
	w       io.Writer
	o       Options
	e       *xml.Encoder
	file    string
	began   bool
	pending []checkstyleError
}

type checkstyleFile struct {
	XMLName xml.Name          `xml:"file"`
	Name    string            `xml:"name,attr"`
	Errors  []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

func newCheckstyle(w io.Writer, o Options) Writer {
	e := xml.NewEncoder(w)
	e.Indent("  ", "  ")
	return &checkstyleWriter{w: w, o: o, e: e}
}

func (c *checkstyleWriter) Write(r coach.Result) error {
	if file := Visible(r.Message.Source.File); !c.began || file != c.file {
		if err := c.flush(); err != nil {
			return err
		}
		c.file = file
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Rule.Kind == rule.Strength && !c.o.Strengths {
			continue
		}
		line, column := place(r.Message, f.Span.Start)
		severity := sarifLevel(f)
		if severity == "note" {
			severity = "info"
		}
		c.pending = append(c.pending, checkstyleError{line, column, severity, Visible(advice(f)), "coach." + f.Rule.ID})
	}
	return nil
}

// flush writes the file that was read.
func (c *checkstyleWriter) flush() error {
	if !c.began {
		c.began = true
		_, err := fmt.Fprintf(c.w, "%s<checkstyle version=\"4.3\">\n", xml.Header)
		return err
	}
	f := checkstyleFile{Name: c.file, Errors: c.pending}
	c.pending = nil
	return c.e.Encode(f)
}

func (c *checkstyleWriter) Close() error {
	wrote := c.began
	if err := c.flush(); err != nil {
		return err
	}
	end := "\n</checkstyle>\n"
	if !wrote {
		end = "</checkstyle>\n"
	}
	_, err := io.WriteString(c.w, end)
	return err
}

// junitWriter writes a test suite: a case for each message, which fails by what may hurt in it.
type junitWriter struct {
	w     io.Writer
	suite junitSuite
}

// junitSuite has what the stricter of the two schemas in use asks for, Ant's, and only what the other, Jenkins's, allows.
type junitSuite struct {
	XMLName    xml.Name    `xml:"testsuite"`
	ID         int         `xml:"id,attr"`
	Package    string      `xml:"package,attr"`
	Name       string      `xml:"name,attr"`
	Timestamp  string      `xml:"timestamp,attr"`
	Host       string      `xml:"hostname,attr"`
	Tests      int         `xml:"tests,attr"`
	Failures   int         `xml:"failures,attr"`
	Errors     int         `xml:"errors,attr"`
	Skipped    int         `xml:"skipped,attr"`
	Time       string      `xml:"time,attr"`
	Properties struct{}    `xml:"properties"`
	Cases      []junitCase `xml:"testcase"`
	Out        string      `xml:"system-out"`
	Err        string      `xml:"system-err"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Time    string        `xml:"time,attr"`
	Failure *junitFailure `xml:"failure"` // Ant's schema allows one
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// maxJUnit is how many messages without findings are cases of their own: beyond it they are only counted.
const maxJUnit = 10_000

func newJUnit(w io.Writer, _ Options) Writer {
	// The same messages give the same report, whenever and wherever they are checked.
	return &junitWriter{w: w, suite: junitSuite{Name: "coach", Package: "coach", Timestamp: "1970-01-01T00:00:00", Host: "localhost", Time: "0"}}
}

func (j *junitWriter) Write(r coach.Result) error {
	j.suite.Tests++
	c := junitCase{Name: fmt.Sprintf("%s:%d", Visible(r.Message.Source.File), max(r.Message.Source.Line, 1)), Class: "coach", Time: "0"}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Rule.Kind != rule.Flag {
			continue
		}
		line, column := place(r.Message, f.Span.Start)
		if c.Failure == nil {
			c.Failure = &junitFailure{Type: f.Rule.ID, Message: Visible(f.Say)}
		} else {
			c.Failure.Text += "\n"
		}
		c.Failure.Text += Visible(fmt.Sprintf("%s:%d:%d: %s", r.Message.Source.File, line, column, advice(f)))
	}
	if c.Failure != nil {
		j.suite.Failures++
	}
	if c.Failure != nil || j.suite.Tests <= maxJUnit {
		j.suite.Cases = append(j.suite.Cases, c)
	}
	return nil
}

func (j *junitWriter) Close() error {
	body, err := xml.MarshalIndent(struct {
		XMLName xml.Name `xml:"testsuites"`
		Suite   junitSuite
	}{Suite: j.suite}, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(j.w, "%s%s\n", xml.Header, body)
	return err
}
