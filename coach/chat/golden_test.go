package chat

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emotional-safety/coach/coach"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden is what an export is read as: a line about the whole, then one for each message.
type golden struct {
	Format  string `json:"format"`
	Notices int    `json:"notices"`
	Media   int    `json:"media"`
}

type goldenMessage struct {
	File         string `json:"file,omitempty"` // of a folder
	Line         int    `json:"line"`
	Time         string `json:"time,omitempty"`
	Conversation string `json:"conversation,omitempty"`
	Speaker      string `json:"speaker"`
	Text         string `json:"text"`
}

// openSample opens a file, or a folder of an export of many files.
func openSample(name string) (*Export, func(), error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		e, err := OpenFS(os.DirFS(name), "", Options{})
		return e, func() {}, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	e, err := Open(f, "", Options{})
	return e, func() { f.Close() }, err
}

// Each sample in testdata/exports/FORMAT was written by hand or by its own small generator in the ways its app writes;
// what it is read as stands beside it, in NAME.golden.
func TestSamplesAreReadMessageForMessage(t *testing.T) {
	root := filepath.Join("..", "..", "testdata", "exports")
	samples, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil || len(samples) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	for _, sample := range samples {
		if strings.HasSuffix(sample, ".golden") {
			continue
		}
		rel, _ := filepath.Rel(root, sample)
		t.Run(filepath.ToSlash(rel), func(t *testing.T) {
			got := readSample(t, sample)
			file := sample + ".golden"
			if *update {
				if err := os.WriteFile(file, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			compareLines(t, string(got), string(want))
		})
	}
}

func readSample(t *testing.T, sample string) []byte {
	t.Helper()
	e, done, err := openSample(sample)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if want := filepath.Base(filepath.Dir(sample)); e.Format != want {
		t.Errorf("told as %s, want %s", e.Format, want)
	}
	var out, messages bytes.Buffer
	write := func(b *bytes.Buffer, v any) {
		enc := json.NewEncoder(b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
	}
	for m, err := range e.Messages() {
		if err != nil {
			write(&messages, map[string]string{"error": err.Error()})
			continue
		}
		write(&messages, goldenMessage{m.Source.File, m.Source.Line, goldenTime(m.Time), m.Conversation, m.Speaker, m.Text})
	}
	write(&out, golden{e.Format, e.Notices, e.Media})
	out.Write(messages.Bytes())
	return out.Bytes()
}

func goldenTime(at time.Time) string {
	switch {
	case at.IsZero():
		return ""
	case at.Location() == coach.Floating:
		return at.Format("2006-01-02T15:04:05")
	}
	return at.Format(time.RFC3339)
}

func compareLines(t *testing.T, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		a, b := "", ""
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			t.Errorf("line %d:\n got %s\nwant %s", i+1, a, b)
			return
		}
	}
}
