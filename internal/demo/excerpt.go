package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var digest = regexp.MustCompile(`[0-9a-f]{64}`)

// excerpt picks the lines of an output that the story shows. Digests are shortened there.
func (c command) excerpt(output string) []string {
	lines := strings.Split(strings.TrimRight(output, "\n"), "\n")
	if len(c.shows)+len(c.rules) > 0 {
		lines = c.pick(lines)
	}
	for i, line := range lines {
		lines[i] = digest.ReplaceAllStringFunc(line, short)
	}
	if len(lines) == 1 && lines[0] == "" {
		return nil
	}
	return lines
}

func (c command) pick(lines []string) []string {
	var picked []string
	for i := 0; i < len(lines); i++ {
		end, code := diagnostic(lines, i)
		switch {
		case slices.Contains(c.rules, code):
			picked = append(append(picked, ""), withoutBlanks(lines[i:end+1])...)
			i = end
		case c.showsLine(lines[i]):
			picked = append(picked, lines[i])
		}
	}
	return picked
}

// diagnostic tells where the diagnostic that begins at a line ends, and its rule, which is what the
// last line of the provider's own diagnostics names. The engine's have none.
func diagnostic(lines []string, start int) (end int, rule string) {
	for i := start; i < len(lines); i++ {
		begins := strings.HasPrefix(lines[i], "Warning: ") || strings.HasPrefix(lines[i], "Error: ")
		if begins != (i == start) {
			break
		}
		if code, found := strings.CutPrefix(lines[i], "Rule: "); found {
			return i, code
		}
	}
	return start, ""
}

func withoutBlanks(lines []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return strings.TrimSpace(line) == "" })
}

func (c command) showsLine(line string) bool {
	return slices.ContainsFunc(c.shows, func(pattern string) bool {
		return regexp.MustCompile(pattern).MatchString(line)
	})
}

// check looks for what the command must say, however it is wrapped and indented.
func (c command) check(output string) error {
	flat := strings.Join(strings.Fields(output), " ")
	for _, text := range c.says {
		if !strings.Contains(flat, text) {
			return fmt.Errorf("expected %s to say %q, seen:\n%s", strings.Join(c.line, " "), text, output)
		}
	}
	return nil
}
