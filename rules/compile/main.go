// Command compile writes rules/en.bin, the built-in rules in the form that the program reads at start.
// Run it by go generate ./rules.
package main

import (
	"fmt"
	"os"

	"github.com/emotional-safety/coach/coach/rule"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	set, err := rule.CompileAhead(rule.Source{Name: "en", FS: os.DirFS("en")})
	if err != nil {
		return err
	}
	blob := set.Bytes()
	if err := os.WriteFile("en.bin", []byte(blob), 0o644); err != nil {
		return fmt.Errorf("write compiled rules: %w", err)
	}
	fmt.Printf("compiled %d rules, %d phrases, %d words, %d KB\n", set.Len(), set.Program().Len(), set.Program().Words(), len(blob)>>10)
	return nil
}
