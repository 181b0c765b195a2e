package measure

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/emotional-safety/coach/coach/report"
)

// A Baseline is the boards of an earlier run, by the name of their set.
type Baseline struct {
	boards map[string]jsonBoard
}

// ReadBaseline reads what [Board.WriteJSON] wrote, any number of boards one after the other.
func ReadBaseline(r io.Reader) (*Baseline, error) {
	b := &Baseline{boards: map[string]jsonBoard{}}
	decoder := json.NewDecoder(r)
	for {
		var board jsonBoard
		switch err := decoder.Decode(&board); {
		case errors.Is(err, io.EOF) && len(b.boards) > 0:
			return b, nil
		case err != nil, board.Name == "":
			return nil, errors.New("this is no earlier score")
		}
		b.boards[board.Name] = board
	}
}

// WriteMoves writes what changed since the baseline: one row for each family whose counts moved.
func (b *Board) WriteMoves(w io.Writer, before *Baseline) error {
	var out strings.Builder
	old, ok := before.boards[b.Name]
	if !ok {
		_, err := fmt.Fprintf(w, "since the baseline: it has no %s\n", report.Visible(b.Name))
		return err
	}
	t := table(&out)
	fmt.Fprintln(t, "moved since\tright\twrong\tmissed\tF1")
	moved := false
	for _, now := range b.Families {
		was := old.count(now.Family)
		if was == now {
			continue
		}
		moved = true
		fmt.Fprintf(t, "%s\t%+d\t%+d\t%+d\t%.2f to %.2f\n", report.Visible(now.Family), now.TP-was.TP, now.FP-was.FP, now.FN-was.FN, was.F1(), now.F1())
	}
	if b.Unlabeled > 0 && old.Unlabeled != nil && old.Unlabeled.Flagged != b.Flagged {
		moved = true
		fmt.Fprintf(t, "messages flagged\t\t%+d\t\t\n", b.Flagged-old.Unlabeled.Flagged)
	}
	_ = t.Flush() // into memory
	if !moved {
		out.Reset()
		out.WriteString("nothing moved since the baseline\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// count returns what the board says of a family; zero when it didn't speak of it.
func (b *jsonBoard) count(family string) Count {
	for _, f := range b.Families {
		if f.Family == family {
			return Count{Family: family, Rows: f.Rows, TP: f.Right, FP: f.Wrong, FN: f.Missed}
		}
	}
	return Count{Family: family}
}
