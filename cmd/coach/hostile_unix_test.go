//go:build unix

package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// hostile is an input that somebody made to break a reader.
type hostile struct {
	make func(t *testing.T, dir string) // what lies in the folder
	args []string
	code int
	said string // on standard error
}

// puts makes files of texts.
func puts(files map[string]string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		for name, text := range files {
			writeTest(t, dir, name, text)
		}
	}
}

// sparse makes a file of 100 GB that takes no room, and begins with some text.
func sparse(head string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		puts(map[string]string{"in": head})(t, dir)
		if err := os.Truncate(filepath.Join(dir, "in"), 100<<30); err != nil {
			t.Skipf("this file system has no such files: %v", err)
		}
	}
}

// link makes a symbolic link.
func link(target, name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.Symlink(target, file)); err != nil {
			t.Fatal(err)
		}
	}
}

func both(makers ...func(*testing.T, string)) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		for _, m := range makers {
			m(t, dir)
		}
	}
}

// packed makes a zip archive of some files, each of size bytes that begin with head and go on with one letter.
func packed(head string, size int64, names ...string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		f, err := os.Create(filepath.Join(dir, "in"))
		if err != nil {
			t.Fatal(err)
		}
		z := zip.NewWriter(f)
		for _, name := range names {
			w, err := z.Create(name)
			if err == nil {
				_, err = io.Copy(w, io.LimitReader(io.MultiReader(strings.NewReader(head), repeated("x")), size))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(z.Close(), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// repeated is a text that never ends.
type repeated string

func (r repeated) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		n += copy(p[n:], r)
	}
	return n, nil
}

const whatsAppHead = "[31/12/2023, 23:59:01] Ana: Hi\n[31/12/2023, 23:59:02] Ben: Yo\n"

const plumRule = "title: Plum\nkind: flag\nseverity: warning\nstrategy: curiosity\nsay: Sour.\nphrases: [sour plum]\nreframes: [a plum]\n"

func pipe(t *testing.T, dir string) {
	if err := syscall.Mkfifo(filepath.Join(dir, "in"), 0o600); err != nil {
		t.Skip("there are no named pipes here")
	}
}

// bombAliases is YAML that holds ten to the power of eight texts by ten times eight names.
func bombAliases(key string) string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n")
	for i := 1; i < 9; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 10), ","))
	}
	return b.String() + key + ": *a8\n"
}

func TestHostileInputEndsSoonAndSaysWhy(t *testing.T) {
	program := built(t)
	in := []string{"check", "in"}
	for name, h := range map[string]hostile{
		"100 GB of nothing":               {sparse(""), in, 2, "longer than 8 MiB"},
		"a chat, then 100 GB of nothing":  {sparse(whatsAppHead), in, 2, "without an end"},
		"XML, then 100 GB of nothing":     {sparse(`<smses><sms body="x" type="1" data="`), in, 2, "without an end"},
		"mail, then 100 GB of nothing":    {sparse("From: a\nTo: b\nSubject: c\nDate: "), in, 2, "binary"},
		"a page, then 100 GB of nothing":  {sparse(`<html><div class="message default clearfix"><div class="text">`), in, 2, "was not read"},
		"JSON, then 100 GB of nothing":    {sparse(`{"messages":[{"id":1,"type":"message","date_unixtime":"1","from":"A","text":"`), in, 2, "without an end"},
		"a table, then 100 GB of nothing": {sparse("text,author\nx,y\n\""), in, 2, "larger than 8 MiB"},
		"100 GB to write again":           {sparse("You never listen."), []string{"reframe", "in"}, 2, "longer than 8 MiB"},
		"100 GB to answer":                {both(sparse(""), puts(map[string]string{"m": "x"})), []string{"check", "--reply-to", "in", "m"}, 2, "longer than 8 MiB"},
		"100 GB of config":                {both(sparse("color: never\n"), puts(map[string]string{"m": "x"})), []string{"check", "--config", "in", "m"}, 2, "larger than"},
		"a rule of 100 GB": {both(func(t *testing.T, dir string) {
			puts(map[string]string{"r/x/y": ""})(t, dir)
			sparse("")(t, filepath.Join(dir, "r/x"))
			_ = os.Rename(filepath.Join(dir, "r/x/in"), filepath.Join(dir, "r/x/z.yaml"))
		}, puts(map[string]string{"m": "x"})), []string{"check", "--rules", "r", "m"}, 2, "larger than"},
		"a named pipe":                        {pipe, in, 2, "named pipe"},
		"a named pipe to write again":         {pipe, []string{"reframe", "in"}, 2, "named pipe"},
		"a named pipe as config":              {pipe, []string{"check", "--config", "in", "in"}, 2, "named pipe"},
		"a named pipe to answer":              {pipe, []string{"check", "--reply-to", "in", "in"}, 2, "named pipe"},
		"a named pipe to score":               {pipe, []string{"rules", "score", "in"}, 2, "named pipe"},
		"a named pipe among files":            {both(pipe, puts(map[string]string{"chat.txt": whatsAppHead})), []string{"check", "."}, 0, ""},
		"a device":                            {puts(nil), []string{"check", "/dev/zero"}, 2, "device"},
		"a device as a chat":                  {puts(nil), []string{"chat", "--as", "whatsapp", "/dev/zero"}, 2, "device"},
		"nothing at all":                      {puts(nil), []string{"check", "/dev/null"}, 0, "is empty"},
		"links in a circle":                   {both(link("b", "in"), link("in", "b")), in, 2, "circle"},
		"a folder in itself":                  {both(link(".", "in/again"), link("../..", "in/up"), puts(map[string]string{"in/chat.txt": whatsAppHead})), in, 0, ""},
		"a bomb of an archive":                {packed(whatsAppHead, 200<<20, "_chat.txt"), in, 2, "unpacks to more than 100 times its size"},
		"a bomb in many parts":                {packed(whatsAppHead, 16<<20, "1", "2", "3", "4", "5", "6", "7", "8"), in, 2, "unpacks to more than 100 times its size"},
		"an archive that climbs out":          {packed(whatsAppHead, int64(len(whatsAppHead)), "../../evil.txt", "/etc/more.txt", `..\last.txt`), in, 0, ""},
		"an archive of nothing":               {puts(map[string]string{"in": "PK\x03\x04" + strings.Repeat("\x00", 100)}), in, 2, "damaged"},
		"XML that grows by its entities":      {puts(map[string]string{"in": `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;"><!ENTITY f SYSTEM "file:///etc/passwd">]><smses><sms type="1" body="&lol1; &f;" date="1"/></smses>`}), in, 0, ""},
		"JSON without a bottom":               {puts(map[string]string{"in": `{"messages":[` + strings.Repeat(`{"a":[`, 1<<20)}), []string{"check", "--as", "telegram", "in"}, 2, "in:1"},
		"JSON without a bottom, before it":    {puts(map[string]string{"in": strings.Repeat("[", 8<<20)}), []string{"check", "--as", "json", "in"}, 2, "in:1"},
		"a line without a bottom":             {puts(map[string]string{"in": `{"text":` + strings.Repeat("[", 4<<20)}), []string{"check", "--as", "jsonl", "in"}, 2, "not valid JSON"},
		"a page without a bottom":             {puts(map[string]string{"in": `<html><div class="message default clearfix"><div class="text">` + strings.Repeat("<div>", 1<<20)}), in, 0, ""},
		"mail in mail in mail":                {puts(map[string]string{"in": "From: a\nTo: b\nDate: c\n" + strings.Repeat("Content-Type: multipart/mixed; boundary=b\n\n--b\n", 10_000)}), in, 0, ""},
		"config that grows by its aliases":    {puts(map[string]string{"c": bombAliases("people"), "in": "x"}), []string{"check", "--config", "c", "in"}, 2, "unknown setting"},
		"people that grow by their aliases":   {puts(map[string]string{"c": "people:\n  " + strings.ReplaceAll(bombAliases("x"), "\n", "\n  "), "in": "x"}), []string{"check", "--config", "c", "in"}, 2, "people is a list"},
		"config without a bottom":             {puts(map[string]string{"c": strings.Repeat("[", 500_000), "in": "x"}), []string{"check", "--config", "c", "in"}, 2, "read config c"},
		"a rule that grows by its aliases":    {puts(map[string]string{"r/x/y.yaml": bombAliases("title"), "in": "x"}), []string{"check", "--rules", "r", "in"}, 2, "unknown key"},
		"a rule without a bottom":             {puts(map[string]string{"r/x/y.yaml": "title: " + strings.Repeat("{a: ", 200_000), "in": "x"}), []string{"check", "--rules", "r", "in"}, 2, "not valid YAML"},
		"a phrase without a bottom":           {puts(map[string]string{"r/x/y.yaml": strings.Replace(plumRule, "sour plum", strings.Repeat("(", 1900), 1), "in": "x"}), []string{"check", "--rules", "r", "in"}, 2, "r/x/y.yaml:6"},
		"a phrase that grows":                 {puts(map[string]string{"r/x/y.yaml": strings.Replace(plumRule, "[sour plum]", `"`+strings.Repeat("[a|b|c] ..20 ", 100)+`z"`, 1), "in": "a a a"}), []string{"check", "--rules", "r", "in"}, 0, ""},
		"a rule that is somebody else's file": {both(link("/etc/passwd", "r/x/y.yaml"), puts(map[string]string{"in": "x"})), []string{"check", "--rules", "r", "in"}, 2, "r/x/y.yaml: it can't be read"},
		"rules that climb out":                {both(link("../secret.yaml", "r/x/y.yaml"), puts(map[string]string{"secret.yaml": secret, "in": "x"})), []string{"check", "--rules", "r", "in"}, 2, "r/x/y.yaml: it can't be read"},
		"config with rules of another folder": {puts(map[string]string{"here/.coach.yaml": "rules: [../r]\n", "here/in": "x", "r/x/y.yaml": secret}), []string{"check", "in"}, 2, "are not in its folder"},
		"config with rules of the whole disk": {puts(map[string]string{"here/.coach.yaml": "rules: [/]\n", "here/in": "x"}), []string{"check", "in"}, 2, "are not in its folder"},
		"config with rules behind a link":     {both(link("../r", "here/mine"), puts(map[string]string{"here/.coach.yaml": "rules: [mine]\n", "here/in": "x", "r/x/y.yaml": secret})), []string{"check", "in"}, 2, "are not in its folder"},
		"config that is somebody else's file": {both(link("../r", "here/.coach.yaml"), puts(map[string]string{"here/in": "x", "r": secret + ": 1\n"})), []string{"check", "in"}, 2, "leads out of its folder"},
		"the whole disk as rules":             {puts(map[string]string{"in": "x"}), []string{"check", "--rules", "/usr", "in"}, 2, "no folder of rules"},
		"a name that acts on the terminal":    {puts(map[string]string{"\x1b[2J\u202e.txt": "\x00"}), []string{"check", "\x1b[2J\u202e.txt", "\x1b]0;x\x07"}, 2, "␛[2J<U+202E>.txt"},
		"a file that nobody may write into":   {both(puts(map[string]string{"ro/in": message}), func(t *testing.T, dir string) { readOnly(t, filepath.Join(dir, "ro")) }), []string{"reframe", "--write", "ro/in"}, 2, "ro/in"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			h.make(t, dir)
			here := dir
			if _, err := os.Stat(filepath.Join(dir, "here")); err == nil {
				here = filepath.Join(dir, "here")
			}
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, program, h.args...)
			cmd.Dir, cmd.Env = here, []string{"HOME=" + filepath.Join(dir, "home"), "PATH=" + os.Getenv("PATH"), "GOMEMLIMIT=512MiB"}
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			_ = cmd.Run() // the exit code says it
			said := stderr.String()
			if ctx.Err() != nil || cmd.ProcessState.ExitCode() != h.code || !strings.Contains(said, h.said) {
				t.Errorf("exit %d, want %d; it said %.400q, want %q", cmd.ProcessState.ExitCode(), h.code, said, h.said)
			}
			if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && usage.Maxrss > 700<<10 && usage.Maxrss < 1<<32 {
				t.Errorf("it took %d KiB of memory", usage.Maxrss)
			}
			for _, wrong := range []string{"panic", "goroutine ", "bug in coach", "\x1b", "\u202e", "root:", secret} {
				if strings.Contains(said, wrong) {
					t.Errorf("it said %q: %.300q", wrong, said)
				}
			}
		})
	}
}

// readOnly makes a folder that nobody may write into. Root may all the same, except for where the kernel says no.
func readOnly(t *testing.T, dir string) {
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere: the trace lets the calls fail instead")
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) }) // so that it can be removed
}

func TestAFileIsReadAsItWasWhenItWasOpened(t *testing.T) {
	name := filepath.Join(t.TempDir(), "chat.txt")
	open := func() (*os.File, seeker) {
		if err := os.WriteFile(name, []byte("abcdef"), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		return f, takeSnapshot(f, info)
	}
	_, s := open()
	more, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = more.WriteString("grown")
	}
	if err = errors.Join(err, more.Close()); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(s); string(got) != "abcdef" || err != nil {
		t.Errorf("it grew: got %q, %v", got, err)
	}
	_, s = open()
	if err := os.Truncate(name, 3); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(s); string(got) != "abc" || !errors.Is(err, errShrunk) {
		t.Errorf("it shrank: got %q, %v", got, err)
	}
}

// Two at once leave the one or the other, and say so: neither is lost without a word.
func TestTwoAtOnceWriteOneFile(t *testing.T) {
	program := built(t)
	for _, w := range []invocation{{args: []string{"init", "--here"}, stdin: "\n\n\n", writes: []string{".coach.yaml"}}, {args: []string{"reframe", "--write", "message.txt"}, writes: []string{"message.txt"}}} {
		dir := workspace(t)
		var running []*exec.Cmd
		for range 8 {
			cmd := command(program, dir, w)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			running = append(running, cmd)
		}
		won := 0
		for _, cmd := range running {
			if cmd.Wait() == nil {
				won++
			}
		}
		data, err := os.ReadFile(filepath.Join(dir, w.writes[0]))
		if err != nil || won == 0 || w.args[0] == "init" && won != 1 {
			t.Errorf("%v: %d of 8 wrote it; %v", w.args, won, err)
		}
		if text := string(data); w.args[0] == "reframe" && !strings.HasSuffix(text, "I don’t feel heard.\n") {
			t.Errorf("got %q", text)
		}
		left, err := filepath.Glob(filepath.Join(dir, ".coach-*"))
		if err != nil || len(left) > 0 {
			t.Errorf("left behind: %q, %v", left, err)
		}
	}
}
