package disputeclosure_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const address = typeName + ".it"

func config(w *acctest.World, policy, dispute string, accept bool) string {
	return w.Provider(policy) + fmt.Sprintf(`
resource "disputes_mangopay_dispute_closure" "it" {
  dispute_id  = %s
  accept_loss = %t
}`, dispute, accept)
}

func TestAccDisputeClosure(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	spec := simulator.DisputeSpec{ID: "case-7"}
	closed := config(w, "", fmt.Sprintf("%q", w.DisputeOf(spec)), true)
	steps := []resource.TestStep{
		{
			Config:      config(w, "", `"case-7"`, false),
			ExpectError: regexp.MustCompile(`(?s)accept_loss`),
		},
		{
			Config: closed,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("CLOSED")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("result_code"), knownvalue.StringExact("LOST")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("closed_at"), knownvalue.NotNull()),
			},
		},
	}
	steps = append(steps, acctest.Imports(address, "dispute_id", "case-7")...)
	steps = append(steps, resource.TestStep{ // vanished
		PreConfig: func() {
			w.WantWrites("close_dispute")
			w.Do(w.Reset())
			w.DisputeOf(spec)
		},
		Config: closed,
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
		}},
	}, resource.TestStep{
		Config:      config(w, `on_destroy = "refuse"`, `"case-7"`, true),
		Destroy:     true,
		ExpectError: regexp.MustCompile(`destroy-refused`),
	}, resource.TestStep{Config: closed})
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories, Steps: steps})
	w.WantWrites("close_dispute")
}

// An id that is only known after the apply defers the checks.
func TestAccDisputeClosureOfUnknown(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	unknown := fmt.Sprintf(`
resource "terraform_data" "id" {
  input = %q
}`, w.Dispute())
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps:                    []resource.TestStep{{Config: config(w, "", "terraform_data.id.output", true) + unknown}},
	})
	w.WantWrites("close_dispute")
}

func TestAccDisputeClosureImportByIdentity(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	acctest.ImportByIdentity(t, config(w, "", fmt.Sprintf("%q", w.Dispute()), true), address)
}
