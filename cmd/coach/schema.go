package main

import (
	"embed"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/cmd/internal/settings"
	"github.com/emotional-safety/coach/rules"
)

//go:embed schemas
var schemaFiles embed.FS

// schemas are the published shapes by name, in the order of the list.
var schemas = [...]struct{ name, about string }{
	{"message", "a line of JSONL that coach reads, and that coach chat --format jsonl writes"},
	{"findings", "a line of coach check --format jsonl"},
	{"check", "coach check --format json"},
	{"chat", "coach chat --format json"},
	{"reframe", "coach reframe --format json"},
	{"progress", "coach progress --format json"},
	{"score", "coach rules score --format json"},
	{"rule", "a rule file (also: coach rules schema)"},
}

func newSchema(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:   "schema [NAME]",
		Short: "The JSON Schemas of what coach reads and writes",
		Long: "schema prints the JSON Schema of one of the formats that programs read. Without a name it lists them.\n" +
			"They are a promise: fields are only ever added, and none changes its meaning, within one major version.",
		Example: "  coach schema\n  coach schema findings > findings.schema.json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				for _, each := range schemas {
					if _, err := fmt.Fprintf(s.out, "%-10s %s\n", each.name, each.about); err != nil {
						return err
					}
				}
				return nil
			}
			text, err := schemaText(args[0])
			if err != nil {
				return err
			}
			_, err = io.WriteString(s.out, text)
			return err
		},
	}
}

func schemaNames() []string {
	var names []string
	for _, each := range schemas {
		names = append(names, each.name)
	}
	return names
}

func schemaText(name string) (string, error) {
	if name == "rule" {
		return rules.Schema, nil
	}
	for _, each := range schemas {
		if each.name == name {
			data, err := schemaFiles.ReadFile("schemas/" + name + ".json")
			return string(data), err
		}
	}
	return "", fmt.Errorf("there is no schema %q%s: they are %s", name, settings.Nearest(name, schemaNames()), strings.Join(schemaNames(), ", "))
}
