package measure

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// A Total joins the boards of many sets, so that one table tells how each family does. The zero value is empty.
type Total struct {
	board    Board
	sets     int
	families map[string]Count
}

// Add counts a board in.
func (t *Total) Add(b *Board) {
	if t.families == nil {
		t.families, t.board.Flags = map[string]Count{}, map[string]int{}
	}
	t.sets++
	t.board.Messages += b.Messages
	t.board.Unlabeled += b.Unlabeled
	t.board.Flagged += b.Flagged
	t.board.Strong += b.Strong
	t.board.Seen += b.Seen
	for family, n := range b.Flags {
		t.board.Flags[family] += n
	}
	for _, c := range b.Families {
		sum := t.families[c.Family]
		t.families[c.Family] = Count{c.Family, sum.Rows + c.Rows, sum.TP + c.TP, sum.FP + c.FP, sum.FN + c.FN}
	}
}

// WriteText writes one row for each family over all sets. Flags on messages without labels count as false alarms, though
// some of them are right.
func (t *Total) WriteText(w io.Writer) error {
	var out strings.Builder
	fmt.Fprintf(&out, "all %d sets: %d messages\n", t.sets, t.board.Messages)
	table := table(&out)
	fmt.Fprintln(table, "family\tprecision\trecall\tF1\tright\twrong\tmissed\tfalse alarms per 1,000 messages without labels")
	names := slices.Collect(maps.Keys(t.families))
	for family := range t.board.Flags {
		if _, ok := t.families[family]; !ok {
			names = append(names, family)
		}
	}
	slices.Sort(names)
	for _, family := range names {
		c := t.families[family]
		alarms := none
		if n := t.board.Flags[family]; t.board.Unlabeled > 0 && n > 0 {
			alarms = fmt.Sprintf("%.1f", perThousand(n, t.board.Unlabeled))
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\n", family, share(c.Precision(), c.TP+c.FP), share(c.Recall(), c.TP+c.FN),
			share(c.F1(), c.TP+c.FN), c.TP, c.FP, c.FN, alarms)
	}
	_ = table.Flush() // into memory
	if t.board.Unlabeled > 0 {
		fmt.Fprintf(&out, "flagged of %d messages without labels: %d (%.1f per 1,000)\n", t.board.Unlabeled, t.board.Flagged,
			perThousand(t.board.Flagged, t.board.Unlabeled))
	}
	if t.board.Strong > 0 {
		fmt.Fprintf(&out, "a strength rightly seen in %d of %d messages that carry one (%.2f)\n", t.board.Seen, t.board.Strong, ratio(t.board.Seen, t.board.Strong))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// none stands where there is nothing to share.
const none = "–"

func share(f float64, of int) string {
	if of == 0 {
		return none
	}
	return fmt.Sprintf("%.2f", f)
}
