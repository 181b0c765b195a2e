package rule

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/emotional-safety/coach/coach/phrase"
)

// A Lexicon is a named list of words that phrases refer to, in parts where one list is not enough.
type Lexicon struct {
	Name  string
	Title string
	Parts []Part // a lexicon without parts has one, named ""
}

// A Part is one list of a lexicon.
type Part struct {
	Name    string
	Entries []Entry
}

// An Entry is a word, or several words that stand together. Attributes are what reframes may say in its place.
type Entry struct {
	Words      string
	Attributes map[string]string
}

// parseLexicon reads one lexicon file.
func parseLexicon(file, name string, data []byte) (*Lexicon, error) {
	d := &document{}
	root := d.open(file, data)
	if root == nil {
		return nil, errors.Join(d.errs...)
	}
	lex := &Lexicon{Name: name}
	d.fields(root, "a lexicon", map[string]func(*yaml.Node){
		"title":   d.text(&lex.Title),
		"entries": func(n *yaml.Node) { d.part(lex, "", n) },
		"parts": func(n *yaml.Node) {
			if n.Kind != yaml.MappingNode {
				d.failAt(n, "expected the parts, each a name and a list")
				return
			}
			for i := 0; i+1 < len(n.Content); i += 2 {
				key := n.Content[i]
				if strings.Trim(key.Value, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || key.Value == "" {
					d.failAt(key, "the name of a part is small letters, digits and dashes, not %q", key.Value)
				}
				d.part(lex, key.Value, n.Content[i+1])
			}
		},
	})
	if len(lex.Parts) == 0 && len(d.errs) == 0 {
		d.failAt(root, "a lexicon needs entries or parts")
	}
	return lex, errors.Join(d.errs...)
}

func (d *document) part(lex *Lexicon, name string, n *yaml.Node) {
	part := Part{Name: name}
	d.list(func(n *yaml.Node) {
		var e Entry
		if n.Kind == yaml.MappingNode && len(n.Content) == 2 {
			e.Attributes = d.attributes(n.Content[1])
			n = n.Content[0]
		}
		d.text(&e.Words)(n)
		if n.Kind == yaml.ScalarNode && phrase.ExpandEntry(e.Words) == nil {
			d.failAt(n, "an entry is one or more words, not %q", e.Words)
			return
		}
		part.Entries = append(part.Entries, e)
	})(n)
	if len(part.Entries) == 0 {
		d.failAt(n, "expected at least one word")
	}
	lex.Parts = append(lex.Parts, part)
}

func (d *document) attributes(n *yaml.Node) map[string]string {
	attrs := map[string]string{}
	if n.Kind != yaml.MappingNode {
		d.failAt(n, "expected the entry's attributes, such as {felt: lonely}")
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		var value string
		d.text(&value)(n.Content[i+1])
		attrs[n.Content[i].Value] = value
	}
	return attrs
}

// Lexicons are all lexicons of a rule set, by name.
type Lexicons map[string]*Lexicon

// add merges a lexicon into those that are known: its entries come after theirs.
func (l Lexicons) add(lex *Lexicon) {
	old, ok := l[lex.Name]
	if !ok {
		l[lex.Name] = lex
		return
	}
	for _, part := range lex.Parts {
		i := slices.IndexFunc(old.Parts, func(p Part) bool { return p.Name == part.Name })
		if i < 0 {
			old.Parts = append(old.Parts, part)
			continue
		}
		old.Parts[i].Entries = append(old.Parts[i].Entries, part.Entries...)
	}
}

// Entries returns what a reference in a phrase stands for: "feeling" every part, "feeling.bad" one.
func (l Lexicons) Entries(ref string) ([]string, error) {
	name, partName, hasPart := strings.Cut(ref, ".")
	lex, ok := l[name]
	if !ok {
		return nil, fmt.Errorf("unknown lexicon %q%s", name, didYouMean(name, sortedKeys(l), ""))
	}
	var entries []string
	var parts []string
	for _, p := range lex.Parts {
		parts = append(parts, p.Name)
		if hasPart && p.Name != partName {
			continue
		}
		for _, e := range p.Entries {
			entries = append(entries, e.Words)
		}
	}
	if hasPart && !slices.Contains(parts, partName) {
		return nil, fmt.Errorf("lexicon %q has no part %q%s", name, partName, didYouMean(partName, parts, "; it has "+strings.Join(parts, ", ")))
	}
	return entries, nil
}

// attributes returns what entries have, by "lexicon:folded words:attribute". A phrase finds it by what its capture
// matched. Where entries of one lexicon share their words, the first counts.
func (l Lexicons) attributes() map[string]string {
	all := map[string]string{}
	for _, name := range sortedKeys(l) {
		for _, part := range l[name].Parts {
			for _, e := range part.Entries {
				for attr, value := range e.Attributes {
					for _, seq := range phrase.ExpandEntry(e.Words) {
						key := name + ":" + strings.Join(seq, " ") + ":" + attr
						if _, ok := all[key]; !ok {
							all[key] = value
						}
					}
				}
			}
		}
	}
	return all
}
