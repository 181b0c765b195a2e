package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/emotional-safety/coach/coach"
)

// written runs the built-in rules over texts and returns what a format makes of it.
func written(t *testing.T, format string, texts ...string) string {
	t.Helper()
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := New(format, &out, Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	v := c.Conversation()
	for i, text := range texts {
		m := &coach.Message{Text: text, Source: coach.Source{File: "a b,\x1b[31m<&\".txt", Line: i + 1}}
		if err := w.Write(v.Check(m)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestSARIFKeepsItsSchema(t *testing.T) {
	for name, texts := range map[string][]string{"findings": {"You never listen 😀 to me.", "ok"}, "nothing": {"ok"}, "no message": nil} {
		got, err := sarif.FromBytes([]byte(written(t, "sarif", texts...)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := got.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSARIFCountsColumnsInUTF16(t *testing.T) {
	if got := written(t, "sarif", "😀 You never listen to me."); !strings.Contains(got, `"startColumn": 4`) {
		t.Errorf("got %s", got)
	}
}

func TestNoFileNameCanBreakOutOfAFormat(t *testing.T) {
	for _, format := range []string{"sarif", "github", "checkstyle", "junit"} {
		got := written(t, format, "You never listen to me.")
		if strings.Contains(got, "\x1b") {
			t.Errorf("%s: a terminal escape came through", format)
		}
	}
	got := written(t, "github", "You never listen to me.")
	if !strings.HasPrefix(got, "::warning file=a b%2C") || strings.Count(got, "\n") != 1 {
		t.Errorf("got %q", got)
	}
}

func TestXMLFormatsAreWellFormed(t *testing.T) {
	for _, format := range []string{"checkstyle", "junit"} {
		for _, texts := range [][]string{{"You never listen to me.", "ok"}, {"ok"}, nil} {
			d := xml.NewDecoder(strings.NewReader(written(t, format, texts...)))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", format, err)
				}
			}
		}
	}
}

// The XML formats are held to schemas by xmllint where it is; .ci/run installs it.
func TestXMLFormatsKeepTheirSchemas(t *testing.T) {
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed")
	}
	for _, format := range []string{"checkstyle", "junit"} {
		for name, texts := range map[string][]string{"findings": {"You never listen to me. You always do this to me. 😀 <&\"", "ok"}, "nothing": {"ok"}, "no message": nil} {
			cmd := exec.CommandContext(t.Context(), xmllint, "--noout", "--nonet", "--schema", filepath.Join("..", "..", "testdata", "schema", format+".xsd"), "-")
			cmd.Stdin = strings.NewReader(written(t, format, texts...))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s, %s: %v: %s", format, name, err, out)
			}
		}
	}
}

// githubCommand is a workflow command as GitHub's documentation gives it.
var githubCommand = regexp.MustCompile(`^::(notice|warning|error) file=[^,:\n]+,line=\d+,col=\d+(,endColumn=\d+)?,title=[^,:\n]+::[^\n]+$`)

func TestGitHubCommandsHaveTheDocumentedForm(t *testing.T) {
	for _, line := range strings.Split(strings.TrimSpace(written(t, "github", "You never listen to me.\nYou always do this to me.", "50% of 😀, you never listen: to me")), "\n") {
		if !githubCommand.MatchString(line) {
			t.Errorf("got %q", line)
		}
	}
}
