package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/robustness/report"
)

func TestTable(t *testing.T) {
	t.Parallel()
	breach := []report.Breach{{Seed: 7}}
	usual := report.Campaign{World: report.Usual, Played: 10, Applies: 30, Requests: 200, Faults: map[string]int{"late": 2, "answer lost": 1}}
	worst := report.Campaign{World: report.Worst, Played: 50, Violations: breach}
	cases := report.Processes{Engine: "tofu", Version: "1.12.6", Cases: 4, ByVictim: map[string]int{"both": 3}}
	broken, violated, failed := usual, cases, cases
	broken.Violations = breach
	violated.Violations, violated.Failed = 2, 1
	failed.Failed = 1
	for name, c := range map[string]struct {
		usual report.Campaign
		cases report.Processes
		says  string // the error
	}{
		"as promised":          {usual, cases, ""},
		"a schedule broke one": {broken, cases, "1 schedules or cases break a promise"},
		"a case broke two":     {usual, violated, "2 schedules or cases break a promise"},
		"a case failed":        {usual, failed, "1 cases failed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			of := func(name string) string { return filepath.Join(dir, name) }
			err := errors.Join(report.Write(of("1-usual.json"), &c.usual), report.Write(of("2-worst.json"), &worst),
				report.Write(of(report.ProcessesFile("tofu")), &c.cases))
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			if err := run([]string{dir}, &out); err == nil && c.says != "" || err != nil && err.Error() != c.says {
				t.Errorf("%v, want %q", err, c.says)
			}
			if c.says != "" {
				return
			}
			var got []string
			for line := range strings.Lines(out.String()) {
				got = append(got, strings.Join(strings.Fields(line), " "))
			}
			want := []string{
				"schedules, usual world 10", "applies and plans 30", "requests 200", "calls that said they waited 0",
				"fault: answer lost 1", "fault: late 2",
				"schedules, worst world 50", "applies and plans 0", "requests 0", "calls that said they waited 0",
				"broken in the worst world 1 2.00 %",
				"cases under tofu 1.12.6 4", "struck: both 3", "violations 0",
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTableWithoutReports(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{"no directory": nil, "an empty one": {t.TempDir()}} {
		if err := run(args, &strings.Builder{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
