package phrase

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach/text"
)

// maxPhraseInsts bounds what one phrase may compile to, lexicons included.
const maxPhraseInsts = 50_000

// A Lexicon gives the entries that a reference in a phrase ("feeling", "feeling.bad") stands for.
// An entry is one or more words; a word written ~verb stands for all of its forms.
type Lexicon func(ref string) (entries []string, err error)

// A CompileError says which phrase could not be compiled, and where in it the trouble is.
type CompileError struct {
	Phrase int // index of the phrase given to Compile
	Column int // 1-based; 0 when it concerns the whole phrase
	Err    error
}

func (e *CompileError) Error() string { return e.Err.Error() }

func (e *CompileError) Unwrap() error { return e.Err }

// Compile makes one program of many phrases. Its error is a *[CompileError].
func Compile(phrases []*Phrase, lexicon Lexicon) (*Program, error) {
	c := &compiler{lexicon: lexicon, atomIDs: map[string]uint32{}, entries: map[string][][]string{}, lists: map[string]list{}}
	for i, p := range phrases {
		if err := c.phrase(i, p); err != nil {
			return nil, err
		}
	}
	blob, err := c.blob()
	if err != nil {
		return nil, err
	}
	p, err := Load(blob)
	if err != nil {
		return nil, err
	}
	return withPlans(p, c.atoms)
}

type compiler struct {
	lexicon Lexicon
	insts   []inst
	scan    []inst          // the lists of words, and after them the scan program
	lists   map[string]list // by reference
	table   []uint32        // of each iBranch: how many rows, an atom of all their words, then atom and target, by atom
	rowsOf  []uint32        // phrase rows
	names   []string
	phrases []*Phrase

	atoms   [][]string // the words of each atom, sorted
	atomIDs map[string]uint32
	entries map[string][][]string // lexicon entries by reference, as word sequences

	captures []string // of the phrase at hand
	first    int      // its first instruction
	listed   int      // instructions in the lists it names
	err      error
}

// A list is the tree of a lexicon that holds entries of several words: it is laid out once, whoever names it.
type list struct{ first, end uint32 }

func (c *compiler) phrase(i int, p *Phrase) error {
	c.captures, c.first, c.listed, c.err = p.names, len(c.insts), 0, nil
	c.conditions(iWith, p.with)
	c.conditions(iLacks, p.lacks)
	c.node(p.root)
	c.emit(iMatch, uint32(i))
	if n := len(c.insts) - c.first + c.listed; c.err == nil && n > maxPhraseInsts {
		c.err = &CompileError{Err: fmt.Errorf("the phrase stands for too many words (%d steps, at most %d): split it", n, maxPhraseInsts)}
	}
	if c.err != nil {
		ce := c.err.(*CompileError) //nolint:errorlint // only this package sets it, unwrapped
		ce.Phrase = i
		return ce
	}
	ending := uint32(0)
	if p.asks {
		ending |= 1
	}
	if p.cries {
		ending |= 2
	}
	c.rowsOf = append(c.rowsOf, uint32(c.first), uint32(len(c.insts)), uint32(p.want)<<16|uint32(p.refuse), ending, uint32(len(c.names)), uint32(len(p.names)), 0, 0, 0, 0)
	c.names = append(c.names, p.names...)
	c.phrases = append(c.phrases, p)
	return nil
}

// conditions lays out, before all else of a phrase, what its sentence must hold or lack.
func (c *compiler) conditions(op opcode, lexicons []*node) {
	for _, n := range lexicons {
		if n.op == opNumber {
			c.emit(op, condition(anyNumber, n.max))
			continue
		}
		c.emit(op, condition(c.atom(c.singles(n)), n.max))
	}
}

func (c *compiler) emit(op opcode, arg uint32) int {
	c.insts = append(c.insts, inst{op, arg})
	return len(c.insts) - 1
}

func (c *compiler) here() uint32 { return uint32(len(c.insts)) }

func (c *compiler) node(n *node) {
	if c.err != nil || len(c.insts)-c.first+c.listed > maxPhraseInsts {
		return
	}
	if set, ok := c.set(n); ok {
		c.emit(iAtom, c.atom(set))
		return
	}
	switch n.op {
	case opSeq:
		for _, k := range n.kids {
			c.node(k)
		}
	case opAlt:
		c.choice(n.kids)
	case opOpt:
		split := c.emit(iSplit, 0)
		c.node(n.kids[0])
		c.insts[split].arg = c.here()
	case opLexicon:
		c.lexiconChoice(n)
	case opNumber:
		c.emit(iNumber, 0)
	case opNot:
		c.emit(iNotAtom, c.atom(c.singles(n.kids[0])))
	case opGap:
		c.gap(n.max)
	case opClause:
		c.clause()
	case opAnyWord:
		c.emit(iClauseWord, 0)
	case opCapture:
		i := uint32(slices.Index(c.captures, n.text))
		c.emit(iOpen, i)
		c.node(n.kids[0])
		c.emit(iClose, i)
	case opComma:
		split := c.emit(iSplit, 0)
		c.emit(iBreak, 0)
		c.insts[split].arg = c.here()
	case opBegin:
		c.emit(iBegin, 0)
	case opEnd:
		split := c.emit(iSplit, 0)
		c.emit(iEmojiWord, 0)
		c.emit(iJump, uint32(split))
		c.insts[split].arg = c.here()
		c.emit(iEnd, 0)
	}
}

// choice compiles alternatives, earlier ones preferred.
func (c *compiler) choice(kids []*node) {
	var jumps []int
	kids = c.joinWords(kids)
	for i, k := range kids {
		if i == len(kids)-1 {
			c.node(k)
			break
		}
		split := c.emit(iSplit, 0)
		c.node(k)
		jumps = append(jumps, c.emit(iJump, 0))
		c.insts[split].arg = c.here()
	}
	for _, j := range jumps {
		c.insts[j].arg = c.here()
	}
}

// joinWords makes one of alternatives that follow each other and are single words: which of them it is makes no
// difference, and is found out in one step.
func (c *compiler) joinWords(kids []*node) []*node {
	var joined []*node
	var words *node
	for _, k := range kids {
		if _, ok := c.set(k); !ok {
			joined, words = append(joined, k), nil
			continue
		}
		if words == nil {
			words = &node{op: opAlt, col: k.col}
			joined = append(joined, words)
		}
		words.kids = append(words.kids, k)
	}
	return joined
}

// gap passes over at most n words, as few as will do.
func (c *compiler) gap(n int) {
	var splits []int
	for range n {
		splits = append(splits, c.emit(iSplitLate, 0))
		c.emit(iGapWord, 0)
	}
	for _, s := range splits {
		c.insts[s].arg = c.here()
	}
}

// clause takes words up to the clause's end, as many as will do.
func (c *compiler) clause() {
	loop := c.emit(iClauseWord, 0)
	split := c.emit(iSplit, 0)
	c.emit(iJump, uint32(loop))
	c.insts[split].arg = c.here()
}

// set returns the words n matches if it matches exactly one word out of a list.
func (c *compiler) set(n *node) ([]string, bool) {
	switch n.op {
	case opWord:
		return []string{n.text}, true
	case opVerb:
		return Forms(n.text), true
	case opLexicon:
		seqs := c.resolve(n)
		if len(seqs) == 0 || slices.ContainsFunc(seqs, func(s []string) bool { return len(s) != 1 }) {
			return nil, false
		}
		return flatten(seqs), true
	case opSeq:
		if len(n.kids) == 1 {
			return c.set(n.kids[0])
		}
	case opAlt:
		var all []string
		for _, k := range n.kids {
			s, ok := c.set(k)
			if !ok {
				return nil, false
			}
			all = append(all, s...)
		}
		return all, true
	}
	return nil, false
}

// singles returns the single words among what n matches; it serves !item.
func (c *compiler) singles(n *node) []string {
	switch n.op {
	case opLexicon:
		var one [][]string
		for _, s := range c.resolve(n) {
			if len(s) == 1 {
				one = append(one, s)
			}
		}
		return flatten(one)
	case opSeq, opAlt:
		var all []string
		for _, k := range n.kids {
			all = append(all, c.singles(k)...)
		}
		return all
	}
	s, _ := c.set(n)
	return s
}

func flatten(seqs [][]string) []string {
	words := make([]string, 0, len(seqs))
	for _, s := range seqs {
		words = append(words, s...)
	}
	return words
}

// lexiconChoice compiles a lexicon that holds entries of several words.
func (c *compiler) lexiconChoice(n *node) {
	if l, ok := c.list(n); ok {
		c.listed += int(l.end - l.first)
		c.emit(iList, l.first)
	}
}

// list returns the tree of a lexicon's entries, laid out among the others.
func (c *compiler) list(n *node) (list, bool) {
	l, ok := c.lists[n.text]
	if ok {
		return l, true
	}
	seqs := c.resolve(n)
	if c.err != nil {
		return l, false
	}
	if len(seqs) == 0 {
		c.fail(n, fmt.Errorf("lexicon %q has no entries", n.text))
		return l, false
	}
	l.first = uint32(len(c.scan))
	c.tree(seqs)
	l.end = uint32(len(c.scan))
	c.lists[n.text] = l
	return l, true
}

func (c *compiler) fail(n *node, err error) {
	if c.err == nil {
		c.err = &CompileError{Column: n.col, Err: err}
	}
}

// tree lays out a set of non-empty word sequences by their common beginnings, so that a long list stays a short program.
// Longer sequences are preferred.
func (c *compiler) tree(seqs [][]string) {
	singles, longer := beginnings(seqs)
	split := -1
	if len(singles) > 0 && len(longer) > 0 {
		split = c.emitScan(iSplit, 0)
	}
	var rows []row
	for _, b := range longer {
		rows = append(rows, row{c.atom(b.heads), b.heads, func() { c.tree(b.tails) }})
	}
	c.rows(rows)
	if split >= 0 {
		c.scan[split].arg = uint32(len(c.scan))
	}
	if len(singles) > 0 {
		c.emitScan(iAtom, c.atom(singles))
		c.emitScan(iReturn, 0)
	}
}

func (c *compiler) emitScan(op opcode, arg uint32) int {
	c.scan = append(c.scan, inst{op: op, arg: arg})
	return len(c.scan) - 1
}

// A row of a table: a word that satisfies the atom goes on with then.
type row struct {
	atom  uint32
	words []string
	then  func()
}

// rows lays out a table of rows by their atoms, and then what each goes on with. One row needs no table.
func (c *compiler) rows(rows []row) {
	switch len(rows) {
	case 0:
		return
	case 1:
		c.emitScan(iAtom, rows[0].atom)
		rows[0].then()
		return
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.atom, b.atom) })
	c.emitScan(iBranch, uint32(len(c.table)))
	var all []string
	for _, r := range rows {
		all = append(all, r.words...)
	}
	c.table = append(c.table, uint32(len(rows)), c.atom(all))
	at := len(c.table)
	c.table = append(c.table, make([]uint32, 2*len(rows))...)
	for i, r := range rows {
		c.table[at+2*i], c.table[at+2*i+1] = r.atom, uint32(len(c.scan))
		r.then()
	}
}

// A beginning is what sequences of words share: any of the first words, followed by any of the rest.
type beginning struct {
	heads []string
	tails [][]string
}

// beginnings parts sequences into those of one word and longer ones by how they begin. First words that are followed
// by the same share a beginning: the forms of "~take for granted" have one way on.
func beginnings(seqs [][]string) (singles []string, longer []beginning) {
	tails := map[string][][]string{}
	for _, s := range seqs {
		if len(s) == 1 {
			singles = append(singles, s[0])
		} else {
			tails[s[0]] = append(tails[s[0]], s[1:])
		}
	}
	alike := map[string][]string{} // first words by what follows
	for _, head := range slices.Sorted(maps.Keys(tails)) {
		key := fmt.Sprint(tails[head])
		alike[key] = append(alike[key], head)
	}
	for _, heads := range slices.SortedFunc(maps.Values(alike), slices.Compare) {
		longer = append(longer, beginning{heads, tails[heads[0]]})
	}
	return singles, longer
}

// resolve returns a lexicon's entries as sequences of words, longest first so that trees stay deterministic.
func (c *compiler) resolve(n *node) [][]string {
	if seqs, ok := c.entries[n.text]; ok {
		return seqs
	}
	if c.lexicon == nil {
		c.fail(n, fmt.Errorf("unknown lexicon %q", n.text))
		return nil
	}
	entries, err := c.lexicon(n.text)
	if err != nil {
		c.fail(n, err)
		return nil
	}
	var seqs [][]string
	for _, e := range entries {
		seqs = append(seqs, ExpandEntry(e)...)
	}
	c.entries[n.text] = seqs
	return seqs
}

// ExpandEntry returns the sequences of folded words that a lexicon entry stands for: one, or with ~verb
// one for each form of the verb.
func ExpandEntry(entry string) [][]string {
	seqs := [][]string{nil}
	for _, field := range strings.Fields(entry) {
		var choices [][]string
		if verb, ok := strings.CutPrefix(field, "~"); ok {
			for _, f := range Forms(text.Fold(verb)) {
				choices = append(choices, []string{f})
			}
		} else {
			choices = [][]string{expand(field)}
		}
		var longer [][]string
		for _, s := range seqs {
			for _, ch := range choices {
				longer = append(longer, slices.Concat(s, ch))
			}
		}
		seqs = longer
	}
	if len(seqs[0]) == 0 {
		return nil
	}
	return seqs
}

// atom returns the number of the atom that stands for any of words.
func (c *compiler) atom(words []string) uint32 {
	words = slices.Compact(slices.Sorted(slices.Values(words)))
	key := strings.Join(words, " ")
	id, ok := c.atomIDs[key]
	if !ok {
		id = uint32(len(c.atoms))
		c.atoms = append(c.atoms, words)
		c.atomIDs[key] = id
	}
	return id
}

// contracted are the tokens that may stand for others.
var contracted = [...]string{"'s", "'d", "ain"}

// meanings lists what a contracted token may stand for, besides itself.
func meanings(token string) []string {
	switch token {
	case "'s":
		return []string{"is", "has"}
	case "'d":
		return []string{"would", "had"}
	case "ain":
		return []string{"am", "is", "are", "has", "have"}
	}
	return nil
}

// blob lays out the compiled program.
func (c *compiler) blob() (string, error) {
	scan := c.layScan(c.phrases)
	scan.tidy(slices.SortedFunc(maps.Values(c.lists), func(a, b list) int { return cmp.Compare(a.first, b.first) }))
	if len(c.atoms) > maxAtoms {
		return "", &CompileError{Err: fmt.Errorf("the phrases name too many sets of words (%d, at most %d)", len(c.atoms), maxAtoms)}
	}
	v := newVocabulary(c.atoms)
	if len(v.rows) > maxClasses {
		return "", &CompileError{Err: fmt.Errorf("the phrases tell too many words apart (%d, at most %d)", len(v.rows), maxClasses)}
	}
	var sections [nSections][]byte
	sections[secInsts], sections[secConditions] = packShort(c.insts)
	sections[secPhrases] = pack(c.rowsOf...)
	for _, name := range c.names {
		sections[secNames] = append(sections[secNames], pack(v.text(name), uint32(len(name)))...)
	}
	v.layWords(&sections)
	v.laySurface(&sections)
	scan.layStarts(&sections)
	for i, in := range c.scan {
		if in.op == iBranch {
			c.scan[i].arg = uint32(len(sections[secBranches]))
			sections[secBranches] = packTable(sections[secBranches], c.table[in.arg:])
		}
	}
	sections[secScan] = packInsts(c.scan)
	if len(sections[secStartPCs])/8 > math.MaxUint16 || len(sections[secBgPCs])/8 > math.MaxUint16 || len(c.phrases) > shortMask || scan.first > shortMask {
		return "", &CompileError{Err: fmt.Errorf("there are too many phrases (%d)", len(c.phrases))}
	}
	if len(c.scan) > maxScan {
		return "", &CompileError{Err: fmt.Errorf("the phrases take too many steps together (%d, at most %d)", len(c.scan), maxScan)}
	}
	sections[secPool] = v.pool
	return writeBlob(sections), nil
}

// maxAtoms leaves room for what is no atom.
const maxAtoms = noAtom

// maxScan is what the targets of a table reach.
const maxScan = 1<<24 - 1

// maxClasses leaves room for the symbols that are no words.
const maxClasses = math.MaxUint16 - 2

func pack(numbers ...uint32) []byte {
	out := make([]byte, 0, 4*len(numbers))
	for _, n := range numbers {
		out = binary.LittleEndian.AppendUint32(out, n)
	}
	return out
}

func packInsts(insts []inst) []byte {
	var out []byte
	for _, in := range insts {
		out = append(out, pack(uint32(in.op)<<argBits|in.arg)...)
	}
	return out
}

// packShort packs the instructions of a match program in three bytes each, five bits of them the opcode: targets as how far
// they are, conditions as their place in a list of their own.
func packShort(insts []inst) (packed, conditions []byte) {
	for pc, in := range insts {
		switch in.op {
		case iSplit, iSplitLate, iJump:
			in.arg = (in.arg - uint32(pc)) & shortMask
		case iWith, iLacks:
			conditions = append(conditions, pack(in.arg)...)
			in.arg = uint32(len(conditions)/4 - 1)
		}
		n := uint32(in.op)<<shortBits | in.arg
		packed = append(packed, byte(n), byte(n>>8), byte(n>>16))
	}
	return packed, conditions
}

// layStarts indexes where matches begin, anywhere and only where a sentence does, by the atom their first word must
// satisfy: entering a phrase costs nothing for the words that begin none.
func (t *scanTree) layStarts(sections *[nSections][]byte) {
	anywhere := t.beginnings(t.first, false)
	atBegin := t.beginnings(t.first, true)
	for at := range anywhere {
		delete(atBegin, at)
	}
	sections[secStarts], sections[secStartPCs], sections[secAnyPCs] = t.indexStarts(anywhere)
	sections[secBgStarts], sections[secBgPCs], sections[secBgAnyPCs] = t.indexStarts(atBegin)
	sections[secOrStarts], sections[secOrPCs], sections[secOrAnyPCs] = t.indexStarts(t.beginnings(t.orders, false))
}

// indexStarts returns, for each atom, where to go on after it: offsets into one list; and the places that wait for
// something other than an atom.
func (t *scanTree) indexStarts(places map[place]bool) (offsets, byAtom, others []byte) {
	lists := make([][]place, len(t.atoms))
	for _, at := range slices.Sorted(maps.Keys(places)) {
		switch in := t.scan[at.pc()]; in.op {
		case iAtom:
			lists[in.arg] = append(lists[in.arg], at.to(at.pc()+1))
		case iBranch:
			first := in.arg + branchHead
			for row := first; row < first+2*t.table[in.arg]; row += 2 {
				lists[t.table[row]] = append(lists[t.table[row]], at.to(t.table[row+1]))
			}
		default:
			others = append(others, pack(uint32(at), uint32(at>>32))...)
		}
	}
	total := uint32(0)
	for _, l := range lists {
		offsets = binary.LittleEndian.AppendUint16(offsets, uint16(total))
		for _, at := range l {
			byAtom = append(byAtom, pack(uint32(at), uint32(at>>32))...)
		}
		total += uint32(len(l))
	}
	return binary.LittleEndian.AppendUint16(offsets, uint16(total)), byAtom, others
}

// beginnings returns the places that wait for a match's first symbol, of what begins with the first instruction.
func (t *scanTree) beginnings(first uint32, atBegin bool) map[place]bool {
	waiting, seen := map[place]bool{}, map[place]bool{}
	var visit func(place)
	visit = func(at place) {
		if seen[at] {
			return
		}
		seen[at] = true
		next := at.to(at.pc() + 1)
		switch in := t.scan[at.pc()]; in.op {
		case iSplit, iSplitLate:
			visit(next)
			visit(at.to(in.arg))
		case iJump:
			visit(at.to(in.arg))
		case iOpen, iClose:
			visit(next)
		case iList:
			visit(placeIn(in.arg, at.pc()+1))
		case iReturn:
			visit(at.after())
		case iBegin:
			if atBegin {
				visit(next)
			}
		case iMatch, iDead:
		default:
			waiting[at] = true
		}
	}
	visit(place(first))
	return waiting
}
