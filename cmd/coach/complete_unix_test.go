//go:build unix

package main

import (
	"os/exec"
	"slices"
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

// zsh completes only on a terminal: a word is finished by Tab, and where several fit they are listed with what they mean.
func TestZshCompletesOnATerminal(t *testing.T) {
	d := newDesk(t, "zsh")
	d.write(t, "chat.txt", "[2024-01-01 10:00:00] Ana: hi\n[2024-01-01 10:01:00] Ben: hello\n", 0o600)
	d.write(t, ".zshrc", "PS1='> ' RPS1= PROMPT_EOL_MARK=; unset zle_bracketed_paste; autoload -Uz compinit; compinit -D -u; source <(coach completion zsh)\n", 0o600)
	cmd := exec.Command("sh", "-c", "exec zsh -i </dev/tty >/dev/tty 2>&1")
	cmd.Dir, cmd.Env = d.dir, slices.Concat(d.env, []string{"TERM=dumb"})
	_, _, screen := onTerminal(t, cmd, "", "coach guide ask\t\r", "coach check chat.txt --me \t\x15\r", "exit\r")
	for _, want := range []string{"Ask before you help", "Ana", "Ben", "1 message"} {
		if !strings.Contains(screen, want) {
			t.Errorf("zsh does not offer %q:\n%s", want, screen)
		}
	}
}
