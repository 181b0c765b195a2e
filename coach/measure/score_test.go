package measure

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/interval"
)

// fruit is a coach with one flag of each of two families, a strength, and an act that silences one flag.
func fruit(t *testing.T) *coach.Coach {
	t.Helper()
	const examples = "examples: {flag: [a, b, c], pass: [d, e, f]}\n"
	set := load(t, map[string]string{
		"fruit/lemon.yaml": "title: Lemon\nkind: flag\nseverity: warning\nstrategy: curiosity\nsay: Sour.\nphrases: [lemon]\nreframes: [plum]\n" +
			"context: {skip-after: [asks]}\n" + examples,
		"fruit/lime.yaml": "title: Lime\nkind: flag\nseverity: warning\nstrategy: curiosity\nsay: Sour.\nphrases: [lime]\nreframes: [plum]\n" + examples,
		"nut/hazel.yaml":  "title: Hazel\nkind: flag\nseverity: warning\nstrategy: curiosity\nsay: Hard.\nphrases: [hazel]\nreframes: [plum]\n" + examples,
		"sweet/plum.yaml": "title: Plum\nkind: strength\nstrategy: curiosity\nsay: Sweet.\nphrases: [plum]\n" + examples,
		"act/asks.yaml":   "title: Asks\nkind: act\nphrases: [sour please]\n" + examples,
	})
	c, err := coach.New(coach.Options{Rules: set})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func score(t *testing.T, rows string, o Options) *Board {
	t.Helper()
	b, err := Score(context.Background(), fruit(t), strings.NewReader(rows), "rows", o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestARowCountsForTheFamiliesItsLabelsSpeakOf(t *testing.T) {
	b := score(t, `
{"id":"1","text":"a lemon","labels":["fruit"],"judged":["fruit","nut"]}
{"id":"2","text":"a lemon and a lime","labels":[],"judged":["fruit"]}
{"id":"3","text":"a pear","labels":["fruit"],"judged":["fruit"]}
{"id":"4","text":"a hazel, a lemon","labels":[],"judged":["nut"]}
{"id":"5","text":"a plum","labels":["sweet"],"judged":["sweet"]}
{"id":"6","text":"nothing","labels":["fruit"],"judged":["nut","nut"]}
`, Options{})
	want := []Count{
		{Family: "fruit", Rows: 3, TP: 1, FP: 1, FN: 1},
		{Family: "nut", Rows: 3, FP: 1},
		{Family: "sweet", Rows: 1, TP: 1},
	}
	if !reflect.DeepEqual(b.Families, want) {
		t.Errorf("got %+v, want %+v", b.Families, want)
	}
	if b.Messages != 6 || b.Unlabeled != 0 || len(b.Cases) != 0 || len(b.Bad) != 0 {
		t.Errorf("got %+v", b)
	}
	tallies := []Tally{{"fruit/lemon", 1, 1, 0}, {"fruit/lime", 0, 1, 0}, {"nut/hazel", 0, 1, 0}, {"sweet/plum", 1, 0, 0}}
	if !reflect.DeepEqual(b.Rules, tallies) {
		t.Errorf("got %+v, want %+v", b.Rules, tallies)
	}
}

func TestARowsOwnContextIsWhatWasSaidBefore(t *testing.T) {
	b := score(t, `
{"text":"a lemon","speaker":"ann","context":[{"speaker":"ben","text":"sour please"}],"labels":[],"judged":["fruit"]}
{"text":"a lemon","speaker":"ann","context":[{"speaker":"ann","text":"sour please"}],"labels":["fruit"],"judged":["fruit"]}
{"text":"a lemon","speaker":"ann","labels":["fruit"],"judged":["fruit"]}
`, Options{})
	if want := (Count{Family: "fruit", Rows: 3, TP: 2}); b.Families[0] != want {
		t.Errorf("got %+v, want %+v", b.Families[0], want)
	}
}

func TestFlagsWithoutLabelsAreCountedByFamily(t *testing.T) {
	b := score(t, `
{"text":"a lemon, a lime"}
{"text":"a hazel"}
{"text":"a plum"}
{"text":"a pear","labels":["fruit"]}
`, Options{})
	if b.Unlabeled != 4 || b.Flagged != 2 || !reflect.DeepEqual(b.Flags, map[string]int{"fruit": 2, "nut": 1}) {
		t.Errorf("got %d messages, %d flagged, %v", b.Unlabeled, b.Flagged, b.Flags)
	}
	text := written(t, b.WriteText)
	for _, line := range []string{"fruit             2      500.0", "nut               1      250.0", "all               3      750.0", "messages flagged  2      500.0"} {
		if !strings.Contains(text, line) {
			t.Errorf("no %q in\n%s", line, text)
		}
	}
}

func TestTurnsAreOneConversationWithoutLabels(t *testing.T) {
	b := score(t, `{"id":"scene","turns":[{"speaker":"ben","text":"sour please"},{"speaker":"ann","text":"a lemon"},{"speaker":"ann","text":"a lime"}]}
{"id":"next","turns":[{"speaker":"ann","text":"a lemon"}]}`, Options{Show: Flags})
	want := []Case{
		{ID: "scene#3", Family: "fruit", Outcome: Flags, Found: []Hit{{"fruit/lime", "lime", "plum"}}, Before: "a lemon", Text: "a lime"},
		{ID: "next#1", Family: "fruit", Outcome: Flags, Found: []Hit{{"fruit/lemon", "lemon", "plum"}}, Text: "a lemon"},
	}
	if !reflect.DeepEqual(b.Cases, want) || b.Messages != 4 || b.Unlabeled != 4 {
		t.Errorf("got %+v, want %+v", b.Cases, want)
	}
}

func TestOnlyTheCasesAskedForAreKept(t *testing.T) {
	const rows = `
{"id":"right","text":"a lemon","labels":["fruit"],"judged":["fruit"]}
{"id":"wrong","text":"a lime","labels":[],"judged":["fruit"]}
{"id":"wrong nut","text":"a hazel","labels":[],"judged":["nut"]}
{"id":"missed","text":"a pear","labels":["fruit"],"judged":["fruit"]}
{"id":"plain","text":"a lemon"}
`
	cases := []struct {
		show     string
		families []string
		want     string
	}{
		{"", nil, ""},
		{Right, nil, "right"},
		{Wrong, nil, "wrong, wrong nut"},
		{Wrong, []string{"nut"}, "wrong nut"},
		{Missed, nil, "missed"},
		{Flags, nil, "plain"},
		{Flags, []string{"nut"}, ""},
	}
	for _, c := range cases {
		t.Run(c.show+" "+strings.Join(c.families, ","), func(t *testing.T) {
			var ids []string
			for _, k := range score(t, rows, Options{Show: c.show, Families: c.families}).Cases {
				ids = append(ids, k.ID)
			}
			if got := strings.Join(ids, ", "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestABadLineIsNamedAndTheRestScored(t *testing.T) {
	long := `{"text":"` + strings.Repeat("x", maxRowBytes) + `"}`
	rows := "\xEF\xBB\xBF" + strings.Join([]string{
		`{"text":"a lemon"}`, `{"text":`, `[1]`, `{"text":7}`, `{"id":"x"}`, "", long, `null`, `{"text":"a lime"}`, `{"judged":"fruit","text":"a"}`,
	}, "\n")
	b := score(t, rows, Options{})
	want := []string{
		"line 2: not a JSON object", "line 3: not a JSON object", `line 4: the field "text" must not be a JSON number`,
		`line 5: the object has neither "text" nor "turns"`, "line 7: longer than 8 MiB",
		`line 8: the object has neither "text" nor "turns"`, `line 10: the field "judged" must not be a JSON string`,
	}
	if !reflect.DeepEqual(b.Bad, want) {
		t.Errorf("got %q, want %q", b.Bad, want)
	}
	if b.Messages != 2 || b.Flags["fruit"] != 2 {
		t.Errorf("got %d messages, %v", b.Messages, b.Flags)
	}
}

func TestABrokenInputAndACanceledRunAreErrors(t *testing.T) {
	broken := errors.New("the disk is gone")
	if _, err := Score(context.Background(), fruit(t), iotest.ErrReader(broken), "rows", Options{}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Score(ctx, fruit(t), strings.NewReader(`{"text":"a"}`), "rows", Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestTextBoard(t *testing.T) {
	b := score(t, `
{"id":"1","text":"a lemon","labels":["fruit"],"judged":["fruit","nut"]}
{"id":"2","text":"such\u001b[31m\n a lime","labels":[],"judged":["fruit"],"context":[{"speaker":"ben","text":"Hi"}]}
{"id":"3","text":"a pear","labels":["fruit"],"judged":["fruit"]}
nonsense
`, Options{Show: Wrong})
	const want = `rows: 3 messages
family  precision  95 % interval  recall  F1    right  wrong  missed  rows
fruit   0.50       0.09–0.91      0.50    0.50  1      1      1       3
nut     –          –              –       –     0      0      0       1
not read: line 5: not a JSON object

fp  2  fruit
  rule     fruit/lime
  words    lime
  reframe  plum
  before   Hi
  text     such␛[31m a lime
`
	if got := written(t, b.WriteText); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestJSONBoard(t *testing.T) {
	b := score(t, `
{"id":"1","text":"a lemon","labels":["fruit"],"judged":["fruit","nut"]}
{"id":"2","text":"a <lime>"}
`, Options{Show: Flags})
	var got map[string]any
	if err := json.Unmarshal([]byte(written(t, b.WriteJSON)), &got); err != nil {
		t.Fatal(err)
	}
	low, high := interval.Wilson(1, 1)
	want := map[string]any{
		"name": "rows", "messages": 2.0,
		"families": []any{
			map[string]any{
				"family": "fruit", "rows": 1.0, "right": 1.0, "wrong": 0.0, "missed": 0.0,
				"precision": 1.0, "precision_interval": []any{low, high}, "recall": 1.0, "f1": 1.0,
			},
			map[string]any{"family": "nut", "rows": 1.0, "right": 0.0, "wrong": 0.0, "missed": 0.0},
		},
		"unlabeled": map[string]any{"messages": 1.0, "flagged": 1.0, "flags": 1.0, "by_family": map[string]any{"fruit": 1.0}, "flags_per_1000": 1000.0},
		"rules": []any{
			map[string]any{"rule": "fruit/lime", "right": 0.0, "wrong": 0.0, "flags": 1.0},
			map[string]any{"rule": "fruit/lemon", "right": 1.0, "wrong": 0.0, "flags": 0.0},
		},
		"cases": []any{map[string]any{
			"id": "2", "family": "fruit", "outcome": "flags", "text": "a <lime>",
			"found": []any{map[string]any{"rule": "fruit/lime", "match": "lime", "reframe": "plum"}},
		}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestWilson(t *testing.T) {
	cases := []struct {
		k, n      int
		low, high float64
	}{
		{0, 0, 0, 1},
		{0, 10, 0, 0.2775},
		{10, 10, 0.7225, 1},
		{8, 10, 0.4902, 0.9433},
		{80, 100, 0.7112, 0.8666},
	}
	for _, c := range cases {
		low, high := interval.Wilson(c.k, c.n)
		if math.Abs(low-c.low) > 5e-4 || math.Abs(high-c.high) > 5e-4 {
			t.Errorf("interval.Wilson(%d, %d) = %.4f, %.4f, want %.4f, %.4f", c.k, c.n, low, high, c.low, c.high)
		}
	}
}

func written(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTotalJoinsSetsAndCountsSeenStrengths(t *testing.T) {
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	first := `{"text":"You never listen.","labels":["blame"],"judged":["blame","repair"]}
{"text":"I'm sorry I snapped at you.","labels":["repair"],"judged":["repair"]}
{"text":"The kettle is on.","labels":["repair"],"judged":["repair"]}`
	second := `{"text":"You never listen."}
{"text":"You always ruin everything.","labels":[],"judged":["blame"]}`
	var total Total
	for _, set := range []string{first, second} {
		board, err := Score(context.Background(), c, strings.NewReader(set), "set", Options{})
		if err != nil || len(board.Bad) > 0 {
			t.Fatal(err, board.Bad)
		}
		total.Add(board)
	}
	var out strings.Builder
	if err := total.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	want := `all 2 sets: 5 messages
family  precision  recall  F1    right  wrong  missed  false alarms per 1,000 messages without labels
blame   0.50       1.00    0.67  1      1      0       1000.0
repair  1.00       0.50    0.67  1      0      1       –
flagged of 1 messages without labels: 1 (1000.0 per 1,000)
a strength rightly seen in 1 of 2 messages that carry one (0.50)
`
	if out.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
	}
}
