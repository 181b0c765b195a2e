package chat

import (
	"bufio"
	"strings"
	"testing"

	"github.com/emotional-safety/coach/coach"
)

func testInput(in string) *input {
	return &input{export: &Export{}, in: bufio.NewReader(strings.NewReader(in)), file: "in"}
}

// scanned collects the elements of messages[], the values outside, and the problems.
func scanned(in string) (elements, values, problems []string) {
	x := testInput(in)
	x.elements(func(_ *coach.Message, err error) bool {
		problems = append(problems, err.Error())
		return true
	}, []string{"messages[]"}, func(path, v string) { values = append(values, path+"="+v) }, func(e element) bool {
		elements = append(elements, string(e.raw))
		return true
	})
	return elements, values, problems
}

func TestBrokenJSONIsReadAsFarAsItCanBe(t *testing.T) {
	for _, tc := range []struct{ name, in, elements, values, problems string }{
		{"sound", `{"name":"a","messages":[{"a":[1,{"b":"]}"}]},"x",3],"id":5}`, `{"a":[1,{"b":"]}"}]}~"x"~3`, "name=a~id=5", ""},
		{"a control character's escape", `{"messages":["a\x1fb"]}`, `"a\u001fb"`, "", ""},
		{"a backslash before an x", `{"messages":["a\\x1fb"]}`, `"a\\x1fb"`, "", ""},
		{"a line break in a text", "{\"messages\":[\"a\nb\",2]}", `"a\u000ab"~2`, "", ""},
		{"a value without quotes", "{\"messages\":[{\"d\": files/a (2).webm,\n\"e\":\"f\"}]}", "{\"d\": \"files/a (2).webm\",\n\"e\":\"f\"}", "", ""},
		{"one bad element among others", `{"messages":[{"a":1},{"b" "c"},{"d":2}]}`, `{"a":1}~{"b" "c"}~{"d":2}`, "", ""},
		{"it breaks off", `{"messages":[{"a":1},{"b":`, `{"a":1}`, "", "in:1: the file breaks off here: what came before was read"},
		{"it is none", `{"messages":[1}}`, "1", "", "in:1: not valid JSON: the rest of the file was not read"},
		{"nothing", " ", "", "", ""},
		{"an element that is too large", `{"messages":["` + strings.Repeat("x", MaxMessageBytes) + `",1]}`, "1", "", "in:1: one message is larger than 8 MiB"},
	} {
		e, v, p := scanned(tc.in)
		if strings.Join(e, "~") != tc.elements || strings.Join(v, "~") != tc.values || strings.Join(p, "~") != tc.problems {
			t.Errorf("%s: got %.200q, %q, %q", tc.name, e, v, p)
		}
	}
}

func TestElementsKnowTheirLines(t *testing.T) {
	x := testInput("{\n\"messages\": [\n{\n\"a\": 1\n},\n{}\n]}")
	var lines []int
	x.elements(nil, []string{"messages[]"}, nil, func(e element) bool {
		lines = append(lines, e.line)
		return true
	})
	if len(lines) != 2 || lines[0] != 3 || lines[1] != 6 {
		t.Errorf("got %v", lines)
	}
}
