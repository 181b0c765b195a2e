package chat

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/emotional-safety/coach/coach"
)

// parseWhen reads a time in one of the ways exports write it, or a number of seconds, milliseconds or microseconds.
// The zero time means that it is none.
func parseWhen(s string) time.Time {
	s, _ = plainLine(strings.TrimSpace(s))
	s = strings.Join(strings.Fields(s), " ")
	if s == "" {
		return time.Time{}
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return unixTime(n)
	}
	for _, layout := range isoLayouts {
		zoned := strings.Contains(layout, "07:00") || strings.HasSuffix(layout, "MST") || strings.HasSuffix(layout, "UTC")
		if zoned {
			if t, err := time.Parse(layout, s); err == nil {
				return t
			}
			continue
		}
		if t, err := time.ParseInLocation(layout, s, coach.Floating); err == nil {
			return t
		}
	}
	return time.Time{}
}

// monthStems are how the names of months begin, January first, in lower case.
var monthStems = [12][]string{
	{"jan", "ene", "gen", "янв", "oca", "sty", "led", "січ"}, {"feb", "fév", "fev", "фев", "şub", "lut", "úno", "лют"}, {"mar", "mär", "maa", "mrt", "мар", "bře", "бер"},
	{"apr", "avr", "abr", "апр", "nis", "kwi", "dub", "кві"}, {"may", "mai", "mei", "mag", "maj", "мая", "май", "kvě", "тра"}, {"jun", "juin", "giu", "июн", "haz", "cze", "чер"},
	{"jul", "juil", "lug", "июл", "tem", "lip", "лип"}, {"aug", "aoû", "ago", "авг", "ağu", "sie", "srp", "сер"}, {"sep", "set", "сен", "eyl", "wrz", "zář", "вер"},
	{"oct", "okt", "ott", "out", "окт", "eki", "paź", "říj", "жов"}, {"nov", "ноя", "kas", "lis", "лис"}, {"dec", "dez", "déc", "dic", "дек", "ara", "gru", "pro", "гру"},
}

// monthOf returns the month that a word names, or 0.
func monthOf(word string) time.Month {
	word = strings.ToLower(word)
	for m, stems := range monthStems {
		for _, s := range stems {
			if strings.HasPrefix(word, s) && len(word) < 24 {
				return time.Month(m + 1)
			}
		}
	}
	return 0
}

// looseWhen reads a date with the name of its month, in the ways of a dozen languages, such as "mardi 19 avril 2016 à
// 00:09:49 UTC". The last word that could be a month is one: "mar" begins weekdays too. It may only see what is a date.
func looseWhen(s string) time.Time {
	if t := parseWhen(s); !t.IsZero() {
		return t
	}
	plain, _ := plainLine(strings.TrimSpace(s))
	c := &cursor{s: plain}
	var year, day int
	var month time.Month
	var clock time.Duration
	timed := false
	for c.i < len(c.s) {
		if !timed {
			if t, _, ok := c.clock(); ok {
				clock, timed = t, true
				continue
			}
		}
		if n, digits, ok := c.number(1, 4); ok {
			switch {
			case digits == 4:
				year = n
			case day == 0 && digits <= 2:
				day = n
			}
			continue
		}
		if w := c.word(); w != "" {
			if m := monthOf(w); m != 0 {
				month = m
			}
			continue
		}
		c.i++
	}
	if year == 0 || month == 0 || day == 0 || day > 31 {
		return time.Time{}
	}
	zone := coach.Floating
	if strings.Contains(plain, "UTC") || strings.Contains(plain, "GMT") {
		zone = time.UTC
	}
	return time.Date(year, month, day, 0, 0, 0, 0, zone).Add(clock)
}

// unixTime tells seconds from smaller units by their size: no chat is older than the seventies or from the year 5000.
func unixTime(n float64) time.Time {
	switch {
	case math.IsNaN(n) || n < 1e8:
		return time.Time{}
	case n < 1e11:
		return time.UnixMilli(int64(n * 1000)).UTC()
	case n < 1e14:
		return time.UnixMilli(int64(n)).UTC()
	case n < 1e17:
		return time.UnixMicro(int64(n)).UTC()
	}
	return time.Time{}
}

// loose is a JSON value that should be a text, and may be a number or null.
type loose string

// UnmarshalJSON takes a text or a number as it stands; all else is empty.
func (t *loose) UnmarshalJSON(raw []byte) error {
	*t = ""
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, (*string)(t))
	}
	if len(raw) > 0 && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9') {
		*t = loose(raw)
	}
	return nil
}
