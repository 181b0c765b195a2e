package phrase

import (
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach/text"
)

// A VerbForm is one of the forms an English verb takes.
type VerbForm uint8

// The verb forms.
const (
	Base       VerbForm = iota // take
	Third                      // takes
	PastTense                  // took
	Participle                 // taken
	Gerund                     // taking
)

type irregularVerb struct{ base, past, participle string }

// irregular lists verbs whose past forms the rules of spelling do not give: base, past, participle.
// "|" separates forms that are both in use. Source: the closed list of English strong and mixed verbs
// in common use, checked against the forms that learners' grammars give.
var irregular = []irregularVerb{
	{"arise", "arose", "arisen"}, {"awake", "awoke", "awoken"}, {"babysit", "babysat", "babysat"}, {"bear", "bore", "borne"}, {"beat", "beat", "beaten"},
	{"become", "became", "become"}, {"begin", "began", "begun"}, {"bend", "bent", "bent"}, {"bet", "bet", "bet"}, {"bind", "bound", "bound"},
	{"bite", "bit", "bitten"}, {"bleed", "bled", "bled"}, {"blow", "blew", "blown"}, {"break", "broke", "broken"}, {"breed", "bred", "bred"},
	{"bring", "brought", "brought"}, {"build", "built", "built"}, {"burn", "burned|burnt", "burned|burnt"}, {"burst", "burst", "burst"}, {"buy", "bought", "bought"},
	{"catch", "caught", "caught"}, {"choose", "chose", "chosen"}, {"cling", "clung", "clung"}, {"come", "came", "come"}, {"cost", "cost", "cost"},
	{"creep", "crept", "crept"}, {"cut", "cut", "cut"}, {"deal", "dealt", "dealt"}, {"dig", "dug", "dug"}, {"draw", "drew", "drawn"},
	{"dream", "dreamed|dreamt", "dreamed|dreamt"}, {"drink", "drank", "drunk"}, {"drive", "drove", "driven"}, {"eat", "ate", "eaten"}, {"fall", "fell", "fallen"},
	{"feed", "fed", "fed"}, {"feel", "felt", "felt"}, {"fight", "fought", "fought"}, {"find", "found", "found"}, {"fit", "fit|fitted", "fit|fitted"},
	{"flee", "fled", "fled"}, {"fling", "flung", "flung"}, {"fly", "flew", "flown"}, {"forbid", "forbade", "forbidden"}, {"foresee", "foresaw", "foreseen"},
	{"forget", "forgot", "forgotten"}, {"forgive", "forgave", "forgiven"}, {"freeze", "froze", "frozen"}, {"get", "got", "got|gotten"}, {"give", "gave", "given"},
	{"go", "went", "gone"}, {"grind", "ground", "ground"}, {"grow", "grew", "grown"}, {"hang", "hung", "hung"}, {"hear", "heard", "heard"},
	{"hide", "hid", "hidden"}, {"hit", "hit", "hit"}, {"hold", "held", "held"}, {"hurt", "hurt", "hurt"}, {"keep", "kept", "kept"},
	{"kneel", "knelt|kneeled", "knelt|kneeled"}, {"know", "knew", "known"}, {"lay", "laid", "laid"}, {"lead", "led", "led"}, {"lean", "leaned|leant", "leaned|leant"},
	{"leap", "leaped|leapt", "leaped|leapt"}, {"learn", "learned|learnt", "learned|learnt"}, {"leave", "left", "left"}, {"lend", "lent", "lent"}, {"let", "let", "let"},
	{"lie", "lied|lay", "lied|lain"}, {"light", "lit|lighted", "lit|lighted"}, {"lose", "lost", "lost"}, {"make", "made", "made"}, {"mean", "meant", "meant"},
	{"meet", "met", "met"}, {"mislead", "misled", "misled"}, {"misread", "misread", "misread"}, {"mistake", "mistook", "mistaken"}, {"misunderstand", "misunderstood", "misunderstood"},
	{"mow", "mowed", "mown|mowed"}, {"overcome", "overcame", "overcome"}, {"overdo", "overdid", "overdone"}, {"overhear", "overheard", "overheard"}, {"oversleep", "overslept", "overslept"},
	{"overthink", "overthought", "overthought"}, {"pay", "paid", "paid"}, {"prove", "proved", "proven|proved"}, {"put", "put", "put"}, {"quit", "quit", "quit"},
	{"read", "read", "read"}, {"rebuild", "rebuilt", "rebuilt"}, {"redo", "redid", "redone"}, {"reread", "reread", "reread"}, {"resell", "resold", "resold"}, {"retake", "retook", "retaken"}, {"rethink", "rethought", "rethought"}, {"rid", "rid", "rid"}, {"ride", "rode", "ridden"},
	{"ring", "rang", "rung"}, {"rise", "rose", "risen"}, {"run", "ran", "run"}, {"say", "said", "said"}, {"see", "saw", "seen"},
	{"seek", "sought", "sought"}, {"sell", "sold", "sold"}, {"send", "sent", "sent"}, {"set", "set", "set"}, {"sew", "sewed", "sewn|sewed"},
	{"shake", "shook", "shaken"}, {"shed", "shed", "shed"}, {"shine", "shone|shined", "shone|shined"}, {"shoot", "shot", "shot"}, {"show", "showed", "shown|showed"},
	{"shrink", "shrank", "shrunk"}, {"shut", "shut", "shut"}, {"sing", "sang", "sung"}, {"sink", "sank", "sunk"}, {"sit", "sat", "sat"},
	{"sleep", "slept", "slept"}, {"slide", "slid", "slid"}, {"slit", "slit", "slit"}, {"smell", "smelled|smelt", "smelled|smelt"}, {"sneak", "sneaked|snuck", "sneaked|snuck"},
	{"speak", "spoke", "spoken"}, {"speed", "sped|speeded", "sped|speeded"}, {"spell", "spelled|spelt", "spelled|spelt"}, {"spend", "spent", "spent"}, {"spill", "spilled|spilt", "spilled|spilt"},
	{"spin", "spun", "spun"}, {"spit", "spat|spit", "spat|spit"}, {"split", "split", "split"}, {"spoil", "spoiled|spoilt", "spoiled|spoilt"}, {"spread", "spread", "spread"},
	{"spring", "sprang", "sprung"}, {"stand", "stood", "stood"}, {"steal", "stole", "stolen"}, {"stick", "stuck", "stuck"}, {"sting", "stung", "stung"},
	{"stink", "stank", "stunk"}, {"strike", "struck", "struck|stricken"}, {"strive", "strove|strived", "striven|strived"}, {"sublet", "sublet", "sublet"}, {"swear", "swore", "sworn"}, {"sweep", "swept", "swept"},
	{"swell", "swelled", "swollen|swelled"}, {"swim", "swam", "swum"}, {"swing", "swung", "swung"}, {"take", "took", "taken"}, {"teach", "taught", "taught"},
	{"tear", "tore", "torn"}, {"tell", "told", "told"}, {"think", "thought", "thought"}, {"throw", "threw", "thrown"}, {"thrust", "thrust", "thrust"},
	{"tread", "trod", "trodden"}, {"undergo", "underwent", "undergone"}, {"understand", "understood", "understood"}, {"undo", "undid", "undone"}, {"upset", "upset", "upset"},
	{"wake", "woke", "woken"}, {"wear", "wore", "worn"}, {"weep", "wept", "wept"}, {"wet", "wet|wetted", "wet|wetted"}, {"win", "won", "won"},
	{"wind", "wound", "wound"}, {"withdraw", "withdrew", "withdrawn"}, {"withhold", "withheld", "withheld"}, {"wring", "wrung", "wrung"}, {"write", "wrote", "written"},
	{"do", "did", "done"}, {"have", "had", "had"},
}

// beForms are the forms of the one verb with more than five. "'s" is "it’s", "ain" is "ain’t" without its not.
var beForms = []string{"be", "am", "is", "are", "was", "were", "been", "being"}

// noDoubling are verbs that end in one vowel and one consonant but keep the consonant single,
// because the stress is not on the last syllable. Verbs of one syllable always double.
const noDoubling = text.List(`answer bother open listen happen offer suffer visit enter remember consider wonder matter whisper murmur order
	develop edit limit profit benefit credit cancel travel model label signal quarrel total level worry gather deliver discover
	encounter hinder linger lower mention monitor number offer pardon question reason sharpen soften threaten tighten weaken strengthen
	frighten lighten loosen widen deepen darken brighten straighten shorten lengthen toughen roughen harden broaden fasten hasten
	moisten christen glisten honor favor labor harbor humor color rumor savor tutor sponsor censor mirror anchor error bargain
	abandon poison season lessen ripen thicken sicken quicken waken awaken happen deafen dampen abandon scatter shatter flatter batter
	chatter mutter utter stutter clutter flutter shelter alter filter falter register administer pester foster fester muster bluster
	cluster plaster master blister administer better barter cater water center wander ponder hinder render tender surrender slander
	blunder thunder plunder murder wager anger finger hunger trigger stagger swagger snigger linger tamper temper pamper hamper whimper
	simmer hammer stammer shimmer glimmer bicker flicker snicker sucker pucker hanker tinker lecture gallop gossip worship kidnap
	orbit inhabit exhibit prohibit inhibit solicit elicit forfeit merit inherit exit audit vomit summit comfort`)

// britishDoubling are verbs that British spelling doubles and American spelling does not.
const britishDoubling = text.List(`cancel travel label quarrel model signal total level counsel marvel dial fuel equal rival worship kidnap focus`)

// doubling are verbs of two syllables that do double: the stress is on the last one.
const doubling = text.List(`admit begin commit compel confer control defer deter equip expel forget incur infer occur omit patrol permit
	prefer propel rebel recur refer regret submit transfer upset overlap unplug`)

func words(list string) []string { return strings.Fields(list) }

// Inflect returns the form f of a verb given in its base form. Where two spellings are in use it
// returns the more common one. "be" gives is, was, been, being.
func Inflect(base string, f VerbForm) string {
	head, rest, phrasal := strings.Cut(base, " ")
	if phrasal {
		return Inflect(head, f) + " " + rest
	}
	return formsOf(base, f)[0]
}

// Forms returns every form of a verb given in its base form, without repeats, base first.
func Forms(base string) []string {
	if base == "be" {
		return slices.Clone(beForms)
	}
	var all []string
	for f := Base; f <= Gerund; f++ {
		for _, w := range formsOf(base, f) {
			if !slices.Contains(all, w) {
				all = append(all, w)
			}
		}
	}
	return all
}

// formsOf returns the spellings of one form, the common one first.
func formsOf(base string, f VerbForm) []string {
	if base == "be" {
		return [][]string{{"be"}, {"is"}, {"was", "were"}, {"been"}, {"being"}}[f]
	}
	switch f {
	case Third:
		return []string{third(base)}
	case Gerund:
		return withBritish(base, gerund(base), "ing")
	case PastTense, Participle:
		for _, v := range irregular {
			if v.base != base {
				continue
			}
			if f == PastTense {
				return strings.Split(v.past, "|")
			}
			return strings.Split(v.participle, "|")
		}
		return withBritish(base, regularPast(base), "ed")
	}
	return []string{base}
}

// withBritish adds the spelling that British English doubles: equal becomes equalled.
func withBritish(base, american, suffix string) []string {
	if !britishDoubling.Has(base) {
		return []string{american}
	}
	return []string{american, base + base[len(base)-1:] + suffix}
}

func third(base string) string {
	switch {
	case base == "have":
		return "has"
	case base == "quiz":
		return "quizzes"
	case hasSuffix(base, "s", "x", "z", "ch", "sh", "o"):
		return base + "es"
	case consonantY(base):
		return base[:len(base)-1] + "ies"
	}
	return base + "s"
}

func regularPast(base string) string {
	switch {
	case strings.HasSuffix(base, "e"):
		return base + "d"
	case consonantY(base):
		return base[:len(base)-1] + "ied"
	case strings.HasSuffix(base, "ic"):
		return base + "ked"
	case doubles(base):
		return base + base[len(base)-1:] + "ed"
	}
	return base + "ed"
}

func gerund(base string) string {
	switch {
	case strings.HasSuffix(base, "ie"):
		return base[:len(base)-2] + "ying"
	case base == "age" || base == "singe" || base == "dye":
		return base + "ing"
	case strings.HasSuffix(base, "e") && !hasSuffix(base, "ee", "oe", "ye") && len(base) > 2:
		return base[:len(base)-1] + "ing"
	case strings.HasSuffix(base, "ic"):
		return base + "king"
	case doubles(base):
		return base + base[len(base)-1:] + "ing"
	}
	return base + "ing"
}

func hasSuffix(s string, suffixes ...string) bool {
	return slices.ContainsFunc(suffixes, func(suffix string) bool { return strings.HasSuffix(s, suffix) })
}

func consonantY(s string) bool {
	return len(s) > 1 && strings.HasSuffix(s, "y") && !isVowel(s[len(s)-2])
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// doubles reports whether the verb doubles its last letter before -ed and -ing: one vowel, one
// consonant other than w, x, y, at the end of a stressed syllable.
func doubles(base string) bool {
	n := len(base)
	if n < 3 || isVowel(base[n-1]) || strings.IndexByte("wxy", base[n-1]) >= 0 {
		return false
	}
	afterQ := n >= 4 && base[n-4:n-2] == "qu" // quit, equip: the u is no vowel of its own
	if !isVowel(base[n-2]) || isVowel(base[n-3]) && !afterQ {
		return false
	}
	if doubling.Has(base) {
		return true
	}
	return syllables(base) == 1 && !noDoubling.Has(base)
}

// syllables counts groups of vowels, which is right for the short verbs it is asked about.
func syllables(s string) int {
	n, inside := 0, false
	for i := range len(s) {
		v := isVowel(s[i]) || s[i] == 'y' && i > 0
		if v && !inside {
			n++
		}
		inside = v
	}
	return n
}

// BaseOf returns the base of a verb given in any form, and the form. It knows the irregular verbs and
// the regular verbs of this package's lists; for a word that is none of their forms ok is false.
// Where one spelling serves several forms ("put", "read") the base wins, then the past.
func BaseOf(word string) (base string, f VerbForm, ok bool) {
	switch word {
	case "":
		return "", Base, false
	case "am", "is", "are":
		return "be", Third, true
	case "was", "were":
		return "be", PastTense, true
	case "be":
		return "be", Base, true
	case "been":
		return "be", Participle, true
	case "being":
		return "be", Gerund, true
	}
	if isBase(word) {
		return word, Base, true
	}
	for _, f := range []VerbForm{PastTense, Third, Participle, Gerund} {
		for _, v := range irregular {
			if v.is(f, word) {
				return v.base, f, true
			}
		}
		for _, b := range candidates(word, f) {
			if regularVerbs.Has(b) && formsOf(b, f)[0] == word {
				return b, f, true
			}
		}
	}
	return "", Base, false
}

// is reports whether word is a form of the verb.
func (v *irregularVerb) is(f VerbForm, word string) bool {
	switch f {
	case PastTense:
		return oneOf(v.past, word)
	case Participle:
		return oneOf(v.participle, word)
	}
	return word[0] == v.base[0] && slices.Contains(formsOf(v.base, f), word)
}

// oneOf reports whether word is one of the spellings between bars.
func oneOf(spellings, word string) bool {
	for more := true; more; {
		var one string
		if one, spellings, more = strings.Cut(spellings, "|"); one == word {
			return true
		}
	}
	return false
}

// candidates lists what a regular verb may be of which word is a form. Most are no verbs.
func candidates(word string, f VerbForm) []string {
	suffix := [...]string{PastTense: "ed", Participle: "ed", Third: "s", Gerund: "ing"}[f]
	stem, ok := strings.CutSuffix(word, suffix)
	n := len(stem)
	if !ok || n < 2 {
		return nil
	}
	// walk-ed, bak-ed, tri-ed, hop-p-ed and panic-k-ed, ti-ed; pass-es, tri-es, quiz-zes; ly-ing
	all := []string{stem, stem + "e", stem[:n-1] + "y", stem[:n-1], stem[:n-1] + "ie"}
	if f == Third {
		all = append(all, strings.TrimSuffix(stem, "ie")+"y", strings.TrimSuffix(stem, "ze"))
	}
	return all
}

func isBase(word string) bool {
	if regularVerbs.Has(word) {
		return true
	}
	return slices.ContainsFunc(irregular, func(v irregularVerb) bool { return v.base == word })
}
