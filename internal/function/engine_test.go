package function_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

// knowsFunctions skips engines without provider functions, which came with Terraform 1.8
// and OpenTofu 1.7.
var knowsFunctions = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)}

// An engine hands over whole elements of the data source, with all their attributes.
func TestAccRebillyRecordTakesWholeDisputes(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	id := w.Dispute()
	config := w.Provider("") + `
data "disputes_mangopay_disputes" "all" {}

data "disputes_mangopay_dispute" "one" {
  id = "` + id + `"
}

output "elements" {
  value = [for d in data.disputes_mangopay_disputes.all.disputes : provider::disputes::rebilly_record(d)]
}

output "one" {
  value = provider::disputes::rebilly_record(data.disputes_mangopay_dispute.one)
}
`
	record := knownvalue.ObjectPartial(map[string]knownvalue.Check{
		"status":        knownvalue.StringExact("response-needed"),
		"type":          knownvalue.StringExact("first-chargeback"),
		"amount":        knownvalue.Int64Exact(10000),
		"currency":      knownvalue.StringExact("EUR"),
		"case_id":       knownvalue.StringExact(id),
		"posted_time":   knownvalue.NotNull(),
		"deadline_time": knownvalue.NotNull(),
	})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		TerraformVersionChecks:   knowsFunctions,
		Steps: []resource.TestStep{{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("elements", knownvalue.ListExact([]knownvalue.Check{record})),
				statecheck.ExpectKnownOutputValue("one", record),
			},
		}},
	})
}

// What is not known yet makes the result unknown, and what cannot be read is an error
// that names the attribute.
func TestAccRebillyRecordOfUnknownAndWrongDisputes(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	config := func(created string) string {
		return w.Provider("") + `
resource "terraform_data" "later" {
  input = "SUBMITTED"
}

output "record" {
  value = provider::disputes::rebilly_record({
    id = "d-1", dispute_type = "RETRIEVAL", status = terraform_data.later.output, result_code = null, reason_type = null
    disputed_funds = null, contest_deadline = null, created_at = "` + created + `"
  })
}
`
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		TerraformVersionChecks:   knowsFunctions,
		Steps: []resource.TestStep{
			{
				Config:           config("2026-11-20T09:30:00Z"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectUnknownOutputValue("record")}},
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("record", knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"status": knownvalue.StringExact("under-review"),
					"type":   knownvalue.StringExact("information-request"),
					"amount": knownvalue.Null(),
				}))},
			},
			{Config: config("yesterday"), ExpectError: regexp.MustCompile(`dispute\.created_at is "yesterday"`)},
		},
	})
}
