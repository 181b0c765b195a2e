package chat

import (
	"html"
	"io"
	"strings"

	tokenizer "golang.org/x/net/html"
)

// A htmlReader reads a page token by token. Entities are read with the standard library, whose list of them is only made
// when a page is read: the tokenizer's own would be made at every start of the program.
type htmlReader struct{ *tokenizer.Tokenizer }

func newHTMLReader(r io.Reader) htmlReader { return htmlReader{tokenizer.NewTokenizer(r)} }

// text returns the text of a text token.
func (z htmlReader) text() string {
	return html.UnescapeString(strings.ReplaceAll(strings.ReplaceAll(string(z.Raw()), "\r\n", "\n"), "\r", "\n"))
}

// tag returns what a start tag says. Of two attributes with one name the first counts.
func (z htmlReader) tag() *htmlTag {
	raw := string(z.Raw()) // before the name is read, which changes it in place
	name, _ := z.TagName()
	t := &htmlTag{name: string(name), attrs: map[string]string{}}
	rest := strings.TrimSuffix(raw[1:], ">")
	if i := strings.IndexAny(rest, htmlSpace+"/"); i >= 0 {
		rest = rest[i:]
	} else {
		rest = ""
	}
	for {
		var key, value string
		if key, value, rest = nextAttribute(rest); key == "" {
			break
		}
		if _, ok := t.attrs[key]; !ok {
			t.attrs[key] = value
		}
	}
	t.classes = strings.Fields(t.attrs["class"])
	return t
}

const htmlSpace = " \t\r\n\f"

// nextAttribute reads one attribute and returns what stands after it. The key is empty at the end.
func nextAttribute(s string) (key, value, rest string) {
	s = strings.TrimLeft(s, htmlSpace+"/")
	if s == "" {
		return "", "", ""
	}
	end := strings.IndexAny(s[1:], htmlSpace+"/=") + 1 // a leading = belongs to the name
	if end == 0 {
		return strings.ToLower(s), "", ""
	}
	key, s = strings.ToLower(s[:end]), strings.TrimLeft(s[end:], htmlSpace)
	s, ok := strings.CutPrefix(s, "=")
	if !ok {
		return key, "", s
	}
	s = strings.TrimLeft(s, htmlSpace)
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		value, rest, _ = strings.Cut(s[1:], s[:1])
	} else if end := strings.IndexAny(s, htmlSpace); end >= 0 {
		value, rest = s[:end], s[end:]
	} else {
		value = s
	}
	return key, html.UnescapeString(value), rest
}
