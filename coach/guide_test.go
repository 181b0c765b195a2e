package coach

import (
	"slices"
	"strings"
	"testing"

	"github.com/emotional-safety/coach/coach/rule"
)

// The guide's own wordings: the one it warns of, and those it teaches with the family each must be seen as.
const guideBad = "You make me feel invisible"

var guideGood = []struct{ text, family string }{
	{"It sounds like you felt dismissed when I changed the subject.", "reflection"},
	{"Do you want help with this, or do you just want me to listen?", "asks-first"},
	{"I’m here when you’re ready, no rush.", "patience"},
	{"I want to keep talking about this, but I need time to gather my thoughts.", "boundary"},
	{"I see how that hurt you, and I’m really sorry.", "repair"},
	{"I feel hurt when I don’t feel heard during conversations.", "i-statement"},
	{"What did you need from me that I missed?", "curiosity"},
	{"Thanks for telling me that. I know that wasn’t easy.", "appreciation"},
	{"I was overwhelmed, and I’m sorry. I’m here now.", "repair"},
	{"I need something different", "i-statement"},
	{"That hurt", "i-statement"},
}

func checkText(t *testing.T, text string) []Finding {
	t.Helper()
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c.Conversation().Check(&Message{Text: text}).Findings
}

func TestTheGuidesBadExampleIsReframedAsTheGuideDoes(t *testing.T) {
	for _, wrapped := range []string{guideBad, "“" + guideBad + ",”", strings.ToUpper(guideBad) + "!!!", "u make me feel invisible"} {
		findings := checkText(t, wrapped)
		i := slices.IndexFunc(findings, func(f Finding) bool { return f.Rule.Family() == "blame" })
		if i < 0 {
			t.Errorf("%q raises no blame: %+v", wrapped, findings)
			continue
		}
		if r := findings[i].Reframes; len(r) == 0 || !strings.HasPrefix(r[0].Text, "I feel ") || !strings.Contains(r[0].Text, "when I don’t feel") {
			t.Errorf("%q is reframed as %+v", wrapped, r)
		}
	}
}

func TestTheGuidesGoodExamplesAreStrengths(t *testing.T) {
	for _, g := range guideGood {
		var families []string
		for _, f := range checkText(t, g.text) {
			if f.Rule.Kind == rule.Flag {
				t.Errorf("%q is flagged by %s at %q", g.text, f.Rule.ID, f.Match)
			}
			families = append(families, f.Rule.Family())
		}
		if !slices.Contains(families, g.family) {
			t.Errorf("%q is seen as %v, want %s", g.text, families, g.family)
		}
	}
}

// FuzzCheck holds the whole engine to its promises on any bytes: findings lie in the text, and each reframe it
// offers raises no flag itself.
func FuzzCheck(f *testing.F) {
	f.Add("You make me feel invisible when you go. Calm down!!", "I'm so sad")
	f.Add("Why don't you just leave him? 🙄", "")
	f.Add("\xff\xfe you never \x00 listen", "what should I do?")
	c, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, before string) {
		v := c.Conversation()
		for _, found := range v.Check(&Message{Text: text, Context: []Message{{Text: before}}}).Findings {
			if found.Span.Start < 0 || found.Span.End > len(text) || text[found.Span.Start:found.Span.End] != found.Match || found.Match == "" {
				t.Fatalf("finding %+v in %q", found, text)
			}
			for _, r := range found.Reframes {
				for _, again := range v.Check(&Message{Text: r.Text, Context: []Message{}}).Findings {
					if again.Rule.Kind == rule.Flag {
						t.Fatalf("reframe %q of %q is flagged by %s", r.Text, found.Match, again.Rule.ID)
					}
				}
			}
		}
	})
}
