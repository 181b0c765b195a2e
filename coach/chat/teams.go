package chat

import (
	"strings"
	"time"

	"github.com/emotional-safety/coach/coach"
)

// teamsHeader is what stands above the words that people copy from Teams, Slack and Discord.
type teamsHeader struct {
	date    date // with no year where there is none
	clock   time.Duration
	speaker string
	below   bool // the name stands on the line, the time on the next
}

// teamsHeaderOf reads "[10/3/2023 9:15 AM] Jane Doe", "Jane Doe  9:15 AM", "Jane Doe [9:15 AM]", "jane — Today at 9:15 AM", and
// "Jane Doe" above "10/3/2023 9:15 AM".
func teamsHeaderOf(line, next string) (h teamsHeader, ok bool) {
	plain, _ := plainLine(line)
	next, _ = plainLine(next)
	c := &cursor{s: plain}
	if c.lit("[") {
		if !h.stamp(c) || !c.lit("] ") {
			return h, false
		}
		h.speaker = strings.TrimSpace(c.rest())
		return h, isFullName(h.speaker)
	}
	if n := (&cursor{s: strings.TrimSpace(next)}); isFullName(strings.TrimSpace(plain)) && strings.Contains(strings.TrimSpace(plain), " ") && h.stamp(n) && n.rest() == "" {
		h.speaker, h.below = strings.TrimSpace(plain), true
		return h, true
	}
	for _, between := range [...]string{"  ", " — ", " [", "\t"} {
		name, rest, found := strings.Cut(plain, between)
		if !found || !isFullName(strings.TrimSpace(name)) {
			continue
		}
		rest = strings.TrimSuffix(strings.TrimSpace(rest), "]")
		for _, word := range [...]string{"Today at ", "Yesterday at ", "Today ", "Yesterday "} {
			rest = strings.TrimPrefix(rest, word)
		}
		if c := (&cursor{s: rest}); h.stamp(c) && c.rest() == "" {
			h.speaker = strings.TrimSpace(name)
			return h, true
		}
	}
	return h, false
}

// stamp takes a time, with or without a date before it.
func (h *teamsHeader) stamp(c *cursor) bool {
	from := c.i
	if d, ok := c.date(); ok {
		h.date = d
		c.lit(",")
		c.blanks()
		c.lit("at ")
	} else {
		c.i = from
	}
	var ok bool
	h.clock, _, ok = c.clock()
	return ok
}

// isFullName reports whether a line could be nothing but a name.
func isFullName(s string) bool {
	return s != "" && len(s) <= 60 && !strings.ContainsAny(s, ":?!,;<>") && isUpperWord(s) && strings.Count(s, " ") <= 4 && !strings.HasSuffix(s, ".")
}

// teamsHeaders finds the headers among lines: how many there are, of how many people, and whether the first is one.
func teamsHeaders(rows []string) (headers []teamsHeader, people int, first bool) {
	names := map[string]bool{}
	for i := range rows {
		next := ""
		if i+1 < len(rows) {
			next = rows[i+1]
		}
		if h, ok := teamsHeaderOf(rows[i], next); ok {
			first = first || i == 0
			headers = append(headers, h)
			names[h.speaker] = true
		}
	}
	return headers, len(names), first
}

func scoreTeams(h *head) int {
	rows := h.lines()
	headers, people, first := teamsHeaders(rows)
	switch {
	case !first || len(rows) < 2 || len(headers)*2 > len(rows):
		return 0 // names need words below them
	case strings.HasPrefix(strings.TrimSpace(rows[0]), "["), people > 1:
		return 55
	}
	return 0
}

func readTeams(x *input, give yield) {
	raw, _ := x.in.Peek(headBytes)
	var votes orderVotes
	for _, l := range newHead(raw, len(raw) == headBytes).lines() {
		if k := strings.IndexAny(l, "0123456789"); k >= 0 {
			if d, ok := (&cursor{s: l[k:]}).date(); ok {
				votes.add(d)
				votes.habit(l[k:min(len(l), k+30)])
			}
		}
	}
	votes.padded = false // Discord in the United States writes zeros
	order := x.order
	if order == "" {
		order = votes.likely()
	}
	a := &assembler{x: x, give: give, finish: finishBelow}
	held, holding, skip := "", false, false
	take := func(number int, line, next string) bool {
		if skip {
			skip = false
			return !a.done
		}
		h, ok := teamsHeaderOf(line, next)
		if !ok {
			return a.add(number, line)
		}
		skip = h.below
		when := time.Time{}
		if day, ok := h.date.on(order); ok && h.date.fields[2] != 0 {
			when = day.Add(h.clock)
		}
		more := a.begin(number, 0, h.speaker, "", when)
		if h.below {
			a.m.Source.Line++
		}
		return more
	}
	last := 0
	if x.lines(give, func(number int, line string) bool { // one line behind, to see the next
		more := !holding || take(number-1, held, line)
		held, holding, last = line, true, number
		return more
	}) {
		if holding {
			take(last, held, "")
		}
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
