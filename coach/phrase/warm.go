package phrase

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/emotional-safety/coach/coach/text"
)

// A program can carry the part of its automaton that ordinary text meets, worked out ahead of time. A scanner then
// begins where it would otherwise have to arrive, and a first message costs little more than a later one.

// mostKept is how many states are kept at most, so that what is carried doesn't grow with every rule. Of the built-in rules'
// states a half is met by hardly any text.
const mostKept = 9_000

// warmStates bounds how many states are met while that part is worked out.
const warmStates = 1 << 20

// Warm returns p with the states that texts lead to more than once. Scanning gives the same results with and without.
func Warm(p *Program, texts []string) (*Program, error) {
	w := &warmer{scanner: NewScanner(p), counts: map[edge]int{}}
	w.scanner.dfa.reset()
	for _, t := range texts {
		w.walk(t)
	}
	if len(w.scanner.dfa.states) > warmStates {
		return nil, fmt.Errorf("the texts lead to more than %d states: give fewer", warmStates)
	}
	sections := p.sections()
	w.keep()
	w.lay(&sections)
	return Load(writeBlob(sections))
}

// sections returns the program's tables as they are laid out.
func (p *Program) sections() [nSections][]byte {
	var out [nSections][]byte
	off := 4 * headerWords
	head := u32s(p.blob)
	for i := range out {
		size := int(head.at(2 + i))
		out[i] = []byte(p.blob[off : off+size])
		off += size
	}
	return out
}

type edge struct {
	from state
	sym  uint16
}

type warmer struct {
	scanner *Scanner
	counts  map[edge]int    // how often each step was taken
	kept    []state         // states that are kept, in the order in which they lie
	renamed map[state]state // those and the first ones, with their new numbers
}

func (w *warmer) walk(msg string) {
	var splitter text.Splitter
	sentences := splitter.Split(msg)
	d := &w.scanner.dfa
	for i := range sentences {
		w.scanner.reader.read(msg, &sentences[i])
		syms := w.scanner.reader.syms
		beginning := true
		for at, sym := range syms {
			if w.scanner.reader.mayOrder(at) {
				w.follow(ordered, syms[at:])
			}
			emoji := d.prog.symbol(sym) == symEmoji
			switch {
			case beginning && emoji:
				w.follow(afterEmoji, syms[at:])
				continue
			case beginning:
				w.follow(begins, syms[at:])
				w.follow(passes, syms[at:])
				beginning = false
			}
			w.follow(anywhere, syms[at:])
		}
	}
}

func (w *warmer) follow(now state, syms []uint16) {
	for _, sym := range syms {
		if now&final != 0 {
			return
		}
		w.counts[edge{now, sym}]++
		now = w.scanner.dfa.step(now, sym)
	}
}

// keep chooses the states that walks may begin with, those that steps taken more than once lead to from there, and where
// words go on from these that no state waits for.
func (w *warmer) keep() {
	var steps []edge
	for e, n := range w.counts {
		if n > 1 {
			steps = append(steps, e)
		}
	}
	slices.SortFunc(steps, func(a, b edge) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.sym, b.sym)) })
	todo := []state{anywhere, begins, passes, afterEmoji, ordered}
	w.renamed = map[state]state{dead: dead}
	for _, s := range todo {
		w.renamed[s] = s
	}
	d := &w.scanner.dfa
	reach := func(from state, sym uint16) {
		next := d.step(from, sym)
		if _, ok := w.renamed[next]; !ok {
			w.renamed[next] = 0 // its number is given by lay
			w.kept = append(w.kept, next)
			todo = append(todo, next)
		}
	}
	for sym := range d.prog.endSym() + 1 {
		for _, from := range []state{anywhere, begins, passes, ordered} {
			reach(from, sym)
		}
	}
	first := len(w.kept)
	for i := 0; i < len(todo); i++ {
		from, _ := slices.BinarySearchFunc(steps, todo[i], func(e edge, s state) int { return cmp.Compare(e.from, s) })
		for ; from < len(steps) && steps[from].from == todo[i]; from++ {
			reach(todo[i], steps[from].sym)
		}
		if todo[i].index() >= firstStates && todo[i]&final == 0 {
			for _, sym := range []uint16{classUnknown, classStop, d.prog.breakSym(), d.prog.endSym()} {
				reach(todo[i], sym)
			}
		}
	}
	heat := w.heat()
	hotter := func(a, b state) int { return cmp.Compare(heat[b], heat[a]) }
	slices.SortStableFunc(w.kept[first:], hotter) // every walk begins with one of the first
	for _, s := range w.kept[min(len(w.kept), mostKept):] {
		delete(w.renamed, s)
	}
	w.kept = w.kept[:min(len(w.kept), mostKept)]
	slices.SortStableFunc(w.kept, hotter)
}

// heat estimates how often other texts lead to each state that is kept. Those they lead to most lie together: a message then
// touches little memory.
func (w *warmer) heat() map[state]int {
	d := &w.scanner.dfa
	heat := map[state]int{}
	for e, n := range w.counts {
		heat[d.step(e.from, e.sym)] += 2 * n
	}
	for _, s := range w.kept { // of what leads on from a state, words it doesn't wait for are most
		if s&final == 0 {
			heat[d.step(s, classUnknown)] += heat[s] / 2
			heat[d.step(s, classStop)] += heat[s] / 8
		}
	}
	return heat
}

// A state that is carried knows of each of the most frequent classes whether a place waits for its words: most of what is
// written is such words, which satisfy very many atoms.
const (
	mostFrequent  = 256
	frequentBytes = mostFrequent / 8
	frequentShift = 23 // in the flags of a class: which of them it is, plus one
)

// frequent returns the classes of words that steps were taken by most often.
func (w *warmer) frequent() []uint16 {
	p := w.scanner.prog
	taken := make([]int, p.nclasses)
	for e, n := range w.counts {
		if int(e.sym) < p.nclasses {
			taken[e.sym] += n
		}
	}
	var classes []uint16
	for class := range uint16(p.nclasses) {
		if p.plain(class) != class {
			classes = append(classes, class)
		}
	}
	slices.SortStableFunc(classes, func(a, b uint16) int { return cmp.Compare(taken[b], taken[a]) })
	return classes[:min(len(classes), mostFrequent)]
}

// markFrequent notes in the flags of the frequent classes which of them they are, and returns the atoms that their words
// satisfy.
func (w *warmer) markFrequent(sections *[nSections][]byte) [][]bool {
	p := w.scanner.prog
	flags := slices.Clone(sections[secClassFlags])
	var sets [][]bool
	for i, class := range w.frequent() {
		binary.LittleEndian.PutUint32(flags[4*int(class):], uint32(p.classFlags(class))|uint32(i+1)<<frequentShift)
		set := make([]bool, p.starts.len())
		for i := p.classes.at(int(class)); i < p.classes.at(int(class)+1); i++ {
			if a := p.atoms.at(int(i)); a != noAtom {
				set[a] = true
			}
		}
		sets = append(sets, set)
	}
	sections[secClassFlags] = flags
	return sets
}

// lay lays out the states one after the other, and finds them by their numbers and by their hashes.
func (w *warmer) lay(sections *[nSections][]byte) {
	d := &w.scanner.dfa
	steps := w.steps()
	ids := make([]uint32, len(w.kept)+len(w.kept)/2+1)
	var places, states, waits []byte
	sets := w.markFrequent(sections)
	at := uint32(0)
	for i := range uint32(firstStates) {
		places = append(places, pack(at)...)
		at += carriedSize(&dfaState{}, len(steps[state(i)<<stateBits]))
	}
	for _, old := range w.kept {
		s := d.state(old)
		w.renamed[old] = s.number(at)
		at += carriedSize(s, len(steps[old]))
	}
	lay := func(old state) {
		s := &dfaState{} // the first states have no instructions
		if old.index() >= firstStates {
			s = d.state(old)
			hash := s.hash()
			put(ids, idSlot(hash, len(ids)), idCheck(hash)|uint32(w.renamed[old]))
		}
		for i := range steps[old] {
			steps[old][i].next = w.renamed[steps[old][i].next]
		}
		asks := d.prog.asks(s.places)
		states = s.appendTo(states, steps[old], uint32(len(waits)), asks, sets)
		for _, a := range asks {
			waits = binary.LittleEndian.AppendUint16(waits, a)
		}
		waits = s.appendPlaces(waits)
	}
	for old := range state(firstStates) {
		lay(old << stateBits)
	}
	for _, old := range w.kept {
		lay(old)
	}
	sections[secWarmPlaces], sections[secWarmStates], sections[secWarmWaits], sections[secWarmIDs] = places, states, waits, pack(ids...)
}

// carriedSize returns how much room a state takes with its steps, in carriedUnits.
func carriedSize(s *dfaState, steps int) uint32 {
	n := carriedHead + 5*steps + 3*len(s.accepts)
	if len(s.places) > 0 {
		n += frequentBytes
	}
	return uint32(n+carriedUnit-1) / carriedUnit
}

// A carriedStep is a step from a state that is carried to another, by its old number until it is laid out.
type carriedStep struct {
	sym  uint16
	next state
}

// steps lists, by state, the steps that are carried, ascending by symbol. Those that were taken once, by words that the state
// doesn't wait for, are left to the step that all such words take.
func (w *warmer) steps() map[state][]carriedStep {
	d := &w.scanner.dfa
	steps := map[state][]carriedStep{}
	carry := func(from state, sym uint16) {
		next := d.step(from, sym)
		if _, ok := w.renamed[next]; ok && !slices.ContainsFunc(steps[from], func(s carriedStep) bool { return s.sym == sym }) {
			steps[from] = append(steps[from], carriedStep{sym, next})
		}
	}
	for e, n := range w.counts {
		if _, ok := w.renamed[e.from]; !ok || e.from.index() < firstStates && e.from != afterEmoji {
			continue
		}
		if n == 1 && e.from != afterEmoji && d.prog.plain(e.sym) != e.sym {
			d.traces = d.prog.traces(e.sym)
			if d.named(d.state(e.from), e.sym) && len(d.hits) == 0 {
				continue
			}
		}
		carry(e.from, e.sym)
	}
	for _, from := range w.kept {
		if from&final == 0 {
			for _, sym := range []uint16{classUnknown, classStop, d.prog.breakSym(), d.prog.endSym()} {
				carry(from, sym)
			}
		}
	}
	for sym := range d.prog.endSym() + 1 {
		for _, from := range []state{anywhere, begins, passes, ordered} {
			carry(from, sym)
		}
	}
	for _, s := range steps {
		slices.SortFunc(s, func(a, b carriedStep) int { return cmp.Compare(a.sym, b.sym) })
	}
	return steps
}

// put adds a value that is not 0 to an open hash table.
func put(slots []uint32, at int, value uint32) {
	for slots[at] != 0 {
		at = (at + 1) % len(slots)
	}
	slots[at] = value
}

// idBits is how much of a slot of the table of carried states is a state. The rest is of its hash, so that hardly any
// other is looked at.
const idBits = 24

func idSlot(hash uint64, n int) int { return int(hash >> 32 * uint64(n) >> 32) }
func idCheck(hash uint64) uint32    { return uint32(hash) &^ (1<<idBits - 1) }

// A carried is a state as it lies in the program: how many steps, phrases and places it has, in two bytes each, the
// last with a flag for atBegin; where its places lie, in four; the symbols of the steps, in two
// bytes each and ascending; where they lead, and the phrases, in three bytes each; and if it has places, a bit for each
// frequent class. Its number is where it lies, in carriedUnits, but for the first states. The places lie apart, since they
// are read where a step isn't carried: first what each asks of a word, in two bytes, then each as how far it is from the one
// before, twice, or where it goes on after another list than that: how far that is from there, twice plus one, and the
// instruction. These are varints.
type carried struct {
	syms, nexts, accepts string
	named                string // bits by frequent class: a place waits for its words
	asks                 u16s   // by place: an atom, or asksOther
	places               string
	nplaces              int
	atBegin              bool
}

const (
	carriedHead = 10
	carriedUnit = 4
	carriedFlag = 1 << 15
	carriedMost = carriedFlag - 1 // of each
)

func (s *dfaState) appendTo(b []byte, steps []carriedStep, places uint32, asks []uint16, frequent [][]bool) []byte {
	begin := uint16(0)
	if s.atBegin {
		begin = carriedFlag
	}
	if max(len(steps), len(s.accepts), len(s.places)) > carriedMost {
		panic("a state too large to carry")
	}
	b = binary.LittleEndian.AppendUint16(b, uint16(len(steps)))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(s.accepts)))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(s.places))|begin)
	b = binary.LittleEndian.AppendUint32(b, places)
	three := func(n uint32) { b = append(b, byte(n), byte(n>>8), byte(n>>16)) }
	for _, step := range steps {
		b = binary.LittleEndian.AppendUint16(b, step.sym)
	}
	for _, step := range steps {
		three(uint32(step.next))
	}
	for _, a := range s.accepts {
		three(uint32(a))
	}
	if len(asks) > 0 {
		b = appendNamed(b, asks, frequent)
	}
	for len(b)%carriedUnit != 0 {
		b = append(b, 0)
	}
	return b
}

func (s *dfaState) appendPlaces(b []byte) []byte {
	before := place(0)
	for _, at := range s.places {
		if at.after() == before.after() {
			b = binary.AppendUvarint(b, uint64(at-before)<<1)
		} else {
			b = binary.AppendUvarint(b, uint64(at.after()-before.after())<<1|1)
			b = binary.AppendUvarint(b, uint64(at.pc()))
		}
		before = at
	}
	return b
}

// asks lists the atoms that places ask words to satisfy, or asksOther: so most words are found to be nothing to them in one
// look.
func (p *Program) asks(places []place) []uint16 {
	asks := make([]uint16, len(places))
	for i, at := range places {
		asks[i] = asksOther
		if in := p.scanInst(at.pc()); in.op == iAtom || in.op == iBranch {
			asks[i] = uint16(p.anyAtom(in))
		}
	}
	return asks
}

const asksOther = noAtom

// appendNamed appends a bit for each frequent class: whether a place waits for its words.
func appendNamed(b []byte, asks []uint16, sets [][]bool) []byte {
	var bits [frequentBytes]byte
	for i, set := range sets {
		if slices.ContainsFunc(asks, func(a uint16) bool { return a != asksOther && set[a] }) {
			bits[i/8] |= 1 << (i % 8)
		}
	}
	return append(b, bits[:]...)
}

// warmLen returns how far the numbers of carried states go, 0 if there are none.
func (p *Program) warmLen() int { return len(p.warmStates) / carriedUnit }

// warmState returns the carried state of that number.
func (p *Program) warmState(index uint32) carried {
	if index < firstStates {
		index = p.warmPlaces.at(int(index))
	}
	b := p.warmStates[carriedUnit*index:]
	nsteps, naccepts, nplaces := int(two(b, 0)), int(two(b, 1)), int(two(b, 2))
	c := carried{nplaces: nplaces &^ carriedFlag, atBegin: nplaces&carriedFlag != 0}
	waits := p.warmWaits[u32s(b[carriedHead-4:carriedHead]).at(0):]
	b = b[carriedHead:]
	c.syms, c.nexts, c.accepts = b[:2*nsteps], b[2*nsteps:5*nsteps], b[5*nsteps:5*nsteps+3*naccepts]
	if c.nplaces > 0 {
		c.named = b[5*nsteps+3*naccepts:][:frequentBytes]
	}
	c.asks, c.places = u16s(waits[:2*c.nplaces]), waits[2*c.nplaces:]
	return c
}

// two and three read the i-th little-endian number of two or three bytes.
func two(s string, i int) uint16 { return uint16(s[2*i]) | uint16(s[2*i+1])<<8 }

func three(s string, i int) uint32 {
	s = s[3*i : 3*i+3]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16
}

// step returns the state that sym leads to, 0 if the program doesn't carry the step.
func (c *carried) step(sym uint16) state {
	lo, hi := 0, len(c.syms)/2
	if int(sym) < hi && two(c.syms, int(sym)) == sym { // the first states have a step for each
		return state(three(c.nexts, int(sym)))
	}
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		switch s := two(c.syms, mid); {
		case s == sym:
			return state(three(c.nexts, mid))
		case s < sym:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0
}

// accept returns the i-th phrase that ends here.
func (c *carried) accept(i int) int32 { return int32(three(c.accepts, i)) }

// phrases returns how many phrases end here.
func (c *carried) phrases() int { return len(c.accepts) / 3 }

// read reads the state into the given memory.
func (c *carried) read(into *dfaState) {
	into.places, into.accepts, into.atBegin = into.places[:0], into.accepts[:0], c.atBegin
	into.places = slices.Grow(into.places, c.nplaces)
	places := placeReader{rest: c.places}
	for range c.nplaces {
		into.places = append(into.places, places.next())
	}
	for i := range c.phrases() {
		into.accepts = append(into.accepts, c.accept(i))
	}
}

// A placeReader reads places one after the other.
type placeReader struct {
	rest string
	at   place
	n    int // read so far
}

func (r *placeReader) next() place {
	var n, pc uint64
	if n, r.rest = uvarint(r.rest); n&1 == 0 {
		r.at += place(n >> 1)
	} else {
		pc, r.rest = uvarint(r.rest)
		r.at = placeIn(uint32(pc), r.at.after().pc()+uint32(n>>1))
	}
	r.n++
	return r.at
}

// skipTo returns the i-th place, one that was not read yet.
func (r *placeReader) skipTo(i int) place {
	for r.n < i {
		r.next()
	}
	return r.next()
}

func uvarint(s string) (n uint64, rest string) {
	for i, shift := 0, 0; ; i, shift = i+1, shift+7 {
		b := s[i]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n, s[i+1:]
		}
	}
}

// warmFind returns the carried state that equals s, or 0.
func (p *Program) warmFind(s, scratch *dfaState, hash uint64) state {
	n := p.warmIDs.len()
	if n == 0 {
		return 0
	}
	for i := idSlot(hash, n); ; i = (i + 1) % n {
		slot := p.warmIDs.at(i)
		if slot == 0 {
			return 0
		}
		if slot&^(1<<idBits-1) != idCheck(hash) {
			continue
		}
		id := state(slot & (1<<idBits - 1))
		c := p.warmState(id.index())
		if c.nplaces != len(s.places) {
			continue
		}
		if c.read(scratch); scratch.equal(s) {
			return id
		}
	}
}
