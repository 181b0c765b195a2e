package measure

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
)

// The outcomes that Options.Show may name.
const (
	Right  = "tp"    // found and labeled
	Wrong  = "fp"    // found, not labeled
	Missed = "fn"    // labeled, not found
	Flags  = "flags" // flagged in a message without labels
)

// Outcomes lists them.
func Outcomes() []string { return []string{Right, Wrong, Missed, Flags} }

// Options say which cases a [Board] keeps for people to read. The zero value keeps none.
type Options struct {
	Show     string   // one of [Outcomes]; empty keeps no case
	Families []string // only their cases; nil means every family's
}

// A Count is how the findings of one family compare with the labels of the rows that speak of it.
type Count struct {
	Family     string
	Rows       int // rows whose labels speak of the family
	TP, FP, FN int // rows that are found and labeled, found only, labeled only
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

// A Tally is what one rule did: in rows whose labels speak of its family, and in messages without labels.
type Tally struct {
	Rule  string `json:"rule"`
	Right int    `json:"right"` // rows with a finding of the rule that are labeled
	Wrong int    `json:"wrong"` // rows with a finding of the rule that are not
	Flags int    `json:"flags"` // findings in messages without labels
}

// A Case is one message for people to read.
type Case struct {
	ID      string `json:"id"`
	Family  string `json:"family"`
	Outcome string `json:"outcome"` // one of [Outcomes]
	Found   []Hit  `json:"found,omitempty"`
	Before  string `json:"before,omitempty"` // the message before it, when there was one
	Text    string `json:"text"`
}

// A Hit is one finding in a case.
type Hit struct {
	Rule    string `json:"rule"`
	Match   string `json:"match"`
	Reframe string `json:"reframe,omitempty"` // the first that is offered
}

// A Board is the score of one set of messages.
type Board struct {
	Name      string
	Messages  int
	Families  []Count        // by name
	Unlabeled int            // messages without labels
	Flagged   int            // how many of them have a flag
	Strong    int            // messages labeled with a strength
	Seen      int            // how many of them have one rightly found
	Flags     map[string]int // flags on them, by family
	Rules     []Tally        // of the rules that found something, the most often wrong first
	Cases     []Case         // in the order of the messages
	Bad       []string       // lines that could not be read, by number
}

// row is a line of labeled data: a message of the contract with labels, or a scene in turns without.
type row struct {
	ID      string   `json:"id"`
	Speaker string   `json:"speaker"`
	Text    *string  `json:"text"`
	Context []turn   `json:"context"`
	Turns   []turn   `json:"turns"`
	Labels  []string `json:"labels"`
	Judged  []string `json:"judged"`
}

type turn struct {
	Speaker string `json:"speaker"`
	Text    string `json:"text"`
}

// maxRowBytes bounds one line of labeled data.
const maxRowBytes = 8 << 20

// Score runs the coach over messages, one JSON object a line, and counts. A row's judged names the families its
// labels speak of: every other family is neither right nor wrong in it. A row without judged counts as unlabeled;
// one with turns in place of text is a conversation of such messages. A line that can't be read is listed in
// Board.Bad, and the rest is scored. The error is that of r or ctx.
func Score(ctx context.Context, c *coach.Coach, r io.Reader, name string, o Options) (*Board, error) {
	s := &scorer{
		options: o, conversation: c.Conversation(),
		board:  &Board{Name: name, Flags: map[string]int{}},
		counts: map[string]*Count{}, tallies: map[string]*Tally{}, strengths: strengthsOf(c.Rules()),
	}
	lines := bufio.NewReaderSize(r, 64<<10)
	for number := 1; ; number++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		line, err := readLine(lines)
		if err == nil || errors.Is(err, io.EOF) {
			if number == 1 {
				line = bytes.TrimPrefix(line, []byte("\xEF\xBB\xBF"))
			}
			if wrong := s.line(line); wrong != "" {
				s.board.Bad = append(s.board.Bad, fmt.Sprintf("line %d: %s", number, wrong))
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return s.finish(), nil
		case errors.Is(err, errLongRow):
			s.board.Bad = append(s.board.Bad, fmt.Sprintf("line %d: longer than %d MiB", number, maxRowBytes>>20))
		case err != nil:
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
}

var errLongRow = errors.New("the line is too long")

// readLine reads one line. A line beyond maxRowBytes is skipped without being held in memory.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxRowBytes; !long {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long && (err == nil || errors.Is(err, io.EOF)):
			return nil, errLongRow
		}
		return line, err
	}
}

// A scorer is one run of Score.
type scorer struct {
	options      Options
	conversation *coach.Conversation
	board        *Board
	counts       map[string]*Count
	tallies      map[string]*Tally
	strengths    map[string]bool // families
}

func strengthsOf(set *rule.Set) map[string]bool {
	families := map[string]bool{}
	for i := range set.Len() {
		if r := set.Rule(i); r.Kind == rule.Strength {
			families[r.Family()] = true
		}
	}
	return families
}

// line scores one line, and says what is wrong with it without repeating what it holds.
func (s *scorer) line(line []byte) (wrong string) {
	if len(bytes.TrimSpace(line)) == 0 {
		return ""
	}
	var r row
	if err := json.Unmarshal(line, &r); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) && kind.Field != "" {
			return fmt.Sprintf("the field %q must not be a JSON %s", kind.Field, kind.Value)
		}
		return "not a JSON object"
	}
	if r.Text == nil && len(r.Turns) == 0 {
		return `the object has neither "text" nor "turns"`
	}
	s.row(&r)
	return ""
}

func (s *scorer) row(r *row) {
	if r.Text != nil {
		m := &coach.Message{ID: r.ID, Speaker: r.Speaker, Text: *r.Text, Context: []coach.Message{}}
		for _, t := range r.Context {
			m.Context = append(m.Context, coach.Message{Speaker: t.Speaker, Text: t.Text})
		}
		s.message(s.conversation.Check(m), r, last(r.Context))
		return
	}
	for i, t := range r.Turns {
		m := &coach.Message{ID: fmt.Sprintf("%s#%d", r.ID, i+1), Conversation: r.ID, Speaker: t.Speaker, Text: t.Text}
		s.unlabeled(s.conversation.Check(m), last(r.Turns[:i]))
	}
}

func last(turns []turn) string {
	if len(turns) == 0 {
		return ""
	}
	return turns[len(turns)-1].Text
}

func (s *scorer) message(result coach.Result, r *row, before string) {
	if len(r.Judged) == 0 {
		s.unlabeled(result, before)
		return
	}
	s.board.Messages++
	strong, seen := false, false
	for i, family := range r.Judged {
		if slices.Contains(r.Judged[:i], family) {
			continue
		}
		labeled := slices.Contains(r.Labels, family)
		found := ofFamily(result.Findings, family)
		s.count(family, len(found) > 0, labeled)
		s.tally(found, labeled)
		if labeled && s.strengths[family] {
			strong, seen = true, seen || len(found) > 0
		}
		switch {
		case len(found) > 0 && labeled:
			s.keep(Right, family, result.Message, found, before)
		case len(found) > 0:
			s.keep(Wrong, family, result.Message, found, before)
		case labeled:
			s.keep(Missed, family, result.Message, nil, before)
		}
	}
	if strong {
		s.board.Strong++
	}
	if seen {
		s.board.Seen++
	}
}

func ofFamily(findings []coach.Finding, family string) []coach.Finding {
	var of []coach.Finding
	for i := range findings {
		if findings[i].Rule.Family() == family {
			of = append(of, findings[i])
		}
	}
	return of
}

func (s *scorer) count(family string, found, labeled bool) {
	c := s.counts[family]
	if c == nil {
		c = &Count{Family: family}
		s.counts[family] = c
	}
	c.Rows++
	switch {
	case found && labeled:
		c.TP++
	case found:
		c.FP++
	case labeled:
		c.FN++
	}
}

// tally counts a row once for each rule that found something in it.
func (s *scorer) tally(found []coach.Finding, labeled bool) {
	var counted []string
	for i := range found {
		id := found[i].Rule.ID
		if slices.Contains(counted, id) {
			continue
		}
		counted = append(counted, id)
		if labeled {
			s.of(id).Right++
		} else {
			s.of(id).Wrong++
		}
	}
}

func (s *scorer) of(id string) *Tally {
	t := s.tallies[id]
	if t == nil {
		t = &Tally{Rule: id}
		s.tallies[id] = t
	}
	return t
}

func (s *scorer) unlabeled(result coach.Result, before string) {
	s.board.Messages++
	s.board.Unlabeled++
	flagged := false
	for i := range result.Findings {
		f := &result.Findings[i]
		if f.Rule.Kind != rule.Flag && f.Rule.Kind != rule.Care {
			continue
		}
		flagged = true
		s.board.Flags[f.Rule.Family()]++
		s.of(f.Rule.ID).Flags++
		s.keep(Flags, f.Rule.Family(), result.Message, result.Findings[i:i+1], before)
	}
	if flagged {
		s.board.Flagged++
	}
}

// keep adds a case if it was asked for.
func (s *scorer) keep(outcome, family string, m *coach.Message, found []coach.Finding, before string) {
	o := &s.options
	if o.Show != outcome || len(o.Families) > 0 && !slices.Contains(o.Families, family) {
		return
	}
	c := Case{ID: m.ID, Family: family, Outcome: outcome, Before: before, Text: m.Text}
	for i := range found {
		h := Hit{Rule: found[i].Rule.ID, Match: found[i].Match}
		if len(found[i].Reframes) > 0 {
			h.Reframe = found[i].Reframes[0].Text
		}
		c.Found = append(c.Found, h)
	}
	s.board.Cases = append(s.board.Cases, c)
}

// finish sorts what was counted into the board.
func (s *scorer) finish() *Board {
	b := s.board
	for _, c := range s.counts {
		b.Families = append(b.Families, *c)
	}
	slices.SortFunc(b.Families, func(x, y Count) int { return strings.Compare(x.Family, y.Family) })
	for _, t := range s.tallies {
		b.Rules = append(b.Rules, *t)
	}
	slices.SortFunc(b.Rules, func(x, y Tally) int {
		if d := (y.Wrong + y.Flags) - (x.Wrong + x.Flags); d != 0 {
			return d
		}
		return strings.Compare(x.Rule, y.Rule)
	})
	return b
}
