package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// A meter shows on a terminal how far the reading of a long file is. It is our own because libraries for it compile
// patterns at every start of the program, also where nobody waits.
type meter struct {
	w     io.Writer
	size  int64 // bytes
	shown time.Time
	width int // of what stands on the terminal now
}

const (
	meterWidth  = 30
	meterPeriod = 100 * time.Millisecond
)

// at draws how much is read, unless it was drawn just now.
func (m *meter) at(read int64) {
	if time.Since(m.shown) < meterPeriod {
		return
	}
	m.shown = time.Now()
	read = min(read, m.size)
	full := int(read * meterWidth / m.size)
	line := fmt.Sprintf("reading %3d%% [%s%s] %d/%d MB", read*100/m.size, strings.Repeat("=", full), strings.Repeat(" ", meterWidth-full), read>>20, m.size>>20)
	m.width = max(m.width, len(line))
	fmt.Fprintf(m.w, "\r%-*s", m.width, line) // a meter that can't be drawn is no trouble
}

// clear takes the meter off the terminal.
func (m *meter) clear() {
	if m.width > 0 {
		fmt.Fprintf(m.w, "\r%*s\r", m.width, "")
		m.width = 0
	}
}
