package coach

import (
	"slices"
	"strings"
	"unicode"

	"github.com/emotional-safety/coach/coach/phrase"
	"github.com/emotional-safety/coach/coach/reframe"
	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/coach/text"
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
	f.Say = a.say(t.Rule, lookup)
	if t.Rule.Help != "" {
		f.Help = a.coach.set.HelpFor(t.Rule.Help, a.coach.country)
	}
	if careful {
		return f
	}
	f.Reframes = a.fill(m, t, t.Rule.Reframes, lookup)
	if a.rewrites {
		f.inPlace = slices.DeleteFunc(a.fill(m, t, t.Rule.Wordings(), lookup), func(r Reframe) bool { return r.Prompt || !r.whole })
	}
	return f
}

// fill fills the templates that can be filled, at most MaxReframes of them.
func (a *analyzer) fill(m *Message, t *Trace, sources []string, lookup reframe.Lookup) []Reframe {
	var list []Reframe
	for _, source := range sources {
		if len(list) == MaxReframes {
			break
		}
		template := a.template(source)
		if template == nil {
			continue // rule tests report it
		}
		filled, ok := template.Fill(lookup, t.begins)
		if !ok || slices.ContainsFunc(list, func(r Reframe) bool { return r.Text == filled }) || filled != source && a.flagged(filled) {
			continue
		}
		r := Reframe{Text: filled, Prompt: reframe.IsPrompt(filled)}
		if a.rewrites {
			r.whole = keepsWhole(m, t, template, filled)
			r.distilled = template.Distills()
			r.general = !slices.ContainsFunc(template.Slots(), func(name string) bool { return name == "match" || t.captured(name) })
		}
		list = append(list, r)
	}
	return list
}

// template reads a template once. It is nil for one that can't be read.
func (a *analyzer) template(source string) *reframe.Template {
	if t, ok := a.templates[source]; ok {
		return t
	}
	if a.templates == nil {
		a.templates = map[string]*reframe.Template{}
	}
	t, err := reframe.Parse(source)
	if err != nil {
		t = nil
	}
	a.templates[source] = t
	return t
}

// What a wording may leave out of the words it stands for before it says less than they did.
const (
	maxUnsaid  = 1  // words after the last that it keeps
	maxGeneral = 8  // words, for a wording that keeps none
	maxShield  = 12 // the same, where the words ward off more than they tell
	maxScorn   = 16 // the same, where the words tell nothing but scorn, or take a sorry back
)

// keepsWhole reports whether a wording says what the words said, and promises no time that they didn't name.
func keepsWhole(m *Message, t *Trace, template *reframe.Template, filled string) bool {
	words := m.Text[t.Span.Start:t.Span.End]
	kept := -1
	for _, name := range template.Slots() {
		for _, c := range t.match.Captures {
			if c.Name == name {
				kept = max(kept, c.Span.End)
			}
		}
	}
	if template.Distills() {
		return true
	}
	if kept < 0 && slices.Contains(template.Slots(), "match") {
		return reframe.Unsaid(words, filled) <= maxUnsaid
	}
	folded := strings.ToLower(words)
	limit := maxGeneral
	switch t.Rule.Family() {
	case "contempt", "non-apology":
		limit = maxScorn
	case "dismissiveness", "defensiveness", "stonewalling":
		limit = maxShield
	}
	if _, more, ok := strings.Cut(words, ","); kept < 0 && ok && limit != maxScorn && t.Rule.Family() != "dismissiveness" && len(strings.Fields(more)) >= 3 {
		return false // a clause more than the wording stands for
	}
	if kept < 0 && t.Rule.Family() == "dismissiveness" && practical(words) {
		return false
	}
	if kept < 0 && len(strings.Fields(words)) > limit || kept >= 0 && telling(m.Text[kept:max(kept, t.Span.End)]) > maxUnsaid {
		return false
	}
	return !slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(filled), func(r rune) bool { return !unicode.IsLetter(r) }), func(w string) bool {
		return times.Has(w) && !strings.Contains(folded, w)
	})
}

// captured reports whether the match holds a capture of that name.
func (t *Trace) captured(name string) bool {
	return slices.ContainsFunc(t.match.Captures, func(c phrase.Capture) bool { return c.Name == name })
}

// practical reports whether words may want an answer: "did you buy milk".
func practical(words string) bool {
	first, _, _ := strings.Cut(strings.ToLower(words), " ")
	return slices.Contains([]string{"did", "have", "are", "can", "could", "will", "when", "where", "anyway"}, strings.TrimRight(first, ","))
}

// telling counts the words that say more than how others hang together.
func telling(s string) int {
	n := 0
	for _, w := range strings.Fields(strings.ToLower(s)) {
		if w = strings.Trim(w, ".,;:!?…"); w != "" && !strings.Contains(small, " "+w+" ") {
			n++
		}
	}
	return n
}

const small = " to me my you your u ur us our we i it this that these those at all so for of the a an in on and or with about here there one thing things ever even anymore again now any more just really say said word "

// times are words that promise a time.
const times = text.List("tomorrow tonight today morning evening dinner lunch breakfast weekend eight hour minutes month week")

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
				if c.Span.Start == t.Span.Start && (t.begins || afterStop(m.Text[:t.Span.Start])) {
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

// afterStop reports whether a capital may stand next only because something ended here.
func afterStop(before string) bool {
	return strings.ContainsAny(before[max(0, len(strings.TrimRight(before, " ("))-1):], ".!?:;-*•>)")
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
func (a *analyzer) say(r *rule.Rule, lookup reframe.Lookup) string {
	template := a.template(r.Say)
	if template == nil {
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
	a.matches(s, func(r int) part {
		switch use := a.coach.set.Use(r); {
		case use.Kind() == rule.Flag && !use.Is(rule.Answers):
			return atOnce
		case use.Kind() == rule.Mask && !use.Is(rule.Answers):
			return around
		}
		return never
	})
	dropMasked(a.traces)
	return slices.ContainsFunc(a.traces, func(t Trace) bool { return t.Rule.Kind == rule.Flag && t.Dropped == "" })
}
