package measure

import (
	"testing"

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
	if builtin(t).Bytes() != rules.EnglishCompiled {
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
