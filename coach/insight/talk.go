package insight

import (
	"slices"
	"strings"
	"time"
)

// talk is one conversation while it goes on.
type talk struct {
	used     int
	last     *seen
	turn     *turn // what one person wrote in a row, so far
	past     *turn // the turn before
	feeling  *part // waits for an answer
	question *part // asked for advice
	bid      *part // asked to make up
	boundary *seen // asked for time
	chain    links
	open     *Chain // ended by a flag; waits for what comes next
	row      []*seen
	promises []*Promise
	window   []*seen
}

// A turn is what one person wrote in a row, read as one. Findings stay on their own messages; who answers what is told
// by turns.
type turn struct {
	seen         // the messages together; its ref is that of the first
	parts []part // the messages that held something, a few of them
}

// part is one message of a turn.
type part struct {
	*seen
	turn *turn
}

// A turn has no end where one person writes and writes, or where no times are known: maxParts is how many of its messages
// are told apart, and maxContent after how many of its words no more are kept.
const (
	maxParts   = 24
	maxContent = 512
)

func newTurn(m *seen) *turn {
	t := &turn{seen: *m}
	t.parts = []part{{m, t}}
	return t
}

// takes reports whether m belongs to the turn.
func (t *turn) takes(m *seen) bool {
	return t != nil && t.speaker == m.speaker && within(&t.seen, m, turnWithin)
}

func (t *turn) add(m *seen) {
	t.at = m.at
	t.words += m.words
	t.flags = appendNew(t.flags, m.flags)
	t.strengths = appendNew(t.strengths, m.strengths)
	t.acts = appendNew(t.acts, m.acts)
	if len(t.content) < maxContent {
		t.content = append(t.content, m.content...)
	}
	if len(t.text) < maxExcerpt {
		t.text += "\n" + m.text
	}
	if len(t.parts) < maxParts {
		t.parts = append(t.parts, part{m, t})
	}
}

func appendNew(list, more []string) []string {
	list = slices.Clip(list) // it may be a message's
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// with returns the first message of the turn that a test holds for, or the first of all.
func (t *turn) with(is func(m *seen) bool) *seen {
	for _, p := range t.parts {
		if is(p.seen) {
			return p.seen
		}
	}
	return t.parts[0].seen
}

// add takes the next message of the conversation.
func (t *talk) add(g *Gatherer, p *Person, m *seen) {
	silence := t.last == nil || !m.at.IsZero() && m.at.Sub(t.last.at) >= newTalkAfter
	if silence && !m.at.IsZero() {
		p.Starts++
	}
	if t.turn.takes(m) {
		t.turn.add(m)
	} else {
		t.endTurn(g)
		t.before(g, m)
		t.turn = newTurn(m)
	}
	t.pushing(g, m)
	t.chained(g, m)
	t.heated(p, m)
	t.promised(g, m)
	t.exchanged(g, m, silence)
	t.last = m
}

// before gives up on what has waited too long for the turn that begins with m.
func (t *talk) before(g *Gatherer, m *seen) {
	if t.feeling != nil && !within(t.feeling.seen, m, answerWithin) {
		g.report.Feelings.Nothing.add(t.feeling.ref)
		t.feeling = nil
	}
	if t.bid != nil && !within(t.bid.seen, m, answerWithin) {
		g.report.Repairs.None.add(t.bid.ref)
		t.bid = nil
	}
	if t.question != nil && !within(t.question.seen, m, answerWithin) {
		t.question = nil
	}
}

// endTurn reads what one person wrote in a row: as an answer to what waits, and for what now waits itself.
func (t *talk) endTurn(g *Gatherer) {
	now := t.turn
	if now == nil {
		return
	}
	t.turn = nil
	t.answer(g, now)
	t.opened(g, now)
}

// opened remembers what waits for an answer.
func (t *talk) opened(g *Gatherer, now *turn) {
	asks := func(m *seen) bool { return m.did("act/asks-for-advice") }
	if now.did("act/asks-for-advice") {
		t.question = &part{now.with(asks), now}
	}
	// Who asks for advice with it came for that.
	shares := func(m *seen) bool { return m.did("act/shares-feeling") || m.did("act/opens-up") }
	if shares(&now.seen) && !asks(&now.seen) && (t.feeling == nil || t.feeling.speaker != now.speaker) {
		t.feeling = &part{now.with(shares), now}
	}
	reaches := func(m *seen) bool { return m.did("act/apologizes") || m.warm("repair") }
	if reaches(&now.seen) && (t.bid == nil || t.bid.speaker != now.speaker) {
		t.bid = &part{now.with(reaches), now}
		g.report.Repairs.Bids.add(t.bid.ref)
	}
}

// answer reads a turn as the other person's answer to what waits.
func (t *talk) answer(g *Gatherer, now *turn) {
	if f := t.feeling; f != nil && f.speaker != now.speaker {
		t.feeling = nil
		ref := refTo(now.with(isMarked), f.seen)
		g.report.Feelings.kind(f.seen, &now.seen).add(ref)
		g.person(now.speaker).Answers.kind(f.seen, &now.seen).add(ref)
		g.replies(f.speaker, now, "feeling", ref)
	}
	if q := t.question; q != nil && q.speaker != now.speaker {
		t.question = nil
		advises := func(m *seen) bool { return slices.Contains(m.allowed, "advice") }
		if m := now.with(advises); advises(m) {
			g.report.AdviceAsked.add(refTo(m, q.seen))
		}
	}
	if b := t.bid; b != nil && b.speaker != now.speaker {
		t.bid = nil
		ref := refTo(now.with(isMarked), b.seen)
		switch {
		case len(now.flags) > 0:
			g.report.Repairs.Hurt.add(ref)
		case len(now.strengths) > 0 || now.did("act/apologizes") || isThanks(now.text):
			g.report.Repairs.Taken.add(ref)
		default:
			g.report.Repairs.Other.add(ref)
		}
	}
	if t.past != nil && t.past.speaker != now.speaker && within(&t.past.seen, now.parts[0].seen, answerWithin) {
		if len(t.past.flags) > 0 {
			g.replies(t.past.speaker, now, "hurt", refTo(now.with(isMarked), t.past.with(isHurting)))
		}
		if len(t.past.strengths) > 0 {
			g.replies(t.past.speaker, now, "warm", refTo(now.with(isMarked), t.past.with(isWarm)))
		}
	}
	t.past = now
}

func isMarked(m *seen) bool  { return len(m.flags)+len(m.strengths) > 0 }
func isHurting(m *seen) bool { return len(m.flags) > 0 }
func isWarm(m *seen) bool    { return len(m.strengths) > 0 }

// refTo names a message with the one it answers.
func refTo(m, about *seen) Ref {
	r, a := m.ref, about.ref
	a.Try = ""
	r.About = &a
	return r
}

// replies counts what a turn held that answers another's.
func (g *Gatherer) replies(from string, now *turn, what string, ref Ref) {
	k := slices.IndexFunc(g.report.Replies, func(r *Replies) bool { return r.From == from && r.To == now.speaker && r.What == what })
	if k < 0 {
		if len(g.report.Replies) >= 3*maxPairs {
			return
		}
		k = len(g.report.Replies)
		g.report.Replies = append(g.report.Replies, &Replies{From: from, To: now.speaker, What: what})
	}
	r := g.report.Replies[k]
	switch {
	case len(now.flags) > 0 && len(now.strengths) > 0:
		r.Both.add(ref)
	case len(now.flags) > 0:
		r.Hurt.add(ref)
	case len(now.strengths) > 0:
		r.Warm.add(ref)
	default:
		r.None.add(ref)
	}
}

func (r *Replies) total() int { return r.Hurt.N + r.Warm.N + r.Both.N + r.None.N }

// kind decides how a feeling was met.
func (a *Answers) kind(feeling, m *seen) *Count {
	switch {
	case m.hurts("advice"):
		return &a.Advice
	case len(m.flags) > 0:
		return &a.Dismissed
	case m.warm("validation", "reflection", "appreciation", "patience", "repair"):
		return &a.Understood
	case m.warm("asks-first", "curiosity"):
		return &a.Asked
	case isElsewhere(feeling, m):
		return &a.Elsewhere
	}
	return &a.Other
}

// isElsewhere reports whether an answer has nothing to do with the feeling, as far as words show: none in common, and
// nobody addressed.
func isElsewhere(feeling, m *seen) bool {
	if m.words < 4 || m.text == "" {
		return false
	}
	text := " " + strings.ToLower(strings.Map(lettersOnly, m.text)) + " "
	for _, w := range [...]string{" you ", " your ", " you're ", " u ", " that ", " that's ", " it ", " sorry ", " oh ", " aw ", " hug ", " same ", " yes ", " yeah ", " no ", " this ", " i'm ", " ok ", " okay ", " love "} {
		if strings.Contains(text, w) {
			return false
		}
	}
	for _, w := range feeling.content {
		if strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func lettersOnly(r rune) rune {
	switch r {
	case ',', '.', '!', '?', ';', ':', '…', '"', '(', ')':
		return ' '
	case '’':
		return '\''
	}
	return r
}

func isThanks(text string) bool {
	text = strings.ToLower(text)
	for _, w := range [...]string{"thank", "it's ok", "it's fine", "that's ok", "forgive", "me too", "i'm sorry too", "love you", "no worries", "all good", "❤", "🤗", "appreciate"} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// within reports whether b came soon enough after a. Without times, the next message is soon.
func within(a, b *seen, d time.Duration) bool {
	return a.at.IsZero() || b.at.IsZero() || b.at.Sub(a.at) <= d
}

// pushing counts what comes from the other side after somebody asked for time: pressure, or a third message in a row.
func (t *talk) pushing(g *Gatherer, m *seen) {
	if m.did("act/sets-boundary") || m.warm("boundary") {
		t.boundary = m
		return
	}
	if t.boundary != nil && (!within(t.boundary, m, pushWithin) || t.boundary.speaker == m.speaker) {
		t.boundary = nil // time has passed, or they came back by themselves
	}
	if t.boundary == nil {
		return
	}
	if m.hurts("pressure", "blame", "contempt") || len(t.row) == 2 && t.row[0].speaker == m.speaker {
		g.report.Pushes.add(refTo(m, t.boundary))
	}
}

// links are flagged messages, each of somebody else than the one before. Where people hurt each other without an end, there
// are as many: the first and the last are enough.
type links struct {
	n           int
	first, last *seen
}

// chained follows flags that answer flags.
func (t *talk) chained(g *Gatherer, m *seen) {
	if t.open != nil {
		switch {
		case !within(t.chain.last, m, time.Hour):
			t.open.Ended = "silence"
		case len(m.flags) > 0:
		case t.chain.last.speaker == m.speaker && len(m.strengths) == 0: // they go on
		case len(m.strengths) > 0:
			t.open.Ended = "kind words"
		default:
			t.open.Ended = "other words"
		}
		if t.open.Ended != "" {
			t.endChain(g)
		}
	}
	if len(m.flags) == 0 {
		if t.chain.n > 0 && t.open == nil && !within(t.chain.last, m, chainWithin) {
			t.chain = links{}
		}
		return
	}
	if t.chain.n > 0 && !within(t.chain.last, m, chainWithin) {
		if t.open != nil {
			t.open.Ended = "silence"
			t.endChain(g)
		}
		t.chain = links{}
	}
	if t.chain.n > 0 && t.chain.last.speaker == m.speaker {
		t.chain.last = m
		if t.chain.n == 1 {
			t.chain.first = m
		}
		return
	}
	t.chain.n++
	t.chain.last = m
	if t.chain.n == 1 {
		t.chain.first = m
	}
	if t.chain.n >= 2 {
		t.open = &Chain{Length: t.chain.n, First: t.chain.first.ref, Last: m.ref}
	}
}

// maxChains is how many chains are listed, longest first.
const maxChains = 20

func (t *talk) endChain(g *Gatherer) {
	g.report.ChainCount++
	g.report.Chains = append(g.report.Chains, *t.open)
	slices.SortStableFunc(g.report.Chains, func(a, b Chain) int { return b.Length - a.Length })
	if len(g.report.Chains) > maxChains {
		g.report.Chains = g.report.Chains[:maxChains]
	}
	t.open, t.chain = nil, links{}
}

// heated counts rows of quick messages of one person with a flag among them, once a row.
func (t *talk) heated(p *Person, m *seen) {
	if n := len(t.row); n > 0 && (t.row[n-1].speaker != m.speaker || m.at.IsZero() || !within(t.row[n-1], m, heatWithin)) {
		t.row = t.row[:0]
	}
	t.row = append(t.row, m)
	if len(t.row) == 4 && slices.ContainsFunc(t.row, func(s *seen) bool { return len(s.flags) > 0 }) {
		p.Heat.add(t.row[0].ref)
	}
	if len(t.row) > 8 {
		t.row = slices.Delete(t.row, 0, 1)
	}
}

// promised lists promises, and looks for later words that refer to one: by whoever, but not in the same turn.
func (t *talk) promised(g *Gatherer, m *seen) {
	t.promises = slices.DeleteFunc(t.promises, func(p *Promise) bool {
		if !p.at.IsZero() && !m.at.IsZero() && m.at.Sub(p.at) > keptWithin {
			return true
		}
		if p.turn == t.turn || !p.isAbout(m) {
			return false
		}
		later := m.ref
		p.Later = &later
		g.report.Promised.Later++
		return true
	})
	if !m.did("act/makes-promise") {
		return
	}
	p := &Promise{Ref: m.ref, words: m.content, turn: t.turn, at: m.at}
	g.report.Promised.N++
	if g.report.Promises = append(g.report.Promises, p); len(g.report.Promises) > maxPromises {
		g.report.Promises = slices.Delete(g.report.Promises, 0, 1)
	}
	if t.promises = append(t.promises, p); len(t.promises) > maxOpenPromises {
		t.promises = slices.Delete(t.promises, 0, 1)
	}
}

// maxOpenPromises is how many promises of a conversation wait for a later word.
const maxOpenPromises = 20

// isAbout reports whether a later message refers to the promise: it has half of the words that say what the promise
// is about, or says that something was done as said.
func (p *Promise) isAbout(m *seen) bool {
	if p.Speaker == m.speaker && (m.warm("reliability") && !m.did("act/makes-promise") || strings.Contains(strings.ToLower(m.text), "as promised")) {
		return true
	}
	if len(p.words) == 0 {
		return false
	}
	said := contentWords(m.text)
	common := 0
	for _, w := range p.words {
		if slices.ContainsFunc(said, func(s string) bool { return sameStem(s, w) }) {
			common++
		}
	}
	return common*2 >= len(p.words)
}

// sameStem reports whether two words are forms of one, as far as their beginnings tell: call, called, calling.
func sameStem(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	stem := a
	if len(stem) > 5 {
		stem = stem[:len(stem)-2]
	}
	return strings.HasPrefix(b, stem) && len(b)-len(stem) <= 4
}

// exchanged keeps the hardest and the best few messages in a row.
func (t *talk) exchanged(g *Gatherer, m *seen, silence bool) {
	if silence || len(t.window) == maxExchange || len(t.window) > 0 && !within(t.window[len(t.window)-1], m, time.Hour) {
		t.endWindow(g)
	}
	t.window = append(t.window, m)
}

func (t *talk) endWindow(g *Gatherer) {
	flags, strengths := 0, 0
	var refs []Ref
	for _, m := range t.window {
		flags += len(m.flags)
		strengths += len(m.strengths)
	}
	if flags > 1 || strengths > 1 {
		for _, m := range t.window {
			refs = append(refs, m.ref)
		}
		if flags > 1 { // what was mended afterwards was hard all the same
			g.report.Hardest = keepBest(g.report.Hardest, Exchange{2*flags - strengths, refs})
		}
		g.report.Best = keepBest(g.report.Best, Exchange{strengths - 2*flags, refs})
	}
	t.window = t.window[:0]
}

func keepBest(list []Exchange, e Exchange) []Exchange {
	if e.Score < 2 {
		return list
	}
	list = append(list, e)
	slices.SortStableFunc(list, func(a, b Exchange) int { return b.Score - a.Score })
	return list[:min(len(list), maxExchanges)]
}

// close ends the conversation: what still waits was met with nothing.
func (t *talk) close(g *Gatherer) {
	t.endTurn(g)
	if t.feeling != nil {
		g.report.Feelings.Nothing.add(t.feeling.ref)
	}
	if t.bid != nil {
		g.report.Repairs.None.add(t.bid.ref)
	}
	if t.open != nil {
		t.open.Ended = "silence"
		t.endChain(g)
	}
	t.endWindow(g)
	t.feeling, t.bid = nil, nil
}
