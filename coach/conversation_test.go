package coach

import (
	"fmt"
	"testing"
	"time"

	"github.com/emotional-safety/coach/coach/rule"
)

const (
	asking  = "My job drains me. What should I do?"
	advised = "You should quit that job."
)

// advises reports whether the last of the messages is flagged as advice that nobody asked for.
func advises(t *testing.T, messages []Message) bool {
	t.Helper()
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	v := c.Conversation()
	var last Result
	for i := range messages {
		m := &messages[i]
		m.Time = time.Date(2026, 1, 1, 8, 20*i, 0, 0, time.UTC)
		last = v.Check(m)
	}
	for _, f := range last.Findings {
		if f.Rule.Family() == "advice" {
			return true
		}
	}
	return false
}

// smallTalk are so many messages that no rule looks back beyond them.
func smallTalk() []Message {
	var all []Message
	for i := range 2 * rule.MaxWithin {
		all = append(all, Message{ID: fmt.Sprint("s", i), Speaker: []string{"Cleo", "Dan"}[i%2], Text: "The train is at nine."})
	}
	return all
}

func TestAdviceIsReadInAnswerToWhatItAnswers(t *testing.T) {
	ask := Message{ID: "q", Speaker: "Ana", Text: asking}
	for _, tc := range []struct {
		name    string
		before  []Message
		answer  Message
		flagged bool
	}{
		{"right after the question", []Message{ask}, Message{}, false},
		{"long after it", append([]Message{ask}, smallTalk()...), Message{}, true},
		{"as a reply to it, after others spoke", append([]Message{ask}, smallTalk()[:8]...), Message{ReplyTo: "q"}, false},
		{"as a reply to another message", append([]Message{ask}, smallTalk()[:8]...), Message{ReplyTo: "s0"}, true},
		{"in the thread that it began, after the channel went on", append([]Message{{ID: "q", Thread: "q", Speaker: "Ana", Text: asking}}, smallTalk()...), Message{Thread: "q", ReplyTo: "q"}, false},
		{"in another thread", []Message{{ID: "q", Thread: "q", Speaker: "Ana", Text: asking}, {ID: "r", Thread: "r", Speaker: "Ana", Text: "The train is at nine."}}, Message{Thread: "r", ReplyTo: "r"}, true},
		{"in the channel, after a thread asked", []Message{{ID: "r", Thread: "r", Speaker: "Ana", Text: "The train is at nine."}, {ID: "q", Thread: "r", Speaker: "Ana", Text: asking}}, Message{}, true},
	} {
		tc.answer.ID, tc.answer.Speaker, tc.answer.Text = "a", "Ben", advised
		if got := advises(t, append(tc.before, tc.answer)); got != tc.flagged {
			t.Errorf("advice %s: flagged %v, want %v", tc.name, got, tc.flagged)
		}
	}
}
