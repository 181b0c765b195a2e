package phrase

import (
	"encoding/binary"
	"fmt"
	"math"
)

// A Program is many phrases compiled into one automaton. It is read in place from its flat form, so that a
// program embedded in a binary costs nothing to load. What it matches never changes, and it may be shared by goroutines.
type Program struct {
	blob       string
	insts      string // three bytes each: see packShort
	conditions u32s   // of iWith and iLacks
	scan       u32s   // op<<27|argument, for the automaton: see scantree.go. Before it the lists of words that both use
	phrases    u32s   // phraseStride words each
	names      u32s   // offset and length of each capture name in pool
	vocab      u32s   // vocabStride words each, by word id
	classes    u32s   // nclasses+1 offsets into atoms
	clsFlags   u32s   // flags by class: emoji, number, stop
	clsTrace   u32s   // by class, in two words: the traces of the atoms it satisfies
	atoms      u16s   // the atoms each class satisfies, class after class: see manyAtoms
	branches   string // tables of iBranch: see packTable
	starts     u16s   // by atom: nAtoms+1 offsets into startPCs
	startPCs   u32s   // places where to go on after a match's first word, in two words each
	anyPCs     u32s   // places where matches begin with something other than an atom
	bgStarts   u16s   // the same three for phrases that begin with ^
	bgPCs      u32s
	bgAnyPCs   u32s
	orStarts   u16s // and for those that match only where an order begins
	orPCs      u32s
	orAnyPCs   u32s
	surface    u32s // surfaceStride words each: the written forms
	tokens     u32s // word ids the written forms stand for
	slots      u32s // open hash table over surface, of index+1
	pool       string
	nclasses   int

	warmPlaces, warmIDs   u32s // see warm.go; empty in a program that carries no states
	warmStates, warmWaits string
}

// The layout of the flat form. Version changes whenever the layout or the meaning of a table does.
const (
	magic         = 0x48434f43 // "COCH"
	formatVersion = 13
	headerWords   = 2 + nSections
	phraseStride  = 10
	vocabStride   = 3
	surfaceStride = 3
)

// sections of the flat form, in order. All but the pool and the warm states are tables of 32-bit numbers.
const (
	secInsts = iota
	secConditions
	secScan
	secPhrases
	secNames
	secVocab
	secClasses
	secClassFlags
	secClassTraces
	secAtoms
	secBranches
	secStarts
	secStartPCs
	secAnyPCs
	secBgStarts
	secBgPCs
	secBgAnyPCs
	secOrStarts
	secOrPCs
	secOrAnyPCs
	secSurface
	secTokens
	secSlots
	secPool
	secWarmPlaces
	secWarmStates
	secWarmWaits
	secWarmIDs
	nSections
)

// u32s is a table of little-endian 32-bit numbers, read in place.
type u32s string

func (t u32s) at(i int) uint32 {
	s := t[4*i : 4*i+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func (t u32s) len() int { return len(t) / 4 }

// u16s is a table of little-endian 16-bit numbers, read in place.
type u16s string

func (t u16s) at(i int) uint16 {
	s := t[2*i : 2*i+2]
	return uint16(s[0]) | uint16(s[1])<<8
}

func (t u16s) len() int { return len(t) / 2 }

// slice returns the numbers [from, to).
func (t u16s) slice(from, to uint32) u16s { return t[2*from : 2*to] }

// Load reads a program from the flat form that [Program.Bytes] gives. The form is trusted beyond its header:
// it comes from [Compile].
func Load(blob string) (*Program, error) {
	head := u32s(blob)
	if len(blob) < 4*headerWords || head.at(0) != magic || head.at(1) != formatVersion {
		return nil, fmt.Errorf("compiled phrases: not of this version: compile them again")
	}
	var sections [nSections]string
	off := 4 * headerWords
	for i := range sections {
		size := int(head.at(2 + i))
		if size > len(blob)-off {
			return nil, fmt.Errorf("compiled phrases: cut short: compile them again")
		}
		sections[i] = blob[off : off+size]
		off += size
	}
	p := &Program{
		blob: blob[:off], insts: sections[secInsts], conditions: u32s(sections[secConditions]), scan: u32s(sections[secScan]), phrases: u32s(sections[secPhrases]), names: u32s(sections[secNames]),
		vocab: u32s(sections[secVocab]), classes: u32s(sections[secClasses]), clsFlags: u32s(sections[secClassFlags]), clsTrace: u32s(sections[secClassTraces]), atoms: u16s(sections[secAtoms]),
		branches: sections[secBranches],
		starts:   u16s(sections[secStarts]), startPCs: u32s(sections[secStartPCs]), anyPCs: u32s(sections[secAnyPCs]),
		bgStarts: u16s(sections[secBgStarts]), bgPCs: u32s(sections[secBgPCs]), bgAnyPCs: u32s(sections[secBgAnyPCs]),
		orStarts: u16s(sections[secOrStarts]), orPCs: u32s(sections[secOrPCs]), orAnyPCs: u32s(sections[secOrAnyPCs]),
		surface: u32s(sections[secSurface]), tokens: u32s(sections[secTokens]), slots: u32s(sections[secSlots]), pool: sections[secPool],
		warmPlaces: u32s(sections[secWarmPlaces]), warmStates: sections[secWarmStates], warmWaits: sections[secWarmWaits], warmIDs: u32s(sections[secWarmIDs]),
	}
	p.nclasses = p.classes.len() - 1
	return p, nil
}

// Bytes returns the program's flat form. Equal phrases and lexicons give equal bytes.
func (p *Program) Bytes() string { return p.blob }

// Len returns the number of phrases, which are numbered from 0 in the order given to [Compile].
func (p *Program) Len() int { return p.phrases.len() / phraseStride }

// Words returns the size of the vocabulary.
func (p *Program) Words() int { return p.vocab.len() / vocabStride }

// writeBlob lays the sections out after a header that gives their sizes.
func writeBlob(sections [nSections][]byte) string {
	blob := binary.LittleEndian.AppendUint32(nil, magic)
	blob = binary.LittleEndian.AppendUint32(blob, formatVersion)
	for _, s := range sections {
		blob = binary.LittleEndian.AppendUint32(blob, uint32(len(s)))
	}
	for _, s := range sections {
		blob = append(blob, s...)
	}
	return string(blob)
}

// opcode is what one instruction does. Those up to iClauseWord consume one symbol.
type opcode uint8

const (
	iAtom       opcode = iota // a word whose class satisfies the atom
	iNotAtom                  // a word whose class does not
	iNumber                   // a number
	iGapWord                  // a word a gap may pass over
	iClauseWord               // a word of the clause
	iEmojiWord                // an emoji
	iBreak                    // clause punctuation
	iEnd                      // the sentence's end
	iBranch                   // a word that satisfies an atom of the table at arg
	iSplit                    // go on at the next instruction, or else at arg
	iSplitLate                // go on at arg, or else at the next instruction
	iJump                     // go on at arg
	iOpen                     // capture arg begins
	iClose                    // capture arg ends
	iBegin                    // go on if the sentence begins here
	iMatch                    // phrase arg is matched
	iDead                     // no way on
	iList                     // the words of a list, of which more than one may be an entry: its tree begins at arg of the scan program
	iReturn                   // the end of an entry: go on after the iList
	iWith                     // first in a phrase: its sentence meets condition arg
	iLacks                    // first in a phrase: its sentence doesn't
)

// A condition is that a sentence holds n words or more, at most 15, that satisfy an atom, or are numbers.
func condition(atom uint32, n int) uint32 { return uint32(n)<<conditionBits | atom }

const (
	conditionBits = 23
	anyNumber     = 1<<conditionBits - 1 // in the place of an atom
)

// condition returns what takes a word that counts, and how many words it asks for.
func (in inst) condition() (one inst, n int) {
	n, atom := int(in.arg>>conditionBits), in.arg&anyNumber
	if atom == anyNumber {
		return inst{op: iNumber}, n
	}
	return inst{op: iAtom, arg: atom}, n
}

type inst struct {
	op  opcode
	arg uint32
}

// The bits of an argument in the scan program, and in the match program.
const (
	argBits   = 27
	shortBits = 19
	shortMask = 1<<shortBits - 1
)

func (p *Program) inst(pc uint32) inst {
	packed := three(p.insts, int(pc))
	in := inst{op: opcode(packed >> shortBits), arg: packed & shortMask}
	switch in.op {
	case iSplit, iSplitLate, iJump:
		in.arg = pc + uint32(int32(in.arg<<(32-shortBits))>>(32-shortBits)) // it is signed
	case iWith, iLacks:
		in.arg = p.conditions.at(int(in.arg))
	}
	return in
}

func (p *Program) scanInst(pc uint32) inst {
	packed := p.scan.at(int(pc))
	return inst{op: opcode(packed >> argBits), arg: packed & (1<<argBits - 1)}
}

func (p *Program) phraseField(phrase int32, field int) uint32 {
	return p.phrases.at(int(phrase)*phraseStride + field)
}

// branchHead is how many words stand before a table's rows while a program is compiled.
const branchHead = 2

// A table is that of an iBranch: an atom that the words of any row satisfy, and the rows, ascending by atom.
type table struct {
	any     uint32
	atoms   u16s
	targets string // three bytes each
}

func (t *table) target(row int) uint32 { return three(t.targets, row) }

// packTable appends a table as it lies in a program: how many rows, the atom of all, and the rows' atoms, in two bytes each;
// then the rows' targets, in three.
func packTable(b []byte, table []uint32) []byte {
	b = binary.LittleEndian.AppendUint16(b, uint16(table[0]))
	b = binary.LittleEndian.AppendUint16(b, uint16(table[1]))
	rows := table[branchHead : branchHead+2*table[0]]
	for row := 0; row < len(rows); row += 2 {
		b = binary.LittleEndian.AppendUint16(b, uint16(rows[row]))
	}
	for row := 1; row < len(rows); row += 2 {
		b = append(b, byte(rows[row]), byte(rows[row]>>8), byte(rows[row]>>16))
	}
	return b
}

// table returns the one at the argument of an iBranch.
func (p *Program) table(at uint32) table {
	b := p.branches[at:]
	n := int(two(b, 0))
	return table{any: uint32(two(b, 1)), atoms: u16s(b[4 : 4+2*n]), targets: b[4+2*n : 4+5*n]}
}

// trace is one bit of 64 for an atom. Sets whose traces share no bit share no atom.
func trace(atom uint32) uint64 { return 1 << (atom * 2654435769 >> 26) }

// traces joins the traces of the atoms that words of the class satisfy.
func (p *Program) traces(class uint16) uint64 {
	return uint64(p.clsTrace.at(2*int(class))) | uint64(p.clsTrace.at(2*int(class)+1))<<32
}

// fields of a phrase's row
const (
	fieldStart  = iota // first instruction
	fieldEnd           // one past its last instruction
	fieldForms         // want<<16 | refuse
	fieldEnding        // bit 0: asks, bit 1: cries, bit 2: beginsBefore
	fieldNames         // first row in names
	fieldNNames        // how many
	fieldPlan          // four numbers: see plan
)

// beginsBefore marks a phrase that is noticed after its beginning: see trimHead.
const beginsBefore = 1 << 2

func (p *Program) captureName(phrase int32, i int) string {
	row := int(p.phraseField(phrase, fieldNames)) + i
	off, n := p.names.at(2*row), p.names.at(2*row+1)
	return p.pool[off : off+n]
}

// fields of a vocabulary row
func (p *Program) wordText(id uint32) string {
	row := int(id) * vocabStride
	packed := p.vocab.at(row)
	off, n := packed>>8, packed&0xff
	return p.pool[off : off+n]
}
func (p *Program) wordClass(id uint32) uint16 { return uint16(p.vocab.at(int(id)*vocabStride + 1)) }
func (p *Program) wordFlags(id uint32) flag   { return flag(p.vocab.at(int(id)*vocabStride + 2)) }

func (p *Program) classFlags(class uint16) flag {
	return flag(p.clsFlags.at(int(class)) & (1<<frequentShift - 1))
}

// frequent returns which of the frequent classes this one is, counted from 0: see warm.go. It is -1 for all others.
func (p *Program) frequent(class uint16) int {
	return int(p.clsFlags.at(int(class))>>frequentShift) - 1
}

// satisfies reports whether words of the class satisfy the atom.
func (p *Program) satisfies(class uint16, atom uint32) bool {
	if p.traces(class)&trace(atom) == 0 {
		return false
	}
	return p.atoms.slice(p.classes.at(int(class)), p.classes.at(int(class)+1)).hold(atom)
}

// hold reports whether an atom is among those of a class.
func (t u16s) hold(atom uint32) bool {
	if n := t.len(); n >= manyAtoms {
		mask := uint32(n - 1)
		i := atomHash(atom) & mask
		for a := t.at(int(i)); uint32(a) != atom; a = t.at(int(i)) {
			if a == noAtom {
				return false
			}
			i = (i + 1) & mask
		}
		return true
	}
	lo, hi := 0, t.len()
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		switch a := uint32(t.at(mid)); {
		case a == atom:
			return true
		case a < atom:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return false
}

// manyAtoms is from how many on the atoms of a class are slots of a hash table, some of them with noAtom. Fewer are a list,
// ascending.
const (
	manyAtoms = 1 << 6
	noAtom    = math.MaxUint16
)

func atomHash(atom uint32) uint32 { return atom * 2654435769 >> 10 }

// Reserved classes: words that no phrase names, by what they are.
const (
	classUnknown = iota
	classNumber
	classOpaque
	classEmoji
	classStop
	nReserved
)

// plain returns the class of a word of the same kind that satisfies no atom.
func (p *Program) plain(sym uint16) uint16 {
	if sym >= p.breakSym() {
		return sym
	}
	switch p.classFlags(sym) {
	case 0:
		return classUnknown
	case isStop:
		return classStop
	case isNumberWord:
		return classNumber
	case isEmoji:
		return classEmoji
	}
	return sym
}

// hashFolded is FNV-1a over a folded word.
func hashFolded[T string | []byte](s T) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// lookup finds a written form. ok is false for a form that no list knows.
func (p *Program) lookup(folded []byte) (row int, ok bool) {
	if len(folded) > maxWordBytes || p.slots.len() == 0 {
		return 0, false
	}
	mask := uint32(p.slots.len() - 1)
	for h := hashFolded(folded) & mask; ; h = (h + 1) & mask {
		slot := p.slots.at(int(h))
		if slot == 0 {
			return 0, false
		}
		row := int(slot-1) * surfaceStride
		packed := p.surface.at(row)
		off, n := packed>>8, packed&0xff
		if int(n) == len(folded) && p.pool[off:off+n] == string(folded) {
			return row, true
		}
	}
}

// maxWordBytes is the length beyond which a word is not looked up.
const maxWordBytes = 64
