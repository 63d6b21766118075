package dispute_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func TestAccDisputes(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	for i := range 101 {
		w.DisputeOf(simulator.DisputeSpec{ID: fmt.Sprintf("d%03d", i), Age: time.Duration(200-i) * time.Minute, Amount: 12600, Contested: 100, Currency: "GBP"})
	}
	w.DisputeOf(simulator.DisputeSpec{ID: "done", Status: "CLOSED"})
	exact := statecheck.ExpectKnownOutputValue
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{
				Config:      w.Provider("") + `data "disputes_mangopay_dispute" "it" { id = "nobody" }`,
				ExpectError: regexp.MustCompile(`dispute-not-found`),
			},
			{
				Config: w.Provider("") + `
data "disputes_mangopay_disputes" "it" {
  user_id            = "a"
  pending_settlement = true
}`,
				ExpectError: regexp.MustCompile(`Two scopes for one list`),
			},
			{
				Config: w.Provider("") + `
data "disputes_mangopay_disputes" "open" {
  statuses = ["PENDING_CLIENT_ACTION"]
}
data "disputes_mangopay_disputes" "none" {
  statuses = ["SUBMITTED"]
}
data "disputes_mangopay_dispute" "each" {
  count = 2 # the test library cannot read the state of for_each
  id    = data.disputes_mangopay_disputes.open.disputes[99 + count.index].id
}
output "count" { value = length(data.disputes_mangopay_disputes.open.disputes) }
output "none" { value = length(data.disputes_mangopay_disputes.none.disputes) }
output "ids" { value = join(" ", data.disputes_mangopay_dispute.each[*].id) }`,
				ConfigStateChecks: []statecheck.StateCheck{
					exact("count", knownvalue.Int64Exact(101)),
					exact("none", knownvalue.Int64Exact(0)),
					exact("ids", knownvalue.StringExact("d099 d100")),
					statecheck.ExpectKnownValue(`data.disputes_mangopay_dispute.each[0]`, tfjsonpath.New("disputed_funds"), knownvalue.ObjectExact(map[string]knownvalue.Check{
						"amount": knownvalue.Int64Exact(12600), "currency": knownvalue.StringExact("GBP"),
					})),
					statecheck.ExpectKnownValue(`data.disputes_mangopay_dispute.each[1]`, tfjsonpath.New("contested_funds").AtMapKey("amount"), knownvalue.Int64Exact(100)),
				},
			},
		},
	})
}

// Credentials come from the environment when the configuration has none: the test
// sets them all, and so cannot run beside others.
func TestAccCredentials(t *testing.T) {
	w := acctest.NewWorld(t)
	for _, name := range []string{"MANGOPAY_CLIENT_ID", "MANGOPAY_API_KEY", "MANGOPAY_ENVIRONMENT", "MANGOPAY_BASE_URL"} {
		t.Setenv(name, "")
	}
	const list = `data "disputes_mangopay_disputes" "it" {}`
	wrong := fmt.Sprintf(`
provider "disputes" {
  mangopay = { base_url = %q, client_id = "simulator", api_key = "not-the-key" }
}`, w.URL)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{Config: list, ExpectError: regexp.MustCompile(`(?s)Mangopay is not configured.*MANGOPAY_CLIENT_ID.*MANGOPAY_API_KEY.*MANGOPAY_ENVIRONMENT`)},
			{Config: wrong + "\n" + list, ExpectError: regexp.MustCompile(`(?s)Check client_id and api_key`)},
		},
	})
}
