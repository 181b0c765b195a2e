package chat

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach"
)

func scoreMeta(h *head) int {
	if h.has("messages[].sender_name") || h.has("messages[].senderName") || h.has("threadName", "participants[]") {
		return 90
	}
	return 0
}

// metaMessage is what Messenger and Instagram write, in the older export and in that of encrypted chats.
type metaMessage struct {
	Sender   string `json:"sender_name"`
	Sender2  string `json:"senderName"`
	Millis   loose  `json:"timestamp_ms"`
	Millis2  loose  `json:"timestamp"`
	Content  string `json:"content"`
	Text     string `json:"text"`
	Type     string `json:"type"`
	Unsent   bool   `json:"is_unsent"`
	Unsent2  bool   `json:"isUnsent"`
	Call     loose  `json:"call_duration"`
	HasShare *struct {
		Link string `json:"link"`
	} `json:"share"`
}

// maxReversed is how many messages are held to be put in the order they were written. The apps write at most
// 10,000 a file.
const maxReversed = 100_000

// readMeta reads the messages of one file, newest first, and gives them oldest first.
func readMeta(x *input, give yield) {
	var held []*coach.Message
	more, told := true, false
	x.elements(give, []string{"messages[]"}, nil, func(e element) bool {
		var t metaMessage
		if err := json.Unmarshal(e.raw, &t); err != nil {
			more = give(nil, x.problem(e.line, "%w", jsonError(err)))
			return more
		}
		if m := x.meta(&t, e.line); m != nil {
			held = append(held, m)
		}
		if len(held) < maxReversed {
			return true
		}
		if !told {
			told = true
			more = give(nil, x.problem(e.line, "more messages than the app writes to one file: their order is kept as it is"))
		}
		more = more && flush(give, held)
		held = held[:0]
		return more
	})
	if !more {
		return
	}
	if n := len(held); n > 1 && !told && held[0].Time.After(held[n-1].Time) {
		slices.Reverse(held)
	}
	flush(give, held)
}

func flush(give yield, held []*coach.Message) bool {
	for _, m := range held {
		if !give(m, nil) {
			return false
		}
	}
	return true
}

// meta returns the message, or nil after counting what is none.
func (x *input) meta(t *metaMessage, line int) *coach.Message {
	speaker, body, millis := repairLatin1(t.Sender+t.Sender2), repairLatin1(t.Content+t.Text), t.Millis+t.Millis2
	switch {
	case t.Unsent || t.Unsent2 || t.Call != "" || t.Type != "" && t.Type != "Generic" && t.Type != "Share" && t.Type != "text" || isMetaNotice(body, speaker):
		x.export.Notices++
		return nil
	case isBlank(body):
		x.export.Media++
		return nil
	}
	body = strings.TrimSuffix(body, " (edited)")
	return x.folded(line, speaker, body, parseWhen(string(millis)))
}

// reactions are how the apps say, in a person's name, that they reacted to a message, by language.
var reactions = [...]struct{ begin, end string }{
	{"reacted ", " to your message"}, {"hat mit ", " auf deine nachricht reagiert"}, {"a réagi ", " à votre message"}, {"a réagi ", " à ton message"},
	{"reaccionó con ", " a tu mensaje"}, {"ha reagito ", " al tuo messaggio"}, {"ha reagito con ", " al tuo messaggio"}, {"reagiu com ", " à sua mensagem"},
	{"heeft met ", " op je bericht gereageerd"}, {"mesajına ", " ifadesini bıraktı"}, {"zareagował(a) ", " na twoją wiadomość"}, {"reagerade med ", " på ditt meddelande"},
}

// did are what the apps say of people in English, after their name.
var did = [...]string{
	"sent an attachment", "sent a photo", "sent a video", "sent a link", "sent a sticker", "sent a GIF", "sent a voice message", "sent a location",
	"created the group", "named the group", "changed the", "missed your call", "missed a call", "missed your video", "called you", "started a", "left the group",
	"added ", "removed ", "set the", "joined the", "ended the", "unsent a message", "liked a message", "set your nickname", "set their own nickname", "pinned a message",
}

// isMetaNotice knows what the apps write in a person's name.
func isMetaNotice(body, speaker string) bool {
	body = strings.TrimSpace(body)
	if isOneOf(body, []string{"Liked a message", "You sent an attachment.", "You created the group.", "You unsent a message", "You sent a photo.", "You sent a video."}) {
		return true
	}
	lower := strings.ToLower(body)
	for _, r := range reactions {
		if strings.HasPrefix(lower, r.begin) && strings.HasSuffix(lower, r.end) {
			return true
		}
	}
	rest, whole := strings.CutPrefix(body, speaker+" ")
	ok := whole
	if !ok && strings.Contains(speaker, " ") {
		first, _, _ := strings.Cut(speaker, " ")
		rest, ok = strings.CutPrefix(body, first+" ")
	}
	if !ok || speaker == "" {
		return false
	}
	if whole && strings.Contains(speaker, " ") && strings.HasSuffix(body, ".") && len(strings.Fields(rest)) <= 8 && !strings.Contains(body, "\n") {
		return true // in whatever language: nobody begins with their own full name
	}
	return slices.ContainsFunc(did[:], func(p string) bool { return strings.HasPrefix(rest, p) })
}

// repairLatin1 undoes what Meta does to text: each byte of its UTF-8 was written as a character of its own. Text that
// would not come out as UTF-8 is as it should be.
func repairLatin1(s string) string {
	raw := make([]byte, 0, len(s))
	wide := false
	for _, r := range s {
		if r > 0xFF {
			return s
		}
		wide = wide || r >= 0x80
		raw = append(raw, byte(r))
	}
	if !wide || !utf8.Valid(raw) {
		return s
	}
	return string(raw)
}
