package phrase

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/emotional-safety/coach/coach/text"
)

// syntheticPhrases makes n phrases of the shapes rules have, over few first words, so that many begin alike.
func syntheticPhrases(n int) []string {
	first := strings.Fields("you i we why this that stop just have please")
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("%s [really|just] ~make word%d .. (thing%d|stuff%d) rest:clause?", first[i%len(first)], i, i/2, i/3))
	}
	return out
}

// chatText makes ordinary chat of about size bytes, from a seed.
func chatText(size int) string {
	words := strings.Fields("you i we the a to and it was so really just on my your at home work dinner made make call me later today ok yes no not think know see want good time with for this that have be is are")
	rnd := rand.New(rand.NewPCG(7, 7))
	var b strings.Builder
	for b.Len() < size {
		for range 4 + rnd.IntN(12) {
			b.WriteString(words[rnd.IntN(len(words))])
			b.WriteByte(' ')
		}
		b.WriteString("ok.\n")
	}
	return b.String()
}

// BenchmarkScan shows that what a scan costs does not depend on how many phrases there are.
func BenchmarkScan(b *testing.B) {
	msg := chatText(1 << 20)
	for _, n := range []int{60, 600, 2000} {
		b.Run(fmt.Sprintf("phrases=%d", n), func(b *testing.B) {
			prog, _ := compileAll(b, syntheticPhrases(n)...)
			s := NewScanner(prog)
			var splitter text.Splitter
			b.SetBytes(int64(len(msg)))
			b.ReportAllocs()
			for b.Loop() {
				sentences := splitter.Split(msg)
				for i := range sentences {
					s.Scan(msg, &sentences[i])
				}
			}
		})
	}
}

// TestQuietTextIsScannedWithoutAllocation holds the scanner to it once it has met the words.
func TestQuietTextIsScannedWithoutAllocation(t *testing.T) {
	prog, _ := compileAll(t, syntheticPhrases(100)...)
	s := NewScanner(prog)
	var splitter text.Splitter
	msg := chatText(4000)
	scan := func() {
		sentences := splitter.Split(msg)
		for i := range sentences {
			s.Scan(msg, &sentences[i])
		}
	}
	scan()
	if n := testing.AllocsPerRun(20, scan); n > 0 {
		t.Errorf("scanning allocates %v times", n)
	}
}

func TestAScannerThatForgetsFindsTheSame(t *testing.T) {
	prog, phrases := compileAll(t, "you ..3 always", "^ ..5 never", "i feel [so|very] <feeling>", "(you|they) rest:clause? late", "always ..2 <praise>")
	fresh, forgetful := NewScanner(prog), NewScanner(prog)
	forgetful.dfa.room = 6
	msg := strings.Repeat("You are always so kind, I feel very left out and they never come late. 😀 you you always never lovely you they are late ", 3)
	var splitter text.Splitter
	most := 0
	for _, sentence := range splitter.Split(msg) {
		want := slices.Clone(fresh.Scan(msg, &sentence))
		if got := forgetful.Scan(msg, &sentence); !slices.Equal(got, want) {
			t.Fatalf("found %v, want %v", got, want)
		}
		for p := range phrases {
			want := fmt.Sprint(fresh.Matches(int32(p)))
			if got := fmt.Sprint(forgetful.Matches(int32(p))); got != want {
				t.Errorf("phrase %d: %v, want %v", p, got, want)
			}
		}
		most = max(most, len(forgetful.dfa.states))
	}
	if most == 0 || most > 24 {
		t.Errorf("%d states are kept", most)
	}
}

// TestScanningCostsNoMoreWithMorePhrases counts the steps of the automaton instead of reading a clock.
func TestScanningCostsNoMoreWithMorePhrases(t *testing.T) {
	msg := chatText(1 << 16)
	steps := func(phrases int) int {
		prog, _ := compileAll(t, syntheticPhrases(phrases)...)
		s := NewScanner(prog)
		var splitter text.Splitter
		for _, sentence := range splitter.Split(msg) {
			s.Scan(msg, &sentence)
		}
		return s.dfa.steps
	}
	few, many := steps(60), steps(2000)
	if few == 0 || many*10 > few*11 {
		t.Errorf("60 phrases take %d steps, 2000 take %d: more than a tenth more", few, many)
	}
}

// TestWordsBeforeAPhraseCostNothing holds to the same count phrases that most words would begin: what any words may stand
// before, and what only an order can be.
func TestWordsBeforeAPhraseCostNothing(t *testing.T) {
	msg := chatText(1 << 16)
	steps := func(more ...string) int {
		prog, _ := compileAll(t, append(syntheticPhrases(60), more...)...)
		s := NewScanner(prog)
		var splitter text.Splitter
		for _, sentence := range splitter.Split(msg) {
			s.Scan(msg, &sentence)
		}
		return s.dfa.steps
	}
	var more []string
	for i := range 500 {
		more = append(more, fmt.Sprintf("..8 thing%d you", i), fmt.Sprintf("!(mom|dad) , word%d me", i), fmt.Sprintf("@order (you|i|it|and|work|home|~make) .. thing%d", i))
	}
	without, with := steps(), steps(more...)
	if with*10 > without*11 {
		t.Errorf("60 phrases take %d steps, with 1500 that begin with any words %d", without, with)
	}
}
