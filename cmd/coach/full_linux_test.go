package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// Output that can't be written is trouble, and said, whatever the command: a script must not take half a result for a whole.
func TestOutputThatIsLostIsTrouble(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	t.Cleanup(func() { full.Close() })
	program := built(t)
	for path, ways := range invocations() {
		if path == "practice" || path == "lsp" || path == "" {
			continue // talks, whose other side would see it; and the help that Cobra writes
		}
		for _, i := range ways {
			if i.slow {
				continue
			}
			t.Run(path+" "+strings.Join(i.args, " "), func(t *testing.T) {
				t.Parallel()
				var said bytes.Buffer
				if out, err := command(program, workspace(t), i).Output(); len(out) == 0 {
					t.Skipf("it writes nothing to standard output: %v", err)
				}
				cmd := command(program, workspace(t), i)
				cmd.Stdout, cmd.Stderr = full, &said
				_ = cmd.Run() // the exit code says it
				if cmd.ProcessState.ExitCode() != exitTrouble || !strings.Contains(said.String(), "no space left") {
					t.Errorf("exit %d, and it said %q", cmd.ProcessState.ExitCode(), said.String())
				}
			})
		}
	}
}
