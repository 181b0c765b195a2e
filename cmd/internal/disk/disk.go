// Package disk opens and reads files for the programs, and says in plain words why one can't be.
package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// Open opens a file for reading. What may never begin or never end is refused before it is opened: a named pipe, a
// device. So is a folder, which would open and then fail in a less clear way.
func Open(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if err := Readable(name, info); err != nil {
		return nil, err
	}
	return os.Open(name)
}

// Readable says why a file can't be read as one.
func Readable(name string, info fs.FileInfo) error {
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

// ReadSmall reads a file of at most limit bytes.
func ReadSmall(name string, limit int) ([]byte, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadAtMost(f, limit)
}

// ReadAtMost reads to the end of what is at most limit bytes.
func ReadAtMost(r io.Reader, limit int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err == nil && len(data) > limit {
		return nil, fmt.Errorf("larger than %d bytes", limit)
	}
	return data, err
}

// Plain says the usual failures of files in plain words.
func Plain(err error) error {
	var path *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("there is no such file")
	case errors.Is(err, fs.ErrPermission):
		return errors.New("you have no permission for it")
	case errors.Is(err, fs.ErrExist):
		return errors.New("it is there already: nothing was written")
	case errors.Is(err, syscall.ENOSPC):
		return errors.New("there is no space left: nothing was changed")
	case errors.Is(err, syscall.ELOOP):
		return errors.New("its links lead in a circle")
	case errors.Is(err, syscall.EISDIR):
		return errors.New("this is a folder: name the file inside of it")
	case errors.As(err, &path):
		return path.Err
	}
	return err
}

// IsFile reports whether there is a file of that name.
func IsFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
