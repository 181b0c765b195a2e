package main

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/term"
)

// endless reports whether standard input is a device that never ends. A terminal ends by Ctrl-D.
func endless(f *os.File, info fs.FileInfo) bool {
	if info.Mode()&fs.ModeDevice == 0 || runtime.GOOS == "windows" || term.IsTerminal(int(f.Fd())) {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}

// errShrunk says that a file lost its end while it was read.
var errShrunk = errors.New("the file became shorter while it was read: try again")

// snapshot reads as much of a file as there was when it was opened: one that grows as fast as it is read would never
// end. One that shrinks is an error, because its last message may be half.
type snapshot struct {
	*os.File
	left int64
}

// takeSnapshot returns f as it is now. A file of size 0 is read to its end: those of /proc say so.
func takeSnapshot(f *os.File, info fs.FileInfo) seeker {
	if !info.Mode().IsRegular() || info.Size() == 0 {
		return f
	}
	return &snapshot{f, info.Size()}
}

func (s *snapshot) Read(p []byte) (int, error) {
	if s.left <= 0 {
		return 0, io.EOF
	}
	n, err := s.File.Read(p[:min(int64(len(p)), s.left)])
	s.left -= int64(n)
	if errors.Is(err, io.EOF) && s.left > 0 {
		return n, errShrunk
	}
	return n, err
}

// writeFile writes a file so that at any moment the old one or the new one is there whole. What a link leads to is
// written, and the link stays.
func writeFile(name string, mode fs.FileMode, write func(io.Writer) error) error {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	temp, err := writeTemp(filepath.Dir(name), mode, write)
	if err != nil {
		return err
	}
	if err := os.Rename(temp, name); err != nil {
		_ = os.Remove(temp) // the error that counts is the one before
		return err
	}
	return nil
}

// createFile writes a file that must not be there yet, nor come to be meanwhile: whole, or not at all.
func createFile(name string, mode fs.FileMode, data []byte) error {
	temp, err := writeTemp(filepath.Dir(name), mode, func(w io.Writer) error { _, err := w.Write(data); return err })
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp) }() // it has its name twice now, or is not wanted
	err = os.Link(temp, name)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(name); err == nil { // a file system without links
		return fs.ErrExist
	}
	return os.Rename(temp, name)
}

// writeTemp writes a file beside where it will be, for its owner alone until it is whole. It returns its name.
func writeTemp(dir string, mode fs.FileMode, write func(io.Writer) error) (string, error) {
	sweep(dir, time.Now().Add(-time.Hour))
	f, err := os.CreateTemp(dir, ".coach-*")
	if err != nil {
		return "", err
	}
	out := bufio.NewWriter(f)
	err = errors.Join(write(out), out.Flush())
	if err == nil {
		err = errors.Join(f.Chmod(mode), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(f.Name()) // the error that counts is the one before
		return "", err
	}
	return f.Name(), nil
}

// isTemp reports whether a name is what [os.CreateTemp] makes of the pattern in [writeTemp].
func isTemp(name string) bool {
	digits, ok := strings.CutPrefix(name, ".coach-")
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// sweep removes what runs that were killed have left in a folder: half files of theirs that nobody wrote to since before.
func sweep(dir string, before time.Time) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // writing there will say why
	}
	for _, e := range entries {
		if !isTemp(e.Name()) {
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && info.ModTime().Before(before) {
			_ = os.Remove(filepath.Join(dir, e.Name())) // it may be somebody else's
		}
	}
}
