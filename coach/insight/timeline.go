package insight

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"
)

// A Bucket is some messages in a row.
type Bucket struct {
	From     string                 `json:"from,omitempty"`
	To       string                 `json:"to,omitempty"`
	Messages int                    `json:"messages"`
	Flagged  int                    `json:"flagged_messages"`
	Warm     int                    `json:"warm_messages"`
	By       map[string]*BucketPart `json:"by"`
}

// A BucketPart is one person's part of a bucket.
type BucketPart struct {
	Messages int            `json:"messages"`
	Flagged  int            `json:"flagged_messages"`
	Warm     int            `json:"warm_messages"`
	Families map[string]int `json:"families,omitempty"`
}

// maxBuckets is how finely time is divided, whatever the length of the conversation.
const maxBuckets = 96

// timeline counts messages in buckets of equal size. When there are too many, neighbors are merged.
type timeline struct {
	buckets []*Bucket
	size    int
}

func (t *timeline) add(m *seen, p *Person) {
	if t.size == 0 {
		t.size = 1
	}
	n := len(t.buckets)
	if n == 0 || t.buckets[n-1].Messages == t.size {
		if n == maxBuckets {
			t.halve()
		}
		if n = len(t.buckets); n == 0 || t.buckets[n-1].Messages == t.size {
			t.buckets = append(t.buckets, &Bucket{By: map[string]*BucketPart{}})
		}
	}
	b := t.buckets[len(t.buckets)-1]
	part := b.By[p.Name]
	if part == nil {
		part = &BucketPart{Families: map[string]int{}}
		b.By[p.Name] = part
	}
	b.Messages++
	part.Messages++
	if len(m.flags) > 0 {
		b.Flagged++
		part.Flagged++
	}
	if len(m.strengths) > 0 {
		b.Warm++
		part.Warm++
	}
	for _, f := range m.flags {
		part.Families[f]++
	}
	for _, f := range m.strengths {
		part.Families[f]++
	}
	if !m.at.IsZero() {
		if b.From == "" {
			b.From = m.at.Format(time.DateOnly)
		}
		b.To = m.at.Format(time.DateOnly)
	}
}

// halve merges each two neighbors.
func (t *timeline) halve() {
	for i := 0; i < len(t.buckets)/2; i++ {
		t.buckets[i] = merge(t.buckets[2*i], t.buckets[2*i+1])
	}
	t.buckets = t.buckets[:len(t.buckets)/2]
	t.size *= 2
}

func merge(a, b *Bucket) *Bucket {
	a.Messages += b.Messages
	a.Flagged += b.Flagged
	a.Warm += b.Warm
	if a.From == "" {
		a.From = b.From
	}
	if b.To != "" {
		a.To = b.To
	}
	for name, p := range b.By {
		q := a.By[name]
		if q == nil {
			a.By[name] = p
			continue
		}
		q.Messages += p.Messages
		q.Flagged += p.Flagged
		q.Warm += p.Warm
		for f, n := range p.Families {
			q.Families[f] += n
		}
	}
	return a
}

// thirds returns the first and the last third, as nearly as the buckets divide.
func (t *timeline) thirds(total int) (first, last *Third) {
	if len(t.buckets) < 3 {
		return nil, nil
	}
	first, last = &Third{}, &Third{}
	for i := 0; i < len(t.buckets) && first.Messages+t.buckets[i].Messages <= (total+2)/3; i++ {
		first.add(t.buckets[i])
	}
	for i := len(t.buckets) - 1; i >= 0 && last.Messages+t.buckets[i].Messages <= (total+2)/3; i-- {
		last.add(t.buckets[i])
	}
	if first.Messages == 0 || last.Messages == 0 {
		return nil, nil
	}
	return first, last
}

// changes lists the families of both thirds, those that moved most first.
func changes(first, last *Third) []Change {
	if first == nil || last == nil {
		return nil
	}
	var list []Change
	for _, f := range slices.Sorted(maps.Keys(union(first.families, last.families))) {
		list = append(list, Change{f, first.families[f], last.families[f]})
	}
	moved := func(c Change) float64 {
		return math.Abs(float64(c.Last)/float64(last.Messages) - float64(c.First)/float64(first.Messages))
	}
	slices.SortStableFunc(list, func(a, b Change) int { return cmp.Compare(moved(b), moved(a)) })
	return list
}

func union(a, b map[string]int) map[string]int {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]int{}
	}
	maps.Copy(all, b)
	return all
}

func (t *Third) add(b *Bucket) {
	if t.families == nil {
		t.families = map[string]int{}
	}
	for _, part := range b.By {
		for f, n := range part.Families {
			t.families[f] += n
		}
	}
	t.Messages += b.Messages
	t.Flagged += b.Flagged
	t.Warm += b.Warm
}
