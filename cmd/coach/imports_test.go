package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestOnlyTheEditorAndTheHookStartPrograms reads the imports of all that is ours. What others' packages could do is held
// by the trace of every command.
func TestOnlyTheEditorAndTheHookStartPrograms(t *testing.T) {
	allowed := map[string][]string{
		"os/exec": {"cmd/coach/review.go", "cmd/coach/hook.go"}, // the writer's own editor; git, to find its folder
		"net":     nil, "net/http": nil, "net/rpc": nil, "net/smtp": nil, "plugin": nil, "unsafe": nil, "C": nil,
		"text/template": nil, "html/template": nil, // they call methods by name, so none of any library could be left out
	}
	read := 0
	for _, top := range []string{"cmd", "coach", "rules"} {
		err := filepath.WalkDir(filepath.Join("../..", top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			read++
			name := strings.TrimPrefix(filepath.ToSlash(path), "../../")
			for _, i := range file.Imports {
				pkg, err := strconv.Unquote(i.Path.Value)
				if err != nil {
					return err
				}
				if where, watched := allowed[pkg]; watched && !slices.Contains(where, name) {
					t.Errorf("%s imports %s", name, pkg)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read < 50 {
		t.Errorf("only %d files were read", read)
	}
}
