package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the word as phrases see it: lower case, straight apostrophes, compatibility forms opened (NFKC),
// invisible marks and the skin tones of emoji left out.
func Fold(word string) string { return string(AppendFold(nil, word)) }

// AppendFold appends the folded word to dst. Words in ASCII cost no allocation.
func AppendFold(dst []byte, word string) []byte {
	for i := range len(word) {
		c := word[i]
		if c >= utf8.RuneSelf {
			return appendFoldUnicode(dst, word[i:])
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

func appendFoldUnicode(dst []byte, word string) []byte {
	for _, r := range norm.NFKC.String(word) {
		switch {
		case r == '’' || r == '‘' || r == 'ʼ' || r == '`' || r == '´':
			dst = append(dst, '\'')
		case invisible(r) || r >= 0x1F3FB && r <= 0x1F3FF:
		default:
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	return dst
}

// invisible reports whether r shows nothing: zero-width and bidirectional marks, variation selectors, soft hyphens.
func invisible(r rune) bool {
	return r == 0xAD || r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x2069 ||
		r >= 0xFE00 && r <= 0xFE0F || r == 0xFEFF || r == 0x180E || r >= 0xE0000 && r <= 0xE0FFF
}

// Unstretch yields what a folded word with a letter three times in a row may be for: "soooo" is soo, then so;
// "yesss" is yess, then yes. With several such runs all are shortened alike.
func Unstretch(folded string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, keep := range []int{2, 1} {
			if !yield(shorten(folded, keep)) {
				return
			}
		}
	}
}

// shorten cuts runs of three or more of a letter to keep.
func shorten(s string, keep int) string {
	var b strings.Builder
	runes := []rune(s)
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && runes[j] == runes[i] {
			j++
		}
		n := j - i
		if n >= 3 {
			n = keep
		}
		for range n {
			b.WriteRune(runes[i])
		}
		i = j
	}
	return b.String()
}
