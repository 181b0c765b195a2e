package chat

import (
	"encoding/json"
	"strings"
	"time"
	"unicode"
)

func scoreGoogleChat(h *head) int {
	if h.has("messages[].creator") && (h.has("messages[].created_date") || h.has("messages[].topic_id") || h.has("messages[].creator.name")) {
		return 90
	}
	return 0
}

// readGoogleChat reads messages.json of a Takeout.
func readGoogleChat(x *input, give yield) {
	x.elements(give, []string{"messages[]"}, nil, func(e element) bool {
		var t struct {
			ID      string `json:"message_id"`
			Created string `json:"created_date"`
			Updated string `json:"updated_date"`
			Text    string `json:"text"`
			State   string `json:"message_state"`
			Creator struct {
				Name  string `json:"name"`
				Email string `json:"email"`
				Type  string `json:"user_type"`
			} `json:"creator"`
			Deletion json.RawMessage `json:"deletion_metadata"`
		}
		if err := json.Unmarshal(e.raw, &t); err != nil {
			return give(nil, x.problem(e.line, "%w", jsonError(err)))
		}
		if t.State == "DELETED" || len(t.Deletion) > 0 {
			x.export.Notices++
			return true
		}
		if t.Created == "" {
			t.Created = t.Updated
		}
		speaker := t.Creator.Name
		if speaker == "" {
			speaker = t.Creator.Email
		}
		m := x.folded(e.line, speaker, withoutCode(t.Text), takeoutTime(t.Created))
		m.ID = t.ID
		return x.give(give, m, nil)
	})
}

// takeoutTime reads a date as Takeout writes it in the language of the account, such as
// "Tuesday, April 19, 2016 at 12:09:49 AM UTC" or "2026年5月29日星期五 UTC 03:00:29". All are UTC.
func takeoutTime(s string) time.Time {
	if t := looseWhen(s); !t.IsZero() {
		return inUTC(t)
	}
	plain, _ := plainLine(s)
	numbers := strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsDigit(r) })
	if !strings.Contains(plain, "年") || len(numbers) != 6 {
		return time.Time{}
	}
	t, err := time.Parse("2006 1 2 15 4 5", strings.Join(numbers, " "))
	if err != nil {
		return time.Time{}
	}
	return t
}

// inUTC reads the clock of t as UTC, whatever zone it was taken for.
func inUTC(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}
