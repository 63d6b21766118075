package documentsubmission_test

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

// fixed is the submission of a document that exists.
func fixed(w *acctest.World, policy, dispute string, document acctest.Evidence, more string) string {
	return w.Provider(policy) + fmt.Sprintf(`
resource "disputes_mangopay_document_submission" "it" {
  dispute_id  = %q
  document_id = %q
  digest      = %q
  %s
}`, dispute, document.ID, document.Digest, more)
}

// made is a document of one file with its submission.
func made(w *acctest.World, dispute, source string) string {
	return w.Provider("") + fmt.Sprintf(`
resource "disputes_mangopay_document" "it" {
  dispute_id = %[1]q
  type       = "INVOICE"
  pages      = [{ source = %[2]q }]
}
resource "disputes_mangopay_document_submission" "it" {
  dispute_id  = %[1]q
  document_id = disputes_mangopay_document.it.id
  digest      = disputes_mangopay_document.it.digest
}`, dispute, source)
}

func does(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func has(attribute, want string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.StringExact(want))
}

// The document is made, filled and sent by one apply; another file is another
// document, sent beside the first; and what vanished is made again.
func TestAccDocumentSubmission(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	spec := simulator.DisputeSpec{ID: "case-7"}
	w.DisputeOf(spec)
	first, second := w.Write("a.png", acctest.PNG(1)), w.Write("b.png", acctest.PNG(2))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{
				Config:            made(w, "case-7", first),
				ConfigPlanChecks:  does(plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{has("status", "VALIDATION_ASKED")},
			},
			{
				PreConfig:        func() { w.WantWrites("create_document", "create_page", "submit_document") },
				Config:           made(w, "case-7", second),
				ConfigPlanChecks: does(plancheck.ResourceActionReplace),
			},
			{
				PreConfig: func() {
					w.WantWrites("create_document", "create_page", "submit_document", "create_document", "create_page", "submit_document")
					w.Do(w.Reset())
					w.DisputeOf(spec)
				},
				Config:           made(w, "case-7", second),
				ConfigPlanChecks: does(plancheck.ResourceActionCreate),
			},
		},
	})
	w.WantWrites("create_document", "create_page", "submit_document")
}

func TestAccDocumentSubmissionImport(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	document := w.Draft(dispute, "", acctest.PNG(1))
	w.Do(w.ClearJournal())
	steps := []resource.TestStep{{Config: fixed(w, "", dispute, document, "")}}
	steps = append(steps, acctest.Imports(address, "document_id", document.ID)...)
	steps = append(steps,
		resource.TestStep{
			Config:      fixed(w, "", dispute, acctest.Evidence{ID: document.ID, Digest: w.Sent(dispute, 9).Digest}, ""),
			ExpectError: regexp.MustCompile(`content-already-sent`),
		},
		resource.TestStep{
			Config:      fixed(w, `on_destroy = "refuse"`, dispute, document, ""),
			Destroy:     true,
			ExpectError: regexp.MustCompile(`destroy-refused`),
		},
		resource.TestStep{Config: fixed(w, "", dispute, document, "")},
	)
	w.Do(w.ClearJournal())
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories, Steps: steps})
	w.WantWrites("submit_document")
}

func TestAccDocumentSubmissionImportByIdentity(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	acctest.ImportByIdentity(t, fixed(w, "", dispute, w.Draft(dispute, "", acctest.PNG(1)), ""), address)
}

// A refusal that was waited for stops what depends on it, and is said again until
// there is another document.
func TestAccDocumentSubmissionReview(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	bad, good := w.Draft(dispute, "refuse_unreadable", acctest.PNG(1)), w.Draft(dispute, "accept", acctest.PNG(2))
	w.Do(w.ClearJournal())
	const wait = "wait_for_review = true"
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{Config: fixed(w, "", dispute, bad, wait), ExpectError: regexp.MustCompile(`(?s)DOCUMENT_UNREADABLE.*document-refused`)},
			{Config: fixed(w, "", dispute, bad, wait), ExpectError: regexp.MustCompile(`document-refused`)},
			{
				PreConfig:         func() { w.WantWrites("submit_document") },
				Config:            fixed(w, "", dispute, good, wait),
				ConfigPlanChecks:  does(plancheck.ResourceActionReplace),
				ConfigStateChecks: []statecheck.StateCheck{has("status", "VALIDATED")},
			},
		},
	})
	w.WantWrites("submit_document", "submit_document")
}
