package reframe

import (
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach/phrase"
	"github.com/emotional-safety/coach/coach/text"
)

// A chargeReader goes from the subject of a reproach to its verb, and gathers on the way what kind of charge it is.
type chargeReader struct {
	words           []string
	at              int    // the subject
	i               int    // the word that is looked at
	before, earlier string // the words before the subject, without "not"

	negated, often, conditional bool

	form phrase.VerbForm // that the verb has to stand in, once the kind is known
	c    *charge
}

// chargeAt reads the reproach whose subject is words[at].
func chargeAt(words []string, at int) (*charge, bool) {
	r := &chargeReader{words: words, at: at, i: at + 1, c: &charge{}}
	r.before, r.earlier = r.word(at-1), r.word(at-2)
	if r.before == "not" {
		r.negated, r.before, r.earlier = true, r.earlier, r.word(at-3)
	}
	if asking.Has(r.before) {
		return chargeAsked(words, at)
	}
	if r.conditional = r.before == "if"; r.conditional {
		r.before, r.c.ifs = "", true
	}
	if r.before == "time" && r.earlier == "last" || r.before == "when" && r.earlier == "that" || noCharge.Has(r.before) {
		return nil, false
	}
	if r.before == "that" && !stating.Has(r.earlier) {
		return nil, false // "a deadline that you kept"
	}
	hedged := r.word(r.i) == "only"
	r.skip()
	if !r.inversion(hedged) {
		return nil, false
	}
	r.idiom()
	if r.c.kind != 0 {
		return r.verb()
	}
	if r.conditional {
		if !r.condition() {
			return nil, false
		}
		return r.verb()
	}
	if c, ok := r.told(); c != nil || !ok {
		return c, ok
	}
	if !r.auxiliary() && !r.reproof() {
		return nil, false
	}
	return r.verb()
}

const (
	// asking are words after which the reader is who was asked, and what follows what they were asked to do.
	asking = text.List("tell told ask asked asking telling remind reminding begged begging")
	// noCharge are words after which "you" begins no reproach.
	noCharge = text.List("unless until like than whether to with what who thing all where way said say think thought know knew hope wish tell how sure")
	// stating are words after which "that you" tells what the reader did, and not which thing is meant.
	stating = text.List("believe fact hurt hurts upset angry mad sad disappointed shocked frustrated funny strange weird unbelievable crazy is was")
	seldom  = text.List("never not hardly barely rarely")
	often   = text.List("always constantly forever continually repeatedly")
	// auxiliaries are those that may stand before the subject of a question.
	auxiliaries = text.List("had did are were do can will could would have should")
	goodAs      = text.List("on home there here ready honest nice kind")
)

// word is words[i] in lower case, and empty beyond the ends.
func (r *chargeReader) word(i int) string {
	if i < 0 || i >= len(r.words) {
		return ""
	}
	return strings.ToLower(r.words[i])
}

// bareWord is word without the marks that end it.
func (r *chargeReader) bareWord(i int) string { return strings.TrimRight(r.word(i), ".,;:!?…") }

// bothers are words that lead to a verb and only turn up the reproach: "bother to call" says "call".
func bothers() [][]string {
	return [][]string{{"at", "least"}, {"bother", "to"}, {"be", "bothered", "to"}, {"bothered", "to"}, {"think", "to"}, {"have", "the", "decency", "to"},
		{"seem", "to"}, {"had", "to", "go", "and"}, {"go", "and"}, {"went", "and"}, {"have", "to"}, {"had", "to"}, {"feel", "the", "need", "to"},
		{"manage", "to"}, {"take", "the", "time", "to"}}
}

// skip passes over the words that only turn up the reproach, and remembers what they say of it.
func (r *chargeReader) skip() {
	for w := r.word(r.i); heated.Has(w) || seldom.Has(w); w = r.word(r.i) {
		r.negated = r.negated || seldom.Has(w)
		r.often = r.often || often.Has(w)
		r.i++
	}
	for _, bother := range bothers() {
		if len(r.words) > r.i+len(bother) && slices.EqualFunc(r.words[r.i:r.i+len(bother)], bother, strings.EqualFold) {
			r.i += len(bother)
		}
	}
}

// inversion reads what the word before the subject makes of it: "why did you", "not once have you". It reports false
// where that makes no charge of it.
func (r *chargeReader) inversion(hedged bool) bool {
	why, how := r.earlier == "why", r.earlier == "how"
	switch before := r.before; {
	case before == "had" && isParticiple(r.word(r.i)):
		r.c.kind, r.c.ifs, r.form = didNot, true, phrase.Participle
	case before == "of":
		r.c.kind = did
		r.i++
		return r.earlier == "typical" && r.word(r.i-1) == "to"
	case before == "have" && (r.earlier == "once" || r.earlier == "never" || r.earlier == "when"):
		r.c.kind, r.form = hasNot, phrase.Participle
	case before == "did" && why && r.negated:
		r.c.kind = didNot
	case before == "did" && why, (before == "could" || before == "would") && (how || why) && !r.negated:
		r.c.kind = did
	case text.List("do can will could would").Has(before) && r.negated && (why || r.word(r.at+1) == "ever" || r.word(r.at+1) == "even"):
		r.c.kind = lacks
	case before == "do" && why:
		r.c.kind = does
	case hedged, auxiliaries.Has(before):
		return false
	}
	return true
}

// idiom reads "the least you can do is call" and "would it kill you to call".
func (r *chargeReader) idiom() {
	if (r.word(r.i) == "could" || r.word(r.i) == "can") && r.word(r.i+1) == "do" && r.word(r.i+2) == "is" && r.word(r.at-1) == "least" {
		r.i += 3
		r.c.kind = lacks
	}
	if r.before == "kill" && r.earlier == "it" && r.word(r.i) == "to" {
		r.i++
		r.c.kind = lacks
	}
}

// condition reads what follows "if you": "if you had told me", "if you would only ask".
func (r *chargeReader) condition() bool {
	switch aux := r.word(r.i); {
	case (aux == "had" || aux == "would") && isParticiple(after(r.words, r.i, skipped)):
		r.past(1, didNot)
		if r.negated {
			r.c.kind = did
		}
		return true
	case aux == "would" && r.word(r.i+1) != "not":
		r.i++
		r.skip()
		r.c.kind = lacks
		return true
	}
	return false
}

// past goes on to a participle, past so many words.
func (r *chargeReader) past(words int, kind chargeKind) {
	r.i += words
	r.skip()
	r.form, r.c.kind = phrase.Participle, kind
}

// told reads the charges that are not told by a verb in one of its plain forms: "you have been lying", "you refused to
// come", "you were late". It returns nil and true where the words are none of these.
func (r *chargeReader) told() (*charge, bool) {
	switch aux := r.word(r.i); {
	case aux == "have" && !r.negated && r.word(r.i+1) == "been" && strings.HasSuffix(r.word(r.i+2), "ing"):
		base, form, ok := phrase.BaseOf(r.word(r.i + 2))
		if !ok || form != phrase.Gerund {
			return nil, false
		}
		r.c.kind, r.c.verb, r.c.past = did, base, "have been "+r.word(r.i+2)
		return r.c.readRest(r.words, r.i+2)
	case aux == "refused" && r.word(r.i+1) == "to":
		base, form, ok := phrase.BaseOf(r.word(r.i + 2))
		if !ok || form != phrase.Base || base == "be" {
			return nil, false
		}
		r.c.kind, r.c.verb, r.c.past = did, base, "wouldn’t "+base
		return r.c.readRest(r.words, r.i+2)
	case aux == "are" || aux == "were":
		r.i++
		r.skip()
		return r.c.readBeing(r.words[r.i:], aux, r.often, r.negated)
	}
	return nil, true
}

// auxiliary reads what an auxiliary after the subject makes of the verb, and reports whether there is one.
func (r *chargeReader) auxiliary() bool {
	switch aux, next := r.word(r.i), r.word(r.i+1); {
	case aux == "have" && isParticiple(after(r.words, r.i, skipped)):
		r.past(1, did)
		if r.negated {
			r.c.kind = hasNot
		}
	case (aux == "did" || aux == "could") && next == "not":
		r.i++
		r.skip()
		r.c.kind = didNot
	case (aux == "do" || aux == "will" || aux == "can" && r.word(r.i+2) == "even") && next == "not":
		r.i++
		r.skip()
		r.c.kind = lacks
	case aux == "failed" && next == "to":
		r.i += 2
		r.c.kind = didNot
	case aux == "keep":
		r.i++
		r.form, r.c.kind = phrase.Gerund, does
	default:
		return false
	}
	return true
}

// reproof reads what the reader should have done, or would do if …, where the words say so. It reports false where they
// make no charge of it.
func (r *chargeReader) reproof() bool {
	switch aux, next, third := r.word(r.i), r.word(r.i+1), r.word(r.i+2); {
	case (aux == "should" || aux == "could") && (next == "have" || heated.Has(next) && third == "have" || next == "at" && r.word(r.i+3) == "have"):
		r.past(slices.IndexFunc(r.words[r.i:], in("have"))+1, didNot)
	case aux == "should" && (next == "not" || next == "never") && third == "have":
		r.past(3, did)
	case aux == "had" && next == "no" && third == "right" && r.word(r.i+3) == "to":
		r.i += 4
		r.c.kind = did
	case aux == "would" && next != "not" && slices.ContainsFunc(r.words[:r.at], in("if")): // if you loved me, you would call
		r.i++
		r.skip()
		r.c.kind = lacks
		return !r.negated
	}
	return true
}

// verb reads the verb and what follows it. It gives up at a form that doesn't go with what stands before.
func (r *chargeReader) verb() (*charge, bool) {
	c, w := r.c, r.bareWord(r.i)
	base, got, ok := phrase.BaseOf(w)
	switch {
	case !ok && c.kind == 0 && !r.negated && len(w) > 4 && strings.HasSuffix(w, "ed"):
		c.kind, c.past = did, w
		return c.readRest(r.words, r.i)
	case base == "be" && got == phrase.Base && (c.kind == lacks || c.kind == 0 && r.negated) && goodAs.Has(r.bareWord(r.i+1)):
		c.kind, c.verb = lacks, "be"
		return c.readRest(r.words, r.i)
	case !ok || base == "be":
		return nil, false
	case c.kind == 0:
		if c.kind = r.kindOf(base, got); c.kind == 0 {
			return nil, false
		}
	case r.form == phrase.Participle && !isParticiple(w), r.form == phrase.Gerund && got != phrase.Gerund, r.form == phrase.Base && got != phrase.Base:
		return nil, false
	}
	c.verb = base
	return c.readRest(r.words, r.i)
}

// kindOf is the kind of a charge that only its verb tells, 0 if that tells none.
func (r *chargeReader) kindOf(base string, got phrase.VerbForm) chargeKind {
	switch {
	case r.negated && got == phrase.PastTense:
		return didNot
	case r.negated && got == phrase.Base:
		return lacks
	case got == phrase.PastTense:
		return did
	case got != phrase.Base || samePast(base):
		return 0
	case r.often, r.before == "whenever", strings.HasSuffix(r.before, ","), slices.ContainsFunc(r.words[min(r.i, len(r.words)):], in("every")):
		return does
	}
	return 0
}
