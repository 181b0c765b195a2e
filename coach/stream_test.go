package coach

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"
)

// talk is a few thousand messages of three conversations, made of the rules' own examples, some with a context of their own.
func talk(t testing.TB, c *Coach) []*Message {
	t.Helper()
	var all []*Message
	at := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	for _, e := range c.Rules().Examples() {
		for _, example := range slices.Concat(e.Flag, e.Pass) {
			n := len(all)
			at = at.Add(time.Duration(n%13) * time.Minute)
			m := &Message{Conversation: fmt.Sprint(n % 3), Speaker: []string{"Ana", "Ben", ""}[n%7%3], Time: at, Text: example.Text}
			for _, said := range example.After {
				m.Context = append(m.Context, Message{Text: said})
			}
			all = append(all, m)
		}
	}
	if len(all) < 2*batchMessages {
		t.Fatalf("only %d examples: too few for several batches", len(all))
	}
	return all
}

// shown writes a result with all that a user could see.
func shown(r Result) string {
	s := r.Message.Text + "\n"
	for _, f := range r.Findings {
		s += fmt.Sprintf("%s %v %v %q %v\n", f.Rule.ID, f.Severity, f.Span, f.Say, f.Reframes)
	}
	return s
}

func TestManyCoresFindWhatOneConversationFinds(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	messages := talk(t, c)
	var want []string
	conversation := c.Conversation()
	for _, m := range messages {
		want = append(want, shown(conversation.Check(m)))
	}
	for _, cores := range []int{1, 2, 7} {
		var got []string
		rendered := ""
		err := c.CheckAll(ofAnyone(messages), Stream{
			Cores:  cores,
			Render: func(buf []byte, r Result) []byte { return append(buf, shown(r)...) },
			Emit: func(results []Result, lines []byte) error {
				for _, r := range results {
					got = append(got, shown(r))
				}
				rendered += string(lines)
				return nil
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("on %d cores the results differ", cores)
		}
		if rendered != strings.Join(want, "") {
			t.Errorf("on %d cores what is rendered differs", cores)
		}
	}
}

func ofAnyone(messages []*Message) iter.Seq2[*Message, bool] {
	return func(yield func(*Message, bool) bool) {
		for _, m := range messages {
			if !yield(m, true) {
				return
			}
		}
	}
}

func TestMessagesThatAreNotWantedAreStillContext(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	messages := talk(t, c)
	var want, got []string
	conversation := c.Conversation()
	for _, m := range messages {
		if r := conversation.Check(m); m.Speaker == "Ana" {
			want = append(want, shown(r))
		}
	}
	ofAna := func(yield func(*Message, bool) bool) {
		for _, m := range messages {
			if !yield(m, m.Speaker == "Ana") {
				return
			}
		}
	}
	err = c.CheckAll(ofAna, Stream{
		Cores: 2,
		Emit: func(results []Result, _ []byte) error {
			for _, r := range results {
				got = append(got, shown(r))
			}
			return nil
		},
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("results differ (error %v)", err)
	}
}

func TestAStreamEndsWhenItsResultsCannotBeTaken(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	for _, cores := range []int{1, 2} {
		endless := func(yield func(*Message, bool) bool) {
			for yield(&Message{Text: "See you at noon."}, true) {
			}
		}
		err := c.CheckAll(endless, Stream{Cores: cores, Emit: func([]Result, []byte) error { return full }})
		if !errors.Is(err, full) {
			t.Errorf("on %d cores: %v, want %v", cores, err, full)
		}
	}
}

// TestAQuietMessageCostsNoAllocation holds the whole check to it, once the engine has met the words.
func TestAQuietMessageCostsNoAllocation(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	v := c.Conversation()
	at := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	messages := []*Message{
		{Speaker: "Ana", Time: at, Text: "The train leaves at 9, so we meet at the station. Bring the blue bag!"},
		{Speaker: "Ben", Time: at.Add(time.Hour), Text: "ok, on my way, there's soup in the kitchen"},
	}
	check := func() {
		for _, m := range messages {
			if r := v.Check(m); len(r.Findings) > 0 {
				t.Fatalf("%q is not quiet", m.Text)
			}
		}
	}
	for range remembered {
		check()
	}
	if n := testing.AllocsPerRun(100, check); n > 0 {
		t.Errorf("two quiet messages cost %v allocations", n)
	}
}
