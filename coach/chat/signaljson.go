package chat

import (
	"cmp"
	"encoding/json"
	"strings"
)

func scoreSignalJSON(h *head) int {
	if h.has("chatItem") || h.has("version") && strings.Contains(h.text, `"chatItem"`) || h.has("sender", "body", "quote") && h.has("date") {
		return 90
	}
	return 0
}

// signalName is how Signal's own export names a person.
type signalName struct {
	ID      loose `json:"id"`
	Self    any   `json:"self"`
	Contact *struct {
		Number      loose `json:"e164"`
		Given       loose `json:"systemGivenName"`
		Family      loose `json:"systemFamilyName"`
		ProfileName loose `json:"profileGivenName"`
		ProfileLast loose `json:"profileFamilyName"`
	} `json:"contact"`
	Group *struct {
		Snapshot *struct {
			Title *struct {
				Title loose `json:"title"`
			} `json:"title"`
		} `json:"snapshot"`
	} `json:"group"`
}

func (n *signalName) name() string {
	if n.Self != nil {
		return "Me"
	}
	if n.Group != nil && n.Group.Snapshot != nil && n.Group.Snapshot.Title != nil && n.Group.Snapshot.Title.Title != "" {
		return string(n.Group.Snapshot.Title.Title)
	}
	if n.Contact == nil {
		return ""
	}
	for _, s := range [...]string{
		strings.TrimSpace(string(n.Contact.Given + " " + n.Contact.Family)),
		strings.TrimSpace(string(n.Contact.ProfileName + " " + n.Contact.ProfileLast)), string(n.Contact.Number),
	} {
		if s != "" {
			return s
		}
	}
	return string(n.ID)
}

// signalFrame is one line: of signal-export's data.json, or of Signal's own main.jsonl.
type signalFrame struct {
	Sender loose `json:"sender"`
	Date   loose `json:"date"`
	Body   loose `json:"body"`

	Recipient *signalName `json:"recipient"`
	Chat      *struct {
		ID        loose `json:"id"`
		Recipient loose `json:"recipientId"`
	} `json:"chat"`
	Item *struct {
		Item *signalItem `json:"chatItem"` // some writers wrap twice
		signalItem
	} `json:"chatItem"`
}

type signalItem struct {
	Chat     loose `json:"chatId"`
	Author   loose `json:"authorId"`
	Sent     loose `json:"dateSent"`
	Standard *struct {
		Text *struct {
			Body string `json:"body"`
		} `json:"text"`
	} `json:"standardMessage"`
}

func readSignalJSON(x *input, give yield) {
	names, talks := map[string]string{}, map[string]string{}
	var open string // a line that breaks off inside of a text
	begun := 0
	base := x.conversation
	x.lines(give, func(number int, line string) bool {
		if strings.TrimSpace(line) == "" {
			return true
		}
		if open == "" {
			begun = number
		} else {
			line = open + `\n` + line
		}
		var f signalFrame
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			if len(line) < MaxMessageBytes && strings.HasPrefix(line, "{") && number-begun < 1000 && !json.Valid([]byte(line)) {
				open = line
				return true
			}
			open = ""
			return give(nil, x.problem(begun, "%w", jsonError(err)))
		}
		open = ""
		if f.Recipient != nil && len(names) < maxNames {
			names[string(f.Recipient.ID)] = f.Recipient.name()
		}
		if f.Chat != nil && len(talks) < maxNames {
			talks[string(f.Chat.ID)] = names[string(f.Chat.Recipient)]
		}
		item := f.item()
		switch {
		case item == nil && f.Date != "":
			return x.give(give, x.folded(begun, string(f.Sender), string(f.Body), parseWhen(string(f.Date))), finishSignal)
		case item == nil:
			return true // a frame about accounts, people or chats
		case item.Standard == nil || item.Standard.Text == nil:
			x.export.Notices++
			return true
		}
		speaker := names[string(item.Author)]
		if speaker == "" {
			speaker = string(item.Author)
		}
		x.conversation = strings.TrimSpace(base + " " + cmp.Or(talks[string(item.Chat)], string(item.Chat)))
		return x.give(give, x.folded(begun, speaker, item.Standard.Text.Body, parseWhen(string(item.Sent))), nil)
	})
	if open != "" {
		give(nil, x.problem(begun, "the file breaks off here: what came before was read"))
	}
}

func (f *signalFrame) item() *signalItem {
	switch {
	case f.Item == nil:
		return nil
	case f.Item.Item != nil:
		return f.Item.Item
	}
	return &f.Item.signalItem
}
