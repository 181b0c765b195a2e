package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/emotional-safety/coach/testdata/bench/talk"
)

// BenchmarkCheck is whole checks of a chat export: read, split, match, context, findings, JSONL out.
func BenchmarkCheck(b *testing.B) {
	for _, form := range []string{"whatsapp", "jsonl"} {
		var chat bytes.Buffer
		talk.Write(&chat, talk.New(1, 2, 1), 2<<20, talk.Forms[form])
		file := filepath.Join(b.TempDir(), "chat")
		if err := os.WriteFile(file, chat.Bytes(), 0o600); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("form=%s", form), func(b *testing.B) {
			b.SetBytes(int64(chat.Len()))
			b.ReportAllocs()
			for b.Loop() {
				if code := run(b.Context(), []string{"check", "--format", "jsonl", file}, nil, io.Discard, os.Stderr, nil); code == exitTrouble {
					b.Fatal("the check failed")
				}
			}
		})
	}
}
