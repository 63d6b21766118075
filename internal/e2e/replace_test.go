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
	w.Configure(simulated + evidence(`"a.pdf"`))
	w.Apply().Omits("Rule: document-already-sent")
	const force = "-replace=disputes_mangopay_document.evidence"
	w.Run("plan", force).Exits(0).Says("Rule: document-already-sent", "with disputes_mangopay_document_submission.evidence")
	w.Run("apply", "-auto-approve", force).Exits(0).Says("is a fresh copy of one that was sent", "with disputes_mangopay_document.evidence")
	w.Unchanged().Omits("Rule: document-already-sent")
}
