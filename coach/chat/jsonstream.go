package chat

import (
	"bufio"
	"bytes"
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

// jsonSource feeds a decoder. It knows the line of each offset, and refuses to let the decoder hold too much.
type jsonSource struct {
	r        io.Reader
	decoder  *json.Decoder
	read     int64
	line     int
	newlines []int64 // offsets of the line ends that were read but not passed
}

func (s *jsonSource) Read(p []byte) (int, error) {
	if s.decoder != nil && s.read-s.decoder.InputOffset() > MaxMessageBytes {
		return 0, errLargeValue
	}
	n, err := s.r.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			s.newlines = append(s.newlines, s.read+int64(i))
		}
	}
	s.read += int64(n)
	return n, err
}

// lineAt returns the line of an offset. Offsets must not go back.
func (s *jsonSource) lineAt(offset int64) int {
	k := 0
	for k < len(s.newlines) && s.newlines[k] < offset {
		k++
	}
	s.line += k
	s.newlines = slices.Delete(s.newlines, 0, k)
	return s.line + 1
}

// An element is one value of an array, as it stands in the file.
type element struct {
	path string // of the array's elements, as in "messages[]"
	raw  json.RawMessage
	line int
}

// elements calls f for each element of the arrays at the given paths, and value for each text or number outside of
// them, until the input ends or f returns false. A file that breaks off in the middle is reported; what came before
// stays.
func (x *input) elements(give yield, paths []string, value func(path string, v any), f func(e element) bool) {
	source := &jsonSource{r: repairedJSON(utf8Reader(x.in))}
	d := json.NewDecoder(source)
	d.UseNumber()
	source.decoder = d
	w := &jsonWalk{d: d, source: source, paths: paths, value: value, each: f}
	err := w.walk("", 0)
	if err == nil || errors.Is(err, errEnough) {
		return
	}
	line := source.lineAt(d.InputOffset())
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		give(nil, x.problem(line, "the file breaks off here: what came before was read"))
	case errors.Is(err, errLargeValue), errors.Is(err, errDeep):
		give(nil, x.problem(line, "%w: the rest of the file was not read", err))
	default:
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			give(nil, x.problem(line, "not valid JSON: the rest of the file was not read"))
			return
		}
		give(nil, fmt.Errorf("after line %d: %w", line, err))
	}
}

var (
	errEnough = errors.New("enough")
	errDeep   = errors.New("nested too deeply")
)

// maxDepth is how deep values may be nested outside of messages.
const maxDepth = 64

// jsonWalk passes over JSON without holding more than one element.
type jsonWalk struct {
	d      *json.Decoder
	source *jsonSource
	paths  []string
	value  func(path string, v any)
	each   func(e element) bool
}

func (w *jsonWalk) walk(path string, depth int) error {
	if depth > maxDepth {
		return errDeep
	}
	t, err := w.d.Token()
	if err != nil {
		return err
	}
	switch t {
	case json.Delim('{'):
		for w.d.More() {
			key, err := w.d.Token()
			if err != nil {
				return err
			}
			name, _ := key.(string)
			if err := w.walk(strings.TrimPrefix(path+"."+name, "."), depth+1); err != nil {
				return err
			}
		}
	case json.Delim('['):
		if err := w.array(path+"[]", depth); err != nil {
			return err
		}
	default:
		if w.value != nil {
			w.value(path, t)
		}
		return nil
	}
	_, err = w.d.Token()
	return err
}

func (w *jsonWalk) array(path string, depth int) error {
	wanted := slices.Contains(w.paths, path)
	for w.d.More() {
		if !wanted {
			if err := w.walk(path, depth+1); err != nil {
				return err
			}
			continue
		}
		var raw json.RawMessage
		if err := w.d.Decode(&raw); err != nil {
			return err
		}
		line := w.source.lineAt(w.d.InputOffset() - int64(len(raw)))
		if !w.each(element{path, raw, line}) {
			return errEnough
		}
	}
	return nil
}

// repairedJSON mends what exporters are known to break: the escapes \xNN, which Telegram writes for control
// characters, become \u00NN, and a byte order mark goes.
func repairedJSON(r io.Reader) io.Reader {
	in := bufio.NewReaderSize(r, 16<<10)
	if mark, err := in.Peek(3); err == nil && bytes.Equal(mark, []byte("\xEF\xBB\xBF")) {
		_, _ = in.Discard(3) // they were just peeked
	}
	return &jsonRepair{in: in}
}

type jsonRepair struct {
	in      *bufio.Reader
	pending []byte
	escaped bool
}

func (j *jsonRepair) Read(p []byte) (int, error) {
	n := copy(p, j.pending)
	j.pending = j.pending[n:]
	if n > 0 {
		return n, nil
	}
	if _, err := j.in.Peek(1); err != nil {
		return 0, err
	}
	chunk, _ := j.in.Peek(min(j.in.Buffered(), max(len(p), 1)))
	for i, b := range chunk {
		switch {
		case j.escaped && b == 'x':
			j.escaped = false
			_, _ = j.in.Discard(i + 1) // they were just peeked
			n = copy(p, chunk[:i])
			j.pending = append(append(j.pending, chunk[n:i]...), "u00"...)
			if n > 0 {
				return n, nil
			}
			return j.Read(p)
		case j.escaped:
			j.escaped = false
		default:
			j.escaped = b == '\\'
		}
	}
	n = copy(p, chunk)
	_, _ = j.in.Discard(n) // they were just peeked
	return n, nil
}

// isoLayouts are the ways exports write times, tried in this order. Those without an offset are floating.
var isoLayouts = [...]string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02 15:04:05 MST",
	"2.1.2006 15:04:05 UTC-07:00", "2.1.2006 15:04:05", "2-Jan-06 03:04 PM", "2-Jan-06 15:04",
	"Jan 2, 2006, 3:04 PM", "Jan 2, 2006 3:04 PM", "Jan 2, 2006 at 3:04 PM", "Jan 2, 2006, 3:04:05 PM", "Jan 2, 2006 3:04:05 PM", "Jan 2, 2006 3:04:05 pm",
	"January 2, 2006 3:04 PM", "Monday, January 2, 2006 at 3:04:05 PM MST", "Monday, January 2, 2006 at 3:04:05 PM UTC",
	"Monday, January 2, 2006 3:04 PM", "Monday, January 2, 2006 15:04", "1/2/2006 3:04 PM", "1/2/2006 15:04", "2006/01/02 15:04:05", "2006/01/02 15:04",
}
