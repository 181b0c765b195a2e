package chat

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// head is what detection looks at: the first bytes of an input, as UTF-8.
type head struct {
	text  string
	whole bool // the text is the whole input
	paths map[string]bool
	rows  []string
}

func newHead(raw []byte, more bool) *head {
	if utf8.Valid(raw) && bytes.IndexByte(raw, 0) < 0 {
		return &head{text: strings.TrimPrefix(string(raw), "\uFEFF"), whole: !more}
	}
	decoded, err := io.ReadAll(utf8Reader(bufio.NewReaderSize(bytes.NewReader(raw), 4096)))
	if err != nil {
		decoded = raw
	}
	return &head{text: strings.TrimPrefix(string(decoded), "\uFEFF"), whole: !more}
}

// begins reports whether the text begins with one of these, blanks left aside.
func (h *head) begins(prefixes ...string) bool {
	t := strings.TrimLeft(h.text, " \t\r\n")
	for _, p := range prefixes {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	return false
}

// maxRows is how many lines take part in a vote about their shape.
const maxRows = 200

// lines returns the first lines that are not blank, without their ends. The last is left out when it may be cut.
func (h *head) lines() []string {
	if h.rows != nil {
		return h.rows
	}
	for line := range strings.Lines(h.text) {
		if !h.whole && !strings.HasSuffix(line, "\n") || len(h.rows) == maxRows {
			break
		}
		if line = strings.TrimRight(line, "\r\n"); strings.TrimSpace(line) != "" {
			h.rows = append(h.rows, line)
		}
	}
	return h.rows
}

// vote returns which share of the lines, in percent, are of a shape, and how many.
func (h *head) vote(is func(line string) bool) (percent, votes int) {
	rows := h.lines()
	for _, l := range rows {
		if is(l) {
			votes++
		}
	}
	if len(rows) == 0 {
		return 0, 0
	}
	return votes * 100 / len(rows), votes
}

// has reports whether the JSON that the text begins with has a value at each of these paths. A path names keys, with
// [] for the elements of an array, as in "messages[].sender_name".
func (h *head) has(paths ...string) bool {
	if !h.begins("{", "[") {
		return false
	}
	if h.paths == nil {
		h.paths = jsonPaths(h.text)
	}
	for _, p := range paths {
		if !h.paths[p] {
			return false
		}
	}
	return true
}

// jsonPaths lists the paths of values in JSON that may be cut anywhere.
func jsonPaths(s string) map[string]bool {
	paths := map[string]bool{}
	scan := newJSONScan(strings.NewReader(s))
	scan.seen = func(path string) { paths[path] = true }
	_ = scan.walk("", 0) // what comes before an error counts
	return paths
}

// isCutJSON reports whether the whole input is the beginning of a JSON object, or of an array of objects, and breaks off
// inside of it. People don't write `{"name":` and stop; a download does. One slip that JSON doesn't allow makes it a text.
func (h *head) isCutJSON() bool {
	if !h.whole || !h.begins("{", "[") {
		return false
	}
	cut := strings.TrimRight(h.text, " \t\r\n") // an editor, or the shell, may have ended the line
	tokens := json.NewDecoder(strings.NewReader(cut))
	first, err := tokens.Token()
	if first == json.Delim('[') && err == nil {
		first, err = tokens.Token()
	}
	if first != json.Delim('{') || err != nil {
		return false
	}
	key, err := tokens.Token()
	_, isKey := key.(string)
	after := strings.TrimLeft(cut[tokens.InputOffset():], " \t\r\n")
	if err != nil || !isKey || !strings.HasPrefix(after, ":") {
		return false
	}
	var whole json.RawMessage
	return errors.Is(json.NewDecoder(strings.NewReader(cut)).Decode(&whole), io.ErrUnexpectedEOF)
}
