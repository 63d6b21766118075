package platform_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// A page that was stored although the answer was an error is found once, not counted
// twice: else the next one would not be seen to arrive, and be sent again.
func TestPageFoundAfterAnErrorCountsOnce(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(w.SetGuesses(simulator.Guesses{PageWithKeyFails: true}))
	p := account(t, w, hurried)
	doc, err := p.OpenDocument(t.Context(), platform.Document{DisputeID: w.Dispute(), Type: "INVOICE"})
	w.Do(err)
	var want []string
	for seed := range 3 {
		content := acctest.PNG(uint64(seed))
		file, _ := evidence.InspectBytes("page", content)
		w.Do(p.AddPage(t.Context(), doc, file, opener(content)))
		want = append(want, acctest.SHA256(content))
	}
	if diff := cmp.Diff(want, w.Pages(doc.ID)); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

// A replacement of a sent document that was forced, and died before the state knew of
// the new one, is finished by the next run: the copy that is not sent is the one.
func TestInterruptedReplacementIsFinished(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	want := platform.Document{DisputeID: w.Dispute(), Type: "INVOICE"}
	first, err := account(t, w, hurried).OpenDocument(t.Context(), want)
	w.Do(err)
	content := acctest.PNG(1)
	file, _ := evidence.InspectBytes("page", content)
	w.Do(account(t, w, hurried).AddPage(t.Context(), first, file, opener(content)))
	_, err = w.API().Documents.Submit(t.Context(), want.DisputeID, first.ID)
	w.Do(err)

	dies := account(t, w, hurried)
	dies.Forget(first.ID, want)
	second, err := dies.OpenDocument(t.Context(), want)
	w.Do(err)
	if second.ID == first.ID {
		t.Fatal("the replacement is the document that was sent")
	}
	found, err := account(t, w, hurried).OpenDocument(t.Context(), want)
	if err != nil || found.ID != second.ID {
		t.Errorf("the next run finds %v (%v), want %s", found, err, second.ID)
	}
	if n := len(w.Documents(want.DisputeID)); n != 2 {
		t.Errorf("there are %d documents, want 2", n)
	}
}

// A submission whose answer is lost is looked for until it can no longer be under way,
// and is not sent again meanwhile.
func TestMoveWaitsForWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	made := w.Draft(dispute, "", acctest.PNG(1))
	w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{
		{Kind: simulator.FaultLateCommit, Operation: "submit_document", Nth: 1, Delay: 300 * time.Millisecond},
	}}))
	pace := hurried
	pace.Settle = 20 * time.Second
	p := account(t, w, pace)
	err := p.Pace.Move(t.Context(), func(ctx context.Context) error {
		hasty, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		_, err := p.Client.Documents.Submit(hasty, dispute, made.ID)
		return err
	}, func(ctx context.Context) (bool, error) {
		doc, err := p.Client.Documents.Get(ctx, made.ID)
		return err == nil && doc.Status != evidence.DocumentCreated, err
	})
	if err != nil {
		t.Error(err)
	}
	writes := slices.DeleteFunc(w.Writes(), func(operation string) bool { return operation != "submit_document" })
	if len(writes) != 1 {
		t.Errorf("%d submissions were sent, want 1", len(writes))
	}
}
