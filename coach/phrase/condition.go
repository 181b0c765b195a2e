package phrase

import "strings"

// markAfterIf finds the orders that follow a condition without a comma: "if he calls just ignore him", "if you are a
// student see the counselor".
func (r *reader) markAfterIf() {
	for i := 0; i < len(r.syms); i++ {
		if t := r.symToken[i]; t >= 0 && r.tokens[t].flags&isIf != 0 {
			i = r.afterIf(i+1) - 1
		}
	}
}

// afterIf reads a condition from symbol i on, marks where the order after it begins, if one does, and returns where it
// stopped.
func (r *reader) afterIf(i int) int {
	said := false // the condition has its verb
	for ; i+1 < len(r.syms) && r.symToken[i] >= 0; i++ {
		t := &r.tokens[r.symToken[i]]
		switch {
		case t.soft || t.flags&isIf != 0:
			return i
		case said && r.beginsOrder(i):
			t.soft = true
			return i
		case r.embeds(t):
			return i
		}
		said = said || t.flags&(isVerb|isAux|isPastVerb) != 0 || r.isThird(int(r.symToken[i]))
	}
	return i
}

// isThird reports whether a token is the third person of a verb: calls, cries.
func (r *reader) isThird(i int) bool {
	word := r.tokenText(i)
	before := &r.tokens[i-1] // the condition's first word at least
	if len(word) < 3 || word[len(word)-1] != 's' || before.flags&isIf != 0 || noOrderAfter.Has(r.listedWord(before.id)) {
		return false
	}
	for _, cut := range []struct{ end, base string }{{"ies", "y"}, {"es", ""}, {"s", ""}} {
		stem, ok := strings.CutSuffix(word, cut.end)
		if !ok {
			continue
		}
		if row, known := r.prog.lookup([]byte(stem + cut.base)); known &&
			r.prog.wordFlags(r.prog.tokens.at(int(r.prog.surface.at(row+1))))&isVerb != 0 {
			return true
		}
	}
	return false
}

// embeds reports whether a verb may stand plain after what the word governs, without being an order: "if you let the kids
// eat the cake", "if you think people like you".
func (r *reader) embeds(t *token) bool { return embedding.Has(r.listedWord(t.id)) }

// beginsOrder reports whether an order seems to begin at symbol i: a plain verb and what it acts on, where no subject
// stands before it.
func (r *reader) beginsOrder(i int) bool {
	at := func(i int) item {
		if i < 0 || i >= len(r.syms) || r.symToken[i] < 0 {
			return item{}
		}
		t := r.tokens[r.symToken[i]]
		return item{flags: t.flags, word: r.listedWord(t.id)}
	}
	first, next, before := at(i), at(i+1), at(i-1)
	const subject = isSubject | isSecond | isAux | isNegator | isAsking | isStop
	if before.word == "it" {
		before = item{} // what the condition acts on: a plain verb has no such subject
	}
	if before.flags&subject != 0 || noOrderAfter.Has(before.word) {
		return false
	}
	if orderLeads.Has(first.word) {
		return next.flags&isVerb != 0 && next.flags&(isAux|isPastVerb) == 0
	}
	return first.flags&isVerb != 0 && first.flags&(isAux|isPastVerb) == 0 && before.flags&(isVerb|isLead) == 0 &&
		(next.flags&isObject != 0 || orderNext.Has(next.word))
}
