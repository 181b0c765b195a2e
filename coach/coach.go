// Package coach reads messages and points at words that are likely to make their reader feel blamed, dismissed
// or steered, says why, and offers wording that keeps the point. It is the face of the engine: what the command
// line uses, and what another Go program imports.
package coach

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/coach/text"
)

// Floating is the location of times whose export gave no offset. They are written without one.
var Floating = time.FixedZone("floating", 0)

// A Message is one thing one person wrote.
type Message struct {
	ID           string
	Conversation string    // messages of one conversation give each other context
	Speaker      string    // empty when unknown
	Time         time.Time // zero when unknown
	Text         string    // any bytes; spans are offsets into it
	Source       Source
	ReplyTo      string       // the ID of the message it answers, when the export says so
	Thread       string       // the ID of the message that began the thread it stands in; its own ID for that message
	Context      []Message    // what was said before, oldest first; nil: the conversation's earlier messages count
	Origin       text.Decoded // how Text was decoded from a file; the zero value for text that was UTF-8 all along
}

// A Source says where a message stands.
type Source struct {
	File string
	Line int // 1-based line on which Text begins; 0 when unknown

	Column int  // characters that stand before Text on its first line
	Folded bool // the line breaks of Text are not the file's: all of it stands on Line
}

// A Finding is one place in a message that a rule speaks about.
type Finding struct {
	Rule     *rule.Rule
	Phrase   int           // index into Rule.Phrases of the phrase that matched
	Severity rule.Severity // after context and audience; NoSeverity for strengths
	Span     text.Span     // in Message.Text
	Match    string        // the text of Span
	Say      string
	Reframes []Reframe // best first, at most [MaxReframes]; none in a message with a care notice
	Help     string    // care notices: where help is

	inPlace []Reframe // what may be put in unasked
}

// A Reframe is wording that may stand in place of a finding's words.
type Reframe struct {
	Text   string
	Prompt bool // holds a … for the writer to fill

	whole     bool // says what the words said
	distilled bool // says it, and means to leave out the rest of the sentence
	general   bool // keeps none of the words
}

// MaxReframes is the most reframes a finding offers.
const MaxReframes = 3

// A Result is what was found in one message: flags, care notices and strengths, in order of place.
type Result struct {
	Message  *Message
	Findings []Finding
	Acts     []string // with Options.Acts: ids of what was done in it that other rules look at, such as act/shares-feeling
	Allowed  []string // with Options.Acts: families of flags that what was said before made fine, such as advice that was asked for
}

// Options choose what a Coach looks for. The zero value looks for everything in the built-in rules.
type Options struct {
	Rules       *rule.Set     // nil means the built-in rules
	Only, Skip  []string      // families or rule ids; Skip wins
	MinSeverity rule.Severity // flags below it are dropped
	Audience    string        // one of rule.Audiences, or empty
	Country     string        // whose help care notices name, as an ISO 3166 code; empty for help anywhere
	NoCare      bool          // no care notices: nothing else silences them
	Acts        bool          // results name what was done in a message, for statistics: it takes longer
}

// A Coach holds rules and choices. It may be shared by goroutines; each makes its own [Conversation].
type Coach struct {
	set      *rule.Set
	shown    []bool // by rule: not filtered away; nil if none is
	min      rule.Severity
	audience string
	country  string
	noCare   bool
	acts     bool
}

// New returns a coach. The error names a family, rule or audience that doesn't exist, and the nearest that does.
func New(o Options) (*Coach, error) {
	c := &Coach{set: o.Rules, min: o.MinSeverity, audience: o.Audience, country: o.Country, noCare: o.NoCare, acts: o.Acts}
	if c.set == nil {
		set, err := rule.Builtin()
		if err != nil {
			return nil, err
		}
		c.set = set
	}
	if o.Audience != "" && !slices.Contains(rule.Audiences[:], o.Audience) {
		return nil, fmt.Errorf("unknown audience %q: want one of %s", o.Audience, strings.Join(rule.Audiences[:], ", "))
	}
	if err := c.checkNames(slices.Concat(o.Only, o.Skip)); err != nil {
		return nil, err
	}
	if len(o.Only)+len(o.Skip) == 0 {
		return c, nil
	}
	ids := c.set.IDs()
	c.shown = make([]bool, len(ids))
	named := func(names []string, id string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return rule.Names(n, id) })
	}
	for i, id := range ids {
		c.shown[i] = (len(o.Only) == 0 || named(o.Only, id)) && !named(o.Skip, id)
	}
	return c, nil
}

// shows reports whether a rule is not filtered away.
func (c *Coach) shows(rule int) bool { return c.shown == nil || c.shown[rule] }

// checkNames holds the names in filters to those of the rules.
func (c *Coach) checkNames(names []string) error {
	if len(names) == 0 {
		return nil
	}
	ids := c.set.IDs()
	for _, n := range names {
		if slices.ContainsFunc(ids, func(id string) bool { return rule.Names(n, id) }) {
			continue
		}
		known := slices.Concat(c.set.Families(), ids)
		if near := rule.Nearest(n, known); near != "" {
			return fmt.Errorf("unknown family or rule %q (did you mean %q?)", n, near)
		}
		return fmt.Errorf("unknown family or rule %q: the families are %s", n, strings.Join(c.set.Families(), ", "))
	}
	return nil
}

// Rules returns the rules the coach uses.
func (c *Coach) Rules() *rule.Set { return c.set }
