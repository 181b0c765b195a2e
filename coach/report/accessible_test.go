package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A browser is a Chromium that is driven over a pipe by its own protocol: messages in JSON, each ended by a zero byte.
type browser struct {
	t       *testing.T
	in      io.Writer
	out     *bufio.Reader
	session string
	id      int
}

// openPage opens a page in a real browser where there is one.
func openPage(t *testing.T, page []byte) *browser {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, page, 0o600); err != nil {
		t.Fatal(err)
	}
	theirIn, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := chromium(t, 1280, "--remote-debugging-pipe")
	cmd.ExtraFiles = []*os.File{theirIn, theirOut}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, in: in, out: bufio.NewReader(out)}
	t.Cleanup(func() {
		b.send("", "Browser.close", nil)
		_ = cmd.Wait() // it was asked to go
	})
	theirIn.Close()
	theirOut.Close()
	var target struct{ TargetID string }
	b.ask("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.ask("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	b.ask("Page.enable", nil, nil)
	b.send(b.session, "Page.navigate", map[string]any{"url": "file://" + file})
	for b.next().Method != "Page.loadEventFired" {
	}
	return b
}

type reply struct {
	ID     int
	Method string
	Result json.RawMessage
	Error  *struct{ Message string }
}

func (b *browser) send(session, method string, params any) {
	b.id++
	message := map[string]any{"id": b.id, "method": method}
	if params != nil {
		message["params"] = params
	}
	if session != "" {
		message["sessionId"] = session
	}
	raw, err := json.Marshal(message)
	if err == nil {
		_, err = b.in.Write(append(raw, 0))
	}
	if err != nil {
		b.t.Errorf("%s: %v", method, err)
	}
}

func (b *browser) next() reply {
	b.t.Helper()
	raw, err := b.out.ReadBytes(0)
	if err != nil {
		b.t.Fatalf("the browser is gone: %v", err)
	}
	var a reply
	if err := json.Unmarshal(bytes.TrimSuffix(raw, []byte{0}), &a); err != nil {
		b.t.Fatal(err)
	}
	return a
}

// ask waits for the answer.
func (b *browser) ask(method string, params, result any) {
	b.t.Helper()
	b.send(b.session, method, params)
	for {
		a := b.next()
		if a.ID != b.id {
			continue
		}
		if a.Error != nil {
			b.t.Fatalf("%s: %s", method, a.Error.Message)
		}
		if result != nil {
			if err := json.Unmarshal(a.Result, result); err != nil {
				b.t.Fatalf("%s: %v", method, err)
			}
		}
		return
	}
}

// press types a key as a keyboard does.
func (b *browser) press(key string, code int) {
	b.t.Helper()
	text := map[string]string{"Enter": "\r", " ": " "}[key]
	for _, kind := range []string{"keyDown", "keyUp"} {
		b.ask("Input.dispatchKeyEvent", map[string]any{"type": kind, "key": key, "windowsVirtualKeyCode": code, "text": text}, nil)
	}
}

// value evaluates an expression in the page.
func (b *browser) value(expression string) string {
	b.t.Helper()
	var out struct{ Result struct{ Value any } }
	b.ask("Runtime.evaluate", map[string]any{"expression": expression}, &out)
	return fmt.Sprint(out.Result.Value)
}

// A node is what a screen reader is told of a part of the page.
type node struct {
	Ignored    bool
	Role, Name struct{ Value any }
	Properties []struct {
		Name  string
		Value struct{ Value any }
	}
}

func (n *node) property(name string) any {
	for _, p := range n.Properties {
		if p.Name == name {
			return p.Value.Value
		}
	}
	return nil
}

func reportPage(t *testing.T) []byte {
	t.Helper()
	var page bytes.Buffer
	if err := WriteChatHTML(&page, chatReport(t, false), Options{}); err != nil {
		t.Fatal(err)
	}
	return page.Bytes()
}

// The tree is the one that the browser hands to screen readers.
func TestAScreenReaderIsToldEverything(t *testing.T) {
	b := openPage(t, reportPage(t))
	var tree struct{ Nodes []node }
	b.ask("Accessibility.getFullAXTree", nil, &tree)
	roles := map[string]int{}
	level := 0.0
	for i := range tree.Nodes {
		n := &tree.Nodes[i]
		if n.Ignored {
			continue
		}
		role, name := fmt.Sprint(n.Role.Value), fmt.Sprint(n.Name.Value)
		roles[role]++
		if role == "group" { // also what opens, whose summary has the name
			roles["group "+name]++
		}
		named := []string{"button", "link", "radio", "radiogroup", "combobox", "image", "img", "graphics-document", "region", "form", "table", "heading", "columnheader", "rowheader", "progressbar", "meter", "DisclosureTriangle"}
		if slices.Contains(named, role) && (n.Name.Value == nil || name == "") {
			t.Errorf("a %s has no name", role)
		}
		if role == "heading" {
			now, _ := n.property("level").(float64)
			if now > level+1 {
				t.Errorf("the heading %q is on level %v, after one on %v", name, now, level)
			}
			level = now
		}
	}
	for role, least := range map[string]int{"main": 1, "banner": 1, "contentinfo": 1, "form": 1, "region": 5, "heading": 8, "radio": 2, "combobox": 1, "button": 1, "link": 1, "group Person": 1, "DisclosureTriangle": 1} {
		if roles[role] < least {
			t.Errorf("%d of %q, want %d: %v", roles[role], role, least, roles)
		}
	}
}

func TestThePageIsUsedByKeysAlone(t *testing.T) {
	b := openPage(t, reportPage(t))
	at := `document.activeElement.id || document.activeElement.name || document.activeElement.className || document.activeElement.tagName`
	const tab, enter, down, space = 9, 13, 40, 32
	leadsTo := func(key string, code int, want string) {
		t.Helper()
		from := b.value(at)
		b.press(key, code)
		if got := b.value(at); got != want {
			t.Errorf("%s on %q leads to %q, want %q", key, from, got, want)
		}
	}
	leadsTo("Tab", tab, "skip")
	leadsTo("Enter", enter, "main")
	b.value(`document.activeElement.blur(); document.querySelector(".skip").focus()`)
	people := `document.querySelectorAll("main .who h3").length`
	all := b.value(people)
	b.press("Tab", tab)
	b.press("ArrowDown", down) // from all to the first person
	if got := b.value(people); all == "1" || got != "1" {
		t.Errorf("%s people are shown, and of one chosen by keys %s", all, got)
	}
	leadsTo("Tab", tab, "family")
	leadsTo("Tab", tab, "theme")
	b.press(" ", space)
	if got := b.value(`document.getElementById("theme").getAttribute("aria-pressed")`); got != "true" {
		t.Errorf("a key on the theme leaves it pressed=%s", got)
	}
	if got := b.value(`getComputedStyle(document.activeElement).outlineStyle`); got == "none" {
		t.Error("nobody sees where the keyboard is")
	}
	// Every place that the mouse can use comes in turn, and the last leads out.
	want := b.value(`[...document.querySelectorAll("main a[href], main button, main summary, main [tabindex='0']")].filter((e) => e.checkVisibility()).length`)
	met := 0
	for range 500 {
		b.press("Tab", tab)
		if b.value(`!!document.activeElement.closest("main")`) != "true" {
			break
		}
		met++
	}
	if fmt.Sprint(met) != want || met == 0 {
		t.Errorf("keys reach %d places of %s", met, want)
	}
}
