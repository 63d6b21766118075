package arch_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	requirement = regexp.MustCompile(`(?m)^\s*(?:require )?([a-z0-9.]+\.[a-z]+/\S+) (v\S+)`)
	reason      = regexp.MustCompile(`(?m)^\| (\S+\.\S+/\S+) \| (v\S+) \| [^|]+ \| \d{4}-\d\d-\d\d \| [^|]{10,} \|$`)
)

func pairs(pattern *regexp.Regexp, text string) map[string]string {
	found := make(map[string]string)
	for _, match := range pattern.FindAllStringSubmatch(text, -1) {
		found[match[1]] = match[2]
	}
	return found
}

// unreasoned compares the modules that the sources import with the table of reasons.
func unreasoned(sources []source, goMod, contributing string) []string {
	used := make(map[string]string)
	versions := pairs(requirement, goMod)
	for _, s := range sources {
		for _, name := range imported(s) {
			for candidate, version := range versions {
				if name == candidate || strings.HasPrefix(name, candidate+"/") {
					used[candidate] = version
				}
			}
		}
	}
	reasons := pairs(reason, contributing)
	var violations []string
	for name, version := range used {
		if reasons[name] != version {
			violations = append(violations, fmt.Sprintf("%s %s is used, but the table says %q", name, version, reasons[name]))
		}
	}
	for name := range reasons {
		if used[name] == "" {
			violations = append(violations, name+" is in the table, but nothing imports it")
		}
	}
	slices.Sort(violations)
	return violations
}

func TestEveryDependencyHasAReason(t *testing.T) {
	t.Parallel()
	all, err := files()
	if err != nil {
		t.Fatal(err)
	}
	for _, violation := range unreasoned(tree(t), all["go.mod"], all[".github/CONTRIBUTING.md"]) {
		t.Error(violation)
	}
	bad := parsed(t, example{"x.go", "package x\nimport _ \"example.com/a/b\""})
	table := "| example.com/a | v1.0.0 | MIT | 2026-01-01 | because it is needed |"
	for _, c := range []struct {
		sources        []source
		goMod, reasons string
		want           int
	}{
		{bad, "\texample.com/a v1.0.0", table, 0},
		{bad, "\texample.com/a v1.0.1", table, 1},
		{bad, "\texample.com/a v1.0.0", "", 1},
		{nil, "\texample.com/a v1.0.0", table, 1},
	} {
		if got := unreasoned(c.sources, c.goMod, c.reasons); len(got) != c.want {
			t.Errorf("go.mod %q, table %q: %d violations, want %d: %v", c.goMod, c.reasons, len(got), c.want, got)
		}
	}
}
