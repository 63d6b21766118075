package attachment_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const address = typeName + ".it"

// config attaches a file of its own to a dispute.
func config(w *acctest.World, dispute, source, name string) string {
	return w.RebillyProvider("") + fmt.Sprintf(`
resource "disputes_rebilly_file" "it" {
  source = %q
}

resource "disputes_rebilly_attachment" "it" {
  dispute_id = %q
  file_id    = disputes_rebilly_file.it.id
  name       = %q
}
`, source, dispute, name)
}

func action(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, a)}}
}

func TestAccRebillyAttachmentLifecycle(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(w.SetGuesses(simulator.Guesses{RebillyAttachedFileStays: true})) // the order of deletions matters
	dispute := w.RebillyDisputeOf(simulator.RebillyDisputeSpec{})
	pdf, png := w.Write("1.pdf", acctest.PDF("one", 1)), w.Write("2.png", acctest.PNG(2))
	renamed := config(w, dispute, pdf, "invoice")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{Config: config(w, dispute, pdf, "receipt")},
			{Config: renamed, ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
			{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
			{Config: config(w, dispute, png, "invoice"), ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate)},
			{
				PreConfig:        func() { w.Do(w.Rebilly().Attachments.Delete(t.Context(), attachments(t, w)[0].ID)) },
				Config:           config(w, dispute, png, "invoice"),
				ConfigPlanChecks: action(plancheck.ResourceActionCreate),
			},
		},
		CheckDestroy: func(*terraform.State) error {
			if left := attachments(t, w); len(left) > 0 {
				return fmt.Errorf("attachments are left: %+v", left)
			}
			return nil
		},
	})
}

func TestAccRebillyAttachmentImportByIdentity(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.RebillyDisputeOf(simulator.RebillyDisputeSpec{})
	acctest.ImportByIdentity(t, config(w, dispute, w.Write("1.pdf", acctest.PDF("one", 1)), "receipt"), address)
}
