package chat

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

func scoreSMS(h *head) int {
	if h.begins("<") && strings.Contains(h.text, "<smses") {
		return 95
	}
	return 0
}

// readSMS reads what SMS Backup & Restore writes, and the apps that write the same.
func readSMS(x *input, give yield) {
	source := &xmlSource{in: bufio.NewReaderSize(utf8Reader(x.in), 64<<10)}
	d := xml.NewDecoder(source)
	d.Strict = false // the apps write attributes that strict XML forbids
	source.decoder = d
	r := &smsReader{input: x, give: give, base: x.conversation, names: map[string]string{}}
	for {
		t, err := d.Token()
		line, _ := d.InputPos()
		if err != nil {
			r.failed(err, line)
			return
		}
		more := true
		switch t := t.(type) {
		case xml.StartElement:
			more = r.start(t, line)
		case xml.EndElement:
			if t.Name.Local == "mms" {
				more = r.endMMS()
			}
		}
		if !more {
			return
		}
	}
}

type smsReader struct {
	*input
	give yield
	base string
	mms  map[string]string
	body []string
	from string
	line int
	// names of people by the last digits of their number: in groups only numbers stand
	names map[string]string
}

// numberKey is what two ways of writing one number have in common.
func numberKey(number string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
	if len(digits) < 6 {
		return number
	}
	return digits[max(0, len(digits)-9):]
}

func (r *smsReader) failed(err error, line int) {
	switch {
	case errors.Is(err, io.EOF):
	case errors.Is(err, errLargeValue), errors.Is(err, errEndless):
		r.give(nil, r.problem(line, "%w: the rest of the file was not read", err))
	default:
		var syntax *xml.SyntaxError
		if errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF") {
			r.give(nil, r.problem(syntax.Line, "the file breaks off here: what came before was read"))
			return
		}
		if errors.As(err, &syntax) {
			r.give(nil, r.problem(syntax.Line, "not valid XML: the rest of the file was not read"))
			return
		}
		r.give(nil, fmt.Errorf("after line %d: %w", line, err))
	}
}

func (r *smsReader) start(t xml.StartElement, line int) bool {
	attrs := map[string]string{}
	for _, a := range t.Attr {
		if a.Value != "null" {
			attrs[a.Name.Local] = a.Value
		}
	}
	switch t.Name.Local {
	case "sms":
		return r.sms(attrs, line)
	case "mms":
		r.mms, r.body, r.from, r.line = attrs, nil, "", line
	case "part":
		if attrs["ct"] == "text/plain" && attrs["text"] != "" {
			r.body = append(r.body, attrs["text"])
		}
	case "addr":
		if attrs["type"] == "137" && attrs["address"] != "insert-address-token" {
			r.from = attrs["address"]
		}
	}
	return true
}

// who is how the other side of a conversation is called.
func who(attrs map[string]string) string {
	if name := attrs["contact_name"]; name != "" && name != "(Unknown)" {
		return name
	}
	return attrs["address"]
}

func (r *smsReader) sms(attrs map[string]string, line int) bool {
	other := who(attrs)
	r.learn(attrs)
	r.conversation = strings.TrimSpace(r.base + " " + other)
	speaker := other
	switch attrs["type"] {
	case "1":
	case "2", "4", "5", "6": // sent, or on its way
		speaker = "Me"
	default:
		r.export.Notices++ // a draft was never said
		return true
	}
	return r.input.give(r.give, r.folded(line, speaker, attrs["body"], parseWhen(attrs["date"])), nil)
}

func (r *smsReader) endMMS() bool {
	attrs := r.mms
	r.mms = nil
	if attrs == nil {
		return true
	}
	r.learn(attrs)
	r.conversation = strings.TrimSpace(r.base + " " + r.group(attrs))
	speaker := "Me"
	if attrs["msg_box"] == "1" {
		speaker = r.sender(attrs)
	}
	return r.input.give(r.give, r.folded(r.line, speaker, strings.Join(r.body, "\n"), parseWhen(attrs["date"])), nil)
}

// group names a conversation by those who take part, in an order that doesn't depend on who wrote.
func (r *smsReader) group(attrs map[string]string) string {
	numbers := strings.Split(attrs["address"], "~")
	if len(numbers) == 1 {
		return who(attrs)
	}
	for i, n := range numbers {
		numbers[i] = cmp.Or(r.names[numberKey(n)], n)
	}
	slices.Sort(numbers)
	return strings.Join(numbers, ", ")
}

// learn remembers whose number it is, where the number is one person's.
func (r *smsReader) learn(attrs map[string]string) {
	address := attrs["address"]
	if name := attrs["contact_name"]; name != "" && name != "(Unknown)" && !strings.ContainsAny(address, "~@") && len(r.names) < maxNames {
		r.names[numberKey(address)] = name
	}
}

// sender is who wrote a message that came in: in a group, the one of its addresses that is marked as such.
func (r *smsReader) sender(attrs map[string]string) string {
	if r.from == "" || numberKey(r.from) == numberKey(attrs["address"]) {
		return who(attrs)
	}
	if name := r.names[numberKey(r.from)]; name != "" {
		return name
	}
	return r.from
}

// xmlSource mends what the apps are known to write: emoji as two halves in numbers of their own, control characters,
// and pictures as text of hundreds of megabytes in one attribute, which is left out.
type xmlSource struct {
	in      *bufio.Reader
	decoder *xml.Decoder
	out     bytes.Buffer
	read    int64
	tail    []byte // the last bytes, to know an attribute by its name
	dropped int    // bytes that were left out one after the other
	endless bool   // something has no end
}

func (s *xmlSource) Read(p []byte) (int, error) {
	if s.decoder != nil && s.read-s.decoder.InputOffset() > MaxMessageBytes {
		return 0, errLargeValue
	}
	for s.out.Len() < len(p) {
		if s.endless || s.dropped > maxSkippedBytes {
			return 0, errEndless
		}
		b, err := s.in.ReadByte()
		if err != nil {
			if s.out.Len() > 0 {
				break
			}
			return 0, err
		}
		s.take(b)
	}
	n, _ := s.out.Read(p)
	s.read += int64(n)
	return n, nil
}

func (s *xmlSource) take(b byte) {
	switch {
	case b == '&':
		s.entity()
		return
	case b < 0x20 && b != '\n' && b != '\r' && b != '\t':
		s.dropped++
		return
	case (b == '"' || b == '\'') && bytes.HasSuffix(s.tail, []byte(" data=")):
		s.out.WriteByte(b)
		s.skip(b)
	}
	s.dropped = 0
	s.out.WriteByte(b)
	if s.tail = append(s.tail, b); len(s.tail) > 64 {
		s.tail = append(s.tail[:0], s.tail[len(s.tail)-8:]...)
	}
}

// skip passes over an attribute's value.
func (s *xmlSource) skip(quote byte) {
	for skipped := 0; skipped < maxSkippedBytes; {
		part, err := s.in.ReadSlice(quote)
		if err == nil || !errors.Is(err, bufio.ErrBufferFull) {
			return
		}
		skipped += len(part)
	}
	s.endless = true
}

// entity takes a character that is written as a number, and the second half of it if there is one.
func (s *xmlSource) entity() {
	n, size, ok := s.number(0)
	if !ok {
		s.out.WriteByte('&')
		return
	}
	_, _ = s.in.Discard(size)
	if utf16.IsSurrogate(rune(n)) {
		second, more, ok := rune(0), 0, false
		if next, err := s.in.Peek(1); err == nil && next[0] == '&' {
			second, more, ok = s.number(1)
		}
		if r := utf16.DecodeRune(rune(n), second); ok && r != 0xFFFD {
			_, _ = s.in.Discard(1 + more)
			s.out.WriteString(string(r))
		}
		return
	}
	if n < 0x20 && n != '\n' && n != '\r' && n != '\t' || n > 0x10FFFF {
		return
	}
	fmt.Fprintf(&s.out, "&#%d;", n)
}

// number reads "#55357;" after skipping some bytes.
func (s *xmlSource) number(skip int) (n rune, size int, ok bool) {
	ahead, _ := s.in.Peek(skip + 12)
	if len(ahead) < skip {
		return 0, 0, false
	}
	digits, _, ok := strings.Cut(string(ahead[skip:]), ";")
	if !ok || !strings.HasPrefix(digits, "#") {
		return 0, 0, false
	}
	base, body := 10, digits[1:]
	if strings.HasPrefix(body, "x") || strings.HasPrefix(body, "X") {
		base, body = 16, body[1:]
	}
	v, err := strconv.ParseInt(body, base, 32)
	return rune(v), len(digits) + 1, err == nil
}
