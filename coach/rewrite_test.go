package coach

import (
	"testing"

	"github.com/emotional-safety/coach/coach/rule"
)

func rewriteText(t *testing.T, text string) Rewrite {
	t.Helper()
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c.Rewrite(&Message{Text: text})
}

func TestAReframeTakesThePlaceOfItsWordsAndNothingElse(t *testing.T) {
	for in, want := range map[string]string{
		"You never listen to me.": "I don’t feel heard.",
		"Hi Ana!\n\n  You never listen to me!!! 😀\nLove, B https://x.org": "Hi Ana!\n\n  I don’t feel heard. 😀\nLove, B https://x.org",
		"honestly, you never listen to me, and i hate it":                 "honestly, I don’t feel heard, and i hate it",
		"I left because you never listen to me.":                          "I left because I don’t feel heard.",
		"you never listen to me":                                          "I don’t feel heard",
		"I can't. You never listen to me.":                                "I can't. I don't feel heard.",
		"😀 You never listen to me. Bye":                                   "😀 I don’t feel heard. Bye",
		"See you at six.":                                                 "See you at six.",
		"":                                                                "",
	} {
		if got := rewriteText(t, in); got.Text != want {
			t.Errorf("%q: got %q, want %q", in, got.Text, want)
		}
	}
}

func TestWordsThatNoReframeFitsAreLeftAndNamed(t *testing.T) {
	r := rewriteText(t, "My sister wonders why you never listen to me")
	if r.Text != "My sister wonders why you never listen to me" {
		t.Errorf("got %q", r.Text)
	}
	r = rewriteText(t, "You are a pathetic loser")
	if len(r.Edits)+len(r.Left) == 0 {
		t.Error("nothing was edited and nothing named")
	}
}

func TestNothingIsEditedNearDanger(t *testing.T) {
	in := "You never listen to me and I want to kill myself."
	if got := rewriteText(t, in); got.Text != in || len(got.Edits) > 0 {
		t.Errorf("got %q", got.Text)
	}
}

// What rewriting promises, over every example of every rule.
func TestRewritingItsOwnResultChangesNothing(t *testing.T) {
	set, err := rule.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	edited := 0
	for _, examples := range set.Examples() {
		for _, e := range append(examples.Flag, examples.Pass...) {
			m := &Message{Text: e.Text}
			for _, after := range e.After {
				m.Context = append(m.Context, Message{Text: after})
			}
			first := c.Rewrite(m)
			again := c.Rewrite(&Message{Text: first.Text, Context: m.Context})
			if again.Text != first.Text {
				t.Errorf("%q: became %q and then %q", e.Text, first.Text, again.Text)
			}
			for _, edit := range first.Edits {
				if e.Text[edit.Span.Start:edit.Span.End] == "" || edit.Span.End > len(e.Text) {
					t.Errorf("%q: span %v", e.Text, edit.Span)
				}
				for _, f := range first.Left {
					if f.Span.Start < edit.at.End && edit.at.Start < f.Span.End {
						t.Errorf("%q: %q is flagged itself", e.Text, edit.Text)
					}
				}
			}
			edited += len(first.Edits)
		}
	}
	if edited < 500 {
		t.Errorf("only %d edits: the test doesn't test much", edited)
	}
}
