package coach

import (
	"cmp"
	"iter"
	"slices"

	"github.com/emotional-safety/coach/coach/phrase"
	"github.com/emotional-safety/coach/coach/reframe"
	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/coach/text"
)

// A Dropped says why a match became no finding. It is empty for one that did.
type Dropped string

// The reasons for dropping a match.
const (
	DroppedUnless   Dropped = "unless"   // one of the rule's exceptions overlaps it
	DroppedMask     Dropped = "mask"     // the words are not the writer's own
	DroppedContext  Dropped = "context"  // the rule needs, or refuses, what was said before or beside
	DroppedAudience Dropped = "audience" // the rule is not for this reader
	DroppedInFun    Dropped = "in-fun"   // the message laughs, and the rule lets teasing pass
	DroppedFilter   Dropped = "filter"   // the user chose not to see the rule
	DroppedOverlap  Dropped = "overlap"  // another match says it better
)

// A Trace is one match of a rule's phrase with what became of it.
type Trace struct {
	Rule     *rule.Rule
	Phrase   int // index into Rule.Phrases
	Span     text.Span
	Severity rule.Severity
	Dropped  Dropped
	Unless   []int // indexes into Rule.Unless of the exceptions that overlap the match

	index    int // of the rule in its set
	match    phrase.Match
	begins   bool // the match begins a sentence
	laughs   bool // the message shows that it is meant in fun; only known where the rule asks
	sentence int
}

// An analyzer finds matches in messages. It is the working memory of one conversation.
type analyzer struct {
	coach    *Coach
	splitter text.Splitter
	scanner  *phrase.Scanner
	traces   []Trace
	late     []candidate
	room     []candidate // for those of the messages at hand
	phrases  []int32     // of one rule
	rewrites bool        // looks for what may be put in unasked, too
	thorough bool        // looks for what can become no finding, too
	kept     *keeper     // shared by all analyzers of a conversation

	templates map[string]*reframe.Template // by source, once they were needed
}

func newAnalyzer(c *Coach) *analyzer {
	return &analyzer{coach: c, scanner: phrase.NewScanner(c.set.Program()), kept: &keeper{}}
}

// An examined message is one whose matches are known, and not yet what becomes of them: that takes what the others said.
type examined struct {
	message *Message
	traces  []Trace     // in order of place
	late    []candidate // what may match, and is looked at when it is asked for
	answers []answer    // the rules among them that speak, after what the others said
	settled bool        // it came with its context
}

// examine finds the matches in m. Nothing that was said before has a part in it, so messages may be examined in any
// order. One without matches costs no allocation. What is examined is valid until makeRoom.
func (a *analyzer) examine(m *Message) examined {
	e := examined{message: m}
	e.traces, e.late = a.found(m.Text, func(r int) part { return a.partOf(m, r) })
	if beside := a.beside(&e, e.traces); len(beside) > 0 {
		e.traces = append(e.traces, beside...)
		inOrder(e.traces)
	}
	if m.Context != nil {
		var before []said
		if a.listens(&e) {
			before = a.contextOf(m)
		}
		a.settle(&e, before)
		e.settled = true
	}
	return e
}

// makeRoom forgets the messages that were examined.
func (a *analyzer) makeRoom() { a.room = a.room[:0] }

// found returns the matches in a text, in order of place, and what is left to be looked at. Those in words that are not
// the writer's own are dropped.
func (a *analyzer) found(msg string, when func(rule int) part) ([]Trace, []candidate) {
	a.matches(msg, when)
	a.arrange()
	from := len(a.room)
	a.room = append(a.room, a.late...)
	late := a.room[from:len(a.room):len(a.room)]
	if len(a.traces) == 0 {
		return nil, late
	}
	return slices.Clone(a.traces), late
}

// arrange puts the matches in order of place, and drops those in words that are not the writer's own.
func (a *analyzer) arrange() {
	inOrder(a.traces)
	for sentence := range sentences(a.traces) {
		dropMasked(sentence)
	}
}

func inOrder(traces []Trace) {
	if len(traces) < 2 {
		return
	}
	slices.SortStableFunc(traces, func(x, y Trace) int {
		return cmp.Or(cmp.Compare(x.Span.Start, y.Span.Start), cmp.Compare(y.Span.End, x.Span.End), cmp.Compare(x.index, y.index))
	})
}

// listens reports whether what becomes of a match depends on what was said before.
func (a *analyzer) listens(e *examined) bool {
	for i := range e.traces {
		if ctx := &e.traces[i].Rule.Context; len(ctx.SkipAfter)+len(ctx.OnlyAfter)+len(ctx.RaiseAfter) > 0 {
			return true
		}
	}
	return slices.ContainsFunc(e.late, func(c candidate) bool { return a.coach.set.Use(a.ruleOf(c)).Is(rule.Answers) })
}

// settle decides what becomes of matches when the others have said before.
func (a *analyzer) settle(e *examined, before []said) {
	for i := range e.traces {
		t := &e.traces[i]
		a.coach.judge(t, e.traces, a.heard(t.Rule, before))
	}
	e.answers = a.answering(e.late, before)
	if len(e.answers) == 0 {
		dropAllOverlapping(e.traces)
	}
}

func dropAllOverlapping(traces []Trace) {
	for sentence := range sentences(traces) {
		dropOverlapping(sentence)
	}
}

// sentences yields the matches of each sentence. They stand in order of place, and none goes beyond its sentence.
func sentences(traces []Trace) iter.Seq[[]Trace] {
	return func(yield func([]Trace) bool) {
		for len(traces) > 0 {
			n := 1
			for n < len(traces) && traces[n].sentence == traces[0].sentence {
				n++
			}
			if !yield(traces[:n]) {
				return
			}
			traces = traces[n:]
		}
	}
}

// matches runs the phrases over every sentence, and looks at those of each rule when it is said to. What it leaves in
// traces and in late is valid until the next call.
func (a *analyzer) matches(msg string, when func(rule int) part) {
	a.traces, a.late = a.traces[:0], a.late[:0]
	sentences := a.splitter.Split(msg)
	for i := range sentences {
		s := &sentences[i]
		first, firstLate := len(a.traces), len(a.late)
		a.sentenceMatches(msg, int32(i), s, when)
		lastLate := len(a.late)
		bare, again := a.scanner.Bare()
		if again {
			a.bareMatches(msg, s, first, func() {
				a.sentenceMatches(msg, ^int32(i), bare, when)
				a.candidateMatches(a.late[lastLate:], a.isMask)
			})
		}
		if len(a.traces) > first {
			if again {
				a.scanner.Read(msg, s)
			}
			a.candidateMatches(a.late[firstLate:lastLate], a.isMask)
		}
	}
	a.hearLaughs(msg, sentences)
}

// sentenceMatches runs the phrases over sentence i, or over sentence ^i without the words that change nothing.
func (a *analyzer) sentenceMatches(msg string, i int32, s *text.Sentence, when func(rule int) part) {
	found := a.scanner.Scan(msg, s)
	for len(found) > 0 {
		n, r := a.sameRule(found)
		switch when(r) {
		case atOnce:
			a.ruleMatches(i, found[:n])
		case never:
		default:
			for _, p := range found[:n] {
				a.late = append(a.late, candidate{i, p})
			}
		}
		found = found[n:]
	}
}

// bareMatches adds what is found in a sentence once the words that change nothing are left out, by rules that found nothing
// with them. Those are among the matches from first on. An exception holds in either reading.
func (a *analyzer) bareMatches(msg string, s *text.Sentence, first int, find func()) {
	known := len(a.traces)
	find()
	added := slices.DeleteFunc(a.traces[known:], func(t Trace) bool {
		return slices.ContainsFunc(a.traces[first:known], func(k Trace) bool { return k.index == t.index })
	})
	a.traces = a.traces[:known+len(added)]
	if len(added) == 0 {
		return
	}
	a.scanner.Read(msg, s)
	for len(added) > 0 {
		n := 1
		for n < len(added) && added[n].index == added[0].index {
			n++
		}
		a.except(added[:n])
		added = added[n:]
	}
}

// hearLaughs notes where it matters that the message is meant in fun.
func (a *analyzer) hearLaughs(msg string, sentences []text.Sentence) {
	teases := func(t Trace) bool { return t.Rule.InFun }
	if slices.ContainsFunc(a.traces, teases) && text.Laughs(msg, sentences) {
		for i := range a.traces {
			a.traces[i].laughs = true
		}
	}
}

// sameRule returns how many of the phrases, which come in order, belong to the rule of the first, and that rule.
func (a *analyzer) sameRule(phrases []int32) (n, rule int) {
	set := a.coach.set
	first := set.Role(phrases[0]).Rule
	for n = 1; n < len(phrases) && set.Role(phrases[n]).Rule == first; {
		n++
	}
	return n, first
}

// ruleMatches adds the matches of one rule in one sentence, and looks for its exceptions if there are any.
func (a *analyzer) ruleMatches(sentence int32, phrases []int32) {
	set := a.coach.set
	first := len(a.traces)
	for _, p := range phrases {
		role := set.Role(p)
		for _, m := range a.scanner.Matches(p) {
			r := set.Rule(role.Rule)
			a.traces = append(a.traces, Trace{
				Rule: r, Phrase: role.Index, Span: m.Span, Severity: r.Severity,
				index: role.Rule, match: m, sentence: int(max(sentence, ^sentence)), begins: a.scanner.Begins(m),
			})
		}
	}
	if first < len(a.traces) {
		a.except(a.traces[first:])
	}
}

// except drops those matches of one rule that an exception of it overlaps, in the sentence as it was read last.
func (a *analyzer) except(traces []Trace) {
	r := traces[0].Rule
	exceptions := traces[0].match.Phrase + int32(len(r.Phrases)-traces[0].Phrase) // a rule's exceptions follow its phrases
	for i := range r.Unless {
		found := a.scanner.Matches(exceptions + int32(i))
		for j := range traces {
			t := &traces[j]
			if slices.ContainsFunc(found, func(m phrase.Match) bool { return m.Span.Overlaps(t.Span) }) {
				t.Dropped = DroppedUnless
				if !slices.Contains(t.Unless, i) {
					t.Unless = append(t.Unless, i)
				}
			}
		}
	}
}

// dropMasked drops what begins in words that are not the writer's own. What only reaches into them is the writer's:
// "how did it feel when he said you never listen" is still a question.
func dropMasked(traces []Trace) {
	for i := range traces {
		if traces[i].Rule.Kind != rule.Mask || traces[i].Dropped != "" {
			continue
		}
		masked := maskedSpan(&traces[i])
		for j := range traces {
			t := &traces[j]
			if t.Rule.Kind != rule.Mask && t.Dropped == "" && masked.Start <= t.Span.Start && t.Span.Start < masked.End {
				t.Dropped = DroppedMask
			}
		}
	}
}

// maskedSpan is the part of a mask's match that it masks: its capture "masked", or all of it.
func maskedSpan(t *Trace) text.Span {
	for _, c := range t.match.Captures {
		if c.Name == "masked" {
			return c.Span
		}
	}
	return t.Span
}

// A hearing is what a rule makes of what the others said.
type hearing struct {
	dropped bool
	raised  bool
}

// judge applies context, audience and the user's choices to one match of a message that has these matches.
func (c *Coach) judge(t *Trace, message []Trace, h hearing) {
	if t.Dropped != "" {
		return
	}
	if h.dropped {
		t.Dropped = DroppedContext
		return
	}
	if h.raised {
		t.Severity++
	}
	if saidBeside(message, t.Rule.Context.SkipWith) {
		t.Dropped = DroppedContext
		return
	}
	if t.Dropped = c.forAudience(t); t.Dropped != "" {
		return
	}
	if t.Rule.InFun && t.laughs {
		t.Dropped = DroppedInFun
		return
	}
	shown := c.shows(t.index) && (t.Rule.Kind != rule.Flag || t.Severity >= c.min)
	if t.Rule.Kind == rule.Care {
		shown = !c.noCare
	}
	if hidden := t.Rule.Kind == rule.Act || t.Rule.Kind == rule.Mask; !shown && !hidden {
		t.Dropped = DroppedFilter
	}
}

// heard applies what the others said before to a rule.
func (a *analyzer) heard(r *rule.Rule, before []said) hearing {
	ctx := &r.Context
	if len(ctx.SkipAfter)+len(ctx.OnlyAfter)+len(ctx.RaiseAfter) == 0 {
		return hearing{}
	}
	within := cmp.Or(ctx.Within, rule.DefaultWithin)
	before = before[max(0, len(before)-within):]
	if a.anySaid(before, ctx.SkipAfter) || len(ctx.OnlyAfter) > 0 && !a.anySaid(before, ctx.OnlyAfter) {
		return hearing{dropped: true}
	}
	return hearing{raised: r.Severity != rule.NoSeverity && r.Severity < rule.Error && a.anySaid(before, ctx.RaiseAfter)}
}

// saidBeside reports whether the message itself does one of the acts: an excuse beside an apology is an explanation.
func saidBeside(message []Trace, acts []string) bool {
	if len(acts) == 0 {
		return false
	}
	return slices.ContainsFunc(message, func(t Trace) bool {
		return t.Dropped != DroppedUnless && t.Dropped != DroppedMask &&
			slices.ContainsFunc(acts, func(act string) bool { return rule.Names(act, t.Rule.ID) })
	})
}

func (c *Coach) forAudience(t *Trace) Dropped {
	a := &t.Rule.Audience
	if c.audience == "" {
		return ""
	}
	if len(a.Only) > 0 && !slices.Contains(a.Only, c.audience) {
		return DroppedAudience
	}
	switch severity := a.Severity[c.audience]; severity {
	case "":
	case "off":
		return DroppedAudience
	default:
		t.Severity, _ = rule.ParseSeverity(severity) // checked when the rule was read
	}
	return ""
}

// dropOverlapping leaves one finding where several speak of the same words. The strongest is kept first: of
// flags those that don't give way, then the most severe, then the longest; a strength gives way to every flag, and to a longer match of its own family.
func dropOverlapping(traces []Trace) {
	if len(traces) == 1 {
		return
	}
	order := make([]int, 0, len(traces))
	for i := range traces {
		if traces[i].Dropped == "" {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		x, y := &traces[i], &traces[j]
		return cmp.Or(turn(x)-turn(y), cmp.Compare(y.Severity, x.Severity), cmp.Compare(y.Span.End-y.Span.Start, x.Span.End-x.Span.Start), cmp.Compare(i, j))
	})
	for n, i := range order {
		for _, kept := range order[:n] {
			if traces[kept].Dropped == "" && traces[kept].Span.Overlaps(traces[i].Span) && excludes(&traces[kept], &traces[i]) {
				traces[i].Dropped = DroppedOverlap
				break
			}
		}
	}
}

// turn is when a finding's rule may claim its words: broad rules after the others, strengths last.
func turn(t *Trace) int {
	switch {
	case t.Rule.Kind == rule.Strength:
		return 2
	case t.Rule.GivesWay:
		return 1
	}
	return 0
}

// excludes reports whether a finding on some words leaves no room for another on the same words.
func excludes(kept, other *Trace) bool {
	switch {
	case kept.index == other.index:
		return true
	case kept.Rule.Kind == rule.Flag:
		return other.Rule.Kind == rule.Flag || other.Rule.Kind == rule.Strength
	case kept.Rule.Kind == rule.Strength:
		return kept.Rule.Family() == other.Rule.Family()
	}
	return false
}
