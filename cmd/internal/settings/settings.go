// Package settings reads the settings that the programs share: a config file, and the environment.
package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/emotional-safety/coach/cmd/internal/disk"
	"github.com/emotional-safety/coach/coach/chat"
	"github.com/emotional-safety/coach/coach/report"
	"github.com/emotional-safety/coach/coach/rule"
)

// A Setting is one key of the config file. Each has a flag of the same name.
type Setting struct {
	kind    yaml.Kind // ScalarNode for one value, SequenceNode for a list
	boolean bool
	choices func() []string // nil means free
}

// Names are the settings.
var Names = [...]string{
	"as", "audience", "care", "color", "country", "date-order", "fail-on", "format", "me", "min-severity", "only", "people", "quiet", "rules", "skip", "strengths",
}

// of returns a setting. ok is false if there is none of that name.
func of(name string) (s Setting, ok bool) {
	s.kind = yaml.ScalarNode
	switch name {
	case "format":
		s.choices = report.Formats
	case "as":
		s.choices = chat.FormatNames
	case "only", "skip", "rules":
		s.kind = yaml.SequenceNode
	case "people":
		s.kind = yaml.MappingNode
	case "min-severity":
		s.choices = func() []string { return rule.SeverityNames[:] }
	case "fail-on":
		s.choices = func() []string {
			return append(rule.SeverityNames[:len(rule.SeverityNames):len(rule.SeverityNames)], "never")
		}
	case "audience":
		s.choices = func() []string { return rule.Audiences[:] }
	case "date-order":
		s.choices = func() []string { return chat.DateOrders[:] }
	case "color":
		s.choices = func() []string { return []string{"auto", "always", "never"} }
	case "care":
		s.choices = func() []string { return []string{"on", "off"} }
	case "strengths", "quiet":
		s.boolean = true
	case "me", "country":
	default:
		return s, false
	}
	return s, true
}

// Variable returns what the environment sets a setting to: that of fail-on is COACH_FAIL_ON. Lists are split at commas.
func Variable(key string, env func(string) string) (value any, set bool) {
	text := env("COACH_" + strings.ToUpper(strings.ReplaceAll(key, "-", "_")))
	if s, _ := of(key); text == "" || s.kind != yaml.SequenceNode {
		return text, text != ""
	}
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' }), true
}

// Check holds a value to the setting's choices, whoever set it.
func Check(key, value string) error {
	if value == "" {
		return nil
	}
	choices := Choices(key)
	if choices == nil || slices.Contains(choices, value) {
		return nil
	}
	return fmt.Errorf("--%s: unknown %q%s: want one of %s", key, value, Nearest(value, choices), strings.Join(choices, ", "))
}

// Choices lists what a setting may be; nil means anything.
func Choices(key string) []string {
	if s, _ := of(key); s.choices != nil {
		return s.choices()
	}
	return nil
}

// Nearest returns a question after the known word that is nearest to one that isn't, or nothing.
func Nearest(word string, known []string) string {
	if near := rule.Nearest(word, known); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}

// Read reads a config file: the one that is named, or else the one that is found. It returns its name, empty when there is
// none, and the values by their settings. The error names the line.
func Read(name string, env func(string) string) (file string, values map[string]any, err error) {
	if name != "" {
		values, err = readConfig(name)
		return name, values, err
	}
	file = find(env)
	switch {
	case file == "":
	case filepath.Base(file) == Project && filepath.Dir(file) != env("HOME"):
		values, err = readProject(file)
	default:
		values, err = readConfig(file)
	}
	return file, values, err
}

// find looks for .coach.yaml from the working directory upward, then in the user's config folder.
func find(env func(string) string) string {
	if dir, err := os.Getwd(); err == nil {
		home := env("HOME")
		for {
			if file := filepath.Join(dir, Project); disk.IsFile(file) {
				return file
			}
			parent := filepath.Dir(dir)
			if parent == dir || dir == home {
				break
			}
			dir = parent
		}
	}
	if dir, err := os.UserConfigDir(); err == nil {
		if file := filepath.Join(dir, "coach", "config.yaml"); disk.IsFile(file) {
			return file
		}
	}
	return ""
}

// Project is found in the folder where one works and those above it.
const Project = ".coach.yaml"

// readProject reads a config that was found on the way, and so may be a stranger's. It is held to its own folder:
// neither it nor the rules that it names may be something else on this machine.
func readProject(file string) (map[string]any, error) {
	root, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return nil, fmt.Errorf("read config %s: %w", file, disk.Plain(err))
	}
	defer root.Close()
	if _, err := root.Stat(filepath.Base(file)); err != nil {
		return nil, fmt.Errorf("read config %s: it leads out of its folder: name it with --config if it is yours", file)
	}
	values, err := readConfig(file)
	if err != nil {
		return nil, err
	}
	folders, _ := values["rules"].([]string)
	for _, folder := range folders {
		inside, err := filepath.Rel(filepath.Dir(file), folder)
		if err == nil {
			_, err = root.Stat(inside)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("read config %s: the rules %s are not in its folder: name them with --rules, or the file with --config, if they are yours", file, folder)
		}
	}
	return values, nil
}

// readConfig reads a config file strictly: every mistake is named by its line and column.
func readConfig(file string) (map[string]any, error) {
	data, err := disk.ReadSmall(file, rule.MaxFileBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read config %s: there is no such file", file)
	}
	if err != nil {
		return nil, fmt.Errorf("read config %s: %w", file, disk.Plain(err))
	}
	var root yaml.Node
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, nil
	}
	if err := yaml.Unmarshal(data, &root); err != nil {
		return nil, fmt.Errorf("read config %s: %w", file, err)
	}
	if len(root.Content) == 0 {
		return nil, nil // only comments
	}
	return configValues(file, root.Content[0])
}

func configValues(file string, n *yaml.Node) (map[string]any, error) {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return nil, nil
	}
	if n.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%s:%d:%d: expected settings, such as fail-on: warning", file, n.Line, n.Column)
	}
	values := map[string]any{}
	var errs []error
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, node := n.Content[i], n.Content[i+1]
		s, ok := of(key.Value)
		if !ok {
			errs = append(errs, fmt.Errorf("%s:%d:%d: unknown setting %q%s", file, key.Line, key.Column, key.Value, Nearest(key.Value, Names[:])))
			continue
		}
		value, err := settingValue(file, key.Value, node, s)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d:%d: %w", file, node.Line, node.Column, err))
			continue
		}
		values[key.Value] = value
	}
	return values, errors.Join(errs...)
}

func settingValue(file, key string, n *yaml.Node, s Setting) (any, error) {
	if s.boolean {
		var b bool
		if err := n.Decode(&b); err != nil || n.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("%s is true or false", key)
		}
		return b, nil
	}
	if s.kind == yaml.ScalarNode {
		if n.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("%s is one value, not a list", key)
		}
		if choices := Choices(key); choices != nil && !slices.Contains(choices, n.Value) {
			return nil, fmt.Errorf("unknown %s %q%s: want one of %s", key, n.Value, Nearest(n.Value, choices), strings.Join(choices, ", "))
		}
		return n.Value, nil
	}
	if s.kind == yaml.MappingNode {
		return aliases(n)
	}
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	var list []string
	for _, item := range items {
		if item.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("%s is a list of names", key)
		}
		value := item.Value
		if key == "rules" && !filepath.IsAbs(value) {
			value = filepath.Join(filepath.Dir(file), value)
		}
		list = append(list, value)
	}
	return list, nil
}

// aliases reads who is who: names, each with the other names of the same person. They come as alias=name, because
// viper would fold the case of keys.
func aliases(n *yaml.Node) ([]string, error) {
	var people map[string][]string
	if n.Kind != yaml.MappingNode || n.Decode(&people) != nil {
		return nil, errors.New("people is a list of names, each with its other names, such as Ana: [~Ana, +44 7700 900123]")
	}
	var list []string
	for name, others := range people {
		for _, alias := range others {
			list = append(list, alias+"="+name)
		}
	}
	slices.Sort(list)
	return list, nil
}
