package main

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/emotional-safety/coach/coach/insight"
)

// strict reads a published schema and forbids what it doesn't name, so that a field without a promise is seen.
func strict(t *testing.T, name string) *jsonschema.Resolved {
	t.Helper()
	text, err := schemaText(name)
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		t.Fatal(err)
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if _, ok := v["properties"].(map[string]any); ok && v["additionalProperties"] == nil {
				v["additionalProperties"] = false
			}
			for _, each := range v {
				walk(each)
			}
		case []any:
			for _, each := range v {
				walk(each)
			}
		}
	}
	walk(tree)
	data, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	var schema jsonschema.Schema
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return resolved
}

func TestWhatProgramsReadKeepsItsSchema(t *testing.T) {
	dir := workspace(t)
	at := func(name string) string { return filepath.Join(dir, name) }
	writeTest(t, dir, "context.jsonl", `{"id":"m1","conversation":"c","speaker":"Ana","time":"2026-01-02T15:04:05Z","text":"I want to die. You never listen to me. I feel sad.","context":[{"speaker":"Ben","text":"Hi"}]}`+"\n")
	gold := "../../testdata/gold/clear.jsonl"
	for name, ways := range map[string][][]string{
		"message":  {{"chat", "--format", "jsonl", at("chat.txt"), at("context.jsonl")}},
		"findings": {{"check", "--format", "jsonl", at("chat.txt"), at("context.jsonl"), at("message.txt")}},
		"check":    {{"check", "--format", "json", at("chat.txt"), at("context.jsonl")}, {"check", "--format", "json", "/dev/null"}},
		"chat":     {{"chat", "--format", "json", at("chat.txt"), at("context.jsonl"), gold}, {"chat", "--redact", "--format", "json", at("chat.txt")}},
		"reframe":  {{"reframe", "--format", "json", at("message.txt")}, {"reframe", "--format", "json", at("left.txt")}},
		"progress": {{"progress", "--format", "json"}},
		"score":    {{"rules", "score", "--format", "json", "--show", "fp", gold}, {"rules", "score", "--format", "json", "--show", "flags", at("messages.jsonl")}},
	} {
		schema := strict(t, name)
		for _, args := range ways {
			var stdout, stderr bytes.Buffer
			run(context.Background(), args, nil, &stdout, &stderr, []string{"XDG_STATE_HOME=" + at("counted")})
			values := []string{stdout.String()}
			if name == "message" || name == "findings" {
				values = strings.SplitAfter(strings.TrimSpace(stdout.String()), "\n")
			}
			for _, text := range values {
				var v any
				if err := json.Unmarshal([]byte(text), &v); err != nil {
					t.Errorf("%s: %v, and %s", name, err, stderr.String())
				} else if err := schema.Validate(v); err != nil {
					t.Errorf("coach %q: %v in\n%.500s", args, err, text)
				}
			}
		}
	}
}

func TestEverySchemaIsListedAndPublished(t *testing.T) {
	entries, err := schemaFiles.ReadDir("schemas")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries)+1 != len(schemas) { // that of rules lies with the rules
		t.Errorf("%d files for %d names", len(entries), len(schemas))
	}
	for _, name := range schemaNames() {
		if text, err := schemaText(name); err != nil || name != "rule" && !strings.Contains(text, "only ever added") {
			t.Errorf("%s: %v, or it makes no promise", name, err)
		}
	}
}

// The report of a chat is large: its schema is made of its Go types. It is changed by go test ./cmd/coach -update.
func TestTheSchemaOfAChatIsThatOfItsTypes(t *testing.T) {
	ref := reflect.TypeFor[insight.Ref]()
	schema := fieldsShape(reflect.TypeFor[insight.Report](), ref)
	schema["$schema"], schema["title"] = "https://json-schema.org/draft/2020-12/schema", "coach chat --format json"
	schema["description"] = "Fields are only ever added, and none changes its meaning: ignore those you don't know."
	schema["properties"].(map[string]any)["version"] = map[string]any{"type": "string"}
	schema["$defs"] = map[string]any{"ref": fieldsShape(ref, ref)}
	want, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile("schemas/chat.json", want, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	published, err := os.ReadFile("schemas/chat.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(published, want) {
		t.Error("coach/insight changed what coach chat writes: if fields were only added, run go test ./cmd/coach -run Schema -update")
	}
}

// shape is the schema of what encoding/json makes of a type. ref is the one that is named where it stands.
func shape(typ, ref reflect.Type) map[string]any {
	if typ == ref {
		return map[string]any{"$ref": "#/$defs/ref"}
	}
	switch typ.Kind() {
	case reflect.Pointer:
		return shape(typ.Elem(), ref)
	case reflect.Slice:
		return map[string]any{"type": []string{"array", "null"}, "items": shape(typ.Elem(), ref)}
	case reflect.Map:
		return map[string]any{"type": []string{"object", "null"}, "additionalProperties": shape(typ.Elem(), ref)}
	case reflect.Struct:
		return fieldsShape(typ, ref)
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	}
	return map[string]any{"type": "string"}
}

func fieldsShape(typ, ref reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for f := range typ.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			inner := fieldsShape(f.Type, ref)
			maps.Copy(properties, inner["properties"].(map[string]any))
			required = append(required, inner["required"].([]string)...)
			continue
		case !f.IsExported() || name == "-":
			continue
		case name == "":
			name = f.Name
		}
		properties[name] = shape(f.Type, ref)
		if !strings.Contains(options, "omit") {
			required = append(required, name)
		}
	}
	slices.Sort(required)
	return map[string]any{"type": "object", "properties": properties, "required": required}
}
