package e2e_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const simulated = `
provider "disputes" {
  mangopay = { environment = "simulator" }
}
`

const contested = simulated + `
variable "photo" { type = string }

locals {
  documents = {
    invoice = { type = "INVOICE", pages = ["invoice.pdf", "terms.png"] }
    photo   = { type = "OTHER", pages = [var.photo] }
  }
}

resource "disputes_mangopay_document" "evidence" {
  for_each   = local.documents
  dispute_id = "dispute-1001"
  type       = each.value.type
  tag        = each.key
  pages      = [for source in each.value.pages : { source = source }]
}

resource "disputes_mangopay_document_submission" "evidence" {
  for_each    = disputes_mangopay_document.evidence
  dispute_id  = each.value.dispute_id
  document_id = each.value.id
  digest      = each.value.digest
}

resource "disputes_mangopay_dispute_submission" "case" {
  dispute_id      = "dispute-1001"
  contested_funds = { amount = 12000, currency = "EUR" }
  documents = [for s in values(disputes_mangopay_document_submission.evidence) : {
    document_id = s.document_id
    digest      = s.digest
  }]
}

output "invoice" { value = disputes_mangopay_document.evidence["invoice"].id }
output "photo" { value = disputes_mangopay_document.evidence["photo"].id }
output "round" { value = disputes_mangopay_dispute_submission.case.round }
`

// contestedCase is a workspace with the configuration contested and its files.
func contestedCase(t *testing.T) *workspace.Workspace {
	t.Helper()
	w := workspace.New(t).With("TF_VAR_photo=dark.jpg")
	w.Write("invoice.pdf", acctest.PDF("invoice 7", 2))
	w.Write("terms.png", acctest.PNG(7))
	w.Write("dark.jpg", acctest.JPEG(7, 900))
	w.Configure(contested)
	return w
}

// evidence is a document that is submitted; its pages are expressions for their sources.
func evidence(sources ...string) string {
	return `
resource "disputes_mangopay_document" "evidence" {
  dispute_id = "dispute-1001"
  type       = "INVOICE"
  pages      = [for source in [` + strings.Join(sources, ", ") + `] : { source = source }]
}
resource "disputes_mangopay_document_submission" "evidence" {
  dispute_id  = "dispute-1001"
  document_id = disputes_mangopay_document.evidence.id
  digest      = disputes_mangopay_document.evidence.digest
}
`
}

// TestAccCase is a dispute from the first document to the bank's decision.
func TestAccCase(t *testing.T) {
	t.Parallel()
	w := contestedCase(t)
	w.Write("sharp.jpg", acctest.JPEG(8, 200))

	w.Run("validate").Exits(0)
	w.Run("plan", "-out=first.tfplan").Exits(0).
		Says("5 to add", "The embedded simulator is used: nothing is sent to the real system.", "Rule: simulator-in-use")
	world := w.World("disputes-simulator.db")
	if diff := cmp.Diff(map[string]int{}, workspace.Writes(t, world)); diff != "" {
		t.Fatalf("the plan has sent something: %s", diff)
	}
	w.Run("apply", "first.tfplan").Exits(0).Says("5 added, 0 changed, 0 destroyed")
	if diff := cmp.Diff(map[string]int{"create_document": 2, "create_page": 3, "submit_document": 2, "submit_dispute": 1}, workspace.Writes(t, world)); diff != "" {
		t.Errorf("first round: %s", diff)
	}
	w.Unchanged()

	first := w.Outputs()
	if first["round"] != "1" {
		t.Errorf("after the first round: %v", first)
	}
	w.Tool("simulator", "review", first["invoice"], "accept").Exits(0).Says("VALIDATED")
	w.Tool("simulator", "review", first["photo"], "refuse_unreadable", "--message", "The scan is too dark").Exits(0).Says("REFUSED DOCUMENT_UNREADABLE")
	w.Tool("simulator", "decide", "dispute-1001", "reopen", "--message", "Please send a sharper photo").Exits(0).Says("REOPENED_PENDING_CLIENT_ACTION")

	w.Unchanged().Says(
		"Warning: Mangopay refused the document.", "DOCUMENT_UNREADABLE", "The scan is too dark",
		"Change the pages as the reason says; the plan then makes a new document.", "Rule: document-refused",
		"Warning: The dispute was reopened: more evidence is asked for.", "Please send a sharper photo",
		"Add the evidence that is asked for to `documents` and apply", "Rule: dispute-reopened",
	)

	better := w.With("TF_VAR_photo=sharp.jpg")
	better.Run("plan", "-out=second.tfplan").Exits(0).Says("2 to add, 1 to change, 2 to destroy", "Rule: document-already-sent")
	better.Run("apply", "second.tfplan").Exits(0)
	if diff := cmp.Diff(map[string]int{"create_document": 3, "create_page": 4, "submit_document": 3, "submit_dispute": 2}, workspace.Writes(t, world)); diff != "" {
		t.Errorf("second round: %s", diff)
	}
	better.Unchanged()
	second := better.Outputs()
	if second["round"] != "2" || second["photo"] == first["photo"] || second["invoice"] != first["invoice"] {
		t.Errorf("after the second round: %v, before: %v", second, first)
	}

	w.Tool("simulator", "review", second["photo"], "accept").Exits(0)
	w.Tool("simulator", "decide", "dispute-1001", "send_to_bank").Exits(0).Says("PENDING_BANK_ACTION")
	better.Unchanged()
	w.Tool("simulator", "decide", "dispute-1001", "won").Exits(0).Says("CLOSED WON")
	better.Apply().Says("0 added, 0 changed, 0 destroyed")
	better.Unchanged().Omits("Rule: document-refused", "Rule: dispute-reopened")
	better.Run("show").Exits(0).Says(`result_code = "WON"`, `status = "CLOSED"`)

	better.Run("plan", "-destroy").Exits(0).Says("5 to destroy", "The object stays on the other side; only the state forgets it.", "Rule: forget-on-destroy")
	if diff := cmp.Diff(map[string]int{"create_document": 3, "create_page": 4, "submit_document": 3, "submit_dispute": 2}, workspace.Writes(t, world)); diff != "" {
		t.Errorf("after the end: %s", diff)
	}
}

// TestAccTwoAliases: two configurations of the provider share one world.
func TestAccTwoAliases(t *testing.T) {
	t.Parallel()
	w := workspace.New(t)
	w.Write("a.pdf", acctest.PDF("a", 1))
	w.Write("b.pdf", acctest.PDF("b", 1))
	w.Configure(simulated + `
provider "disputes" {
  alias    = "other"
  mangopay = { environment = "simulator" }
}
resource "disputes_mangopay_document" "a" {
  count      = 3
  dispute_id = "dispute-1001"
  type       = "INVOICE"
  tag        = "a ${count.index}"
  pages      = [{ source = "a.pdf" }]
}
resource "disputes_mangopay_document" "b" {
  provider   = disputes.other
  count      = 3
  dispute_id = "dispute-1002"
  type       = "INVOICE"
  tag        = "b ${count.index}"
  pages      = [{ source = "b.pdf" }]
}
data "disputes_mangopay_documents" "all" {
  provider   = disputes.other
  dispute_id = "dispute-1001"
  depends_on = [disputes_mangopay_document.a]
}
output "seen" { value = length(data.disputes_mangopay_documents.all.documents) }
`)
	w.Apply()
	w.Unchanged()
	if got := w.Outputs()["seen"]; got != "3" {
		t.Errorf("the second alias sees %s of the first one's documents", got)
	}
	if diff := cmp.Diff(map[string]int{"create_document": 6, "create_page": 6}, workspace.Writes(t, w.World("disputes-simulator.db"))); diff != "" {
		t.Error(diff)
	}
}

// TestAccValidateNeedsNothing: a pipeline validates without credentials, account
// or network.
func TestAccValidateNeedsNothing(t *testing.T) {
	t.Parallel()
	w := workspace.New(t)
	w.Configure(`
provider "disputes" {}
data "disputes_mangopay_dispute" "one" { id = "dispute-1001" }
`)
	w.Run("validate").Exits(0).Says("Success!")
	w.Run("plan").Exits(1).Says("Error: Mangopay is not configured", "mangopay.client_id (environment variable MANGOPAY_CLIENT_ID)",
		"mangopay.api_key (environment variable MANGOPAY_API_KEY)", "mangopay.environment (environment variable MANGOPAY_ENVIRONMENT)")
	w.Configure(`
provider "disputes" {
  mangopay = { environment = "prod" }
}
data "disputes_mangopay_dispute" "one" { id = "dispute-1001" }
`)
	w.Run("validate").Exits(1).Says(`mangopay.environment is "prod", which is none of production, sandbox, simulator.`, "main.tf line")
}

// TestAccSimulatorWithoutBlock: one variable is enough to try things.
func TestAccSimulatorWithoutBlock(t *testing.T) {
	t.Parallel()
	w := workspace.New(t).With("MANGOPAY_ENVIRONMENT=simulator", "DISPUTES_SIMULATOR_FILE=world.db")
	w.Configure(`
data "disputes_mangopay_dispute" "one" { id = "dispute-1001" }
output "status" { value = data.disputes_mangopay_dispute.one.status }
`)
	w.Apply().Says("Rule: simulator-in-use", "PENDING_CLIENT_ACTION")
	if got := workspace.Calls(t, w.World("world.db"))["get_dispute"]; got == 0 {
		t.Error("the world file that was named has seen nothing")
	}
}

// TestAccUnknownAccount: an account that another resource makes is known in the
// apply only. What is in the state stays, and what is new is planned.
func TestAccUnknownAccount(t *testing.T) {
	t.Parallel()
	w := workspace.New(t)
	w = w.With("MANGOPAY_API_KEY="+simulator.APIKey, "MANGOPAY_BASE_URL="+w.Serve("--file", "world.db"))
	w.Write("a.pdf", acctest.PDF("a", 1))
	w.Configure(`
variable "account" { type = number }
resource "terraform_data" "account" {
  input            = "simulator"
  triggers_replace = var.account
}
provider "disputes" {
  mangopay = { client_id = terraform_data.account.output }
}
` + evidence(`"a.pdf"`))
	w.With("TF_VAR_account=1").Apply().Says("3 added, 0 changed, 0 destroyed")
	w.With("TF_VAR_account=2").Apply().Says("1 added, 0 changed, 1 destroyed")
	w.With("TF_VAR_account=2").Unchanged()
	if diff := cmp.Diff(map[string]int{"create_document": 1, "create_page": 1, "submit_document": 1}, workspace.Writes(t, w.World("world.db"))); diff != "" {
		t.Error(diff)
	}
}
