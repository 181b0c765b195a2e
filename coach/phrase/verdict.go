package phrase

import "slices"

// verdicts remembers which classes satisfy which atoms: few pairs are asked for again and again. An entry is the class,
// the atom, a bit that it is one, and the answer.
type verdicts struct {
	prog    *Program
	entries []uint64 // a power of two: the last answer that each place had room for
	missed  int      // times an answer was not there since entries grew
}

// One message asks little, and a long stream is worth a table as large as the nearer caches.
const (
	firstVerdicts = 1 << 9
	maxVerdicts   = 1 << 15
)

// satisfies is [Program.satisfies] with a memory.
func (v *verdicts) satisfies(class uint16, atom uint32) bool {
	pair := uint64(class)<<32 | uint64(atom)
	entry := &v.entries[pair*0x9E3779B97F4A7C15>>32&uint64(len(v.entries)-1)]
	if *entry>>1 == pair<<1|1 {
		return *entry&1 != 0
	}
	if v.missed++; v.missed > 4*len(v.entries) && len(v.entries) < maxVerdicts {
		v.entries, v.missed = make([]uint64, 2*len(v.entries)), 0
		return v.satisfies(class, atom)
	}
	*entry = (pair<<1 | 1) << 1
	if v.prog.satisfies(class, atom) {
		*entry |= 1
	}
	return *entry&1 != 0
}

// fewRows is how many rows of a table are looked at one by one.
const fewRows = 8

// follow calls then for each row of a table that sym, a word, satisfies.
func (v *verdicts) follow(in inst, sym uint16, then func(pc uint32)) {
	p := v.prog
	table := p.table(in.arg)
	if !v.satisfies(sym, table.any) {
		return
	}
	n := table.atoms.len()
	from, to := int(p.classes.at(int(sym))), int(p.classes.at(int(sym)+1))
	if n <= max(fewRows, to-from) {
		for row := range n {
			if v.satisfies(sym, uint32(table.atoms.at(row))) {
				then(table.target(row))
			}
		}
		return
	}
	var room [8]int
	rows := room[:0]
	for i := from; i < to; i++ {
		atom := p.atoms.at(i)
		for row := table.row(atom); row < n && table.atoms.at(row) == atom; row++ {
			rows = append(rows, row)
		}
	}
	slices.Sort(rows) // as where there are few
	for _, row := range rows {
		then(table.target(row))
	}
}
