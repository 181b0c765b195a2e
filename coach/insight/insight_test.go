package insight

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emotional-safety/coach/coach"
)

// gather reads lines of the form "minutes Name: text".
func gather(t *testing.T, lines ...string) *Report {
	t.Helper()
	c, err := coach.New(coach.Options{Acts: true})
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

// Each of these is small enough to be counted by hand.
func TestASmallConversationIsCountedAsAPersonWould(t *testing.T) {
	r := gather(
		t,
		"0m Ana: I feel so alone lately", // a feeling
		"1m Ben: oh",                     // his turn begins,
		"2m Ben: That makes sense, it sounds like you felt left out.", // and is understanding as a whole
		"3m Ana: My boss yelled at me again. What should I do?",       // asks for advice
		"4m Ben: You should talk to HR about it.",                     // which is welcome
		"5m Ana: ok",
		"8h Ana: You never listen to me.", // Ana begins anew; may hurt
		"8h1m Ben: You are so selfish.",   // a chain
		"8h2m Ana: You always do this to me.",
		"8h3m Ben: I'm sorry I snapped at you.",  // ends it; a bid
		"8h4m Ana: Thank you, that means a lot.", // taken up
		"13h30m Ben: You are so selfish.",        // 23:30: late
		"40h Ana: I'm sorry I snapped at you.",   // a bid that nobody answers
	)
	ana, ben := r.People[0], r.People[1]
	if ana.Name != "Ana" || ana.Messages != 7 || ben.Messages != 6 {
		t.Fatalf("got %s %d, %s %d", ana.Name, ana.Messages, ben.Name, ben.Messages)
	}
	for name, n := range map[string][2]int{
		"Ana began": {ana.Starts, 3}, "Ben began": {ben.Starts, 0}, "Ana hurt": {ana.Flagged, 2}, "Ben hurt": {ben.Flagged, 2},
		"Ben's blame": {ben.Flags["blame"].N, 2}, "late": {ben.Night.N, 1}, "feelings": {r.Feelings.Total(), 1}, "understood": {r.Feelings.Understood.N, 1},
		"Ben understood": {ben.Answers.Understood.N, 1}, "advice asked for": {r.AdviceAsked.N, 1}, "advice not asked for": {r.AdviceUnasked.N, 0},
		"bids": {r.Repairs.Bids.N, 2}, "taken up": {r.Repairs.Taken.N, 1}, "not answered": {r.Repairs.None.N, 1}, "met otherwise": {r.Repairs.Other.N + r.Repairs.Hurt.N, 0},
		"chains": {r.ChainCount, 1}, "messages in it": {r.Chains[0].Length, 3},
	} {
		if n[0] != n[1] {
			t.Errorf("%s: got %d, want %d", name, n[0], n[1])
		}
	}
	if r.Chains[0].Ended != "kind words" || r.Chains[0].First.Line != 7 || r.Chains[0].Last.Line != 9 {
		t.Errorf("got chain %+v", r.Chains[0])
	}
	if ref := r.Feelings.Understood.Refs[0]; ref.Line != 3 || ref.About == nil || ref.About.Line != 1 {
		t.Errorf("the answer is line 3, to line 1: got %+v", ref)
	}
	for _, p := range r.Replies {
		if p.From == "Ana" && p.To == "Ben" && p.What == "hurt" && (p.Hurt.N != 1 || p.Warm.N != 1 || p.None.N != 0) {
			t.Errorf("Ben answered Ana's hurt with one hurt and one repair: got %+v", p)
		}
	}
}

func TestPushingAfterALimitIsCountedAndItsEndRespected(t *testing.T) {
	r := gather(t, "0m Ana: I need some time to myself tonight.", "1m Ben: Answer me right now or we're done.", "2m Ana: ok, here I am", "3m Ben: Answer me right now or we're done.")
	if r.Pushes.N != 1 || r.Pushes.Refs[0].Line != 2 || r.Pushes.Refs[0].About.Line != 1 {
		t.Errorf("got %+v", r.Pushes)
	}
	r = gather(t, "0m Ana: I need some time to myself tonight.", "2h Ben: Answer me right now or we're done.")
	if r.Pushes.N != 0 {
		t.Errorf("two hours later is another talk: got %+v", r.Pushes)
	}
}

func TestFourQuickMessagesWithHurtAreHeat(t *testing.T) {
	r := gather(t, "0m Ana: hey", "20s Ana: You never listen to me.", "40s Ana: hello?", "1m Ana: answer", "80s Ana: please", "3m Ben: hi")
	if r.People[0].Heat.N != 1 {
		t.Errorf("got %+v", r.People[0].Heat)
	}
	r = gather(t, "0m Ana: hey", "20s Ana: how are you", "40s Ana: hello?", "1m Ana: nice day", "3m Ben: hi")
	if r.People[0].Heat.N != 0 {
		t.Errorf("four kind messages are no heat: got %+v", r.People[0].Heat)
	}
}

func TestTheThirdsTellWhatChanged(t *testing.T) {
	var lines []string
	for i := range 30 {
		text := "see you later"
		if i < 10 {
			text = "You never listen to me."
		}
		lines = append(lines, fmt.Sprintf("%dm Ana: %s", i, text))
	}
	r := gather(t, lines...)
	if r.FirstThird.Flagged != 10 || r.LastThird.Flagged != 0 || len(r.Changes) != 1 || r.Changes[0] != (Change{"blame", 10, 0}) {
		t.Errorf("got %+v, %+v, %+v", r.FirstThird, r.LastThird, r.Changes)
	}
}

func TestConversationsAreToldApartAndPutOnOneCalendar(t *testing.T) {
	c, err := coach.New(coach.Options{Acts: true})
	if err != nil {
		t.Fatal(err)
	}
	g := New(Options{})
	for export := range 2 {
		g.Begin()
		v := c.Conversation()
		for day := range 30 {
			at := time.Date(2024, 1, 1+day, 10, export, 0, 0, coach.Floating)
			g.Add(v.Check(&coach.Message{Speaker: []string{"Ana", "Ben"}[export], Text: "I feel so alone lately", Time: at}))
		}
	}
	r := g.Report()
	if r.Conversations != 2 || r.Feelings.Understood.N+r.Feelings.Other.N+r.Feelings.Elsewhere.N != 0 {
		t.Errorf("nobody answered anybody in %d conversations: got %+v", r.Conversations, r.Feelings)
	}
	total := 0
	for i, b := range r.Timeline {
		total += b.Messages
		if i > 0 && b.From < r.Timeline[i-1].To {
			t.Errorf("the calendar goes back: %s after %s", b.From, r.Timeline[i-1].To)
		}
	}
	if !r.ByTime || total != 60 || len(r.Timeline) > maxBuckets {
		t.Errorf("got %d messages in %d buckets, by time %t", total, len(r.Timeline), r.ByTime)
	}
}

func TestTimesInUTCAreReadOnTheReadersClock(t *testing.T) {
	g := New(Options{Zone: time.FixedZone("", 2*3600)})
	c, err := coach.New(coach.Options{Acts: true})
	if err != nil {
		t.Fatal(err)
	}
	v := c.Conversation()
	for _, at := range []time.Time{time.Date(2024, 1, 1, 21, 30, 0, 0, time.UTC), time.Date(2024, 1, 1, 21, 30, 0, 0, coach.Floating)} {
		g.Add(v.Check(&coach.Message{Speaker: "Ana", Text: "You never listen to me.", Time: at}))
	}
	if n := g.Report().People[0].Night; n.N != 1 || n.Refs[0].Time != "2024-01-01 23:30" {
		t.Errorf("got %+v", n)
	}
}

func TestAPromiseIsKnownByALaterWord(t *testing.T) {
	r := gather(t, "0m Ana: I promise I'll call the plumber.", "5h Ana: the plumber comes on friday")
	if len(r.Promises) != 1 || r.Promises[0].Later == nil || r.Promises[0].Later.Line != 2 || r.Promised.Later != 1 {
		t.Errorf("got %+v", r.Promises)
	}
	r = gather(t, "0m Ana: I'll call you at six.", "5h Ben: you said you'd call", "6h Ana: I'll call you at six.", "7h Ben: basically fine")
	if r.Promised.N != 2 || r.Promised.Later != 1 || r.Promises[0].Later == nil || r.Promises[0].Later.Speaker != "Ben" {
		t.Errorf("got %+v of %+v", r.Promises, r.Promised)
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

func TestATurnWithoutAnEndIsBounded(t *testing.T) {
	m := &seen{speaker: "Ana", content: []string{"lemon", "orange"}, words: 2}
	turn := newTurn(m)
	for range 10_000 {
		turn.add(m)
	}
	if len(turn.content) > maxContent+64 || len(turn.parts) > maxParts || turn.words != 20_002 {
		t.Errorf("kept %d words and %d messages, counted %d words", len(turn.content), len(turn.parts), turn.words)
	}
}
