package reframe

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach/phrase"
	"github.com/emotional-safety/coach/coach/text"
)

// filter returns what a slot may ask for after a |, nil if there is no such filter. Each gives up, with false, when it can't be sure.
func filter(name string) func(string) (string, bool) {
	switch name {
	case "base":
		return verb(phrase.Base)
	case "ask":
		return ask
	case "third":
		return verb(phrase.Third)
	case "past":
		return verb(phrase.PastTense)
	case "ing":
		return verb(phrase.Gerund)
	case "flip":
		return flip
	case "deed":
		return deed
	case "habit":
		return habit
	case "wish":
		return wish
	case "asked":
		return request
	case "loss":
		return loss
	case "owned":
		return owned
	case "demand":
		return demand
	case "tip":
		return tip
	case "admitted":
		return admitted
	case "feel":
		return feel
	case "scene":
		return scene
	case "looked":
		return looked
	case "moment":
		return moment
	case "spoiled":
		return spoiled
	case "lower":
		return func(s string) (string, bool) { return Uncapitalize(s), true }
	case "cap":
		return func(s string) (string, bool) { return capitalize(s), true }
	case "trim":
		return func(s string) (string, bool) { return strings.TrimRight(s, " .,;:!?…-"), true }
	}
	return nil
}

// Uncapitalize lowers the capital that only the sentence's beginning gave its first word, so that the words can stand
// inside another sentence. "I" and words with more capitals keep theirs.
func Uncapitalize(s string) string {
	first, _, _ := strings.Cut(s, " ")
	r, n := utf8.DecodeRuneInString(first)
	if !unicode.IsUpper(r) || first == "I" || strings.HasPrefix(first, "I'") || strings.HasPrefix(first, "I’") || strings.ToLower(first[n:]) != first[n:] {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// feel is the form of "feel" that tells of the time the words tell of: "felt" if they say "made".
func feel(s string) (string, bool) {
	for _, w := range strings.Fields(strings.ToLower(s)) {
		if w == "made" || w == "drove" || w == "left" {
			return "felt", true
		}
	}
	return "feel", true
}

// scene is where or when something happened, and only that: "in front of your parents", "at the party".
func scene(s string) (string, bool) {
	words := strings.Fields(strings.TrimRight(s, " .,;:!?…"))
	if len(words) < 1 || len(words) > 8 || slices.ContainsFunc(words[1:], in(ends)) || slices.ContainsFunc(words[1:], in("and or like always never again")) {
		return "", false
	}
	if strings.ContainsAny(strings.Join(words, " "), ",;:!?….") {
		return "", false
	}
	first := strings.ToLower(words[0])
	ok := dayWords.Has(first) || len(words) > 1 && sceneWords.Has(first)
	return Uncapitalize(strings.Join(words, " ")), ok
}

// looked is where someone was made to look foolish: "You made me look like a fool in that meeting" gives "in that meeting".
func looked(s string) (string, bool) {
	words := strings.Fields(s)
	at := slices.IndexFunc(words, in("me"))
	if at < 1 || at+1 >= len(words) {
		return "", false
	}
	from := at + 1
	switch strings.ToLower(words[at-1]) {
	case "of": // a fool of me
		if at < 3 || !strings.EqualFold(words[at-2], "fool") {
			return "", false
		}
	case "embarrassed", "humiliated", "mocked", "shamed":
	case "made":
		if !strings.EqualFold(words[from], "look") {
			return "", false
		}
		from += 2
	default:
		return "", false
	}
	at = from - 2
	for i := from; i < len(words) && i <= at+5; i++ {
		if where, ok := scene(strings.Join(words[i:], " ")); ok {
			return where, true
		}
	}
	return "", false
}

const (
	sceneWords = text.List("in at during after last this on whenever when all")
	dayWords   = text.List("yesterday today tonight lately")
)

// beforeVerb are words that may stand before the verb of an action and don't change its form.
const beforeVerb = text.List("just really please maybe simply always never not also then probably actually definitely only")

// verb returns a filter that puts the first verb of an action into a form, and with it the verbs joined to it
// by "and" or "or": "talk to him and ask" gives "talking to him and asking".
func verb(form phrase.VerbForm) func(string) (string, bool) {
	return func(action string) (string, bool) {
		words := strings.Fields(action)
		i := 0
		for i < len(words) && beforeVerb.Has(strings.ToLower(words[i])) {
			i++
		}
		if i == len(words) {
			return "", false
		}
		first := words[i]
		if !inflect(words, i, form) {
			return "", false
		}
		for j := i + 2; j < len(words); j++ {
			if prev := strings.ToLower(words[j-1]); (prev == "and" || prev == "or" || prev == "then") && sameForm(first, words[j]) { // "natural and meant to be" goes on with no verb
				inflect(words, j, form)
			}
		}
		return strings.Join(words, " "), true
	}
}

// sameForm reports whether two words are verbs that stand in the same form.
func sameForm(a, b string) bool {
	bare := func(w string) string { return strings.TrimRight(strings.ToLower(w), ".,;:!?…") }
	_, one, ok := phrase.BaseOf(bare(a))
	_, other, both := phrase.BaseOf(bare(b))
	return ok && both && one == other
}

// ask is the base form of an action, for a question whether it would help. It gives up at what stings even when it is
// asked: to stop, to learn, to choose better.
func ask(action string) (string, bool) {
	base, ok := verb(phrase.Base)(action)
	base = untried(unurged(base))
	words := strings.Fields(strings.ToLower(base))
	for len(words) > 0 && beforeVerb.Has(words[0]) {
		words = words[1:]
	}
	if !ok || len(words) == 0 || scolding.Has(words[0]) || slices.Contains(words, "i") || hanging.Has(words[len(words)-1]) ||
		slices.ContainsFunc(words, urgent.Has) {
		return "", false
	}
	rest := slices.Concat(words[1:], []string{""})
	switch words[0] {
	case "be":
		return base, gentle.Has(rest[0]) && (rest[0] != "honest" || slices.Contains(rest, "with") || slices.Contains(rest, "about"))
	case "speak":
		return base, rest[0] != "for"
	case "choose":
		return base, !text.List("better wisely happiness joy kindness to differently").Has(rest[0])
	case "give":
		return base, rest[0] != "up"
	case "have":
		return base, !isParticiple(rest[0])
	case "let":
		return base, rest[0] != "it" && !slices.Contains(rest, "go")
	case "move":
		return base, rest[0] != "on"
	case "get":
		return base, rest[0] != "over" && rest[0] != "used" && !slices.Contains(rest, "life") && !slices.Contains(rest, "grip")
	case "stay":
		return base, rest[0] != "positive" && rest[0] != "strong"
	}
	return base, true
}

// unurged leaves out what only presses an action on: "just call her" gives "call her".
func unurged(action string) string {
	words := strings.Fields(action)
	for len(words) > 1 && urging.Has(strings.ToLower(words[0])) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

const urging = text.List("just really please maybe simply also then probably actually definitely always")

// untried leaves out a "try" before what is to be tried: whether that would help is the question.
func untried(action string) string {
	words := strings.Fields(action)
	if len(words) < 2 || !strings.EqualFold(words[0], "try") {
		return action
	}
	if strings.EqualFold(words[1], "to") {
		return strings.Join(words[2:], " ")
	}
	base, form, ok := phrase.BaseOf(strings.ToLower(words[1]))
	if !ok || form != phrase.Gerund {
		return action
	}
	words[1] = base
	return strings.Join(words[1:], " ")
}

const (
	scolding = text.List("live focus follow think forget calm relax cheer lighten toughen stop quit grow learn realize recognize understand remember read leave educate familiarize admit accept apologize prioritize face own mind embrace consider communicate count step stand shrug back stuff pressure answer explain")
	// urgent are words of advice that is not to be softened, or that a question makes no kinder.
	urgent = text.List("hospital ambulance emergency 911 999 112 er a&e police ecg suicide die kill weight pounds sure")
	// hanging are words that something has to follow.
	hanging = text.List("with for from at into")
	gentle  = text.List("kind gentle honest open patient there with careful clear direct firm firmer")
)

// inflect puts words[i] into the form; false if it is not known as a base verb.
func inflect(words []string, i int, form phrase.VerbForm) bool {
	word := strings.ToLower(words[i])
	core := strings.TrimRight(word, ".,;:!?…")
	base, _, ok := phrase.BaseOf(core)
	if !ok {
		return false
	}
	if base == "be" && form == phrase.Third || base == "be" && form == phrase.PastTense {
		return false // depends on who
	}
	words[i] = phrase.Inflect(base, form) + word[len(core):]
	return true
}

// swapped returns a word of one speaker in the mouth of the other, or "". "you" is worked out from its place.
func swapped(word string) string {
	switch word {
	case "i", "me":
		return "you"
	case "my":
		return "your"
	case "mine":
		return "yours"
	case "myself":
		return "yourself"
	case "your", "ur":
		return "my"
	case "yours":
		return "mine"
	case "yourself":
		return "myself"
	case "i'm":
		return "you’re"
	case "i've":
		return "you’ve"
	case "i'll":
		return "you’ll"
	case "i'd":
		return "you’d"
	case "you're":
		return "I’m"
	case "you've":
		return "I’ve"
	case "you'll":
		return "I’ll"
	case "you'd":
		return "I’d"
	}
	return ""
}

// flip turns the words of one speaker into the other's: "when you ignore me" is "when I ignore you". It gives up
// where the place of a "you" doesn't tell subject from object.
func flip(s string) (string, bool) {
	words := strings.Fields(s)
	out := make([]string, len(words))
	for i, w := range words {
		core, tail := splitTail(w)
		folded := strings.ToLower(strings.ReplaceAll(core, "’", "'"))
		switch other := swapped(folded); {
		case folded == "you" || folded == "u" || folded == "ya":
			who, ok := whichYou(words, i)
			if !ok {
				return "", false
			}
			out[i] = who + tail
		case other != "":
			out[i] = other + tail
		case folded == "am" || folded == "are" || folded == "was" || folded == "were":
			out[i] = agree(folded, words, i) + tail
		default:
			out[i] = w
		}
	}
	return strings.Join(out, " "), true
}

func splitTail(w string) (core, tail string) {
	core = strings.TrimRight(w, ".,;:!?…")
	return core, w[len(core):]
}

// agree makes a form of be agree with the subject before it, once that is flipped.
func agree(be string, words []string, i int) string {
	if i == 0 {
		return be
	}
	switch strings.ToLower(words[i-1]) {
	case "you", "u":
		return map[string]string{"are": "am", "were": "was"}[be]
	case "i":
		return map[string]string{"am": "are", "was": "were"}[be]
	}
	return be
}

const (
	beforeSubject = text.List("when if because that while although though until unless whenever before after once since and but so how why what where as than cause cuz")
	afterSubject  = text.List("are were have had do did don't didn't aren't weren't haven't hadn't can can't could couldn't will won't would wouldn't should shouldn't " +
		"may might must always never just really even still only also keep kept")
	beforeObject = text.List("to for with at of about from on like by around without behind against into over toward towards beside near")
)

// whichYou tells whether the "you" at i is a subject, I, or an object, me.
func whichYou(words []string, i int) (string, bool) {
	var prev, next string
	if i > 0 {
		prev, _ = splitTail(strings.ToLower(words[i-1]))
	}
	core, tail := splitTail(words[i])
	last := i == len(words)-1 || tail != "" && core != ""
	if !last {
		next, _ = splitTail(strings.ToLower(strings.ReplaceAll(words[i+1], "’", "'")))
	}
	_, form, nextIsVerb := phrase.BaseOf(next)
	nextIsVerb = nextIsVerb && (form == phrase.Base || form == phrase.PastTense)
	switch {
	case beforeObject.Has(prev):
		return "me", !nextIsVerb
	case last && prev != "":
		return "me", !beforeSubject.Has(prev)
	case i == 0 || beforeSubject.Has(prev):
		return "I", nextIsVerb || afterSubject.Has(next)
	case afterSubject.Has(next):
		return "I", true
	}
	if _, _, prevIsVerb := phrase.BaseOf(prev); prevIsVerb && !nextIsVerb {
		return "me", true
	}
	return "", false
}
