package report

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/displaywidth"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/coach/text"
)

// found makes a result with one finding at the words in msg.
func found(msg, words string) coach.Result {
	at := strings.Index(msg, words)
	return coach.Result{
		Message: &coach.Message{Text: msg, Source: coach.Source{File: "m.txt", Line: 1}},
		Findings: []coach.Finding{{
			Rule: &rule.Rule{ID: "test/words", Kind: rule.Flag, Strategy: "listen"}, Severity: rule.Warning,
			Span: text.Span{Start: at, End: at + len(words)}, Match: words, Say: "Because " + words + ".", Reframes: []coach.Reframe{{Text: "Try " + words}},
		}},
	}
}

func write(t testing.TB, r coach.Result, width int) string {
	t.Helper()
	var b bytes.Buffer
	w := newText(&b, Options{Width: width})
	if err := w.Write(r); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMarksStandUnderTheWords(t *testing.T) {
	for _, tc := range []struct{ msg, words, line, marks string }{
		{"well you never call", "you never", "  well you never call", "       ^^^^^^^^^"},
		{"漢字 you never", "you never", "  漢字 you never", "       ^^^^^^^^^"},
		{"👩‍👩‍👧 you", "you", "  👩‍👩‍👧 you", "     ^^^"},
		{"cafe\u0301 you", "you", "  cafe\u0301 you", "       ^^^"},
		{"a\tyou", "you", "  a    you", "       ^^^"},
		{"\x1b[2Jyou", "you", "  ␛[2Jyou", "      ^^^"},
		{"one\ntwo you\nthree", "you", "  two you", "      ^^^"},
	} {
		out := write(t, found(tc.msg, tc.words), 80)
		if !strings.Contains(out, "\n"+tc.line+"\n"+tc.marks+"\n") {
			t.Errorf("%q: got\n%s", tc.msg, out)
		}
	}
}

func TestTextKeepsToTheWidth(t *testing.T) {
	msg := strings.Repeat("some words to fill the line ", 10) + "you never call me back " + strings.Repeat("漢字", 60)
	for _, width := range []int{40, 60, 80, 120} {
		out := write(t, found(msg, "you never call me back"), width)
		for line := range strings.Lines(out) {
			line = strings.TrimRight(line, "\n")
			if w := displaywidth.String(line); w > width && !strings.HasPrefix(line, "    Try") {
				t.Errorf("width %d: a line takes %d: %q", width, w, line)
			}
		}
		if !strings.Contains(strings.ReplaceAll(out, "\n", ""), "^^^") {
			t.Errorf("width %d: no marks", width)
		}
	}
}

// FuzzText holds the writer to its promise that nothing in a message acts on the terminal.
func FuzzText(f *testing.F) {
	f.Add("a\x1b[31m you \u202e b", "you")
	f.Add("\x9b0m you\u200b\u2066", "you")
	f.Add("é\u0301👩‍👩‍👧\xff you", "you")
	f.Fuzz(func(t *testing.T, msg, words string) {
		if words == "" || !strings.Contains(msg, words) || strings.ContainsAny(words, "\n\r") {
			return
		}
		r := found(msg, words)
		r.Message.Speaker = msg
		r.Message.Source.File = msg
		for _, c := range write(t, r, 60) {
			if unicode.IsControl(c) && c != '\n' || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0x200B || c == 0x2028 {
				t.Fatalf("%q lets %U through", msg, c)
			}
		}
	})
}

func TestOnANarrowTerminalNothingIsWiderThanIt(t *testing.T) {
	const long = "You never listen to me when I tell you about the things that matter"
	for _, line := range strings.Split(write(t, found(long+" so much these days.", long), 30), "\n") {
		if got := displaywidth.String(line); got > 30 {
			t.Errorf("%d columns wide: %q", got, line)
		}
	}
}
