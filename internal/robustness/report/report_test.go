package report_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/robustness/report"
)

// A report that is read and written again is the same file, byte for byte.
func TestPublishedReportsKeepTheirForm(t *testing.T) {
	t.Parallel()
	for name, into := range map[string]any{
		report.Usual + ".json": &report.Campaign{}, report.Worst + ".json": &report.Campaign{},
		report.ProcessesFile("terraform"): &report.Processes{}, report.ProcessesFile("tofu"): &report.Processes{},
	} {
		published, again := filepath.Join("../results", name), filepath.Join(t.TempDir(), name)
		if err := errors.Join(report.Read(published, into), report.Write(again, into)); err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(published)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(again)
		if diff := cmp.Diff(string(want), string(got)); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func TestReportThatIsReplaced(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "campaign.json")
	var found report.Campaign
	if err := report.Read(file, &found); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	for played := range uint64(2) {
		if err := report.Write(file, &report.Campaign{Played: played}); err != nil {
			t.Fatal(err)
		}
	}
	if err := report.Read(file, &found); err != nil || found.Played != 1 {
		t.Errorf("%d schedules, want 1 (%v)", found.Played, err)
	}
	if err := os.WriteFile(file, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := report.Read(file, &found); err == nil {
		t.Error("half a report is read as a whole one")
	}
}
