package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/cmd/internal/settings"
	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/drill"
	"github.com/emotional-safety/coach/coach/habit"
	"github.com/emotional-safety/coach/coach/rule"
)

func newPractice(s *streams) *cobra.Command {
	var o practiceOptions
	cmd := &cobra.Command{
		Use:   "practice [STRATEGY]",
		Short: "Short drills: read a message, write a kinder one, see how it lands",
		Long: "practice shows messages from the rules' own examples, one at a time. You write each in kinder words; the answer is\n" +
			"checked, and compared with a wording that the rules suggest. Nothing you write is kept. If you started coach progress,\n" +
			"it counts how many drills you answered.",
		Example: "  coach practice\n  coach practice i-statements\n  coach practice --count 3 --seed 7 ask-first",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := loadConfig(cmd, s)
			if err != nil {
				return err
			}
			if len(args) == 1 {
				o.strategy = args[0]
			}
			o.seeded = cmd.Flags().Changed("seed")
			return practice(s, c, o)
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.count, "count", 5, "how many drills")
	f.Uint64Var(&o.seed, "seed", 0, "a `NUMBER` that brings the same drills again")
	listFlag(f, "rules", "a `FOLDER` of your own rules, on top of the built-in ones (may be repeated)")
	f.String("config", "", "read this config `FILE` instead of looking for one")
	return cmd
}

type practiceOptions struct {
	strategy string
	count    int
	seed     uint64
	seeded   bool
}

// errEnough says that the writer has practiced enough for now.
var errEnough = errors.New("enough")

func practice(s *streams, c *config, o practiceOptions) error {
	if o.strategy != "" && !slices.Contains(rule.Strategies[:], o.strategy) {
		return fmt.Errorf("unknown strategy %q%s: see coach guide", o.strategy, settings.Nearest(o.strategy, rule.Strategies[:]))
	}
	if o.count < 1 {
		return errors.New("--count: want a number above 0")
	}
	engine, err := newCoach(&config{Rules: c.Rules, Country: c.Country})
	if err != nil {
		return err
	}
	drills := drill.Of(engine, o.strategy)
	if len(drills) == 0 {
		return fmt.Errorf("no rule has drills for %s: coach guide %s has words to try", o.strategy, o.strategy)
	}
	if !o.seeded {
		o.seed = uint64(time.Now().UnixNano())
	}
	rand.New(rand.NewPCG(o.seed, 0)).Shuffle(len(drills), func(i, j int) { drills[i], drills[j] = drills[j], drills[i] })
	p := &practicing{streams: s, engine: engine, in: bufio.NewReader(s.in)}
	for i, d := range ofDifferentRules(drills, o.count) {
		fmt.Fprintf(s.out, "\n%d of %d: %s\n\n", i+1, min(o.count, len(drills)), p.title(d.Rule.Strategy))
		if err := p.drill(&d); err != nil {
			if errors.Is(err, errEnough) {
				break
			}
			return err
		}
	}
	p.finish()
	return nil
}

// ofDifferentRules takes the first n drills, each of another rule as long as there are enough rules.
func ofDifferentRules(drills []drill.Drill, n int) []drill.Drill {
	var first, again []drill.Drill
	seen := map[string]bool{}
	for _, d := range drills {
		if seen[d.Rule.ID] {
			again = append(again, d)
			continue
		}
		seen[d.Rule.ID] = true
		first = append(first, d)
	}
	all := slices.Concat(first, again)
	return all[:min(n, len(all))]
}

// practicing is one round of drills.
type practicing struct {
	*streams
	engine         *coach.Coach
	in             *bufio.Reader
	answered, kind int
}

func (p *practicing) title(strategy string) string {
	for _, st := range p.engine.Rules().Strategies() {
		if st.Key == strategy {
			return st.Title + " (" + st.Key + ")"
		}
	}
	return strategy
}

func (p *practicing) drill(d *drill.Drill) error {
	for _, before := range d.After {
		p.write("  They wrote:  ", before)
	}
	p.write("  The draft:   ", d.Text)
	fmt.Fprintln(p.out)
	p.write("  ", d.Say)
	fmt.Fprintln(p.out)
	fmt.Fprintln(p.out, "In kinder words? (Enter shows an idea, q ends)")
	for first := true; ; first = false {
		answer, err := p.line()
		if err != nil {
			return err
		}
		if answer == "" {
			fmt.Fprintln(p.out)
			p.write("  One way to say it: ", d.Offers[0])
			return nil
		}
		if first {
			p.answered++
		}
		a := d.Judge(p.engine, answer)
		if len(a.Flags) == 0 {
			p.kind++
			p.praise(d, &a)
			return nil
		}
		fmt.Fprintln(p.out)
		p.write("  ", a.Flags[0].Say)
		fmt.Fprintln(p.out, "\nOnce more? (Enter shows an idea, q ends)")
	}
}

func (p *practicing) write(lead, s string) { writeWrapped(p.out, width(p.streams), lead, s) }

// praise says what an answer does well, and compares it.
func (p *practicing) praise(d *drill.Drill, a *drill.Answer) {
	for i := range a.Care {
		fmt.Fprintln(p.out)
		p.write("  ", a.Care[i].Say)
		p.write("  ", a.Care[i].Help)
	}
	fmt.Fprintln(p.out, "\n  Nothing in it stings.")
	if len(a.Built) > 0 {
		fmt.Fprintf(p.out, "  It builds trust: %s.\n", strings.Join(a.Built, ", "))
	}
	switch {
	case len(a.Kept) > 0:
		fmt.Fprintf(p.out, "  It keeps the point: %s.\n", strings.Join(a.Kept, ", "))
	case len(a.Built) == 0:
		fmt.Fprintln(p.out, "  Does it still say what mattered to the writer?")
	}
	p.write("  Another way: ", d.Offers[0])
}

// line reads one answer. The end of input ends the round.
func (p *practicing) line() (string, error) {
	fmt.Fprint(p.out, "> ")
	answer, err := p.in.ReadString('\n')
	if err != nil && (!errors.Is(err, io.EOF) || answer == "") {
		fmt.Fprintln(p.out)
		if errors.Is(err, io.EOF) {
			return "", errEnough
		}
		return "", err
	}
	if answer = strings.TrimSpace(answer); answer == "q" || answer == "quit" {
		return "", errEnough
	}
	return answer, nil
}

// finish sums up, and counts if the writer started that.
func (p *practicing) finish() {
	if p.answered == 0 {
		return
	}
	fmt.Fprintf(p.out, "\n%s answered, %d without a sting.\n", plural(p.answered, "drill"), p.kind)
	p.count(habit.Count{Drills: p.answered, Kind: p.kind})
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
