// Package chat reads messages: one at a time from what people write, many from what their apps export.
package chat

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/emotional-safety/coach/coach"
)

// MaxMessageBytes bounds one message, or one line of an export. Nobody writes more; a larger input is some
// other file, or an attack.
const MaxMessageBytes = 8 << 20

// headBytes is how much of the input detection may look at.
const headBytes = 8 << 10

// A LineError is a line that could not be read. The lines after it are read all the same.
type LineError struct {
	File string
	Line int // 1-based
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

func (e *LineError) Unwrap() error { return e.Err }

// A Format is one way messages are written down.
type Format struct {
	Name   string
	detect func(head []byte) bool
	read   func(r *bufio.Reader, file string) iter.Seq2[*coach.Message, error]
}

// Formats lists the formats in the order they are tried. The last takes anything.
func Formats() []Format {
	return []Format{
		{"jsonl", detectJSONL, readJSONL},
		{"message", func([]byte) bool { return true }, readMessage},
	}
}

// FormatNames lists what [Read] accepts as a format's name.
func FormatNames() []string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return names
}

// Read yields the messages of r, in order. as names the format; empty means it is told from the content. file is
// how messages and errors name the input. A *[LineError] is yielded for each line that cannot be read, and
// reading goes on; any other error ends it.
func Read(r io.Reader, file, as string) iter.Seq2[*coach.Message, error] {
	in := bufio.NewReaderSize(r, headBytes)
	head, err := in.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return failed(err)
	}
	for _, f := range Formats() {
		if f.Name == as || as == "" && f.detect(head) {
			return f.read(in, file)
		}
	}
	return failed(fmt.Errorf("unknown format %q: want one of %s", as, strings.Join(FormatNames(), ", ")))
}

func failed(err error) iter.Seq2[*coach.Message, error] {
	return func(yield func(*coach.Message, error) bool) { yield(nil, err) }
}

// utf8Reader makes line-based formats readable whatever Unicode encoding they begin with.
func utf8Reader(r *bufio.Reader) *bufio.Reader {
	head, _ := r.Peek(3)
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		_, _ = r.Discard(3) // they were just peeked
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
		return bufio.NewReaderSize(transform.NewReader(r, decoder), headBytes)
	}
	return r
}
