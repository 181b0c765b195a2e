package rule

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// A Source is a folder of rule files: <family>/<rule>.yaml, lexicon/<name>.yaml and guide.yaml.
type Source struct {
	Name string // how errors name the folder; "" for files that are named by their path alone
	FS   fs.FS
}

// Load reads and compiles the rules of all sources. A rule of a later source replaces the one with the same
// id, and its lexicons add to those of the same name. All mistakes of all files are reported together, each a *[FileError].
func Load(sources ...Source) (*Set, error) { return load(false, sources) }

// CompileAhead does what [Load] does, and works out ahead of time what scans of ordinary text meet. It takes longer, and
// is for sets that are kept: [Set.Bytes].
func CompileAhead(sources ...Source) (*Set, error) { return load(true, sources) }

func load(ahead bool, sources []Source) (*Set, error) {
	l := &loader{rules: map[string]*written{}, lexicons: Lexicons{}}
	for _, s := range sources {
		l.source(s)
	}
	if len(l.errs) > 0 {
		return nil, errors.Join(l.errs...)
	}
	rules := make([]*written, 0, len(l.rules))
	for _, id := range sortedKeys(l.rules) {
		rules = append(rules, l.rules[id])
	}
	return compile(rules, l.lexicons, l.strategies, l.help, ahead)
}

// maxEntries bounds a folder of rules, so that naming the wrong one doesn't read a whole disk.
const maxEntries = 20_000

type loader struct {
	rules      map[string]*written
	lexicons   Lexicons
	strategies []Strategy
	help       []Help
	errs       []error
}

func (l *loader) source(s Source) {
	found, entries := false, 0
	err := fs.WalkDir(s.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entries++; entries > maxEntries {
			return fmt.Errorf("more than %d files and folders: that is no folder of rules", maxEntries)
		}
		if hidden := strings.HasPrefix(entry.Name(), ".") && name != "."; hidden || entry.IsDir() {
			if hidden && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if ext := path.Ext(name); ext != ".yaml" && ext != ".yml" {
			return nil
		}
		found = true
		return l.file(s, name)
	})
	switch {
	case err != nil:
		l.errs = append(l.errs, fmt.Errorf("read rules %s: %w", s.Name, err))
	case !found:
		l.errs = append(l.errs, fmt.Errorf("read rules %s: no rule files: expected <family>/<rule>.yaml", s.Name))
	}
}

// file reads one file by its place: a lexicon, the guide, the help, or a rule.
func (l *loader) file(s Source, name string) error {
	shown := path.Join(s.Name, name)
	info, err := fs.Stat(s.FS, name)
	if err != nil {
		l.errs = append(l.errs, unreadable(shown, err))
		return nil
	}
	if !info.Mode().IsRegular() {
		return nil
	}
	if info.Size() > MaxFileBytes {
		l.errs = append(l.errs, &FileError{File: shown, Msg: fmt.Sprintf("the file is larger than %d bytes", MaxFileBytes)})
		return nil
	}
	data, err := fs.ReadFile(s.FS, name)
	if err != nil {
		l.errs = append(l.errs, unreadable(shown, err))
		return nil
	}
	id := strings.TrimSuffix(name, path.Ext(name))
	family, rest, _ := strings.Cut(id, "/")
	switch {
	case id == "guide":
		strategies, err := parseGuide(shown, data)
		l.strategies = strategies
		l.note(err)
	case id == "help":
		help, err := parseHelp(shown, data)
		l.help = help
		l.note(err)
	case family == "lexicon" && rest != "":
		lex, err := parseLexicon(shown, rest, data)
		l.note(err)
		if err == nil {
			l.lexicons.add(lex)
		}
	case !validID(id):
		l.errs = append(l.errs, &FileError{File: shown, Msg: "a rule's path is <family>/<rule>.yaml, in small letters, digits and dashes"})
	default:
		w, err := parseRule(shown, id, data)
		l.note(err)
		if err == nil {
			l.rules[id] = w
		}
	}
	return nil
}

// unreadable says why a file can't be read: no permission, or a link that leads out of the folder.
func unreadable(shown string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return &FileError{File: shown, Msg: fmt.Sprintf("it can't be read: %v", err)}
}

func (l *loader) note(err error) {
	if err != nil {
		l.errs = append(l.errs, err)
	}
}

// validID reports whether id is family/rule.
func validID(id string) bool {
	family, name, ok := strings.Cut(id, "/")
	part := func(s string) bool {
		return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
	}
	return ok && part(family) && part(name)
}

// parseGuide reads guide.yaml.
func parseGuide(file string, data []byte) ([]Strategy, error) {
	d := &document{}
	root := d.open(file, data)
	if root == nil {
		return nil, errors.Join(d.errs...)
	}
	var strategies []Strategy
	d.fields(root, "the guide", map[string]func(*yaml.Node){
		"strategies": d.list(func(n *yaml.Node) {
			var s Strategy
			d.fields(n, "a strategy", map[string]func(*yaml.Node){
				"key":     d.oneOf(&s.Key, Strategies[:]),
				"title":   d.text(&s.Title),
				"teaches": d.text(&s.Teaches),
				"try":     d.texts(&s.Try),
				"guide": func(n *yaml.Node) {
					if err := n.Decode(&s.Number); err != nil || s.Number < 1 {
						d.failAt(n, "expected the strategy's number in the guide")
					}
				},
			})
			strategies = append(strategies, s)
		}),
	})
	slices.SortStableFunc(strategies, func(a, b Strategy) int { return a.Number - b.Number })
	return strategies, errors.Join(d.errs...)
}

// parseHelp reads help.yaml.
func parseHelp(file string, data []byte) ([]Help, error) {
	d := &document{}
	root := d.open(file, data)
	if root == nil {
		return nil, errors.Join(d.errs...)
	}
	var all []Help
	d.fields(root, "the help", map[string]func(*yaml.Node){
		"help": d.list(func(n *yaml.Node) {
			var h Help
			d.fields(n, "an entry", map[string]func(*yaml.Node){
				"topic": d.text(&h.Topic), "country": d.text(&h.Country), "text": d.text(&h.Text), "source": d.text(&h.Source),
			})
			if len(d.errs) == 0 && (h.Topic == "" || h.Text == "" || h.Source == "") {
				d.failAt(n, "an entry needs a topic, a text and a source")
			}
			all = append(all, h)
		}),
	})
	return all, errors.Join(d.errs...)
}
