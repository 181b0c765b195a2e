package phrase

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/emotional-safety/coach/coach/text"
)

// lexicons are what the tests' phrases refer to.
var lexicons = map[string][]string{
	"feeling":     {"sad", "happy", "left out", "at home", "~hurt"},
	"feeling.bad": {"sad", "left out", "~hurt"},
	"praise":      {"kind", "lovely"},
	"eye-roll":    {"🙄", "whatever"},
}

func testLexicon(ref string) ([]string, error) {
	if entries, ok := lexicons[ref]; ok {
		return entries, nil
	}
	return nil, fmt.Errorf("unknown lexicon %q", ref)
}

func compileAll(t testing.TB, sources ...string) (*Program, []*Phrase) {
	t.Helper()
	var phrases []*Phrase
	for _, s := range sources {
		p, err := Parse(s)
		if err != nil {
			t.Fatalf("parse %q: %v", s, err)
		}
		phrases = append(phrases, p)
	}
	prog, err := Compile(phrases, testLexicon)
	if err != nil {
		t.Fatalf("compile: %v", err)
	}
	return prog, phrases
}

// show writes a match as its words, with the captures behind: "you make me sad {feeling=sad}".
func show(msg string, m Match) string {
	s := msg[m.Span.Start:m.Span.End]
	for _, c := range m.Captures {
		s += fmt.Sprintf(" {%s=%s}", c.Name, msg[c.Span.Start:c.Span.End])
	}
	return s
}

func matchesIn(s *Scanner, phrase int32, msg string) []string {
	var splitter text.Splitter
	var found []string
	for _, sentence := range splitter.Split(msg) {
		if !slices.Contains(s.Scan(msg, &sentence), phrase) {
			continue
		}
		for _, m := range s.Matches(phrase) {
			found = append(found, show(msg, m))
		}
	}
	return found
}

func TestEachRowOfTheLanguageMatchesWhatItSays(t *testing.T) {
	for _, tc := range []struct {
		phrase, text string
		want         string // matches, separated by " / "
	}{
		{"calm down", "Calm down.", "Calm down"},
		{"calm down", "CALM DOWN!!", "CALM DOWN"},
		{"calm down", "calm yourself down", ""},
		{"you don't care", "you dont care", "you dont care"},
		{"you do not care", "You don’t care", "You don’t care"},
		{"you are so mean", "ur so mean", "ur so mean"},
		{"your mom", "ur mom", "ur mom"},
		{"so mean", "soooo mean", "soooo mean"},
		{"i do not know", "idk", "idk"},
		{"(always|never ever) late", "never ever late and always late", "never ever late / always late"},
		{"you [really|so much] hurt me", "you hurt me. you so much hurt me", "you hurt me / you so much hurt me"},
		{"you ~make me", "you made me; you making me", "you made me / you making me"},
		{"it is late", "it's late", "it's late"},
		{"~be late", "it's late", "it's late"},
		{"i would go", "I'd go", "I'd go"},
		{"am not", "i ain't", "ain't"},
		{"my mom 's fault", "my mom's fault", "my mom's fault"},
		{"i feel <feeling>", "I feel left out, I feel at home", "I feel left out / I feel at home"},
		{"i feel <feeling.bad>", "I feel at home", ""},
		{"<feeling.bad> me", "you hurting me", "hurting me"},
		{"you .. late", "you were so very late", "you were so very late"},
		{"you .. late", "you were so very often late", ""},
		{"you ..5 late", "you were so very often late", "you were so very often late"},
		{"you .. late", "you came, late", ""},
		{"you .. late", "you and me late", ""},
		{"^ calm down", "Calm down. Please calm down", "Calm down"},
		{"^ calm down", "🙄 calm down", "calm down"},
		{"calm down $", "calm down 🙄. calm down now", "calm down 🙄"},
		{"you always", "you, always", ""},
		{"sorry, but", "sorry but. sorry, but", "sorry but / sorry, but"},
		{"you ~make me feel f:<feeling> rest:clause?", "You make me feel sad when you go, you know", "You make me feel sad when you go {f=sad} {rest=when you go}"},
		{"you ~make me feel f:<feeling> rest:clause?", "You make me feel sad but fine", "You make me feel sad {f=sad}"},
		{"if rest:clause you will", "if I am sad you will know", "if I am sad you will {rest=I am sad}"},
		{"you are !<praise>", "you are kind. you are late", "you are late"},
		{"you are !(kind|late)", "you are kind. you are here", "you are here"},
		{"you are !<praise>", "you are, kind", ""},
		{"why you ?", "why you? why you.", "why you"},
		{"stop it !", "stop it! stop it.", "stop it"},
		{"at <number>", "at 6, at six", "at 6"},
		{"🙄 $", "sure 🙄", "🙄"},
		{"@shouted you never", "YOU NEVER CALL. you never call", "YOU NEVER"},
		{"@imperative calm down", "Just calm down. Tell him to calm down", "calm down"},
		{"@order rest:clause", "Just calm down", "calm down {rest=calm down}"},
		{"@order @opening talk to him", "If he asks, talk to him. He asks, so, talk to him", "talk to him"},
		{"@long you never", "You never call. You never call me or write to me when you are away", "You never"},
		{"@prose you never", "You never call. You never write.", "You never / You never"},
		{"@prose you never", "You never call. You never write", ""},
		{"@prose you never", "You never call. He does.. You never write.", ""},
		{"@prose you never", "Oh well.You never call.", ""},
		{"@prose you never", "Is it? yes. You never call.", ""},
		{"@written you never", "You never call. you never write. You never ask", "You never"},
		{"@texted you never", "you never call. u never write", "u never"},
		{"@with:<praise> you are", "You are late. You are so kind", "You are"},
		{"!@with:<praise> you are", "You are late. You are so kind", "You are"},
		{"@with:2<praise> you are", "You are kind. You are so kind and lovely", "You are"},
		{"!@with:2<praise> you are", "You are kind and lovely. You are so kind", "You are"},
		{"@with:<number> at", "at six. at last, at 6", "at / at"},
		{"self-centered", "so self centered", "self centered"},
		{"what are you", "wh-what are you-you thinking", "what are you-you"},
		{"it is hard", "it-it's, um, hard", "it's, um, hard"},
		{"so , you left", "so, uh, you left", "so, uh, you left"},
		{"um", "Um, no. I, um, no", "Um"},
		{"you (are|seem) what:(so|very) late", "you are very late", "you are very late {what=very}"},
	} {
		prog, _ := compileAll(t, tc.phrase)
		got := strings.Join(matchesIn(NewScanner(prog), 0, tc.text), " / ")
		if got != tc.want {
			t.Errorf("%q on %q:\n got %q\nwant %q", tc.phrase, tc.text, got, tc.want)
		}
	}
}

func TestFormsOfClauses(t *testing.T) {
	for _, tc := range []struct {
		form string
		yes  []string
		no   []string
	}{
		{"@imperative ^ ..6 (him|her|it|them|boss|back)", []string{
			"Talk to him", "Just tell her", "Please don't ask him", "Definitely discuss this with him", "Encourage her", "Think about it", "then try it",
		}, []string{
			"I talk to him", "Hope he likes it", "Love it", "Do you like it", "Did you tell him?", "Thought about it", "Work for him is hard", "You tell him", "Miss him",
		}},
		{"@order .. (him|it|the|now|2|time)", []string{"Complete the form now", "Clear it", "Direct him", "Slow down now"}, []string{
			"Complete lack of respect for him", "Clear as day now", "Have to tell him", "No point asking him", "Step 2", "Last time I saw him",
		}},
		{"@question .. you", []string{"are you ok", "why would you", "you?", "Do you", "mm what do you", "um, wh-why are you", "how sure are you"}, []string{"I see you", "what you said", "how sure we are of you"}},
		{"@negated .. you", []string{"I don't want you", "never you"}, []string{"I want you"}},
		{"@order @opening (ask|let|try) ..5 (him|her|it)", []string{
			"Ask him", "If he refuses, ask him", "When it rains, let him be", "First of all, try it", "Sit down, let her be", "Go on, try it",
		}, []string{"She is kind, let her be", "I would sit down, ask her", "He asks him"}},
		{"@order (pick|ask|see|go|quit|clean|ignore|call|control|need) (him|the|for|now|it|yourself|their)", []string{
			"If he cries pick him up", "If you are a student see the counselor", "So if you want to do it then go for it", "If she calls just ignore it",
		}, []string{
			"If your kids clean the room, good", "If you could just control yourself", "If you let the kids clean the room", "If you want to ask him",
			"If people you love need the room",
		}},
		{"@conditional .. you", []string{"if I see you", "unless you"}, []string{"I see you"}},
		{"@last .. you", []string{"I see you", "It is late now, really. I see you. Ok?"}, []string{"I see you. It is late now, really."}},
		{"@first .. you", []string{"I see you", "Yeah. Mm-hmm. I see you"}, []string{"It is late now, really. I see you"}},
		{"@past .. you", []string{"I saw you", "he did it for you", "I was with you"}, []string{"I see you", "I am tired of you", "I have seen you"}},
	} {
		prog, _ := compileAll(t, tc.form)
		s := NewScanner(prog)
		for _, msg := range tc.yes {
			if len(matchesIn(s, 0, msg)) == 0 {
				t.Errorf("%s does not match %q", tc.form, msg)
			}
		}
		for _, msg := range tc.no {
			if got := matchesIn(s, 0, msg); len(got) > 0 {
				t.Errorf("%s matches %q: %q", tc.form, msg, got)
			}
		}
	}
}

func TestUnknownLexiconIsNamedWithItsColumn(t *testing.T) {
	p, err := Parse("you are <feelng>")
	if err != nil {
		t.Fatal(err)
	}
	_, err = Compile([]*Phrase{p}, testLexicon)
	ce, ok := err.(*CompileError) //nolint:errorlint // the contract says so
	if !ok || ce.Column != 9 || ce.Phrase != 0 {
		t.Errorf("got %#v, want a compile error of phrase 0 at column 9", err)
	}
}

func TestProgramSurvivesItsFlatForm(t *testing.T) {
	prog, _ := compileAll(t, "you ~make me feel f:<feeling>", "^ calm down $")
	again, err := Load(prog.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if got := matchesIn(NewScanner(again), 0, "you made me feel left out"); len(got) != 1 {
		t.Errorf("the loaded program found %q", got)
	}
	for _, broken := range []string{"", "COCH", prog.Bytes()[:100], "x" + prog.Bytes()} {
		if _, err := Load(broken); err == nil {
			t.Errorf("a program of %d broken bytes was loaded", len(broken))
		}
	}
}

// phraseParts and textParts are what random phrases and texts are made of: few words, so that they meet often.
var (
	phraseParts = []string{
		"you", "me", "sad", "never", "is", "do", "not", "kind", "i", "🙄", "don't", "~make", "~be", "~have", "<feeling>", "<feeling.bad>", "<eye-roll>", "<number>",
		"..", "..5", "^", "$", ",", "!<praise>", "!you", "!(you|me)", "a:(you|me)", "b:<feeling>", "c:clause", "c:clause?", "d:[so|so very]", "e:~make",
		"(", ")", "(", ")", "[", "]", "|", "|", "?", "!", "but", "and",
		"@with:<feeling>", "!@with:<praise>", "@with:2<feeling>", "@with:<number>", "@opening", "!@order", "@order", "@imperative", "@written", "@prose", "@first", "@last", "!@texted", "@long",
	}
	textParts = []string{
		"you", "me", "sad", "never", "is", "do", "not", "kind", "i", "🙄", "don't", "made", "it's", "i'd", "left out", "at home", "hurting", "7", "so", "very",
		",", "—", ".", "?", "!", "but", "and", "YOU", "soooo", "ur", "lemon", "mom's", "...", "\n", "“you never”", "https://x.org/you", "ain't", "had", "has", "make", "please", "do not make",
	}
)

// build joins parts chosen by the bytes of seed.
func build(parts []string, seed []byte) string {
	var b strings.Builder
	for _, c := range seed {
		b.WriteString(parts[int(c)%len(parts)])
		b.WriteByte(' ')
	}
	return b.String()
}

// FuzzEngineAgreesWithReference compiles a random phrase among others and holds every match in a random text to
// the reference matcher.
func FuzzEngineAgreesWithReference(f *testing.F) {
	f.Add([]byte{0, 11, 1, 27}, []byte{0, 11, 1, 14, 25, 0})
	f.Add([]byte{20, 0, 18, 28}, []byte{9, 0, 20, 2, 14})
	f.Add([]byte{32, 0, 38, 1, 33, 27, 24}, []byte{0, 2, 1, 16, 9})
	f.Add([]byte{16, 18, 36, 22, 37, 21}, []byte{9, 9, 22})
	f.Fuzz(func(t *testing.T, phraseSeed, textSeed []byte) {
		if len(phraseSeed) > 14 || len(textSeed) > 60 {
			return
		}
		source := build(phraseParts, phraseSeed)
		p, err := Parse(source)
		if err != nil {
			return
		}
		other, _ := Parse("you .. me")
		prog, err := Compile([]*Phrase{other, p, other}, testLexicon)
		if err != nil {
			t.Fatalf("%q parses but does not compile: %v", source, err)
		}
		compareWithReference(t, prog, p, 1, build(textParts, textSeed))
		seldom := build(textParts, phraseSeed) // of what is carried, some is met and some isn't
		if prog, err = Warm(prog, []string{seldom, seldom}); err != nil {
			t.Fatal(err)
		}
		compareWithReference(t, prog, p, 1, build(textParts, textSeed))
	})
}

// TestEngineAgreesWithReferenceOnRandomPhrases is the same comparison on a fixed seed, with many phrases in one
// program, so that they share states.
func TestEngineAgreesWithReferenceOnRandomPhrases(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	seed := func(n int) []byte {
		b := make([]byte, 1+rnd.IntN(n))
		for i := range b {
			b[i] = byte(rnd.IntN(256))
		}
		return b
	}
	for round := range 40 {
		var phrases []*Phrase
		for len(phrases) < 25 {
			if p, err := Parse(build(phraseParts, seed(9))); err == nil {
				phrases = append(phrases, p)
			}
		}
		prog, err := Compile(phrases, testLexicon)
		if err != nil {
			t.Fatal(err)
		}
		if round%2 == 0 {
			var texts []string
			for range 60 {
				texts = append(texts, build(textParts, seed(12)))
			}
			if prog, err = Warm(prog, texts); err != nil {
				t.Fatal(err)
			}
		}
		for range 40 {
			msg := build(textParts, seed(25))
			for i, p := range phrases {
				compareWithReference(t, prog, p, int32(i), msg)
			}
		}
	}
}

func compareWithReference(t *testing.T, prog *Program, p *Phrase, number int32, msg string) {
	t.Helper()
	s := NewScanner(prog)
	var splitter text.Splitter
	for _, sentence := range splitter.Split(msg) {
		candidate := slices.Contains(s.Scan(msg, &sentence), number)
		want := refMatches(p, testLexicon, &s.reader)
		if len(want) > 0 && !candidate {
			t.Fatalf("%q on %q: the automaton misses %q", p.Source, msg, show(msg, want[0]))
		}
		got := s.Matches(number)
		same := len(got) == len(want)
		for i := 0; same && i < len(got); i++ {
			same = show(msg, got[i]) == show(msg, want[i]) && got[i].Span == want[i].Span
		}
		if !same {
			t.Fatalf("%q on %q:\nengine    %s\nreference %s", p.Source, msg, showAll(msg, got), showAll(msg, want))
		}
	}
}

func showAll(msg string, matches []Match) string {
	var out []string
	for _, m := range matches {
		out = append(out, show(msg, m))
	}
	return strings.Join(out, " / ")
}

// FuzzParse holds the parser to its promise: any bytes give a phrase or an error with a column inside the source.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"you ~make me feel [so|really] f:<feeling> rest:clause?", "@past !@question ^ a, b $ ?", "@with:<x> !@with:<number> a", "(a|b", "!<x> ..5", "naïve’s 🙄"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		p, err := Parse(source)
		if err != nil {
			syntax, ok := err.(*SyntaxError) //nolint:errorlint // the contract says so
			if !ok || syntax.Column < 1 || syntax.Column > len([]rune(source))+1 {
				t.Fatalf("%q: error %v", source, err)
			}
			return
		}
		prog, err := Compile([]*Phrase{p}, func(string) ([]string, error) { return []string{"sad", "left out"}, nil })
		if err != nil {
			t.Fatalf("%q parses but does not compile: %v", source, err)
		}
		matchesIn(NewScanner(prog), 0, source)
	})
}
