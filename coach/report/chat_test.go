package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/insight"
)

// chatReport gathers a short conversation with a name and words that try to break out.
func chatReport(t *testing.T, redact bool) *insight.Report {
	t.Helper()
	c, err := coach.New(coach.Options{Acts: true})
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

func TestARedactedPageHoldsNoNameAndNoText(t *testing.T) {
	var page bytes.Buffer
	if err := WriteChatHTML(&page, chatReport(t, true), Options{}); err != nil {
		t.Fatal(err)
	}
	for _, private := range []string{"Ana", "Ben", "so alone", "listen to", "snapped", "chat.txt"} {
		if strings.Contains(page.String(), private) {
			t.Errorf("%q is in a redacted page", private)
		}
	}
}

func TestMarkdownKeepsParagraphsListsAndPicturesApart(t *testing.T) {
	var out bytes.Buffer
	if err := WriteChat("markdown", &out, chatReport(t, false), Options{}); err != nil {
		t.Fatal(err)
	}
	s := out.String()
	if strings.Contains(s, "\n\n\n") || strings.Count(s, "```") != 2 || !strings.Contains(s, "\n\n- ") {
		t.Errorf("got %s", s)
	}
	for line := range strings.Lines(s) {
		if strings.HasPrefix(line, "     ") {
			t.Errorf("%q would be shown as code", line)
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

// longReport gathers many short messages of three people, over years.
func longReport(t *testing.T, n int) *insight.Report {
	t.Helper()
	c, err := coach.New(coach.Options{Acts: true})
	if err != nil {
		t.Fatal(err)
	}
	g := insight.New(insight.Options{Me: "Ana"})
	v := c.Conversation()
	at := time.Date(2014, 1, 1, 10, 0, 0, 0, coach.Floating)
	for i := range n {
		m := &coach.Message{Speaker: []string{"Ana", "Ben", "Eve"}[i*i%3], Text: "ok", Time: at.Add(time.Duration(i) * 7 * time.Minute), Source: coach.Source{File: "chat.txt", Line: i + 1}}
		switch {
		case i%40 == 1:
			m.Text = "You never listen to me."
		case i%40 == 3:
			m.Text = "I feel so alone lately"
		case i%50 == 4:
			m.Text = "I'm sorry I snapped at you."
		}
		g.Add(v.Check(m))
	}
	return g.Report()
}

// driver runs in the page, as a person would use it, and writes what it saw to the root element. It is let in by its
// own digest: the rest of the policy stays.
const driver = `
const out = {violations: 0, problems: []};
addEventListener("securitypolicyviolation", () => out.violations++);
const titles = () => [...document.querySelectorAll("main h2")].map((h) => h.textContent);
const say = (ok, what) => { if (!ok) out.problems.push(what); };
addEventListener("load", () => {
  out.all = titles();
  const can = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")].filter((e) => e.tabIndex >= 0 && !e.closest("details:not([open]) > :not(summary)"));
  for (const e of can) { e.focus(); say(document.activeElement === e, "no focus for " + e.outerHTML.slice(0, 80)); }
  out.focusable = can.length;
  for (const e of document.querySelectorAll("input, select")) say(e.labels.length > 0 && e.labels[0].textContent.trim() !== "", "no label for " + e.outerHTML);
  for (const e of document.querySelectorAll("svg[role=img]")) say(e.getAttribute("aria-label"), "a picture without words");
  for (const e of document.querySelectorAll("main section")) say(e.getAttribute("aria-label") && e.querySelector("h2"), "a section without a name");
  say(document.documentElement.scrollWidth <= innerWidth, "wider than the screen: " + document.documentElement.scrollWidth + " of " + innerWidth);
  const radio = [...document.querySelectorAll("input[type=radio]")].at(-1);
  radio.click();
  out.one = titles();
  out.names = [...document.querySelectorAll("main .who h3")].map((h) => h.textContent);
  document.querySelector("input[type=radio]").click();
  const family = document.getElementById("family");
  family.value = "blame"; family.dispatchEvent(new Event("change"));
  out.families = [...new Set([...document.querySelectorAll("main .people dt")].map((d) => d.textContent))];
  out.said = document.getElementById("shown").textContent;
  const before = getComputedStyle(document.body).backgroundColor;
  document.getElementById("theme").click();
  say(getComputedStyle(document.body).backgroundColor !== before, "the theme did not change");
  dispatchEvent(new Event("beforeprint"));
  say(!document.querySelector("details:not([open]):not(.table)"), "something stays closed on paper");
  out.requests = performance.getEntriesByType("resource").length;
  out.nodes = document.querySelectorAll("*").length;
  document.documentElement.dataset.seen = JSON.stringify(out);
});`

// seen is what the driver saw.
type seen struct {
	Violations, Focusable, Requests, Nodes int
	Problems, All, One, Names, Families    []string
	Said                                   string
}

// chromium makes the command that starts a real browser where there is one, for a minute at most; .ci/run installs it.
func chromium(t *testing.T, width int, more ...string) *exec.Cmd {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return exec.CommandContext(ctx, program, append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir=" + filepath.Join(t.TempDir(), "profile"), fmt.Sprintf("--window-size=%d,900", width)}, more...)...)
}

// browse opens the page in the browser.
func browse(t *testing.T, r *insight.Report, width int) seen {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	var page bytes.Buffer
	if err := WriteChatHTML(&page, r, Options{}); err != nil {
		t.Fatal(err)
	}
	s := strings.Replace(page.String(), "script-src ", "script-src "+digest(driver)+" ", 1)
	s = strings.Replace(s, "</head>", "<script>"+driver+"</script></head>", 1)
	if err := os.WriteFile(file, []byte(s), 0o600); err != nil {
		t.Fatal(err)
	}
	dom, err := chromium(t, width, "--virtual-time-budget=5000", "--dump-dom", "file://"+file).Output()
	if err != nil {
		t.Fatalf("chromium: %v", err)
	}
	_, rest, ok := strings.Cut(string(dom), `data-seen="`)
	if !ok {
		t.Fatalf("the page's script did not end:\n%.2000s", dom)
	}
	raw, _, _ := strings.Cut(rest, `"`)
	var out seen
	if err := json.Unmarshal([]byte(html.UnescapeString(raw)), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestThePageCanBeUsedInABrowser(t *testing.T) {
	for _, width := range []int{500, 1280} { // headless Chromium makes no window narrower than 500
		got := browse(t, chatReport(t, false), width)
		if got.Violations != 0 || got.Requests != 0 || len(got.Problems) > 0 {
			t.Errorf("at %d: got %d violations of the policy, %d requests, problems %q", width, got.Violations, got.Requests, got.Problems)
		}
		for _, want := range []string{"Over time", "Who wrote what", "When somebody shared a feeling", "Who answers what", "One hurt after another", "Making up", "The hardest moments"} {
			if !slices.Contains(got.All, want) {
				t.Errorf("at %d: no %q among %q", width, want, got.All)
			}
		}
		if len(got.Names) != 1 || !strings.HasPrefix(got.Names[0], "Ben</script>") {
			t.Errorf("one person was chosen: got %q", got.Names)
		}
		if !slices.Equal(got.Families, []string{"may hurt", "builds trust", "blame"}) || !strings.Contains(got.Said, "blame") {
			t.Errorf("one family was chosen: got %q, said %q", got.Families, got.Said)
		}
	}
}

func TestThePageHoldsAHundredThousandMessages(t *testing.T) {
	if testing.Short() {
		t.Skip("checks 100,000 messages")
	}
	r := longReport(t, 100_000)
	if r.Messages != 100_000 {
		t.Fatalf("got %d messages", r.Messages)
	}
	var page bytes.Buffer
	if err := WriteChatHTML(&page, r, Options{}); err != nil {
		t.Fatal(err)
	}
	if page.Len() > 2<<20 {
		t.Errorf("the page has %d bytes: it must not grow with the conversation", page.Len())
	}
	got := browse(t, r, 1280)
	if got.Violations != 0 || got.Requests != 0 || len(got.Problems) > 0 || got.Nodes > 20_000 {
		t.Errorf("got %+v", got)
	}
}
