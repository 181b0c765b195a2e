package measure

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/emotional-safety/coach/coach/interval"
	"github.com/emotional-safety/coach/coach/report"
)

// WriteText writes the board as tables, and below them the lines that could not be read and the cases it kept.
// Nothing that a message holds can act on a terminal.
func (b *Board) WriteText(w io.Writer) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %d messages\n", report.Visible(b.Name), b.Messages)
	if len(b.Families) > 0 {
		b.labeledTable(&out)
	}
	if b.Unlabeled > 0 {
		b.unlabeledTable(&out)
	}
	for _, bad := range b.Bad {
		fmt.Fprintf(&out, "not read: %s\n", bad)
	}
	for i := range b.Cases {
		b.Cases[i].write(&out)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func table(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0) }

func (b *Board) labeledTable(out *strings.Builder) {
	t := table(out)
	fmt.Fprintln(t, "family\tprecision\t95 % interval\trecall\tF1\tright\twrong\tmissed\trows")
	for _, c := range b.Families {
		between := none
		if found := c.TP + c.FP; found > 0 {
			low, high := interval.Wilson(c.TP, found)
			between = fmt.Sprintf("%.2f–%.2f", low, high)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\n", report.Visible(c.Family), share(c.Precision(), c.TP+c.FP), between,
			share(c.Recall(), c.TP+c.FN), share(c.F1(), c.TP+c.FN), c.TP, c.FP, c.FN, c.Rows)
	}
	_ = t.Flush() // into memory
}

func (b *Board) unlabeledTable(out *strings.Builder) {
	t := table(out)
	fmt.Fprintln(t, "without labels\tflags\tper 1,000 messages")
	total := 0
	for _, family := range slices.Sorted(maps.Keys(b.Flags)) {
		total += b.Flags[family]
		fmt.Fprintf(t, "%s\t%d\t%.1f\n", family, b.Flags[family], perThousand(b.Flags[family], b.Unlabeled))
	}
	fmt.Fprintf(t, "all\t%d\t%.1f\n", total, perThousand(total, b.Unlabeled))
	fmt.Fprintf(t, "messages flagged\t%d\t%.1f\n", b.Flagged, perThousand(b.Flagged, b.Unlabeled))
	_ = t.Flush() // into memory
}

func perThousand(n, of int) float64 { return 1000 * ratio(n, of) }

func (c *Case) write(out *strings.Builder) {
	fmt.Fprintf(out, "\n%s  %s  %s\n", c.Outcome, report.Visible(c.ID), report.Visible(c.Family))
	for _, h := range c.Found {
		fmt.Fprintf(out, "  %-8s %s\n", "rule", h.Rule)
		fmt.Fprintf(out, "  %-8s %s\n", "words", oneLine(h.Match))
		if h.Reframe != "" {
			fmt.Fprintf(out, "  %-8s %s\n", "reframe", oneLine(h.Reframe))
		}
	}
	if c.Before != "" {
		fmt.Fprintf(out, "  %-8s %s\n", "before", oneLine(c.Before))
	}
	fmt.Fprintf(out, "  %-8s %s\n", "text", oneLine(c.Text))
}

func oneLine(s string) string { return report.Visible(strings.Join(strings.Fields(s), " ")) }

// The shapes of a board in JSON. Shares are left out where there is nothing to share.
type jsonBoard struct {
	Name      string     `json:"name"`
	Messages  int        `json:"messages"`
	Families  []jsonFam  `json:"families"`
	Unlabeled *jsonFlags `json:"unlabeled,omitempty"`
	Rules     []Tally    `json:"rules"`
	Cases     []Case     `json:"cases,omitempty"`
	Bad       []string   `json:"bad,omitempty"`
}

type jsonFam struct {
	Family    string      `json:"family"`
	Rows      int         `json:"rows"`
	Right     int         `json:"right"`
	Wrong     int         `json:"wrong"`
	Missed    int         `json:"missed"`
	Precision *float64    `json:"precision,omitempty"`
	Interval  *[2]float64 `json:"precision_interval,omitempty"`
	Recall    *float64    `json:"recall,omitempty"`
	F1        *float64    `json:"f1,omitempty"`
}

type jsonFlags struct {
	Messages    int            `json:"messages"`
	Flagged     int            `json:"flagged"`
	Flags       int            `json:"flags"`
	ByFamily    map[string]int `json:"by_family"`
	PerThousand float64        `json:"flags_per_1000"`
}

// WriteJSON writes the board as one JSON object.
func (b *Board) WriteJSON(w io.Writer) error {
	out := jsonBoard{Name: b.Name, Messages: b.Messages, Families: []jsonFam{}, Rules: []Tally{}, Cases: b.Cases, Bad: b.Bad}
	out.Rules = append(out.Rules, b.Rules...)
	for _, c := range b.Families {
		out.Families = append(out.Families, c.json())
	}
	if b.Unlabeled > 0 {
		total := 0
		for _, n := range b.Flags {
			total += n
		}
		out.Unlabeled = &jsonFlags{b.Unlabeled, b.Flagged, total, b.Flags, perThousand(total, b.Unlabeled)}
	}
	e := json.NewEncoder(report.HarmlessJSON(w))
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func (c Count) json() jsonFam {
	f := jsonFam{Family: c.Family, Rows: c.Rows, Right: c.TP, Wrong: c.FP, Missed: c.FN}
	if found := c.TP + c.FP; found > 0 {
		p := c.Precision()
		low, high := interval.Wilson(c.TP, found)
		f.Precision, f.Interval = &p, &[2]float64{low, high}
	}
	if c.TP+c.FN > 0 {
		r, f1 := c.Recall(), c.F1()
		f.Recall, f.F1 = &r, &f1
	}
	return f
}
