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

// clockline counts messages in buckets of equal time, for several conversations that were read one after the other. When
// there are too many, neighbors are merged.
type clockline struct {
	width   int64 // seconds
	buckets map[int64]*Bucket
	first   int64
	last    int64
}

func (c *clockline) add(m *seen, p *Person) {
	if m.at.IsZero() {
		return
	}
	if c.buckets == nil {
		c.buckets, c.width = map[int64]*Bucket{}, 3600
	}
	at := floorDiv(m.at.Unix(), c.width)
	if len(c.buckets) == 0 {
		c.first, c.last = at, at
	}
	c.first, c.last = min(c.first, at), max(c.last, at)
	for c.last-c.first >= maxBuckets {
		c.halve()
		at >>= 1
	}
	b := c.buckets[at]
	if b == nil {
		b = &Bucket{By: map[string]*BucketPart{}}
		c.buckets[at] = b
	}
	b.add(m, p)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func (c *clockline) halve() {
	merged := make(map[int64]*Bucket, len(c.buckets))
	for _, at := range slices.Sorted(maps.Keys(c.buckets)) {
		b := c.buckets[at]
		if a := merged[at>>1]; a != nil {
			b = merge(a, b)
		}
		merged[at>>1] = b
	}
	c.buckets = merged
	c.width *= 2
	c.first, c.last = c.first>>1, c.last>>1
}

// list returns the buckets in order, with empty ones where nothing was said.
func (c *clockline) list() []*Bucket {
	var list []*Bucket
	if len(c.buckets) == 0 {
		return nil
	}
	for at := c.first; at <= c.last; at++ {
		b := c.buckets[at]
		if b == nil {
			day := time.Unix(at*c.width, 0).UTC().Format(time.DateOnly)
			b = &Bucket{From: day, To: day, By: map[string]*BucketPart{}}
		}
		list = append(list, b)
	}
	return list
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
	t.buckets[len(t.buckets)-1].add(m, p)
}

// add counts a message.
func (b *Bucket) add(m *seen, p *Person) {
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
		day := m.at.Format(time.DateOnly)
		if b.From == "" || day < b.From {
			b.From = day
		}
		b.To = max(b.To, day)
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
	if a.From == "" || b.From != "" && b.From < a.From {
		a.From = b.From
	}
	a.To = max(a.To, b.To)
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
func thirds(buckets []*Bucket, total int) (first, last *Third) {
	if len(buckets) < 3 {
		return nil, nil
	}
	first, last = &Third{}, &Third{}
	for i := 0; i < len(buckets) && first.Messages+buckets[i].Messages <= (total+2)/3; i++ {
		first.add(buckets[i])
	}
	for i := len(buckets) - 1; i >= 0 && last.Messages+buckets[i].Messages <= (total+2)/3; i-- {
		last.add(buckets[i])
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
