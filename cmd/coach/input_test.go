package main

import (
	"archive/zip"
	"bytes"
	"context"
	"strings"
	"testing"
)

func TestAnArchiveMayComeThroughAPipe(t *testing.T) {
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	for name, body := range map[string]string{"_chat.txt": "[31/12/2023, 23:59:01] Ana: You never listen to me.\n", "photo.jpg": "\xff\xd8"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		in   []byte
		code int
		want string
	}{
		"whole": {archive.Bytes(), exitFound, "_chat.txt:1:"}, "damaged": {archive.Bytes()[:archive.Len()/2], exitTrouble, "this archive is damaged"},
	} {
		var out, errs bytes.Buffer
		code := run(context.Background(), []string{"check", "--format", "line"}, bytes.NewReader(tc.in), &out, &errs, nil)
		if code != tc.code || !strings.Contains(out.String()+errs.String(), tc.want) {
			t.Errorf("%s: got exit %d, %s%s", name, code, out.String(), errs.String())
		}
	}
}
