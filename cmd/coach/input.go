package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"github.com/emotional-safety/coach/cmd/internal/disk"
	"github.com/emotional-safety/coach/coach/chat"
)

// openedExport is an export with the file behind it.
type openedExport struct {
	*chat.Export
	file  io.Closer
	meter *meter
}

func (o *openedExport) Close() {
	if o.meter != nil {
		o.meter.clear()
	}
	if o.file != nil {
		_ = o.file.Close() // it was only read
	}
}

// debug says what an input was taken for, where --debug asks.
func (o *openedExport) debug(s *streams, c *config, messages, unread int) {
	if c.Debug {
		fmt.Fprintf(s.err, "coach: read as %s: %d messages, %d notices, %d without words, %d files passed over, %d lines not read\n",
			o.Format, messages, o.Notices, o.Media, o.Skipped, unread)
	}
}

// joinWith reads an input once to learn which of its conversations --with is about. Standard input can be read only once.
func joinWith(s *streams, c *config, name string) {
	if c.Selection.With == "" || name == "-" {
		return
	}
	quiet := *c
	quiet.Quiet = true
	in, err := openInput(s, &quiet, name)
	if err != nil {
		return // the reading proper will say why
	}
	defer in.Close()
	c.Selection.Join(in.Messages())
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
	joinWith(s, c, name)
	return openInput(s, c, name)
}

func openInput(s *streams, c *config, name string) (*openedExport, error) {
	o := chat.Options{As: c.As, DateOrder: c.DateOrder}
	if name == "-" {
		return openStdin(s, c, o)
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return openFolder(name, o)
	}
	f, err := disk.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err != nil {
		f.Close()
		return nil, err
	}
	watched, meter := watch(f, info, s, c)
	export, err := openArchiveOr(watched, info, name, o)
	if err != nil {
		f.Close()
		return nil, err
	}
	return &openedExport{export, f, meter}, nil
}

// openFolder opens a folder. What a link inside of it leads to elsewhere is not read.
func openFolder(name string, o chat.Options) (*openedExport, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	export, err := chat.OpenFS(root.FS(), name, o)
	if err != nil {
		root.Close()
		return nil, err
	}
	return &openedExport{Export: export, file: root}, nil
}

// longInput is the size, in bytes, from which on a person may wonder how long it takes.
const longInput = 8 << 20

// seeker is what an archive is read from.
type seeker interface {
	io.Reader
	io.ReaderAt
}

// watched moves a meter on as it is read.
type watched struct {
	seeker
	meter *meter
	read  int64
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.seeker.Read(p)
	w.read += int64(n)
	w.meter.at(w.read)
	return n, err
}

func (w *watched) ReadAt(p []byte, off int64) (int, error) {
	n, err := w.seeker.ReadAt(p, off)
	w.meter.at(off) // in an archive, the place says how far it is
	return n, err
}

// watch shows how far the reading of a long file is, where somebody looks on. The meter is nil where nobody does.
func watch(f *os.File, info os.FileInfo, s *streams, c *config) (seeker, *meter) {
	in := takeSnapshot(f, info)
	terminal, ok := s.err.(*os.File)
	if !ok || c.Quiet || info.Size() < longInput || !term.IsTerminal(int(terminal.Fd())) {
		return in, nil
	}
	m := &meter{w: terminal, size: info.Size(), shown: time.Now()}
	return &watched{seeker: in, meter: m}, m
}

func openStdin(s *streams, c *config, o chat.Options) (*openedExport, error) {
	f, ok := s.in.(*os.File)
	if !ok {
		export, err := openPipe(s.in, "<stdin>", o)
		return &openedExport{Export: export}, err
	}
	if term.IsTerminal(int(f.Fd())) && !c.Quiet {
		fmt.Fprintln(s.err, "coach: type or paste your message, then press Ctrl-D")
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if endless(f, info) {
		return nil, errors.New("this is a device, not a file")
	}
	export, err := openArchiveOr(f, info, "<stdin>", o)
	return &openedExport{Export: export}, err
}

// openArchiveOr reads a zip archive as the folder it holds, and anything else as it is.
func openArchiveOr(f seeker, info os.FileInfo, name string, o chat.Options) (*chat.Export, error) {
	magic := make([]byte, 4)
	if !info.Mode().IsRegular() {
		return openPipe(f, name, o)
	}
	if n, _ := f.ReadAt(magic, 0); n < 4 || !bytes.Equal(magic, []byte("PK\x03\x04")) {
		return chat.Open(f, name, o)
	}
	archive, err := zip.NewReader(f, info.Size())
	if err != nil {
		return nil, errors.New("this archive is damaged")
	}
	o.Packed = info.Size()
	return chat.OpenFS(archive, name, o)
}

// maxPiped is how large an archive may be that comes through a pipe: it is held in memory, since its list of files stands
// at its end.
const maxPiped = 64 << 20

// openPipe reads what can be read only once.
func openPipe(r io.Reader, name string, o chat.Options) (*chat.Export, error) {
	in := bufio.NewReader(r)
	if magic, err := in.Peek(4); err != nil || !bytes.Equal(magic, []byte("PK\x03\x04")) {
		return chat.Open(in, name, o)
	}
	body, err := io.ReadAll(io.LimitReader(in, maxPiped+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxPiped {
		return nil, fmt.Errorf("this archive is larger than %d MiB, which is too much for a pipe: name the file instead", maxPiped>>20)
	}
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, errors.New("this archive is damaged")
	}
	o.Packed = int64(len(body))
	return chat.OpenFS(archive, name, o)
}
