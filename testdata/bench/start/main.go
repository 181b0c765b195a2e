// Command start compares the CPU time of `coach check` on a 120-word message with that of an empty program that
// links Cobra, Viper and color. Run it by make bench-start.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

const rounds = 300

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	dir, err := os.MkdirTemp("", "coach-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	empty, coach := filepath.Join(dir, "empty"), filepath.Join(dir, "coach")
	for bin, pkg := range map[string]string{empty: "./testdata/bench/empty", coach: "./cmd/coach"} {
		build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", bin, pkg)
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return err
		}
	}
	var floor, ours []time.Duration
	for range rounds {
		floor = append(floor, cpu(empty))
		ours = append(ours, cpu(coach, "check", "testdata/bench/words120.txt"))
	}
	a, b := median(floor), median(ours)
	fmt.Printf("empty program  %6.2f ms CPU (median of %d)\n", ms(a), rounds)
	fmt.Printf("coach check    %6.2f ms CPU\n", ms(b))
	fmt.Printf("ratio          %6.2f\n", float64(b)/float64(a))
	return nil
}

// cpu runs a program and returns its user and system time. Exit codes don't matter here.
func cpu(name string, args ...string) time.Duration {
	cmd := exec.Command(name, args...)
	_ = cmd.Run()
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
