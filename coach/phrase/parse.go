package phrase

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach/text"
)

// The most that one phrase may hold. They keep a hostile rule file from costing more than a long one.
const (
	maxPhraseBytes = 2000
	maxDepth       = 16
	maxGap         = 20
	maxCaptures    = 8
)

// A SyntaxError says where a phrase is wrong and what was expected there.
type SyntaxError struct {
	Column int // 1-based, in characters
	Msg    string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("column %d: %s", e.Column, e.Msg) }

// Parse reads one phrase. Its error is a *[SyntaxError].
func Parse(source string) (*Phrase, error) {
	p := &parser{src: source, phrase: &Phrase{Source: source}}
	if len(source) > maxPhraseBytes {
		return nil, p.errorAt(0, "the phrase is longer than %d bytes: split it in two", maxPhraseBytes)
	}
	if !utf8.ValidString(source) {
		return nil, p.errorAt(0, "the phrase is not valid UTF-8")
	}
	if err := p.forms(); err != nil {
		return nil, err
	}
	root, err := p.sequence(0, 0)
	if err != nil {
		return nil, err
	}
	if !consumes(root) {
		return nil, p.errorAt(0, "a phrase must hold at least one word that has to be there")
	}
	p.phrase.root = root
	return p.phrase, nil
}

type parser struct {
	src       string
	pos       int
	phrase    *Phrase
	capturing bool
}

func (p *parser) errorAt(pos int, format string, args ...any) error {
	return &SyntaxError{Column: utf8.RuneCountInString(p.src[:pos]) + 1, Msg: fmt.Sprintf(format, args...)}
}

func (p *parser) column(pos int) int { return utf8.RuneCountInString(p.src[:pos]) + 1 }

func (p *parser) space() {
	for p.pos < len(p.src) {
		r, n := utf8.DecodeRuneInString(p.src[p.pos:])
		if !unicode.IsSpace(r) {
			return
		}
		p.pos += n
	}
}

func (p *parser) peek() byte {
	if p.pos < len(p.src) {
		return p.src[p.pos]
	}
	return 0
}

// forms reads the @forms a phrase begins with.
func (p *parser) forms() error {
	for {
		p.space()
		start := p.pos
		rest := p.src[p.pos:]
		negated := strings.HasPrefix(rest, "!@")
		if !negated && !strings.HasPrefix(rest, "@") {
			return nil
		}
		p.pos = start + 1
		if negated {
			p.pos++
		}
		name := p.name()
		if name == "with" {
			if err := p.with(start, negated); err != nil {
				return err
			}
			continue
		}
		form := lookupForm(name)
		switch {
		case form == 0:
			return p.errorAt(start, "unknown form %q: want one of %s", "@"+name, listForms())
		case negated:
			p.phrase.refuse |= form
		default:
			p.phrase.want |= form
		}
		if p.phrase.want&p.phrase.refuse != 0 {
			return p.errorAt(start, "@%s is both asked for and refused", name)
		}
	}
}

// maxWith is the highest number that @with may ask for.
const maxWith = 8

// with reads the lexicon of @with:<lexicon>, which speaks of the whole sentence, and the number of words it asks for.
func (p *parser) with(start int, negated bool) error {
	rest, atLeast := p.src[p.pos:], 1
	if len(rest) > 1 && rest[0] == ':' && '0' < rest[1] && rest[1] <= '0'+maxWith {
		atLeast = int(rest[1] - '0')
		p.pos++
		rest = rest[1:]
	}
	if len(rest) < 2 || rest[1] != '<' || atLeast == 1 && rest[0] != ':' {
		return p.errorAt(start, "expected a lexicon after @with, such as @with:<feeling> or @with:2<feeling>")
	}
	p.pos++
	n, err := p.lexicon()
	if err != nil {
		return err
	}
	n.max = atLeast
	if negated {
		p.phrase.lacks = append(p.phrase.lacks, n)
	} else {
		p.phrase.with = append(p.phrase.with, n)
	}
	return nil
}

func lookupForm(name string) Form {
	for _, f := range formNames {
		if f.name == name {
			return f.form
		}
	}
	return 0
}

func listForms() string {
	names := make([]string, len(formNames))
	for i, f := range formNames {
		names[i] = "@" + f.name
	}
	return strings.Join(append(names, "@with:<lexicon>"), ", ")
}

// name reads a run of lower-case letters, digits and dashes.
func (p *parser) name() string {
	start := p.pos
	for p.pos < len(p.src) && isNameByte(p.src[p.pos]) {
		p.pos++
	}
	return p.src[start:p.pos]
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_'
}

// sequence reads items up to the end of the phrase or to the closing byte ')' or ']' or '|'.
// closing is 0 at the top.
func (p *parser) sequence(closing byte, depth int) (*node, error) {
	seq := &node{op: opSeq, col: p.column(p.pos)}
	for {
		p.space()
		c := p.peek()
		switch {
		case p.pos >= len(p.src):
			if closing != 0 {
				return nil, p.errorAt(p.pos, "the phrase ends before its %q: expected %q", string(opening(closing)), string(closing))
			}
			return seq, nil
		case c == '|' && closing != 0, c == closing:
			return seq, nil
		case c == '|':
			return nil, p.errorAt(p.pos, "| stands outside of ( ) or [ ]: put the choice in parentheses")
		case c == ')' || c == ']':
			return nil, p.errorAt(p.pos, "%q closes nothing that was opened", string(c))
		}
		item, err := p.item(depth)
		if err != nil {
			return nil, err
		}
		if item != nil {
			seq.kids = append(seq.kids, item)
		}
	}
}

func opening(closing byte) byte {
	if closing == ')' {
		return '('
	}
	return '['
}

// item reads one item. It returns nil for the items that are kept on the phrase itself.
func (p *parser) item(depth int) (*node, error) {
	if depth > maxDepth {
		return nil, p.errorAt(p.pos, "parentheses go deeper than %d", maxDepth)
	}
	start := p.pos
	switch c := p.peek(); c {
	case '(', '[':
		n, err := p.group(depth)
		if err != nil {
			return nil, err
		}
		return p.optional(n), nil
	case '<':
		n, err := p.lexicon()
		if err != nil {
			return nil, err
		}
		return p.optional(n), nil
	case '~':
		return p.verb()
	case '^':
		p.pos++
		return &node{op: opBegin, col: p.column(start)}, nil
	case '$':
		p.pos++
		return &node{op: opEnd, col: p.column(start)}, nil
	case ',':
		p.pos++
		return &node{op: opComma, col: p.column(start)}, nil
	case '?':
		return nil, p.ending(depth, &p.phrase.asks)
	case '!':
		return p.bang(depth)
	case '@':
		return nil, p.errorAt(start, "a form such as @question must stand first in the phrase")
	case '.':
		return p.gap()
	}
	return p.wordOrCapture(depth)
}

// optional wraps n if a ? follows it at once.
func (p *parser) optional(n *node) *node {
	if p.peek() != '?' {
		return n
	}
	p.pos++
	return &node{op: opOpt, kids: []*node{n}, col: n.col}
}

func (p *parser) group(depth int) (*node, error) {
	start := p.pos
	open, closing := p.peek(), byte(')')
	if open == '[' {
		closing = ']'
	}
	p.pos++
	alt := &node{op: opAlt, col: p.column(start)}
	for {
		seq, err := p.sequence(closing, depth+1)
		if err != nil {
			return nil, err
		}
		if len(seq.kids) == 0 {
			return nil, p.errorAt(p.pos, "expected words before %q (for a choice that may be nothing, use [ ])", string(p.peek()))
		}
		alt.kids = append(alt.kids, seq)
		if p.peek() == closing {
			p.pos++
			break
		}
		p.pos++ // the |
	}
	if open == '[' {
		return &node{op: opOpt, kids: []*node{alt}, col: alt.col}, nil
	}
	return alt, nil
}

func (p *parser) lexicon() (*node, error) {
	start := p.pos
	p.pos++
	ref := p.name()
	if p.peek() == '.' {
		p.pos++
		part := p.name()
		if part == "" {
			return nil, p.errorAt(p.pos, "expected the name of a part after %q", ref+".")
		}
		ref += "." + part
	}
	switch {
	case ref == "":
		return nil, p.errorAt(p.pos, "expected the name of a lexicon, in small letters, after <")
	case p.peek() != '>':
		return nil, p.errorAt(p.pos, "expected > after <%s", ref)
	}
	p.pos++
	if ref == "number" {
		return &node{op: opNumber, col: p.column(start)}, nil
	}
	return &node{op: opLexicon, text: ref, col: p.column(start)}, nil
}

func (p *parser) verb() (*node, error) {
	start := p.pos
	p.pos++
	w := p.word()
	words := expand(w)
	if len(words) != 1 || w == "" {
		return nil, p.errorAt(start, "expected one verb in its base form after ~, such as ~make")
	}
	return &node{op: opVerb, text: words[0], col: p.column(start)}, nil
}

// ending reads the ? or ! that ends a phrase.
func (p *parser) ending(depth int, flag *bool) error {
	start := p.pos
	c := p.peek()
	p.pos++
	p.space()
	if depth > 0 || (p.pos < len(p.src) && p.peek() != '?' && p.peek() != '!') {
		return p.errorAt(start, "%q asks how the sentence ends, so it must be the last item of the phrase", string(c))
	}
	*flag = true
	return nil
}

// bang reads ! as the last item, or !item.
func (p *parser) bang(depth int) (*node, error) {
	start := p.pos
	if p.pos+1 >= len(p.src) || isSpaceOrMark(p.src[p.pos+1]) {
		return nil, p.ending(depth, &p.phrase.cries)
	}
	p.pos++
	inner, err := p.item(depth + 1)
	if err != nil {
		return nil, err
	}
	if inner == nil || !singleWord(inner) {
		return nil, p.errorAt(start, "expected one word, a <lexicon> or a group of single words after !")
	}
	return &node{op: opNot, kids: []*node{inner}, col: p.column(start)}, nil
}

func isSpaceOrMark(c byte) bool { return c == ' ' || c == '\t' || c == '?' || c == '!' }

// singleWord reports whether n matches exactly one word. Lexicons count: their longer entries are passed over.
func singleWord(n *node) bool {
	switch n.op {
	case opWord, opVerb, opLexicon, opNumber:
		return true
	case opAlt:
		return !slices.ContainsFunc(n.kids, func(k *node) bool { return !singleWord(k) })
	case opSeq:
		return len(n.kids) == 1 && singleWord(n.kids[0])
	}
	return false
}

func (p *parser) gap() (*node, error) {
	start := p.pos
	if !strings.HasPrefix(p.src[p.pos:], "..") {
		return nil, p.errorAt(start, "expected .. (a gap of at most 3 words) or ..5")
	}
	p.pos += 2
	digits := p.pos
	for p.pos < len(p.src) && p.src[p.pos] >= '0' && p.src[p.pos] <= '9' {
		p.pos++
	}
	most := 3
	if digits < p.pos {
		most = 0
		for _, d := range p.src[digits:p.pos] {
			most = min(most*10+int(d-'0'), maxGap+1)
		}
	}
	if most < 1 || most > maxGap {
		return nil, p.errorAt(start, "a gap is 1 to %d words", maxGap)
	}
	if p.pos < len(p.src) && !isSpaceOrMark(p.peek()) && !strings.ContainsRune(")]|", rune(p.peek())) {
		return nil, p.errorAt(p.pos, "expected a space after the gap")
	}
	return &node{op: opGap, max: most, col: p.column(start)}, nil
}

// wordOrCapture reads a word, or name:item.
func (p *parser) wordOrCapture(depth int) (*node, error) {
	start := p.pos
	if name := p.name(); name != "" && p.peek() == ':' {
		p.pos++
		return p.capture(name, start, depth)
	}
	p.pos = start
	w := p.word()
	if w == "" {
		r, _ := utf8.DecodeRuneInString(p.src[p.pos:])
		return nil, p.errorAt(p.pos, "expected a word, not %q", string(r))
	}
	if p.peek() == '?' {
		return nil, p.errorAt(p.pos, "write [%s] for a word that may be missing, or a space before ? for a question", w)
	}
	words := expand(w)
	if len(words) == 0 {
		return nil, p.errorAt(start, "expected a word, not %q", w)
	}
	if len(words) == 1 {
		return &node{op: opWord, text: words[0], col: p.column(start)}, nil
	}
	seq := &node{op: opSeq, col: p.column(start)}
	for _, word := range words {
		seq.kids = append(seq.kids, &node{op: opWord, text: word, col: seq.col})
	}
	return seq, nil
}

func (p *parser) capture(name string, start, depth int) (*node, error) {
	if p.capturing {
		return nil, p.errorAt(start, "%q stands inside of another capture", name+":")
	}
	p.capturing = true
	defer func() { p.capturing = false }()
	inner, err := p.captured(name, depth)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(p.phrase.names, name) {
		p.phrase.names = append(p.phrase.names, name)
	}
	if len(p.phrase.names) > maxCaptures {
		return nil, p.errorAt(start, "a phrase keeps at most %d captures", maxCaptures)
	}
	return p.optional(&node{op: opCapture, text: name, kids: []*node{inner}, col: p.column(start)}), nil
}

func (p *parser) captured(name string, depth int) (*node, error) {
	start := p.pos
	switch p.peek() {
	case '(', '[':
		return p.group(depth)
	case '<':
		return p.lexicon()
	case '~':
		return p.verb()
	}
	if word := p.name(); word != "clause" {
		return nil, p.errorAt(start, "expected ( ), [ ], <lexicon>, ~verb or clause after %q", name+":")
	}
	return &node{op: opClause, max: 1, col: p.column(start)}, nil
}

// word reads characters up to a space or to one that means something else.
func (p *parser) word() string {
	start := p.pos
	for p.pos < len(p.src) {
		r, n := utf8.DecodeRuneInString(p.src[p.pos:])
		if unicode.IsSpace(r) || strings.ContainsRune(`()[]|<>^$?!,:@~."{}`, r) {
			break
		}
		p.pos += n
	}
	return p.src[start:p.pos]
}

// consumes reports whether n matches at least one word whenever it matches.
func consumes(n *node) bool {
	switch n.op {
	case opWord, opVerb, opLexicon, opNumber, opNot:
		return true
	case opClause:
		return n.max > 0
	case opSeq:
		return slices.ContainsFunc(n.kids, consumes)
	case opAlt:
		return !slices.ContainsFunc(n.kids, func(k *node) bool { return !consumes(k) })
	case opCapture:
		return consumes(n.kids[0])
	}
	return false
}

// expand folds a written word and opens its contraction: "Don’t" is do, not.
func expand(written string) []string {
	var words []string
	for part := range strings.SplitSeq(written, "-") {
		if folded := text.Fold(part); folded != "" {
			words = append(words, expandFolded(folded)...)
		}
	}
	return words
}

// expandFolded opens a folded word by the spelling table, or by its apostrophe.
func expandFolded(folded string) []string {
	table := text.Spellings()
	if i, ok := slices.BinarySearchFunc(table, folded, func(s text.Spelling, w string) int {
		return strings.Compare(s.Written, w)
	}); ok {
		return table[i].Words
	}
	if stem, suffix, ok := cutSuffix(folded); ok {
		if stem == "" {
			return []string{suffix}
		}
		return []string{stem, suffix}
	}
	return []string{folded}
}

// suffixes are the contracted endings a word may carry that the spelling table does not list with it.
var suffixes = []struct{ written, word string }{
	{"n't", "not"}, {"'s", "'s"}, {"'d", "'d"}, {"'ll", "will"}, {"'re", "are"}, {"'ve", "have"}, {"'m", "am"},
}

// cutSuffix splits "mom's" into mom and 's.
func cutSuffix(folded string) (stem, word string, ok bool) {
	if !strings.Contains(folded, "'") {
		return "", "", false
	}
	for _, s := range suffixes {
		if stem, ok := strings.CutSuffix(folded, s.written); ok {
			return stem, s.word, true
		}
	}
	return "", "", false
}
