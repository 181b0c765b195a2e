package chat

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
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

// detectJSONL reports whether the input begins as an object and one of its first lines is an object that holds "text".
// One broken line must not turn the rest into prose.
func detectJSONL(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	for first := range bytes.Lines(head) {
		var l line
		if json.Unmarshal(first, &l) == nil && l.Text != nil {
			return true
		}
	}
	return len(head) >= headBytes-8 && bytes.IndexByte(head, '\n') < 0 && bytes.Contains(head, []byte(`"text"`))
}

// readJSONL yields one message for each line.
func readJSONL(r *bufio.Reader, file string) iter.Seq2[*coach.Message, error] {
	return func(yield func(*coach.Message, error) bool) {
		lines := &lineReader{r: utf8Reader(r)}
		for {
			raw, err := lines.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if errors.Is(err, errLongLine) {
				if !yield(nil, &LineError{file, lines.number, err}) {
					return
				}
				continue
			}
			if err != nil {
				yield(nil, fmt.Errorf("after line %d: %w", lines.number, err))
				return
			}
			if len(bytes.TrimSpace(raw)) == 0 {
				continue
			}
			m, err := parseLine(raw, file, lines.number)
			if err != nil {
				err = &LineError{file, lines.number, err}
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

func parseLine(raw []byte, file string, number int) (*coach.Message, error) {
	var l line
	if err := json.Unmarshal(raw, &l); err != nil {
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
		Source: coach.Source{File: file, Line: number},
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

var errLongLine = fmt.Errorf("the line is longer than %d MiB", MaxMessageBytes>>20)

// A lineReader reads lines of bounded length. A longer one is skipped without being held in memory.
type lineReader struct {
	r      *bufio.Reader
	buf    []byte
	number int // of the line last read
}

func (l *lineReader) next() ([]byte, error) {
	l.buf = l.buf[:0]
	l.number++
	for {
		part, err := l.r.ReadSlice('\n')
		if len(l.buf)+len(part) > MaxMessageBytes {
			return nil, l.skip(err)
		}
		l.buf = append(l.buf, part...)
		switch {
		case err == nil:
			return l.buf, nil
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(l.buf) > 0:
			return l.buf, nil
		}
		return nil, err
	}
}

// skip passes over the rest of a line that is too long.
func (l *lineReader) skip(err error) error {
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = l.r.ReadSlice('\n')
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return errLongLine
}
