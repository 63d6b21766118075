package dispute_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// A dispute that somebody else keeps under the id is never written.
func TestTaken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	w.RebillyDisputeOf(simulator.RebillyDisputeSpec{ID: chosen, TransactionID: "txn-1004", CaseID: "theirs"})
	unmoved(t, w, func() {
		plan := e.Plan(it(nil))
		plan.Diagnostics.Want(t, "error id rebilly-dispute-taken")
		plan.Diagnostics.WantText(t, `case_id is "theirs" at Rebilly and "7731" here`, `amount is "100" at Rebilly and "49.9" here`, "Import the dispute")
	})
	w.WantWrites()
}

// An id that cannot be looked up is not free.
func TestIDThatCannotBeLookedUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	plan := e.Plan(it(nil))
	plan.Diagnostics.Want(t)
	w.RebillyDisputeOf(simulator.RebillyDisputeSpec{ID: chosen})
	for _, kind := range []simulator.FaultKind{simulator.FaultForbidden, simulator.FaultErrorBefore, simulator.FaultProxyPage, simulator.FaultRateLimit} {
		w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: kind, Operation: "rebilly_get_dispute"}}}))
		e.Plan(it(nil)).Diagnostics.Want(t, "error - Cannot read dispute")
		e.Apply(plan).Want(t, "error - Cannot read dispute")
	}
	w.WantWrites()
}

// The same when it came to be there between plan and apply.
func TestTakenAfterThePlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	plan := e.Plan(it(nil))
	plan.Diagnostics.Want(t)
	w.RebillyDisputeOf(simulator.RebillyDisputeSpec{ID: chosen})
	unmoved(t, w, func() { e.Apply(plan).Want(t, "error id rebilly-dispute-taken") })
	e.WantState("it", map[string]string{"id": ""})
	w.WantWrites()
}

// A state that was lost is found again, by a chosen id and by a derived one.
func TestAdopted(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]acctest.Block{
		"chosen":     it(nil),
		"derived":    derived(nil),
		"other text": it(acctest.Object{"posted_time": "2026-03-02T10:30:00.0+01:00"}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Do(w.SetGuesses(simulator.Guesses{RebillyIdenticalPutCounts: true}))
			e := w.Engine(nil)
			first := acctest.Block{Type: block.Type, Name: block.Name, Body: maps.Clone(block.Body)}
			first.Body["posted_time"] = "2026-03-02T09:30:00Z"
			e.Run(first).Want(t, "warning transaction_id rebilly-automations")
			e.Lose("it")
			plan := e.Plan(block)
			plan.Diagnostics.Want(t, "warning id rebilly-dispute-adopted")
			plan.WantAction(t, "it", acctest.Create)
			e.Apply(plan).Want(t, "warning id rebilly-dispute-adopted")
			w.WantWrites(wrote)
			if n := one(t, w).Revision; n != 0 {
				t.Errorf("the dispute was written %d more times", n)
			}
			e.Plan(block).WantAction(t, "it", acctest.NoOp)
		})
	}
}

// A replacement that is forced finds the same dispute.
func TestForcedReplacement(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(derived(nil)).Want(t)
	e.Taint("it")
	plan := e.Plan(derived(nil))
	plan.Diagnostics.Want(t, "warning id rebilly-dispute-adopted")
	plan.WantAction(t, "it", acctest.Replace)
	e.Apply(plan).Want(t, "warning id rebilly-dispute-adopted")
	e.Plan(derived(nil)).WantAction(t, "it", acctest.NoOp)
	w.WantWrites(wrote)
}

// A dispute that is tainted, as after a create that ended with an error, can be changed: it is
// no stranger to the state that has it, unless somebody has changed it since the plan was made.
func TestTaintedAndChanged(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]func(acctest.Object) acctest.Block{"chosen": it, "derived": derived} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			e := quiet(w)
			e.Run(block(nil)).Want(t)
			id := one(t, w).ID
			e.Taint("it")
			w.Do(w.ChangeRebillyDispute(id, simulator.RebillyChange{Status: "under-review"}))
			plan := e.Plan(block(acctest.Object{"amount": 5000}))
			plan.Diagnostics.Want(t)
			plan.WantAction(t, "it", acctest.Replace)
			w.Do(w.ChangeRebillyDispute(id, simulator.RebillyChange{Type: "arbitration"}))
			e.Apply(plan).Want(t, "error id rebilly-revision-moved")
			w.WantWrites(wrote)
		})
	}
}

// The same when nobody has: it is written again, and stays the only one.
func TestTaintedAndWrittenAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(derived(nil)).Want(t)
	e.Taint("it")
	w.Do(w.ChangeRebillyDispute(one(t, w).ID, simulator.RebillyChange{Status: "under-review"}))
	e.Run(derived(acctest.Object{"amount": 5000})).Want(t)
	if d := one(t, w); d.Amount != "50" && d.Amount != "50.00" || d.Status != "response-needed" {
		t.Errorf("the dispute is %+v", d)
	}
	e.Plan(derived(acctest.Object{"amount": 5000})).WantAction(t, "it", acctest.NoOp)
	w.WantWrites(wrote, wrote)
}

// Where the gateway has the authority, what it says is written back.
func TestTaintedAndLeftToTheGateway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	gateway := acctest.Object{"status_authority": "gateway"}
	e.Run(derived(gateway)).Want(t)
	e.Taint("it")
	w.Do(w.ChangeRebillyDispute(one(t, w).ID, simulator.RebillyChange{Status: "lost"}))
	gateway["amount"] = 5000
	e.Run(derived(gateway)).Want(t)
	if d := one(t, w); d.Status != "lost" || d.Revision != 2 {
		t.Errorf("the dispute is %+v", d)
	}
	e.Plan(derived(gateway)).WantAction(t, "it", acctest.NoOp)
	e.WantState("it", map[string]string{"status": "lost", "amount": "5000"})
}

// A second resource that wants a dispute which the state has is refused, whichever is planned
// first.
func TestWantedByAnotherResource(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(it(nil)).Want(t)
	other := it(acctest.Object{"amount": 5000})
	for _, name := range []string{"another", "zebra"} {
		other.Name = name
		if diags := e.Plan(it(nil), other).Diagnostics; !diags.Failed() {
			t.Errorf("%s: the plan was made: %v", name, diags)
		}
	}
	w.WantWrites(wrote)
}

// Somebody creates the dispute between the look and the write: that cannot be prevented,
// but it does not go unnoticed, and the state knows what there is.
func TestRaced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := between(t, w, func() {
		_, err := w.OpenRebillyDispute(simulator.RebillyDisputeSpec{ID: chosen, CaseID: "theirs"})
		w.Do(err)
	})
	e.Run(it(nil)).Want(t, "error id rebilly-dispute-overwritten")
	e.WantState("it", map[string]string{"id": chosen, "case_id": "7731", "source": "webhook"})
	e.Run(it(nil)).Want(t, "warning id rebilly-dispute-adopted", "warning id rebilly-dispute-adopted")
	e.Plan(it(nil)).WantAction(t, "it", acctest.NoOp)
	w.WantWrites(wrote)
}

// What has changed since the plan was made is not overwritten, even if the change is not
// one of the attributes.
func TestMoved(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change simulator.RebillyChange
		said   string
	}{
		"status":  {simulator.RebillyChange{Status: "lost"}, `status was "response-needed" at the last refresh and is "lost" now`},
		"nothing": {simulator.RebillyChange{}, "Nothing that can be written has changed."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			e := quiet(w)
			e.Run(it(nil)).Want(t)
			plan := e.Plan(it(acctest.Object{"case_id": "7732"}))
			w.Do(w.ChangeRebillyDispute(chosen, c.change))
			unmoved(t, w, func() {
				diags := e.Apply(plan)
				diags.Want(t, "error id rebilly-revision-moved")
				diags.WantText(t, "has revision 1; the last refresh saw 0", c.said)
			})
			e.WantState("it", map[string]string{"case_id": "7731", "status": "response-needed", "revision": "0"})
			w.WantWrites(wrote)
		})
	}
}

// The API promises no field: without a revision the values alone tell that something has changed.
func TestMovedWithoutARevision(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := garbling(t, w, `"revision"`, `"revised"`)
	e.Run(it(nil)).Want(t)
	plan := e.Plan(it(acctest.Object{"case_id": "7732"}))
	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Status: "lost"}))
	unmoved(t, w, func() { e.Apply(plan).Want(t, "error id rebilly-revision-moved") })
	e.Run(it(acctest.Object{"case_id": "7732"})).Want(t, "warning status rebilly-status-overwritten")
}

// A write that a rate limit holds back goes out minutes after the look: it looks again.
func TestMovedWhileTheWriteWaited(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(w *acctest.World)
		want   string
	}{
		"changed":  {func(w *acctest.World) { w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Status: "lost"})) }, "error id rebilly-revision-moved"},
		"vanished": {func(w *acctest.World) { w.Do(w.RemoveRebillyDispute(chosen)) }, "error id rebilly-not-found"},
		"nothing":  {func(*acctest.World) {}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			var struck atomic.Bool
			e := served(t, func(rw http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodPut || !struck.Swap(false) {
					w.Handler().ServeHTTP(rw, r)
					return
				}
				c.change(w)
				rw.WriteHeader(http.StatusTooManyRequests)
			})
			e.Run(it(nil)).Want(t)
			plan := e.Plan(it(acctest.Object{"case_id": "7732"}))
			struck.Store(true)
			if c.want == "" {
				e.Apply(plan).Want(t)
				w.WantWrites(wrote, wrote)
				return
			}
			e.Apply(plan).Want(t, c.want)
			w.WantWrites(wrote)
		})
	}
}

// The same of a creation: the id was free, and is not any more.
func TestTakenWhileTheWriteWaited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var struck atomic.Bool
	e := served(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut && !struck.Swap(true) {
			w.RebillyDisputeOf(simulator.RebillyDisputeSpec{ID: chosen})
			rw.WriteHeader(http.StatusTooManyRequests)
			return
		}
		w.Handler().ServeHTTP(rw, r)
	})
	e.Run(it(nil)).Want(t, "error id rebilly-dispute-taken")
	w.WantWrites()
}

// The gateway changes the dispute between the look and the write: that cannot be prevented,
// but the revision in the answer tells.
func TestChangeThatWasOverwritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.RebillyDisputeOf(simulator.RebillyDisputeSpec{ID: chosen, TransactionID: "txn-1004"})
	e := between(t, w, func() { w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Status: "lost"})) })
	e.Import(typeName, "it", chosen).Want(t)
	diags := e.Run(it(nil))
	diags.Want(t, "warning id rebilly-change-overwritten")
	diags.WantText(t, "had revision 0 just before the write, and 2 after it")
	e.Plan(it(nil)).WantAction(t, "it", acctest.NoOp)
}

// An update that an interrupted run has made is not made again, whatever the revision.
func TestUpdateThatWasMade(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Do(w.SetGuesses(simulator.Guesses{RebillyIdenticalPutCounts: true}))
	e := quiet(w)
	e.Run(it(nil)).Want(t)
	changed := it(acctest.Object{"case_id": "7732"})
	plan := e.Plan(changed)
	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{CaseID: "7732"}))
	e.Apply(plan).Want(t)
	e.WantState("it", map[string]string{"case_id": "7732", "revision": "1"})
	e.Plan(changed).WantAction(t, "it", acctest.NoOp)
	w.WantWrites(wrote)
}

// An update never creates unnoticed.
func TestUpdateOfWhatVanished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(it(nil)).Want(t)
	plan := e.Plan(it(acctest.Object{"case_id": "7732"}))
	w.Do(w.RemoveRebillyDispute(chosen))
	e.Apply(plan).Want(t, "error id rebilly-not-found")
	e.WantState("it", map[string]string{"case_id": "7731"})
	w.WantWrites(wrote)
}

func TestUpdateThatCreates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := between(t, w, func() { w.Do(w.RemoveRebillyDispute(chosen)) })
	w.RebillyDisputeOf(simulator.RebillyDisputeSpec{ID: chosen})
	e.Import(typeName, "it", chosen).Want(t)
	changed := it(nil)
	e.Run(changed).Want(t, "warning id rebilly-dispute-recreated")
	e.WantState("it", map[string]string{"case_id": "7731", "source": "api"})
	e.Plan(changed).WantAction(t, "it", acctest.NoOp)
}

// A text that Rebilly keeps in another form would differ in every plan: the apply says so.
func TestKeptInAnotherForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := garbling(t, w, `"7731"`, `"7731-EU"`)
	diags := e.Run(it(nil))
	diags.Want(t, "error case_id Operation failed")
	diags.WantText(t, `keeps case_id as "7731-EU"`)
	e.WantState("it", map[string]string{"id": chosen, "case_id": "7731-EU"})
	one(t, w)
}

// kinds are the faults that can strike Rebilly's calls.
var kinds = []simulator.FaultKind{
	simulator.FaultErrorAfter, simulator.FaultErrorBefore, simulator.FaultForbidden, simulator.FaultLostAnswer, simulator.FaultProxyPage,
	simulator.FaultRateLimit, simulator.FaultResetUpload, simulator.FaultTruncatedAnswer,
}

// eachFault runs a test for every kind of fault at the first calls of both kinds.
func eachFault(t *testing.T, run func(t *testing.T, w *acctest.World, faults simulator.Faults)) {
	t.Helper()
	for _, kind := range kinds {
		for _, operation := range []string{wrote, "rebilly_get_dispute"} {
			for nth := 1; nth <= 3; nth++ {
				t.Run(fmt.Sprintf("%s/%s/%d", kind, operation, nth), func(t *testing.T) {
					t.Parallel()
					w := newWorld(t)
					w.Do(w.SetGuesses(simulator.Guesses{RebillyIdenticalPutCounts: true}))
					run(t, w, simulator.Faults{Rules: []simulator.FaultRule{{Kind: kind, Operation: operation, Nth: nth}}})
				})
			}
		}
	}
}

// until runs until a run succeeds. Some end after the first fault, none needs more than three.
func until(t *testing.T, e *acctest.Engine, block acctest.Block) {
	t.Helper()
	var said acctest.Diagnostics
	for range 3 {
		if said = e.Run(block); !said.Failed() {
			return
		}
	}
	t.Errorf("three runs did not succeed:\n%s", said)
}

// Whatever strikes a creation, there is one dispute in the end, written once.
func TestFaultsAtCreation(t *testing.T) {
	t.Parallel()
	eachFault(t, func(t *testing.T, w *acctest.World, faults simulator.Faults) {
		t.Helper()
		e := quiet(w)
		w.Do(w.SetFaults(faults))
		until(t, e, derived(nil))
		w.Do(w.SetFaults(simulator.Faults{}))
		d := one(t, w)
		if d.Revision != 0 || w.Done(wrote) != 1 {
			t.Errorf("the dispute has revision %d after %d writes", d.Revision, w.Done(wrote))
		}
		e.WantState("it", map[string]string{"id": d.ID})
		e.Plan(derived(nil)).WantAction(t, "it", acctest.NoOp)
	})
}

// Whatever strikes an update, it is made once in the end.
func TestFaultsAtUpdate(t *testing.T) {
	t.Parallel()
	eachFault(t, func(t *testing.T, w *acctest.World, faults simulator.Faults) {
		t.Helper()
		e, changed := quiet(w), it(acctest.Object{"case_id": "7732"})
		e.Run(it(nil)).Want(t)
		w.Do(w.SetFaults(faults))
		until(t, e, changed)
		w.Do(w.SetFaults(simulator.Faults{}))
		if d := one(t, w); d.Revision != 1 || d.CaseID != "7732" {
			t.Errorf("the dispute has revision %d and case %q", d.Revision, d.CaseID)
		}
		e.Plan(changed).WantAction(t, "it", acctest.NoOp)
	})
}

// The gateway changes the dispute right after the write whose answer is lost: its change is
// neither overwritten nor unseen.
func TestMovedAfterALostAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var struck atomic.Bool
	e := served(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPut || !struck.Load() {
			w.Handler().ServeHTTP(rw, r)
			return
		}
		w.Handler().ServeHTTP(httptest.NewRecorder(), r)
		w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Status: "lost"}))
		rw.WriteHeader(http.StatusBadGateway)
	})
	e.Run(it(nil)).Want(t)
	struck.Store(true)
	diags := e.Run(it(acctest.Object{"case_id": "7732"}))
	diags.Want(t, "error id rebilly-revision-moved")
	diags.WantText(t, `status was "response-needed" at the last refresh and is "lost" now`, `case_id was "7731" at the last refresh and is "7732" now`)
	if d := w.ReadRebilly(chosen); d.Revision != 2 || d.Status != "lost" {
		t.Errorf("the dispute has revision %d and status %q", d.Revision, d.Status)
	}
}

// A call whose answer was lost arrives after everybody stopped waiting for it, just before
// it is made again. The second is answered as an update, and it was ours.
func TestLateArrival(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var late *http.Request
	e := served(t, func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method != http.MethodPut:
			w.Handler().ServeHTTP(rw, r)
		case late == nil:
			body, err := io.ReadAll(r.Body)
			w.Do(err)
			late = r.Clone(context.WithoutCancel(r.Context()))
			late.Body = io.NopCloser(bytes.NewReader(body))
			rw.WriteHeader(http.StatusBadGateway)
		default:
			w.Handler().ServeHTTP(httptest.NewRecorder(), late)
			w.Handler().ServeHTTP(rw, r)
		}
	})
	e.Run(it(nil)).Want(t)
	w.WantWrites(wrote, wrote)
	if d := one(t, w); d.Revision != 0 {
		t.Errorf("the dispute has revision %d", d.Revision)
	}
	e.Plan(it(nil)).WantAction(t, "it", acctest.NoOp)
}

// An outcome that stays unknown is an error after three tries, and the next run goes on.
func TestOutcomeThatStaysUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: simulator.FaultErrorBefore, Operation: wrote}}}))
	diags := e.Run(it(nil))
	diags.Want(t, "error - Cannot write dispute")
	diags.WantText(t, "It is not known whether the call was carried out")
	if n := w.Calls(wrote); n != 3 {
		t.Errorf("the call was made %d times", n)
	}
	w.Do(w.SetFaults(simulator.Faults{}))
	e.Run(it(nil)).Want(t)
	one(t, w)
}
