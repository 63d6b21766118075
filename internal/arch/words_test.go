package arch_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// machineWords belong to somebody's computer or to the way in which this was written, never to the
// project. The pieces are joined here so that this file does not refuse itself.
var machineWords = regexp.MustCompile(strings.Join([]string{
	`/ro` + `ot/`, `/wo` + `rk/`, `\.\./sha` + `red\b`, `\.lib` + `rary\b`, `/tmp/br` + `ief`, `(?i)contract pa` + `ge`,
	`(?i)\bdesign sec` + `tion`, `(?i)\bthe br` + `ief\b`,
}, "|"))

func machineTexts(all map[string]string) []string {
	var violations []string
	for name, text := range all {
		for number, line := range strings.Split(text, "\n") {
			if found := machineWords.FindString(line); found != "" && !strings.HasSuffix(name, "package-lock.json") {
				violations = append(violations, fmt.Sprintf("%s:%d: %q", name, number+1, found))
			}
		}
	}
	slices.Sort(violations)
	return violations
}

func TestNothingNamesAMachine(t *testing.T) {
	t.Parallel()
	all, err := files()
	if err != nil {
		t.Fatal(err)
	}
	for _, violation := range machineTexts(all) {
		t.Error(violation)
	}
	for _, bad := range []string{"see /ro" + "ot/x", "in ../sha" + "red/design.md", "cat /wo" + "rk/main", "Contract pa" + "ge, section 2"} {
		if len(machineTexts(map[string]string{"README.md": bad})) == 0 {
			t.Errorf("not refused: %s", bad)
		}
	}
	if found := machineTexts(map[string]string{"README.md": "a framework and its networks, /roots/x"}); found != nil {
		t.Error(found)
	}
}
