package chat

import (
	"fmt"
	"io"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/text"
)

// readMessage takes the whole input as one message.
func readMessage(x *input, give yield) {
	m, err := oneMessage(x.in, x.file)
	if m != nil || err != nil {
		give(m, err)
	}
}

// oneMessage returns nil for an input without a single visible character.
func oneMessage(r io.Reader, file string) (*coach.Message, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxMessageBytes+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > MaxMessageBytes {
		return nil, fmt.Errorf("longer than %d MiB, which is no single message: "+
			"split it, or give it as JSONL with one message a line (--as jsonl)", MaxMessageBytes>>20)
	}
	decoded, err := text.Decode(raw)
	if err != nil {
		return nil, err
	}
	if isBlank(decoded.Text) {
		return nil, nil
	}
	return &coach.Message{Text: decoded.Text, Origin: decoded, Source: coach.Source{File: file, Line: 1}}, nil
}

func isBlank(s string) bool {
	for _, r := range s {
		if r > ' ' && r != 0xFEFF && r != 0xA0 {
			return false
		}
	}
	return true
}
