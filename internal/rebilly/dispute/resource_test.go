package dispute_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const address = typeName + ".it"

// config is a dispute with the status and the case, and more arguments.
func config(w *acctest.World, policy, status, caseID, more string) string {
	return w.RebillyProvider(policy) + fmt.Sprintf(`
resource "disputes_rebilly_dispute" "it" {
  transaction_id = "txn-1004"
  amount         = 4990
  currency       = "EUR"
  reason_code    = "13.1"
  type           = "first-chargeback"
  status         = %q
  case_id        = %q
  posted_time    = "2026-03-02T10:30:00+01:00"
  deadline_time  = "2126-03-30T23:59:59.5Z"
  %s
}`, status, caseID, more)
}

func action(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, a)}}
}

func has(attribute, v string) []statecheck.StateCheck {
	return []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.StringExact(v))}
}

// ours is the id of the one dispute that this test made.
func ours(t *testing.T, w *acctest.World) string {
	t.Helper()
	return one(t, w).ID
}

func TestAccDispute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	change := func(c simulator.RebillyChange) func() {
		return func() { w.Do(w.ChangeRebillyDispute(ours(t, w), c)) }
	}
	const waits, ignores = "response-needed", `lifecycle { ignore_changes = [status] }`
	plain := config(w, "", waits, "7731", "")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{Config: config(w, "", "wno", "7731", ""), ExpectError: regexp.MustCompile(`rebilly-status-unknown`)},
			{Config: config(w, "", waits, "7731", `id = "dp-1001"`), ExpectError: regexp.MustCompile(`rebilly-dispute-taken`)},
			{Config: plain, ConfigStateChecks: has("amount_decimal", "49.90"), ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{
					plancheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringRegexp(regexp.MustCompile(`^tf_[0-9a-f]{32}$`))),
					plancheck.ExpectKnownValue(address, tfjsonpath.New("amount_decimal"), knownvalue.StringExact("49.90")),
				},
			}},
			{Config: plain, ConfigPlanChecks: action(plancheck.ResourceActionNoop)},
			{
				// The same instants in other words.
				PreConfig:        func() { w.Do(w.SetGuesses(simulator.Guesses{RebillyTimesWithOffset: true})) },
				Config:           regexp.MustCompile(`10:30:00\+01:00`).ReplaceAllString(plain, "09:30:00Z"),
				ConfigPlanChecks: action(plancheck.ResourceActionNoop),
			},
			{Config: config(w, "", waits, "7732", ""), ConfigPlanChecks: action(plancheck.ResourceActionUpdate), ConfigStateChecks: has("case_id", "7732")},
			{
				PreConfig:         change(simulator.RebillyChange{Status: "lost"}),
				Config:            config(w, "", waits, "7732", ""),
				ConfigPlanChecks:  action(plancheck.ResourceActionUpdate),
				ConfigStateChecks: has("status", waits),
			},
			{
				PreConfig:         change(simulator.RebillyChange{Status: "lost"}),
				Config:            config(w, "", waits, "7732", ignores),
				ConfigPlanChecks:  action(plancheck.ResourceActionNoop),
				ConfigStateChecks: has("status", "lost"),
			},
			{Config: config(w, "", waits, "7733", ignores), ConfigPlanChecks: action(plancheck.ResourceActionUpdate), ConfigStateChecks: has("status", "lost")},
			{
				Config:            config(w, "", waits, "7733", `status_authority = "gateway"`),
				ConfigPlanChecks:  action(plancheck.ResourceActionUpdate), // of the authority alone
				ConfigStateChecks: has("status", "lost"),
			},
			{
				PreConfig:         change(simulator.RebillyChange{Status: "won", Type: "arbitration"}),
				Config:            config(w, "", waits, "7733", `status_authority = "gateway"`),
				ConfigPlanChecks:  action(plancheck.ResourceActionNoop),
				ConfigStateChecks: append(has("status", "won"), has("type", "arbitration")...),
			},
			{
				Config:            config(w, "", waits, "7734", `status_authority = "gateway"`),
				ConfigPlanChecks:  action(plancheck.ResourceActionUpdate),
				ConfigStateChecks: append(has("status", "won"), has("case_id", "7734")...),
			},
			{Config: config(w, "", waits, "7734", ""), ConfigPlanChecks: action(plancheck.ResourceActionUpdate), ConfigStateChecks: has("status", waits)},
			{Config: config(w, "", waits, "7734", `generation = 2`), ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate)},
			{
				PreConfig:        func() { w.Do(w.RemoveRebillyDispute(latest(t, w))) },
				Config:           config(w, "", waits, "7734", `generation = 2`),
				ConfigPlanChecks: action(plancheck.ResourceActionCreate),
			},
			{Config: config(w, `on_destroy = "refuse"`, waits, "7734", `generation = 2`), Destroy: true, ExpectError: regexp.MustCompile(`destroy-refused`)},
			{Config: config(w, "", waits, "7734", `generation = 2`)},
		},
	})
}

// Engines refuse plans that a provider is not free to make: what the gateway does to a dispute
// must not lead to one.
func TestAccGatewayHasTheAuthority(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	change := func(c simulator.RebillyChange) func() {
		return func() { w.Do(w.ChangeRebillyDispute(ours(t, w), c)) }
	}
	const ignores = `
  status_authority = "gateway"
  lifecycle { ignore_changes = [amount] }`
	late, none := 10*week, time.Duration(0)
	with := func(caseID string) string { return config(w, "", "response-needed", caseID, ignores) }
	without := func(caseID string) string {
		return regexp.MustCompile(`.*deadline_time.*`).ReplaceAllString(with(caseID), "")
	}
	deadline := func(check knownvalue.Check) []statecheck.StateCheck {
		return []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("deadline_time"), check)}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{Config: without("7731"), ConfigStateChecks: deadline(knownvalue.Null())},
			{
				PreConfig:         change(simulator.RebillyChange{Deadline: &late, Status: "under-review"}),
				Config:            without("7731"),
				ConfigPlanChecks:  action(plancheck.ResourceActionNoop),
				ConfigStateChecks: deadline(knownvalue.NotNull()),
			},
			{Config: without("7732"), ConfigPlanChecks: action(plancheck.ResourceActionUpdate), ConfigStateChecks: deadline(knownvalue.NotNull())},
			{
				PreConfig:         change(simulator.RebillyChange{Deadline: &none}),
				Config:            without("7732"),
				ConfigPlanChecks:  action(plancheck.ResourceActionNoop),
				ConfigStateChecks: deadline(knownvalue.Null()),
			},
			{Config: with("7732"), ConfigPlanChecks: action(plancheck.ResourceActionUpdate), ConfigStateChecks: deadline(knownvalue.NotNull())},
			{
				PreConfig:         change(simulator.RebillyChange{Deadline: &none}),
				Config:            with("7732"),
				ConfigPlanChecks:  action(plancheck.ResourceActionUpdate),
				ConfigStateChecks: deadline(knownvalue.StringExact("2126-03-30T23:59:59.5Z")),
			},
			{
				PreConfig:         change(simulator.RebillyChange{Amount: "49.905"}),
				Config:            with("7732"),
				ConfigPlanChecks:  action(plancheck.ResourceActionNoop),
				ConfigStateChecks: has("amount_decimal", "49.905"),
			},
			{Config: with("7733"), ConfigPlanChecks: action(plancheck.ResourceActionUpdate), ConfigStateChecks: has("amount_decimal", "49.905")},
			{
				PreConfig:         change(simulator.RebillyChange{Amount: "49.90", Deadline: &late}),
				Config:            regexp.MustCompile(`status_authority.*`).ReplaceAllString(without("7733"), ""),
				ConfigPlanChecks:  action(plancheck.ResourceActionUpdate),
				ConfigStateChecks: append(deadline(knownvalue.Null()), has("status", "response-needed")...),
			},
		},
	})
	if d := w.ReadRebilly(ours(t, w)); !d.DeadlineTime.IsZero() || d.Amount != "49.90" {
		t.Errorf("the dispute has the deadline %s and the amount %s", d.DeadlineTime, d.Amount)
	}
}

// An id may only be known after the apply, of a new dispute and of its replacement.
func TestAccIDThatIsNotKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	from := func(input string) string {
		return config(w, "", "response-needed", "7731", "id = terraform_data.number.output") + fmt.Sprintf(`
resource "terraform_data" "number" { input = %q }`, input)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{Config: from(chosen), ConfigStateChecks: has("id", chosen), ConfigPlanChecks: action(plancheck.ResourceActionCreate)},
			{Config: from("case-7732"), ConfigStateChecks: has("id", "case-7732"), ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate)},
		},
	})
}

// latest is the id of the dispute that was made last: nothing has changed it since.
func latest(t *testing.T, w *acctest.World) string {
	t.Helper()
	all, err := w.RebillyDisputes()
	w.Do(err)
	for _, d := range all {
		if d.Source == "api" && d.Revision == 0 {
			return d.ID
		}
	}
	t.Fatal("every dispute was changed")
	return ""
}

func TestAccDisputeImport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	plain := config(w, "", "response-needed", "7731", `id = "case-7731"`)
	steps := []resource.TestStep{{Config: regexp.MustCompile(`10:30:00\+01:00|\.5Z`).ReplaceAllStringFunc(plain, func(s string) string {
		if s == ".5Z" {
			return "Z"
		}
		return "09:30:00Z" // an import cannot know in what words a time was configured
	})}}
	steps = append(steps, acctest.Imports(address, "id", chosen)...)
	steps = append(steps, resource.TestStep{Config: plain, ConfigPlanChecks: action(plancheck.ResourceActionNoop)})
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories, Steps: steps})
}

func TestAccDisputeImportByIdentity(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	acctest.ImportByIdentity(t, config(w, "", "response-needed", "7731", ""), address)
}

func TestAccDataSources(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exact := statecheck.ExpectKnownOutputValue
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{
				Config:      w.RebillyProvider("") + `data "disputes_rebilly_dispute" "it" { id = "nobody" }`,
				ExpectError: regexp.MustCompile(`rebilly-not-found`),
			},
			{
				Config:      w.RebillyProvider("") + `data "disputes_rebilly_disputes" "it" { sort = ["createdtime"] }`,
				ExpectError: regexp.MustCompile(`Did you mean\s+"created_time"`),
			},
			{
				Config: w.RebillyProvider("") + `
data "disputes_rebilly_disputes" "open" {
  filter = "status:response-needed,under-review"
  sort   = ["-amount"]
}
data "disputes_rebilly_dispute" "first" { id = data.disputes_rebilly_disputes.open.disputes[0].id }
output "ids" { value = join(" ", data.disputes_rebilly_disputes.open.disputes[*].id) }
output "first" { value = data.disputes_rebilly_dispute.first.amount }`,
				ConfigStateChecks: []statecheck.StateCheck{
					exact("ids", knownvalue.StringExact("dp-1001 dp-1002")),
					exact("first", knownvalue.Int64Exact(12000)),
				},
			},
		},
	})
}
