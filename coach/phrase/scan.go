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
	seen   []uint32 // by phrase: the scan that last found it
	round  uint32
}

// NewScanner returns a scanner for p.
func NewScanner(p *Program) *Scanner {
	s := &Scanner{prog: p, seen: make([]uint32, p.Len())}
	s.reader.prog = p
	s.dfa.init(p)
	return s
}

// Scan reads one sentence of msg and returns, in ascending order, the phrases that may match in it: all
// that do, and perhaps some whose extents or forms turn out not to fit. The result, and what [Scanner.Matches]
// says, are valid until the next Scan.
func (s *Scanner) Scan(msg string, sentence *text.Sentence) []int32 {
	s.reader.read(msg, sentence)
	s.found = s.found[:0]
	s.round++
	state := s.dfa.start()
	for _, sym := range s.reader.syms {
		state = s.dfa.step(state, sym)
		for _, phrase := range s.dfa.accepts(state) {
			if s.seen[phrase] != s.round {
				s.seen[phrase] = s.round
				s.found = append(s.found, phrase)
			}
		}
	}
	slices.Sort(s.found)
	return s.found
}

// A dfa is the automaton made deterministic, state by state, as symbols are met. It is kept small, because a check
// of one message pays for every page of memory it touches.
type dfa struct {
	prog   *Program
	base   uint32 // states below it are the program's own, carried ready-made
	states []dfaState
	ids    map[uint64]uint32 // state by the hash of its instructions
	next   edges
	reach  pcSet
	traces uint64 // of the symbol at hand
	leaves []uint32
	match  []int32
	stack  []uint32
	warm   [2]dfaState // room to read carried states into
	accept []int32
}

// A dfaState is a list of instructions that wait for a symbol.
type dfaState struct {
	pcs     []uint32
	accepts []int32
	atBegin bool // nothing but emoji has been read
}

// maxStates bounds the memory of a scanner; when it is full, the automaton is forgotten and grown anew.
const maxStates = 1 << 14

func (d *dfa) init(p *Program) {
	d.prog = p
	d.base = uint32(p.warmLen())
	d.reset()
}

func (d *dfa) reset() {
	d.states = d.states[:0]
	d.ids = map[uint64]uint32{}
	d.next.reset()
	if d.base == 0 {
		begin, rest := dfaState{atBegin: true}, dfaState{}
		d.intern(&begin, begin.hash())
		d.intern(&rest, rest.hash())
	}
}

// hash is FNV-1a over what makes a state.
func (s *dfaState) hash() uint64 {
	h := uint64(14695981039346656037)
	mix := func(n uint32) { h = (h ^ uint64(n)) * 1099511628211 }
	if s.atBegin {
		mix(1)
	}
	for _, pc := range s.pcs {
		mix(pc)
	}
	mix(1 << 31)
	for _, a := range s.accepts {
		mix(uint32(a))
	}
	return h
}

func (s *dfaState) equal(t *dfaState) bool {
	return s.atBegin == t.atBegin && slices.Equal(s.pcs, t.pcs) && slices.Equal(s.accepts, t.accepts)
}

func (d *dfa) start() uint32 { return 0 }

// accepts returns the phrases that end where state is reached, until the next call.
func (d *dfa) accepts(state uint32) []int32 {
	if state >= d.base {
		return d.states[state-d.base].accepts
	}
	d.accept = d.prog.warmAccept(state, d.accept[:0])
	return d.accept
}

// state returns a state, until the next call.
func (d *dfa) state(id uint32) *dfaState {
	if id >= d.base {
		return &d.states[id-d.base]
	}
	d.prog.warmState(id, &d.warm[0])
	return &d.warm[0]
}

func (d *dfa) step(state uint32, sym uint16) uint32 {
	if state < d.base {
		if next, ok := d.prog.warmStep(state, sym); ok {
			return next
		}
	}
	if next, ok := d.next.get(state, sym); ok {
		return next
	}
	return d.grow(state, sym)
}

// grow works out the step from state by sym and remembers it. A state is known by its instructions in the order
// they were reached: two orders of the same set make two states, which costs a little memory and saves sorting.
func (d *dfa) grow(state uint32, sym uint16) uint32 {
	d.reach.clear()
	d.traces = 0
	if d.prog.symbol(sym) < symBreak {
		d.traces = d.prog.traces(sym)
	}
	d.leaves, d.match = d.leaves[:0], d.match[:0]
	from := d.state(state)
	kind := d.prog.symbol(sym)
	atBegin := from.atBegin && kind == symEmoji
	for _, pc := range from.pcs {
		d.advance(pc, sym, kind, atBegin)
	}
	d.enter(&d.prog.starts, &d.prog.startPCs, &d.prog.anyPCs, sym, kind, atBegin)
	if from.atBegin {
		d.enter(&d.prog.bgStarts, &d.prog.bgPCs, &d.prog.bgAnyPCs, sym, kind, atBegin)
	}
	reached := dfaState{pcs: d.leaves, accepts: d.match, atBegin: atBegin}
	h := reached.hash()
	next, ok := d.prog.warmFind(&reached, &d.warm[1], h)
	if !ok {
		next, ok = d.ids[h]
		ok = ok && d.states[next-d.base].equal(&reached)
	}
	if !ok {
		if len(d.states) >= maxStates {
			d.reset()
			return d.intern(&reached, h) // the edge that led here is forgotten with the rest
		}
		next = d.intern(&reached, h)
	}
	d.next.put(state, sym, next)
	return next
}

// intern adds a state that was just worked out.
func (d *dfa) intern(s *dfaState, hash uint64) uint32 {
	d.states = append(d.states, dfaState{pcs: slices.Clone(s.pcs), accepts: slices.Clone(s.accepts), atBegin: s.atBegin})
	id := d.base + uint32(len(d.states)-1)
	d.ids[hash] = id
	return id
}

// fewRows is how many rows of a table are looked at one by one.
const fewRows = 8

// advance goes on from pc if it takes sym. Where a clause ends without punctuation is left to the matcher; here a
// clause goes on.
func (d *dfa) advance(pc uint32, sym uint16, kind symKind, atBegin bool) {
	p := d.prog
	in := p.scanInst(pc)
	if in.op == iAtom && trace(in.arg)&d.traces == 0 {
		return
	}
	if in.op != iBranch {
		if p.takes(in, sym) {
			d.add(pc+1, atBegin)
		}
		return
	}
	if seen := uint64(p.branches.at(int(in.arg)+1)) | uint64(p.branches.at(int(in.arg)+2))<<32; seen&d.traces == 0 {
		return
	}
	p.follow(in, sym, kind, func(pc uint32) { d.add(pc, atBegin) })
}

// follow calls then for each row of a table that sym satisfies.
func (p *Program) follow(in inst, sym uint16, kind symKind, then func(pc uint32)) {
	if kind >= symBreak {
		return
	}
	first, n := int(in.arg)+branchHead, int(p.branches.at(int(in.arg)))
	if n <= fewRows {
		for row := range n {
			if p.satisfies(sym, p.branches.at(first+2*row)) {
				then(p.branches.at(first + 2*row + 1))
			}
		}
		return
	}
	for i := p.classes.at(int(sym)); i < p.classes.at(int(sym)+1); i++ {
		atom := p.atoms.at(int(i))
		for row := p.branchRow(first, n, atom); row < n && p.branches.at(first+2*row) == atom; row++ {
			then(p.branches.at(first + 2*row + 1))
		}
	}
}

// enter begins the phrases that sym can begin.
func (d *dfa) enter(starts, startPCs, anyPCs *u32s, sym uint16, kind symKind, atBegin bool) {
	for i := range anyPCs.len() {
		d.advance(anyPCs.at(i), sym, kind, atBegin)
	}
	if kind >= symBreak {
		return
	}
	for i := d.prog.classes.at(int(sym)); i < d.prog.classes.at(int(sym)+1); i++ {
		atom := int(d.prog.atoms.at(int(i)))
		for j := starts.at(atom); j < starts.at(atom+1); j++ {
			d.add(startPCs.at(int(j)), atBegin)
		}
	}
}

// branchRow returns the first of n rows whose atom is at least the given one.
func (p *Program) branchRow(first, n int, atom uint32) int {
	lo, hi := 0, n
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if p.branches.at(first+2*mid) < atom {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// add follows the instructions that consume nothing, from pc.
func (d *dfa) add(pc uint32, atBegin bool) {
	d.stack = append(d.stack[:0], pc)
	for len(d.stack) > 0 {
		pc := d.stack[len(d.stack)-1]
		d.stack = d.stack[:len(d.stack)-1]
		if !d.reach.add(pc) {
			continue
		}
		switch in := d.prog.scanInst(pc); in.op {
		case iSplit, iSplitLate:
			d.stack = append(d.stack, pc+1, in.arg)
		case iJump:
			d.stack = append(d.stack, in.arg)
		case iOpen, iClose:
			d.stack = append(d.stack, pc+1)
		case iBegin:
			if atBegin {
				d.stack = append(d.stack, pc+1)
			}
		case iDead:
		case iMatch:
			d.match = append(d.match, int32(in.arg))
		default:
			d.leaves = append(d.leaves, pc)
		}
	}
}

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

// edges is an open hash table from (state, symbol) to state.
type edges struct {
	keys []uint64 // state<<16|symbol, plus one
	vals []uint32
	n    int
}

const firstEdges = 1 << 9

func (e *edges) reset() {
	if e.keys == nil {
		e.keys, e.vals = make([]uint64, firstEdges), make([]uint32, firstEdges)
	}
	clear(e.keys)
	e.n = 0
}

func edgeKey(state uint32, sym uint16) uint64 { return uint64(state)<<16 | uint64(sym) + 1<<48 }

func (e *edges) slot(key uint64) int {
	mask := uint64(len(e.keys) - 1)
	i := (key * 0x9E3779B97F4A7C15 >> 20) & mask
	for e.keys[i] != 0 && e.keys[i] != key {
		i = (i + 1) & mask
	}
	return int(i)
}

func (e *edges) get(state uint32, sym uint16) (uint32, bool) {
	i := e.slot(edgeKey(state, sym))
	return e.vals[i], e.keys[i] != 0
}

func (e *edges) put(state uint32, sym uint16, next uint32) {
	if 4*e.n >= 3*len(e.keys) {
		old, vals := e.keys, e.vals
		e.keys, e.vals = make([]uint64, 2*len(old)), make([]uint32, 2*len(old))
		for i, k := range old {
			if k != 0 {
				j := e.slot(k)
				e.keys[j], e.vals[j] = k, vals[i]
			}
		}
	}
	key := edgeKey(state, sym)
	i := e.slot(key)
	if e.keys[i] == 0 {
		e.n++
	}
	e.keys[i], e.vals[i] = key, next
}

// A pcSet is a small set of instructions, cleared in the time of its own size.
type pcSet struct {
	slots []uint32 // open hash table of pc+1
	used  []uint32 // the slots that are taken
}

func (s *pcSet) clear() {
	for _, i := range s.used {
		s.slots[i] = 0
	}
	s.used = s.used[:0]
}

// add reports whether pc is new to the set.
func (s *pcSet) add(pc uint32) bool {
	if 2*len(s.used) >= len(s.slots) {
		s.grow()
	}
	i, found := s.find(pc)
	if found {
		return false
	}
	s.slots[i] = pc + 1
	s.used = append(s.used, i)
	return true
}

func (s *pcSet) find(pc uint32) (slot uint32, found bool) {
	mask := uint32(len(s.slots) - 1)
	for i := pc * 2654435769 >> 7 & mask; ; i = (i + 1) & mask {
		if v := s.slots[i]; v == 0 || v == pc+1 {
			return i, v != 0
		}
	}
}

func (s *pcSet) grow() {
	old := s.slots
	s.slots = make([]uint32, max(256, 2*len(old)))
	s.used = s.used[:0]
	for _, v := range old {
		if v != 0 {
			i, _ := s.find(v - 1)
			s.slots[i] = v
			s.used = append(s.used, i)
		}
	}
}
