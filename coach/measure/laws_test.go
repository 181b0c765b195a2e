package measure

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/emotional-safety/coach/coach/rule"
)

const guide = "strategies: [{key: curiosity, title: Ask, teaches: Ask and listen., try: [How so?], guide: 1}]\n"

// load makes a set of files; guide.yaml is added when it isn't among them.
func load(t *testing.T, files map[string]string) *rule.Set {
	t.Helper()
	folder := fstest.MapFS{"guide.yaml": {Data: []byte(guide)}}
	for name, data := range files {
		folder[name] = &fstest.MapFile{Data: []byte(data)}
	}
	set, err := rule.Load(rule.Source{FS: folder})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// lemon is a rule that keeps every law. Tests break it in one place.
const lemon = `
title: Lemon
kind: flag
severity: warning
strategy: curiosity
say: “{match}” tastes sour.
phrases:
  - such a sour:(lemon|lime)
  - what a lemon
unless:
  - such a lemon tree
reframes:
  - such a sweet {sour}
  - such a plum
examples:
  flag:
    - text: You are such a lemon today.
      match: such a lemon
      reframe: such a sweet lemon
    - What a lemon!
    - such a lime
  pass:
    - It is such a lemon tree.
    - I ate a lemon.
    - What a plum.
`

func TestARuleThatKeepsTheLawsHasNoViolation(t *testing.T) {
	broken, err := Laws(load(t, map[string]string{"fruit/lemon.yaml": lemon}))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range broken {
		t.Error(v)
	}
}

func TestEachLawIsNoticedWhenBroken(t *testing.T) {
	const peach = "title: Peach\nkind: flag\nseverity: warning\nstrategy: curiosity\nsay: Furry.\nphrases: [sweet lemon]\nreframes: [a plum]\n" +
		"examples: {flag: [sweet lemon, a sweet lemon, one sweet lemon], pass: [a b, c d, e f]}\n"
	cases := []struct {
		name     string
		old, new string // in lemon
		other    string // another rule
		want     string
	}{
		{"a flag example without a finding", "    - such a lime", "    - such a pear", "", `a flag example must give one finding: "such a pear": got 0`},
		{"a flag example with two findings", "    - such a lime", "    - such a lime, such a lemon", "", `"such a lime, such a lemon": got 2`},
		{"another match than written", "match: such a lemon", "match: a lemon", "", `another match than written: "You are such a lemon today.": got "such a lemon"`},
		{"another first reframe than written", "reframe: such a sweet lemon", "reframe: such a plum", "", `another first reframe than written: "You are such a lemon today.": got "such a sweet lemon"`},
		{"a pass example with a finding", "    - I ate a lemon.", "    - I ate such a lemon.", "", `a pass example is flagged: "I ate such a lemon.": match "such a lemon"`},
		{"a phrase without an example", "  - what a lemon\n", "  - what a lemon\n  - sour as a lemon\n", "", `no example hits the phrase: "sour as a lemon"`},
		{"an exception without an example", "unless:\n", "unless:\n  - such a lime pie\n", "", `no pass example needs the exception: "such a lime pie"`},
		{"too few examples", "    - What a plum.\n", "", "", "too few examples: 2 to pass, at least 3"},
		{"a reframe that another rule flags", "", "", peach, `another first reframe than written: "You are such a lemon today.": got "such a plum"`}, // the engine withholds it
		{"a slot that no phrase keeps", "  - such a plum\n", "  - such a {color} plum\n  - such a plum\n", "", `a template uses what no phrase keeps: "such a {color} plum"`},
		{"a last reframe with a slot", "  - such a plum\n", "", "", "the last reframe must do without slots"},
		{"a sentence that only some phrases can fill", "tastes sour.", "tastes of {sour}.", "", "the sentence has a slot that this phrase doesn't keep"},
		{"a strategy that isn't taught", "strategy: curiosity", "strategy: listen", "", "the guide doesn't teach the strategy: listen"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{"fruit/lemon.yaml": strings.Replace(lemon, c.old, c.new, 1)}
			if c.other != "" {
				files["fruit/peach.yaml"] = c.other
			}
			broken, err := Laws(load(t, files))
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			for _, v := range broken {
				all = append(all, v.String())
			}
			if got := strings.Join(all, "\n"); !strings.Contains(got, c.want) {
				t.Errorf("want a violation with %q, got:\n%s", c.want, got)
			}
		})
	}
}

func TestAReframeIsReadInItsPlace(t *testing.T) {
	// "a plum" is harmless on its own; after "rotten" it is what peach flags.
	const peach = "title: Peach\nkind: flag\nseverity: warning\nstrategy: curiosity\nsay: Furry.\nphrases: [rotten plum]\nreframes: [a pear]\n" +
		"examples: {flag: [rotten plum, one rotten plum, a rotten plum], pass: [a b, c d, e f]}\n"
	const lime = "title: Lime\nkind: flag\nseverity: warning\nstrategy: curiosity\nsay: Green.\nphrases: [lime]\nreframes: [plum]\n" +
		"examples: {flag: [a rotten lime, lime, two lime], pass: [a b, c d, e f]}\n"
	broken, err := Laws(load(t, map[string]string{"fruit/peach.yaml": peach, "fruit/lime.yaml": lime}))
	if err != nil {
		t.Fatal(err)
	}
	if len(broken) != 1 || !strings.HasPrefix(broken[0].String(), `fruit/lime: a reframe is flagged in its place: "a rotten plum": by fruit/peach`) {
		t.Errorf("got %v", broken)
	}
}

func TestAnExampleMayComeAfterOthersWordsAndForAReader(t *testing.T) {
	const act = "title: Cries\nkind: act\nphrases: [i cried]\nexamples: {flag: [i cried, i cried a lot, i cried today], pass: [a b, c d, e f]}\n"
	const hush = `
title: Hush
kind: flag
severity: warning
strategy: curiosity
say: It hushes.
phrases: [hush now]
context: {only-after: [cries]}
audience: {work: "off"}
reframes: [tell me more]
examples:
  flag:
    - {text: hush now, after: I cried}
    - {text: oh hush now, after: [Hello, I cried]}
    - {text: hush now please, after: I cried, audience: friend}
  pass:
    - hush now
    - {text: hush now, after: I laughed}
    - {text: hush now, after: I cried, audience: work}
`
	broken, err := Laws(load(t, map[string]string{"act/cries.yaml": act, "fruit/hush.yaml": hush}))
	if err != nil || len(broken) > 0 {
		t.Errorf("got %v, %v", broken, err)
	}
}

func TestARuleMayBeSilencedByWhatTheMessageSaysBesides(t *testing.T) {
	const act = "title: Owns\nkind: act\nphrases: [i am sorry]\nunless: [i am sorry but]\n" +
		"examples: {flag: [I'm sorry, I'm sorry today, I'm sorry now], pass: [a b, c d, I'm sorry but no]}\n"
	const excuse = `
title: Excuse
kind: flag
severity: warning
strategy: curiosity
say: It excuses.
phrases: [i was tired]
context: {skip-with: [owns]}
reframes: [tell me more]
examples:
  flag:
    - I was tired
    - I was tired. I'm sorry but no.
    - {text: I was tired., after: I'm sorry.}
  pass:
    - I was tired. I'm sorry.
    - I'm sorry. I was tired.
    - I was tired and I'm sorry
`
	broken, err := Laws(load(t, map[string]string{"act/owns.yaml": act, "fruit/excuse.yaml": excuse}))
	if err != nil || len(broken) > 0 {
		t.Errorf("got %v, %v", broken, err)
	}
}

func TestAnIncompleteGuideIsAViolation(t *testing.T) {
	broken, err := Laws(load(t, map[string]string{
		"guide.yaml":       "strategies: [{key: curiosity, title: Ask, teaches: Ask., guide: 1}]\n",
		"fruit/lemon.yaml": lemon,
	}))
	if err != nil {
		t.Fatal(err)
	}
	if len(broken) != 1 || broken[0].Rule != "guide" || broken[0].Example != "curiosity" {
		t.Errorf("got %v", broken)
	}
}

func TestOnlyTheRulesThatAreWantedAreHeldToTheLaws(t *testing.T) {
	untested := strings.Replace(lemon, "such a lime", "such a plum", 1)
	set := load(t, map[string]string{"fruit/lemon.yaml": lemon, "fruit/other.yaml": untested})
	all, err := Laws(set)
	if err != nil || len(all) == 0 {
		t.Fatalf("got %v, %v: the other rule breaks a law", all, err)
	}
	one, err := LawsOf(set, func(id string) bool { return id == "fruit/other" })
	if err != nil || len(one) == 0 {
		t.Errorf("got %v, %v, want those of fruit/other", one, err)
	}
	for _, v := range one {
		if v.Rule != "fruit/other" {
			t.Errorf("got %v, which nobody wanted", v)
		}
	}
}

func TestARuleThatAnotherAlwaysOutdoesIsReported(t *testing.T) {
	longer := strings.NewReplacer("title: Lemon", "title: Longer", "- such a sour:(lemon|lime)", "- are such a sour:(lemon|lime) today\n  - it was such a sour:(lime)",
		"  - what a lemon\n", "", "match: such a lemon", "match: are such a lemon today",
		"    - What a lemon!\n    - such a lime\n", "    - it was such a lime\n    - They are such a lemon today\n",
		"such a lemon tree", "are such a lemon today tree", "It is ", "They ").Replace(lemon)
	shorter := strings.NewReplacer("    - What a lemon!\n    - such a lime\n", "    - They are such a lemon today\n    - it was such a lime\n", "  - what a lemon\n", "",
		"    - text: You are such a lemon today.\n      match: such a lemon\n      reframe: such a sweet lemon\n", "    - You are such a lemon today.\n").Replace(lemon)
	_, shadowed, err := LawsAndShadows(load(t, map[string]string{"fruit/longer.yaml": longer, "fruit/shorter.yaml": shorter}), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(shadowed) != 1 || shadowed[0].Rule != "fruit/shorter" || shadowed[0].Detail != "fruit/longer" {
		t.Errorf("shadowed are %v, want fruit/shorter by fruit/longer", shadowed)
	}
}
