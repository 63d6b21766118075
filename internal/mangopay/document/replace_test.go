package document_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

// A forced replacement of a document that was sent makes a fresh one, every time;
// one that is CREATED is finished.
func TestForcedReplacement(t *testing.T) {
	t.Parallel()
	for name, policy := range map[string]acctest.Object{"marked": nil, "unmarked": {"mark_documents": false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			content := acctest.PDF("one", 1)
			doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", content)}}
			e := w.Engine(policy)
			finds(t, e.Run(doc.block("a")))
			first := id(e, "a")
			e.Taint("a")
			finds(t, e.Run(doc.block("a")))
			made := []string{first}
			for range 3 {
				if diff := cmp.Diff(made, w.Documents(doc.dispute)); diff != "" || id(e, "a") != made[len(made)-1] {
					t.Fatalf("the state has %s, documents (-want +got):\n%s", id(e, "a"), diff)
				}
				holds(t, w, id(e, "a"), content)
				w.Submit(doc.dispute, id(e, "a"))
				e.Taint("a")
				finds(t, e.Run(doc.block("a")), "warning pages document-already-sent")
				made = append(made, id(e, "a"))
			}
		})
	}
}

func TestDestroyAndCreateAdopts(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")))
	first := id(e, "a")
	w.Submit(doc.dispute, first)
	finds(t, e.Run(), "warning - forget-on-destroy")
	sends(t, w, func() { finds(t, e.Run(doc.block("a")), "warning id document-sent-already") })
	if id(e, "a") != first {
		t.Error("the document was not adopted")
	}
}

func TestDocumentsThatCannotBeToldApart(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	sends(t, w, func() {
		said := e.Run(doc.block("a"), doc.block("b"))
		finds(t, said, "error pages duplicate-document")
		contains(t, said.String(), "generation")
	})
	other := doc
	other.generation = 2
	said := e.Run(doc.block("a"), other.block("b"))
	finds(t, said, "warning pages duplicate-bytes")
	contains(t, said.String(), "1.pdf")
	plans(t, e.Plan(doc.block("a"), other.block("b")), acctest.NoOp)

	// A second one beside one that exists may also be a forced replacement.
	e.Lose("b")
	finds(t, e.Plan(doc.block("a"), doc.block("c")).Diagnostics, "warning pages forced-replacement")
}

// A resource that gets another name keeps its draft; what was sent needs a moved
// block.
func TestRenamedResource(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")))
	first := id(e, "a")
	sends(t, w, func() { finds(t, e.Run(doc.block("b")), "warning - forget-on-destroy") })
	if id(e, "b") != first {
		t.Error("the draft was not kept")
	}
	w.Submit(doc.dispute, first)
	sends(t, w, func() { finds(t, e.Run(doc.block("c")), "warning - forget-on-destroy", "error - document-renamed") })
}

func TestSameBytesTwiceInOneDocument(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", content), w.Write("2.pdf", content)}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")), "warning pages duplicate-bytes")
	holds(t, w, id(e, "a"), content, content)
	plan := e.Plan(want{dispute: w.Dispute(), pages: doc.pages[:1]}.block("a"))
	finds(t, plan.Diagnostics) // another dispute may have the same page
}

// Two documents with one mark are never guessed between.
func TestTwoMarkedDocumentsAreAnError(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")))
	first, err := w.API().Documents.Get(t.Context(), id(e, "a"))
	w.Do(err)
	_, err = w.API().Documents.Create(t.Context(), doc.dispute, "INVOICE", first.Tag, "")
	w.Do(err)
	e.Lose("a")
	sends(t, w, func() { finds(t, e.Run(doc.block("a")), "error dispute_id several-documents-marked") })
	doc.generation = 1
	finds(t, e.Run(doc.block("a")))
}

// A mark whose document holds other pages is not filled up.
func TestAdoptedDocumentWithOtherPages(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute()}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")))
	made, err := w.API().Documents.Get(t.Context(), id(e, "a"))
	w.Do(err)
	w.AddPage(made, acctest.PNG(9))
	doc.pages = []string{w.Write("1.pdf", acctest.PDF("one", 1))}
	sends(t, w, func() { finds(t, e.Run(doc.block("a")), "error pages digest-mismatch") })
}
