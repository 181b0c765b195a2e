package text

import (
	"slices"
	"strings"
	"sync"
)

// A NextWord is what must follow for a spelling to be read the second way.
type NextWord uint8

// The kinds of words that settle a doubtful spelling.
const (
	Anything  NextWord = iota
	Predicate          // a, so, not, always … or a word in -ing: what follows "are" or "is"
	Verb               // like, love, be …: what follows "would" or "will"
)

// A Spelling says which words a written form stands for. All are folded.
type Spelling struct {
	Written   string
	Words     []string
	Alt       []string // a second reading, taken before the words that AltBefore names
	AltBefore NextWord
}

// Spellings returns contractions and chat spellings, sorted by Written. The caller must not change it.
func Spellings() []Spelling { return spellings() }

var spellings = sync.OnceValue(func() []Spelling {
	var all []Spelling
	seen := map[string]bool{}
	add := func(s Spelling) {
		if !seen[s.Written] {
			seen[s.Written] = true
			all = append(all, s)
		}
	}
	for line := range strings.Lines(doubtfulTable) {
		written, readings, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok {
			continue
		}
		first, second, _ := strings.Cut(readings, " | ")
		reading, before, _ := strings.Cut(second, " @")
		s := Spelling{Written: written, Words: strings.Fields(first), Alt: strings.Fields(reading)}
		switch before {
		case "predicate":
			s.AltBefore = Predicate
		case "verb":
			s.AltBefore = Verb
		}
		add(s)
	}
	for line := range strings.Lines(chatTable) {
		if written, words, ok := strings.Cut(strings.TrimSpace(line), " = "); ok {
			add(Spelling{Written: written, Words: strings.Fields(words)})
		}
	}
	for _, s := range contractions() {
		add(s)
	}
	slices.SortFunc(all, func(a, b Spelling) int { return strings.Compare(a.Written, b.Written) })
	return all
})

// contractions builds the regular ones, each with its apostrophe and, where that makes no other word, without.
func contractions() []Spelling {
	var all []Spelling
	add := func(stem, ending, word string) {
		all = append(all, Spelling{Written: stem + "'" + ending, Words: []string{stem, word}})
		if bare := stem + ending; !otherWords.Has(bare) {
			all = append(all, Spelling{Written: bare, Words: []string{stem, word}})
		}
	}
	for _, stem := range strings.Fields("do does did is are was were have has had would could should might must need") {
		for _, written := range []string{stem + "n't", stem + "nt"} {
			all = append(all, Spelling{Written: written, Words: []string{stem, "not"}})
		}
	}
	add("i", "m", "am")
	for _, stem := range strings.Fields("you we they who what") {
		add(stem, "re", "are")
	}
	for _, stem := range strings.Fields("i you we they who would could should might must") {
		add(stem, "ve", "have")
	}
	for _, stem := range strings.Fields("i you he she it we they that there who what this") {
		add(stem, "ll", "will")
		add(stem, "d", "'d")
	}
	for _, stem := range strings.Fields("he she it that there what who how where when why here this everything everyone somebody someone nobody nothing something") {
		add(stem, "s", "'s")
	}
	return all
}

// otherWords are words in their own right that look like contractions without their apostrophe.
const otherWords = List("were well wed ill id its shell shed hell hed whore wills thats's heres wheres whens whys hows thisd thisll")

// chatTable is one written form a line, and the words it stands for. 's and 'd stay words of their own, because only
// the sentence tells is from has, and would from had. "ain" is what is left of ain't without its not.
const chatTable = `
	can't = can not
	cant = can not
	cannot = can not
	won't = will not
	wont = will not
	shan't = shall not
	ain't = ain not
	aint = ain not
	let's = let us
	y'all = you all
	yall = you all
	ya'll = you all
	c'mon = come on
	cmon = come on
	u = you
	ya = you
	yu = you
	yuh = you
	r = are
	u're = you are
	ure = you are
	u'll = you will
	u'd = you 'd
	u've = you have
	urself = yourself
	yourselves = yourself
	urs = yours
	thats = that 's
	wheres = where 's
	hows = how 's
	heres = here 's
	whys = why 's
	gonna = going to
	gunna = going to
	wanna = want to
	gotta = got to
	hafta = have to
	oughta = ought to
	gimme = give me
	lemme = let me
	dunno = do not know
	donno = do not know
	kinda = kind of
	sorta = sort of
	outta = out of
	shoulda = should have
	coulda = could have
	woulda = would have
	shouldve = should have
	couldve = could have
	wouldve = would have
	mustve = must have
	idk = i do not know
	idc = i do not care
	ik = i know
	imo = in my opinion
	imho = in my opinion
	tbh = to be honest
	tbf = to be fair
	nvm = never mind
	nevermind = never mind
	ily = i love you
	ilysm = i love you so much
	smh = shaking my head
	stfu = shut the fuck up
	gtfo = get the fuck out
	ty = thank you
	tysm = thank you so much
	thx = thanks
	thanx = thanks
	tnx = thanks
	tks = thanks
	pls = please
	plz = please
	plss = please
	cuz = because
	coz = because
	cos = because
	cus = because
	bcs = because
	bcoz = because
	becuz = because
	becoz = because
	bc = because
	b/c = because
	tho = though
	thru = through
	wat = what
	wut = what
	wot = what
	wats = what 's
	whatcha = what are you
	y'know = you know
	abt = about
	luv = love
	n't = not
	nah = no
	nope = no
	yea = yes
	yeah = yes
	yep = yes
	yup = yes
	ppl = people
	rly = really
	srsly = seriously
	prob = probably
	prolly = probably
	probs = probably
	def = definitely
	defo = definitely
	evry = every
	alwys = always
	alwayz = always
	nvr = never
	neva = never
	smth = something
	sth = something
	ev1 = everyone
	every1 = everyone
	some1 = someone
	any1 = anyone
	no1 = nobody
	noone = nobody
	gd = good
	sry = sorry
	srry = sorry
	soz = sorry
	favourite = favorite
	favour = favor
	convo = conversation
	favours = favors
	humour = humor
	honour = honor
	neighbour = neighbor
	neighbours = neighbors
	apologising = apologizing
	apologises = apologizes
	realising = realizing
	recognised = recognized
	offence = offense
	defence = defense
	publically = publicly
	behaviour = behavior
	realise = realize
	realised = realized
	apologise = apologize
	apologised = apologized
	recognise = recognize
	criticise = criticize
	criticised = criticized
	criticising = criticizing
	overreactin = overreacting
	exaggeratin = exaggerating
	nothin = nothing
	somethin = something
	goin = going
	doin = doing
	bein = being
	makin = making
	tryin = trying
	talkin = talking
`

// doubtfulTable lists forms with two readings: the usual one, and after | the one before a predicate or a verb.
const doubtfulTable = `
	ur = your | you are @predicate
	your = your | you are @predicate
	its = its | it 's @predicate
	id = id | i 'd @verb
	ill = ill | i will @verb
	lets = lets | let us @verb
`

// Starts lists the folded words of a kind: those that follow "are" or "is" rather than "your", or the verbs that commonly
// follow "would", "will" or "let us".
func Starts(n NextWord) []string {
	switch n {
	case Predicate:
		return strings.Fields(predicateStarts)
	case Verb:
		return strings.Fields(verbStarts)
	}
	return nil
}

const predicateStarts = `a an the so such too not always never just gonna really being acting overreacting exaggerating
	welcome right wrong still already probably literally basically clearly obviously such like kinda pretty very making going trying
	overthinking only ok okay fine constantly unbelievably incredibly completely totally absolutely honestly seriously
	even actually letting treating ignoring blowing imagining embarrassed me my your him them mine yours our nothing all online late mad upset mean rude lazy selfish`

const verbStarts = `like love be say rather prefer never hate go call do try see have get take make want need come talk tell
	ask bring text send meet wait let think start stop just not give help check pick leave keep find pay buy show put eat play watch
	always probably also still definitely appreciate suggest recommend message`
