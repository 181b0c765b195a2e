// Package rule reads rule files, checks them, and compiles them, with their lexicons, into one [Set].
package rule

import (
	"fmt"
	"strings"
)

// A Kind says what a rule is for.
type Kind string

// The kinds of rules.
const (
	Flag     Kind = "flag"     // may hurt
	Strength Kind = "strength" // builds safety
	Act      Kind = "act"      // something said that other rules use as context; never shown
	Care     Kind = "care"     // points at danger
	Mask     Kind = "mask"     // words that are not the writer's own; matches of other rules inside are dropped
)

// A Severity says how strongly a flag speaks. The zero value is none: strengths, acts and masks have none.
type Severity uint8

// The severities, weakest first.
const (
	NoSeverity Severity = iota
	Suggestion
	Warning
	Error
)

// SeverityNames lists the severities as users write them, weakest first.
var SeverityNames = [...]string{"suggestion", "warning", "error"}

// String returns the name users write, and "" for NoSeverity.
func (s Severity) String() string {
	if s == NoSeverity || int(s) > len(SeverityNames) {
		return ""
	}
	return SeverityNames[s-1]
}

// MarshalText writes the severity's name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a severity's name; the empty text is NoSeverity.
func (s *Severity) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*s = NoSeverity
		return nil
	}
	v, err := ParseSeverity(string(b))
	if err != nil {
		return err
	}
	*s = v
	return nil
}

// ParseSeverity reads a severity as users write it.
func ParseSeverity(name string) (Severity, error) {
	for i, n := range SeverityNames {
		if n == name {
			return Severity(i + 1), nil
		}
	}
	return NoSeverity, fmt.Errorf("unknown severity %q: want %s", name, strings.Join(SeverityNames[:], ", "))
}

// A Rule is one claim about how words land, as written in one file.
type Rule struct {
	ID       string   `json:"id"` // family/name, the file's path
	Title    string   `json:"title"`
	Kind     Kind     `json:"kind"`
	Severity Severity `json:"severity,omitempty"`
	Strategy string   `json:"strategy,omitempty"` // key of a Strategy
	Say      string   `json:"say,omitempty"`
	Phrases  []string `json:"phrases"`
	Unless   []string `json:"unless,omitempty"`
	Context  Context  `json:"context,omitzero"`
	Audience Audience `json:"audience,omitzero"`
	InFun    bool     `json:"in-fun,omitempty"`    // silent in a message that laughs: see text.Laughs
	GivesWay bool     `json:"gives-way,omitempty"` // leaves the words to any other flag that speaks of some of them
	Reframes []string `json:"reframes,omitempty"`
	InPlace  []string `json:"in-place,omitempty"` // what may be put in unasked; see [Rule.Wordings]
	Examples Examples `json:"examples"`
	Source   string   `json:"source,omitempty"` // where the claim comes from, when it rests on the field's work
	Help     string   `json:"help,omitempty"`   // care only: the topic of the help to name
}

// NeverInPlace as the only item of InPlace says that the writer is to be asked first.
const NeverInPlace = "never"

// Wordings returns the templates that may be put into a message without asking, because they keep what its words said:
// those the rule names, or else its reframes if it teaches to speak from one's own side. The reframes of other rules say
// something else than the words did: they hear out, ask or own.
func (r *Rule) Wordings() []string {
	switch {
	case len(r.InPlace) == 0 && r.Strategy == "i-statements":
		return r.Reframes
	case len(r.InPlace) > 0 && r.InPlace[0] != NeverInPlace:
		return r.InPlace
	}
	return nil
}

// Family returns the part of the ID before the slash.
func (r *Rule) Family() string {
	family, _, _ := strings.Cut(r.ID, "/")
	return family
}

// A Context says what the other person must, or must not, have said before, and what the message itself must not say.
// Acts are named without their family: "shares-feeling".
type Context struct {
	SkipAfter  []string `json:"skip-after,omitempty"`
	OnlyAfter  []string `json:"only-after,omitempty"`
	RaiseAfter []string `json:"raise-after,omitempty"`
	SkipWith   []string `json:"skip-with,omitempty"` // silent where the message does one of these, in any of its sentences
	Within     int      `json:"within,omitempty"`    // messages looked back on; 0 means 3
}

// An Audience says for whom a rule speaks. Without a chosen audience it has no effect.
type Audience struct {
	Only     []string          `json:"only,omitempty"`     // silent for every other audience
	Severity map[string]string `json:"severity,omitempty"` // by audience: a severity, or "off"
}

// Audiences are the readers a message may be written to.
var Audiences = [...]string{"partner", "family", "parent", "friend", "work"}

// Examples are a rule's own tests.
type Examples struct {
	Flag []Example `json:"flag,omitempty"`
	Pass []Example `json:"pass,omitempty"`
}

// An Example is one message, with what is expected of it where its author says so.
type Example struct {
	Text     string   `json:"text"`
	After    []string `json:"after,omitempty"` // what the other person wrote before, oldest first
	Audience string   `json:"audience,omitempty"`
	Match    string   `json:"match,omitempty"`   // the exact words of the finding's span
	Reframe  string   `json:"reframe,omitempty"` // the first reframe offered
}

// A Help is where people find help with a topic, in one country or, without a country, anywhere.
type Help struct {
	Topic   string `json:"topic"`
	Country string `json:"country,omitempty"` // ISO 3166 code, two capitals
	Text    string `json:"text"`
	Source  string `json:"source"` // address of the page that says so
}

// A Strategy is one of the guide's ten, in our own words.
type Strategy struct {
	Key     string   `json:"key"`
	Title   string   `json:"title"`
	Number  int      `json:"number"` // its place in the guide, from 1
	Teaches string   `json:"teaches"`
	Try     []string `json:"try"`
}
