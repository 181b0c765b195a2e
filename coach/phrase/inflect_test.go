package phrase

import (
	"slices"
	"testing"
)

func TestVerbFormsFollowTheRulesOfSpelling(t *testing.T) {
	for _, tc := range []struct {
		base                         string
		third, past, participle, ing string
	}{
		{"talk", "talks", "talked", "talked", "talking"},
		{"make", "makes", "made", "made", "making"},
		{"try", "tries", "tried", "tried", "trying"},
		{"play", "plays", "played", "played", "playing"},
		{"stop", "stops", "stopped", "stopped", "stopping"},
		{"plan", "plans", "planned", "planned", "planning"},
		{"listen", "listens", "listened", "listened", "listening"},
		{"admit", "admits", "admitted", "admitted", "admitting"},
		{"prefer", "prefers", "preferred", "preferred", "preferring"},
		{"consider", "considers", "considered", "considered", "considering"},
		{"offer", "offers", "offered", "offered", "offering"},
		{"wash", "washes", "washed", "washed", "washing"},
		{"guess", "guesses", "guessed", "guessed", "guessing"},
		{"fix", "fixes", "fixed", "fixed", "fixing"},
		{"panic", "panics", "panicked", "panicked", "panicking"},
		{"die", "dies", "died", "died", "dying"},
		{"lie", "lies", "lied", "lied", "lying"},
		{"agree", "agrees", "agreed", "agreed", "agreeing"},
		{"quit", "quits", "quit", "quit", "quitting"},
		{"ruin", "ruins", "ruined", "ruined", "ruining"},
		{"equip", "equips", "equipped", "equipped", "equipping"},
		{"need", "needs", "needed", "needed", "needing"},
		{"wait", "waits", "waited", "waited", "waiting"},
		{"show", "shows", "showed", "shown", "showing"},
		{"go", "goes", "went", "gone", "going"},
		{"do", "does", "did", "done", "doing"},
		{"have", "has", "had", "had", "having"},
		{"be", "is", "was", "been", "being"},
		{"get over", "gets over", "got over", "got over", "getting over"},
	} {
		got := []string{Inflect(tc.base, Third), Inflect(tc.base, PastTense), Inflect(tc.base, Participle), Inflect(tc.base, Gerund)}
		want := []string{tc.third, tc.past, tc.participle, tc.ing}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", tc.base, got, want)
		}
	}
}

func TestFormsListsEverySpellingOnce(t *testing.T) {
	for base, want := range map[string][]string{
		"make":  {"make", "makes", "made", "making"},
		"put":   {"put", "puts", "putting"},
		"learn": {"learn", "learns", "learned", "learnt", "learning"},
		"equal": {"equal", "equals", "equaled", "equalled", "equaling", "equalling"},
		"be":    {"be", "am", "is", "are", "was", "were", "been", "being"},
	} {
		if got := Forms(base); !slices.Equal(got, want) {
			t.Errorf("Forms(%q) = %v, want %v", base, got, want)
		}
	}
}

// TestBaseOfFindsWhatLookingThroughAllVerbsWould holds the short way, from the word's ending, to the long one.
func TestBaseOfFindsWhatLookingThroughAllVerbsWould(t *testing.T) {
	verbs := regularVerbs.Words()
	for _, b := range verbs {
		for f := PastTense; f <= Gerund; f++ {
			word := Inflect(b, f)
			base, form, ok := BaseOf(word)
			if !ok || form == Base || slices.ContainsFunc(irregular, func(v irregularVerb) bool { return v.base == base }) {
				continue
			}
			for _, other := range verbs {
				if formsOf(other, form)[0] == word {
					if other != base {
						t.Errorf("BaseOf(%q) = %q, want %q, which comes first", word, base, other)
					}
					break
				}
			}
			if Inflect(base, form) != word {
				t.Errorf("BaseOf(%q) = %q in form %d, of which it is no form", word, base, form)
			}
		}
	}
}

func TestBaseOfUndoesInflect(t *testing.T) {
	check := func(base string) {
		for f := Base; f <= Gerund; f++ {
			word := Inflect(base, f)
			got, _, ok := BaseOf(word)
			if !ok {
				t.Errorf("BaseOf(%q) knows no verb, want %q", word, base)
			}
			// "found" is the past of find before it is a verb of its own; the forms must agree all the same.
			if got != base && !slices.Contains(Forms(got), word) {
				t.Errorf("BaseOf(%q) = %q, want %q", word, got, base)
			}
		}
	}
	for _, b := range regularVerbs.Words() {
		check(b)
	}
	for _, v := range irregular {
		check(v.base)
	}
	if _, _, ok := BaseOf("cucumber"); ok {
		t.Error("BaseOf(cucumber) found a verb")
	}
	if _, _, ok := BaseOf(""); ok {
		t.Error("BaseOf of nothing found a verb")
	}
}
