package disputesubmission_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const (
	address = typeName + ".it"
	caseID  = "case-7"
)

// fixed submits a dispute with documents that exist.
func fixed(w *acctest.World, policy, dispute, amount string, documents ...acctest.Evidence) string {
	list := ""
	for _, d := range documents {
		list += fmt.Sprintf("{ document_id = %q, digest = %q },", d.ID, d.Digest)
	}
	return w.Provider(policy) + fmt.Sprintf(`
resource "disputes_mangopay_dispute_submission" "it" {
  dispute_id      = %q
  contested_funds = { amount = %s, currency = "EUR" }
  documents       = [%s]
}`, dispute, amount, list)
}

// whole is a case with one document of one file, sent and submitted.
func whole(w *acctest.World, source string) string {
	return w.Provider("") + fmt.Sprintf(`
resource "disputes_mangopay_document" "a" {
  dispute_id = %[1]q
  type       = "DELIVERY_PROOF"
  pages      = [{ source = %[2]q }]
}
resource "disputes_mangopay_document_submission" "a" {
  dispute_id  = %[1]q
  document_id = disputes_mangopay_document.a.id
  digest      = disputes_mangopay_document.a.digest
}
resource "disputes_mangopay_dispute_submission" "it" {
  dispute_id      = %[1]q
  contested_funds = { amount = 6000, currency = "EUR" }
  documents = [{
    document_id = disputes_mangopay_document_submission.a.document_id
    digest      = disputes_mangopay_document_submission.a.digest
  }]
}`, caseID, source)
}

func does(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func has(attribute string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), want)
}

// documentOf is the id of the newest document of the case.
func documentOf(t *testing.T, w *acctest.World) string {
	t.Helper()
	ids := w.Documents(caseID)
	if len(ids) == 0 {
		t.Fatal("the dispute has no document")
	}
	return ids[len(ids)-1]
}

// A case from the files to the bank's decision: the reviewer refuses a document,
// Mangopay reopens the dispute, a better file goes in, and the bank decides.
func TestAccDisputeSubmission(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	spec := simulator.DisputeSpec{ID: caseID}
	w.DisputeOf(spec)
	first, second := w.Write("a.png", acctest.PNG(1)), w.Write("b.png", acctest.PNG(2))
	once := []string{"create_document", "create_page", "submit_document", "submit_dispute"}
	steps := []resource.TestStep{
		{
			Config: whole(w, first),
			ConfigStateChecks: []statecheck.StateCheck{
				has("status", knownvalue.StringExact("SUBMITTED")), has("round", knownvalue.Int64Exact(1)), has("submitted_at", knownvalue.NotNull()),
			},
		},
		{
			PreConfig:   func() { w.WantWrites(once...) },
			Config:      whole(w, second),
			ExpectError: regexp.MustCompile(`dispute-not-open-for-documents`),
		},
		{
			PreConfig: func() {
				w.Do(w.Review(documentOf(t, w), "refuse_unreadable", "too dark"))
				w.Do(w.Decide(caseID, "reopen", "a readable document, please"))
				w.Do(w.Advance(time.Hour))
			},
			Config:           whole(w, first),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
		{
			Config:           whole(w, second),
			ConfigPlanChecks: does(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				has("status", knownvalue.StringExact("SUBMITTED")), has("round", knownvalue.Int64Exact(2)),
			},
		},
		{
			PreConfig:        func() { w.WantWrites(append(once, once...)...); w.Do(w.Decide(caseID, "won", "")) },
			Config:           whole(w, second),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ConfigStateChecks: []statecheck.StateCheck{
				has("status", knownvalue.StringExact("CLOSED")), has("result_code", knownvalue.StringExact("WON")), has("round", knownvalue.Int64Exact(2)),
			},
		},
		{ // vanished
			PreConfig:        func() { w.Do(w.Reset()); w.DisputeOf(spec) },
			Config:           whole(w, second),
			ConfigPlanChecks: does(plancheck.ResourceActionCreate),
		},
	}
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories, Steps: steps})
	w.WantWrites(once...)
}

// An import that names the documents knows everything, the round and its time too.
func TestAccDisputeSubmissionImport(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	first := w.Sent(dispute, 1)
	resubmitted := func() {
		w.Do(w.Decide(dispute, "reopen", ""))
		w.Do(w.Advance(time.Hour))
		_, err := w.API().Disputes.Submit(t.Context(), dispute, nil)
		w.Do(err)
	}
	w.Contest(dispute, 6000)
	resubmitted()
	w.Do(w.ClearJournal())
	config := fixed(w, "", dispute, "6000", first)
	// What was submitted twice elsewhere is taken over with its round.
	steps := []resource.TestStep{{Config: config, ConfigStateChecks: []statecheck.StateCheck{has("round", knownvalue.Int64Exact(2))}}}
	steps = append(steps, acctest.Imports(address, "dispute_id", dispute+"?document="+first.ID)...)
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories, Steps: steps})
	w.WantWrites()
}

// An import without documents is completed by the next apply, which compares and
// sends nothing.
func TestAccDisputeSubmissionImportWithoutDocuments(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	document, other := w.Sent(dispute, 1), w.Sent(dispute, 2)
	w.Contest(dispute, 6000)
	w.Do(w.ClearJournal())
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{
				Config:             fixed(w, "", dispute, "6000", document),
				ResourceName:       address,
				ImportState:        true,
				ImportStateId:      dispute,
				ImportStatePersist: true,
				ImportStateCheck: func(states []*terraform.InstanceState) error {
					if len(states) != 1 || states[0].Attributes["status"] != "SUBMITTED" {
						return fmt.Errorf("imported %v", states)
					}
					return nil
				},
			},
			{
				Config:      fixed(w, "", dispute, "6000", acctest.Evidence{ID: document.ID, Digest: other.Digest}),
				ExpectError: regexp.MustCompile(`digest-mismatch`),
			},
			{
				Config:      fixed(w, "", dispute, "5000", document),
				ExpectError: regexp.MustCompile(`contested-funds-already-sent`),
			},
			{
				Config:            fixed(w, "", dispute, "6000", document),
				ConfigPlanChecks:  does(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{has("evidence_digest", knownvalue.NotNull())},
			},
		},
	})
	w.WantWrites()
}

func TestAccDisputeSubmissionImportByIdentity(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	document := w.Sent(dispute, 1)
	config := fixed(w, "", dispute, "6000", document)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		TerraformVersionChecks:   acctest.KnowsIdentities(),
		Steps: []resource.TestStep{
			{Config: config},
			{
				// An identity cannot name the documents, so that they are still to be compared.
				ResourceName:    address,
				ImportState:     true,
				ImportStateKind: resource.ImportBlockWithResourceIdentity,
				ExpectError:     regexp.MustCompile(`(?s)expected a no-op.*"update"`),
			},
		},
	})
}

func TestAccDisputeSubmissionRefusals(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute, closed := w.Dispute(), w.DisputeOf(simulator.DisputeSpec{Status: "CLOSED"})
	document := w.Sent(dispute, 1)
	w.Do(w.ClearJournal())
	refused := func(config, want string) resource.TestStep {
		return resource.TestStep{Config: config, ExpectError: regexp.MustCompile(want)}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			refused(fixed(w, "", dispute, "12.5", document), `(?s)whole number of minor units.*amount-not-whole`),
			refused(fixed(w, "", dispute, "10001", document), `contested-exceeds-disputed`),
			refused(fixed(w, "", "nobody", "1", document), `dispute-not-found`),
			refused(fixed(w, "", closed, "1", document), `dispute-already-closed`),
			refused(fixed(w, "require_approval = true", dispute, "1", document), `(?s)The digest to approve is.*approval-missing`),
			{Config: fixed(w, "", dispute, "1", document)},
			{
				Config:      fixed(w, `on_destroy = "refuse"`, dispute, "1", document),
				Destroy:     true,
				ExpectError: regexp.MustCompile(`destroy-refused`),
			},
			{Config: fixed(w, "", dispute, "1", document)},
		},
	})
	w.WantWrites("submit_dispute")
}
