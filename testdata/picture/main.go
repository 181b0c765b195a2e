// Command picture draws what coach prints in a terminal as an SVG: make picture. It runs coach, and takes its colors from
// what really came out.
package main

import (
	"fmt"
	"html"
	"os"
	"os/exec"
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// The picture's measures, in pixels, for a monospaced font of 14 px.
const (
	cellWidth  = 8.43
	lineHeight = 20
	margin     = 20
	bar        = 32 // of the window
	columns    = 80
)

// colors are those of SGR codes, as on a dark terminal.
var colors = map[string]string{"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "35": "#d2a8ff", "36": "#79c0ff"}

const (
	text = "#e6edf3"
	dim  = "#8b949e"
)

func main() {
	if err := draw(); err != nil {
		fmt.Fprintf(os.Stderr, "picture: %v\n", err)
		os.Exit(1)
	}
}

func draw() error {
	const draft = "Hi Sam,\n\nYou never listen to me. Can we talk after dinner?\n"
	commands := []struct {
		shown string
		args  []string
	}{
		{"cat draft.txt", nil},
		{"coach check draft.txt", []string{"check", "--color", "always", "draft.txt"}},
		{"coach reframe draft.txt", []string{"reframe", "draft.txt"}},
	}
	dir, err := os.MkdirTemp("", "coach-picture-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // it is in the system's folder for such files
	if out, err := exec.Command("go", "build", "-o", dir+"/coach", "./cmd/coach").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w: %s", err, out)
	}
	if err := os.WriteFile(dir+"/draft.txt", []byte(draft), 0o600); err != nil {
		return err
	}
	var lines []string
	for _, c := range commands {
		lines = append(lines, "\x1b[32m$\x1b[0m "+c.shown)
		out := []byte(draft)
		if c.args != nil {
			cmd := exec.Command(dir+"/coach", c.args...)
			cmd.Dir, cmd.Env = dir, []string{"HOME=" + dir, "COLUMNS=" + fmt.Sprint(columns)}
			if out, err = cmd.Output(); err != nil && len(out) == 0 {
				return fmt.Errorf("coach %s: %w", c.shown, err)
			}
		}
		lines = append(lines, strings.Split(strings.TrimRight(string(out), "\n"), "\n")...)
		lines = append(lines, "")
	}
	fmt.Print(svg(lines[:len(lines)-1]))
	return nil
}

func svg(lines []string) string {
	var b strings.Builder
	width, height := columns*cellWidth+2*margin, float64(bar+len(lines)*lineHeight+margin)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" role="img" aria-label="coach check and coach reframe in a terminal">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="#0d1117"/>`+"\n")
	for i, c := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="16" r="6" fill="%s"/>`+"\n", 20+20*i, c)
	}
	fmt.Fprintf(&b, `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="%s" xml:space="preserve">`+"\n", text)
	for i, line := range lines {
		row(&b, line, bar+(i+1)*lineHeight-5)
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// row writes one line, a text element for each stretch of one color.
func row(b *strings.Builder, line string, y int) {
	fill, bold, column := text, false, 0
	for i, part := range strings.Split(line, "\x1b[") {
		if i > 0 {
			codes, rest, _ := strings.Cut(part, "m")
			part = rest
			for _, code := range strings.Split(codes, ";") {
				switch {
				case colors[code] != "":
					fill = colors[code]
				case code == "1":
					bold = true
				case code == "2":
					fill = dim
				default: // 0, 22 and their kin end what was begun
					fill, bold = text, false
				}
			}
		}
		bare := strings.TrimLeft(part, " ") // blanks that begin a text are not drawn
		column += len(part) - len(bare)
		if part = strings.TrimRight(bare, " "); part != "" {
			weight := ""
			if bold {
				weight = ` font-weight="bold"`
			}
			fmt.Fprintf(b, `<text x="%.1f" y="%d" fill="%s"%s textLength="%.1f">%s</text>`+"\n", margin+float64(column)*cellWidth, y, fill, weight, float64(displaywidth.String(part))*cellWidth, html.EscapeString(part))
		}
		column += displaywidth.String(bare)
	}
}
