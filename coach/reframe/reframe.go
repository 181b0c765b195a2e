// Package reframe fills the templates that rules offer as kinder wording, with the small grammar that takes:
// forms of verbs, and who is speaking.
package reframe

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach/text"
)

// maxSlot is the longest text, in bytes, that a slot is filled with: beyond it a sentence no longer reads well.
const maxSlot = 70

// A Lookup returns the text for a slot: the capture name, or its lexicon's attribute when attr is not empty.
// ok is false when there is none.
type Lookup func(name, attr string) (value string, ok bool)

// A part of a template: literal text, or a slot.
type part struct {
	literal  string
	name     string
	attr     string
	optional bool
	filters  []string
}

// A Template is one reframe as a rule writes it: text with slots such as {feeling}, {feeling.felt},
// {action|ing} or {rest?}.
type Template struct {
	parts []part
}

// Parse reads a template. The error says what is wrong with it.
func Parse(source string) (*Template, error) {
	t := &Template{}
	for rest := source; rest != ""; {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			t.parts = append(t.parts, part{literal: rest})
			break
		}
		if open > 0 {
			t.parts = append(t.parts, part{literal: rest[:open]})
		}
		slot, after, ok := strings.Cut(rest[open+1:], "}")
		if !ok {
			return nil, fmt.Errorf("template %q: { without its }", source)
		}
		p, err := parseSlot(slot)
		if err != nil {
			return nil, fmt.Errorf("template %q: %w", source, err)
		}
		t.parts = append(t.parts, p)
		rest = after
	}
	return t, nil
}

func parseSlot(slot string) (part, error) {
	fields := strings.Split(slot, "|")
	p := part{filters: fields[1:]}
	p.name, p.optional = strings.CutSuffix(fields[0], "?")
	p.name, p.attr, _ = strings.Cut(p.name, ".")
	if p.name == "" {
		return p, fmt.Errorf("{%s}: a slot needs a name", slot)
	}
	for _, f := range p.filters {
		if filter(f) == nil {
			return p, fmt.Errorf("{%s}: unknown filter %q", slot, f)
		}
	}
	return p, nil
}

// Slots lists the names of the captures the template needs or may use.
func (t *Template) Slots() []string {
	var names []string
	for _, p := range t.parts {
		if p.name != "" {
			names = append(names, p.name)
		}
	}
	return names
}

// Distills reports whether the template keeps of an apology what it is for, or of a threat what it asks for, and means
// to leave out the rest.
func (t *Template) Distills() bool {
	return slices.ContainsFunc(t.parts, func(p part) bool {
		return slices.Contains(p.filters, "owned") || slices.Contains(p.filters, "demand")
	})
}

// IsPrompt reports whether text holds a … that the writer is to fill.
func IsPrompt(text string) bool { return strings.Contains(text, "…") }

// Fill puts values into the slots. ok is false when a slot that must be filled can't be, or not well.
// capital asks for a capital first letter.
func (t *Template) Fill(lookup Lookup, capital bool) (text string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(t.parts); i++ {
		p := t.parts[i]
		if p.name == "" {
			b.WriteString(p.literal)
			continue
		}
		value, found, ok := p.value(lookup)
		if joined, whole := t.asked(i, lookup); whole {
			value, found, ok = joined, true, joined != ""
			i += 2
		}
		switch {
		case ok && t.asks() && argues(value):
			return "", false
		case ok:
			b.WriteString(value)
		case found || !p.optional: // what was said is not left out
			return "", false
		default:
			trimmed := strings.TrimSuffix(b.String(), " ")
			b.Reset()
			b.WriteString(trimmed)
		}
	}
	text = tidy(b.String())
	if capital {
		text = capitalize(text)
	}
	return text, text != ""
}

// argues reports whether words go on to the writer's reason, or to what would come of it: that is nothing to ask about.
func argues(s string) bool {
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words[:max(0, len(words)-1)] {
		next := words[i+1]
		if reasons.Has(w) || (w == "and" || w == "as" || w == "so") && (subjects.Has(next) || argued.Has(next)) {
			return true
		}
	}
	return false
}

// argued are words after an "and" with which a clause of its own begins.
const argued = text.List("maybe hopefully don't don’t dont never not")

// reasons are words at which the writer's reason begins.
const reasons = text.List("because cause cuz cos since")

// asks reports whether the template's first sentence is a question.
func (t *Template) asks() bool {
	for _, p := range t.parts {
		if at := strings.IndexAny(p.literal, ".?"); at >= 0 {
			return p.literal[at] == '?'
		}
	}
	return false
}

// asked is what fills an action and the slot right after it, where a question asks for both: whether it stings shows
// only in all of it ("give", "up"). whole is false where there is no such pair, and the text empty where it stings.
func (t *Template) asked(i int, lookup Lookup) (text string, whole bool) {
	p := t.parts[i]
	if !slices.Equal(p.filters, []string{"ask"}) || i+2 >= len(t.parts) || t.parts[i+1].literal != " " {
		return "", false
	}
	p.filters = nil
	action, _, ok := p.value(lookup)
	rest, _, more := t.parts[i+2].value(lookup)
	if !ok || !more {
		return "", false
	}
	if text, ok = ask(action + " " + rest); !ok {
		return "", true
	}
	return text, true
}

// chatter are words that end a message and belong to none of its parts.
const chatter = text.List("lol lmao haha hahaha tbh imo imho smh pls please ok okay though already")

// unchatted leaves out the chatter that ends a slot's words, and a "then" that only rounds them off.
func unchatted(s string) string {
	words := strings.Fields(s)
	for n := len(words); n > 1; n = len(words) {
		last, before := strings.ToLower(strings.Trim(words[n-1], ".,!?")), strings.ToLower(words[n-2])
		if !chatter.Has(last) && (last != "then" || slices.Contains([]string{"by", "until", "till", "since", "from", "and", "now"}, before)) {
			break
		}
		words[n-2] = strings.TrimRight(words[n-2], ",")
		words = words[:n-1]
	}
	return strings.Join(words, " ")
}

// value is what fills the slot. found says that there is something, and ok that it fits.
func (p part) value(lookup Lookup) (value string, found, ok bool) {
	value, ok = lookup(p.name, p.attr)
	if !ok || strings.TrimSpace(value) == "" {
		return "", false, false
	}
	value = quiet(strings.Join(strings.Fields(value), " "))
	if p.name != "match" {
		value = unchatted(value)
	}
	for _, f := range p.filters {
		if value, ok = filter(f)(value); !ok {
			return "", true, false
		}
	}
	return value, true, value != "" && len(value) <= maxSlot && (p.name == "match" || isWhole(value)) // a sentence about the match quotes it
}

// unfinished are words that something has to follow.
const unfinished = text.List(`a an the my your his our their and or but of than because`)

// describing are words that something has to follow where an article stands before them.
const describing = text.List(`strong happy good clear honest open healthy calm long short big small new nice kind safe simple real great quiet firm
	serious different better little regular`)

// isWhole reports whether a slot's text may stand in another sentence as it is: it breaks off nowhere ("have a strong, …"),
// and holds no mark that only its own sentence explains.
func isWhole(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 {
		return false
	}
	last := strings.ToLower(words[len(words)-1])
	if unfinished.Has(last) || strings.ContainsAny(s, "\"“”/*()[]{}<>") {
		return false
	}
	if n := len(words); n > 1 && describing.Has(last) && (strings.EqualFold(words[n-2], "a") || strings.EqualFold(words[n-2], "an")) {
		return false
	}
	for i, w := range words[1:] {
		if w == "'" || w == "-" || strings.HasSuffix(words[i], "-") {
			return false
		}
	}
	return true
}

// quiet lowers text that is all capitals.
func quiet(s string) string {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return s
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < 2 {
		return s
	}
	words := strings.Split(strings.ToLower(s), " ")
	for i, w := range words {
		if w == "i" || strings.HasPrefix(w, "i'") || strings.HasPrefix(w, "i’") {
			words[i] = capitalize(w)
		}
	}
	return strings.Join(words, " ")
}

// tidy closes the gaps that empty slots leave before punctuation.
func tidy(s string) string {
	words := slices.CompactFunc(strings.Fields(s), func(a, b string) bool { return a == b && strings.ContainsAny(a, "'’") }) // "won't" may end one slot and begin the next
	s = strings.Join(words, " ")
	for _, mark := range []string{",", ".", "?", "!", ";", ":"} {
		s = strings.ReplaceAll(s, " "+mark, mark)
	}
	return s
}

func capitalize(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
