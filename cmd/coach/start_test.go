package main

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// What packages may make before main begins, in bytes. Each start pays for it, whatever the command: what only some
// commands need is made when they do (sync.OnceValue), and no pattern is compiled by a package's variable.
const (
	mostByAll  = 270_000 // a program that only links Cobra, Viper and color makes 120,000
	mostByOurs = 2_000   // by one package of ours
)

func TestStartMakesHardlyAnythingThatACheckDoesNotUse(t *testing.T) {
	cmd := exec.Command(built(t), "check", "--fail-on", "never", "../../testdata/bench/words120.txt")
	cmd.Env = append(cmd.Environ(), "GODEBUG=inittrace=1", "HOME="+t.TempDir())
	var trace strings.Builder
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, trace.String())
	}
	total, packages := 0, 0
	for line := range strings.Lines(trace.String()) {
		// init internal/cpu @0.01 ms, 0.002 ms clock, 16 bytes, 1 allocs
		f := strings.Fields(line)
		if len(f) < 10 || f[0] != "init" || f[8] != "bytes," {
			continue
		}
		bytes, err := strconv.Atoi(f[7])
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		packages++
		total += bytes
		if ours := f[1] == "main" || strings.HasPrefix(f[1], "github.com/emotional-safety/"); ours && bytes > mostByOurs {
			t.Errorf("%s makes %d bytes before main begins, at most %d are fine", f[1], bytes, mostByOurs)
		}
	}
	if packages < 10 {
		t.Fatalf("the trace names only %d packages:\n%s", packages, trace.String())
	}
	if total > mostByAll {
		t.Errorf("all packages make %d bytes before main begins, at most %d are fine:\n%s", total, mostByAll, trace.String())
	}
}
