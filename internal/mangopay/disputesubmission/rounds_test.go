package disputesubmission_test

import (
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const day = 24 * time.Hour

// disturbEvents makes the list of events fail; nth is which page fails, 0 for all.
func disturbEvents(w *acctest.World, kind simulator.FaultKind, nth int) {
	w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: kind, Operation: "list_events", Nth: nth}}}))
}

// reopened is a world with a dispute that was submitted through the engine and came
// back.
func reopened(t *testing.T) (w *acctest.World, e *acctest.Engine, dispute string, document acctest.Evidence) {
	t.Helper()
	w, e, dispute, document = submitted(t)
	w.Do(w.Decide(dispute, "reopen", "the signature is missing"))
	w.Do(w.Advance(time.Hour))
	return w, e, dispute, document
}

var unchanged = []string{"warning documents dispute-reopened", "error documents evidence-unchanged"}

// Whatever the state has lost, evidence that was not accepted is not sent again.
func TestSameEvidenceIsNotSubmittedAgain(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(*acctest.Engine){
		"lost":    func(e *acctest.Engine) { e.Lose("it") },
		"tainted": func(e *acctest.Engine) { e.Taint("it") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, e, dispute, document := reopened(t)
			lose(e)
			diags := e.Run(block(submission(dispute, 6000, document)))
			diags.Want(t, unchanged...)
			diags.WantText(t, "in round 1 at ", "<dispute_id>?document=<id>")
			w.WantWrites()

			e.Lose("it")
			e.Import(typeName, "it", dispute+"?document="+document.ID).Want(t)
			e.Plan(block(submission(dispute, 6000, document))).WantAction(t, "it", acctest.NoOp)
		})
	}
}

func TestYoungerEvidenceIsSubmitted(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := reopened(t)
	e.Lose("it")
	younger := w.Sent(dispute, 2)
	w.Do(w.ClearJournal())
	e.Run(block(submission(dispute, 6000, document, younger))).Want(t, "warning documents dispute-reopened")
	e.WantState("it", map[string]string{"status": "SUBMITTED", "round": "2"})
	w.WantWrites("submit_dispute")
}

// What the plan does not know, the apply judges before it submits.
func TestSameEvidenceThatWasUnknown(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := reopened(t)
	e.Lose("it")
	config := submission(dispute, 6000, document)
	known := config["documents"]
	plan := e.Plan(block(with(config, "documents", acctest.Unknown{})))
	plan.Diagnostics.Want(t, "warning documents dispute-reopened")
	plan.Know(t, "it", "documents", known)
	e.Apply(plan).Want(t, "error documents evidence-unchanged")
	w.WantWrites()
}

// A run that died while it submitted the second round leaves a state that knows the
// first. The next one records what was sent, whatever was decided since.
func TestRoundOfADeadRunIsRecorded(t *testing.T) {
	t.Parallel()
	for name, decision := range map[string]string{"under review": "", "at the bank": "send_to_bank", "won": "won"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, e, dispute, document := reopened(t)
			younger := w.Sent(dispute, 2)
			_, err := w.API().Disputes.Submit(t.Context(), dispute, nil)
			w.Do(err)
			if decision != "" {
				w.Do(w.Decide(dispute, decision, ""))
			}
			w.Do(w.ClearJournal())
			config := block(submission(dispute, 6000, document, younger))
			e.Run(config).Want(t, "warning documents submission-adopted")
			e.WantState("it", map[string]string{"round": "2"})
			w.WantWrites()
			e.Plan(config).WantAction(t, "it", acctest.NoOp)
		})
	}
}

// Documents that are younger than the submission of the dead run were no part of it.
func TestRoundOfADeadRunHadNoLaterDocument(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := reopened(t)
	_, err := w.API().Disputes.Submit(t.Context(), dispute, nil)
	w.Do(err)
	w.Do(w.Advance(time.Hour))
	w.Do(w.Decide(dispute, "reopen", ""))
	later := w.Sent(dispute, 2)
	w.Do(w.Decide(dispute, "void", ""))
	w.Do(w.ClearJournal())
	e.Run(block(submission(dispute, 6000, document, later))).Want(t, "warning documents submission-adopted", "error documents document-sent-later")
	w.WantWrites()
}

// A run that died after it had submitted the second round leaves a state that
// knows the first.
func TestSameEvidenceAfterALostRound(t *testing.T) {
	t.Parallel()
	w, e, dispute, first := reopened(t)
	second := w.Sent(dispute, 2)
	_, err := w.API().Disputes.Submit(t.Context(), dispute, nil)
	w.Do(err)
	w.Do(w.Decide(dispute, "reopen", ""))
	w.Do(w.Advance(time.Hour))
	w.Do(w.ClearJournal())
	both := submission(dispute, 6000, first, second)
	diags := e.Run(block(both))
	diags.Want(t, "error documents evidence-unchanged")
	diags.WantText(t, "in round 2 at ")
	plan := e.Plan(block(with(submission(dispute, 6000), "documents", acctest.Unknown{})))
	plan.Diagnostics.Want(t)
	plan.Know(t, "it", "documents", both["documents"])
	e.Apply(plan).Want(t, "error documents evidence-unchanged")
	w.WantWrites()

	third := w.Sent(dispute, 3)
	w.Do(w.ClearJournal())
	plan = e.Plan(block(submission(dispute, 6000, first, second, third)))
	plan.Diagnostics.Want(t)
	if got := plan.Attribute(t, "it", "round"); got != "3" {
		t.Errorf("round %s is planned", got)
	}
	e.Apply(plan).Want(t)
	e.WantState("it", map[string]string{"round": "3"})
	w.WantWrites("submit_dispute")
}

// A key that may not read events does not hold up the next round of a state that
// knows its submission.
func TestNextRoundWithoutEvents(t *testing.T) {
	t.Parallel()
	for kind, want := range map[simulator.FaultKind][]string{
		simulator.FaultForbidden:   nil,
		simulator.FaultErrorBefore: {"error - Cannot list events"},
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w, e, dispute, first := reopened(t)
			second := w.Sent(dispute, 2)
			disturbEvents(w, kind, 0)
			e.Run(block(submission(dispute, 6000, first, second))).Want(t, want...)
		})
	}
}

// Without events nobody can say which evidence is new, whatever is listed.
func TestReopenedWithoutEvents(t *testing.T) {
	t.Parallel()
	for kind, want := range map[simulator.FaultKind][]string{
		simulator.FaultForbidden:   unchanged,
		simulator.FaultErrorBefore: {"warning documents dispute-reopened", "error - Cannot list events"},
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w, e, dispute, _ := reopened(t)
			e.Lose("it")
			younger := w.Sent(dispute, 2)
			w.Do(w.ClearJournal())
			disturbEvents(w, kind, 0)
			e.Run(block(submission(dispute, 6000, younger))).Want(t, want...)
			w.WantWrites()
		})
	}
}

// A submission that the events do not reach any more is older than they are.
func TestReopenedLongAgo(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.DisputeOf(simulator.DisputeSpec{Deadline: 90 * day})
	old := w.Sent(dispute, 1)
	w.Contest(dispute, 6000)
	w.Do(w.Decide(dispute, "reopen", ""))
	w.Do(w.Advance(50 * day))
	w.Do(w.ClearJournal())
	e := w.Engine(nil)
	e.Run(block(submission(dispute, 6000, old))).Want(t, unchanged...)
	w.WantWrites()
	younger := w.Sent(dispute, 2)
	e.Run(block(submission(dispute, 6000, old, younger))).Want(t, "warning documents dispute-reopened")
	e.WantState("it", map[string]string{"round": "2"})
}

// A submission that was made reaches the state, whatever becomes of its event. A
// key that may not read events costs the round after an import, nothing else.
func TestWithoutEvents(t *testing.T) {
	t.Parallel()
	for kind, want := range map[simulator.FaultKind]string{
		simulator.FaultForbidden:   "warning dispute_id round-unknown",
		simulator.FaultErrorBefore: "error - Cannot list events",
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			dispute := w.Dispute()
			document := w.Sent(dispute, 1)
			disturbEvents(w, kind, 0)
			e := w.Engine(nil)
			e.Run(block(submission(dispute, 6000, document))).Want(t)
			e.WantState("it", map[string]string{"round": "1"})
			if e.Attribute("it", "submitted_at") == "" {
				t.Error("submitted_at is not known")
			}
			e.Lose("it")
			diags := e.Import(typeName, "it", dispute+"?document="+document.ID)
			diags.Want(t, want)
			if !diags.Failed() {
				e.WantState("it", map[string]string{"round": "1", "submitted_at": "", "status": "SUBMITTED"})
				e.Plan(block(submission(dispute, 6000, document))).WantAction(t, "it", acctest.NoOp)
			}
		})
	}
}

// A list of events that breaks off does not pass for a short one.
func TestEventsBreakOff(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	for range 100 {
		w.Contest(w.Dispute(), 1)
	}
	dispute := w.Dispute()
	document := w.Sent(dispute, 1)
	w.Contest(dispute, 6000)
	w.Do(w.ClearJournal())
	disturbEvents(w, simulator.FaultRateLimit, 2)
	e, config := w.Engine(nil), block(submission(dispute, 6000, document))
	e.Run(config).Want(t, "warning dispute_id submission-adopted", "error - Cannot list events")
	e.Run(config).Want(t, "warning dispute_id submission-adopted")
	if e.Attribute("it", "submitted_at") == "" {
		t.Error("submitted_at is not known")
	}
	w.WantWrites()
}

func TestImportOfAClosedDispute(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		live func(w *acctest.World, dispute string)
		want string
	}{
		"deadline passed": {
			func(w *acctest.World, _ string) { w.Do(w.Advance(31 * day)) },
			"error dispute_id dispute-not-submitted",
		},
		"given up": {
			func(w *acctest.World, dispute string) {
				_, err := w.API().Disputes.Close(t.Context(), dispute)
				w.Do(err)
			},
			"error dispute_id dispute-not-submitted",
		},
		"decided after the reach of the events": {
			func(w *acctest.World, dispute string) {
				w.Contest(dispute, 6000)
				w.Do(w.Advance(50 * day))
				w.Do(w.Decide(dispute, "won", ""))
			},
			"warning dispute_id round-unknown",
		},
		"decided": {
			func(w *acctest.World, dispute string) {
				w.Contest(dispute, 6000)
				w.Do(w.Advance(40 * day))
				w.Do(w.Decide(dispute, "lost", ""))
			},
			"",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			dispute := w.DisputeOf(simulator.DisputeSpec{Deadline: 30 * day})
			c.live(w, dispute)
			e := w.Engine(nil)
			diags := e.Import(typeName, "it", dispute)
			if c.want == "" {
				diags.Want(t)
			} else {
				diags.Want(t, c.want)
			}
			if !diags.Failed() {
				e.WantState("it", map[string]string{"round": "1", "status": "CLOSED"})
			}
		})
	}
}

// The next round may keep a document that was refused; one that is new to the list
// is reported, and so is one that the list leaves out.
func TestRefusedDocumentInTheNextRound(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := reopened(t)
	w.Do(w.Review(document.ID, "refuse_unreadable", ""))
	second, third := w.Sent(dispute, 2), w.Sent(dispute, 3)
	e.Plan(block(submission(dispute, 6000, document, second, third))).Diagnostics.Want(t)
	e.Plan(block(submission(dispute, 6000, document, second))).Diagnostics.Want(t, "warning documents documents-not-listed")
	w.Do(w.Review(second.ID, "refuse_unreadable", "too dark"))
	e.Plan(block(submission(dispute, 6000, document, second, third))).Diagnostics.Want(t, "warning documents document-refused")
}

// A plan that submits nothing asks nothing about other documents.
func TestNothingPlannedListsNothing(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := reopened(t)
	w.Sent(dispute, 2)
	w.Do(w.ClearJournal())
	e.Plan(block(submission(dispute, 6000, document))).Diagnostics.Want(t, "warning documents dispute-reopened")
	if n := w.Calls("list_dispute_documents"); n > 0 {
		t.Errorf("documents were listed %d times", n)
	}
}
