package phrase

import (
	"slices"

	"github.com/emotional-safety/coach/coach/text"
)

// A Scanner runs a program over sentences. It keeps the part of the automaton it has met, so it gets
// faster as it reads. One goroutine at a time may use it.
type Scanner struct {
	prog   *Program
	reader reader
	dfa    dfa
	match  matcher
	found  []int32
	starts []start
	merged bool // walks have met: matches may begin at places that are not among starts

	// For long texts, and nil before.
	seen  []uint64 // by phrase: the scan that last found it, and in its low half where
	round uint32
}

// A start is a phrase, and a symbol with which a match of it may begin: ordered by phrase, then by place.
type start uint64

func (s start) phrase() int32 { return int32(s >> 32) }
func (s start) at() int       { return int(uint32(s)) }

// NewScanner returns a scanner for p.
func NewScanner(p *Program) *Scanner {
	s := &Scanner{prog: p}
	known := &verdicts{prog: p, entries: make([]uint64, firstVerdicts)}
	s.reader.prog, s.reader.verdicts = p, known
	s.dfa.init(p, known)
	return s
}

// Scan reads one sentence of msg and returns, in ascending order, the phrases that may match in it: all
// that do, and perhaps some whose extents or forms turn out not to fit. The result, and what [Scanner.Matches]
// says, are valid until the next Scan.
func (s *Scanner) Scan(msg string, sentence *text.Sentence) []int32 {
	s.Read(msg, sentence)
	if s.round++; s.round == 0 {
		clear(s.seen)
		s.round = 1
	}
	if !s.dfa.isBrief(s.reader.syms) || !s.dfa.brief(s.reader.syms, s) {
		s.dfa.walk(s.reader.syms, s)
	}
	slices.Sort(s.starts)
	s.starts = slices.Compact(s.starts)
	for i, st := range s.starts {
		if i == 0 || s.starts[i-1].phrase() != st.phrase() {
			s.found = append(s.found, st.phrase())
		}
	}
	return s.found
}

// Read reads one sentence of msg, for phrases that [Scanner.Matches] is asked for without having been found.
func (s *Scanner) Read(msg string, sentence *text.Sentence) {
	s.reader.read(msg, sentence)
	s.found, s.starts, s.merged = s.found[:0], s.starts[:0], false
}

// collect adds the phrases that end where a walk from symbol at has reached a state.
func (s *Scanner) collect(id state, at int) {
	d := &s.dfa
	if id.index() >= d.base {
		for _, phrase := range d.states[id.index()-d.base].accepts {
			s.add(phrase, at)
		}
		return
	}
	carried := s.prog.warmState(id.index())
	for i := range carried.phrases() {
		s.add(carried.accept(i), at)
	}
}

func (s *Scanner) add(phrase int32, at int) {
	now := start(phrase)<<32 | start(at)
	if s.seen == nil {
		if s.starts = append(s.starts, now); !s.dfa.short() {
			s.seen = make([]uint64, s.prog.Len())
		}
		return
	}
	mark := uint64(s.round)<<32 | uint64(uint32(at))
	if s.seen[phrase] != mark {
		s.seen[phrase] = mark
		s.starts = append(s.starts, now)
	}
}

// hasOrders reports whether some phrases are looked for only where an order begins.
func (p *Program) hasOrders() bool { return p.orPCs.len()+p.orAnyPCs.len() > 0 }

// kinds of symbols
type symKind uint8

const (
	symWord symKind = iota
	symNumber
	symEmoji
	symBreak
	symEnd
)

// breakSym and endSym are the symbols after the classes of words.
func (p *Program) breakSym() uint16 { return uint16(p.nclasses) }
func (p *Program) endSym() uint16   { return uint16(p.nclasses + 1) }

func (p *Program) symbol(sym uint16) symKind {
	switch {
	case sym == p.breakSym():
		return symBreak
	case sym == p.endSym():
		return symEnd
	}
	switch f := p.classFlags(sym); {
	case f&isEmoji != 0:
		return symEmoji
	case f&isNumberWord != 0:
		return symNumber
	}
	return symWord
}

// takes reports whether a consuming instruction takes the symbol.
func (p *Program) takes(in inst, sym uint16) bool {
	kind := p.symbol(sym)
	switch in.op {
	case iBreak:
		return kind == symBreak
	case iEnd:
		return kind == symEnd
	case iEmojiWord:
		return kind == symEmoji
	}
	if kind == symBreak || kind == symEnd {
		return false
	}
	switch in.op {
	case iAtom:
		return p.satisfies(sym, in.arg)
	case iNotAtom:
		return kind != symEmoji && !p.satisfies(sym, in.arg)
	case iNumber:
		return kind == symNumber
	case iGapWord:
		return kind != symEmoji && p.classFlags(sym)&isStop == 0
	case iClauseWord:
		return kind != symEmoji
	}
	return false
}
