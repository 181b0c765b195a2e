package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/cmd/internal/disk"
	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/chat"
	"github.com/emotional-safety/coach/coach/insight"
	"github.com/emotional-safety/coach/coach/report"
)

func newChat(s *streams) *cobra.Command {
	var html, zone string
	var redact bool
	cmd := &cobra.Command{
		Use:   "chat FILE...",
		Short: "Show what a whole conversation shows, per person and over time",
		Long: "chat reads exports of conversations and shows what only the whole shows: who wrote how much, what met a shared\n" +
			"feeling, what became of apologies, where hurtful words answered hurtful words, and what changed.\n" +
			"It describes exchanges. It never says who is right or what somebody is like.\n\n" +
			"--format jsonl writes the messages themselves, as coach check --as jsonl reads them.",
		Example: "  coach chat export.zip\n" +
			"  coach chat --html report.html chat.txt\n" +
			"  coach chat --html report.html --redact chat.txt\n" +
			"  coach chat --format jsonl export.json > messages.jsonl",
		RunE: func(cmd *cobra.Command, args []string) error {
			format, _ := cmd.Flags().GetString("format")
			c, err := loadConfig(cmd, s)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				args = []string{"-"}
			}
			job := &chatJob{streams: s, config: c, redact: redact}
			if job.zone, err = timeZone(zone); err != nil {
				return err
			}
			if format == "jsonl" {
				return job.messages(cmd.Context(), args)
			}
			return job.report(cmd.Context(), args, format, html)
		},
	}
	f := cmd.Flags()
	f.String("format", "text", "how to show it: text, markdown, json, or jsonl for the messages themselves")
	f.StringVar(&html, "html", "", "also write a page with pictures to this `FILE`")
	f.BoolVar(&redact, "redact", false, "initials for names, and no texts, to share with a counselor")
	f.String("as", "", "what the input is, such as whatsapp or jsonl (default: told from the content)")
	f.String("date-order", "", "the order of dates like 3/4/2024: dmy, mdy, ymd (default: told from the whole file)")
	f.StringVar(&zone, "zone", "UTC", "the clock for exports that only know UTC: local, or a `ZONE` such as Europe/Lisbon")
	selectionFlags(f)
	f.String("me", "", "your `NAME` in the export, to be marked as you")
	listFlag(f, "rules", "a `FOLDER` of your own rules, on top of the built-in ones (may be repeated)")
	f.String("config", "", "read this config `FILE` instead of looking for one")
	f.String("audience", "", "who will read it: partner, family, parent, friend, work")
	f.String("color", "auto", "color: auto, always, never")
	f.Bool("quiet", false, "leave out hints and the progress bar")
	return cmd
}

// chatJob is one run over some exports.
type chatJob struct {
	*streams
	config  *config
	redact  bool
	zone    *time.Location
	trouble bool
}

// timeZone finds a zone by its name. The default isn't the local one, so that the same file gives the same report anywhere.
func timeZone(name string) (*time.Location, error) {
	if name == "local" {
		return time.Local, nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("--zone: unknown %q: want local, UTC, or a name such as Europe/Lisbon", name)
	}
	return zone, nil
}

func (j *chatJob) report(ctx context.Context, files []string, format, html string) error {
	o, err := coachOptions(j.config)
	if err != nil {
		return err
	}
	o.Acts = true
	engine, err := coach.New(o)
	if err != nil {
		return err
	}
	gatherer := insight.New(insight.Options{Redact: j.redact, Me: j.config.Me, Zone: j.zone})
	notices, media := 0, 0
	for _, name := range files {
		gatherer.Begin()
		n, m, err := j.gather(ctx, name, engine, gatherer)
		if err != nil {
			return err
		}
		notices, media = notices+n, media+m
	}
	r := gatherer.Report()
	r.Notices, r.Media = notices, media
	if r.Messages == 0 && j.trouble {
		return exitCode(exitTrouble) // and why has been said
	}
	if r.Messages == 0 {
		return errors.New("no messages were found")
	}
	shown := report.Options{Strategies: engine.Rules().Strategies(), Version: version, Width: width(j.streams)}
	if colored(j.streams, j.config.Color) {
		shown.Palette = palette()
	}
	out := bufio.NewWriter(j.out)
	if html != "" {
		if err := writeFile(html, 0o600, func(w io.Writer) error { return report.WriteChatHTML(w, r, shown) }); err != nil {
			return fmt.Errorf("write %s: %w", html, disk.Plain(err))
		}
		if !j.config.Quiet {
			fmt.Fprintf(j.err, "coach: wrote %s\n", report.Visible(html))
		}
	}
	if html == "" || format != "text" {
		if err := report.WriteChat(format, out, r, shown); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if j.trouble {
		return exitCode(exitTrouble)
	}
	return nil
}

// gather checks the messages of an export and adds them to what was gathered.
func (j *chatJob) gather(ctx context.Context, name string, engine *coach.Coach, g *insight.Gatherer) (notices, media int, err error) {
	var failed error
	messages := func(yield func(*coach.Message, bool) bool) {
		more := true
		before := func(m *coach.Message) { more = more && yield(m, false) }
		notices, media, failed = j.each(ctx, name, before, func(m *coach.Message) error {
			if !more || !yield(m, true) {
				return errNobodyWaits
			}
			return nil
		})
	}
	err = engine.CheckAll(messages, coach.Stream{Emit: func(results []coach.Result, _ []byte) error {
		for _, r := range results {
			g.Add(r)
		}
		return nil
	}})
	return notices, media, errors.Join(failed, err)
}

// errNobodyWaits ends the reading when nobody wants more.
var errNobodyWaits = errors.New("enough")

// messages writes the messages of exports as the JSONL of the contract.
func (j *chatJob) messages(ctx context.Context, files []string) error {
	out := bufio.NewWriter(j.out)
	e := json.NewEncoder(report.HarmlessJSON(out))
	e.SetEscapeHTML(false)
	for _, name := range files {
		if _, _, err := j.each(ctx, name, nil, func(m *coach.Message) error { return e.Encode(report.MessageJSON(m)) }); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if j.trouble {
		return exitCode(exitTrouble)
	}
	return nil
}

// each calls f for each message of an export, and before for the last ones that --since and --last leave out. It says
// what could not be read.
func (j *chatJob) each(ctx context.Context, name string, before func(*coach.Message), f func(*coach.Message) error) (notices, media int, err error) {
	complain := func(err error, whole bool) {
		j.trouble = true
		text := err.Error()
		if whole {
			text = fmt.Sprintf("read %s: %v", shownName(name), disk.Plain(err))
		}
		fmt.Fprintf(j.err, "coach: %s\n", visibleLines(text))
	}
	in, err := openExport(j.streams, j.config, name)
	if err != nil {
		complain(err, true)
		return 0, 0, nil
	}
	defer in.Close()
	read, unread := 0, 0
	defer func() { in.debug(j.streams, j.config, read, unread) }()
	selection := j.config.Selection
	selection.Before = before
	for m, err := range selection.Select(in.Messages()) {
		if ctx.Err() != nil {
			return 0, 0, ctx.Err()
		}
		var bad *chat.LineError
		if err != nil {
			unread++
			complain(err, !errors.As(err, &bad))
			continue
		}
		read++
		if err := f(m); err != nil {
			return 0, 0, err
		}
	}
	return in.Notices, in.Media, nil
}
