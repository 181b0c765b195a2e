package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/insight"
	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/coach/text"
)

// FuzzEveryFormat holds every writer to its promises on any names and texts: it is well-formed, it gives back what it was
// given where it can, and nothing in it acts on who looks.
func FuzzEveryFormat(f *testing.F) {
	f.Add("You never listen\x1b[2J", "never", "\u202eAna]]>", "a b,::error::\n.txt")
	f.Add("</script><script>alert(1)</script>", "script", "\"><img src=x onerror=alert(1)>", "x'y")
	f.Add("\xff\xfe never \u2028 \U000e0041 ##[add-mask]x", "never", "\x00\ud7ff", "\u009b31m")
	f.Add("::error::x\n::error::never", "never", "::warning::", "::error::")
	f.Add("a|b*c_d`e <b> [x](javascript:alert(1)) & ~~ # =1+1", "a", "=cmd|' /C calc'!A0", "..\\..//etc/passwd")
	f.Fuzz(func(t *testing.T, msg, words, speaker, file string) {
		if at := strings.Index(msg, words); words == "" || at < 0 || !utf8.ValidString(words) || strings.ContainsAny(words, "\r\n") {
			return
		}
		r := found(msg, words)
		r.Message.Speaker, r.Message.Source.File, r.Message.ID = speaker, file, msg
		r.Findings[0].Rule.Title = msg
		for _, format := range Formats() {
			checkFormat(t, format, r, file)
		}
	})
}

func checkFormat(t *testing.T, format string, r coach.Result, file string) {
	t.Helper()
	var b bytes.Buffer
	w, err := New(format, &b, Options{Strengths: true, Version: "test"})
	if err == nil {
		err = errors.Join(w.Write(r), w.Write(r), w.Close())
	}
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	out := b.String()
	checkHarmless(t, format, out)
	switch format {
	case "json", "sarif":
		checkJSON(t, format, out)
	case "jsonl":
		for line := range strings.Lines(out) {
			checkJSON(t, format, line)
			var back struct{ Source string }
			if err := json.Unmarshal([]byte(line), &back); err != nil || back.Source != strings.ToValidUTF8(back.Source, "\uFFFD") || utf8.ValidString(file) && back.Source != file {
				t.Fatalf("the file %q came back as %q", file, back.Source)
			}
		}
	case "checkstyle", "junit":
		checkXML(t, format, out)
	case "github":
		if n := strings.Count(out, "\n"); n != 2 || strings.Count(out, "\n::warning file=")+strings.Count(out[:10], "::warning ") != 2 {
			t.Fatalf("two findings are the commands\n%q", out)
		}
	case "line":
		if strings.Count(out, "\n") != 2 {
			t.Fatalf("two findings are the lines\n%q", out)
		}
	}
}

func checkHarmless(t *testing.T, format, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Fatalf("%s is not UTF-8: %q", format, out)
	}
	for _, r := range out {
		emoji := r == 0x200D
		if r != '\n' && !emoji && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == 0x2028 || r == 0x2029) {
			t.Fatalf("%s lets %U through: %q", format, r, out)
		}
	}
	for line := range strings.Lines(out) {
		if bare := strings.TrimSpace(line); format != "github" && strings.HasPrefix(bare, "::") || strings.Contains(bare, "##[") {
			t.Fatalf("%s gives a build service a command: %q", format, line)
		}
	}
}

func checkJSON(t *testing.T, format, out string) {
	t.Helper()
	if !json.Valid([]byte(out)) {
		t.Fatalf("%s is not JSON: %q", format, out)
	}
}

func checkXML(t *testing.T, format, out string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(out))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s is not XML: %v in %q", format, err, out)
		}
	}
}

// FuzzChatReport does the same for what a whole conversation shows: text, Markdown, JSON, and the page.
func FuzzChatReport(f *testing.F) {
	f.Add("You never listen\x1b[2J", "Ana</script><script>alert(1)</script>", "a::b.txt")
	f.Add("<img src=x onerror=alert(1)> [x](javascript:x) `c` | # ##[error]", "*_~\u202e", "\u2028")
	f.Add("::error::x", "::error::x", "::error::x")
	f.Add("\xff\x00\u009b", "\xff", "\xff")
	rules := []*rule.Rule{{ID: "blame/x", Kind: rule.Flag, Strategy: "listen"}, {ID: "act/shares-feeling", Kind: rule.Act}, {ID: "repair/y", Kind: rule.Strength}}
	f.Fuzz(func(t *testing.T, msg, speaker, file string) {
		if msg == "" {
			return
		}
		for _, redact := range []bool{false, true} {
			g := insight.New(insight.Options{Redact: redact})
			at := time.Date(2024, 1, 1, 23, 58, 0, 0, coach.Floating)
			for i := range 6 {
				m := &coach.Message{Speaker: speaker, Text: msg, Time: at.Add(time.Duration(i) * time.Minute), Source: coach.Source{File: file, Line: i + 1}}
				if i%2 == 1 {
					m.Speaker = "Ben"
				}
				g.Add(coach.Result{Message: m, Findings: []coach.Finding{{Rule: rules[i%3], Severity: rule.Warning, Span: text.Span{End: len(msg)}, Match: msg, Say: msg, Reframes: []coach.Reframe{{Text: msg}}}}})
			}
			r := g.Report()
			for _, format := range ChatFormats() {
				var b bytes.Buffer
				if err := WriteChat(format, &b, r, Options{}); err != nil {
					t.Fatal(err)
				}
				checkHarmless(t, "chat "+format, b.String())
				if format == "json" {
					checkJSON(t, format, b.String())
				}
				if format == "markdown" {
					checkMarkup(t, b.String(), "")
				}
			}
			var b bytes.Buffer
			if err := WriteChatHTML(&b, r, Options{}); err != nil {
				t.Fatal(err)
			}
			checkMarkup(t, b.String(), pageTags(t))
		}
	})
}

// checkMarkup holds a text to the tags of the page without messages: names and words add none.
func checkMarkup(t *testing.T, page, want string) {
	t.Helper()
	if got := tags(page); got != want {
		t.Fatalf("a message added to the page: got the tags %q, want %q in\n%.3000s", got, want, page)
	}
}

func pageTags(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteChatHTML(&b, insight.New(insight.Options{}).Report(), Options{}); err != nil {
		t.Fatal(err)
	}
	return tags(b.String())
}

// tags lists the tags and comments of a page as a browser takes them.
func tags(page string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
		default:
			b.WriteString(z.Token().Data + " ")
		}
	}
}
