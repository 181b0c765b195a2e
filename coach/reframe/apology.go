package reframe

import (
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach/phrase"
	"github.com/emotional-safety/coach/coach/text"
)

// loss is what a reproach says came of it: "because of you we lost the deposit" holds "we lost the deposit". It fits
// after "I’m upset that".
func loss(s string) (string, bool) {
	words := chargeWords(s)
	lower := make([]string, len(words))
	for i, w := range words {
		core, _ := splitTail(w)
		lower[i] = strings.ToLower(core)
	}
	for i, w := range words {
		if full, tail := splitTail(w); strings.EqualFold(strings.ReplaceAll(full, "’", "'"), "we're") {
			words = slices.Concat(words[:i], []string{"we", "are" + tail}, words[i+1:])
			lower = slices.Concat(lower[:i], []string{"we", "are"}, lower[i+1:])
			break
		}
	}
	var clause []string
	for i := range words {
		switch {
		case lower[i] == "fault" && i > 0 && (lower[i-1] == "your" || lower[i-1] == "ur") && i+2 < len(words):
			clause = words[i+1:]
			if lower[i+1] == "that" {
				clause = words[i+2:]
			}
			return lost(clause)
		case lower[i] != "because" && lower[i] != "thanks" || i+2 >= len(words):
			continue
		case i == 0 && len(words) > 3 && (lower[1] == "of" || lower[1] == "to") && lower[2] == "you":
			clause = words[3:]
		case i > 0 && (lower[i+1] == "of" || lower[i+1] == "to" || lower[i+1] == "you"):
			clause = words[:i]
		default:
			continue
		}
		return lost(clause)
	}
	return "", false
}

// lost returns the clause up to its first stop if it tells what the writer and others lost, missed or had to do.
func lost(clause []string) (string, bool) {
	var out []string
	for i, w := range clause {
		core, tail := splitTail(w)
		low := strings.ToLower(core)
		if ends.Has(low) && low != "till" && low != "until" || slices.Contains([]string{"you", "your", "ur"}, low) {
			return "", false
		}
		if spice.Has(low) || i == len(clause)-1 && low == "all" {
			continue
		}
		if i == 0 && low != "i" {
			core = Uncapitalize(core)
		}
		if low == "i" {
			core = "I"
		}
		out = append(out, core)
		if tail != "" {
			break
		}
	}
	if len(out) < 3 || !slices.Contains(strings.Fields("i we my our everyone the"), strings.ToLower(out[0])) {
		return "", false
	}
	out = contract(out)
	for tails.Has(out[len(out)-1]) && out[len(out)-1] != "anymore" && len(out) > 2 {
		out = out[:len(out)-1]
	}
	for i, w := range out[1:min(4, len(out))] {
		w, next := strings.ToLower(w), ""
		if i+2 < len(out) {
			next = strings.ToLower(out[i+2])
		}
		base, form, ok := phrase.BaseOf(w)
		switch {
		case ok && form == phrase.PastTense && losses.Has(base), w == "can’t" || w == "couldn’t", (w == "has" || w == "have" || w == "had") && next == "to",
			(w == "are" || w == "we’re" || w == "am" || w == "were") && slices.Contains([]string{"late", "stuck", "broke", "behind"}, next):
			return strings.Join(out, " "), true
		}
	}
	return "", false
}

// losses are the verbs that tell what came of something without judging it.
const losses = text.List("lose miss have get pay spend cancel arrive sleep wait fail leave break sit stand walk run cry")

// owned is what an apology is for, without what takes it back: "about last night", "for shouting", "I was late". It
// fits after "I’m sorry", and gives up at what is no fault of the writer's.
func owned(s string) (string, bool) {
	words := chargeWords(s)
	i := slices.IndexFunc(words, in("sorry apologize apologise apologies"))
	if i < 0 || !strings.EqualFold(words[i], "sorry") && (i+1 == len(words) || !strings.EqualFold(words[i+1], "for")) {
		return "", false
	}
	var out []string
	for _, w := range words[i+1:] {
		core, tail := splitTail(w)
		low := strings.ToLower(core)
		if slices.Contains([]string{"but", "however", "though", "although", "because", "so", "okay", "ok", "if", "and", "what", "get", "alright", "now"}, low) && (low != "what" || len(out) != 1 || out[0] == "I") {
			break
		}
		if len(out) >= 2 && (low == "your" || low == "you" || low == "ur") && !strings.EqualFold(out[0], "about") {
			out = append(out, map[string]string{"ur": "your"}[low]+strings.TrimPrefix(low, "ur"))
			if tail != "" {
				break
			}
			continue
		}
		if slices.Contains([]string{"you", "your", "ur", "yourself", "whatever", "any", "all", "not", "like", "again", "feelings", "everything", "that", "this", "it", "inconvenience", "existence"}, low) {
			return "", false
		}
		if low == "i" || low == "i'm" {
			core = strings.ToUpper(core[:1]) + core[1:]
		}
		out = append(out, core)
		if tail != "" {
			break
		}
	}
	if len(out) < 2 || len(out) > 9 {
		return "", false
	}
	second := strings.ToLower(out[1])
	base, form, isVerb := phrase.BaseOf(second)
	switch strings.ToLower(out[0]) {
	case "i":
		ok := isVerb && form == phrase.PastTense && !noFaults.Has(base) || second == "was" && len(out) > 2 && slices.Contains([]string{"late", "rude", "short", "harsh", "mean", "wrong", "out", "away"}, strings.ToLower(out[2]))
		return strings.Join(out, " "), ok
	case "about", "for":
		if isVerb && form == phrase.Gerund || second == "being" {
			ok := faults.Has(base) || second == "being" && len(out) > 2 && slices.Contains([]string{"late", "rude", "short", "harsh", "mean"}, strings.ToLower(out[2]))
			return strings.Join(append([]string{"for"}, out[1:]...), " "), ok
		}
		thing := slices.Contains(strings.Fields("the my yesterday last earlier saturday sunday monday tuesday wednesday thursday friday today tonight what"), second)
		if second == "what" && (len(out) < 4 || !strings.EqualFold(out[2], "i")) {
			thing = false
		}
		return strings.Join(append([]string{"about"}, out[1:]...), " "), thing
	}
	return "", false
}

// noFaults are verbs for what nobody needs to be sorry for: "sorry I asked" takes the sorry back.
const noFaults = text.List("care love try ask think trust bother believe marry meet expect want exist breathe speak dare have be feel hope waste open help get know assume need let do make hear come go like mean suppose")

// faults are verbs for what people are sorry to have done.
const faults = text.List(`yell shout snap scream forget miss lie break lose hurt leave ignore call say swear laugh cancel oversleep spill
	read tell spend cheat slam throw interrupt raise overreact ruin embarrass flirt drink bring crash scratch burn`)

// spoiled is the occasion that a reproach says was ruined: "my birthday". It fits in "how … went".
func spoiled(s string) (string, bool) {
	words := chargeWords(s)
	for i, w := range words[:max(0, len(words)-1)] {
		base, _, ok := phrase.BaseOf(strings.ToLower(w))
		if !ok || !slices.Contains([]string{"ruin", "wreck", "spoil", "destroy"}, base) {
			continue
		}
		var out []string
		rest := words[i+1:]
		for j, w := range rest {
			core, tail := splitTail(w)
			low := strings.ToLower(core)
			if scorn.Has(low) || spice.Has(low) {
				continue
			}
			out = append(out, core)
			if next := after(rest, j, ""); occasions.Has(low) && (tail != "" || !occasions.Has(next)) {
				first := strings.ToLower(out[0])
				return strings.Join(out, " "), len(out) == 1 && low == "christmas" || len(out) > 1 && slices.Contains([]string{"my", "our", "her", "his", "the", "their", "this"}, first)
			}
			if tail != "" || len(out) > 3 {
				break
			}
		}
	}
	return "", false
}

const occasions = text.List("birthday wedding party holiday trip weekend evening dinner christmas vacation day night graduation anniversary date lunch afternoon meal visit thanksgiving honeymoon recital concert picnic barbecue")

// admitted is what the writer did, out of an excuse for it: "I only lied because you'd get mad" gives "I lied", "I would
// have called if you'd told me" gives "I didn’t call". It fits after "I’m sorry".
func admitted(s string) (string, bool) {
	words := chargeWords(s)
	for i, w := range words {
		if low := strings.ToLower(w); low != "i" && low != "i'd" && low != "i’d" {
			continue
		}
		j := i + 1
		for j < len(words) && slices.Contains([]string{"only", "just"}, strings.ToLower(words[j])) {
			j++
		}
		missed, would := false, false
		if j+2 < len(words) && strings.EqualFold(words[j], "would") {
			would = true
			j++
			if strings.EqualFold(words[j], "not") {
				missed = true
				j++
			}
			if !strings.EqualFold(words[j], "have") {
				continue
			}
			j++
		}
		if j >= len(words) {
			return "", false
		}
		base, form, ok := phrase.BaseOf(strings.TrimRight(strings.ToLower(words[j]), ".,;:!?…"))
		if !ok || would && !isParticiple(strings.TrimRight(strings.ToLower(words[j]), ".,;:!?…")) || !would && form != phrase.PastTense {
			continue
		}
		c := &charge{kind: demanded, verb: base, ifs: true}
		c, ok = c.readRest(words, j)
		if !ok {
			return "", false
		}
		switch {
		case would && !missed:
			return "I didn’t " + base + c.words(phrase.Base), duties.Has(base)
		default:
			return "I " + phrase.Inflect(base, phrase.PastTense) + c.words(phrase.PastTense), faults.Has(base) && len(c.rest) <= 5
		}
	}
	return "", false
}

// duties are verbs for what people are sorry to have left undone.
const duties = text.List("call text tell write come help ask clean answer reply remember pick wait show warn say pay wash visit")
