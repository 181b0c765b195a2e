package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/cmd/internal/disk"
	"github.com/emotional-safety/coach/cmd/internal/settings"
	"github.com/emotional-safety/coach/coach/report"
	"github.com/emotional-safety/coach/coach/rule"
)

func newInit(s *streams) *cobra.Command {
	var here bool
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write a config file, after three short questions",
		Long: "init asks who you mostly write to, which country's help lines to name, and how strict to be, and writes a commented\n" +
			"config file. It never overwrites one.",
		Example: "  coach init\n  coach init --here",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			file := ".coach.yaml"
			if !here {
				dir, err := os.UserConfigDir()
				if err != nil {
					return fmt.Errorf("find your config folder: %w", err)
				}
				file = filepath.Join(dir, "coach", "config.yaml")
			}
			return initConfig(s, file)
		},
	}
	cmd.Flags().BoolVar(&here, "here", false, "write .coach.yaml in this folder, for what is written in it")
	return cmd
}

// initConfig asks, and writes the file.
func initConfig(s *streams, file string) error {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s is there already: edit it, or move it away first", file)
	}
	in := bufio.NewReader(s.in)
	audience, err := askChoice(s, in, "Who do you mostly write to? ("+strings.Join(rule.Audiences[:], ", ")+", or Enter for anyone) ", rule.Audiences[:])
	if err != nil {
		return err
	}
	country, err := askLine(s, in, "Which country's help lines should be named? (two letters such as US, or Enter for help anywhere) ")
	if err != nil {
		return err
	}
	if country = strings.ToUpper(country); country != "" && len(country) != 2 {
		return fmt.Errorf("%q is no country code: use two letters, such as US", country)
	}
	failOn, err := askChoice(s, in, "What makes a check fail? ("+strings.Join(rule.SeverityNames[:], ", ")+", never, or Enter for warning) ", append(rule.SeverityNames[:], "never"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("write %s: %w", file, disk.Plain(err))
	}
	if err := createFile(file, 0o600, []byte(configText(audience, country, failOn))); err != nil {
		return fmt.Errorf("write %s: %w", file, disk.Plain(err))
	}
	fmt.Fprintf(s.err, "coach: wrote %s\n", report.Visible(file))
	return nil
}

// askLine asks one question. The end of input before an answer is an error: a config nobody chose is written by nobody.
func askLine(s *streams, in *bufio.Reader, question string) (string, error) {
	fmt.Fprint(s.err, question)
	answer, err := in.ReadString('\n')
	if errors.Is(err, io.EOF) && answer == "" {
		return "", errors.New("the answers ended early: nothing was written")
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimSpace(answer), nil
}

func askChoice(s *streams, in *bufio.Reader, question string, choices []string) (string, error) {
	for {
		answer, err := askLine(s, in, question)
		if err != nil || answer == "" || slices.Contains(choices, answer) {
			return answer, err
		}
		fmt.Fprintf(s.err, "That is none of them%s.\n", settings.Nearest(answer, choices))
	}
}

// configText is the file, with every choice explained and those not made as comments.
func configText(audience, country, failOn string) string {
	line := func(key, value, example string) string {
		if value == "" {
			return "# " + key + ": " + example + "\n"
		}
		return key + ": " + value + "\n"
	}
	return "# How coach checks. Flags and COACH_* variables go before what stands here.\n\n" +
		"# Who will read what you write: " + strings.Join(rule.Audiences[:], ", ") + ".\n" + line("audience", audience, "partner") +
		"\n# Whose help lines care notices name, as a country code.\n" + line("country", country, "US") +
		"\n# The weakest finding that makes the exit code 1: " + strings.Join(rule.SeverityNames[:], ", ") + ", never.\n" + line("fail-on", failOn, "warning") +
		"\n# Families or rules not to show.\n# skip: [advice]\n" +
		"\n# Your name in chats, and other names of the same people.\n# me: Ana\n# people:\n#   Ana: [~Ana, +44 7700 900123]\n"
}
