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
