// Command corpus writes a chat of any size from a seed, for benchmarks: the same flags give the same bytes. Its
// sentences are made up here. About one message in fifty hurts, as in an ordinary chat between people who get along.
package main

import (
	"bufio"
	_ "embed"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"time"
)

// sentences.txt holds lists: "# name" begins one, and [name] in a line of it stands for any line of that list.
//
//go:embed sentences.txt
var sentences string

func main() {
	size := flag.Int("size", 1<<20, "bytes to write, at least")
	seed := flag.Uint64("seed", 1, "where chance begins")
	form := flag.String("form", "whatsapp", "whatsapp, jsonl, or lines (the bare messages)")
	people := flag.Int("people", 2, "how many take part in a conversation")
	talks := flag.Int("conversations", 1, "how many conversations run at the same time (jsonl)")
	flag.Parse()
	write, ok := map[string]func(io.Writer, message){"whatsapp": whatsApp, "jsonl": jsonLine, "lines": bare}[*form]
	if !ok || *people < 1 || *talks < 1 {
		fmt.Fprintln(os.Stderr, "corpus: want --form whatsapp, jsonl or lines, and one person and one conversation at least")
		os.Exit(2)
	}
	out := &counter{w: bufio.NewWriterSize(os.Stdout, 1<<16)}
	c := newChat(*seed, *people, *talks)
	for out.n < *size {
		write(out, c.next())
	}
	if err := out.w.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(1)
	}
}

type counter struct {
	w *bufio.Writer
	n int
}

func (c *counter) Write(p []byte) (int, error) {
	c.n += len(p)
	return c.w.Write(p)
}

type message struct {
	id           int
	conversation int
	speaker      string
	at           time.Time
	text         string
}

type chat struct {
	rnd    *rand.Rand
	lists  map[string][]string
	people int
	talks  int
	n      int
	at     time.Time
}

func newChat(seed uint64, people, talks int) *chat {
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
	return &chat{rnd: rand.New(rand.NewPCG(seed, 1)), lists: lists, people: people, talks: talks, at: start}
}

func (c *chat) next() message {
	c.n++
	c.at = c.at.Add(time.Duration(1+c.rnd.IntN(900)) * time.Second)
	text := c.fill("message")
	for c.rnd.IntN(3) == 0 {
		text += c.pick([]string{" ", " ", " ", "\n"}) + c.fill("message")
	}
	if c.rnd.IntN(8) == 0 {
		text += " " + c.fill("emoji")
	}
	return message{c.n, c.rnd.IntN(c.talks), c.speaker(c.rnd.IntN(c.people)), c.at, text}
}

func (c *chat) pick(list []string) string { return list[c.rnd.IntN(len(list))] }

func (c *chat) speaker(i int) string {
	names := c.lists["name"]
	if i < len(names) {
		return names[i]
	}
	return names[i%len(names)] + " " + strconv.Itoa(i/len(names))
}

// fill takes a line of a list and the lists it names.
func (c *chat) fill(list string) string {
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

func whatsApp(w io.Writer, m message) {
	fmt.Fprintf(w, "%s - %s: %s\n", m.at.Format("02/01/2006, 15:04"), m.speaker, m.text)
}

func jsonLine(w io.Writer, m message) {
	fmt.Fprintf(w, `{"id":"m%d","conversation":"c%d","speaker":%q,"time":%q,"text":%s}`+"\n",
		m.id, m.conversation, m.speaker, m.at.Format(time.RFC3339), strings.ReplaceAll(quoted(m.text), "\n", `\n`))
}

// quoted writes text without control characters other than line breaks as JSON.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func bare(w io.Writer, m message) { fmt.Fprintln(w, m.text) }
