package habit

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestNothingIsKeptUntilStarted(t *testing.T) {
	s := Store{filepath.Join(t.TempDir(), "coach", "progress.jsonl")}
	if err := s.Add(Count{Day: "2026-11-25", Messages: 1}); err != nil {
		t.Fatal(err)
	}
	if s.Started() {
		t.Error("a count started the store")
	}
	if had, err := s.Forget(); had || err != nil {
		t.Errorf("forgot %v, %v", had, err)
	}
}

func TestCountsAreSummedByWeek(t *testing.T) {
	s := Store{filepath.Join(t.TempDir(), "coach", "progress.jsonl")}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []Count{
		{Day: "2026-11-15", Messages: 9}, // a Sunday: the week before the two
		{Day: "2026-11-16", Messages: 1, Families: map[string]int{"blame": 2}},
		{Day: "2026-11-22", Messages: 2, Families: map[string]int{"blame": 1, "advice": 1}},
		{Day: "2026-11-25", Messages: 4, Drills: 5, Kind: 3},
	} {
		if err := s.Add(c); err != nil {
			t.Fatal(err)
		}
	}
	cut, err := os.OpenFile(s.File, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cut.WriteString("\n" + `{"day":"2026-11-2`); err != nil {
		t.Fatal(err)
	}
	cut.Close()
	if err := s.Add(Count{Day: "2026-11-24", Messages: 1}); err != nil { // it isn't lost with the line that was cut off
		t.Fatal(err)
	}
	weeks, err := s.Weeks(time.Date(2026, 11, 25, 23, 0, 0, 0, time.FixedZone("", 14*3600)), 2)
	if err != nil {
		t.Fatal(err)
	}
	if w := weeks[0]; w.Monday.Day() != 16 || w.Messages != 3 || w.Families["blame"] != 3 || w.Families["advice"] != 1 {
		t.Errorf("got %+v", w)
	}
	if w := weeks[1]; w.Monday.Day() != 23 || w.Messages != 5 || w.Drills != 5 || w.Kind != 3 {
		t.Errorf("got %+v", w)
	}
	if got := strings.Join(Families(weeks), " "); got != "advice blame" {
		t.Errorf("got %q", got)
	}
	if info, err := os.Stat(s.File); err != nil || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("others can read it: %v, %v", info.Mode(), err)
	}
	if had, err := s.Forget(); !had || err != nil || s.Started() {
		t.Errorf("forgot %v, %v", had, err)
	}
}

func TestChecksAtTheSameTimeDontMix(t *testing.T) {
	s := Store{filepath.Join(t.TempDir(), "progress.jsonl")}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if err := s.Add(Count{Day: "2026-11-25", Messages: 1, Families: map[string]int{"blame": 1}}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	weeks, err := s.Weeks(time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC), 1)
	if err != nil || weeks[0].Messages != 50 || weeks[0].Families["blame"] != 50 {
		t.Errorf("got %+v, %v", weeks, err)
	}
}

func TestTheFolderIsTheUsersStateFolder(t *testing.T) {
	for _, tc := range []struct{ state, home, want string }{
		{"/state", "/home/a", "/state/coach/progress.jsonl"},
		{"", "/home/a", "/home/a/.local/state/coach/progress.jsonl"},
		{"relative", "/home/a", "/home/a/.local/state/coach/progress.jsonl"},
		{"", "", ""},
	} {
		s, err := Place(func(name string) string { return map[string]string{"XDG_STATE_HOME": tc.state, "HOME": tc.home}[name] })
		if filepath.ToSlash(s.File) != tc.want || (err == nil) != (tc.want != "") {
			t.Errorf("%+v: got %q, %v", tc, s.File, err)
		}
	}
}
