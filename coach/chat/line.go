package chat

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach"
)

// lineWeekdays are how LINE names weekdays, Sunday first.
var lineWeekdays = [7][]string{
	{"Sun", "日", "일"}, {"Mon", "月", "一", "월"}, {"Tue", "火", "二", "화"}, {"Wed", "水", "三", "수"},
	{"Thu", "木", "四", "목"}, {"Fri", "金", "五", "금"}, {"Sat", "土", "六", "토"},
}

// weekdayIn finds the weekday that a day line names, or -1.
func weekdayIn(s string) int {
	s = strings.NewReplacer("週", "", "星期", "", "(", "", ")", "", ".", "", "曜日", "", "요일", "", "周", "").Replace(strings.TrimSpace(s))
	for n, names := range lineWeekdays {
		for _, name := range names {
			if s == name || len(name) == 3 && name[0] < utf8.RuneSelf && strings.HasPrefix(s, name) {
				return n
			}
		}
	}
	return -1
}

// lineDay reads a line that names a day: "2024/01/15(Mon)", "2024.01.02 Tuesday", "Sun, 26/04/2026". The weekday
// decides between day and month.
func lineDay(line string) (time.Time, bool) {
	plain, _ := plainLine(strings.TrimSpace(line))
	c := &cursor{s: plain}
	weekday := -1
	if w := c.word(); w != "" {
		if weekday = weekdayIn(w); weekday < 0 || !c.lit(",") {
			return time.Time{}, false
		}
		c.blanks()
	}
	d, ok := c.date()
	if !ok || d.wide < 0 || len(c.rest()) > 20 {
		return time.Time{}, false
	}
	if weekday < 0 {
		if weekday = weekdayIn(c.rest()); weekday < 0 {
			return time.Time{}, false
		}
	}
	for _, order := range DateOrders {
		if t, ok := d.on(order); ok && int(t.Weekday()) == weekday {
			return t, true
		}
	}
	t, ok := d.on("dmy")
	return t, ok
}

// lineMessage reads "23:59⇥Ana⇥text".
func lineMessage(line string) (clock time.Duration, speaker string, text int, ok bool) {
	c := &cursor{s: line}
	clock, _, ok = c.clock()
	if !ok || !c.lit("\t") {
		return 0, "", 0, false
	}
	speaker, ok = c.until("\t")
	if !ok {
		return clock, "", c.i, true // a line of the app's own
	}
	return clock, speaker, c.i, true
}

func scoreLINE(h *head) int {
	days, messages := 0, 0
	for _, l := range h.lines() {
		if _, ok := lineDay(l); ok {
			days++
		}
		if _, speaker, _, ok := lineMessage(l); ok && speaker != "" {
			messages++
		}
	}
	switch {
	case h.begins("[LINE]") && messages+days > 0:
		return 95
	case days > 0 && messages > 0:
		return 85
	}
	return 0
}

// linePlaceholders stand for what is no text, in brackets or bare.
var linePlaceholders = [...]string{
	"[Photo]", "[Sticker]", "[Video]", "[Voice message]", "[File]", "[Location]", "[Album]", "[Notes]", "[Contact]",
	"[写真]", "[スタンプ]", "[動画]", "[ボイスメッセージ]", "[ファイル]", "[位置情報]", "[アルバム]", "[ノート]", "スタンプ", "写真", "動画",
	"[照片]", "[貼圖]", "[影片]", "[語音訊息]", "[檔案]", "[位置訊息]", "[相簿]", "[記事本]", "[사진]", "[스티커]", "[동영상]", "[รูป]", "[สติกเกอร์]", "[วิดีโอ]",
}

func finishLINE(m *coach.Message) kind {
	if strings.HasPrefix(m.Text, `"`) && strings.HasSuffix(m.Text, `"`) && strings.Contains(m.Text, "\n") {
		m.Text = strings.ReplaceAll(m.Text[1:len(m.Text)-1], `""`, `"`)
		m.Source.Column++
	}
	switch {
	case isOneOf(m.Text, linePlaceholders[:]):
		return media
	case strings.HasPrefix(m.Text, "☎ "), m.Text == "メッセージの送信を取り消しました", strings.HasSuffix(m.Text, "unsent a message"):
		return notice
	}
	return said
}

func readLINE(x *input, give yield) {
	a := &assembler{x: x, give: give, finish: finishLINE}
	var day time.Time
	first := true
	if x.lines(give, func(number int, line string) bool {
		quoted := a.m != nil && a.body != nil && strings.HasPrefix(string(a.body[:min(1, len(a.body))]), `"`) && strings.Count(string(a.body), `"`)%2 == 1
		if t, ok := lineDay(line); ok && !quoted {
			a.end()
			day, first = t, false
			return !a.done
		}
		clock, speaker, at, ok := lineMessage(line)
		switch {
		case ok && speaker == "" && !quoted:
			return a.notice()
		case ok && !quoted:
			when := time.Time{}
			if !day.IsZero() {
				when = day.Add(clock)
			}
			return a.begin(number, utf8.RuneCountInString(line[:at]), speaker, line[at:], when)
		case first && a.m == nil:
			return true // the title, and when it was saved
		}
		return a.add(number, line)
	}) {
		a.end()
	}
}

// isUpperWord reports whether a name begins as names do, where the script has capitals.
func isUpperWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsLetter(r) && !unicode.IsLower(r) || r > 0x2000 || unicode.IsDigit(r) || r == '+' || r == '@'
}
