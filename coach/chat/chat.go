// Package chat reads messages: one at a time from what people write, many from what their apps export. Each format
// is told from its content, and read as a stream: one message in memory at a time, and no more than
// [MaxMessageBytes] of it.
package chat

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/emotional-safety/coach/coach"
)

// MaxMessageBytes bounds one message, or one line of an export. Nobody writes more; a larger input is some
// other file, or an attack.
const MaxMessageBytes = 8 << 20

// headBytes is how much of the input detection may look at.
const headBytes = 64 << 10

// A LineError is a line that could not be read. The lines after it are read all the same.
type LineError struct {
	File string
	Line int // 1-based
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

func (e *LineError) Unwrap() error { return e.Err }

// Options say how to read. The zero value tells everything from the content.
type Options struct {
	As        string // the format's name; empty: told from the content
	DateOrder string // of dates such as 3/4/2024: dmy, mdy or ymd; empty: told from the whole file
	Packed    int64  // the size of an archive in bytes, which bounds what it may unpack to; 0: it is a folder
}

// DateOrders are the values of [Options].DateOrder.
var DateOrders = [...]string{"dmy", "mdy", "ymd"}

// An Export is an input that is being read. One goroutine at a time may use it.
type Export struct {
	Format  string // what it is; for a folder or an archive, that of its first member
	Notices int    // lines of the app's own (joins, calls, deleted messages) met so far: counted, not messages
	Media   int    // messages without words met so far: pictures, stickers, files
	Skipped int    // members of a folder or an archive that hold no messages, met so far

	messages iter.Seq2[*coach.Message, error]
}

// Messages yields the messages in order. A *[LineError] is yielded for each line that cannot be read, and reading
// goes on; any other error ends it. It may be called once.
func (e *Export) Messages() iter.Seq2[*coach.Message, error] { return e.messages }

// yield is what a reader gives its messages to. False means that nobody wants more.
type yield func(*coach.Message, error) bool

// A format is one way messages are written down.
type format struct {
	name  string
	score func(h *head) int // how sure its first bytes make us, in percent
	read  func(x *input, give yield)
}

// formats lists the formats. Of those that are equally sure, the first is taken. The last takes anything.
func formats() []format {
	return []format{
		{"jsonl", scoreJSONL, readJSONL},
		{"convokit", scoreConvoKit, readConvoKit},
		{"whatsapp", scoreWhatsApp, readWhatsApp},
		{"telegram", scoreTelegram, readTelegram},
		{"telegram-html", scoreTelegramHTML, readTelegramHTML},
		{"slack", scoreSlack, readSlack},
		{"discord", scoreDiscord, readDiscord},
		{"discord-csv", scoreDiscordCSV, readCSV},
		{"discord-package", scoreDiscordPackage, readDiscordPackage},
		{"discord-html", scoreDiscordHTML, readDiscordHTML},
		{"discord-text", scoreDiscordText, readDiscordText},
		{"signal", scoreSignal, readSignal},
		{"signal-json", scoreSignalJSON, readSignalJSON},
		{"imessage", scoreIMessage, readIMessage},
		{"imessage-html", scoreIMessageHTML, readIMessageHTML},
		{"meta", scoreMeta, readMeta},
		{"meta-html", scoreMetaHTML, readMetaHTML},
		{"google-chat", scoreGoogleChat, readGoogleChat},
		{"google-voice", scoreGoogleVoice, readGoogleVoice},
		{"sms", scoreSMS, readSMS},
		{"irc", scoreIRC, readIRC},
		{"line", scoreLINE, readLINE},
		{"kakaotalk", scoreKakaoTalk, readKakaoTalk},
		{"teams", scoreTeams, readTeams},
		{"zoom", scoreZoom, readZoom},
		{"vtt", scoreVTT, readCues},
		{"srt", scoreSRT, readCues},
		{"matrix", scoreMatrix, readMatrix},
		{"mbox", scoreMbox, readMbox},
		{"mail", scoreMail, readMail},
		{"csv", scoreCSV, readCSV},
		{"json", scoreJSON, readJSON},
		{"paste", scorePaste, readPaste},
		{"message", func(*head) int { return 1 }, readMessage},
	}
}

// FormatNames lists what [Options].As accepts.
func FormatNames() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// Read yields the messages of r: [Open] for those who need no more.
func Read(r io.Reader, file, as string) iter.Seq2[*coach.Message, error] {
	e, err := Open(r, file, Options{As: as})
	if err != nil {
		return func(yield func(*coach.Message, error) bool) { yield(nil, err) }
	}
	return e.Messages()
}

// Open looks at the first bytes of r and returns what it is. file is how messages and errors name the input.
func Open(r io.Reader, file string, o Options) (*Export, error) {
	e := &Export{}
	x := &input{export: e, file: file, order: o.DateOrder}
	f, err := x.open(r, o.As)
	if err != nil {
		return nil, err
	}
	e.Format = f.name
	e.messages = func(yield func(*coach.Message, error) bool) { f.read(x, yield) }
	return e, nil
}

// open finds the format of r and makes x ready to be read.
func (x *input) open(r io.Reader, as string) (format, error) {
	x.in = bufio.NewReaderSize(r, headBytes)
	raw, err := x.in.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return format{}, err
	}
	if bytes.HasPrefix(raw, []byte("PK\x03\x04")) {
		return format{}, errors.New("an archive can't be read from a pipe: name the file instead")
	}
	if as != "" {
		all := formats()
		if i := slices.IndexFunc(all, func(f format) bool { return f.name == as }); i >= 0 {
			return all[i], nil
		}
		return format{}, fmt.Errorf("unknown format %q: want one of %s", as, strings.Join(FormatNames(), ", "))
	}
	return detect(newHead(raw, len(raw) == headBytes)), nil
}

// detect returns the format that is surest of the input. What would be a text, but is the beginning of JSON, is an export
// that was cut off before it showed what it is: to take it for a harmless message would hide that everything is lost.
func detect(h *head) format {
	var best format
	most := 0
	for _, f := range formats() {
		if s := f.score(h); s > most {
			best, most = f, s
		}
	}
	if (best.name == "message" || best.name == "paste") && h.isCutJSON() {
		return format{name: "json", read: readCutJSON}
	}
	return best
}

func readCutJSON(x *input, give yield) {
	raw, _ := x.in.Peek(headBytes) // the whole input, or it would not be known to be cut
	line := 1 + bytes.Count(bytes.TrimRight(raw, " \t\r\n"), []byte("\n"))
	give(nil, x.problem(line, "the file breaks off here, before its first message: export it again"))
}

// utf8Reader makes line-based formats readable whatever Unicode encoding they begin with.
func utf8Reader(r *bufio.Reader) *bufio.Reader {
	head, _ := r.Peek(4)
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		_, _ = r.Discard(3) // they were just peeked
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
		return bufio.NewReaderSize(transform.NewReader(r, decoder), headBytes)
	case len(head) == 4 && head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0:
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
		return bufio.NewReaderSize(transform.NewReader(r, decoder), headBytes)
	}
	if e := oldEncoding(r); e != nil {
		return bufio.NewReaderSize(transform.NewReader(r, e.NewDecoder()), headBytes)
	}
	return r
}

// oldEncoding knows the exports that KakaoTalk and LINE wrote on PCs before UTF-8, by the words they begin with. Nil for
// all others.
func oldEncoding(r *bufio.Reader) encoding.Encoding {
	head, _ := r.Peek(1024)
	if utf8.Valid(head[:max(0, len(head)-3)]) {
		return nil
	}
	for _, old := range [...]struct {
		encoding encoding.Encoding
		words    []string
	}{
		{korean.EUCKR, []string{"카카오톡", "저장한 날짜"}}, {japanese.ShiftJIS, []string{"トーク履歴", "保存日時"}},
		{traditionalchinese.Big5, []string{"聊天記錄", "儲存日期"}}, {simplifiedchinese.GBK, []string{"聊天记录", "保存日期"}},
	} {
		decoded, _ := old.encoding.NewDecoder().Bytes(head)
		for _, w := range old.words {
			if bytes.Contains(decoded, []byte(w)) {
				return old.encoding
			}
		}
	}
	return nil
}
