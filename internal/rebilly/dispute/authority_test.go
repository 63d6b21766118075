package dispute_test

import (
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const week = 7 * 24 * time.Hour

// A deadline that only the gateway knows stays the gateway's, if it has the authority.
func TestDeadlineOfTheGateway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	late := 10 * week
	gateway, config := acctest.Object{"status_authority": "gateway", "deadline_time": nil}, acctest.Object{"deadline_time": nil}
	e.Run(it(gateway)).Want(t)
	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Deadline: &late}))
	plan := e.Plan(it(gateway))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.NoOp)
	there := e.Attribute("it", "deadline_time")
	if there == "" {
		t.Fatal("the state has no deadline")
	}

	// A write of something else leaves it.
	gateway["case_id"], config["case_id"] = "7732", "7732"
	plan = e.Plan(it(gateway))
	plan.Diagnostics.Want(t)
	if got := plan.Attribute(t, "it", "deadline_time"); got != there {
		t.Errorf("the deadline is planned as %q, want %q", got, there)
	}
	e.Apply(plan).Want(t)
	e.WantState("it", map[string]string{"deadline_time": there, "case_id": "7732"})

	// Where the configuration has the authority, none is none.
	plan = e.Plan(it(config))
	plan.WantAction(t, "it", acctest.Update)
	if got := plan.Attribute(t, "it", "deadline_time"); got != "" {
		t.Errorf("the deadline is planned as %q, want none", got)
	}
	e.Apply(plan).Want(t)
	if d := w.ReadRebilly(chosen); !d.DeadlineTime.IsZero() {
		t.Errorf("the dispute has the deadline %s", d.DeadlineTime)
	}
	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Deadline: &late}))
	plan = e.Plan(it(config))
	plan.Diagnostics.Want(t, "warning deadline_time rebilly-status-overwritten")
	e.Apply(plan).Want(t)
	e.Plan(it(config)).WantAction(t, "it", acctest.NoOp)
}

// A configured deadline that the gateway takes away is put back, because engines accept no
// other plan. The plan says so, and what to do.
func TestDeadlineThatTheGatewayTakesAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	none := time.Duration(0)
	gateway := acctest.Object{"status_authority": "gateway"}
	e.Run(it(gateway)).Want(t)
	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Deadline: &none, Status: "lost"}))
	plan := e.Plan(it(gateway))
	plan.Diagnostics.Want(t, "warning deadline_time rebilly-deadline-put-back")
	plan.Diagnostics.WantText(t, "Remove `deadline_time` from the configuration")
	plan.WantAction(t, "it", acctest.Update)
	e.Apply(plan).Want(t)
	if d := w.ReadRebilly(chosen); d.DeadlineTime.IsZero() || d.Status != "lost" {
		t.Errorf("the dispute has the deadline %s and the status %q", d.DeadlineTime, d.Status)
	}
	e.Plan(it(gateway)).WantAction(t, "it", acctest.NoOp)

	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Deadline: &none}))
	gateway["deadline_time"] = nil
	plan = e.Plan(it(gateway))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.NoOp)
	gateway["deadline_time"] = acctest.Unknown{}
	e.Plan(it(gateway)).WantAction(t, "it", acctest.Update)
	gateway["deadline_time"] = "2126-01-01T00:00:00Z"
	e.Run(it(gateway)).Want(t, "warning deadline_time rebilly-deadline-put-back")
	e.WantState("it", map[string]string{"deadline_time": "2126-01-01T00:00:00Z", "status": "lost"})
}

// A deadline that a user adds where there never was one is no news from the gateway.
func TestDeadlineThatIsAdded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	gateway := acctest.Object{"status_authority": "gateway", "deadline_time": nil}
	e.Run(it(gateway)).Want(t)
	gateway["deadline_time"] = "2126-01-01T00:00:00Z"
	e.Run(it(gateway)).Want(t)
	e.WantState("it", map[string]string{"deadline_time": "2126-01-01T00:00:00Z"})
}

// A dispute that a lost state left behind is taken over although the gateway has moved it, if
// the gateway may. Nothing is written, and the next refresh has what the gateway says.
func TestAdoptedAfterTheGatewayMovedIt(t *testing.T) {
	t.Parallel()
	for name, deadline := range map[string]any{"deadline": "2126-03-30T23:59:59Z", "no deadline": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			e := quiet(w)
			gateway := acctest.Object{"status_authority": "gateway", "deadline_time": deadline}
			e.Run(derived(gateway)).Want(t)
			id, late := e.Attribute("it", "id"), 10*week
			w.Do(w.ChangeRebillyDispute(id, simulator.RebillyChange{Status: "won", Type: "arbitration", Deadline: &late}))
			e.Lose("it")

			plan := e.Plan(derived(acctest.Object{"deadline_time": deadline}))
			plan.Diagnostics.Want(t, "error id rebilly-dispute-taken")
			plan = e.Plan(derived(gateway))
			plan.Diagnostics.Want(t, "warning id rebilly-dispute-adopted")
			plan.Diagnostics.WantText(t, `status is "won" at Rebilly`, `type is "arbitration" at Rebilly`)
			e.Apply(plan).Want(t, "warning id rebilly-dispute-adopted")
			e.Plan(derived(gateway)).WantAction(t, "it", acctest.NoOp)
			e.WantState("it", map[string]string{"id": id, "status": "won", "type": "arbitration", "revision": "1"})
			w.WantWrites(wrote)

			// What is not the gateway's still has to agree.
			e.Lose("it")
			gateway["amount"] = 1
			e.Plan(derived(gateway)).Diagnostics.Want(t, "error id rebilly-dispute-taken")
		})
	}
}

// Who has the authority may not be known when a dispute is found.
func TestAdoptedUnderAnUnknownAuthority(t *testing.T) {
	t.Parallel()
	for authority, want := range map[string]string{"gateway": "warning id rebilly-dispute-adopted", "config": "error id rebilly-dispute-taken"} {
		w := newWorld(t)
		e := quiet(w)
		e.Run(it(nil)).Want(t)
		w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Status: "won"}))
		e.Lose("it")
		plan := e.Plan(it(acctest.Object{"status_authority": acctest.Unknown{}}))
		plan.Diagnostics.Want(t)
		plan.Know(t, "it", "status_authority", authority)
		e.Apply(plan).Want(t, want)
		w.WantWrites(wrote)
	}
}
