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
	symToken []int32   // by symbol: its token, or -1
	buf      []byte    // the folded word at hand
	next     []byte    // the folded word after it
	clauses  []clause  // those judged so far
	items    []item    // the clause at hand
	traces   []uint64  // see symbolTraces; empty until asked for
	leads    []bool    // see leadsTo; empty until asked for
	ordered  answer    // see mayOrder
	orderly  []bool    // by symbol, if some clause is an order: see mayOrder
	doubtful bool      // what stands for the word at hand depends on the word after it
	met      []metWord // by hash, see short
	metNew   int       // how many have been put there
	verdicts *verdicts
	style    Form // how the sentence is written, once asked for
	styled   bool
}

// An answer is what is known of a question about a sentence.
type answer uint8

const (
	unasked answer = iota
	no
	yes
)

// A metWord is a short word of ASCII that was looked up before, and always stands for the same one token.
type metWord struct {
	key   uint64
	id    uint32
	flags flag
	class uint16
}

// How many of them are kept: most of what people write is a few hundred words, and one message has room in a page of memory.
const (
	fewMet  = 1 << 7
	manyMet = 1 << 11
)

// shortKey packs the bytes of an ASCII word of at most eight letters, digits and apostrophes, whatever their case, into
// one number. Any other word has the key 0.
func shortKey(msg string, w *text.Word) uint64 {
	n := w.End - w.Start
	if n > 8 || w.Kind > text.Number || w.Marks&text.Stretched != 0 {
		return 0
	}
	var key uint64
	if s := msg[w.Start:]; len(s) >= 8 {
		key = uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		key &= ^uint64(0) >> (64 - 8*n)
	} else {
		for i := range n {
			key |= uint64(s[i]) << (8 * i)
		}
	}
	if key&0x8080808080808080 != 0 {
		return 0
	}
	return key | 0x2020202020202020 // digits and the apostrophe have this bit already
}

func (r *reader) read(msg string, sentence *text.Sentence) {
	r.msg, r.sentence = msg, sentence
	r.tokens, r.syms, r.symToken, r.clauses = r.tokens[:0], r.syms[:0], r.symToken[:0], r.clauses[:0]
	r.traces, r.leads = r.traces[:0], r.leads[:0]
	r.styled, r.ordered = false, unasked
	begun, filled := false, false
	for i := range sentence.Words {
		w := &sentence.Words[i]
		if r.stutters(i) {
			continue
		}
		first := len(r.tokens)
		class := uint16(0)
		key := shortKey(msg, w)
		if key != 0 {
			class = r.short(i, w, key)
		} else {
			class = r.word(i, w)
		}
		if len(r.tokens) == first+1 && r.tokens[first].flags&isFiller != 0 && r.fills(i) {
			r.tokens = r.tokens[:first]
			filled = true
			continue
		}
		emoji := w.Kind == text.Emoji
		if begun && !emoji && !filled && w.Marks&text.BreakBefore != 0 {
			r.symbol(r.prog.breakSym(), -1)
		}
		filled = false
		begun = begun || !emoji
		for t := first; t < len(r.tokens); t++ {
			r.symbol(r.classOf(&r.tokens[t], class), int32(t))
		}
	}
	r.symbol(r.prog.endSym(), -1)
	r.markSoft()
	r.markAfterIf()
}

// stutters reports whether word i is only the start of the next one, as speech is written down: "wh-what", "you-you".
func (r *reader) stutters(i int) bool {
	if i+1 >= len(r.sentence.Words) {
		return false
	}
	w, next := &r.sentence.Words[i], &r.sentence.Words[i+1]
	if next.Start != w.End+1 || r.msg[w.End] != '-' || w.Kind != text.Plain {
		return false
	}
	n := w.End - w.Start
	return n <= next.End-next.Start && strings.EqualFold(r.msg[w.Start:w.End], r.msg[next.Start:next.Start+n])
}

// fills reports whether word i, an "um" or "uh", only fills a pause inside a sentence: something follows it, and it is
// no part of "uh-huh". One that begins a sentence says something ("um, no"), and is kept.
func (r *reader) fills(i int) bool {
	return i+1 < len(r.sentence.Words) && len(r.syms) > 0 && r.msg[r.sentence.Words[i].End] != '-'
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

// short appends the token of word i if it has been met. If not, it looks it up as any other word.
func (r *reader) short(i int, w *text.Word, key uint64) (unknown uint16) {
	if r.metNew == len(r.met) && r.metNew < manyMet {
		r.metNew, r.met = 0, make([]metWord, max(fewMet, min(16*len(r.met), manyMet)))
	}
	met := &r.met[key*0x9E3779B97F4A7C15>>32&uint64(len(r.met)-1)]
	if met.key == key {
		r.tokens = append(r.tokens, token{word: i, id: met.id, flags: met.flags})
		return met.class
	}
	first := len(r.tokens)
	r.doubtful = false
	unknown = r.word(i, w)
	if len(r.tokens) == first+1 && !r.doubtful {
		t := &r.tokens[first]
		r.metNew++
		*met = metWord{key: key, id: t.id, flags: t.flags, class: r.classOf(t, unknown)}
	}
	return unknown
}

// classOf returns the class of a token, unknown if no list knows it.
func (r *reader) classOf(t *token, unknown uint16) uint16 {
	if t.id != 0 {
		return r.prog.wordClass(t.id)
	}
	return unknown
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
	if alt := int(counts >> 8 & 0xff); alt > 0 {
		r.doubtful = true
		if r.altReading(i, text.NextWord(counts>>16)) {
			at, n = at+n, alt
		}
	}
	for k := range n {
		r.known(i, r.prog.tokens.at(at+k))
	}
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
	if to == from+1 {
		return r.tokenText(from)
	}
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
