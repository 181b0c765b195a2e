// Package talk makes up chats from a seed, for benchmarks: the same seed gives the same bytes. Its sentences are its own.
// About one message in fifty hurts, as in an ordinary chat between people who get along.
package talk

import (
	_ "embed"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// sentences.txt holds lists: "# name" begins one, and [name] in a line of it stands for any line of that list.
//
//go:embed sentences.txt
var sentences string

// Forms are the ways to write a chat: as WhatsApp exports it, as the JSONL that coach reads, or the bare messages.
var Forms = map[string]func(io.Writer, Message){"whatsapp": whatsApp, "jsonl": jsonLine, "lines": bare}

// Write writes a chat of at least so many bytes.
func Write(w io.Writer, c *Chat, size int, form func(io.Writer, Message)) {
	for out := (&counter{w: w}); out.n < size; {
		form(out, c.Next())
	}
}

type counter struct {
	w io.Writer
	n int
}

func (c *counter) Write(p []byte) (int, error) {
	c.n += len(p)
	return c.w.Write(p)
}

// A Message is one thing somebody writes.
type Message struct {
	id           int
	conversation int
	speaker      string
	at           time.Time
	text         string
}

// A Chat goes on for ever.
type Chat struct {
	rnd    *rand.Rand
	lists  map[string][]string
	people int
	talks  int
	n      int
	at     time.Time
}

// New returns a chat among so many people, in so many conversations at the same time.
func New(seed uint64, people, talks int) *Chat {
	lists := map[string][]string{}
	name := ""
	for line := range strings.Lines(sentences) {
		line = strings.TrimSpace(line)
		if title, ok := strings.CutPrefix(line, "# "); ok {
			name = title
		} else if line != "" {
			lists[name] = append(lists[name], line)
		}
	}
	start := time.Date(2016, 1, 5, 7, 30, 0, 0, time.UTC)
	return &Chat{rnd: rand.New(rand.NewPCG(seed, 1)), lists: lists, people: people, talks: talks, at: start}
}

// Next is the next message.
func (c *Chat) Next() Message {
	c.n++
	c.at = c.at.Add(time.Duration(1+c.rnd.IntN(900)) * time.Second)
	text := c.fill("message")
	for c.rnd.IntN(3) == 0 {
		text += c.pick([]string{" ", " ", " ", "\n"}) + c.fill("message")
	}
	if c.rnd.IntN(8) == 0 {
		text += " " + c.fill("emoji")
	}
	return Message{c.n, c.rnd.IntN(c.talks), c.speaker(c.rnd.IntN(c.people)), c.at, text}
}

func (c *Chat) pick(list []string) string { return list[c.rnd.IntN(len(list))] }

func (c *Chat) speaker(i int) string {
	names := c.lists["name"]
	if i < len(names) {
		return names[i]
	}
	return names[i%len(names)] + " " + strconv.Itoa(i/len(names))
}

// fill takes a line of a list and the lists it names.
func (c *Chat) fill(list string) string {
	if list == "number" {
		return strconv.Itoa(2 + c.rnd.IntN(58))
	}
	var b strings.Builder
	rest := c.pick(c.lists[list])
	for {
		before, after, ok := strings.Cut(rest, "[")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, behind, _ := strings.Cut(after, "]")
		b.WriteString(c.fill(name))
		rest = behind
	}
}

func whatsApp(w io.Writer, m Message) {
	fmt.Fprintf(w, "%s - %s: %s\n", m.at.Format("02/01/2006, 15:04"), m.speaker, m.text)
}

func jsonLine(w io.Writer, m Message) {
	fmt.Fprintf(w, `{"id":"m%d","conversation":"c%d","speaker":%q,"time":%q,"text":%s}`+"\n",
		m.id, m.conversation, m.speaker, m.at.Format(time.RFC3339), strings.ReplaceAll(quoted(m.text), "\n", `\n`))
}

// quoted writes text without control characters other than line breaks as JSON.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func bare(w io.Writer, m Message) { fmt.Fprintln(w, m.text) }
