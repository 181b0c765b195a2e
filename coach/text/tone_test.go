package text

import "testing"

func TestFacesInTypeLaugh(t *testing.T) {
	var s Splitter
	for msg, want := range map[string]bool{
		"You started it ;)": true, "you never learn :P": true, "I hate you <3": true, "so late xD": true, "lol": true, "HAHAHAHAHA no": true, "hehehe": true, "ahahah": true, "aha, I see": false, "he": false,
		"You started it :)": false, "note:Dinner": false, "a<30": false, "You started it": false, "": false,
	} {
		if got := Laughs(msg, s.Split(msg)); got != want {
			t.Errorf("Laughs(%q) is %v, want %v", msg, got, want)
		}
	}
}
