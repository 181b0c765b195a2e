package coach

import (
	"slices"
	"time"

	"github.com/emotional-safety/coach/coach/rule"
)

// A Conversation checks messages in the order they were written, and remembers the last few as context. It
// can hold many conversations at once, told apart by Message.Conversation. One goroutine at a time may use it.
type Conversation struct {
	coach    *Coach
	analyzer *analyzer
	past     map[string]*history
	clock    int
}

// maxConversations bounds how many conversations are remembered; the one not heard of for longest is forgotten.
const maxConversations = 4096

// remembered is how many messages of a conversation are kept.
const remembered = 2 * rule.MaxWithin

// history is the last messages of one conversation, oldest first.
type history struct {
	said []said
	used int
}

// said is what a turn holds that later rules may ask about: one message, or several that one person wrote in a row.
type said struct {
	speaker string
	at      time.Time
	rules   []int // the rules that match it
}

// burstGap is how far apart the messages of one turn may be.
const burstGap = 10 * time.Minute

// Conversation returns a new, empty conversation.
func (c *Coach) Conversation() *Conversation {
	return &Conversation{coach: c, analyzer: newAnalyzer(c), past: map[string]*history{}}
}

// Check returns what is found in m, in the light of m.Context or else of the messages checked before it in the
// same conversation, and remembers m.
func (v *Conversation) Check(m *Message) Result {
	before := v.before(m)
	traces := v.analyzer.trace(m, before)
	result := Result{Message: m, Findings: v.analyzer.findings(m, traces), Acts: actsOf(traces), Allowed: allowedBy(traces)}
	v.remember(m, traces)
	return result
}

// before returns what the others said, oldest first.
func (v *Conversation) before(m *Message) []said {
	if m.Context != nil {
		return v.contextOf(m)
	}
	h := v.past[m.Conversation]
	if h == nil || m.Speaker == "" {
		return nil // without speakers nobody can tell who answers whom
	}
	var others []said
	for _, s := range h.said {
		if s.speaker != "" && s.speaker != m.Speaker {
			others = append(others, s)
		}
	}
	return others
}

// contextOf reads the messages that came with m. One without a speaker is taken for the other person's.
func (v *Conversation) contextOf(m *Message) []said {
	var others []said
	for i := range m.Context {
		c := &m.Context[i]
		if c.Speaker != "" && c.Speaker == m.Speaker {
			continue
		}
		others = append(others, said{c.Speaker, c.Time, rulesOf(v.analyzer.trace(c, nil))})
	}
	return others
}

func (v *Conversation) remember(m *Message, traces []Trace) {
	if m.Speaker == "" || m.Context != nil {
		return
	}
	h := v.past[m.Conversation]
	if h == nil {
		if len(v.past) >= maxConversations {
			v.forgetOldest()
		}
		h = &history{}
		v.past[m.Conversation] = h
	}
	v.clock++
	h.used = v.clock
	if n := len(h.said) - 1; n >= 0 && h.said[n].speaker == m.Speaker && m.Time.Sub(h.said[n].at) < burstGap {
		h.said[n].at = m.Time
		h.said[n].rules = union(h.said[n].rules, rulesOf(traces))
		return
	}
	if len(h.said) == remembered {
		h.said = slices.Delete(h.said, 0, 1)
	}
	h.said = append(h.said, said{m.Speaker, m.Time, rulesOf(traces)})
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

func (v *Conversation) forgetOldest() {
	oldest, at := "", v.clock+1
	for name, h := range v.past {
		if h.used < at {
			oldest, at = name, h.used
		}
	}
	delete(v.past, oldest)
}

// rulesOf lists the rules whose words stand, whether or not their findings are shown.
func rulesOf(traces []Trace) []int {
	var rules []int
	for _, t := range traces {
		if (t.Dropped == "" || t.Dropped == DroppedContext || t.Dropped == DroppedOverlap || t.Dropped == DroppedFilter) && !slices.Contains(rules, t.index) {
			rules = append(rules, t.index)
		}
	}
	return rules
}

// Explain returns every match in m with what became of it, for people who write rules. m.Context is the context.
func (c *Coach) Explain(m *Message) []Trace {
	v := c.Conversation()
	return slices.Clone(v.analyzer.trace(m, v.contextOf(m)))
}
