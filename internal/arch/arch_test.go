package arch_test

import (
	"strconv"
	"strings"
	"testing"
)

func itoa(n int) string { return strconv.Itoa(n) }

// check is one rule about the tree. Both lists of examples map a file's path to its text.
type check struct {
	name    string
	run     func([]source) []string
	refuses []example
	allows  []example
}

type example struct{ path, text string }

// numbered makes a text of n lines, each of them the given one.
func numbered(n int, line string) string { return strings.Repeat(line+"\n", n) }

var checks = []check{
	{
		name: "imports go down only", run: imports,
		refuses: []example{
			{"internal/mangopay/dispute/x.go", "package dispute\nimport _ \"" + module + "/internal/mangopay/document\""},
			{"internal/mangopay/platform/x.go", "package platform\nimport _ \"" + module + "/internal/mangopay/document\""},
			{"internal/mangopay/dispute/x.go", "package dispute\nimport _ \"" + module + "/internal/simulator\""},
			{"internal/evidence/x.go", "package evidence\nimport _ \"" + module + "/internal/tfkit\""},
			{"internal/simulator/x.go", "package simulator\nimport _ \"" + module + "/internal/api/mangopay\""},
			{"internal/api/mangopay/x.go", "package mangopay\nimport _ \"github.com/hashicorp/terraform-plugin-log/tflog\""},
			{"internal/evidence/x.go", "package evidence\nimport _ \"net/http\""},
			{"internal/provider/x.go", "package provider\nimport _ \"" + module + "/internal/cli\""},
			{"internal/helpers/x.go", "package helpers"},
			{"main.go", "package main\nimport _ \"" + module + "/internal/simulator\""},
		},
		allows: []example{
			{"internal/mangopay/dispute/x.go", "package dispute\nimport _ \"" + module + "/internal/mangopay/platform\""},
			{"internal/simulator/store/x.go", "package store\nimport _ \"" + module + "/internal/simulator/clock\""},
			{"main.go", "package main\nimport _ \"" + module + "/internal/cli\""},
			{"internal/evidence/x_test.go", "package evidence_test\nimport _ \"net/http\""},
		},
	},
	{
		name: "test libraries stay in tests", run: testLibraries,
		refuses: []example{
			{"internal/provider/x.go", "package provider\nimport _ \"testing\""},
			{"internal/provider/x.go", "package provider\nimport _ \"net/http/httptest\""},
			{"internal/provider/x.go", "package provider\nimport _ \"github.com/google/go-cmp/cmp\""},
			{"internal/provider/x.go", "package provider\nimport _ \"" + module + "/internal/acctest\""},
			{"internal/provider/x_test.go", "package provider\nimport _ \"github.com/stretchr/testify/assert\""},
		},
		allows: []example{
			{"internal/provider/x_test.go", "package provider\nimport _ \"testing\""},
			{"internal/acctest/x.go", "package acctest\nimport _ \"testing\""},
		},
	},
	{
		name: "functions are short", run: functionLength,
		refuses: []example{
			{"x.go", "package x\nfunc F() {\n" + numbered(60, "_ = 1") + "}"},
			{"x.go", "package x\nfunc F() {\n" + numbered(24, "_ = 1") + "}"},
		},
		allows: []example{
			{"x.go", "package x\nfunc F() {\n" + numbered(23, "_ = 1") + "}"},
			{"x.go", "package x\nfunc pageSchema() {\n" + numbered(100, "_ = 1") + "}"},
			{"x_test.go", "package x\nfunc F() {\n" + numbered(100, "_ = 1") + "}"},
		},
	},
	{
		name: "files are short", run: fileLength,
		refuses: []example{{"x.go", "package x\n" + numbered(300, "//")}},
		allows:  []example{{"x.go", "package x\n" + numbered(299, "//")}, {"x_test.go", "package x\n" + numbered(300, "//")}},
	},
	{
		name: "exports are documented", run: documentation,
		refuses: []example{
			{"x.go", "package x"},
			{"x.go", "// Package x.\npackage x\nfunc F() {}"},
			{"x.go", "// Package x.\npackage x\ntype T int"},
			{"x.go", "// Package x.\npackage x\n// T is.\ntype T int\nfunc (T) M() {}"},
			{"x.go", "// Package x.\npackage x\nvar V int"},
			{"x.go", "// Package x.\npackage x\nconst (\nA = 1\n)"},
		},
		allows: []example{
			{"x.go", "// Package x.\npackage x\n// F does.\nfunc F() {}\ntype t int\nfunc (t) M() {}"},
			{"x.go", "// Package x.\npackage x\nconst (\nA = 1 // the first\n)"},
			{"x.go", "// Package x.\npackage x\n// Both.\nvar (\nA = 1\nB = 2\n)"},
		},
	},
	{
		name: "nolint names a linter and a reason", run: nolint,
		refuses: []example{
			{"x.go", "package x\nvar a = 1 //nolint"},
			{"x.go", "package x\nvar a = 1 //nolint:gosec"},
			{"x.go", "package x\nvar a = 1 // nolint:gosec // because"},
			{"x_test.go", "package x\nvar a = 1 //nolint:all // because it is all right here"},
		},
		allows: []example{{"x.go", "package x\nvar a = 1 //nolint:gosec // the path was checked by Directories"}},
	},
	{
		name: "errors pass through one bridge", run: addErrors,
		refuses: []example{{"internal/mangopay/dispute/x.go", "package dispute\nfunc f() {\nd.AddError(a, b)\nd.AddError(a, b)\nr.Diagnostics.AddAttributeError(p, a, b)\n}"}},
		allows: []example{
			{"internal/mangopay/dispute/x.go", "package dispute\nfunc f() {\ntfkit.AddError(d, e)\ntfkit.AddError(d, e)\nd.AddError(a, b)\nd.AddError(a, b)\n}"},
			{"internal/tfkit/x.go", "package tfkit\nfunc f() {\nd.AddError(a, b)\nd.AddError(a, b)\nd.AddError(a, b)\n}"},
		},
	},
	{
		name: "nothing sleeps, prints or logs past the logger", run: banned,
		refuses: []example{
			{"x.go", "package x\nimport \"time\"\nfunc f() { time.Sleep(1) }"},
			{"x_test.go", "package x\nimport \"time\"\nfunc f() { time.Sleep(1) }"},
			{"x.go", "package x\nimport \"fmt\"\nfunc f() { fmt.Println(1) }"},
			{"x.go", "package x\nfunc f() { println(1) }"},
			{"x.go", "package x\nimport _ \"log\""},
		},
		allows: []example{{"x.go", "package x\nimport \"fmt\"\nfunc f() { fmt.Fprintln(w, 1) }"}},
	},
	{
		name: "logs carry no secret and no page", run: loggedSecrets,
		refuses: []example{
			{"x.go", "package x\nfunc f() { tflog.Debug(ctx, \"x\", map[string]any{\"a\": c.APIKey}) }"},
			{"x.go", "package x\nfunc f() { tflog.Debug(ctx, string(body)) }"},
			{"x.go", "package x\nfunc f() { slog.Info(\"x\", \"t\", token) }"},
		},
		allows: []example{{"x.go", "package x\nfunc f() { tflog.Debug(ctx, \"answered\", map[string]any{\"status\": r.StatusCode}) }"}},
	},
}

func TestTree(t *testing.T) {
	t.Parallel()
	sources := tree(t)
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, violation := range c.run(sources) {
				t.Error(violation)
			}
		})
	}
}

func TestChecksRefuseBadSources(t *testing.T) {
	t.Parallel()
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, e := range c.refuses {
				if len(c.run(parsed(t, e))) == 0 {
					t.Errorf("not refused: %s\n%s", e.path, e.text)
				}
			}
			for _, e := range c.allows {
				for _, violation := range c.run(parsed(t, e)) {
					t.Errorf("refused, but allowed: %s\n%s\n%s", e.path, e.text, violation)
				}
			}
		})
	}
}

func parsed(t *testing.T, e example) []source {
	t.Helper()
	s, err := parse(e.path, e.text)
	if err != nil {
		t.Fatal(err)
	}
	return []source{s}
}
