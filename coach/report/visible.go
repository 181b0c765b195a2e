package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// A cell is one character as a terminal shows it: perhaps several code points, of width 0, 1 or 2.
type cell struct {
	text  string
	width int
	start int // byte in the original
}

// cells returns what a terminal shows of s. Control characters, bidirectional marks and invisible ones are
// replaced by something harmless to look at, so that a message can't move the cursor, hide words or reorder them.
func cells(s string) []cell {
	out := make([]cell, 0, len(s))
	at := 0
	for ; at < len(s) && isPlain(s[at]) && (at+1 == len(s) || s[at+1] < utf8.RuneSelf); at++ { // no accent joins it
		out = append(out, cell{s[at : at+1], 1, at})
	}
	s = s[at:]
	for g := displaywidth.StringGraphemes(s); g.Next(); {
		shown := harmless(g.Value())
		out = append(out, cell{shown, displaywidth.String(shown), at})
		at += len(g.Value())
	}
	return out
}

// isPlain reports whether a byte is a character of ASCII that is seen.
func isPlain(b byte) bool { return ' ' <= b && b <= '~' }

// Visible returns s with everything that could act on a terminal made visible instead.
func Visible(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return breakMarks(s)
	}
	var b strings.Builder
	for _, c := range cells(s) {
		b.WriteString(c.text)
	}
	return breakMarks(b.String())
}

// harmless rewrites one grapheme cluster.
func harmless(cluster string) string {
	clean := true
	emoji := false
	for _, r := range cluster {
		clean = clean && !acts(r)
		emoji = emoji || r >= 0x2190
	}
	if clean {
		return cluster
	}
	var b strings.Builder
	for i, r := range cluster {
		switch {
		case r == utf8.RuneError && strings.HasPrefix(cluster[i:], "\uFFFD"), !acts(r):
			b.WriteRune(r)
		case r == '\t':
			b.WriteString("    ")
		case r == '\n' || r == '\r':
			b.WriteByte(' ')
		case r == 0x200D && emoji, r >= 0xFE00 && r <= 0xFE0F:
			b.WriteRune(r) // parts of an emoji
		case r == utf8.RuneError:
			b.WriteRune('\uFFFD')
		case r < 0x20:
			b.WriteRune(0x2400 + r)
		case r == 0x7F:
			b.WriteRune('␡')
		default:
			fmt.Fprintf(&b, "<U+%04X>", r)
		}
	}
	return b.String()
}

// acts reports whether r does something to a terminal other than showing itself.
func acts(r rune) bool {
	return r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == 0x2028 || r == 0x2029 ||
		r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0000 && r <= 0xE0FFF
}

// OneLine returns a line of output that a build service doesn't take for a command of its own: GitHub and Azure obey lines
// that begin with "::" after blanks, or hold "##[" or "##vso[". Marks that look the same, and do nothing, stand in their
// place. Its width stays.
func OneLine(s string) string {
	bare := strings.TrimLeft(s, " ")
	if rest, ok := strings.CutPrefix(bare, "::"); ok {
		s = s[:len(s)-len(bare)] + "∶∶" + rest
	}
	return breakMarks(s)
}

// breakMarks breaks the marks that a build service obeys wherever they stand.
func breakMarks(s string) string {
	if !strings.Contains(s, "##") {
		return s
	}
	return strings.NewReplacer("##[", "#♯[", "##vso[", "#♯vso[").Replace(s)
}

// HarmlessJSON returns a writer of JSON that writes what could act on a terminal or a build service as escapes, which mean
// the same. Each Write must hold whole characters, as those of encoding/json do.
func HarmlessJSON(w io.Writer) io.Writer { return &harmlessJSON{w} }

type harmlessJSON struct{ w io.Writer }

func (h *harmlessJSON) Write(p []byte) (int, error) {
	if _, err := h.w.Write(escapeActing(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// escapeActing returns JSON with escapes for what acts; the same slice where nothing does.
func escapeActing(p []byte) []byte {
	if bytes.Contains(p, []byte("##")) {
		p = bytes.ReplaceAll(bytes.ReplaceAll(p, []byte("##["), []byte(`#\u0023[`)), []byte("##vso["), []byte(`#\u0023vso[`))
	}
	plain := 0
	for plain < len(p) && p[plain] < 0x7F {
		plain++
	}
	if !bytes.ContainsFunc(p[plain:], actsInJSON) {
		return p
	}
	out := make([]byte, 0, len(p)+64)
	for _, r := range string(p) {
		switch high, low := utf16.EncodeRune(r); {
		case !actsInJSON(r):
			out = utf8.AppendRune(out, r)
		case high != utf8.RuneError:
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}

// actsInJSON leaves out what encoding/json escapes itself, and the parts of emoji.
func actsInJSON(r rune) bool {
	return r >= 0x7F && r != utf8.RuneError && r != 0x200D && (r < 0xFE00 || r > 0xFE0F) && acts(r)
}

// Wrap breaks text into lines of at most width cells, at spaces where there are some.
func Wrap(s string, width int) []string {
	var lines []string
	for len(s) > 0 && strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0 { // a character for each byte
		n := min(max(width, 1), len(s))
		if space := strings.LastIndexByte(s[:n], ' '); n < len(s) && space >= 0 {
			n = space + 1
		}
		lines = append(lines, OneLine(strings.TrimSpace(s[:n])))
		s = s[n:]
	}
	for _, row := range wrapCells(cells(s), width) {
		var b strings.Builder
		for _, c := range row {
			b.WriteString(c.text)
		}
		lines = append(lines, OneLine(strings.TrimSpace(b.String())))
	}
	return lines
}

// wrapCells breaks cells into rows of at most width, after spaces where there are some.
func wrapCells(all []cell, width int) [][]cell {
	var rows [][]cell
	for len(all) > 0 {
		used, n, space := 0, 0, 0
		for n < len(all) && used+all[n].width <= width {
			used += all[n].width
			n++
			if all[n-1].text == " " {
				space = n
			}
		}
		if n < len(all) && space > 0 {
			n = space
		}
		n = max(n, 1)
		rows = append(rows, all[:n])
		all = all[n:]
	}
	return rows
}
