package phrase

// A plan is what the matcher knows of a phrase before it looks at a sentence: its instructions, and what a sentence must
// hold for them to have a chance. Most phrases that are tried, exceptions above all, fail on that.
type plan struct {
	code   []inst // with targets counted from the first
	first  uint32 // the number of the first
	names  int    // captures
	begins uint64 // traces of the atoms a match may begin with; 0 if it may begin with something else
	needs  []inst // what takes a word in every match
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
		case iBranch:
			traces |= p.branchTraces(in)
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

// needed lists the instructions that take a word and that no way leads around: nothing before them goes on after them.
func (p *Program) needed(of *plan) []inst {
	var needs []inst
	around := uint32(0) // how far the instructions so far lead
	for pc, in := range of.code {
		if uint32(pc) >= around && (in.op == iAtom || in.op == iBranch) {
			needs = append(needs, in)
		}
		switch in.op {
		case iSplit, iSplitLate, iJump:
			around = max(around, in.arg)
		case iBranch:
			for row := range int(p.branches.at(int(in.arg))) {
				around = max(around, p.branches.at(int(in.arg)+branchHead+2*row+1)-of.first)
			}
		}
	}
	return needs
}

// has reports whether the sentence may hold a word for each of the instructions.
func (r *reader) has(needs []inst) bool {
	for i := range needs {
		if !r.hasOne(needs[i]) {
			return false
		}
	}
	return true
}

func (r *reader) hasOne(in inst) bool {
	traces := uint64(0)
	if in.op == iBranch {
		traces = r.prog.branchTraces(in)
	} else {
		traces = trace(in.arg)
	}
	for at, t := range r.traces {
		if t&traces != 0 && (in.op == iBranch || r.verdicts.satisfies(r.syms[at], in.arg)) {
			return true
		}
	}
	return false
}
