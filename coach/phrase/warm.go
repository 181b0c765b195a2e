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
	warmEdgeStride  = 3 // state, symbol, next state
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
	from state
	sym  uint16
}

type warmer struct {
	scanner *Scanner
	counts  map[edge]int    // how often each step was taken
	kept    []state         // states that are kept, by their new number less firstStates
	renamed map[state]state // and the other way round
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

// keep chooses the states that steps taken more than once lead to, from those that every scan begins with.
func (w *warmer) keep() {
	var steps []edge
	for e, n := range w.counts {
		if n > 1 {
			steps = append(steps, e)
		}
	}
	slices.SortFunc(steps, func(a, b edge) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.sym, b.sym)) })
	todo := []state{anywhere, begins, passes, afterEmoji}
	w.renamed = map[state]state{dead: dead}
	for _, s := range todo {
		w.renamed[s] = s
	}
	for i := 0; i < len(todo); i++ {
		from, _ := slices.BinarySearchFunc(steps, todo[i], func(e edge, s state) int { return cmp.Compare(e.from, s) })
		for ; from < len(steps) && steps[from].from == todo[i]; from++ {
			next := w.scanner.dfa.step(steps[from].from, steps[from].sym)
			if _, ok := w.renamed[next]; !ok {
				w.renamed[next] = w.scanner.dfa.state(next).number(uint32(firstStates + len(w.kept)))
				w.kept = append(w.kept, next)
				todo = append(todo, next)
			}
		}
	}
}

func (w *warmer) lay(sections *[nSections][]byte) {
	ids := make([]uint32, 1<<bits.Len(uint(2*len(w.kept))))
	var pcs, accepts uint32
	rows := make([][warmStateStride]uint32, firstStates) // the first states have no instructions
	for _, old := range w.kept {
		s := w.scanner.dfa.state(old)
		flag := uint32(0)
		if s.atBegin {
			flag = beginBit
		}
		rows = append(rows, [warmStateStride]uint32{pcs, uint32(len(s.pcs)), accepts, uint32(len(s.accepts)) | flag})
		sections[secWarmPCs] = append(sections[secWarmPCs], pack(s.pcs...)...)
		for _, a := range s.accepts {
			sections[secWarmPhrases] = append(sections[secWarmPhrases], pack(uint32(a))...)
		}
		pcs += uint32(len(s.pcs))
		accepts += uint32(len(s.accepts))
		put(ids, uint32(s.hash()), uint32(w.renamed[old]))
	}
	for _, row := range rows {
		sections[secWarmStates] = append(sections[secWarmStates], pack(row[:]...)...)
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
			rows = append(rows, [3]uint32{uint32(from), uint32(e.sym), uint32(next)})
		}
	}
	slices.SortFunc(rows, func(a, b [3]uint32) int { return slices.Compare(a[:], b[:]) })
	slots := make([][3]uint32, 1<<bits.Len(uint(2*len(rows))))
	for _, row := range rows {
		i := edgeSlot(state(row[0]), uint16(row[1])) & uint32(len(slots)-1)
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

func edgeSlot(from state, sym uint16) uint32 {
	return (uint32(from)*2654435761 ^ uint32(sym)*2246822519) >> 5
}

// warmLen returns the number of states the program carries, the first ones included.
func (p *Program) warmLen() int { return p.warmStates.len() / warmStateStride }

// warmStep looks a step up among those the program carries. It returns 0 for one that it doesn't.
func (p *Program) warmStep(from state, sym uint16) state {
	n := uint32(p.warmEdges.len() / warmEdgeStride)
	if n == 0 {
		return 0
	}
	for i := edgeSlot(from, sym) & (n - 1); ; i = (i + 1) & (n - 1) {
		row := int(i) * warmEdgeStride
		switch known := state(p.warmEdges.at(row)); {
		case known == 0:
			return 0
		case known == from && p.warmEdges.at(row+1) == uint32(sym):
			return state(p.warmEdges.at(row + 2))
		}
	}
}

// warmState reads the index-th carried state into the given memory.
func (p *Program) warmState(index uint32, into *dfaState) {
	row := int(index) * warmStateStride
	first, n := int(p.warmStates.at(row)), int(p.warmStates.at(row+1))
	into.pcs, into.accepts = into.pcs[:0], into.accepts[:0]
	for i := range n {
		into.pcs = append(into.pcs, p.warmPCs.at(first+i))
	}
	first, n = p.warmAccepts(index)
	for i := range n {
		into.accepts = append(into.accepts, int32(p.warmPhrases.at(first+i)))
	}
	into.atBegin = p.warmStates.at(row+3)&beginBit != 0
}

// warmAccepts returns where the phrases that the index-th carried state accepts lie, and how many they are.
func (p *Program) warmAccepts(index uint32) (first, n int) {
	row := int(index) * warmStateStride
	return int(p.warmStates.at(row + 2)), int(p.warmStates.at(row+3) &^ beginBit)
}

// warmFind returns the carried state that equals s, or 0.
func (p *Program) warmFind(s, scratch *dfaState, hash uint64) state {
	n := uint32(p.warmIDs.len())
	if n == 0 {
		return 0
	}
	for i := uint32(hash) & (n - 1); ; i = (i + 1) & (n - 1) {
		id := state(p.warmIDs.at(int(i)))
		if id == 0 {
			return 0
		}
		if int(p.warmStates.at(int(id.index())*warmStateStride+1)) != len(s.pcs) {
			continue
		}
		if p.warmState(id.index(), scratch); scratch.equal(s) {
			return id
		}
	}
}
