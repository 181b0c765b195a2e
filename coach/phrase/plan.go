package phrase

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// A plan is what a sentence must hold for a phrase to have a chance. Most phrases that are tried, exceptions above all,
// fail on that.
type plan struct {
	begins uint64            // traces of the atoms a match may begin with; 0 if it may begin with something else
	needs  [mostNeeds]uint16 // atoms that words of every match satisfy, those of few words first; noAtom for none
}

const mostNeeds = 4

func (p *Program) plan(phrase int32) plan {
	field := func(i int) uint32 { return p.phraseField(phrase, fieldPlan+i) }
	n, m := field(2), field(3)
	return plan{uint64(field(0)) | uint64(field(1))<<32, [...]uint16{uint16(n), uint16(n >> 16), uint16(m), uint16(m >> 16)}}
}

// withPlans returns p with the plans of its phrases worked out. Atoms are the words of each.
func withPlans(p *Program, atoms [][]string) (*Program, error) {
	sections := p.sections()
	rows := sections[secPhrases]
	for phrase := range int32(p.Len()) {
		first, end := p.code(phrase)
		needs := p.needed(first, end)
		slices.SortStableFunc(needs, func(a, b uint32) int { return cmp.Compare(len(atoms[a]), len(atoms[b])) })
		for len(needs) < mostNeeds {
			needs = append(needs, noAtom)
		}
		at := 4 * (int(phrase)*phraseStride + fieldPlan)
		binary.LittleEndian.PutUint64(rows[at:], p.beginnings(first, end))
		for i, atom := range needs[:mostNeeds] {
			binary.LittleEndian.PutUint16(rows[at+8+2*i:], uint16(atom))
		}
	}
	return Load(writeBlob(sections))
}

// code returns where the instructions of a phrase lie, without the conditions before them.
func (p *Program) code(phrase int32) (first, end uint32) {
	first, end = p.phraseField(phrase, fieldStart), p.phraseField(phrase, fieldEnd)
	for p.inst(first).op >= iWith {
		first++
	}
	return first, end
}

// beginnings joins the traces of the atoms that a match may begin with.
func (p *Program) beginnings(first, end uint32) uint64 {
	traces := uint64(0)
	been := make([]bool, end-first)
	for stack := []uint32{first}; len(stack) > 0; {
		pc := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if been[pc-first] {
			continue
		}
		been[pc-first] = true
		switch in := p.inst(pc); in.op {
		case iAtom:
			traces |= trace(in.arg)
		case iList:
			traces |= p.listBeginnings(in.arg)
		case iSplit, iSplitLate:
			stack = append(stack, pc+1, in.arg)
		case iJump:
			stack = append(stack, in.arg)
		case iOpen, iClose, iBegin:
			stack = append(stack, pc+1)
		default:
			return 0
		}
	}
	return traces
}

// listBeginnings joins the traces of the atoms that an entry of a list may begin with.
func (p *Program) listBeginnings(pc uint32) uint64 {
	in := p.scanInst(pc)
	if in.op == iSplit {
		return p.listBeginnings(pc+1) | p.listBeginnings(in.arg)
	}
	return trace(p.anyAtom(in))
}

// needed lists the atoms of words that no way leads around: no instruction before them goes on after them.
func (p *Program) needed(first, end uint32) []uint32 {
	var needs []uint32
	around := first // how far the instructions so far lead
	for pc := first; pc < end; pc++ {
		switch in := p.inst(pc); in.op {
		case iSplit, iSplitLate, iJump:
			around = max(around, in.arg)
		case iAtom:
			if pc >= around {
				needs = append(needs, in.arg)
			}
		case iList:
			if entry := p.scanInst(in.arg); pc >= around && entry.op != iSplit {
				needs = append(needs, p.anyAtom(entry))
			}
		}
	}
	return needs
}

// has reports whether the sentence holds a word for each of the atoms.
func (r *reader) has(needs *[mostNeeds]uint16) bool {
	for _, atom := range needs {
		if atom != noAtom && !r.hasOne(uint32(atom)) {
			return false
		}
	}
	return true
}

func (r *reader) hasOne(atom uint32) bool {
	for at, t := range r.traces {
		if t&trace(atom) != 0 && r.verdicts.satisfies(r.syms[at], atom) {
			return true
		}
	}
	return false
}
