package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"

	"github.com/emotional-safety/coach/coach/insight"
)

//go:embed chat.html
var chatPage string

//go:embed chat.css
var chatStyle string

//go:embed chat.js
var chatScript string

// pageData is what the page's script reads.
type pageData struct {
	*insight.Report
	Strategies map[string]pageStrategy `json:"strategies"`
	Version    string                  `json:"version"`
}

type pageStrategy struct {
	Title string   `json:"title"`
	Try   []string `json:"try"`
}

// WriteChatHTML writes a page of its own: it asks nothing of any other place, and its policy forbids that it could. All
// that came from messages reaches the page as JSON, and is only ever shown as text.
func WriteChatHTML(w io.Writer, r *insight.Report, o Options) error {
	data := pageData{Report: r, Strategies: map[string]pageStrategy{}, Version: o.Version}
	for _, s := range o.Strategies {
		data.Strategies[s.Key] = pageStrategy{s.Title, s.Try}
	}
	body, err := json.Marshal(data) // with <, > and & escaped: it can't end its element
	if err != nil {
		return err
	}
	// Nothing here is left to escape, and a template engine that may call any method by its name would keep every method of
	// every library in the program.
	policy := "default-src 'none'; base-uri 'none'; form-action 'none'; style-src " + digest(chatStyle) + "; script-src " + digest(chatScript)
	_, err = strings.NewReplacer("{{policy}}", policy, "{{style}}", chatStyle, "{{script}}", chatScript, "{{data}}", string(body)).WriteString(w, chatPage)
	return err
}

// digest is how a policy names a text that may stand in the page.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
