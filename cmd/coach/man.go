package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/emotional-safety/coach/cmd/internal/disk"
)

func newMan(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:   "man [FOLDER]",
		Short: "Manual pages, into a folder",
		Long: "man writes a manual page for coach and for each of its commands into the folder. Without one it writes coach(1) to\n" +
			"standard output.",
		Example: "  coach man | man -l -\n  coach man ~/.local/share/man/man1",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			root := newRoot(s, nil)
			if len(args) == 0 {
				return writeManual(s.out, root)
			}
			return writeManuals(args[0], root)
		},
	}
}

func writeManuals(dir string, cmd *cobra.Command) error {
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // manuals are for everyone
		return fmt.Errorf("make %s: %w", dir, disk.Plain(err))
	}
	name := filepath.Join(dir, manualName(cmd)+".1")
	if err := writeFile(name, 0o644, func(w io.Writer) error { return writeManual(w, cmd) }); err != nil {
		return fmt.Errorf("write %s: %w", name, disk.Plain(err))
	}
	for _, sub := range cmd.Commands() {
		if sub.Hidden || sub.Name() == "help" {
			continue
		}
		if err := writeManuals(dir, sub); err != nil {
			return err
		}
	}
	return nil
}

func manualName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// writeManual writes one page in the man macros. Cobra's own writer would cost every start of the program half a
// millisecond: its Markdown parser prepares itself when the program begins.
func writeManual(w io.Writer, cmd *cobra.Command) error {
	b := bufio.NewWriter(w)
	name := manualName(cmd)
	fmt.Fprintf(b, ".TH %s 1 \"\" \"coach\" \"User commands\"\n", strings.ToUpper(roff(name)))
	fmt.Fprintf(b, ".SH NAME\n%s \\- %s\n", roff(name), roff(cmd.Short))
	use := cmd.UseLine()
	if !cmd.Runnable() || cmd.HasAvailableSubCommands() && !cmd.HasParent() {
		use = cmd.CommandPath() + " COMMAND"
	}
	fmt.Fprintf(b, ".SH SYNOPSIS\n.B %s\n", roff(use))
	if cmd.Long != "" {
		fmt.Fprintf(b, ".SH DESCRIPTION\n%s", roffLines(cmd.Long))
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprint(b, ".SH COMMANDS\n")
		for _, sub := range cmd.Commands() {
			if !sub.Hidden && sub.Name() != "help" {
				fmt.Fprintf(b, ".TP\n.B %s\n%s\n", roff(sub.Name()), roff(sub.Short))
			}
		}
	}
	writeManualFlags(b, cmd)
	if cmd.Example != "" {
		fmt.Fprint(b, ".SH EXAMPLES\n.nf\n.RS\n")
		for line := range strings.Lines(cmd.Example) {
			fmt.Fprintf(b, "%s\n", roff(strings.TrimSpace(line)))
		}
		fmt.Fprint(b, ".RE\n.fi\n")
	}
	if !cmd.HasParent() {
		fmt.Fprint(b, ".SH EXIT STATUS\n.TP\n.B 0\nNothing reached \\-\\-fail\\-on.\n.TP\n.B 1\nSomething did, or you chose to stop.\n.TP\n.B 2\nThe job could not be done.\n")
	} else {
		fmt.Fprintf(b, ".SH SEE ALSO\n.BR %s (1)\n", roff(manualName(cmd.Parent())))
	}
	return b.Flush()
}

func writeManualFlags(b *bufio.Writer, cmd *cobra.Command) {
	if !cmd.HasAvailableFlags() {
		return
	}
	fmt.Fprint(b, ".SH OPTIONS\n")
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		fmt.Fprintf(b, ".TP\n.B \\-\\-%s", roff(f.Name))
		if f.Shorthand != "" {
			fmt.Fprintf(b, ", \\-%s", roff(f.Shorthand))
		}
		if value != "" {
			fmt.Fprintf(b, " %s", roff(value))
		}
		fmt.Fprintf(b, "\n%s", roff(usage))
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" && f.DefValue != "0" {
			fmt.Fprintf(b, " (%s unless you say otherwise)", roff(f.DefValue))
		}
		fmt.Fprint(b, "\n")
	})
}

// roff escapes what the formatter would take for its own.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`).Replace(s)
	if strings.HasPrefix(s, ".") {
		return `\&` + s
	}
	return s
}

// roffLines escapes a text whose empty lines part paragraphs.
func roffLines(s string) string {
	b := &strings.Builder{}
	for line := range strings.Lines(strings.TrimSpace(s)) {
		if line = strings.TrimSpace(line); line == "" {
			fmt.Fprint(b, ".PP\n")
			continue
		}
		fmt.Fprint(b, roff(line)+"\n")
	}
	return b.String()
}
