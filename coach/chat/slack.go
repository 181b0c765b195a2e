package chat

import (
	"cmp"
	"encoding/json"
	"html"
	"io"
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach"
)

func scoreSlack(h *head) int {
	if h.begins("[") && h.has("[].ts", "[].type") && (h.has("[].user") || h.has("[].subtype") || h.has("[].bot_id")) {
		return 85
	}
	return 0
}

// slackMessage is one message of a channel's day.
type slackMessage struct {
	Type    string `json:"type"`
	Subtype string `json:"subtype"`
	TS      string `json:"ts"`
	User    string `json:"user"`
	Name    string `json:"username"`
	Bot     string `json:"bot_id"`
	Text    string `json:"text"`
	Thread  string `json:"thread_ts"`
	Hidden  bool   `json:"hidden"`
	Profile *struct {
		Display string `json:"display_name"`
		Real    string `json:"real_name"`
	} `json:"user_profile"`
	BotProfile *struct {
		Name string `json:"name"`
	} `json:"bot_profile"`
	Blocks      []slackBlock `json:"blocks"`
	Attachments []struct {
		Text     string `json:"text"`
		Fallback string `json:"fallback"`
	} `json:"attachments"`
}

// slackBlock is a part of a message that was written as a form: some messages have no text but theirs.
type slackBlock struct {
	Type     string          `json:"type"`
	Text     json.RawMessage `json:"text"`
	User     string          `json:"user_id"`
	URL      string          `json:"url"`
	Name     string          `json:"name"`
	Elements []slackBlock    `json:"elements"`
}

// slackWords are the subtypes under which people, and bots, speak. The others are the app's.
var slackWords = [...]string{"", "me_message", "thread_broadcast", "file_share", "file_comment", "bot_message"}

// maxDay is how many messages of one day are put in order.
const maxDay = 50_000

// readSlack reads the messages of one day. Their stamps say in which order they were written, which the file need not
// keep.
func readSlack(x *input, give yield) {
	var held []*coach.Message
	more := true
	release := func() bool {
		slices.SortStableFunc(held, func(a, b *coach.Message) int { return a.Time.Compare(b.Time) })
		more = more && flush(give, held)
		held = held[:0]
		return more
	}
	x.elements(give, []string{"[]"}, nil, func(e element) bool {
		var t slackMessage
		if err := json.Unmarshal(e.raw, &t); err != nil {
			more = give(nil, x.problem(e.line, "%w", jsonError(err)))
			return more
		}
		if t.Type != "message" || t.Hidden || !isOneOf(t.Subtype, slackWords[:]) {
			x.export.Notices++
			return true
		}
		m := x.folded(e.line, x.slackName(&t), x.slackText(t.body()), parseWhen(t.TS))
		m.ID, m.Thread = t.TS, t.Thread
		if t.Thread != "" && t.Thread != t.TS {
			m.ReplyTo = t.Thread
		}
		x.give(func(m *coach.Message, _ error) bool { held = append(held, m); return true }, m, nil)
		return len(held) < maxDay || release()
	})
	if more {
		release()
	}
}

// body is the text, or what the message's parts say when it has none.
func (t *slackMessage) body() string {
	if strings.TrimSpace(t.Text) != "" {
		return t.Text
	}
	var b strings.Builder
	for _, block := range t.Blocks {
		block.write(&b)
	}
	if b.Len() > 0 || t.Bot == "" {
		return strings.Trim(b.String(), "\n")
	}
	for _, a := range t.Attachments {
		b.WriteString(cmp.Or(a.Text, a.Fallback) + "\n")
	}
	return strings.Trim(b.String(), "\n")
}

func (s *slackBlock) write(b *strings.Builder) {
	switch s.Type {
	case "user":
		b.WriteString("<@" + s.User + ">")
		return
	case "emoji":
		b.WriteString(":" + s.Name + ":")
		return
	case "rich_text_quote", "rich_text_preformatted":
		return // not the writer's words
	}
	var plain string
	var object struct{ Text string }
	switch {
	case json.Unmarshal(s.Text, &plain) == nil && plain != "":
		b.WriteString(plain)
	case json.Unmarshal(s.Text, &object) == nil && object.Text != "":
		b.WriteString(object.Text + "\n")
	case s.Type == "link":
		b.WriteString(s.URL)
	}
	for i := range s.Elements {
		s.Elements[i].write(b)
	}
	if strings.HasPrefix(s.Type, "rich_text_") {
		b.WriteByte('\n')
	}
}

func (x *input) slackName(t *slackMessage) string {
	name := x.users[t.User]
	if t.Profile != nil {
		name = cmp.Or(name, t.Profile.Display, t.Profile.Real)
	}
	if t.BotProfile != nil {
		name = cmp.Or(t.Name, t.BotProfile.Name, name)
	}
	if t.User == "USLACKBOT" {
		name = cmp.Or(name, "Slackbot")
	}
	return cmp.Or(name, t.Name, t.User, t.Bot)
}

// slackText turns Slack's marks into what people see. Quoted lines and code are not the writer's words. Entities are
// read last, and once.
func (x *input) slackText(s string) string {
	var b strings.Builder
	for s != "" {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			break
		}
		mark, after, ok := strings.Cut(s[open+1:], ">")
		if !ok {
			break
		}
		b.WriteString(s[:open])
		b.WriteString(x.slackMark(mark))
		s = after
	}
	b.WriteString(s)
	lines := strings.Split(withoutCode(b.String()), "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "&gt;") || strings.HasPrefix(l, "> ") {
			lines[i] = ""
		}
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(strings.Trim(strings.Join(lines, "\n"), "\n"))
}

func (x *input) slackMark(mark string) string {
	target, label, labeled := strings.Cut(mark, "|")
	switch {
	case strings.HasPrefix(target, "@"):
		if name := x.users[target[1:]]; name != "" {
			return "@" + name
		}
		if labeled {
			return "@" + label
		}
		return target
	case labeled && strings.HasPrefix(target, "#"):
		return "#" + label
	case labeled && !strings.HasPrefix(target, "!date"):
		return label
	case strings.HasPrefix(target, "!"):
		if labeled {
			return label
		}
		return "@" + target[1:]
	}
	return strings.TrimPrefix(target, "mailto:")
}

// slackUsers reads users.json: the names by id.
func slackUsers(r io.Reader) map[string]string {
	var list []struct {
		ID      string `json:"id"`
		Name    string `json:"name"`
		Real    string `json:"real_name"`
		Profile struct {
			Display string `json:"display_name"`
			Real    string `json:"real_name"`
		} `json:"profile"`
	}
	names := map[string]string{}
	if json.NewDecoder(io.LimitReader(r, 64<<20)).Decode(&list) != nil {
		return names // ids stand for the names
	}
	for _, u := range list {
		for _, name := range [...]string{u.Profile.Display, u.Profile.Real, u.Real, u.Name} {
			if name != "" {
				names[u.ID] = html.UnescapeString(name)
				break
			}
		}
	}
	return names
}

// slackTalks reads dms.json or mpims.json: the names of those who talk, by the name of the folder.
func slackTalks(r io.Reader, users map[string]string) map[string]string {
	var list []struct {
		ID      string   `json:"id"`
		Name    string   `json:"name"`
		Members []string `json:"members"`
	}
	talks := map[string]string{}
	if json.NewDecoder(io.LimitReader(r, 64<<20)).Decode(&list) != nil {
		return talks // the folders' names stand for theirs
	}
	for _, t := range list {
		names := make([]string, 0, len(t.Members))
		for _, id := range t.Members {
			names = append(names, cmp.Or(users[id], id))
		}
		talks[cmp.Or(t.Name, t.ID)] = strings.Join(names, ", ")
	}
	return talks
}
