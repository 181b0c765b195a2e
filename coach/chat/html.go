package chat

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/emotional-safety/coach/coach"
)

func (h *head) contains(parts ...string) bool {
	if !h.begins("<") {
		return false
	}
	for _, p := range parts {
		if !strings.Contains(h.text, p) {
			return false
		}
	}
	return true
}

func scoreTelegramHTML(h *head) int {
	if h.contains(`class="message default clearfix`) || h.contains(`class="message service"`, "go_to_message") || h.contains("<title>Exported Data</title>") {
		return 90
	}
	return 0
}

var telegramHTML = htmlFormat{
	record: func(t *htmlTag) bool { return t.name == "div" && t.has("message") },
	field: func(t *htmlTag) string {
		switch {
		case t.has("forwarded") && t.has("body"):
			return "forwarded=class"
		case t.has("from_name"):
			return "from"
		case t.name == "div" && t.has("text"):
			return "text"
		case t.has("date") && t.has("details"):
			return "date=title"
		case t.has("reply_to"):
			return "-"
		case t.name == "blockquote", t.name == "pre", t.name == "code":
			return "-"
		}
		return ""
	},
}

// readTelegramHTML reads a page. A message that is joined to the one before has no name of its own.
func readTelegramHTML(x *input, give yield) {
	speaker := ""
	x.records(give, telegramHTML, func(r *htmlRecord) bool {
		if r.tag.has("service") {
			x.export.Notices++
			speaker = ""
			return true
		}
		if from := r.fields["from"]; from != "" && r.fields["forwarded"] == "" {
			from, _, _ = strings.Cut(from, "\n")
			speaker, _, _ = strings.Cut(from, " via @")
		} else if from != "" {
			speaker, _, _ = strings.Cut(from, "\n")
		}
		if r.fields["forwarded"] != "" {
			x.export.Notices++ // somebody else's words
			return true
		}
		m := x.folded(r.line, strings.TrimSpace(speaker), r.fields["text"], parseWhen(r.fields["date"]))
		m.ID = r.tag.attrs["id"]
		return x.give(give, m, nil)
	})
}

func scoreIMessageHTML(h *head) int {
	if h.contains(`class="message"`, `class="timestamp"`, `class="sender"`) && (h.contains("message_part") || h.contains("bubble")) {
		return 88
	}
	return 0
}

var iMessageHTML = htmlFormat{
	record: func(t *htmlTag) bool { return t.name == "div" && (t.has("message") || t.has("announcement")) },
	field: func(t *htmlTag) string {
		switch {
		case t.has("timestamp"):
			return "date"
		case t.has("sender"):
			return "from"
		case t.has("bubble"):
			return "text"
		case t.has("replies"), t.has("tapbacks"), t.has("reactions"), t.has("tapback"), t.has("reply_anchor"), t.has("reply_context"), t.has("edited"):
			return "-"
		}
		return ""
	},
}

func readIMessageHTML(x *input, give yield) {
	x.records(give, iMessageHTML, func(r *htmlRecord) bool {
		if r.tag.has("announcement") {
			x.export.Notices++
			return true
		}
		date, _, _ := strings.Cut(r.fields["date"], "(")
		return x.give(give, x.folded(r.line, r.fields["from"], r.fields["text"], parseWhen(date)), nil)
	})
}

func scoreGoogleVoice(h *head) int {
	if h.contains("hChatLog") {
		return 90
	}
	if h.contains("haudio") && h.contains("Google Voice") || h.contains(`class="haudio"`) {
		return 60
	}
	return 0
}

var googleVoiceHTML = htmlFormat{
	record: func(t *htmlTag) bool {
		return t.name == "div" && (t.has("message") || t.has("haudio"))
	},
	field: func(t *htmlTag) string {
		switch {
		case t.has("dt"):
			return "date=title"
		case t.has("fn"):
			return "from"
		case t.name == "a" && t.has("tel"):
			return "tel=href"
		case t.name == "q":
			return "text"
		}
		return ""
	},
}

// readGoogleVoice reads a page of a Takeout: texts, or one call.
func readGoogleVoice(x *input, give yield) {
	x.records(give, googleVoiceHTML, func(r *htmlRecord) bool {
		if r.tag.has("haudio") {
			x.export.Notices++
			return true
		}
		speaker, text := r.fields["from"], r.fields["text"]
		if speaker == "" {
			speaker = strings.TrimPrefix(r.fields["tel"], "tel:")
		}
		if text == "MMS Sent" || text == "MMS Received" {
			text = ""
		}
		return x.give(give, x.folded(r.line, speaker, text, parseWhen(r.fields["date"])), nil)
	})
}

func scoreMetaHTML(h *head) int {
	if h.contains("<div>Participants: ") && !h.contains(`class="sender"`) {
		return 60
	}
	if h.contains("_a6-g", "_a6-p") || h.contains(`class="sender"`, `class="time"`, `class="body"`) || h.contains("_3-95", "_2pi0") || h.contains(`class="thread"`, `class="msg"`) {
		return 70
	}
	return 0
}

var metaHTML = htmlFormat{
	record: func(t *htmlTag) bool {
		return t.name == "div" && (t.has("msg") || t.has("_a6-g") || t.has("uiBoxWhite") && t.has("_3-95"))
	},
	field: func(t *htmlTag) string {
		switch {
		case t.has("sender"), t.has("_a6-h"), t.has("_2lek") && t.has("_3-96"):
			return "from"
		case t.has("body"), t.has("_a6-p"), t.has("_2let") && t.has("_3-96"):
			return "text"
		case t.has("time"), t.has("_a6-o"), t.has("_2lem"):
			return "date"
		case t.name == "ul", t.has("reactions"):
			return "-"
		}
		return ""
	},
}

// readMetaHTML reads a page of Messenger or Instagram, newest first, and gives its messages oldest first.
func readMetaHTML(x *input, give yield) {
	var held []*coach.Message
	raw, _ := x.in.Peek(headBytes)
	if scoreMetaHTML(newHead(raw, true)) == 60 {
		x.metaLeaves(give)
		return
	}
	x.records(give, metaHTML, func(r *htmlRecord) bool {
		speaker, text := r.fields["from"], r.fields["text"]
		switch {
		case isMetaNotice(text, speaker):
			x.export.Notices++
		case isBlank(text):
			x.export.Media++
		default:
			held = append(held, x.folded(r.line, speaker, text, looseWhen(r.fields["date"])))
		}
		return len(held) < maxReversed
	})
	if n := len(held); n > 1 && held[0].Time.After(held[n-1].Time) {
		slices.Reverse(held)
	}
	flush(give, held)
}

// metaLeaves reads pages without class names: a name, words and a time, each in a div of its own.
func (x *input) metaLeaves(give yield) {
	z := newHTMLReader(utf8Reader(x.in))
	z.SetMaxBuf(MaxMessageBytes)
	var leaves []string
	line := 1
	for {
		t := z.Next()
		line += strings.Count(string(z.Raw()), "\n")
		if t == html.ErrorToken {
			return
		}
		if t != html.TextToken {
			continue
		}
		leaf := strings.TrimSpace(z.text())
		if leaf == "" {
			continue
		}
		when := parseWhen(leaf)
		if leaves = append(leaves, leaf); when.IsZero() {
			continue
		}
		if n := len(leaves); n >= 3 && !x.give(give, x.folded(line, leaves[n-3], leaves[n-2], when), nil) {
			return
		}
		leaves = leaves[:0]
	}
}

func scoreDiscordHTML(h *head) int {
	if h.contains("chatlog__message") {
		return 90
	}
	return 0
}

var discordHTML = htmlFormat{
	record: func(t *htmlTag) bool { return t.has("chatlog__message-container") },
	field: func(t *htmlTag) string {
		for _, c := range t.classes {
			if strings.HasPrefix(c, "chatlog__reply") || strings.HasPrefix(c, "chatlog__embed") || strings.HasPrefix(c, "chatlog__forwarded") || strings.HasPrefix(c, "chatlog__reaction") {
				return "-"
			}
			if strings.HasPrefix(c, "chatlog__system-notification") {
				return "notice=class"
			}
		}
		switch {
		case t.has("chatlog__author"):
			return "from"
		case t.has("chatlog__timestamp"), t.has("chatlog__short-timestamp"):
			return "date=title"
		case t.has("chatlog__markdown-preserve"):
			return "text"
		case t.name == "code", t.name == "pre":
			return "-"
		}
		return ""
	},
}

// readDiscordHTML reads a page of DiscordChatExporter. Only the first message of a group names its author.
func readDiscordHTML(x *input, give yield) {
	speaker := ""
	x.records(give, discordHTML, func(r *htmlRecord) bool {
		if r.fields["from"] != "" {
			speaker = r.fields["from"]
		}
		if r.fields["notice"] != "" {
			x.export.Notices++
			return true
		}
		m := x.folded(r.line, speaker, r.fields["text"], looseWhen(r.fields["date"]))
		m.ID = r.tag.attrs["data-message-id"]
		return x.give(give, m, nil)
	})
}
