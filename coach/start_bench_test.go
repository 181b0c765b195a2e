package coach

import (
	"os"
	"testing"
)

// BenchmarkColdCheck is one message on a fresh engine: what a start costs after the program is loaded.
func BenchmarkColdCheck(b *testing.B) {
	raw, err := os.ReadFile("../testdata/bench/words120.txt")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		c, err := New(Options{})
		if err != nil {
			b.Fatal(err)
		}
		c.Conversation().Check(&Message{Text: string(raw)})
	}
}

// TestAFreshEngineMakesLittleForOneMessage holds what a start pays for besides the program itself: what is made for one
// message is mapped page by page.
func TestAFreshEngineMakesLittleForOneMessage(t *testing.T) {
	raw, err := os.ReadFile("../testdata/bench/words120.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := testing.AllocsPerRun(10, func() {
		c, err := New(Options{})
		if err != nil {
			t.Fatal(err)
		}
		c.Conversation().Check(&Message{Text: string(raw)})
	})
	const most = 450
	if n > most {
		t.Errorf("a check on a fresh engine allocates %v times, at most %d are fine", n, most)
	}
}
