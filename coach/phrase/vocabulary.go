package phrase

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach/text"
)

// A vocabulary is every word that a phrase, a form or a spelling names, sorted into classes: words that
// satisfy the same atoms and end gaps alike are one class, and the automaton sees only classes.
type vocabulary struct {
	words   []string // by id; 0 stands for every other word
	ids     map[string]uint32
	flags   map[string]flag
	class   []uint16
	rows    [][]uint32 // by class: the atoms it satisfies
	kinds   []flag     // by class: emoji, number, stop
	pool    []byte
	offsets map[string]uint32
}

func newVocabulary(atoms [][]string) *vocabulary {
	v := &vocabulary{ids: map[string]uint32{}, flags: maps.Clone(formFlags()), offsets: map[string]uint32{}}
	known := maps.Clone(v.flags)
	satisfied := map[string][]uint32{}
	for id, words := range atoms {
		for _, w := range words {
			satisfied[w] = append(satisfied[w], uint32(id))
			known[w] |= 0
		}
	}
	for _, s := range text.Spellings() {
		for _, w := range slices.Concat(s.Words, s.Alt) {
			known[w] |= 0
		}
	}
	for _, token := range contracted {
		for _, m := range meanings(token) {
			satisfied[token] = append(satisfied[token], satisfied[m]...)
		}
		known[token] |= 0
	}
	v.words = append([]string{""}, slices.Sorted(maps.Keys(known))...)
	v.classify(satisfied)
	return v
}

// formFlags is what the forms know of each word. It is worked out once; callers must not change it.
var formFlags = sync.OnceValue(collectFlags)

func collectFlags() map[string]flag {
	flags := map[string]flag{}
	for _, group := range wordFlags() {
		for _, w := range group.words {
			flags[w] |= group.flag
		}
	}
	for i := range ellipticalNext {
		flags[ellipticalNext[i].verb] |= 0
		for _, w := range ellipticalNext[i].next.Words() {
			flags[w] |= 0
		}
	}
	for _, w := range text.Starts(text.Predicate) {
		flags[w] |= startsPredicate
	}
	for _, w := range text.Starts(text.Verb) {
		flags[w] |= startsVerb
	}
	add := func(base string) {
		flags[base] |= isVerb
		for _, w := range formsOf(base, PastTense) {
			flags[w] |= isPastVerb
		}
	}
	for _, b := range regularVerbs.Words() {
		add(b)
	}
	for _, v := range irregular {
		add(v.base)
	}
	return flags
}

func (v *vocabulary) classify(satisfied map[string][]uint32) {
	v.class = make([]uint16, len(v.words))
	v.rows = make([][]uint32, nReserved)
	v.kinds = []flag{classUnknown: 0, classNumber: isNumberWord, classOpaque: 0, classEmoji: isEmoji, classStop: isStop}
	known := map[string]uint16{}
	for id, w := range v.words {
		if id == 0 {
			continue
		}
		v.ids[w] = uint32(id)
		f := v.flags[w]
		if isEmojiText(w) {
			f |= isEmoji
		}
		if isDigits(w) {
			f |= isNumberWord
		}
		v.flags[w] = f
		atoms := slices.Compact(slices.Sorted(slices.Values(satisfied[w])))
		key := fmt.Sprint(atoms, f&(isStop|isEmoji|isNumberWord))
		if _, ok := known[key]; !ok {
			known[key] = v.newClass(atoms, f)
		}
		v.class[id] = known[key]
	}
}

// newClass returns the class of words with these atoms and flags. Words in no atom share a reserved class
// where there is one.
func (v *vocabulary) newClass(atoms []uint32, f flag) uint16 {
	if len(atoms) == 0 {
		switch f & (isStop | isEmoji | isNumberWord) {
		case 0:
			return classUnknown
		case isStop:
			return classStop
		case isEmoji:
			return classEmoji
		case isNumberWord:
			return classNumber
		}
	}
	v.rows = append(v.rows, atoms)
	v.kinds = append(v.kinds, f&(isStop|isEmoji|isNumberWord))
	return uint16(len(v.rows) - 1)
}

// isEmojiText reports whether a word of the vocabulary is an emoji: it holds no letter and no digit.
func isEmojiText(w string) bool {
	if w == "" || w[0] < utf8.RuneSelf {
		return false
	}
	var s text.Splitter
	for _, sentence := range s.Split(w) {
		for _, word := range sentence.Words {
			return word.Kind == text.Emoji
		}
	}
	return false
}

func isDigits(w string) bool { return strings.Trim(w, "0123456789") == "" }

// text puts s into the pool once and returns where it is.
func (v *vocabulary) text(s string) uint32 {
	off, ok := v.offsets[s]
	if !ok {
		off = uint32(len(v.pool))
		v.pool = append(v.pool, s...)
		v.offsets[s] = off
	}
	return off
}

// layWords writes the words, and the atoms of each class.
func (v *vocabulary) layWords(sections *[nSections][]byte) {
	for id, w := range v.words {
		packed := v.text(w)<<8 | uint32(len(w))
		sections[secVocab] = append(sections[secVocab], pack(packed, uint32(v.class[id]), uint32(v.flags[w]))...)
	}
	total := uint32(0)
	for class, atoms := range v.rows {
		sections[secClassFlags] = append(sections[secClassFlags], pack(uint32(v.kinds[class]))...)
		sections[secClasses] = append(sections[secClasses], pack(total)...)
		slots := layAtoms(atoms)
		for _, a := range slots {
			sections[secAtoms] = binary.LittleEndian.AppendUint16(sections[secAtoms], a)
		}
		total += uint32(len(slots))
		all := uint64(0)
		for _, a := range atoms {
			all |= trace(a)
		}
		sections[secClassTraces] = append(sections[secClassTraces], pack(uint32(all), uint32(all>>32))...)
	}
	sections[secClasses] = append(sections[secClasses], pack(total)...)
}

// layAtoms returns a few atoms as they are, and many as an open hash table.
func layAtoms(atoms []uint32) []uint16 {
	if len(atoms) < manyAtoms/2 {
		var list []uint16
		for _, a := range atoms {
			list = append(list, uint16(a))
		}
		return list
	}
	slots := make([]uint16, 1<<bits.Len(uint(len(atoms)+len(atoms)/3)))
	for i := range slots {
		slots[i] = noAtom
	}
	mask := uint32(len(slots) - 1)
	for _, a := range atoms {
		i := atomHash(a) & mask
		for slots[i] != noAtom {
			i = (i + 1) & mask
		}
		slots[i] = uint16(a)
	}
	return slots
}

// laySurface writes how each written form is read: a word of the vocabulary as itself, a contraction or a
// chat spelling as the words it stands for, in a hash table.
func (v *vocabulary) laySurface(sections *[nSections][]byte) {
	type form struct {
		words, alt []string
		before     text.NextWord
	}
	forms := map[string]form{}
	for _, w := range v.words[1:] {
		forms[w] = form{words: []string{w}}
	}
	for _, s := range text.Spellings() {
		forms[s.Written] = form{s.Words, s.Alt, s.AltBefore}
	}
	delete(forms, "'s") // only ever the end of a word
	delete(forms, "'d")
	written := slices.Sorted(maps.Keys(forms))
	slots := make([]uint32, 1<<bits.Len(uint(2*len(written))))
	tokens := uint32(0)
	for row, w := range written {
		f := forms[w]
		counts := uint32(len(f.words)) | uint32(len(f.alt))<<8 | uint32(f.before)<<16
		sections[secSurface] = append(sections[secSurface], pack(v.text(w)<<8|uint32(len(w)), tokens, counts)...)
		for _, t := range slices.Concat(f.words, f.alt) {
			sections[secTokens] = append(sections[secTokens], pack(v.ids[t])...)
			tokens++
		}
		h := hashFolded(w) & uint32(len(slots)-1)
		for slots[h] != 0 {
			h = (h + 1) & uint32(len(slots)-1)
		}
		slots[h] = uint32(row + 1)
	}
	sections[secSlots] = pack(slots...)
}
