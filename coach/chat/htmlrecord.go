package chat

import (
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// element classes and attributes of one HTML tag.
type htmlTag struct {
	name    string
	classes []string
	attrs   map[string]string
}

func (t *htmlTag) has(class string) bool { return slices.Contains(t.classes, class) }

// An htmlFormat says which elements of a page are messages, and which of their parts hold what.
type htmlFormat struct {
	record func(t *htmlTag) bool
	// field names what an element holds: its text goes to that field. "-" leaves the element out. A field that has the
	// form "name=attribute" takes the attribute's value instead.
	field func(t *htmlTag) string
}

// htmlRecord is one message of a page.
type htmlRecord struct {
	tag    *htmlTag
	fields map[string]string
	line   int
}

// htmlWalk is the state of reading a page.
type htmlWalk struct {
	format  htmlFormat
	stack   []string // names of the open elements
	record  *htmlRecord
	level   int    // of the record's element in the stack
	skip    int    // level of the element that is left out, or 0
	capture string // the field that text goes to
	from    int    // level of its element
	each    func(r *htmlRecord) bool
	more    bool
}

// void elements have no end.
const voids = " area base br col embed hr img input link meta source track wbr "

// maxHTMLDepth bounds how many elements may be open; deeper pages are an attack.
const maxHTMLDepth = 512

// records calls each for the messages of a page, until it returns false.
func (x *input) records(give yield, f htmlFormat, each func(r *htmlRecord) bool) {
	z := newHTMLReader(utf8Reader(x.in))
	z.SetMaxBuf(MaxMessageBytes)
	w := &htmlWalk{format: f, each: each, more: true}
	line := 1
	for w.more {
		t := z.Next()
		at := line
		for _, b := range z.Raw() {
			if b == '\n' {
				line++
			}
		}
		switch t {
		case html.ErrorToken:
			switch err := z.Err(); {
			case !errors.Is(err, io.EOF):
				give(nil, x.problem(line, "%w: the rest of the page was not read", err))
			case w.isCut():
				give(nil, x.problem(line, "the file breaks off here: what came before was read"))
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			w.start(z, at, t == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(string(name))
		case html.TextToken:
			if w.record != nil && w.capture != "" && w.skip == 0 {
				w.add(z.text())
			}
		}
	}
}

// isCut reports whether the page ended inside of an element that nobody may leave open. Exporters that make their pages small
// leave out the ends that HTML lets them, such as those of the page and its body.
func (w *htmlWalk) isCut() bool {
	return w.more && (w.record != nil || slices.ContainsFunc(w.stack, func(name string) bool {
		return name == "div" || name == "style" || name == "script" || name == "title" || name == "span"
	}))
}

func (w *htmlWalk) add(s string) {
	if len(w.record.fields[w.capture])+len(s) <= MaxMessageBytes {
		w.record.fields[w.capture] += s
	}
}

func (w *htmlWalk) start(z htmlReader, line int, closed bool) {
	t := z.tag()
	if t.name == "br" && w.record != nil && w.capture != "" && w.skip == 0 {
		w.add("\n")
	}
	open := !closed && !strings.Contains(voids, " "+t.name+" ")
	if open {
		if len(w.stack) == maxHTMLDepth {
			w.more = false
			return
		}
		w.stack = append(w.stack, t.name)
	}
	switch {
	case w.record == nil && open && w.format.record(t):
		w.record, w.level = &htmlRecord{tag: t, fields: map[string]string{}, line: line}, len(w.stack)
	case w.record != nil && w.skip == 0:
		w.enter(t, open)
	}
}

// enter looks at an element inside of a message.
func (w *htmlWalk) enter(t *htmlTag, open bool) {
	field := w.format.field(t)
	name, attr, fromAttr := strings.Cut(field, "=")
	switch {
	case field == "":
	case fromAttr:
		if w.record.fields[name] == "" {
			w.record.fields[name] = t.attrs[attr]
		}
	case field == "-":
		if open {
			w.skip = len(w.stack)
		}
	case open && w.capture == "":
		if w.record.fields[field] != "" {
			w.record.fields[field] += "\n"
		}
		w.capture, w.from = field, len(w.stack)
	}
}

// end closes elements up to the one that ends. An end without a start is passed over.
func (w *htmlWalk) end(name string) {
	k := len(w.stack) - 1
	for k >= 0 && w.stack[k] != name {
		k--
	}
	if k < 0 || w.record != nil && k+1 < w.level && name != "body" && name != "html" {
		return
	}
	w.stack = w.stack[:k]
	if w.skip > k {
		w.skip = 0
	}
	if w.from > k {
		w.capture, w.from = "", 0
	}
	if w.record != nil && w.level > k {
		r := w.record
		w.record, w.level = nil, 0
		for f, v := range r.fields {
			r.fields[f] = strings.TrimSpace(v)
		}
		w.more = w.each(r)
	}
}
