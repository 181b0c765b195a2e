package phrase

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach/text"
)

// A Match is one place where a phrase matches.
type Match struct {
	Phrase   int32
	Span     text.Span // bytes of the message
	Captures []Capture // those that took part, in the order of the phrase's names
}

// A Capture is a part of a match that the phrase asked to keep.
type Capture struct {
	Name  string
	Span  text.Span
	Words string // the words as folded: lower case, contractions opened, separated by spaces
}

// A matcher works out the exact extents of one phrase by backtracking. Among the matches that begin at one
// place the longest wins, and among those of equal length the one whose earlier choices were preferred.
type matcher struct {
	prog    *Program
	read    *reader
	first   uint32   // its first after what it asks of the whole sentence
	end     uint32   // one past its last
	names   int      // captures of the phrase
	visited []uint64 // bits: instruction and symbol where a way has been, and come to nothing
	traces  []uint64 // by symbol: those of the atoms it satisfies
	caps    [2 * maxCaptures]int32
	best    [2 * maxCaptures]int32
	longest int // symbol after the longest match, -1 for none
	found   []Match
}

// Matches returns where phrase matches in the sentence last scanned: leftmost, longest, not overlapping. The result is
// valid until the next call.
func (s *Scanner) Matches(phrase int32) []Match {
	p := s.prog
	if !s.endingFits(phrase) {
		return nil
	}
	forms := p.phraseField(phrase, fieldForms)
	want, refuse := Form(forms>>16), Form(forms&0xffff)
	m, ready := &s.match, false
	found := m.found[:0]
	plan := p.plan(phrase)
	traces := s.reader.symbolTraces()
	if !s.reader.has(&plan.needs) {
		return nil
	}
	places := s.placesOf(phrase)
	for at := places.from(0); at < len(s.reader.syms); at = places.from(at) {
		if plan.begins != 0 && plan.begins&traces[at] == 0 || !s.reader.formsFit(at, want, refuse) {
			at++
			continue
		}
		if !ready {
			if !s.reader.meets(phrase) {
				return nil
			}
			m.prepare(p, &s.reader, phrase)
			ready = true
		}
		end := m.match(at)
		if end <= at {
			at++
			continue
		}
		found = append(found, m.build(phrase, at, end))
		at = end
	}
	m.found = found
	return found
}

// meets reports whether the sentence holds, and lacks, the words that the phrase asks of all of it.
func (r *reader) meets(phrase int32) bool {
	for pc := r.prog.phraseField(phrase, fieldStart); ; pc++ {
		in := r.prog.inst(pc)
		if in.op < iWith {
			return true
		}
		if r.holds(in) != (in.op == iWith) {
			return false
		}
	}
}

// holds reports whether the sentence holds as many words as the condition in asks for.
func (r *reader) holds(in inst) bool {
	one, n := in.condition()
	return slices.ContainsFunc(r.syms, func(sym uint16) bool {
		if r.prog.takes(one, sym) {
			n--
		}
		return n == 0
	})
}

func (m *matcher) prepare(p *Program, r *reader, phrase int32) {
	m.prog, m.read = p, r
	m.first, m.end = p.code(phrase)
	m.names = int(p.phraseField(phrase, fieldNNames))
	m.traces = r.symbolTraces()
	m.forget()
}

// symbolTraces returns, for each symbol of the sentence, the traces of the atoms it satisfies.
func (r *reader) symbolTraces() []uint64 {
	if len(r.traces) == 0 {
		for _, sym := range r.syms {
			t := uint64(0)
			if r.prog.symbol(sym) < symBreak {
				t = r.prog.traces(sym)
			}
			r.traces = append(r.traces, t)
		}
	}
	return r.traces
}

// places are the symbols with which matches of a phrase may begin.
type places struct {
	starts []start // those not passed yet, one after the other
	first  int     // with any: no match begins before it
	any    bool    // any place from first on will do
}

func (s *Scanner) placesOf(phrase int32) places {
	if s.prog.phraseField(phrase, fieldEnding)&beginsBefore != 0 {
		return places{any: true}
	}
	i, _ := slices.BinarySearch(s.starts, start(phrase)<<32)
	n := i
	for n < len(s.starts) && s.starts[n].phrase() == phrase {
		n++
	}
	if n == i {
		return places{any: true} // asked for without having been found
	}
	return places{starts: s.starts[i:n], first: s.starts[i].at(), any: s.merged}
}

// from returns the first place from symbol at on.
func (p *places) from(at int) int {
	if p.any {
		return max(at, p.first)
	}
	for len(p.starts) > 0 && p.starts[0].at() < at {
		p.starts = p.starts[1:]
	}
	if len(p.starts) == 0 {
		return math.MaxInt
	}
	return p.starts[0].at()
}

// endingFits checks the ? and ! that a phrase may ask for.
func (s *Scanner) endingFits(phrase int32) bool {
	want, sentence := s.prog.phraseField(phrase, fieldEnding), s.reader.sentence
	asks := sentence.Ending == text.Question || sentence.Questions > 0
	cries := sentence.Ending == text.Exclamation || sentence.Exclaims > 0
	return (want&1 == 0 || asks) && (want&2 == 0 || cries)
}

// forget clears what is known of dead ends. What leads nowhere from one beginning leads nowhere from a later one, so it
// is kept until a match is found.
func (m *matcher) forget() {
	size := (int(m.end-m.first)*(len(m.read.syms)+1) + 63) / 64
	if cap(m.visited) < size {
		m.visited = make([]uint64, size)
	}
	m.visited = m.visited[:size]
	clear(m.visited)
	m.longest = -1
}

// match returns the symbol after the longest match that begins at symbol at, or -1.
func (m *matcher) match(at int) int {
	if m.longest >= 0 {
		m.forget()
	}
	m.longest = -1
	for i := range m.caps[:2*m.names] {
		m.caps[i] = -1
	}
	m.run(m.first, at)
	return m.longest
}

// been reports whether an earlier way has met this place, and notes that one has. A way that is not the first is given
// up: it can only end where that one ends, and is preferred less. Only where ways part does it have to be known.
func (m *matcher) been(pc uint32, pos int) bool {
	cell := int(pc-m.first)*(len(m.read.syms)+1) + pos
	bit := uint64(1) << (cell & 63)
	if m.visited[cell>>6]&bit != 0 {
		return true
	}
	m.visited[cell>>6] |= bit
	return false
}

// run explores every way on from pc at symbol pos, preferred ways first.
func (m *matcher) run(pc uint32, pos int) {
	for {
		switch in := m.prog.inst(pc); in.op {
		case iSplit, iSplitLate:
			if m.been(pc, pos) {
				return
			}
			now, later := pc+1, in.arg
			if in.op == iSplitLate {
				now, later = later, now
			}
			if m.mayTake(now, pos) {
				m.run(now, pos)
			}
			pc = later
		case iJump:
			pc = in.arg
		case iOpen, iClose:
			slot := 2 * int(in.arg)
			if in.op == iClose {
				slot++
			}
			old := m.caps[slot]
			m.caps[slot] = int32(pos)
			m.run(pc+1, pos)
			m.caps[slot] = old
			return
		case iBegin:
			if !m.read.begins(pos) {
				return
			}
			pc++
		case iMatch:
			if pos > m.longest {
				m.longest = pos
				copy(m.best[:2*m.names], m.caps[:2*m.names])
			}
			return
		case iList:
			if pos < len(m.read.syms) && !m.been(pc, pos) {
				m.list(in.arg, pos, pc+1)
			}
			return
		default:
			if !m.mayTake(pc, pos) || pos == len(m.read.syms) || !m.takes(in, pos) {
				return
			}
			pc++
			pos++
		}
	}
}

// mayTake rules out at a glance most words that an instruction doesn't take.
func (m *matcher) mayTake(pc uint32, pos int) bool {
	in := m.prog.inst(pc)
	return in.op != iAtom || pos < len(m.traces) && trace(in.arg)&m.traces[pos] != 0
}

// list takes an entry of a list from symbol pos on, whose rest begins at pc of the scan program, and then goes on.
func (m *matcher) list(pc uint32, pos int, then uint32) {
	for {
		in := m.prog.scanInst(pc)
		switch in.op {
		case iSplit:
			m.list(pc+1, pos, then)
			pc = in.arg
			continue
		case iReturn:
			m.run(then, pos)
			return
		}
		if m.traces[pos]&trace(m.prog.anyAtom(in)) == 0 {
			return
		}
		sym := m.read.syms[pos]
		if in.op == iBranch {
			m.read.verdicts.follow(in, sym, func(pc uint32) { m.list(pc, pos+1, then) })
			return
		}
		if !m.read.verdicts.satisfies(sym, in.arg) {
			return
		}
		pc++
		pos++
	}
}

func (m *matcher) takes(in inst, pos int) bool {
	if in.op == iAtom {
		return m.read.verdicts.satisfies(m.read.syms[pos], in.arg)
	}
	if !m.prog.takes(in, m.read.syms[pos]) {
		return false
	}
	if in.op == iClauseWord {
		return !m.read.tokens[m.read.symToken[pos]].soft
	}
	return true
}

// begins reports whether only emoji stand before symbol pos.
func (r *reader) begins(pos int) bool {
	for _, sym := range r.syms[:pos] {
		if r.prog.symbol(sym) != symEmoji {
			return false
		}
	}
	return true
}

func (m *matcher) build(phrase int32, at, end int) Match {
	from, to := m.read.tokenRange(at, end)
	match := Match{Phrase: phrase, Span: m.read.span(from, to)}
	for i := range int(m.prog.phraseField(phrase, fieldNNames)) {
		open, closed := m.best[2*i], m.best[2*i+1]
		if open < 0 || closed <= open {
			continue
		}
		from, to := m.read.tokenRange(int(open), int(closed))
		if from == to {
			continue
		}
		match.Captures = append(match.Captures, Capture{
			Name: m.prog.captureName(phrase, i), Span: m.read.span(from, to), Words: m.read.canonical(from, to),
		})
	}
	return match
}

// tokenRange returns the tokens among symbols [at, end).
func (r *reader) tokenRange(at, end int) (from, to int) {
	from, to = -1, -1
	for _, t := range r.symToken[at:end] {
		if t < 0 {
			continue
		}
		if from < 0 {
			from = int(t)
		}
		to = int(t) + 1
	}
	if from < 0 {
		return 0, 0
	}
	return from, to
}

// span returns the bytes of tokens [from, to).
func (r *reader) span(from, to int) text.Span {
	if from >= to {
		return text.Span{}
	}
	return text.Span{Start: r.sentence.Words[r.tokens[from].word].Start, End: r.sentence.Words[r.tokens[to-1].word].End}
}

// A clause is a stretch of symbols between punctuation or conjunctions, with what its form is.
type clause struct {
	from  int // its first symbol
	to    int // the symbol after its last
	forms Form
	leads int // how many words stand before an order's verb, or a question's
}

// formsFit checks the forms of the clause that holds symbol at.
func (r *reader) formsFit(at int, want, refuse Form) bool {
	if want|refuse == 0 {
		return true
	}
	if want&(Imperative|Order) != 0 && !r.leadsTo(at) {
		return false
	}
	c := r.clauseAt(at)
	if want&Imperative != 0 && at-c.from > c.leads {
		return false // "tell him to calm down" is an order, but not to calm down
	}
	forms := c.forms
	if forms&Imperative != 0 && at-c.from == c.leads {
		forms |= Order
	}
	if (want|refuse)&(Long|Texted|Written|First|Last|Prose) != 0 {
		forms |= r.sentenceStyle()
	}
	if (want|refuse)&Opening != 0 && r.opens(c.from) {
		forms |= Opening
	}
	return forms&want == want && forms&refuse == 0
}

// longSentence is how many words make a sentence long: errands and cheers are shorter, reasoned advice rarely is.
const longSentence = 10

// sentenceStyle returns the forms that are the sentence's, whatever the clause. They are worked out once.
func (r *reader) sentenceStyle() Form {
	if r.styled {
		return r.style
	}
	r.style, r.styled = 0, true
	if len(r.tokens) >= longSentence {
		r.style |= Long
	}
	if r.texted() {
		r.style |= Texted
	}
	if r.written() {
		r.style |= Written
		if isProse(around(r.msg, r.sentence.Start, r.sentence.End)) {
			r.style |= Prose
		}
	}
	if words := r.sentence.Words; len(words) > 0 {
		if isFew(r.msg[:words[0].Start]) {
			r.style |= First
		}
		if isFew(r.msg[min(r.sentence.End, len(r.msg)):]) {
			r.style |= Last
		}
	}
	return r.style
}

// fewWords is how many words may stand before a sentence that is still the first of its message: "Yeah. Mm-hmm."
const fewWords = 3

// isFew reports whether s, what a message holds before or after a sentence, is no more than a few words.
func isFew(s string) bool {
	words, inWord := 0, false
	for _, c := range []byte(s) {
		blank := c <= ' '
		if !blank && !inWord {
			if words++; words > fewWords {
				return false
			}
		}
		inWord = !blank
	}
	return true
}

// texted reports whether some word is written shorter than it is: u, ur, pls.
func (r *reader) texted() bool {
	for i, t := range r.tokens {
		w := r.sentence.Words[t.word]
		whole := (i == 0 || r.tokens[i-1].word != t.word) && (i+1 == len(r.tokens) || r.tokens[i+1].word != t.word)
		if whole && w.Kind == text.Plain && w.End-w.Start < len(r.listedWord(t.id)) {
			return true
		}
	}
	return false
}

// written reports whether the sentence is set like print: from a capital letter to a full stop.
func (r *reader) written() bool {
	s := r.sentence
	if len(s.Words) == 0 || s.Ending != text.Plainly {
		return false
	}
	first, _ := utf8.DecodeRuneInString(r.msg[s.Words[0].Start:])
	return unicode.IsUpper(first) && strings.HasSuffix(strings.TrimRight(r.msg[s.Start:s.End], ")\"'”’ "), ".")
}

// proseReach is how many bytes of the message on each side of a sentence isProse looks at.
const proseReach = 500

// around returns the part of msg about [from, to) that isProse judges. One that is cut short ends with a mark.
func around(msg string, from, to int) string {
	end := min(len(msg), to+proseReach)
	if end < len(msg) {
		end = max(to, strings.LastIndexAny(msg[:end], ".!?")+1)
	}
	return msg[max(0, from-proseReach):end]
}

// isProse reports whether every sentence of s ends with one mark, and the next begins like one: text set like print, not
// typed in haste. An ellipsis, a small letter or no space after a full stop, or an end without a mark betray haste.
func isProse(s string) bool {
	s = strings.TrimRight(s, " \t\r\n)\"'”’")
	if s == "" || !isStopMark(s[len(s)-1]) {
		return false
	}
	for i := range len(s) - 1 {
		if !isStopMark(s[i]) {
			continue
		}
		rest := strings.TrimLeft(s[i+1:], ")\"'”’")
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " \t\r\n(\"'“‘"))
		spaced := rest != "" && rest[0] <= ' '
		if isStopMark(s[i+1]) || unicode.IsLower(next) || !spaced && unicode.IsLetter(next) {
			return false
		}
	}
	return true
}

func isStopMark(c byte) bool { return c == '.' || c == '!' || c == '?' }

// opens reports whether the clause that begins at symbol from says the first thing of its sentence: the clauses before
// it, if any, only lead up to it ("If he asks, …", "First of all, …") or are orders themselves.
func (r *reader) opens(from int) bool {
	for at := 0; at < from; {
		if r.symToken[at] < 0 {
			at++
			continue
		}
		c := r.clauseAt(at)
		if c.forms&(Imperative|leadsUp) == 0 {
			return false
		}
		at = c.to
	}
	return true
}

// leadsTo reports whether all that stands before symbol at in its clause may stand before an order. Most that looks like
// an order is told from one here, before its clause is judged.
func (r *reader) leadsTo(at int) bool {
	if len(r.leads) == 0 {
		leads := true
		for i, t := range r.symToken {
			switch {
			case i == 0, r.symToken[i-1] < 0, t >= 0 && r.tokens[t].soft:
				leads = true
			default:
				leads = leads && r.tokens[r.symToken[i-1]].flags&(isLead|isEmoji) != 0
			}
			r.leads = append(r.leads, leads)
		}
	}
	return r.leads[at]
}

// mayOrder reports whether a match that must be an order may begin at symbol at: with an order's verb, or with what leads
// up to it. It is worked out once, and for most sentences nothing has to be.
func (r *reader) mayOrder(at int) bool {
	if r.ordered == unasked {
		r.ordered = no
		r.findOrders()
	}
	return r.ordered == yes && r.orderly[at]
}

func (r *reader) findOrders() {
	for at := range r.syms {
		if t := r.symToken[at]; t < 0 || r.tokens[t].flags&(isVerb|isAux|isBeHave) == 0 {
			continue // an order begins with none of these, and to judge a clause is dear
		}
		if !r.leadsTo(at) {
			continue
		}
		c := r.clauseAt(at)
		if c.forms&Imperative == 0 {
			continue
		}
		if r.ordered == no {
			r.ordered = yes
			r.orderly = append(r.orderly[:0], make([]bool, len(r.syms))...)
		}
		for i := c.from; i <= c.from+c.leads; i++ {
			r.orderly[i] = true
		}
	}
}

// clauseAt returns the clause that holds symbol at. Each is judged once a sentence.
func (r *reader) clauseAt(at int) clause {
	from, to := at, at
	for from > 0 && r.symToken[from-1] >= 0 && (r.symToken[from] < 0 || !r.tokens[r.symToken[from]].soft) {
		from--
	}
	for _, c := range r.clauses {
		if c.from == from && r.symToken[at] >= 0 {
			return c
		}
	}
	for to < len(r.syms) && r.symToken[to] >= 0 && (to == at || !r.tokens[r.symToken[to]].soft) {
		to++
	}
	r.items = r.items[:0]
	for _, t := range r.symToken[from:to] {
		if t < 0 {
			continue
		}
		tok := r.tokens[t]
		w := r.sentence.Words[tok.word]
		r.items = append(r.items, item{
			flags: tok.flags, word: r.listedWord(tok.id), shout: w.Marks&text.Shouted != 0, long: w.Kind == text.Plain && w.End-w.Start > 1,
		})
	}
	asked := r.sentence.Ending == text.Question || r.sentence.Questions > 0
	c := clause{from, to, clauseForms(r.items, asked), len(r.items) - len(skipLeads(r.items))}
	if r.symToken[at] >= 0 {
		r.clauses = append(r.clauses, c)
	}
	return c
}

func (r *reader) listedWord(id uint32) string {
	if id == 0 {
		return ""
	}
	return r.prog.wordText(id)
}
