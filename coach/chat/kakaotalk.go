package chat

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach"
)

// kakaoDate takes "2021년 12월 29일", "December 29, 2021," or "2019. 7. 30.".
func kakaoDate(c *cursor) (time.Time, bool) {
	from := c.i
	if y, digits, ok := c.number(4, 4); ok && digits == 4 && c.lit("년 ") {
		m, _, ok := c.number(1, 2)
		if ok && c.lit("월 ") {
			if d, _, ok := c.number(1, 2); ok && c.lit("일") {
				return time.Date(y, time.Month(m), d, 0, 0, 0, 0, coach.Floating), true
			}
		}
	}
	c.i = from
	if d, ok := c.date(); ok && d.wide == 0 && d.sep == '.' {
		return d.on("ymd")
	}
	c.i = from
	if w := c.word(); len(w) >= 3 {
		c.blanks()
		month, err := time.Parse("Jan", w[:3])
		d, _, ok := c.number(1, 2)
		if err == nil && ok && c.lit(", ") {
			if y, _, ok := c.number(4, 4); ok {
				return time.Date(y, month.Month(), d, 0, 0, 0, 0, coach.Floating), true
			}
		}
	}
	c.i = from
	return time.Time{}, false
}

// kakaoLine is what a line is: a message, a day, a notice of the app's, or the rest of a message.
type kakaoLine struct {
	day     time.Time
	clock   time.Duration
	timed   bool
	speaker string
	text    int
}

// parseKakao reads the dialects of Windows, Android and iOS.
func parseKakao(line string) (kakaoLine, bool) {
	var l kakaoLine
	plain, offsets := plainLine(line)
	c := &cursor{s: plain}
	if strings.HasPrefix(plain, "---------------") { // --------------- 2021년 12월 29일 수요일 ---------------
		return kakaoDivider(plain)
	}
	if c.lit("[") { // [NAME] [오후 8:36] text
		name, ok := c.until("] [")
		if !ok {
			return l, false
		}
		l.clock, l.timed, ok = c.clock()
		l.timed = ok
		if !ok || !c.lit("]") {
			return l, false
		}
		c.lit(" ")
		l.speaker, l.text = name, original(c.i, offsets)
		return l, true
	}
	day, dated := kakaoDate(c)
	if dated {
		l.day = day
		if !c.lit(", ") && !c.lit(" at ") {
			c.blanks()
		}
	}
	t, _, timed := c.clock()
	if !dated && !timed {
		return l, false
	}
	l.clock, l.timed = t, timed
	if !timed {
		return l, weekdayIn(c.rest()) >= 0 || strings.TrimSpace(c.rest()) == "" // a day
	}
	if !c.lit(", ") {
		return l, dated && c.rest() == ""
	}
	if name, ok := c.until(" : "); ok && len(name) <= maxName {
		l.speaker, l.text = name, original(c.i, offsets)
	}
	return l, true
}

func kakaoDivider(line string) (kakaoLine, bool) {
	c := &cursor{s: strings.Trim(line, "- ")}
	if day, ok := kakaoDate(c); ok {
		return kakaoLine{day: day}, true
	}
	if _, rest, ok := strings.Cut(c.s, ", "); ok { // Saturday, July 22, 2023
		if day, ok := kakaoDate(&cursor{s: rest}); ok {
			return kakaoLine{day: day}, true
		}
	}
	return kakaoLine{}, false
}

func scoreKakaoTalk(h *head) int {
	spoken, days := 0, 0
	for _, r := range h.lines() {
		l, ok := parseKakao(r)
		switch {
		case ok && l.speaker != "":
			spoken++
		case ok && !l.day.IsZero():
			days++
		}
	}
	titled := h.begins("KakaoTalk Chats with") || strings.Contains(strings.SplitN(h.text, "\n", 3)[0], "카카오톡")
	switch {
	case titled && spoken > 0:
		return 95
	case spoken > 0 && days > 0:
		return 75
	}
	return 0
}

var kakaoPlaceholders = [...]string{
	"사진", "동영상", "이모티콘", "보이스톡", "페이스톡", "음성메시지", "지도", "연락처",
	"Photo", "Video", "Emoticons", "Emoticon", "Sticker", "Voice Message", "Photos", "Voice Note",
}

// kakaoNotices are how notices end that carry a person's name.
var kakaoNotices = [...]string{
	"님이 나갔습니다.", "님이 들어왔습니다.", "님을 초대하였습니다.", "님을 초대했습니다.", "님을 내보냈습니다.", "님이 채팅방 관리자가 되었습니다.", "님이 부방장이 되었습니다.",
	" left this chatroom.", " joined this chatroom.", " has left the chatroom.", " has joined the chatroom.",
}

func finishKakao(m *coach.Message) kind {
	switch {
	case isOneOf(m.Text, kakaoPlaceholders[:]), strings.HasPrefix(m.Text, "파일: "), strings.HasPrefix(m.Text, "File: "), strings.HasPrefix(m.Text, "이모티콘 ") && !strings.Contains(m.Text, "\n") && utf8.RuneCountInString(m.Text) < 12,
		strings.HasPrefix(m.Text, "사진 ") && strings.HasSuffix(m.Text, "장"), strings.HasPrefix(m.Text, "Photo ") && len(m.Text) < 10:
		return media
	case m.Text == "삭제된 메시지입니다.", m.Text == "This message was deleted.", m.Text == "메시지가 삭제되었습니다.",
		!strings.Contains(m.Text, "\n") && isKakaoNotice(m.Text):
		return notice
	}
	return said
}

func readKakaoTalk(x *input, give yield) {
	a := &assembler{x: x, give: give, finish: finishKakao}
	var day time.Time
	first := true
	if x.lines(give, func(number int, line string) bool {
		l, ok := parseKakao(line)
		if !ok {
			if first && a.m == nil || a.m == nil && isKakaoNotice(line) {
				return true // the title, and when it was saved
			}
			if isKakaoNotice(line) {
				return a.notice()
			}
			return a.add(number, line)
		}
		first = false
		if !l.day.IsZero() {
			day = l.day
		}
		if l.speaker == "" {
			if l.timed && l.text == 0 && strings.Contains(line, ", ") {
				return a.notice()
			}
			a.end()
			return !a.done
		}
		when := time.Time{}
		if !day.IsZero() {
			when = day.Add(l.clock)
		}
		return a.begin(number, utf8.RuneCountInString(line[:l.text]), l.speaker, line[l.text:], when)
	}) {
		a.end()
	}
}

// isKakaoNotice knows the lines that Windows writes without a time.
func isKakaoNotice(line string) bool {
	for _, end := range kakaoNotices {
		if strings.HasSuffix(line, end) {
			return true
		}
	}
	return strings.Contains(line, "님을 초대") && strings.HasSuffix(line, "니다.")
}
