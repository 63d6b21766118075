package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// aRun is the least that the page can be made from.
func aRun() map[string]string {
	return map[string]string{
		"planted_test.go": "package x\n\nvar plants = []plant{\n\t{\n\t\t\"no key\", \"internal/a/b.go\",\n\t\t\"old\",\n\t},\n\t{\n\t\t\"no look\", \"internal/a/c.go\",\n\t},\n}\n\nconst plantedSeeds = \"2000\"\n",
		"results/usual.json": `{"world": "usual", "first": 1, "schedules": 1000000, "played": 1000000, "applies": 2345678, "requests": 99,
			"faults": {"answer lost": 12345}, "deaths": {"both": 7}, "violations": null, "seconds": 3723.4, "ended": "2026-11-22T23:30:00-02:00"}`,
		"results/worst.json": `{"world": "worst", "first": 501, "schedules": 2000, "played": 2000, "applies": 4000, "requests": 999,
			"faults": {"502 of a proxy": 3}, "deaths": {}, "violations": [{"seed": 700, "world": "worst", "invariant": "pages", "detail": "one page twice"}], "seconds": 9.6}`,
		"results/process-terraform.json": `{"engine": "terraform", "version": "1.11.4", "cases": 3, "by_kind": {"token": 2, "interrupt": 1}, "by_victim": {"both": 3},
			"by_when": {"late": 3}, "violations": 0, "failed": 0}`,
		"results/process-tofu.json": `{"engine": "tofu", "version": "1.12.6", "cases": 2, "by_kind": {"token": 2}, "by_victim": {"both": 2}, "by_when": {"late": 2},
			"violations": 1, "failed": 1}`,
		"results/bugs.json": `[{"title": "Twice", "invariant": "pages", "seed": 189, "world": "usual", "found_by": "schedules", "what_happened": "It was.", "cure": "It is not.",
			"test": "TestTwice"}, {"title": "Frozen", "invariant": "orphan", "case": "TestFrozen/x", "found_by": "processes", "what_happened": "It was.", "cure": "No.", "test": "TestFrozen"}]`,
	}
}

// fill renders a template with the files of a run.
func fill(t *testing.T, files map[string]string, page string) (string, error) {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	err := run(t.Context(), []string{"robustness", folder}, strings.NewReader(page), &out)
	return out.String(), err
}

func TestScheduleTable(t *testing.T) {
	t.Parallel()
	got, err := fill(t, aRun(), "{{schedules .Usual .Worst}}")
	want := `|  | usual world | worst world |
|---|--:|--:|
| schedules | 1,000,000 | 2,000 |
| seeds | 1 to 1,000,000 | 501 to 2,500 |
| applies and plans | 2,345,678 | 4,000 |
| requests | 99 | 999 |
| fault: 502 of a proxy | 0 | 3 |
| fault: answer lost | 12,345 | 0 |
| in mid-run: both | 7 | 0 |
| **schedules that broke a promise** | **0** | **1 (0.05 %)** |
| time taken | 1h2m3s | 10s |
| ended | 23 November 2026 |  |`
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestProcessTable(t *testing.T) {
	t.Parallel()
	got, err := fill(t, aRun(), "{{processes .Processes}}")
	want := `|  | terraform 1.11.4 | tofu 1.12.6 |
|---|--:|--:|
| cases | 3 | 2 |
| at: interrupt | 1 | 0 |
| at: token | 2 | 2 |
| struck: both | 3 | 2 |
| when: late | 3 | 2 |
| **broken promises** | **0** | **1** |`
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestPlantedDesigns(t *testing.T) {
	t.Parallel()
	got, err := fill(t, aRun(), "{{number .Planted.Seeds}}:{{range .Planted.Designs}} {{.}};{{end}}")
	if diff := cmp.Diff("2,000: no key; no look;", got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

// What cannot be published as it is stops the page.
func TestResultsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, old, new, says string }{
		"a campaign that was stopped": {"results/usual.json", `"played": 1000000`, `"played": 4711`, "4711 of 1000000 schedules"},
		"another world":               {"results/worst.json", `{"world": "worst"`, `{"world": "usual"`, `the "usual" world`},
		"a figure under another name": {"results/worst.json", `"requests"`, `"answers"`, "0 requests"},
		"cases that failed otherwise": {"results/process-tofu.json", `"failed": 1`, `"failed": 2`, "2 failed"},
		"no case at all":              {"results/process-tofu.json", `"cases": 2`, `"cases": 0`, "0 cases"},
		"a bug without its seed":      {"results/bugs.json", `"seed": 189`, `"seed": 0`, `"Twice" needs a seed or a case`},
		"other planted designs":       {"planted_test.go", `"internal/`, `"other/`, "planted designs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := aRun()
			files[c.file] = strings.ReplaceAll(files[c.file], c.old, c.new)
			if page, err := fill(t, files, "x"); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q; the page: %q", err, c.says, page)
			}
		})
	}
}

// The page of this tree explains every promise that its harness knows, and reports every bug.
func TestPageExplainsThePromises(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../templates/guides/robustness.md")
	if err != nil {
		t.Fatal(err)
	}
	var filled bytes.Buffer
	if err := run(t.Context(), []string{"robustness", "../robustness"}, bytes.NewReader(page), &filled); err != nil {
		t.Fatal(err)
	}
	sources, err := filepath.Glob("../robustness/*_test.go")
	if err != nil || len(sources) == 0 {
		t.Fatalf("no sources of the harness: %v", err)
	}
	promises := map[string]bool{}
	for _, source := range sources {
		content, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`violate\("([^"]+)"`).FindAllSubmatch(content, -1) {
			promises[string(found[1])] = true
		}
	}
	delete(promises, "simulator") // the harness's own trouble
	if len(promises) == 0 {
		t.Error("the harness has no promises in the form that is looked for")
	}
	for promise := range promises {
		if !regexp.MustCompile(`\n\| ([a-z ]+, )?` + promise + `(, [a-z ]+)? \| `).Match(filled.Bytes()) {
			t.Errorf("the page does not explain %q", promise)
		}
	}
}

// A guide that sends somebody to a rule names one that there is.
func TestGuidesNameRules(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, rule := range evidence.Rules() {
		known[rule.Code] = true
	}
	guides, err := filepath.Glob("../../templates/guides/*.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, guide := range guides {
		content, err := os.ReadFile(guide)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?:rules\.md#|Rule: )([a-z-]+)`).FindAllSubmatch(content, -1) {
			named[string(found[1])] = true
		}
	}
	if len(named) == 0 {
		t.Error("no guide names a rule")
	}
	for _, code := range slices.Sorted(maps.Keys(named)) {
		if !known[code] {
			t.Errorf("there is no rule %s", code)
		}
	}
}
