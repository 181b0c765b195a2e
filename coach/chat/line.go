package chat

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach"
)

// lineWeekdays are how LINE names weekdays, Sunday first.
var lineWeekdays = [7][]string{
	{"Sun", "日", "일", "อา"}, {"Mon", "月", "一", "월", "จ"}, {"Tue", "火", "二", "화", "อ"}, {"Wed", "水", "三", "수", "พ"},
	{"Thu", "木", "四", "목", "พฤ"}, {"Fri", "金", "五", "금", "ศ"}, {"Sat", "土", "六", "토", "ส"},
}

// weekdayIn finds the weekday that a day line names, or -1.
func weekdayIn(s string) int {
	s = strings.TrimSpace(s)
	if strings.ContainsFunc(s, func(r rune) bool { return !isLatin(r) }) { // most words of most inputs need none of this
		s = lineWeekdayMarks().Replace(s)
	}
	for n, names := range lineWeekdays {
		for _, name := range names {
			if s == name || len(name) == 3 && name[0] < utf8.RuneSelf && strings.HasPrefix(s, name) {
				return n
			}
		}
	}
	return -1
}

// isLatin reports whether r is a letter of ASCII.
func isLatin(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }

// lineWeekdayMarks takes off what LINE puts around the name of a weekday.
func lineWeekdayMarks() *strings.Replacer {
	return strings.NewReplacer("週", "", "星期", "", "(", "", ")", "", "（", "", "）", "", ".", "", "曜日", "", "요일", "", "周", "")
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

// lineNames are the names that a LINE export of a PC begins its messages with, longest first; nil where tabs tell.
type lineNames []string

// message reads "23:59⇥Ana⇥text", or "23:59 Ana text" of a PC. Without a speaker it is a line of the app's own.
func (n lineNames) message(line string) (clock time.Duration, speaker string, text int, ok bool) {
	if !mayBeLineMessage(line) {
		return 0, "", 0, false
	}
	plain, offsets := plainLine(line[:min(len(line), 400)])
	c := &cursor{s: plain}
	clock, _, ok = c.clock()
	if !ok {
		return 0, "", 0, false
	}
	if c.lit("\t") {
		if speaker, ok = c.until("\t"); !ok {
			return clock, "", original(c.i, offsets), true
		}
		return clock, speaker, original(c.i, offsets), true
	}
	if n == nil || !c.lit(" ") {
		return 0, "", 0, false
	}
	for _, name := range n {
		if strings.HasPrefix(c.rest(), name+" ") {
			return clock, name, original(c.i+len(name)+1, offsets), true
		}
	}
	return clock, "", original(c.i, offsets), true
}

// mayBeLineMessage rules out most lines by their first character.
func mayBeLineMessage(line string) bool {
	return line != "" && (line[0] >= '0' && line[0] <= '9' || line[0] >= utf8.RuneSelf)
}

// lineNamesOf finds the names in an export without tabs. The title names the other one. Of what stands behind the times,
// a first word that comes back is a name, and goes on as long as the words behind it are always the same.
func lineNamesOf(lines []string) lineNames {
	if slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, "\t") }) {
		return nil
	}
	var rests [][]string
	for _, l := range lines {
		c := &cursor{s: l}
		if _, _, ok := c.clock(); ok && c.lit(" ") {
			rests = append(rests, strings.Split(c.rest(), " "))
		}
	}
	var names lineNames
	if len(lines) > 0 {
		if name := lineTitle(lines[0]); name != "" {
			names = append(names, name)
		}
	}
	groups := map[string][][]string{}
	for _, r := range rests {
		if !slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(strings.Join(r, " ")+" ", n+" ") }) {
			groups[r[0]] = append(groups[r[0]], r)
		}
	}
	for _, group := range groups {
		if len(group) < 2 {
			continue
		}
		n := 1
		for len(group) > 2 && !slices.ContainsFunc(group, func(r []string) bool { return len(r) <= n+1 || r[n] != group[0][n] }) {
			n++
		}
		names = append(names, strings.Join(group[0][:n], " "))
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return names
}

// lineTitle is the name in the first line of an export.
func lineTitle(line string) string {
	line = strings.TrimPrefix(strings.TrimSpace(line), "[LINE] ")
	for _, t := range [...]struct{ begin, end string }{
		{"Chat history with ", ""}, {"Chat history in ", ""}, {"", "とのトーク履歴"}, {"", "のトーク履歴"}, {"與", "的聊天記錄"}, {"与", "的聊天记录"}, {"ประวัติการสนทนากับ", ""}, {"ประวัติการแชทกับ", ""}, {"", "님과의 대화"},
	} {
		rest, ok := strings.CutPrefix(line, t.begin)
		if !ok {
			continue
		}
		if name, ok := strings.CutSuffix(rest, t.end); ok && (t.begin != "" || t.end != "") {
			return strings.TrimSpace(name)
		}
	}
	return ""
}

func scoreLINE(h *head) int {
	days, messages, spaced := 0, 0, 0
	names := lineNamesOf(h.lines())
	for _, l := range h.lines() {
		if _, ok := lineDay(l); ok {
			days++
			continue
		}
		if _, speaker, at, ok := names.message(l); ok && speaker != "" {
			messages++
			if !strings.Contains(l[:at], "\t") {
				spaced++
			}
		}
	}
	titled := h.begins("[LINE]") || len(h.lines()) > 0 && lineTitle(h.lines()[0]) != ""
	switch {
	case titled && messages+days > 0:
		return 95
	case days > 0 && messages > spaced:
		return 85
	case days > 0 && messages > 2:
		return 68
	}
	return 0
}

// linePlaceholders stand for what is no text, in brackets or bare.
var linePlaceholders = [...]string{
	"[Photo]", "[Sticker]", "[Video]", "[Voice message]", "[File]", "[Location]", "[Album]", "[Notes]", "[Note]", "[Contact]", "[Photos]", "[Gift]",
	"Photos", "Stickers", "Videos", "Voice messages", "Files", "Contacts", "Locations",
	"[写真]", "[スタンプ]", "[動画]", "[ボイスメッセージ]", "[ファイル]", "[位置情報]", "[アルバム]", "[ノート]", "[連絡先]", "スタンプ", "写真", "動画", "ボイスメッセージ", "ファイル", "連絡先", "位置情報",
	"[照片]", "[貼圖]", "[影片]", "[語音訊息]", "[檔案]", "[位置訊息]", "[相簿]", "[記事本]", "照片", "貼圖", "影片", "語音訊息", "图片", "[图片]", "[表情贴图]",
	"[사진]", "[스티커]", "[동영상]", "[รูป]", "[สติกเกอร์]", "[วิดีโอ]", "[รูปภาพ]",
}

// lineNotices are what the app writes in a person's line.
var lineNotices = [...]string{"メッセージの送信を取り消しました", "unsent a message", "unsent a message.", "已收回訊息", "收回訊息", "ได้ยกเลิกการส่งข้อความ", "메시지 전송을 취소했습니다."}

func finishLINE(m *coach.Message) kind {
	if strings.HasPrefix(m.Text, `"`) && strings.HasSuffix(m.Text, `"`) && strings.Contains(m.Text, "\n") {
		m.Text = strings.ReplaceAll(m.Text[1:len(m.Text)-1], `""`, `"`)
		m.Source.Column++
	}
	switch {
	case isOneOf(m.Text, linePlaceholders[:]):
		return media
	case strings.HasPrefix(m.Text, "☎ "), slices.ContainsFunc(lineNotices[:], func(n string) bool { return strings.HasSuffix(m.Text, n) && len(m.Text)-len(n) < 60 }):
		return notice
	}
	return said
}

func readLINE(x *input, give yield) {
	a := &assembler{x: x, give: give, finish: finishLINE}
	raw, _ := x.in.Peek(headBytes)
	names := lineNamesOf(newHead(raw, len(raw) == headBytes).lines())
	var day time.Time
	first := true
	if x.lines(give, func(number int, line string) bool {
		quoted := a.m != nil && a.body != nil && strings.HasPrefix(string(a.body[:min(1, len(a.body))]), `"`) && strings.Count(string(a.body), `"`)%2 == 1
		if t, ok := lineDay(line); ok && !quoted {
			a.end()
			day, first = t, false
			return !a.done
		}
		clock, speaker, at, ok := names.message(line)
		switch {
		case ok && speaker == "" && !quoted:
			return a.notice()
		case ok && speaker != "": // even in quotes: some texts open one and never close it
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
