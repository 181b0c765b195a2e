package rules_test

import (
	"testing"

	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/rules"
)

// TestCompiledRulesStaySmall bounds what every start maps into memory and every change of a rule adds to the repository.
// Where it fails, look at what the new phrases stand for before a limit is moved: one that writes out what a lexicon could
// hold takes many times the room.
func TestCompiledRulesStaySmall(t *testing.T) {
	const (
		mostForAll  = 2 << 20 // bytes: the states that are carried, whose number is bounded, and the words
		mostAPhrase = 1 << 10
	)
	set, err := rule.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	phrases := set.Program().Len()
	if n, most := len(rules.EnglishCompiled), mostForAll+phrases*mostAPhrase; n > most {
		t.Errorf("rules/en.bin takes %d bytes for %d phrases, at most %d are fine", n, phrases, most)
	}
}
