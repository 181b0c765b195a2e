package measure

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"sort"
	"strings"
	"text/tabwriter"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
)

// A Count is how the findings of one family compare with the labels of the rows that speak of it.
type Count struct {
	Family string `json:"family"`
	TP     int    `json:"true_positives"`
	FP     int    `json:"false_positives"`
	FN     int    `json:"false_negatives"`
	Rows   int    `json:"rows"` // rows whose labels speak of the family
}

// Precision is the share of found rows that are labeled; 0 when none was found.
func (c Count) Precision() float64 { return ratio(c.TP, c.TP+c.FP) }

// Recall is the share of labeled rows that are found; 0 when none is labeled.
func (c Count) Recall() float64 { return ratio(c.TP, c.TP+c.FN) }

// F1 is the harmonic mean of precision and recall.
func (c Count) F1() float64 { return ratio(2*c.TP, 2*c.TP+c.FP+c.FN) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Wilson returns the 95 % interval of a share of k in n. Source: E. B. Wilson, "Probable inference, the law of
// succession, and statistical inference", JASA 22 (1927).
func Wilson(k, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	const z = 1.96
	p, m := float64(k)/float64(n), float64(n)
	center := p + z*z/(2*m)
	spread := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return (center - spread) / (1 + z*z/m), (center + spread) / (1 + z*z/m)
}

// A Case is one row for people to read.
type Case struct {
	ID      string `json:"id"`
	Family  string `json:"family"`
	Outcome string `json:"outcome"` // tp, fp, fn; flag on a row without labels
	Rule    string `json:"rule,omitempty"`
	Match   string `json:"match,omitempty"`
	Reframe string `json:"reframe,omitempty"`
	Text    string `json:"text"`
}

// A Board is the score of one labeled set.
type Board struct {
	Name      string         `json:"name"`
	Messages  int            `json:"messages"`
	Families  []Count        `json:"families"`
	Unlabeled int            `json:"unlabeled"` // messages without labels
	Flags     map[string]int `json:"flags"`     // flags on them, by family
	Cases     []Case         `json:"cases,omitempty"`
	Bad       []string       `json:"bad,omitempty"` // lines that could not be read, by number

	counts map[string]*Count
}

// row is a line of labeled data: a message of the contract with labels, or a dialogue in turns without.
type row struct {
	ID      string `json:"id"`
	Speaker string `json:"speaker"`
	Text    string `json:"text"`
	Context []turn `json:"context"`
	Turns   []turn `json:"turns"`
	Labels  []string
	Judged  []string
}

type turn struct {
	Speaker string `json:"speaker"`
	Text    string `json:"text"`
}

// maxRowBytes bounds one line of labeled data.
const maxRowBytes = 8 << 20

// Score runs the coach over labeled messages and counts. A line that can't be read is listed in Board.Bad, and the
// rest is scored.
func Score(ctx context.Context, c *coach.Coach, r io.Reader, name string) (*Board, error) {
	b := &Board{Name: name, Flags: map[string]int{}, counts: map[string]*Count{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxRowBytes)
	conversation := c.Conversation()
	for number := 1; lines.Scan(); number++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var row row
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			b.Bad = append(b.Bad, fmt.Sprintf("line %d: not a JSON object of the expected shape", number))
			continue
		}
		b.row(conversation, &row)
	}
	if err := lines.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			err = fmt.Errorf("a line is longer than %d MiB", maxRowBytes>>20)
		}
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	for _, count := range b.counts {
		b.Families = append(b.Families, *count)
	}
	sort.Slice(b.Families, func(i, j int) bool { return b.Families[i].Family < b.Families[j].Family })
	return b, nil
}

func (b *Board) row(conversation *coach.Conversation, r *row) {
	if len(r.Turns) == 0 {
		m := &coach.Message{ID: r.ID, Speaker: r.Speaker, Text: r.Text, Context: []coach.Message{}}
		for _, t := range r.Context {
			m.Context = append(m.Context, coach.Message{Speaker: t.Speaker, Text: t.Text})
		}
		b.message(conversation.Check(m), r)
		return
	}
	for i, t := range r.Turns {
		m := &coach.Message{ID: fmt.Sprintf("%s#%d", r.ID, i+1), Conversation: r.ID, Speaker: t.Speaker, Text: t.Text}
		b.message(conversation.Check(m), r)
	}
}

func (b *Board) message(result coach.Result, r *row) {
	b.Messages++
	if len(r.Judged) == 0 {
		b.unlabeled(result)
		return
	}
	for _, family := range r.Judged {
		count, ok := b.counts[family]
		if !ok {
			count = &Count{Family: family}
			b.counts[family] = count
		}
		count.Rows++
		i := slices.IndexFunc(result.Findings, func(f coach.Finding) bool { return f.Rule.Family() == family })
		labeled := slices.Contains(r.Labels, family)
		switch {
		case i >= 0 && labeled:
			count.TP++
			b.add("tp", family, result.Message, &result.Findings[i])
		case i >= 0:
			count.FP++
			b.add("fp", family, result.Message, &result.Findings[i])
		case labeled:
			count.FN++
			b.add("fn", family, result.Message, nil)
		}
	}
}

func (b *Board) unlabeled(result coach.Result) {
	b.Unlabeled++
	for i := range result.Findings {
		f := &result.Findings[i]
		if f.Rule.Kind == rule.Flag || f.Rule.Kind == rule.Care {
			b.Flags[f.Rule.Family()]++
			b.add("flag", f.Rule.Family(), result.Message, f)
		}
	}
}

func (b *Board) add(outcome, family string, m *coach.Message, f *coach.Finding) {
	c := Case{ID: m.ID, Family: family, Outcome: outcome, Text: m.Text}
	if f != nil {
		c.Rule, c.Match = f.Rule.ID, f.Match
		if len(f.Reframes) > 0 {
			c.Reframe = f.Reframes[0].Text
		}
	}
	b.Cases = append(b.Cases, c)
}

// WriteText writes the board as a table, and below it the cases with the outcome show: tp, fp, fn, flags, or none
// when it is empty. families limits the cases; nil means all.
func (b *Board) WriteText(w io.Writer, show string, families []string) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %d messages\n", b.Name, b.Messages)
	tab := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	if len(b.Families) > 0 {
		fmt.Fprintln(tab, "family\tprecision\t95 % interval\trecall\tF1\tright\twrong\tmissed\trows")
	}
	for _, c := range b.Families {
		low, high := Wilson(c.TP, c.TP+c.FP)
		fmt.Fprintf(tab, "%s\t%.2f\t%.2f–%.2f\t%.2f\t%.2f\t%d\t%d\t%d\t%d\n", c.Family, c.Precision(), low, high, c.Recall(), c.F1(), c.TP, c.FP, c.FN, c.Rows)
	}
	if b.Unlabeled > 0 {
		fmt.Fprintln(tab, "family\tflags\tper 1,000 unlabeled")
		total := 0
		for _, family := range sortedFamilies(b.Flags) {
			total += b.Flags[family]
			fmt.Fprintf(tab, "%s\t%d\t%.1f\n", family, b.Flags[family], 1000*ratio(b.Flags[family], b.Unlabeled))
		}
		fmt.Fprintf(tab, "all\t%d\t%.1f\n", total, 1000*ratio(total, b.Unlabeled))
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	for _, bad := range b.Bad {
		fmt.Fprintf(&out, "not read: %s\n", bad)
	}
	for _, c := range b.Cases {
		if show == "" || c.Outcome != strings.TrimSuffix(show, "s") || len(families) > 0 && !slices.Contains(families, c.Family) {
			continue
		}
		fmt.Fprintf(&out, "\n%s  %s  %s\n", c.Outcome, c.ID, c.Rule)
		if c.Match != "" {
			fmt.Fprintf(&out, "  words    %s\n", oneLine(c.Match))
		}
		if c.Reframe != "" {
			fmt.Fprintf(&out, "  reframe  %s\n", oneLine(c.Reframe))
		}
		fmt.Fprintf(&out, "  text     %s\n", oneLine(c.Text))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// WriteJSON writes the board as one JSON object.
func (b *Board) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(b)
}

func sortedFamilies(m map[string]int) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
