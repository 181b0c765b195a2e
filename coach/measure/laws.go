package measure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/phrase"
	"github.com/emotional-safety/coach/coach/reframe"
	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/coach/text"
)

// A Violation is one place where a rule breaks a law.
type Violation struct {
	Rule    string
	Law     string
	Example string // the example or phrase concerned; empty when it is the whole rule
	Detail  string
}

func (v Violation) String() string {
	s := v.Rule + ": " + v.Law
	if v.Example != "" {
		s += fmt.Sprintf(": %q", v.Example)
	}
	if v.Detail != "" {
		s += ": " + v.Detail
	}
	return s
}

// minExamples is how many examples a rule needs on each side.
const minExamples = 3

// Laws checks every rule of the set against its own examples:
//
//  1. each flag example gives exactly one finding of the rule, unless another rule says the same better; the match
//     and the first reframe are those written;
//  2. no pass example gives one;
//  3. each phrase is hit by some flag example;
//  4. each exception is earned: it drops a match in some pass example;
//  5. each reframe that is offered raises no flag by any rule, on its own and in its place in the message;
//  6. there are at least three examples on each side, and templates only use what phrases keep;
//  7. the rule's strategy is one that the guide teaches, with a title, a text and words to try.
//
// That a rule's id is its file's path needs no check: it has no other.
func Laws(set *rule.Set) ([]Violation, error) {
	return LawsOf(set, nil)
}

// LawsOf checks only rules that are wanted, beside all the others: much sooner than [Laws] does. Nil wants all of them.
func LawsOf(set *rule.Set, wanted func(id string) bool) ([]Violation, error) {
	l, err := check(set, wanted)
	if err != nil {
		return nil, err
	}
	return l.broken, l.err
}

// LawsAndShadows also lists the rules, and the phrases of other rules, that are never seen in their own examples: whatever
// they find there, another rule says better. That breaks no law, but what is always outdone may be one too many. wanted is as for [LawsOf].
func LawsAndShadows(set *rule.Set, wanted func(id string) bool) (broken, shadowed []Violation, err error) {
	l, err := check(set, wanted)
	if err != nil {
		return nil, nil, err
	}
	return l.broken, l.shadowed, l.err
}

func check(set *rule.Set, wanted func(id string) bool) (*laws, error) {
	c, err := coach.New(coach.Options{Rules: set})
	if err != nil {
		return nil, err
	}
	l := &laws{set: set, coaches: map[string]*reader{"": {c, c.Conversation()}}}
	for _, s := range set.Strategies() {
		l.guide(&s)
	}
	examples := set.Examples()
	for i := range set.Len() {
		if r := set.Rule(i); wanted == nil || wanted(r.ID) {
			l.rule(r, examples[i])
		}
	}
	return l, nil
}

type laws struct {
	set     *rule.Set
	coaches map[string]*reader // by audience
	taught  []string           // the strategies of the guide
	broken  []Violation
	// shadowed are the rules and phrases that others outdo in every example
	shadowed []Violation
	err      error
}

// A reader is a coach with a conversation that serves all examples: each brings its own context, so none is remembered.
type reader struct {
	*coach.Coach
	conversation *coach.Conversation
}

// guide checks that a strategy can be taught.
func (l *laws) guide(s *rule.Strategy) {
	l.taught = append(l.taught, s.Key)
	if s.Title == "" || s.Teaches == "" || len(s.Try) == 0 {
		l.broken = append(l.broken, Violation{"guide", "a strategy needs a title, what it teaches, and words to try", s.Key, ""})
	}
}

func (l *laws) fail(r *rule.Rule, law, example, format string, args ...any) {
	l.broken = append(l.broken, Violation{r.ID, law, example, fmt.Sprintf(format, args...)})
}

func (l *laws) coach(audience string) *reader {
	if c, ok := l.coaches[audience]; ok {
		return c
	}
	c, err := coach.New(coach.Options{Rules: l.set, Audience: audience})
	if err != nil {
		l.err = err
		return l.coaches[""]
	}
	l.coaches[audience] = &reader{c, c.Conversation()}
	return l.coaches[audience]
}

func (l *laws) rule(r *rule.Rule, examples rule.Examples) {
	if n := len(examples.Flag); n < minExamples {
		l.fail(r, "too few examples", "", "%d to flag, at least %d", n, minExamples)
	}
	if n := len(examples.Pass); n < minExamples {
		l.fail(r, "too few examples", "", "%d to pass, at least %d", n, minExamples)
	}
	if r.Strategy != "" && !slices.Contains(l.taught, r.Strategy) {
		l.fail(r, "the guide doesn't teach the strategy", "", "%s", r.Strategy)
	}
	uses := make([]use, len(r.Phrases))
	for _, e := range examples.Flag {
		l.flagExample(r, e, uses)
	}
	l.unseen(r, uses)
	earned := make([]bool, len(r.Unless))
	for _, e := range examples.Pass {
		l.passExample(r, e, earned)
	}
	for i, ok := range earned {
		if !ok {
			l.fail(r, "no pass example needs the exception", r.Unless[i], "")
		}
	}
	l.templates(r)
}

// message turns an example into the message it stands for.
func message(e rule.Example) *coach.Message {
	m := &coach.Message{Text: e.Text, Speaker: "writer", Context: []coach.Message{}}
	for _, said := range e.After {
		m.Context = append(m.Context, coach.Message{Speaker: "reader", Text: said})
	}
	return m
}

// A use says what became of one phrase in the flag examples of its rule.
type use struct {
	hit, stands bool
	outdoneBy   string // a rule that said the same better
}

// unseen reports phrases that no example hits, and what never stands: the rule, or else some of its phrases.
func (l *laws) unseen(r *rule.Rule, uses []use) {
	seen := false
	var shadowed []Violation
	for i, u := range uses {
		seen = seen || u.stands
		switch {
		case !u.hit:
			l.fail(r, "no example hits the phrase", r.Phrases[i], "")
		case !u.stands && u.outdoneBy != "":
			shadowed = append(shadowed, Violation{r.ID, "another rule says it better in every example", r.Phrases[i], u.outdoneBy})
		}
	}
	if i := slices.IndexFunc(uses, func(u use) bool { return u.outdoneBy != "" }); !seen && i >= 0 {
		shadowed = []Violation{{r.ID, "another rule says every example better", "", uses[i].outdoneBy}}
	}
	l.shadowed = append(l.shadowed, shadowed...)
}

// outdoer names the rule whose finding stands on words of traces[i], or returns "".
func outdoer(traces []coach.Trace, i int) string {
	for j := range traces {
		if t := &traces[j]; t.Dropped == "" && t.Rule.ID != traces[i].Rule.ID && t.Span.Overlaps(traces[i].Span) {
			return t.Rule.ID
		}
	}
	return ""
}

func (l *laws) flagExample(r *rule.Rule, e rule.Example, uses []use) {
	m := message(e)
	standing, outdone := 0, 0
	traces := l.coach(e.Audience).Explain(m)
	for i, t := range traces {
		if t.Rule.ID != r.ID {
			continue
		}
		u := &uses[t.Phrase]
		u.hit = true
		if t.Dropped == coach.DroppedOverlap {
			outdone++
			u.outdoneBy = cmp.Or(outdoer(traces, i), u.outdoneBy)
		}
		if t.Dropped != "" {
			continue
		}
		u.stands = true
		standing++
		if got := e.Text[t.Span.Start:t.Span.End]; e.Match != "" && got != e.Match {
			l.fail(r, "another match than written", e.Text, "got %q", got)
		}
	}
	if standing != 1 && (standing > 0 || outdone == 0) { // another rule may say the same better
		l.fail(r, "a flag example must give one finding", e.Text, "got %d", standing)
	}
	for _, f := range l.coach(e.Audience).conversation.Check(m).Findings {
		if f.Rule.ID == r.ID {
			l.reframes(r, e, &f)
			if f.Say == r.Title { // what stands in for a sentence that can't be filled
				l.fail(r, "the sentence has a slot that this phrase doesn't keep", e.Text, "")
			}
		}
	}
}

func (l *laws) reframes(r *rule.Rule, e rule.Example, f *coach.Finding) {
	offered := f.Reframes
	if r.Kind == rule.Flag && len(offered) == 0 && !l.cares(e) {
		l.fail(r, "no reframe is offered", e.Text, "")
		return
	}
	if e.Reframe != "" && (len(offered) == 0 || offered[0].Text != e.Reframe) {
		l.fail(r, "another first reframe than written", e.Text, "got %q", firstText(offered))
	}
	for _, re := range offered {
		if by := l.flaggedBy(message(rule.Example{Text: re.Text}), "", text.Span{End: len(re.Text)}); by != "" {
			l.fail(r, "a reframe is flagged itself", re.Text, "by %s", by)
			continue
		}
		m := message(e)
		m.Text = e.Text[:f.Span.Start] + re.Text + e.Text[f.Span.End:]
		place := text.Span{Start: f.Span.Start, End: f.Span.Start + len(re.Text)}
		if by := l.flaggedBy(m, e.Audience, place); by != "" {
			l.fail(r, "a reframe is flagged in its place", m.Text, "by %s", by)
		}
	}
	for _, wording := range r.InPlace {
		if by := l.flaggedBy(message(rule.Example{Text: wording}), "", text.Span{End: len(wording)}); by != "" {
			l.fail(r, "a wording to put in place is flagged itself", wording, "by %s", by)
		}
	}
}

// flaggedBy names a rule that flags words in that place, or returns "".
func (l *laws) flaggedBy(m *coach.Message, audience string, place text.Span) string {
	for _, f := range l.coach(audience).conversation.Check(m).Findings {
		if f.Rule.Kind == rule.Flag && f.Span.Overlaps(place) {
			return f.Rule.ID
		}
	}
	return ""
}

// cares reports whether the example gives a care notice, which turns reframes off.
func (l *laws) cares(e rule.Example) bool {
	findings := l.coach(e.Audience).conversation.Check(message(e)).Findings
	return slices.ContainsFunc(findings, func(f coach.Finding) bool { return f.Rule.Kind == rule.Care })
}

func firstText(offered []coach.Reframe) string {
	if len(offered) == 0 {
		return ""
	}
	return offered[0].Text
}

func (l *laws) passExample(r *rule.Rule, e rule.Example, earned []bool) {
	for _, t := range l.coach(e.Audience).Explain(message(e)) {
		if t.Rule.ID != r.ID {
			continue
		}
		if len(t.Unless) == 1 { // where two exceptions overlap the match, neither is needed
			earned[t.Unless[0]] = true
		}
		if t.Dropped == "" {
			l.fail(r, "a pass example is flagged", e.Text, "match %q", e.Text[t.Span.Start:t.Span.End])
		}
	}
}

// templates checks that the rule's sentence and reframes can be read, and use only what some phrase keeps.
func (l *laws) templates(r *rule.Rule) {
	kept := []string{"match"}
	for _, source := range r.Phrases {
		if p, err := phrase.Parse(source); err == nil {
			kept = append(kept, p.Captures()...)
		}
	}
	for _, source := range slices.Concat([]string{r.Say}, r.Reframes, r.InPlace) {
		t, err := reframe.Parse(source)
		if err != nil {
			l.fail(r, "a template can't be read", source, "%v", err)
			continue
		}
		for _, name := range t.Slots() {
			if !slices.Contains(kept, name) {
				l.fail(r, "a template uses what no phrase keeps", source, "{%s}; kept are %s", name, strings.Join(kept, ", "))
			}
		}
	}
	if r.Kind != rule.Flag {
		return
	}
	last := r.Reframes[len(r.Reframes)-1]
	if t, err := reframe.Parse(last); err == nil && len(t.Slots()) > 0 {
		l.fail(r, "the last reframe must do without slots", last, "")
	}
}
