package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
)

// TestAccRenameAfterTheFirstApply: the state still says CREATED then, because it was
// the submission that sent the document, and a destroy is planned with that state.
func TestAccRenameAfterTheFirstApply(t *testing.T) {
	t.Parallel()
	w := contestedCase(t)
	w.Apply()
	world := w.World("disputes-simulator.db")
	before := workspace.Writes(t, world)

	renamed := strings.ReplaceAll(contested, `"disputes_mangopay_document" "evidence"`, `"disputes_mangopay_document" "renamed"`)
	w.Configure(strings.ReplaceAll(renamed, "disputes_mangopay_document.evidence", "disputes_mangopay_document.renamed"))
	w.Run("apply", "-auto-approve").Exits(1).Says("(VALIDATION_ASKED)", "Rule: document-renamed")
	if diff := cmp.Diff(before, workspace.Writes(t, world)); diff != "" {
		t.Errorf("the rename has sent something: %s", diff)
	}
}

// TestAccLostState: everything that was sent is found again, and nothing is sent.
func TestAccLostState(t *testing.T) {
	t.Parallel()
	w := contestedCase(t)
	w.Apply()
	first, before := w.Outputs(), workspace.Writes(t, w.World("disputes-simulator.db"))
	if err := os.Remove(filepath.Join(w.Dir, "terraform.tfstate")); err != nil {
		t.Fatal(err)
	}
	w.Apply().Says("Rule: document-sent-already", "Rule: submission-adopted", "5 added")
	if diff := cmp.Diff(first, w.Outputs()); diff != "" {
		t.Errorf("other objects are in the state: %s", diff)
	}
	if diff := cmp.Diff(before, workspace.Writes(t, w.World("disputes-simulator.db"))); diff != "" {
		t.Errorf("something was sent: %s", diff)
	}
	w.Unchanged()
}
