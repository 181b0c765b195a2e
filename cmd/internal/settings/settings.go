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
	choices []string // nil means free
}

// Known returns the settings by their names.
func Known() map[string]Setting {
	severities := rule.SeverityNames[:]
	return map[string]Setting{
		"format":       {kind: yaml.ScalarNode, choices: report.Formats()},
		"as":           {kind: yaml.ScalarNode, choices: chat.FormatNames()},
		"me":           {kind: yaml.ScalarNode},
		"only":         {kind: yaml.SequenceNode},
		"skip":         {kind: yaml.SequenceNode},
		"rules":        {kind: yaml.SequenceNode},
		"min-severity": {kind: yaml.ScalarNode, choices: severities},
		"fail-on":      {kind: yaml.ScalarNode, choices: slices.Concat(severities, []string{"never"})},
		"strengths":    {kind: yaml.ScalarNode, boolean: true},
		"audience":     {kind: yaml.ScalarNode, choices: rule.Audiences[:]},
		"color":        {kind: yaml.ScalarNode, choices: []string{"auto", "always", "never"}},
		"quiet":        {kind: yaml.ScalarNode, boolean: true},
		"country":      {kind: yaml.ScalarNode},
		"care":         {kind: yaml.ScalarNode, choices: []string{"on", "off"}},
		"date-order":   {kind: yaml.ScalarNode, choices: chat.DateOrders[:]},
		"people":       {kind: yaml.MappingNode},
	}
}

// Variable returns what the environment sets a setting to: that of fail-on is COACH_FAIL_ON. Lists are split at commas.
func Variable(key string, env func(string) string) (value any, set bool) {
	text := env("COACH_" + strings.ToUpper(strings.ReplaceAll(key, "-", "_")))
	if text == "" || Known()[key].kind != yaml.SequenceNode {
		return text, text != ""
	}
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' }), true
}

// Check holds a value to the setting's choices, whoever set it.
func Check(key, value string) error {
	choices := Known()[key].choices
	if value == "" || choices == nil || slices.Contains(choices, value) {
		return nil
	}
	return fmt.Errorf("--%s: unknown %q%s: want one of %s", key, value, Nearest(value, choices), strings.Join(choices, ", "))
}

// Choices lists what a setting may be; nil means anything.
func Choices(key string) []string { return Known()[key].choices }

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
		values, err = readConfig(name, Known())
		return name, values, err
	}
	file = find(env)
	switch {
	case file == "":
	case filepath.Base(file) == Project && filepath.Dir(file) != env("HOME"):
		values, err = readProject(file, Known())
	default:
		values, err = readConfig(file, Known())
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
func readProject(file string, known map[string]Setting) (map[string]any, error) {
	root, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return nil, fmt.Errorf("read config %s: %w", file, disk.Plain(err))
	}
	defer root.Close()
	if _, err := root.Stat(filepath.Base(file)); err != nil {
		return nil, fmt.Errorf("read config %s: it leads out of its folder: name it with --config if it is yours", file)
	}
	values, err := readConfig(file, known)
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
func readConfig(file string, known map[string]Setting) (map[string]any, error) {
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
	return configValues(file, root.Content[0], known)
}

func configValues(file string, n *yaml.Node, known map[string]Setting) (map[string]any, error) {
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
		s, ok := known[key.Value]
		if !ok {
			errs = append(errs, fmt.Errorf("%s:%d:%d: unknown setting %q%s", file, key.Line, key.Column, key.Value, Nearest(key.Value, sortedSettings(known))))
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

func sortedSettings(known map[string]Setting) []string {
	var keys []string
	for k := range known {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
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
		if s.choices != nil && !slices.Contains(s.choices, n.Value) {
			return nil, fmt.Errorf("unknown %s %q%s: want one of %s", key, n.Value, Nearest(n.Value, s.choices), strings.Join(s.choices, ", "))
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
