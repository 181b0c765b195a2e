package chat

import (
	"archive/zip"
	"bytes"
	"errors"
	"testing"
)

// FuzzArchive reads any bytes as an archive, and any bytes as the file in one.
func FuzzArchive(f *testing.F) {
	pack := func(name string, data []byte) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		if errors.Join(err, z.Close()) != nil {
			return nil
		}
		return b.Bytes()
	}
	f.Add(pack("_chat.txt", []byte("[31/12/2023, 23:59:01] Ana: Hi\n[31/12/2023, 23:59:02] Ben: Yo\n")), "a.txt")
	f.Add(pack("users.json", []byte(`[{"id":"U1","name":"a"}]`)), "general/2024-01-01.json")
	f.Add(pack("cur/1:2,S", []byte("From: a\nTo: b\nDate: c\n\nhi\n")), "messages/inbox/a/message_1.json")
	f.Add([]byte("PK\x03\x04"), "../x")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		for _, archive := range [][]byte{data, pack(name, data)} {
			r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
			if err != nil {
				continue
			}
			e, err := OpenFS(r, "in", Options{Packed: int64(len(archive))})
			if err != nil {
				continue
			}
			for m, err := range e.Messages() {
				if (m == nil) == (err == nil) {
					t.Fatalf("message %v with error %v", m, err)
				}
			}
		}
	})
}
