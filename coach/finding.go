package coach

import (
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach/phrase"
	"github.com/emotional-safety/coach/coach/reframe"
	"github.com/emotional-safety/coach/coach/rule"
)

// findings turns the matches that stand into what the user sees.
func (a *analyzer) findings(m *Message, traces []Trace) []Finding {
	if len(traces) == 0 {
		return nil
	}
	var findings []Finding
	careful := slices.ContainsFunc(traces, func(t Trace) bool { return t.Rule.Kind == rule.Care && t.Dropped == "" })
	for i := range traces {
		t := &traces[i]
		if t.Dropped != "" || t.Rule.Kind == rule.Act || t.Rule.Kind == rule.Mask {
			continue
		}
		findings = append(findings, a.finding(m, t, careful))
	}
	return findings
}

// finding fills in what the rule says. Words near danger are not edited: careful leaves the reframes out.
func (a *analyzer) finding(m *Message, t *Trace, careful bool) Finding {
	f := Finding{Rule: t.Rule, Phrase: t.Phrase, Severity: t.Severity, Span: t.Span, Match: m.Text[t.Span.Start:t.Span.End]}
	lookup := a.slots(m, t)
	f.Say = say(t.Rule, lookup)
	if t.Rule.Help != "" {
		f.Help = a.coach.set.HelpFor(t.Rule.Help, a.coach.country)
	}
	if careful {
		return f
	}
	for _, source := range t.Rule.Reframes {
		if len(f.Reframes) == MaxReframes {
			break
		}
		template, err := reframe.Parse(source)
		if err != nil {
			continue // rule tests report it
		}
		filled, ok := template.Fill(lookup, t.begins)
		if !ok || slices.ContainsFunc(f.Reframes, func(r Reframe) bool { return r.Text == filled }) || filled != source && a.flagged(filled) {
			continue
		}
		f.Reframes = append(f.Reframes, Reframe{Text: filled, Prompt: reframe.IsPrompt(filled)})
	}
	return f
}

// slots looks up what a rule's templates may hold: the match, its captures, and what lexicons say in their place.
func (a *analyzer) slots(m *Message, t *Trace) reframe.Lookup {
	return func(name, attr string) (string, bool) {
		if name == "match" {
			return m.Text[t.Span.Start:t.Span.End], true
		}
		for _, c := range t.match.Captures {
			switch {
			case c.Name != name:
			case attr == "":
				value := m.Text[c.Span.Start:c.Span.End]
				if t.begins && c.Span.Start == t.Span.Start {
					value = reframe.Uncapitalize(value)
				}
				return value, true
			default:
				return a.attribute(t, c, attr)
			}
		}
		return "", false
	}
}

// attribute finds a capture among the lexicons that its phrase names.
func (a *analyzer) attribute(t *Trace, c phrase.Capture, attr string) (string, bool) {
	for _, after := range strings.Split(t.Rule.Phrases[t.Phrase], "<")[1:] {
		lexicon, _, _ := strings.Cut(after, ">")
		if v, ok := a.coach.set.Attribute(lexicon, c.Words, attr); ok {
			return v, true
		}
	}
	return "", false
}

// maxQuoted is how many characters of the message a sentence of ours repeats.
const maxQuoted = 60

// say fills the rule's sentence.
func say(r *rule.Rule, lookup reframe.Lookup) string {
	template, err := reframe.Parse(r.Say)
	if err != nil {
		return r.Say
	}
	short := func(name, attr string) (string, bool) {
		v, ok := lookup(name, attr)
		if chars := []rune(v); len(chars) > maxQuoted {
			v = strings.TrimSpace(string(chars[:maxQuoted])) + "…"
		}
		return v, ok
	}
	filled, ok := template.Fill(short, true)
	if !ok {
		return r.Title
	}
	return filled
}

// flagged reports whether any rule would flag the text if it were sent on its own.
func (a *analyzer) flagged(s string) bool {
	traces := a.matches(s)
	dropMasked(traces)
	return slices.ContainsFunc(traces, func(t Trace) bool {
		return t.Rule.Kind == rule.Flag && t.Dropped == "" && len(t.Rule.Context.OnlyAfter) == 0
	})
}
