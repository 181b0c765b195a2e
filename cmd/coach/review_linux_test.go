package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A review of its own writes at most the config; the editor that it starts writes what it is asked to.
const reviewConfig = ".config/coach/config.yaml"

// tracedReview reviews a draft under strace on a terminal, and returns the calls and what it gave.
func tracedReview(t *testing.T, dir string, options []string, answers ...string) (calls, out string, code int) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "calls")
	cmd := exec.Command(tracer(t), slices.Concat([]string{"-f", "-q", "-s", "300", "-o", log}, options, []string{built(t), "review"})...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir + "/tmp", "EDITOR=" + dir + "/edit", "NO_COLOR=1", "GOMAXPROCS=1"}
	out, code, _ = onTerminal(t, cmd, reviewDraft, answers...)
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return string(data), out, code
}

// reviewDesk is a home with an editor, and a config to change.
func reviewDesk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	writeTest(t, dir, "edit", "#!/bin/sh\necho 'Dear Ana.' >\"$1\"\n")
	writeTest(t, dir, "tmp/.keep", "")
	writeTest(t, dir, reviewConfig, "# mine\nskip: [advice]\n")
	return dir
}

func TestAReviewLeavesNothingBehind(t *testing.T) {
	for _, tc := range []struct {
		name    string
		answers []string
		out     string
		writes  []string
		editor  bool
	}{
		{"a wording is taken", []string{"1\r", "y\r"}, "Hi Ana,\n\nI don’t feel heard. See you at six 😀\n", nil, false},
		{"words of one's own", []string{"e\r", "\x15I miss our talks.\r", "y\r"}, "Hi Ana,\n\nI miss our talks. See you at six 😀\n", nil, false},
		{"a pause, and stopped", []string{"p\r", " ", "s\r"}, "", nil, false},
		{"Ctrl-C", []string{"\x03"}, "", nil, false},
		{"never again", []string{"n\r", "y\r", "y\r"}, reviewDraft, []string{reviewConfig}, false},
		{"the editor", []string{"o\r", "y\r"}, "Dear Ana.\n", []string{"tmp/"}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			dir := reviewDesk(t)
			calls, out, _ := tracedReview(t, dir, []string{"-e", "trace=%network,%process,%file,io_uring_setup"}, tc.answers...)
			if out != tc.out {
				t.Errorf("got %q, want %q", out, tc.out)
			}
			for _, wrong := range misdeeds(calls, dir, invocation{writes: tc.writes}) {
				started, removed := strings.HasPrefix(wrong, "execve(\""+dir+"/edit\""), strings.HasPrefix(wrong, "unlinkat(") && !strings.Contains(wrong, "\"/")
				if !tc.editor || !started && !removed { // the folder of the editor's file is seen below
					t.Error(wrong)
				}
			}
			if left, err := os.ReadDir(filepath.Join(dir, "tmp")); err != nil || len(left) != 1 {
				t.Errorf("left in the folder for such files: %v, %v", left, err)
			}
		})
	}
}

// TestAKillOfAReviewLeavesTheConfigWhole kills a review at each of the calls by which it adds a rule to the config.
func TestAKillOfAReviewLeavesTheConfigWhole(t *testing.T) {
	never := []string{"n\r", "y\r", "y\r"}
	const old, changed = "# mine\nskip: [advice]\n", "# mine\nskip: [advice, blame/you-never]\n"
	calls, _, _ := tracedReview(t, reviewDesk(t), []string{"-e", "trace=" + strings.Join(steps, ",")}, never...)
	kills := 0
	ended := regexp.MustCompile(`killed by SIGKILL`)
	for step, first := range begins(calls) {
		t.Run(step, func(t *testing.T) {
			for n := first; n < first+6; n++ {
				dir := reviewDesk(t)
				calls, out, _ := tracedReview(t, dir, []string{"-e", "trace=" + step, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", step, n)}, never...)
				if !ended.MatchString(calls) {
					return // there was no such call any more
				}
				kills++
				data, err := os.ReadFile(filepath.Join(dir, reviewConfig))
				if got := string(data); err != nil || got != old && got != changed {
					t.Errorf("killed at %s %d: the config is %q, %v", step, n, got, err)
				}
				if out != "" && out != reviewDraft {
					t.Errorf("killed at %s %d: half a message was sent: %q", step, n, out)
				}
			}
		})
	}
	if kills < 10 {
		t.Errorf("only %d kills", kills)
	}
}
