package chat

import (
	"encoding/json"
	"strings"

	"github.com/emotional-safety/coach/coach"
)

func scoreMatrix(h *head) int {
	if h.has("messages[].origin_server_ts", "messages[].sender") || h.has("messages[].event_id", "messages[].content") {
		return 90
	}
	return 0
}

// matrixEvent is one event of a room, as Element exports it.
type matrixEvent struct {
	ID       string        `json:"event_id"`
	Type     string        `json:"type"`
	Sender   string        `json:"sender"`
	Millis   loose         `json:"origin_server_ts"`
	Content  matrixContent `json:"content"`
	StateKey string        `json:"state_key"`
	Unsigned struct {
		Relations struct {
			Replace *matrixEvent `json:"m.replace"` // the last edit, where the server sends it along
		} `json:"m.relations"`
	} `json:"unsigned"`
}

type matrixContent struct {
	Type        string         `json:"msgtype"`
	Body        string         `json:"body"`
	DisplayName string         `json:"displayname"`
	New         *matrixContent `json:"m.new_content"` // of an edit
	Relates     *struct {
		Type    string `json:"rel_type"`
		ID      string `json:"event_id"`
		InReply *struct {
			ID string `json:"event_id"`
		} `json:"m.in_reply_to"`
	} `json:"m.relates_to"`
}

// readMatrix gives each message as it was edited last.
func readMatrix(x *input, give yield) {
	room := matrixRoom{x: x, give: give, names: map[string]string{}, open: map[string]*matrixHeld{}}
	more := true
	x.elements(give, []string{"messages[]"}, nil, func(e element) bool {
		var t matrixEvent
		if err := json.Unmarshal(e.raw, &t); err != nil {
			more = give(nil, x.problem(e.line, "%w", jsonError(err)))
			return more
		}
		more = room.event(&t, e.line)
		return more
	})
	if more {
		room.release(0)
	}
}

// matrixRoom holds the last messages back, since an edit comes as an event of its own, later.
type matrixRoom struct {
	x     *input
	give  yield
	names map[string]string
	held  []*matrixHeld
	bytes int
	open  map[string]*matrixHeld // of held, by the event
}

type matrixHeld struct {
	message *coach.Message
	event   string
	sender  string
}

// A message that is followed by more than these before it is edited keeps its wording.
const (
	maxEditable      = 4096
	maxEditableBytes = 8 << 20
)

func (r *matrixRoom) event(t *matrixEvent, line int) bool {
	x := r.x
	if t.Type == "m.room.member" && t.Content.DisplayName != "" && len(r.names) < maxNames {
		r.names[t.StateKey] = t.Content.DisplayName
	}
	edit := t.Content.Relates != nil && t.Content.Relates.Type == "m.replace"
	if edit {
		r.edit(t.Content.Relates.ID, t)
	}
	if t.Type != "m.room.message" || edit || t.Content.Type == "" || t.Content.Type == "m.notice" {
		x.export.Notices++
		return true
	}
	if t.Content.Type != "m.text" && t.Content.Type != "m.emote" {
		x.export.Media++
		return true
	}
	m := x.folded(line, t.Sender, t.Content.Body, parseWhen(string(t.Millis)))
	if t.Content.Relates != nil && t.Content.Relates.InReply != nil {
		m.ReplyTo = t.Content.Relates.InReply.ID
		m.Text = withoutFallback(m.Text)
	}
	if name := r.names[t.Sender]; name != "" {
		m.Speaker = name
	}
	m.ID = t.ID
	h := &matrixHeld{m, t.ID, t.Sender}
	r.held, r.open[t.ID] = append(r.held, h), h
	r.bytes += len(m.Text)
	if last := t.Unsigned.Relations.Replace; last != nil {
		r.edit(t.ID, last)
	}
	if len(r.held) <= maxEditable && r.bytes <= maxEditableBytes {
		return true
	}
	return r.release(len(r.held) / 2)
}

// edit gives a message the wording of an event that replaces it. Only who wrote a message can edit it.
func (r *matrixRoom) edit(event string, t *matrixEvent) {
	h := r.open[event]
	if h == nil || h.sender != t.Sender || t.Content.New == nil || t.Content.New.Body == "" {
		return
	}
	r.bytes += len(t.Content.New.Body) - len(h.message.Text)
	h.message.Text = t.Content.New.Body
	if h.message.ReplyTo != "" {
		h.message.Text = withoutFallback(h.message.Text)
	}
}

// release gives the messages that were held, all but the last so many.
func (r *matrixRoom) release(keep int) bool {
	n := len(r.held) - keep
	for _, h := range r.held[:n] {
		r.bytes -= len(h.message.Text)
		delete(r.open, h.event)
		if !r.x.give(r.give, h.message, nil) {
			return false
		}
	}
	r.held = append(r.held[:0], r.held[n:]...)
	return true
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
