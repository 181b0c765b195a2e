package phrase

// A plan is what a sentence must hold for a phrase to have a chance. Most phrases that are tried, exceptions above all,
// fail on that.
type plan struct {
	begins uint64   // traces of the atoms a match may begin with; 0 if it may begin with something else
	needs  []uint32 // atoms that words of every match satisfy
}

// noPlan rules nothing out.
var noPlan = &plan{}

// plan returns what is known of a phrase. It is worked out when the phrase is first asked for in a long text: for one
// message that costs more than it saves.
func (s *Scanner) plan(phrase int32) *plan {
	if s.dfa.short() {
		return noPlan
	}
	if s.plans == nil {
		s.plans = make([]*plan, s.prog.Len())
	}
	if s.plans[phrase] == nil {
		first, end := s.prog.code(phrase)
		s.plans[phrase] = &plan{s.prog.beginnings(first, end), s.prog.needed(first, end)}
	}
	return s.plans[phrase]
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
func (r *reader) has(atoms []uint32) bool {
	for _, atom := range atoms {
		if !r.hasOne(atom) {
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
