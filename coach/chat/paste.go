package chat

import (
	"strings"
	"time"
	"unicode/utf8"
)

// pasteHeader reads "Ana: text", "[23:59] Ana: text", "(10:42) Ana: text", "Ana (10:42): text" and "**Ana** (9:04 AM): text".
func pasteHeader(line string) (speaker string, when time.Time, text int, ok bool) {
	plain, offsets := plainLine(line)
	c := &cursor{s: plain}
	open, bracket := c.any("[(")
	if d, ok := c.date(); ok {
		if day, ok := d.on("ymd"); ok && d.wide == 0 {
			when = day
		}
		c.lit(",")
		c.lit("T")
		c.blanks()
	}
	clock, _, timed := c.clock()
	if timed && !when.IsZero() {
		when = when.Add(clock)
	}
	if bracket {
		closing := map[byte]string{'[': "]", '(': ")"}[open]
		if !timed || !c.lit(closing) {
			return "", when, 0, false
		}
	}
	c.lit(" -")
	c.blanks()
	name, ok := c.until(":")
	if !ok {
		return "", when, 0, false
	}
	if k := strings.IndexAny(name, "(["); k > 0 { // Ana (10:42)
		inner := &cursor{s: name[k+1:]}
		if _, _, ok := inner.clock(); ok || isRest(name[k:]) {
			name = name[:k]
		} else if rest, found := c.until(":"); found { // the colon was the clock's
			inner := &cursor{s: name[k+1:] + ":" + rest}
			if _, _, ok := inner.clock(); !ok || inner.rest() != ")" && inner.rest() != "]" {
				return "", when, 0, false
			}
			name = name[:k]
		}
	}
	name = strings.Trim(name, "* \t")
	if c.i < len(plain) && plain[c.i] != ' ' && plain[c.i] != '\t' || !isName(name) {
		return "", when, 0, false
	}
	c.blanks()
	return name, when, original(c.i, offsets), true
}

// isRest reports whether a bracket in a name is closed.
func isRest(s string) bool { return strings.ContainsAny(s, ")]") }

// labels are what stands before a colon and is no speaker.
const labels = " note ps p.s nb subject re fwd from to cc bcc date sent http https edit update tl;dr tldr warning todo fixme example ingredients directions question answer "

// isName reports whether words could be how a speaker is called.
func isName(s string) bool {
	return s != "" && utf8.RuneCountInString(s) <= 40 && !strings.ContainsAny(s, ".,;!?\"<>{}=|/\\") && strings.Count(s, " ") <= 3 &&
		!strings.Contains(labels, " "+strings.ToLower(s)+" ") && (isUpperWord(s) || !strings.Contains(s, " "))
}

// scorePaste asks for at least two speakers who take turns: a letter with a colon in it is no chat.
func scorePaste(h *head) int {
	names := map[string]int{}
	turns, headed := 0, 0
	last := ""
	rows := h.lines()
	for i, l := range rows {
		name, _, _, ok := pasteHeader(l)
		if !ok {
			if i == 0 {
				return 0
			}
			continue
		}
		headed++
		names[name]++
		if name != last {
			turns++
		}
		last = name
	}
	most := 0
	for _, n := range names {
		most = max(most, n)
	}
	switch {
	case len(names) < 2, headed*2 < len(rows), len(names) > 2 && most < 2:
		return 0
	case turns >= 3, len(names) == 2 && headed == len(rows):
		return 30
	}
	return 0
}

func readPaste(x *input, give yield) {
	a := &assembler{x: x, give: give}
	if x.lines(give, func(number int, line string) bool {
		speaker, when, at, ok := pasteHeader(line)
		if !ok {
			return a.add(number, line)
		}
		return a.begin(number, utf8.RuneCountInString(line[:at]), speaker, line[at:], when)
	}) {
		a.end()
	}
}
