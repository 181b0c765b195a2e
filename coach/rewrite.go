package coach

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach/phrase"
	"github.com/emotional-safety/coach/coach/reframe"
	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/coach/text"
)

// An Edit is a place of a message that was put in other words.
type Edit struct {
	Finding Finding
	Span    text.Span // in the message's text as it was: what the wording stands in place of
	Text    string
	Choices []string // every wording that fits there, best first; Text is one of them

	at text.Span // of Text in the message as it is now
}

// A Rewrite is a message in other words.
type Rewrite struct {
	Text  string
	Edits []Edit // in order of place
	Left  []Left // flags that no wording was put in for; their findings are of the text as it is now
}

// A Left is a flag whose words were left as they are.
type Left struct {
	Finding Finding
	Span    text.Span // of its words in the message's text as it was
	Choices []string  // wordings that fit there, but say something else than the words did: the writer's to choose
}

// Rewrite puts the best wording of each flag in its place, where it says what the words said and fits the sentence
// around it; all else stays as it is. What it puts in is never flagged, and its own result it leaves alone. A message
// with a care notice is not edited.
func (c *Coach) Rewrite(m *Message) Rewrite {
	w := c.rewriting(m)
	if flags := w.flags(); len(flags) > maxEdits {
		out := Rewrite{Text: m.Text}
		for _, f := range flags {
			out.Left = append(out.Left, Left{Finding: f, Span: f.Span})
		}
		return out
	}
	for w.step() {
	}
	left := w.flags()
	if givesAdvice(w.edits) && slices.ContainsFunc(left, func(f Finding) bool { return !isAdvice(&f) }) {
		w.message.Text, w.edits = m.Text, nil // "Would it help to …?" beside an insult is one more
		left = w.flags()
	}
	out := Rewrite{Text: w.message.Text, Edits: w.edits}
	sentences := sentencesOf(w.message.Text)
	for _, f := range left {
		_, choices, _ := wordings(&w.message, sentences, &f)
		then := text.Span{Start: w.original(f.Span.Start), End: w.original(f.Span.End)}
		out.Left = append(out.Left, Left{f, then, choices})
	}
	slices.SortFunc(out.Edits, func(a, b Edit) int { return a.Span.Start - b.Span.Start })
	return out
}

// Wordings returns what may stand in place of a finding of m, best first, and the words it would replace. There are
// none when no reframe fits the sentence.
func (c *Coach) Wordings(m *Message, f *Finding) (at text.Span, choices []string) {
	for _, own := range c.rewriting(m).flags() {
		if own.Rule.ID == f.Rule.ID && own.Span == f.Span {
			at, choices, _ = wordings(m, sentencesOf(m.Text), &own)
			return at, choices
		}
	}
	return f.Span, nil
}

// wordings are the choices of a finding. The first unasked of them may be put in unasked: they keep some of the words. One
// that keeps none says what the writer may feel or want, and only the writer knows.
func wordings(m *Message, sentences []text.Span, f *Finding) (at text.Span, choices []string, unasked int) {
	i := sort.Search(len(sentences), func(i int) bool { return sentences[i].End >= f.Span.End })
	if i == len(sentences) {
		return f.Span, nil, 0
	}
	whole := text.Span{Start: sentences[i].Start, End: sentences[i].End}
	for whole.Start > f.Span.Start && i > 0 {
		i--
		whole.Start = sentences[i].Start
	}
	place := placeOf(m.Text, whole, f.Span)
	rest := m.Text[:place.span.Start] + m.Text[place.span.End:]
	add := func(list []Reframe, wanted func(Reframe) bool) {
		for _, r := range list {
			if !wanted(r) {
				continue
			}
			if fitted, ok := place.fit(r); ok && !strings.Contains(m.Text, fitted) && !slices.Contains(choices, fitted) {
				choices = append(choices, fitted)
			}
		}
	}
	add(f.inPlace, func(r Reframe) bool { return !r.general && !doubles(r.Text, rest) })
	unasked = len(choices)
	add(f.inPlace, func(r Reframe) bool { return r.general })
	add(f.Reframes, func(Reframe) bool { return true })
	return place.span, choices, unasked
}

// sentencesOf returns where the sentences of a message stand, in order.
func sentencesOf(msg string) []text.Span {
	var spans []text.Span
	for _, s := range new(text.Splitter).Split(msg) {
		spans = append(spans, s.Span)
	}
	return spans
}

// maxEdits bounds the work on one message. One with more flags is no single message, and is left as it is.
const maxEdits = 200

type rewriter struct {
	conversation *Conversation
	message      Message
	edits        []Edit
}

func (c *Coach) rewriting(m *Message) *rewriter {
	w := &rewriter{conversation: c.Conversation(), message: *m}
	w.conversation.analyzer.rewrites = true
	if w.message.Context == nil {
		w.message.Context = []Message{}
	}
	return w
}

// flags are the flags of the message as it is now. Its context stays what it was.
func (w *rewriter) flags() []Finding {
	var flags []Finding
	for _, f := range w.conversation.Check(&w.message).Findings {
		if f.Rule.Kind == rule.Flag {
			flags = append(flags, f)
		}
	}
	return flags
}

// step puts in the first wording that can be, and reports whether there was one.
func (w *rewriter) step() bool {
	flags, sentences := w.flags(), sentencesOf(w.message.Text)
	for i := range flags {
		f := w.told(flags, i)
		if slices.ContainsFunc(w.edits, func(e Edit) bool { return e.at.Start < f.Span.End && f.Span.Start < e.at.End }) {
			continue
		}
		at, choices, unasked := wordings(&w.message, sentences, &f)
		for take := range unasked {
			if w.apply(f, at, choices, take, len(flags)) {
				return true
			}
		}
	}
	return false
}

func isAdvice(f *Finding) bool { return f.Rule.Family() == "advice" }

func givesAdvice(edits []Edit) bool {
	return slices.ContainsFunc(edits, func(e Edit) bool { return isAdvice(&e.Finding) })
}

// doubles reports whether all that a wording tells is told beside it, too, in one form or another.
func doubles(wording, rest string) bool {
	telling, said := contentWords(wording), contentWords(rest)
	return len(telling) > 0 && !slices.ContainsFunc(telling, func(word string) bool {
		return !slices.ContainsFunc(said, func(other string) bool { return strings.HasPrefix(other, word[:4]) })
	})
}

// contentWords are the words of a wording that carry it.
func contentWords(s string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }), func(word string) bool {
		return len(word) < 4 || strings.Contains(weak, " "+word+" ")
	})
}

// reader are the words for the one who reads the message.
const reader = text.List("you u your ur yours yourself you're you’re youre you've you’ve you'll you’ll you'd you’d ya")

const weak = " this that like about want with what your really have from just when right would could them they been more help listen shall hard "

// told is the finding at i, where it has a wording that keeps a fact, with the bare reproaches and insults that stand right
// beside it: "You forgot the keys. How could you?" They say nothing that the fact doesn't.
func (w *rewriter) told(flags []Finding, i int) Finding {
	all := flags[i]
	all.inPlace = slices.DeleteFunc(slices.Clone(all.inPlace), func(r Reframe) bool { return r.general })
	bare := func(f Finding) bool {
		family := f.Rule.Family()
		return (family == "blame" || family == "contempt") && len(general(f.inPlace)) == len(f.inPlace) && len(strings.Fields(f.Match)) <= maxGeneral
	}
	if len(all.inPlace) == 0 || all.Rule.Family() != "blame" {
		return flags[i]
	}
	beside := func(a, b int) bool { return a <= b && strings.IndexFunc(w.message.Text[a:b], isWordly) < 0 }
	for _, next := range flags[i+1:] {
		if !bare(next) || !beside(all.Span.End, next.Span.Start) {
			break
		}
		all.Span.End = next.Span.End
	}
	for j := i - 1; j >= 0 && bare(flags[j]) && beside(flags[j].Span.End, all.Span.Start); j-- {
		all.Span.Start = flags[j].Span.Start
	}
	return all
}

// general are the wordings that keep none of the words.
func general(list []Reframe) []Reframe {
	return slices.DeleteFunc(slices.Clone(list), func(r Reframe) bool { return !r.general })
}

// apply makes an edit if the message has fewer flags after it.
func (w *rewriter) apply(f Finding, at text.Span, choices []string, take, before int) bool {
	choice := choices[take]
	old := w.message.Text
	w.message.Text = old[:at.Start] + choice + old[at.End:]
	now := text.Span{Start: at.Start, End: at.Start + len(choice)}
	flags := w.flags()
	if len(flags) >= before || slices.ContainsFunc(flags, func(f Finding) bool { return f.Span.Start < now.End && now.Start < f.Span.End }) {
		w.message.Text = old
		return false
	}
	original := text.Span{Start: w.original(at.Start), End: w.original(at.End)}
	shift := len(choice) - (at.End - at.Start)
	for i := range w.edits {
		if w.edits[i].at.Start >= at.End {
			w.edits[i].at.Start += shift
			w.edits[i].at.End += shift
		}
	}
	f.Span = original
	w.edits = append(w.edits, Edit{Finding: f, Span: original, Text: choice, Choices: choices, at: now})
	return true
}

// original returns where a place of the message stood before it was edited. The place is in no edit.
func (w *rewriter) original(i int) int {
	then := i
	for _, e := range w.edits {
		if e.at.End <= i {
			then -= (e.at.End - e.at.Start) - (e.Span.End - e.Span.Start)
		}
	}
	return then
}

// A placeIn is where in its sentence a reframe would stand.
type placeIn struct {
	span     text.Span // what it replaces: the finding's words, and at the end of a sentence its stops
	opens    bool      // nothing stands before it
	closes   bool      // nothing stands after it
	joins    bool      // what stands before and after can be joined to a clause of its own
	leads    bool      // what stands before is at most a word or two, as in "Well, "
	chained  bool      // an "and" or "but" stands right before or after it
	spliced  bool      // only a comma stands between it and another clause
	strained bool      // what stands beside it goes on about the reader, or is no clause
	begun    bool      // what stands before is more than a word that leads up
	needs    bool      // what stands before needs a statement: because, that
	capital  bool      // the words began with a capital
	stops    string    // the stops that ended the sentence
	straight,
	curly bool // how the message writes its apostrophes
}

// sneers are the signs that only jeer at the reader: they go with the words.
const sneers = "👏🙄🤡😒💅🖕"

const stopSigns = ".!?…。！？"

// joining are the words that a clause of its own may follow, and leading those that do so at a sentence's beginning.
const (
	joining = " and but because since cause cuz "
	leading = " so honestly well look ok okay seriously hey yeah yes no oh ugh "
)

// tagAfter are the words that only press a reproach home, and go with it.
var tagAfter = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^,? ?(and you know it|and everyone knows it|(do )?you know that|you know|(do|did|does|can|could|are|were|have|is|was|would|will)(n['’]?t)? (you|u|it|there|i)|right|huh|tbh|honestly|to be honest|well done|thanks for that|simple as that|as always|as usual|again|you (absolute |total |complete |obnoxious |stupid )?(idiot|moron|jerk|cow|loser|freak|clown|fool|genius))[.!?]*$`)
})

// goesOn is how a sentence goes on against the reader: "… and you want full custody", "…, but it was a joke".
var goesOn = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^,? ?((and|so) (you|u|ur|your|you['’]re)\b|but\b)`)
})

// opening are the words that only lead up to a reproach, and go with it.
const opening = " ok okay oh so well wow great ugh yeah see sure "

// joinedBy reports whether one of the conjunctions stands at the end of text (at > 0) or at its beginning.
func joinedBy(text string, at int) bool {
	words := strings.Fields(strings.ToLower(strings.Trim(text, ",;—– ")))
	if len(words) == 0 {
		return false
	}
	word := words[0]
	if at > 0 {
		word = words[len(words)-1]
	}
	return slices.Contains(conjunctions[:], word)
}

// reasons are the words that a reason follows.
var reasons = [...]string{"because", "since", "cause", "cuz"}

var conjunctions = [...]string{"and", "but", "so", "because", "since"}

// subjects are the words with which a clause of its own may begin.
const subjects = " i i'm i’m i'll i’ll i've i’ve you you're you’re we we're we’re he she it it's it’s they that's there im ive "

func placeOf(msg string, sentence, found text.Span) placeIn {
	p := placeIn{span: found, straight: strings.Contains(msg, "'"), curly: strings.Contains(msg, "’")}
	before := strings.TrimSpace(msg[sentence.Start:found.Start])
	if strings.IndexFunc(before, isWordly) < 0 {
		before = "" // emoji, a list's dash
	}
	after := msg[found.End:sentence.End]
	if strings.Contains(opening, " "+strings.ToLower(strings.TrimRight(before, ",!. "))+" ") {
		p.span.Start = sentence.Start + strings.IndexFunc(msg[sentence.Start:], isWordly)
		before = "" // "Oh" and "So" lead up to the reproach
	}
	p.opens = before == ""
	bare := strings.TrimLeft(after, stopSigns)
	if strings.TrimFunc(after, isTrailing) == "" {
		p.closes = true
		p.stops = after[:len(after)-len(bare)]
		p.span.End += len(p.stops)
	}
	if tag := tagAfter().FindString(after); tag != "" && !p.closes && len(tag) == len(strings.TrimRight(after, " ")) {
		p.closes = true
		p.stops = "."
		p.span.End = found.End + len(tag)
	}
	if p.closes {
		rest := msg[p.span.End:sentence.End]
		if jeer := strings.TrimRight(rest[:len(rest)-len(strings.TrimLeft(rest, sneers+" "))], " "); strings.ContainsAny(jeer, sneers) {
			p.span.End += len(jeer)
		}
	}
	first, _ := utf8.DecodeRuneInString(msg[p.span.Start:])
	p.capital = unicode.IsUpper(first)
	p.joins = (p.opens || joinsAfter(before)) && (p.closes || joinsBefore(after)) && !tangled(msg[found.Start:found.End]) && !breaksOff(after)
	p.begun = !p.opens && !strings.Contains(leading, " "+strings.ToLower(strings.Trim(before, ", "))+" ")
	p.leads = p.opens || len(strings.Fields(before)) <= 2
	if !p.leads && len(strings.Fields(msg[found.Start:found.End])) < minJoined {
		p.joins = false // "…, you jerk" is no clause
	}
	p.chained = !p.opens && joinedBy(before, len(before)) || !p.closes && joinedBy(after, 0)
	p.strained = !p.closes && goesOn().MatchString(after) || strings.HasSuffix(before, ":") ||
		!p.opens && joinedBy(before, len(before)) && len(strings.Fields(before)) <= 2 && !strings.Contains(leading, " "+strings.ToLower(strings.Fields(before)[0])+" ")
	begun := len(strings.Fields(before)) > 1 && !strings.Contains(leading, " "+strings.ToLower(strings.Trim(before, ", "))+" ")
	p.spliced = begun && strings.HasSuffix(before, ",") || !p.closes && strings.HasPrefix(strings.TrimLeft(after, " "), ",") && !joinedBy(after, 0)
	if p.spliced && !p.opens && slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(before), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }), reader.Has) {
		p.joins = false // "You never help, you never listen"
	}
	p.needs = slices.ContainsFunc(reasons[:], func(r string) bool { return strings.HasSuffix(strings.ToLower(before), r) })
	return p
}

// tangled reports whether words hold marks that would lose their other half, or be lost.
func tangled(words string) bool {
	for _, mark := range []string{"*", "_", "~", "`", `"`} {
		if strings.Count(words, mark)%2 == 1 {
			return true
		}
	}
	return strings.ContainsAny(words, "[]{}<>|“”«»\t")
}

// breaksOff reports whether the words before these were not said to their end.
func breaksOff(after string) bool {
	bare := strings.TrimLeft(after, stopSigns)
	if first, _ := utf8.DecodeRuneInString(bare); bare != after && unicode.IsLetter(first) {
		return true // "You could teach...You could"
	}
	after = strings.TrimLeft(after, " ")
	return strings.HasPrefix(after, "-") || strings.HasPrefix(after, "–") || strings.HasPrefix(after, "—")
}

// isTrailing reports whether a character may stand after the last word of a sentence: stops, blanks and emoji.
func isTrailing(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ',' && r != ';' && r != ':' && r != '(' && r != '"' && r != '“'
}

func isWordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// subordinating are the words after which a clause leans on the one that follows.
const subordinating = " if when while because since unless although though until after before whenever whether that who which what how why where as instead "

// joinsAfter reports whether a clause of its own may follow these words.
func joinsAfter(before string) bool {
	words := strings.Fields(strings.ToLower(before))
	for i, word := range words {
		leans := strings.Contains(subordinating, " "+strings.Trim(word, ",;:—–-")+" ")
		if joins := i == len(words)-1 && strings.Contains(joining, " "+word+" "); leans && !joins {
			return false
		}
	}
	if strings.HasSuffix(before, ",") || strings.HasSuffix(before, ";") || strings.HasSuffix(before, "—") || strings.HasSuffix(before, ":") {
		return true
	}
	last := " " + words[len(words)-1] + " "
	return strings.Contains(joining, last) || len(words) <= 2 && strings.Contains(leading, last)
}

// minJoined is how many words make a clause that goes on: "you idiot" does not.
const minJoined = 3

// joinsBefore reports whether these words go on with a clause of their own.
func joinsBefore(after string) bool {
	words := strings.Fields(strings.ToLower(strings.TrimLeft(after, ",;—– ")))
	if len(words) < minJoined {
		return false
	}
	if slices.Contains(conjunctions[:], words[0]) {
		words = words[1:]
	} else if !strings.HasPrefix(strings.TrimLeft(after, " "), ",") && !strings.HasPrefix(strings.TrimLeft(after, " "), ";") && !strings.HasPrefix(strings.TrimLeft(after, " "), "—") {
		return false
	}
	if len(words) > 1 && words[0] == "you" && !goesWithYou(words[1]) {
		return false // ", you idiot"
	}
	return len(words) > 0 && strings.Contains(subjects, " "+strings.Trim(words[0], ",.!?")+" ")
}

// joinsWell reports whether a wording that keeps none of the words reads well beside what is left of the sentence.
func (p *placeIn) joinsWell() bool { return !p.spliced && !p.strained }

const withYou = " are were can could will would should may might must always never just don't don’t didn't didn’t won't can't also really still "

// goesWithYou reports whether a word may be the verb of "you".
func goesWithYou(word string) bool {
	_, _, verb := phrase.BaseOf(strings.Trim(word, ",.!?"))
	return verb || strings.Contains(withYou, " "+word+" ")
}

// fit returns the reframe as it would stand in the place. ok is false when it doesn't fit, or leaves a blank to fill.
func (p *placeIn) fit(r Reframe) (s string, ok bool) {
	s = r.Text
	if r.Prompt || !p.joins {
		return "", false
	}
	body := strings.TrimRight(s, stopSigns)
	end := s[len(body):]
	single := !strings.ContainsAny(body, ".!?")
	switch {
	case !p.closes && (!single || end != "."):
		return "", false
	case p.begun && (!single || end != "."):
		return "", false // a question asks for the sentence to itself
	case !p.closes && strings.Contains(body, ","):
		return "", false
	case p.needs && (strings.HasPrefix(body, "I’d like") || strings.Contains(body, ",")):
		return "", false
	case r.general && !p.joinsWell():
		return "", false
	case r.distilled && (!p.closes || !p.opens && !p.leads):
		return "", false
	case p.chained && strings.Contains(body, ","):
		return "", false // one "and" after another
	case p.needs && (!single || end != "."):
		return "", false
	case !p.closes:
		s = body
	case p.stops == "" && end == ".":
		s = body // the message does without stops
	}
	if !p.opens || !p.capital {
		s = reframe.Uncapitalize(s)
	}
	if p.straight && !p.curly {
		s = strings.ReplaceAll(s, "’", "'")
	}
	return s, true
}
