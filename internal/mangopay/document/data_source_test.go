package document_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

func TestAccDocuments(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	draft, sent := w.Draft(dispute, "order 7", acctest.PNG(1)), w.Sent(dispute, 2)
	w.Sent(w.Dispute(), 3)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{{
			Config: w.Provider("") + fmt.Sprintf(`
data "disputes_mangopay_documents" "all" {
  dispute_id = %q
}
data "disputes_mangopay_document" "each" {
  count = length(data.disputes_mangopay_documents.all.documents)
  id    = data.disputes_mangopay_documents.all.documents[count.index].id
}`, dispute),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(`data.disputes_mangopay_document.each[0]`, tfjsonpath.New("id"), knownvalue.StringExact(draft.ID)),
				statecheck.ExpectKnownValue(`data.disputes_mangopay_document.each[0]`, tfjsonpath.New("tag"), knownvalue.StringExact("order 7")),
				statecheck.ExpectKnownValue(`data.disputes_mangopay_document.each[1]`, tfjsonpath.New("id"), knownvalue.StringExact(sent.ID)),
				statecheck.ExpectKnownValue("data.disputes_mangopay_documents.all", tfjsonpath.New("documents"), knownvalue.ListSizeExact(2)),
			},
		}},
	})
}
