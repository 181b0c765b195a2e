package chat

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/emotional-safety/coach/coach"
)

// line is one message of the JSONL contract. Fields that are not named here are ignored.
type line struct {
	ID           string  `json:"id"`
	Conversation string  `json:"conversation"`
	Speaker      string  `json:"speaker"`
	Time         string  `json:"time"`
	Text         *string `json:"text"`
	Context      []struct {
		Speaker string `json:"speaker"`
		Text    string `json:"text"`
	} `json:"context"`
}

// scoreJSONL is sure of an input that begins as an object when one of its first lines is an object that holds "text".
// One broken line must not turn the rest into prose.
func scoreJSONL(h *head) int {
	if !h.begins("{") {
		return 0
	}
	for first := range strings.Lines(strings.TrimLeft(h.text, " \t\r\n")) {
		var l line
		if json.Unmarshal([]byte(first), &l) == nil && l.Text != nil {
			return 60
		}
	}
	if !h.whole && !strings.Contains(h.text, "\n") && strings.Contains(h.text, `"text"`) {
		return 5
	}
	return 0
}

// readJSONL yields one message for each line.
func readJSONL(x *input, give yield) {
	x.lines(give, func(number int, raw string) bool {
		if strings.TrimSpace(raw) == "" {
			return true
		}
		m, err := x.parseLine(raw, number)
		if err != nil {
			return give(nil, &LineError{x.file, number, err})
		}
		return give(m, nil)
	})
}

func (x *input) parseLine(raw string, number int) (*coach.Message, error) {
	var l line
	if err := json.Unmarshal([]byte(raw), &l); err != nil {
		return nil, jsonError(err)
	}
	if l.Text == nil {
		return nil, errors.New(`the object has no "text"`)
	}
	when, err := parseTime(l.Time)
	if err != nil {
		return nil, err
	}
	m := &coach.Message{
		ID: l.ID, Conversation: l.Conversation, Speaker: l.Speaker, Time: when, Text: *l.Text,
		Source: coach.Source{File: x.file, Line: number, Folded: true},
	}
	for _, c := range l.Context {
		m.Context = append(m.Context, coach.Message{Speaker: c.Speaker, Text: c.Text})
	}
	return m, nil
}

// jsonError says what is wrong with a line without repeating what it holds: it may be private.
func jsonError(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind):
		return fmt.Errorf("the field %q must not be a JSON %s", kind.Field, kind.Value)
	case errors.As(err, &syntax):
		return fmt.Errorf("not valid JSON at byte %d of the line", syntax.Offset)
	}
	return errors.New("not valid JSON")
}

// parseTime reads RFC 3339, with or without an offset; the empty text is no time.
func parseTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	if t, err := time.ParseInLocation("2006-01-02T15:04:05", s, coach.Floating); err == nil {
		return t, nil
	}
	return time.Time{}, errors.New(`"time" is not RFC 3339, such as 2026-01-02T15:04:05Z`)
}
