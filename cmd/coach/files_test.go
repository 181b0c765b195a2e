package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestWhatAKillLeftGoesWithTheNextFile(t *testing.T) {
	dir := t.TempDir()
	old := time.Now().Add(-2 * time.Hour)
	for name, at := range map[string]time.Time{".coach-12345": old, ".coach-77": time.Now(), ".coach-notes": old, "x.coach-1": old, ".coach.yaml": old} {
		writeTest(t, dir, name, "mine")
		if err := os.Chtimes(filepath.Join(dir, name), at, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, ".coach-9"), 0o700); err != nil {
		t.Fatal(err)
	}
	err := writeFile(filepath.Join(dir, "message.txt"), 0o600, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err })
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	if got := strings.Join(names, " "); got != ".coach-77 .coach-9 .coach-notes .coach.yaml message.txt x.coach-1" {
		t.Errorf("got %s", got)
	}
}
