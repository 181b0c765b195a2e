package editor

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"

	"github.com/emotional-safety/coach/coach"
)

// session starts a server, with a client that gathers what is published.
func session(t *testing.T) (*jrpc2.Client, <-chan diagnostics) {
	return sessionWith(t, coach.Options{}, map[string]any{})
}

func sessionWith(t *testing.T, o coach.Options, initialize map[string]any) (*jrpc2.Client, <-chan diagnostics) {
	t.Helper()
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- Serve(context.Background(), o, "test", toServer, fromServer) }()
	published := make(chan diagnostics, 16)
	client := jrpc2.NewClient(channel.LSP(toClient, fromClient), &jrpc2.ClientOptions{OnNotify: func(r *jrpc2.Request) {
		var d diagnostics
		if r.Method() == "textDocument/publishDiagnostics" && r.UnmarshalParams(&d) == nil {
			published <- d
		}
	}})
	t.Cleanup(func() {
		_ = client.Notify(context.Background(), "exit", nil)
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("the server ended with %v", err)
			}
		case <-time.After(5 * time.Second):
			t.Error("the server didn't end")
		}
		client.Close()
	})
	if _, err := client.Call(context.Background(), "initialize", initialize); err != nil {
		t.Fatal(err)
	}
	return client, published
}

func await(t *testing.T, published <-chan diagnostics) diagnostics {
	t.Helper()
	select {
	case d := <-published:
		return d
	case <-time.After(5 * time.Second):
		t.Fatal("nothing was published")
		return diagnostics{}
	}
}

func notify(t *testing.T, c *jrpc2.Client, method string, params any) {
	t.Helper()
	if err := c.Notify(context.Background(), method, params); err != nil {
		t.Fatal(err)
	}
}

func TestFindingsFollowTheTyping(t *testing.T) {
	client, published := session(t)
	notify(t, client, "textDocument/didOpen", openParams{document{URI: "file:///a", Language: "markdown", Version: 1, Text: "😀 Hi.\n😀 You never listen."}})
	d := await(t, published)
	if len(d.List) != 1 || d.List[0].Range != (textRange{position{1, 3}, position{1, 19}}) {
		t.Fatalf("got %+v", d)
	}
	// 😀 counts two: the word "never" is taken out where it stands.
	notify(t, client, "textDocument/didChange", changeParams{document{URI: "file:///a", Version: 2}, []change{{&textRange{position{1, 7}, position{1, 13}}, ""}}})
	if d = await(t, published); len(d.List) != 0 || d.Version != 2 {
		t.Errorf("got %+v", d)
	}
	notify(t, client, "textDocument/didClose", openParams{document{URI: "file:///a"}})
	await(t, published)
}

func TestAnActionPutsAWordingInPlace(t *testing.T) {
	client, published := session(t)
	text := "Hi 😀\nYou never listen to me. Bye"
	notify(t, client, "textDocument/didOpen", openParams{document{URI: "file:///a", Language: "plaintext", Version: 1, Text: text}})
	await(t, published)
	var actions []codeAction
	if err := client.CallResult(context.Background(), "textDocument/codeAction", placeParams{Document: document{URI: "file:///a"}, Range: textRange{position{1, 4}, position{1, 4}}}, &actions); err != nil {
		t.Fatal(err)
	}
	if len(actions) == 0 || !actions[0].Preferred {
		t.Fatalf("got %+v", actions)
	}
	e := actions[0].Edit.Changes["file:///a"][0]
	if got := text[:offset(text, e.Range.Start)] + e.Text + text[offset(text, e.Range.End):]; got != "Hi 😀\nI don’t feel heard. Bye" {
		t.Errorf("got %q", got)
	}
	var h hover
	if err := client.CallResult(context.Background(), "textDocument/hover", placeParams{Document: document{URI: "file:///a"}, Position: position{1, 4}}, &h); err != nil || !strings.Contains(h.Contents.Value, "I don’t feel heard") {
		t.Errorf("got %+v, %v", h, err)
	}
}

func TestSettingsAreTakenWhileOpen(t *testing.T) {
	client, published := session(t)
	notify(t, client, "textDocument/didOpen", openParams{document{URI: "file:///a", Version: 1, Text: "You never listen to me."}})
	await(t, published)
	notify(t, client, "workspace/didChangeConfiguration", json.RawMessage(`{"settings":{"coach":{"skip":["blame"]}}}`))
	if d := await(t, published); len(d.List) != 0 {
		t.Errorf("got %+v", d)
	}
}

func TestSettingsLeaveTheRestAsItWas(t *testing.T) {
	const text = "You never listen to me. Calm down."
	for name, tc := range map[string]struct {
		initialize map[string]any
		settings   string
		want       int
	}{
		"nothing set":             {nil, ``, 1},
		"an empty Lua table":      {nil, `[]`, 1},
		"another setting":         {nil, `{"coach":{"country":"GB"}}`, 1},
		"without the name":        {nil, `{"skip":["blame","dismissiveness"]}`, 0},
		"a setting taken back":    {nil, `{"coach":{"skip":[]}}`, 2},
		"an unknown rule":         {nil, `{"coach":{"skip":["blam"]}}`, 1},
		"set when it was started": {map[string]any{"initializationOptions": map[string]any{"skip": []string{"blame", "dismissiveness"}}}, ``, 0},
	} {
		client, published := sessionWith(t, coach.Options{Skip: []string{"dismissiveness"}}, tc.initialize)
		if tc.settings != "" {
			notify(t, client, "workspace/didChangeConfiguration", json.RawMessage(`{"settings":`+tc.settings+`}`))
		}
		notify(t, client, "textDocument/didOpen", openParams{document{URI: "file:///a", Version: 1, Text: text}})
		if d := await(t, published); len(d.List) != tc.want {
			t.Errorf("%s: got %+v", name, d.List)
		}
	}
}

func TestOnlyTheWritersOwnWordsAreChecked(t *testing.T) {
	for name, tc := range map[string]struct{ language, text string }{
		"comments of a commit":  {"gitcommit", "fix it\n# You never listen to me.\n# ---- >8 ----\nYou never listen to me.\n"},
		"headers and signature": {"mail", "Subject: You never listen to me.\n\nHi\n> You never listen to me.\n-- \nYou never listen to me.\n"},
		"code":                  {"markdown", "```\nYou never listen to me.\n```\n"},
	} {
		client, published := session(t)
		notify(t, client, "textDocument/didOpen", openParams{document{URI: "file:///a", Language: tc.language, Version: 1, Text: tc.text}})
		if d := await(t, published); len(d.List) != 0 {
			t.Errorf("%s: got %+v", name, d.List)
		}
	}
}

func FuzzOffsets(f *testing.F) {
	f.Add("a😀\r\nb", 1, 3)
	f.Fuzz(func(t *testing.T, s string, line, character int) {
		if line > 1000 || line < 0 {
			return
		}
		at := offset(s, position{line, character})
		if at < 0 || at > len(s) {
			t.Fatalf("offset %d of %d", at, len(s))
		}
		if p := placeOf(s, at); offset(s, p) > at {
			t.Fatalf("%d became %+v and then %d", at, p, offset(s, p))
		}
	})
}
