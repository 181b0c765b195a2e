package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"
	"go.yaml.in/yaml/v4"

	"github.com/emotional-safety/coach/coach/chat"
	"github.com/emotional-safety/coach/coach/report"
	"github.com/emotional-safety/coach/coach/rule"
)

// config is what a check goes by, from flags, environment and config file, in that order.
type config struct {
	Format, As, ReplyTo, Me     string
	Shard                       string
	Only, Skip, Rules           []string
	MinSeverity, FailOn         string
	Audience, Color, ConfigFile string
	Country, Care               string
	Strengths, Quiet            bool
	DateOrder                   string
	People                      []string // alias=name
	Selection                   chat.Selection
	Debug                       bool
}

// A setting is one key of the config file. Each has a flag of the same name.
type setting struct {
	kind    yaml.Kind // ScalarNode for one value, SequenceNode for a list
	boolean bool
	choices []string // nil means free
}

func settings() map[string]setting {
	severities := rule.SeverityNames[:]
	return map[string]setting{
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

// loadConfig merges flags, COACH_* variables and the config file.
func loadConfig(cmd *cobra.Command, s *streams) (*config, error) {
	v := viper.NewWithOptions(viper.KeyDelimiter("::"))
	known := settings()
	flags := cmd.Flags()
	for key := range known {
		if flag := flags.Lookup(key); flag != nil && (key != "format" || cmd.Name() == "check" || cmd.Name() == "review") {
			if err := v.BindPFlag(key, flag); err != nil {
				return nil, err
			}
		}
	}
	file, _ := flags.GetString("config")
	named := file != ""
	if !named {
		file = findConfig(s)
	}
	if file != "" {
		read := readConfig
		if !named && filepath.Base(file) == projectConfig && filepath.Dir(file) != s.env("HOME") {
			read = readProjectConfig
		}
		values, err := read(file, known)
		if err != nil {
			return nil, err
		}
		if err := v.MergeConfigMap(values); err != nil {
			return nil, fmt.Errorf("read config %s: %w", file, err)
		}
	}
	var err error
	for key := range known {
		if value := s.env("COACH_" + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))); value != "" && !flags.Changed(key) {
			v.Set(key, envValue(known[key], value))
		}
	}
	c := &config{
		Format: v.GetString("format"), As: v.GetString("as"), Me: v.GetString("me"), Only: v.GetStringSlice("only"), Skip: v.GetStringSlice("skip"),
		Rules: v.GetStringSlice("rules"), MinSeverity: v.GetString("min-severity"), FailOn: v.GetString("fail-on"), Strengths: v.GetBool("strengths"),
		Audience: v.GetString("audience"), Color: v.GetString("color"), Quiet: v.GetBool("quiet"), ConfigFile: file,
		Country: strings.ToUpper(v.GetString("country")), Care: v.GetString("care"),
		DateOrder: v.GetString("date-order"), People: v.GetStringSlice("people"),
	}
	c.Debug, _ = flags.GetBool("debug")
	c.ReplyTo, _ = flags.GetString("reply-to")
	c.Shard, _ = flags.GetString("shard")
	if err := c.validate(known); err != nil {
		return nil, err
	}
	c.Selection, err = selection(flags, c.People)
	return c, err
}

// envValue splits a variable's value where the setting is a list.
func envValue(s setting, value string) any {
	if s.kind != yaml.SequenceNode {
		return value
	}
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' })
}

// validate checks the choices, whoever made them.
func (c *config) validate(known map[string]setting) error {
	for key, value := range map[string]string{
		"format": c.Format, "as": c.As, "min-severity": c.MinSeverity, "fail-on": c.FailOn, "audience": c.Audience, "color": c.Color, "care": c.Care, "date-order": c.DateOrder,
	} {
		if choices := known[key].choices; value != "" && !slices.Contains(choices, value) {
			return fmt.Errorf("--%s: unknown %q%s: want one of %s", key, value, nearest(value, choices), strings.Join(choices, ", "))
		}
	}
	return nil
}

func nearest(word string, known []string) string {
	if near := rule.Nearest(word, known); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}

// findConfig looks for .coach.yaml from the working directory upward, then in the user's config folder.
func findConfig(s *streams) string {
	if dir, err := os.Getwd(); err == nil {
		home := s.env("HOME")
		for {
			if file := filepath.Join(dir, projectConfig); isFile(file) {
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
		if file := filepath.Join(dir, "coach", "config.yaml"); isFile(file) {
			return file
		}
	}
	return ""
}

// projectConfig is found in the folder where one works and those above it.
const projectConfig = ".coach.yaml"

// readProjectConfig reads a config that was found on the way, and so may be a stranger's. It is held to its own folder:
// neither it nor the rules that it names may be something else on this machine.
func readProjectConfig(file string, known map[string]setting) (map[string]any, error) {
	root, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return nil, fmt.Errorf("read config %s: %w", file, plainError(err))
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

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// readConfig reads a config file strictly: every mistake is named by its line and column.
func readConfig(file string, known map[string]setting) (map[string]any, error) {
	data, err := readSmall(file, rule.MaxFileBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read config %s: there is no such file", file)
	}
	if err != nil {
		return nil, fmt.Errorf("read config %s: %w", file, plainError(err))
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

func configValues(file string, n *yaml.Node, known map[string]setting) (map[string]any, error) {
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
			errs = append(errs, fmt.Errorf("%s:%d:%d: unknown setting %q%s", file, key.Line, key.Column, key.Value, nearest(key.Value, sortedSettings(known))))
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

func sortedSettings(known map[string]setting) []string {
	var keys []string
	for k := range known {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func settingValue(file, key string, n *yaml.Node, s setting) (any, error) {
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
			return nil, fmt.Errorf("unknown %s %q%s: want one of %s", key, n.Value, nearest(n.Value, s.choices), strings.Join(s.choices, ", "))
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

// selection reads which messages count.
func selection(flags *pflag.FlagSet, people []string) (chat.Selection, error) {
	var sel chat.Selection
	var err error
	if flags.Lookup("since") == nil {
		return sel, nil
	}
	if since, _ := flags.GetString("since"); since != "" {
		if sel.Since, err = chat.ParseDay(since); err != nil {
			return sel, fmt.Errorf("--since: %w", err)
		}
	}
	if until, _ := flags.GetString("until"); until != "" {
		if sel.Until, err = chat.ParseDay(until); err != nil {
			return sel, fmt.Errorf("--until: %w", err)
		}
	}
	if sel.Last, _ = flags.GetInt("last"); sel.Last < 0 {
		return sel, errors.New("--last: want a number above 0")
	}
	sel.With, _ = flags.GetString("with")
	sel.People = map[string]string{}
	for _, p := range people {
		if i := strings.LastIndexByte(p, '='); i > 0 {
			sel.People[p[:i]] = p[i+1:]
		}
	}
	return sel, nil
}
