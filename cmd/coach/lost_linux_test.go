package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A writer is a command that writes a file which was there before or not.
type writer struct {
	name string
	run  invocation
}

// writers are the invocations that write.
func writers() []writer {
	var list []writer
	for path, ways := range invocations() {
		for n, i := range ways {
			if len(i.writes) > 0 && !slices.Contains(i.args, "new") && path != "man" {
				list = append(list, writer{fmt.Sprint(path, n), i})
			}
		}
	}
	// The rules beside the new one are broken, so that it need not be tried, which takes long.
	return append(list, writer{"rules new", invocation{args: []string{"rules", "new", "blame/lemon", "--to", "broken-rules"}, stdin: ruleAnswers, writes: []string{"broken-rules/blame/lemon.yaml"}}})
}

// steps are the system calls that writing a file is made of.
var steps = []string{"openat", "write", "fchmod", "fsync", "close", "renameat", "linkat", "unlinkat", "mkdirat"}

// whole runs a command undisturbed, and returns what its files hold before and after.
func whole(t *testing.T, w writer) (before, after map[string]string) {
	t.Helper()
	dir := workspace(t)
	before = contents(t, dir)
	out, _ := command(built(t), dir, w.run).CombinedOutput() // what was written says it
	after = contents(t, dir)
	for _, name := range w.run.writes {
		if now, ok := after[name]; !ok || now == before[name] && now != "" {
			t.Fatalf("%s was not written: %s", name, out)
		}
	}
	return before, after
}

// begins tells from a trace which call of each kind, counted as strace counts them in each thread, is the first that
// belongs to writing a file. The calls before it only read.
func begins(calls string) map[string]int {
	first, counts, writing := map[string]int{}, map[string]int{}, false
	for line := range strings.Lines(calls) {
		thread, call, _ := strings.Cut(line, " ")
		step, _, ok := strings.Cut(strings.TrimSpace(call), "(")
		if !ok || strings.HasPrefix(step, "<") {
			continue
		}
		counts[thread+step]++
		writing = writing || step == "mkdirat" || strings.Contains(call, "O_CREAT") || strings.Contains(call, "O_APPEND")
		if _, seen := first[step]; writing && !seen {
			first[step] = max(1, counts[thread+step]-2) // another run may change threads elsewhere
		}
	}
	return first
}

// TestAKillLeavesTheOldOrTheNew kills each command that writes at each of the calls that writing is made of, first to
// last. strace delivers the signal as the call begins, so no moment between two calls is left out.
func TestAKillLeavesTheOldOrTheNew(t *testing.T) {
	tracer(t)
	for _, w := range writers() {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			before, after := whole(t, w)
			calls, _, _ := traced(t, workspace(t), w.run, "-e", "trace="+strings.Join(steps, ","))
			kills := 0
			for step, first := range begins(calls) {
				for n := first; ; n++ {
					dir := workspace(t)
					calls, _, _ := traced(t, dir, w.run, "-e", "trace="+step, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", step, n))
					when := fmt.Sprintf("killed at %s %d", step, n)
					checkWhole(t, when, w, dir, before, after)
					if !strings.Contains(calls, "killed by SIGKILL") {
						break // there was no such call any more
					}
					kills++
					if _, late := missing(t, dir, w, after); late && n == first {
						out, _ := command(built(t), dir, w.run).CombinedOutput() // what was written says it
						if name, late := missing(t, dir, w, after); late {
							t.Errorf("%s, and run again: %s is not written: %s", when, name, out)
						}
					}
				}
			}
			if kills < 3 {
				t.Errorf("only %d kills", kills)
			}
		})
	}
}

// TestAFullDiskLeavesTheOldOrTheNew lets each of these calls fail as on a disk that is full, broken, or read-only.
func TestAFullDiskLeavesTheOldOrTheNew(t *testing.T) {
	tracer(t)
	failures := map[string]string{"write": "ENOSPC", "fsync": "EIO", "fchmod": "EPERM", "renameat": "EROFS", "linkat": "ENOSPC", "mkdirat": "EROFS"}
	for _, w := range writers() {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			before, after := whole(t, w)
			for step, failure := range failures {
				// The first writes may be questions to the user; each later one is let fail in its turn.
				for n := 1; n <= 8; n++ {
					dir := workspace(t)
					calls, said, code := traced(t, dir, w.run, "-e", "trace="+step, "-e", fmt.Sprintf("inject=%s:error=%s:when=%d+", step, failure, n))
					checkWhole(t, fmt.Sprintf("%s %d fails", step, n), w, dir, before, after)
					if !strings.Contains(calls, "INJECTED") {
						break
					}
					for name := range contents(t, dir) {
						if unfinished.MatchString(filepath.Base(name)) {
							t.Errorf("%s %d fails: %s is left", step, n, name)
						}
					}
					if _, ok := missing(t, dir, w, after); ok && code != exitTrouble && !w.run.aside {
						t.Errorf("%s %d fails: exit %d though nothing was written: %s", step, n, code, said)
					}
				}
			}
		})
	}
}

// missing names a file that should have been written and isn't.
func missing(t *testing.T, dir string, w writer, after map[string]string) (string, bool) {
	t.Helper()
	now := contents(t, dir)
	for _, name := range w.run.writes {
		if now[name] != after[name] {
			return name, true
		}
	}
	return "", false
}

// checkWhole holds every file to its old or its new content, and what is not whole yet to its owner alone.
func checkWhole(t *testing.T, when string, w writer, dir string, before, after map[string]string) {
	t.Helper()
	for name, now := range contents(t, dir) {
		if unfinished.MatchString(filepath.Base(name)) {
			info, err := os.Stat(filepath.Join(dir, name))
			if err != nil || info.Mode().Perm()&0o077 != 0 && now != after[w.run.writes[0]] {
				t.Errorf("%s: %s is %v", when, name, info.Mode())
			}
			continue
		}
		old, was := before[name]
		if now == after[name] || was && now == old {
			continue
		}
		t.Errorf("%s: %s is neither old nor new: %.200q", when, name, now)
	}
	for name := range before {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s: %v", when, err)
		}
	}
}
