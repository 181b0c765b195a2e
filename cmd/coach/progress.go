package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/cmd/internal/disk"
	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/habit"
	"github.com/emotional-safety/coach/coach/report"
	"github.com/emotional-safety/coach/coach/rule"
)

func newProgress(s *streams) *cobra.Command {
	var o progressOptions
	cmd := &cobra.Command{
		Use:   "progress",
		Short: "How often which family was flagged, week by week, if you want that counted",
		Long: "progress counts only after coach progress --start. From then on each message or mail that you check or review, and\n" +
			"each drill, adds numbers to a file in your state folder: the day, and how many places of which family were flagged.\n" +
			"Never a word of a message, and chat exports don't count. --forget deletes the file and ends the counting.",
		Example: "  coach progress --start\n  coach progress\n  coach progress --weeks 12 --format json\n  coach progress --forget",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			store, err := habit.Place(s.env)
			if err != nil {
				return err
			}
			return progress(s, store, o)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.start, "start", false, "start counting")
	f.BoolVar(&o.forget, "forget", false, "delete all counts, and stop")
	f.IntVar(&o.weeks, "weeks", 6, "how many weeks to show")
	f.StringVar(&o.format, "format", "text", "how to show them: text, json")
	cmd.MarkFlagsMutuallyExclusive("start", "forget")
	return cmd
}

type progressOptions struct {
	start, forget bool
	weeks         int
	format        string
}

// maxWeeks is two years, more than a chart can hold.
const maxWeeks = 104

func progress(s *streams, store habit.Store, o progressOptions) error {
	switch {
	case o.weeks < 1 || o.weeks > maxWeeks:
		return fmt.Errorf("--weeks: want 1 to %d", maxWeeks)
	case o.format != "text" && o.format != "json":
		return fmt.Errorf("--format: unknown %q: want text or json", o.format)
	case o.forget:
		had, err := store.Forget()
		if err != nil {
			return fmt.Errorf("delete %s: %w", store.File, disk.Plain(err))
		}
		if had {
			fmt.Fprintf(s.err, "coach: deleted %s\n", report.Visible(store.File))
		} else {
			fmt.Fprintln(s.err, "coach: there was nothing to forget")
		}
		return nil
	case o.start:
		if err := store.Start(); err != nil {
			return fmt.Errorf("write %s: %w", store.File, disk.Plain(err))
		}
		fmt.Fprintf(s.err, "coach: counting from now on, numbers only, in %s\n", report.Visible(store.File))
		return nil
	case !store.Started():
		return errors.New("nothing is counted: coach progress --start starts it (numbers only, on this machine)")
	}
	weeks, err := store.Weeks(time.Now(), o.weeks)
	if err != nil {
		return err
	}
	if o.format == "json" {
		return writeWeeksJSON(s.out, weeks)
	}
	return writeWeeks(s.out, weeks, width(s))
}

func writeWeeksJSON(w io.Writer, weeks []habit.Week) error {
	type week struct {
		Week     string         `json:"week"`
		Messages int            `json:"messages"`
		Families map[string]int `json:"families"`
		Drills   int            `json:"drills"`
		Kind     int            `json:"kind"`
	}
	out := struct {
		Weeks []week `json:"weeks"`
	}{[]week{}}
	for _, each := range weeks {
		if each.Families == nil {
			each.Families = map[string]int{}
		}
		out.Weeks = append(out.Weeks, week{each.Monday.Format(time.DateOnly), each.Messages, each.Families, each.Drills, each.Kind})
	}
	return json.NewEncoder(w).Encode(out)
}

// The columns of the chart, in characters: a family's name, its bars, and each week.
const (
	nameColumn = 16
	weekColumn = 7
)

// writeWeeks draws the chart, with as many weeks as fit.
func writeWeeks(w io.Writer, weeks []habit.Week, width int) error {
	for len(weeks) > 1 && nameColumn+(weekColumn+1)*len(weeks)+2 > width {
		weeks = weeks[1:]
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-*s", nameColumn, "week of")
	for _, week := range weeks {
		fmt.Fprintf(&b, "%*s", weekColumn, week.Monday.Format("Jan _2"))
	}
	b.WriteString("\n")
	row := func(name string, count func(habit.Week) int) {
		var counts []int
		fmt.Fprintf(&b, "%-*s", nameColumn, name)
		for _, week := range weeks {
			counts = append(counts, count(week))
			fmt.Fprintf(&b, "%*d", weekColumn, count(week))
		}
		fmt.Fprintf(&b, "  %s\n", bars(counts))
	}
	row("messages", func(week habit.Week) int { return week.Messages })
	row("drills", func(week habit.Week) int { return week.Drills })
	families := habit.Families(weeks)
	if len(families) > 0 {
		b.WriteString("\nplaces flagged\n")
	}
	for _, family := range families {
		row(family, func(week habit.Week) int { return week.Families[family] })
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// bars draws numbers as heights.
func bars(counts []int) string {
	heights := []rune("▁▂▃▄▅▆▇█")
	most := 1
	for _, n := range counts {
		most = max(most, n)
	}
	out := make([]rune, len(counts))
	for i, n := range counts {
		out[i] = ' '
		if n > 0 {
			out[i] = heights[n*(len(heights)-1)/most]
		}
	}
	return strings.TrimRight(string(out), " ")
}

// count adds to what is counted, if the user started that. Trouble with it is said, and stops nothing.
func (s *streams) count(c habit.Count) {
	store, err := habit.Place(s.env)
	if err != nil || !store.Started() { // without a home nothing was started
		return
	}
	c.Day = time.Now().Format(time.DateOnly)
	if err := store.Add(c); err != nil {
		fmt.Fprintf(s.err, "coach: not counted: %v\n", disk.Plain(err))
	}
}

// counted sums the flags of one message.
func counted(found []coach.Finding) habit.Count {
	c := habit.Count{Messages: 1, Families: map[string]int{}}
	for i := range found {
		if found[i].Rule.Kind == rule.Flag {
			c.Families[found[i].Rule.Family()]++
		}
	}
	return c
}
