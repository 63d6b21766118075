package platform_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

var hurried = tfkit.Pace{
	Settle: 100 * time.Millisecond,
	Look:   tfkit.Pauses{First: 5 * time.Millisecond, Longest: 20 * time.Millisecond},
	Review: tfkit.Pauses{First: time.Millisecond, Longest: 4 * time.Millisecond},
}

// account is a process's view of a world.
func account(t *testing.T, w *acctest.World, pace tfkit.Pace) *platform.Platform {
	t.Helper()
	files, err := evidence.NewDirectories(w.Dir, []string{w.Dir})
	w.Do(err)
	return platform.New(w.API(), platform.Policy{MarkDocuments: true, VerifyContents: true}, files, pace)
}

func opener(content []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
}

// Pages that are added at the same time wait for each other: Mangopay orders them by
// arrival, and each upload is compared with what was there before.
func TestUploadsToOneDocumentDoNotOverlap(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	made := w.Draft(w.Dispute(), "")
	p := account(t, w, hurried)
	doc, err := p.Document(t.Context(), made.ID)
	w.Do(err)
	const delay = 30 * time.Millisecond
	w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: simulator.FaultLatency, Operation: "create_page", Delay: delay}}}))
	var group sync.WaitGroup
	for seed := range 4 {
		content := acctest.PNG(uint64(seed))
		file, _ := evidence.InspectBytes("page", content)
		group.Go(func() {
			if err := p.AddPage(t.Context(), doc, file, opener(content)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	journal, err := w.Journal()
	w.Do(err)
	var arrivals []time.Time
	for _, request := range journal {
		if request.Operation == "create_page" {
			arrivals = append(arrivals, request.Time)
		}
	}
	if len(arrivals) != 4 || len(w.Pages(made.ID)) != 4 {
		t.Fatalf("%d uploads arrived", len(arrivals))
	}
	for i := range 3 {
		if gap := arrivals[i+1].Sub(arrivals[i]); gap < delay {
			t.Errorf("upload %d arrived %s after the one before, which took %s", i+2, gap, delay)
		}
	}
}

// A call whose outcome stays unknown is given time, repeated once, and reported; a
// cancelled run stops at once.
func TestUnknownOutcome(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: simulator.FaultResetUpload, Operation: "create_document"}}}))
	want := platform.Document{DisputeID: w.Dispute(), Type: "INVOICE"}
	started := time.Now()
	if _, err := account(t, w, hurried).OpenDocument(t.Context(), want); err == nil || !strings.Contains(err.Error(), "create dispute document") {
		t.Fatalf("error %v", err)
	}
	if n := w.Calls("create_document"); n != 3 {
		t.Errorf("%d requests were sent, want 3", n)
	}
	if spent := time.Since(started); spent < hurried.Settle {
		t.Errorf("gave up after %s, before %s had passed", spent, hurried.Settle)
	}
	journal, err := w.Journal()
	w.Do(err)
	keys := []string{}
	for _, request := range journal {
		if request.Operation == "create_document" {
			keys = append(keys, request.IdempotencyKey)
		}
	}
	if len(slices.Compact(keys)) != 1 || keys[0] == "" {
		t.Errorf("an attempt whose outcome is unknown was repeated under another key: %q", keys)
	}

	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	started = time.Now()
	_, err = account(t, w, tfkit.DefaultPace()).OpenDocument(ctx, want)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	if spent := time.Since(started); spent > 5*time.Second {
		t.Errorf("a cancelled run went on for %s", spent)
	}
}

// A server error on the other side is met with the next key only after a quiet time
// in which its work may still appear, and be found by its mark.
func TestServerErrorsAreNotHurried(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(w.SetGuesses(simulator.Guesses{ListLag: time.Second}))
	w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: simulator.FaultErrorAfter, Operation: "create_document", Nth: 1}}}))
	pace := hurried
	pace.Settle = 3 * time.Second // answers are dated in whole seconds
	want := platform.Document{DisputeID: w.Dispute(), Type: "INVOICE"}
	doc, err := account(t, w, pace).OpenDocument(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{doc.ID}, w.Documents(want.DisputeID)); diff != "" || w.Calls("create_document") != 1 {
		t.Errorf("documents (-adopted +Mangopay):\n%s", diff)
	}

	// Errors that are old are passed over at once.
	w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: simulator.FaultErrorBefore, Operation: "create_document"}}}))
	want.Tag = "other"
	for range 2 {
		if _, err := account(t, w, hurried).OpenDocument(t.Context(), want); !apierr.Ambiguous(err) {
			t.Fatalf("error %v", err)
		}
	}
	w.Do(w.SetFaults(simulator.Faults{}))
	w.Do(w.Advance(time.Hour))
	started := time.Now()
	if _, err := account(t, w, tfkit.DefaultPace()).OpenDocument(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if spent := time.Since(started); spent > 5*time.Second {
		t.Errorf("errors of an hour ago were waited for: %s", spent)
	}
}

func TestAwait(t *testing.T) {
	t.Parallel()
	p := account(t, acctest.NewWorld(t), hurried)
	asked := 0
	err := p.Await(t.Context(), time.Minute, func(context.Context) (bool, error) {
		asked++
		return asked == 5, nil
	})
	if err != nil || asked != 5 {
		t.Errorf("asked %d times: %v", asked, err)
	}
	err = p.Await(t.Context(), 20*time.Millisecond, func(context.Context) (bool, error) { return false, nil })
	if err == nil || !strings.Contains(err.Error(), "no decision within 20ms") {
		t.Errorf("error %v", err)
	}
	failure := errors.New("refused")
	if err := p.Await(t.Context(), time.Minute, func(context.Context) (bool, error) { return false, failure }); !errors.Is(err, failure) {
		t.Errorf("error %v", err)
	}
}

// Pages are read back byte by byte, and a page that is missing again is not taken
// for one that was never there.
func TestContents(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	contents := [][]byte{acctest.PDF("one", 1), acctest.PNG(2)}
	made := w.Draft(w.Dispute(), "", contents...)
	p := account(t, w, hurried)
	pages, err := p.Contents(t.Context(), made.ID)
	w.Do(err)
	if diff := cmp.Diff([]string{acctest.SHA256(contents[0]), acctest.SHA256(contents[1])}, platform.Digests(pages)); diff != "" {
		t.Error(diff)
	}
	downloads := w.Calls("download_page")
	if _, err := p.Contents(t.Context(), made.ID); err != nil || w.Calls("download_page") != downloads {
		t.Errorf("pages that are known were fetched again: %v", err)
	}
	w.Do(w.SetGuesses(simulator.Guesses{ConsultHidesUnsubmitted: true}))
	if _, err := p.Contents(t.Context(), made.ID); err == nil || !strings.Contains(err.Error(), "shows 0 pages although 2") {
		t.Errorf("error %v", err)
	}
}

// What this process created and filled is known without asking, unless an upload
// failed.
func TestContentsOfItsOwnDocument(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(w.SetGuesses(simulator.Guesses{ConsultHidesUnsubmitted: true}))
	p := account(t, w, hurried)
	var pages []evidence.File
	for name, content := range map[string][]byte{"1.pdf": acctest.PDF("one", 1), "2.pdf": acctest.PDF("two", 1)} {
		file, _ := p.Files.Inspect(w.Write(name, content))
		pages = append(pages, file)
	}
	want := platform.Document{DisputeID: w.Dispute(), Type: "OTHER", Tag: "order 7", Pages: pages}
	doc, err := p.OpenDocument(t.Context(), want)
	w.Do(err)
	w.Do(p.FillDocument(t.Context(), doc, pages, 0, func(int) {}))
	w.Do(p.RequireDigest(t.Context(), doc, evidence.DocumentDigest("OTHER", "order 7", platform.Digests(pages))))
	if n := w.Calls("consult_document"); n > 0 {
		t.Errorf("pages were asked for %d times", n)
	}
	err = p.RequireDigest(t.Context(), doc, evidence.DocumentDigest("OTHER", "order 8", platform.Digests(pages)))
	if err == nil || !strings.Contains(err.Error(), `the tag "order 7" and 2 pages`) {
		t.Errorf("error %v", err)
	}

	// After an upload that failed nothing is taken for granted.
	other := acctest.PNG(3)
	file, _ := evidence.InspectBytes("3.png", other)
	w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: simulator.FaultForbidden, Operation: "create_page"}}}))
	if err := p.AddPage(t.Context(), doc, file, opener(other)); err == nil {
		t.Fatal("the upload did not fail")
	}
	if _, err := p.Contents(t.Context(), doc.ID); err == nil || !strings.Contains(err.Error(), "shows 0 pages although 2") {
		t.Errorf("error %v", err)
	}
}
