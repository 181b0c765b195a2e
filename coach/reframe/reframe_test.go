package reframe

import "testing"

func TestFill(t *testing.T) {
	slots := map[string]string{
		"feeling": "sad", "feeling.felt": "lonely", "rest": "when you ignore me", "action": "talk to your boss and ask him", "loud": "WHEN YOU SHOUT",
		"stop": "just stop worrying", "thing": "lemons", "are": "because you are late",
		"leave": "leave", "kind": "be kind to yourself", "able": "be able to sleep",
		"cut": "have a strong", "open": "talk to the", "quote": "say \"no\"", "dash": "stick with it- it helps",
		"give": "give", "up": "up on your ideas", "away": "away your old coat", "block": "just block her lol", "until": "wait until then", "trying": "try going for a walk",
		"meant": "remember it is natural and meant to be", "talk": "talk with", "used": "get used to it", "frank": "be honest now",
		"why": "call her because she misses you", "hope": "tell them and maybe they will see", "upbeat": "stay positive and healthy",
	}
	lookup := func(name, attr string) (string, bool) {
		if attr != "" {
			name += "." + attr
		}
		v, ok := slots[name]
		return v, ok
	}
	for _, tc := range []struct {
		template, want string
	}{
		{"I feel {feeling} {rest}.", "I feel sad when you ignore me."},
		{"I feel {feeling.felt}.", "I feel lonely."},
		{"I feel {feeling} {missing?}.", "I feel sad."},
		{"I feel {feeling} {missing}.", ""},
		{"I feel {feeling.none}.", ""},
		{"would {action|ing} help?", "Would talking to your boss and asking him help?"},
		{"what if you {action|past}?", "What if you talked to your boss and asked him?"},
		{"{stop|ing} is hard", "Just stopping worrying is hard"},
		{"would it help to {action|ask}?", "Would it help to talk to your boss and ask him?"},
		{"would it help to {leave|ask}?", ""},
		{"would it help to {kind|ask}?", "Would it help to be kind to yourself?"},
		{"would it help to {able|ask}?", ""},
		{"would it help to {give|ask} {up}?", ""}, // it stings in full
		{"would it help to {give|ask} {away?}?", "Would it help to give away your old coat?"},
		{"would it help to {block|ask}?", "Would it help to block her?"},
		{"would it help to {until|ask}?", "Would it help to wait until then?"},
		{"would it help to {trying|ask}?", "Would it help to go for a walk?"},
		{"would it help to {upbeat|ask} {missing?}?", ""},
		{"would it help to {why|ask}?", ""},
		{"would it help to {talk|ask}?", ""},
		{"would it help to {used|ask}?", ""},
		{"would it help to {frank|ask}?", ""},
		{"{meant|base}", "Remember it is natural and meant to be"},
		{"I’d like you to {why}.", "I’d like you to call her because she misses you."},
		{"would it help to {hope|ask}?", ""},
		{"{thing|ing}", ""},
		{"Would it help to {cut}?", ""},
		{"Would it help to {open}?", ""},
		{"Would it help to {quote}?", ""},
		{"Would it help to {dash}?", ""},
		{"{rest|flip|cap}", "When I ignore you"},
		{"{are|flip}", "Because I am late"},
		{"{loud}", "When you shout"},
		{"{action|base|trim}", "Talk to your boss and ask him"},
	} {
		parsed, err := Parse(tc.template)
		if err != nil {
			t.Errorf("%q: %v", tc.template, err)
			continue
		}
		got, ok := parsed.Fill(lookup, true)
		if got != tc.want || ok != (tc.want != "") {
			t.Errorf("%q: got %q, want %q", tc.template, got, tc.want)
		}
	}
}

func TestParseNamesWhatIsWrong(t *testing.T) {
	for _, bad := range []string{"{feeling", "{}", "{feeling|shout}", "{.x}"} {
		if _, err := Parse(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func FuzzFill(f *testing.F) {
	f.Add("I feel {a|flip} {b?}.", "when you are late")
	f.Add("{a|ing} {a|past} {a|third|lower|cap|trim}", "be")
	f.Fuzz(func(t *testing.T, source, value string) {
		parsed, err := Parse(source)
		if err != nil {
			return
		}
		text, ok := parsed.Fill(func(string, string) (string, bool) { return value, true }, true)
		if ok && text == "" {
			t.Fatalf("%q with %q is filled with nothing", source, value)
		}
	})
}

func TestUncapitalizeLowersOnlyTheSentencesCapital(t *testing.T) {
	for in, want := range map[string]string{
		"Talk to Sam": "talk to Sam", "I think": "I think", "I’m here": "I’m here", "NASA says": "NASA says",
		"McCoy called": "McCoy called", "École libre": "école libre", "": "",
	} {
		if got := Uncapitalize(in); got != want {
			t.Errorf("Uncapitalize(%q) = %q, want %q", in, got, want)
		}
	}
}
