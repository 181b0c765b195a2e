package main

import (
	"bufio"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/emotional-safety/coach/cmd/internal/disk"
	"github.com/emotional-safety/coach/coach/report"
	"github.com/emotional-safety/coach/coach/rule"
)

//go:embed hooks
var hookFiles embed.FS

func newHook(s *streams) *cobra.Command {
	var install bool
	cmd := &cobra.Command{
		Use:   "hook [NAME]",
		Short: "Hand-offs to Git, mail, editors and shells: short scripts to read and keep",
		Long: "hook prints a short script that puts coach where you write. Without a name it lists them.\n" +
			"With --install it puts the script where it belongs, after asking, and never over anything that is there.",
		Example: "  coach hook\n  coach hook sendmail > ~/coach-sendmail\n  coach hook git-commit-msg --install",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listHooks(s)
			}
			text, err := hookText(args[0])
			if err != nil {
				return err
			}
			if install {
				return installHook(s, args[0], text)
			}
			_, err = fmt.Fprint(s.out, text)
			return err
		},
	}
	cmd.Flags().BoolVar(&install, "install", false, "put it where it belongs, after asking")
	return cmd
}

// hookNames lists the hooks by the names of their files, without endings.
func hookNames() []string {
	entries, err := fs.ReadDir(hookFiles, "hooks")
	if err != nil {
		return nil // they are embedded
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), filepath.Ext(e.Name())))
	}
	return names
}

func hookText(name string) (string, error) {
	entries, err := fs.ReadDir(hookFiles, "hooks")
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if strings.TrimSuffix(e.Name(), filepath.Ext(e.Name())) == name {
			data, err := hookFiles.ReadFile("hooks/" + e.Name())
			return string(data), err
		}
	}
	if near := rule.Nearest(name, hookNames()); near != "" {
		return "", fmt.Errorf("there is no hook %q: did you mean %q?", name, near)
	}
	return "", fmt.Errorf("there is no hook %q: they are %s", name, strings.Join(hookNames(), ", "))
}

// listHooks writes each hook's name and what its first comment says.
func listHooks(s *streams) error {
	for _, name := range hookNames() {
		text, err := hookText(name)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(s.out, "%-16s %s\n", name, aboutHook(name, text)); err != nil {
			return err
		}
	}
	return nil
}

// aboutHook is what a hook's first comment says.
func aboutHook(name, text string) string {
	if name == "vscode" { // JSON has no comments
		return "VS Code: a task that checks the file. Belongs into .vscode/tasks.json."
	}
	for line := range strings.Lines(text) {
		if bare := strings.TrimLeft(strings.TrimSpace(line), `#;" `); bare != "" && !strings.HasPrefix(line, "#!") {
			return bare
		}
	}
	return ""
}

// A place is where a hook belongs: a file of its own, or the end of one that is there.
type place struct {
	file string
	mode os.FileMode
	add  bool // to the end of a file of the user's
}

// hookPlace tells where a hook belongs.
func hookPlace(s *streams, name string) (place, error) {
	if name == "git-commit-msg" {
		out, err := exec.Command("git", "rev-parse", "--git-path", "hooks/commit-msg").Output()
		if err != nil {
			return place{}, errors.New("this is no Git repository")
		}
		return place{file: strings.TrimSpace(string(out)), mode: 0o755}, nil
	}
	if name == "vscode" {
		return place{file: filepath.Join(".vscode", "tasks.json"), mode: 0o644}, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return place{}, fmt.Errorf("find your home folder: %w", err)
	}
	config := s.env("XDG_CONFIG_HOME")
	if config == "" {
		config = filepath.Join(home, ".config")
	}
	zsh := s.env("ZDOTDIR")
	if zsh == "" {
		zsh = home
	}
	switch name {
	case "bash":
		return place{filepath.Join(home, ".bashrc"), 0o644, true}, nil
	case "zsh":
		return place{filepath.Join(zsh, ".zshrc"), 0o644, true}, nil
	case "fish":
		return place{file: filepath.Join(config, "fish", "functions", "send-if-kind.fish"), mode: 0o644}, nil
	case "tmux":
		return place{filepath.Join(home, ".tmux.conf"), 0o644, true}, nil
	case "emacs":
		return place{filepath.Join(home, ".emacs.d", "init.el"), 0o644, true}, nil
	case "vim":
		vim, nvim := filepath.Join(home, ".vim"), filepath.Join(config, "nvim")
		if isFolder(nvim) && !isFolder(vim) {
			vim = nvim
		}
		return place{file: filepath.Join(vim, "plugin", "coach.vim"), mode: 0o644}, nil
	}
	return place{file: filepath.Join(home, ".local", "bin", "coach-"+name), mode: 0o755}, nil
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// installHook puts a hook where it belongs. It never overwrites.
func installHook(s *streams, name, text string) error {
	p, err := hookPlace(s, name)
	if err != nil {
		return err
	}
	old, err := os.ReadFile(p.file)
	there := err == nil
	if !there && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", p.file, disk.Plain(err))
	}
	verb := "Write"
	switch first, _, _ := strings.Cut(text, "\n"); {
	case there && !p.add:
		return fmt.Errorf("%s is there already: put the lines of coach hook %s into it yourself", p.file, name)
	case there && strings.Contains(string(old), first):
		return fmt.Errorf("%s has it already", p.file)
	case there:
		verb = "Add it to the end of"
	}
	fmt.Fprintf(s.err, "%s %s? (y/n) ", verb, report.Visible(p.file))
	answer, _ := bufio.NewReader(s.in).ReadString('\n') // no answer is no
	if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(answer)), "y") {
		fmt.Fprintln(s.err, "Nothing was written.")
		return exitCode(exitFound)
	}
	if err := p.put(text, there, old); err != nil {
		return fmt.Errorf("write %s: %w", p.file, disk.Plain(err))
	}
	return nil
}

// put writes the text, after what the file holds where it is there. A file that came to be in the meantime is not touched,
// and at any moment the old one or the new one is there whole.
func (p place) put(text string, there bool, old []byte) error {
	if err := os.MkdirAll(filepath.Dir(p.file), 0o755); err != nil { //nolint:gosec // as those who read it expect
		return err
	}
	if !there {
		return createFile(p.file, p.mode, []byte(text))
	}
	file, err := filepath.EvalSymlinks(p.file) // a link into a folder of dotfiles stays one
	if err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	return writeFile(file, info.Mode().Perm(), func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s\n%s", old, text)
		return err
	})
}
