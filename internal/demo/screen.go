package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

const width = 96 // fits a terminal of 100 columns

const (
	bold   = "1"
	faint  = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
)

// screen prints the story: in colour on a terminal, unless NO_COLOR is set (https://no-color.org).
type screen struct {
	io.Writer
	colour bool
}

func newScreen(file *os.File) *screen {
	info, err := file.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	return &screen{Writer: file, colour: terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

func (s *screen) paint(style, text string) string {
	if !s.colour || text == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

func (s *screen) act(a act) {
	fmt.Fprintf(s, "\n%s %s\n", s.paint(bold, strings.ToUpper(a.title)), s.paint(faint, "examples/"+a.example))
}

func (s *screen) heading(number int, title string) {
	text := fmt.Sprintf("%d. %s ", number, title)
	fmt.Fprintf(s, "\n%s%s\n\n", s.paint(bold, text), s.paint(faint, strings.Repeat("─", max(0, width-utf8.RuneCountInString(text)))))
}

func (s *screen) say(text string) {
	for _, line := range wrap(text, width) {
		fmt.Fprintln(s, line)
	}
}

// command shows a line as it would be typed, continued where it gets too long.
func (s *screen) command(line []string) {
	text := "$"
	fmt.Fprintln(s)
	for _, word := range line {
		if strings.ContainsAny(word, " ;") {
			word = `"` + word + `"`
		}
		if utf8.RuneCountInString(text)+1+len(word) > width-2 {
			fmt.Fprintln(s, s.paint(cyan, text+` \`))
			text = "   "
		}
		text += " " + word
	}
	fmt.Fprintln(s, s.paint(cyan, text))
}

func (s *screen) excerpt(lines []string) {
	for _, line := range lines {
		if runes := []rune(line); len(runes) > width-2 {
			line = string(runes[:width-3]) + "…"
		}
		fmt.Fprintln(s, strings.TrimRight("  "+s.paint(styleOf(line), line), " "))
	}
}

// styles are the engines' own colours.
var styles = []struct {
	pattern *regexp.Regexp
	style   string
}{
	{regexp.MustCompile(`^(Warning|  ~|    +~)`), yellow},
	{regexp.MustCompile(`^(Error|-/\+)`), red},
	{regexp.MustCompile(`^( +\+|Apply complete|No changes|Plan:)`), green},
	{regexp.MustCompile(`^  # `), bold},
}

func styleOf(line string) string {
	for _, s := range styles {
		if s.pattern.MatchString(line) {
			return s.style
		}
	}
	return "0"
}

// table prints rows in aligned columns under their heading.
func (s *screen) table(rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	fmt.Fprintln(s)
	for i, row := range rows {
		var line strings.Builder
		for j, cell := range row {
			padded := cell + strings.Repeat(" ", widths[j]-utf8.RuneCountInString(cell)+2)
			line.WriteString(s.paint(cellStyle(i, cell), padded))
		}
		fmt.Fprintln(s, strings.TrimRight("  "+line.String(), " "))
	}
}

func cellStyle(row int, cell string) string {
	switch {
	case row == 0:
		return faint
	case strings.HasPrefix(cell, "REFUSED"), strings.HasPrefix(cell, "REOPENED"):
		return yellow
	case strings.HasPrefix(cell, "VALIDATED"), strings.HasSuffix(cell, "WON"):
		return green
	}
	return "0"
}

// close says what was seen and what to try next.
func (s *screen) close(steps int, took time.Duration) {
	fmt.Fprintf(s, "\n%s\n\n", s.paint(bold, fmt.Sprintf("All %d steps went as told, in %.0f seconds.", steps, took.Seconds())))
	s.say("Try it with a configuration of your own. Nothing below leaves this machine either:")
	fmt.Fprint(s, `
  make build                                     the provider in bin/, and bin/dev.tfrc
  export TF_CLI_CONFIG_FILE=$PWD/bin/dev.tfrc    points terraform and tofu at it, without init
  cd examples/contest && terraform plan          the first case that you have just seen
  bin/terraform-provider-disputes simulator --help
                                                 play reviewer, bank and gateway, move the clock

README.md has a first configuration of ten lines, and says how to go to a sandbox.
`)
}

// wrap breaks text into lines of at most limit characters.
func wrap(text string, limit int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > limit {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}
