package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/emotional-safety/coach/cmd/internal/settings"
	"github.com/emotional-safety/coach/coach/report"
)

// attack is what somebody puts into a name or a message to act on who looks at the output: terminal sequences in both
// alphabets of control characters, marks that turn the order of text around or are not seen, tags, commands of build
// services, a formula, and the ends of what formats put around.
const attack = "\x1b[2J\x1b]0;x\x07\u009b31m\u202egnp.exe\u2066\u200b\u200f\u061c\ufeff\u2028\u2029\U000e0041\x00\x7f\x08 ::error::pwned ##[add-mask]x =1+1 ]]> --> <script>alert(1)</script> </title> \" ' & %0A `x` {{.}} ${x}"

// harmless reports what of an output could act on who looks at it.
func harmful(out string) []string {
	var wrong []string
	for _, r := range out {
		if r != '\n' && r != 0x200D && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == 0x2028 || r == 0x2029) {
			wrong = append(wrong, string(unicode.ToUpper(r))+" "+strings.TrimSpace(strings.ToUpper(hex(r))))
		}
	}
	for line := range strings.Lines(out) {
		if bare := strings.TrimSpace(line); strings.HasPrefix(bare, "::error::") || strings.Contains(bare, "##[add-mask]") {
			wrong = append(wrong, line)
		}
	}
	return wrong
}

func hex(r rune) string {
	b, _ := json.Marshal(int(r)) // a number can be written
	return string(b)
}

func TestNothingReadCanActOnWhoLooks(t *testing.T) {
	dir := t.TempDir()
	name := strings.NewReplacer("/", "", "\x00", "").Replace(attack)[:100] + ".txt"
	flag := "You never listen to me, " + attack
	line := strings.ReplaceAll(attack, "\n", " ")
	chat := "[31/12/2023, 23:59:01] Ana" + line + ": I feel so alone " + line + "\n[31/12/2023, 23:59:30] ::error::Ben: You never listen to me, " + line + "\n::error::You never listen to me.\n"
	writeTest(t, dir, name, flag+"\n::error::You never listen to me.\n")
	writeTest(t, dir, "folder/"+name, chat)
	writeTest(t, dir, "gold.jsonl", mustJSON(t, map[string]any{"id": attack, "text": flag, "labels": []string{"advice"}, "judged": []string{"blame", "advice", attack}}))
	writeTest(t, dir, "rules/test/plum.yaml", mustJSON(t, map[string]any{"title": attack, "kind": "flag", "severity": "warning", "strategy": "curiosity", "say": attack, "source": attack, "phrases": []string{"sour plum"}, "reframes": []string{"a plum " + attack}}))
	writeTest(t, dir, "bad/test/plum.yaml", "title: x\n::error::x: \x1b[2J\u202e\n")
	writeTest(t, dir, "plum.txt", "such a sour plum")
	message, folder := filepath.Join(dir, name), filepath.Join(dir, "folder")
	var ways [][]string
	for _, format := range settings.Choices("format") {
		ways = append(ways, []string{"check", "--strengths", "--format", format, message, folder})
	}
	for _, format := range append(report.ChatFormats(), "jsonl") {
		ways = append(ways, []string{"chat", "--format", format, folder}, []string{"chat", "--redact", "--format", format, folder})
	}
	ways = append(ways, []string{"reframe", "--diff", message}, []string{"reframe", "--all", message}, []string{"reframe", "--format", "json", message},
		[]string{"rules", "score", "--show", "fp", filepath.Join(dir, "gold.jsonl")}, []string{"rules", "score", "--show", "fn", "--format", "json", filepath.Join(dir, "gold.jsonl")},
		[]string{"explain", "--rules", filepath.Join(dir, "rules"), "test/plum"}, []string{"rules", "list", "--rules", filepath.Join(dir, "rules")}, []string{"rules", "list", "--format", "json", "--rules", filepath.Join(dir, "rules")},
		[]string{"check", "--rules", filepath.Join(dir, "rules"), filepath.Join(dir, "plum.txt")}, []string{"check", "--rules", filepath.Join(dir, "bad"), message}, []string{"check", attack}, []string{attack}, []string{"explain", attack},
		[]string{"check", "--format", attack}, []string{"guide", attack}, []string{"hook", attack}, []string{"check", "--config", attack}, []string{"check", "--" + attack})
	for _, args := range ways {
		if raced && slices.Contains(args, "--rules") {
			continue // compiling rules takes the detector a minute, and uses one core
		}
		var stdout, stderr bytes.Buffer
		code := run(context.Background(), args, strings.NewReader(attack), &stdout, &stderr, nil)
		if stdout.Len()+stderr.Len() == 0 || code > exitTrouble {
			t.Errorf("coach %q: exit %d, and it said nothing", args[:2], code)
		}
		for _, stream := range []string{stdout.String(), stderr.String()} {
			if wrong := harmful(stream); len(wrong) > 0 {
				t.Errorf("coach %.20q lets through %.300q", args[:min(len(args), 5)], wrong)
			}
		}
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

// A name inside an archive is as hostile as one outside.
func TestNamesInArchivesAreShownHarmlessly(t *testing.T) {
	dir := t.TempDir()
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	w, err := z.Create("../../\x1b[2J\u202e::error::x.txt")
	if err == nil {
		_, err = w.Write([]byte("[31/12/2023, 23:59:01] Ana: You never listen to me.\n[99/99/2023, 23:59:01] Ana: You never listen to me.\n"))
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	writeTest(t, dir, "chat.zip", packed.String())
	for _, format := range settings.Choices("format") {
		var stdout, stderr bytes.Buffer
		if code := run(context.Background(), []string{"check", "--format", format, filepath.Join(dir, "chat.zip")}, nil, &stdout, &stderr, nil); code != exitFound {
			t.Errorf("%s: exit %d: %s", format, code, stderr.String())
		}
		if wrong := harmful(stdout.String() + stderr.String()); len(wrong) > 0 {
			t.Errorf("%s lets through %q", format, wrong)
		}
	}
}
