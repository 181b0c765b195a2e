package phrase

import (
	"slices"
	"strings"
	"testing"

	"github.com/emotional-safety/coach/coach/text"
)

// TestAShortTextMakesNoStates tells one message, which is scanned without them, from a long text, which is worth them. Both
// ways find the same.
func TestAShortTextMakesNoStates(t *testing.T) {
	prog, _ := compileAll(t, "you ..3 always", "^ ..5 never", "i feel [so|very] <feeling>", "(you|they) !really rest:clause? late", "always ..2 <praise>")
	msg := "You are always so kind, I feel very left out and they never come late. I feel sad, you really are late. "
	prog, err := Warm(prog, []string{"you are so late and never kind", "you are so late and never kind", "i feel very sad"})
	if err != nil {
		t.Fatal(err)
	}
	var splitter text.Splitter
	scan := func(s *Scanner, msg string) []string {
		var found []string
		for _, sentence := range splitter.Split(msg) {
			for _, phrase := range slices.Clone(s.Scan(msg, &sentence)) {
				for _, m := range s.Matches(phrase) {
					found = append(found, show(msg, m))
				}
			}
		}
		return found
	}
	short, long := NewScanner(prog), NewScanner(prog)
	scan(long, strings.Repeat(msg, 500))
	if len(short.dfa.states)+len(long.dfa.states) == 0 {
		t.Error("a long text makes no states")
	}
	got, want := scan(short, msg), scan(long, msg)
	if len(short.dfa.states) > 0 {
		t.Errorf("one message makes %d states", len(short.dfa.states))
	}
	if len(want) < 4 || !slices.Equal(got, want) {
		t.Errorf("one message finds %q, a long text %q", got, want)
	}
}
