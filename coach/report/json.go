package report

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
)

// The shapes of the JSON contract. Fields are only ever added.
type jsonMessage struct {
	ID       string        `json:"id,omitempty"`
	Source   string        `json:"source"`
	Line     int           `json:"line,omitempty"`
	Speaker  string        `json:"speaker,omitempty"`
	Time     string        `json:"time,omitempty"`
	Findings []jsonFinding `json:"findings"`
}

type jsonFinding struct {
	Rule     string    `json:"rule"`
	Family   string    `json:"family"`
	Kind     rule.Kind `json:"kind"`
	Severity string    `json:"severity,omitempty"`
	Strategy string    `json:"strategy,omitempty"`
	Start    int       `json:"start"` // bytes of the text as it was given
	End      int       `json:"end"`
	Match    string    `json:"match"`
	Say      string    `json:"say"`
	Reframes []string  `json:"reframes"`
	Help     string    `json:"help,omitempty"`
}

type jsonSummary struct {
	Messages   int            `json:"messages"`
	Findings   int            `json:"findings"`
	ByFamily   map[string]int `json:"by_family"`
	BySeverity map[string]int `json:"by_severity"`
}

func (s *jsonSummary) add(r coach.Result) {
	s.Messages++
	for i := range r.Findings {
		f := &r.Findings[i]
		s.Findings++
		s.ByFamily[f.Rule.Family()]++
		if f.Severity != rule.NoSeverity {
			s.BySeverity[f.Severity.String()]++
		}
	}
}

// messageIn is one line of the JSONL that coach reads.
type messageIn struct {
	ID           string `json:"id,omitempty"`
	Conversation string `json:"conversation,omitempty"`
	Source       string `json:"source,omitempty"`
	Line         int    `json:"line,omitempty"`
	Speaker      string `json:"speaker,omitempty"`
	Time         string `json:"time,omitempty"`
	ReplyTo      string `json:"reply_to,omitempty"`
	Text         string `json:"text"`
}

// MessageJSON returns a message in the shape of the JSONL contract, to be encoded.
func MessageJSON(m *coach.Message) any {
	return messageIn{m.ID, m.Conversation, m.Source.File, m.Source.Line, m.Speaker, formatTime(m.Time), m.ReplyTo, m.Text}
}

func messageJSON(r coach.Result) jsonMessage {
	m := r.Message
	out := jsonMessage{ID: m.ID, Source: m.Source.File, Line: m.Source.Line, Speaker: m.Speaker, Time: formatTime(m.Time), Findings: []jsonFinding{}}
	for i := range r.Findings {
		f := &r.Findings[i]
		span := m.Origin.Original(f.Span)
		j := jsonFinding{
			Rule: f.Rule.ID, Family: f.Rule.Family(), Kind: f.Rule.Kind, Severity: f.Severity.String(), Strategy: f.Rule.Strategy,
			Start: span.Start, End: span.End, Match: f.Match, Say: f.Say, Reframes: []string{}, Help: f.Help,
		}
		for _, re := range f.Reframes {
			j.Reframes = append(j.Reframes, re.Text)
		}
		out.Findings = append(out.Findings, j)
	}
	return out
}

func formatTime(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Location() == coach.Floating:
		return t.Format("2006-01-02T15:04:05")
	}
	return t.Format(time.RFC3339)
}

// encode writes v as one line of JSON, with <, > and & as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// jsonlWriter writes one object for each message.
type jsonlWriter struct{ w io.Writer }

func newJSONL(w io.Writer, _ Options) Writer { return &jsonlWriter{w} }

func (j *jsonlWriter) Write(r coach.Result) error {
	line, err := encode(messageJSON(r))
	if err != nil {
		return err
	}
	_, err = j.w.Write(line)
	return err
}

func (j *jsonlWriter) Close() error { return nil }

// jsonWriter writes one object with all messages. It streams: the summary comes last.
type jsonWriter struct {
	w       io.Writer
	o       Options
	summary jsonSummary
	began   bool
}

func newJSON(w io.Writer, o Options) Writer {
	return &jsonWriter{w: w, o: o, summary: jsonSummary{ByFamily: map[string]int{}, BySeverity: map[string]int{}}}
}

func (j *jsonWriter) begin() error {
	if j.began {
		_, err := io.WriteString(j.w, ",\n")
		return err
	}
	j.began = true
	version, err := encode(j.o.Version)
	if err != nil {
		return err
	}
	_, err = io.WriteString(j.w, `{"version":`+string(bytes.TrimSpace(version))+`,"messages":[`+"\n")
	return err
}

func (j *jsonWriter) Write(r coach.Result) error {
	if err := j.begin(); err != nil {
		return err
	}
	j.summary.add(r)
	body, err := encode(messageJSON(r))
	if err != nil {
		return err
	}
	_, err = j.w.Write(bytes.TrimSpace(body))
	return err
}

func (j *jsonWriter) Close() error {
	if !j.began {
		if err := j.begin(); err != nil {
			return err
		}
	}
	summary, err := encode(j.summary)
	if err != nil {
		return err
	}
	_, err = io.WriteString(j.w, "\n],\"summary\":"+string(bytes.TrimSpace(summary))+"}\n")
	return err
}
