package phrase

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The automaton scans with a program of its own. It only has to notice that a phrase may match, so what can be left
// out is left out (captures, everything optional at a phrase's end), and phrases that begin alike share their beginning.

// A branch is what is left of one phrase.
type branch struct {
	nodes  []*node
	phrase int
}

// A scanTree is the scan program as it is laid out. Where many words can come next, one instruction holds a table of
// them: a state of the automaton then is a few places in the tree, however many words each of them waits for.
type scanTree struct {
	*compiler
	first  uint32 // its first instruction
	orders uint32 // the first of a part of its own, for phrases that match only where an order begins
}

// A place is an instruction of the scan program and, in a list of words, where to go on after it.
type place uint64

func placeIn(pc, after uint32) place { return place(after)<<32 | place(pc) }

func (p place) pc() uint32 { return uint32(p) }

// to returns the place of another instruction in the same list.
func (p place) to(pc uint32) place { return p&^0xffffffff | place(pc) }

// after returns where to go on after the list.
func (p place) after() place { return p >> 32 }

// layScan lays out the scan program of all phrases.
func (c *compiler) layScan(phrases []*Phrase) *scanTree {
	t := &scanTree{compiler: c}
	var all, orders []branch
	for i, p := range phrases {
		switch b := (branch{trimTail(flat(p.root)), i}); {
		case p.OnDemand:
		case p.want&(Imperative|Order) != 0 && !p.root.has(opBegin):
			orders = append(orders, b)
		default:
			if nodes := trimHead(b.nodes); len(nodes) < len(b.nodes) {
				b.nodes = nodes
				c.rowsOf[i*phraseStride+fieldEnding] |= beginsBefore
			}
			all = append(all, b)
		}
	}
	end := func(b branch) { t.emit(iMatch, uint32(b.phrase)) }
	t.first = t.here()
	t.grow(all, end)
	t.orders = t.here()
	t.grow(orders, end)
	return t
}

func (t *scanTree) emit(op opcode, arg uint32) int {
	return t.emitScan(op, arg)
}

func (t *scanTree) here() uint32 { return uint32(len(t.scan)) }

// grow lays out branches, those with the same first node together. Where a branch ends, end says how it goes on. What
// is laid out never runs into what comes after it, unless end does.
func (t *scanTree) grow(branches []branch, end func(branch)) {
	var order []string
	groups := map[string][]branch{}
	for _, b := range branches {
		key := ""
		if len(b.nodes) > 0 {
			key = t.key(b.nodes[0])
		}
		if _, ok := groups[key]; !ok {
			order = append(order, key)
		}
		groups[key] = append(groups[key], b)
	}
	var rows []row
	for _, key := range order {
		group := groups[key]
		if key == "" {
			for _, b := range group {
				t.either(func() { end(b) })
			}
			continue
		}
		first := group[0].nodes[0]
		for i := range group {
			group[i].nodes = group[i].nodes[1:]
		}
		rest := func() { t.grow(group, end) }
		if set, ok := t.set(first); ok {
			rows = append(rows, row{t.atom(set), set, rest})
			continue
		}
		t.either(func() { t.node(first); rest() })
	}
	if len(rows) == 0 {
		t.emit(iDead, 0)
	}
	t.rows(rows)
}

// either lays out one way on, and goes on with another.
func (t *scanTree) either(way func()) {
	split := t.emit(iSplit, 0)
	way()
	t.scan[split].arg = t.here()
}

// node lays out one node that is not a set of single words. What comes after it follows.
func (t *scanTree) node(n *node) {
	switch n.op {
	case opAlt:
		var kids []branch
		for _, k := range n.kids {
			kids = append(kids, branch{nodes: flat(k)})
		}
		t.joined(func(jump func()) { t.grow(kids, func(branch) { jump() }) })
	case opLexicon:
		if l, ok := t.list(n); ok {
			t.emit(iList, l.first)
		}
	case opOpt:
		t.either(func() { t.each(flat(n.kids[0])) })
	case opNumber:
		t.emit(iNumber, 0)
	case opNot:
		t.emit(iNotAtom, t.atom(t.singles(n.kids[0])))
	case opGap:
		t.gap(n.max)
	case opClause: // only the first of its words tells anything
		loop := t.emit(iClauseWord, 0)
		t.either(func() { t.emit(iJump, uint32(loop)) })
	case opAnyWord:
		t.emit(iClauseWord, 0)
	case opComma:
		t.either(func() { t.emit(iBreak, 0) })
	case opBegin:
		t.emit(iBegin, 0)
	case opEnd:
		loop := t.here()
		t.either(func() { t.emit(iEmojiWord, 0); t.emit(iJump, loop) })
		t.emit(iEnd, 0)
	default:
		t.each(flat(n))
	}
}

// each lays out nodes one after the other.
func (t *scanTree) each(nodes []*node) {
	for _, n := range nodes {
		if set, ok := t.set(n); ok {
			t.emit(iAtom, t.atom(set))
			continue
		}
		t.node(n)
	}
}

func (t *scanTree) gap(n int) {
	if n == 0 {
		return
	}
	t.either(func() { t.emit(iGapWord, 0); t.gap(n - 1) })
}

// joined lays out ways that end in a jump, and lets all of them go on behind it.
func (t *scanTree) joined(ways func(jump func())) {
	var jumps []int
	ways(func() { jumps = append(jumps, t.emit(iJump, 0)) })
	for _, j := range jumps {
		t.scan[j].arg = t.here()
	}
}

// flat returns a node as a sequence of nodes without captures.
func flat(n *node) []*node {
	switch n.op {
	case opSeq:
		var all []*node
		for _, k := range n.kids {
			all = append(all, flat(k)...)
		}
		return all
	case opCapture:
		return flat(n.kids[0])
	case opAlt, opOpt:
		bare := *n
		bare.kids = nil
		for _, k := range n.kids {
			bare.kids = append(bare.kids, &node{op: opSeq, kids: flat(k), col: k.col})
		}
		if len(bare.kids) == 1 && n.op == opAlt {
			return bare.kids[0].kids
		}
		return []*node{&bare}
	}
	return []*node{n}
}

// trimTail drops what may be missing at the end of a sequence: the phrase is noticed before.
func trimTail(nodes []*node) []*node {
	for len(nodes) > 0 && nullable(nodes[len(nodes)-1]) {
		nodes = nodes[:len(nodes)-1]
	}
	if len(nodes) == 0 {
		return nil
	}
	last := nodes[len(nodes)-1]
	switch last.op {
	case opClause:
		last = &node{op: opAnyWord, col: last.col}
	case opAlt:
		bare := *last
		bare.kids = nil
		for _, k := range last.kids {
			bare.kids = append(bare.kids, &node{op: opSeq, kids: trimTail(k.kids), col: k.col})
		}
		last = &bare
	}
	return append(nodes[:len(nodes)-1:len(nodes)-1], last)
}

// trimHead drops what may be missing at the beginning of a sequence, or be nearly any word, if words are passed over in it:
// any word would begin such a phrase, and nearly always in vain.
func trimHead(nodes []*node) []*node {
	n := 0
	for n < len(nodes) && (nullable(nodes[n]) || nodes[n].op == opNot) {
		n++
	}
	if n < len(nodes) && slices.ContainsFunc(nodes[:n], func(n *node) bool { return n.has(opGap) || n.has(opClause) || n.op == opNot }) {
		return nodes[n:]
	}
	return nodes
}

// nullable reports whether n can match nothing, wherever it stands. Places (^ and $) can't be left out.
func nullable(n *node) bool {
	switch n.op {
	case opOpt, opGap, opComma:
		return true
	case opSeq:
		for _, k := range n.kids {
			if !nullable(k) {
				return false
			}
		}
		return true
	}
	return false
}

// key tells nodes that match the same from others.
func (c *compiler) key(n *node) string {
	if set, ok := c.set(n); ok {
		return "a" + strconv.Itoa(int(c.atom(set)))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d %q %d(", n.op, n.text, n.max)
	for _, k := range n.kids {
		b.WriteString(c.key(k))
		b.WriteByte(',')
	}
	return b.String() + ")"
}
