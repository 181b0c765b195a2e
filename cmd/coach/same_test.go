package main

import (
	"bytes"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/emotional-safety/coach/cmd/internal/settings"
)

// TestTheSameInputGivesTheSameBytes runs every command that only reads in places that differ in all that must not count.
func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	program := built(t)
	dir := workspace(t)
	places := [][]string{
		{"GOMAXPROCS=1", "TZ=UTC"},
		{"GOMAXPROCS=1", "TZ=UTC"},
		{"GOMAXPROCS=8", "TZ=Asia/Kathmandu", "LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8"},
		{"GOMAXPROCS=3", "TZ=America/St_Johns", "LANG=C", "LC_ALL=C", "GOGC=20"},
	}
	ways := slices.Concat(invocations()["check"], invocations()["chat"], invocations()["reframe"])
	for _, format := range settings.Choices("format") {
		ways = append(ways, invocation{args: []string{"check", "--strengths", "--format", format, "chat.txt", "messages.jsonl", "folder"}})
	}
	for _, format := range []string{"text", "markdown", "json", "jsonl"} {
		ways = append(ways, invocation{args: []string{"chat", "--format", format, "chat.txt", "zones.jsonl"}})
	}
	for _, name := range []string{"", "explain", "guide", "hook", "rules list", "rules schema", "rules show", "rules score"} {
		ways = append(ways, invocations()[name]...)
	}
	puts := `{"speaker":"Ana","time":"2026-01-02T23:30:00Z","text":"I feel so alone."}` + "\n" + `{"speaker":"Ben","time":"2026-01-03T04:04:05+05:45","text":"You never listen to me."}` + "\n"
	writeTest(t, dir, "zones.jsonl", puts)
	for _, i := range ways {
		if len(i.writes) > 0 || i.slow {
			continue
		}
		t.Run(strings.Join(i.args, " "), func(t *testing.T) {
			t.Parallel()
			var first []byte
			for n, place := range places {
				cmd := command(program, dir, i)
				cmd.Env = append(cmd.Env, place...)
				var out bytes.Buffer
				cmd.Stdout, cmd.Stderr = &out, &out
				_ = cmd.Run() // what it said counts
				switch {
				case n == 0:
					first = out.Bytes()
				case !bytes.Equal(out.Bytes(), first):
					t.Errorf("in %v on %s it is\n%s\nand before it was\n%s", place, runtime.GOOS, out.Bytes(), first)
				}
			}
			if len(first) == 0 {
				t.Error("it said nothing")
			}
		})
	}
}
