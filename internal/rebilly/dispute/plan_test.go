package dispute_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// What can be told without Rebilly is told on the attribute.
func TestChecks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		change acctest.Object
		want   []string
	}{
		"as it is":               {nil, nil},
		"id":                     {acctest.Object{"id": "a b"}, []string{"error id rebilly-id-invalid"}},
		"id of a path":           {acctest.Object{"id": ".."}, []string{"error id rebilly-id-invalid"}},
		"long id":                {acctest.Object{"id": strings.Repeat("x", 51)}, []string{"error id rebilly-id-invalid"}},
		"50 characters":          {acctest.Object{"id": strings.Repeat("x", 50)}, nil},
		"transaction":            {acctest.Object{"transaction_id": strings.Repeat("x", 51)}, []string{"error transaction_id rebilly-text-too-long"}},
		"outer space":            {acctest.Object{"transaction_id": "txn-1004 "}, []string{"error transaction_id rebilly-text-outer-space"}},
		"case":                   {acctest.Object{"case_id": strings.Repeat("x", 101)}, []string{"error case_id rebilly-text-too-long"}},
		"no case":                {acctest.Object{"case_id": ""}, []string{"error case_id rebilly-text-empty"}},
		"reference":              {acctest.Object{"acquirer_reference_number": strings.Repeat("x", 256)}, []string{"error acquirer_reference_number rebilly-text-too-long"}},
		"currency":               {acctest.Object{"currency": "eur"}, []string{"error currency currency-unknown"}},
		"type":                   {acctest.Object{"type": "first-chargback"}, []string{"error type rebilly-type-unknown"}},
		"status":                 {acctest.Object{"status": "wno"}, []string{"error status rebilly-status-unknown"}},
		"code that lost a zero":  {acctest.Object{"reason_code": "4"}, []string{"warning reason_code rebilly-reason-code-zeros"}},
		"code that is not known": {acctest.Object{"reason_code": "13.99"}, []string{"warning reason_code rebilly-reason-code-unknown"}},
		"half a cent":            {acctest.Object{"amount": 12.5}, []string{"error amount amount-not-whole"}},
		"nothing":                {acctest.Object{"amount": 0}, []string{"warning amount rebilly-amount-not-positive"}},
		"authority":              {acctest.Object{"status_authority": "bank"}, []string{"error status_authority Invalid Attribute Value Match"}},
		"generation":             {acctest.Object{"generation": 0}, []string{"error generation Invalid Attribute Value"}},
		"no time":                {acctest.Object{"posted_time": "yesterday"}, []string{"error posted_time Invalid RFC3339 String Value"}},
		"deadline in the past":   {acctest.Object{"deadline_time": "2026-04-01T00:00:00Z"}, []string{"warning deadline_time rebilly-deadline-passed"}},
		"posted tomorrow":        {acctest.Object{"posted_time": "2099-01-01T00:00:00Z"}, []string{"warning posted_time rebilly-posted-in-future"}},
		"deadline of last year":  {acctest.Object{"deadline_time": "2025-03-30T00:00:00Z", "status": "lost"}, []string{"warning posted_time rebilly-deadline-before-posted"}},
		"deadline that is over":  {acctest.Object{"deadline_time": "2026-04-01T00:00:00Z", "status": "lost"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			quiet(w).Plan(it(c.change)).Diagnostics.Want(t, c.want...)
		})
	}
	t.Cleanup(func() { w.WantWrites() })
}

// What is unusual is said once, in the plan that brings it, and not again.
func TestWarningsOfValues(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change acctest.Object
		want   string
	}{
		"code":     {acctest.Object{"reason_code": "63"}, "warning reason_code rebilly-reason-code-zeros"},
		"amount":   {acctest.Object{"amount": 0}, "warning amount rebilly-amount-not-positive"},
		"posted":   {acctest.Object{"posted_time": "2099-01-01T00:00:00Z"}, "warning posted_time rebilly-posted-in-future"},
		"deadline": {acctest.Object{"deadline_time": "2025-01-01T00:00:00Z", "status": "won"}, "warning posted_time rebilly-deadline-before-posted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			e := quiet(w)
			e.Run(it(nil)).Want(t)
			e.Run(it(c.change)).Want(t, c.want) // a change
			e.Plan(it(c.change)).Diagnostics.Want(t)
			c.change["case_id"] = "7732"
			e.Run(it(c.change)).Want(t) // a change of something else
			c.change["id"] = "case-7732"
			plan := e.Plan(it(c.change))
			// A new one, which an engine plans with the old state and without.
			plan.Diagnostics.Want(t, "warning - forget-on-destroy", c.want, c.want)
		})
	}
}

func TestDeadlineThatIsNear(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	soon := w.Now().Add(30 * 3600e9).UTC().Format("2006-01-02T15:04:05Z")
	near := it(acctest.Object{"deadline_time": soon})
	quiet(w).Plan(near).Diagnostics.Want(t, "warning deadline_time deadline-warning")
	w.Engine(acctest.Object{"automation_warning": false, "deadline_warning": "24h"}).Plan(near).Diagnostics.Want(t)
}

func TestAutomationWarning(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := w.Engine(nil)
	diags := e.Run(it(nil))
	diags.Want(t, "warning transaction_id rebilly-automations")
	diags.WantText(t, chosen, "txn-1004")
	e.Run(it(acctest.Object{"status": "won"})).Want(t)
}

// The id is known in the plan, and depends on what tells disputes apart and never changes.
func TestDerivedIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := func(changes acctest.Object) string {
		plan := quiet(w).Plan(derived(changes))
		plan.Diagnostics.Want(t)
		return plan.Attribute(t, "it", "id")
	}
	first := id(nil)
	if !strings.HasPrefix(first, "tf_") || len(first) != 35 {
		t.Errorf("the id is %q", first)
	}
	for name, changes := range map[string]acctest.Object{
		"same instant": {"posted_time": "2026-03-02T10:30:00.250+01:00"},
		"other things": {
			"amount": 1, "currency": "USD", "reason_code": "10.4", "status": "won", "deadline_time": nil, "status_authority": "gateway",
			"type": "arbitration", "case_id": "7732", "acquirer_reference_number": nil,
		},
	} {
		if got := id(changes); got != first {
			t.Errorf("%s: the id is %q, not %q", name, got, first)
		}
	}
	seen := map[string]string{first: "first"}
	for attribute, v := range map[string]any{
		"transaction_id": "txn-1005", "posted_time": "2026-03-02T09:30:01Z", "generation": 2,
	} {
		got := id(acctest.Object{attribute: v})
		if seen[got] != "" {
			t.Errorf("%s and %s have one id", attribute, seen[got])
		}
		seen[got] = attribute
	}
}

// Once there is a dispute its id stays, whatever it was derived from. Until it is written into
// the configuration each plan says that a lost state would make a second one.
func TestDerivedIDStays(t *testing.T) {
	t.Parallel()
	for attribute, v := range map[string]string{"transaction_id": "txn-1005", "posted_time": "2026-03-02T09:30:01Z"} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			e := quiet(w)
			e.Run(derived(nil)).Want(t)
			id := e.Attribute("it", "id")
			plan := e.Plan(derived(acctest.Object{attribute: v}))
			plan.Diagnostics.Want(t, "warning id rebilly-id-not-written")
			plan.Diagnostics.WantText(t, fmt.Sprintf("Write id = %q.", id))
			plan.WantAction(t, "it", acctest.Update)
			e.Apply(plan).Want(t)
			e.WantState("it", map[string]string{"id": id})
			plan = e.Plan(derived(acctest.Object{attribute: v}))
			plan.Diagnostics.Want(t, "warning id rebilly-id-not-written")
			plan.WantAction(t, "it", acctest.NoOp)
			plan = e.Plan(derived(acctest.Object{attribute: v, "id": id}))
			plan.Diagnostics.Want(t)
			plan.WantAction(t, "it", acctest.NoOp)
			one(t, w)
		})
	}
}

// What changes in the normal life of a dispute leaves its id derivable: a lost state finds it.
func TestDerivedIDSurvivesTheLifeOfADispute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	early := acctest.Object{"case_id": nil, "acquirer_reference_number": nil}
	e.Run(derived(early)).Want(t)
	later := derived(acctest.Object{"type": "second-chargeback", "status": "lost"})
	e.Run(later).Want(t)
	e.Lose("it")
	e.Run(later).Want(t, "warning id rebilly-dispute-adopted", "warning id rebilly-dispute-adopted")
	e.Taint("it")
	e.Run(later).Want(t, "warning id rebilly-dispute-adopted", "warning id rebilly-dispute-adopted")
	one(t, w)
	w.WantWrites(wrote, wrote)
}

// Another id or generation is another dispute, and the plan says what stays.
func TestReplaced(t *testing.T) {
	t.Parallel()
	for name, c := range map[string][2]acctest.Block{
		"id":         {it(nil), it(acctest.Object{"id": "case-7732"})},
		"generation": {derived(nil), derived(acctest.Object{"generation": 2})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			e := w.Engine(nil)
			e.Run(c[0]).Want(t, "warning transaction_id rebilly-automations")
			old := e.Attribute("it", "id")
			plan := e.Plan(c[1])
			// An engine does not show the warnings of the second call, the one without the state.
			plan.Diagnostics.Want(t, "warning - forget-on-destroy", "warning transaction_id rebilly-automations", "warning transaction_id rebilly-automations")
			plan.Diagnostics.WantText(t, old)
			plan.WantAction(t, "it", acctest.Replace)
			e.Apply(plan).Want(t)
			if got := e.Attribute("it", "id"); got == old || w.ReadRebilly(old).ID != old {
				t.Errorf("the dispute %q became %q", old, got)
			}
			w.WantWrites(wrote, wrote)
			e.Plan(c[1]).WantAction(t, "it", acctest.NoOp)
		})
	}
}

// Two resources for one dispute would undo each other's work.
func TestTwoResourcesForOneDispute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	for _, block := range []acctest.Block{it(acctest.Object{"status": "won"}), derived(nil)} {
		first, second := block, block
		second.Name = "other"
		plan := e.Plan(first, second)
		plan.Diagnostics.Want(t, "error id rebilly-dispute-planned-twice")
		plan.Diagnostics.WantText(t, "txn-1004", "case 7731.")
		first.Body["case_id"] = nil
		e.Plan(first, second).Diagnostics.WantText(t, "type first-chargeback.")
	}
	// One that is exactly like what is in the state looks like a replacement that is forced; the
	// next plan knows better.
	e.Run(it(nil)).Want(t)
	twin := it(nil)
	twin.Name = "twin"
	e.Run(it(nil), twin).Want(t, "warning id rebilly-dispute-adopted", "warning id rebilly-dispute-adopted")
	e.Plan(it(nil), twin).Diagnostics.Want(t, "error id rebilly-dispute-planned-twice")
	e.Lose("it")
	e.Lose("twin")
	w.WantWrites(wrote)

	w = newWorld(t)
	e = quiet(w)
	first, second := it(nil), it(acctest.Object{"id": "case-7732"})
	second.Name = "other"
	e.Run(first, second).Want(t)
	e.Import(typeName, "third", chosen).Want(t)
	third := it(nil)
	third.Name = "third"
	e.Plan(first, second, third).Diagnostics.Want(t, "error id rebilly-dispute-planned-twice")
	e.Plan(first, second).Diagnostics.Want(t, "warning - forget-on-destroy")
}

// What is not known yet defers what depends on it, and nothing else.
func TestUnknown(t *testing.T) {
	t.Parallel()
	unknown := acctest.Unknown{}
	for attribute, c := range map[string]struct {
		known any
		id    bool // the id can be told without it
	}{
		"transaction_id": {"txn-1005", false}, "amount": {1260, true}, "currency": {"USD", true}, "reason_code": {"10.4", true},
		"type": {"arbitration", true}, "status": {"won", true}, "posted_time": {"2026-01-01T00:00:00Z", false},
		"deadline_time": {"2126-02-01T00:00:00Z", true}, "case_id": {nil, true}, "acquirer_reference_number": {"1", true},
		"generation": {2, false}, "status_authority": {"gateway", true}, "id": {"case-7732", false},
	} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			e := quiet(w)
			plan := e.Plan(derived(acctest.Object{attribute: unknown}))
			plan.Diagnostics.Want(t)
			plan.WantAction(t, "it", acctest.Create)
			if id := plan.Attribute(t, "it", "id"); (id != "(unknown)") != c.id {
				t.Errorf("the id is planned as %q", id)
			}
			plan.Know(t, "it", attribute, c.known)
			e.Apply(plan).Want(t)
			e.Plan(derived(acctest.Object{attribute: c.known})).WantAction(t, "it", acctest.NoOp)
			e.Plan(derived(acctest.Object{attribute: unknown})).Diagnostics.Want(t, whenReplaced(attribute)...)
			w.WantWrites(wrote)
		})
	}
}

// whenReplaced is what a plan says of an attribute that is not known, of a dispute that is.
func whenReplaced(attribute string) []string {
	if attribute == "generation" || attribute == "id" {
		return []string{"warning - forget-on-destroy"}
	}
	return nil
}

// An unknown value that turns out to be the old one writes nothing.
func TestUnknownThatStaysTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(it(nil)).Want(t)
	plan := e.Plan(it(acctest.Object{"case_id": acctest.Unknown{}}))
	plan.WantAction(t, "it", acctest.Update)
	plan.Know(t, "it", "case_id", "7731")
	e.Apply(plan).Want(t)
	e.WantState("it", map[string]string{"case_id": "7731", "revision": "0"})
	w.WantWrites(wrote)
}

func TestProviderUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	plan := e.Defer().Plan(derived(nil))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.Create)
	if id := plan.Attribute(t, "it", "id"); !strings.HasPrefix(id, "tf_") {
		t.Errorf("the id is planned as %q", id)
	}
	if journal, _ := w.Journal(); len(journal) > 0 {
		t.Errorf("requests were sent: %v", journal)
	}
	e.Apply(plan).Want(t)
	e.Plan(derived(nil)).WantAction(t, "it", acctest.NoOp)
	e.Defer().Plan(derived(nil)).WantAction(t, "it", acctest.NoOp)
}

// A field that Rebilly refuses underlines its attribute, in both forms of the answer.
func TestRefusedFields(t *testing.T) {
	t.Parallel()
	for _, guesses := range []simulator.Guesses{{}, {RebillyInvalidFieldsAsMap: true}} {
		w := newWorld(t)
		w.Do(w.SetGuesses(guesses))
		e := quiet(w)
		e.Run(it(acctest.Object{"transaction_id": "nobody", "reason_code": "13.99"})).Want(t,
			"warning reason_code rebilly-reason-code-unknown", "error reason_code Cannot write dispute", "error transaction_id Cannot write dispute")
		e.WantState("it", map[string]string{"id": ""})
	}
}

// A key that may read and not write is told from one that is wrong.
func TestRestrictedKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Do(w.RestrictRebillyKey("sk_sandbox_reader", "GetDispute"))
	e := acctest.NewEngine(t, acctest.Object{
		"rebilly": acctest.Object{"base_url": w.URL, "organization_id": simulator.RebillyOrganization, "api_key": "sk_sandbox_reader"},
		"policy":  acctest.Object{"automation_warning": false},
	})
	plan := e.Plan(it(nil))
	plan.Diagnostics.Want(t)
	diags := e.Apply(plan)
	diags.Want(t, "error - Cannot write dispute")
	diags.WantText(t, "HTTP 403")
}
