package measure

import (
	"context"
	"os"
	"testing"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/rules"
)

func builtin(t *testing.T) *rule.Set {
	t.Helper()
	source, err := rule.BuiltinSource()
	if err != nil {
		t.Fatal(err)
	}
	source.Name = "rules/en"
	set, err := rule.CompileAhead(source)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestBuiltinRulesKeepTheirLaws(t *testing.T) {
	broken, err := Laws(builtin(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range broken {
		t.Error(v)
	}
}

func TestCompiledRulesAreFresh(t *testing.T) {
	compiled, err := rule.LoadSet(rules.EnglishCompiled)
	if err != nil {
		t.Fatal(err)
	}
	if builtin(t).Digest() != compiled.Digest() {
		t.Error("rules/en.bin is not what rules/en compiles to: run make generate")
	}
}

func TestGuideHasTenStrategies(t *testing.T) {
	strategies := builtin(t).Strategies()
	if len(strategies) != len(rule.Strategies) {
		t.Fatalf("the guide has %d strategies, want %d", len(strategies), len(rule.Strategies))
	}
	for i, s := range strategies {
		if s.Key != rule.Strategies[i] || s.Number != i+1 || s.Title == "" || s.Teaches == "" || len(s.Try) == 0 {
			t.Errorf("strategy %d is %+v, want %s with a title, a text and words to try", i+1, s, rule.Strategies[i])
		}
	}
}

// TestClearCasesAndNearMisses holds the rules to messages written for coach: plain ones that carry a family, and innocent
// ones that share their words. The bars are those the project promises: 0.95 right of what is flagged, 0.85 found.
func TestClearCasesAndNearMisses(t *testing.T) {
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"clear", "ordinary", "strengths", "advice", "hurts", "hurts2", "wounds", "everyday", "shields", "shields2", "answers", "care"} {
		f, err := os.Open("../../testdata/gold/" + name + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		board, err := Score(context.Background(), c, f, name, Options{})
		if err != nil || len(board.Bad) > 0 {
			t.Fatal(err, board.Bad)
		}
		wrong := 0
		for _, family := range board.Families {
			wrong += family.FP
			if family.TP+family.FN > 0 && (family.Precision() < 0.95 || family.Recall() < 0.85) {
				t.Errorf("%s: %s: precision %.2f, recall %.2f", name, family.Family, family.Precision(), family.Recall())
			}
		}
		if share := float64(wrong) / float64(board.Messages); share > 0.02 {
			t.Errorf("%s: %d of %d messages are wrongly flagged", name, wrong, board.Messages)
		}
	}
}
