// Package text turns the bytes of a message into sentences and words, with offsets into the original, and folds
// words to the form in which phrases are matched.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// A Kind says what a word is.
type Kind uint8

// The kinds of words.
const (
	Plain  Kind = iota
	Number      // digits
	Emoji       // one emoji, its whole sequence
	Opaque      // a link, a mention, code, or quoted speech: one word that nothing inside of can match
)

// A Mark is something about how a word is written. Marks are bits.
type Mark uint8

// The marks.
const (
	Shouted     Mark = 1 << iota // two letters or more, all capitals
	Stretched                    // a letter three times in a row
	BreakBefore                  // clause punctuation, or an emoji, stands between it and the word before
)

// A Word is one word of a message.
type Word struct {
	Start, End int // bytes of the message, half-open
	Kind       Kind
	Marks      Mark
}

// An Ending says how a sentence ends.
type Ending uint8

// The endings.
const (
	Plainly     Ending = iota // a period, or nothing
	Question                  // ?, also in ?!
	Exclamation               // !
	Trailing                  // … or ..
)

// A Sentence is a run of words that phrases are matched in.
type Sentence struct {
	Span
	Words     []Word
	Ending    Ending
	Exclaims  int // exclamation marks at the end
	Questions int // question marks at the end
	Tone      Tone
}

// MaxWords is the number of words at which a sentence is cut, so that the cost of one stays bounded.
const MaxWords = 512

// A Splitter splits messages. It reuses its memory: what Split returns is valid until the next call. One
// goroutine at a time may use it. The zero value is ready.
type Splitter struct {
	msg       string
	sentences []Sentence
	words     []Word
	firsts    []int // by sentence: index of its first word
	begun     int   // first word of the sentence at hand
	broken    bool  // clause punctuation since the last word
	pictured  bool  // the sentence at hand holds emoji
	mails     bool  // the line at hand holds an @
	current   Sentence
}

// manyWords is for how many words room is made at first, at most.
const manyWords = 256

// Split returns the sentences of msg that hold words. It accepts any bytes. Block quotes (>), fenced code,
// forwarded mail and lyrics (♪) are passed over; what stands in quotation marks is one opaque word, unless the
// marks enclose the whole message.
func (s *Splitter) Split(msg string) []Sentence {
	s.msg, s.sentences, s.words, s.firsts = msg, s.sentences[:0], s.words[:0], s.firsts[:0]
	if s.words == nil {
		s.words = make([]Word, 0, min(len(msg)/4+1, manyWords)) // a word and its blank take four bytes or more, mostly
	}
	s.reset()
	from, to := unwrap(msg)
	fenced := false
	for from < to {
		end := from + lineEnd(msg[from:to])
		line := strings.TrimLeft(msg[from:end], " \t\ufeff")
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
		case fenced || strings.HasPrefix(line, ">") || strings.Contains(line, "♪"):
		case forwarded(line):
			end = to
		default:
			s.line(end-len(line), end)
		}
		s.flush(end)
		from = end + 1
	}
	for i := range s.sentences {
		last := len(s.words)
		if i+1 < len(s.firsts) {
			last = s.firsts[i+1]
		}
		s.sentences[i].Words = s.words[s.firsts[i]:last]
	}
	return s.sentences
}

// lineEnd returns the length of the first line of s, without its end.
func lineEnd(s string) int {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	if i := strings.IndexByte(s, '\r'); i >= 0 {
		s = s[:i]
	}
	if i := strings.IndexByte(s, "\u2028"[0]); i >= 0 {
		if i = strings.Index(s, "\u2028"); i >= 0 {
			s = s[:i]
		}
	}
	return len(s)
}

// quotePairs are the marks speech is quoted in: opening and closing.
var quotePairs = [...][2]string{{"“", "”"}, {"\"", "\""}, {"«", "»"}, {"‘", "’"}, {"„", "“"}}

// unwrap returns the message without quotation marks that enclose all of it: they are wrapping, not quoting.
func unwrap(msg string) (from, to int) {
	if msg == "" || asciiLetter(msg[0]) {
		return 0, len(msg)
	}
	trimmed := strings.TrimSpace(msg)
	from = strings.Index(msg, trimmed)
	to = from + len(trimmed)
	for _, q := range quotePairs {
		inner, opens := strings.CutPrefix(trimmed, q[0])
		inner, closes := strings.CutSuffix(inner, q[1])
		if opens && closes && len(trimmed) >= len(q[0])+len(q[1]) && !strings.Contains(inner, q[0]) && !strings.Contains(inner, q[1]) {
			return from + len(q[0]), to - len(q[1])
		}
	}
	return 0, len(msg)
}

// forwarded reports whether a line begins mail that somebody else wrote.
func forwarded(line string) bool {
	line = strings.TrimSpace(line)
	if line == "" || line[0] != '-' && line[0] != 'B' && line[0] != 'O' {
		return false
	}
	return strings.HasPrefix(line, "-----Original Message") || strings.HasPrefix(line, "---------- Forwarded message") ||
		strings.HasPrefix(line, "Begin forwarded message:") ||
		strings.HasPrefix(line, "On ") && strings.HasSuffix(line, "wrote:")
}

func (s *Splitter) reset() {
	s.begun, s.broken, s.pictured, s.current = len(s.words), false, false, Sentence{}
}

// flush ends the sentence at hand, if it has words.
func (s *Splitter) flush(end int) {
	if len(s.words) > s.begun {
		s.current.Span = Span{s.words[s.begun].Start, end}
		for _, w := range s.words[s.begun:] {
			if !s.pictured {
				break
			}
			if w.Kind == Emoji {
				s.current.Tone = max(s.current.Tone, toneOf(s.msg[w.Start:w.End]))
			}
		}
		s.sentences = append(s.sentences, s.current)
		s.firsts = append(s.firsts, s.begun)
	}
	s.reset()
}

func (s *Splitter) add(w Word) {
	if s.broken || len(s.words) > s.begun && s.words[len(s.words)-1].Kind == Emoji {
		w.Marks |= BreakBefore
	}
	s.broken = false
	s.pictured = s.pictured || w.Kind == Emoji
	s.words = append(s.words, w)
	if len(s.words)-s.begun >= MaxWords {
		s.flush(w.End)
	}
}

// line splits one line, msg[from:to].
func (s *Splitter) line(from, to int) {
	s.mails = strings.IndexByte(s.msg[from:to], '@') >= 0
	for i := from; i < to; {
		switch c := s.msg[i]; {
		case c == ' ' || c == '\t':
			i++
		case c >= utf8.RuneSelf || charKinds[c] != 0:
			i = s.word(i, to)
		default:
			i = s.punctuation(i, from, to)
		}
	}
}

// The kinds of ASCII characters that words are made of, as bits.
const (
	isLetter = 1 << iota
	isLower
	isDigit
)

// charKinds says what each byte is; 0 for what is in no ASCII word.
var charKinds = [256]uint8{
	'0': isDigit, '1': isDigit, '2': isDigit, '3': isDigit, '4': isDigit, '5': isDigit, '6': isDigit, '7': isDigit, '8': isDigit, '9': isDigit,
	'A': isLetter, 'B': isLetter, 'C': isLetter, 'D': isLetter, 'E': isLetter, 'F': isLetter, 'G': isLetter, 'H': isLetter, 'I': isLetter,
	'J': isLetter, 'K': isLetter, 'L': isLetter, 'M': isLetter, 'N': isLetter, 'O': isLetter, 'P': isLetter, 'Q': isLetter, 'R': isLetter,
	'S': isLetter, 'T': isLetter, 'U': isLetter, 'V': isLetter, 'W': isLetter, 'X': isLetter, 'Y': isLetter, 'Z': isLetter,
	'a': isLetter | isLower, 'b': isLetter | isLower, 'c': isLetter | isLower, 'd': isLetter | isLower, 'e': isLetter | isLower,
	'f': isLetter | isLower, 'g': isLetter | isLower, 'h': isLetter | isLower, 'i': isLetter | isLower, 'j': isLetter | isLower,
	'k': isLetter | isLower, 'l': isLetter | isLower, 'm': isLetter | isLower, 'n': isLetter | isLower, 'o': isLetter | isLower,
	'p': isLetter | isLower, 'q': isLetter | isLower, 'r': isLetter | isLower, 's': isLetter | isLower, 't': isLetter | isLower,
	'u': isLetter | isLower, 'v': isLetter | isLower, 'w': isLetter | isLower, 'x': isLetter | isLower, 'y': isLetter | isLower, 'z': isLetter | isLower,
}

func asciiLetter(c byte) bool { return charKinds[c]&isLetter != 0 }

// word reads a word, a number, a link or an emoji at i and returns where it ends.
func (s *Splitter) word(i, to int) int {
	if c := s.msg[i]; s.mails || c == 'h' || c == 'w' {
		if end := link(s.msg[i:to]); end > 0 {
			s.add(Word{Start: i, End: i + end, Kind: Opaque})
			return i + end
		}
	}
	if w := asciiWordAt(s.msg[:to], i); w.End > i && (w.End == to || s.msg[w.End] < utf8.RuneSelf) {
		s.add(w)
		return w.End
	}
	return s.unicodeWord(i, to)
}

// asciiWordAt reads the run of ASCII letters, digits and inner apostrophes that begins at i.
func asciiWordAt(msg string, i int) Word {
	w := Word{Start: i}
	letters, run := 0, 0
	kinds, last := uint8(0), byte(0)
	for i < len(msg) {
		c := msg[i]
		kind := charKinds[c]
		if kind == 0 && (c != '\'' || i+1 == len(msg) || !asciiLetter(msg[i+1])) {
			break
		}
		if c != last {
			run, last = 0, c
		}
		if run++; run == 3 && kind&isLetter != 0 {
			w.Marks |= Stretched
		}
		letters += int(kind & isLetter)
		kinds |= kind
		i++
	}
	w.End = i
	if letters == 0 {
		w.Kind = Number
	}
	if letters > 1 && kinds&isLower == 0 {
		w.Marks |= Shouted
	}
	return w
}

func plainWord(msg string, start, end int) Word {
	w := Word{Start: start, End: end}
	letters, lower, run := 0, 0, 1
	for i := start; i < end; i++ {
		c := msg[i]
		if asciiLetter(c) {
			letters++
			if c >= 'a' {
				lower++
			}
		}
		if i > start && c == msg[i-1] {
			run++
		} else {
			run = 1
		}
		if run == 3 && asciiLetter(c) {
			w.Marks |= Stretched
		}
	}
	if letters == 0 {
		w.Kind = Number
	}
	if letters > 1 && lower == 0 {
		w.Marks |= Shouted
	}
	return w
}

// unicodeWord reads a word that holds more than ASCII by the segmentation of Unicode (UAX #29).
func (s *Splitter) unicodeWord(i, to int) int {
	r, size := utf8.DecodeRuneInString(s.msg[i:to])
	if end := s.quoted(i, to, r); end > 0 {
		return end
	}
	switch {
	case unicode.IsSpace(r) || invisible(r) || r == utf8.RuneError && size <= 1:
		return i + size
	case r == '…':
		return s.trail(i+size, to)
	case r == '–' || r == '—' || r == '‒' || r == '，' || r == '；' || r == '：':
		s.broken = true
		return i + size
	case r == '。' || r == '！' || r == '？':
		s.current.Ending = map[rune]Ending{'！': Exclamation, '？': Question}[r]
		s.flush(i + size)
		return i + size
	}
	it := words.FromString(s.msg[i:to])
	if !it.Next() {
		return i + size
	}
	token := it.Value()
	end := i + len(token)
	switch kind, ok := classify(token); {
	case ok && kind == Emoji:
		s.add(Word{Start: i, End: end, Kind: Emoji})
	case ok:
		w := plainWord(s.msg, i, end)
		w.Kind = kind
		w.Marks |= unicodeMarks(token)
		s.add(w)
	}
	return end
}

// classify says what a segment is; ok is false for punctuation.
func classify(token string) (Kind, bool) {
	digits := true
	for _, r := range token {
		switch {
		case unicode.IsLetter(r):
			return Plain, true
		case isEmoji(r):
			return Emoji, true
		case !unicode.IsDigit(r):
			digits = false
		}
	}
	return Number, digits
}

// isEmoji reports whether r shows as a picture. Source: the emoji blocks of the Unicode standard.
func isEmoji(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r == 0x2B50 || r == 0x2B55 || r == 0x231A || r == 0x231B ||
		r >= 0x23E9 && r <= 0x23FA || r == 0x203C || r == 0x2049
}

func unicodeMarks(token string) Mark {
	letters, lower, run := 0, 0, 0
	var prev rune
	var m Mark
	for _, r := range token {
		if unicode.IsLetter(r) {
			letters++
			if !unicode.IsUpper(r) {
				lower++
			}
		}
		if r == prev {
			run++
		} else {
			run = 1
		}
		if run == 3 {
			m |= Stretched
		}
		prev = r
	}
	if letters > 1 && lower == 0 {
		m |= Shouted
	}
	return m
}

// punctuation reads one ASCII mark that is neither letter nor digit, and what hangs on it.
func (s *Splitter) punctuation(i, from, to int) int {
	if end := s.quoted(i, to, rune(s.msg[i])); end > 0 {
		return end
	}
	switch s.msg[i] {
	case '.', '?', '!':
		return s.stop(i, to)
	case escape:
		return i + sequence(s.msg[i:to])
	case ',', ';', ':', '(', ')':
		s.broken = true
	case '-':
		dash := i+1 < to && s.msg[i+1] == '-' || (i+1 == to || s.msg[i+1] == ' ') && i > from && s.msg[i-1] == ' '
		s.broken = s.broken || dash
	case '@', '#':
		if w := asciiWordAt(s.msg[:to], i+1); w.End > i+1 {
			s.add(Word{Start: i, End: w.End, Kind: Opaque})
			return w.End
		}
	case '`':
		if n := strings.IndexByte(s.msg[i+1:to], '`'); n >= 0 {
			s.add(Word{Start: i, End: i + n + 2, Kind: Opaque})
			return i + n + 2
		}
	}
	return i + 1
}

const escape = 0x1b

// maxSequence is how far the end of a terminal's string is looked for.
const maxSequence = 256

// sequence returns the length of the terminal sequence that s begins with: a color, a title. Nobody reads it, so it
// parts no words. An escape that begins none is as long as itself.
func sequence(s string) int {
	if len(s) < 2 {
		return len(s)
	}
	s = s[:min(len(s), maxSequence)]
	switch s[1] {
	case '[':
		for i := 2; i < len(s) && s[i] >= ' ' && s[i] <= '~'; i++ {
			if s[i] >= '@' {
				return i + 1
			}
		}
	case ']', 'P', 'X', '^', '_':
		if i := strings.IndexByte(s, '\a'); i > 0 {
			return i + 1
		}
		if i := strings.Index(s, "\x1b\\"); i > 0 {
			return i + 2
		}
	}
	return 1
}

// stop reads a run of . ? ! and ends the sentence where it is an end.
func (s *Splitter) stop(i, to int) int {
	end, questions, exclaims := i, 0, 0
	for end < to && (s.msg[end] == '.' || s.msg[end] == '?' || s.msg[end] == '!') {
		switch s.msg[end] {
		case '?':
			questions++
		case '!':
			exclaims++
		}
		end++
	}
	switch {
	case questions+exclaims > 0:
		s.current.Questions, s.current.Exclaims = questions, exclaims
		s.current.Ending = Exclamation
		if questions > 0 {
			s.current.Ending = Question
		}
		return s.flushWithEmoji(end, to)
	case end-i > 1:
		return s.trail(end, to)
	case end < to && s.msg[end] != ' ' && s.msg[end] != '"' && s.msg[end] != ')' && s.msg[end] != '\'' && s.msg[end] < utf8.RuneSelf:
		if len(s.words) > s.begun && s.words[len(s.words)-1].Kind == Number || !asciiLetter(s.msg[end]) || s.abbreviated() {
			return end // 3.5, e.g.
		}
	case s.abbreviated():
		return end
	}
	return s.flushWithEmoji(end, to)
}

// flushWithEmoji ends the sentence at end, or after the emoji that follow at once: they belong to what was said.
func (s *Splitter) flushWithEmoji(end, to int) int {
	for len(s.words) > s.begun && end < to {
		next := end
		for next < to && s.msg[next] == ' ' {
			next++
		}
		r, size := utf8.DecodeRuneInString(s.msg[next:to])
		if size == 0 || !isEmoji(r) {
			break
		}
		end = s.unicodeWord(next, to)
	}
	s.flush(end)
	return end
}

// trail reads … or ..: the end of the sentence when a capital follows or nothing does, else a pause.
func (s *Splitter) trail(end, to int) int {
	rest := strings.TrimLeft(s.msg[end:to], " .…")
	end = to - len(rest)
	r, _ := utf8.DecodeRuneInString(rest)
	s.current.Ending = Trailing
	if rest == "" || unicode.IsUpper(r) && rest != "I" && !strings.HasPrefix(rest, "I ") && !strings.HasPrefix(rest, "I'") {
		s.flush(end)
		return end
	}
	s.current.Ending = Plainly
	s.broken = true
	return end
}

// abbreviations don't end a sentence with their period.
const abbreviations = List("dr mr mrs ms prof st jr sr vs etc e g eg ie approx dept p a")

// abbreviated reports whether the word just read is one that a period does not end: an abbreviation or an initial.
func (s *Splitter) abbreviated() bool {
	if len(s.words) == s.begun {
		return true // a number or a bullet at the beginning
	}
	w := s.words[len(s.words)-1]
	if w.Kind == Number && len(s.words) == s.begun+1 && w.End-w.Start <= 2 {
		return true // "1. First"
	}
	written := s.msg[w.Start:w.End]
	if len(written) == 1 && written[0] >= 'A' && written[0] <= 'Z' && written != "I" {
		return true
	}
	return len(written) <= 6 && abbreviations.Has(strings.ToLower(written))
}

// maxQuote is the length in bytes beyond which marks don't belong together. It keeps a line of nothing but quotation
// marks from costing its square.
const maxQuote = 2000

// quoted reads quoted speech that begins at i with r, as one opaque word; 0 if none does.
func (s *Splitter) quoted(i, to int, r rune) int {
	size := utf8.RuneLen(r)
	closing := ""
	for _, q := range quotePairs {
		if first, _ := utf8.DecodeRuneInString(q[0]); first == r {
			closing = q[1]
		}
	}
	if r == '\'' {
		closing = "'"
	}
	if closing == "" || !opensQuote(s.msg, i) {
		return 0
	}
	to = min(to, i+maxQuote)
	for from := i + size; from < to; {
		n := strings.Index(s.msg[from:to], closing)
		if n < 0 {
			return 0
		}
		end := from + n + len(closing)
		single := closing == "'" || closing == "’"
		if n+from > i+size && (!single || closesQuote(s.msg, from+n, end, to)) {
			s.add(Word{Start: i, End: end, Kind: Opaque})
			return end
		}
		from = end
	}
	return 0
}

// opensQuote reports whether a mark at i stands where a quotation can begin: not inside or right after a word.
func opensQuote(msg string, i int) bool {
	if i == 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(msg[:i])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// closesQuote tells a closing single mark from an apostrophe: a word ends before it, and none goes on after it.
func closesQuote(msg string, at, end, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(msg[:at])
	after, size := utf8.DecodeRuneInString(msg[end:to])
	return !unicode.IsSpace(before) && (size == 0 || !unicode.IsLetter(after) && !unicode.IsDigit(after))
}

// link returns the length of a link or an e-mail address at the beginning of s, or 0.
func link(s string) int {
	if len(s) < 4 {
		return 0
	}
	end := strings.IndexAny(s[:min(len(s), 2048)], " \t\"<>")
	if end < 0 {
		end = min(len(s), 2048)
	}
	token := s[:end]
	isLink := strings.HasPrefix(token, "http://") || strings.HasPrefix(token, "https://") || strings.HasPrefix(token, "www.")
	if !isLink {
		at := strings.IndexByte(token, '@')
		isLink = at > 0 && strings.IndexByte(token[at:], '.') > 1 && asciiLetter(token[len(token)-1])
	}
	if !isLink {
		return 0
	}
	return len(strings.TrimRight(token, ".,;:!?)'"))
}
