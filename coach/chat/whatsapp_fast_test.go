package chat

import (
	"testing"

	"github.com/emotional-safety/coach/coach"
)

// FuzzTheQuickWaysAgreeWithTheThoroughOnes holds what is done for speed to what it stands in for.
func FuzzTheQuickWaysAgreeWithTheThoroughOnes(f *testing.F) {
	for _, s := range []string{
		"31/12/2023, 21:05 - Ana: hi", "[31.12.23, 21:05:09] Ana: hi", "2023-12-31, 9:05 - ", "1/2/3, 4:05 - x", "[1/2/23, 24:00] x",
		"31/12/2023, 21:05 -  Ana", "[31.12.2023, 21:05:9] Ana", "31.12/2023, 21:05 - x", "image omitted", "Image omitted.", "null", "You deleted this message.",
		"This message was deleted by admin Ben", "You are late", "<Media omitted>", "ok", "a.jpg (file attached)", "Location: https://maps.google.com/?q=1,2",
	} {
		f.Add(s)
	}
	for _, s := range append(omittedWords[:], deletedMarks[:]...) {
		f.Add(s)
		f.Add(s + ".")
	}
	stock := newStockWords()
	f.Fuzz(func(t *testing.T, line string) {
		if quick, ok := plainStamp(line); ok {
			if thorough, ok := anyStamp(line); !ok || quick != thorough {
				t.Errorf("%q: the quick way reads %+v, the thorough one %+v, %v", line, quick, thorough, ok)
			}
		}
		if stock.unlike(line) {
			m := &coach.Message{Text: line}
			if k := finishWhatsApp(m); k != said || m.Text != line {
				t.Errorf("%q is taken for people's words at a glance, and turns out %v %q", line, k, m.Text)
			}
		}
	})
}
