package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/cmd/internal/settings"
)

// TestMain removes what [built] made when all are done.
func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := buildDir(); err == nil {
		_ = os.RemoveAll(dir) // it is in the system's folder for such files
	}
	os.Exit(code)
}

var buildDir = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "coach-test-") })

var build = sync.OnceValues(func() (string, error) {
	dir, err := buildDir()
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, "coach")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	cmd := exec.Command("go", "build", "-o", program, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return program, nil
})

// built returns the program as a user has it, without the tests inside. The race detector sees nothing of it: what only
// runs the program is left to a run without the detector, which makes each rule to compile ten times as slow.
func built(t *testing.T) string {
	t.Helper()
	if raced {
		t.Skip("the race detector doesn't watch the program: run without it")
	}
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// secret marks the words of messages. It may stand in what a command is asked to write, and nowhere else.
const secret = "zanzibarquokka"

// An invocation is one way to run a command in a folder that [workspace] made.
type invocation struct {
	args   []string
	stdin  string
	env    []string // besides that of [command]; $DIR is the folder
	writes []string // the files it is asked to write; a folder ends with a slash
	aside  bool     // it does its job also when these can't be written
	slow   bool     // it compiles all rules: once or twice is enough
}

// asked reports whether a file is one that an invocation is asked to write.
func (i *invocation) asked(file string) bool {
	return slices.ContainsFunc(i.writes, func(w string) bool { return file == w || strings.HasSuffix(w, "/") && strings.HasPrefix(file, w) })
}

// invocations has each command of the program, by its path. A new command needs an entry here: then it is traced, killed
// and searched for what it must not tell, like the others.
func invocations() map[string][]invocation {
	return map[string][]invocation{
		"": {{args: []string{"--version"}}, {args: []string{"--help"}}},
		"check": {
			{args: []string{"check", "message.txt"}}, {args: []string{"check"}, stdin: message}, {args: []string{"check", "--reply-to", "message.txt", "message.txt"}},
			{args: []string{"check", "--format", "json", "chat.txt"}}, {args: []string{"check", "--format", "sarif", "folder"}}, {args: []string{"check", "--format", "github", "chat.zip"}},
			{args: []string{"check", "--rules", "my-rules", "--format", "junit", "messages.jsonl"}, slow: true}, {args: []string{"check", "broken.jsonl", "missing.txt"}},
			{args: []string{"check", "message.txt"}, env: []string{"XDG_STATE_HOME=$DIR/counted"}, writes: []string{"counted/coach/progress.jsonl"}, aside: true},
		},
		"chat": {
			{args: []string{"chat", "chat.txt"}}, {args: []string{"chat", "--format", "json", "chat.zip"}}, {args: []string{"chat", "--format", "jsonl", "folder"}},
			{args: []string{"chat", "--html", "report.html", "--redact", "chat.txt"}, writes: []string{"report.html"}},
		},
		"reframe": {
			{args: []string{"reframe"}, stdin: message}, {args: []string{"reframe", "--diff", "message.txt"}}, {args: []string{"reframe", "left.txt"}},
			{args: []string{"reframe", "--write", "--backup", "message.txt"}, writes: []string{"message.txt", "message.txt.bak"}},
		},
		"review":   {{args: []string{"review", "message.txt"}}},
		"practice": {{args: []string{"practice", "i-statements", "--seed", "7", "--count", "1"}, stdin: "You never listen to me, " + secret + "\n\n"}},
		"progress": {
			{args: []string{"progress"}}, {args: []string{"progress", "--forget"}}, {args: []string{"progress", "--format", "json"}, env: []string{"XDG_STATE_HOME=$DIR/counted"}},
			{args: []string{"progress", "--start"}, writes: []string{"state/coach/progress.jsonl"}},
		},
		"man":          {{args: []string{"man"}}, {args: []string{"man", "manuals"}, writes: []string{"manuals/"}}},
		"explain":      {{args: []string{"explain", "blame/you-never"}}},
		"guide":        {{args: []string{"guide"}}, {args: []string{"guide", "i-statements"}}},
		"hook":         {{args: []string{"hook"}}, {args: []string{"hook", "bash"}}, {args: []string{"hook", "git-commit-msg", "--install"}, stdin: "y\n", writes: []string{".git/hooks/commit-msg"}}},
		"init":         {{args: []string{"init", "--here"}, stdin: "work\ngb\n\n", writes: []string{".coach.yaml"}}, {args: []string{"init"}, stdin: "\n\n\n", writes: []string{"config/coach/config.yaml"}}},
		"lsp":          {{args: []string{"lsp"}, stdin: lspSession}},
		"rules list":   {{args: []string{"rules", "list", "--format", "json"}}},
		"rules test":   {{args: []string{"rules", "test", "my-rules", "--only", "test"}, slow: true}},
		"rules score":  {{args: []string{"rules", "score", "gold.jsonl", "--show", "fn"}}},
		"rules schema": {{args: []string{"rules", "schema"}}},
		"schema":       {{args: []string{"schema"}}, {args: []string{"schema", "findings"}}},
		"rules show":   {{args: []string{"rules", "show", "blame/you-never"}}},
		"rules new":    {{args: []string{"rules", "new", "blame/lemon"}, stdin: ruleAnswers, writes: []string{"my-rules/blame/lemon.yaml"}, slow: true}},
	}
}

const message = "Hi Ana,\n\nYou never listen to me, " + secret + "!! See you at six.\nYou never listen to me.\n"

const ruleAnswers = "Lemon\nflag\nwarning\ncuriosity\nThe word “{match}” is sour.\nsuch a sour lemon\nwhat a sour lemon\nthat sour lemon\n\na lemon\nlemon tea\nsweet lemons\n\nsour lemon\n\nsuch a plum\n\n"

var lspSession = frame(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}`) + frame(`{"jsonrpc":"2.0","method":"initialized","params":{}}`) +
	frame(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///m.txt","languageId":"text","version":1,"text":"You never listen to me, `+secret+`."}}}`) +
	frame(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":"`+secret+`"}}`) + frame(`{"jsonrpc":"2.0","id":2,"method":"`+secret+`"}`) +
	frame(`{"jsonrpc":"2.0","id":3,"method":"shutdown"}`) + frame(`{"jsonrpc":"2.0","method":"exit"}`)

func frame(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }

const chatText = "[31/12/2023, 23:59:01] Ana: I feel so alone, " + secret + "\n[31/12/2023, 23:59:30] Ben: You never listen to me, " + secret + ".\n[31/12/2023, 23:59:59] Ana: I'm sorry, " + secret + "\n"

// workspace makes a folder with something for each command to read.
func workspace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	w, err := z.Create("_chat.txt")
	if err == nil {
		_, err = w.Write([]byte(chatText))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"message.txt": message, "chat.txt": chatText, "folder/a/chat.txt": chatText, "chat.zip": packed.String(), "left.txt": "This is why you never listen to me when I talk, " + secret + "\n",
		"messages.jsonl": `{"text":"You never listen to me, ` + secret + `."}` + "\n", "broken.jsonl": `{"text":"ok"}` + "\n" + `{"text":"` + secret + "\n" + `{"text":["` + secret + `"]}` + "\n" + `{"text":"a","time":"` + secret + `"}` + "\n",
		"gold.jsonl":              `{"id":"a","text":"You never listen to me, ` + secret + `.","labels":["blame"],"judged":["blame"]}` + "\n{\"id\":\n",
		"my-rules/test/plum.yaml": "title: Plum\nkind: flag\nseverity: warning\nstrategy: curiosity\nsay: Sour.\nphrases: [sour plum]\nreframes: [a plum]\nexamples: {flag: [sour plum, a sour plum, what a sour plum], pass: [plum, sweet plum, sour]}\n",
		// The real one is used by the scripts. This one makes few system calls of its own, and is there on any machine.
		"counted/coach/progress.jsonl": `{"day":"2026-11-16","messages":1,"families":{"blame":2}}` + "\n",
		"broken-rules/blame/plum.yaml": "title: [",
		"bin/git":                      "#!/bin/sh\necho .git/hooks/commit-msg\n",
	} {
		writeTest(t, dir, name, text)
	}
	return dir
}

// writeTest writes a file of a test, and the folders it lies in.
func writeTest(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(text), 0o700)); err != nil { // one of them is run
		t.Fatal(err)
	}
}

// command makes the command that runs the program in a folder of its own, apart from this machine's user.
func command(program, dir string, i invocation) *exec.Cmd {
	cmd := exec.Command(program, i.args...)
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader(i.stdin)
	cmd.Env = []string{"PATH=" + filepath.Join(dir, "bin") + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + dir, "XDG_CONFIG_HOME=" + filepath.Join(dir, "config"), "XDG_STATE_HOME=" + filepath.Join(dir, "state"), "TMPDIR=" + filepath.Join(dir, "tmp")}
	for _, e := range i.env {
		cmd.Env = append(cmd.Env, strings.ReplaceAll(e, "$DIR", dir))
	}
	return cmd
}

func TestEveryCommandIsTried(t *testing.T) {
	tried := invocations()
	var walk func(cmd *cobra.Command, path string)
	walk = func(cmd *cobra.Command, path string) {
		if _, ok := tried[path]; !ok && cmd.Runnable() && len(cmd.Commands()) == 0 {
			t.Errorf("coach %s has no entry in invocations", path)
		}
		delete(tried, path)
		for _, c := range cmd.Commands() {
			walk(c, strings.TrimSpace(path+" "+c.Name()))
		}
	}
	walk(newRoot(&streams{}, nil), "")
	for path := range tried {
		t.Errorf("there is no command coach %s", path)
	}
}

func TestNoCommandTellsWhatItRead(t *testing.T) {
	program := built(t)
	for _, ways := range invocations() {
		for _, i := range ways {
			t.Run(strings.Join(i.args, " "), func(t *testing.T) {
				t.Parallel()
				dir := workspace(t)
				var stderr bytes.Buffer
				cmd := command(program, dir, i)
				cmd.Stderr = &stderr
				if err := cmd.Run(); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() > exitTrouble {
					t.Fatalf("%v: %s", err, stderr.String())
				}
				if strings.Contains(stderr.String(), secret) {
					t.Errorf("standard error tells it: %s", stderr.String())
				}
				before := workspace(t)
				for file, text := range contents(t, dir) {
					old, was := contents(t, before)[file]
					if (!was || old != text) && !i.asked(file) {
						t.Errorf("%s was written, and nobody asked for it", file)
					}
				}
				for _, file := range i.writes {
					if _, err := os.Stat(filepath.Join(dir, file)); err != nil {
						t.Errorf("not written: %v; it said %s", err, stderr.String())
					}
				}
			})
		}
	}
}

// contents reads all files of a folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// broken are inputs that break off, or break a rule of their format, close to a secret.
var broken = []string{
	secret, secret + "\x00", "{\"text\":\"" + secret, "{\"text\":{\"" + secret + "\":1}}", "[{\"text\":1e999,\"" + secret + "\":[", "{\"" + secret + "\": " + secret + "}",
	"{\"messages\":[{\"" + secret + "\":\"\\u" + secret + "\"}]}", "<smses><sms body=\"" + secret + "\" date=\"" + secret + "\" type=\"1\"/><" + secret + " & &" + secret + ";",
	"<html><body><div class=\"message default clearfix\"><div class=\"text\">" + secret, "text;author\n\"" + secret + "\";\"x\"y\n" + secret + "\n", "text,speaker,time\n" + secret + ",a," + secret + "\n",
	"From a@b Mon Jan  1 10:00:00 2024\nFrom: " + secret + "\nTo: <" + secret + "\nDate: " + secret + "\nContent-Type: multipart/" + secret + "; boundary=" + secret + "\n\n--" + secret + "\n" + secret,
	"From: a\nTo: b\nDate: c\n" + secret + "\n\n" + secret, "[31/12/2023, 23:59:01] Ana: " + secret + "\n[99/99/2023, 25:61:61] " + secret + ": x\n", "WEBVTT\n\n" + secret + " --> " + secret + "\n" + secret + "\n",
	"\xff\xfe" + secret, "\xef\xbb\xbf{" + secret, "PK\x03\x04" + secret, strings.Repeat("[", 100_000) + secret, strings.Repeat(secret+" ", 700_000), "2024/01/15(Mon)\n07:33\t" + secret + "\t\"" + secret + "\n",
	"&" + secret + ";", "---\n" + secret + ": [*" + secret + "]\n", "a: &a [*a, " + secret + "]\n",
}

func TestNoBrokenInputIsRepeatedInAnError(t *testing.T) {
	formats := settings.Choices("as")
	for _, in := range broken {
		for _, as := range append([]string{""}, formats...) {
			if len(in) > 1<<20 && as != "" && as != "message" && as != "jsonl" {
				continue // one of each kind is enough of what takes long
			}
			for _, args := range [][]string{{"check", "--as", as}, {"chat", "--as", as}} {
				if as == "" {
					args = args[:1]
				}
				var stdout, stderr bytes.Buffer
				code := run(context.Background(), args, strings.NewReader(in), &stdout, &stderr, nil)
				if code > exitTrouble || strings.Contains(stderr.String(), secret) || strings.Contains(stderr.String(), "bug in coach") {
					t.Errorf("coach %s < %.60q: exit %d, %.300s", strings.Join(args, " "), in, code, stderr.String())
				}
			}
		}
	}
}

func TestABugTellsNoValue(t *testing.T) {
	root := newRoot(&streams{}, nil)
	root.AddCommand(&cobra.Command{Use: "fall", RunE: func(*cobra.Command, []string) error { panic(secret) }})
	root.SetArgs([]string{"fall"})
	err := execute(context.Background(), root)
	if err == nil || strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), "TestABugTellsNoValue") {
		t.Errorf("got %v, want the place in the program alone", err)
	}
}
