package chat

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach"
)

// fields are what a message may have.
var fields = [...]string{"text", "speaker", "time", "id", "conversation"}

// columnNames returns how tables and objects call what a message has, best first.
func columnNames(what string) []string {
	switch what {
	case "text":
		return []string{"text", "message", "content", "contents", "body", "msg", "message text", "message_text"}
	case "speaker":
		return []string{"speaker", "author", "sender", "from", "user", "username", "name", "sender name", "sender_name", "role", "nickname"}
	case "time":
		return []string{"time", "timestamp", "date", "datetime", "date_time", "created_at", "createdat", "sent", "ts"}
	case "id":
		return []string{"id", "message_id", "messageid"}
	case "conversation":
		return []string{"conversation", "conversation_id", "channel", "thread", "chat", "root"}
	}
	return nil
}

// columns finds the columns of a header row. False when it names no text.
func columns(header []string) (map[string]int, bool) {
	at := map[string]int{}
	for _, what := range fields {
		for _, name := range columnNames(what) {
			if i := slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), name) }); i >= 0 {
				at[what] = i
				break
			}
		}
	}
	_, text := at["text"]
	_, speaker := at["speaker"]
	_, when := at["time"]
	return at, text && (speaker || when)
}

// delimiter is what most often separates the names of a header row.
func delimiter(header string) rune {
	best, most := ',', 0
	for _, d := range ",;\t" {
		if n := strings.Count(header, string(d)); n > most {
			best, most = d, n
		}
	}
	return best
}

func scoreCSV(h *head) int {
	rows := h.lines()
	if len(rows) == 0 || len(rows[0]) > 500 {
		return 0
	}
	d := delimiter(rows[0])
	if !strings.ContainsRune(rows[0], d) {
		return 0
	}
	r := csv.NewReader(strings.NewReader(rows[0]))
	r.Comma, r.LazyQuotes = d, true
	header, err := r.Read()
	if err != nil {
		return 0
	}
	if _, ok := columns(header); !ok {
		return 0
	}
	return 50
}

// csvSource refuses to let the reader hold a row that is larger than a message.
type csvSource struct {
	r    *bufio.Reader
	csv  *csv.Reader
	read int64
}

func (s *csvSource) Read(p []byte) (int, error) {
	if s.csv != nil && s.read-s.csv.InputOffset() > MaxMessageBytes {
		return 0, errLargeValue
	}
	n, err := s.r.Read(p)
	s.read += int64(n)
	return n, err
}

// readCSV reads a table with a header row.
func readCSV(x *input, give yield) {
	in := utf8Reader(x.in)
	first, _ := in.Peek(2048)
	header, _, _ := strings.Cut(string(first), "\n")
	source := &csvSource{r: in}
	r := csv.NewReader(source)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = delimiter(header), true, -1
	source.csv = r
	names, err := r.Read()
	if err != nil {
		give(nil, fmt.Errorf("read the header row: %w", csvError(err)))
		return
	}
	at, ok := columns(names)
	if !ok {
		give(nil, errors.New("the header row names no text and speaker: call the columns text, speaker and time"))
		return
	}
	var finish func(*coach.Message) kind
	if strings.Join(names, ",") == "Date,User,Message" { // KakaoTalk on Macs
		finish = finishKakao
	}
	base := x.conversation
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			var bad *csv.ParseError
			if !errors.As(err, &bad) {
				give(nil, csvError(err))
				return
			}
			if !give(nil, x.problem(bad.Line, "not a row of a table")) {
				return
			}
			continue
		}
		line, _ := r.FieldPos(0)
		get := func(what string) string {
			i, ok := at[what]
			if !ok || i >= len(row) {
				return ""
			}
			v := row[i]
			if strings.HasPrefix(v, `="`) && strings.HasSuffix(v, `"`) {
				v = v[2 : len(v)-1] // spreadsheets guard numbers so
			}
			return v
		}
		if get("text") == "" && len(row) <= at["text"] {
			if !give(nil, x.problem(line, "the row has no %s", names[at["text"]])) {
				return
			}
			continue
		}
		x.conversation = strings.TrimSpace(base + " " + get("conversation"))
		m := x.folded(line, get("speaker"), get("text"), parseWhen(get("time")))
		m.ID = get("id")
		if !x.give(give, m, finish) {
			return
		}
	}
}

func csvError(err error) error {
	if errors.Is(err, errLargeValue) {
		return errLargeValue
	}
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return errors.New("not a table")
	}
	return err
}

func scoreJSON(h *head) int {
	if !h.begins("{", "[") {
		return 0
	}
	for _, at := range [...]string{"[]", "messages[]", "conversation[]", "data[]"} {
		for _, t := range columnNames("text") {
			for _, s := range columnNames("speaker") {
				if h.has(at+"."+t, at+"."+s) {
					return 40
				}
			}
		}
	}
	return 0
}

// readJSON reads a list of objects whose keys are called as in tables.
func readJSON(x *input, give yield) {
	x.elements(give, []string{"[]", "messages[]", "conversation[]", "data[]"}, nil, func(e element) bool {
		var o map[string]json.RawMessage
		if err := json.Unmarshal(e.raw, &o); err != nil {
			return give(nil, x.problem(e.line, "not an object that holds a message"))
		}
		get := func(what string) string {
			for _, name := range columnNames(what) {
				for _, key := range [...]string{name, strings.ToUpper(name[:1]) + name[1:], strings.ToUpper(name)} {
					if raw, ok := o[key]; ok {
						return looseText(raw)
					}
				}
			}
			return ""
		}
		m := x.folded(e.line, get("speaker"), get("text"), parseWhen(get("time")))
		m.ID = get("id")
		return x.give(give, m, nil)
	})
}

// looseText reads a text, a number, a list of parts with text, or a person with a name.
func looseText(raw json.RawMessage) string {
	var t loose
	if json.Unmarshal(raw, &t) == nil && t != "" {
		return string(t)
	}
	var person struct {
		Name, DisplayName, Username loose
	}
	if json.Unmarshal(raw, &person) == nil {
		return string(person.Name + person.DisplayName + person.Username)
	}
	var parts []struct{ Text loose }
	var b strings.Builder
	if json.Unmarshal(raw, &parts) == nil {
		for _, p := range parts {
			b.WriteString(string(p.Text))
		}
	}
	return b.String()
}

func scoreConvoKit(h *head) int {
	if !h.begins("{") {
		return 0
	}
	first, _, _ := strings.Cut(strings.TrimLeft(h.text, " \r\n\t"), "\n")
	var o map[string]json.RawMessage
	if json.Unmarshal([]byte(first), &o) != nil {
		return 0
	}
	_, conversation := o["conversation_id"]
	_, root := o["root"]
	_, hyphen := o["reply-to"]
	_, under := o["reply_to"]
	if (conversation || root) && (hyphen || under) {
		return 80
	}
	return 0
}

// readConvoKit reads a corpus: the utterances of many conversations, each with its own speakers.
func readConvoKit(x *input, give yield) {
	x.lines(give, func(number int, raw string) bool {
		if strings.TrimSpace(raw) == "" {
			return true
		}
		var u struct {
			ID      loose           `json:"id"`
			Speaker json.RawMessage `json:"speaker"`
			User    json.RawMessage `json:"user"`
			Conv    loose           `json:"conversation_id"`
			Root    loose           `json:"root"`
			Reply   loose           `json:"reply-to"`
			Reply2  loose           `json:"reply_to"`
			Time    loose           `json:"timestamp"`
			Text    loose           `json:"text"`
		}
		if err := json.Unmarshal([]byte(raw), &u); err != nil {
			return give(nil, x.problem(number, "%w", jsonError(err)))
		}
		if u.Text == "[deleted]" || u.Text == "[removed]" {
			x.export.Notices++
			return true
		}
		speaker := looseID(u.Speaker)
		if speaker == "" {
			speaker = looseID(u.User)
		}
		m := x.folded(number, speaker, string(u.Text), parseWhen(string(u.Time)))
		m.ID, m.ReplyTo, m.Conversation = string(u.ID), string(u.Reply+u.Reply2), string(u.Conv+u.Root)
		return x.give(give, m, nil)
	})
}

// looseID reads a speaker, who is a text or an object with an id.
func looseID(raw json.RawMessage) string {
	var t loose
	if json.Unmarshal(raw, &t) == nil && t != "" {
		return string(t)
	}
	var o struct {
		ID loose `json:"id"`
	}
	_ = json.Unmarshal(raw, &o) // what has no id has no name
	return string(o.ID)
}
