package phrase

import (
	"fmt"
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

// layScan emits the scan program of all phrases.
func (c *compiler) layScan(phrases []*Phrase) []inst {
	matching := c.insts
	c.insts = nil
	var all []branch
	for i, p := range phrases {
		if p.OnDemand {
			continue
		}
		all = append(all, branch{trimTail(flat(p.root)), i})
	}
	c.grow(all)
	scan := c.insts
	c.insts = matching
	return scan
}

// grow emits branches, those with the same first node together.
func (c *compiler) grow(branches []branch) {
	var order []string
	groups := map[string][]branch{}
	for _, b := range branches {
		key := ""
		if len(b.nodes) > 0 {
			key = c.key(b.nodes[0])
		}
		if _, ok := groups[key]; !ok {
			order = append(order, key)
		}
		groups[key] = append(groups[key], b)
	}
	if ends, ok := groups[""]; ok { // phrases that end here, each once
		for _, b := range ends {
			split := c.emit(iSplit, 0, 0)
			c.emit(iMatch, 0, uint32(b.phrase))
			c.insts[split].arg = c.here()
		}
	}
	for _, key := range order {
		if key == "" {
			continue
		}
		split := c.emit(iSplit, 0, 0)
		group := groups[key]
		c.node(group[0].nodes[0])
		for i := range group {
			group[i].nodes = group[i].nodes[1:]
		}
		c.grow(group)
		c.insts[split].arg = c.here()
	}
	c.emit(iDead, 0, 0)
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
