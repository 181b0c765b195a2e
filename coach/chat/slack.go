package chat

import (
	"encoding/json"
	"html"
	"io"
	"strings"
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
}

// slackWords are the subtypes under which people speak. The others are the app's.
var slackWords = [...]string{"", "me_message", "thread_broadcast", "file_share", "file_comment"}

func readSlack(x *input, give yield) {
	x.elements(give, []string{"[]"}, nil, func(e element) bool {
		var t slackMessage
		if err := json.Unmarshal(e.raw, &t); err != nil {
			return give(nil, x.problem(e.line, "%w", jsonError(err)))
		}
		if t.Type != "message" || t.Hidden || t.Bot != "" || !isOneOf(t.Subtype, slackWords[:]) || t.User == "USLACKBOT" {
			x.export.Notices++
			return true
		}
		m := x.folded(e.line, x.slackName(&t), x.slackText(t.Text), parseWhen(t.TS))
		m.ID = t.TS
		if t.Thread != "" && t.Thread != t.TS {
			m.ReplyTo = t.Thread
		}
		return x.give(give, m, nil)
	})
}

func (x *input) slackName(t *slackMessage) string {
	if name := x.users[t.User]; name != "" {
		return name
	}
	if t.Profile != nil && t.Profile.Display != "" {
		return t.Profile.Display
	}
	if t.Profile != nil && t.Profile.Real != "" {
		return t.Profile.Real
	}
	if t.User == "" {
		return t.Name
	}
	return t.User
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
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(strings.Join(lines, "\n"))
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
