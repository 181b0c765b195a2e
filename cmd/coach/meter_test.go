package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestMeterShowsHowFarAFileIsReadAndLeavesNothing(t *testing.T) {
	var terminal bytes.Buffer
	m := &meter{w: &terminal, size: 40 << 20}
	m.at(10 << 20)
	if got, want := terminal.String(), "\rreading  25% [=======                       ] 10/40 MB"; got != want {
		t.Errorf("drew %q, want %q", got, want)
	}
	terminal.Reset()
	m.shown = time.Now().Add(time.Hour)
	m.at(20 << 20)
	if terminal.Len() > 0 {
		t.Errorf("drew again at once: %q", terminal.String())
	}
	m.shown = time.Time{}
	m.at(41 << 20) // a file that grows while it is read
	if got := terminal.String(); !strings.Contains(got, "100% [==============================] 40/40 MB") {
		t.Errorf("drew %q at the end", got)
	}
	terminal.Reset()
	m.clear()
	if got := terminal.String(); strings.Trim(got, " \r") != "" || !strings.HasSuffix(got, "\r") {
		t.Errorf("left %q", got)
	}
}
