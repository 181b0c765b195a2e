package chat

import (
	"strings"
	"time"

	"github.com/emotional-safety/coach/coach"
)

// iMessageDate reads the first line of a block: "Dec 31, 2023 11:59:01 PM (Read by you after 5 seconds)".
func iMessageDate(line string) (when time.Time, rest string, ok bool) {
	plain, _ := plainLine(line)
	c := &cursor{s: plain}
	w := c.word()
	if len(w) != 3 {
		return when, "", false
	}
	month, err := time.Parse("Jan", w)
	c.blanks()
	day, _, ok1 := c.number(1, 2)
	ok1 = ok1 && c.lit(",")
	c.blanks()
	year, _, ok2 := c.number(4, 4)
	c.lit(",")
	spaced := c.blanks()
	clock, seconds, ok3 := c.clock()
	if err != nil || !ok1 || !ok2 || !spaced || !ok3 || !seconds {
		return when, "", false
	}
	return time.Date(year, month.Month(), day, 0, 0, 0, 0, coach.Floating).Add(clock), strings.TrimSpace(c.rest()), true
}

// isDateLine reports whether a line is only the date of a block.
func isDateLine(line string) (time.Time, bool) {
	when, rest, ok := iMessageDate(line)
	return when, ok && (rest == "" || strings.HasPrefix(rest, "(Read by"))
}

func scoreIMessage(h *head) int {
	rows := h.lines()
	if len(rows) < 3 {
		return 0
	}
	_, votes := h.vote(func(l string) bool { _, ok := isDateLine(l); return ok })
	_, _, first := iMessageDate(rows[0])
	if !first || votes == 0 {
		return 0
	}
	return 90
}

// readIMessage reads what imessage-exporter writes as text. Replies are printed twice: indented under what they
// answer, and again in their place. The indented copy is left out.
func readIMessage(x *input, give yield) {
	a := &assembler{x: x, give: give, finish: finishIMessage}
	var when time.Time
	const (
		body = iota
		sender
		aside // the reactions after a message
	)
	state := aside
	if x.lines(give, func(number int, line string) bool {
		if strings.HasPrefix(line, "    ") {
			return true
		}
		if t, rest, ok := iMessageDate(line); ok {
			if rest != "" && !strings.HasPrefix(rest, "(Read by") {
				state = aside
				return a.notice() // somebody renamed the chat, or left
			}
			a.end()
			when, state = t, sender
			return !a.done
		}
		switch {
		case state == sender:
			state = body
			return a.begin(number, 0, strings.TrimSpace(line), "", when)
		case line == "Tapbacks:" || line == "Reactions:":
			state = aside
		case state == aside && line == "":
			state = body // a message may go on after the reactions to its first part
		case state == body:
			return a.add(number, line)
		}
		return true
	}) {
		a.end()
	}
}

func finishIMessage(m *coach.Message) kind {
	finishBelow(m)
	lines := strings.Split(m.Text, "\n")
	kept := lines[:0]
	for _, l := range lines {
		switch {
		case l == "This message responded to an earlier message.", l == "Attachment missing!", isEffect(l), isFilePath(l):
			continue
		case strings.HasPrefix(l, "Edited ") && strings.Contains(l, " later: "):
			_, l, _ = strings.Cut(l, " later: ")
			kept = kept[:0] // only the last wording counts
		}
		kept = append(kept, l)
	}
	m.Text = strings.TrimSpace(strings.Join(kept, "\n"))
	switch {
	case m.Text == "This message was deleted from the conversation!", strings.HasSuffix(m.Text, " deleted a message."), strings.HasSuffix(m.Text, " unsent a message."):
		return notice
	}
	return said
}

// isEffect reports whether a line names the effect a message was sent with.
func isEffect(line string) bool {
	effect, ok := strings.CutPrefix(line, "Sent with ")
	return ok && isOneOf(effect, []string{"Confetti", "Echo", "Fireworks", "Balloons", "Heart", "Lasers", "Shooting Start", "Shooting Star", "Sparkles", "Spotlight", "Slam", "Loud", "Gentle", "Invisible Ink"})
}

// isFilePath reports whether a line is where an attached file lies.
func isFilePath(line string) bool {
	return strings.HasPrefix(line, "attachments/") || (strings.HasPrefix(line, "/") || strings.HasPrefix(line, "~/")) && strings.Contains(line, "/Attachments/")
}
