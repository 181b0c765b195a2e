package coach

import (
	"testing"

	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/coach/text"
)

func TestABroadRuleLeavesItsWordsToOthers(t *testing.T) {
	broad := &rule.Rule{ID: "advice/broad", Kind: rule.Flag, GivesWay: true}
	exact := &rule.Rule{ID: "blame/exact", Kind: rule.Flag}
	strength := &rule.Rule{ID: "patience/some", Kind: rule.Strength}
	for _, tc := range []struct {
		name  string
		first Trace
		other Trace
		kept  [2]bool
	}{
		{"to a shorter match on some of them", Trace{Rule: broad, Span: text.Span{Start: 0, End: 20}}, Trace{Rule: exact, index: 1, Span: text.Span{Start: 5, End: 9}}, [2]bool{false, true}},
		{"but not to one beside it", Trace{Rule: broad, Span: text.Span{Start: 0, End: 20}}, Trace{Rule: exact, index: 1, Span: text.Span{Start: 20, End: 24}}, [2]bool{true, true}},
		{"nor to a strength", Trace{Rule: broad, Span: text.Span{Start: 0, End: 20}}, Trace{Rule: strength, index: 1, Span: text.Span{Start: 0, End: 20}}, [2]bool{true, false}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			traces := []Trace{tc.first, tc.other}
			dropOverlapping(traces)
			if got := [2]bool{traces[0].Dropped == "", traces[1].Dropped == ""}; got != tc.kept {
				t.Errorf("kept %v, want %v", got, tc.kept)
			}
		})
	}
}
