package document_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const (
	created  = "create_document"
	uploaded = "create_page"
)

func TestPagesAreUploadedInOrderAndOnce(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	one, two, three := acctest.PDF("invoice", 2), acctest.PNG(1), acctest.JPEG(2, 64)
	doc := want{dispute: w.Dispute(), tag: "order 7", pages: []string{w.Write("1.pdf", one), w.Write("2.png", two)}}
	e := w.Engine(nil)
	sends(t, w, func() { finds(t, e.Run(doc.block("a"))) }, created, uploaded, uploaded)
	first := id(e, "a")
	holds(t, w, first, one, two)
	if got := e.Attribute("a", "tag"); got != "order 7" {
		t.Errorf("the state shows the tag %q", got)
	}
	if diff := cmp.Diff([]string{acctest.SHA256(one), acctest.SHA256(two)}, e.Elements("a", "pages", "sha256")); diff != "" {
		t.Error(diff)
	}
	sends(t, w, func() { plans(t, e.Plan(doc.block("a")), acctest.NoOp) })

	doc.pages = append(doc.pages, w.Write("3.jpg", three))
	plan := e.Plan(doc.block("a"))
	plans(t, plan, acctest.Update)
	sends(t, w, func() { finds(t, e.Apply(plan)) }, uploaded)
	holds(t, w, first, one, two, three)
	if id(e, "a") != first {
		t.Error("an appended page made a new document")
	}
	plans(t, e.Plan(doc.block("a")), acctest.NoOp)
}

func TestOtherChangesReplace(t *testing.T) {
	t.Parallel()
	one, two := acctest.PDF("one", 1), acctest.PDF("two", 1)
	tests := map[string]func(w *acctest.World, d *want){
		"reorder":    func(_ *acctest.World, d *want) { d.pages = []string{d.pages[1], d.pages[0]} },
		"removal":    func(_ *acctest.World, d *want) { d.pages = d.pages[:1] },
		"no pages":   func(_ *acctest.World, d *want) { d.pages = nil },
		"bytes":      func(w *acctest.World, _ *want) { w.Write("1.pdf", acctest.PDF("other", 1)) },
		"type":       func(_ *acctest.World, d *want) { d.typ = "DELIVERY_PROOF" },
		"tag":        func(_ *acctest.World, d *want) { d.tag = "another" },
		"no tag":     func(_ *acctest.World, d *want) { d.tag = "" },
		"generation": func(_ *acctest.World, d *want) { d.generation = 1 },
		"dispute":    func(w *acctest.World, d *want) { d.dispute = w.Dispute() },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			doc := want{dispute: w.Dispute(), tag: "t", pages: []string{w.Write("1.pdf", one), w.Write("2.pdf", two)}}
			e := w.Engine(nil)
			finds(t, e.Run(doc.block("a")))
			first := id(e, "a")
			change(w, &doc)
			plan := e.Plan(doc.block("a"))
			plans(t, plan, acctest.Replace)
			writes := []string{created}
			for range doc.pages {
				writes = append(writes, uploaded)
			}
			sends(t, w, func() { finds(t, e.Apply(plan)) }, writes...)
			if id(e, "a") == first {
				t.Error("the document was not replaced")
			}
			holds(t, w, first, one, two)
			plans(t, e.Plan(doc.block("a")), acctest.NoOp)
		})
	}
}

func TestReplacementOfASentDocument(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")))
	w.Submit(doc.dispute, id(e, "a"))
	doc.pages = append(doc.pages, w.Write("2.pdf", acctest.PDF("two", 1)))
	plan := e.Plan(doc.block("a"))
	plans(t, plan, acctest.Replace, "warning pages document-already-sent")
	sends(t, w, func() { finds(t, e.Apply(plan)) }, created, uploaded, uploaded)

	// The dispute goes on, and nothing can be added any more.
	w.Submit(doc.dispute, id(e, "a"))
	w.Contest(doc.dispute, 10000)
	doc.tag = "changed"
	refused := []string{"warning pages document-already-sent", "error dispute_id dispute-not-open-for-documents"}
	sends(t, w, func() { plans(t, e.Plan(doc.block("a")), "", refused...) })
	w.Do(w.Decide(doc.dispute, "lost", ""))
	sends(t, w, func() { plans(t, e.Plan(doc.block("a")), "", refused...) })
	doc.tag = ""
	plans(t, e.Plan(doc.block("a")), acctest.NoOp)
}

func TestReviewPlansNothing(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	page := w.Write("1.pdf", acctest.PDF("one", 1))
	for verdict, status := range map[string]string{"accept": "VALIDATED", "refuse_unreadable": "REFUSED", "out_of_date": "OUT_OF_DATE"} {
		doc := want{dispute: w.Dispute(), pages: []string{page}}
		e := w.Engine(nil)
		finds(t, e.Run(doc.block("a")))
		w.Submit(doc.dispute, id(e, "a"))
		plans(t, e.Plan(doc.block("a")), acctest.NoOp)
		w.Do(w.Review(id(e, "a"), verdict, "too dark to read"))
		var advice []string
		if status == "REFUSED" {
			advice = []string{"warning pages document-refused"}
		}
		for range 2 {
			plan := e.Plan(doc.block("a"))
			plans(t, plan, acctest.NoOp, advice...)
			if got := e.Attribute("a", "status"); got != status {
				t.Errorf("the state shows %v, want %s", got, status)
			}
			if status == "REFUSED" {
				for _, text := range []string{"too dark to read", "DOCUMENT_UNREADABLE"} {
					contains(t, plan.Diagnostics.String(), text)
				}
			}
		}
		// Once the dispute is over there is nothing left to advise.
		w.Contest(doc.dispute, 10000)
		w.Do(w.Decide(doc.dispute, "lost", ""))
		plans(t, e.Plan(doc.block("a")), acctest.NoOp)
	}
}

func TestAppendedPageOfADisputeThatIsBusy(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	sent := want{dispute: doc.dispute, tag: "sent", pages: []string{w.Write("s.pdf", acctest.PDF("sent", 1))}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a"), sent.block("b")))
	doc.pages = append(doc.pages, w.Write("2.pdf", acctest.PDF("two", 1)))
	plan := e.Plan(doc.block("a"), sent.block("b"))
	plans(t, plan, acctest.Update)
	w.Submit(doc.dispute, id(e, "b"))
	w.Contest(doc.dispute, 10000)
	sends(t, w, func() {
		plans(t, e.Plan(doc.block("a"), sent.block("b")), "", "error dispute_id dispute-not-open-for-documents")
	})
	sends(t, w, func() { finds(t, e.Apply(plan), "error pages dispute-not-open-for-documents") })
}

func TestRenamedFileSendsNothing(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("old.pdf", content)}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")))
	first := id(e, "a")
	w.Submit(doc.dispute, first)
	w.Do(os.Rename(doc.pages[0], filepath.Join(w.Dir, "new.pdf")))
	doc.pages[0] = filepath.Join(w.Dir, "new.pdf")
	plan := e.Plan(doc.block("a"))
	plans(t, plan, acctest.Update)
	sends(t, w, func() { finds(t, e.Apply(plan)) })
	if id(e, "a") != first {
		t.Error("a renamed file made a new document")
	}
	plans(t, e.Plan(doc.block("a")), acctest.NoOp)
}

func TestVanishedDocumentIsPlannedAgain(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.DisputeOf(simulator.DisputeSpec{ID: "d1"}), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")))
	w.Do(w.Reset())
	w.DisputeOf(simulator.DisputeSpec{ID: "d1"})
	plan := e.Plan(doc.block("a"))
	plans(t, plan, acctest.Create)
	sends(t, w, func() { finds(t, e.Apply(plan)) }, created, uploaded)
}

func TestDestroyForgets(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(acctest.Object{"on_destroy": "refuse"})
	finds(t, e.Run(doc.block("a")))
	sends(t, w, func() { finds(t, e.Run(), "error - destroy-refused") })
	e = w.Engine(nil)
	finds(t, e.Run(doc.block("a"))) // adopts
	first := id(e, "a")
	plan := e.Plan()
	plans(t, plan, acctest.Delete, "warning - forget-on-destroy")
	contains(t, plan.Diagnostics.String(), first)
	sends(t, w, func() { finds(t, e.Apply(plan)) })
	if diff := cmp.Diff([]string{first}, w.Documents(doc.dispute)); diff != "" {
		t.Error(diff)
	}
}

func TestChangedFileIsRefusedByTheApply(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1)), w.Write("2.pdf", acctest.PDF("two", 1))}}
	e := w.Engine(nil)
	plan := e.Plan(doc.block("a"))
	w.Write("2.pdf", acctest.PDF("2wo", 1))
	sends(t, w, func() { finds(t, e.Apply(plan), "error pages file-changed") })
	if id(e, "a") != "" {
		t.Error("the state has a document that was not made")
	}
	w.Do(os.Remove(doc.pages[1]))
	sends(t, w, func() {
		finds(t, e.Apply(plan), "error pages file-missing", "error pages file-changed")
	})
}

func TestDeadlineStopsCreation(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	plan := e.Plan(doc.block("a"))
	w.Do(w.Advance(8 * 24 * time.Hour))
	plans(t, e.Plan(doc.block("a")), acctest.Create, "warning dispute_id deadline-warning")
	w.Do(w.Advance(24*time.Hour + 23*time.Hour))
	sends(t, w, func() { plans(t, e.Plan(doc.block("a")), "", "error dispute_id deadline-margin") })
	sends(t, w, func() { finds(t, e.Apply(plan), "error dispute_id deadline-margin") })
}
