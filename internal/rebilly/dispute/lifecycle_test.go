package dispute_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func TestLife(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(it(nil)).Want(t)
	w.WantWrites(wrote)
	want := rebilly.Record{
		TransactionID: "txn-1004", Currency: "EUR", Amount: "49.90", AcquirerReferenceNumber: "7453", CaseID: "7731", ReasonCode: "13.1",
		Type: "first-chargeback", Status: "response-needed",
		PostedTime: time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC), DeadlineTime: time.Date(2126, 3, 30, 23, 59, 59, 0, time.UTC),
	}
	if diff := cmp.Diff(want, w.ReadRebilly(chosen).Record); diff != "" {
		t.Error(diff)
	}
	e.WantState("it", map[string]string{
		"id": chosen, "amount": "4990", "amount_decimal": "49.90", "source": "api", "customer_id": "cus-1001", "revision": "0", "resolved_time": "",
		"status_authority": "config", "generation": "", "posted_time": "2026-03-02T09:30:00Z",
	})
	e.Plan(it(nil)).WantAction(t, "it", acctest.NoOp)

	// Every change is one write of the whole record.
	changed := acctest.Object{
		"transaction_id": "txn-1005", "amount": 1260, "currency": "JPY", "reason_code": "004", "type": "arbitration", "status": "won",
		"posted_time": "2026-03-03T00:00:00+01:00", "deadline_time": nil, "case_id": nil, "acquirer_reference_number": nil,
	}
	plan := e.Plan(it(changed))
	plan.Diagnostics.Want(t, "warning reason_code rebilly-reason-code-zeros")
	plan.WantAction(t, "it", acctest.Update)
	for attribute, planned := range map[string]string{"id": chosen, "amount_decimal": "1260", "revision": "(unknown)", "created_time": e.Attribute("it", "created_time")} {
		if got := plan.Attribute(t, "it", attribute); got != planned {
			t.Errorf("%s is planned as %q, want %q", attribute, got, planned)
		}
	}
	e.Apply(plan).Want(t)
	want = rebilly.Record{
		TransactionID: "txn-1005", Currency: "JPY", Amount: "1260", ReasonCode: "004", Type: "arbitration", Status: "won",
		PostedTime: time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC),
	}
	if diff := cmp.Diff(want, w.ReadRebilly(chosen).Record); diff != "" {
		t.Error(diff)
	}
	e.WantState("it", map[string]string{"amount_decimal": "1260", "revision": "1", "deadline_time": "", "case_id": "", "posted_time": "2026-03-03T00:00:00+01:00"})
	if e.Attribute("it", "resolved_time") == "" {
		t.Error("a dispute that was won has no time of that")
	}
	e.Plan(it(changed)).WantAction(t, "it", acctest.NoOp)
	w.WantWrites(wrote, wrote)
}

// Each attribute alone is a change, and only of itself.
func TestSingleChanges(t *testing.T) {
	t.Parallel()
	for attribute, v := range map[string]any{
		"transaction_id": "txn-1005", "amount": 4991, "currency": "USD", "reason_code": "10.4", "type": "arbitration", "status": "won",
		"posted_time": "2026-03-02T09:30:01Z", "deadline_time": nil, "case_id": "7732", "acquirer_reference_number": nil,
	} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			e := quiet(w)
			e.Run(it(nil)).Want(t)
			changed := it(acctest.Object{attribute: v})
			plan := e.Plan(changed)
			plan.Diagnostics.Want(t)
			plan.WantAction(t, "it", acctest.Update)
			e.Apply(plan).Want(t)
			if n := revision(t, w, chosen); n != 1 {
				t.Errorf("the dispute was changed %d times", n)
			}
			e.Plan(changed).WantAction(t, "it", acctest.NoOp)
		})
	}
}

// What Rebilly does not know is changed in the state alone.
func TestOwnAttributes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(it(nil)).Want(t)
	changed := it(acctest.Object{"status_authority": "gateway", "generation": 3})
	plan := e.Plan(changed)
	plan.WantAction(t, "it", acctest.Update)
	if got := plan.Attribute(t, "it", "revision"); got != "0" {
		t.Errorf("the revision is planned as %q", got)
	}
	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Status: "lost"})) // which is in nobody's way
	e.Apply(plan).Want(t)
	e.Plan(changed).WantAction(t, "it", acctest.NoOp)
	e.WantState("it", map[string]string{"status": "lost"})
	w.WantWrites(wrote)
}

func TestVanished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(it(nil)).Want(t)
	w.Do(w.RemoveRebillyDispute(chosen))
	plan := e.Plan(it(nil))
	plan.Diagnostics.Want(t, "warning id rebilly-not-found")
	plan.Diagnostics.WantText(t, chosen, simulator.RebillyOrganization, w.URL)
	plan.WantAction(t, "it", acctest.Create)
	e.Apply(plan).Want(t)
	e.Plan(it(nil)).WantAction(t, "it", acctest.NoOp)
}

// A 404 that does not come from the API is no reason to forget anything.
func TestForeign404(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var away atomic.Bool
	e := served(t, func(rw http.ResponseWriter, r *http.Request) {
		if away.Load() {
			http.NotFound(rw, r)
			return
		}
		w.Handler().ServeHTTP(rw, r)
	})
	e.Run(it(nil)).Want(t)
	away.Store(true)
	e.Plan(it(nil)).Diagnostics.Want(t, "error - Cannot read dispute")
	e.WantState("it", map[string]string{"id": chosen})
}

func TestDestroy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(it(nil)).Want(t)
	plan := e.Plan()
	plan.Diagnostics.Want(t, "warning - forget-on-destroy")
	plan.Diagnostics.WantText(t, chosen, "txn-1004", "response-needed")
	e.Apply(plan).Want(t)
	w.WantWrites(wrote)
	one(t, w)

	strict := w.Engine(acctest.Object{"on_destroy": "refuse"})
	strict.Import(typeName, "it", chosen).Want(t)
	strict.Plan().Diagnostics.Want(t, "error - destroy-refused")
}

// The gateway owns three attributes; the configuration decides whether it may.
func TestStatusAuthority(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(it(nil)).Want(t)
	later := 100 * 365 * 24 * time.Hour
	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Status: "lost", Type: "second-chargeback", Deadline: &later}))

	plan := e.Plan(it(nil))
	plan.WantAction(t, "it", acctest.Update)
	plan.Diagnostics.Want(t, "warning type rebilly-status-overwritten")
	plan.Diagnostics.WantText(t, `status is "lost" at Rebilly and "response-needed" here`, `type is "second-chargeback"`, "deadline_time is ")

	gateway := acctest.Object{"status_authority": "gateway"}
	plan = e.Plan(it(gateway))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.Update)
	e.Apply(plan).Want(t)
	e.WantState("it", map[string]string{"status": "lost", "type": "second-chargeback", "revision": "1"})
	e.Plan(it(gateway)).WantAction(t, "it", acctest.NoOp)

	// A change of something else writes what the gateway said last.
	gateway["case_id"] = "7732"
	plan = e.Plan(it(gateway))
	plan.WantAction(t, "it", acctest.Update)
	e.Apply(plan).Want(t)
	d := w.ReadRebilly(chosen)
	if d.Status != "lost" || d.Type != "second-chargeback" || d.CaseID != "7732" {
		t.Errorf("written were %q, %q and %q", d.Status, d.Type, d.CaseID)
	}

	// Taking the authority back undoes what the gateway did.
	back := it(acctest.Object{"case_id": "7732"})
	plan = e.Plan(back)
	plan.WantAction(t, "it", acctest.Update)
	e.Apply(plan).Want(t)
	if d := w.ReadRebilly(chosen); d.Status != "response-needed" || d.Type != "first-chargeback" {
		t.Errorf("written were %q and %q", d.Status, d.Type)
	}
	e.Plan(back).WantAction(t, "it", acctest.NoOp)
}

// A change that the user makes is not the gateway's.
func TestOwnChangeIsNoDrift(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(it(nil)).Want(t)
	won := it(acctest.Object{"status": "won"})
	e.Run(won).Want(t)
	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Status: "lost"}))
	e.Plan(it(acctest.Object{"status": "lost"})).Diagnostics.Want(t)
	e.Plan(won).Diagnostics.Want(t, "warning status rebilly-status-overwritten")
	e.Run(won).Want(t, "warning status rebilly-status-overwritten")
	e.Run(it(nil)).Want(t)
}

func TestAuthorityThatIsNotKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	unknown := it(acctest.Object{"status_authority": acctest.Unknown{}})
	plan := e.Plan(unknown)
	plan.Diagnostics.Want(t)
	plan.Know(t, "it", "status_authority", "gateway")
	e.Apply(plan).Want(t)
	e.Plan(unknown).Diagnostics.Want(t)
	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Status: "lost"}))
	e.Plan(unknown).Diagnostics.Want(t, "error status_authority Operation failed")
}

// Other attributes drift too; that is shown and put back like everywhere.
func TestDrift(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(it(nil)).Want(t)
	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{CaseID: "theirs", Amount: "50.00"}))
	plan := e.Plan(it(nil))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.Update)
	e.WantState("it", map[string]string{"case_id": "theirs", "amount": "5000", "amount_decimal": "50.00", "revision": "1"})
	e.Apply(plan).Want(t)
	if d := w.ReadRebilly(chosen); d.CaseID != "7731" || d.Amount != "49.90" {
		t.Errorf("the dispute has %q and %q", d.CaseID, d.Amount)
	}
}
