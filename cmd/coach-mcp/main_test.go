package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/emotional-safety/coach/coach"
)

// client connects the SDK's own client to the server.
func client(t *testing.T) *mcp.ClientSession {
	t.Helper()
	engine, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	near, far := mcp.NewInMemoryTransports()
	ctx := context.Background()
	if _, err := newServer(engine).Connect(ctx, far, nil); err != nil {
		t.Fatal(err)
	}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(ctx, near, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	return session
}

func TestAnAssistantCanCheckADraft(t *testing.T) {
	session := client(t)
	for _, tc := range []struct {
		tool  string
		args  map[string]any
		want  string
		wrong bool
	}{
		{"check_message", map[string]any{"text": "You never listen to me."}, `"rule":"blame/you-never"`, false},
		{"check_message", map[string]any{"text": "You should talk to your boss.", "reply_to": []string{"What should I do?"}}, `"findings":[]`, false},
		{"reframe_message", map[string]any{"text": "Hi. You never listen to me."}, "Hi. I don’t feel heard.", false},
		{"explain_rule", map[string]any{"name": "blame/you-never"}, "You never listen", false},
		{"explain_rule", map[string]any{"name": "blame/you-nevr"}, "did you mean", true},
		{"guide", map[string]any{"name": "i-statements"}, "Speak from your side", false},
		{"guide", map[string]any{"name": "x"}, "leave the name out", true},
	} {
		got, err := session.CallTool(context.Background(), &mcp.CallToolParams{Name: tc.tool, Arguments: tc.args})
		if err != nil {
			t.Errorf("%s: %v", tc.tool, err)
			continue
		}
		body, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		plain := strings.ReplaceAll(string(body), `\"`, `"`)
		if got.IsError != tc.wrong || !strings.Contains(plain, tc.want) {
			t.Errorf("%s %v: got %s, want %q", tc.tool, tc.args, body, tc.want)
		}
	}
}

// A real client starts the real program and talks with it over its standard input and output.
func TestTheProgramServesOverStdio(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), "COACH_MCP_SERVE=1")
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(context.Background(), &mcp.CommandTransport{Command: cmd}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	tools, err := session.ListTools(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range tools.Tools {
		names = append(names, tool.Name)
	}
	if got := strings.Join(names, " "); got != "check_message explain_rule guide reframe_message" {
		t.Errorf("got %q", got)
	}
	got, err := session.CallTool(context.Background(), &mcp.CallToolParams{Name: "reframe_message", Arguments: map[string]any{"text": "You never listen to me."}})
	if err != nil || got.IsError {
		t.Fatalf("got %+v, %v", got, err)
	}
}

func TestMain(m *testing.M) {
	if os.Getenv("COACH_MCP_SERVE") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}
