package rule

import (
	"encoding/binary"
	"sort"
)

// An attributeTable maps keys to texts, sorted and read in place: a count, then for each key four numbers (where
// key and text lie, and how long they are), then the bytes.
type attributeTable string

func newAttributeTable(attributes map[string]string) attributeTable {
	var index, pool []byte
	places := map[string]int{}
	put := func(s string) {
		at, ok := places[s]
		if !ok {
			at = len(pool)
			pool = append(pool, s...)
			places[s] = at
		}
		index = binary.LittleEndian.AppendUint32(index, uint32(at))
		index = binary.LittleEndian.AppendUint32(index, uint32(len(s)))
	}
	keys := sortedKeys(attributes)
	for _, k := range keys {
		put(k)
		put(attributes[k])
	}
	head := binary.LittleEndian.AppendUint32(nil, uint32(len(keys)))
	return attributeTable(string(head) + string(index) + string(pool))
}

func (t attributeTable) find(key string) (string, bool) {
	n := int(number(string(t), 0))
	i := sort.Search(n, func(i int) bool { return t.text(n, 4*i) >= key })
	if i == n || t.text(n, 4*i) != key {
		return "", false
	}
	return t.text(n, 4*i+2), true
}

// text returns the bytes whose place is the i-th number of the index, and whose length is the next.
func (t attributeTable) text(n, i int) string {
	pool := 4 + 16*n
	at, size := int(number(string(t), 1+i)), int(number(string(t), 2+i))
	return string(t[pool+at : pool+at+size])
}
