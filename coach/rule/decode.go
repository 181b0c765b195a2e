package rule

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// MaxFileBytes bounds a rule file, so that one from a stranger can't exhaust memory.
const MaxFileBytes = 1 << 20

// A FileError is one mistake in a rule file.
type FileError struct {
	File         string
	Line, Column int    // 1-based; 0 when it concerns the whole file
	Msg          string // what is wrong, and what would be right
	Source       string // the line itself, empty when unknown
}

// Error gives file, line and column, then the line with a caret under the place.
func (e *FileError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Msg)
	}
	head := fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Msg)
	if e.Source == "" {
		return head
	}
	pad := []rune(e.Source)
	pad = pad[:min(max(e.Column-1, 0), len(pad))]
	for i, r := range pad {
		if r != '\t' {
			pad[i] = ' '
		}
	}
	return head + "\n    " + e.Source + "\n    " + string(pad) + "^"
}

// A document is one YAML file while it is being read. It collects every mistake instead of stopping at the first.
type document struct {
	file  string
	lines []string
	errs  []error
}

// open parses one file into its root node; nil when that failed.
func (d *document) open(file string, data []byte) *yaml.Node {
	d.file = file
	d.lines = strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	if len(data) > MaxFileBytes {
		d.lines = nil
		d.fail(0, 0, "the file is larger than %d bytes", MaxFileBytes)
		return nil
	}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		line, column, msg := syntaxPosition(err)
		d.fail(line, column, "%s%s", msg, plainScalarHint(d.line(line)))
		return nil
	}
	if root.Kind != yaml.DocumentNode || len(root.Content) != 1 {
		d.fail(0, 0, "the file is empty: expected a rule")
		return nil
	}
	return root.Content[0]
}

// syntaxPosition takes the place and the text out of a YAML syntax error.
func syntaxPosition(err error) (line, column int, msg string) {
	var load *yaml.LoadError
	if errors.As(err, &load) {
		return load.Mark.Line, load.Mark.Column, "not valid YAML: " + load.Message
	}
	return 0, 0, "not valid YAML: " + strings.TrimPrefix(err.Error(), "yaml: ")
}

// plainScalarHint explains the trap that phrases meet most: YAML gives meaning to the marks they begin with.
func plainScalarHint(line string) string {
	item := strings.TrimLeft(strings.TrimSpace(line), "- ")
	if item != "" && strings.ContainsAny(item[:1], "@*?!&%[{`|>") {
		return fmt.Sprintf("; a phrase that begins with %s must stand in quotes", item[:1])
	}
	return ""
}

func (d *document) line(n int) string {
	if n < 1 || n > len(d.lines) {
		return ""
	}
	return d.lines[n-1]
}

func (d *document) fail(line, column int, format string, args ...any) {
	d.errs = append(d.errs, &FileError{File: d.file, Line: line, Column: column, Msg: fmt.Sprintf(format, args...), Source: d.line(line)})
}

func (d *document) failAt(n *yaml.Node, format string, args ...any) {
	d.fail(n.Line, n.Column, format, args...)
}

// fields reads a mapping by a table of its known keys.
func (d *document) fields(n *yaml.Node, what string, known map[string]func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.failAt(n, "expected %s: a mapping of %s", what, listKeys(known))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read, ok := known[key.Value]
		switch {
		case !ok:
			d.failAt(key, "unknown key %q%s", key.Value, didYouMean(key.Value, sortedKeys(known), "; the keys are "+listKeys(known)))
		case seen[key.Value]:
			d.failAt(key, "the key %q stands twice", key.Value)
		default:
			read(value)
		}
		seen[key.Value] = true
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func listKeys[V any](m map[string]V) string { return strings.Join(sortedKeys(m), ", ") }

// text reads a scalar string into dst.
func (d *document) text(dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode {
			d.failAt(n, "expected text")
			return
		}
		*dst = strings.TrimSpace(n.Value)
		if *dst == "" {
			d.failAt(n, "expected text, not nothing")
		}
	}
}

// oneOf reads a string that must be one of the choices.
func (d *document) oneOf(dst *string, choices []string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		d.text(dst)(n)
		if n.Kind == yaml.ScalarNode && *dst != "" && !slices.Contains(choices, *dst) {
			d.failAt(n, "unknown %q%s", *dst, didYouMean(*dst, choices, ": want one of "+strings.Join(choices, ", ")))
		}
	}
}

// list reads a sequence, or a single value as a list of one.
func (d *document) list(item func(*yaml.Node)) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode && n.Tag != "!!null" {
			item(n)
			return
		}
		if n.Kind != yaml.SequenceNode {
			d.failAt(n, "expected a list")
			return
		}
		for _, k := range n.Content {
			item(k)
		}
	}
}

// texts reads a list of strings into dst.
func (d *document) texts(dst *[]string) func(*yaml.Node) {
	return d.list(func(n *yaml.Node) {
		var s string
		d.text(&s)(n)
		*dst = append(*dst, s)
	})
}

// scalarPlace returns where character column (1-based) of a scalar's value stands in the file. It is exact for
// scalars on one line without escapes, and the scalar's beginning for the rest.
func scalarPlace(n *yaml.Node, column int) (line, col int) {
	switch n.Style {
	case yaml.SingleQuotedStyle, yaml.DoubleQuotedStyle:
		return n.Line, n.Column + column
	case yaml.LiteralStyle, yaml.FoldedStyle:
		return n.Line, n.Column
	}
	return n.Line, n.Column + column - 1
}

// didYouMean names the nearest of the known words, or falls back to otherwise.
func didYouMean(word string, known []string, otherwise string) string {
	if near := Nearest(word, known); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return otherwise
}

// Nearest returns the known word that word is most likely a slip for, or "" when none is near.
func Nearest(word string, known []string) string {
	best, nearest := len(word)/3+2, ""
	for _, k := range known {
		if dist := editDistance(word, k); dist < best {
			best, nearest = dist, k
		}
	}
	return nearest
}

// editDistance is Levenshtein's distance in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
