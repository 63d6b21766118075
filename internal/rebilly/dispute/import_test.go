package dispute_test

import (
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func TestImport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Import(typeName, "it", "nobody").Want(t, "error id rebilly-not-found")
	for _, id := range []string{"a/b", "..", chosen + "?generation=2", ""} {
		e.Import(typeName, "it", id).Want(t, "error id rebilly-id-invalid")
	}
	e.Run(it(nil)).Want(t)
	e.Lose("it")
	e.Import(typeName, "it", chosen).Want(t)
	e.WantState("it", map[string]string{"status_authority": "config", "amount": "4990", "revision": "0"})
	plan := e.Plan(it(nil))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.NoOp)
	w.WantWrites(wrote)

	// After an import the gateway's changes are told from those of the user too.
	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Status: "lost"}))
	e.Plan(it(nil)).Diagnostics.Want(t, "warning status rebilly-status-overwritten")
	e.Plan(it(acctest.Object{"status": "lost", "type": "arbitration"})).Diagnostics.Want(t)
}

// A dispute that a gateway reported may lack what every write needs: the plan shows what
// has to be written.
func TestImportOfABareDispute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	w.RebillyDisputeOf(simulator.RebillyDisputeSpec{ID: chosen, Bare: true, Amount: "0.005"})
	e.Import(typeName, "it", chosen).Want(t)
	e.WantState("it", map[string]string{"transaction_id": "", "reason_code": "", "customer_id": "", "amount": "", "amount_decimal": "0.005", "source": "webhook"})
	plan := e.Plan(it(nil))
	plan.Diagnostics.Want(t, "warning amount rebilly-amount-inexact")
	plan.WantAction(t, "it", acctest.Update)
	e.Apply(plan).Want(t)
	e.WantState("it", map[string]string{"transaction_id": "txn-1004", "reason_code": "13.1", "customer_id": "cus-1001"})
	e.Plan(it(nil)).WantAction(t, "it", acctest.NoOp)
}

// A code that no client may write is imported, and refused when it is written back.
func TestImportOfAnUnknownCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	w.RebillyDisputeOf(simulator.RebillyDisputeSpec{ID: chosen, ReasonCode: "gateway says so", TransactionID: "txn-1004"})
	e.Import(typeName, "it", chosen).Want(t)
	e.WantState("it", map[string]string{"reason_code": "gateway says so"})
	unmoved(t, w, func() {
		e.Run(it(acctest.Object{"reason_code": "gateway says so"})).Want(t, "error reason_code Cannot write dispute")
	})
}

// The generation is in no answer of Rebilly's: the first apply takes it as it is.
func TestImportOfAGeneration(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	second := derived(acctest.Object{"generation": 2})
	e.Run(second).Want(t)
	id := e.Attribute("it", "id")
	e.Import(typeName, "it", id).Want(t)
	plan := e.Plan(second)
	plan.WantAction(t, "it", acctest.Update)
	e.Apply(plan).Want(t)
	e.Plan(second).WantAction(t, "it", acctest.NoOp)
	e.Plan(derived(acctest.Object{"generation": 3})).WantAction(t, "it", acctest.Replace)
	w.WantWrites(wrote)
}

// What is imported without an id in the configuration could be created a second time: the plan
// says so until the id is written down.
func TestImportWithoutTheID(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(it(nil)).Want(t)
	e.Lose("it")
	e.Import(typeName, "it", chosen).Want(t)
	for range 2 {
		plan := e.Plan(derived(nil))
		plan.Diagnostics.Want(t, "warning id rebilly-id-not-written")
		plan.Diagnostics.WantText(t, `Write id = "case-7731".`)
		plan.WantAction(t, "it", acctest.NoOp)
	}
	e.Plan(it(nil)).Diagnostics.Want(t)
	e.Plan(derived(acctest.Object{"transaction_id": acctest.Unknown{}})).Diagnostics.Want(t)
}
