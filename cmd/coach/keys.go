package main

import (
	"context"
	"io"
	"os"
	"strings"
	"time"
	"unicode"
)

const ctrlC = 3

// keys reads what is typed on a terminal, and only when somebody asks for it, so that an editor that is opened meanwhile
// gets its own. Waiting for it can end early: by a clock, or when the program is told to stop.
type keys struct {
	ctx     context.Context //nolint:containedctx // reads end with the command they belong to
	tty     *os.File
	typed   chan []byte
	asked   bool   // a read of the terminal is under way
	pending []byte // typed, but not read yet
}

func newKeys(ctx context.Context, tty *os.File) *keys {
	return &keys{ctx: ctx, tty: tty, typed: make(chan []byte, 1)}
}

// typeAhead puts words before what will be typed, as if they had been.
func (k *keys) typeAhead(words string) {
	words = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, words)
	k.pending = append([]byte(words), k.pending...)
}

func (k *keys) ask() {
	if k.asked {
		return
	}
	k.asked = true
	go func() {
		buf := make([]byte, 256)
		n, err := k.tty.Read(buf)
		if err != nil {
			n = 0
		}
		k.typed <- buf[:n] // nothing: the terminal is gone
	}()
}

// Read waits for what is typed next.
func (k *keys) Read(p []byte) (int, error) {
	if len(k.pending) == 0 {
		k.ask()
		select {
		case k.pending = <-k.typed:
			k.asked = false
		case <-k.ctx.Done():
		}
	}
	if len(k.pending) == 0 {
		return 0, io.EOF
	}
	n := copy(p, k.pending)
	k.pending = k.pending[n:]
	return n, nil
}

// wait waits that long, or until a key is pressed, which it takes.
func (k *keys) wait(d time.Duration) (key byte, pressed bool) {
	k.ask()
	select {
	case typed := <-k.typed:
		k.asked = false
		if len(typed) == 0 {
			return ctrlC, true
		}
		return typed[0], true
	case <-k.ctx.Done():
		return ctrlC, true
	case <-time.After(d):
		return 0, false
	}
}
