package rule

import (
	"io/fs"

	"github.com/emotional-safety/coach/rules"
)

// Builtin returns the built-in rules. Nothing is parsed or compiled for it.
func Builtin() (*Set, error) { return LoadSet(rules.EnglishCompiled) }

// BuiltinSource is the built-in rules as written, for [Load] with a user's own on top.
func BuiltinSource() (Source, error) {
	en, err := fs.Sub(rules.English, "en")
	return Source{Name: "rules/en", FS: en}, err
}
