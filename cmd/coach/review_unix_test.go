//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// reviewed runs coach review on a real pseudo-terminal, with the draft on a pipe. Each answer is typed when its prompt
// has come.
func reviewed(t *testing.T, draft string, environ []string, answers ...string) (out string, code int, screen string) {
	t.Helper()
	cmd := exec.Command(built(t), "review")
	cmd.Env = append(append(os.Environ(), "NO_COLOR=1", "HOME="+t.TempDir()), environ...)
	return onTerminal(t, cmd, draft, answers...)
}

// onTerminal runs a command on a pseudo-terminal of its own.
func onTerminal(t *testing.T, cmd *exec.Cmd, draft string, answers ...string) (out string, code int, screen string) {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skip("there are no pseudo-terminals here")
	}
	defer master.Close()
	if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 60}); err != nil {
		t.Fatal(err)
	}
	cmd.Stdin = strings.NewReader(draft)
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	cmd.ExtraFiles = []*os.File{slave}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 3}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	slave.Close()
	seen := make(chan string)
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := master.Read(buf)
			if n > 0 {
				seen <- string(buf[:n])
			}
			if err != nil {
				close(seen)
				return
			}
		}
	}()
	var shown strings.Builder
	next, deadline := 0, time.After(20*time.Second)
	for more := true; more; {
		select {
		case s, ok := <-seen:
			more = ok
			shown.WriteString(s)
			if at := shown.String(); next < len(answers) && (strings.HasSuffix(at, "> ") || strings.HasSuffix(strings.ReplaceAll(at, "\r\n", ""), "(y/n) ") || strings.Contains(at[max(0, len(at)-80):], "”: ") || strings.HasSuffix(at, "breathe in   4") || strings.HasSuffix(at, "goes on sooner.\r\n")) {
				if _, err := master.WriteString(answers[next]); err != nil {
					t.Fatal(err)
				}
				next++
			}
		case <-deadline:
			_ = cmd.Process.Kill()
			t.Fatalf("no end after 20 s; the screen shows:\n%s", shown.String())
		}
	}
	_ = cmd.Wait() // the exit code says it
	return stdout.String(), cmd.ProcessState.ExitCode(), shown.String()
}

const reviewDraft = "Hi Ana,\n\nYou never listen to me. See you at six 😀\n"

func TestReviewWritesOnlyWhatWasConfirmed(t *testing.T) {
	for name, tc := range map[string]struct {
		answers []string
		out     string
		code    int
	}{
		"a wording is taken":       {[]string{"1\r", "y\r"}, "Hi Ana,\n\nI don’t feel heard. See you at six 😀\n", 0},
		"words of one's own":       {[]string{"e\r", "\x15I miss our talks.\r", "y\r"}, "Hi Ana,\n\nI miss our talks. See you at six 😀\n", 0},
		"edited in place":          {[]string{"e\r", "\x7f\x7f\x7fAna.\r", "y\r"}, "Hi Ana,\n\nYou never listen to Ana. See you at six 😀\n", 0},
		"a pause, ended by a key":  {[]string{"p\r", " ", "1\r", "y\r"}, "Hi Ana,\n\nI don’t feel heard. See you at six 😀\n", 0},
		"Ctrl-C in a pause":        {[]string{"p\r", "\x03"}, "", 1},
		"Ctrl-C at the end":        {[]string{"k\r", "\x03"}, "", 1},
		"Ctrl-D":                   {[]string{"\x04"}, "", 1},
		"never, but no after all":  {[]string{"n\r", "n\r", "k\r", "y\r"}, reviewDraft, 0},
		"kept as it is":            {[]string{"k\r", "y\r"}, reviewDraft, 0},
		"not sent after all":       {[]string{"1\r", "n\r"}, "", 1},
		"stopped":                  {[]string{"s\r"}, "", 1},
		"Ctrl-C":                   {[]string{"\x03"}, "", 1},
		"a wrong key is asked on":  {[]string{"z\r", "\r", "k\r", "y\r"}, reviewDraft, 0},
		"the editor":               {[]string{"o\r", "y\r"}, "Dear Ana.\n", 0},
		"never again, after a yes": {[]string{"n\r", "y\r", "y\r"}, reviewDraft, 0},
	} {
		t.Run(name, func(t *testing.T) {
			editor := filepath.Join(t.TempDir(), "edit")
			if err := os.WriteFile(editor, []byte("#!/bin/sh\necho 'Dear Ana.' >\"$1\"\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			out, code, screen := reviewed(t, reviewDraft, []string{"EDITOR=" + editor}, tc.answers...)
			if out != tc.out || code != tc.code {
				t.Errorf("got %q and %d, want %q and %d; the screen shows:\n%s", out, code, tc.out, tc.code, screen)
			}
		})
	}
}

func TestAScreenReaderGetsPlainLines(t *testing.T) {
	out, code, screen := reviewed(t, reviewDraft, []string{"COACH_SCREEN_READER=1"}, "e\n", "I miss our talks.\n", "y\n")
	if out != "Hi Ana,\n\nI miss our talks. See you at six 😀\n" || code != 0 {
		t.Errorf("got %q and %d; the screen shows:\n%s", out, code, screen)
	}
	for _, want := range []string{"Place 1, 0 to go. warning, blame/you-never.", "The words: You never listen to me", "Why: "} {
		if !strings.Contains(screen, want) {
			t.Errorf("%q is not said:\n%s", want, screen)
		}
	}
	if strings.ContainsAny(screen, "\x1b^") {
		t.Errorf("the terminal was drawn on: %q", screen)
	}
	for name, answers := range map[string][]string{"at a prompt": {"\x03"}, "in a pause": {"p\n", "\x03"}} {
		if out, code, screen := reviewed(t, reviewDraft, []string{"COACH_SCREEN_READER=1"}, answers...); out != "" || code != 1 {
			t.Errorf("Ctrl-C %s: got %q and %d; the screen shows:\n%s", name, out, code, screen)
		}
	}
}

func TestNoLineIsLongerThanTheTerminal(t *testing.T) {
	_, _, screen := reviewed(t, "You never listen to me, and you make me feel so small every single time that we talk about it.\n", nil, "s\r")
	for line := range strings.Lines(screen) {
		if n := len([]rune(strings.TrimRight(line, "\r\n"))); n > 60 {
			t.Errorf("%d characters: %s", n, line)
		}
	}
}

func TestWithoutATerminalReviewOnlyChecks(t *testing.T) {
	d := newDesk(t, "setsid")
	out, errs, code := d.run(t, reviewDraft, "setsid", "--wait", "coach", "review", "-")
	if code != 1 || !strings.Contains(out, "blame/you-never") || !strings.Contains(errs, "no terminal to ask you on") {
		t.Errorf("got %d, %q, %q", code, out, errs)
	}
}

func TestARuleIsAddedToSkipAndCommentsStay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "coach", "config.yaml")
	for _, id := range []string{"blame/you-never", "blame/you-always"} {
		if err := addToSkip(file, id); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(file, []byte("# mine\nfail-on: error # only those\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"blame/you-never", "blame/you-always"} {
		if err := addToSkip(file, id); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(data); !strings.Contains(got, "# mine") || !strings.Contains(got, "# only those") || !strings.Contains(got, "skip: [blame/you-never, blame/you-always]") {
		t.Errorf("got %q", got)
	}
}
