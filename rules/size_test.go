package rules_test

import (
	"testing"

	"github.com/emotional-safety/coach/rules"
)

// TestCompiledRulesStaySmall bounds what every start maps into memory and every change of a rule adds to the repository.
// Where it fails, look at what the new phrases stand for before the limit is moved: a phrase takes a kilobyte, one that
// is written out where a lexicon would do takes many.
func TestCompiledRulesStaySmall(t *testing.T) {
	const most = 8 << 20
	if n := len(rules.EnglishCompiled); n > most {
		t.Errorf("rules/en.bin takes %d bytes, at most %d are fine", n, most)
	}
}
