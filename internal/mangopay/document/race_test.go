package document_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// A document that was sent between plan and apply takes no further page.
func TestSentBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")))
	doc.pages = append(doc.pages, w.Write("2.pdf", acctest.PDF("two", 1)))
	plan := e.Plan(doc.block("a"))
	plans(t, plan, acctest.Update)
	w.Submit(doc.dispute, id(e, "a"))
	sends(t, w, func() { finds(t, e.Apply(plan), "error pages document-not-created") })
}

// What changes at Mangopay between plan and apply does not break what the plan
// promised; the next refresh shows it.
func TestReviewedBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")))
	w.Submit(doc.dispute, id(e, "a"))
	w.Do(os.Rename(doc.pages[0], filepath.Join(w.Dir, "2.pdf")))
	doc.pages[0] = filepath.Join(w.Dir, "2.pdf")
	plan := e.Plan(doc.block("a"))
	plans(t, plan, acctest.Update)
	w.Do(w.Review(id(e, "a"), "accept", ""))
	finds(t, e.Apply(plan))
	plans(t, e.Plan(doc.block("a")), acctest.NoOp)
	if got := e.Attribute("a", "status"); got != "VALIDATED" {
		t.Errorf("the state shows %q", got)
	}
}

// A Tag that Mangopay keeps in another form, or not at all, plans nothing.
func TestTagsThatAreNotKept(t *testing.T) {
	t.Parallel()
	for _, tags := range []string{"trimmed", "dropped"} {
		w := acctest.NewWorld(t)
		w.Do(w.SetGuesses(simulator.Guesses{Tags: tags}))
		doc := want{dispute: w.Dispute(), tag: "order 7", pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
		e := w.Engine(nil)
		finds(t, e.Run(doc.block("a")))
		plans(t, e.Plan(doc.block("a")), acctest.NoOp)
	}
}

// What the API says of a field of the document is shown on its attribute.
func TestRefusedFieldsOfTheDocument(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	world := w.Handler()
	strict := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if in.Method != http.MethodPost || !strings.HasSuffix(in.URL.Path, "/documents") {
			world.ServeHTTP(out, in)
			return
		}
		out.Header().Set("Content-Type", "application/json")
		out.WriteHeader(http.StatusBadRequest)
		_, _ = out.Write([]byte(`{"Message":"wrong","Type":"param_error","Id":"e1","Date":1,"errors":{"Type":"not for this account","Tag":"has a forbidden word"}}`))
	}))
	t.Cleanup(strict.Close)
	w.URL = strict.URL
	doc := want{dispute: w.Dispute(), tag: "word", pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	said := w.Engine(nil).Run(doc.block("a"))
	finds(t, said, "error tag Cannot create dispute document", "error type Cannot create dispute document")
	contains(t, said.String(), "has a forbidden word")
	contains(t, said.String(), "not for this account")
}

// A document whose dispute asks for nothing any more is not begun, although the plan
// was made in time.
func TestClosedBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	plan := e.Plan(doc.block("a"))
	plans(t, plan, acctest.Create)
	w.Do(w.Decide(doc.dispute, "void", ""))
	sends(t, w, func() { finds(t, e.Apply(plan), "error dispute_id dispute-not-open-for-documents") })
}
