package arch_test

import (
	"fmt"
	"go/ast"
	"strings"
)

const (
	usualFunction   = 25
	longestFunction = 60
	longestFile     = 300
	usualShare      = 0.9
)

// describesSchema exempts the functions that only list attributes, which read better in one piece.
func describesSchema(name string) bool {
	return strings.HasSuffix(name, "Schema") || strings.HasSuffix(name, "Attributes")
}

func functionLength(sources []source) []string {
	var violations, longer []string
	total := 0
	for _, s := range product(sources) {
		for _, declaration := range s.file.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok || describesSchema(function.Name.Name) {
				continue
			}
			total++
			length := s.lines(function)
			entry := fmt.Sprintf("%s: %s has %d lines", s.at(function.Pos()), function.Name.Name, length)
			if length > longestFunction {
				violations = append(violations, entry+fmt.Sprintf(", more than %d", longestFunction))
			}
			if length > usualFunction {
				longer = append(longer, entry)
			}
		}
	}
	if within := total - len(longer); float64(within) < usualShare*float64(total) {
		violations = append(violations, fmt.Sprintf("%d of %d functions are within %d lines; the others:\n%s",
			within, total, usualFunction, strings.Join(longer, "\n")))
	}
	return violations
}

func fileLength(sources []source) []string {
	var violations []string
	for _, s := range product(sources) {
		if lines := strings.Count(s.text, "\n"); lines > longestFile {
			violations = append(violations, fmt.Sprintf("%s has %d lines, more than %d", s.path, lines, longestFile))
		}
	}
	return violations
}
