package chat

import (
	"strings"
	"time"

	"github.com/emotional-safety/coach/coach"
)

// teamsHeader reads a line that people get when they copy from Teams or Slack: "[10/3/2023 9:15 AM] Jane Doe" with the
// text below it.
func teamsHeader(line string) (d date, clock time.Duration, speaker string, ok bool) {
	plain, _ := plainLine(line)
	c := &cursor{s: plain}
	if !c.lit("[") {
		return d, 0, "", false
	}
	if d, ok = c.date(); ok {
		c.lit(",")
		c.blanks()
	}
	clock, _, timed := c.clock()
	if !timed || !c.lit("] ") {
		return d, 0, "", false
	}
	speaker = strings.TrimSpace(c.rest())
	if speaker == "" || len(speaker) > 60 || strings.ContainsAny(speaker, ":?!") || !isUpperWord(speaker) || strings.Count(speaker, " ") > 4 {
		return d, 0, "", false
	}
	return d, clock, speaker, true
}

func scoreTeams(h *head) int {
	rows := h.lines()
	if len(rows) < 2 {
		return 0
	}
	if _, _, _, ok := teamsHeader(rows[0]); !ok {
		return 0
	}
	_, votes := h.vote(func(l string) bool { _, _, _, ok := teamsHeader(l); return ok })
	if votes*2 > len(rows) {
		return 0 // names need words below them
	}
	return 55
}

func readTeams(x *input, give yield) {
	raw, _ := x.in.Peek(headBytes)
	var votes orderVotes
	for _, l := range newHead(raw, len(raw) == headBytes).lines() {
		if d, _, _, ok := teamsHeader(l); ok && d.fields[2] != 0 {
			votes.add(d)
			votes.habit(l[:strings.IndexByte(l, ']')])
		}
	}
	order := x.order
	if order == "" {
		order = votes.likely()
	}
	a := &assembler{x: x, give: give, finish: finishBelow}
	if x.lines(give, func(number int, line string) bool {
		d, clock, speaker, ok := teamsHeader(line)
		if !ok {
			return a.add(number, line)
		}
		when := time.Time{}
		if day, ok := d.on(order); ok && d.fields[2] != 0 {
			when = day.Add(clock)
		}
		return a.begin(number, 0, speaker, "", when)
	}) {
		a.end()
	}
}

// finishBelow moves a message whose words begin below its header to where they are.
func finishBelow(m *coach.Message) kind {
	t := strings.TrimLeft(m.Text, " \t\n")
	m.Source.Line += strings.Count(m.Text[:len(m.Text)-len(t)], "\n")
	m.Source.Column = 0
	m.Text = t
	return said
}
