package chat

import (
	"html"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach"
)

func scoreVTT(h *head) int {
	if h.begins("WEBVTT") {
		return 95
	}
	return 0
}

func scoreSRT(h *head) int {
	for i, l := range h.lines() {
		if i > 3 {
			break
		}
		if isCueTime(l) {
			return 80
		}
	}
	return 0
}

// isCueTime reports whether a line says from when to when a cue is shown.
func isCueTime(line string) bool {
	from, to, ok := strings.Cut(line, "-->")
	return ok && strings.Count(from, ":") >= 1 && strings.Count(to, ":") >= 1 && !strings.ContainsAny(from, "abcdefghijklmnopqrstuvwxyz")
}

// cues reads transcripts in WebVTT and SRT. What one speaker says over several cues is one message.
type cues struct {
	x     *input
	give  yield
	m     *coach.Message
	last  string // the text of the cue before, which some captions repeat
	line  int
	text  []string
	inCue bool
	skip  bool // a note or a style
	done  bool
}

func readCues(x *input, give yield) {
	q := &cues{x: x, give: give}
	if x.lines(give, func(number int, raw string) bool {
		for line := range strings.SplitSeq(raw, "\r") { // old players end lines so
			q.add(number, strings.TrimRight(line, " \t"))
		}
		return !q.done
	}) {
		q.endCue()
		q.end()
	}
}

func (q *cues) add(number int, line string) {
	switch {
	case line == "":
		q.endCue()
		q.skip = false
	case isCueTime(line):
		q.endCue()
		q.inCue, q.line = true, number+1
	case strings.HasPrefix(line, "NOTE"), strings.HasPrefix(line, "STYLE"), strings.HasPrefix(line, "REGION"):
		q.skip = !q.inCue
		if q.inCue {
			q.text = append(q.text, line)
		}
	case q.inCue && !q.skip:
		q.text = append(q.text, line)
	}
}

// endCue adds a cue to the message of its speaker, or begins one.
func (q *cues) endCue() {
	if !q.inCue {
		return
	}
	raw := ""
	for i, line := range q.text {
		switch {
		case i == 0:
		case strings.HasPrefix(line, "-"): // another person speaks
			raw += "\n"
		default:
			raw += " "
		}
		raw += line
	}
	q.inCue, q.text = false, nil
	speaker, text := cueSpeaker(raw)
	if text == "" || text == q.last {
		return
	}
	q.last = text
	if q.m != nil && (speaker == q.m.Speaker || speaker == "") && len(q.m.Text) < maxCueMessage {
		q.m.Text += " " + text
		return
	}
	q.end()
	q.m = q.x.folded(q.line, speaker, text, time.Time{})
}

// maxCueMessage is where a speech without a change of speaker is cut.
const maxCueMessage = 4000

func (q *cues) end() {
	if q.m != nil && !q.done {
		q.done = !q.x.give(q.give, q.m, nil)
	}
	q.m = nil
}

// cueSpeaker finds who speaks: <v Ana>text, "Ana: text" or "ANA: text". Tags are taken out before entities are read, so
// that &lt;i&gt; stays text.
func cueSpeaker(raw string) (speaker, text string) {
	var b strings.Builder
	for rest := raw; rest != ""; {
		open := strings.IndexByte(rest, '<')
		if open < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:open])
		tag, after, ok := strings.Cut(rest[open+1:], ">")
		if !ok {
			break
		}
		if name, ok := voiceTag(tag); ok && speaker == "" {
			speaker = name
		}
		rest = after
	}
	text = strings.TrimSpace(html.UnescapeString(b.String()))
	if speaker == "" {
		if name, said, ok := strings.Cut(text, ": "); ok && isName(name) && isUpperWord(name) && utf8.RuneCountInString(name) <= 40 && nameWords(name) {
			return name, strings.TrimSpace(said)
		}
	}
	return html.UnescapeString(speaker), text
}

// nameWords reports whether each word is written as in a name, which "So here's the thing" is not.
func nameWords(s string) bool {
	for _, w := range strings.Fields(s) {
		if !isUpperWord(strings.TrimLeft(w, "(")) {
			return false
		}
	}
	return true
}

func voiceTag(tag string) (string, bool) {
	if tag != "" && tag[0] == 'v' {
		if _, name, ok := strings.Cut(tag, " "); ok && (tag[1] == ' ' || tag[1] == '.') {
			return strings.TrimSpace(name), true
		}
	}
	return "", false
}
