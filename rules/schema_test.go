package rules_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/jsonschema-go/jsonschema"
	"go.yaml.in/yaml/v4"

	"github.com/emotional-safety/coach/coach/rule"
	"github.com/emotional-safety/coach/rules"
)

func readSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema jsonschema.Schema
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	return &schema
}

func resolve(t *testing.T) *jsonschema.Resolved {
	t.Helper()
	resolved, err := readSchema(t).Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return resolved
}

// validate holds a YAML file to the schema, as an editor would.
func validate(t *testing.T, schema *jsonschema.Resolved, data []byte) error {
	t.Helper()
	var value any
	if err := yaml.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	plain, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var instance any
	if err := json.Unmarshal(plain, &instance); err != nil {
		t.Fatal(err)
	}
	return schema.Validate(instance)
}

func TestBuiltinFilesFitTheSchema(t *testing.T) {
	schema := resolve(t)
	err := fs.WalkDir(rules.English, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		data, err := fs.ReadFile(rules.English, name)
		if err != nil {
			return err
		}
		if err := validate(t, schema, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

const everyKey = `
title: Lemon
kind: flag
severity: warning
strategy: curiosity
say: Sour {match}.
phrases: [such a lemon, "@imperative what:(~juice it)"]
unless: such a lemon tree
context: {skip-after: [asks-for-advice], only-after: fruit/peel, raise-after: [fruit], within: 2}
audience: {work: "off", friend: suggestion}
reframes:
  - such a plum
examples:
  flag:
    - such a lemon
    - {text: such a lemon, after: [How is it?], audience: friend, match: such a lemon, reframe: Such a plum}
  pass: [such a lemon tree]
`

func TestSchemaAndLoaderAgree(t *testing.T) {
	const rest = "title: T\nphrases: [x y]\nsay: s\nreframes: [z]\n"
	cases := []struct {
		name, file, yaml string
		ok               bool
	}{
		{"every key of a rule", "fruit/lemon.yaml", everyKey, true},
		{"a lexicon of parts", "lexicon/fruit.yaml", "title: Fruit\nparts: {sweet: [plum, pear], sour: [lemon: {felt: fresh}, kumquat]}", true},
		{"a lexicon of entries", "lexicon/fruit.yaml", "entries: [plum, blood orange, ~take for granted]", true},
		{"the guide", "guide.yaml", "strategies: [{key: listen, title: Hear, teaches: Say it back., try: [So you felt …], guide: 1}]", true},
		{"an act needs no sentence", "act/eats.yaml", "title: Eats\nkind: act\nphrases: [i ate]", true},

		{"unknown key", "fruit/lemon.yaml", everyKey + "\nfrases: [x]", false},
		{"unknown key in the context", "fruit/lemon.yaml", rest + "kind: flag\nseverity: error\nstrategy: listen\ncontext: {skip: [x]}", false},
		{"unknown key in an example", "fruit/lemon.yaml", "title: T\nkind: act\nphrases: [x]\nexamples: {flag: [{text: x, wants: y}]}", false},
		{"unknown kind", "fruit/lemon.yaml", rest + "kind: hint", false},
		{"unknown severity", "fruit/lemon.yaml", rest + "kind: flag\nseverity: fatal\nstrategy: listen", false},
		{"unknown strategy", "fruit/lemon.yaml", rest + "kind: strength\nstrategy: smile", false},
		{"unknown audience", "fruit/lemon.yaml", rest + "kind: act\naudience: [boss]", false},
		{"unknown severity for an audience", "fruit/lemon.yaml", rest + "kind: act\naudience: {work: low}", false},
		{"a flag without reframes", "fruit/lemon.yaml", "title: T\nkind: flag\nseverity: error\nstrategy: listen\nsay: s\nphrases: [x]", false},
		{"a flag without a severity", "fruit/lemon.yaml", rest + "kind: flag\nstrategy: listen", false},
		{"a strength without a strategy", "fruit/lemon.yaml", rest + "kind: strength", false},
		{"a care rule without a sentence", "fruit/lemon.yaml", "title: T\nkind: care\nphrases: [x]", false},
		{"no phrases", "fruit/lemon.yaml", "title: T\nkind: act", false},
		{"an empty phrase", "fruit/lemon.yaml", "title: T\nkind: act\nphrases: ['']", false},
		{"no kind", "fruit/lemon.yaml", rest, false},
		{"looking back too far", "fruit/lemon.yaml", rest + "kind: act\ncontext: {within: 11}", false},
		{"a mapping for phrases", "fruit/lemon.yaml", "title: T\nkind: act\nphrases: {a: b}", false},
		{"a part with a bad name", "lexicon/fruit.yaml", "parts: {Sweet One: [plum]}", false},
		{"an empty lexicon", "lexicon/fruit.yaml", "title: Nothing\nentries: []", false},
		{"a strategy that isn't ours", "guide.yaml", "strategies: [{key: smile, title: Hear, teaches: x, try: [y], guide: 1}]", false},
	}
	schema := resolve(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			bySchema := validate(t, schema, []byte(c.yaml))
			_, byLoader := rule.Load(rule.Source{FS: fstest.MapFS{
				c.file:                     {Data: []byte(c.yaml)},
				"fruit/peel.yaml":          {Data: []byte("title: Peel\nkind: act\nphrases: [i peel]")},
				"act/asks-for-advice.yaml": {Data: []byte("title: Asks\nkind: act\nphrases: [what now]")},
			}})
			if (bySchema == nil) != c.ok || (byLoader == nil) != c.ok {
				t.Errorf("want accepted=%v; the schema says %v; the loader says %v", c.ok, bySchema, byLoader)
			}
		})
	}
}

// TestSchemaNamesWhatTheLoaderKnows keeps the choices of the schema those of the code.
func TestSchemaNamesWhatTheLoaderKnows(t *testing.T) {
	defs := readSchema(t).Defs
	r := defs["rule"].Properties
	same := func(what string, schema *jsonschema.Schema, want []string) {
		t.Helper()
		var got []string
		for _, v := range schema.Enum {
			got = append(got, v.(string))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the schema has %v, the loader %v", what, got, want)
		}
	}
	same("kinds", r["kind"], []string{string(rule.Flag), string(rule.Strength), string(rule.Act), string(rule.Care), string(rule.Mask)})
	same("severities", r["severity"], rule.SeverityNames[:])
	same("strategies", defs["strategyKey"], rule.Strategies[:])
	same("audiences", defs["audienceName"], rule.Audiences[:])
	if most := *r["context"].Properties["within"].Maximum; most != rule.MaxWithin {
		t.Errorf("within: the schema allows %v, the loader %d", most, rule.MaxWithin)
	}
}
