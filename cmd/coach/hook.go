package main

import (
	"bufio"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

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
			"hook git-commit-msg --install puts that one into this repository, after asking, and never over another.",
		Example: "  coach hook\n  coach hook bash >> ~/.bashrc\n  coach hook git-commit-msg --install",
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
	cmd.Flags().BoolVar(&install, "install", false, "put git-commit-msg into this repository, after asking")
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

// installHook puts the Git hook in place. It never overwrites.
func installHook(s *streams, name, text string) error {
	if name != "git-commit-msg" {
		return fmt.Errorf("only git-commit-msg knows its place: print %s and put it where its first lines say", name)
	}
	out, err := exec.Command("git", "rev-parse", "--git-path", "hooks/commit-msg").Output()
	if err != nil {
		return errors.New("this is no Git repository")
	}
	file := strings.TrimSpace(string(out))
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s is there already: put the lines of coach hook git-commit-msg into it yourself", file)
	}
	fmt.Fprintf(s.err, "Write %s? (y/n) ", report.Visible(file))
	answer, _ := bufio.NewReader(s.in).ReadString('\n') // no answer is no
	if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(answer)), "y") {
		fmt.Fprintln(s.err, "Nothing was written.")
		return exitCode(exitFound)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil { //nolint:gosec // as Git makes it
		return err
	}
	if err := createFile(file, 0o755, []byte(text)); err != nil { // Git runs it
		return fmt.Errorf("write %s: %w", file, plainError(err))
	}
	return nil
}
