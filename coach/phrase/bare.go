package phrase

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach/text"
)

// People put words into what they say that change nothing of it: "you literally never listen", "look, you never listen",
// "you never listen, Sarah". Phrases are written without them, so a sentence that holds some is read once more without.

// Bare returns the sentence last scanned without such words, and whether it held any. It stands in the same message, may
// be scanned and read like any other, and is valid until the next call.
func (s *Scanner) Bare() (*text.Sentence, bool) {
	r := &s.reader
	from, to := r.opened(), r.trailed()
	asides := slices.ContainsFunc(r.tokens, func(t token) bool { return t.flags&isAside != 0 })
	if from >= to || from == 0 && to == len(r.tokens) && !asides {
		return nil, false
	}
	s.words = s.words[:0]
	left := 0
	setOff := false // the aside before the word at hand was set off by punctuation
	for t := from; t < to; t++ {
		i := r.tokens[t].word
		if t > from && r.tokens[t-1].word == i {
			continue
		}
		w := r.sentence.Words[i]
		if t > from && t+1 < to && r.isAside(t) {
			setOff = setOff || w.Marks&text.BreakBefore != 0
			left++
			continue
		}
		if setOff {
			w.Marks ^= text.BreakBefore // a second mark ends what the first began: "you, honestly, never"
			setOff = false
		}
		s.words = append(s.words, w)
	}
	if left == 0 && from == 0 && to == len(r.tokens) {
		return nil, false
	}
	s.opened = from > 0
	s.bare = *r.sentence
	s.bare.Words = s.words
	return &s.bare, true
}

// Begins reports whether a match begins the sentence last read, with nothing left out before it.
func (s *Scanner) Begins(m Match) bool {
	sentence := s.reader.sentence
	return m.Span.Start == sentence.Words[0].Start && (sentence != &s.bare || !s.opened)
}

// isAside reports whether token t only adds weight. After "not" it is what is denied: "not really", "not just".
func (r *reader) isAside(t int) bool {
	return r.tokens[t].flags&isAside != 0 && r.isWhole(t) && r.tokens[t-1].flags&isNegator == 0
}

// isWhole reports whether token t is all of its word.
func (r *reader) isWhole(t int) bool {
	word := r.tokens[t].word
	return (t == 0 || r.tokens[t-1].word != word) && (t+1 == len(r.tokens) || r.tokens[t+1].word != word)
}

// setOff reports whether punctuation stands before token t.
func (r *reader) setOff(t int) bool {
	return r.sentence.Words[r.tokens[t].word].Marks&text.BreakBefore != 0
}

// mostOpeners is how many words may lead up to what a sentence says: "And honestly, Tom, …".
const mostOpeners = 3

// opened returns the first token after the words that only lead up to what is said, or speak to someone.
func (r *reader) opened() int {
	t := 0
	for t < mostOpeners && t+1 < len(r.tokens) && r.isOpener(t) {
		t++
	}
	return t
}

func (r *reader) isOpener(t int) bool {
	this, next := &r.tokens[t], &r.tokens[t+1]
	if !r.isWhole(t) || r.sentence.Words[this.word].Kind != text.Plain {
		return false
	}
	if r.setOff(t + 1) {
		return this.flags&(isOpener|isVocative) != 0 || this.id == 0
	}
	joins := this.flags&isOpener != 0 && this.flags&(isAnd|isBut) != 0
	return joins && (next.flags&(isSecond|isSubject) != 0 || t+2 < len(r.tokens) && r.isOpener(t+1))
}

// trailed returns the token after the last that isn't only a name, or a sigh.
func (r *reader) trailed() int {
	to := len(r.tokens)
	for to > 1 {
		first := r.wordOf(to - 1)
		if first == 0 || !r.isTail(first, to) {
			break
		}
		to = first
	}
	return to
}

// wordOf returns the first token of the word that token t belongs to.
func (r *reader) wordOf(t int) int {
	for t > 0 && r.tokens[t-1].word == r.tokens[t].word {
		t--
	}
	return t
}

// shortTails are those that are read as several words: "smh" is shaking my head.
const shortTails = text.List("smh tbh imo imho ngl ffs")

// isTail reports whether the word of tokens [t, to) only trails after what is said.
func (r *reader) isTail(t, to int) bool {
	this := &r.tokens[t]
	w := r.sentence.Words[this.word]
	if w.Kind != text.Plain {
		return false
	}
	if to > t+1 {
		return shortTails.Has(text.Fold(r.msg[w.Start:w.End]))
	}
	return this.flags&isTail != 0 || r.setOff(t) && (this.flags&isVocative != 0 || r.isCapitalized(this.word))
}

// isCapitalized reports whether a word begins with a capital letter, and goes on without.
func (r *reader) isCapitalized(word int) bool {
	w := r.sentence.Words[word]
	first, size := utf8.DecodeRuneInString(r.msg[w.Start:w.End])
	second, _ := utf8.DecodeRuneInString(r.msg[w.Start+size : w.End])
	return unicode.IsUpper(first) && unicode.IsLower(second)
}
