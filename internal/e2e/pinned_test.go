package e2e_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
)

// TestAccChangedByte: what was reviewed is what is sent, or nothing is. The engine
// plans once more before it applies, and it is the engine that finds the
// difference: it tells the provider nothing of the first plan, and words it as the
// provider's inconsistency. It names the page and both digests.
func TestAccChangedByte(t *testing.T) {
	t.Parallel()
	w := workspace.New(t)
	content := acctest.PDF("invoice 7", 1)
	w.Write("a.png", acctest.PNG(1))
	w.Write("b.pdf", content)
	w.Configure(simulated + evidence(`"a.png"`, `"b.pdf"`))
	w.Run("plan", "-out=reviewed.tfplan").Exits(0).Says(acctest.SHA256(content))
	changed := bytes.Replace(content, []byte("invoice 7"), []byte("invoice 8"), 1)
	w.Write("b.pdf", changed)
	w.Run("apply", "reviewed.tfplan").Exits(1).Says(".pages[1].sha256", acctest.SHA256(content), acctest.SHA256(changed))
	world := w.World("disputes-simulator.db")
	if diff := cmp.Diff(map[string]int{}, workspace.Writes(t, world)); diff != "" {
		t.Errorf("something was sent: %s", diff)
	}

	w.Run("plan", "-out=reviewed.tfplan").Exits(0).Says(acctest.SHA256(changed))
	w.Run("apply", "reviewed.tfplan").Exits(0)
	w.Unchanged()
	if diff := cmp.Diff(map[string]int{"create_document": 1, "create_page": 2, "submit_document": 1}, workspace.Writes(t, world)); diff != "" {
		t.Error(diff)
	}
}

var late = simulated + `
resource "terraform_data" "made" {
  input = "made.pdf"
  provisioner "local-exec" {
    command = "cp seed made.pdf"
  }
}
` + evidence("terraform_data.made.output")

// TestAccPageUnknownUntilApply: a file that the run itself makes is checked when
// it is there.
func TestAccPageUnknownUntilApply(t *testing.T) {
	t.Parallel()
	w := workspace.New(t)
	w.Write("seed", acctest.PDF("late", 1))
	w.Configure(late)
	w.Run("plan", "-out=late.tfplan").Exits(0).Says("+ digest = (known after apply)")
	w.Run("apply", "late.tfplan").Exits(0)
	w.Unchanged()
	if diff := cmp.Diff(map[string]int{"create_document": 1, "create_page": 1, "submit_document": 1}, workspace.Writes(t, w.World("disputes-simulator.db"))); diff != "" {
		t.Error(diff)
	}
}

// TestAccBadPageUnknownUntilApply: a check that waited for the apply still comes
// before anything is sent.
func TestAccBadPageUnknownUntilApply(t *testing.T) {
	t.Parallel()
	w := workspace.New(t)
	w.Write("seed", []byte("version https://git-lfs.github.com/spec/v1\noid sha256:"+acctest.SHA256(nil)+"\nsize 12345\n"))
	w.Configure(late)
	w.Run("plan", "-out=late.tfplan").Exits(0)
	w.Run("apply", "late.tfplan").Exits(1).Says("Rule: file-lfs-pointer")
	if diff := cmp.Diff(map[string]int{}, workspace.Writes(t, w.World("disputes-simulator.db"))); diff != "" {
		t.Errorf("something was sent: %s", diff)
	}
}
