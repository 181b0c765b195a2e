package reframe

import "testing"

func TestAReproachGivesWhatHappened(t *testing.T) {
	for _, tc := range []struct{ in, deed, habit, wish string }{
		{in: "How could you forget my birthday??", deed: "you forgot my birthday"},
		{in: "I can't believe you told your sister about my job", deed: "you told your sister about my job"},
		{in: "Once again you left me to deal with the plumber on my own", deed: "you left me to deal with the plumber on my own"},
		{in: "you didn't even bother to call me", deed: "you didn’t call me"},
		{in: "You couldn't even answer my text", deed: "you didn’t answer my text"},
		{in: "you've forgotten my birthday again", deed: "you forgot my birthday"},
		{in: "You were late again", deed: "you were late"},
		{in: "You should never have told her", deed: "you told her"},
		{in: "I lost my temper because you kept pushing and pushing", deed: "you kept pushing and pushing"},
		{in: "You left and slammed the door", deed: "you left and slammed the door"},
		{in: "You missed my recital so don't come at me with this", deed: "you missed my recital"},
		{in: "You always leave your dishes in the sink", habit: "you leave your dishes in the sink"},
		{in: "you keep interrupting me", habit: "you interrupt me"},
		{in: "you're always on your phone", habit: "you’re on your phone"},
		{in: "why do you always leave the lights on?", habit: "you leave the lights on"},
		{in: "you never ask how my day went", wish: "asked how my day went"},
		{in: "Why can't you pick up your socks", wish: "picked up your socks"},
		{in: "You could have at least called me", deed: "you didn’t call me"},
		{in: "you still haven't paid me back", deed: "you haven’t paid me back"},

		{in: "You never gave me a chance to explain", deed: "you didn’t give me a chance to explain"},
		{in: "You never once visited when I was in hospital", deed: "you didn’t visit when I was in hospital"},
		{in: "You're always on your phone when I'm trying to tell you something", habit: "you’re on your phone while I'm trying to tell you something"},
		{in: "every time my mum comes over, you hide in the garage", habit: "you hide in the garage"},

		{in: "If you'd told me earlier this wouldn't have happened", deed: "you didn’t tell me earlier"},
		{in: "We'd have made the train if you hadn't insisted on stopping for coffee", deed: "you insisted on stopping for coffee"},
		{in: "Not once have you stood up for me against your dad", deed: "you haven’t stood up for me against your dad"},
		{in: "Typical of you to back out at the last second", deed: "you backed out at the last second"},
		{in: "Why can't you ever be on time?", wish: "were on time"},
		{in: "The least you can do is come to lunch", wish: "came to lunch"},
		{in: "would it kill you to say thank you", wish: "said thank you"},
		{in: "If you loved me you'd come home", wish: "came home"},
		{in: "You failed to return my calls for two weeks", deed: "you didn’t return my calls for two weeks"},
		{in: "You refused to feed the cat", deed: "you wouldn’t feed the cat"},
		{in: "You've been lying to me since Christmas", deed: "you have been lying to me"},
		{in: "You're always on your phone when we eat", habit: "you’re on your phone while we eat"},
		{in: "You keep interrupting me in meetings", habit: "you interrupt me in meetings"},

		{in: "ur always late to practice n coach blames me", habit: "you’re late to practice"},
		{in: "you left me standing there like an idiot", deed: "you left me standing there"},
		{in: "u never put ur phone down when im talking", wish: "put your phone down when im talking"},
		{in: "I can't believe that you sold my bike", deed: "you sold my bike"},
		{in: "is there a single deadline that you've actually kept"}, // which one, not what they did
		{in: "you ratted on me again didn't you", deed: "you ratted on me"},
		{in: "You refused to be nice"},
		{in: "You've been acting like a child"}, // a verdict
		{in: "If you loved us you wouldn't move away"},
		{in: "Don't you walk out on me"},
		{in: "You can't back out now"},                      // an order
		{in: "You only invited me so you'd look good"},      // the reason is the point
		{in: "You ruined my birthday"},                      // a verdict
		{in: "You never tell me anything"},                  // "told me anything" is no wish
		{in: "You treat me like a child"},                   // a comparison
		{in: "Thanks to you we lost the deposit"},           // not what they did
		{in: "If you left"},                                 // did not happen
		{in: "You make me sick"},                            // a verdict
		{in: "How could you do this to me"},                 // says nothing
		{in: "You never once thought about anyone but you"}, // a verdict
		{in: "you"}, {in: ""}, {in: "you have"}, {in: "you were"}, {in: "you keep"},
	} {
		for _, f := range []struct{ name, want string }{{"deed", tc.deed}, {"habit", tc.habit}, {"wish", tc.wish}} {
			if got, ok := filter(f.name)(tc.in); ok != (f.want != "") || ok && got != f.want {
				t.Errorf("%s of %q: got %q, want %q", f.name, tc.in, got, f.want)
			}
		}
	}
}

func TestAReproachGivesWhatCameOfIt(t *testing.T) {
	for in, want := range map[string]string{
		"Thanks to you, we lost the deposit":                      "we lost the deposit",
		"because of you I missed my flight":                       "I missed my flight",
		"We missed the train because you had to finish your game": "we missed the train",
		"it's all because of you":                                 "",
		"I'm exhausted because of you":                            "",
		"thanks to you":                                           "",
		"Because of you your mother cried":                        "",
	} {
		if got, ok := filter("loss")(in); ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestAnApologyGivesWhatItIsFor(t *testing.T) {
	for in, want := range map[string]string{
		"Sorry about Saturday, but let's be honest":                     "about Saturday",
		"I'm sorry I yelled, but you never listen":                      "I yelled",
		"Sorry for last night but you were being difficult":             "about last night",
		"I'm sorry for shouting but you never listen":                   "for shouting",
		"I already said I'm sorry about the car, what more do you want": "about the car",
		"Sorry I'm not perfect":                                         "",
		"sorry for having feelings":                                     "",
		"I'm sorry you feel that way":                                   "",
		"sorry for whatever you think I did":                            "",
		"I'm sorry, but you started it":                                 "",
		"sorry I care":                                                  "",
		"sorry":                                                         "",
	} {
		if got, ok := filter("owned")(in); ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestAReproachGivesWhatWasAskedFor(t *testing.T) {
	for in, want := range map[string]string{
		"How many times do I have to tell you to lock the door?": "lock the door",
		"I told you three times not to leave it on the step":     "don’t leave it on the step",
		"I've been asking you since June to call the plumber":    "call the plumber",
		"I told you so":                                   "",
		"I told you that I was ill":                       "",
		"How many times do I have to tell you to grow up": "",
	} {
		if got, ok := filter("asked")(in); ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestAThreatGivesWhatItAsksFor(t *testing.T) {
	for in, want := range map[string]string{
		"Say yes or we're over":                                     "to say yes",
		"stop drinking or lose me":                                  "to stop drinking",
		"Either you block her number right now or this is finished": "to block her number",
		"If you don't come home tonight, I'll tell your parents":    "to come home tonight",
		"If you don't delete her number we're done":                 "to delete her number",
		"If you go to that party, we're over":                       "not to go to that party",
		"if you leave now don't bother coming back":                 "not to leave",
		"I won't speak to you until you've said sorry":              "to say sorry",
		"or you can forget about Thanksgiving":                      "",
		"Do it or I'm telling dad":                                  "",
		"If you loved me you would come":                            "",
		"think about it or else":                                    "",
	} {
		if got, ok := filter("demand")(in); ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestAdviceGivesWhatToDo(t *testing.T) {
	for in, want := range map[string]string{
		"If I were you I'd talk to him":            "talk to him",
		"My advice would be to call him":           "call him",
		"Have you tried cutting out coffee":        "cut out coffee",
		"Maybe you should really see a doctor":     "see a doctor",
		"I would suggest getting a second opinion": "get a second opinion",
		"It's best to talk to your teacher":        "talk to your teacher",
		"What you need to do is let him fail once": "let him fail once",
		"You should stop worrying":                 "",
		"What you need is a hobby":                 "",
		"You should have called":                   "",
	} {
		if got, ok := filter("tip")(in); ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestAnExcuseGivesWhatWasDone(t *testing.T) {
	for in, want := range map[string]string{
		"I only lied because you would have freaked out":       "I lied",
		"I wouldn't have yelled if you'd just listened":        "I yelled",
		"I would have called if you'd reminded me":             "I didn’t call",
		"I only raised my voice because you weren't listening": "I raised my voice",
		"I did nothing wrong":                                  "",
		"I only asked because I care":                          "",
		"I would have loved to come if you'd asked":            "",
	} {
		if got, ok := filter("admitted")(in); ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
