package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// show writes sentences apart with " | ", words apart with a space, clause breaks as a leading comma, opaque words
// in braces.
func show(msg string) string {
	var s Splitter
	var sentences []string
	for _, sentence := range s.Split(msg) {
		var words []string
		for _, w := range sentence.Words {
			shown := msg[w.Start:w.End]
			if w.Kind == Opaque {
				shown = "{" + shown + "}"
			}
			if w.Marks&BreakBefore != 0 {
				shown = "," + shown
			}
			words = append(words, shown)
		}
		sentences = append(sentences, strings.Join(words, " "))
	}
	return strings.Join(sentences, " | ")
}

func TestSplit(t *testing.T) {
	for _, tc := range []struct{ name, msg, want string }{
		{"a stop ends a sentence", "You came. I left.", "You came | I left"},
		{"also before a small letter", "you came. i left", "you came | i left"},
		{"a new line ends a sentence", "you came\ni left\r\nbye", "you came | i left | bye"},
		{"abbreviations go on", "Dr. Lee and Mr. Wu came. Then J. R. left", "Dr Lee and Mr Wu came | Then J R left"},
		{"decimals and list numbers go on", "1. pay 3.5 now", "1 pay 3 5 now"},
		{"pauses are breaks inside a sentence", "well... you know.. fine", "well ,you know ,fine"},
		{"a pause before a capital ends it", "well... You know", "well | You know"},
		{"questions and exclamations end", "why?! stop!! ok", "why | stop | ok"},
		{"commas, dashes and brackets break clauses", "no, you – really — (yes) so: go; a - b", "no ,you ,really ,yes ,so ,go ,a ,b"},
		{"hyphens and slashes don't", "self-centered and/or", "self centered and or"},
		{"quoted speech is one opaque word", `she said "you never listen" and left`, `she said {"you never listen"} and left`},
		{"curly and single quotes too", "“no way” and ‘not me’ and 'why me'", "{“no way”} and {‘not me’} and {'why me'}"},
		{"apostrophes are no quotes", "don't rock 'n' roll, the boys' toys aren't", "don't rock {'n'} roll ,the boys toys aren't"},
		{"an open quote is no quote", `he said "never`, "he said never"},
		{"quotes around all are wrapping", "“You make me sad.”", "You make me sad"},
		{"links, mentions, mail and code are opaque", "see https://x.org/you-never?a=1, @ana or a.b@c.de and `rm`", "see {https://x.org/you-never?a=1} ,{@ana} or {a.b@c.de} and {`rm`}"},
		{"block quotes are passed over", "> you never\nok", "ok"},
		{"so is fenced code", "```\nyou never\n```\nok", "ok"},
		{"and lyrics", "♪ you never know ♪\nok", "ok"},
		{"and what was forwarded", "ok\nOn Monday Ana wrote:\nyou never", "ok"},
		{"emoji break clauses and stay with their sentence", "fine 🙄 you know. great! 👍🏽 bye", "fine 🙄 ,you know | great 👍🏽 | bye"},
		{"emoji sequences are one word", "👩‍👩‍👧 ok", "👩‍👩‍👧 ,ok"},
		{"invisible marks are nothing", "you\u200b never \u202eok", "you never ok"},
		{"colors and titles of a terminal are nothing", "you \x1b[1;31mnever\x1b[0m \x1b]0;a title\alisten", "you never listen"},
		{"an escape that begins no sequence takes no words along", "you\x1b] never \x1b% listen \x1b", "you never listen"},
		{"curly apostrophes stay inside", "don’t you’re", "don’t you’re"},
		{"combining marks stay inside", "naïve café", "naïve café"},
		{"nothing gives nothing", " \n.\n", ""},
	} {
		if got := show(tc.msg); got != tc.want {
			t.Errorf("%s: %q\n got %q\nwant %q", tc.name, tc.msg, got, tc.want)
		}
	}
}

func TestMarksAndEndings(t *testing.T) {
	var s Splitter
	got := s.Split("I said NO sooo loud?!! 😂")
	if len(got) != 1 || got[0].Ending != Question || got[0].Exclaims != 2 || got[0].Questions != 1 || got[0].Tone != Playful {
		t.Fatalf("got %+v", got)
	}
	for i, want := range []Mark{0, 0, Shouted, Stretched, 0, 0} {
		if m := got[0].Words[i].Marks &^ BreakBefore; m != want {
			t.Errorf("word %d has marks %b, want %b", i, m, want)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Don’t": "don't", "ÉTÉ": "été", "ｙｏｕ": "you", "so\u200bft": "soft", "👍🏽": "👍", "❤️": "❤", "": "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSpellings(t *testing.T) {
	table := map[string]Spelling{}
	last := ""
	for _, s := range Spellings() {
		if s.Written <= last {
			t.Errorf("%q does not come after %q", s.Written, last)
		}
		last = s.Written
		table[s.Written] = s
	}
	for written, want := range map[string]string{
		"dont": "do not", "don't": "do not", "u": "you", "ur": "your", "gonna": "going to", "wanna": "want to", "dunno": "do not know", "cuz": "because",
		"pls": "please", "idk": "i do not know", "imo": "in my opinion", "i'm": "i am", "youre": "you are", "it's": "it 's", "i'd": "i 'd", "ain't": "ain not", "can't": "can not",
	} {
		if got := strings.Join(table[written].Words, " "); got != want {
			t.Errorf("%q stands for %q, want %q", written, got, want)
		}
	}
	for _, word := range []string{"well", "were", "hell", "shell", "wed"} {
		if s, ok := table[word]; ok {
			t.Errorf("%q is a word of its own, not %q", word, s.Words)
		}
	}
}

func TestOrdinaryTextIsSplitWithoutAllocation(t *testing.T) {
	var s Splitter
	msg := strings.Repeat("Hey, are you home? I'll call you at 6. ", 20)
	s.Split(msg)
	if n := testing.AllocsPerRun(50, func() { s.Split(msg) }); n > 0 {
		t.Errorf("splitting allocates %v times", n)
	}
}

func TestLongInputIsCutIntoSentences(t *testing.T) {
	var s Splitter
	for _, sentence := range s.Split(strings.Repeat("word ", 5000)) {
		if len(sentence.Words) > MaxWords {
			t.Fatalf("a sentence has %d words", len(sentence.Words))
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"You came. I left…", "“a” 'b' \"c", "👩‍👩‍👧 ok 🙄!", "http://x @a a@b.c `x`", "\xff\xfe\x00", "> q\n```\n♪", "a.b.c 3.5 1. Dr. x", "é\u0301\u200d’s"} {
		f.Add(s)
	}
	var s Splitter
	f.Fuzz(func(t *testing.T, msg string) {
		at := 0
		for _, sentence := range s.Split(msg) {
			if len(sentence.Words) == 0 || len(sentence.Words) > MaxWords {
				t.Fatalf("a sentence of %d words", len(sentence.Words))
			}
			for _, w := range sentence.Words {
				if w.Start < at || w.End <= w.Start || w.End > len(msg) || w.Start < sentence.Start || w.End > sentence.End {
					t.Fatalf("word %+v after %d in sentence %+v of %q", w, at, sentence.Span, msg)
				}
				if utf8.ValidString(msg) && (!utf8.RuneStart(msg[w.Start]) || w.End < len(msg) && !utf8.RuneStart(msg[w.End])) {
					t.Fatalf("word %+v cuts a character of %q", w, msg)
				}
				at = w.End
			}
		}
	})
}
