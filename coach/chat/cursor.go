package chat

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach"
)

// cursor reads the shape of a line from the left. Each method moves on when it finds what it names, and says so.
type cursor struct {
	s string
	i int
}

func (c *cursor) rest() string { return c.s[c.i:] }

func (c *cursor) lit(s string) bool {
	if strings.HasPrefix(c.s[c.i:], s) {
		c.i += len(s)
		return true
	}
	return false
}

// any takes one byte of a set.
func (c *cursor) any(set string) (byte, bool) {
	if c.i < len(c.s) && strings.IndexByte(set, c.s[c.i]) >= 0 {
		c.i++
		return c.s[c.i-1], true
	}
	return 0, false
}

// blanks takes spaces and tabs, and says whether there were any.
func (c *cursor) blanks() bool {
	from := c.i
	for c.i < len(c.s) && (c.s[c.i] == ' ' || c.s[c.i] == '\t') {
		c.i++
	}
	return c.i > from
}

// number takes min to max digits.
func (c *cursor) number(least, most int) (n, digits int, ok bool) {
	from := c.i
	for c.i < len(c.s) && c.i-from < most && c.s[c.i] >= '0' && c.s[c.i] <= '9' {
		n = n*10 + int(c.s[c.i]-'0')
		c.i++
	}
	digits = c.i - from
	if digits < least || c.i < len(c.s) && c.s[c.i] >= '0' && c.s[c.i] <= '9' {
		c.i = from
		return 0, 0, false
	}
	return n, digits, true
}

// until takes what stands before the next of stop, and stop itself.
func (c *cursor) until(stop string) (string, bool) {
	k := strings.Index(c.s[c.i:], stop)
	if k < 0 {
		return "", false
	}
	taken := c.s[c.i : c.i+k]
	c.i += k + len(stop)
	return taken, true
}

// word takes letters and the signs that stand in abbreviations of them.
func (c *cursor) word() string {
	from := c.i
	for c.i < len(c.s) {
		r, size := utf8.DecodeRuneInString(c.s[c.i:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(`."'״׳’`, r) {
			break
		}
		c.i += size
	}
	return c.s[from:c.i]
}

// A date as it is written: three numbers, whose order may not be known.
type date struct {
	fields [3]int
	wide   int  // which of the fields has four digits, or -1
	sep    byte // - / .
}

// date takes 31/12/23, 2023-12-31, 31. 12. 2023., 2023年12月31日, 2023년 12월 31일 and the like.
func (c *cursor) date() (date, bool) {
	from := c.i
	d := date{wide: -1}
	for k := range d.fields {
		n, digits, ok := c.number(1, 4)
		if !ok || digits == 3 || digits == 4 && k == 1 {
			c.i = from
			return d, false
		}
		d.fields[k] = n
		if digits == 4 {
			d.wide = k
		}
		if k == 2 {
			break
		}
		sep, ok := c.any("-/.")
		if !ok && k == 0 {
			c.i = from
			return c.eastDate()
		}
		if !ok || k == 1 && sep != d.sep {
			c.i = from
			return d, false
		}
		d.sep = sep
		c.lit(" ")
	}
	if d.sep == '.' {
		c.lit(".")
	}
	return d, true
}

// eastDate takes a date whose numbers carry the words for year, month and day.
func (c *cursor) eastDate() (date, bool) {
	from := c.i
	d := date{wide: 0, sep: 'y'}
	for k, words := range [...][2]string{{"年", "년"}, {"月", "월"}, {"日", "일"}} {
		n, digits, ok := c.number(1, 4)
		if !ok || (k == 0) != (digits == 4) || !c.lit(words[0]) && !c.lit(words[1]) {
			c.i = from
			return d, false
		}
		d.fields[k] = n
		if k < 2 {
			c.lit(" ")
		}
	}
	return d, true
}

// buddhist is how far the Thai count of years is ahead.
const buddhist = 543

// on returns the day a date means in the given order; false when there is no such day.
func (d date) on(order string) (time.Time, bool) {
	year, month, day := d.fields[2], d.fields[1], d.fields[0]
	switch {
	case d.wide == 0 || d.wide < 0 && order == "ymd":
		year, day = d.fields[0], d.fields[2]
	case order == "mdy":
		month, day = day, month
	}
	if d.wide == 0 && order == "ydm" {
		month, day = day, month
	}
	switch {
	case year < 100:
		year += 2000
	case year > 2400 && year < 2700:
		year -= buddhist
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, coach.Floating)
	return t, month >= 1 && month <= 12 && t.Day() == day
}

// halfOf tells the half of the day that a word without dots and spaces stands for. ok is false if it is no such word.
func halfOf(word string) (pm, ok bool) {
	switch word {
	case "am", "a", "上午", "午前", "오전", "凌晨", "早上", "清晨", "ص", "قظ", `לפנה"צ`, "לפנה״צ", "πμ", "morgens", "vormittags", "vorm",
		"nachts", "ก่อนเที่ยง", "sa", "ÖÖ", "öö", "पूर्वाह्न", "पूर्व", "pg", "de", "fm", "dop", "ip", "priešpiet", "পূর্বাহ্ণ",
		"முற்பகல்", "pd", "पू":
		return false, true
	case "pm", "p", "下午", "午後", "오후", "中午", "晚上", "傍晚", "م", "بظ", `אחה"צ`, "אחה״צ", "μμ", "mittags", "nachmittags", "nachm",
		"abends", "หลังเที่ยง", "ch", "ÖS", "ös", "अपराह्न", "अपर", "ptg", "du", "em", "odp", "popiet", "অপরাহ্ণ", "பிற்பகல்",
		"md", "उ":
		return true, true
	}
	return false, false
}

// halfDay takes a word for a half of the day, such as "p. m.".
func (c *cursor) halfDay() (pm, ok bool) {
	from := c.i
	w := c.word()
	if next := c.i; len(w) <= 3 && strings.HasSuffix(w, ".") && c.lit(" ") {
		if second := c.word(); second == "m." || second == "m" {
			w += second
		} else {
			c.i = next
		}
	}
	w = strings.ReplaceAll(w, ".", "")
	if pm, ok = halfOf(w); !ok {
		pm, ok = halfOf(strings.ToLower(w))
	}
	if ok && len(w) == 1 && strings.HasPrefix(c.rest(), ":") {
		ok = false // somebody is called so
	}
	if !ok {
		c.i = from
	}
	return pm, ok
}

// clock takes a time of day: 23:59, 23.59.01, 11:59 PM, 下午3:04. It returns the time since midnight.
func (c *cursor) clock() (t time.Duration, seconds, ok bool) {
	from := c.i
	pm, half := c.halfDay()
	if half {
		c.blanks()
	}
	h, _, ok := c.number(1, 2)
	if !ok || h > 24 {
		c.i = from
		return 0, false, false
	}
	sep, ok := c.any(":.")
	if !ok && (c.lit(" h ") || c.lit("h")) { // in Canada: 21 h 05
		sep, ok = 'h', true
	}
	if !ok {
		c.i = from
		return 0, false, false
	}
	m, _, ok := c.number(2, 2)
	if !ok || m > 59 {
		c.i = from
		return 0, false, false
	}
	s := 0
	if at := c.i; c.lit(string(sep)) {
		if s, _, seconds = c.number(2, 2); !seconds {
			c.i = at
		}
	}
	if !half {
		at := c.i
		c.blanks()
		if pm, half = c.halfDay(); !half {
			c.i = at
		}
	}
	if half && h <= 12 {
		h %= 12
		if pm {
			h += 12
		}
	}
	return time.Duration(h%24)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second, seconds, true
}

// plainLine returns a line as its shape is seen: without marks that don't show, with ASCII digits and spaces. The
// offsets say where its bytes stand in the line; nil when nothing had to change.
func plainLine(s string) (plain string, offsets []int) {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < utf8.RuneSelf
	}
	if ascii {
		return s, nil
	}
	b := make([]byte, 0, len(s))
	for i, r := range s {
		switch {
		case isMark(r):
			continue
		case r >= utf8.RuneSelf && unicode.Is(unicode.Zs, r):
			r = ' '
		case r >= utf8.RuneSelf && unicode.Is(unicode.Nd, r):
			r = '0' + digitValue(r)
		case r == '，':
			r = ','
		case r == '：':
			r = ':'
		case r == '،':
			r = ','
		}
		from := len(b)
		b = utf8.AppendRune(b, r)
		for range len(b) - from {
			offsets = append(offsets, i)
		}
	}
	return string(b), append(offsets, len(s))
}

// digitValue is what a digit of any script counts: scripts have theirs in rows of ten.
func digitValue(r rune) rune {
	for _, rows := range unicode.Nd.R16 {
		if lo := rune(rows.Lo); r >= lo && r <= rune(rows.Hi) {
			return (r - lo) % 10
		}
	}
	for _, rows := range unicode.Nd.R32 {
		if lo := rune(rows.Lo); r >= lo && r <= rune(rows.Hi) { //nolint:gosec // below the last rune
			return (r - lo) % 10
		}
	}
	return 0
}

// isMark reports whether a character only says how its neighbors are shown.
func isMark(r rune) bool {
	return r == 0xFEFF || r == 0x200B || r == 0x200E || r == 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// original maps an offset of the plain line to the line.
func original(i int, offsets []int) int {
	if offsets == nil {
		return i
	}
	return offsets[i]
}
