//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// Each hook is run in the program it is for. .ci/run installs them; elsewhere a test skips where its program is missing.

// desk is an empty home with coach and the hooks in it.
type desk struct {
	dir string
	env []string
}

func newDesk(t *testing.T, needs ...string) *desk {
	t.Helper()
	for _, program := range needs {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	program := built(t)
	dir := t.TempDir()
	d := &desk{dir: dir, env: append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir+"/.config", "XDG_STATE_HOME="+dir+"/.state", "ZDOTDIR="+dir,
		"LC_ALL=C.UTF-8", "PATH="+dir+"/bin:"+os.Getenv("PATH"))}
	d.write(t, "bin/.keep", "", 0o600)
	if err := os.Symlink(program, filepath.Join(dir, "bin", "coach")); err != nil {
		t.Fatal(err)
	}
	for _, name := range hookNames() {
		text, err := hookText(name)
		if err != nil {
			t.Fatal(err)
		}
		d.write(t, "hooks/"+name, text, 0o700)
	}
	d.write(t, "kind.txt", "See you at six 😀\n\n  Ana\n", 0o600)
	d.write(t, "hurt.txt", "You never listen to me.\n", 0o600)
	return d
}

func (d *desk) write(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	file := filepath.Join(d.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(d.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// run runs a program in the desk's folder, and returns what it wrote and its exit code.
func (d *desk) run(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if args[0] == "coach" {
		args[0] = filepath.Join(d.dir, "bin", "coach") // not what the tests' own PATH may hold
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...) //nolint:gosec // the test's own
	cmd.Dir, cmd.Env, cmd.Stdin = d.dir, d.env, strings.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Run(); cmd.ProcessState == nil { // else the code says it
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Fatalf("%v took too long: %s%s", args, out.String(), errs.String())
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func TestShellsSendOnlyWhatIsKind(t *testing.T) {
	for shell, script := range map[string]string{
		"bash": "source hooks/bash; send-if-kind cat <%s",
		"zsh":  "source hooks/zsh; send-if-kind cat <%s",
		"fish": "source hooks/fish; cat %s | send-if-kind cat",
	} {
		t.Run(shell, func(t *testing.T) {
			d := newDesk(t, shell)
			if out, errs, code := d.run(t, "", shell, "-c", fmt.Sprintf(script, "kind.txt")); code != 0 || out != d.read(t, "kind.txt") {
				t.Errorf("a kind message: %d, %q, %s", code, out, errs)
			}
			if out, errs, code := d.run(t, "", shell, "-c", fmt.Sprintf(script, "hurt.txt")); code != 1 || out != "" || !strings.Contains(errs, "blame/you-never") {
				t.Errorf("an unkind message: %d, %q, %s", code, out, errs)
			}
		})
	}
}

func TestGitLeavesOutWhatIsNotTheMessage(t *testing.T) {
	d := newDesk(t, "git")
	for _, args := range [][]string{{"init", "-q", "."}, {"config", "user.email", "a@example.org"}, {"config", "user.name", "Ana"}, {"config", "commit.verbose", "true"}} {
		if _, errs, code := d.run(t, "", append([]string{"git"}, args...)...); code != 0 {
			t.Fatalf("git %v: %s", args, errs)
		}
	}
	d.write(t, ".git/hooks/commit-msg", d.read(t, "hooks/git-commit-msg"), 0o700)
	if _, _, code := d.run(t, "", "git", "add", "hurt.txt"); code != 0 {
		t.Fatal("git add failed")
	}
	// The editor sees the diff below the scissors, and with it the words of the file.
	d.write(t, "editor", "#!/bin/sh\nprintf '%s\\n' \"$WORDS\" | cat - \"$1\" >\"$1.new\" && mv \"$1.new\" \"$1\"\n", 0o700)
	for words, want := range map[string]int{"Fix the parser": 0, "You never test anything, you are so lazy": 1} {
		e := *d
		e.env = append(e.env, "GIT_EDITOR="+d.dir+"/editor", "WORDS="+words)
		if out, errs, code := e.run(t, "", "git", "commit", "--allow-empty"); code != want {
			t.Errorf("%q: %d, want %d: %s%s", words, code, want, out, errs)
		}
	}
}

func TestMutesOnlyUnkindMail(t *testing.T) {
	for _, mutt := range []string{"mutt", "neomutt"} {
		t.Run(mutt, func(t *testing.T) {
			d := newDesk(t, mutt)
			d.write(t, "mailer", "#!/bin/sh\ncat >'"+d.dir+"/sent'\n", 0o700)
			d.env = append(d.env, "COACH_SENDMAIL="+d.dir+"/mailer")
			d.write(t, "muttrc", "set sendmail=\""+d.dir+"/hooks/sendmail\"\nset from=a@example.org\nset copy=no\nset folder=\""+d.dir+"\"\nset charset=utf-8\n", 0o600)
			send := func(body string) (string, int) {
				out, errs, code := d.run(t, body, mutt, "-F", "muttrc", "-s", "hi", "--", "ben@example.org")
				return out + errs, code
			}
			said, code := send(d.read(t, "hurt.txt"))
			if _, err := os.Stat(d.dir + "/sent"); code == 0 || err == nil {
				t.Errorf("an unkind mail was sent: %d, %s", code, said)
			}
			said, code = send("See you at six.\n\nOn Monday, Ben wrote:\n> You never listen to me.\n")
			if code != 0 || !strings.Contains(d.read(t, "sent"), "See you at six") {
				t.Errorf("a kind mail was not sent: %d, %s", code, said)
			}
		})
	}
}

func TestMsmtpGetsWhatIsKind(t *testing.T) {
	d := newDesk(t, "msmtp")
	mails := make(chan string, 1)
	d.write(t, ".msmtprc", "account default\nhost 127.0.0.1\nport "+smtpServer(t, mails)+"\nfrom a@example.org\nauth off\ntls off\n", 0o600)
	d.env = append(d.env, "COACH_SENDMAIL=msmtp")
	mail := "From: a@example.org\nTo: b@example.org\nSubject: hi\n\n%s\n"
	if _, errs, code := d.run(t, fmt.Sprintf(mail, "You never listen to me."), "hooks/sendmail", "b@example.org"); code != 75 || len(mails) > 0 {
		t.Errorf("an unkind mail: %d, %s", code, errs)
	}
	if _, errs, code := d.run(t, fmt.Sprintf(mail, "See you at six."), "hooks/sendmail", "b@example.org"); code != 0 {
		t.Fatalf("a kind mail: %d, %s", code, errs)
	}
	if got := <-mails; !strings.Contains(got, "See you at six.") {
		t.Errorf("the server got %q", got)
	}
}

// smtpServer takes mails on the loopback address, and returns its port.
func smtpServer(t *testing.T, mails chan<- string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serveSMTP(conn, mails)
		}
	}()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port
}

func serveSMTP(conn net.Conn, mails chan<- string) {
	defer conn.Close()
	say := func(s string) { fmt.Fprintf(conn, "%s\r\n", s) }
	say("220 test")
	var mail strings.Builder
	inside := false
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		line := lines.Text()
		switch verb, _, _ := strings.Cut(strings.ToUpper(line), " "); {
		case inside && line == ".":
			inside = false
			mails <- mail.String()
			say("250 taken")
		case inside:
			mail.WriteString(line + "\n")
		case verb == "DATA":
			inside = true
			say("354 go on")
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func TestVimListsTheFindings(t *testing.T) {
	for _, vim := range []string{"vim", "nvim"} {
		t.Run(vim, func(t *testing.T) {
			d := newDesk(t, vim)
			d.write(t, "a & b~.txt", "Hi\nYou never listen to me.\n", 0o600)
			d.write(t, "list.vim", "for e in getqflist()\n  call writefile([bufname(e.bufnr) . ':' . e.lnum . ':' . e.col . ' ' . e.text], 'out', 'a')\nendfor\n", 0o600)
			out, errs, _ := d.run(t, "", vim, "-u", "NONE", "-i", "NONE", "-es", "-S", "hooks/vim", "a & b~.txt", "-c", "Coach", "-c", "source list.vim", "-c", "qa!")
			if got := d.read(t, "out"); !strings.HasPrefix(got, "a & b~.txt:2:1 ") || !strings.Contains(got, "blame/you-never") {
				t.Errorf("got %q; %s%s", got, out, errs)
			}
		})
	}
}

func TestEmacsGoesToTheFinding(t *testing.T) {
	d := newDesk(t, "emacs")
	d.write(t, "draft.txt", "Hi\nYou never listen to me.\n", 0o600)
	out, errs, code := d.run(t, "", "emacs", "--batch", "--quick", "-l", "hooks/emacs", "draft.txt", "--eval",
		`(progn (coach-check)
		  (while (get-buffer-process "*compilation*") (accept-process-output nil 0.1))
		  (with-current-buffer "*compilation*" (compilation--ensure-parse (point-max)))
		  (next-error)
		  (princ (format "at %s:%d" (buffer-name) (line-number-at-pos))))`)
	if code != 0 || !strings.Contains(out, "at draft.txt:2") {
		t.Errorf("%d, %q, %s", code, out, errs)
	}
}

func TestTheTaskOfVSCodeReadsWhatCoachWrites(t *testing.T) {
	d := newDesk(t)
	var tasks struct {
		Tasks []struct {
			Command        string
			Args           []string
			ProblemMatcher struct {
				Pattern struct {
					Regexp                                string
					File, Line, Column, Severity, Message int
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(d.read(t, "hooks/vscode")), &tasks); err != nil {
		t.Fatal(err)
	}
	task := tasks.Tasks[0]
	args := append([]string{task.Command}, task.Args...)
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "${file}", d.dir+"/hurt.txt")
	}
	out, errs, _ := d.run(t, "", args...)
	p := task.ProblemMatcher.Pattern
	found := regexp.MustCompile(p.Regexp).FindStringSubmatch(strings.TrimSpace(out))
	if found == nil || found[p.File] != d.dir+"/hurt.txt" || found[p.Line] != "1" || found[p.Column] != "1" || found[p.Severity] != "warning" || found[p.Message] == "" {
		t.Errorf("got %q in %q; %s", found, out, errs)
	}
}

func TestTmuxShowsWhatIsFoundInWhatWasCopied(t *testing.T) {
	d := newDesk(t, "tmux")
	socket := d.dir + "/tmux"
	cmd := exec.Command("tmux", "-S", socket, "-f", d.dir+"/hooks/tmux", "new-session", "sh")
	cmd.Dir, cmd.Env = d.dir, slices.Concat(d.env, []string{"TERM=xterm", "TMUX="})
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 90})
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	defer d.run(t, "", "tmux", "-S", socket, "kill-server")
	if !appears(t, terminal, "$ ", "# ") {
		t.Fatal("tmux did not start")
	}
	if _, errs, code := d.run(t, "", "tmux", "-S", socket, "set-buffer", "You never listen to me."); code != 0 {
		t.Fatalf("set-buffer: %s", errs)
	}
	if _, err := terminal.WriteString("\x02C"); err != nil {
		t.Fatal(err)
	}
	if !appears(t, terminal, "you-never") {
		t.Error("the finding was not shown")
	}
}

// appears waits until the terminal shows one of the texts.
func appears(t *testing.T, terminal *os.File, texts ...string) bool {
	t.Helper()
	if err := terminal.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := terminal.Read(buf)
		shown.Write(buf[:n])
		for _, text := range texts {
			if strings.Contains(shown.String(), text) {
				return true
			}
		}
		if err != nil {
			t.Logf("%v; it shows %q", err, shown.String())
			return false
		}
	}
}

func TestTheClipboardIsChecked(t *testing.T) {
	d := newDesk(t, "Xvfb", "xclip")
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "64x64x8", "-nolisten", "tcp")
	server.ExtraFiles = []*os.File{write}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Process.Kill(); _ = server.Wait() }()
	write.Close()
	display, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Skip("Xvfb can't run here")
	}
	d.env = append(d.env, "DISPLAY=:"+strings.TrimSpace(display), "WAYLAND_DISPLAY=")
	for file, want := range map[string]int{"hurt.txt": 1, "kind.txt": 0} {
		if _, errs, code := d.run(t, "", "sh", "-c", "xclip -in -selection clipboard "+file+" >/dev/null 2>&1"); code != 0 {
			t.Fatalf("xclip: %s", errs)
		}
		if out, errs, code := d.run(t, "", "hooks/clipboard"); code != want {
			t.Errorf("%s: %d, want %d: %s%s", file, code, want, out, errs)
		}
	}
}

func TestParallelChecksAllLinesInOrder(t *testing.T) {
	d := newDesk(t, "parallel")
	var corpus strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&corpus, `{"id":"m%d","text":"Number %d. You never listen to me.","context":[]}`+"\n", i, i)
	}
	want, _, _ := d.run(t, corpus.String(), "coach", "check", "--as", "jsonl", "--format", "jsonl", "--fail-on", "never", "-")
	d.write(t, "hooks/parallel", strings.Replace(d.read(t, "hooks/parallel"), "--block 10M", "--block 50k", 1), 0o700) // many blocks
	got, errs, code := d.run(t, corpus.String(), "hooks/parallel")
	line := regexp.MustCompile(`"line":\d+`) // counted in each block
	if code != 0 || line.ReplaceAllString(got, "") != line.ReplaceAllString(want, "") || strings.Count(got, "\n") != 5000 {
		t.Errorf("%d, %d lines; %s", code, strings.Count(got, "\n"), errs)
	}
}

func TestGitHubTakesACommentFromAFile(t *testing.T) {
	d := newDesk(t, "gh")
	if out, errs, code := d.run(t, "", "gh", "pr", "comment", "--help"); code != 0 || !strings.Contains(out, "--body-file") {
		t.Errorf("%d, %s%s", code, out, errs)
	}
	// The real program can't reach GitHub from a test: it must get as far as asking for a login, and only with a kind comment.
	d.env = append(d.env, "GH_TOKEN=", "GITHUB_TOKEN=", "GH_HOST=", "CI=", "BUILD_NUMBER=", "RUN_ID=") // it words it otherwise on a build service
	if _, errs, code := d.run(t, "", "hooks/gh-comment", "7", "kind.txt"); code == 0 || !strings.Contains(errs, "gh auth login") {
		t.Errorf("a kind comment did not reach gh: %d, %s", code, errs)
	}
	if _, errs, code := d.run(t, "", "hooks/gh-comment", "7", "hurt.txt"); code != 1 || strings.Contains(errs, "gh auth login") {
		t.Errorf("an unkind comment: %d, %s", code, errs)
	}
}
