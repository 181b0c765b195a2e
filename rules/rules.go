// Package rules holds the built-in rules: as written, for people to read and build on, and compiled ahead of
// time, so that a check reads no YAML.
package rules

import "embed"

//go:generate go run ./compile

// English holds the rule files as written, under en.
//
//go:embed en
var English embed.FS

// EnglishCompiled is the flat form of English, made by go generate.
//
//go:embed en.bin
var EnglishCompiled string

// Schema is the JSON Schema of rule, lexicon and guide files.
//
//go:embed schema.json
var Schema string
