package chat

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/emotional-safety/coach/coach"
)

// A Selection says which messages count, and who is who. The zero value takes all as they are.
type Selection struct {
	People map[string]string // by alias: the name it stands for
	Since  time.Time         // on the clock of the export; zero: from the first
	Until  time.Time         // before this; zero: to the last
	Last   int               // only the last so many; 0: all
	With   string            // only conversations that this person takes part in or that are named so

	// Before is given what was said last before the selection begins: it isn't selected, and what is may answer it. It
	// may be nil.
	Before func(*coach.Message)

	joined map[string]bool // conversations that With takes part in; nil: not known
}

// contextMessages is how many messages [Selection].Before is given at most.
const contextMessages = 16

// Join finds out which conversations With takes part in, by reading them all. Without it only their own messages, and
// conversations named after them, are known.
func (s *Selection) Join(messages iter.Seq2[*coach.Message, error]) {
	s.joined = map[string]bool{}
	for m, err := range messages {
		if err == nil && s.isWith(m.Speaker) {
			s.joined[m.Conversation] = true
		}
	}
}

// isWith reports whether a speaker is the person the conversations should be with, by their name or another of it.
func (s *Selection) isWith(speaker string) bool {
	if name, ok := s.People[speaker]; ok {
		speaker = name
	}
	return strings.EqualFold(speaker, s.With)
}

// ParseDay reads a day or a time of a day, such as 2026-01-31 or 2026-01-31T18:00.
func ParseDay(s string) (time.Time, error) {
	for _, layout := range [...]string{"2006-01-02", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01", "2006"} {
		if t, err := time.ParseInLocation(layout, s, coach.Floating); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no day: write it like 2026-01-31", s)
}

// Select names the speakers as people call them, and drops what is outside of the selection. Errors pass.
func (s *Selection) Select(messages iter.Seq2[*coach.Message, error]) iter.Seq2[*coach.Message, error] {
	chosen := func(yield func(*coach.Message, error) bool) {
		var before []*coach.Message
		for m, err := range messages {
			if err == nil {
				s.rename(m)
				if !s.isJoined(m) {
					continue
				}
				if !s.takes(m) {
					if before = append(before, m); len(before) > contextMessages {
						before = slices.Delete(before, 0, 1)
					}
					continue
				}
				s.giveBefore(before)
				before = before[:0]
			}
			if !yield(m, err) {
				return
			}
		}
	}
	if s.Last > 0 {
		return s.last(chosen)
	}
	return chosen
}

func (s *Selection) giveBefore(messages []*coach.Message) {
	if s.Before == nil {
		return
	}
	for _, m := range messages {
		s.Before(m)
	}
}

func (s *Selection) rename(m *coach.Message) {
	if name, ok := s.People[m.Speaker]; ok {
		m.Speaker = name
	}
	for i := range m.Context {
		s.rename(&m.Context[i])
	}
}

func (s *Selection) takes(m *coach.Message) bool {
	if !s.Since.IsZero() || !s.Until.IsZero() {
		at := wallClock(m.Time)
		if m.Time.IsZero() || at.Before(s.Since) || !s.Until.IsZero() && !at.Before(s.Until) {
			return false
		}
	}
	return true
}

func (s *Selection) isJoined(m *coach.Message) bool {
	switch {
	case s.With == "", strings.Contains(strings.ToLower(m.Conversation), strings.ToLower(s.With)):
		return true
	case s.joined != nil:
		return s.joined[m.Conversation]
	}
	return m.Conversation == "" || s.isWith(m.Speaker)
}

// wallClock is the time that stood on the clock, without its zone.
func wallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, coach.Floating)
}

// last yields the last few messages, and every error.
func (s *Selection) last(messages iter.Seq2[*coach.Message, error]) iter.Seq2[*coach.Message, error] {
	return func(yield func(*coach.Message, error) bool) {
		n := s.Last + contextMessages
		ring := make([]*coach.Message, 0, min(n, 1024))
		next := 0
		for m, err := range messages {
			switch {
			case err != nil:
				if !yield(nil, err) {
					return
				}
			case len(ring) < n:
				ring = append(ring, m)
			default:
				ring[next] = m
				next = (next + 1) % n
			}
		}
		ordered := slices.Concat(ring[next:], ring[:next])
		first := max(0, len(ordered)-s.Last)
		s.giveBefore(ordered[:first])
		for _, m := range ordered[first:] {
			if !yield(m, nil) {
				return
			}
		}
	}
}
