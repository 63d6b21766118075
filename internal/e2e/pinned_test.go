package e2e_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

// TestAccChangedByte: what was reviewed is what is sent, or nothing is. The engine
// plans once more before it applies, and it is the engine that finds the
// difference: it tells the provider nothing of the first plan, and words it as the
// provider's inconsistency. It names the page and both digests.
func TestAccChangedByte(t *testing.T) {
	w := newWorkspace(t)
	content := acctest.PDF("invoice 7", 1)
	w.write("a.png", acctest.PNG(1))
	w.write("b.pdf", content)
	w.configure(simulated + `
resource "disputes_mangopay_document" "evidence" {
  dispute_id = "dispute-1001"
  type       = "INVOICE"
  pages      = [{ source = "a.png" }, { source = "b.pdf" }]
}
resource "disputes_mangopay_document_submission" "evidence" {
  dispute_id  = "dispute-1001"
  document_id = disputes_mangopay_document.evidence.id
  digest      = disputes_mangopay_document.evidence.digest
}
`)
	w.run("plan", "-out=reviewed.tfplan").exits(0).says(acctest.SHA256(content))
	changed := bytes.Replace(content, []byte("invoice 7"), []byte("invoice 8"), 1)
	w.write("b.pdf", changed)
	w.run("apply", "reviewed.tfplan").exits(1).says(".pages[1].sha256", acctest.SHA256(content), acctest.SHA256(changed))
	world := w.world("disputes-simulator.db")
	if diff := cmp.Diff(map[string]int{}, writes(t, world)); diff != "" {
		t.Errorf("something was sent: %s", diff)
	}

	w.run("plan", "-out=reviewed.tfplan").exits(0).says(acctest.SHA256(changed))
	w.run("apply", "reviewed.tfplan").exits(0)
	w.unchanged()
	if diff := cmp.Diff(map[string]int{"create_document": 1, "create_page": 2, "submit_document": 1}, writes(t, world)); diff != "" {
		t.Error(diff)
	}
}

const late = simulated + `
resource "terraform_data" "made" {
  input = "made.pdf"
  provisioner "local-exec" {
    command = "cp seed made.pdf"
  }
}
resource "disputes_mangopay_document" "evidence" {
  dispute_id = "dispute-1001"
  type       = "INVOICE"
  pages      = [{ source = terraform_data.made.output }]
}
resource "disputes_mangopay_document_submission" "evidence" {
  dispute_id  = "dispute-1001"
  document_id = disputes_mangopay_document.evidence.id
  digest      = disputes_mangopay_document.evidence.digest
}
`

// TestAccPageUnknownUntilApply: a file that the run itself makes is checked when
// it is there.
func TestAccPageUnknownUntilApply(t *testing.T) {
	w := newWorkspace(t)
	w.write("seed", acctest.PDF("late", 1))
	w.configure(late)
	w.run("plan", "-out=late.tfplan").exits(0).says("+ digest = (known after apply)")
	w.run("apply", "late.tfplan").exits(0)
	w.unchanged()
	if diff := cmp.Diff(map[string]int{"create_document": 1, "create_page": 1, "submit_document": 1}, writes(t, w.world("disputes-simulator.db"))); diff != "" {
		t.Error(diff)
	}
}

// TestAccBadPageUnknownUntilApply: a check that waited for the apply still comes
// before anything is sent.
func TestAccBadPageUnknownUntilApply(t *testing.T) {
	w := newWorkspace(t)
	w.write("seed", []byte("version https://git-lfs.github.com/spec/v1\noid sha256:"+acctest.SHA256(nil)+"\nsize 12345\n"))
	w.configure(late)
	w.run("plan", "-out=late.tfplan").exits(0)
	w.run("apply", "late.tfplan").exits(1).says("Rule: file-lfs-pointer")
	if diff := cmp.Diff(map[string]int{}, writes(t, w.world("disputes-simulator.db"))); diff != "" {
		t.Errorf("something was sent: %s", diff)
	}
}
