package settings

import (
	"fmt"
	"os"
	"strings"

	"github.com/emotional-safety/coach/cmd/internal/disk"
	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
)

// An Engine is what the engine goes by.
type Engine struct {
	Only, Skip, Rules              []string // Rules are folders
	MinSeverity, Audience, Country string
	Care                           string // off leaves out the notices about danger
}

// LoadEngine reads what the engine goes by: a variable counts before a line of the config file. Without a name, the file
// is found as [Read] does.
func LoadEngine(name string, env func(string) string) (Engine, error) {
	_, values, err := Read(name, env)
	if err != nil {
		return Engine{}, err
	}
	text := func(key string) string {
		if v, ok := Variable(key, env); ok {
			return v.(string)
		}
		s, _ := values[key].(string)
		return s
	}
	list := func(key string) []string {
		if v, ok := Variable(key, env); ok {
			return v.([]string)
		}
		l, _ := values[key].([]string)
		return l
	}
	e := Engine{list("only"), list("skip"), list("rules"), text("min-severity"), text("audience"), text("country"), text("care")}
	for key, value := range map[string]string{"min-severity": e.MinSeverity, "audience": e.Audience, "care": e.Care} {
		if err := Check(key, value); err != nil {
			return Engine{}, err
		}
	}
	return e, nil
}

// Options makes the engine's options of it. The error says which setting can't be.
func (e Engine) Options() (coach.Options, error) {
	set, err := LoadRules(e.Rules)
	if err != nil {
		return coach.Options{}, err
	}
	least := rule.NoSeverity
	if e.MinSeverity != "" {
		if least, err = rule.ParseSeverity(e.MinSeverity); err != nil {
			return coach.Options{}, fmt.Errorf("--min-severity: %w", err)
		}
	}
	return coach.Options{
		Rules: set, Only: e.Only, Skip: e.Skip, MinSeverity: least, Audience: e.Audience, Country: strings.ToUpper(e.Country), NoCare: e.Care == "off",
	}, nil
}

// LoadRules returns the built-in rules, with the user's own on top if there are any.
func LoadRules(folders []string) (*rule.Set, error) {
	if len(folders) == 0 {
		return rule.Builtin()
	}
	builtin, err := rule.BuiltinSource()
	if err != nil {
		return nil, err
	}
	sources := []rule.Source{builtin}
	for _, folder := range folders {
		info, err := os.Stat(folder)
		if err != nil {
			return nil, fmt.Errorf("read rules %s: %w", folder, disk.Plain(err))
		}
		if !info.IsDir() {
			return nil, fmt.Errorf("read rules %s: not a folder: expected one with <family>/<rule>.yaml", folder)
		}
		root, err := os.OpenRoot(folder) // a link inside of it must not lead out: the folder may be a stranger's
		if err != nil {
			return nil, fmt.Errorf("read rules %s: %w", folder, disk.Plain(err))
		}
		defer root.Close()
		sources = append(sources, rule.Source{Name: folder, FS: root.FS()})
	}
	return rule.Load(sources...)
}
