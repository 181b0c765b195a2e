package report

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/insight"
)

// chatReport gathers a short conversation with a name and words that try to break out.
func chatReport(t *testing.T, redact bool) *insight.Report {
	t.Helper()
	c, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	g := insight.New(insight.Options{Redact: redact})
	v := c.Conversation()
	at := time.Date(2024, 1, 1, 10, 0, 0, 0, coach.Floating)
	for i, line := range []string{
		"Ana: I feel so alone lately", "Ben</script><script>document.title='x'</script>: You're overreacting. </script><img src=x onerror=alert(1)>",
		"Ana: You never listen to me.", "Ben</script><script>document.title='x'</script>: You are so selfish.", "Ana: I'm sorry I snapped at you.", "Ben</script><script>document.title='x'</script>: Thank you for telling me.",
	} {
		speaker, text, _ := strings.Cut(line, ": ")
		m := &coach.Message{Speaker: speaker, Text: text, Time: at.Add(time.Duration(i) * time.Minute), Source: coach.Source{File: "chat.txt", Line: i + 1}}
		g.Add(v.Check(m))
	}
	return g.Report()
}

func TestThePageHoldsMessagesOnlyAsData(t *testing.T) {
	var page bytes.Buffer
	if err := WriteChatHTML(&page, chatReport(t, false), Options{}); err != nil {
		t.Fatal(err)
	}
	s := page.String()
	if strings.Contains(s, "<script>document") || strings.Contains(s, "<img src=x") {
		t.Error("words of a message became part of the page")
	}
	if strings.Contains(s, "http://") && strings.Count(s, "http://") != strings.Count(s, "http://www.w3.org/2000/svg") || strings.Contains(s, "https://") {
		t.Error("the page names another place")
	}
	if !strings.Contains(s, "default-src &#39;none&#39;") && !strings.Contains(s, "default-src 'none'") {
		t.Error("the page has no policy")
	}
}

func TestARedactedReportHoldsNoNameAndNoText(t *testing.T) {
	for _, format := range ChatFormats() {
		var out bytes.Buffer
		if err := WriteChat(format, &out, chatReport(t, true), Options{}); err != nil {
			t.Fatal(err)
		}
		for _, private := range []string{"Ana", "Ben", "alone", "listen to"} {
			if strings.Contains(out.String(), private) {
				t.Errorf("%s: %q is in a redacted report", format, private)
			}
		}
	}
}

func TestSmallNumbersAreCalledSmall(t *testing.T) {
	var out bytes.Buffer
	if err := WriteChat("text", &out, chatReport(t, false), Options{}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "That is few") || !strings.Contains(out.String(), "of only 3") {
		t.Errorf("got %s", out.String())
	}
}

// The page is opened in a real browser where there is one; .ci/run installs it.
func TestThePageDrawsItselfInABrowser(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "report.html")
	var page bytes.Buffer
	if err := WriteChatHTML(&page, chatReport(t, false), Options{}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, page.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir="+filepath.Join(dir, "profile"), "--virtual-time-budget=2000", "--dump-dom", "file://"+file)
	dom, err := cmd.Output()
	if err != nil {
		t.Fatalf("chromium: %v", err)
	}
	for _, want := range []string{"Who wrote what", "When somebody shared a feeling", "One hurt after another", "The hardest moments", "<title>What this conversation shows</title>", "Ben&lt;/script&gt;"} {
		if !strings.Contains(string(dom), want) {
			t.Errorf("the page doesn't show %q", want)
		}
	}
}
