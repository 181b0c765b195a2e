// Package editor serves editors: a language server that shows findings as one types.
package editor

import (
	"strings"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach/text"
)

// position is a place as the Language Server Protocol counts: lines from 0, and UTF-16 units within the line.
type position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

type textRange struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

// offset returns the byte that a position names. A place beyond a line's end is its end, as the protocol says.
func offset(s string, p position) int {
	at := 0
	for range p.Line {
		n := strings.IndexByte(s[at:], '\n')
		if n < 0 {
			return len(s)
		}
		at += n + 1
	}
	for units := 0; at < len(s) && s[at] != '\n' && units < p.Character; {
		r, size := utf8.DecodeRuneInString(s[at:])
		if s[at] == '\r' && strings.HasPrefix(s[at:], "\r\n") {
			break
		}
		units += units16(r)
		if units > p.Character {
			break // inside of a pair: before it
		}
		at += size
	}
	return at
}

func units16(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// placeOf returns the position of a byte.
func placeOf(s string, at int) position {
	line := strings.Count(s[:at], "\n")
	units := 0
	for _, r := range s[strings.LastIndexByte(s[:at], '\n')+1 : at] {
		units += units16(r)
	}
	return position{line, units}
}

func rangeOf(s string, span text.Span) textRange {
	return textRange{placeOf(s, span.Start), placeOf(s, span.End)}
}

// ownWords blanks out what is not the writer's words in a kind of document: comments of a commit message, headers and
// the signature of a mail. Every byte keeps its place.
func ownWords(language, s string) string {
	switch language {
	case "gitcommit", "git-commit":
		return blankLines(s, gitComments())
	case "mail", "eml":
		return blankLines(s, mailParts())
	}
	return s
}

// gitComments takes out comments, and all that stands below the scissors.
func gitComments() func(line string) bool {
	cut := false
	return func(line string) bool {
		cut = cut || strings.HasPrefix(line, "# ---") && strings.Contains(line, ">8")
		return cut || strings.HasPrefix(line, "#")
	}
}

// mailParts takes out the headers and the signature.
func mailParts() func(line string) bool {
	header, first, signed := false, true, false
	return func(line string) bool {
		bare := strings.TrimRight(line, "\r\n")
		if first {
			name, _, ok := strings.Cut(bare, ":")
			header, first = ok && !strings.Contains(name, " "), false
		}
		if header && bare == "" {
			header = false
			return false
		}
		signed = signed || bare == "-- "
		return header || signed
	}
}

func blankLines(s string, out func(line string) bool) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		if !out(line) {
			b.WriteString(line)
			continue
		}
		bare := strings.TrimRight(line, "\r\n")
		b.WriteString(strings.Repeat(" ", len(bare)) + line[len(bare):])
	}
	return b.String()
}
