package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// tracer finds strace, and makes sure that it may trace here; .ci/run installs it.
func tracer(t *testing.T) string {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed: nothing was traced")
	}
	if out, err := exec.Command(strace, "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not trace here: %s", out)
	}
	return strace
}

// traced runs the program under strace with some options, and returns the calls and what it said.
func traced(t *testing.T, dir string, i invocation, options ...string) (calls, said string, code int) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "calls")
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	plain := command(built(t), dir, i)
	cmd := exec.CommandContext(ctx, tracer(t), append(append([]string{"-f", "-q", "-s", "300", "-o", log}, options...), plain.Args...)...)
	cmd.Dir, cmd.Stdin = plain.Dir, plain.Stdin
	cmd.Env = slices.Concat(plain.Env, []string{"GOMAXPROCS=1"})
	var out bytes.Buffer
	cmd.Stderr = &out
	_ = cmd.Run() // the exit code says it
	if ctx.Err() != nil {
		t.Fatalf("no end after a minute: coach %s", strings.Join(i.args, " "))
	}
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return string(data), out.String(), cmd.ProcessState.ExitCode()
}

// writing are the calls that change a file system, as strace shows them. Those that open only count when they ask to write.
var (
	opening = regexp.MustCompile(`^\d+ +(?:open|openat|openat2|creat)\((?:[^"]*, )?"([^"]*)".*O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)`)
	writing = regexp.MustCompile(`^\d+ +(?:mkdir|mkdirat|rename|renameat|renameat2|link|linkat|symlink|symlinkat|unlink|unlinkat|rmdir|truncate|chmod|fchmodat|chown|lchown|fchownat|mknod|mknodat|setxattr|utimensat)\(`)
	quoted  = regexp.MustCompile(`"([^"]*)"`)
)

// A name of ours while a file is not whole yet.
var unfinished = regexp.MustCompile(`^\.coach-\d+$`)

// TestNothingLeavesTheMachine runs every command under a trace of its system calls: none opens a socket, starts a program
// (but Git, for its hook), or writes a file that the user did not name.
func TestNothingLeavesTheMachine(t *testing.T) {
	tracer(t)
	for path, ways := range invocations() {
		for n, i := range ways {
			t.Run(fmt.Sprint(path, n), func(t *testing.T) {
				t.Parallel()
				dir := workspace(t)
				calls, said, code := traced(t, dir, i, "-e", "trace=%network,%process,%file,io_uring_setup")
				if !strings.Contains(calls, "execve(") || code > exitTrouble {
					t.Fatalf("exit %d: %s\n%s", code, said, calls)
				}
				for _, wrong := range misdeeds(calls, dir, i) {
					t.Errorf("coach %s: %s", strings.Join(i.args, " "), wrong)
				}
			})
		}
	}
}

// misdeeds lists the calls that break the promise.
func misdeeds(calls, dir string, i invocation) []string {
	var wrong []string
	programs := 0
	for line := range strings.Lines(calls) {
		_, call, _ := strings.Cut(strings.TrimLeft(line, "0123456789"), " ")
		call = strings.TrimSpace(call)
		switch {
		case strings.Contains(call, "ENOENT") && !strings.Contains(call, "O_CREAT"): // nothing was there to be written
		case strings.HasPrefix(call, "socket("), strings.HasPrefix(call, "socketpair("), strings.HasPrefix(call, "connect("), strings.HasPrefix(call, "io_uring_setup("):
			wrong = append(wrong, call)
		case strings.HasPrefix(call, "execve("):
			programs++
			if git := slices.Contains(i.args, "--install") && strings.Contains(call, `/git"`); programs > 1 && !git {
				wrong = append(wrong, call)
			}
		case opening.MatchString(line), writing.MatchString(line):
			for _, name := range quoted.FindAllStringSubmatch(call, 2) {
				if !allowed(name[1], dir, i) {
					wrong = append(wrong, call)
				}
			}
		}
	}
	return wrong
}

// allowed reports whether a name is of a file that was asked for, of one that becomes it, or of a folder that holds it.
func allowed(name, dir string, i invocation) bool {
	if name == os.DevNull || name == "/dev/tty" {
		return true
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	if rel, err := filepath.Rel(dir, name); err == nil && i.asked(rel) {
		return true
	}
	for _, w := range i.writes {
		file := filepath.Join(dir, w)
		if name == file || strings.HasPrefix(file, name+"/") || filepath.Dir(name) == filepath.Dir(file) && unfinished.MatchString(filepath.Base(name)) {
			return true
		}
	}
	return false
}

// The test above is worth something only if it can fail.
func TestAMisdeedIsSeen(t *testing.T) {
	for call, bad := range map[string]bool{
		`12 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3`:                               true,
		`12 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3`:                           true,
		`12 openat(AT_FDCWD, "/tmp/x", O_WRONLY|O_CREAT|O_TRUNC, 0666 <unfinished ...>`: true,
		`12 openat(5</d>, "named.txt", O_RDWR|O_CREAT|O_EXCL|O_CLOEXEC, 0600) = 7`:      false,
		`12 openat(AT_FDCWD, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3`:                    false,
		`12 renameat(AT_FDCWD, "/d/.coach-17", AT_FDCWD, "/d/named.txt") = 0`:           false,
		`12 renameat(AT_FDCWD, "/d/.coach-17", AT_FDCWD, "/d/other.txt") = 0`:           true,
		`12 unlink("/d/message.txt") = 0`:                                               true,
		`12 execve("/usr/bin/curl", ["curl"], 0xc0 /* 3 vars */) = 0`:                   true,
		`12 openat(AT_FDCWD, "/dev/null", O_RDWR) = 3`:                                  false,
	} {
		first := `11 execve("/tmp/coach", ["coach"], 0x7 /* 3 vars */) = 0` + "\n"
		if got := misdeeds(first+call+"\n", "/d", invocation{writes: []string{"named.txt"}}); (len(got) > 0) != bad {
			t.Errorf("%s: got %q", call, got)
		}
	}
}
