package reframe

import (
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach/phrase"
	"github.com/emotional-safety/coach/coach/text"
)

// demand is what a threat asks for, without the threat: "say yes or we're over" gives "to say yes", "if you go to that
// party we're done" gives "not to go to that party". It fits after "I’d really like you".
func demand(s string) (string, bool) {
	words := chargeWords(s)
	if c, ok := threatened(words); ok {
		return c, true
	}
	or := slices.IndexFunc(words, in("or"))
	if or < 1 || or+1 == len(words) || !orElse.Has(strings.TrimRight(strings.ToLower(strings.ReplaceAll(words[or+1], "’", "'")), ".,;:!?…")) {
		return "", false
	}
	words = words[:or]
	for len(words) > 1 && slices.Contains([]string{"either", "you", "just", "so", "now", "then", "better", "please", "well", "ok", "okay", "have", "need"}, strings.TrimRight(strings.ToLower(words[0]), ",")) || len(words) > 1 && strings.EqualFold(words[0], "to") {
		words = words[1:]
	}
	return infinitive(words, false)
}

// orElse are the words with which a threat goes on after "or".
const orElse = text.List("i i'm im i'll we we're we'll it's this that there the do else lose you you'll she he they our its")

// threatened reads the condition of a threat: "if you don't come home", "unless you pay", "until you say sorry".
func threatened(words []string) (string, bool) {
	for i, w := range words {
		if !strings.EqualFold(w, "you") || i == 0 || i+1 >= len(words) {
			continue
		}
		rest := words[i+1:]
		low := strings.ToLower(rest[0])
		switch strings.ToLower(words[i-1]) {
		case "unless", "until", "till":
			if low == "have" && len(rest) > 1 {
				base, _, ok := phrase.BaseOf(strings.TrimRight(strings.ToLower(rest[1]), ".,;:!?…"))
				if !ok || !isParticiple(strings.TrimRight(strings.ToLower(rest[1]), ".,;:!?…")) {
					return "", false
				}
				_, tail := splitTail(rest[1])
				rest = slices.Concat([]string{base + tail}, rest[2:])
			}
			return infinitive(rest, false)
		case "if":
			if (low == "do" || low == "will" || low == "can") && len(rest) > 2 && strings.EqualFold(rest[1], "not") {
				return infinitive(rest[2:], false)
			}
			return infinitive(rest, true)
		}
	}
	return "", false
}

// infinitive is an order up to the end of its clause, as what is wished for: "to come home tonight".
func infinitive(words []string, not bool) (string, bool) {
	for len(words) > 0 && heated.Has(strings.ToLower(words[0])) {
		words = words[1:]
	}
	if len(words) == 0 {
		return "", false
	}
	base, form, ok := phrase.BaseOf(strings.TrimRight(strings.ToLower(words[0]), ".,;:!?…"))
	if !ok || form != phrase.Base || slices.Contains([]string{"be", "do", "think", "want", "love", "care", "need", "like", "know", "have", "make", "let", "shut", "grow", "forget", "mess", "cross", "see", "keep", "find", "get", "can", "try", "mean", "ever", "trust", "accept", "admit", "realize", "hurry"}, base) {
		return "", false
	}
	c := &charge{kind: demanded, verb: base}
	c, ok = c.readRest(demandEnd(words), 0)
	if !ok || slices.ContainsFunc(c.rest, in(others)) && !slices.ContainsFunc(c.rest, in("it that this what who why my your")) {
		return "", false
	}
	text := "to " + c.verb + c.words(phrase.Base)
	if not {
		text = "not " + text
	}
	return text, true
}

// demandEnd cuts the words where the threat begins: "if you leave I'm calling your mother".
func demandEnd(words []string) []string {
	for i := 1; i < len(words); i++ {
		low := strings.TrimRight(strings.ToLower(strings.ReplaceAll(words[i], "’", "'")), ".,;:!?…")
		next := ""
		if i+1 < len(words) {
			next = strings.ToLower(words[i+1])
		}
		switch {
		case slices.Contains([]string{"i'm", "im", "i'll", "i'd", "we're", "we'll", "it's", "you'll", "that's", "they'll", "he'll", "she'll", "and", "then", "consider", "don't"}, low),
			low == "do" && next == "not",
			low == "i" && next == "do", low == "you" && next != "" && !slices.Contains([]string{"with", "to", "for", "of", "what", "how", "that", "where"}, strings.ToLower(words[i-1])),
			(low == "i" || low == "we" || low == "this" || low == "you" || low == "it") && slices.Contains([]string{"will", "am", "are", "is", "would", "can", "swear", "can't", "won't", "owe", "leave", "go", "walk", "tell"}, next):
			return words[:i]
		}
	}
	return words
}
