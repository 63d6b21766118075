package disputesubmission_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// submitted is a world with a dispute over which EUR 60.00 were contested with one
// document, through the engine.
func submitted(t *testing.T) (w *acctest.World, e *acctest.Engine, dispute string, document acctest.Evidence) {
	t.Helper()
	w = acctest.NewWorld(t)
	dispute = w.Dispute()
	document = w.Sent(dispute, 1)
	w.Do(w.ClearJournal())
	e = w.Engine(nil)
	e.Run(block(submission(dispute, 6000, document))).Want(t)
	w.WantWrites("submit_dispute")
	w.Do(w.ClearJournal())
	return w, e, dispute, document
}

// later is a document of which nothing but its place in the configuration matters.
var later = acctest.Evidence{ID: "later", Digest: strings.Repeat("0", 64)}

func TestRounds(t *testing.T) {
	t.Parallel()
	w, e, dispute, first := submitted(t)
	e.WantState("it", map[string]string{"status": "SUBMITTED", "round": "1", "status_message": ""})
	begun := e.Attribute("it", "submitted_at")
	for event, err := range w.API().Events.All(t.Context(), mangopay.EventFilter{Type: "DISPUTE_SUBMITTED"}) {
		w.Do(err)
		if want := event.Date.UTC().Format(time.RFC3339); begun != want {
			t.Errorf("submitted at %s, want %s", begun, want)
		}
	}
	w.Do(w.Decide(dispute, "reopen", "the signature is missing"))
	w.Do(w.Advance(time.Hour))

	plan := e.Plan(block(submission(dispute, 6000, first)))
	plan.Diagnostics.Want(t, "warning documents dispute-reopened")
	plan.Diagnostics.WantText(t, "the signature is missing", "The deadline is", "9 d")
	plan.WantAction(t, "it", acctest.NoOp)

	second := w.Sent(dispute, 2)
	w.Do(w.ClearJournal())
	w.Do(w.SetGuesses(simulator.Guesses{ResubmissionRefusesFunds: true}))
	plan = e.Plan(block(submission(dispute, 6000, first, second)))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.Update)
	if got := plan.Attribute(t, "it", "round"); got != "2" {
		t.Errorf("round %s is planned", got)
	}
	e.Apply(plan).Want(t)
	w.WantWrites("submit_dispute")
	e.WantState("it", map[string]string{"status": "SUBMITTED", "round": "2", "status_message": ""})
	if e.Attribute("it", "submitted_at") == begun {
		t.Errorf("submitted_at is still %s", begun)
	}
}

func TestDecisionPlansNothing(t *testing.T) {
	t.Parallel()
	for _, decision := range []string{"won", "lost", "void"} {
		t.Run(decision, func(t *testing.T) {
			t.Parallel()
			w, e, dispute, document := submitted(t)
			w.Do(w.Decide(dispute, decision, "so be it"))
			plan := e.Plan(block(submission(dispute, 6000, document)))
			plan.Diagnostics.Want(t)
			plan.WantAction(t, "it", acctest.NoOp)
			e.WantState("it", map[string]string{"status": "CLOSED", "result_code": strings.ToUpper(decision), "result_message": "so be it"})
			e.Plan(block(submission(dispute, 6000, document, later))).Diagnostics.Want(t, "error documents dispute-already-closed")
			w.WantWrites()
		})
	}
}

func TestDocumentsChangeInReview(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := submitted(t)
	other := acctest.Evidence{ID: document.ID, Digest: strings.Repeat("0", 64)}
	e.Plan(block(submission(dispute, 6000, document, later))).Diagnostics.Want(t, "error documents documents-changed-in-review")
	w.Do(w.Decide(dispute, "send_to_bank", ""))
	e.Plan(block(submission(dispute, 6000, other))).Diagnostics.Want(t, "error documents documents-changed-in-review")
	w.WantWrites()
}

// Documents that are not known yet may turn out to be the same: that is for the
// apply to say, which sends nothing either way.
func TestUnknownDocumentsInReview(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := submitted(t)
	before := e.Attribute("it", "submitted_at")
	for _, c := range []struct {
		known acctest.Object
		want  []string
	}{
		{submission(dispute, 6000, document), nil},
		{submission(dispute, 6000, acctest.Evidence{ID: "other", Digest: document.Digest}), []string{"error documents documents-changed-in-review"}},
	} {
		plan := e.Plan(block(with(submission(dispute, 6000, document), "documents", acctest.Unknown{})))
		plan.Diagnostics.Want(t)
		plan.WantAction(t, "it", acctest.Update)
		plan.Know(t, "it", "documents", c.known["documents"])
		e.Apply(plan).Want(t, c.want...)
		e.WantState("it", map[string]string{"status": "SUBMITTED", "round": "1", "submitted_at": before})
	}
	w.WantWrites()
}

func TestFundsChange(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := submitted(t)
	e.Plan(block(submission(dispute, 5999, document))).Diagnostics.Want(t, "error contested_funds contested-funds-already-sent")
	e.Plan(block(submission(dispute, acctest.Unknown{}, document))).Diagnostics.Want(t)
	w.Do(w.Decide(dispute, "reopen", ""))
	e.Plan(block(submission(dispute, 10000, document))).Diagnostics.Want(t,
		"error contested_funds contested-funds-already-sent", "warning documents dispute-reopened")
	w.WantWrites()
}

// Funds that are only known at the apply are held against the state then.
func TestUnknownFunds(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := submitted(t)
	for amount, want := range map[int][]string{
		6000: nil,
		5999: {"error contested_funds contested-funds-already-sent"},
	} {
		plan := e.Plan(block(submission(dispute, acctest.Unknown{}, document)))
		plan.Diagnostics.Want(t)
		known := submission(dispute, amount, document)
		plan.Know(t, "it", "contested_funds", known["contested_funds"])
		e.Apply(plan).Want(t, want...)
	}
	w.WantWrites()
}

// Every round needs its own approval.
func TestApprovalOfTheNextRound(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	first := w.Sent(dispute, 1)
	approve := func(config acctest.Object, documents ...acctest.Evidence) acctest.Block {
		var digests []string
		for _, d := range documents {
			digests = append(digests, d.Digest)
		}
		return block(with(config, "approved_digest", evidence.EvidenceDigest(dispute, "EUR", 6000, digests)))
	}
	e := w.Engine(acctest.Object{"require_approval": true})
	e.Run(approve(submission(dispute, 6000, first), first)).Want(t)
	w.Do(w.Decide(dispute, "reopen", ""))
	second := w.Sent(dispute, 2)
	w.Do(w.ClearJournal())
	both := submission(dispute, 6000, first, second)
	e.Run(approve(both, first)).Want(t, "error approved_digest evidence-not-approved")
	w.WantWrites()
	e.Run(approve(both, first, second)).Want(t)
	w.WantWrites("submit_dispute")
}

// While the account is not known, the plan says what the state and the
// configuration tell, and asks nobody.
func TestProviderUnknownLater(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := submitted(t)
	blind := e.Defer()
	blind.Plan(block(submission(dispute, 6000, document))).WantAction(t, "it", acctest.NoOp)
	blind.Plan(block(submission(dispute, 6000, document, later))).Diagnostics.Want(t, "error documents documents-changed-in-review")
	blind.Plan().Diagnostics.Want(t, "warning - forget-on-destroy")
	if journal, _ := w.Journal(); len(journal) > 0 {
		t.Errorf("requests were sent: %v", journal)
	}
}

// Whatever happened to the dispute since the plan, an apply that submits nothing
// stores what was planned.
func TestApprovalWrittenAfterwards(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := submitted(t)
	plan := e.Plan(block(with(submission(dispute, 6000, document), "approved_digest", e.Attribute("it", "evidence_digest"))))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.Update)
	w.Do(w.Decide(dispute, "won", ""))
	e.Apply(plan).Want(t)
	e.WantState("it", map[string]string{"status": "SUBMITTED"})
	w.WantWrites()
}

// A reopened dispute whose deadline is near does not stop a plan that changes
// nothing; one that submits it is refused.
func TestReopenedInsideTheMargin(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := submitted(t)
	w.Do(w.Decide(dispute, "reopen", ""))
	w.Do(w.Advance(10*24*time.Hour - time.Hour))
	plan := e.Plan(block(submission(dispute, 6000, document)))
	plan.Diagnostics.Want(t, "warning documents dispute-reopened")
	plan.Diagnostics.WantText(t, "59 min left")
	e.Plan(block(submission(dispute, 6000, document, w.Sent(dispute, 2)))).Diagnostics.Want(t, "error dispute_id deadline-margin")
}

func TestDocumentsAreCheckedBeforeTheSubmission(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		document func(w *acctest.World, dispute string) acctest.Evidence
		want     string
	}{
		"a draft": {
			func(w *acctest.World, dispute string) acctest.Evidence { return w.Draft(dispute, "", acctest.PNG(1)) },
			"error documents document-not-submitted",
		},
		"other bytes": {
			func(w *acctest.World, dispute string) acctest.Evidence {
				return acctest.Evidence{ID: w.Sent(dispute, 1).ID, Digest: w.Draft(dispute, "", acctest.PNG(2)).Digest}
			},
			"error documents digest-mismatch",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			dispute := w.Dispute()
			config := submission(dispute, 10000, w.Sent(dispute, 9), c.document(w, dispute))
			w.Do(w.ClearJournal())
			w.Engine(nil).Run(block(config)).Want(t, c.want)
			w.WantWrites()
		})
	}
}

// What was planned well can have become impossible: the apply looks again.
func TestApplyRepeatsTheChecks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(w *acctest.World, dispute string)
		want   []string
		writes []string
	}{
		"closed": {
			func(w *acctest.World, d string) { w.Do(w.Decide(d, "void", "")) },
			[]string{"error dispute_id dispute-already-closed"},
			nil,
		},
		"inside the margin": {
			func(w *acctest.World, _ string) { w.Do(w.Advance(10*24*time.Hour - time.Hour)) },
			[]string{"error dispute_id deadline-margin"},
			nil,
		},
		"submitted elsewhere": {
			func(w *acctest.World, d string) { w.Contest(d, 1) },
			[]string{"error dispute_id dispute-already-submitted"},
			[]string{"submit_dispute"},
		},
		"submitted by a run that died": {
			func(w *acctest.World, d string) { w.Contest(d, 10000) },
			nil,
			[]string{"submit_dispute"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			dispute := w.Dispute()
			e := w.Engine(nil)
			plan := e.Plan(block(submission(dispute, 10000, w.Sent(dispute, 1))))
			w.Do(w.ClearJournal())
			c.change(w, dispute)
			e.Apply(plan).Want(t, c.want...)
			w.WantWrites(c.writes...)
		})
	}
}

// What only Mangopay can judge is shown at the attribute that it refuses.
func TestRefusedField(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.DisputeOf(simulator.DisputeSpec{Currency: "XXX", Amount: 10000})
	diags := w.Engine(nil).Run(block(submission(dispute, 10000, w.Sent(dispute, 1))))
	diags.Want(t, "warning contested_funds disputed-funds-unknown", "error contested_funds Cannot submit dispute")
	diags.WantText(t, "currency must be the same")
}

// However a submission goes wrong half-way, it reaches Mangopay once, and the run
// records it.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{
		simulator.FaultLostAnswer, simulator.FaultErrorAfter, simulator.FaultTruncatedAnswer,
		simulator.FaultExpiredToken, simulator.FaultErrorBefore, simulator.FaultProxyPage,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			dispute := w.Dispute()
			first, e := w.Sent(dispute, 1), w.Engine(nil)
			runWithFault(t, w, e, kind, submission(dispute, 6000, first))
			e.WantState("it", map[string]string{"status": "SUBMITTED", "round": "1"})

			w.Do(w.Decide(dispute, "reopen", ""))
			w.Do(w.Advance(time.Hour))
			runWithFault(t, w, e, kind, submission(dispute, 6000, first, w.Sent(dispute, 2)))
			e.WantState("it", map[string]string{"status": "SUBMITTED", "round": "2"})
		})
	}
}

// runWithFault applies under a fault of the first submission.
func runWithFault(t *testing.T, w *acctest.World, e *acctest.Engine, kind simulator.FaultKind, config acctest.Object) {
	t.Helper()
	w.Do(w.ClearJournal())
	w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: kind, Operation: "submit_dispute", Nth: 1}}}))
	e.Run(block(config)).Want(t)
	if n := w.Done("submit_dispute"); n != 1 {
		t.Errorf("%d submissions succeeded", n)
	}
	e.Plan(block(config)).WantAction(t, "it", acctest.NoOp)
}

// Another dispute is another submission; the first one stays submitted.
func TestAnotherDispute(t *testing.T) {
	t.Parallel()
	w, e, dispute, _ := submitted(t)
	other := w.Dispute()
	config := submission(other, 6000, w.Sent(other, 2))
	w.Do(w.ClearJournal())
	plan := e.Plan(block(config))
	plan.WantAction(t, "it", acctest.Replace)
	e.Apply(plan).Want(t)
	e.WantState("it", map[string]string{"dispute_id": other, "status": "SUBMITTED", "round": "1"})
	w.WantWrites("submit_dispute")
	if d, err := w.API().Disputes.Get(t.Context(), dispute); err != nil || d.Status != "SUBMITTED" {
		t.Errorf("the first dispute is %v (%v)", d, err)
	}
}

// A forced replacement finds the submission that it forgot.
func TestForcedReplacement(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := submitted(t)
	before := e.Attribute("it", "submitted_at")
	e.Taint("it")
	plan := e.Plan(block(submission(dispute, 6000, document)))
	plan.Diagnostics.Want(t, "warning dispute_id submission-adopted")
	plan.WantAction(t, "it", acctest.Replace)
	e.Apply(plan).Want(t)
	e.WantState("it", map[string]string{"round": "1", "submitted_at": before})
	w.WantWrites()
}

// A run that died after the submission is followed by one that records it, with
// its round and time.
func TestAdoption(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := submitted(t)
	before := map[string]string{}
	for _, name := range []string{"dispute_id", "evidence_digest", "status", "round", "submitted_at"} {
		before[name] = e.Attribute("it", name)
	}
	e.Lose("it")
	w.Do(w.Advance(time.Hour))
	e.Run(block(submission(dispute, 6000, document))).Want(t, "warning dispute_id submission-adopted")
	e.WantState("it", before)
	w.WantWrites()
}

func TestAdoptionComparesTheDocuments(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := submitted(t)
	e.Lose("it")
	document.Digest = strings.Repeat("0", 64)
	e.Run(block(submission(dispute, 6000, document))).Want(t, "warning dispute_id submission-adopted", "error documents digest-mismatch")
	w.WantWrites()
}

// A dispute that was submitted elsewhere is not recorded with a document that came
// later: it would never be submitted with it.
func TestLaterDocument(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := submitted(t)
	begun := e.Attribute("it", "submitted_at")
	e.Lose("it")
	w.Do(w.Decide(dispute, "reopen", ""))
	w.Do(w.Advance(time.Hour))
	later := w.Sent(dispute, 2)
	w.Do(w.ClearJournal())
	e.Import(typeName, "it", dispute+"?document="+later.ID).Want(t, "error dispute_id document-sent-later")

	e.Import(typeName, "it", dispute).Want(t)
	e.Run(block(submission(dispute, 6000, document, later))).Want(t,
		"warning documents dispute-reopened", "error documents document-sent-later")
	w.WantWrites()

	e.Lose("it")
	e.Import(typeName, "it", dispute+"?document="+document.ID).Want(t)
	e.WantState("it", map[string]string{"submitted_at": begun, "round": "1"})
	e.Run(block(submission(dispute, 6000, document, later))).Want(t)
	e.WantState("it", map[string]string{"round": "2"})
	w.WantWrites("submit_dispute")
}

func TestImportRefusals(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	waiting, hopeless := w.Dispute(), w.DisputeOf(simulator.DisputeSpec{Type: "NOT_CONTESTABLE"})
	submitted := w.Dispute()
	other := w.Sent(waiting, 1)
	w.Contest(submitted, 1)
	for id, want := range map[string]string{
		waiting:                             "error dispute_id dispute-not-submitted",
		hopeless:                            "error dispute_id dispute-not-submitted",
		"nobody":                            "error dispute_id dispute-not-found",
		submitted + "?document=nothing":     "error dispute_id document-not-found",
		submitted + "?document=" + other.ID: "error dispute_id document-of-other-dispute",
		"a/b":                               "error dispute_id Operation failed",
		submitted + "?source=a":             "error dispute_id Operation failed",
		submitted + "?document=%":           "error dispute_id Operation failed",
	} {
		if got := w.Engine(nil).Import(typeName, "it", id).Findings(); !slices.Equal(got, []string{want}) {
			t.Errorf("import of %s: %v, want %s", id, got, want)
		}
	}
}

func TestDestroy(t *testing.T) {
	t.Parallel()
	w, e, dispute, _ := submitted(t)
	plan := e.Plan()
	plan.Diagnostics.Want(t, "warning - forget-on-destroy")
	plan.Diagnostics.WantText(t, dispute)
	e.Apply(plan).Want(t)
	w.WantWrites()
}

func TestDestroyRefused(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	e := w.Engine(acctest.Object{"on_destroy": "refuse"})
	e.Run(block(submission(dispute, 6000, w.Sent(dispute, 1)))).Want(t)
	e.Plan().Diagnostics.Want(t, "error - destroy-refused")
}
