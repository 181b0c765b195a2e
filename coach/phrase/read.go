package phrase

import (
	"bytes"
	"strings"

	"github.com/emotional-safety/coach/coach/text"
)

// A token is one word as the automaton sees it. A written word may give several: "don't" is do, not.
type token struct {
	word  int    // index into the sentence's words
	id    uint32 // vocabulary, 0 for a word no list knows
	flags flag
	soft  bool // begins a clause without punctuation: "but", "and you"
}

// A reader turns a sentence into tokens, and tokens into the symbols of the automaton: one for each token,
// one for clause punctuation, one for the end.
type reader struct {
	prog     *Program
	msg      string
	sentence *text.Sentence
	tokens   []token
	syms     []uint16
	symToken []int32  // by symbol: its token, or -1
	buf      []byte   // the folded word at hand
	next     []byte   // the folded word after it
	clauses  []clause // those judged so far
	items    []item   // the clause at hand
	texted   bool     // a word is in chat spelling: u, ur, pls
}

func (r *reader) read(msg string, sentence *text.Sentence) {
	r.msg, r.sentence = msg, sentence
	r.tokens, r.syms, r.symToken, r.clauses = r.tokens[:0], r.syms[:0], r.symToken[:0], r.clauses[:0]
	r.texted = false
	begun := false
	for i := range sentence.Words {
		w := &sentence.Words[i]
		first := len(r.tokens)
		class := r.word(i, w)
		emoji := w.Kind == text.Emoji
		if begun && !emoji && w.Marks&text.BreakBefore != 0 {
			r.symbol(r.prog.breakSym(), -1)
		}
		begun = begun || !emoji
		for t := first; t < len(r.tokens); t++ {
			c := class
			if id := r.tokens[t].id; id != 0 {
				c = r.prog.wordClass(id)
			}
			r.symbol(c, int32(t))
		}
	}
	r.symbol(r.prog.endSym(), -1)
	r.markSoft()
}

func (r *reader) symbol(sym uint16, token int32) {
	r.syms = append(r.syms, sym)
	r.symToken = append(r.symToken, token)
}

// markSoft finds the clauses that begin with a conjunction instead of punctuation.
func (r *reader) markSoft() {
	for i := range r.tokens {
		t := &r.tokens[i]
		t.soft = t.flags&isBut != 0 ||
			t.flags&isAnd != 0 && i+1 < len(r.tokens) && r.tokens[i+1].flags&(isSubject|isSecond) != 0
	}
}

// word appends the tokens of word i and returns the class of those that no list knows.
func (r *reader) word(i int, w *text.Word) (unknown uint16) {
	switch w.Kind {
	case text.Opaque:
		r.tokens = append(r.tokens, token{word: i})
		return classOpaque
	case text.Number:
		unknown = classNumber
	case text.Emoji:
		unknown = classEmoji
	}
	r.buf = text.AppendFold(r.buf[:0], r.msg[w.Start:w.End])
	if r.listed(i, r.buf) || w.Marks&text.Stretched != 0 && r.unstretched(i) || r.contracted(i) {
		return unknown
	}
	t := token{word: i}
	switch w.Kind {
	case text.Emoji:
		t.flags = isEmoji
	case text.Number:
		t.flags = isNumberWord
	}
	r.tokens = append(r.tokens, t)
	return unknown
}

// listed appends the tokens of a written form that the vocabulary lists.
func (r *reader) listed(i int, folded []byte) bool {
	row, ok := r.prog.lookup(folded)
	if !ok {
		return false
	}
	base := row
	counts := r.prog.surface.at(base + 2)
	at, n := int(r.prog.surface.at(base+1)), int(counts&0xff)
	if alt := int(counts >> 8 & 0xff); alt > 0 && r.altReading(i, text.NextWord(counts>>16)) {
		at, n = at+n, alt
	}
	for k := range n {
		r.known(i, r.prog.tokens.at(at+k))
	}
	r.texted = r.texted || n == 1 && len(folded) < len(r.prog.wordText(r.prog.tokens.at(at)))
	return true
}

func (r *reader) known(i int, id uint32) {
	r.tokens = append(r.tokens, token{word: i, id: id, flags: r.prog.wordFlags(id)})
}

// altReading reports whether word i is followed, without punctuation, by a word of the kind that calls for
// the second reading of its spelling: "ur" is "you are" in "ur so", "your" in "ur mom".
func (r *reader) altReading(i int, before text.NextWord) bool {
	if i+1 >= len(r.sentence.Words) {
		return false
	}
	next := &r.sentence.Words[i+1]
	if next.Kind != text.Plain || next.Marks&text.BreakBefore != 0 {
		return false
	}
	r.next = text.AppendFold(r.next[:0], r.msg[next.Start:next.End])
	row, ok := r.prog.lookup(r.next)
	if !ok {
		return false
	}
	flags := r.prog.wordFlags(r.prog.tokens.at(int(r.prog.surface.at(row + 1))))
	return before == text.Predicate && flags&startsPredicate != 0 || before == text.Verb && flags&startsVerb != 0
}

// unstretched tries "sooo" as "soo" and "so".
func (r *reader) unstretched(i int) bool {
	for candidate := range text.Unstretch(string(r.buf)) {
		if r.listed(i, []byte(candidate)) {
			return true
		}
	}
	return false
}

// contracted reads a word with an apostrophe that is not listed whole: "mom's" is mom, 's.
func (r *reader) contracted(i int) bool {
	if bytes.IndexByte(r.buf, '\'') < 0 {
		return false
	}
	stem, suffix, ok := cutSuffix(string(r.buf))
	if !ok || stem == "" {
		return false
	}
	if !r.listed(i, []byte(stem)) {
		r.tokens = append(r.tokens, token{word: i})
	}
	r.known(i, r.prog.tokenID(suffix))
	return true
}

// tokenID returns the vocabulary's number of the word a contraction ends in.
func (p *Program) tokenID(word string) uint32 {
	lo, hi := 1, p.Words() // ids follow the words' order
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		switch w := p.wordText(uint32(mid)); {
		case w == word:
			return uint32(mid)
		case w < word:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0
}

// canonical returns the folded words of tokens [from, to), separated by spaces.
func (r *reader) canonical(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		if i > from {
			b.WriteByte(' ')
		}
		b.WriteString(r.tokenText(i))
	}
	return b.String()
}

func (r *reader) tokenText(i int) string {
	t := &r.tokens[i]
	if t.id != 0 {
		return r.prog.wordText(t.id)
	}
	w := r.sentence.Words[t.word]
	return text.Fold(r.msg[w.Start:w.End])
}
