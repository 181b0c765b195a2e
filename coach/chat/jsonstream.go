package chat

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// errLargeValue says that one value is larger than any message.
var errLargeValue = fmt.Errorf("one message is larger than %d MiB", MaxMessageBytes>>20)

// An element is one value of an array, as it stands in the file, but for what [jsonScan] mends. Its bytes are valid
// until the next one is read.
type element struct {
	path string // of the array's elements, as in "messages[]"
	raw  []byte
	line int
}

// elements calls f for each element of the arrays at the given paths, and value for each text or number outside of
// them, until the input ends or f returns false. An element that is too large is reported and passed over. A file that
// breaks off in the middle is reported; what came before stays.
func (x *input) elements(give yield, paths []string, value func(path, v string), f func(e element) bool) {
	s := newJSONScan(utf8Reader(x.in))
	s.paths, s.value = paths, value
	s.each = func(e element) bool {
		if e.raw == nil {
			return give(nil, x.problem(e.line, "%w", errLargeValue))
		}
		return f(e)
	}
	err := s.walk("", 0)
	switch {
	case err == nil, errors.Is(err, errEnough):
	case errors.Is(err, io.EOF):
		give(nil, x.problem(max(s.last, 1), "the file breaks off here: what came before was read"))
	case errors.Is(err, errJSON):
		give(nil, x.problem(s.line, "not valid JSON: the rest of the file was not read"))
	default:
		give(nil, fmt.Errorf("after line %d: %w", s.line, err))
	}
}

var (
	errEnough = errors.New("enough")
	errJSON   = errors.New("not valid JSON")
)

// maxDepth is how deep values may be nested outside of messages; what is deeper is passed over.
const maxDepth = 64

// jsonScan passes over JSON without holding more than one element. It mends what exporters are known to break inside of
// elements: the escapes \xNN, which Telegram writes for control characters, become \u00NN; so do control characters
// that stand in a text as they are; and a value without quotes gets some. encoding/json would give up at each of these,
// and, at the first error, on all that follows it.
type jsonScan struct {
	paths []string
	value func(path, v string)
	each  func(e element) bool
	seen  func(path string) // may be nil

	r    io.Reader
	buf  []byte
	i, n int
	line int // of the next byte
	last int // of the last byte that was passed, blanks left aside
	keep bool
	raw  []byte // what was kept
	over bool   // what should be kept grew too large
	long int    // bytes read since the last value began
}

func newJSONScan(r io.Reader) *jsonScan {
	return &jsonScan{r: r, buf: make([]byte, headBytes), line: 1}
}

// peek returns the next byte without passing it.
func (s *jsonScan) peek() (byte, error) {
	for s.i == s.n {
		if s.long > maxSkippedBytes {
			return 0, errEndless
		}
		n, err := s.r.Read(s.buf)
		s.long += n
		s.i, s.n = 0, n
		if n == 0 && err != nil {
			return 0, err
		}
	}
	return s.buf[s.i], nil
}

// pass goes on behind the byte that was peeked.
func (s *jsonScan) pass(b byte) {
	s.i++
	if b > ' ' {
		s.last = s.line
	}
	if b == '\n' {
		s.line++
	}
}

func (s *jsonScan) write(bytes ...byte) {
	switch {
	case !s.keep:
	case len(s.raw)+len(bytes) > MaxMessageBytes:
		s.over = true
	default:
		s.raw = append(s.raw, bytes...)
	}
}

// blank passes over white space, and a byte order mark, and returns the byte behind.
func (s *jsonScan) blank() (byte, error) {
	for {
		b, err := s.peek()
		if err != nil {
			return 0, err
		}
		switch b {
		case ' ', '\t', '\r', '\n', 0xEF, 0xBB, 0xBF, '\f', 0:
			s.pass(b)
		default:
			return b, nil
		}
	}
}

// walk passes over one value, looking for the arrays.
func (s *jsonScan) walk(path string, depth int) error {
	s.long = 0
	b, err := s.blank()
	if err == nil && s.seen != nil {
		s.seen(path)
	}
	switch {
	case err != nil:
		if depth == 0 && errors.Is(err, io.EOF) {
			return nil
		}
		return err
	case b == '{' && depth < maxDepth:
		return s.object(path, depth)
	case b == '[' && depth < maxDepth:
		return s.array(path+"[]", depth)
	case s.value == nil || b == '{' || b == '[':
		return s.copyValue()
	}
	raw, err := s.capture()
	if err == nil {
		s.value(path, jsonText(raw))
	}
	return err
}

func (s *jsonScan) object(path string, depth int) error {
	s.pass('{')
	for {
		b, err := s.blank()
		if err != nil {
			return err
		}
		switch b {
		case '}':
			s.pass(b)
			return nil
		case ',':
			s.pass(b)
			continue
		case '"':
		default:
			return errJSON
		}
		key, err := s.capture()
		if err != nil {
			return err
		}
		if b, err = s.blank(); err != nil {
			return err
		}
		if b != ':' {
			return errJSON
		}
		s.pass(b)
		if err := s.walk(strings.TrimPrefix(path+"."+jsonText(key), "."), depth+1); err != nil {
			return err
		}
	}
}

func (s *jsonScan) array(path string, depth int) error {
	s.pass('[')
	wanted := slices.Contains(s.paths, path)
	for {
		b, err := s.blank()
		if err != nil {
			return err
		}
		switch {
		case b == ']':
			s.pass(b)
			return nil
		case b == ',':
			s.pass(b)
		case b == '}' || b == ':':
			return errJSON
		case !wanted:
			if err := s.walk(path, depth+1); err != nil {
				return err
			}
		default:
			s.long = 0
			line := s.line
			raw, err := s.capture()
			if err != nil {
				return err
			}
			if !s.each(element{path, raw, line}) {
				return errEnough
			}
		}
	}
}

// capture passes over one value and returns it; nil when it is too large.
func (s *jsonScan) capture() ([]byte, error) {
	s.keep, s.over, s.raw = true, false, s.raw[:0]
	err := s.copyValue()
	s.keep = false
	if s.over {
		return nil, err
	}
	return s.raw, err
}

// copyValue passes over one value: to its last bracket, or to the end of the text or the word.
func (s *jsonScan) copyValue() error {
	open, colon := 0, false
	for {
		b, err := s.peek()
		if err != nil {
			return err
		}
		switch b {
		case '"':
			if err := s.copyText(); err != nil {
				return err
			}
		case '{', '[':
			open++
			s.pass(b)
			s.write(b)
		case '}', ']':
			if open == 0 {
				return errJSON
			}
			open--
			s.pass(b)
			s.write(b)
		case ',', ':', ' ', '\t', '\r', '\n':
			if open == 0 {
				return errJSON
			}
			s.pass(b)
			s.write(b)
			colon = b == ':' || colon && b != ','
			continue
		default:
			if err := s.copyWord(colon); err != nil {
				return err
			}
		}
		colon = false
		if open == 0 {
			return nil
		}
	}
}

// copyText passes over a text in quotes.
func (s *jsonScan) copyText() error {
	s.pass('"')
	s.write('"')
	for {
		b, err := s.peek()
		if err != nil {
			return err
		}
		s.pass(b)
		switch {
		case b == '"':
			s.write(b)
			return nil
		case b == '\\':
			next, err := s.peek()
			if err != nil {
				return err
			}
			s.pass(next)
			if next == 'x' {
				s.write('\\', 'u', '0', '0')
			} else {
				s.write('\\', next)
			}
		case b < 0x20:
			const hex = "0123456789abcdef"
			s.write('\\', 'u', '0', '0', hex[b>>4], hex[b&15])
		default:
			s.i--
			k := s.i
			for k < s.n && s.buf[k] >= 0x20 && s.buf[k] != '"' && s.buf[k] != '\\' {
				k++
			}
			s.write(s.buf[s.i:k]...)
			s.i = k
		}
	}
}

// copyWord passes over a number, a true, a false or a null. Anything else that stands in the place of a value is taken
// for a text without its quotes, to the end of the line.
func (s *jsonScan) copyWord(value bool) error {
	from := len(s.raw)
	if err := s.copyUntil(" \t\r\n,:]}[{\""); err != nil {
		return err
	}
	if !value || !s.keep || s.over || json.Valid(s.raw[from:]) {
		return nil
	}
	if err := s.copyUntil("\r\n"); err != nil {
		return err
	}
	word, tail := string(s.raw[from:]), ""
	s.raw = s.raw[:from]
	if strings.HasSuffix(word, ",") {
		word, tail = word[:len(word)-1], ","
	}
	s.write([]byte(quoted(word) + tail)...)
	return nil
}

// copyUntil passes over what comes before one of these bytes, or before the end.
func (s *jsonScan) copyUntil(stop string) error {
	for {
		b, err := s.peek()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if strings.IndexByte(stop, b) >= 0 {
			return nil
		}
		s.pass(b)
		s.write(b)
	}
}

// jsonText is a text or a number as it is meant.
func jsonText(raw []byte) string {
	var t loose
	_ = json.Unmarshal(raw, &t) // what is neither is empty
	return string(t)
}

// quoted is a word as a JSON text.
func quoted(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(raw)
}

// isoLayouts are the ways exports write times, tried in this order. Those without an offset are floating.
var isoLayouts = [...]string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05Z07:00",
	"2.1.2006 15:04:05 UTC-07:00", "2.1.2006 15:04:05", "2-Jan-06 03:04 PM", "2-Jan-06 15:04",
	"Jan 2, 2006, 3:04 PM", "Jan 2, 2006 3:04 PM", "Jan 2, 2006 at 3:04 PM", "Jan 2, 2006, 3:04:05 PM", "Jan 2, 2006 3:04:05 PM", "Jan 2, 2006 3:04:05 pm",
	"January 2, 2006 3:04 PM", "Monday, January 2, 2006 at 3:04:05 PM MST", "Monday, January 2, 2006 at 3:04:05 PM UTC",
	"Monday, January 2, 2006 3:04 PM", "Monday, January 2, 2006 15:04", "1/2/2006 3:04 PM", "1/2/2006 15:04", "2006/01/02 15:04:05", "2006/01/02 15:04",
}
