package text

import "testing"

func TestAListHasItsWordsAndNoPartsOfThem(t *testing.T) {
	const list = List("out outside\n\tin about i'm")
	for word, want := range map[string]bool{
		"out": true, "outside": true, "in": true, "about": true, "i'm": true,
		"": false, "side": false, "bout": false, "i": false, "m": false, "outs": false, "out outside": true, "inn": false,
	} {
		if got := list.Has(word); got != want {
			t.Errorf("%q: %v", word, got)
		}
	}
	if got := list.Words(); len(got) != 5 {
		t.Errorf("the words are %q", got)
	}
}
