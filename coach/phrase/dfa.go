package phrase

import "slices"

// A dfa is the automaton made deterministic, state by state, as symbols are met. A walk begins at each word and goes on
// while some phrase still may match; so a state is what one beginning has led to, and there are few of them, however
// many phrases are under way in a sentence. It is kept small, because a check of one message pays for every page of
// memory it touches.
type dfa struct {
	prog     *Program
	verdicts *verdicts
	base     uint32 // states below it are the program's own, carried ready-made
	states   []dfaState
	ids      []state // open hash table of the states, by their places
	arena    []place // what the states' places lie in
	first    []state // by symbol: where a walk that begins with it stands
	next     edges
	walks    []walk // those under way: no two in the same state
	reach    placeSet
	traces   uint64  // of the symbol at hand
	hits     []place // see named
	leaves   []place
	match    []int32
	stack    []place
	room     int         // the most states, but for one sentence's last symbol
	warm     [2]dfaState // room to read carried states into
	steps    int         // taken so far: what scanning costs, without a clock

	// See brief.go.
	words        []word // of the sentence
	now, then    word   // at hand, and after it
	lone, onward []lone // before the word at hand, and after it
	loneAt       int    // whose places are in reach
	touched      byte   // of no meaning: see touch
}

// A dfaState is the places that wait for a symbol, ascending.
type dfaState struct {
	places  []place
	accepts []int32
	atBegin bool // nothing but emoji has been read
}

// A state is the number of a dfaState and two flags. The zero value is none.
type state uint32

const (
	accepting state = 1 << iota // phrases end here
	final                       // no way goes on
	stateBits = iota
)

func (s state) index() uint32 { return uint32(s >> stateBits) }

// The states that walks begin with. Nothing goes on from dead. Where a sentence begins there are three walks: as
// anywhere, into what only begins a sentence, and into what passes over its first words, which would multiply the states
// of the others. After emoji, which don't end the beginning, they are one. Where an order begins there is one more, into what
// is only found there: other words would begin it in vain.
const (
	dead     state = (iota+1)<<stateBits | final
	anywhere state = (iota + 1) << stateBits
	begins
	passes
	afterEmoji
	ordered
	firstStates = iota + 1
)

// The memory of a scanner is bounded: when so much has been met, it is forgotten and grown anew.
const (
	maxStates = 1 << 15
	maxEdges  = 1 << 18
)

// Sizes to begin with, and to go on by.
const (
	firstIDs    = 1 << 8
	arenaPlaces = 1 << 9
)

// fewSteps is how many steps a scan of one message takes.
const fewSteps = 1 << 12

// short reports whether no more was read than one message, for which it isn't worth the memory to remember much.
func (d *dfa) short() bool { return d.steps < fewSteps }

func (d *dfa) init(p *Program, v *verdicts) {
	d.prog, d.verdicts, d.room = p, v, maxStates
	d.base = max(firstStates, uint32(p.warmLen()))
}

func (d *dfa) reset() {
	d.states = d.states[:0]
	if d.ids == nil {
		d.ids = make([]state, firstIDs)
	}
	clear(d.ids)
	d.arena = nil
	d.next.reset()
	clear(d.first)
}

// A walk is one beginning, and the state it has led to.
type walk struct {
	now state
	at  int // the symbol it began at
}

// walk begins at each symbol in turn and tells s where phrases end. All walks under way go on by one symbol together:
// none waits for what another is looking up.
func (d *dfa) walk(syms []uint16, s *Scanner) {
	if d.ids == nil {
		d.reset()
	}
	d.walks = d.walks[:0]
	beginning := true
	for at, sym := range syms {
		d.makeRoom()
		d.goOn(sym, s)
		if d.prog.hasOrders() && s.reader.mayOrder(at) {
			d.take(walk{d.step(ordered, sym), at}, s)
		}
		if beginning && d.prog.symbol(sym) == symEmoji {
			d.take(walk{d.step(afterEmoji, sym), at}, s)
			continue
		}
		if beginning {
			d.take(walk{d.step(begins, sym), at}, s)
			d.take(walk{d.step(passes, sym), at}, s)
			beginning = false
		}
		d.take(walk{d.begin(sym), at}, s)
	}
}

// begin returns where a walk stands that begins with sym.
func (d *dfa) begin(sym uint16) state {
	if d.first == nil {
		if d.short() {
			return d.step(anywhere, sym)
		}
		d.first = make([]state, d.prog.nclasses+2)
	}
	if d.first[sym] == 0 {
		next := d.step(anywhere, sym)
		d.first[sym] = next
	}
	return d.first[sym]
}

// goOn takes every walk on by one symbol. First it looks up where each leads, so that no lookup waits for what comes of
// another.
func (d *dfa) goOn(sym uint16, s *Scanner) {
	under := d.walks
	for i := range under {
		under[i].now = d.step(under[i].now, sym)
	}
	d.steps += len(under)
	d.walks = d.walks[:0]
	for _, w := range under {
		d.take(w, s)
	}
}

// take notes what a walk has reached, and keeps it if it goes on.
func (d *dfa) take(w walk, s *Scanner) {
	if w.now&(accepting|final) != 0 {
		if w.now&accepting != 0 {
			s.collect(w.now, w.at)
		}
		if w.now&final != 0 {
			return
		}
	}
	for _, other := range d.walks {
		if other.now == w.now {
			s.merged = true // an earlier walk goes on from here
			return
		}
	}
	d.walks = append(d.walks, w)
}

// makeRoom forgets all states but those in which walks stand, if the next symbol might lead to more than there is room for:
// each walk to two, see grown.
func (d *dfa) makeRoom() {
	if len(d.states)+2*(len(d.walks)+firstStates) <= d.room {
		return
	}
	kept := make([]dfaState, len(d.walks))
	for i, w := range d.walks {
		s := d.state(w.now)
		kept[i] = dfaState{slices.Clone(s.places), slices.Clone(s.accepts), s.atBegin}
	}
	d.reset()
	for i := range kept {
		d.walks[i].now = d.intern(&kept[i])
	}
}

// hash is FNV-1a over what makes a state.
func (s *dfaState) hash() uint64 {
	h := uint64(14695981039346656037)
	mix := func(n uint32) { h = (h ^ uint64(n)) * 1099511628211 }
	if s.atBegin {
		mix(1)
	}
	for _, p := range s.places {
		mix(uint32(p))
		mix(uint32(p >> 32))
	}
	mix(1 << 31)
	for _, a := range s.accepts {
		mix(uint32(a))
	}
	return h
}

func (s *dfaState) equal(t *dfaState) bool {
	return s.atBegin == t.atBegin && slices.Equal(s.places, t.places) && slices.Equal(s.accepts, t.accepts)
}

// state returns a state, until the next call.
func (d *dfa) state(id state) *dfaState {
	if id.index() >= d.base {
		return &d.states[id.index()-d.base]
	}
	c := d.prog.warmState(id.index())
	c.read(&d.warm[0])
	return &d.warm[0]
}

func (d *dfa) step(from state, sym uint16) state {
	if next := d.next.get(from, sym); next != 0 {
		return next
	}
	return d.learn(from, sym)
}

// learn finds the step from a state by sym among those the program carries, or works it out, and remembers it.
func (d *dfa) learn(from state, sym uint16) state {
	next := state(0)
	if from.index() < uint32(d.prog.warmLen()) {
		c := d.prog.warmState(from.index())
		if next = c.step(sym); next != 0 && d.short() {
			return next // for one message it isn't worth the memory
		}
	}
	if next == 0 {
		next = d.grow(from, sym)
	}
	if d.next.n >= maxEdges {
		d.next.reset()
	}
	d.next.put(from, sym, next)
	return next
}

// grow works out the step from a state by sym. Most words are none that a state waits for, and then all words of their
// kind lead to the same.
func (d *dfa) grow(from state, sym uint16) state {
	p, kind := d.prog, d.prog.symbol(sym)
	d.traces = 0
	if kind < symBreak {
		d.traces = p.traces(sym)
	}
	var waiting *dfaState
	if from.index() >= firstStates {
		waiting = d.state(from)
		if plain := p.plain(sym); plain != sym && d.named(waiting, sym) {
			atBegin := waiting.atBegin && kind == symEmoji
			as := d.step(from, plain)
			if len(d.hits) == 0 {
				return as
			}
			return d.grown(as, sym, kind, atBegin)
		}
	}
	d.reach.clear()
	d.leaves, d.match = d.leaves[:0], d.match[:0]
	reached := dfaState{}
	if waiting == nil {
		reached.atBegin = from == afterEmoji && kind == symEmoji
		d.setOut(from, sym, kind, reached.atBegin)
	} else {
		reached.atBegin = waiting.atBegin && kind == symEmoji
		for _, at := range waiting.places {
			d.advance(at, sym, kind, reached.atBegin)
		}
	}
	if len(d.leaves)+len(d.match) == 0 {
		return dead
	}
	slices.Sort(d.leaves)
	slices.Sort(d.match)
	reached.places, reached.accepts = d.leaves, d.match
	return d.intern(&reached)
}

// setOut takes the first step of a walk.
func (d *dfa) setOut(from state, sym uint16, kind symKind, atBegin bool) {
	p := d.prog
	switch from {
	case anywhere:
		d.enter(p.starts, p.startPCs, sym, kind, false)
		d.advanceAll(&p.anyPCs, sym, kind, false)
	case begins:
		d.enter(p.bgStarts, p.bgPCs, sym, kind, false)
	case passes:
		d.advanceAll(&p.bgAnyPCs, sym, kind, false)
	case ordered:
		d.enter(p.orStarts, p.orPCs, sym, kind, false)
		d.advanceAll(&p.orAnyPCs, sym, kind, false)
	case afterEmoji:
		d.advanceAll(&p.anyPCs, sym, kind, atBegin)
		d.enter(p.starts, p.startPCs, sym, kind, atBegin)
		d.advanceAll(&p.bgAnyPCs, sym, kind, atBegin)
		d.enter(p.bgStarts, p.bgPCs, sym, kind, atBegin)
	}
}

// named finds the instructions that name words of which sym is one, and keeps them in hits. It returns false if one of
// them names what it does not take: then sym leads elsewhere than the words that none of them names.
func (d *dfa) named(s *dfaState, sym uint16) (more bool) {
	d.hits = d.hits[:0]
	for _, at := range s.places {
		in := d.prog.scanInst(at.pc())
		if in.op != iAtom && in.op != iNotAtom && in.op != iBranch {
			continue
		}
		if atom := d.prog.anyAtom(in); trace(atom)&d.traces != 0 && d.prog.satisfies(sym, atom) {
			if in.op == iNotAtom {
				return false
			}
			d.hits = append(d.hits, at)
		}
	}
	return true
}

// grown returns the state that sym leads to where other words of its kind lead to another, and hits go on with sym besides.
func (d *dfa) grown(as state, sym uint16, kind symKind, atBegin bool) state {
	d.traces = d.prog.traces(sym)
	d.reach.clear()
	d.leaves, d.match = d.leaves[:0], d.match[:0]
	for _, at := range d.hits {
		d.advance(at, sym, kind, atBegin)
	}
	if as != dead {
		also := d.state(as)
		d.leaves, d.match = append(d.leaves, also.places...), append(d.match, also.accepts...)
	}
	slices.Sort(d.leaves)
	slices.Sort(d.match)
	d.leaves, d.match = slices.Compact(d.leaves), slices.Compact(d.match)
	if len(d.leaves)+len(d.match) == 0 {
		return dead
	}
	return d.intern(&dfaState{places: d.leaves, accepts: d.match, atBegin: atBegin})
}

// intern returns the number of a state that was just worked out.
func (d *dfa) intern(s *dfaState) state {
	h := s.hash()
	if id := d.prog.warmFind(s, &d.warm[1], h); id != 0 {
		return id
	}
	if id := d.find(s, h); id != 0 {
		return id
	}
	if 2*len(d.states) >= len(d.ids) {
		d.ids = make([]state, 4*len(d.ids))
		for i := range d.states {
			d.states[i].put(d.ids, d.base+uint32(i))
		}
	}
	d.states = append(d.states, dfaState{places: d.keep(s.places), accepts: slices.Clone(s.accepts), atBegin: s.atBegin})
	return s.put(d.ids, d.base+uint32(len(d.states)-1))
}

// find returns the state that equals s, or 0.
func (d *dfa) find(s *dfaState, hash uint64) state {
	mask := uint64(len(d.ids) - 1)
	for i := hash & mask; d.ids[i] != 0; i = (i + 1) & mask {
		if d.states[d.ids[i].index()-d.base].equal(s) {
			return d.ids[i]
		}
	}
	return 0
}

// put adds the index-th state to a table of states.
func (s *dfaState) put(ids []state, index uint32) state {
	mask := uint64(len(ids) - 1)
	i := s.hash() & mask
	for ids[i] != 0 {
		i = (i + 1) & mask
	}
	ids[i] = s.number(index)
	return ids[i]
}

// keep copies places to where they stay.
func (d *dfa) keep(places []place) []place {
	if cap(d.arena)-len(d.arena) < len(places) {
		d.arena = make([]place, 0, max(arenaPlaces, len(places)))
	}
	from := len(d.arena)
	d.arena = append(d.arena, places...)
	return d.arena[from:len(d.arena):len(d.arena)]
}

// number returns the state with its flags, as the index-th.
func (s *dfaState) number(index uint32) state {
	id := state(index) << stateBits
	if len(s.accepts) > 0 {
		id |= accepting
	}
	if len(s.places) == 0 {
		id |= final
	}
	return id
}

// advance goes on from a place if its instruction takes sym. Where a clause ends without punctuation is left to the
// matcher; here a clause goes on.
func (d *dfa) advance(at place, sym uint16, kind symKind, atBegin bool) {
	p := d.prog
	in := p.scanInst(at.pc())
	switch in.op {
	case iAtom, iBranch:
		if kind >= symBreak || trace(p.anyAtom(in))&d.traces == 0 {
			return
		}
		if in.op == iBranch {
			d.verdicts.follow(in, sym, func(pc uint32) { d.add(at.to(pc), atBegin) })
			return
		}
	}
	if p.takes(in, sym) {
		d.add(at.to(at.pc()+1), atBegin)
	}
}

// anyAtom returns the atom that a word must satisfy for an instruction to say anything about it.
func (p *Program) anyAtom(in inst) uint32 {
	if in.op == iBranch {
		return uint32(two(p.branches[in.arg:], 1))
	}
	return in.arg
}

// enter begins the phrases that sym can begin.
func (d *dfa) enter(starts u16s, startPCs u32s, sym uint16, kind symKind, atBegin bool) {
	if kind >= symBreak {
		return
	}
	for i := d.prog.classes.at(int(sym)); i < d.prog.classes.at(int(sym)+1); i++ {
		atom := int(d.prog.atoms.at(int(i)))
		if atom == noAtom {
			continue
		}
		for j := starts.at(atom); j < starts.at(atom+1); j++ {
			d.add(placeAt(startPCs, int(j)), atBegin)
		}
	}
}

func (d *dfa) advanceAll(pcs *u32s, sym uint16, kind symKind, atBegin bool) {
	for i := range pcs.len() / 2 {
		d.advance(placeAt(*pcs, i), sym, kind, atBegin)
	}
}

// placeAt reads the i-th place of a table.
func placeAt(t u32s, i int) place { return placeIn(t.at(2*i), t.at(2*i+1)) }

// row returns the first row whose atom is at least the given one.
func (t *table) row(atom uint16) int {
	lo, hi := 0, t.atoms.len()
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if t.atoms.at(mid) < atom {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// add follows the instructions that consume nothing, from a place.
func (d *dfa) add(at place, atBegin bool) {
	d.stack = append(d.stack[:0], at)
	for len(d.stack) > 0 {
		at := d.stack[len(d.stack)-1]
		d.stack = d.stack[:len(d.stack)-1]
		if !d.reach.add(at) {
			continue
		}
		next := at.to(at.pc() + 1)
		switch in := d.prog.scanInst(at.pc()); in.op {
		case iSplit, iSplitLate:
			d.stack = append(d.stack, next, at.to(in.arg))
		case iJump:
			d.stack = append(d.stack, at.to(in.arg))
		case iOpen, iClose:
			d.stack = append(d.stack, next)
		case iList:
			d.stack = append(d.stack, placeIn(in.arg, at.pc()+1))
		case iReturn:
			d.stack = append(d.stack, at.after())
		case iBegin:
			if atBegin {
				d.stack = append(d.stack, next)
			}
		case iDead:
		case iMatch:
			d.match = append(d.match, int32(in.arg))
		default:
			d.leaves = append(d.leaves, at)
		}
	}
}

// edges is an open hash table from (state, symbol) to state, each entry of it in one number.
type edges struct {
	slots []uint64 // the state, 24 bits; the symbol; the next state, 24 bits; 0 for none
	n     int
}

const (
	firstEdges = 1 << 9
	edgeBits   = 24
)

func (e *edges) reset() {
	if e.slots == nil {
		e.slots = make([]uint64, firstEdges)
	}
	clear(e.slots)
	e.n = 0
}

func edgeKey(from state, sym uint16) uint64 { return uint64(from)<<16 | uint64(sym) }

// get returns 0 for a step that is not known.
func (e *edges) get(from state, sym uint16) state {
	key := edgeKey(from, sym)
	mask := uint64(len(e.slots) - 1)
	for i := edgeHash(key) & mask; ; i = (i + 1) & mask {
		if slot := e.slots[i&uint64(len(e.slots)-1)]; slot>>edgeBits == key {
			return state(slot & (1<<edgeBits - 1))
		} else if slot == 0 {
			return 0
		}
	}
}

func edgeHash(key uint64) uint64 { return key * 0x9E3779B97F4A7C15 >> 32 }

func (e *edges) put(from state, sym uint16, next state) {
	if 2*e.n >= len(e.slots) {
		old := e.slots
		e.slots = make([]uint64, 2*len(old))
		for _, slot := range old {
			if slot != 0 {
				e.insert(slot)
			}
		}
	}
	e.insert(edgeKey(from, sym)<<edgeBits | uint64(next))
	e.n++
}

func (e *edges) insert(slot uint64) {
	mask := uint64(len(e.slots) - 1)
	i := edgeHash(slot>>edgeBits) & mask
	for e.slots[i] != 0 {
		i = (i + 1) & mask
	}
	e.slots[i] = slot
}

// A placeSet is a small set of places, cleared in the time of its own size.
type placeSet struct {
	slots []place  // open hash table of place+1
	used  []uint32 // the slots that are taken
}

func (s *placeSet) clear() {
	for _, i := range s.used {
		s.slots[i] = 0
	}
	s.used = s.used[:0]
}

// add reports whether a place is new to the set.
func (s *placeSet) add(at place) bool {
	if 2*len(s.used) >= len(s.slots) {
		s.grow()
	}
	i, found := s.find(at)
	if found {
		return false
	}
	s.slots[i] = at + 1
	s.used = append(s.used, i)
	return true
}

func (s *placeSet) find(at place) (slot uint32, found bool) {
	mask := uint32(len(s.slots) - 1)
	for i := uint32(uint64(at)*0x9E3779B97F4A7C15>>40) & mask; ; i = (i + 1) & mask {
		if v := s.slots[i]; v == 0 || v == at+1 {
			return i, v != 0
		}
	}
}

func (s *placeSet) grow() {
	old := s.slots
	s.slots = make([]place, max(256, 2*len(old)))
	s.used = s.used[:0]
	for _, v := range old {
		if v != 0 {
			i, _ := s.find(v - 1)
			s.slots[i] = v
			s.used = append(s.used, i)
		}
	}
}
