package text

import "strings"

// A List is words with blanks between them. It is looked through as it is written: nothing is made of it before, which
// every start would pay for.
type List string

// Has reports whether a word is one of the list.
func (l List) Has(word string) bool {
	if word == "" {
		return false
	}
	for from := 0; ; from++ {
		i := strings.Index(string(l[from:]), word)
		if i < 0 {
			return false
		}
		from += i
		end := from + len(word)
		if (from == 0 || l[from-1] <= ' ') && (end == len(l) || l[end] <= ' ') {
			return true
		}
	}
}

// Words returns the words of the list, in its order.
func (l List) Words() []string { return strings.Fields(string(l)) }
