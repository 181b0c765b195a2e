package drill

import (
	"strings"
	"testing"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
)

func engine(t *testing.T) *coach.Coach {
	t.Helper()
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryStrategyThatFlagsTeachHasDrills(t *testing.T) {
	c := engine(t)
	taught := map[string]bool{}
	for i := range c.Rules().Len() {
		if r := c.Rules().Rule(i); r.Kind == rule.Flag {
			taught[r.Strategy] = true
		}
	}
	for strategy := range taught {
		if n := len(Of(c, strategy)); n < 5 {
			t.Errorf("%s: only %d drills", strategy, n)
		}
	}
	if len(Of(c, "")) < 500 {
		t.Error("too few drills in all")
	}
}

func TestWhatADrillOffersIsAGoodAnswer(t *testing.T) {
	c := engine(t)
	for _, d := range Of(c, "i-statements") {
		if a := d.Judge(c, d.Text); len(a.Flags) != 1 {
			t.Errorf("%q is not flagged itself", d.Text)
		}
		for _, offer := range d.Offers {
			if a := d.Judge(c, offer); len(a.Flags) > 0 {
				t.Errorf("%q: its offer %q is flagged by %s", d.Text, offer, a.Flags[0].Rule.ID)
			}
		}
	}
}

func TestAnAnswerIsComparedWithTheMessage(t *testing.T) {
	c := engine(t)
	d := Drill{Text: "You never wash the dishes."}
	for _, tc := range []struct {
		answer            string
		flags             int
		built, kept, care string
	}{
		{"You never do the dishes.", 1, "", "dishes", ""},
		{"I feel worn out when the dishes pile up. Can we wash them together?", 0, "i-statement", "wash dishes", ""},
		{"Okay.", 0, "", "", ""},
		{"I want to die.", 0, "", "", "care"},
	} {
		a := d.Judge(c, tc.answer)
		care := ""
		if len(a.Care) > 0 {
			care = "care"
		}
		if len(a.Flags) != tc.flags || strings.Join(a.Built, " ") != tc.built || strings.Join(a.Kept, " ") != tc.kept || care != tc.care {
			t.Errorf("%q: got %d flags, built %v, kept %v, care %q", tc.answer, len(a.Flags), a.Built, a.Kept, care)
		}
	}
}
