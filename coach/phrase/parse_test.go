package phrase

import (
	"errors"
	"strings"
	"testing"
)

func TestParseErrorsNameTheColumnAndWhatWasExpected(t *testing.T) {
	for _, tc := range []struct {
		phrase string
		column int
		say    string
	}{
		{"", 1, "at least one word"},
		{"[really]", 1, "at least one word"},
		{"you (always|never", 18, `expected ")"`},
		{"you [so|really", 15, `expected "]"`},
		{"you always)", 11, "closes nothing"},
		{"always|never", 7, "outside of"},
		{"you (|never)", 6, "expected words"},
		{"you <feeling", 13, "expected >"},
		{"you <>", 6, "name of a lexicon"},
		{"you <feeling.>", 14, "name of a part"},
		{"you ~", 5, "one verb"},
		{"~don't go", 1, "one verb"},
		{"@sarcastic you", 1, "unknown form"},
		{"you @question", 5, "must stand first"},
		{"@past !@past you", 7, "both asked for and refused"},
		{"why ? you", 5, "last item"},
		{"(why ?) you", 6, "last item"},
		{"why?", 4, "a space before ?"},
		{"you . me", 5, "expected .."},
		{"you ..0 me", 5, "1 to 20"},
		{"you ..99 me", 5, "1 to 20"},
		{"you ..3x", 8, "space after the gap"},
		{"!(so much) you", 1, "one word"},
		{"rest:nothing you", 6, "expected ( ), [ ]"},
		{"a:(b:<feeling> c) d", 4, "inside of another capture"},
		{"you : me", 5, "expected a word"},
		{"naïve ( x", 10, `expected ")"`},
	} {
		_, err := Parse(tc.phrase)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("%q: got error %v, want a syntax error", tc.phrase, err)
			continue
		}
		if syntax.Column != tc.column || !strings.Contains(syntax.Msg, tc.say) {
			t.Errorf("%q: got column %d: %s; want column %d: … %s …", tc.phrase, syntax.Column, syntax.Msg, tc.column, tc.say)
		}
	}
}

func TestParseKeepsWhatAPhraseIsMadeOf(t *testing.T) {
	p, err := Parse("@past !@negated you ~make me feel so:[so|really] feeling:<feeling.bad> rest:clause? !")
	if err != nil {
		t.Fatal(err)
	}
	if p.want != Past || p.refuse != Negated || !p.cries || p.asks {
		t.Errorf("forms and ending: got %+v", p)
	}
	if got := strings.Join(p.Captures(), " "); got != "so feeling rest" {
		t.Errorf("captures: got %q", got)
	}
	if got := strings.Join(p.Lexicons(), " "); got != "feeling.bad" {
		t.Errorf("lexicons: got %q", got)
	}
	if got := p.LexiconColumn("feeling.bad"); got != 58 {
		t.Errorf("column of the lexicon: got %d, want 58", got)
	}
}

func TestDeepNestingIsRefusedNotFollowed(t *testing.T) {
	if _, err := Parse(strings.Repeat("(", 1000) + "you" + strings.Repeat(")", 1000)); err == nil {
		t.Error("a thousand parentheses were accepted")
	}
	if _, err := Parse(strings.Repeat("you ", 1000)); err == nil {
		t.Error("a phrase of four thousand bytes was accepted")
	}
}
