package reframe

import (
	"slices"
	"strings"
	"unicode"

	"github.com/emotional-safety/coach/coach/phrase"
	"github.com/emotional-safety/coach/coach/text"
)

// A charge is what a reproach says the reader did, or does not do, without what makes it a reproach: "I can't believe
// you ALWAYS just forget my birthday" holds "you" and "forget my birthday". The filters deed, habit and wish put it into
// a form that a calm sentence can go on with.
type charge struct {
	kind chargeKind
	verb string // in its base form
	past string // the past form as written, for a verb that phrase doesn't know
	not  bool   // it was asked not to be done
	ifs  bool   // it was said with "if": what would have come of it stands after it
	rest []string
}

type chargeKind uint8

const (
	did      chargeKind = iota + 1 // you forgot
	didNot                         // you didn't call
	hasNot                         // you still haven't called
	does                           // you always leave
	lacks                          // you never ask
	asked                          // I told you to lock the door
	demanded                       // lock the door, or else
)

// deed is what the reader did once: "you forgot my birthday", "you didn’t call". It fits after "I’m upset that".
func deed(s string) (string, bool) {
	c, ok := readCharge(s)
	switch {
	case !ok:
		return "", false
	case c.kind == didNot:
		return "you didn’t " + c.verb + c.words(phrase.Base), true
	case c.kind == hasNot:
		return "you haven’t " + phrase.Inflect(c.verb, phrase.Participle) + c.words(phrase.Participle), true
	case c.kind == did && c.verb == "be":
		return "you were " + c.words(phrase.Base), true
	case c.kind == did && c.past != "":
		return "you " + c.past + c.words(phrase.PastTense), true
	case c.kind == did:
		return "you " + phrase.Inflect(c.verb, phrase.PastTense) + c.words(phrase.PastTense), true
	}
	return "", false
}

// habit is what the reader does again and again: "you leave the lights on". It fits after "It’s hard for me when".
func habit(s string) (string, bool) {
	c, ok := readCharge(s)
	if !ok || c.kind != does {
		return "", false
	}
	if c.verb == "be" {
		return "you’re " + c.words(phrase.Base), true
	}
	return "you " + c.verb + c.words(phrase.Base), true
}

// wish is what the reader does not do, as the writer would like it: "asked how my day went". It fits after "It would
// mean a lot to me if you".
func wish(s string) (string, bool) {
	c, ok := readCharge(s)
	if !ok || c.kind != lacks || slices.ContainsFunc(c.rest, in(negativePolarity)) || !slices.ContainsFunc(c.rest, func(w string) bool { return !in(bare)(w) }) {
		return "", false
	}
	if c.verb == "be" {
		return "were " + c.words(phrase.Base), true
	}
	return phrase.Inflect(c.verb, phrase.PastTense) + c.words(phrase.PastTense), true
}

// request is what the writer asked for before: "lock the door", "don’t leave it on the step". It fits after "It matters to
// me that you".
func request(s string) (string, bool) {
	c, ok := readCharge(s)
	if !ok || c.kind != asked {
		return "", false
	}
	if c.not {
		return "don’t " + c.verb + c.words(phrase.Base), true
	}
	return c.verb + c.words(phrase.Base), true
}

// words are those after the verb, with the verbs joined to it in the same form.
func (c *charge) words(form phrase.VerbForm) string {
	if len(c.rest) == 0 {
		return ""
	}
	rest := slices.Clone(c.rest)
	for i := 1; i < len(rest); i++ {
		if prev := strings.ToLower(rest[i-1]); prev == "and" || prev == "or" {
			if base, got, ok := phrase.BaseOf(strings.ToLower(rest[i])); ok && got != phrase.Gerund {
				rest[i] = phrase.Inflect(base, form)
			}
		}
	}
	if c.verb == "be" {
		return strings.Join(rest, " ")
	}
	return " " + strings.Join(rest, " ")
}

func in(list text.List) func(string) bool {
	return func(w string) bool { return list.Has(strings.ToLower(w)) }
}

// What follows is written so that nothing has to be made of it at start: most checks ask for none of it.
const (
	// heated are the words that only turn up a reproach: it says the same without them.
	heated = text.List(`just really always even actually literally honestly seriously fucking fuckin freaking bloody damn goddamn simply clearly
		obviously deliberately purposely purposefully only still also totally completely constantly forever once basically conveniently apparently ever
		continually repeatedly`)
	// spice are those of them that may stand anywhere.
	spice = text.List("just really literally honestly seriously fucking fuckin freaking bloody damn goddamn clearly obviously conveniently")
	// scorn are those that may stand before a thing: "your stupid phone".
	scorn = text.List("stupid dumb precious silly pathetic crappy")
	// verdicts are verbs that judge instead of telling, or that guess at what the reader thinks.
	verdicts = text.List(`ruin wreck destroy betray sabotage manipulate use abuse fail disappoint embarrass humiliate neglect abandon make cost cause turn
		act behave treat pretend care think want know love hate suck mess screw fuck blow deserve prove look sound seem expect believe need like get
		have try feel mean plan intend manage end start begin learn grow change stop quit realize realise understand see mind own admit become
		twist play gaslight bully harass disrespect hurt kill drive push force provoke enjoy prefer appreciate respect choose pull waste
		spoil poison throw talk guilt trick con fool lash stab dump lift matter remind deny assume decide attack whine nag bitch moan dare shut
		reckon suppose prioritize prioritise thank hear drain stress annoy piss wind bring belittle undermine walk insult consider wait hope let
		promise belong handle swear win upset open say pass suck practise practice marry support do`)
	negativePolarity = text.List("word any anything anyone anybody anywhere either single until unless except but one finger half nothing nobody no-one none yet than no")
	// bare are the words that add nothing to a verb: "call me back".
	bare = text.List("me us to back out up in at on him her them")
	// being are the words after "you were" that state what anyone could see.
	being = text.List("late drunk gone asleep out away there home on at in with busy rude")
	// ends are words at which another clause begins.
	ends     = text.List("so because but which while whereas then cause cuz cos bc bcs since although though unless until till if when whenever rather instead")
	tails    = text.List("again anymore right huh lol then too either already yet all usual always ever though anyway now")
	subjects = "i " + others
	others   = text.List("you he she it we they that's it's i'm you're he's she's we're they're that this now there i've you've i'd you'd i'll what how why my your who") // than the writer
	tangled  = text.List("like always never everything nothing nobody ever even just only forever as than whatever whoever anymore")
)

// plainly are the few objects that make plain facts of some of the verdicts.
func plainly(verb string) text.List {
	switch verb {
	case "make":
		return "dinner plans time jokes promises"
	case "get":
		return "home drunk mad angry loud"
	case "throw":
		return "out away a my"
	case "have":
		return "people ppl friends mates guests"
	case "use":
		return "my our the"
	case "let":
		return "me us her him my"
	case "hear":
		return "me"
	case "talk":
		return "over to about"
	case "shut":
		return "the"
	case "choose":
		return "to"
	case "decide":
		return "to without"
	case "walk":
		return "out off away past"
	case "play":
		return "games video"
	case "start":
		return "to"
	case "try":
		return "to"
	case "thank":
		return "me us"
	case "turn":
		return "off on up down"
	case "bring":
		return "up her him my your the"
	case "waste":
		return "my our"
	case "wait":
		return "until till for"
	case "see":
		return "my our"
	case "look":
		return "at through"
	case "blow":
		return "off"
	case "remind":
		return "me"
	case "open":
		return "my the our"
	case "do":
		return "your my"
	case "swear":
		return "at"
	case "say":
		return "sorry thank you hello hi goodbye that it good no yes"
	case "pass":
		return "on"
	case "support":
		return "me us my"
	}
	return ""
}

// spelledOut returns the words that a word stands for, or "".
func spelledOut(w string) string {
	switch w {
	case "u", "ya":
		return "you"
	case "youve", "you've":
		return "you have"
	case "you're", "youre":
		return "you are"
	case "don't", "dont":
		return "do not"
	case "didn't", "didnt":
		return "did not"
	case "haven't", "havent":
		return "have not"
	case "won't", "wont":
		return "will not"
	case "can't", "cant", "cannot":
		return "can not"
	case "couldn't", "couldnt":
		return "could not"
	case "wouldn't", "wouldnt":
		return "would not"
	case "shouldn't", "shouldnt":
		return "should not"
	case "weren't", "werent":
		return "were not"
	case "aren't", "arent":
		return "are not"
	case "should've", "shouldve", "shoulda":
		return "should have"
	case "could've", "couldve", "coulda":
		return "could have"
	case "would've", "wouldve":
		return "would have"
	case "might've":
		return "might have"
	case "hadn't":
		return "had not"
	case "you'd", "youd":
		return "you would"
	}
	return ""
}

// readCharge finds the reproach in words that hold one. It gives up where it can't be sure of the verb, its form and
// its end, and where the words judge instead of telling what happened.
func readCharge(s string) (*charge, bool) {
	words := chargeWords(s)
	if c, ok := hardTo(words); ok {
		return c, true
	}
	for i, w := range words {
		if strings.ToLower(w) != "you" {
			continue
		}
		if c, ok := chargeAt(words, i); ok {
			return c, true
		}
	}
	return nil, false
}

// hardTo reads "how hard is it to call me" and "is it too much to ask that you call me".
func hardTo(words []string) (*charge, bool) {
	for i, w := range words {
		w = strings.ToLower(w)
		if w != "hard" && w != "difficult" && w != "impossible" && w != "ask" || !slices.ContainsFunc(words[:i], in("how why much")) {
			continue
		}
		for j := i + 1; j < len(words)-1 && j <= i+5; j++ {
			opens := strings.EqualFold(words[j], "to") || w == "ask" && strings.EqualFold(words[j], "you") && strings.EqualFold(words[j-1], "that")
			if !opens {
				continue
			}
			base, form, ok := phrase.BaseOf(strings.TrimRight(strings.ToLower(words[j+1]), ".,;:!?…"))
			if !ok || form != phrase.Base || base == "be" || w == "ask" && i > 0 && !slices.ContainsFunc(words[:i], in("much")) {
				return nil, false
			}
			c := &charge{kind: lacks, verb: base}
			return c.readRest(words, j+1)
		}
	}
	return nil, false
}

// chargeWords splits s, with auxiliaries spelled out so that each is one word.
func chargeWords(s string) []string {
	var words []string
	said := strings.Fields(s)
	for i, w := range said {
		core, tail := splitTail(strings.Trim(w, "*_~\"“”()"))
		switch low := strings.ToLower(core); {
		case low == "ur" && i+1 < len(said) && often.Has(strings.ToLower(said[i+1])):
			core = "youre"
		case low == "n" && i > 0:
			core = "and"
		}
		if full := spelledOut(strings.ToLower(strings.ReplaceAll(core, "’", "'"))); full != "" {
			parts := strings.Fields(full)
			parts[len(parts)-1] += tail
			words = append(words, parts...)
			continue
		}
		words = append(words, core+tail)
	}
	return words
}

// chargeAsked reads what the reader was asked to do: "I told you three times not to leave it on the step".
func chargeAsked(words []string, at int) (*charge, bool) {
	for i := at + 1; i+1 < len(words) && i < at+6; i++ {
		w := strings.ToLower(words[i])
		if strings.ToLower(words[i+1]) == "to" && w == "not" || w == "to" {
			c := &charge{kind: asked, not: w == "not"}
			i++
			if c.not {
				i++
			}
			if i >= len(words) {
				return nil, false
			}
			base, form, ok := phrase.BaseOf(strings.TrimRight(strings.ToLower(words[i]), ".,;:!?…"))
			if !ok || form != phrase.Base || base == "be" {
				return nil, false
			}
			c.verb = base
			return c.readRest(words, i)
		}
	}
	return nil, false
}

// skipped are what may stand between an auxiliary and its participle.
const skipped = heated + " never not"

// after is the next word that is not one of these.
func after(words []string, i int, skip text.List) string {
	for i++; i < len(words); i++ {
		if w := strings.TrimRight(strings.ToLower(words[i]), ".,;:!?…"); !skip.Has(w) {
			return w
		}
	}
	return ""
}

func isParticiple(w string) bool {
	base, form, ok := phrase.BaseOf(w)
	return ok && base != "be" && (form == phrase.Participle || phrase.Inflect(base, phrase.Participle) == w || form == phrase.PastTense && phrase.Inflect(base, phrase.Participle) == phrase.Inflect(base, phrase.PastTense))
}

// samePast reports whether the base form is the past form, too: "you put".
func samePast(base string) bool { return phrase.Inflect(base, phrase.PastTense) == base }

// readBeing reads what follows "you are" and "you were".
func (c *charge) readBeing(words []string, be string, often, negated bool) (*charge, bool) {
	if len(words) == 0 || negated {
		return nil, false
	}
	first := strings.TrimRight(strings.ToLower(words[0]), ".,;:!?…")
	base, form, ok := phrase.BaseOf(first)
	switch {
	case ok && form == phrase.Gerund && base != "be" && be == "are" && often:
		c.kind, c.verb = does, base
		return c.readRest(words, 0)
	case being.Has(first):
		c.kind, c.verb = does, "be"
		if be == "were" {
			c.kind = did
		} else if !often {
			return nil, false
		}
		return c.readRest(slices.Insert(slices.Clone(words), 0, "be"), 0)
	}
	return nil, false
}

// readRest takes in the words after the verb at words[at], as far as they tell.
func (c *charge) readRest(words []string, at int) (*charge, bool) {
	_, stop := splitTail(words[at])
	for i := at + 1; i < len(words) && stop == ""; i++ {
		core, tail := splitTail(words[i])
		lower := strings.ToLower(strings.ReplaceAll(core, "’", "'"))
		next := ""
		if i+1 < len(words) {
			next = strings.TrimRight(strings.ToLower(strings.ReplaceAll(words[i+1], "’", "'")), ".,;:!?…")
		}
		switch {
		case lower == "when" && slices.Contains([]string{"i", "i'm", "im", "we", "my", "our", "he", "she", "they"}, next) && (c.kind == did || c.kind == didNot || c.kind == lacks):
		case lower == "when" && (next == "i'm" || next == "we") && c.kind == does:
			core = "while"
		case lower == "while" && i > 0 && strings.EqualFold(words[i-1], "a"):
		case ends.Has(lower), auxiliaries.Has(lower) && asksBack(words[i+1:]), c.ifs && subjects.Has(lower) && slices.ContainsFunc(words[i:min(len(words), i+4)], in("would could might")),
			lower == "none" && c.ifs, lower == "like" && (subjects.Has(next) || c.kind == did && len(c.rest) > 1 && (next == "a" || next == "an")), lower == "and" && !c.goesOn(next):
			stop = "."
			continue
		case spice.Has(lower), scorn.Has(lower) && slices.Contains([]string{"your", "my", "that", "this", "the", "those", "these"}, strings.ToLower(words[i-1])), strings.IndexFunc(core, isWordly) < 0:
			continue
		case lower == "ur" && strings.HasSuffix(next, "ing"):
			core = "you’re"
		case lower == "time" && len(c.rest) > 0 && strings.EqualFold(c.rest[len(c.rest)-1], "every") && (next == "i" || next == "we"):
			c.rest[len(c.rest)-1] = "whenever"
			continue
		case lower == "i":
			core = "I"
		case strings.ToUpper(core) == core && len(core) > 3:
			core = lower
		case lower == "ur":
			core = "your"
		}
		c.rest = append(c.rest, core)
		stop = tail
	}
	c.dropTail()
	c.rest = contract(c.rest)
	if len(c.rest) > 14 || slices.ContainsFunc(c.rest, in(tangled)) {
		return nil, false
	}
	first := ""
	if len(c.rest) > 0 {
		first = strings.ToLower(c.rest[0])
	}
	switch {
	case c.verb == "do" && c.kind != didNot && c.kind != hasNot, c.kind == lacks && slices.Contains(c.rest, "again"):
		return nil, false
	case c.verb == "let" && (slices.Contains(c.rest, "down") || slices.Contains(c.rest, "off")), c.verb == "take" && first == "it":
		return nil, false
	case c.kind == lacks && c.verb == "lie":
		return nil, false
	case c.verb == "find" && (first == "something" || first == "a"), c.verb == "say" && first == "no":
		return nil, false
	case c.verb == "take" && (slices.Contains(c.rest, "responsibility") || slices.Contains(c.rest, "accountability") || first == "advantage" || slices.Contains(c.rest, "granted")):
		return nil, false
	case c.verb == "give" && (first == "a" || first == "up" || slices.Contains(c.rest, "shit")):
		return nil, false
	case c.kind == demanded:
	case verdicts.Has(c.verb):
		return c, first != "" && plainly(c.verb).Has(first)
	}
	last := ""
	if n := len(c.rest); n > 0 {
		last = strings.ToLower(c.rest[n-1])
	}
	return c, !slices.Contains([]string{"do", "does", "did", "to", "and", "or", "the", "a", "an", "my", "your", "how", "what", "that", "who", "whether", "where", "not", "is"}, last)
}

// asksBack reports whether the words after an auxiliary make it a tag: "…, didn't you".
func asksBack(words []string) bool {
	if len(words) > 0 && strings.EqualFold(words[0], "not") {
		words = words[1:]
	}
	return len(words) == 1 && strings.EqualFold(strings.TrimRight(words[0], ".,;:!?…"), "you")
}

// contract joins what was spelled out: "would not" is "wouldn’t".
func contract(words []string) []string {
	var out []string
	for _, w := range words {
		n := len(out)
		switch {
		case w == "not" && n > 0 && slices.Contains([]string{"do", "did", "have", "could", "would", "should", "were", "are", "had"}, out[n-1]):
			out[n-1] += "n’t"
		case w == "not" && n > 0 && out[n-1] == "can":
			out[n-1] = "can’t"
		case w == "not" && n > 0 && out[n-1] == "will":
			out[n-1] = "won’t"
		default:
			out = append(out, w)
		}
	}
	return out
}

// moment is a time that comes again and what the reader does then: "whenever I need you, you walk off" gives "I need you
// and you walk off". It fits after "It’s hard for me when".
func moment(s string) (string, bool) {
	words := chargeWords(s)
	start := 0
	for i, w := range words {
		low := strings.ToLower(w)
		switch {
		case low == "whenever" || low == "when":
			start = i + 1
		case (low == "time" || low == "moment" || low == "minute" || low == "second") && i > 0 && slices.Contains([]string{"every", "each", "any", "the", "single"}, strings.ToLower(words[i-1])):
			start = i + 1
		case low == "as" && i > 1 && strings.EqualFold(words[i-1], "soon"):
			start = i + 1
		}
		if start > 0 {
			break
		}
	}
	if start == 0 || start >= len(words) || !slices.Contains(strings.Fields("i we it my our your the someone anyone things he she they"), strings.ToLower(words[start])) {
		return "", false
	}
	for i := start + 2; i < len(words)-1 && i <= start+10; i++ {
		core, tail := splitTail(words[i-1])
		if !strings.EqualFold(words[i], "you") || tail == "" && (ends+" "+beforeObject+" need that and ask tell want how what see call text").Has(strings.ToLower(core)) {
			continue
		}
		c := &charge{kind: does}
		j := i + 1
		for j < len(words)-1 && heated.Has(strings.ToLower(words[j])) {
			j++
		}
		base, form, ok := phrase.BaseOf(strings.TrimRight(strings.ToLower(words[j]), ".,;:!?…"))
		if w := strings.ToLower(words[j]); !ok && j+1 < len(words) && slices.Contains([]string{"into", "away", "off", "out", "on", "up", "me", "my", "from", "about", "at"}, strings.ToLower(words[j+1])) && !strings.HasSuffix(w, "s") {
			base, form, ok = w, phrase.Base, true
		}
		if !ok || form != phrase.Base || base == "be" {
			return "", false
		}
		c.verb = base
		c, ok = c.readRest(words, j)
		if !ok || slices.ContainsFunc(words[start:i], in(tangled)) {
			return "", false
		}
		then := contract(words[start:i])
		for k, w := range then {
			then[k], _ = splitTail(w)
			if then[k] == "i" {
				then[k] = "I"
			}
		}
		if !strings.EqualFold(then[0], "i") {
			then[0] = Uncapitalize(then[0])
		}
		return strings.Join(then, " ") + " and you " + c.verb + c.words(phrase.Base), true
	}
	return "", false
}

// goesOn reports whether a word after "and" goes on with what came before: another thing, or another verb of the same form.
func (c *charge) goesOn(next string) bool {
	if next == "" || subjects.Has(next) || heated.Has(next) || ends.Has(next) {
		return false
	}
	base, form, ok := phrase.BaseOf(next)
	if !ok {
		return c.verb != "be"
	}
	if n := len(c.rest); form == phrase.Gerund && n > 0 {
		return strings.HasSuffix(c.rest[n-1], "ing")
	}
	if verdicts.Has(base) || c.verb == "be" {
		return false
	}
	if c.kind == did {
		return form == phrase.PastTense
	}
	return form == phrase.Base
}

// dropTail leaves out the words at the end that count the times: "again", "as usual", "every time".
func (c *charge) dropTail() {
	for n := len(c.rest); n > 0; n = len(c.rest) {
		last := strings.ToLower(c.rest[n-1])
		switch {
		case slices.Contains([]string{"time", "day"}, last) && n > 1 && slices.ContainsFunc(c.rest[max(0, n-3):], in("every each")):
			c.rest = c.rest[:n-3+slices.IndexFunc(c.rest[max(0, n-3):], in("every each"))+max(0, 3-n)]
		case last == "time" && n > 2 && strings.EqualFold(c.rest[n-2], "more"):
			c.rest = c.rest[:n-3]
		case last == "time" && n > 2 && strings.EqualFold(c.rest[n-2], "the") && strings.EqualFold(c.rest[n-3], "all"):
			c.rest = c.rest[:n-3]
		case last == "usual" && n > 1 && strings.EqualFold(c.rest[n-2], "as"), last == "always" && n > 1 && strings.EqualFold(c.rest[n-2], "as"),
			last == "all" && n > 1 && strings.EqualFold(c.rest[n-2], "at"), last == "once" && n > 1 && strings.EqualFold(c.rest[n-2], "for"),
			last == "instead" && n > 1:
			c.rest = c.rest[:n-2]
		case tails.Has(last):
			c.rest = c.rest[:n-1]
		default:
			return
		}
	}
}

func isWordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// rhetoric are the words that make a reproach of what happened, or count its times. Leaving them out leaves out nothing.
const rhetoric = text.List(`a an the to of for in on at and or so but if with that this it its is are was were be been am do did does done have had has can could would will should not no
	i me my you your u ur we us our i'm i've you're you've yes well oh then too why how what when who believe just really always never ever even once again as usual anymore
	honestly seriously literally actually only still also forever constantly clearly obviously fucking bloody damn freaking many times time tell told ask asked asking telling remind
	typical course least most every single keep keeps kept must need needs because thanks cause whenever here there now already bother bothered about one yet wonder wouldn't couldn't
	didn't don't can't haven't won't shouldn't cant dont didnt wont havent go going gonna get got totally completely suggest recommend advice were better best ought gotta thought tried considered consider try maybe perhaps position shoes place trust want might may thing bet i'd you'd i’d you’d if right huh lol kill hard stupid all though ruined wrecked spoiled destroyed like it's that's what's there's he's she's they're we're i'll you'll fault until`)

// Unsaid counts the words of a reproach that tell something, and are in another wording in no form.
func Unsaid(reproach, wording string) int {
	base := func(w string) string {
		w = strings.ToLower(strings.ReplaceAll(strings.Trim(w, ".,;:!?…*_~\"“”()"), "’", "'"))
		if b, _, ok := phrase.BaseOf(w); ok {
			return b
		}
		return w
	}
	var said []string
	for _, w := range strings.Fields(wording) {
		said = append(said, base(w))
	}
	n := 0
	for _, w := range strings.Fields(reproach) {
		b := base(w)
		folded := strings.ToLower(strings.ReplaceAll(strings.Trim(w, ".,;:!?…*_~\"“”()"), "’", "'"))
		if folded != "" && strings.IndexFunc(folded, isWordly) >= 0 && !rhetoric.Has(folded) && !slices.Contains(said, b) {
			n++
		}
	}
	return n
}
