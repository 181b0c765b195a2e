package coach

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
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
		"If you knew, you never listen to me.":                            "If you knew, you never listen to me.", // leans on what is before
		"You never listen to me -- you just":                              "You never listen to me -- you just",
		"Are you coming, Sam, you jerk?":                                  "Are you coming, Sam, you jerk?", // no clause
		"*You never listen* to me.":                                       "*You never listen* to me.",
		"Leave me alone.":                                                 "Leave me alone.", // only the writer knows for how long
		"You should talk to your boss.":                                   "Would it help to talk to your boss?",
		"Tell her, and you should call him too.":                          "Tell her, and you should call him too.", // a question needs the sentence
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

func TestWhatKeepsNoneOfTheWordsIsOfferedAndNotPutIn(t *testing.T) {
	for _, msg := range []string{"Nice job, genius. Now I have to mop the floor.", "Hey. Calm down, it’s not a big deal.", "You disgust me."} {
		got := rewriteText(t, msg)
		if got.Text != msg {
			t.Errorf("%q: got %q", msg, got.Text)
		}
		if len(got.Left) != 1 || len(got.Left[0].Choices) == 0 {
			t.Errorf("%q: nothing is offered", msg)
		}
	}
}

func TestAdviceIsNotTurnedIntoAQuestionBesideAnInsult(t *testing.T) {
	for _, msg := range []string{"You’re a clown. You should talk to a lawyer.", "You never listen to anyone, clown. You should talk to a lawyer. Pathetic."} {
		if got := rewriteText(t, msg); got.Text != msg {
			t.Errorf("%q: got %q", msg, got.Text)
		}
	}
}

func TestWhatIsLeftIsNamedWhereItStood(t *testing.T) {
	const msg = "You should have told me before you invited six people round. Now I look like the bad guy for saying no."
	for _, left := range rewriteText(t, msg).Left {
		if f := left.Finding; msg[left.Span.Start:left.Span.End] != f.Match {
			t.Errorf("%q is said to stand at %q", f.Match, msg[left.Span.Start:left.Span.End])
		}
	}
}

func TestAFactStandsForTheBareReproachesBesideIt(t *testing.T) {
	for in, want := range map[string]string{
		"You forgot to pick up Leo from practice again. How could you?":           "I’m upset that you forgot to pick up Leo from practice.",
		"This is your fault. If you had filled the tank we wouldn’t be stranded.": "I’m upset that you didn’t fill the tank.",
	} {
		if got := rewriteText(t, in); got.Text != want || len(got.Left) > 0 {
			t.Errorf("%q: got %q and left %d, want %q", in, got.Text, len(got.Left), want)
		}
	}
}

func TestNothingIsEditedNearDanger(t *testing.T) {
	in := "You never listen to me and I want to kill myself."
	if got := rewriteText(t, in); got.Text != in || len(got.Edits) > 0 {
		t.Errorf("got %q", got.Text)
	}
}

func TestAMessageWithVeryManyFlagsIsLeft(t *testing.T) {
	if got := rewriteText(t, strings.Repeat("You never listen to me. ", maxEdits+1)); len(got.Edits) > 0 || len(got.Left) != maxEdits+1 {
		t.Errorf("%d edits, %d left", len(got.Edits), len(got.Left))
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
	for _, e := range rewritable(t, set) {
		m := &Message{Text: e.Text}
		for _, after := range e.After {
			m.Context = append(m.Context, Message{Text: after})
		}
		first := c.Rewrite(m)
		again := c.Rewrite(&Message{Text: first.Text, Context: m.Context})
		if again.Text != first.Text {
			t.Errorf("%q: became %q and then %q", e.Text, first.Text, again.Text)
		}
		at, rest := 0, ""
		for _, edit := range first.Edits {
			if edit.Span.Start < at || edit.Span.End <= edit.Span.Start || edit.Span.End > len(e.Text) {
				t.Fatalf("%q: span %v", e.Text, edit.Span)
			}
			rest += e.Text[at:edit.Span.Start] + edit.Text
			at = edit.Span.End
			for _, left := range first.Left {
				if f := left.Finding; f.Span.Start < edit.at.End && edit.at.Start < f.Span.End {
					t.Errorf("%q: %q is flagged itself", e.Text, edit.Text)
				}
			}
		}
		if rest += e.Text[at:]; rest != first.Text {
			t.Errorf("%q: the edits make %q, the text is %q", e.Text, rest, first.Text)
		}
		edited += len(first.Edits)
	}
	if edited < 700 {
		t.Errorf("only %d edits: the test doesn't test much", edited)
	}
	t.Logf("%d edits", edited)
}

// rewritable are the examples of all rules, the messages in testdata/gold, and those in the folder that COACH_DATA names.
func rewritable(t *testing.T, set *rule.Set) []rule.Example {
	t.Helper()
	var all []rule.Example
	for _, examples := range set.Examples() {
		all = append(append(all, examples.Flag...), examples.Pass...)
	}
	patterns := []string{"../testdata/gold/*.jsonl"}
	if dir := os.Getenv("COACH_DATA"); dir != "" {
		patterns = append(patterns, filepath.Join(dir, "*.jsonl"))
	}
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no files are %s: %v", pattern, err)
		}
		for _, file := range files {
			all = append(all, messagesIn(t, file)...)
		}
	}
	return all
}

// messagesIn reads JSONL: each line is one message with its context, or the turns of a talk.
func messagesIn(t *testing.T, file string) []rule.Example {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []rule.Example
	for line := range bytes.Lines(data) {
		type turn struct{ Text string }
		var row struct {
			turn
			Context, Turns []turn
		}
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatal(err)
		}
		for _, said := range row.Turns {
			all = append(all, rule.Example{Text: said.Text})
		}
		e := rule.Example{Text: row.Text}
		for _, before := range row.Context {
			e.After = append(e.After, before.Text)
		}
		all = append(all, e)
	}
	return all
}

func FuzzRewritingItsOwnResultChangesNothing(f *testing.F) {
	for _, seed := range []string{
		"You never listen to me. You should talk to your boss, and leave me alone!!!", "*you* never listen — “calm down”\r\n> Shut up.\nwhatever...", "ugh, you ALWAYS do that because you don't care",
	} {
		f.Add(seed)
	}
	c, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, message string) {
		first := c.Rewrite(&Message{Text: message})
		if again := c.Rewrite(&Message{Text: first.Text}); again.Text != first.Text {
			t.Errorf("%q became %q and then %q", message, first.Text, again.Text)
		}
		for _, e := range first.Edits {
			if e.Span.Start < 0 || e.Span.End > len(message) || e.Span.Start >= e.Span.End {
				t.Errorf("%q: span %v", message, e.Span)
			}
		}
	})
}
