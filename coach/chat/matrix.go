package chat

import (
	"encoding/json"
	"strings"
)

func scoreMatrix(h *head) int {
	if h.has("messages[].origin_server_ts", "messages[].sender") || h.has("messages[].event_id", "messages[].content") {
		return 90
	}
	return 0
}

// matrixEvent is one event of a room, as Element exports it.
type matrixEvent struct {
	ID      string `json:"event_id"`
	Type    string `json:"type"`
	Sender  string `json:"sender"`
	Millis  loose  `json:"origin_server_ts"`
	Content struct {
		Type        string `json:"msgtype"`
		Body        string `json:"body"`
		DisplayName string `json:"displayname"`
		Relates     *struct {
			Type    string `json:"rel_type"`
			InReply *struct {
				ID string `json:"event_id"`
			} `json:"m.in_reply_to"`
		} `json:"m.relates_to"`
	} `json:"content"`
	StateKey string `json:"state_key"`
}

func readMatrix(x *input, give yield) {
	names := map[string]string{}
	x.elements(give, []string{"messages[]"}, nil, func(e element) bool {
		var t matrixEvent
		if err := json.Unmarshal(e.raw, &t); err != nil {
			return give(nil, x.problem(e.line, "%w", jsonError(err)))
		}
		if t.Type == "m.room.member" && t.Content.DisplayName != "" && len(names) < maxNames {
			names[t.StateKey] = t.Content.DisplayName
		}
		edit := t.Content.Relates != nil && t.Content.Relates.Type == "m.replace"
		if t.Type != "m.room.message" || edit || t.Content.Type == "" || t.Content.Type == "m.notice" {
			x.export.Notices++
			return true
		}
		if t.Content.Type != "m.text" && t.Content.Type != "m.emote" {
			x.export.Media++
			return true
		}
		body := t.Content.Body
		m := x.folded(e.line, t.Sender, body, parseWhen(string(t.Millis)))
		if t.Content.Relates != nil && t.Content.Relates.InReply != nil {
			m.ReplyTo = t.Content.Relates.InReply.ID
			m.Text = withoutFallback(body)
		}
		if name := names[t.Sender]; name != "" {
			m.Speaker = name
		}
		m.ID = t.ID
		return x.give(give, m, nil)
	})
}

// maxNames is how many people of a room are known by name.
const maxNames = 100_000

// withoutFallback leaves out the quote that replies carry for old clients.
func withoutFallback(body string) string {
	if !strings.HasPrefix(body, "> ") {
		return body
	}
	lines := strings.Split(body, "\n")
	k := 0
	for k < len(lines) && strings.HasPrefix(lines[k], ">") {
		k++
	}
	return strings.TrimLeft(strings.Join(lines[k:], "\n"), "\n")
}
