package rule

import (
	"strings"
	"testing"
	"testing/fstest"
)

const goodRule = `title: Lemon
kind: flag
severity: warning
strategy: curiosity
say: Sour.
phrases: [such a <fruit.sour>]
reframes: [such a plum]
`

const goodLexicon = `title: Fruit
parts:
  sour: [lemon, {grapefruit: {like: a grape}}]
  sweet: [plum]
`

func loadFiles(files map[string]string) (*Set, error) {
	m := fstest.MapFS{}
	for name, content := range files {
		m[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return Load(Source{Name: "mine", FS: m})
}

func TestMistakesAreShownAtTheirPlace(t *testing.T) {
	for _, tc := range []struct{ name, old, new, want string }{
		{"an unknown key", "say:", "sya:", `mine/test/lemon.yaml:5:1: unknown key "sya" (did you mean "say"?)` + "\n    sya: Sour.\n    ^"},
		{"an unknown kind", "kind: flag", "kind: flga", `mine/test/lemon.yaml:2:7: unknown "flga" (did you mean "flag"?)` + "\n    kind: flga\n          ^"},
		{"an unknown strategy", "curiosity", "curiousity", `(did you mean "curiosity"?)`},
		{"a list where text belongs", "title: Lemon", "title: [Lemon]", "mine/test/lemon.yaml:1:8: expected text"},
		{"a missing part", "say: Sour.\n", "", `the key "say" is missing`},
		{"a key twice", "say: Sour.", "say: Sour.\nsay: Sweet.", `stands twice`},
		{"a mistake in a phrase", "such a <fruit.sour>", "such a (x", "mine/test/lemon.yaml:6:20: the phrase ends before"},
		{"an unknown lexicon", "<fruit.sour>", "<friut.sour>", `mine/test/lemon.yaml:6:18: unknown lexicon "friut" (did you mean "fruit"?)`},
		{"an unknown part", "<fruit.sour>", "<fruit.sout>", `lexicon "fruit" has no part "sout" (did you mean "sour"?)`},
		{"a phrase YAML can't read", "phrases: [such a <fruit.sour>]", "phrases:\n  - @past such", "must stand in quotes"},
		{"an unknown act", "reframes:", "context: {only-after: [sighs]}\nreframes:", `unknown act "sighs"`},
		{"a wrong number", "reframes:", "context: {within: 99}\nreframes:", "expected a number of messages, 1 to 10"},
	} {
		_, err := loadFiles(map[string]string{"test/lemon.yaml": strings.Replace(goodRule, tc.old, tc.new, 1), "lexicon/fruit.yaml": goodLexicon})
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got\n%v\nwant … %s", tc.name, err, tc.want)
		}
	}
}

func TestAllMistakesOfAllFilesAreReportedTogether(t *testing.T) {
	_, err := loadFiles(map[string]string{"a/one.yaml": "titel: x\nkidn: y\n", "b/two.yaml": "[", "c.yaml": goodRule})
	for _, want := range []string{"mine/a/one.yaml:1:1", "mine/a/one.yaml:2:1", "mine/b/two.yaml", "mine/c.yaml: a rule's path is <family>/<rule>.yaml"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got\n%v\nwant … %s", err, want)
		}
	}
}

func TestAUsersRulesReplaceAndLexiconsAdd(t *testing.T) {
	base := fstest.MapFS{"test/lemon.yaml": {Data: []byte(goodRule)}, "lexicon/fruit.yaml": {Data: []byte(goodLexicon)}}
	mine := fstest.MapFS{
		"test/lemon.yaml":    {Data: []byte(strings.Replace(goodRule, "title: Lemon", "title: Mine", 1))},
		"lexicon/fruit.yaml": {Data: []byte("title: More\nparts:\n  sour: [lime]\n")},
	}
	set, err := Load(Source{Name: "base", FS: base}, Source{Name: "mine", FS: mine})
	if err != nil {
		t.Fatal(err)
	}
	if r, ok := set.Find("test/lemon"); !ok || r.Title != "Mine" || set.Len() != 1 {
		t.Errorf("got %d rules, %+v", set.Len(), r)
	}
	if v, ok := set.Attribute("fruit.sour", "grapefruit", "like"); !ok || v != "a grape" {
		t.Errorf("the attribute is %q, %v", v, ok)
	}
	again, err := LoadSet(set.Bytes())
	if err != nil || again.Bytes() != set.Bytes() || again.Digest() != set.Digest() {
		t.Errorf("the flat form does not survive: %v", err)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"blame", "advice", "dismissiveness"}
	for word, want := range map[string]string{"blam": "blame", "advise": "advice", "dismisiveness": "dismissiveness", "pizza": ""} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func FuzzRuleFile(f *testing.F) {
	f.Add([]byte(goodRule))
	f.Add([]byte("phrases: &a [*a]"))
	f.Add([]byte("a: [[[[{{{"))
	f.Add([]byte("title: |\n  x\nexamples: {flag: [{text: 1}], pass: y}\naudience: {work: off}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"test/lemon.yaml", "lexicon/fruit.yaml", "guide.yaml"} {
			set, err := loadFiles(map[string]string{name: string(data)})
			if (set == nil) == (err == nil) {
				t.Fatalf("%s: set %v with error %v", name, set, err)
			}
		}
	})
}
