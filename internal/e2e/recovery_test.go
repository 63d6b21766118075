package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

// TestAccRenameAfterTheFirstApply: the state still says CREATED then, because it was
// the submission that sent the document, and a destroy is planned with that state.
func TestAccRenameAfterTheFirstApply(t *testing.T) {
	w := newWorkspace(t).with("TF_VAR_photo=dark.jpg")
	w.write("invoice.pdf", acctest.PDF("invoice 7", 2))
	w.write("terms.png", acctest.PNG(7))
	w.write("dark.jpg", acctest.JPEG(7, 200))
	w.configure(contested)
	w.apply()
	world := w.world("disputes-simulator.db")
	before := writes(t, world)

	renamed := strings.ReplaceAll(contested, `"disputes_mangopay_document" "evidence"`, `"disputes_mangopay_document" "renamed"`)
	w.configure(strings.ReplaceAll(renamed, "disputes_mangopay_document.evidence", "disputes_mangopay_document.renamed"))
	w.run("apply", "-auto-approve").exits(1).says("(VALIDATION_ASKED)", "Rule: document-renamed")
	if diff := cmp.Diff(before, writes(t, world)); diff != "" {
		t.Errorf("the rename has sent something: %s", diff)
	}
}

// TestAccLostState: everything that was sent is found again, and nothing is sent.
func TestAccLostState(t *testing.T) {
	w := newWorkspace(t).with("TF_VAR_photo=dark.jpg")
	w.write("invoice.pdf", acctest.PDF("invoice 7", 2))
	w.write("terms.png", acctest.PNG(7))
	w.write("dark.jpg", acctest.JPEG(7, 200))
	w.configure(contested)
	w.apply()
	first, before := w.outputs(), writes(t, w.world("disputes-simulator.db"))
	if err := os.Remove(filepath.Join(w.dir, "terraform.tfstate")); err != nil {
		t.Fatal(err)
	}
	w.apply().says("Rule: document-sent-already", "Rule: submission-adopted", "5 added")
	if diff := cmp.Diff(first, w.outputs()); diff != "" {
		t.Errorf("other objects are in the state: %s", diff)
	}
	if diff := cmp.Diff(before, writes(t, w.world("disputes-simulator.db"))); diff != "" {
		t.Errorf("something was sent: %s", diff)
	}
	w.unchanged()
}
