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
