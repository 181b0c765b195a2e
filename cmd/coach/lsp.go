package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/coach/editor"
)

func newLSP(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lsp",
		Short: "Serve editors: findings as you type, over the Language Server Protocol",
		Long: "lsp speaks the Language Server Protocol on standard input and output: findings as you type, the why on hover, and a\n" +
			"code action for each wording that fits. Comments of commit messages, mail headers and quotes are left out.",
		Example: "  nvim: vim.lsp.start({ name = 'coach', cmd = { 'coach', 'lsp' } })",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := loadConfig(cmd, s)
			if err != nil {
				return err
			}
			o, err := coachOptions(c)
			if err != nil {
				return err
			}
			return editor.Serve(cmd.Context(), o, version, s.in, writeCloser{s.out})
		},
	}
	f := cmd.Flags()
	listFlag(f, "only", "show only this `FAMILY` or rule (may be repeated)")
	listFlag(f, "skip", "don't show this `FAMILY` or rule (may be repeated)")
	f.String("min-severity", "suggestion", "the weakest to show: suggestion, warning, error")
	f.String("audience", "", "who will read it: partner, family, parent, friend, work")
	f.String("country", "", "whose help lines care notices name, such as US or GB (default: help anywhere)")
	listFlag(f, "rules", "a `FOLDER` of your own rules, on top of the built-in ones (may be repeated)")
	f.String("config", "", "read this config `FILE` instead of looking for one")
	return cmd
}

// writeCloser is standard output, which isn't ours to close.
type writeCloser struct{ io.Writer }

func (writeCloser) Close() error { return nil }
