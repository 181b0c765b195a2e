package phrase

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/emotional-safety/coach/coach/text"
)

// A program can carry the part of its automaton that ordinary text meets, worked out ahead of time. A scanner then
// begins where it would otherwise have to arrive, and a first message costs little more than a later one.

// Widths of the tables' rows, in 32-bit numbers.
const (
	warmStateStride = 4 // first instruction and how many, first phrase accepted and how many with atBegin in the top bit
	warmEdgeStride  = 3 // state+1, symbol, next state
	beginBit        = 1 << 31
)

// Warm returns p with the states that texts lead to more than once. Scanning gives the same results with and without.
func Warm(p *Program, texts []string) (*Program, error) {
	w := &warmer{scanner: NewScanner(p), counts: map[edge]int{}}
	for _, t := range texts {
		w.walk(t)
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
	from uint32
	sym  uint16
}

type warmer struct {
	scanner *Scanner
	counts  map[edge]int      // how often each step was taken
	kept    []uint32          // states that are kept, by their new number
	renamed map[uint32]uint32 // and the other way round
}

func (w *warmer) walk(msg string) {
	var splitter text.Splitter
	sentences := splitter.Split(msg)
	for i := range sentences {
		w.scanner.reader.read(msg, &sentences[i])
		state := w.scanner.dfa.start()
		for _, sym := range w.scanner.reader.syms {
			w.counts[edge{state, sym}]++
			state = w.scanner.dfa.step(state, sym)
		}
	}
}

// keep chooses the states that steps taken more than once lead to, from the two that every scan begins with.
func (w *warmer) keep() {
	var steps []edge
	for e, n := range w.counts {
		if n > 1 {
			steps = append(steps, e)
		}
	}
	slices.SortFunc(steps, func(a, b edge) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.sym, b.sym)) })
	w.kept = []uint32{0, 1}
	w.renamed = map[uint32]uint32{0: 0, 1: 1}
	for i := 0; i < len(w.kept); i++ {
		from, _ := slices.BinarySearchFunc(steps, w.kept[i], func(e edge, s uint32) int { return cmp.Compare(e.from, s) })
		for ; from < len(steps) && steps[from].from == w.kept[i]; from++ {
			next := w.scanner.dfa.step(steps[from].from, steps[from].sym)
			if _, ok := w.renamed[next]; !ok {
				w.renamed[next] = uint32(len(w.kept))
				w.kept = append(w.kept, next)
			}
		}
	}
}

func (w *warmer) lay(sections *[nSections][]byte) {
	d := &w.scanner.dfa
	ids := make([]uint32, 1<<bits.Len(uint(2*len(w.kept))))
	var pcs, accepts uint32
	for id, old := range w.kept {
		s := d.states[old]
		flag := uint32(0)
		if s.atBegin {
			flag = beginBit
		}
		sections[secWarmStates] = append(sections[secWarmStates], pack(pcs, uint32(len(s.pcs)), accepts, uint32(len(s.accepts))|flag)...)
		sections[secWarmPCs] = append(sections[secWarmPCs], pack(s.pcs...)...)
		for _, a := range s.accepts {
			sections[secWarmAccepts] = append(sections[secWarmAccepts], pack(uint32(a))...)
		}
		pcs += uint32(len(s.pcs))
		accepts += uint32(len(s.accepts))
		put(ids, uint32(s.hash()), uint32(id)+1)
	}
	sections[secWarmIDs] = pack(ids...)
	w.layEdges(sections)
}

func (w *warmer) layEdges(sections *[nSections][]byte) {
	var rows [][3]uint32
	for e := range w.counts {
		from, ok := w.renamed[e.from]
		if !ok {
			continue
		}
		if next, ok := w.renamed[w.scanner.dfa.step(e.from, e.sym)]; ok {
			rows = append(rows, [3]uint32{from + 1, uint32(e.sym), next})
		}
	}
	slices.SortFunc(rows, func(a, b [3]uint32) int { return slices.Compare(a[:], b[:]) })
	slots := make([][3]uint32, 1<<bits.Len(uint(2*len(rows))))
	for _, row := range rows {
		i := edgeSlot(row[0]-1, uint16(row[1])) & uint32(len(slots)-1)
		for slots[i][0] != 0 {
			i = (i + 1) & uint32(len(slots)-1)
		}
		slots[i] = row
	}
	for _, row := range slots {
		sections[secWarmEdges] = append(sections[secWarmEdges], pack(row[:]...)...)
	}
}

// put adds a value that is not 0 to an open hash table.
func put(slots []uint32, hash, value uint32) {
	i := hash & uint32(len(slots)-1)
	for slots[i] != 0 {
		i = (i + 1) & uint32(len(slots)-1)
	}
	slots[i] = value
}

func edgeSlot(state uint32, sym uint16) uint32 {
	return (state*2654435761 ^ uint32(sym)*2246822519) >> 5
}

// warmLen returns the number of states the program carries.
func (p *Program) warmLen() int { return p.warmStates.len() / warmStateStride }

// warmStep looks a step up among those the program carries.
func (p *Program) warmStep(state uint32, sym uint16) (uint32, bool) {
	n := uint32(p.warmEdges.len() / warmEdgeStride)
	if n == 0 {
		return 0, false
	}
	for i := edgeSlot(state, sym) & (n - 1); ; i = (i + 1) & (n - 1) {
		row := int(i) * warmEdgeStride
		switch from := p.warmEdges.at(row); {
		case from == 0:
			return 0, false
		case from == state+1 && p.warmEdges.at(row+1) == uint32(sym):
			return p.warmEdges.at(row + 2), true
		}
	}
}

// warmState reads a carried state into the given memory.
func (p *Program) warmState(id uint32, into *dfaState) {
	row := int(id) * warmStateStride
	first, n := int(p.warmStates.at(row)), int(p.warmStates.at(row+1))
	into.pcs = into.pcs[:0]
	for i := range n {
		into.pcs = append(into.pcs, p.warmPCs.at(first+i))
	}
	into.accepts = p.warmAccept(id, into.accepts[:0])
	into.atBegin = p.warmStates.at(row+3)&beginBit != 0
}

// warmAccept appends the phrases a carried state accepts.
func (p *Program) warmAccept(id uint32, to []int32) []int32 {
	row := int(id) * warmStateStride
	first, n := int(p.warmStates.at(row+2)), int(p.warmStates.at(row+3)&^beginBit)
	for i := range n {
		to = append(to, int32(p.warmAccepts.at(first+i)))
	}
	return to
}

// warmFind returns the carried state that equals s.
func (p *Program) warmFind(s, scratch *dfaState, hash uint64) (uint32, bool) {
	n := uint32(p.warmIDs.len())
	if n == 0 {
		return 0, false
	}
	for i := uint32(hash) & (n - 1); ; i = (i + 1) & (n - 1) {
		id := p.warmIDs.at(int(i))
		if id == 0 {
			return 0, false
		}
		if int(p.warmStates.at(int(id-1)*warmStateStride+1)) != len(s.pcs) {
			continue
		}
		if p.warmState(id-1, scratch); scratch.equal(s) {
			return id - 1, true
		}
	}
}
