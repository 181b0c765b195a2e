package rule

import "slices"

// A Use says what a rule is needed for, so that most rules whose phrases may match are never read.
type Use uint8

// The uses, besides the kind in the lowest bits.
const (
	Answers Use = 1 << (iota + kindBits) // speaks only after something the others said
	Heard                                // another rule asks whether it was said before
	Beside                               // another rule asks whether it is said in the same message
	Plain                                // depends on nothing else that is said

	kindBits = 3
)

var kinds = [...]Kind{Flag, Strength, Act, Care, Mask}

// Kind is the kind of the rule.
func (u Use) Kind() Kind { return kinds[u&(1<<kindBits-1)] }

// Is reports whether one of the uses is the rule's.
func (u Use) Is(uses Use) bool { return u&uses != 0 }

// Use returns what the i-th rule is needed for.
func (s *Set) Use(i int) Use { return Use(s.uses[i]) }

// usesOf returns what each rule is needed for, in a byte each.
func usesOf(rules []*written) []byte {
	var before, beside []string
	for _, w := range rules {
		before = append(before, slices.Concat(w.Context.SkipAfter, w.Context.OnlyAfter, w.Context.RaiseAfter)...)
		beside = append(beside, w.Context.SkipWith...)
	}
	named := func(names []string, id string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return Names(n, id) })
	}
	var uses []byte
	for _, w := range rules {
		u := Use(slices.Index(kinds[:], w.Kind))
		if len(w.Context.OnlyAfter) > 0 {
			u |= Answers
		}
		if named(before, w.ID) {
			u |= Heard
		}
		if named(beside, w.ID) {
			u |= Beside
		}
		if c := &w.Context; len(c.SkipAfter)+len(c.OnlyAfter)+len(c.RaiseAfter)+len(c.SkipWith) == 0 {
			u |= Plain
		}
		uses = append(uses, byte(u))
	}
	return uses
}
