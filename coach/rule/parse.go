package rule

import (
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/emotional-safety/coach/coach/phrase"
)

// Strategies are the keys of the guide's ten strategies, in its order.
var Strategies = [...]string{
	"listen", "slow-down", "ask-first", "timing", "boundaries", "repair", "consistency", "i-statements", "curiosity", "honesty",
}

// A written is a rule with what is needed to point at its parts: a parsed phrase for each one written, and
// the node each came from.
type written struct {
	Rule
	doc         *document
	phrases     []*phrase.Phrase
	phraseNodes []*yaml.Node
	unless      []*phrase.Phrase
	unlessNodes []*yaml.Node
	contextAt   map[string]*yaml.Node // by act named
}

// parseRule reads one rule file. id is the file's path without its ending: family/name.
func parseRule(file, id string, data []byte) (*written, error) {
	d := &document{}
	root := d.open(file, data)
	if root == nil {
		return nil, errors.Join(d.errs...)
	}
	w := &written{doc: d, contextAt: map[string]*yaml.Node{}}
	w.ID = id
	var kind, severity, inFun, givesWay string
	kinds := []string{string(Flag), string(Strength), string(Act), string(Care), string(Mask)}
	d.fields(root, "a rule", map[string]func(*yaml.Node){
		"title":     d.text(&w.Title),
		"kind":      d.oneOf(&kind, kinds),
		"severity":  d.oneOf(&severity, SeverityNames[:]),
		"strategy":  d.oneOf(&w.Strategy, Strategies[:]),
		"say":       d.text(&w.Say),
		"phrases":   d.phrases(&w.Phrases, &w.phrases, &w.phraseNodes),
		"unless":    d.phrases(&w.Unless, &w.unless, &w.unlessNodes),
		"context":   w.context,
		"audience":  w.audience,
		"reframes":  d.texts(&w.Reframes),
		"in-place":  d.texts(&w.InPlace),
		"examples":  w.examples,
		"in-fun":    d.oneOf(&inFun, []string{"pass"}),
		"gives-way": d.oneOf(&givesWay, []string{"always"}),
		"source":    d.text(&w.Source),
		"help":      d.text(&w.Help),
	})
	w.Kind, w.InFun, w.GivesWay = Kind(kind), inFun == "pass", givesWay == "always"
	w.Severity, _ = ParseSeverity(severity)
	if len(d.errs) == 0 {
		w.checkParts(root)
	}
	return w, errors.Join(d.errs...)
}

// checkParts holds the rule to what its kind needs.
func (w *written) checkParts(root *yaml.Node) {
	d := w.doc
	need := func(missing bool, key, why string) {
		if missing {
			d.failAt(root, "the key %q is missing: %s", key, why)
		}
	}
	shown := w.Kind == Flag || w.Kind == Strength || w.Kind == Care
	need(w.Title == "", "title", "a few words that name the rule")
	need(w.Kind == "", "kind", "flag, strength, act, care or mask")
	need(len(w.Phrases) == 0, "phrases", "what the rule looks for")
	need(shown && w.Say == "", "say", "one kind sentence on how the words land")
	need(w.Kind == Flag && w.Severity == NoSeverity, "severity", "suggestion, warning or error")
	need((w.Kind == Flag || w.Kind == Strength) && w.Strategy == "", "strategy", "one of "+strings.Join(Strategies[:], ", "))
	if w.Kind == Care && len(w.Reframes)+len(w.Severity.String()) > 0 {
		d.failAt(root, "a care rule has no reframes and no severity: it never asks the writer to soften")
	}
	if len(w.InPlace) > 0 && w.Kind != Flag {
		d.failAt(root, "only a flag has wordings to put in place")
	}
	if w.Kind != Care && w.Help != "" {
		d.failAt(root, "only a care rule names help")
	}
	need(w.Kind == Flag && len(w.Reframes) == 0, "reframes", "wording that keeps the point and drops the sting")
}

func (d *document) phrases(sources *[]string, parsed *[]*phrase.Phrase, nodes *[]*yaml.Node) func(*yaml.Node) {
	return d.list(func(n *yaml.Node) {
		var source string
		d.text(&source)(n)
		if n.Kind != yaml.ScalarNode || source == "" {
			return
		}
		p, err := phrase.Parse(n.Value)
		if err != nil {
			d.failPhrase(n, err)
			return
		}
		*sources = append(*sources, n.Value)
		*parsed = append(*parsed, p)
		*nodes = append(*nodes, n)
	})
}

// failPhrase reports a mistake inside a phrase at its place in the file.
func (d *document) failPhrase(n *yaml.Node, err error) {
	var syntax *phrase.SyntaxError
	var compile *phrase.CompileError
	switch {
	case errors.As(err, &syntax):
		line, column := scalarPlace(n, syntax.Column)
		d.fail(line, column, "%s", syntax.Msg)
	case errors.As(err, &compile):
		line, column := scalarPlace(n, max(compile.Column, 1))
		d.fail(line, column, "%s", compile.Err)
	default:
		d.failAt(n, "%s", err)
	}
}

func (w *written) context(n *yaml.Node) {
	d := w.doc
	acts := func(dst *[]string) func(*yaml.Node) {
		return d.list(func(n *yaml.Node) {
			var act string
			d.text(&act)(n)
			*dst = append(*dst, act)
			w.contextAt[act] = n
		})
	}
	d.fields(n, "the context", map[string]func(*yaml.Node){
		"skip-after":  acts(&w.Context.SkipAfter),
		"only-after":  acts(&w.Context.OnlyAfter),
		"raise-after": acts(&w.Context.RaiseAfter),
		"skip-with":   acts(&w.Context.SkipWith),
		"within": func(n *yaml.Node) {
			if err := n.Decode(&w.Context.Within); err != nil || w.Context.Within < 1 || w.Context.Within > MaxWithin {
				d.failAt(n, "expected a number of messages, 1 to %d", MaxWithin)
			}
		},
	})
}

// MaxWithin is the most messages a rule can look back on.
const MaxWithin = 10

// DefaultWithin is how many it looks back on when it doesn't say.
const DefaultWithin = 3

func (w *written) audience(n *yaml.Node) {
	d := w.doc
	if n.Kind != yaml.MappingNode {
		d.list(func(n *yaml.Node) {
			var a string
			d.oneOf(&a, Audiences[:])(n)
			w.Audience.Only = append(w.Audience.Only, a)
		})(n)
		return
	}
	choices := slices.Concat([]string{"off"}, SeverityNames[:])
	w.Audience.Severity = map[string]string{}
	known := map[string]func(*yaml.Node){}
	for _, a := range Audiences {
		known[a] = func(n *yaml.Node) {
			var s string
			d.oneOf(&s, choices)(n)
			w.Audience.Severity[a] = s
		}
	}
	d.fields(n, "the audience", known)
}

func (w *written) examples(n *yaml.Node) {
	d := w.doc
	read := func(dst *[]Example) func(*yaml.Node) {
		return d.list(func(n *yaml.Node) {
			var e Example
			if n.Kind == yaml.ScalarNode {
				d.text(&e.Text)(n)
			} else {
				d.fields(n, "an example", map[string]func(*yaml.Node){
					"text":     func(n *yaml.Node) { d.text(&e.Text)(n); e.Text = n.Value },
					"after":    d.texts(&e.After),
					"audience": d.oneOf(&e.Audience, Audiences[:]),
					"match":    d.text(&e.Match),
					"reframe":  d.text(&e.Reframe),
				})
			}
			*dst = append(*dst, e)
		})
	}
	d.fields(n, "the examples", map[string]func(*yaml.Node){"flag": read(&w.Examples.Flag), "pass": read(&w.Examples.Pass)})
}
