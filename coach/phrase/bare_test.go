package phrase

import (
	"strings"
	"testing"

	"github.com/emotional-safety/coach/coach/text"
)

// bareWords returns the first sentence of msg without the words that change nothing, and "" if it holds none.
func bareWords(s *Scanner, msg string) string {
	var splitter text.Splitter
	sentence := splitter.Split(msg)[0]
	s.Scan(msg, &sentence)
	bare, ok := s.Bare()
	if !ok {
		return ""
	}
	var words []string
	for i, w := range bare.Words {
		if i > 0 && w.Marks&text.BreakBefore != 0 {
			words = append(words, ",")
		}
		words = append(words, msg[w.Start:w.End])
	}
	return strings.Join(words, " ")
}

func TestASentenceIsReadAgainWithoutWhatChangesNothing(t *testing.T) {
	prog, _ := compileAll(t, "you make me sad", "never", "yes", "monday")
	s := NewScanner(prog)
	for _, tc := range []struct{ name, msg, bare string }{
		{"an aside inside a clause goes", "You literally never listen", "You never listen"},
		{"several go", "You just really never listen", "You never listen"},
		{"one set off by commas takes both with it", "You, honestly, never listen", "You never listen"},
		{"one that begins a clause leaves its comma", "I asked, just once", "I asked , once"},
		{"what is denied stays", "You're not really sad, it's not just you", ""},
		{"a word that leads up goes", "Look, you never listen", "you never listen"},
		{"so do several", "And honestly, Kevin, you never listen", "you never listen"},
		{"“and” stays where no clause follows", "And again", ""},
		{"an answer stays", "Yes, you never listen", ""},
		{"a name at the end goes", "You never listen, Kevin", "You never listen"},
		{"even one that is a word", "You never listen, Monday", "You never listen"},
		{"a word in small letters there stays", "You never listen, monday", ""},
		{"endearments go", "Stop it, love", "Stop it"},
		{"sighs go, short or long", "You never listen smh tbh", "You never listen"},
		{"the only word stays", "Honestly", ""},
		{"as does a lone name", "Kevin!", ""},
		{"a plain sentence isn't read again", "You never listen to me", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := bareWords(s, tc.msg); got != tc.bare {
				t.Errorf("%q: got %q, want %q", tc.msg, got, tc.bare)
			}
		})
	}
}

func TestABareSentenceStandsInItsMessage(t *testing.T) {
	prog, _ := compileAll(t, "you make me <feeling>")
	s := NewScanner(prog)
	const msg = "Kevin, you really make me sad, love."
	var splitter text.Splitter
	sentence := splitter.Split(msg)[0]
	s.Scan(msg, &sentence)
	bare, ok := s.Bare()
	if !ok || len(s.Scan(msg, bare)) != 1 {
		t.Fatal("nothing found")
	}
	m := s.Matches(0)
	if len(m) != 1 || msg[m[0].Span.Start:m[0].Span.End] != "you really make me sad" {
		t.Errorf("got %v", m)
	}
	if s.Begins(m[0]) {
		t.Error("the name before it begins the sentence")
	}
}

func TestReadingASentenceAgainAllocatesNothing(t *testing.T) {
	prog, _ := compileAll(t, "you make me sad")
	s := NewScanner(prog)
	const msg = "Look, you literally never listen to any of it, Kevin"
	var splitter text.Splitter
	sentence := splitter.Split(msg)[0]
	read := func() {
		s.Scan(msg, &sentence)
		if bare, ok := s.Bare(); !ok || len(s.Scan(msg, bare)) > 0 {
			t.Fatal("not read again")
		}
	}
	read()
	if n := testing.AllocsPerRun(50, read); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
