package text

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func utf16Bytes(s string, big, mark bool) []byte {
	var out []byte
	units := utf16.Encode([]rune(s))
	if mark {
		units = append([]uint16{0xFEFF}, units...)
	}
	for _, u := range units {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func TestDecodeKeepsTheWayBack(t *testing.T) {
	msg := "Don’t 😀 go"
	for _, tc := range []struct {
		name string
		raw  []byte
		text string
		word string
		want Span // of word in raw
	}{
		{"UTF-8", []byte(msg), msg, "go", Span{13, 15}},
		{"UTF-8 with its mark", []byte("\xEF\xBB\xBF" + msg), msg, "go", Span{16, 18}},
		{"UTF-16 little endian", utf16Bytes(msg, false, true), msg, "go", Span{20, 24}},
		{"UTF-16 big endian", utf16Bytes(msg, true, true), msg, "go", Span{20, 24}},
		{"UTF-16 without its mark", utf16Bytes("please go", false, false), "please go", "go", Span{14, 18}},
		{"Windows-1252", []byte("Don\x92t g\xf6 now"), "Don’t gö now", "now", Span{9, 12}},
	} {
		d, err := Decode(tc.raw)
		if err != nil || d.Text != tc.text {
			t.Errorf("%s: got %q, %v; want %q", tc.name, d.Text, err, tc.text)
			continue
		}
		at := strings.Index(d.Text, tc.word)
		if got := d.Original(Span{at, at + len(tc.word)}); got != tc.want {
			t.Errorf("%s: %q stands at %v of the original, want %v", tc.name, tc.word, got, tc.want)
		}
	}
}

func TestDecodeRefusesBinary(t *testing.T) {
	for _, raw := range []string{"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PK\x03\x04\x14\x00\x06\x00", "\x01\x02\x03\xff\x04\x05"} {
		if _, err := Decode([]byte(raw)); !errors.Is(err, ErrBinary) {
			t.Errorf("%q: got error %v, want ErrBinary", raw, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"abc", "\xEF\xBB\xBFabc", "\xff\xfea\x00", "\xfe\xff\x00a", "caf\xe9", "a\x00b\x00", "\xff\xfe\x3d\xd8\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := Decode(raw)
		if err != nil {
			return
		}
		if !utf8.ValidString(d.Text) {
			t.Fatalf("the text of %q is not UTF-8", raw)
		}
		last := 0
		for i := range d.Text {
			s := d.Original(Span{i, len(d.Text)})
			if s.Start < last || s.End < s.Start || s.End > len(raw) {
				t.Fatalf("byte %d of %q stands at %v of %d bytes, after %d", i, d.Text, s, len(raw), last)
			}
			last = s.Start
		}
	})
}
