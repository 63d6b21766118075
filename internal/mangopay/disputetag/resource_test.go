package disputetag_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

const address = typeName + ".it"

func config(w *acctest.World, policy, dispute, tag string) string {
	return w.Provider(policy) + fmt.Sprintf(`
resource "disputes_mangopay_dispute_tag" "it" {
  dispute_id = %q
  tag        = %q
}`, dispute, tag)
}

func TestAccDisputeTag(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	action := func(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, a)}}
	}
	write := func(tag string) func() {
		return func() {
			_, err := w.API().Disputes.UpdateTag(t.Context(), dispute, tag)
			w.Do(err)
		}
	}
	changed := config(w, "", dispute, "Fall 8 \U0001F4E6")
	steps := []resource.TestStep{
		{Config: config(w, "", dispute, strings.Repeat("x", 256)), ExpectError: regexp.MustCompile(`tag-too-long`)},
		{Config: config(w, "", dispute, "case 7")},
		{
			Config:           changed,
			ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("tag"), knownvalue.StringExact("Fall 8 \U0001F4E6")),
			},
		},
	}
	steps = append(steps, acctest.Imports(address, "dispute_id", dispute)...)
	steps = append(steps,
		resource.TestStep{PreConfig: write("theirs"), Config: changed, ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		resource.TestStep{PreConfig: write(""), Config: changed, ConfigPlanChecks: action(plancheck.ResourceActionCreate)},
		resource.TestStep{
			Config:      config(w, `on_destroy = "refuse"`, dispute, "Fall 8 \U0001F4E6"),
			Destroy:     true,
			ExpectError: regexp.MustCompile(`destroy-refused`),
		},
		resource.TestStep{Config: changed},
	)
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories, Steps: steps})
}

func TestAccDisputeTagImportByIdentity(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	acctest.ImportByIdentity(t, config(w, "", w.Dispute(), "case 7"), address)
}
