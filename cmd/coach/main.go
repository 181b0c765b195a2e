// Command coach reads messages over the writer's shoulder, points at words that may hurt, and offers kinder ones.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/emotional-safety/coach/coach/report"
	"github.com/emotional-safety/coach/coach/rule"
)

// The exit codes are a contract.
const (
	exitClean   = 0 // nothing at or above --fail-on
	exitFound   = 1
	exitTrouble = 2 // the job could not be done, or not wholly
)

func main() {
	// Signals keep their default, to end the program: nothing here has to be put in order first, and catching them
	// would cost every start a thread.
	runtime.MemProfileRate = 0 // nobody reads the profile
	deepen(len(os.Args) == 0)
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ()))
}

// deepen makes the stack as large as a check needs, while there is nothing on it yet. Growing it step by step, each time
// with more on it to move, costs a tenth of a check of one message.
//
//go:noinline
func deepen(never bool) {
	if never {
		var room [40 << 10]byte
		room[len(os.Args)] = 1
		print(room[len(os.Args)/2])
	}
}

// streams are what a command reads and writes, and the environment it reads.
type streams struct {
	in       io.Reader
	out, err io.Writer
	environ  []string
}

func (s *streams) env(name string) string {
	for _, e := range s.environ {
		if v, ok := strings.CutPrefix(e, name+"="); ok {
			return v
		}
	}
	return ""
}

// exitCode is an error that only carries the code: what there was to say has been said.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// run is the whole program. It returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, environ []string) int {
	s := &streams{stdin, stdout, stderr, environ}
	root := newRoot(s, args)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := execute(ctx, root)
	var code exitCode
	switch {
	case err == nil:
		return exitClean
	case errors.As(err, &code):
		return int(code)
	case errors.Is(err, syscall.EPIPE):
		return exitClean // the reader of our output has seen enough
	case errors.Is(err, context.Canceled):
		return exitTrouble
	}
	fmt.Fprintf(stderr, "coach: %s\n", visibleLines(err.Error()))
	return exitTrouble
}

// execute runs a command. A panic is a bug in coach: what is said of it names places in the program and no value,
// because values may be words of the user's.
func execute(ctx context.Context, root *cobra.Command) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("this is a bug in coach (%T), and your words are not part of this report:\n%s", r, frames())
		}
	}()
	return root.ExecuteContext(ctx)
}

// frames lists the functions that a panic came through.
func frames() string {
	pcs := make([]uintptr, 32)
	calls := runtime.CallersFrames(pcs[:runtime.Callers(4, pcs)])
	var b strings.Builder
	for {
		f, more := calls.Next()
		fmt.Fprintf(&b, "  %s:%d\n", f.Function, f.Line)
		if !more {
			return strings.TrimRight(b.String(), "\n")
		}
	}
}

// visibleLines makes an error harmless to show, line by line: it may name files and words of the user's.
func visibleLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = report.OneLine(report.Visible(l))
	}
	return strings.Join(lines, "\n")
}

func newRoot(s *streams, args []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "coach",
		Short: "A conversation coach for the words between people",
		Long: "coach reads a message before you send it. It points at words that are likely to make the reader feel\n" +
			"blamed, dismissed or steered, says why in one sentence, and offers wording that keeps the point.\n" +
			"Nothing you check leaves this machine.",
		Example:       "  coach check message.txt\n  echo \"You never listen to me.\" | coach check\n  coach guide",
		Args:          knownCommand,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	showVersion := root.Flags().Bool("version", false, "print version, commit and the digest of the rules")
	root.RunE = func(cmd *cobra.Command, _ []string) error {
		if *showVersion {
			_, err := fmt.Fprintln(s.out, versionLine())
			return err
		}
		return cmd.Help()
	}
	root.SetFlagErrorFunc(flagError)
	// Only the command that is asked for is built: the others would cost each start their flags.
	commands := map[string]func(*streams) *cobra.Command{"chat": newChat, "check": newCheck, "explain": newExplain, "guide": newGuide, "hook": newHook, "init": newInit, "lsp": newLSP, "man": newMan, "practice": newPractice, "progress": newProgress, "reframe": newReframe, "review": newReview, "rules": newRules, "schema": newSchema}
	if len(args) > 0 && commands[args[0]] != nil {
		root.CompletionOptions.DisableDefaultCmd = true
		root.AddCommand(commands[args[0]](s))
		return root
	}
	for _, name := range slices.Sorted(maps.Keys(commands)) {
		root.AddCommand(commands[name](s))
	}
	addTopics(root)
	if len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd) {
		addCompletions(root, s)
	}
	return root
}

// knownCommand refuses a command that there isn't, and names the one that was likely meant.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var known []string
	for _, sub := range cmd.Commands() {
		known = append(known, sub.Name())
	}
	if near := rule.Nearest(args[0], known); near != "" {
		return fmt.Errorf("unknown command %q (did you mean %q?)", args[0], near)
	}
	return fmt.Errorf("unknown command %q: see %s --help", args[0], cmd.CommandPath())
}

// flagError names the flag that was likely meant.
func flagError(cmd *cobra.Command, err error) error {
	name, ok := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !ok {
		return fmt.Errorf("%w: see %s --help", err, cmd.CommandPath())
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if near := rule.Nearest(name, known); near != "" {
		return fmt.Errorf("unknown flag --%s (did you mean --%s?)", name, near)
	}
	return fmt.Errorf("unknown flag --%s: see %s --help", name, cmd.CommandPath())
}

// version and commit are set by the release build. Other builds of a clone know their commit from Go.
var (
	version = "dev"
	commit  = ""
)

// versionLine names the program, the commit it was built from, and the rules inside.
func versionLine() string {
	commit := cmp.Or(commit, "unknown")
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				commit = setting.Value[:min(12, len(setting.Value))]
			}
		}
	}
	digest := "none"
	if set, err := rule.Builtin(); err == nil {
		digest = set.Digest()
	}
	return fmt.Sprintf("coach %s (commit %s, rules %s)", version, commit, digest)
}
