package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The server for assistants is a program of its own, with libraries of its own: it is traced like the commands.
func TestTheAssistantsServerOpensNoNetwork(t *testing.T) {
	built(t) // not under the race detector
	strace := tracer(t)
	dir := t.TempDir()
	program, log := filepath.Join(dir, "coach-mcp"), filepath.Join(dir, "calls")
	if out, err := exec.Command("go", "build", "-o", program, "../coach-mcp").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	session := strings.Join([]string{
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`,
		`{"jsonrpc":"2.0","method":"notifications/initialized"}`,
		`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"check_message","arguments":{"text":"You never listen to me, ` + secret + `."}}}`,
		`{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"check_message","arguments":{"text":["` + secret + `"]}}}`,
		`{"jsonrpc":"2.0","id":4,"method":"` + secret + `"}`, "{" + secret, "",
	}, "\n")
	cmd := exec.Command(strace, "-f", "-q", "-s", "300", "-o", log, "-e", "trace=%network,%process,%file,io_uring_setup", program)
	cmd.Stdin, cmd.Env, cmd.Dir = strings.NewReader(session), []string{"HOME=" + dir}, dir
	var said strings.Builder
	cmd.Stderr = &said
	_ = cmd.Run() // a broken line may end it
	calls, err := os.ReadFile(log)
	if err != nil || !strings.Contains(string(calls), "execve(") {
		t.Fatalf("no trace: %v", err)
	}
	for _, wrong := range misdeeds(string(calls), dir, invocation{}) {
		t.Error(wrong)
	}
	if strings.Contains(said.String(), secret) {
		t.Errorf("standard error tells it: %s", said.String())
	}
}
