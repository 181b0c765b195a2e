package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/term"
)

// openFile opens a file for reading. What may never begin or never end is refused before it is opened: a named pipe, a
// device. So is a folder, which would open and then fail in a less clear way.
func openFile(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if err := readable(name, info); err != nil {
		return nil, err
	}
	return os.Open(name)
}

// readable says why a file can't be read as one.
func readable(name string, info fs.FileInfo) error {
	mode := info.Mode()
	switch {
	case mode.IsRegular(), name == os.DevNull, fromShell(name):
		return nil
	case mode.IsDir():
		return errors.New("this is a folder: name the file inside of it")
	case mode&fs.ModeNamedPipe != 0:
		return errors.New("this is a named pipe, which may never end: give it on standard input")
	}
	return errors.New("this is a device, not a file")
}

// fromShell reports whether a name is what shells put in place of <(a command): a pipe that somebody writes to.
func fromShell(name string) bool {
	return name == "/dev/stdin" || strings.HasPrefix(name, "/dev/fd/") || strings.HasPrefix(name, "/proc/self/fd/")
}

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

// readSmall reads a file of at most limit bytes.
func readSmall(name string, limit int) ([]byte, error) {
	f, err := openFile(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAtMost(f, limit)
}

func readAtMost(r io.Reader, limit int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err == nil && len(data) > limit {
		return nil, fmt.Errorf("larger than %d bytes", limit)
	}
	return data, err
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
