package documentsubmission_test

import (
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// A document of an earlier run is sent whichever way the API does what no document of
// it settles, or the refusal says what differs and what to do.
func TestOtherWorlds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		guesses simulator.Guesses
		tag     string
		policy  acctest.Object
		want    string
		text    []string
	}{
		"tags are trimmed":           {guesses: simulator.Guesses{Tags: "trimmed"}, tag: "order 7"},
		"tags are dropped":           {guesses: simulator.Guesses{Tags: "dropped"}},
		"a tag is dropped":           {guesses: simulator.Guesses{Tags: "dropped"}, tag: "order 7", want: "error digest digest-mismatch", text: []string{"type INVOICE", `the tag ""`, "1 pages"}},
		"a dropped tag is no matter": {guesses: simulator.Guesses{Tags: "dropped"}, tag: "order 7", policy: acctest.Object{"verify_contents": false}},
		"drafts are hidden":          {guesses: simulator.Guesses{ConsultHidesUnsubmitted: true}, want: "error digest pages-not-shown", text: []string{"policy.verify_contents = false"}},
		"hidden is no matter":        {guesses: simulator.Guesses{ConsultHidesUnsubmitted: true}, policy: acctest.Object{"verify_contents": false}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			w.Do(w.SetGuesses(c.guesses))
			dispute, page := w.Dispute(), acctest.PNG(1)
			body := acctest.Object{"dispute_id": dispute, "type": "INVOICE", "pages": acctest.List{acctest.Object{"source": w.Write("1.png", page)}}}
			if c.tag != "" {
				body["tag"] = c.tag
			}
			document := acctest.Block{Type: "disputes_mangopay_document", Name: "document", Body: body}
			e := w.Engine(c.policy)
			e.Run(document).Want(t)
			made := acctest.Evidence{ID: e.Attribute("document", "id"), Digest: evidence.DocumentDigest("INVOICE", c.tag, []string{acctest.SHA256(page)})}
			w.Do(w.ClearJournal())
			said := e.Run(document, it(dispute, made, nil))
			if c.want != "" {
				said.Want(t, c.want)
				said.WantText(t, c.text...)
				w.WantWrites()
				return
			}
			said.Want(t)
			w.WantWrites("submit_document")
			if n := w.Calls("consult_document"); c.policy != nil && n > 0 {
				t.Errorf("pages that are not compared were asked for %d times", n)
			}
		})
	}
}

// Without verification the API says that there are no pages.
func TestEmptyDocumentWithoutVerification(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t, "")
	document.ID = w.Draft(dispute, "").ID
	said := w.Engine(acctest.Object{"verify_contents": false}).Run(it(dispute, document, nil))
	if !said.Failed() {
		t.Fatal("an empty document was sent")
	}
	said.WantText(t, "cant_validate_empty_document")
}
