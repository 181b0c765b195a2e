package chat

import (
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach"
)

// ircLine is what one line of a chat log is.
type ircLine struct {
	kind    kind
	speaker string
	text    int
	day     time.Time // the date of the line, when it has one
	clock   time.Duration
	timed   bool
}

// ircStamp takes the time in the ways of irssi, WeeChat, ZNC, HexChat and mIRC.
func ircStamp(c *cursor, l *ircLine) bool {
	bracket := c.lit("[")
	from := c.i
	if d, ok := c.date(); ok && d.wide == 0 {
		l.day, _ = d.on("ymd")
		if !c.lit("T") && !c.blanks() {
			return false
		}
	} else if t, ok := ircMonthDay(c); ok {
		l.day = t
	} else {
		c.i = from
	}
	t, _, ok := c.clock()
	if !ok {
		return false
	}
	l.clock, l.timed = t, true
	if c.lit(".") {
		c.number(1, 9)
	}
	c.lit("Z")
	if bracket && !c.lit("]") {
		return false
	}
	return c.blanks()
}

// ircMonthDay takes "Jan 08 ", which has no year.
func ircMonthDay(c *cursor) (time.Time, bool) {
	from := c.i
	word := c.word()
	c.blanks()
	n, _, ok := c.number(1, 2)
	t, err := time.Parse("Jan", word)
	if !ok || err != nil || !c.blanks() {
		c.i = from
		return time.Time{}, false
	}
	return time.Date(0, t.Month(), n, 0, 0, 0, 0, coach.Floating), true
}

// parseIRC reads a line. False means that it has none of the shapes.
func parseIRC(line string) (ircLine, bool) {
	l := ircLine{kind: notice}
	for _, p := range [...]string{"--- Log ", "--- Day changed ", "**** BEGIN LOGGING", "**** ENDING LOGGING", "Session Start:", "Session Close:", "Session Ident:", "Session Time:"} {
		if strings.HasPrefix(line, p) {
			l.day = ircDay(line)
			return l, true
		}
	}
	c := &cursor{s: line}
	if !ircStamp(c, &l) {
		return l, false
	}
	switch {
	case c.lit("<--"):
		return l, true
	case c.lit("<"):
		nick, ok := c.until(">")
		if !ok || strings.ContainsAny(strings.TrimLeft(nick, " @+%&~!"), " \t") {
			return l, false
		}
		nick, _, _ = strings.Cut(nick, "!") // dircproxy adds the address
		c.blanks()
		l.kind, l.speaker, l.text = said, nickname(nick), c.i
		return l, true
	case c.lit("-!- "), c.lit("*** "), c.lit("-->"), c.lit("--\t"), c.lit("=!="), c.lit("-- "):
		return l, true
	case c.lit("*\t"), c.lit("* "), c.lit(" *\t"):
		c.blanks()
		return l, true // what somebody does, or an event: not words to somebody
	case c.lit("-"):
		return l, strings.Contains(c.rest(), "- ")
	}
	if nick, ok := c.until("\t"); ok && l.timed && !l.day.IsZero() && len(nick) < 40 && !strings.Contains(strings.TrimSpace(nick), " ") {
		if strings.Trim(nick, " *-<>=!") == "" {
			return l, true
		}
		l.kind, l.speaker, l.text = said, nickname(nick), c.i
		return l, true
	}
	return l, false
}

func nickname(s string) string { return strings.TrimSpace(strings.TrimLeft(s, " @+%&~!")) }

// ircDay reads the date in a line such as "--- Day changed Sat Jan 08 2005".
func ircDay(line string) time.Time {
	words := strings.Fields(line)
	for i := range words {
		for _, layout := range [...]string{"Jan 2 15:04:05 2006", "Jan 2 2006", "2 Jan 2006", "2006-01-02"} {
			n := len(strings.Fields(layout))
			if i+n > len(words) {
				continue
			}
			if t, err := time.ParseInLocation(layout, strings.Join(words[i:i+n], " "), coach.Floating); err == nil {
				return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, coach.Floating)
			}
		}
	}
	return time.Time{}
}

func scoreIRC(h *head) int {
	spoken := 0
	percent, votes := h.vote(func(line string) bool {
		l, ok := parseIRC(line)
		if ok && l.kind == said {
			spoken++
		}
		return ok
	})
	if votes < 2 || spoken == 0 || percent < 60 {
		return 0
	}
	return 65
}

func readIRC(x *input, give yield) {
	day := ircDay(strings.TrimSuffix(path.Base(x.file), ".log"))
	year := day.Year()
	x.lines(give, func(number int, line string) bool {
		if strings.TrimSpace(line) == "" {
			return true
		}
		line = withoutColors(line)
		l, ok := parseIRC(line)
		if !ok {
			return give(nil, x.problem(number, "not a line of a chat log"))
		}
		if !l.day.IsZero() {
			if day = l.day; day.Year() == 0 {
				day = day.AddDate(year, 0, 0)
			}
			year = day.Year()
		}
		if l.kind != said {
			x.export.Notices++
			return true
		}
		m := x.message(number, l.speaker, line[l.text:], time.Time{})
		m.Source.Column = utf8.RuneCountInString(line[:l.text])
		if day.Year() > 1 {
			m.Time = day.Add(l.clock)
		}
		return x.give(give, m, nil)
	})
}

// withoutColors leaves out the signs that color text.
func withoutColors(line string) string {
	if !strings.ContainsAny(line, "\x02\x03\x0f\x11\x16\x1d\x1e\x1f") {
		return line
	}
	var b strings.Builder
	c := &cursor{s: line}
	for c.i < len(c.s) {
		if _, ok := c.any("\x02\x0f\x11\x16\x1d\x1e\x1f"); ok {
			continue
		}
		if c.lit("\x03") {
			if colorNumber(c) && c.lit(",") && !colorNumber(c) {
				c.i-- // the comma is the writer's
			}
			continue
		}
		b.WriteByte(c.s[c.i])
		c.i++
	}
	return b.String()
}

// colorNumber takes one or two digits, whatever follows.
func colorNumber(c *cursor) bool {
	if _, ok := c.any("0123456789"); !ok {
		return false
	}
	c.any("0123456789")
	return true
}
