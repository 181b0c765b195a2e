package chat

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/emotional-safety/coach/coach/text"
)

func scoreMbox(h *head) int {
	first, rest, ok := strings.Cut(h.text, "\n")
	if ok && isMboxLine(first) && strings.Contains(rest, ":") && hasMailHeaders(rest) {
		return 90
	}
	return 0
}

// isMboxLine reports whether a line begins a message of an mbox: "From ana@example.org Mon Jan  2 15:04:05 2006".
func isMboxLine(line string) bool {
	rest, ok := strings.CutPrefix(line, "From ")
	words := strings.Fields(rest)
	return ok && len(words) >= 2 && strings.ContainsAny(rest, ":0123456789")
}

// hasMailHeaders reports whether a text begins with the headers of a mail.
func hasMailHeaders(s string) bool {
	known := 0
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		name, _, ok := strings.Cut(line, ":")
		if !ok || strings.ContainsAny(name, " \t") {
			return false
		}
		switch strings.ToLower(name) {
		case "from", "date", "message-id", "mime-version", "received", "return-path", "content-type", "to", "subject", "delivered-to":
			known++
		}
	}
	return known >= 3
}

func scoreMail(h *head) int {
	if hasMailHeaders(h.text) && strings.Contains(strings.ToLower(h.text), "from:") {
		return 85
	}
	return 0
}

// readMail reads one mail, or, without headers, the text of one.
func readMail(x *input, give yield) {
	raw, _ := x.in.Peek(headBytes)
	if hasMailHeaders(newHead(raw, true).text) {
		x.mail(give, io.LimitReader(x.in, MaxMailBytes), 1)
		return
	}
	body, err := io.ReadAll(io.LimitReader(utf8Reader(x.in), MaxMailBytes))
	if err != nil {
		give(nil, err)
		return
	}
	if bytes.IndexByte(body, 0) >= 0 {
		give(nil, text.ErrBinary)
		return
	}
	own, skipped := ownWords(strings.ReplaceAll(decodeLine(body), "\r\n", "\n"))
	x.give(give, x.folded(1+skipped, "", own, time.Time{}), nil)
}

// mail reads one mail: what its writer wrote, without what they quote, forward or sign with.
func (x *input) mail(give yield, in io.Reader, line int) bool {
	counter := &lineCounter{r: in}
	msg, err := mail.ReadMessage(bufio.NewReader(counter))
	if err != nil {
		return give(nil, x.problem(line, "not a mail: its headers can't be read"))
	}
	for _, values := range msg.Header {
		if strings.Contains(strings.Join(values, ""), "\x00") {
			return give(nil, x.problem(line, "%w", text.ErrBinary))
		}
	}
	body, err := mailText(msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), msg.Body, 0)
	if err != nil && body == "" {
		return give(nil, x.problem(line, "the mail's text can't be read"))
	}
	if strings.IndexByte(body, 0) >= 0 {
		return give(nil, x.problem(line, "%w", text.ErrBinary))
	}
	own, skipped := ownWords(body)
	when, _ := msg.Header.Date() // the zero time when there is none
	m := x.folded(line+counter.ended+skipped, sender(msg.Header.Get("From")), own, when)
	m.Conversation = strings.TrimSpace(x.conversation + " " + topic(msg.Header.Get("Subject")))
	m.ID = strings.Trim(msg.Header.Get("Message-Id"), "<> ")
	m.ReplyTo = strings.Trim(msg.Header.Get("In-Reply-To"), "<> ")
	return x.give(give, m, nil)
}

// answerMarks stand before the subject of an answer or of a mail passed on, by language.
var answerMarks = [...]string{"re", "fwd", "fw", "aw", "wg", "sv", "vs", "antw", "rv", "ref", "tr", "r", "i", "rif", "enc", "res", "odp", "ynt", "vb"}

// topic is what a mail and its answers have in common: the subject, without what answering and forwarding put before it.
func topic(subject string) string {
	decoder := mime.WordDecoder{CharsetReader: charsetReader}
	if decoded, err := decoder.DecodeHeader(subject); err == nil {
		subject = decoded
	}
	for {
		subject = strings.TrimSpace(subject)
		mark, rest, ok := strings.Cut(subject, ":")
		mark = strings.ToLower(strings.TrimRight(mark, "[]0123456789 "))
		if !ok || !isOneOf(mark, answerMarks[:]) {
			return subject
		}
		subject = rest
	}
}

// lineCounter knows in which line the headers ended.
type lineCounter struct {
	r     io.Reader
	lines int
	last  byte
	ended int
}

func (c *lineCounter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for _, b := range p[:n] {
		if b == '\n' {
			c.lines++
			if c.last == '\n' && c.ended == 0 {
				c.ended = c.lines
			}
		}
		if b != '\r' {
			c.last = b
		}
	}
	return n, err
}

// sender is the name in a From header, or else the address.
func sender(from string) string {
	decoder := mime.WordDecoder{CharsetReader: charsetReader}
	parser := mail.AddressParser{WordDecoder: &decoder}
	if a, err := parser.Parse(from); err == nil {
		if a.Name != "" {
			return a.Name
		}
		return a.Address
	}
	if decoded, err := decoder.DecodeHeader(from); err == nil {
		from = decoded
	}
	name, _, _ := strings.Cut(from, "<")
	return strings.Trim(name, `" `)
}

// charsetReader reads an unknown charset as it is.
func charsetReader(name string, in io.Reader) (io.Reader, error) {
	if e := charset(name); e != nil {
		in = e.NewDecoder().Reader(in)
	}
	return in, nil
}

// maxMailDepth is how deep the parts of a mail may be nested.
const maxMailDepth = 8

// mailText finds the text of a mail among its parts: plain text before HTML. Files are passed over, not held.
func mailText(contentType, encoding string, in io.Reader, depth int) (string, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind == "" {
		kind = "text/plain"
	}
	switch {
	case strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" && depth < maxMailDepth:
		return multipartText(multipart.NewReader(in, params["boundary"]), depth)
	case kind == "text/plain", kind == "text/html":
	default:
		return "", nil
	}
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		in = quotedprintable.NewReader(in)
	case "base64":
		in = base64.NewDecoder(base64.StdEncoding, in)
	}
	if name := params["charset"]; name != "" && !strings.EqualFold(name, "utf-8") {
		in, _ = charsetReader(name, in)
	}
	raw, err := io.ReadAll(io.LimitReader(in, MaxMessageBytes))
	body := strings.ReplaceAll(decodeLine(raw), "\r\n", "\n")
	if kind == "text/html" {
		return htmlText(body), err
	}
	if strings.EqualFold(params["format"], "flowed") {
		body = unflow(body, strings.EqualFold(params["delsp"], "yes"))
	}
	return body, err
}

func multipartText(parts *multipart.Reader, depth int) (string, error) {
	fallback := ""
	for {
		p, err := parts.NextRawPart()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return fallback, err
		}
		if strings.HasPrefix(p.Header.Get("Content-Disposition"), "attachment") {
			continue
		}
		kind := p.Header.Get("Content-Type")
		body, err := mailText(kind, p.Header.Get("Content-Transfer-Encoding"), p, depth+1)
		if err != nil && body == "" {
			continue
		}
		if strings.TrimSpace(body) != "" && !strings.HasPrefix(kind, "text/html") {
			return body, nil
		}
		if fallback == "" {
			fallback = body
		}
	}
}

// unflow joins the lines that a mail program broke (RFC 3676).
func unflow(s string, delete bool) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		bare := strings.TrimSuffix(line, "\n")
		if bare == "-- " || !strings.HasSuffix(bare, " ") || strings.HasPrefix(bare, ">") {
			b.WriteString(line)
			continue
		}
		if delete {
			bare = strings.TrimSuffix(bare, " ")
		}
		b.WriteString(bare)
	}
	return b.String()
}

// htmlText is the text of a page, without what it quotes.
func htmlText(page string) string {
	z := newHTMLReader(strings.NewReader(page))
	var b strings.Builder
	skip := 0
	var stack []string
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if skip == 0 {
				b.WriteString(strings.Join(strings.FieldsFunc(z.text(), func(r rune) bool { return r == '\n' || r == '\r' }), " "))
			}
		case html.StartTagToken:
			t := z.tag()
			name, class, id := t.name, t.attrs["class"], t.attrs["id"]
			if strings.Contains(voids, " "+name+" ") {
				if name == "br" || name == "hr" {
					b.WriteByte('\n')
				}
				continue
			}
			if name == "p" || name == "div" || name == "li" || name == "tr" {
				b.WriteByte('\n')
			}
			if len(stack) < maxHTMLDepth {
				stack = append(stack, name)
			}
			if skip == 0 && (name == "blockquote" || name == "style" || name == "script" || name == "head" || strings.Contains(class, "gmail_quote") || id == "divRplyFwdMsg" || strings.Contains(class, "OutlookMessageHeader")) {
				skip = len(stack)
			}
		case html.EndTagToken:
			raw, _ := z.TagName()
			for k := len(stack) - 1; k >= 0; k-- {
				if stack[k] == string(raw) {
					stack = stack[:k]
					break
				}
			}
			if len(stack) < skip {
				skip = 0
			}
		}
	}
}

// readMbox reads many mails from one file, one at a time.
func readMbox(x *input, give yield) {
	lines := &lineReader{r: x.in}
	var body bytes.Buffer
	begun := 0
	more := true
	end := func() {
		if begun > 0 && more {
			more = x.mail(give, bytes.NewReader(body.Bytes()), begun)
		}
		body.Reset()
	}
	blank, large := true, false
	for more {
		raw, err := lines.next()
		if errors.Is(err, io.EOF) {
			end()
			return
		}
		if err != nil && !errors.Is(err, errLongLine) {
			give(nil, fmt.Errorf("after line %d: %w", lines.number, err))
			return
		}
		line := bytes.TrimRight(raw, "\r\n")
		if blank && isMboxLine(string(line[:min(len(line), 200)])) && headerFollows(x.in) {
			end()
			begun, large, blank = lines.number+1, false, false
			continue
		}
		blank = len(line) == 0
		if body.Len()+len(raw) > MaxMailBytes {
			large = true // the attachments of one mail are longer than what is kept of it
		}
		if large {
			continue
		}
		if unquoted := bytes.TrimLeft(line, ">"); len(unquoted) < len(line) && bytes.HasPrefix(unquoted, []byte("From ")) {
			raw = raw[1:]
		}
		body.Write(raw)
	}
}

// headerFollows reports whether the next line begins as a header does: after a "From " that begins a paragraph, none does.
func headerFollows(in *bufio.Reader) bool {
	ahead, _ := in.Peek(80)
	name, _, ok := bytes.Cut(ahead, []byte(":"))
	return len(ahead) == 0 || ok && len(name) > 0 && !bytes.ContainsAny(name, " \t\r\n")
}

// MaxMailBytes is how much of one mail is read, with its attachments. The text stands first.
const MaxMailBytes = 16 << 20
