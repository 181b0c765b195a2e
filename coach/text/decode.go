package text

import (
	"bytes"
	"errors"
	"sort"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// ErrBinary says that bytes are no text in any encoding that is known here.
var ErrBinary = errors.New("this looks like a binary file, not text")

// An Encoding is how text was written as bytes.
type Encoding uint8

// The encodings that are recognized.
const (
	UTF8 Encoding = iota
	UTF8BOM
	UTF16LE
	UTF16BE
	Windows1252
)

// Decoded is text with the way back to the bytes it came from.
type Decoded struct {
	Text     string
	Encoding Encoding
	steps    []step
}

// A step says that from byte text of Text on, bytes lie in the original from byte raw on, until the next step.
type step struct{ text, raw int }

// Decode reads bytes in UTF-8 with or without a byte order mark, UTF-16, or, when they are not valid UTF-8,
// Windows-1252. The error is [ErrBinary] for what is no text.
func Decode(raw []byte) (Decoded, error) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xEF, 0xBB, 0xBF}):
		if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
			return Decoded{}, ErrBinary
		}
		return Decoded{Text: string(raw[3:]), Encoding: UTF8BOM, steps: []step{{0, 3}}}, nil
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}):
		return decodeUTF16(raw, 2, UTF16LE)
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		return decodeUTF16(raw, 2, UTF16BE)
	case bytes.IndexByte(raw, 0) >= 0:
		if e, ok := guessUTF16(raw); ok {
			return decodeUTF16(raw, 0, e)
		}
		return Decoded{}, ErrBinary
	case utf8.Valid(raw):
		return Decoded{Text: string(raw)}, nil
	}
	return decode1252(raw)
}

// guessUTF16 recognizes UTF-16 without its mark by where its zero bytes lie: mostly Latin text has one in every
// second place.
func guessUTF16(raw []byte) (Encoding, bool) {
	sample := raw[:min(len(raw), 4096)]
	var zeros [2]int
	for i, b := range sample {
		if b == 0 {
			zeros[i%2]++
		}
	}
	pairs := len(sample) / 2
	switch {
	case len(raw)%2 != 0 || pairs == 0:
		return UTF8, false
	case zeros[1]*10 >= pairs*7 && zeros[0]*20 <= pairs:
		return UTF16LE, true
	case zeros[0]*10 >= pairs*7 && zeros[1]*20 <= pairs:
		return UTF16BE, true
	}
	return UTF8, false
}

func decodeUTF16(raw []byte, skip int, e Encoding) (Decoded, error) {
	order := unicode.LittleEndian
	if e == UTF16BE {
		order = unicode.BigEndian
	}
	body, err := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(raw[skip:])
	if err != nil || bytes.IndexByte(body, 0) >= 0 {
		return Decoded{}, ErrBinary
	}
	d := Decoded{Text: string(body), Encoding: e}
	at := skip
	for i, r := range d.Text {
		d.steps = append(d.steps, step{i, at})
		at += 2
		if r > 0xFFFF {
			at += 2
		}
	}
	d.steps = append(d.steps, step{len(d.Text), min(at, len(raw))})
	return d, nil
}

// maxControls is the share of control characters, in percent, beyond which Windows-1252 is not believed.
const maxControls = 2

func decode1252(raw []byte) (Decoded, error) {
	controls := 0
	for _, b := range raw {
		if b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != 0x1b || b == 0x7f {
			controls++
		}
	}
	if controls*100 > len(raw)*maxControls {
		return Decoded{}, ErrBinary
	}
	body, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil {
		return Decoded{}, ErrBinary
	}
	d := Decoded{Text: string(body), Encoding: Windows1252}
	at := 0
	for i, r := range d.Text {
		if r >= utf8.RuneSelf || len(d.steps) == 0 || d.Text[i-1] >= utf8.RuneSelf {
			d.steps = append(d.steps, step{i, at})
		}
		at++
	}
	d.steps = append(d.steps, step{len(d.Text), len(raw)})
	return d, nil
}

// Original returns where a span of Text lies in the bytes that were decoded.
func (d Decoded) Original(s Span) Span {
	if d.Encoding == UTF8 {
		return s
	}
	return Span{d.original(s.Start), d.original(s.End)}
}

func (d Decoded) original(i int) int {
	k := sort.Search(len(d.steps), func(k int) bool { return d.steps[k].text > i }) - 1
	if k < 0 {
		return i
	}
	into := i - d.steps[k].text
	if d.Encoding == UTF16LE || d.Encoding == UTF16BE {
		into = 0 // every character has a step of its own
	}
	return d.steps[k].raw + into
}

// Encode writes text in the encoding. The error says that the encoding lacks one of its characters.
func (e Encoding) Encode(s string) ([]byte, error) {
	switch e {
	case UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(s))
	case UTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(s))
	case Windows1252:
		return charmap.Windows1252.NewEncoder().Bytes([]byte(s))
	}
	return []byte(s), nil
}
