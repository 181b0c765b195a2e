package chat

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach"
)

// signalHeader reads "[2023-12-31 23:59:01] Ana: text", as signal-export writes it.
func signalHeader(line string) (when time.Time, speaker string, text int, ok bool) {
	c := &cursor{s: line}
	if !c.lit("[") {
		return when, "", 0, false
	}
	d, ok := c.date()
	if !ok || d.wide != 0 || d.sep != '-' {
		return when, "", 0, false
	}
	c.lit(",")
	c.blanks()
	t, _, ok := c.clock()
	if !ok || !c.lit("] ") {
		return when, "", 0, false
	}
	speaker, ok = c.until(":")
	day, real := d.on("ymd")
	if !ok || !real || speaker == "" || len(speaker) > maxName {
		return when, "", 0, false
	}
	c.lit(" ")
	return day.Add(t), speaker, c.i, true
}

func scoreSignal(h *head) int {
	percent, votes := h.vote(func(l string) bool { _, _, _, ok := signalHeader(l); return ok })
	if votes == 0 || percent < 10 || !h.begins("[") || strings.Contains(h.text, appMark) || strings.Contains(h.text, " omitted\n") {
		return 0 // WhatsApp in Sweden and Lithuania writes stamps that look the same, and such marks
	}
	comma, seconds := false, false
	for _, l := range h.lines() {
		if stamp, _, ok := strings.Cut(l, "] "); ok && strings.HasPrefix(stamp, "[") {
			comma, seconds = strings.Contains(stamp, ","), strings.Count(stamp, ":") > 1
			break
		}
	}
	if comma && seconds {
		return 0 // signal-export wrote commas before it wrote seconds
	}
	return 80
}

func readSignal(x *input, give yield) {
	a := &assembler{x: x, give: give, finish: finishSignal}
	if x.lines(give, func(number int, line string) bool {
		when, speaker, at, ok := signalHeader(line)
		switch {
		case ok:
			return a.begin(number, utf8.RuneCountInString(line[:at]), speaker, line[at:], when)
		case strings.HasPrefix(line, "(- ") && strings.HasSuffix(strings.TrimSpace(line), " -)"):
			return true // reactions
		}
		return a.add(number, strings.TrimRight(line, " "))
	}) {
		a.end()
	}
}

// finishSignal leaves out quotes and the names of attached files, and tells words from notices.
func finishSignal(m *coach.Message) kind {
	lines := strings.Split(m.Text, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "> ") || l == ">" {
			l = "" // quoted words
		}
		lines[i] = strings.TrimRight(withoutLinkedFiles(l), " ")
	}
	text := strings.Join(lines, "\n")
	trimmed := strings.TrimLeft(text, "\n")
	if skipped := len(text) - len(trimmed); skipped > 0 {
		m.Source.Line += skipped
		m.Source.Column = 0
	}
	m.Text = strings.TrimRight(trimmed, " \n")
	switch {
	case m.Text == "(This message was deleted)", isSignalCall(m.Text):
		return notice
	case strings.HasPrefix(m.Text, "(( ") && strings.HasSuffix(m.Text, " ))"):
		return media
	}
	return said
}

// isSignalCall knows lines such as "Incoming voice call (accepted, 3m 2s)".
func isSignalCall(s string) bool {
	direction, rest, ok := strings.Cut(s, " ")
	if !ok || direction != "Incoming" && direction != "Outgoing" && direction != "Missed" {
		return false
	}
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "voice "), "video ")
	return rest == "call" || strings.HasPrefix(rest, "call (") && strings.HasSuffix(rest, ")")
}

// withoutLinkedFiles leaves out what signal-export writes for files and stickers: "![photo.jpg](./media/photo.jpg)".
func withoutLinkedFiles(line string) string {
	for {
		at := strings.Index(line, "](./media/")
		if at < 0 {
			at = strings.Index(line, "](../exported_stickers/")
		}
		if at < 0 {
			return line
		}
		open := strings.LastIndexByte(line[:at], '[')
		end := strings.IndexByte(line[at:], ')')
		if open < 0 || end < 0 {
			return line
		}
		line = strings.TrimSuffix(line[:open], "!") + line[at+end+1:]
	}
}
