//go:build unix

package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// What the examples of --help name: drafts, chats, and programs that stand in for those of other systems.
var exampleFiles = map[string]string{
	"message.txt": "You never listen to me.\n", "draft.txt": "See you at six.\n", "mine.txt": "You should talk to her.\n",
	"theirs.txt": "What should I do?\n", "chat.txt": "Ana: hi\nBen: hello\n", "export.txt": "Ana: hi\nBen: hello\n",
	"export.json": `[{"speaker":"Ana","text":"hi"},{"speaker":"Ben","text":"hello"}]`,
	"chat.jsonl":  `{"text":"You never listen to me."}` + "\n", "gold.jsonl": `{"text":"You never listen to me.","labels":["blame"]}` + "\n",
	"bin/pbpaste": "#!/bin/sh\ncat message.txt\n", "bin/pbcopy": "#!/bin/sh\ncat\n", "bin/man": "#!/bin/sh\ncat >man.out\n",
}

// interactive are examples that talk with a person, or with an editor.
var interactive = []string{"coach rules new", "coach init", "coach review", "coach practice", "nvim:", "--install"}

func TestEveryExampleInHelpRuns(t *testing.T) {
	program := built(t)
	root := newRoot(&streams{strings.NewReader(""), io.Discard, io.Discard, nil}, nil)
	dir := exampleFolder(t, program)
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		if cmd.Example == "" && cmd.Runnable() && cmd.Name() != "help" && !cmd.HasSubCommands() {
			t.Errorf("%s has no example", cmd.CommandPath())
		}
		for line := range strings.Lines(cmd.Example) {
			if line = strings.TrimSpace(line); line != "" {
				runExample(t, dir, cmd, line) // some read what one before has written
			}
		}
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(root)
}

func exampleFolder(t *testing.T, program string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range exampleFiles {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	chat, err := z.Create("_chat.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(chat, "[01/02/2024, 10:00:00] Ana: hi\n[01/02/2024, 10:01:00] Ben: hello\n"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(z.Close(), os.WriteFile(filepath.Join(dir, "export.zip"), archive.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(program, filepath.Join(dir, "bin", "coach")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// runExample runs one line as a shell would. Those that want a person are only held to flags and commands that there are.
func runExample(t *testing.T, dir string, cmd *cobra.Command, line string) {
	t.Helper()
	for _, words := range interactive {
		if strings.Contains(line, words) {
			if before, flags, ok := strings.Cut(line, "coach "+cmd.Name()); ok && !strings.Contains(before, "nvim") {
				flags, _, _ = strings.Cut(flags, "|")
				flags, _, _ = strings.Cut(flags, ">")
				if err := cmd.ParseFlags(strings.Fields(flags)); err != nil {
					t.Errorf("%s: %v", line, err)
				}
			}
			return
		}
	}
	sh := exec.CommandContext(context.Background(), "sh", "-c", line)
	sh.Dir = dir
	sh.Env = append(os.Environ(), "HOME="+dir, "XDG_STATE_HOME="+dir, "XDG_CONFIG_HOME="+dir, "PATH="+filepath.Join(dir, "bin")+":"+os.Getenv("PATH"))
	out, err := sh.CombinedOutput()
	if code := sh.ProcessState.ExitCode(); code > exitFound {
		t.Errorf("%s: %v\n%s", line, err, out)
	}
}
