package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"github.com/emotional-safety/coach/coach/chat"
)

// openedExport is an export with the file behind it.
type openedExport struct {
	*chat.Export
	file io.Closer
}

func (o *openedExport) Close() {
	if o.file != nil {
		o.file.Close()
	}
}

// shownName is how an input is called in messages.
func shownName(name string) string {
	if name == "-" {
		return "<stdin>"
	}
	return name
}

// openExport opens an input by its name: a file, a folder or a zip archive. "-" is standard input.
func openExport(s *streams, c *config, name string) (*openedExport, error) {
	o := chat.Options{As: c.As, DateOrder: c.DateOrder}
	if name == "-" {
		return openStdin(s, c, o)
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		export, err := chat.OpenFS(os.DirFS(name), name, o)
		return &openedExport{Export: export}, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	export, err := openArchiveOr(f, info, name, o)
	if err != nil {
		f.Close()
		return nil, err
	}
	return &openedExport{export, f}, nil
}

func openStdin(s *streams, c *config, o chat.Options) (*openedExport, error) {
	f, ok := s.in.(*os.File)
	if !ok {
		export, err := chat.Open(s.in, "<stdin>", o)
		return &openedExport{Export: export}, err
	}
	if term.IsTerminal(int(f.Fd())) && !c.Quiet {
		fmt.Fprintln(s.err, "coach: type or paste your message, then press Ctrl-D")
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	export, err := openArchiveOr(f, info, "<stdin>", o)
	return &openedExport{Export: export}, err
}

// openArchiveOr reads a zip archive as the folder it holds, and anything else as it is.
func openArchiveOr(f *os.File, info os.FileInfo, name string, o chat.Options) (*chat.Export, error) {
	magic := make([]byte, 4)
	if !info.Mode().IsRegular() {
		return chat.Open(f, name, o)
	}
	if n, _ := f.ReadAt(magic, 0); n < 4 || !bytes.Equal(magic, []byte("PK\x03\x04")) {
		return chat.Open(f, name, o)
	}
	archive, err := zip.NewReader(f, info.Size())
	if err != nil {
		return nil, errors.New("this archive is damaged")
	}
	return chat.OpenFS(archive, name, o)
}

// openFile opens a file for reading, and refuses a folder, which would open and then fail in a less clear way.
func openFile(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, errors.New("this is a folder: name the file inside of it")
	}
	return f, nil
}
