package phrase

import (
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach/text"
)

// The reference matcher says what a phrase means in the plainest way: it walks the parsed phrase over the
// sentence's words and lists every way it can match. Tests hold the automaton to it. It shares with the
// engine the reading of words (contractions, spellings) and the forms of clauses, which have tests of their
// own, and nothing else: no classes, no program, no automaton.

type refWord struct {
	text   string // folded; "" stands for punctuation
	word   int    // index into the sentence's words
	kind   text.Kind
	stop   bool // ends a gap
	soft   bool // begins a clause
	isOpen bool // no list knows it
}

type refWay struct {
	end  int
	caps map[string][2]int
}

// refMatches lists the matches of p in the sentence, as [Scanner.Matches] should.
func refMatches(p *Phrase, lexicon Lexicon, r *reader) []Match {
	asks := r.sentence.Ending == text.Question || r.sentence.Questions > 0
	cries := r.sentence.Ending == text.Exclamation || r.sentence.Exclaims > 0
	if p.asks && !asks || p.cries && !cries {
		return nil
	}
	words := refWords(r)
	ref := &reference{words: words, lexicon: lexicon}
	if !ref.holdsAll(p.with) || slices.ContainsFunc(p.lacks, ref.holds) {
		return nil
	}
	var found []Match
	for at := 0; at < len(words); {
		best := refWay{end: -1}
		ref.walk(p.root, at, nil, func(w refWay) {
			if w.end > best.end {
				best = w
			}
		})
		if best.end <= at || !r.formsFit(at, p.want, p.refuse) {
			at++
			continue
		}
		found = append(found, ref.build(p, r, at, best))
		at = best.end
	}
	return found
}

func (ref *reference) holdsAll(lexicons []*node) bool {
	return !slices.ContainsFunc(lexicons, func(n *node) bool { return !ref.holds(n) })
}

// holds reports whether as many words of the sentence are what n names as it asks for.
func (ref *reference) holds(n *node) bool {
	found := 0
	for _, w := range ref.words {
		if w.text != "" && ref.oneOf(n, w) {
			found++
		}
	}
	return found >= n.max
}

func refWords(r *reader) []refWord {
	var words []refWord
	for i, t := range r.symToken {
		if t < 0 {
			if i < len(r.symToken)-1 {
				words = append(words, refWord{})
			}
			continue
		}
		tok := r.tokens[t]
		w := refWord{text: r.tokenText(int(t)), word: tok.word, kind: r.sentence.Words[tok.word].Kind, soft: tok.soft, isOpen: tok.id == 0}
		w.stop = slices.Contains(strings.Fields("but because if when although though unless while whereas and or until since"), w.text)
		words = append(words, w)
	}
	return words
}

type reference struct {
	words   []refWord
	lexicon Lexicon
}

func (ref *reference) at(i int) (refWord, bool) {
	if i >= len(ref.words) || ref.words[i].text == "" {
		return refWord{}, false
	}
	return ref.words[i], true
}

func setCap(caps map[string][2]int, name string, from, to int) map[string][2]int {
	out := map[string][2]int{}
	for k, v := range caps {
		out[k] = v
	}
	out[name] = [2]int{from, to}
	return out
}

// walk reports every way n matches from word i on, preferred ways first.
func (ref *reference) walk(n *node, i int, caps map[string][2]int, yield func(refWay)) {
	switch n.op {
	case opSeq:
		ref.walkSeq(n.kids, i, caps, yield)
	case opAlt:
		for _, k := range n.kids {
			ref.walk(k, i, caps, yield)
		}
	case opOpt:
		ref.walk(n.kids[0], i, caps, yield)
		yield(refWay{i, caps})
	case opCapture:
		ref.walk(n.kids[0], i, caps, func(w refWay) {
			yield(refWay{w.end, setCap(w.caps, n.text, i, w.end)})
		})
	case opGap:
		for k := 0; k <= n.max; k++ {
			yield(refWay{i + k, caps})
			if w, ok := ref.at(i + k); !ok || w.stop || w.kind == text.Emoji {
				return
			}
		}
	case opClause:
		end := i
		for {
			w, ok := ref.at(end)
			if !ok || w.kind == text.Emoji || w.soft {
				break
			}
			end++
		}
		for ; end > i; end-- {
			yield(refWay{end, caps})
		}
	case opComma:
		if i < len(ref.words) && ref.words[i].text == "" {
			yield(refWay{i + 1, caps})
		}
		yield(refWay{i, caps})
	case opBegin:
		for _, w := range ref.words[:min(i, len(ref.words))] {
			if w.text == "" || w.kind != text.Emoji {
				return
			}
		}
		yield(refWay{i, caps})
	case opEnd:
		if i > len(ref.words) {
			return // the end is behind already
		}
		for _, w := range ref.words[i:] {
			if w.text == "" || w.kind != text.Emoji {
				return
			}
		}
		yield(refWay{len(ref.words) + 1, caps})
	case opLexicon:
		entries, _ := ref.lexicon(n.text)
		for _, e := range entries {
			for _, seq := range ExpandEntry(e) {
				ref.walkWords(seq, i, caps, yield)
			}
		}
	default:
		if w, ok := ref.at(i); ok && ref.one(n, w) {
			yield(refWay{i + 1, caps})
		}
	}
}

func (ref *reference) walkSeq(kids []*node, i int, caps map[string][2]int, yield func(refWay)) {
	if len(kids) == 0 {
		yield(refWay{i, caps})
		return
	}
	ref.walk(kids[0], i, caps, func(w refWay) { ref.walkSeq(kids[1:], w.end, w.caps, yield) })
}

func (ref *reference) walkWords(seq []string, i int, caps map[string][2]int, yield func(refWay)) {
	for k, word := range seq {
		w, ok := ref.at(i + k)
		if !ok || !refSame(w, word) {
			return
		}
	}
	yield(refWay{i + len(seq), caps})
}

// one reports whether n, which takes exactly one word, takes w.
func (ref *reference) one(n *node, w refWord) bool {
	switch n.op {
	case opWord:
		return refSame(w, n.text)
	case opVerb:
		return slices.ContainsFunc(Forms(n.text), func(f string) bool { return refSame(w, f) })
	case opNumber:
		return w.kind == text.Number || strings.Trim(w.text, "0123456789") == "" && w.kind != text.Opaque
	case opNot:
		return w.kind != text.Emoji && !ref.oneOf(n.kids[0], w)
	}
	return false
}

func (ref *reference) oneOf(n *node, w refWord) bool {
	switch n.op {
	case opSeq, opAlt:
		return slices.ContainsFunc(n.kids, func(k *node) bool { return ref.oneOf(k, w) })
	case opLexicon:
		entries, _ := ref.lexicon(n.text)
		for _, e := range entries {
			for _, seq := range ExpandEntry(e) {
				if len(seq) == 1 && refSame(w, seq[0]) {
					return true
				}
			}
		}
		return false
	}
	return ref.one(n, w)
}

// refSame reports whether the word of the text can be read as the word of the phrase.
func refSame(w refWord, word string) bool {
	if w.kind == text.Opaque {
		return false
	}
	return w.text == word || slices.Contains(meanings(w.text), word)
}

func (ref *reference) build(p *Phrase, r *reader, at int, way refWay) Match {
	m := Match{Span: ref.span(r, at, way.end)}
	for _, name := range p.names {
		c, ok := way.caps[name]
		if !ok || c[0] >= c[1] {
			continue
		}
		if span := ref.span(r, c[0], c[1]); span.End > 0 {
			m.Captures = append(m.Captures, Capture{Name: name, Span: span, Words: ref.join(c[0], c[1])})
		}
	}
	return m
}

func (ref *reference) span(r *reader, from, to int) text.Span {
	var s text.Span
	for _, w := range ref.words[from:min(to, len(ref.words))] {
		if w.text == "" {
			continue
		}
		if s.End == 0 {
			s.Start = r.sentence.Words[w.word].Start
		}
		s.End = r.sentence.Words[w.word].End
	}
	return s
}

func (ref *reference) join(from, to int) string {
	var words []string
	for _, w := range ref.words[from:min(to, len(ref.words))] {
		if w.text != "" {
			words = append(words, w.text)
		}
	}
	return strings.Join(words, " ")
}
