package phrase

import "slices"

// One message is scanned in another way than many: what a step leads to, where the program doesn't carry it, is not worth
// to be kept as a state. Such a word is none that the state waits for, in most cases, and the walk goes on as by any other
// word of its kind; the few places that do wait for it are followed one by one from there, and only those that the next
// word lets go on.

const (
	mostBrief = 1 << 9  // symbols of a sentence that is scanned so
	mostLone  = 1 << 10 // places that are followed one by one
	fewLone   = 1 << 6  // places that are not worth to be looked through for those that are there twice
)

// A lone is a place that is followed by itself, and the symbol at which its walk began: the symbol, and in 24 bits each
// where to go on after a list, and the instruction.
type lone uint64

const pcBits = 24

func loneAt(at int, p place) lone {
	return lone(at)<<(2*pcBits) | lone(p.after())<<pcBits | lone(p.pc())
}

func (l lone) at() int { return int(l >> (2 * pcBits)) }

func (l lone) place() place {
	const mask = 1<<pcBits - 1
	return placeIn(uint32(l&mask), uint32(l>>pcBits&mask))
}

// A word is a symbol with what is asked of it again and again.
type word struct {
	sym      uint16
	kind     symKind
	first    state // of a walk that begins with it, 0 if the program doesn't carry it
	frequent int   // which of the frequent classes it is, or -1
	traces   uint64
	atoms    u16s // those of its class: a list, or a hash table if it is many
}

func (p *Program) word(sym uint16) word {
	w := word{sym: sym, kind: p.symbol(sym), frequent: -1}
	if w.kind < symBreak {
		w.frequent, w.traces = p.frequent(sym), p.traces(sym)
		w.atoms = p.atoms.slice(p.classes.at(int(sym)), p.classes.at(int(sym)+1))
	}
	return w
}

func (w *word) satisfies(atom uint32) bool { return w.traces&trace(atom) != 0 && w.atoms.hold(atom) }

// isBrief reports whether a sentence is worth to be scanned so. After emoji at its beginning other places wait than anywhere.
func (d *dfa) isBrief(syms []uint16) bool {
	return d.short() && d.prog.warmLen() > 0 && len(syms) <= mostBrief && d.prog.symbol(syms[0]) != symEmoji
}

// brief does what walk does, for a sentence of few symbols. It returns false if it gave up.
func (d *dfa) brief(syms []uint16, s *Scanner) bool {
	d.walks, d.lone = d.walks[:0], d.lone[:0]
	d.lookUp(syms)
	for at := range syms {
		d.now, d.then = d.words[at], d.words[at+1]
		d.touch()
		d.reach.clear()
		d.loneAt = -1
		d.onward = d.onward[:0]
		d.steps += len(d.walks) + len(d.lone)
		for _, l := range d.lone {
			d.advanceLone(l.at(), l.place(), s)
		}
		under := d.walks
		d.walks = d.walks[:0]
		for _, w := range under {
			d.briefly(w, s)
		}
		if at == 0 {
			d.briefly(walk{begins, at}, s)
			d.briefly(walk{passes, at}, s)
		}
		if d.prog.hasOrders() && s.reader.mayOrder(at) {
			d.briefly(walk{ordered, at}, s)
		}
		if d.now.first != 0 {
			d.take(walk{d.now.first, at}, s)
		} else {
			d.briefly(walk{anywhere, at}, s)
		}
		d.lone, d.onward = d.onward, d.lone
		if len(d.lone) > fewLone {
			slices.Sort(d.lone)
			d.lone = slices.Compact(d.lone)
		}
		if len(d.lone) > mostLone {
			return false
		}
	}
	return true
}

// lookUp looks up all words of a sentence, and the states that walks begin with, before any is needed: their places in
// memory lie far apart, and a processor fetches them together as long as none waits for what another says.
func (d *dfa) lookUp(syms []uint16) {
	d.words = d.words[:0]
	for _, sym := range syms {
		d.words = append(d.words, d.prog.word(sym))
	}
	for i := range d.words {
		for atoms := d.words[i].atoms; len(atoms) >= cacheLine; atoms = atoms[cacheLine:] {
			d.touched += atoms[0]
		}
	}
	c := d.prog.warmState(anywhere.index())
	for i := range d.words {
		d.words[i].first = c.step(d.words[i].sym)
	}
	for i := range d.words {
		d.touched += d.prog.warmStates[carriedUnit*max(d.words[i].first.index(), firstStates)]
	}
	d.words = append(d.words, word{kind: symEnd + 1}) // nothing takes what comes after the end
}

// cacheLine is how many bytes most processors fetch at once.
const cacheLine = 64

// touch reads a byte of each state in which a walk stands, for the same reason.
func (d *dfa) touch() {
	for _, w := range d.walks {
		d.touched += d.prog.warmStates[carriedUnit*w.now.index()]
	}
}

// briefly takes a walk on by the word at hand.
func (d *dfa) briefly(w walk, s *Scanner) {
	c := d.prog.warmState(w.now.index())
	next := c.step(d.now.sym)
	if next == 0 && w.now.index() < firstStates {
		d.clearFor(w.at)
		d.setOut(w.now, d.now.sym, d.now.kind, false)
		d.keepReached(w.at, s)
		return
	}
	if next == 0 {
		if next = d.aside(&c, w.at, s); next == 0 {
			return
		}
	}
	d.take(walk{next, w.at}, s)
}

// aside follows the places of a carried state that wait for the word at hand, and returns where the others lead, which is
// where any word of its kind leads: a place that names the word as one that it doesn't take goes on in vain, which costs
// less than to find it. It returns 0 if it had to follow all of them.
func (d *dfa) aside(c *carried, at int, s *Scanner) state {
	next := state(0)
	if plain := d.prog.plain(d.now.sym); plain != d.now.sym {
		next = c.step(plain)
	}
	if next != 0 && !d.mayName(c) {
		return next
	}
	places := placeReader{rest: c.places}
	for i := range c.nplaces {
		if ask := uint32(c.asks.at(i)); ask != asksOther && !d.now.satisfies(ask) || ask == asksOther && next != 0 {
			continue
		}
		d.advanceLone(at, places.skipTo(i), s)
	}
	return next
}

// mayName reports whether a place of a carried state may name the word at hand.
func (d *dfa) mayName(c *carried) bool {
	return d.now.frequent < 0 || c.named != "" && c.named[d.now.frequent>>3]>>(d.now.frequent&7)&1 != 0
}

// advanceLone goes on from a place if it takes the word at hand.
func (d *dfa) advanceLone(at int, from place, s *Scanner) {
	d.clearFor(at)
	d.traces = d.now.traces
	d.advance(from, d.now.sym, d.now.kind, false)
	d.keepReached(at, s)
}

// clearFor makes room for what walks that began at a symbol reach. What they have reached by this word is not kept twice.
func (d *dfa) clearFor(at int) {
	if at != d.loneAt {
		d.reach.clear()
		d.loneAt = at
	}
	d.leaves, d.match = d.leaves[:0], d.match[:0]
}

// keepReached keeps what the word at hand has led to.
func (d *dfa) keepReached(at int, s *Scanner) {
	for _, p := range d.leaves {
		d.keepLone(at, p)
	}
	for _, phrase := range d.match {
		s.add(phrase, at)
	}
}

// keepLone keeps a place if the next word lets it go on.
func (d *dfa) keepLone(at int, p place) {
	in := d.prog.scanInst(p.pc())
	takes := false
	switch in.op {
	case iAtom, iBranch:
		takes = d.then.satisfies(d.prog.anyAtom(in))
	default:
		takes = d.then.kind <= symEnd && d.prog.takes(in, d.then.sym)
	}
	if takes {
		d.onward = append(d.onward, loneAt(at, p))
	}
}
