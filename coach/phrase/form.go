package phrase

import (
	"github.com/emotional-safety/coach/coach/text"
)

// A flag is something a word is known as, for the forms of clauses and the ends of gaps.
type flag uint32

const (
	isVerb          flag = 1 << iota // the base form of a verb
	isNoun                           // also a common noun, so not an imperative before "is" or "from"
	isPastVerb                       // a past tense
	isAux                            // an auxiliary
	isBeHave                         // a form of be or have, before which a past form is a participle
	isSubject                        // a pronoun that can only be, or mostly is, a subject
	isNegator                        // not, never, nothing …
	isAsking                         // what, why, how …
	isIf                             // if, unless …
	isStop                           // a conjunction that ends a gap
	isBut                            // begins a clause wherever it stands
	isAnd                            // begins a clause when a subject follows
	isLead                           // may stand before an imperative: please, just, so …
	isElliptical                     // a verb whose subject chat drops: "hope you're ok"
	isEmoji                          // an emoji
	isNumberWord                     // written in digits
	isSecond                         // you
	isLeadUp                         // begins a clause that leads up to another: if, when, in …
	isFiller                         // um, uh: fills a pause
	isAdjective                      // also an adjective, so an imperative only before what it acts on
	isObject                         // begins what a verb acts on: the, your, him, up …
	startsPredicate                  // settles the spelling "ur" as "you are": text.Predicate
	startsVerb                       // settles "id" as "I would": text.Verb
	isAside                          // adds weight and nothing else, inside a clause: really, literally …
	isOpener                         // leads up to what is said: look, honestly, mum …
	isTail                           // trails after what is said: smh, tbh …
	isVocative                       // speaks to someone: mate, love …
)

// wordFlags is the small grammar: what each listed word is known as.
func wordFlags() []flagWords {
	return []flagWords{
		{isAux, words(`am is are was were do does did have has had can could will would shall should may might must 's 'd ain need dare`)},
		{isBeHave, words(`am is are was were be been being have has had having 's 'd ain get gets got getting feel feels felt`)},
		{isPastVerb, words(`was were did had`)},
		{isSubject, words(`i you he she we they it this that there someone everyone everybody nobody people`)},
		{isSecond, words(`you`)},
		{isNegator, words(`not never no nobody nothing none neither nor hardly barely without nowhere`)},
		{isAsking, words(`what why how when where who which whose whom`)},
		{isFiller, words(`um uh uhm umm erm`)},
		{isAside, words(`really literally honestly actually seriously genuinely truly totally completely absolutely just simply obviously
		clearly basically frankly fucking bloody freaking frigging damn goddamn`)},
		{isOpener, words(`and so but plus well also look listen honestly seriously hey oh like god jesus jeez christ wow man dude bro mate babe
		love honey dear darling mum mom dad guys sir madam anyway anyways frankly basically obviously clearly again sis girl lol ugh hmm`)},
		{isTail, words(`fr though honestly seriously literally innit x xx`)},
		{isVocative, words(`mate bro babe love honey hon hun dear darling sweetheart sweetie mum mom dad dude man sir madam guys buddy pal girl
		sis boss son lads folks kid kiddo`)},
		{isAdjective, words(`complete clear direct separate clean open close dry calm cool warm empty free tidy narrow smooth slow live mean present
		perfect correct own secure alert fake double last fit even level blind idle loose better lower faint humble moderate
		steady thin tame sober sour round near clever total`)},
		{isObject, words(`a an the this that these those my your his her its our their some any every all each both no one it him them me us
		you yourself himself herself themselves everything everyone anything anyone something someone whatever what whoever
		up out off down away in within back through things people`)},
		{isIf, words(`if unless suppose supposing whenever`)},
		{isLeadUp, words(`if unless suppose supposing whenever when once until till before after as since while because although though
		whatever however wherever instead in at on for from with without by during besides`)},
		{isStop, words(`but because if when although though unless while whereas and or until since`)},
		{isBut, words(`but`)},
		{isAnd, words(`and or so`)},
		{isLead, words(`please just then so and but or maybe perhaps definitely always never also first firstly second next instead now well ok okay
		hey no yes yeah oh kindly seriously honestly really simply again simply absolutely certainly however otherwise alternatively
		finally lastly afterwards meanwhile sometimes occasionally gently slowly quickly quietly literally only at least
		calmly firmly politely openly honestly directly carefully immediately personally obviously hopefully basically ideally generally
		possibly probably regularly actively fully casually seriously third fourth lastly additionally regardless though either
		totally randomly privately consistently alternatively um uh mm hmm mhm huh wow alright girl dude bro bruh sis mate`)},
		{isElliptical, words(`hope love miss thank guess wish bet hate want need mean like feel think know sound seem wonder suppose doubt see look
		care trust believe got figure reckon remember forget appreciate understand agree heard bless welcome cheer damn suck`)},
		{isNoun, words(`work call text practice practise help sleep rest talk walk plan look love hope change answer question play drink fight
		kiss hug visit email message phone report result return start stop end move name note order place point post press
		print promise race reply request review ride run search share show sign smile sound stand state stay step store
		stress study support switch taste test thought touch trade train treat trip trouble trust try turn use value view
		vote wait wash watch water wave wish wonder worry dance date deal design dinner dream dress drive face fall fear feel focus
		form guess guide hand hate head heat hit hold hurt joke judge jump land laugh lead lie light limit line link list
		load lock loss mail mark market match matter mind mistake need offer park party pass pause pay pick picture cook
		shop shower shout shut snow split spot spread cost cough count cover crack cut cry break breath brush burn bus catch charge
		chat check cheer chill claim class clean close coach color command comment concern contact control copy cause care bite
		blame block blow book box attack act ache access address advance aid aim air age abuse approach attempt attention balance
		base bath battle beat bend bet harm pressure prize process produce progress project protest pull push punch purchase queue quiz quote rain raise range rate reach
		record regret relief repair respect rise risk roll rule rush sacrifice scare schedule score scream seat sense set shame shape shift shock
		shot sign silence skip slip smell smoke snack snap space spell spin sport stage star steal stick stretch strike struggle style surprise
		survey swim swing talk target tear tease text thanks tie time tip title tone top track transfer travel trick type update upset
		vacation volunteer sponsor journal mirror model pump nurse stock budget outline highlight audit network commute ground rock archive film log
		sketch craft garden hike bike sprint detox aim shift swap sample scan screen supplement resume appeal splash ghost picture sack bin vet level trim pace boost channel shield filter flag flip plunge wake warning waste wear weather whisper win wind wonder worth yell`)},
	}
}

type flagWords struct {
	flag  flag
	words []string
}

// ellipticalNext are the words after which an elliptical verb is an imperative after all:
// "think about it", but not "think so".
var ellipticalNext = [...]struct {
	verb string
	next text.List
}{
	{"think", "about of back twice before it through outside for like positive big"},
	{"look", "at into for up after around on back forward out for"},
	{"see", "a an if whether what how your the someone it this that him her them where who my"},
	{"feel", "free your it what"},
	{"know", "that your what when how"},
	{"love", "yourself your him her them"},
	{"trust", "your yourself in"},
	{"believe", "in yourself"},
	{"remember", "that to the your how what why it this not you"},
	{"forget", "about it him her them that what the his her"},
	{"need", ""},
	{"care", "for about less"},
	{"figure", "out"},
	{"understand", "that what your the his her their how"},
	{"appreciate", "what the your yourself"},
	{"wish", "him her them"},
	{"thank", "him her them your"},
	{"hate", "him her"},
	{"like", ""},
	{"mean", "it what"},
	{"welcome", "him her them it the"},
	{"cheer", "up"},
	{"suck", "it"},
}

// noOrders are verbs that nobody is told to do: "cause I was late", "last time".
const noOrders = text.List(`cause last matter lack seem belong deserve`)

// numbered are the nouns that count: "step 2", "question 4".
const numbered = text.List(`step point stage track rule note question round order test`)

// embedding are the words after which a plain verb may have a subject of its own.
const embedding = text.List(`make makes made let lets help helps helped have has had watch see sees saw hear heard think thinks know knows say says
	said feel feels believe hope mean means sure wish worried afraid`)

// orderLeads are the words with which an order is set off from a condition before it.
const orderLeads = text.List(`then just please definitely simply maybe`)

// orderNext are words that may follow the verb of an order, besides what it acts on.
const orderNext = text.List(`to with about for at around again`)

// noOrderAfter are words before a verb that is no order: "to go", "and go", "kids really like it".
const noOrderAfter = text.List(`to and or a an the my your his her its our their this that these those really still never always also only even not no any some
	all both more most very so too than of in on at for with from by about into over`)

// An item is one word of a sentence as the forms see it.
type item struct {
	flags flag
	word  string // its canonical form; empty when no list knows it
	shout bool   // written in capitals
	long  bool   // has two letters or more, so that capitals mean something
}

// clauseForms judges one clause from the order of its words and the small word lists.
// asked says whether the sentence ends with a question mark.
func clauseForms(clause []item, asked bool) Form {
	var f Form
	if asked || asksByOrder(clause) {
		f |= Question
	}
	if f&Question == 0 && isImperative(clause) {
		f |= Imperative
	}
	if anyFlag(clause, isNegator) {
		f |= Negated
	}
	if anyFlag(clause, isIf) {
		f |= Conditional
	}
	if isPast(clause) {
		f |= Past
	}
	if isShouted(clause) {
		f |= Shouted
	}
	if leadUp(clause) {
		f |= leadsUp
	}
	return f
}

// leadUp reports whether the clause only leads up to another: it begins like "if he asks" or "in your place", or has
// nobody who does something.
func leadUp(clause []item) bool {
	c := skipLeads(clause)
	if len(c) == 0 || c[0].flags&isLeadUp != 0 {
		return true
	}
	return !anyFlag(c, isSubject|isSecond|isAux|isPastVerb)
}

func anyFlag(clause []item, f flag) bool {
	for _, it := range clause {
		if it.flags&f != 0 {
			return true
		}
	}
	return false
}

// skipLeads drops the words that may stand before an imperative or a question.
func skipLeads(clause []item) []item {
	for len(clause) > 0 && clause[0].flags&(isLead|isEmoji) != 0 {
		clause = clause[1:]
	}
	return clause
}

// asksByOrder recognizes a question without its mark: "why would you", "are you".
func asksByOrder(clause []item) bool {
	c := skipLeads(clause)
	if len(c) < 2 {
		return false
	}
	if c[0].word == "how" && len(c) > 3 && c[1].flags&isAux == 0 && c[2].flags&isAux != 0 {
		return c[3].flags&isSecond != 0 || c[3].word == "it" // "how sure are you", but not "how we are"
	}
	if c[0].flags&isAsking != 0 {
		return c[1].flags&isAux != 0 && c[0].word != "when" && c[0].word != "who" && c[0].word != "which" &&
			(len(c) < 3 || c[2].flags&isSubject != 0 || c[2].flags&isNegator != 0)
	}
	if c[0].flags&isAux == 0 || c[0].word == "need" || c[0].word == "dare" {
		return false
	}
	if c[1].flags&isNegator != 0 && len(c) > 2 {
		return c[2].flags&isSubject != 0 && c[0].word != "do"
	}
	return c[1].flags&isSubject != 0 && c[0].word != "may"
}

// isImperative reports whether the clause begins with a base verb that can be meant as a request.
func isImperative(clause []item) bool {
	c := skipLeads(clause)
	if len(c) >= 3 && c[0].word == "do" && c[1].word == "not" {
		return c[2].flags&isVerb != 0 || c[2].word == "be" || c[2].word == "have"
	}
	if len(c) == 0 {
		return false
	}
	first, next := c[0], item{}
	if len(c) > 1 {
		next = c[1]
	}
	if first.word == "have" && next.word == "to" {
		return false // "have to work late": a subject was dropped
	}
	if first.word == "be" || first.word == "do" || first.word == "have" {
		return len(c) > 1 && next.flags&(isSubject|isAux|isNegator) == 0 && next.word != "been" // "have never been"
	}
	if first.flags&isVerb == 0 || noOrders.Has(first.word) {
		return false
	}
	if first.flags&isAdjective != 0 && next.flags&isObject == 0 {
		return false // "complete lack of respect"
	}
	if first.flags&isNoun != 0 && len(c) < len(clause) && clause[len(clause)-len(c)-1].word == "no" {
		return false // "no point going now"
	}
	if first.flags&isNoun != 0 && next.flags&isNumberWord != 0 && numbered.Has(first.word) {
		return false // "step 2"
	}
	if first.flags&isElliptical != 0 {
		return follows(first.word, next.word)
	}
	switch next.word {
	case "i", "he", "she", "we", "they":
		return false // "said he would": a subject was dropped
	}
	if first.flags&isNoun != 0 {
		return next.flags&(isAux|isPastVerb) == 0 && next.word != "from" && next.word != "of" && !hasPredicate(c[1:])
	}
	if first.word == "go" || first.word == "come" {
		return next.flags&isAux == 0 || next.word == "do" || next.word == "have" // "go do your thing"
	}
	return next.flags&isAux == 0 || next.word == "need"
}

// hasPredicate reports whether the words after a verb that is also a noun go on to say something of it:
// "work for him is hard". An auxiliary with a subject of its own ("call when she is home") doesn't count.
func hasPredicate(rest []item) bool {
	for i, it := range rest {
		if it.flags&(isStop|isAsking) != 0 || it.word == "that" {
			return false
		}
		if it.flags&isAux != 0 && it.flags&isNegator == 0 && i > 0 && rest[i-1].flags&(isSubject|isSecond|isAux|isNegator) == 0 && it.word != "'s" {
			return true
		}
	}
	return false
}

// follows reports whether an elliptical verb is an imperative before the word after it.
func follows(verb, next string) bool {
	for i := range ellipticalNext {
		if ellipticalNext[i].verb == verb {
			return ellipticalNext[i].next.Has(next)
		}
	}
	return false
}

// isPast reports whether the clause tells of the past: an auxiliary of the past, or a past form that is
// not a participle after be, have or get.
func isPast(clause []item) bool {
	for i, it := range clause {
		if it.flags&isPastVerb == 0 {
			continue
		}
		if it.flags&isAux != 0 {
			return true
		}
		participle := false
		for j := max(0, i-2); j < i; j++ {
			participle = participle || clause[j].flags&isBeHave != 0
		}
		if !participle && it.flags&isVerb == 0 {
			return true
		}
	}
	return false
}

func isShouted(clause []item) bool {
	loud, long := 0, 0
	for _, it := range clause {
		if it.long {
			long++
			if it.shout {
				loud++
			}
		}
	}
	return loud > 0 && 2*loud > long
}
