package measure

import (
	"fmt"
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/phrase"
	"github.com/emotional-safety/coach/coach/reframe"
	"github.com/emotional-safety/coach/coach/rule"
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
//  1. each flag example gives exactly one finding of the rule; the match and the first reframe are those written;
//  2. no pass example gives one;
//  3. each phrase is hit by some flag example;
//  4. each exception is earned: it drops a match in some pass example;
//  5. each reframe that is offered raises no flag when it is checked on its own;
//  6. there are at least three examples on each side, and templates only use what phrases keep.
func Laws(set *rule.Set) ([]Violation, error) {
	c, err := coach.New(coach.Options{Rules: set})
	if err != nil {
		return nil, err
	}
	l := &laws{set: set, coaches: map[string]*coach.Coach{"": c}}
	examples := set.Examples()
	for i := range set.Len() {
		l.rule(set.Rule(i), examples[i])
	}
	return l.broken, l.err
}

type laws struct {
	set     *rule.Set
	coaches map[string]*coach.Coach // by audience
	broken  []Violation
	err     error
}

func (l *laws) fail(r *rule.Rule, law, example, format string, args ...any) {
	l.broken = append(l.broken, Violation{r.ID, law, example, fmt.Sprintf(format, args...)})
}

func (l *laws) coach(audience string) *coach.Coach {
	if c, ok := l.coaches[audience]; ok {
		return c
	}
	c, err := coach.New(coach.Options{Rules: l.set, Audience: audience})
	if err != nil {
		l.err = err
		return l.coaches[""]
	}
	l.coaches[audience] = c
	return c
}

func (l *laws) rule(r *rule.Rule, examples rule.Examples) {
	if n := len(examples.Flag); n < minExamples {
		l.fail(r, "too few examples", "", "%d to flag, at least %d", n, minExamples)
	}
	if n := len(examples.Pass); n < minExamples {
		l.fail(r, "too few examples", "", "%d to pass, at least %d", n, minExamples)
	}
	hit := make([]bool, len(r.Phrases))
	for _, e := range examples.Flag {
		l.flagExample(r, e, hit)
	}
	for i, ok := range hit {
		if !ok {
			l.fail(r, "no example hits the phrase", r.Phrases[i], "")
		}
	}
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

func (l *laws) flagExample(r *rule.Rule, e rule.Example, hit []bool) {
	m := message(e)
	standing, outdone := 0, 0
	for _, t := range l.coach(e.Audience).Explain(m) {
		if t.Rule.ID != r.ID {
			continue
		}
		hit[t.Phrase] = true
		if t.Dropped == coach.DroppedOverlap {
			outdone++
		}
		if t.Dropped != "" {
			continue
		}
		standing++
		if got := e.Text[t.Span.Start:t.Span.End]; e.Match != "" && got != e.Match {
			l.fail(r, "another match than written", e.Text, "got %q", got)
		}
	}
	if standing != 1 && (standing > 0 || outdone == 0) { // another rule may say the same better
		l.fail(r, "a flag example must give one finding", e.Text, "got %d", standing)
	}
	for _, f := range l.coach(e.Audience).Conversation().Check(m).Findings {
		if f.Rule.ID == r.ID {
			l.reframes(r, e, f.Reframes)
		}
	}
}

func (l *laws) reframes(r *rule.Rule, e rule.Example, offered []coach.Reframe) {
	if r.Kind == rule.Flag && len(offered) == 0 {
		l.fail(r, "no reframe is offered", e.Text, "")
		return
	}
	if e.Reframe != "" && (len(offered) == 0 || offered[0].Text != e.Reframe) {
		l.fail(r, "another first reframe than written", e.Text, "got %q", firstText(offered))
	}
	for _, re := range offered {
		for _, f := range l.coach("").Conversation().Check(&coach.Message{Text: re.Text}).Findings {
			if f.Rule.Kind == rule.Flag {
				l.fail(r, "a reframe is flagged itself", re.Text, "by %s", f.Rule.ID)
			}
		}
	}
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
		for _, u := range t.Unless {
			earned[u] = true
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
	for _, source := range slices.Concat([]string{r.Say}, r.Reframes) {
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
