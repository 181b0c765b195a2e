package report

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/emotional-safety/coach/coach/insight"
	"github.com/emotional-safety/coach/coach/interval"
	"github.com/emotional-safety/coach/coach/rule"
)

// ChatFormats lists what [WriteChat] can write.
func ChatFormats() []string { return []string{"text", "markdown", "json"} }

// WriteChat writes what a conversation shows.
func WriteChat(format string, w io.Writer, r *insight.Report, o Options) error {
	switch format {
	case "json":
		e := json.NewEncoder(HarmlessJSON(w))
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(struct {
			Version string `json:"version"`
			*insight.Report
		}{o.Version, r})
	case "markdown":
		c := &chatText{o: o, r: r, markdown: true}
		c.write()
		s := c.out.String()
		for strings.Contains(s, "\n\n\n") {
			s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
		}
		_, err := io.WriteString(w, s)
		return err
	case "text":
		c := &chatText{o: o, r: r}
		c.write()
		_, err := io.WriteString(w, c.out.String())
		return err
	}
	return fmt.Errorf("unknown format %q: want one of %s", format, strings.Join(ChatFormats(), ", "))
}

// chatText shows a report in the terminal, or as Markdown.
type chatText struct {
	o        Options
	r        *insight.Report
	markdown bool
	out      strings.Builder
	tries    map[string]int // how many of a strategy's wordings were shown
}

// fewMessages is below how many a rate says little.
const fewMessages = 30

func (c *chatText) write() {
	r := c.r
	c.title("What this conversation shows")
	when := ""
	if r.From != "" {
		when = fmt.Sprintf(", %s to %s", r.From, r.To)
	}
	c.line("%s by %s%s.", count(r.Messages, "message"), people(len(r.People)), when)
	if r.Notices+r.Media > 0 {
		var left []string
		if r.Notices > 0 {
			left = append(left, count(r.Notices, "notice")+" of the app’s")
		}
		if r.Media > 0 {
			left = append(left, count(r.Media, "message")+" without words")
		}
		c.line("Not counted: %s.", strings.Join(left, " and "))
	}
	if r.Messages < fewMessages {
		c.line("That is few: take every rate below as a hint, not as a measure.")
	}
	c.perPerson()
	c.timeline()
	c.feelings()
	c.replies()
	c.advice()
	c.repairs()
	c.chains()
	c.timing()
	c.promises()
	c.change()
	c.exchanges("The hardest moments", "slow-down", r.Hardest)
	c.exchanges("The warmest moments", "honesty", r.Best)
	c.care()
	c.line("")
	c.line("This counts words, not intentions, and it says nothing about who anybody is. Read the messages behind a number before you lean on it.")
}

func people(n int) string {
	if n == 1 {
		return "one person"
	}
	return fmt.Sprintf("%d people", n)
}

func (c *chatText) title(s string) {
	if c.markdown {
		fmt.Fprintf(&c.out, "# %s\n\n", s)
		return
	}
	fmt.Fprintf(&c.out, "%s\n\n", paint(c.o.Palette.Bold, s))
}

// section begins a part that belongs to a strategy, and names one thing to try.
func (c *chatText) section(title, strategy string) {
	if c.markdown {
		fmt.Fprintf(&c.out, "\n## %s\n\n", title)
	} else {
		fmt.Fprintf(&c.out, "\n%s\n", paint(c.o.Palette.Bold, title))
	}
	i := slices.IndexFunc(c.o.Strategies, func(s rule.Strategy) bool { return s.Key == strategy })
	if i < 0 {
		return
	}
	s := c.o.Strategies[i]
	line := s.Title + "."
	if len(s.Try) > 0 {
		if c.tries == nil {
			c.tries = map[string]int{}
		}
		line = fmt.Sprintf("%s. Try: “%s”", s.Title, s.Try[c.tries[strategy]%len(s.Try)])
		c.tries[strategy]++
	}
	if c.markdown {
		fmt.Fprintf(&c.out, "*%s*\n\n", line)
		return
	}
	for _, l := range Wrap(line, c.width()-len(margin)) {
		fmt.Fprintf(&c.out, "%s%s\n", margin, paint(c.o.Palette.Dim, l))
	}
}

func (c *chatText) width() int {
	if c.o.Width <= 0 {
		return 80
	}
	return max(c.o.Width, 40)
}

// deeper is the indent of lines that speak of the message above them.
const deeper = 6

func (c *chatText) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	bare := strings.TrimLeft(text, " ")
	indent := text[:len(text)-len(bare)]
	switch {
	case text == "" && !c.markdown:
		c.out.WriteByte('\n')
		return
	case text == "": // paragraphs of Markdown end by themselves
		return
	case c.markdown && len(indent) >= deeper: // it belongs to the list item above
		fmt.Fprintf(&c.out, "    - %s\n", bare)
		return
	case c.markdown:
		fmt.Fprintf(&c.out, "\n%s\n\n", bare)
		return
	}
	for _, l := range Wrap(bare, c.width()-len(indent)) {
		fmt.Fprintf(&c.out, "%s%s\n", indent, l)
	}
}

// row is one line of a list: a name, a bar, a number and what it says.
func (c *chatText) row(name string, n, most int, note string) {
	if c.markdown {
		fmt.Fprintf(&c.out, "- %s: %d%s\n", escapeMarkdown(name), n, note)
		return
	}
	fmt.Fprintln(&c.out, OneLine(fmt.Sprintf("%s%s %s %d%s", margin, pad(Visible(name), 22), pad(bar(n, most, 16), 16), n, note)))
}

func (c *chatText) ref(r insight.Ref) {
	text := whereIs(r) + " " + Visible(r.Speaker)
	if r.Time != "" {
		text += ", " + r.Time
	}
	if r.Text != "" {
		text += ": “" + Visible(cut(r.Text, 100)) + "”"
	}
	if c.markdown {
		fmt.Fprintf(&c.out, "  - %s\n", escapeMarkdown(text))
		return
	}
	for i, l := range Wrap(text, c.width()-6) {
		fmt.Fprintf(&c.out, "%s%s\n", strings.Repeat(" ", 4+2*min(i, 1)), paint(c.o.Palette.Dim, l))
	}
}

// whereIs says where a message stands. A report to be shared names no file.
func whereIs(r insight.Ref) string {
	if r.File == "" {
		return fmt.Sprintf("line %d", r.Line)
	}
	return fmt.Sprintf("%s:%d", Visible(r.File), r.Line)
}

// pairs shows messages with those they answer.
func (c *chatText) pairs(refs []insight.Ref, most int) {
	for _, r := range refs[:min(len(refs), most)] {
		if r.About != nil {
			c.ref(*r.About)
		}
		c.ref(r)
	}
}

// maxShown is how many examples are shown of each number.
const maxShown = 3

func (c *chatText) refs(refs []insight.Ref) {
	for _, r := range refs[:min(len(refs), maxShown)] {
		c.ref(r)
	}
}

func cut(s string, n int) string {
	chars := []rune(s)
	if len(chars) <= n {
		return s
	}
	return string(chars[:n]) + "…"
}

// pad fills up with spaces to n characters, and cuts beyond.
func pad(s string, n int) string {
	cells := cells(s)
	width := 0
	var b strings.Builder
	for _, c := range cells {
		if width+c.width > n {
			break
		}
		width += c.width
		b.WriteString(c.text)
	}
	return b.String() + strings.Repeat(" ", n-width)
}

// bar draws n of most with n cells of blocks.
func bar(n, most, width int) string {
	if most == 0 {
		return ""
	}
	eighths := n * width * 8 / most
	if n > 0 && eighths == 0 {
		eighths = 1
	}
	s := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		s += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return s
}

// shown is a name, or somebody's words, harmless where this report is read.
func (c *chatText) shown(s string) string {
	if c.markdown {
		return escapeMarkdown(s)
	}
	return Visible(s)
}

func escapeMarkdown(s string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "~", `\~`, "[", `\[`, "]", `\]`, "<", "&lt;", "&", "&amp;", "#", `\#`, "|", `\|`).Replace(Visible(s))
}

// rate says how many in a hundred, with how sure that is.
func rate(k, n int) string {
	if n == 0 {
		return "none"
	}
	low, high := interval.Wilson(k, n)
	digits := 0
	if high < .1 {
		digits = 1
	}
	s := fmt.Sprintf("%.1f in 100 (likely %.*f to %.*f)", 100*float64(k)/float64(n), digits, 100*low, digits, 100*high)
	if n < fewMessages {
		s += fmt.Sprintf(", of only %d", n)
	}
	return s
}

func (c *chatText) perPerson() {
	c.section("Who wrote what", "listen")
	most, words := 0, 0
	for _, p := range c.r.People {
		most = max(most, p.Messages)
		words += p.Words
	}
	for _, p := range c.r.People[:min(len(c.r.People), 12)] {
		note := fmt.Sprintf(" messages, %d%% of the words", 100*p.Words/max(words, 1))
		if p.Starts > 0 {
			note += ", began " + count(p.Starts, "talk")
		}
		c.row(c.name(p.Name), p.Messages, most, note)
	}
	for _, p := range c.r.People[:min(len(c.r.People), 6)] {
		c.line("")
		c.line("%s", c.strong(Visible(c.name(p.Name))))
		c.line("  Messages with words that may hurt: %s.", rate(p.Flagged, p.Messages))
		c.line("  Messages with words that build trust: %s.", rate(p.Warm, p.Messages))
		if p.Flagged > 0 {
			c.line("  For each message that may hurt, %.1f that build trust.", float64(p.Warm)/float64(p.Flagged))
		}
		if p.Questions > 0 {
			c.line("  Open questions: %d.", p.Questions)
		}
		c.families(p.Flags, p.Messages)
		c.families(p.Strengths, p.Messages)
	}
}

func (c *chatText) strong(s string) string {
	if c.markdown {
		return "### " + escapeMarkdown(s) + "\n"
	}
	return paint(c.o.Palette.Bold, s)
}

// name is how a person is called; the reader is told which one they are.
func (c *chatText) name(s string) string {
	if s == c.r.Me && s != "" {
		return s + " (you)"
	}
	return s
}

// families lists how many of a person's messages hold each family, with how sure the rate is.
func (c *chatText) families(counts map[string]*insight.Count, messages int) {
	names := slices.Sorted(maps.Keys(counts))
	slices.SortStableFunc(names, func(a, b string) int { return counts[b].N - counts[a].N })
	most := 0
	for _, n := range names {
		most = max(most, counts[n].N)
	}
	for _, n := range names {
		c.row(n, counts[n].N, most, ", "+rate(counts[n].N, messages))
		c.refs(counts[n].Refs[:min(1, len(counts[n].Refs))])
	}
}

// sparks are the heights of a small chart.
var sparks = []rune("▁▂▃▄▅▆▇█")

func spark(values []float64) string {
	most := 0.0
	for _, v := range values {
		most = max(most, v)
	}
	var b strings.Builder
	for _, v := range values {
		k := 0
		if most > 0 {
			k = int(v / most * float64(len(sparks)-1))
		}
		b.WriteRune(sparks[k])
	}
	return b.String()
}

func (c *chatText) timeline() {
	buckets := c.r.Timeline
	if len(buckets) < 4 {
		return
	}
	c.section("Over time", "consistency")
	var hurt, warm []float64
	for _, b := range buckets {
		hurt = append(hurt, float64(b.Flagged)/float64(max(b.Messages, 1)))
		warm = append(warm, float64(b.Warm)/float64(max(b.Messages, 1)))
	}
	step := (len(hurt) + 59) / 60
	fence, indent := "", margin
	if c.markdown {
		fence, indent = "```\n", ""
	}
	fmt.Fprintf(&c.out, "%s%smay hurt     %s\n%sbuilds trust %s\n%s", fence, indent, spark(shrink(hurt, step)), indent, spark(shrink(warm, step)), fence)
	if first, last := buckets[0].From, buckets[len(buckets)-1].To; first != "" {
		c.line("  from %s to %s; each line is drawn to its own height", first, last)
	}
}

// shrink averages each few values.
func shrink(values []float64, step int) []float64 {
	if step <= 1 {
		return values
	}
	var out []float64
	for part := range slices.Chunk(values, step) {
		sum := 0.0
		for _, v := range part {
			sum += v
		}
		out = append(out, sum/float64(len(part)))
	}
	return out
}

func (c *chatText) feelings() {
	a := &c.r.Feelings
	total := a.Total()
	if total == 0 {
		return
	}
	c.section("When somebody shared a feeling", "listen")
	c.line("  It happened %s. What came back:", times(total))
	for _, k := range answers(a) {
		if k.n.N > 0 {
			c.row(k.name, k.n.N, total, "")
			c.pairs(k.n.Refs, 1)
		}
	}
	for _, p := range c.r.People {
		var parts []string
		for _, k := range answers(&p.Answers) {
			if k.n.N > 0 {
				parts = append(parts, fmt.Sprintf("%s %d", k.name, k.n.N))
			}
		}
		if len(parts) > 0 && len(c.r.People) > 1 {
			c.line("  %s answered with: %s.", c.shown(c.name(p.Name)), strings.Join(parts, ", "))
		}
	}
}

// An answer is one of the ways a feeling was met.
type answer struct {
	name string
	n    *insight.Count
}

func answers(a *insight.Answers) []answer {
	return []answer{
		{"understanding", &a.Understood}, {"a question", &a.Asked}, {"advice", &a.Advice}, {"words that may hurt", &a.Dismissed},
		{"another subject", &a.Elsewhere}, {"other words", &a.Other}, {"nothing in a day", &a.Nothing},
	}
}

// replies shows what came back after words that may hurt, and after words that build trust.
func (c *chatText) replies() {
	shown := 0
	for _, r := range c.r.Replies {
		if r.What == "feeling" || shown == 8 {
			continue
		}
		if shown == 0 {
			c.section("Who answers what", "curiosity")
		}
		shown++
		what := map[string]string{"hurt": "may hurt", "warm": "build trust"}[r.What]
		total := r.Hurt.N + r.Warm.N + r.Both.N + r.None.N
		c.line("  After words of %s that %s, %s answered %s:", c.shown(c.name(r.From)), what, c.shown(c.name(r.To)), times(total))
		for _, k := range []answer{{"may hurt", &r.Hurt}, {"builds trust", &r.Warm}, {"both", &r.Both}, {"neither", &r.None}} {
			if k.n.N > 0 {
				c.row(k.name, k.n.N, total, "")
			}
		}
		if len(r.Hurt.Refs) > 0 {
			c.pairs(r.Hurt.Refs, 1)
		}
	}
}

// care says quietly that some words point at danger.
func (c *chatText) care() {
	if c.r.Care.N == 0 {
		return
	}
	if c.markdown {
		c.line("\n## If somebody is in danger\n")
	} else {
		c.line("")
		c.line("%s", paint(c.o.Palette.Bold, "If somebody is in danger"))
	}
	c.line("  %s may point at danger. Coach doesn’t weigh or edit such words. You don’t have to carry this alone: coach check shows where to find help.", count(c.r.Care.N, "message"))
	c.refs(c.r.Care.Refs)
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func (c *chatText) advice() {
	if c.r.AdviceAsked.N+c.r.AdviceUnasked.N == 0 {
		return
	}
	c.section("Advice", "ask-first")
	total := c.r.AdviceAsked.N + c.r.AdviceUnasked.N
	c.row("asked for", c.r.AdviceAsked.N, total, "")
	c.row("not asked for", c.r.AdviceUnasked.N, total, "")
	c.refs(c.r.AdviceUnasked.Refs)
}

func (c *chatText) repairs() {
	p := &c.r.Repairs
	if p.Bids.N == 0 {
		return
	}
	c.section("Making up", "repair")
	c.line("  Somebody reached out to make up %s. What came back:", times(p.Bids.N))
	for _, k := range []answer{{"taken up", &p.Taken}, {"words that may hurt", &p.Hurt}, {"other words", &p.Other}, {"nothing in a day", &p.None}} {
		if k.n.N > 0 {
			c.row(k.name, k.n.N, p.Bids.N, "")
			c.pairs(k.n.Refs, 1)
		}
	}
}

func (c *chatText) chains() {
	if c.r.ChainCount == 0 {
		return
	}
	c.section("One hurt after another", "slow-down")
	c.line("  Words that may hurt were answered by words that may hurt, within ten minutes: %s.", times(c.r.ChainCount))
	ended := map[string]int{}
	for _, ch := range c.r.Chains {
		ended[ch.Ended]++
	}
	for _, how := range []string{"kind words", "other words", "silence"} {
		if ended[how] > 0 {
			c.row("ended by "+how, ended[how], len(c.r.Chains), "")
		}
	}
	for _, ch := range c.r.Chains[:min(len(c.r.Chains), maxShown)] {
		c.line("  %d messages, ended by %s:", ch.Length, ch.Ended)
		c.ref(ch.First)
		c.ref(ch.Last)
	}
}

func (c *chatText) timing() {
	night, heat := 0, 0
	var nights, heats []insight.Ref
	for _, p := range c.r.People {
		night += p.Night.N
		heat += p.Heat.N
		nights, heats = append(nights, p.Night.Refs...), append(heats, p.Heat.Refs...)
	}
	if night+heat+c.r.Pushes.N == 0 {
		return
	}
	c.section("Time and pace", "timing")
	if night > 0 {
		c.line("  Words that may hurt between 23:00 and 5:00: %d.", night)
		c.refs(nights)
	}
	if heat > 0 {
		c.line("  Four and more quick messages in a row, with one that may hurt: %s.", times(heat))
		c.refs(heats)
	}
	if c.r.Pushes.N > 0 {
		c.line("  Pushing on after somebody asked for time or set a limit: %s.", times(c.r.Pushes.N))
		c.pairs(c.r.Pushes.Refs, maxShown)
	}
}

func (c *chatText) promises() {
	if len(c.r.Promises) == 0 {
		return
	}
	c.section("Promises", "consistency")
	c.line("  %s; a later word refers to %d of them.", count(c.r.Promised.N, "promise"), c.r.Promised.Later)
	const latest = 12
	if c.r.Promised.N > latest {
		c.line("  The latest %d:", latest)
	}
	for _, p := range c.r.Promises[max(0, len(c.r.Promises)-latest):] {
		c.ref(p.Ref)
		if p.Later != nil {
			c.line("      later: %s, %s", c.shown(whereIs(*p.Later)), c.shown(p.Later.Speaker))
		} else {
			c.line("      no later word about it was found")
		}
	}
}

func (c *chatText) change() {
	a, b := c.r.FirstThird, c.r.LastThird
	if a == nil || b == nil {
		return
	}
	c.section("From the first third to the last", "consistency")
	c.line("  May hurt: %s, then %s. %s", rate(a.Flagged, a.Messages), rate(b.Flagged, b.Messages), verdict(a.Flagged, a.Messages, b.Flagged, b.Messages))
	c.line("  Builds trust: %s, then %s. %s", rate(a.Warm, a.Messages), rate(b.Warm, b.Messages), verdict(a.Warm, a.Messages, b.Warm, b.Messages))
	for _, ch := range c.r.Changes[:min(len(c.r.Changes), 6)] {
		c.line("  %s: %s, then %s.", ch.Family, count(ch.First, "message"), count(ch.Last, "message"))
	}
}

// verdict speaks of a change only where the intervals don't touch.
func verdict(k1, n1, k2, n2 int) string {
	low1, high1 := interval.Wilson(k1, n1)
	low2, high2 := interval.Wilson(k2, n2)
	switch {
	case high1 < low2:
		return "That is more."
	case high2 < low1:
		return "That is less."
	}
	return "No clear change."
}

func (c *chatText) exchanges(title, strategy string, list []insight.Exchange) {
	if len(list) == 0 {
		return
	}
	c.section(title, strategy)
	for i, e := range list[:min(len(list), maxShown)] {
		if i > 0 {
			c.line("")
		}
		for _, m := range e.Messages {
			c.ref(m)
			if m.Try != "" {
				c.line("      try: %s", c.shown(m.Try))
			}
		}
	}
}
