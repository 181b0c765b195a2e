package text

import (
	"strings"
	"testing"
	"time"
)

func TestHostileInputTakesLinearTime(t *testing.T) {
	for _, unit := range []string{"'", "\"", "“", " '", " \"", "x@", "`", "@", ".", "…", "http://", "é", "\u0301", "🙄", "👩‍", "a'", "\xff", "> ", "a\u0301", "\x1b", "\x1b[", "\x1b]", "\x1b[3"} {
		var s Splitter
		start := time.Now()
		s.Split(strings.Repeat(unit, 200_000/len(unit)))
		if d := time.Since(start); d > 20*time.Second { // the square would take minutes
			t.Errorf("200 kB of %q take %v", unit, d)
		}
	}
}
