package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzConfig holds the reading of a config file to its promises: values of known keys, or an error that names the file.
func FuzzConfig(f *testing.F) {
	for _, seed := range []string{"fail-on: error\nskip: [advice]\n", "people:\n  Ana: [~Ana]\n", "rules: &a [x, *a]\n", "a: [[[[{{{", "strengths: !!binary x\n", "? [a]\n: b\n", "\xff\xfef\x00", "quiet: yes\n--- \nquiet: no\n", "fail-on: |\n  error\n"} {
		f.Add([]byte(seed))
	}
	file := filepath.Join(f.TempDir(), "config.yaml")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		values, err := readConfig(file)
		if err != nil && !strings.Contains(err.Error(), file) {
			t.Fatalf("%q: the error names no file: %v", data, err)
		}
		for key := range values {
			if _, ok := of(key); !ok {
				t.Fatalf("%q: unknown key %q came through", data, key)
			}
		}
	})
}
