package coach

import (
	"regexp"
	"strings"
	"testing"

	"github.com/emotional-safety/coach/coach/rule"
)

func TestWordsThatChangeNothingHideNoFlag(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	conversation := c.Conversation()
	flagged := func(msg string) bool {
		for _, f := range conversation.Check(&Message{Text: msg}).Findings {
			if f.Rule.Kind == rule.Flag {
				return true
			}
		}
		return false
	}
	lower := func(msg string) string {
		if msg[0] == 'I' && (len(msg) == 1 || strings.ContainsRune(" '’", rune(msg[1]))) {
			return msg
		}
		return strings.ToLower(msg[:1]) + msg[1:]
	}
	end := regexp.MustCompile(`([.!?]*)$`)
	said := regexp.MustCompile(`\b([Yy]ou) (never|always|ruin|make|made|left|forgot)\b`)
	ways := []struct {
		name string
		say  func(msg string) string
	}{
		{"a name before", func(msg string) string { return "Kevin, " + lower(msg) }},
		{"a name behind", func(msg string) string { return end.ReplaceAllString(msg, ", Kevin$1") }},
		{"a word that leads up", func(msg string) string { return "Honestly, " + lower(msg) }},
		{"weight in the middle", func(msg string) string { return said.ReplaceAllString(msg, "$1 literally $2") }},
	}
	all, lost := make([]int, len(ways)), make([][]string, len(ways))
	for _, e := range c.Rules().Examples() {
		for _, x := range e.Flag {
			if len(x.After) > 0 || !flagged(x.Text) {
				continue
			}
			for i, way := range ways {
				changed := way.say(x.Text)
				if changed == x.Text {
					continue
				}
				if all[i]++; !flagged(changed) {
					lost[i] = append(lost[i], changed)
				}
			}
		}
	}
	for i, way := range ways {
		if all[i] < 50 || len(lost[i])*50 > all[i] {
			t.Errorf("%s: %d of %d flags lost: %q", way.name, len(lost[i]), all[i], lost[i][:min(10, len(lost[i]))])
		}
	}
}
