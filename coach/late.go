package coach

import (
	"slices"
	"sync/atomic"

	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/coach/text"
)

// Most phrases that may match in a message are of rules that no finding comes from: acts that nobody will ask for, answers
// to what nobody said, masks with nothing beneath them. Whether they do match is found out when it makes a difference.

// A part says when the phrases of a rule are looked at.
type part uint8

const (
	atOnce part = iota
	never
	around    // of a mask: where the sentence holds other matches
	answering // once it is known what the others said before
	asked     // once another rule asks whether it was said
)

// A candidate is a phrase that may match in a sentence.
type candidate struct {
	sentence int32 // ^i for sentence i without the words that change nothing
	phrase   int32
}

// An answer is a rule that speaks after what the others said.
type answer struct {
	rule int
	hearing
}

// longText is from how many bytes on a text isn't kept for later.
const longText = 1 << 10

// partOf says when a rule's phrases are looked at in a message.
func (a *analyzer) partOf(m *Message, r int) part {
	use := a.coach.set.Use(r)
	alone := m.Context == nil && m.Speaker == "" // nobody is known to have said anything before, or will know that this was
	switch {
	case a.thorough:
		return atOnce
	case alone && use.Is(rule.Answers):
		return never
	case a.coach.acts:
		return atOnce
	case use.Kind() == rule.Mask:
		return around
	case !a.coach.wants(r, use.Kind()):
		return a.askedPart(use, m.Text, !alone && m.Context == nil)
	case use.Is(rule.Answers) && !use.Is(rule.Heard):
		return answering
	}
	return atOnce
}

// askedPart says when a rule that makes no finding itself is looked at.
func (a *analyzer) askedPart(use rule.Use, msg string, remembered bool) part {
	heard := remembered && use.Is(rule.Heard)
	switch {
	case !heard && !use.Is(rule.Beside):
		return never
	case !use.Is(rule.Plain), heard && (len(msg) > longText || a.kept.bytes.Load() > mostKept):
		return atOnce
	}
	return asked
}

// wants reports whether the user may be shown what a rule finds.
func (c *Coach) wants(r int, kind rule.Kind) bool {
	switch kind {
	case rule.Flag, rule.Strength:
		return c.shows(r)
	case rule.Care:
		return !c.noCare
	}
	return false
}

func (a *analyzer) ruleOf(c candidate) int { return a.coach.set.Role(c.phrase).Rule }

func (a *analyzer) isMask(r int) bool { return a.coach.set.Use(r).Kind() == rule.Mask }

// candidateMatches adds the matches of the wanted rules among the candidates of one sentence, which was read.
func (a *analyzer) candidateMatches(late []candidate, wanted func(rule int) bool) {
	for len(late) > 0 {
		r, n := a.ruleOf(late[0]), 1
		for n < len(late) && a.ruleOf(late[n]) == r {
			n++
		}
		if wanted(r) {
			a.phrases = a.phrases[:0]
			for _, c := range late[:n] {
				a.phrases = append(a.phrases, c.phrase)
			}
			a.ruleMatches(late[0].sentence, a.phrases)
		}
		late = late[n:]
	}
}

// look returns what the candidates of the wanted rules match in msg, in order of place, until the next call. Matches in words
// that are not the writer's own are dropped.
func (a *analyzer) look(msg string, late []candidate, wanted func(rule int) bool) []Trace {
	a.traces = a.traces[:0]
	var sentences []text.Sentence
	for len(late) > 0 {
		n := 1
		for n < len(late) && late[n].sentence == late[0].sentence {
			n++
		}
		if here := late[:n]; slices.ContainsFunc(here, func(c candidate) bool { return wanted(a.ruleOf(c)) }) {
			if sentences == nil {
				sentences = a.splitter.Split(msg)
			}
			i := here[0].sentence
			s := &sentences[max(i, ^i)]
			a.scanner.Read(msg, s)
			if i >= 0 {
				a.lateMatches(here, wanted)
			} else if bare, ok := a.scanner.Bare(); ok {
				a.bareMatches(msg, s, a.firstOf(int(^i)), func() {
					a.scanner.Read(msg, bare)
					a.lateMatches(here, wanted)
				})
			}
		}
		late = late[n:]
	}
	if len(a.traces) == 0 {
		return nil
	}
	a.hearLaughs(msg, sentences)
	a.arrange()
	a.traces = slices.DeleteFunc(a.traces, func(t Trace) bool { return t.Rule.Kind == rule.Mask })
	return a.traces
}

// lateMatches adds the matches of the wanted rules in a sentence, and of masks where there are some.
func (a *analyzer) lateMatches(here []candidate, wanted func(rule int) bool) {
	first := len(a.traces)
	if a.candidateMatches(here, wanted); len(a.traces) > first {
		a.candidateMatches(here, a.isMask)
	}
}

// firstOf returns the first of the matches of sentence i, which are the last there are.
func (a *analyzer) firstOf(i int) int {
	n := len(a.traces)
	for n > 0 && a.traces[n-1].sentence == i {
		n--
	}
	return n
}

// beside returns what else is done in a message where one of its matches asks for it. It is no longer to be looked at late.
func (a *analyzer) beside(e *examined, asking []Trace) []Trace {
	var all []Trace
	for len(asking) > 0 && len(e.late) > 0 {
		var names []string
		for i := range asking {
			names = append(names, asking[i].Rule.Context.SkipWith...)
		}
		if len(names) == 0 {
			break
		}
		asking = a.take(e, func(r int) bool { return a.coach.set.Use(r).Is(rule.Beside) && a.coach.named(names, r) })
		all = append(all, asking...)
	}
	return all
}

// take looks at the candidates of some rules, and leaves the others for later.
func (a *analyzer) take(e *examined, wanted func(rule int) bool) []Trace {
	found := slices.Clone(a.look(e.message.Text, e.late, wanted))
	e.late = slices.DeleteFunc(e.late, func(c candidate) bool { return wanted(a.ruleOf(c)) })
	return found
}

// named reports whether one of the names means the rule.
func (c *Coach) named(names []string, r int) bool {
	id := c.set.IDs()[r]
	return slices.ContainsFunc(names, func(n string) bool { return rule.Names(n, id) })
}

// answering returns the rules among the candidates that speak after what the others said before.
func (a *analyzer) answering(late []candidate, before []said) []answer {
	var answers []answer
	last := -1
	for _, c := range late {
		r := a.ruleOf(c)
		if r == last || !a.coach.set.Use(r).Is(rule.Answers) || a.isMask(r) || slices.ContainsFunc(answers, func(w answer) bool { return w.rule == r }) {
			continue
		}
		last = r
		if h := a.heard(a.coach.set.Rule(r), before); !h.dropped {
			answers = append(answers, answer{r, h})
		}
	}
	return answers
}

// finish adds the matches of the rules that turned out to speak after what the others said.
func (a *analyzer) finish(e *examined) {
	if len(e.answers) == 0 {
		return
	}
	index := func(r int) int { return slices.IndexFunc(e.answers, func(w answer) bool { return w.rule == r }) }
	found := a.take(e, func(r int) bool { return index(r) >= 0 })
	found = append(found, a.beside(e, found)...)
	known := len(e.traces)
	e.traces = append(e.traces, found...)
	for i := known; i < len(e.traces); i++ {
		t, h := &e.traces[i], hearing{}
		if w := index(t.index); w >= 0 {
			h = e.answers[w].hearing
		} else {
			h.dropped = len(t.Rule.Context.OnlyAfter) > 0 // it would be among the answers
		}
		a.coach.judge(t, e.traces, h)
	}
	inOrder(e.traces)
	dropAllOverlapping(e.traces)
}

// An open is a message that was said before, and what may match in it: whether it does is found out when it is asked for.
type open struct {
	text   string
	late   []candidate
	did    []int // the rules that do
	before *open // in the same turn
}

// What is kept open: messages of one turn, and bytes of messages in all conversations. What is more is looked at as it comes.
const (
	maxOpen  = 8
	mostKept = 4 << 20
)

// A keeper keeps messages open, in memory that is used again.
type keeper struct {
	bytes atomic.Int64
	free  []*open
}

// open returns what is to be kept of a message for what may be asked of it, nil for nothing.
func (k *keeper) open(a *analyzer, e *examined) *open {
	if !slices.ContainsFunc(e.late, func(c candidate) bool { return a.isHeard(a.ruleOf(c)) }) {
		return nil
	}
	var o *open
	if n := len(k.free); n > 0 {
		o, k.free = k.free[n-1], k.free[:n-1]
	} else {
		o = &open{}
	}
	o.text = e.message.Text
	o.late, o.did, o.before = slices.Grow(o.late[:0], usualLate), o.did[:0], nil
	for _, c := range e.late {
		if r := a.ruleOf(c); a.isHeard(r) || a.isMask(r) {
			o.late = append(o.late, c)
		}
	}
	k.bytes.Add(o.size())
	return o
}

// size is what an open counts for.
func (o *open) size() int64 { return int64(len(o.text) + 8*cap(o.late) + 100) }

// forget takes back what was kept of a message, and of those before it in its turn.
func (k *keeper) forget(o *open) {
	for ; o != nil; o = o.before {
		k.bytes.Add(-o.size())
		o.text = ""
		if len(k.free) < maxFree {
			k.free = append(k.free, o)
		}
	}
}

// The room that is made for each at least, so that most fit where others were; and how many are held ready to be used again.
const (
	usualLate = 6
	maxFree   = 64
)

func (a *analyzer) isHeard(r int) bool {
	use := a.coach.set.Use(r)
	return use.Is(rule.Heard) && use.Kind() != rule.Mask
}

// did looks at what is open, and reports whether one of the named acts was done.
func (a *analyzer) did(o *open, acts []string) bool {
	for {
		if slices.ContainsFunc(o.did, func(r int) bool { return a.coach.named(acts, r) }) {
			return true
		}
		i := slices.IndexFunc(o.late, func(c candidate) bool {
			return a.coach.set.Use(a.ruleOf(c)).Kind() != rule.Mask && a.coach.named(acts, a.ruleOf(c))
		})
		if i < 0 {
			return false
		}
		r := a.ruleOf(o.late[i])
		a.close(o, func(other int) bool { return other == r })
	}
}

// close looks at the candidates of some rules, and remembers which of them do match.
func (a *analyzer) close(o *open, rules func(rule int) bool) {
	traces := a.look(o.text, o.late, rules)
	for i := range traces {
		a.coach.judge(&traces[i], traces, hearing{})
	}
	o.did = union(o.did, a.saidRules(traces))
	o.late = slices.DeleteFunc(o.late, func(c candidate) bool { return rules(a.ruleOf(c)) })
}

// anySaid reports whether one of the messages holds one of the acts.
func (a *analyzer) anySaid(before []said, acts []string) bool {
	if len(acts) == 0 {
		return false
	}
	for _, s := range before {
		if slices.ContainsFunc(s.rules, func(r int) bool { return a.coach.named(acts, r) }) {
			return true
		}
	}
	for _, s := range slices.Backward(before) {
		for o := s.open; o != nil; o = o.before {
			if a.did(o, acts) {
				return true
			}
		}
	}
	return false
}
