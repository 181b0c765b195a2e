//go:build unix

package main

import (
	"strings"
	"testing"
)

func TestShellsCompleteStrategiesAndPeople(t *testing.T) {
	d := newDesk(t, "fish")
	d.write(t, "chat.txt", "[2024-01-01 10:00:00] Ana: hi\n[2024-01-01 10:01:00] Ben: hello\n", 0o600)
	out, errs, _ := d.run(t, "", "fish", "-c", `coach completion fish | source; complete -C "coach practice ask"; complete -C "coach check chat.txt --me "; complete -C "coach review --audience w"`)
	for _, want := range []string{"ask-first\tAsk before you help", "Ana\t1 message", "Ben\t1 message", "work\ta colleague or client"} {
		if !strings.Contains(out, want+"\n") {
			t.Errorf("fish does not offer %q: %s%s", want, out, errs)
		}
	}
}

func TestCompletionsAreReadByTheirShells(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish"} {
		t.Run(shell, func(t *testing.T) {
			d := newDesk(t, shell)
			script, _, _ := d.run(t, "", "coach", "completion", shell)
			d.write(t, "completion", script, 0o600)
			if _, errs, code := d.run(t, "", shell, "-n", "completion"); code != 0 || errs != "" {
				t.Errorf("%d: %s", code, errs)
			}
		})
	}
}
