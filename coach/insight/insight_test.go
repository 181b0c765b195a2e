package insight

import (
	"strings"
	"testing"
	"time"

	"github.com/emotional-safety/coach/coach"
)

// gather reads lines of the form "minutes Name: text".
func gather(t *testing.T, lines ...string) *Report {
	t.Helper()
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	g := New(Options{})
	v := c.Conversation()
	start := time.Date(2024, 1, 1, 10, 0, 0, 0, coach.Floating)
	for i, line := range lines {
		when, rest, _ := strings.Cut(line, " ")
		d, err := time.ParseDuration(when)
		if err != nil {
			t.Fatal(err)
		}
		speaker, text, _ := strings.Cut(rest, ": ")
		m := &coach.Message{Speaker: speaker, Text: text, Time: start.Add(d), Source: coach.Source{File: "f", Line: i + 1}}
		g.Add(v.Check(m))
	}
	return g.Report()
}

func TestHowASharedFeelingIsMet(t *testing.T) {
	for answer, want := range map[string]func(a *Answers) int{
		"1m Ben: That makes sense, it sounds like you felt left out.": func(a *Answers) int { return a.Understood.N },
		"1m Ben: You're overreacting.":                                func(a *Answers) int { return a.Dismissed.N },
		"1m Ben: You should talk to your boss.":                       func(a *Answers) int { return a.Advice.N },
		"1m Ben: Do you want to tell me more about it?":               func(a *Answers) int { return a.Asked.N },
		"1m Ben: The game starts at eight tonight":                    func(a *Answers) int { return a.Elsewhere.N },
		"1m Ben: oh":      func(a *Answers) int { return a.Other.N },
		"48h Ben: hello":  func(a *Answers) int { return a.Nothing.N },
		"1m Ana: anyway!": func(a *Answers) int { return a.Nothing.N },
	} {
		r := gather(t, "0m Ana: I feel so alone lately", answer)
		if want(&r.Feelings) != 1 || r.Feelings.Total() != 1 {
			t.Errorf("%s: got %+v", answer, r.Feelings)
		}
	}
}

func TestAFlagThatAnswersAFlagSoonIsAChain(t *testing.T) {
	r := gather(t, "0m Ana: You never listen to me.", "1m Ben: You are so selfish.", "2m Ana: You always do this to me.", "3m Ben: I'm sorry I snapped at you.")
	if r.ChainCount != 1 || r.Chains[0].Length != 3 || r.Chains[0].Ended != "kind words" {
		t.Errorf("got %d: %+v", r.ChainCount, r.Chains)
	}
	r = gather(t, "0m Ana: You never listen to me.", "3h Ben: You are so selfish.")
	if r.ChainCount != 0 {
		t.Errorf("three hours later is no answer: got %+v", r.Chains)
	}
}

func TestRepairIsTakenUpOrMetWithHurt(t *testing.T) {
	r := gather(t, "0m Ana: I'm sorry I snapped at you.", "1m Ben: Thank you, that means a lot.", "10m Ana: I'm sorry I snapped at you.", "11m Ben: You are so selfish.")
	if r.Repairs.Bids.N != 2 || r.Repairs.Taken.N != 1 || r.Repairs.Hurt.N != 1 {
		t.Errorf("got %+v", r.Repairs)
	}
}

func TestAPromiseIsKnownByALaterWord(t *testing.T) {
	r := gather(t, "0m Ana: I promise I'll call the plumber.", "5h Ana: the plumber comes on friday")
	if len(r.Promises) != 1 || r.Promises[0].Later == nil || r.Promises[0].Later.Line != 2 {
		t.Errorf("got %+v", r.Promises)
	}
}

func TestMemoryDoesNotGrowWithTheConversation(t *testing.T) {
	lines := make([]string, 0, 4000)
	for range 2000 {
		lines = append(lines, "0m Ana: You never listen to me.", "0m Ben: You are so selfish.")
	}
	r := gather(t, lines...)
	if len(r.Timeline) > maxBuckets || len(r.Chains) > maxChains || len(r.Hardest) > maxExchanges || len(r.People[0].Flags["blame"].Refs) > maxRefs {
		t.Error("a list outgrew its limit")
	}
	total := 0
	for _, b := range r.Timeline {
		total += b.Messages
	}
	if total != 4000 || r.FirstThird == nil || r.FirstThird.Messages == 0 {
		t.Errorf("got %d messages in the timeline, first third %+v", total, r.FirstThird)
	}
}
