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
	feeling  *seen // waits for an answer
	question *seen // asked for advice
	bid      *seen // asked to make up
	boundary *seen // asked for time
	chain    []*seen
	open     *Chain // ended by a flag; waits for what comes next
	row      []*seen
	promises []*Promise
	window   []*seen
}

// add takes the next message of the conversation.
func (t *talk) add(g *Gatherer, p *Person, m *seen) {
	silence := t.last == nil || !m.at.IsZero() && m.at.Sub(t.last.at) >= newTalkAfter
	if silence && !m.at.IsZero() {
		p.Starts++
	}
	if t.last != nil && t.last.speaker != m.speaker {
		t.answer(g, m)
	}
	t.late(g, m)
	t.pushing(g, m)
	t.chained(g, m)
	t.heated(p, m)
	t.promised(g, m)
	t.opened(g, m)
	t.exchanged(g, m, silence)
	t.last = m
}

// opened remembers what waits for an answer.
func (t *talk) opened(g *Gatherer, m *seen) {
	if m.did("act/asks-for-advice") {
		t.question = m
	}
	if m.did("act/shares-feeling") || m.did("act/opens-up") {
		if t.feeling != nil && t.feeling.speaker != m.speaker {
			g.report.Feelings.Other.add(t.feeling.ref)
		}
		t.feeling = m
	}
	if m.did("act/apologizes") || m.warm("repair") {
		if t.bid == nil || t.bid.speaker != m.speaker {
			g.report.Repairs.Bids.add(m.ref)
		}
		t.bid = m
	}
	if m.did("act/sets-boundary") || m.warm("boundary") {
		t.boundary = m
	}
}

// answer reads m as the other person's answer to what waits.
func (t *talk) answer(g *Gatherer, m *seen) {
	if f := t.feeling; f != nil && f.speaker != m.speaker {
		t.feeling = nil
		if within(f, m, answerWithin) {
			g.report.Feelings.kind(f, m).add(m.ref)
		} else {
			g.report.Feelings.Nothing.add(f.ref)
		}
	}
	if q := t.question; q != nil && q.speaker != m.speaker {
		t.question = nil
		if within(q, m, answerWithin) {
			g.report.AdviceAsked.add(m.ref)
		}
	}
	if b := t.bid; b != nil && b.speaker != m.speaker {
		t.bid = nil
		switch {
		case len(m.flags) > 0:
			g.report.Repairs.Hurt.add(m.ref)
		case len(m.strengths) > 0 || isThanks(m.text):
			g.report.Repairs.Taken.add(m.ref)
		}
	}
}

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

// late gives up on what has waited too long.
func (t *talk) late(g *Gatherer, m *seen) {
	if t.feeling != nil && !within(t.feeling, m, answerWithin) {
		g.report.Feelings.Nothing.add(t.feeling.ref)
		t.feeling = nil
	}
	if t.boundary != nil && (!within(t.boundary, m, pushWithin) || t.boundary.speaker == m.speaker && t.boundary != m && len(m.acts) == 0) {
		t.boundary = nil
	}
}

// pushing counts what comes from the other side after somebody asked for time: pressure, or a third message in a row.
func (t *talk) pushing(g *Gatherer, m *seen) {
	if t.boundary == nil || t.boundary.speaker == m.speaker {
		return
	}
	if m.hurts("pressure", "blame", "contempt") || len(t.row) == 2 && t.row[0].speaker == m.speaker && t.row[0] != t.boundary {
		g.report.Pushes.add(m.ref)
	}
}

// chained follows flags that answer flags.
func (t *talk) chained(g *Gatherer, m *seen) {
	if t.open != nil {
		switch {
		case !within(t.chain[len(t.chain)-1], m, time.Hour):
			t.open.Ended = "silence"
		case len(m.flags) > 0:
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
		if n := len(t.chain); n > 0 && t.open == nil && !within(t.chain[n-1], m, chainWithin) {
			t.chain = t.chain[:0]
		}
		return
	}
	if n := len(t.chain); n > 0 && !within(t.chain[n-1], m, chainWithin) {
		if t.open != nil {
			t.open.Ended = "silence"
			t.endChain(g)
		}
		t.chain = t.chain[:0]
	}
	if n := len(t.chain); n > 0 && t.chain[n-1].speaker == m.speaker {
		t.chain[n-1] = m
		return
	}
	t.chain = append(t.chain, m)
	if len(t.chain) >= 2 {
		t.open = &Chain{Length: len(t.chain), First: t.chain[0].ref, Last: m.ref}
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
	t.open, t.chain = nil, t.chain[:0]
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

// promised lists promises, and looks for later words that refer to one.
func (t *talk) promised(g *Gatherer, m *seen) {
	for _, p := range t.promises {
		if p.Later != nil || p.Speaker != m.speaker || p.Line == m.ref.Line && p.File == m.ref.File {
			continue
		}
		text := strings.ToLower(m.text)
		if m.warm("reliability") && !m.did("act/makes-promise") || strings.Contains(text, "as promised") || slices.ContainsFunc(p.words, func(w string) bool { return strings.Contains(text, w) }) {
			later := m.ref
			p.Later = &later
		}
	}
	if !m.did("act/makes-promise") || len(g.report.Promises) >= maxPromises {
		return
	}
	p := &Promise{Ref: m.ref, words: m.content}
	g.report.Promises = append(g.report.Promises, p)
	if t.promises = append(t.promises, p); len(t.promises) > 20 {
		t.promises = slices.Delete(t.promises, 0, 1)
	}
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
		g.report.Hardest = keepBest(g.report.Hardest, Exchange{flags - strengths, refs})
		g.report.Best = keepBest(g.report.Best, Exchange{strengths - flags, refs})
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
	if t.feeling != nil {
		g.report.Feelings.Nothing.add(t.feeling.ref)
	}
	if t.open != nil {
		t.open.Ended = "silence"
		t.endChain(g)
	}
	t.endWindow(g)
	t.feeling = nil
}
