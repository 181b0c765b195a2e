package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/emotional-safety/coach/coach"
)

// client connects the SDK's own client to the server.
func client(t *testing.T, engine *coach.Coach) *mcp.ClientSession {
	t.Helper()
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
	engine, err := coach.New(coach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	session := client(t, engine)
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

// found calls check_message, and returns what it says.
func found(t *testing.T, engine *coach.Coach, text string) string {
	t.Helper()
	got, err := client(t, engine).CallTool(context.Background(), &mcp.CallToolParams{Name: "check_message", Arguments: map[string]any{"text": text}})
	if err != nil || got.IsError {
		t.Fatalf("got %+v, %v", got, err)
	}
	body, err := json.Marshal(got.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestAnAssistantGoesByTheSameConfigAsCoach(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("HOME", dir)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(dir, "config"))
	rule := "title: Plum\nkind: flag\nseverity: warning\nstrategy: curiosity\nsay: Sour.\nphrases: [sour plum]\nreframes: [a plum]\n" +
		"examples: {flag: [sour plum, a sour plum, what a sour plum], pass: [plum, sweet plum, sour]}\n"
	for name, text := range map[string]string{".coach.yaml": "skip: [blame/you-never]\nrules: [mine]\n", "mine/test/plum.yaml": rule, "own.yaml": "skip: [advice]\n", "bad.yaml": "skp: x\n"} {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	none := func(string) string { return "" }
	for _, tc := range []struct {
		name, file string
		env        func(string) string
		plum, you  bool
	}{
		{"the config of the folder", "", none, true, false},
		{"a config that is named", "own.yaml", none, false, true},
		{"a variable before the config", "own.yaml", func(name string) string { return map[string]string{"COACH_SKIP": "blame"}[name] }, false, false},
	} {
		engine, err := newEngine(tc.file, tc.env)
		if err != nil {
			t.Fatal(err)
		}
		got := found(t, engine, "You never listen to me. What a sour plum.")
		if strings.Contains(got, "test/plum") != tc.plum || strings.Contains(got, "blame/you-never") != tc.you {
			t.Errorf("%s: got %s", tc.name, got)
		}
	}
	for file, want := range map[string]string{"bad.yaml": "bad.yaml:1:1", "none.yaml": "no such file"} {
		if _, err := newEngine(file, none); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", file, err, want)
		}
	}
	if _, err := newEngine("", func(name string) string { return map[string]string{"COACH_AUDIENCE": "wrok"}[name] }); err == nil || !strings.Contains(err.Error(), `did you mean "work"?`) {
		t.Errorf("got %v", err)
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
