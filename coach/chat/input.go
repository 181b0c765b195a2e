package chat

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/emotional-safety/coach/coach"
)

// input is one file that is being read.
type input struct {
	export       *Export
	in           *bufio.Reader
	file         string // as messages name it
	conversation string // its name among the others of an export, or empty
	order        string // of dates, or empty
	users        map[string]string
	fresh        []coach.Message // room for messages to come
	made         int             // for how many it was made last
}

// freshMessages is for how many messages room is made at a time, at most.
const freshMessages = 64

// message returns a message that begins on a line of the file.
func (x *input) message(line int, speaker, text string, when time.Time) *coach.Message {
	if len(x.fresh) == 0 {
		x.made = min(max(1, 8*x.made), freshMessages) // most inputs are one message
		x.fresh = make([]coach.Message, x.made)
	}
	m := &x.fresh[0]
	x.fresh = x.fresh[1:]
	m.Conversation, m.Speaker, m.Text, m.Time = x.conversation, speaker, text, when
	m.Source.File, m.Source.Line = x.file, line
	return m
}

// folded returns a message whose own line breaks are not the file's, as in JSON.
func (x *input) folded(line int, speaker, text string, when time.Time) *coach.Message {
	m := x.message(line, speaker, text, when)
	m.Source.Folded = true
	return m
}

// problem says that a line could not be read.
func (x *input) problem(line int, format string, args ...any) error {
	return &LineError{x.file, line, fmt.Errorf(format, args...)}
}

// lines yields the lines of the file, without their ends and as valid UTF-8, until it ends or f returns false. It
// reports whether f wanted more.
func (x *input) lines(give yield, f func(number int, line string) bool) bool {
	lines := &lineReader{r: utf8Reader(x.in)}
	var block textBlock
	for {
		raw, err := lines.next()
		switch {
		case errors.Is(err, io.EOF):
			return true
		case errors.Is(err, errLongLine):
			if !give(nil, &LineError{x.file, lines.number, err}) {
				return false
			}
			continue
		case err != nil:
			give(nil, fmt.Errorf("after line %d: %w", lines.number, err))
			return false
		}
		if !f(lines.number, block.decode(trimEnd(raw))) {
			return false
		}
	}
}

// trimEnd returns a line without its end.
func trimEnd(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line
}

// decodeLine reads a line that is not UTF-8 as Windows-1252: old logs mix encodings line by line.
func decodeLine(raw []byte) string {
	raw = bytes.TrimPrefix(raw, utf8Mark) // some exports have one before each line
	if utf8.Valid(raw) {
		return string(raw)
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil {
		return strings.ToValidUTF8(string(raw), "\uFFFD")
	}
	return string(decoded)
}

var utf8Mark = []byte("\xEF\xBB\xBF")

// A textBlock decodes lines, many into one piece of memory.
type textBlock struct{ block strings.Builder }

const blockBytes = 32 << 10

func (t *textBlock) decode(raw []byte) string {
	if raw = bytes.TrimPrefix(raw, utf8Mark); utf8.Valid(raw) {
		return t.text(raw)
	}
	return decodeLine(raw)
}

func (t *textBlock) text(raw []byte) string {
	if len(raw) > blockBytes/4 {
		return string(raw)
	}
	if t.block.Cap()-t.block.Len() < len(raw) {
		t.block = strings.Builder{}
		t.block.Grow(blockBytes)
	}
	from := t.block.Len()
	t.block.Write(raw)
	return t.block.String()[from:]
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
		if err == nil && len(l.buf) == 0 {
			return part, nil
		}
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

// maxSkippedBytes is how much is passed over to find the end of something that is too long. What goes on for longer
// never ends.
const maxSkippedBytes = 256 << 20

var errEndless = errors.New("a line without an end: this is no text")

// skip passes over the rest of a line that is too long.
func (l *lineReader) skip(err error) error {
	for skipped := 0; errors.Is(err, bufio.ErrBufferFull); {
		if skipped > maxSkippedBytes {
			return errEndless
		}
		var part []byte
		part, err = l.r.ReadSlice('\n')
		skipped += len(part)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return errLongLine
}

// An assembler puts messages together from lines: a line that begins one, and lines that go on with it.
type assembler struct {
	x      *input
	give   yield
	finish func(m *coach.Message) kind // decides what the message is, and may trim it; nil: all are said
	m      *coach.Message
	first  string // the first line of its text
	body   []byte // all of its text, when there are more
	stray  int    // the first of the lines that belong to no message, or 0
	done   bool
}

// kind is what a line of an export is.
type kind uint8

const (
	said   kind = iota // somebody's own words
	notice             // the app's
	media              // a picture or such, in place of words
)

// begin starts a message. column is where text begins in its line, in characters.
func (a *assembler) begin(line, column int, speaker, text string, when time.Time) bool {
	a.end()
	a.m = a.x.message(line, speaker, "", when)
	a.m.Source.Column = column
	a.first, a.body = text, a.body[:0]
	return !a.done
}

// add goes on with the message that was begun.
func (a *assembler) add(line int, text string) bool {
	switch {
	case a.m != nil && max(len(a.first), len(a.body))+len(text) < MaxMessageBytes:
		if len(a.body) == 0 {
			a.body = append(a.body, a.first...)
		}
		a.body = append(append(a.body, '\n'), text...)
	case a.m == nil && a.stray == 0 && strings.TrimSpace(text) != "":
		a.stray = line
	}
	return !a.done
}

// notice counts a line of the app's own, which ends the message before it.
func (a *assembler) notice() bool {
	a.end()
	a.x.export.Notices++
	return !a.done
}

// end gives away the message that was begun.
func (a *assembler) end() {
	if a.stray != 0 {
		a.done = a.done || !a.give(nil, a.x.problem(a.stray, "this line belongs to no message"))
		a.stray = 0
	}
	m := a.m
	if m == nil {
		return
	}
	a.m = nil
	if len(a.body) > 0 {
		a.first = string(a.body)
	}
	m.Text = strings.TrimRight(a.first, " \t\r\n")
	a.first = ""
	a.done = a.done || !a.x.give(a.give, m, a.finish)
}

// give hands over a message if it is one, and counts it if not. It reports whether more are wanted.
func (x *input) give(give yield, m *coach.Message, finish func(*coach.Message) kind) bool {
	k := said
	if finish != nil {
		k = finish(m)
	}
	switch {
	case k == notice:
		x.export.Notices++
	case k == media || isBlank(m.Text):
		x.export.Media++
	default:
		return give(m, nil)
	}
	return true
}
