package documentpage_test

import (
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// Where the bytes that come back are not those that were sent, a lost state does not
// send a page again.
func TestOtherBytesComeBack(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t)
	w.Garble()
	e := w.Engine(acctest.Object{"verify_contents": false})
	blocks := []acctest.Block{
		page("a", dispute, document, inline(acctest.PDF("one", 1))),
		page("b", dispute, document, inline(acctest.PDF("two", 1))),
	}
	finds(t, e.Run(blocks...))
	e.Lose("a")
	e.Lose("b")
	slices.Reverse(blocks)
	finds(t, e.Run(blocks...))
	if n := w.Done("create_page"); n != 2 {
		t.Errorf("%d pages arrived, want 2", n)
	}
}

// A run that takes pages in another order than the one that died does not repeat the
// page that is still on its way.
func TestOtherOrderAfterADeadRun(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t)
	contents := [][]byte{acctest.PDF("one", 1), acctest.PDF("two", 1)}
	a, b := page("a", dispute, document, inline(contents[0])), page("b", dispute, document, inline(contents[1]))
	w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{
		{Kind: simulator.FaultLateCommit, Operation: "create_page", Nth: 1, Delay: 100 * time.Millisecond},
	}}))
	died := make(chan struct{})
	go func() { // the orphan, whose outcome nobody hears
		defer close(died)
		w.Engine(nil).Run(a)
	}()
	for range 1000 {
		if w.Calls("create_page") > 0 {
			break
		}
		<-time.After(time.Millisecond)
	}
	finds(t, w.Engine(nil).Run(b, a))
	<-died
	want, got := []string{acctest.SHA256(contents[0]), acctest.SHA256(contents[1])}, w.Pages(document)
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

// Two resources never become one page unnoticed.
func TestSamePageTwice(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t)
	content := acctest.PDF("one", 1)
	source := acctest.Object{"source": w.Write("1.pdf", content)}
	e := w.Engine(nil)
	sends(t, w, 0, func() {
		finds(t, e.Run(page("a", dispute, document, source), page("b", dispute, document, inline(content))),
			"error content_base64_wo duplicate-page")
	})
	plan := e.Plan(page("a", dispute, document, source), page("b", dispute, "", acctest.Object{"document_id": acctest.Unknown{}, "source": source["source"]}))
	finds(t, plan.Diagnostics, "warning source duplicate-bytes")
	plan.Know(t, "b", "document_id", document)
	sends(t, w, 1, func() { finds(t, e.Apply(plan), "error source duplicate-page") })
	finds(t, e.Plan(page("a", dispute, document, source), page("c", dispute, document, source)).Diagnostics, "warning source duplicate-page")

	// Elsewhere in the dispute it is only unusual, and no news once it is there.
	blocks := []acctest.Block{page("a", dispute, document, source), page("b", dispute, w.Draft(dispute, "").ID, source)}
	finds(t, e.Run(blocks...), "warning source duplicate-bytes")
	finds(t, e.Run(blocks...))
	other := w.Dispute()
	finds(t, e.Plan(append(blocks, page("d", other, w.Draft(other, "").ID, source))...).Diagnostics)
}

// A page that is there asks nothing of its file any more.
func TestPageThatIsThereStaysSilent(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t)
	path := w.Write("1.gif", acctest.GIF(1))
	block := page("a", dispute, document, acctest.Object{"source": path})
	e := w.Engine(nil)
	finds(t, e.Run(block), "warning source file-gif")
	plans(t, e.Plan(block), acctest.NoOp)
	w.Do(os.Rename(path, path+".pdf")) // a name that contradicts the content
	plans(t, e.Plan(block), acctest.NoOp)
	renamed := page("a", dispute, document, acctest.Object{"source": path + ".pdf"})
	plan := e.Plan(renamed)
	plans(t, plan, acctest.Update)
	sends(t, w, 0, func() { finds(t, e.Apply(plan)) })
	w.Do(os.Remove(path + ".pdf"))
	plans(t, e.Plan(renamed), acctest.NoOp)
	plans(t, e.Plan(block), "", "error source file-missing") // another name has no record
}

// A page of a state that was lost is found in a document that takes none any more.
func TestLostPageOfASentDocument(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t)
	content := acctest.PDF("one", 1)
	e := w.Engine(nil)
	finds(t, e.Run(page("a", dispute, document, inline(content))))
	w.Submit(dispute, document)
	w.Contest(dispute, 10000)
	e.Lose("a")
	sends(t, w, 0, func() { finds(t, e.Run(page("a", dispute, document, inline(content)))) })
	e.WantState("a", map[string]string{"sha256": acctest.SHA256(content)})

	// The state of the document is lost as well: the plan does not know yet which one it is.
	e.Lose("a")
	unplaced := inline(content)
	unplaced["document_id"] = acctest.Unknown{}
	plan := e.Plan(page("a", dispute, "", unplaced))
	finds(t, plan.Diagnostics)
	plan.Know(t, "a", "document_id", document)
	sends(t, w, 0, func() { finds(t, e.Apply(plan)) })

	sends(t, w, 0, func() {
		finds(t, e.Run(page("b", dispute, document, inline(acctest.PDF("two", 1)))),
			"error dispute_id dispute-not-open-for-documents")
	})
}
