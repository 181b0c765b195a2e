package chat

import "strings"

// orderVotes gathers what the dates of a file say about the order of their numbers. One date proves it when a number
// is above 12. Failing that, a chat goes forward in time: the number that falls inside a year is no month.
type orderVotes struct {
	proof string
	last  date
	seen  bool
	falls [2]int // how often the first, and the second, number fell while the rest of the date stood
	steps [2]int // how often each changed
	sep   byte

	// How dates look when nothing else decides: the month stands first in the United States alone, where the halves of
	// the day are in capitals and days and months have no zero before them.
	padded, capitals, halves bool
}

// habit looks at how a stamp is written.
func (v *orderVotes) habit(stamp string) {
	plain, _ := plainLine(stamp)
	v.capitals = v.capitals || strings.Contains(plain, "AM") || strings.Contains(plain, "PM")
	v.halves = v.halves || strings.ContainsAny(plain, "mM")
	c := &cursor{s: strings.TrimPrefix(plain, "[")}
	v.padded = v.padded || c.lit("0")
	if _, _, ok := c.number(1, 2); ok {
		c.any("/-.")
		v.padded = v.padded || c.lit("0")
	}
}

func (v *orderVotes) add(d date) {
	v.sep = d.sep
	switch {
	case d.wide == 0:
		v.proof = "ymd"
	case d.wide < 0 && d.fields[0] > 31:
		v.proof = "ymd"
	case d.fields[0] > 12:
		v.proof = "dmy"
	case d.fields[1] > 12:
		v.proof = "mdy"
	}
	if v.seen && d.fields[2] == v.last.fields[2] {
		for k := range v.falls {
			if d.fields[k] != v.last.fields[k] {
				v.steps[k]++
			}
			if d.fields[k] < v.last.fields[k] {
				v.falls[k]++
			}
		}
	}
	v.last, v.seen = d, true
}

// certain returns the order that a date proves, or nothing.
func (v *orderVotes) certain() string { return v.proof }

// likely returns the best guess.
func (v *orderVotes) likely() string {
	switch {
	case v.proof != "":
		return v.proof
	case v.falls[0] > v.falls[1]:
		return "dmy"
	case v.falls[1] > v.falls[0]:
		return "mdy"
	case v.steps[0] > v.steps[1]:
		return "dmy" // days change more often than months
	case v.steps[1] > v.steps[0]:
		return "mdy"
	case v.sep != '/':
		return "dmy"
	case v.halves:
		return map[bool]string{true: "mdy", false: "dmy"}[v.capitals && !v.padded]
	}
	return "dmy"
}
