// Package phrase is the language rules are written in, and the engine that finds its phrases in text.
//
// A phrase is read by [Parse], many phrases are compiled by [Compile] into one [Program], and a
// [Scanner] runs the program over one sentence at a time. The program is one automaton over classes
// of words, made deterministic as it meets text, so the cost of a sentence does not grow with the
// number of phrases. The automaton only says which phrases may occur; captures and exact extents
// are worked out by a backtracking matcher for those few.
//
// The package knows words and phrases, and nothing of rules, files or findings.
package phrase

import (
	"slices"
	"strings"
)

// An op says what a node of a phrase matches.
type op uint8

const (
	opWord    op = iota // one word: text
	opVerb              // one word: any form of the verb text
	opLexicon           // an entry of the lexicon text ("feeling" or "feeling.bad")
	opNumber            // a number written in digits
	opNot               // one word that kids[0] does not match
	opSeq               // kids, one after another
	opAlt               // one of kids, the first preferred
	opOpt               // kids[0] or nothing, the former preferred
	opGap               // at most max words inside one clause
	opClause            // max>0: one or more words up to the clause's end, else zero or more
	opCapture           // kids[0], kept under the name text
	opComma             // clause punctuation, or nothing
	opBegin             // the sentence begins here
	opEnd               // the sentence ends here
	opAnyWord           // one word of a clause; only in scan programs
)

// A node is one part of a parsed phrase. Which fields count depends on op.
type node struct {
	op   op
	text string
	max  int
	kids []*node
	col  int // 1-based column, in characters, for errors
}

// has reports whether n or a part of it is of that kind.
func (n *node) has(o op) bool {
	return n.op == o || slices.ContainsFunc(n.kids, func(k *node) bool { return k.has(o) })
}

// A Form is what a phrase asks of the clause in which its match begins.
type Form uint16

// The forms, as bits.
const (
	Imperative Form = 1 << iota
	Question
	Negated
	Conditional
	Past
	Shouted
	Opening
	Order
	Long
	Texted
	Written
	First
	Last
	Prose

	leadsUp Form = 1 << 15 // of a clause: it says nothing yet; not to be asked for
)

// formNames are the forms as they are written, after the @.
var formNames = []struct {
	name string
	form Form
}{
	{"imperative", Imperative},
	{"question", Question},
	{"negated", Negated},
	{"conditional", Conditional},
	{"past", Past},
	{"prose", Prose},
	{"shouted", Shouted},
	{"opening", Opening},
	{"order", Order},
	{"long", Long},
	{"texted", Texted},
	{"written", Written},
	{"first", First},
	{"last", Last},
}

// A Phrase is one parsed phrase. The zero value matches nothing; make one with [Parse].
type Phrase struct {
	Source string
	// OnDemand keeps the phrase out of the automaton: [Scanner.Scan] never reports it, and only [Scanner.Matches] finds it.
	OnDemand bool

	root   *node
	want   Form    // forms the clause must have
	refuse Form    // forms the clause must not have
	with   []*node // opLexicon or opNumber: the sentence must hold a word of each
	lacks  []*node // the sentence must hold no word of any
	asks   bool    // the sentence's ending must hold a ?
	cries  bool    // the sentence's ending must hold a !
	names  []string
}

// Captures lists the names the phrase captures, in order of first appearance.
func (p *Phrase) Captures() []string { return p.names }

// Lexicons lists the lexicons the phrase refers to, as written: "feeling", "feeling.bad".
func (p *Phrase) Lexicons() []string {
	var refs []string
	var walk func(*node)
	walk = func(n *node) {
		if n.op == opLexicon {
			refs = append(refs, n.text)
		}
		for _, k := range n.kids {
			walk(k)
		}
	}
	if p.root != nil {
		walk(p.root)
	}
	for _, n := range slices.Concat(p.with, p.lacks) {
		walk(n)
	}
	return refs
}

// LexiconColumn returns the 1-based column at which the phrase first names the lexicon ref, 0 if nowhere.
func (p *Phrase) LexiconColumn(ref string) int {
	i := strings.Index(p.Source, "<"+ref+">")
	if i < 0 {
		return 0
	}
	return len([]rune(p.Source[:i])) + 1
}
