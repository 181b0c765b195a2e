package coach

import (
	"container/list"
	"slices"
	"strings"
	"time"

	"github.com/emotional-safety/coach/coach/rule"
)

// A Conversation checks messages in the order they were written, and remembers the last few as context. It
// can hold many conversations at once, told apart by Message.Conversation. One goroutine at a time may use it.
type Conversation struct {
	coach    *Coach
	analyzer *analyzer
	past     map[string]*list.Element // of recent
	recent   *list.List               // of *history, the one heard of last in front
	others   []said                   // room for what before returns
}

// maxConversations bounds how many conversations are remembered; the one not heard of for longest is forgotten.
const maxConversations = 4096

// remembered is how many messages of a conversation are kept.
const remembered = 2 * rule.MaxWithin

// history is the last messages of one conversation, oldest first. It holds up to twice as many as are remembered, so
// that making room is rare.
type history struct {
	conversation string
	said         []said
}

// last returns the messages that are remembered.
func (h *history) last() []said { return h.said[max(0, len(h.said)-remembered):] }

// said is what a turn holds that later rules may ask about: one message, or several that one person wrote in a row.
type said struct {
	speaker string
	at      time.Time
	rules   []int    // the rules that match it, of those that are asked for
	open    *open    // the last of what is only found out when it is asked for
	ids     []string // of its last messages, for those that answer one by its ID
}

// maxIDs is how many messages of a turn can be answered by their ID.
const maxIDs = 8

// burstGap is how far apart the messages of one turn may be.
const burstGap = 10 * time.Minute

// Conversation returns a new, empty conversation.
func (c *Coach) Conversation() *Conversation {
	return &Conversation{coach: c, analyzer: newAnalyzer(c), past: map[string]*list.Element{}, recent: list.New()}
}

// Check returns what is found in m, in the light of m.Context or else of the messages checked before it in the
// same conversation, and remembers m.
func (v *Conversation) Check(m *Message) Result {
	v.analyzer.makeRoom()
	e := v.analyzer.examine(m)
	v.settle(v.analyzer, &e)
	v.analyzer.finish(&e)
	return v.analyzer.result(&e)
}

// settle decides what becomes of the matches in a message, and remembers it. Messages are settled in the order in which
// they were written.
func (v *Conversation) settle(a *analyzer, e *examined) {
	if e.settled {
		return
	}
	var before []said
	if a.listens(e) {
		before = v.before(e.message)
	}
	a.settle(e, before)
	v.remember(a, e)
}

// result says what the user sees of a message that is settled.
func (a *analyzer) result(e *examined) Result {
	r := Result{Message: e.message, Findings: a.findings(e.message, e.traces)}
	if a.coach.acts {
		r.Acts, r.Allowed = actsOf(e.traces), allowedBy(e.traces)
	}
	return r
}

// place names where a message is heard: in its conversation, or in the thread that it answers in. A thread's first message
// stands in the conversation.
func (m *Message) place() string {
	if m.Thread == "" || m.Thread == m.ID {
		return m.Conversation
	}
	return m.thread()
}

func (m *Message) thread() string { return m.Conversation + "\x00" + m.Thread }

// before returns what the others said, oldest first; what m answers by its ID counts as said last, as long as it is
// remembered. The result is valid until the next call.
func (v *Conversation) before(m *Message) []said {
	place := v.past[m.place()]
	if place == nil || m.Speaker == "" {
		return nil // without speakers nobody can tell who answers whom
	}
	v.others = v.others[:0]
	for _, s := range place.Value.(*history).last() {
		if s.speaker != "" && s.speaker != m.Speaker {
			v.others = append(v.others, s)
		}
	}
	if m.ReplyTo == "" || m.Thread != "" {
		return v.others
	}
	if i := slices.IndexFunc(v.others, func(s said) bool { return slices.Contains(s.ids, m.ReplyTo) }); i >= 0 {
		answered := v.others[i]
		v.others = append(slices.Delete(v.others, i, i+1), answered)
	}
	return v.others
}

// contextOf reads the messages that came with m. One without a speaker is taken for the other person's.
func (a *analyzer) contextOf(m *Message) []said {
	var others []said
	for i := range m.Context {
		c := &m.Context[i]
		if c.Speaker != "" && c.Speaker == m.Speaker {
			continue
		}
		e := examined{message: c}
		e.traces, e.late = a.found(c.Text, func(r int) part {
			use := a.coach.set.Use(r)
			if use.Kind() == rule.Mask {
				return around
			}
			return a.askedPart(use, "", use.Is(rule.Heard))
		})
		a.settle(&e, nil)
		now := said{speaker: c.Speaker, at: c.Time, rules: a.saidRules(e.traces)}
		if len(e.late) > 0 {
			now.open = &open{text: c.Text, late: e.late}
		}
		others = append(others, now)
	}
	return others
}

func (v *Conversation) remember(a *analyzer, e *examined) {
	m := e.message
	if m.Speaker == "" {
		return
	}
	rules := a.saidRules(e.traces)
	v.history(m.place()).add(a, m, rules, a.kept.open(a, e))
	if m.Thread != "" && m.Thread == m.ID {
		v.history(m.thread()).add(a, m, rules, a.kept.open(a, e))
	}
}

func (h *history) add(a *analyzer, m *Message, rules []int, o *open) {
	n := len(h.said) - 1
	if n < 0 || h.said[n].speaker != m.Speaker || m.Time.Sub(h.said[n].at) >= burstGap {
		if len(h.said) == 2*remembered {
			for _, s := range h.said[:remembered+1] {
				a.kept.forget(s.open)
			}
			h.said = slices.Delete(h.said, 0, remembered+1)
		}
		h.said = append(h.said, said{speaker: h.name(m.Speaker)})
		n = len(h.said) - 1
	}
	s := &h.said[n]
	s.at = m.Time
	s.rules = union(s.rules, rules)
	s.named(m.ID)
	if o != nil {
		s.keep(a, o)
	}
}

// keep keeps a message open. If there are many in the turn, it looks at the first.
func (s *said) keep(a *analyzer, o *open) {
	o.before = s.open
	s.open = o
	n := 1
	for o.before != nil && n < maxOpen {
		o, n = o.before, n+1
	}
	if first := o.before; first != nil {
		a.close(first, func(r int) bool { return !a.isMask(r) })
		s.rules = union(s.rules, first.did)
		o.before = nil
		a.kept.forget(first)
	}
}

// named keeps the ID of one more message of the turn.
func (s *said) named(id string) {
	if id == "" {
		return
	}
	if len(s.ids) == maxIDs {
		s.ids = slices.Delete(s.ids, 0, 1)
	}
	s.ids = append(s.ids, strings.Clone(id))
}

// name returns a speaker's name in memory of its own: what is remembered must not hold on to the export it was read from.
func (h *history) name(speaker string) string {
	for i := range h.said {
		if h.said[i].speaker == speaker {
			return h.said[i].speaker
		}
	}
	return strings.Clone(speaker)
}

func union(a, b []int) []int {
	for _, r := range b {
		if !slices.Contains(a, r) {
			a = append(a, r)
		}
	}
	return a
}

// actsOf lists the acts that stand in a message.
func actsOf(traces []Trace) []string {
	var acts []string
	for _, t := range traces {
		if t.Rule.Kind == rule.Act && t.Dropped == "" && !slices.Contains(acts, t.Rule.ID) {
			acts = append(acts, t.Rule.ID)
		}
	}
	return acts
}

// allowedBy lists the families of flags that were dropped for what was said before.
func allowedBy(traces []Trace) []string {
	var families []string
	for _, t := range traces {
		if t.Rule.Kind == rule.Flag && t.Dropped == DroppedContext && !slices.Contains(families, t.Rule.Family()) {
			families = append(families, t.Rule.Family())
		}
	}
	return families
}

// history returns what is remembered of a conversation, which is now the one heard of last.
func (v *Conversation) history(conversation string) *history {
	if place := v.past[conversation]; place != nil {
		v.recent.MoveToFront(place)
		return place.Value.(*history)
	}
	if len(v.past) >= maxConversations {
		oldest := v.recent.Remove(v.recent.Back()).(*history)
		for i := range oldest.said {
			v.analyzer.kept.forget(oldest.said[i].open)
		}
		delete(v.past, oldest.conversation)
	}
	h := &history{conversation: strings.Clone(conversation)}
	v.past[h.conversation] = v.recent.PushFront(h)
	return h
}

// saidRules lists the rules whose words stand, whether or not their findings are shown, of those that other rules ask for.
func (a *analyzer) saidRules(traces []Trace) []int {
	var rules []int
	for i := range traces {
		t := &traces[i]
		stands := t.Dropped == "" || t.Dropped == DroppedContext || t.Dropped == DroppedOverlap || t.Dropped == DroppedFilter
		if stands && a.coach.set.Use(t.index).Is(rule.Heard) && !slices.Contains(rules, t.index) {
			rules = append(rules, t.index)
		}
	}
	return rules
}

// Explain returns every match in m with what became of it, for people who write rules. m.Context is the context.
func (c *Coach) Explain(m *Message) []Trace {
	v := c.Conversation()
	v.analyzer.thorough = true
	e := v.analyzer.examine(m)
	v.settle(v.analyzer, &e)
	return e.traces
}
