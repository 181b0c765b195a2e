package rule

import (
	"encoding/binary"
	"slices"
	"sort"
	"strings"
)

// An attributeTable maps keys to texts and is read in place: how many blocks, values and bytes of blocks there are; where
// each block begins, and each value ends; the blocks; the values. A block holds some keys, ascending, each as how much of
// the one before it begins with, the rest of it, and the number of its value: keys are alike, and many.
type attributeTable string

const (
	attributeBlock = 16 // keys
	attributeHead  = 3  // numbers
)

func newAttributeTable(attributes map[string]string) attributeTable {
	var starts, ends, values []byte
	var blocks recordWriter
	numbers := map[string]int{}
	before := ""
	for i, key := range sortedKeys(attributes) {
		if i%attributeBlock == 0 {
			starts = binary.LittleEndian.AppendUint32(starts, uint32(len(blocks.buf)))
			before = ""
		}
		value := attributes[key]
		n, ok := numbers[value]
		if !ok {
			n = len(numbers)
			numbers[value] = n
			values = append(values, value...)
			ends = binary.LittleEndian.AppendUint32(ends, uint32(len(values)))
		}
		shared := sharedPrefix(before, key)
		blocks.number(shared)
		blocks.text(key[shared:])
		blocks.number(n)
		before = key
	}
	var head []byte
	for _, n := range [attributeHead]int{len(starts) / 4, len(ends) / 4, len(blocks.buf)} {
		head = binary.LittleEndian.AppendUint32(head, uint32(n))
	}
	return attributeTable(slices.Concat(head, starts, ends, blocks.buf, values))
}

func sharedPrefix(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

func (t attributeTable) find(key string) (string, bool) {
	nblocks, nvalues, size := int(number(string(t), 0)), int(number(string(t), 1)), int(number(string(t), 2))
	body := string(t[4*(attributeHead+nblocks+nvalues):])
	block := func(i int) recordReader { return recordReader{body[number(string(t), attributeHead+i):size]} }
	first := sort.Search(nblocks, func(i int) bool {
		r := block(i)
		r.number() // nothing shared
		return r.text() > key
	}) - 1
	if first < 0 {
		return "", false
	}
	r := block(first)
	var room [64]byte
	now := room[:0]
	for range attributeBlock {
		if r.rest == "" {
			break
		}
		shared := r.number()
		now = append(now[:shared], r.text()...)
		n := r.number()
		switch strings.Compare(string(now), key) {
		case 0:
			from := 0
			if n > 0 {
				from = int(number(string(t), attributeHead+nblocks+n-1))
			}
			return body[size:][from:number(string(t), attributeHead+nblocks+n)], true
		case 1:
			return "", false
		}
	}
	return "", false
}
