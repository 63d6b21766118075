package disputeclosure_test

import (
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const typeName = "disputes_mangopay_dispute_closure"

func it(dispute any) acctest.Block {
	return acctest.Block{Type: typeName, Name: "it", Body: acctest.Object{"dispute_id": dispute, "accept_loss": true}}
}

func TestPlan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spec   simulator.DisputeSpec
		change func(w *acctest.World, dispute string, body acctest.Object)
		want   []string
	}{
		"open":            {},
		"retrieval":       {spec: simulator.DisputeSpec{Type: "RETRIEVAL"}},
		"reopened":        {spec: simulator.DisputeSpec{Status: "REOPENED_PENDING_CLIENT_ACTION"}},
		"not open yet":    {spec: simulator.DisputeSpec{Status: "CREATED"}, want: []string{"error dispute_id dispute-not-closable"}},
		"submitted":       {spec: simulator.DisputeSpec{Status: "SUBMITTED"}, want: []string{"error dispute_id dispute-not-closable"}},
		"with the bank":   {spec: simulator.DisputeSpec{Status: "PENDING_BANK_ACTION"}, want: []string{"error dispute_id dispute-not-closable"}},
		"lost":            {spec: simulator.DisputeSpec{Status: "CLOSED"}, want: []string{"warning dispute_id closure-adopted"}},
		"not contestable": {spec: simulator.DisputeSpec{Type: "NOT_CONTESTABLE"}, want: []string{"warning dispute_id closure-adopted"}},
		"won":             {spec: simulator.DisputeSpec{Status: "CLOSED", ResultCode: "WON"}, want: []string{"error dispute_id dispute-already-closed"}},
		"void":            {spec: simulator.DisputeSpec{Status: "CLOSED", ResultCode: "VOID"}, want: []string{"error dispute_id dispute-already-closed"}},
		"no such dispute": {
			change: func(_ *acctest.World, _ string, body acctest.Object) { body["dispute_id"] = "nobody" },
			want:   []string{"error dispute_id dispute-not-found"},
		},
		"loss not accepted": {
			change: func(_ *acctest.World, _ string, body acctest.Object) { body["accept_loss"] = false },
			want:   []string{"error accept_loss Invalid Attribute Value Match"},
		},
		"unknown": {change: func(_ *acctest.World, _ string, body acctest.Object) {
			body["dispute_id"], body["accept_loss"] = acctest.Unknown{}, acctest.Unknown{}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			dispute := w.DisputeOf(c.spec)
			block := it(dispute)
			if c.change != nil {
				c.change(w, dispute, block.Body)
			}
			w.Engine(nil).Plan(block).Diagnostics.Want(t, c.want...)
			w.WantWrites()
		})
	}
}

func TestClose(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute, e := w.Dispute(), w.Engine(nil)
	e.Run(it(dispute)).Want(t)
	e.WantState("it", map[string]string{"status": "CLOSED", "result_code": "LOST"})
	if e.Attribute("it", "closed_at") == "" {
		t.Error("closed_at is not known")
	}
	e.Plan(it(dispute)).WantAction(t, "it", acctest.NoOp)
	w.WantWrites("close_dispute")

	other := w.Dispute()
	plan := e.Plan(it(other))
	plan.WantAction(t, "it", acctest.Replace)
	e.Apply(plan).Want(t)
	e.WantState("it", map[string]string{"dispute_id": other, "status": "CLOSED"})
	w.WantWrites("close_dispute", "close_dispute")
}

func TestProviderUnknown(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	plan := w.Engine(nil).Defer().Plan(it(w.Dispute()))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.Create)
	if journal, _ := w.Journal(); len(journal) > 0 {
		t.Errorf("requests were sent: %v", journal)
	}
}

// What could be closed in the plan may be with the bank now, or won.
func TestApplyRepeatsTheChecks(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute, e := w.Dispute(), w.Engine(nil)
	plan := e.Plan(it(dispute))
	w.Contest(dispute, 1)
	w.Do(w.ClearJournal())
	e.Apply(plan).Want(t, "error dispute_id dispute-not-closable")
	w.Do(w.Decide(dispute, "won", ""))
	e.Apply(plan).Want(t, "error dispute_id dispute-already-closed")
	w.WantWrites()
}

func TestVanished(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	e := w.Engine(nil)
	spec := simulator.DisputeSpec{ID: "case-7"}
	e.Run(it(w.DisputeOf(spec))).Want(t)
	w.Do(w.Reset())
	w.DisputeOf(spec)
	e.Plan(it("case-7")).WantAction(t, "it", acctest.Create)
}

// A dispute that a run closed before it died is recorded by the next one.
func TestAdoption(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute, e := w.Dispute(), w.Engine(nil)
	e.Run(it(dispute)).Want(t)
	e.Lose("it")
	e.Run(it(dispute)).Want(t, "warning dispute_id closure-adopted")
	e.WantState("it", map[string]string{"dispute_id": dispute, "status": "CLOSED", "result_code": "LOST"})
	w.WantWrites("close_dispute")
}

// However the call goes wrong half-way, the dispute is closed once.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{
		simulator.FaultLostAnswer, simulator.FaultErrorAfter, simulator.FaultTruncatedAnswer,
		simulator.FaultExpiredToken, simulator.FaultErrorBefore, simulator.FaultProxyPage,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			dispute, e := w.Dispute(), w.Engine(nil)
			w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: kind, Operation: "close_dispute", Nth: 1}}}))
			e.Run(it(dispute)).Want(t)
			e.WantState("it", map[string]string{"status": "CLOSED", "result_code": "LOST"})
			e.Plan(it(dispute)).WantAction(t, "it", acctest.NoOp)
			if n := w.Done("close_dispute"); n != 1 {
				t.Errorf("the dispute was closed %d times", n)
			}
		})
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	lost := w.DisputeOf(simulator.DisputeSpec{Status: "CLOSED"})
	for id, want := range map[string][]string{
		lost:        nil,
		w.Dispute(): {"error dispute_id dispute-not-closed"},
		w.DisputeOf(simulator.DisputeSpec{Status: "CLOSED", ResultCode: "WON"}): {"error dispute_id dispute-not-closed"},
		"nobody":   {"error dispute_id dispute-not-found"},
		lost + "?": nil,
	} {
		w.Engine(nil).Import(typeName, "it", id).Want(t, want...)
	}
	e := w.Engine(nil)
	e.Import(typeName, "it", lost).Want(t)
	e.Plan(it(lost)).WantAction(t, "it", acctest.NoOp)
	w.WantWrites()
}

func TestDestroy(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute, e := w.Dispute(), w.Engine(nil)
	e.Run(it(dispute)).Want(t)
	plan := e.Plan()
	plan.Diagnostics.Want(t, "warning - forget-on-destroy")
	plan.Diagnostics.WantText(t, dispute)
	e.Apply(plan).Want(t)
	w.WantWrites("close_dispute")

	strict := w.Engine(acctest.Object{"on_destroy": "refuse"})
	strict.Import(typeName, "it", dispute).Want(t)
	strict.Plan().Diagnostics.Want(t, "error - destroy-refused")
}
