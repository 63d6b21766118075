package examples_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// blocks are the fenced blocks of a page in one language.
func blocks(page, language string) []string {
	var found []string
	for _, match := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(page, -1) {
		found = append(found, match[1])
	}
	return found
}

// readme prepares a folder as the README says, with its first configuration.
func readme(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	page := read(t, "README.md")
	if !strings.Contains(page, "cp examples/contest/evidence/parcel.jpg ") {
		t.Fatal("README.md does not say any more where the picture comes from")
	}
	if err := os.Rename(filepath.Join(b.dir, "evidence", "parcel.jpg"), filepath.Join(b.dir, "parcel.jpg")); err != nil {
		t.Fatal(err)
	}
	b.write("main.tf", blocks(page, "hcl")[0])
	return b
}

func TestAccReadmeConfigurationWorksAsPrinted(t *testing.T) {
	t.Parallel()
	b := readme(t)
	if output := b.apply(); !strings.Contains(output, "1 added, 0 changed, 0 destroyed") {
		t.Errorf("the configuration of README.md does not make its document:\n%s", output)
	}
}

func TestAccReadmeRecordsADisputeAsPrinted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("main.tf", blocks(read(t, "README.md"), "hcl")[1])
	if output := b.apply(); !strings.Contains(output, "1 added, 0 changed, 0 destroyed") {
		t.Errorf("the configuration of README.md does not record its dispute:\n%s", output)
	}
	b.simulated(func(s *simulator.Simulator) error {
		disputes, err := s.RebillyDisputes()
		if len(disputes) != 4 {
			t.Errorf("Rebilly has %d disputes, not one besides its three samples", len(disputes))
		}
		return err
	})
}

// flat is a text without line breaks and indentation, which depend on the engine.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

func TestAccReadmeShowsWhatAPlanPrints(t *testing.T) {
	t.Parallel()
	b := readme(t)
	b.write("parcel.jpg", "version https://git-lfs.github.com/spec/v1\n"+
		"oid sha256:c69d3027ae121d4684739f0adcaec9eb23ff4073f4dd35ae55fecfb186804df9\nsize 1117604\n")
	output, status := b.exit("plan")
	if status != 1 {
		t.Fatalf("a pointer in place of the picture passes the plan:\n%s", output)
	}
	shown := 0
	for _, block := range blocks(read(t, "README.md"), "text") {
		if strings.HasPrefix(block, "Error: ") {
			shown++
			for _, paragraph := range strings.Split(block, "\n\n") {
				if !strings.Contains(flat(output), flat(paragraph)) {
					t.Errorf("README.md shows\n%s\nbut the plan prints\n%s", paragraph, output)
				}
			}
		}
	}
	if shown == 0 {
		t.Error("README.md does not show a plan that refuses")
	}
}

// The page of the provider has a walk-through for each system.
func TestAccIndexConfigurationWorksAsPrinted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sent := []string{"5 added, 0 changed, 0 destroyed", "3 added, 0 changed, 0 destroyed"}
	for i, block := range blocks(read(t, "docs", "index.md"), "terraform") {
		if !strings.Contains(block, "simulator") {
			continue
		}
		if len(sent) == 0 {
			t.Fatalf("block %d of docs/index.md is one more than is known", i)
		}
		b.write("main.tf", block)
		if output := b.apply(); !strings.Contains(output, sent[0]) {
			t.Errorf("block %d of docs/index.md does not lead to %q:\n%s", i, sent[0], output)
		}
		b.remove("terraform.tfstate")
		sent = sent[1:]
	}
	if len(sent) > 0 {
		t.Errorf("docs/index.md lacks configurations for the simulator: %q", sent)
	}
}

// The guide tells how to compute the digests that the provider plans; both must agree.
func TestAccGuideConfigurationWorksAsPrinted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("harness.tf", onSimulator)
	b.write("main.tf", strings.Join(blocks(read(t, "docs", "guides", "from-chargeback-to-submission.md"), "terraform"), "\n"))
	b.write("same.tf", `
output "digests" {
  value = {
    document = local.digest == disputes_mangopay_document.delivery.digest
    evidence = local.evidence_digest == disputes_mangopay_dispute_submission.this.evidence_digest
  }
}
`)
	b.run("plan", "-out=tfplan")
	b.run("apply", "tfplan")
	if diff := cmp.Diff(map[string]any{"document": true, "evidence": true}, b.outputs()["digests"]); diff != "" {
		t.Errorf("the digests of the guide are not those of the provider (-want +got):\n%s", diff)
	}
}

func TestGuideDrawsEveryState(t *testing.T) {
	t.Parallel()
	drawings := blocks(read(t, "docs", "guides", "from-chargeback-to-submission.md"), "text")
	for i, machine := range [][]evidence.Transition{evidence.DisputeTransitions(), evidence.DocumentTransitions()} {
		for _, move := range machine {
			if !regexp.MustCompile(`[│┤] ` + move.To + ` +[│├]`).MatchString(drawings[i]) {
				t.Errorf("drawing %d of the guide has no box for %s", i+1, move.To)
			}
		}
	}
}
