package report

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/emotional-safety/coach/coach"
)

// FuzzStringsAreWrittenAsEncodingJSONDoes holds the writer's own escapes to the standard library's.
func FuzzStringsAreWrittenAsEncodingJSONDoes(f *testing.F) {
	for _, s := range []string{"", "plain", "\"quoted\" \\ /", "a\x00\b\f\n\r\t\x1f\x7f", "caf\u00e9 \U0001F644", "\u2028\u2029\u202a", "cut \xe2\x80", "<b>&</b>", "\xff\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want, err := encode(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := escapeActing(appendString(nil, s)); !bytes.Equal(got, bytes.TrimSpace(want)) {
			t.Errorf("%q is written as %s, want %s", s, got, want)
		}
	})
}

func TestTimesAreWrittenAsTheContractSays(t *testing.T) {
	for _, tc := range []struct {
		time time.Time
		want string
	}{
		{time.Time{}, ""},
		{time.Date(2026, 1, 2, 3, 4, 5, 999, coach.Floating), "2026-01-02T03:04:05"},
		{time.Date(987, 12, 31, 23, 59, 59, 0, coach.Floating), "0987-12-31T23:59:59"},
		{time.Date(12026, 1, 2, 3, 4, 5, 0, coach.Floating), "12026-01-02T03:04:05"},
		{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), "2026-01-02T03:04:05Z"},
		{time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600)), "2026-01-02T03:04:05+01:00"},
	} {
		if got := formatTime(tc.time); got != tc.want {
			t.Errorf("%v is written as %q, want %q", tc.time, got, tc.want)
		}
	}
}

func TestAQuietMessageIsWrittenWithoutAllocation(t *testing.T) {
	m := &coach.Message{ID: "m1", Speaker: "Zo\u00eb", Time: time.Date(2026, 1, 2, 3, 4, 5, 0, coach.Floating), Source: coach.Source{File: "chat.txt", Line: 12}}
	buf := make([]byte, 0, 256)
	if n := testing.AllocsPerRun(100, func() { buf = AppendJSONL(buf[:0], coach.Result{Message: m}) }); n > 0 {
		t.Errorf("a line costs %v allocations", n)
	}
	var back map[string]any
	if err := json.Unmarshal(buf, &back); err != nil || back["speaker"] != "Zo\u00eb" || back["line"] != 12.0 {
		t.Errorf("%s: %v", buf, err)
	}
}
