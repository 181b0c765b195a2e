// Command corpus writes a chat of any size from a seed: see package talk.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"

	"github.com/emotional-safety/coach/testdata/bench/talk"
)

func main() {
	size := flag.Int("size", 1<<20, "bytes to write, at least")
	seed := flag.Uint64("seed", 1, "where chance begins")
	form := flag.String("form", "whatsapp", "whatsapp, jsonl, or lines (the bare messages)")
	people := flag.Int("people", 2, "how many take part")
	talks := flag.Int("conversations", 1, "how many conversations run at the same time (jsonl)")
	flag.Parse()
	write, ok := talk.Forms[*form]
	if !ok || *people < 1 || *talks < 1 {
		fmt.Fprintln(os.Stderr, "corpus: want --form whatsapp, jsonl or lines, and one person and one conversation at least")
		os.Exit(2)
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	talk.Write(out, talk.New(*seed, *people, *talks), *size, write)
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(1)
	}
}
