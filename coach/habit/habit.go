// Package habit keeps counts over time of what was found in a writer's own messages: numbers by day and family, never
// a word of a message. It keeps nothing until it is told to start.
//
// The counts are one line of JSON for each check, added to the end of one file. A database would bring locks, so that two
// checks could wait for each other, and a start to pay for; a line is added with one write, which the system does not
// tear, and a year of them is read in milliseconds.
package habit

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A Count is what one check, or one round of practice, adds.
type Count struct {
	Day      string         `json:"day"` // 2026-01-31, where the writer is
	Messages int            `json:"messages,omitempty"`
	Families map[string]int `json:"families,omitempty"` // places flagged, by family
	Drills   int            `json:"drills,omitempty"`   // answered
	Kind     int            `json:"kind,omitempty"`     // drills answered without anything flagged
}

// Merge adds what another check found.
func (c *Count) Merge(other Count) {
	c.Messages += other.Messages
	c.Drills += other.Drills
	c.Kind += other.Kind
	if c.Families == nil {
		c.Families = map[string]int{}
	}
	for family, n := range other.Families {
		c.Families[family] += n
	}
}

// A Week is the counts of the seven days from a Monday on.
type Week struct {
	Count
	Monday time.Time
}

// A Store is a file of counts.
type Store struct{ File string }

// Place returns the store in the user's state folder, for an environment read by env.
func Place(env func(string) string) (Store, error) {
	dir := env("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) {
		home := env("HOME")
		if home == "" {
			home = env("USERPROFILE")
		}
		if home == "" {
			return Store{}, errors.New("there is no home folder: set XDG_STATE_HOME")
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return Store{filepath.Join(dir, "coach", "progress.jsonl")}, nil
}

// Started reports whether counts are kept.
func (s Store) Started() bool {
	_, err := os.Stat(s.File)
	return err == nil
}

// Start makes the file, for the user's eyes only. Counts that are there stay.
func (s Store) Start() error {
	if err := os.MkdirAll(filepath.Dir(s.File), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(s.File, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// Forget deletes all counts. Nothing is kept from then on. It reports whether there was anything.
func (s Store) Forget() (bool, error) {
	err := os.Remove(s.File)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	_ = os.Remove(filepath.Dir(s.File)) // ours if it is empty
	return err == nil, err
}

// Add adds a count if counts are kept.
func (s Store) Add(c Count) error {
	f, err := os.OpenFile(s.File, os.O_APPEND|os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	line, err := json.Marshal(c)
	if err == nil {
		// One write, so that two checks at once don't mix. It begins a line of its own, because the one before may be cut off.
		_, err = f.Write(append([]byte("\n"), line...))
	}
	return errors.Join(err, f.Close())
}

// Weeks sums the counts of the last n weeks, oldest first, the one of now last. A line that can't be read is left out:
// it was cut off when the machine went down.
func (s Store) Weeks(now time.Time, n int) ([]Week, error) {
	f, err := os.Open(s.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	weeks := make([]Week, n)
	for i := range weeks {
		weeks[i] = Week{Monday: monday(now).AddDate(0, 0, 7*(i-n+1))}
	}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var c Count
		if json.Unmarshal(lines.Bytes(), &c) != nil {
			continue
		}
		day, err := time.Parse(time.DateOnly, c.Day)
		if err != nil {
			continue
		}
		i := slices.IndexFunc(weeks, func(w Week) bool { return w.Monday.Equal(monday(day)) })
		if i >= 0 {
			weeks[i].Merge(c)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", s.File, err)
	}
	return weeks, nil
}

// Families lists the families in any of the weeks, in order.
func Families(weeks []Week) []string {
	all := map[string]bool{}
	for _, w := range weeks {
		for family := range w.Families {
			all[family] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// monday is the first day of t's week, at midnight UTC, whatever the zone that t's date is of.
func monday(t time.Time) time.Time {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}
