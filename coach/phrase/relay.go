package phrase

// A relay lays a scan program out again, without the steps that only lead to others: laid out phrase by phrase it is half
// jumps, and ways that end where they begin, and each of them would be walked again and again.
type relay struct {
	old    []inst
	table  []uint32
	dests  map[uint32]uint32 // see dest
	placed map[uint32]uint32 // new places of old instructions
	code   []inst
	todo   []uint32
}

// tidy lays the scan program out again, the lists first.
func (t *scanTree) tidy(lists []list) {
	r := &relay{old: t.scan, table: t.table, dests: map[uint32]uint32{}, placed: map[uint32]uint32{}}
	for _, l := range lists {
		r.lay(l.first)
	}
	start := uint32(len(r.code))
	r.lay(t.first)
	r.lay(t.orders)
	orders := r.placed[r.dest(t.orders)]
	r.retarget(r.code, true)
	r.retarget(t.insts, false)
	t.scan, t.first, t.orders = r.code, start, orders
}

// dest returns the instruction that one comes to without doing anything.
func (r *relay) dest(pc uint32) uint32 {
	if d, ok := r.dests[pc]; ok {
		return d
	}
	d := pc
	switch in := r.old[pc]; in.op {
	case iJump:
		d = r.dest(in.arg)
	case iSplit, iSplitLate:
		now, later := r.dest(pc+1), r.dest(in.arg)
		if r.old[now].op == iDead || now == later {
			d = later
		} else if r.old[later].op == iDead {
			d = now
		}
	}
	r.dests[pc] = d
	return d
}

// lay lays out what can be reached from pc.
func (r *relay) lay(pc uint32) {
	r.todo = append(r.todo, pc)
	for len(r.todo) > 0 {
		pc := r.todo[len(r.todo)-1]
		r.todo = r.todo[:len(r.todo)-1]
		if _, ok := r.placed[r.dest(pc)]; !ok {
			r.layWay(pc)
		}
	}
}

// layWay lays out one way, and notes where others part from it.
func (r *relay) layWay(pc uint32) {
	for ; ; pc++ {
		pc = r.dest(pc)
		if _, ok := r.placed[pc]; ok {
			r.code = append(r.code, inst{op: iJump, arg: pc})
			return
		}
		in := r.old[pc]
		r.placed[pc] = uint32(len(r.code))
		r.code = append(r.code, in)
		switch in.op {
		case iMatch, iDead, iReturn:
			return
		case iSplit, iSplitLate:
			r.todo = append(r.todo, in.arg)
		case iBranch:
			first := in.arg + branchHead
			for row := first; row < first+2*r.table[in.arg]; row += 2 {
				r.todo = append(r.todo, r.table[row+1])
			}
			return
		}
	}
}

// retarget turns old targets into new ones. Of the match program only lists are targets here.
func (r *relay) retarget(code []inst, scan bool) {
	for i, in := range code {
		switch in.op {
		case iList:
			code[i].arg = r.placed[r.dest(in.arg)]
		case iSplit, iSplitLate, iJump:
			if scan {
				code[i].arg = r.placed[r.dest(in.arg)]
			}
		case iBranch:
			first := in.arg + branchHead
			for row := first; row < first+2*r.table[in.arg]; row += 2 {
				r.table[row+1] = r.placed[r.dest(r.table[row+1])]
			}
		}
	}
}
