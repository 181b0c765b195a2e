package chat

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/emotional-safety/coach/coach"
)

func scoreTelegram(h *head) int {
	for _, at := range [...]string{"messages[]", "chats.list[].messages[]", "left_chats.list[].messages[]"} {
		if h.has(at+".date_unixtime") || h.has(at+".from_id", at+".date") || h.has(at+".from", at+".text", at+".type") || h.has(at+".actor_id") {
			return 90
		}
	}
	return 0
}

// telegramMessage is what Telegram Desktop writes.
type telegramMessage struct {
	ID          loose           `json:"id"`
	Type        string          `json:"type"`
	Date        string          `json:"date"`
	Unix        loose           `json:"date_unixtime"`
	From        loose           `json:"from"`
	FromID      loose           `json:"from_id"`
	Text        json.RawMessage `json:"text"`
	Forwarded   json.RawMessage `json:"forwarded_from"`
	ForwardedID json.RawMessage `json:"forwarded_from_id"`
	ReplyTo     loose           `json:"reply_to_message_id"`
}

func readTelegram(x *input, give yield) {
	base := x.conversation
	name := ""
	paths := []string{"messages[]", "chats.list[].messages[]", "left_chats.list[].messages[]"}
	x.elements(give, paths, func(path, v string) {
		if !strings.HasSuffix(path, "list[].id") && !strings.HasSuffix(path, "list[].name") && !strings.HasSuffix(path, "list[].type") {
			return
		}
		s := v
		if strings.HasSuffix(path, ".name") {
			name = s
		}
		if strings.HasSuffix(path, ".type") && s == "saved_messages" {
			name = "Saved Messages"
		}
		if strings.HasSuffix(path, ".id") { // the last of a chat's own lines
			x.conversation = strings.TrimSpace(base + " " + name + " " + s)
			name = ""
		}
	}, func(e element) bool {
		if strings.HasSuffix(e.path, "list[].messages[]") && name != "" {
			x.conversation, name = strings.TrimSpace(base+" "+name), ""
		}
		var t telegramMessage
		if err := json.Unmarshal(e.raw, &t); err != nil {
			return give(nil, x.problem(e.line, "%w", jsonError(err)))
		}
		return x.telegram(give, &t, e.line)
	})
}

func (x *input) telegram(give yield, t *telegramMessage, line int) bool {
	forwarded := len(t.Forwarded) > 0 || len(t.ForwardedID) > 0
	if t.Type != "message" || forwarded {
		x.export.Notices++ // a service line, or words of somebody else
		return true
	}
	speaker := string(t.From)
	if speaker == "" {
		speaker = string(t.FromID) // the account was deleted
	}
	m := x.folded(line, speaker, telegramText(t.Text), telegramTime(t))
	m.ID, m.ReplyTo = string(t.ID), string(t.ReplyTo)
	return x.give(give, m, nil)
}

// telegramTime puts the local time and the exact one together: their difference is the zone.
func telegramTime(t *telegramMessage) time.Time {
	local, err := time.ParseInLocation("2006-01-02T15:04:05", t.Date, coach.Floating)
	seconds, failed := strconv.ParseInt(string(t.Unix), 10, 64)
	switch {
	case failed != nil && err != nil:
		return time.Time{}
	case failed != nil:
		return local
	case err != nil:
		return time.Unix(seconds, 0).UTC()
	}
	offset := int(local.Unix() - seconds)
	if offset%900 != 0 || offset < -18*3600 || offset > 18*3600 {
		return time.Unix(seconds, 0).UTC()
	}
	return time.Unix(seconds, 0).In(time.FixedZone("", offset))
}

// telegramText reads a text, or a list of texts and of parts with a form. Quotes and code are not the writer's words.
func telegramText(raw json.RawMessage) string {
	var plain string
	if json.Unmarshal(raw, &plain) == nil {
		return plain
	}
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil {
		return ""
	}
	var b strings.Builder
	for _, p := range parts {
		var s string
		if json.Unmarshal(p, &s) == nil {
			b.WriteString(s)
			continue
		}
		var part struct{ Type, Text string }
		if json.Unmarshal(p, &part) == nil && part.Type != "blockquote" && part.Type != "pre" {
			b.WriteString(part.Text)
		}
	}
	return b.String()
}
