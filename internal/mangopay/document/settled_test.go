package document_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// Content that was refused once is not taken for new evidence.
func TestRefusedContentIsNotAdopted(t *testing.T) {
	t.Parallel()
	for name, policy := range map[string]acctest.Object{"marked": nil, "unmarked": {"mark_documents": false}} {
		for _, verdict := range []string{"refuse_unreadable", "out_of_date"} {
			t.Run(name+"/"+verdict, func(t *testing.T) {
				t.Parallel()
				w := acctest.NewWorld(t)
				one, two := acctest.PDF("one", 1), acctest.PDF("two", 1)
				doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", one)}}
				e := w.Engine(policy)
				refuse := func() {
					w.Submit(doc.dispute, id(e, "a"))
					w.Do(w.Review(id(e, "a"), verdict, ""))
				}
				finds(t, e.Run(doc.block("a")))
				refuse()
				w.Write("1.pdf", two)
				finds(t, e.Run(doc.block("a")), "warning pages document-already-sent")
				refuse()
				w.Write("1.pdf", one)
				finds(t, e.Run(doc.block("a")), "warning pages document-already-sent", "error dispute_id document-refused-before")
				if n := w.Done(created); n != 2 {
					t.Errorf("%d documents were made, want 2", n)
				}
				if got := id(e, "a"); got != "" {
					t.Errorf("the state has the document %s", got)
				}
				doc.generation = 1
				sends(t, w, func() { finds(t, e.Run(doc.block("a"))) }, created, uploaded)
			})
		}
	}
}

// A fresh copy of what was refused is found again although both carry one mark.
func TestFreshCopyOfARefusedDocument(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")))
	first := id(e, "a")
	w.Submit(doc.dispute, first)
	w.Do(w.Review(first, "refuse_unreadable", ""))
	e.Taint("a")
	finds(t, e.Run(doc.block("a")), "warning pages document-already-sent")
	second := id(e, "a")
	e.Lose("a")
	sends(t, w, func() { finds(t, e.Run(doc.block("a"))) })
	if id(e, "a") != second || second == first {
		t.Errorf("the state has %s, want %s", id(e, "a"), second)
	}
}

// What was sent depends on no file and no rule any more.
func TestSentDocumentStaysSilent(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	path := w.Write("1.gif", acctest.GIF(1))
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("0.pdf", acctest.PDF("one", 1)), path}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")), "warning pages file-gif")
	plans(t, e.Plan(doc.block("a")), acctest.NoOp, "warning pages file-gif") // still a draft
	w.Submit(doc.dispute, id(e, "a"))
	w.Do(w.ClearJournal())
	plans(t, e.Plan(doc.block("a")), acctest.NoOp)

	// Another name, even one that contradicts the content, asks Mangopay for no page.
	w.Do(os.Rename(path, path+".pdf"))
	doc.pages[1] = path + ".pdf"
	plan := e.Plan(doc.block("a"))
	plans(t, plan, acctest.Update)
	finds(t, e.Apply(plan))
	if n := w.Calls("consult_document"); n > 0 {
		t.Errorf("the pages were asked for %d times", n)
	}
	w.Do(os.Remove(path + ".pdf"))
	w.Do(os.Remove(doc.pages[0]))
	plans(t, e.Plan(doc.block("a")), acctest.NoOp)

	// A change needs the files again.
	doc.tag = "another"
	plans(t, e.Plan(doc.block("a")), "", "error pages file-missing", "error pages file-missing")
	doc.tag, doc.pages = "", []string{doc.pages[1], doc.pages[0]}
	plans(t, e.Plan(doc.block("a")), "", "error pages file-missing", "error pages file-missing")
}

func TestMissingFileOfADraftIsAnError(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")))
	w.Do(os.Remove(doc.pages[0]))
	plans(t, e.Plan(doc.block("a")), "", "error pages file-missing")
}

// Pages that an imported document lacks are not added on a guess.
func TestImportedDocumentIsNotFilled(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]string{"bare": nil, "with a generation": {"generation", "2"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, doc, document := made(t)
			more := doc
			more.pages = append([]string{}, doc.pages...)
			more.pages = append(more.pages, w.Write("3.png", acctest.PNG(3)))
			if options != nil {
				doc.generation, more.generation = 2, 2
			}
			e := w.Engine(nil)
			finds(t, e.Import(typeName, "a", imported(document, options...)))
			sends(t, w, func() {
				said := e.Run(more.block("a"))
				finds(t, said, "error pages imported-pages-missing")
				contains(t, said.String(), "holds 2 pages at Mangopay; the configuration has 3")
				finds(t, e.Run(more.block("a")), "error pages imported-pages-missing")
				finds(t, e.Run(doc.block("a")))
			})
			sends(t, w, func() { finds(t, e.Run(more.block("a"))) }, uploaded)
			if id(e, "a") != document {
				t.Error("the document was replaced")
			}
		})
	}
}

// Where the bytes that come back are not those that were sent, a lost state makes and
// sends nothing again.
func TestOtherBytesComeBack(t *testing.T) {
	t.Parallel()
	for name, marks := range map[string]bool{"marked": true, "unmarked": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			w.Garble()
			doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1)), w.Write("2.pdf", acctest.PDF("two", 1))}}
			e := w.Engine(acctest.Object{"verify_contents": false, "mark_documents": marks})
			w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: simulator.FaultRateLimit, Operation: uploaded, Nth: 2}}}))
			finds(t, e.Run(doc.block("a")), "error - Cannot add page 2 of 2 to dispute document")
			for range 2 {
				e.Lose("a")
				finds(t, e.Run(doc.block("a")))
			}
			if made, pages := w.Done(created), w.Done(uploaded); made != 1 || pages != 2 {
				t.Errorf("%d documents and %d pages were made", made, pages)
			}
		})
	}
}

// A page is added to a draft whose pages Mangopay does not show only if nobody asks
// for a comparison, and those before it are not sent again.
func TestAppendedPageWherePagesAreHidden(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(w.SetGuesses(simulator.Guesses{ConsultHidesUnsubmitted: true}))
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e, trusting := w.Engine(nil), w.Engine(acctest.Object{"verify_contents": false})
	finds(t, e.Run(doc.block("a")))
	finds(t, trusting.Run(doc.block("a"))) // the same document
	doc.pages = append(doc.pages, w.Write("2.pdf", acctest.PDF("two", 1)))
	sends(t, w, func() { finds(t, e.Run(doc.block("a")), "error pages pages-not-shown") })
	sends(t, w, func() { finds(t, trusting.Run(doc.block("a"))) }, uploaded)
	if diff := cmp.Diff([]string{id(e, "a")}, w.Documents(doc.dispute)); diff != "" {
		t.Error(diff)
	}
	if n := w.Done(uploaded); n != 2 {
		t.Errorf("%d pages arrived, want 2", n)
	}
}

// A state that was lost after the dispute was submitted is recovered without
// sending anything.
func TestLostStateOfASubmittedDispute(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")))
	first := id(e, "a")
	w.Submit(doc.dispute, first)
	w.Contest(doc.dispute, 10000)
	e.Lose("a")
	sends(t, w, func() {
		finds(t, e.Run(doc.block("a")), "warning dispute_id document-sent-already", "warning id document-sent-already")
	})
	if id(e, "a") != first {
		t.Errorf("the state has %s, want %s", id(e, "a"), first)
	}
	doc.tag = "another" // which was never sent
	sends(t, w, func() {
		finds(t, e.Run(doc.block("b")), "error dispute_id dispute-not-open-for-documents")
	})
}
