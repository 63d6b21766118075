package platform_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// The wait before an unfinished document is gone on with is two minutes long, and the
// user is told why.
func TestWaitAfterAnInterruptedRunIsAnnounced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "1.png")
	must(t, os.WriteFile(file, acctest.PNG(1), 0o600))
	synctest.Test(t, func(t *testing.T) {
		sim, err := simulator.Open(simulator.Options{Empty: true})
		must(t, err)
		dispute, err := sim.OpenDispute(simulator.DisputeSpec{Type: "CONTESTABLE", Status: "PENDING_CLIENT_ACTION", Amount: 1000, Currency: "EUR", Deadline: 24 * time.Hour})
		must(t, err)
		files, err := evidence.NewDirectories(dir, []string{dir})
		must(t, err)
		run := func() *platform.Platform {
			client := mangopay.New(mangopay.Config{BaseURL: simulator.BaseURL, ClientID: simulator.ClientID, APIKey: simulator.APIKey, Transport: sim.Transport()})
			return platform.New(client, platform.Policy{MarkDocuments: true, VerifyContents: true}, files, tfkit.DefaultPace())
		}
		page, _ := files.Inspect(file)
		want := platform.Document{DisputeID: dispute, Type: "INVOICE", Pages: []evidence.File{page}}
		_, err = run().OpenDocument(t.Context(), want)
		must(t, err)

		ctx, announced := tfkit.WithNotices(t.Context())
		next := run()
		doc, err := next.OpenDocument(ctx, want)
		must(t, err)
		began := time.Now()
		must(t, next.FillDocument(ctx, doc, want.Pages, 0, func(int) {}))
		if waited := time.Since(began); waited < 2*time.Minute || waited > 3*time.Minute {
			t.Errorf("waited %s", waited)
		}
		told := []string{"A pause of up to 2m0s before anything more is sent, because pages are missing that a run which ended early may have sent. " +
			"What was sent before may still take effect until then. Nothing is wrong: after that the work goes on from what is there."}
		if diff := cmp.Diff(told, announced()); diff != "" {
			t.Error(diff)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
