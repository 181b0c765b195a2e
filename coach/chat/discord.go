package chat

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/emotional-safety/coach/coach"
)

func scoreDiscord(h *head) int {
	if h.has("guild.id", "channel.id") || h.has("messages[].author.name", "messages[].timestamp") && h.has("messages[].content") {
		return 90
	}
	return 0
}

// discordMessage is what DiscordChatExporter writes.
type discordMessage struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Time    string `json:"timestamp"`
	Content string `json:"content"`
	Author  struct {
		Name     string `json:"name"`
		Nickname string `json:"nickname"`
		Bot      bool   `json:"isBot"`
	} `json:"author"`
	Reference *struct {
		Message string `json:"messageId"`
	} `json:"reference"`
	Forwarded json.RawMessage `json:"forwardedMessage"`
}

func readDiscord(x *input, give yield) {
	base := x.conversation
	x.elements(give, []string{"messages[]"}, func(path, v string) {
		if path == "channel.name" && base != "" {
			x.conversation = base + " " + v
		}
	}, func(e element) bool {
		var d discordMessage
		if err := json.Unmarshal(e.raw, &d); err != nil {
			return give(nil, x.problem(e.line, "%w", jsonError(err)))
		}
		if d.Type != "Default" && d.Type != "Reply" && d.Type != "" || len(d.Forwarded) > 4 && d.Content == "" {
			x.export.Notices++
			return true
		}
		speaker := d.Author.Nickname
		if speaker == "" {
			speaker = d.Author.Name
		}
		m := x.folded(e.line, speaker, withoutCode(d.Content), parseWhen(d.Time))
		m.ID = d.ID
		if d.Reference != nil {
			m.ReplyTo = d.Reference.Message
		}
		return x.give(give, m, nil)
	})
}

// withoutCode blanks out what stands between triple backquotes: nobody speaks there. Lengths stay.
func withoutCode(s string) string {
	const fence = "```"
	for {
		from := strings.Index(s, fence)
		if from < 0 {
			return s
		}
		to := strings.Index(s[from+3:], fence)
		if to < 0 {
			return s
		}
		end := from + 3 + to + 3
		s = s[:from] + strings.Repeat(" ", end-from) + s[end:]
	}
}

func scoreDiscordCSV(h *head) int {
	if h.begins("AuthorID,Author,Date,Content", `"AuthorID","Author","Date","Content"`) {
		return 95
	}
	return 0
}

// packageHeader is how the table begins that Discord itself gives people of what they wrote.
const packageHeader = "ID,Timestamp,Contents,Attachments"

func scoreDiscordPackage(h *head) int {
	if h.begins(packageHeader) || h.begins("[") && h.has("[].ID", "[].Timestamp", "[].Contents", "[].Attachments") {
		return 92
	}
	return 0
}

// readDiscordPackage reads the messages of one channel, all of which are the owner's.
func readDiscordPackage(x *input, give yield) {
	mine := func(m *coach.Message, err error) bool {
		if m != nil {
			m.Speaker = "Me"
		}
		return give(m, err)
	}
	if ahead, _ := x.in.Peek(64); !strings.Contains(string(ahead), packageHeader) {
		readJSON(x, mine)
		return
	}
	readCSV(x, mine)
}

func scoreDiscordText(h *head) int {
	rows := h.lines()
	if len(rows) > 3 && strings.Trim(rows[0], "=") == "" && len(rows[0]) > 20 && strings.HasPrefix(rows[1], "Guild: ") {
		return 95
	}
	return 0
}

// discordHeader reads "[1/15/2024 10:30 AM] Ana (pinned)".
func discordHeader(line string) (stampText, speaker string, ok bool) {
	rest, ok := strings.CutPrefix(line, "[")
	if !ok {
		return "", "", false
	}
	stampText, speaker, ok = strings.Cut(rest, "] ")
	if !ok || !strings.ContainsAny(stampText, "0123456789") || len(stampText) > 40 || !strings.ContainsAny(stampText, ":.") || speaker == "" {
		return "", "", false
	}
	return stampText, strings.TrimSuffix(speaker, " (pinned)"), true
}

// discordWhen reads the date of a header in the order that the file's other dates show.
func discordWhen(s, order string) time.Time {
	plain, _ := plainLine(s)
	c := &cursor{s: plain}
	d, ok := c.date()
	if !ok {
		return parseWhen(s)
	}
	c.lit(",")
	c.blanks()
	clock, _, timed := c.clock()
	day, real := d.on(order)
	if !timed || !real {
		return time.Time{}
	}
	return day.Add(clock)
}

// readDiscordText reads the text form: a title between rows of =, then blocks of a header and lines.
func readDiscordText(x *input, give yield) {
	raw, _ := x.in.Peek(headBytes)
	var votes orderVotes
	for _, l := range newHead(raw, len(raw) == headBytes).lines() {
		if s, _, ok := discordHeader(l); ok {
			if d, ok := (&cursor{s: s}).date(); ok {
				votes.add(d)
				votes.habit(s)
			}
		}
	}
	order := x.order
	if order == "" {
		order = votes.likely()
	}
	a := &assembler{x: x, give: give, finish: finishDiscordText}
	titled, blank, rules := false, true, 0
	if x.lines(give, func(number int, line string) bool {
		if len(line) > 20 && strings.Trim(line, "=") == "" {
			rules++
			titled = rules >= 2
			a.end()
			return !a.done
		}
		if !titled || rules > 2 {
			return true
		}
		s, speaker, ok := discordHeader(line)
		if ok && blank {
			blank = false
			return a.begin(number, 0, speaker, "", discordWhen(s, order))
		}
		blank = line == ""
		if a.m == nil && line == "" {
			return true
		}
		return a.add(number, line)
	}) {
		a.end()
	}
}

func finishDiscordText(m *coach.Message) kind {
	for _, mark := range [...]string{"\n{Attachments}", "\n{Embed}", "\n{Stickers}", "\n{Reactions}", "\n{Forwarded Message}"} {
		if k := strings.Index(m.Text, mark); k >= 0 {
			m.Text = strings.TrimRight(m.Text[:k], "\n")
		}
	}
	finishBelow(m)
	if isOneOf(m.Text, []string{"Joined the server.", "Pinned a message.", "Started a call.", "Left the group.", "Changed the channel icon.", "Started a thread."}) ||
		strings.HasPrefix(m.Text, "Started a call that lasted ") && strings.HasSuffix(m.Text, " minutes.") {
		return notice
	}
	return said
}
