package documentsubmission_test

import (
	"strings"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const typeName = "disputes_mangopay_document_submission"

// it is the block that sends a document.
func it(dispute string, document acctest.Evidence, more acctest.Object) acctest.Block {
	body := acctest.Object{"dispute_id": dispute, "document_id": document.ID, "digest": document.Digest}
	for name, v := range more {
		body[name] = v
	}
	return acctest.Block{Type: typeName, Name: "it", Body: body}
}

// draft is a world with a dispute and a document of one page that is not sent. tag
// tells the simulator's reviewer what to decide.
func draft(t *testing.T, tag string) (w *acctest.World, dispute string, document acctest.Evidence) {
	t.Helper()
	w = acctest.NewWorld(t)
	dispute = w.Dispute()
	document = w.Draft(dispute, tag, acctest.PNG(1))
	w.Do(w.ClearJournal())
	return w, dispute, document
}

func TestSend(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t, "")
	e := w.Engine(nil)
	plan := e.Plan(it(dispute, document, nil))
	plan.Diagnostics.Want(t)
	w.WantWrites()
	e.Apply(plan).Want(t)
	w.WantWrites("submit_document")
	e.WantState("it", map[string]string{"status": "VALIDATION_ASKED", "wait_for_review": "false", "processed_at": ""})
	e.Plan(it(dispute, document, nil)).WantAction(t, "it", acctest.NoOp)

	w.Do(w.Review(document.ID, "refuse_unreadable", "too dark"))
	plan = e.Plan(it(dispute, document, nil))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.NoOp)
	e.WantState("it", map[string]string{"status": "REFUSED", "refused_reason_type": "DOCUMENT_UNREADABLE", "refused_reason_message": "too dark"})
	w.WantWrites("submit_document")
}

func TestPlan(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for name, c := range map[string]struct {
		change func(w *acctest.World, dispute string, document acctest.Evidence) (string, acctest.Evidence)
		more   acctest.Object
		want   []string
	}{
		"document unknown": {more: acctest.Object{"document_id": acctest.Unknown{}}},
		"dispute unknown":  {more: acctest.Object{"dispute_id": acctest.Unknown{}}},
		"all unknown":      {more: acctest.Object{"document_id": acctest.Unknown{}, "dispute_id": acctest.Unknown{}, "digest": acctest.Unknown{}, "wait_for_review": acctest.Unknown{}}},
		"no digest":        {more: acctest.Object{"digest": "abc"}, want: []string{"error digest Invalid Attribute Value Length"}},
		"no such document": {more: acctest.Object{"document_id": "nothing"}, want: []string{"error document_id document-not-found"}},
		"no such dispute":  {more: acctest.Object{"document_id": acctest.Unknown{}, "dispute_id": "nobody"}, want: []string{"error dispute_id dispute-not-found"}},
		"other dispute": {
			change: func(w *acctest.World, _ string, d acctest.Evidence) (string, acctest.Evidence) { return w.Dispute(), d },
			want:   []string{"error document_id document-of-other-dispute"},
		},
		"sent already": {
			change: func(w *acctest.World, dispute string, _ acctest.Evidence) (string, acctest.Evidence) {
				return dispute, w.Sent(dispute, 2)
			},
			want: []string{"warning document_id document-sent-already"},
		},
		"sent already for another dispute": {
			change: func(w *acctest.World, dispute string, _ acctest.Evidence) (string, acctest.Evidence) {
				return dispute, w.Sent(w.Dispute(), 2)
			},
			want: []string{"error document_id document-of-other-dispute"},
		},
		"dispute under review": {
			change: func(w *acctest.World, dispute string, d acctest.Evidence) (string, acctest.Evidence) {
				w.Contest(dispute, 1)
				return dispute, d
			},
			want: []string{"error dispute_id dispute-not-open-for-documents"},
		},
		"dispute closed": {
			change: func(w *acctest.World, dispute string, d acctest.Evidence) (string, acctest.Evidence) {
				w.Do(w.Decide(dispute, "void", ""))
				return dispute, d
			},
			want: []string{"error dispute_id dispute-not-open-for-documents"},
		},
		"deadline near": {
			change: func(w *acctest.World, dispute string, d acctest.Evidence) (string, acctest.Evidence) {
				w.Do(w.Advance(8 * day))
				return dispute, d
			},
			want: []string{"warning dispute_id deadline-warning"},
		},
		"deadline too near": {
			change: func(w *acctest.World, dispute string, d acctest.Evidence) (string, acctest.Evidence) {
				w.Do(w.Advance(10*day - time.Hour))
				return dispute, d
			},
			want: []string{"error dispute_id deadline-margin"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, dispute, document := draft(t, "")
			if c.change != nil {
				dispute, document = c.change(w, dispute, document)
			}
			w.Do(w.ClearJournal())
			w.Engine(nil).Plan(it(dispute, document, c.more)).Diagnostics.Want(t, c.want...)
			w.WantWrites()
		})
	}
}

func TestProviderUnknown(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t, "")
	plan := w.Engine(nil).Defer().Plan(it(dispute, document, nil))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.Create)
	if journal, _ := w.Journal(); len(journal) > 0 {
		t.Errorf("requests were sent: %v", journal)
	}
}

func TestRefusedBeforeSending(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		document func(w *acctest.World, dispute string) acctest.Evidence
		want     string
	}{
		"empty": {
			func(w *acctest.World, dispute string) acctest.Evidence { return w.Draft(dispute, "") },
			"error document_id document-without-pages",
		},
		"other bytes": {
			func(w *acctest.World, dispute string) acctest.Evidence {
				d := w.Draft(dispute, "", acctest.PNG(1))
				d.Digest = w.Draft(dispute, "", acctest.PNG(2)).Digest
				return d
			},
			"error digest digest-mismatch",
		},
		"a page more": {
			func(w *acctest.World, dispute string) acctest.Evidence {
				d := w.Draft(dispute, "", acctest.PNG(1), acctest.PNG(2))
				d.Digest = w.Draft(dispute, "", acctest.PNG(1)).Digest
				return d
			},
			"error digest digest-mismatch",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			dispute := w.Dispute()
			block := it(dispute, c.document(w, dispute), nil)
			w.Do(w.ClearJournal())
			w.Engine(nil).Run(block).Want(t, c.want)
			w.WantWrites()
		})
	}
}

// What was planned well can have become impossible: the apply looks again.
func TestApplyRepeatsTheChecks(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t, "")
	e := w.Engine(nil)
	plan := e.Plan(it(dispute, document, nil))
	w.Do(w.Decide(dispute, "void", ""))
	e.Apply(plan).Want(t, "error dispute_id dispute-not-open-for-documents")
	w.WantWrites()

	other := w.Dispute()
	block := it(other, document, nil)
	block.Body["document_id"] = acctest.Unknown{}
	plan = e.Plan(block)
	plan.Diagnostics.Want(t)
	plan.Know(t, "it", "document_id", document.ID)
	e.Apply(plan).Want(t, "error document_id document-of-other-dispute")
	w.WantWrites()
}

func TestChanges(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t, "")
	e := w.Engine(nil)
	e.Run(it(dispute, document, nil)).Want(t)
	second := w.Draft(dispute, "", acctest.PNG(2))
	w.Do(w.ClearJournal())

	e.Plan(it(dispute, acctest.Evidence{ID: document.ID, Digest: second.Digest}, nil)).Diagnostics.Want(t, "error digest content-already-sent")

	pages := acctest.Object{"pages": acctest.List{"a"}}
	plan := e.Plan(it(dispute, document, pages))
	plan.WantAction(t, "it", acctest.Update)
	w.Do(w.Review(document.ID, "accept", ""))
	e.Apply(plan).Want(t) // sends nothing, and stores what was planned
	w.WantWrites()

	plan = e.Plan(it(dispute, second, pages))
	plan.WantAction(t, "it", acctest.Replace)
	e.Apply(plan).Want(t)
	e.WantState("it", map[string]string{"document_id": second.ID, "status": "VALIDATION_ASKED"})
	w.WantWrites("submit_document")

	plan = e.Plan(it(w.Dispute(), second, pages))
	plan.Diagnostics.Want(t, "error document_id document-of-other-dispute")
}

// A forced replacement of the document shows in the plan of its submission.
func TestDocumentMadeAnew(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t, "")
	e := w.Engine(nil)
	e.Run(it(dispute, document, nil)).Want(t)
	plan := e.Plan(it(dispute, document, acctest.Object{"document_id": acctest.Unknown{}}))
	plan.Diagnostics.Want(t, "warning document_id document-already-sent")
	plan.WantAction(t, "it", acctest.Replace)
	other := acctest.Object{"document_id": acctest.Unknown{}, "digest": strings.Repeat("0", 64)}
	e.Plan(it(dispute, document, other)).Diagnostics.Want(t)
}

func TestVanished(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t, "")
	e := w.Engine(nil)
	e.Run(it(dispute, document, nil)).Want(t)
	w.Do(w.Reset())
	block := it(dispute, document, nil)
	block.Body["document_id"], block.Body["dispute_id"] = acctest.Unknown{}, acctest.Unknown{}
	e.Plan(block).WantAction(t, "it", acctest.Create)
}

func TestReview(t *testing.T) {
	t.Parallel()
	t.Run("accepted", func(t *testing.T) {
		t.Parallel()
		w, dispute, document := draft(t, "accept")
		e, block := w.Engine(nil), it(dispute, document, acctest.Object{"wait_for_review": true})
		e.Run(block).Want(t)
		e.WantState("it", map[string]string{"status": "VALIDATED"})
		if e.Attribute("it", "processed_at") == "" {
			t.Error("processed_at is not known")
		}
		e.Plan(block).WantAction(t, "it", acctest.NoOp)
	})
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		w, dispute, document := draft(t, "refuse_expired")
		e, block := w.Engine(nil), it(dispute, document, acctest.Object{"wait_for_review": true})
		e.Run(block).Want(t, "error wait_for_review document-refused")
		e.WantState("it", map[string]string{"status": "REFUSED", "refused_reason_type": "DOCUMENT_HAS_EXPIRED"})
		if !e.Tainted("it") {
			t.Error("what failed is not tried again")
		}
		e.Run(block).Want(t, "warning document_id document-sent-already", "error wait_for_review document-refused")
		w.WantWrites("submit_document")
	})
	t.Run("late", func(t *testing.T) {
		t.Parallel()
		w, dispute, document := draft(t, "")
		e := w.Engine(nil)
		block := it(dispute, document, acctest.Object{"wait_for_review": true, "timeouts": acctest.Object{"create": "200ms"}})
		diags := e.Run(block)
		diags.Want(t, "error wait_for_review Operation failed")
		diags.WantText(t, "no decision within 200ms")
		e.WantState("it", map[string]string{"status": "VALIDATION_ASKED"})
		w.Do(w.Review(document.ID, "accept", ""))
		e.Run(block).Want(t, "warning document_id document-sent-already")
		e.WantState("it", map[string]string{"status": "VALIDATED"})
		w.WantWrites("submit_document")
	})
}

// Waiting can be switched on for a document that was sent.
func TestReviewAwaitedLater(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t, "")
	e := w.Engine(nil)
	e.Run(it(dispute, document, nil)).Want(t)
	waiting := it(dispute, document, acctest.Object{"wait_for_review": true, "timeouts": acctest.Object{"update": "200ms"}})
	e.Run(waiting).Want(t, "error wait_for_review Operation failed")
	e.WantState("it", map[string]string{"wait_for_review": "false", "status": "VALIDATION_ASKED"})

	plan := e.Plan(waiting)
	plan.WantAction(t, "it", acctest.Update)
	w.Do(w.Review(document.ID, "accept", ""))
	e.Apply(plan).Want(t)
	e.WantState("it", map[string]string{"wait_for_review": "true", "status": "VALIDATED"})
	e.Plan(waiting).WantAction(t, "it", acctest.NoOp)
	w.WantWrites("submit_document")
}

func TestRefusalAwaitedLater(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t, "refuse_other")
	e := w.Engine(nil)
	e.Run(it(dispute, document, nil)).Want(t)
	waiting := it(dispute, document, acctest.Object{"wait_for_review": true})
	for range 2 {
		e.Run(waiting).Want(t, "error wait_for_review document-refused")
		e.WantState("it", map[string]string{"status": "REFUSED"})
	}
	w.WantWrites("submit_document")
}

func TestAdoption(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t, "")
	e := w.Engine(nil)
	e.Run(it(dispute, document, nil)).Want(t)
	e.Lose("it")
	e.Run(it(dispute, document, nil)).Want(t, "warning document_id document-sent-already")
	e.WantState("it", map[string]string{"document_id": document.ID, "status": "VALIDATION_ASKED"})

	e.Lose("it")
	document.Digest = strings.Repeat("0", 64)
	e.Run(it(dispute, document, nil)).Want(t, "warning document_id document-sent-already", "error digest digest-mismatch")
	e.WantState("it", map[string]string{"document_id": ""})
	w.WantWrites("submit_document")
}

// However the call goes wrong half-way, the document is sent once.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{
		simulator.FaultLostAnswer, simulator.FaultErrorAfter, simulator.FaultTruncatedAnswer,
		simulator.FaultExpiredToken, simulator.FaultErrorBefore, simulator.FaultProxyPage,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w, dispute, document := draft(t, "")
			w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: kind, Operation: "submit_document", Nth: 1}}}))
			e := w.Engine(nil)
			e.Run(it(dispute, document, nil)).Want(t)
			e.WantState("it", map[string]string{"status": "VALIDATION_ASKED"})
			e.Plan(it(dispute, document, nil)).WantAction(t, "it", acctest.NoOp)
			if n := w.Done("submit_document"); n != 1 {
				t.Errorf("the document was sent %d times", n)
			}
		})
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t, "")
	sent := w.Sent(dispute, 2)
	for id, want := range map[string][]string{
		sent.ID:                 nil,
		document.ID:             {"error document_id document-not-submitted"},
		"nothing":               {"error document_id document-not-found"},
		sent.ID + "?document=1": {"error document_id Operation failed"},
	} {
		w.Engine(nil).Import(typeName, "it", id).Want(t, want...)
	}
	e := w.Engine(nil)
	e.Import(typeName, "it", sent.ID).Want(t)
	w.Do(w.ClearJournal())
	plan := e.Plan(it(dispute, sent, nil))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.NoOp)
	e.Plan(it(dispute, acctest.Evidence{ID: sent.ID, Digest: document.Digest}, nil)).Diagnostics.Want(t, "error digest content-already-sent")
	w.WantWrites()
}

// Where the bytes that come back are not trusted, an import has no digest, and the
// next apply records the configured one.
func TestImportWithoutVerification(t *testing.T) {
	t.Parallel()
	w, dispute, _ := draft(t, "")
	sent := w.Sent(dispute, 2)
	sent.Digest = strings.Repeat("0", 64)
	w.Do(w.ClearJournal())
	e := w.Engine(acctest.Object{"verify_contents": false})
	e.Import(typeName, "it", sent.ID).Want(t)
	e.WantState("it", map[string]string{"digest": ""})
	e.Run(it(dispute, sent, nil)).Want(t)
	e.WantState("it", map[string]string{"digest": sent.Digest})
	w.WantWrites()
}

func TestDestroy(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t, "")
	e := w.Engine(nil)
	e.Run(it(dispute, document, nil)).Want(t)
	plan := e.Plan()
	plan.Diagnostics.Want(t, "warning - forget-on-destroy")
	plan.Diagnostics.WantText(t, document.ID, dispute, "VALIDATION_ASKED")
	e.Apply(plan).Want(t)
	w.WantWrites("submit_document")

	strict := w.Engine(acctest.Object{"on_destroy": "refuse"})
	strict.Import(typeName, "it", document.ID).Want(t)
	strict.Plan().Diagnostics.Want(t, "error - destroy-refused")
}
