package rule

import (
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/emotional-safety/coach/coach/phrase"
)

// A Set is rules compiled together. It is read in place from its flat form: rules that never match are never
// decoded. A Set may be shared by goroutines.
type Set struct {
	program *phrase.Program
	roles   string // two 32-bit numbers a phrase: rule, part
	spans   string // two 32-bit numbers a rule: where its record lies
	records string
	ids     func() []string // once they are asked for
	digest  string
	rules   []atomic.Pointer[Rule]
	attrs   attributeTable
	guide   string // a record
	help    string // a record
	uses    string // a byte a rule: see Use

	examples string // deflated JSON: the rules' examples, in the order of the rules
}

// A Role says which part of which rule a phrase is: the Index-th of its phrases, or of its exceptions.
type Role struct {
	Rule   int // index into the set
	Index  int // into Rule.Phrases, or into Rule.Unless
	Unless bool
}

const (
	setMagic   = "coach rules 5\n"
	unlessBit  = 1 << 31
	digestSize = 12 // hexadecimal digits that name a set

	nSections       = 10
	examplesSection = 7
)

// LoadSet reads a set from the flat form that [Set.Bytes] gives.
func LoadSet(blob string) (*Set, error) {
	body, ok := strings.CutPrefix(blob, setMagic)
	if !ok || len(body) < digestSize {
		return nil, errors.New("compiled rules: not of this version: compile them again")
	}
	s := &Set{digest: body[:digestSize]}
	body = body[digestSize:]
	var sections [nSections]string
	for i := range sections {
		if len(body) < 4 {
			return nil, errors.New("compiled rules: cut short: compile them again")
		}
		n := int(number(body, 0))
		if len(body)-4 < n {
			return nil, errors.New("compiled rules: cut short: compile them again")
		}
		sections[i], body = body[4:4+n], body[4+n:]
	}
	program, err := phrase.Load(sections[0])
	if err != nil {
		return nil, err
	}
	s.program, s.roles, s.spans, s.records = program, sections[1], sections[2], sections[3]
	s.ids = sync.OnceValue(func() []string { return strings.Split(sections[4], "\n") })
	s.rules = make([]atomic.Pointer[Rule], len(s.spans)/8)
	s.guide = sections[5]
	s.attrs = attributeTable(sections[6])
	s.examples = sections[examplesSection]
	s.help, s.uses = sections[8], sections[9]
	return s, nil
}

// number reads the i-th little-endian 32-bit number of s.
func number(s string, i int) uint32 {
	s = s[4*i : 4*i+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// Program returns the compiled phrases of all rules. [Set.Role] tells whose they are.
func (s *Set) Program() *phrase.Program { return s.program }

// Role returns what the phrase is to its rule.
func (s *Set) Role(phrase int32) Role {
	part := number(s.roles, 2*int(phrase)+1)
	return Role{Rule: int(number(s.roles, 2*int(phrase))), Index: int(part &^ unlessBit), Unless: part&unlessBit != 0}
}

// Phrase returns the number of the rule's index-th phrase, or of its index-th exception.
func (s *Set) Phrase(r Role) (int32, bool) {
	for p := range int32(s.program.Len()) {
		if s.Role(p) == r {
			return p, true
		}
	}
	return 0, false
}

// Len returns the number of rules.
func (s *Set) Len() int { return len(s.rules) }

// Digest names the rules by their content, in a few hexadecimal digits.
func (s *Set) Digest() string { return s.digest }

// IDs lists the rules, sorted. The caller must not change it.
func (s *Set) IDs() []string { return s.ids() }

// Rule returns the i-th rule, in the order of [Set.IDs]. The caller must not change it.
func (s *Set) Rule(i int) *Rule {
	if r := s.rules[i].Load(); r != nil {
		return r
	}
	off, n := number(s.spans, 2*i), number(s.spans, 2*i+1)
	reader := recordReader{s.records[off : off+n]}
	r := reader.rule()
	s.rules[i].Store(r)
	return r
}

// Examples returns the examples of all rules, in the order of [Set.IDs]. Rules themselves come without: nothing that
// checks a message needs them.
func (s *Set) Examples() []Examples {
	var all []Examples
	_ = json.NewDecoder(flate.NewReader(strings.NewReader(s.examples))).Decode(&all) // written by compile; its test would fail
	return all
}

// Index returns the place of a rule by its id.
func (s *Set) Index(id string) (int, bool) { return slices.BinarySearch(s.IDs(), id) }

// Find returns a rule by its id.
func (s *Set) Find(id string) (*Rule, bool) {
	i, ok := s.Index(id)
	if !ok {
		return nil, false
	}
	return s.Rule(i), true
}

// Families lists the families of the set's rules, sorted.
func (s *Set) Families() []string {
	var families []string
	for _, id := range s.IDs() {
		family, _, _ := strings.Cut(id, "/")
		families = append(families, family)
	}
	return slices.Compact(families)
}

// Strategies returns the guide's strategies, in its order.
func (s *Set) Strategies() []Strategy {
	r := recordReader{s.guide}
	return r.strategies()
}

// Help returns where people find help, all topics and countries.
func (s *Set) Help() []Help {
	r := recordReader{s.help}
	return r.help()
}

// HelpFor returns the help with a topic in a country: that of anywhere when the country, or its entry, is not known.
func (s *Set) HelpFor(topic, country string) string {
	anywhere := ""
	for _, h := range s.Help() {
		switch {
		case h.Topic != topic:
		case h.Country == "":
			anywhere = h.Text
		case h.Country == country:
			return h.Text
		}
	}
	return anywhere
}

// Attribute returns what a lexicon says in place of the entry with these folded words, and whether it says anything.
func (s *Set) Attribute(lexicon, words, name string) (string, bool) {
	lexicon, _, _ = strings.Cut(lexicon, ".")
	return s.attrs.find(lexicon + ":" + words + ":" + name)
}

// exampleTexts are all sentences the rules themselves hold: ordinary text of the kind that is checked.
func exampleTexts(rules []*written) []string {
	var texts []string
	for _, w := range rules {
		for _, e := range slices.Concat(w.Examples.Flag, w.Examples.Pass) {
			texts = append(append(texts, e.Text), e.After...)
		}
		texts = append(append(texts, w.Reframes...), w.InPlace...)
	}
	return texts
}

// compile makes one set of rules that were read. ahead spends time now on what a scan would do later.
func compile(rules []*written, lexicons Lexicons, strategies []Strategy, help []Help, ahead bool) (*Set, error) {
	slices.SortFunc(rules, func(a, b *written) int { return strings.Compare(a.ID, b.ID) })
	var phrases []*phrase.Phrase
	var roles []byte
	var errs []error
	number := func(n int) { roles = binary.LittleEndian.AppendUint32(roles, uint32(n)) }
	for i, w := range rules {
		for k, p := range w.phrases {
			phrases = append(phrases, p)
			number(i)
			number(k)
		}
		for k, p := range w.unless {
			p.OnDemand = true // asked for only where the rule matches
			phrases = append(phrases, p)
			number(i)
			number(k | unlessBit)
		}
		errs = append(errs, w.checkLinks(rules, lexicons, help)...)
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	program, err := phrase.Compile(phrases, lexicons.Entries)
	if err != nil {
		return nil, placeCompileError(rules, err)
	}
	if ahead {
		if program, err = phrase.Warm(program, exampleTexts(rules)); err != nil {
			return nil, err
		}
	}
	blob, err := layOut(rules, program, roles, strategies, help, lexicons.attributes())
	if err != nil {
		return nil, err
	}
	return LoadSet(blob)
}

// Bytes returns the set's flat form. Equal rules give equal bytes.
func (s *Set) Bytes() string {
	return sealed(s.digest, s.program.Bytes(), s.roles, s.spans, s.records, strings.Join(s.IDs(), "\n"), s.guide, string(s.attrs), s.examples, s.help, s.uses)
}

func layOut(rules []*written, program *phrase.Program, roles []byte, strategies []Strategy, help []Help, attributes map[string]string) (string, error) {
	var spans []byte
	var records, guide, helps recordWriter
	var ids []string
	var examples []Examples
	for _, w := range rules {
		examples = append(examples, w.Examples)
		start := len(records.buf)
		records.rule(&w.Rule)
		spans = binary.LittleEndian.AppendUint32(spans, uint32(start))
		spans = binary.LittleEndian.AppendUint32(spans, uint32(len(records.buf)-start))
		ids = append(ids, w.ID)
	}
	guide.strategies(strategies)
	helps.help(help)
	shown, err := json.Marshal(examples)
	if err != nil {
		return "", fmt.Errorf("compile examples: %w", err)
	}
	sections := []string{program.Bytes(), string(roles), string(spans), string(records.buf), strings.Join(ids, "\n"), string(guide.buf), string(newAttributeTable(attributes)), string(shown), string(helps.buf), string(usesOf(rules))}
	digest := digestOf(sections)
	if sections[examplesSection], err = deflated(shown); err != nil {
		return "", fmt.Errorf("compile examples: %w", err)
	}
	return sealed(digest, sections...), nil
}

// sealed puts sections behind the magic and a digest.
func sealed(digest string, sections ...string) string {
	body := []byte(setMagic + digest)
	for _, s := range sections {
		body = binary.LittleEndian.AppendUint32(body, uint32(len(s)))
		body = append(body, s...)
	}
	return string(body)
}

// digestOf names sections before any of them is deflated: how that comes out is not the same in every version of Go.
func digestOf(sections []string) string {
	sum := sha256.New()
	for _, s := range sections {
		sum.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(s))))
		sum.Write([]byte(s))
	}
	return hex.EncodeToString(sum.Sum(nil))[:digestSize]
}

func deflated(b []byte) (string, error) {
	var out strings.Builder
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(b); err != nil {
		return "", err
	}
	err = w.Close()
	return out.String(), err
}

// placeCompileError turns the compiler's error into one that points into the rule's file.
func placeCompileError(rules []*written, err error) error {
	var ce *phrase.CompileError
	if !errors.As(err, &ce) {
		return err
	}
	n := ce.Phrase
	for _, w := range rules {
		nodes := slices.Concat(w.phraseNodes, w.unlessNodes)
		if n < len(nodes) {
			w.doc.errs = nil
			w.doc.failPhrase(nodes[n], err)
			return w.doc.errs[0]
		}
		n -= len(nodes)
	}
	return err
}

// checkLinks checks what a rule names elsewhere: lexicons, acts in its context, and help.
func (w *written) checkLinks(rules []*written, lexicons Lexicons, help []Help) []error {
	w.doc.errs = nil
	nodes := slices.Concat(w.phraseNodes, w.unlessNodes)
	for i, p := range slices.Concat(w.phrases, w.unless) {
		for _, ref := range p.Lexicons() {
			if _, err := lexicons.Entries(ref); err != nil {
				line, column := scalarPlace(nodes[i], p.LexiconColumn(ref))
				w.doc.fail(line, column, "%s", err)
			}
		}
	}
	for _, act := range sortedKeys(w.contextAt) {
		if !slices.ContainsFunc(rules, func(r *written) bool { return Names(act, r.ID) }) {
			w.doc.failAt(w.contextAt[act], "unknown act %q%s", act, didYouMean(act, actNames(rules), ""))
		}
	}
	if w.Help != "" && !slices.ContainsFunc(help, func(h Help) bool { return h.Topic == w.Help && h.Country == "" }) {
		w.doc.fail(1, 1, "help.yaml has no entry for the topic %q without a country", w.Help)
	}
	return w.doc.errs
}

func actNames(rules []*written) []string {
	var names []string
	for _, r := range rules {
		if act, ok := strings.CutPrefix(r.ID, "act/"); ok {
			names = append(names, act)
		}
	}
	return names
}

// Names reports whether a name used in a context or a filter means the rule with this id: the id itself, its
// family, or an act without its family.
func Names(name, id string) bool {
	if name == id {
		return true
	}
	rest, ok := strings.CutPrefix(id, name)
	return ok && strings.HasPrefix(rest, "/") || id == "act/"+name
}
