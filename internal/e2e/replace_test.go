package e2e_test

import (
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
)

// TestAccForcedReplacement: engines drop the warnings of the call that plans a forced
// replacement, so the plan of the submission says it, and the apply.
func TestAccForcedReplacement(t *testing.T) {
	w := workspace.New(t)
	w.Write("a.pdf", acctest.PDF("a", 1))
	w.Configure(simulated + `
resource "disputes_mangopay_document" "evidence" {
  dispute_id = "dispute-1001"
  type       = "INVOICE"
  pages      = [{ source = "a.pdf" }]
}
resource "disputes_mangopay_document_submission" "evidence" {
  dispute_id  = "dispute-1001"
  document_id = disputes_mangopay_document.evidence.id
  digest      = disputes_mangopay_document.evidence.digest
}
`)
	w.Apply().Omits("Rule: document-already-sent")
	const force = "-replace=disputes_mangopay_document.evidence"
	w.Run("plan", force).Exits(0).Says("Rule: document-already-sent", "with disputes_mangopay_document_submission.evidence")
	w.Run("apply", "-auto-approve", force).Exits(0).Says("is a fresh copy of one that was sent", "with disputes_mangopay_document.evidence")
	w.Unchanged().Omits("Rule: document-already-sent")
}
