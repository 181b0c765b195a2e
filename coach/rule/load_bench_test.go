package rule

import "testing"

// BenchmarkLoad is what a user's own rules cost at start: all rules read from YAML and compiled.
func BenchmarkLoad(b *testing.B) {
	source, err := BuiltinSource()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(source); err != nil {
			b.Fatal(err)
		}
	}
}
