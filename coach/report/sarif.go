package report

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"unicode/utf16"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
)

// The shapes of SARIF 2.1.0 that are used here. They are written out because the library for them costs every start
// of the program a third of its time; the tests hold the output to the library's schema.
type (
	sarifDriver struct {
		Name    string      `json:"name"`
		Lang    string      `json:"language"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID    string    `json:"id"`
		Short sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region sarifRegion `json:"region"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

// sarifWriter writes each finding as it comes, and the rules that were met at the end.
type sarifWriter struct {
	w      io.Writer
	o      Options
	driver sarifDriver
	rules  map[string]int
	wrote  bool
}

func newSARIF(w io.Writer, o Options) Writer {
	return &sarifWriter{w: HarmlessJSON(w), o: o, rules: map[string]int{}, driver: sarifDriver{Name: "coach", Lang: "en-US", Version: o.Version, Rules: []sarifRule{}}}
}

const sarifBegin = `{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "language": "en-US",
      "columnKind": "utf16CodeUnits",
      "newlineSequences": ["\r\n", "\n"],
      "results": [`

func (s *sarifWriter) Write(r coach.Result) error {
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Rule.Kind == rule.Strength && !s.o.Strengths {
			continue
		}
		index, ok := s.rules[f.Rule.ID]
		if !ok {
			index = len(s.rules)
			s.rules[f.Rule.ID] = index
			s.driver.Rules = append(s.driver.Rules, sarifRule{f.Rule.ID, sarifText{Visible(f.Rule.Title)}})
		}
		result := sarifResult{RuleID: f.Rule.ID, RuleIndex: index, Level: sarifLevel(f), Message: sarifText{Visible(advice(f))}}
		var at sarifPhysical
		at.Artifact.URI = fileURI(r.Message.Source.File)
		at.Region = region(r.Message, f)
		result.Locations = []sarifLocation{{at}}
		if err := s.result(result); err != nil {
			return err
		}
	}
	return nil
}

func (s *sarifWriter) result(r sarifResult) error {
	begin := ","
	if !s.wrote {
		begin, s.wrote = sarifBegin, true
	}
	body, err := json.MarshalIndent(r, "        ", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.w, "%s\n        %s", begin, body)
	return err
}

// advice is what a finding says, with the best reframe.
func advice(f *coach.Finding) string {
	s := f.Say
	if f.Help != "" {
		s += " " + f.Help
	}
	if len(f.Reframes) > 0 {
		s += " Try: " + f.Reframes[0].Text
	}
	return s
}

func sarifLevel(f *coach.Finding) string {
	switch f.Severity {
	case rule.Error:
		return "error"
	case rule.Warning:
		return "warning"
	}
	return "note"
}

// region is where a finding stands, in lines and in UTF-16 units, the end being the place after the last.
func region(m *coach.Message, f *coach.Finding) sarifRegion {
	var g sarifRegion
	g.StartLine, g.StartColumn = place16(m, f.Span.Start)
	g.EndLine, g.EndColumn = place16(m, f.Span.End)
	return g
}

// place16 is place with columns in UTF-16 units.
func place16(m *coach.Message, i int) (line, column int) {
	line, column = place(m, i)
	from := i
	for from > 0 && m.Text[from-1] != '\n' {
		from--
	}
	for _, r := range m.Text[from:i] {
		column += max(utf16.RuneLen(r), 1) - 1
	}
	return line, column
}

// fileURI is a file as a relative reference, or an absolute one.
func fileURI(name string) string {
	u := url.URL{Path: filepath.ToSlash(name)}
	if filepath.IsAbs(name) {
		u.Scheme = "file"
	}
	return u.String()
}

func (s *sarifWriter) Close() error {
	begin := "\n      ],"
	if !s.wrote {
		begin = sarifBegin + "],"
	}
	body, err := json.MarshalIndent(s.driver, "        ", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.w, "%s\n      \"tool\": {\n        \"driver\": %s\n      }\n    }\n  ]\n}\n", begin, body)
	return err
}
