package editor

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
)

// The tools of the assistant server, as plain functions: what goes in and out of each is its JSON contract.

// A Draft is a message to check, and what it answers.
type Draft struct {
	Text    string   `json:"text" jsonschema:"the message before it is sent"`
	ReplyTo []string `json:"reply_to,omitempty" jsonschema:"what the other person said before, oldest first"`
}

// A Note is one finding.
type Note struct {
	Rule     string   `json:"rule"`
	Kind     string   `json:"kind"`
	Severity string   `json:"severity,omitempty"`
	Start    int      `json:"start" jsonschema:"byte offset in the text"`
	End      int      `json:"end" jsonschema:"byte offset in the text, after the last byte"`
	Match    string   `json:"match"`
	Say      string   `json:"say"`
	Reframes []string `json:"reframes"`
	Help     string   `json:"help,omitempty"`
}

// Notes are what was found in a message.
type Notes struct {
	Findings []Note `json:"findings"`
}

// A Reworded is a message in other words.
type Reworded struct {
	Text    string   `json:"text"`
	Changed []string `json:"changed" jsonschema:"rules whose words were put in other words"`
	Left    []string `json:"left" jsonschema:"rules whose words were left, for want of a wording that fits"`
}

// A Named asks for a rule, or a strategy, by its name.
type Named struct {
	Name string `json:"name,omitempty" jsonschema:"a rule such as blame/you-never, or a strategy such as i-statements"`
}

// An Explained is a rule for people to read.
type Explained struct {
	Rule     string   `json:"rule"`
	Title    string   `json:"title"`
	Say      string   `json:"say"`
	Strategy string   `json:"strategy"`
	Source   string   `json:"source,omitempty"`
	Reframes []string `json:"reframes"`
}

// A Guide is the ten strategies, or one.
type Guide struct {
	Strategies []Strategy `json:"strategies"`
}

// A Strategy is one of the guide's ten.
type Strategy struct {
	Key     string   `json:"key"`
	Title   string   `json:"title"`
	Teaches string   `json:"teaches"`
	Try     []string `json:"try"`
}

// maxDraft is the longest message an assistant may ask about, in bytes.
const maxDraft = 1 << 20

func (d *Draft) message() (*coach.Message, error) {
	if len(d.Text) > maxDraft {
		return nil, fmt.Errorf("the text is longer than %d bytes", maxDraft)
	}
	m := &coach.Message{Text: d.Text, Context: []coach.Message{}}
	for _, before := range d.ReplyTo {
		m.Context = append(m.Context, coach.Message{Text: before})
	}
	return m, nil
}

// CheckMessage finds what may hurt in a draft, and what builds trust.
func CheckMessage(_ context.Context, c *coach.Coach, d Draft) (Notes, error) {
	out := Notes{Findings: []Note{}}
	m, err := d.message()
	if err != nil {
		return out, err
	}
	for _, f := range c.Conversation().Check(m).Findings {
		n := Note{f.Rule.ID, string(f.Rule.Kind), f.Severity.String(), f.Span.Start, f.Span.End, f.Match, f.Say, []string{}, f.Help}
		for _, r := range f.Reframes {
			n.Reframes = append(n.Reframes, r.Text)
		}
		out.Findings = append(out.Findings, n)
	}
	return out, nil
}

// ReframeMessage writes a draft again, with the best reframe of each finding where one fits.
func ReframeMessage(_ context.Context, c *coach.Coach, d Draft) (Reworded, error) {
	out := Reworded{Changed: []string{}, Left: []string{}}
	m, err := d.message()
	if err != nil {
		return out, err
	}
	r := c.Rewrite(m)
	out.Text = r.Text
	for i := range r.Edits {
		out.Changed = append(out.Changed, r.Edits[i].Finding.Rule.ID)
	}
	for i := range r.Left {
		out.Left = append(out.Left, r.Left[i].Finding.Rule.ID)
	}
	return out, nil
}

// ExplainRule says what a rule looks for and why.
func ExplainRule(_ context.Context, c *coach.Coach, n Named) (Explained, error) {
	r, ok := c.Rules().Find(n.Name)
	if !ok {
		if near := rule.Nearest(n.Name, c.Rules().IDs()); near != "" {
			return Explained{Reframes: []string{}}, fmt.Errorf("there is no rule %q: did you mean %q?", n.Name, near)
		}
		return Explained{Reframes: []string{}}, fmt.Errorf("there is no rule %q", n.Name)
	}
	return Explained{r.ID, r.Title, r.Say, r.Strategy, r.Source, append([]string{}, r.Reframes...)}, nil
}

// ShowGuide returns the ten strategies, or the one that is named.
func ShowGuide(_ context.Context, c *coach.Coach, n Named) (Guide, error) {
	out := Guide{Strategies: []Strategy{}}
	for _, s := range c.Rules().Strategies() {
		if n.Name == "" || n.Name == s.Key {
			out.Strategies = append(out.Strategies, Strategy{s.Key, s.Title, s.Teaches, slices.Clone(s.Try)})
		}
	}
	if len(out.Strategies) == 0 {
		return out, errors.New("there is no such strategy: leave the name out to see all ten")
	}
	return out, nil
}
