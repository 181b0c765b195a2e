package reframe

import (
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach/phrase"
	"github.com/emotional-safety/coach/coach/text"
)

// tip is what a piece of advice would have the reader do: "if I were you I'd talk to him" and "have you tried talking to
// him" give "talk to him". It fits after "Would it help to", and gives up, as ask does, at what stings even then.
func tip(s string) (string, bool) {
	words := chargeWords(s)
	for i := range words {
		if c := tipAt(words, i); c != nil {
			return ask(c.verb + c.words(phrase.Base))
		}
	}
	return "", false
}

// tipAt reads the advice that words[at] introduces, or returns nil.
func tipAt(words []string, at int) *charge {
	word := func(i int) string {
		if i < 0 || i >= len(words) {
			return ""
		}
		return strings.TrimRight(strings.ToLower(strings.ReplaceAll(words[i], "’", "'")), ".,;:!?…")
	}
	i := at + 1
	form := phrase.Base
	switch w := word(at); {
	case slices.Contains([]string{"should", "could", "must", "gotta", "would", "better", "i'd", "you'd", "might"}, w) && word(i) != "not" && word(i) != "have" && word(i) != "be":
	case w == "to" && slices.Contains([]string{"is", "be", "best", "need", "have", "got", "ought", "want", "wise", "idea", "good", "easier", "better", "important", "helps", "help"}, word(at-1)) && word(at-2) != "not" && word(at-3) != "not" && (word(at-1) != "have" || word(at-2) == "you") && (word(at-1) != "got" || word(at-2) == "you"):
	case w == "is" && word(at-1) == "do":
	case w == "you" && word(at-1) == "not" && word(at-2) == "do" && word(at-3) == "why":
	case (w == "of" || w == "about") && !slices.Contains([]string{"how", "what", "thought", "thinking"}, word(at-1)):
		return nil
	case slices.Contains([]string{"try", "tried", "suggest", "recommend", "about", "consider", "considered", "of"}, w):
		form = phrase.Gerund
	default:
		return nil
	}
	for slices.Contains([]string{"just", "really", "definitely", "probably", "maybe", "also", "simply", "at", "least", "always", "never", "perhaps", "totally", "honestly", "seriously", "first"}, word(i)) {
		if word(i) == "never" {
			return nil
		}
		i++
	}
	if slices.Contains([]string{"try", "consider", "start"}, word(i)) && strings.HasSuffix(word(i+1), "ing") && form == phrase.Base {
		i++
		form = phrase.Gerund
	}
	base, got, ok := phrase.BaseOf(word(i))
	if !ok || got != form || slices.Contains([]string{"be", "help", "worry", "mind", "like", "love", "want", "need", "have", "know", "think", "say", "suggest", "recommend", "start", "go", "advise", "hate", "not", "do"}, base) && (base != "go" && base != "do" || len(words) <= i+2) {
		return nil
	}
	c := &charge{kind: demanded, verb: base}
	c, ok = c.readRest(words, i)
	if ok && (word(at) == "i'd" || word(at-1) == "i") {
		c.rest = toReader(c.rest)
	}
	if !ok || scolding.Has(base) || slices.ContainsFunc(c.rest, func(w string) bool { return urgent.Has(strings.ToLower(strings.Trim(w, ".,;:!?…"))) }) ||
		slices.ContainsFunc(c.rest, in("i i'd i’d")) {
		return nil
	}
	return c
}

// toReader turns what the writer would do into what the reader would: "put my phone away" into "put your phone away".
func toReader(words []string) []string {
	turned := slices.Clone(words)
	for i, w := range turned {
		if core, tail := splitTail(w); text.List("me my mine myself").Has(strings.ToLower(core)) {
			turned[i] = swapped(strings.ToLower(core)) + tail
		}
	}
	return turned
}
