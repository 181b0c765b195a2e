package phrase

// A plan is what the matcher knows of a phrase before it looks at a sentence: its instructions, and what a sentence must
// hold for them to have a chance. Most phrases that are tried, exceptions above all, fail on that.
type plan struct {
	code   []inst   // with targets counted from the first
	first  uint32   // the number of the first
	names  int      // captures
	begins uint64   // traces of the atoms a match may begin with; 0 if it may begin with something else
	needs  []uint32 // atoms that words of every match satisfy
}

// plan returns what is known of a phrase. It is worked out when the phrase is first asked for, and shared.
func (p *Program) plan(phrase int32) *plan {
	if known := p.plans[phrase].Load(); known != nil {
		return known
	}
	of := p.newPlan(phrase)
	p.plans[phrase].Store(of)
	return of
}

func (p *Program) newPlan(phrase int32) *plan {
	first, end := p.phraseField(phrase, fieldStart), p.phraseField(phrase, fieldEnd)
	for p.inst(first).op >= iWith {
		first++
	}
	of := &plan{first: first, names: int(p.phraseField(phrase, fieldNNames)), code: make([]inst, 0, end-first)}
	for pc := first; pc < end; pc++ {
		in := p.inst(pc)
		if in.op == iSplit || in.op == iSplitLate || in.op == iJump {
			in.arg -= first
		}
		of.code = append(of.code, in)
	}
	of.begins = p.beginnings(of)
	of.needs = p.needed(of)
	return of
}

// beginnings joins the traces of the atoms that a match may begin with.
func (p *Program) beginnings(of *plan) uint64 {
	traces := uint64(0)
	been := make([]bool, len(of.code))
	for stack := []uint32{0}; len(stack) > 0; {
		pc := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if been[pc] {
			continue
		}
		been[pc] = true
		switch in := of.code[pc]; in.op {
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
func (p *Program) needed(of *plan) []uint32 {
	var needs []uint32
	around := uint32(0) // how far the instructions so far lead
	for pc, in := range of.code {
		switch in.op {
		case iSplit, iSplitLate, iJump:
			around = max(around, in.arg)
		case iAtom:
			if uint32(pc) >= around {
				needs = append(needs, in.arg)
			}
		case iList:
			if first := p.scanInst(in.arg); uint32(pc) >= around && first.op != iSplit {
				needs = append(needs, p.anyAtom(first))
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
