// Command phrases writes the beginnings of the built-in rules' phrases that are plain words and choices of words, one
// regular expression a line: what a search tool can be asked to find at most. With --vale FOLDER it writes one rule a line
// for Vale instead.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach/rule"
)

func main() {
	vale := flag.String("vale", "", "write rules for Vale into this `FOLDER`")
	most := flag.Int("most", 0, "write at most so many; 0: all")
	flag.Parse()
	if err := run(*vale, *most); err != nil {
		fmt.Fprintln(os.Stderr, "phrases:", err)
		os.Exit(1)
	}
}

func run(vale string, most int) error {
	set, err := rule.Builtin()
	if err != nil {
		return err
	}
	var all []string
	for i := range set.Len() {
		for _, p := range set.Rule(i).Phrases {
			if e, ok := expression(p); ok {
				all = append(all, e)
			}
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if most > 0 && most < len(all) {
		all = all[:most]
	}
	if vale != "" {
		return writeVale(vale, all)
	}
	out := bufio.NewWriter(os.Stdout)
	for _, e := range all {
		fmt.Fprintln(out, `\b`+e+`\b`)
	}
	return out.Flush()
}

// expression returns the plain words that a phrase begins with, when there are two or more.
func expression(phrase string) (string, bool) {
	var words []string
	for rest := phrase; rest != ""; {
		word := rest
		if strings.HasPrefix(rest, "(") {
			end := strings.IndexByte(rest, ')')
			if end < 0 {
				break
			}
			word = rest[:end+1]
		} else if end := strings.IndexByte(rest, ' '); end >= 0 {
			word = rest[:end]
		}
		if !plain(word) {
			break
		}
		words = append(words, word)
		rest = strings.TrimLeft(rest[len(word):], " ")
	}
	return strings.Join(words, " "), len(words) > 1
}

func plain(word string) bool {
	inner := strings.TrimSuffix(strings.TrimPrefix(word, "("), ")")
	return inner != "" && strings.Trim(inner, "abcdefghijklmnopqrstuvwxyz'| ") == ""
}

func writeVale(folder string, expressions []string) error {
	styles := filepath.Join(folder, "styles", "Bench")
	if err := os.MkdirAll(styles, 0o755); err != nil {
		return err
	}
	config := "StylesPath = styles\nMinAlertLevel = suggestion\n[*.txt]\nBasedOnStyles = Bench\n"
	if err := os.WriteFile(filepath.Join(folder, ".vale.ini"), []byte(config), 0o600); err != nil {
		return err
	}
	for i, e := range expressions {
		body := fmt.Sprintf("extends: existence\nmessage: \"found '%%s'\"\nlevel: warning\nignorecase: true\ntokens:\n  - '%s'\n", strings.ReplaceAll(e, "'", "''"))
		if err := os.WriteFile(filepath.Join(styles, fmt.Sprintf("R%d.yml", i)), []byte(body), 0o600); err != nil {
			return err
		}
	}
	return nil
}
