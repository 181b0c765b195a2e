// Package drill makes exercises of the rules' own examples: a message to read and to say more kindly, and a comparison of
// the answer with what the rules suggest.
package drill

import (
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
)

// A Drill is one message to say more kindly.
type Drill struct {
	Rule   *rule.Rule
	Text   string
	After  []string // what the other person wrote before, oldest first
	Say    string   // how the words land
	Offers []string // wordings that the rules suggest, without blanks to fill
}

// Of lists the drills for a strategy, or for all of them when strategy is empty, in the order of the rules.
func Of(c *coach.Coach, strategy string) []Drill {
	set := c.Rules()
	examples := set.Examples()
	var drills []Drill
	for i := range set.Len() {
		r := set.Rule(i)
		if r.Kind != rule.Flag || strategy != "" && r.Strategy != strategy {
			continue
		}
		for _, e := range examples[i].Flag {
			if d, ok := of(c, r, e); ok {
				drills = append(drills, d)
			}
		}
	}
	return drills
}

// of makes a drill of an example. ok is false where more than this rule speaks, or no wording can be compared.
func of(c *coach.Coach, r *rule.Rule, e rule.Example) (d Drill, ok bool) {
	d = Drill{Rule: r, Text: e.Text, After: e.After}
	if e.Audience != "" {
		return d, false
	}
	found := d.check(c, e.Text)
	if len(found) != 1 || found[0].Rule.ID != r.ID {
		return d, false
	}
	d.Say = found[0].Say
	for _, re := range found[0].Reframes {
		if !re.Prompt {
			d.Offers = append(d.Offers, re.Text)
		}
	}
	return d, len(d.Offers) > 0
}

// check returns the flags of a text that stands in the drill's place.
func (d *Drill) check(c *coach.Coach, text string) []coach.Finding {
	return slices.DeleteFunc(d.findings(c, text), func(f coach.Finding) bool { return f.Rule.Kind != rule.Flag })
}

func (d *Drill) findings(c *coach.Coach, text string) []coach.Finding {
	m := &coach.Message{Text: text, Context: []coach.Message{}}
	for _, before := range d.After {
		m.Context = append(m.Context, coach.Message{Text: before})
	}
	return c.Conversation().Check(m).Findings
}

// An Answer is what the writer made of a drill.
type Answer struct {
	Flags []coach.Finding
	Care  []coach.Finding
	Built []string // families of strengths, each once
	Kept  []string // telling words of the message that the answer keeps
}

// Judge checks an answer and compares it with the message.
func (d *Drill) Judge(c *coach.Coach, answer string) Answer {
	var a Answer
	for _, f := range d.findings(c, answer) {
		switch family := f.Rule.Family(); {
		case f.Rule.Kind == rule.Flag:
			a.Flags = append(a.Flags, f)
		case f.Rule.Kind == rule.Care:
			a.Care = append(a.Care, f)
		case f.Rule.Kind == rule.Strength && !slices.Contains(a.Built, family):
			a.Built = append(a.Built, family)
		}
	}
	said := telling(answer)
	for _, w := range telling(d.Text) {
		if slices.Contains(said, w) && !slices.Contains(a.Kept, w) {
			a.Kept = append(a.Kept, w)
		}
	}
	return a
}

// common are words that don't tell what a message is about.
const common = " about after again always because been before being could does doing done ever every from have having here into just know like more much never only really should some still such than that their them then there these they thing things this those very want were what when where which while will with would your yours you’re youre i’m it’s don’t can’t won’t didn’t doesn’t isn’t you’ve i’ve "

// telling lists the words that tell what a message is about.
func telling(s string) []string {
	var words []string
	for _, w := range strings.Fields(strings.ToLower(strings.ReplaceAll(s, "'", "’"))) {
		w = strings.Trim(w, ".,;:!?…“”\"()—–-")
		if len([]rune(w)) > 3 && !strings.Contains(common, " "+w+" ") {
			words = append(words, w)
		}
	}
	return words
}
