package chat

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach"
)

// stamp is how a WhatsApp line begins: the date and the time, in one of the ways of some fifty locales.
type stamp struct {
	date  date
	clock time.Duration
	shape stampShape
	text  int // where the rest begins
}

// stampShape is what all stamps of one export have in common. A stamp of another shape was pasted into a message.
type stampShape struct {
	style   byte // [ with brackets, - with a dash, : with neither
	sep     byte
	wide    int
	seconds bool
}

// betweenDateAndTime are the words that some locales put there.
const betweenDateAndTime = " at um klo kl kl. às à alle om в у о "

// stampOf reads the stamp of a line.
func stampOf(line string) (stamp, bool) {
	prefix := line[:min(len(line), 96)]
	for len(prefix) < len(line) && !utf8.ValidString(prefix) {
		prefix = prefix[:len(prefix)-1]
	}
	plain, offsets := plainLine(prefix)
	c := &cursor{s: plain}
	s := stamp{shape: stampShape{style: '-'}}
	if c.lit("[") {
		s.shape.style = '['
	}
	var ok bool
	if s.date, ok = c.date(); !ok {
		return s, false
	}
	comma := c.lit(",")
	if !c.blanks() && !comma {
		return s, false
	}
	at := c.i
	if w := c.word(); w != "" && strings.Contains(betweenDateAndTime, " "+strings.ToLower(w)+" ") {
		c.blanks()
	} else {
		c.i = at
	}
	if s.clock, s.shape.seconds, ok = c.clock(); !ok {
		return s, false
	}
	if !s.close(c) {
		return s, false
	}
	s.shape.sep, s.shape.wide = s.date.sep, s.date.wide
	s.text = original(c.i, offsets)
	if c.i == len(plain) {
		s.text = len(prefix)
	}
	return s, true
}

// close takes what stands between the time and the rest.
func (s *stamp) close(c *cursor) bool {
	if s.shape.style == '[' {
		if !c.lit("]") {
			return false
		}
		c.lit(" ")
		return true
	}
	if c.lit(": ") {
		s.shape.style = ':'
		return true
	}
	return c.blanks() && (c.lit("-") || c.lit("–")) && (c.lit(" ") || c.i == len(c.s))
}

// shapeOf returns the shape of most stamps among the lines, and how many have it.
func shapeOf(lines []string) (most stampShape, votes int) {
	counts := map[stampShape]int{}
	for _, l := range lines {
		if s, ok := stampOf(l); ok {
			counts[s.shape]++
			if counts[s.shape] > votes {
				most, votes = s.shape, counts[s.shape]
			}
		}
	}
	return most, votes
}

func scoreWhatsApp(h *head) int {
	rows := h.lines()
	_, votes := shapeOf(rows)
	if votes == 0 || votes < 2 && len(rows) > 3 || votes*20 < len(rows) {
		return 0
	}
	named := 0
	for _, l := range rows {
		if s, ok := stampOf(l); ok && strings.Contains(l[s.text:], ":") {
			named++
		}
	}
	if named == 0 {
		return 0
	}
	return 70
}

// whatsApp reads one export.
type whatsApp struct {
	assembler
	shape  stampShape
	long   map[string]bool // names that hold a colon
	order  string
	waits  []*waiting // messages whose dates can be read two ways
	waited int        // bytes
	votes  orderVotes
}

// waiting is a message whose date is not known yet.
type waiting struct {
	m *coach.Message
	s stamp
}

// The messages that may wait for a date that decides the order: a chat without one in so many is short on days.
const (
	maxWaiting      = 20_000
	maxWaitingBytes = 4 << 20
)

func readWhatsApp(x *input, give yield) {
	raw, _ := x.in.Peek(headBytes)
	h := newHead(raw, len(raw) == headBytes)
	w := &whatsApp{order: x.order, long: map[string]bool{}}
	w.shape, _ = shapeOf(h.lines())
	w.long = longNames(h.lines(), w.shape)
	if w.order == "" && w.shape.wide == 0 {
		w.order = "ymd"
	}
	w.assembler = assembler{x: x, finish: finishWhatsApp}
	var current stamp
	w.give = func(m *coach.Message, err error) bool {
		if m == nil {
			return give(m, err)
		}
		return w.date(m, current, give)
	}
	if !x.lines(give, func(number int, line string) bool {
		s, ok := stampOf(line)
		if !ok || s.shape != w.shape {
			return w.add(number, line)
		}
		speaker, column, text, ok := w.split(line, s.text)
		w.end()
		current = s
		if w.order == "" {
			w.votes.add(s.date)
			w.order = w.votes.certain()
		}
		if !ok {
			return w.notice()
		}
		return w.begin(number, column, speaker, text, time.Time{})
	}) {
		return
	}
	w.end()
	if !w.done {
		w.decide(give)
	}
}

// date fills in when a message was written, or lets it wait until the order of dates is known.
func (w *whatsApp) date(m *coach.Message, s stamp, give yield) bool {
	if w.order == "" && len(w.waits) < maxWaiting && w.waited < maxWaitingBytes {
		w.waits = append(w.waits, &waiting{m, s})
		w.waited += len(m.Text)
		return true
	}
	if !w.decide(give) {
		return false
	}
	return w.send(m, s, give)
}

func (w *whatsApp) send(m *coach.Message, s stamp, give yield) bool {
	if day, ok := s.date.on(w.order); ok {
		m.Time = day.Add(s.clock)
	}
	return give(m, nil)
}

// decide gives away what waited.
func (w *whatsApp) decide(give yield) bool {
	if w.order == "" {
		w.order = w.votes.likely()
	}
	waits := w.waits
	w.waits, w.waited = nil, 0
	for _, q := range waits {
		if !w.send(q.m, q.s, give) {
			return false
		}
	}
	return true
}

// longNames finds the speakers whose names hold a colon: what stands before the second colon wherever the part
// before the first one stands, more than once.
func longNames(lines []string, shape stampShape) map[string]bool {
	short, long := map[string]int{}, map[string]int{}
	for _, l := range lines {
		s, ok := stampOf(l)
		if !ok || s.shape != shape {
			continue
		}
		first, rest, ok := strings.Cut(l[s.text:], ":")
		if !ok {
			continue
		}
		short[first]++
		if second, _, ok := strings.Cut(rest, ": "); ok && len(second) < maxName && second != "" {
			long[first+":"+second]++
		}
	}
	names := map[string]bool{}
	for name, n := range long {
		first, _, _ := strings.Cut(name, ":")
		if n == short[first] && (n > 1 || strings.HasSuffix(name, "?")) {
			names[name] = true
		}
	}
	return names
}

// maxName is the most bytes a speaker's name may have.
const maxName = 200

// split separates the speaker from what they said. False means a line of the app's own.
func (w *whatsApp) split(line string, at int) (speaker string, column int, text string, ok bool) {
	rest := line[at:]
	for name := range w.long {
		if strings.HasPrefix(rest, name+":") {
			return w.said(line, at, len(name))
		}
	}
	k := strings.Index(rest, ": ")
	if k < 0 {
		if k = strings.IndexByte(rest, ':'); k < 0 {
			return "", 0, "", false
		}
	}
	name := rest[:k]
	if k == 0 || k > maxName || strings.Count(name, `"`)%2 == 1 || strings.Count(name, "“") > strings.Count(name, "”") || isAnnouncement(name) {
		return "", 0, "", false
	}
	return w.said(line, at, k)
}

func (w *whatsApp) said(line string, at, name int) (string, int, string, bool) {
	text := strings.TrimPrefix(line[at+name+1:], " ")
	return displayName(line[at : at+name]), utf8.RuneCountInString(line[:len(line)-len(text)]), text, true
}

// isAnnouncement reports whether what stands before a colon is the app speaking of a group whose subject holds one.
func isAnnouncement(name string) bool {
	for _, s := range [...]string{" created group ", " changed the subject ", " changed the group ", " were added", " was added", " joined using ", "end-to-end encrypted", " changed their phone number"} {
		if strings.Contains(name, s) {
			return true
		}
	}
	return false
}

// displayName is a name without marks, and without the ~ of people who are not in the contacts.
func displayName(name string) string {
	plain, _ := plainLine(name)
	if plain != name {
		name = strings.Map(func(r rune) rune {
			if isMark(r) {
				return -1
			}
			if r == 0xA0 || r == 0x202F {
				return ' '
			}
			return r
		}, name)
	}
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(name), "~"))
}

// finishWhatsApp tells people's words from the app's.
func finishWhatsApp(m *coach.Message) kind {
	if m.Text == "" || m.Text == "null" {
		return media
	}
	if strings.HasPrefix(m.Text, "\u200E") {
		return fromTheApp(strings.TrimLeft(m.Text, "\u200E"))
	}
	if i := strings.LastIndexByte(m.Text, '<'); i >= 0 && strings.HasSuffix(m.Text, ">") {
		mark := strings.Trim(m.Text[i:], "<>\u200E")
		switch {
		case i == 0 && isOmitted(mark):
			return media
		case i > 0 && isOneOf(mark, editedMarks[:]):
			m.Text = strings.TrimRight(m.Text[:i], " \u200E\n")
		case i > 0 && (strings.HasPrefix(mark, "attached: ") || strings.HasPrefix(mark, "Anhang: ")):
			return media
		}
	}
	first, caption, _ := strings.Cut(m.Text, "\n")
	if isAttachment(first) {
		m.Text = caption
		m.Source.Line++
		m.Source.Column = 0
		return said // unless there is no caption
	}
	if isOneOf(m.Text, deletedMarks[:]) || strings.HasPrefix(m.Text, "This message was deleted by admin") {
		return notice
	}
	if isOneOf(strings.ToLower(m.Text), omittedWords[:]) || isLocation(m.Text) {
		return media
	}
	return said
}

// fromTheApp tells what a body means that begins with the mark of the app's own words.
func fromTheApp(body string) kind {
	if strings.HasPrefix(body, "<") || strings.HasSuffix(body, " omitted") || isAttachment(body) || isOneOf(strings.ToLower(body), omittedWords[:]) || isLocation(body) {
		return media
	}
	return notice
}

// isLocation reports whether the body is a place on a map.
func isLocation(body string) bool {
	_, link, ok := strings.Cut(body, ": ")
	return ok && strings.HasPrefix(link, "https://maps.google.com/?q=") && !strings.ContainsAny(link, " \n") && len(body)-len(link) < 30
}

// isOmitted reports whether what stands in angle brackets says that media were left out, in whatever language: a
// short phrase, or one in a script without spaces.
func isOmitted(mark string) bool {
	if utf8.RuneCountInString(mark) > 40 || strings.ContainsAny(mark, "<>\n") {
		return false
	}
	return strings.HasPrefix(mark, "attached: ") || strings.HasPrefix(mark, "Anhang: ") || isOneOf(strings.ToLower(mark), omittedMarks[:])
}

// isAttachment reports whether a line names an attached file, such as "IMG-20240131-WA0001.jpg (file attached)".
func isAttachment(line string) bool {
	line = strings.TrimLeft(line, "\u200E")
	open := strings.LastIndex(line, " (")
	if open < 0 || !strings.HasSuffix(line, ")") {
		return false
	}
	dot := strings.LastIndexByte(line[:open], '.')
	return dot >= 0 && open-dot <= 6 && !strings.ContainsAny(line[dot:open], " ") && isOneOf(strings.ToLower(line[open+2:len(line)-1]), attachedWords[:])
}

func isOneOf(s string, list []string) bool {
	for _, l := range list {
		if s == l {
			return true
		}
	}
	return false
}
