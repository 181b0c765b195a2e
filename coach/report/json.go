package report

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
)

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

func formatTime(t time.Time) string { return string(appendTime(nil, t)) }

// encode writes v as one line of JSON, with <, > and & as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(HarmlessJSON(&b))
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// jsonlWriter writes one object for each message.
type jsonlWriter struct {
	w   io.Writer
	buf []byte
}

func newJSONL(w io.Writer, _ Options) Writer { return &jsonlWriter{w: w} }

func (j *jsonlWriter) Write(r coach.Result) error {
	j.buf = AppendJSONL(j.buf[:0], r)
	_, err := j.w.Write(j.buf)
	return err
}

func (j *jsonlWriter) Close() error { return nil }

// jsonWriter writes one object with all messages. It streams: the summary comes last.
type jsonWriter struct {
	w       io.Writer
	o       Options
	summary jsonSummary
	buf     []byte
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
	j.buf = appendMessage(j.buf[:0], r)
	_, err := j.w.Write(j.buf)
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
