package rule

import (
	"fmt"
	"testing"
)

func TestAttributesAreFoundByTheirWholeKeys(t *testing.T) {
	attributes := map[string]string{"": "of nothing", "feeling:sad:noun": "sadness", "feeling:sad:verb": ""}
	for i := range 100 {
		attributes[fmt.Sprintf("neglect:looked at me %d times:want", i)] = fmt.Sprint("a look ", i%7)
	}
	table := newAttributeTable(attributes)
	for key, want := range attributes {
		if got, ok := table.find(key); !ok || got != want {
			t.Errorf("%q has %q, %v; want %q", key, got, ok, want)
		}
		for _, other := range []string{key + "x", "x" + key, "\x00" + key} {
			if got, ok := table.find(other); ok {
				t.Errorf("%q, which is no key, has %q", other, got)
			}
		}
	}
	if got, ok := newAttributeTable(nil).find("feeling"); ok {
		t.Errorf("an empty table has %q", got)
	}
}
