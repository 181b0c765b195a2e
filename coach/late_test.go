package coach

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emotional-safety/coach/coach/rule"
)

// examplesAsChat makes a chat of several people, with bursts, out of what the built-in rules give as examples.
func examplesAsChat(t *testing.T) []Message {
	set, err := rule.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	var chat []Message
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	say := func(text string) {
		n := len(chat)
		gap := time.Minute
		if n%5 == 0 {
			gap = time.Hour
		}
		at = at.Add(gap)
		chat = append(chat, Message{
			ID: fmt.Sprint(n), Conversation: fmt.Sprint(n / 97 % 3), Speaker: []string{"Ana", "Ben", "Ana", "Cem", "Cem", "Cem", ""}[n*n%7], Time: at, Text: text,
		})
		if n%11 == 0 && n > 5 {
			chat[n].ReplyTo = fmt.Sprint(n - 4)
		}
	}
	for i, e := range set.Examples() {
		for k, x := range append(e.Flag, e.Pass...) {
			if (i+k)%3 > 0 {
				continue // enough, and soon done
			}
			for _, before := range x.After {
				say(before)
			}
			say(x.Text)
		}
	}
	return chat
}

func TestWhatIsLookedAtLateIsFoundAllTheSame(t *testing.T) {
	chat := examplesAsChat(t)
	check := func(o Options, kept int64) []string {
		c, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		v := c.Conversation()
		v.analyzer.kept.bytes.Store(kept)
		var found []string
		for i := range chat {
			line := chat[i].Text + ":"
			for _, f := range v.Check(&chat[i]).Findings {
				line += fmt.Sprint(" ", f.Rule.ID, f.Phrase, f.Severity, f.Span, f.Reframes)
			}
			found = append(found, line)
		}
		return found
	}
	for _, o := range []Options{{}, {Only: []string{"defensiveness", "reflection"}}, {Skip: []string{"blame"}, Audience: "work", NoCare: true}} {
		all := o
		all.Acts = true // looks at everything at once
		want := check(all, 0)
		for _, kept := range []int64{0, mostKept + 1} {
			got := check(o, kept)
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("with %d bytes kept: %s\nwant %s", kept, got[i], want[i])
				}
			}
		}
	}
}

// TestWhatIsKeptOpenIsBounded holds a long turn, and many conversations, to what is kept of them.
func TestWhatIsKeptOpenIsBounded(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	v := c.Conversation()
	text := "I feel so sad about it, and I had a really hard day at work today. " + strings.Repeat("It was cold. ", 60)
	for i := range mostKept / len(text) * 5 / 4 {
		v.Check(&Message{Conversation: fmt.Sprint(i / 20), Speaker: "Ana", Text: text})
	}
	if kept := v.analyzer.kept.bytes.Load(); kept < mostKept/2 || kept > mostKept+2*longText {
		t.Errorf("%d bytes are kept, want about %d", kept, mostKept)
	}
	for _, e := range v.past {
		for _, s := range e.Value.(*history).said {
			n := 0
			for o := s.open; o != nil; o = o.before {
				n++
			}
			if n > maxOpen {
				t.Fatalf("%d messages of a turn are kept open", n)
			}
		}
	}
}
