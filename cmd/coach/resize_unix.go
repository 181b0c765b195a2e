//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// watchSize follows the size of the terminal until the function it returns is called.
func (r *reviewer) watchSize() (stop func()) {
	changed := make(chan os.Signal, 1)
	signal.Notify(changed, syscall.SIGWINCH)
	go func() {
		for range changed {
			r.fitSize()
		}
	}()
	return func() {
		signal.Stop(changed)
		close(changed)
	}
}
