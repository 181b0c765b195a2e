// Package insight gathers what only a whole conversation shows: who said how much, what met a shared feeling, what
// became of apologies, where one hurt answered another. It keeps sums and a bounded number of examples, so its memory
// doesn't grow with the conversation. It describes exchanges; it says nothing about what anybody is like.
package insight

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/coach/text"
)

// The limits of what is kept.
const (
	maxRefs      = 12   // examples behind a number
	maxPeople    = 200  // people who are told apart; the rest are one
	maxPromises  = 100  // promises listed, the latest ones
	maxPairs     = 64   // pairs of people whose answers to each other are counted
	maxExchanges = 5    // hardest, and best, exchanges
	maxFiles     = 20   // files named
	maxExchange  = 12   // messages shown of one exchange
	maxExcerpt   = 280  // bytes shown of one message
	maxOpen      = 4096 // conversations in which something is still open
)

// The clocks that decide what belongs together.
const (
	answerWithin = 24 * time.Hour      // a later word is no answer
	turnWithin   = 10 * time.Minute    // messages in a row are one turn
	keptWithin   = 14 * 24 * time.Hour // a promise waits so long for a later word
	chainWithin  = 10 * time.Minute    // a flag answers a flag
	newTalkAfter = 6 * time.Hour       // after such a silence, somebody starts anew
	heatWithin   = 2 * time.Minute     // messages in a row come so fast
	pushWithin   = 30 * time.Minute    // after somebody asked for time
	nightFrom    = 23
	nightTo      = 5
)

// A Ref names a message behind a number.
type Ref struct {
	File    string   `json:"file"`
	Line    int      `json:"line"`
	Speaker string   `json:"speaker"`
	Time    string   `json:"time,omitempty"`
	Text    string   `json:"text,omitempty"`
	About   *Ref     `json:"about,omitempty"` // the message it answers
	Rules   []string `json:"rules,omitempty"`
	Try     string   `json:"try,omitempty"` // the best reframe of its first flag
}

// A Count is a number with examples of what it counts.
type Count struct {
	N    int   `json:"n"`
	Refs []Ref `json:"refs,omitempty"`
}

func (c *Count) add(r Ref) {
	c.N++
	if len(c.Refs) < maxRefs {
		c.Refs = append(c.Refs, r)
	}
}

// A Person is what one speaker did.
type Person struct {
	Name      string            `json:"name"`
	Messages  int               `json:"messages"`
	Words     int               `json:"words"`
	Flagged   int               `json:"flagged_messages"`
	Warm      int               `json:"warm_messages"` // with a strength
	Starts    int               `json:"starts"`        // the first word after six hours of silence
	Questions int               `json:"open_questions"`
	Flags     map[string]*Count `json:"flags"`
	Strengths map[string]*Count `json:"strengths"`
	Night     Count             `json:"night_flags"` // flagged between 23:00 and 5:00
	Heat      Count             `json:"heat"`        // four and more messages within two minutes each, one of them flagged
	Answers   Answers           `json:"answers"`     // how this person met what others shared
}

// Answers are the ways a shared feeling, or a plea for repair, was met.
type Answers struct {
	Understood Count `json:"understood"`
	Asked      Count `json:"asked"`
	Advice     Count `json:"advice"`
	Dismissed  Count `json:"dismissed"`
	Elsewhere  Count `json:"elsewhere"` // the answer has no word in common with it
	Other      Count `json:"other"`
	Nothing    Count `json:"nothing"`
}

// Total is how many were met in any way, or not at all.
func (a *Answers) Total() int {
	return a.Understood.N + a.Asked.N + a.Advice.N + a.Dismissed.N + a.Elsewhere.N + a.Other.N + a.Nothing.N
}

// Replies counts what one person's next turn held after another's of a kind.
type Replies struct {
	From string `json:"from"`
	To   string `json:"to"`   // who answered
	What string `json:"what"` // what From's turn held: hurt, warm, or a feeling
	Hurt Count  `json:"hurt"`
	Warm Count  `json:"warm"`
	Both Count  `json:"both"`
	None Count  `json:"other"`
}

// A Chain is a row of flagged messages of different people, each soon after the one before.
type Chain struct {
	Length int    `json:"length"`
	First  Ref    `json:"first"`
	Last   Ref    `json:"last"`
	Ended  string `json:"ended"` // kind words, other words, silence
}

// A Promise is a word somebody may be counted on for.
type Promise struct {
	Ref
	Later *Ref `json:"later,omitempty"` // a later word, of whoever, that refers to it
	words []string
	turn  *turn
	at    time.Time
}

// An Exchange is a few messages that belong together.
type Exchange struct {
	Score    int   `json:"score"` // by which exchanges are put in order
	Messages []Ref `json:"messages"`
}

// A Change is how many messages of the first, and of the last, third hold a family.
type Change struct {
	Family string `json:"family"`
	First  int    `json:"first"`
	Last   int    `json:"last"`
}

// A Third is what the first, or the last, third of the messages holds.
type Third struct {
	Messages int `json:"messages"`
	Flagged  int `json:"flagged_messages"`
	Warm     int `json:"warm_messages"`
	families map[string]int
}

// A Report is what a conversation shows.
type Report struct {
	Messages      int       `json:"messages"`
	Conversations int       `json:"conversations"`
	Notices       int       `json:"notices"`
	Media         int       `json:"media"`
	From          string    `json:"from,omitempty"`
	To            string    `json:"to,omitempty"`
	Me            string    `json:"me,omitempty"`
	Files         []string  `json:"files,omitempty"` // that were read; none in a report to be shared
	People        []*Person `json:"people"`
	Feelings      Answers   `json:"shared_feelings"`
	AdviceAsked   Count     `json:"advice_asked"`
	AdviceUnasked Count     `json:"advice_unasked"`
	Repairs       struct {
		Bids  Count `json:"bids"`
		Taken Count `json:"taken_up"`
		Hurt  Count `json:"met_with_a_flag"`
		Other Count `json:"met_otherwise"`
		None  Count `json:"met_with_nothing"`
	} `json:"repairs"`
	Replies    []*Replies `json:"replies"`
	Care       Count      `json:"care"` // words that point at danger
	Chains     []Chain    `json:"chains"`
	ChainCount int        `json:"chain_count"`
	Pushes     Count      `json:"pushes_after_a_boundary"`
	Promises   []*Promise `json:"promises"`
	Promised   struct {
		N     int `json:"n"`
		Later int `json:"with_a_later_word"`
	} `json:"promised"`
	Timeline   []*Bucket  `json:"timeline"`
	ByTime     bool       `json:"timeline_by_time,omitempty"` // its buckets are as long as each other; else they hold as many messages
	FirstThird *Third     `json:"first_third,omitempty"`
	LastThird  *Third     `json:"last_third,omitempty"`
	Changes    []Change   `json:"changes,omitempty"`
	Hardest    []Exchange `json:"hardest"`
	Best       []Exchange `json:"best"`
}

// A Gatherer reads checked messages in order and gathers a [Report]. One goroutine at a time may use it.
type Gatherer struct {
	report   Report
	people   map[string]*Person
	talks    map[string]*talk
	timeline timeline
	calendar clockline
	export   int // how many inputs were begun
	redact   bool
	initials map[string]string
	from, to time.Time
	clock    int
	me       string
	zone     *time.Location
}

// Options say what a report may hold.
type Options struct {
	Redact bool           // leave out what was said, and call people by their initials
	Me     string         // who reads the report; may be empty
	Zone   *time.Location // of the clock for times that only UTC is known of; nil: UTC
}

// New returns a gatherer of nothing yet.
func New(o Options) *Gatherer {
	return &Gatherer{people: map[string]*Person{}, talks: map[string]*talk{}, redact: o.Redact, me: o.Me, zone: o.Zone, initials: map[string]string{}}
}

// Begin says that what follows is from another export: it answers nothing of the one before.
func (g *Gatherer) Begin() { g.export++ }

// Add takes the next message with what was found in it.
func (g *Gatherer) Add(r coach.Result) {
	m := seenOf(r, g.redact, g.zone)
	if g.redact {
		m.speaker = g.initial(m.speaker)
		m.ref.Speaker, m.ref.File = m.speaker, "" // a file is often named after somebody
	}
	if f := m.ref.File; f != "" && len(g.report.Files) < maxFiles && !slices.Contains(g.report.Files, f) {
		g.report.Files = append(g.report.Files, f)
	}
	if r.Message.Speaker == g.me && g.me != "" {
		g.report.Me = m.speaker
	}
	if m.care {
		g.report.Care.add(m.ref)
	}
	g.report.Messages++
	g.span(m.at)
	p := g.person(m.speaker)
	g.count(p, m)
	g.timeline.add(m, p)
	g.calendar.add(m, p)
	t := g.talk(fmt.Sprintf("%d %s", g.export, r.Message.Conversation))
	t.add(g, p, m)
}

// initial is how a person is called in a report to be shared: the first letter, with a number where two have the same.
func (g *Gatherer) initial(name string) string {
	if short := g.initials[name]; short != "" {
		return short
	}
	if len(g.initials) >= maxPeople {
		return "others"
	}
	first := "?"
	for _, r := range name {
		if unicode.IsLetter(r) {
			first = string(unicode.ToUpper(r))
			break
		}
	}
	short := first + "."
	for n := 2; slices.Contains(slices.Collect(maps.Values(g.initials)), short); n++ {
		short = fmt.Sprintf("%s%d.", first, n)
	}
	g.initials[name] = short
	return short
}

// span keeps the first and the last time.
func (g *Gatherer) span(at time.Time) {
	if at.IsZero() {
		return
	}
	if g.from.IsZero() || at.Before(g.from) {
		g.from = at
	}
	if at.After(g.to) {
		g.to = at
	}
}

func (g *Gatherer) person(name string) *Person {
	if p := g.people[name]; p != nil {
		return p
	}
	if len(g.people) >= maxPeople {
		name = "others"
		if p := g.people[name]; p != nil {
			return p
		}
	}
	p := &Person{Name: name, Flags: map[string]*Count{}, Strengths: map[string]*Count{}}
	g.people[name] = p
	g.report.People = append(g.report.People, p)
	return p
}

func (g *Gatherer) count(p *Person, m *seen) {
	p.Messages++
	p.Words += m.words
	if len(m.flags) > 0 {
		p.Flagged++
		if h := m.at.Hour(); !m.at.IsZero() && (h >= nightFrom || h < nightTo) {
			p.Night.add(m.ref)
		}
	}
	if len(m.strengths) > 0 {
		p.Warm++
	}
	for _, f := range m.flags {
		countIn(p.Flags, f, m.ref)
		if f == "advice" {
			g.report.AdviceUnasked.add(m.ref)
		}
	}
	for _, s := range m.strengths {
		countIn(p.Strengths, s, m.ref)
		if s == "curiosity" {
			p.Questions++
		}
	}
}

func countIn(counts map[string]*Count, family string, r Ref) {
	if counts[family] == nil {
		counts[family] = &Count{}
	}
	counts[family].add(r)
}

// talk returns the conversation of that name. The one not heard of for longest makes room.
func (g *Gatherer) talk(name string) *talk {
	g.clock++
	t := g.talks[name]
	if t == nil {
		if len(g.talks) >= maxOpen {
			g.closeOldest()
		}
		t = &talk{}
		g.talks[name] = t
		g.report.Conversations++
	}
	t.used = g.clock
	return t
}

func (g *Gatherer) closeOldest() {
	oldest, at := "", g.clock+1
	for name, t := range g.talks {
		if t.used < at {
			oldest, at = name, t.used
		}
	}
	g.talks[oldest].close(g)
	delete(g.talks, oldest)
}

// Report returns what was gathered. Nothing may be added after it.
func (g *Gatherer) Report() *Report {
	names := make([]string, 0, len(g.talks))
	for name := range g.talks {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		g.talks[name].close(g)
	}
	r := &g.report
	slices.SortStableFunc(r.People, func(a, b *Person) int { return b.Messages - a.Messages })
	r.Timeline = g.timeline.buckets
	if days := g.calendar.list(); r.Conversations > 1 && len(days) > 2 { // they were read one after the other
		r.Timeline, r.ByTime = days, true
	}
	r.FirstThird, r.LastThird = thirds(r.Timeline, r.Messages)
	r.Changes = changes(r.FirstThird, r.LastThird)
	slices.SortStableFunc(r.Replies, func(a, b *Replies) int { return b.total() - a.total() })
	if !g.from.IsZero() {
		r.From, r.To = g.from.Format(time.DateOnly), g.to.Format(time.DateOnly)
	}
	return r
}

// seen is what is remembered of a message for a while.
type seen struct {
	speaker          string
	at               time.Time
	words            int
	flags, strengths []string // families, each once
	acts             []string
	allowed          []string // families that were fine here
	care             bool
	content          []string // longer words, folded
	text             string   // its beginning
	ref              Ref
}

func (m *seen) did(act string) bool { return slices.Contains(m.acts, act) }

func (m *seen) warm(families ...string) bool {
	return slices.ContainsFunc(m.strengths, func(s string) bool { return slices.Contains(families, s) })
}

func (m *seen) hurts(families ...string) bool {
	return slices.ContainsFunc(m.flags, func(s string) bool { return slices.Contains(families, s) })
}

func seenOf(r coach.Result, flat bool, zone *time.Location) *seen {
	msg := r.Message
	m := &seen{speaker: msg.Speaker, at: msg.Time, acts: r.Acts, allowed: r.Allowed, words: len(strings.Fields(msg.Text))}
	if m.speaker == "" {
		m.speaker = "someone"
	}
	if zone != nil && !m.at.IsZero() && m.at.Location() == time.UTC {
		m.at = m.at.In(zone)
	}
	m.ref = Ref{File: msg.Source.File, Line: msg.Source.Line, Speaker: m.speaker}
	if !m.at.IsZero() {
		m.ref.Time = m.at.Format("2006-01-02 15:04")
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		family := f.Rule.Family()
		switch {
		case f.Rule.Kind == rule.Flag && !slices.Contains(m.flags, family):
			m.flags = append(m.flags, family)
		case f.Rule.Kind == rule.Strength && !slices.Contains(m.strengths, family):
			m.strengths = append(m.strengths, family)
		}
		m.care = m.care || f.Rule.Kind == rule.Care
		if f.Rule.Kind == rule.Flag || f.Rule.Kind == rule.Strength {
			m.ref.Rules = append(m.ref.Rules, f.Rule.ID)
		}
		if f.Rule.Kind == rule.Flag && m.ref.Try == "" && len(f.Reframes) > 0 && !flat {
			m.ref.Try = f.Reframes[0].Text
		}
	}
	m.text = excerpt(msg.Text)
	if !flat {
		m.ref.Text = m.text
	}
	if len(m.acts) > 0 || len(m.flags) > 0 {
		m.content = contentWords(msg.Text)
	}
	return m
}

// excerpt is the beginning of a text, cut between characters.
func excerpt(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= maxExcerpt {
		return s
	}
	return strings.ToValidUTF8(s[:maxExcerpt], "") + "…"
}

// contentWords are the words that say what a text is about: those of four and more letters that aren't said all the
// time, folded.
func contentWords(s string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		if len(w) >= 4 && len(words) < 64 && !commonWords.Has(w) {
			words = append(words, w)
		}
	}
	return words
}

// commonWords say little about what a text is about.
const commonWords = text.List("about after again also because been before come could don't even every from going good have here i'll just know later " +
	"like love make more much need never okay only other promise really said soon some should still sure take tell than that that's their them then there " +
	"these they thing things think this those time today tomorrow tonight very want well were what when where which while will with would yeah your you're")
