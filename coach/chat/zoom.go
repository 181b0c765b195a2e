package chat

import (
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach"
)

// zoomHeader reads "10:01:00 From Ana to Everyone: text", with the text on the same line or below, and the older
// "00:58:04⇥Ana:⇥text" of recordings.
func zoomHeader(line string) (clock time.Duration, speaker string, text int, ok bool) {
	c := &cursor{s: line}
	clock, seconds, ok := c.clock()
	if !ok || !seconds {
		return 0, "", 0, false
	}
	if c.lit("\t") && !strings.HasPrefix(strings.TrimSpace(c.rest()), "From ") {
		speaker, ok = c.until(":")
		if !ok || speaker == "" || len(speaker) > maxName {
			return 0, "", 0, false
		}
		c.blanks()
		return clock, speaker, c.i, true
	}
	c.blanks()
	if !c.lit("From ") {
		return 0, "", 0, false
	}
	header, ok := c.until(":")
	if !ok {
		return 0, "", 0, false
	}
	if strings.HasSuffix(header, "(Direct Message)") || strings.HasSuffix(header, "(Privately)") {
		c.blanks()
	}
	at := strings.LastIndex(header, " to ")
	if at < 0 {
		at = len(header) // the oldest name nobody who was meant
	}
	c.blanks()
	return clock, strings.TrimSpace(header[:at]), c.i, true
}

func scoreZoom(h *head) int {
	_, votes := h.vote(func(l string) bool { _, _, _, ok := zoomHeader(l); return ok })
	if len(h.lines()) > 0 {
		if _, _, _, ok := zoomHeader(h.lines()[0]); ok && votes > 0 {
			return 85
		}
	}
	return 0
}

func readZoom(x *input, give yield) {
	day := time.Time{}
	c := &cursor{s: path.Base(path.Dir(strings.ReplaceAll(x.file, "\\", "/")))} // "2024-01-15 10.00.00 Topic"
	if d, ok := c.date(); ok && d.wide == 0 {
		day, _ = d.on("ymd")
	}
	a := &assembler{x: x, give: give, finish: finishZoom}
	if x.lines(give, func(number int, line string) bool {
		line = strings.TrimRight(line, "\r")
		clock, speaker, at, ok := zoomHeader(line)
		if !ok {
			return a.add(number, strings.TrimPrefix(strings.TrimPrefix(line, "\t"), "  "))
		}
		when := time.Time{}
		if !day.IsZero() {
			when = day.Add(clock)
		}
		return a.begin(number, utf8.RuneCountInString(line[:at]), speaker, line[at:], when)
	}) {
		a.end()
	}
}

// finishZoom leaves out quotes of what is answered, and the reactions that are written as messages.
func finishZoom(m *coach.Message) kind {
	trimLead := func() {
		t := strings.TrimLeft(m.Text, "\n\t ")
		if n := strings.Count(m.Text[:len(m.Text)-len(t)], "\n"); n > 0 {
			m.Source.Line += n
			m.Source.Column = 0
		}
		m.Text = t
	}
	trimLead()
	t := m.Text
	switch {
	case strings.HasPrefix(t, "Reacted to \""), strings.HasPrefix(t, "Removed a ") && strings.Contains(t, " reaction from \""),
		isReactionLine(t, "add "), isReactionLine(t, "remove "):
		return notice
	}
	if rest, ok := strings.CutPrefix(t, "Replying to \""); ok {
		if k := strings.Index(rest, "\""); k >= 0 {
			m.Source.Column += utf8.RuneCountInString(t[:len(t)-len(rest)+k+1])
			m.Text = rest[k+1:]
			trimLead()
		}
	}
	return said
}

// isReactionLine reports whether the text is a word and one sign.
func isReactionLine(t, word string) bool {
	sign, ok := strings.CutPrefix(t, word)
	return ok && len(sign) <= 28 && len(sign) > 1 && sign[0] >= utf8.RuneSelf && !strings.Contains(sign, " ")
}
