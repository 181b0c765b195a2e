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
	style   byte // [ with brackets, - with a dash, : with a colon, a space with nothing
	sep     byte
	wide    int
	seconds bool
}

// betweenDateAndTime are the words that some locales put there, and г. for the year in Bulgarian.
const betweenDateAndTime = " at um klo kl kl. às à alle om в у о ob u г. г "

// stampOf reads the stamp of a line.
func stampOf(line string) (stamp, bool) {
	if s, ok := plainStamp(line); ok {
		return s, true
	}
	return anyStamp(line)
}

// anyStamp reads a stamp in any of the ways.
func anyStamp(line string) (stamp, bool) {
	if !mayBeStamp(line) {
		return stamp{}, false
	}
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
	if !s.dateAndClock(c) && !s.clockAndDate(c) {
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

// plainStamp reads the most common stamps, "31/12/2023, 21:05 - " and "[31.12.23, 21:05:09] ", and leaves the others alone.
func plainStamp(line string) (s stamp, ok bool) {
	c := cursor{s: line}
	s.shape.style = '-'
	if c.lit("[") {
		s.shape.style = '['
	}
	if s.date, ok = c.date(); !ok || !c.lit(", ") {
		return s, false
	}
	h, _, ok := c.number(1, 2)
	if !ok || h > 24 || !c.lit(":") {
		return s, false
	}
	m, _, ok := c.number(2, 2)
	if !ok || m > 59 {
		return s, false
	}
	sec := 0
	if c.lit(":") {
		if sec, _, ok = c.number(2, 2); !ok {
			return s, false
		}
		s.shape.seconds = true
	}
	end := " - "
	if s.shape.style == '[' {
		end = "] "
	}
	if !c.lit(end) {
		return s, false
	}
	s.clock = time.Duration(h%24)*time.Hour + time.Duration(m)*time.Minute + time.Duration(sec)*time.Second
	s.shape.sep, s.shape.wide, s.text = s.date.sep, s.date.wide, c.i
	return s, true
}

// mayBeStamp rules out most lines by their first character: a digit, a bracket, or a sign outside of ASCII.
func mayBeStamp(line string) bool {
	return line != "" && (line[0] == '[' || line[0] >= '0' && line[0] <= '9' || line[0] >= utf8.RuneSelf)
}

func (s *stamp) dateAndClock(c *cursor) bool {
	from := c.i
	var ok bool
	if s.date, ok = c.date(); !ok {
		c.i = from
		return false
	}
	comma := c.lit(",")
	if !c.blanks() && !comma {
		c.i = from
		return false
	}
	at := c.i
	if w := c.word(); w != "" && strings.Contains(betweenDateAndTime, " "+strings.ToLower(w)+" ") {
		c.lit(",")
		c.blanks()
	} else {
		c.i = at
	}
	if s.clock, s.shape.seconds, ok = c.clock(); !ok {
		c.i = from
		return false
	}
	return true
}

// clockAndDate takes the order of Vietnam: "21:05, 31/12/2023".
func (s *stamp) clockAndDate(c *cursor) bool {
	from := c.i
	var ok bool
	if s.clock, s.shape.seconds, ok = c.clock(); ok {
		c.lit(",")
		if c.blanks() {
			if s.date, ok = c.date(); ok {
				return true
			}
		}
	}
	c.i = from
	return false
}

// close takes what stands between the time and the rest.
func (s *stamp) close(c *cursor) bool {
	if s.shape.style == '[' {
		if !c.lit("]") && (!s.unknownHalf(c) || !c.lit("]")) {
			return false
		}
		c.lit(" ")
		return true
	}
	if c.lit(": ") {
		s.shape.style = ':'
		return true
	}
	if s.dash(c) {
		return true
	}
	from := c.i
	if s.unknownHalf(c) && s.dash(c) {
		return true
	}
	// Old exports of Croatia have nothing between the time and the name.
	c.i = from
	next := strings.TrimPrefix(c.rest(), " ")
	if c.lit(" ") && next != "" && !strings.ContainsAny(next[:1], " <*[(-\t") && strings.Contains(next, ": ") {
		s.shape.style = ' '
		return true
	}
	return false
}

func (s *stamp) dash(c *cursor) bool {
	from := c.i
	if c.blanks() && (c.lit("-") || c.lit("–")) && (c.lit(" ") || c.i == len(c.s)) {
		return true
	}
	c.i = from
	return false
}

// unknownHalf passes over a word for a half of the day, or for "o'clock", in a language that is not in the table.
func (s *stamp) unknownHalf(c *cursor) bool {
	c.blanks()
	from := c.i
	for n := 0; n < 3 && c.word() != "" && c.lit(" "); n++ {
		if strings.HasPrefix(c.rest(), "- ") || strings.HasPrefix(c.rest(), "– ") {
			c.i--
			break
		}
	}
	return c.i > from && c.i-from <= 40
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
	names  map[string]knownName
	stock  stockWords
	day    knownDay
}

// knownName is what was made of what stands before a colon.
type knownName struct {
	display      string
	announcement bool
}

// maxKnownNames is how many names are kept; a chat has few.
const maxKnownNames = 4096

// knownDay is the day that the last date meant.
type knownDay struct {
	date  date
	order string
	at    time.Time
	ok    bool
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
	w.names, w.stock = map[string]knownName{}, newStockWords()
	w.assembler = assembler{x: x, finish: func(m *coach.Message) kind {
		if w.stock.unlike(m.Text) {
			return said
		}
		return finishWhatsApp(m)
	}}
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
			w.votes.habit(line[:s.text])
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
	if w.day.date != s.date || w.day.order != w.order {
		w.day = knownDay{date: s.date, order: w.order}
		w.day.at, w.day.ok = s.date.on(w.order)
	}
	if w.day.ok {
		m.Time = w.day.at.Add(s.clock)
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
	if k == 0 || k > maxName || w.known(rest[:k]).announcement {
		return "", 0, "", false
	}
	return w.said(line, at, k)
}

func (w *whatsApp) said(line string, at, name int) (string, int, string, bool) {
	text := strings.TrimPrefix(line[at+name+1:], " ")
	return w.known(line[at : at+name]).display, utf8.RuneCountInString(line[:len(line)-len(text)]), text, true
}

// known returns what a name means. People write many messages, so it is worked out once.
func (w *whatsApp) known(name string) knownName {
	k, ok := w.names[name]
	if !ok {
		if len(w.names) >= maxKnownNames {
			clear(w.names)
		}
		name = strings.Clone(name)
		k = knownName{displayName(name), isAnnouncement(name)}
		w.names[name] = k
	}
	return k
}

// maxNameWords is how many words a name has at most: longer ones are the app speaking.
const maxNameWords = 9

// isAnnouncement reports whether what stands before a colon is the app speaking of a group whose subject holds one.
func isAnnouncement(name string) bool {
	if len(strings.Fields(name)) > maxNameWords || strings.Count(name, `"`)%2 == 1 || isOpenQuote(name) {
		return true
	}
	for _, s := range [...]string{" created group ", " changed the subject ", " changed the group ", " were added", " was added", " joined using ", "end-to-end encrypted", " changed their phone number"} {
		if strings.Contains(name, s) {
			return true
		}
	}
	return false
}

// isOpenQuote reports whether a quote begins and doesn't end.
func isOpenQuote(s string) bool {
	if n := strings.Count(s, "„"); n > 0 {
		return n > strings.Count(s, "“")+strings.Count(s, "”")
	}
	return strings.Count(s, "“") > strings.Count(s, "”") || strings.Count(s, "«") > strings.Count(s, "»") || strings.Count(s, "「") > strings.Count(s, "」")
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

// appMark begins what the app itself says on newer phones.
const appMark = "\u200E"

// stockWords knows how the app's own words begin, and how long they are at most, by their first two letters. Most
// messages are told from them by that.
type stockWords [1 << 10]uint8

func newStockWords() stockWords {
	var g stockWords
	for _, list := range [][]string{omittedWords[:], deletedMarks[:], {"null"}} {
		for _, s := range list {
			if i, ok := firstTwo(s); ok {
				g[i] = max(g[i], uint8(min(len(s)+stockSlack, 255)))
			}
		}
	}
	return g
}

// stockSlack is how much longer a message may be than what it stands for: by periods, and letters whose small form is
// shorter.
const stockSlack = 16

// firstTwo returns a number for the first two letters of s, whatever their case.
func firstTwo(s string) (int, bool) {
	if len(s) < 2 || s[0] >= utf8.RuneSelf || s[1] >= utf8.RuneSelf {
		return 0, false
	}
	return int(s[0]&31)<<5 | int(s[1]&31), true
}

// unlike reports whether a text is, at a glance, nothing that the app says or adds.
func (g *stockWords) unlike(s string) bool {
	i, ok := firstTwo(s)
	if !ok || len(s) <= int(g[i]) || strings.HasPrefix(s, "This message") {
		return false
	}
	return !strings.ContainsAny(s, "(</\n")
}

// finishWhatsApp tells people's words from the app's.
func finishWhatsApp(m *coach.Message) kind {
	if m.Text == "" || m.Text == "null" {
		return media
	}
	cutEdited(m)
	if body, caption, ok := cutAttachment(m.Text); ok {
		m.Text = caption
		if body {
			m.Source.Line++
			m.Source.Column = 0
		}
		return said // unless there is no caption
	}
	bare := strings.TrimLeft(m.Text, appMark)
	switch {
	case isLocation(bare), isOmittedMark(bare), isOneOf(strings.ToLower(bare), omittedWords[:]):
		return media
	case isOneOf(strings.TrimRight(bare, ".。"), deletedMarks[:]), strings.HasPrefix(bare, "This message was deleted by admin"), isPoll(bare):
		return notice
	case len(bare) < len(m.Text) && strings.HasSuffix(bare, " omitted"):
		return media
	case len(bare) < len(m.Text):
		return notice
	}
	return said
}

// cutEdited leaves out the mark of an edited message, which stands last and in angle brackets.
func cutEdited(m *coach.Message) {
	open := strings.LastIndexByte(m.Text, '<')
	if open <= 0 || !strings.HasSuffix(m.Text, ">") {
		return
	}
	mark, before := strings.TrimRight(strings.Trim(m.Text[open:], "<>"+appMark), "."), strings.TrimRight(m.Text[:open], " ")
	if utf8.RuneCountInString(mark) > 60 || strings.ContainsAny(mark, "\n.:：") {
		return
	}
	if isOneOf(mark, editedMarks[:]) || strings.HasSuffix(before, appMark) && !isOmitted(mark) {
		m.Text = strings.TrimRight(before, " \n"+appMark)
	}
}

// cutAttachment separates the name of an attached file from what was written with it. below means that the caption
// stands on the line below the name.
func cutAttachment(s string) (below bool, caption string, ok bool) {
	first, rest, _ := strings.Cut(s, "\n")
	if isAttachment(first) {
		return true, rest, true
	}
	open := strings.LastIndexByte(s, '<')
	if open < 0 || !strings.HasSuffix(s, ">") || !isAttachedMark(s[open+1:len(s)-1]) {
		return false, "", false
	}
	caption = strings.Trim(s[:open], " \n"+appMark)
	if strings.Contains(caption, " • "+appMark) || isFileName(caption) { // a document's name and how many pages it has
		caption = ""
	}
	return false, caption, true
}

// isAttachedMark reports whether what stands in angle brackets names a file, as in "attached: 0001-PHOTO.jpg".
func isAttachedMark(mark string) bool {
	mark = strings.Trim(mark, appMark+" ")
	k := strings.IndexAny(mark, ":：")
	if k <= 0 || k > 40 || strings.ContainsAny(mark[:k], "0123456789") {
		return false
	}
	return isFileName(strings.TrimLeft(mark[k:], ":： "))
}

// isFileName reports whether a line ends in a dot and a short ending, and holds nothing that names don't.
func isFileName(s string) bool {
	dot := strings.LastIndexByte(s, '.')
	return dot >= 0 && len(s)-dot >= 3 && len(s)-dot <= 6 && !strings.ContainsAny(s[dot:], " ,!?") && !strings.ContainsAny(s, "\n<>") && strings.Count(s, " ") < 12
}

// isPoll knows the words of a poll: its head and its choices are in capitals, whatever the language.
func isPoll(s string) bool {
	head, rest, ok := strings.Cut(s, ":\n")
	if !ok || utf8.RuneCountInString(head) > 20 || strings.ToUpper(head) != head || strings.Contains(head, "\n") {
		return false
	}
	choices := 0
	for line := range strings.Lines(rest) {
		name, _, ok := strings.Cut(strings.TrimLeft(line, appMark), ": ")
		if ok && utf8.RuneCountInString(name) <= 20 && strings.ToUpper(name) == name && strings.HasSuffix(strings.TrimRight(line, " \r\n"), ")") {
			choices++
		}
	}
	return choices >= 1
}

// isLocation reports whether the body is a place on a map.
func isLocation(body string) bool {
	_, link, ok := strings.Cut(body, ": ")
	if !ok {
		link = body
	}
	return (strings.HasPrefix(link, "https://maps.google.com/?q=") || strings.HasPrefix(link, "https://foursquare.com/v/")) && !strings.ContainsAny(link, " \n") && len(body)-len(link) < 120
}

// isOmittedMark reports whether a whole body in angle brackets says that media were left out.
func isOmittedMark(body string) bool {
	return strings.HasPrefix(body, "<") && strings.HasSuffix(body, ">") && isOmitted(strings.Trim(body, "<>"+appMark))
}

// isOmitted reports whether what stands in angle brackets says that media were left out, in whatever language: a
// short phrase with a word for media or for leaving out.
func isOmitted(mark string) bool {
	if utf8.RuneCountInString(mark) > 60 || strings.ContainsAny(mark, "<>\n") {
		return false
	}
	mark = strings.ToLower(mark)
	for _, stem := range mediaStems {
		if strings.Contains(mark, stem) {
			return true
		}
	}
	return false
}

// isAttachment reports whether a line names an attached file, such as "IMG-20240131-WA0001.jpg (file attached)".
func isAttachment(line string) bool {
	line = strings.Trim(line, appMark+" ")
	open := strings.LastIndex(line, " (")
	if open < 0 || !strings.HasSuffix(line, ")") || strings.HasPrefix(line, " (") {
		return false
	}
	name := line[:open]
	if !isFileName(name) && (!strings.HasPrefix(name, ".") || len(name) > 6) {
		return false
	}
	return isOneOf(strings.ToLower(line[open+2:len(line)-1]), attachedWords[:]) || isCameraName(name)
}

// isCameraName knows the names the app gives to files: IMG-20240131-WA0001.jpg.
func isCameraName(name string) bool {
	c := &cursor{s: name}
	kind, ok := c.until("-")
	if !ok || len(kind) != 3 {
		return false
	}
	_, _, ok = c.number(8, 8)
	return ok && c.lit("-WA")
}

func isOneOf(s string, list []string) bool {
	for _, l := range list {
		if s == l {
			return true
		}
	}
	return false
}
