package attachment_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const address = typeName + ".it"

// config attaches a file of its own to a dispute; more stands in both resources.
func config(w *acctest.World, dispute, source, name string, more ...string) string {
	both := strings.Join(more, "\n")
	return w.RebillyProvider("") + fmt.Sprintf(`
resource "disputes_rebilly_file" "it" {
  source = %q
  %s
}

resource "disputes_rebilly_attachment" "it" {
  dispute_id = %q
  file_id    = disputes_rebilly_file.it.id
  name       = %q
  %s
}
`, source, both, dispute, name, both)
}

func action(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, a)}}
}

func TestAccRebillyAttachmentLifecycle(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(w.SetGuesses(simulator.Guesses{RebillyAttachedFileStays: true})) // the order of deletions matters
	dispute := w.RebillyDisputeOf(simulator.RebillyDisputeSpec{})
	pdf, png := w.Write("1.pdf", acctest.PDF("one", 1)), w.Write("2.png", acctest.PNG(2))
	renamed := config(w, dispute, pdf, "invoice")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{Config: config(w, dispute, pdf, "receipt")},
			{Config: renamed, ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
			{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
			{Config: config(w, dispute, png, "invoice"), ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate)},
			{
				PreConfig:        func() { w.Do(w.Rebilly().Attachments.Delete(t.Context(), attachments(t, w)[0].ID)) },
				Config:           config(w, dispute, png, "invoice"),
				ConfigPlanChecks: action(plancheck.ResourceActionCreate),
			},
		},
		CheckDestroy: func(*terraform.State) error {
			if left := attachments(t, w); len(left) > 0 {
				return fmt.Errorf("attachments are left: %+v", left)
			}
			return nil
		},
	})
}

func TestAccRebillyAttachmentImportByIdentity(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.RebillyDisputeOf(simulator.RebillyDisputeSpec{})
	acctest.ImportByIdentity(t, config(w, dispute, w.Write("1.pdf", acctest.PDF("one", 1)), "receipt"), address)
}

// evidenceIs requires that the organization holds these files, oldest first, and that the
// one of the given number, and no other, is attached.
func evidenceIs(t *testing.T, w *acctest.World, attached int, contents ...[]byte) {
	t.Helper()
	files, err := w.RebillyFiles()
	w.Do(err)
	if len(files) != len(contents) {
		t.Fatalf("there are %d files, want %d", len(files), len(contents))
	}
	for i, content := range contents {
		if files[i].SHA256 != acctest.SHA256(content) {
			t.Errorf("file %d is another one", i)
		}
	}
	if all := attachments(t, w); len(all) != 1 || all[0].FileID != files[attached].ID {
		t.Errorf("the attachments are %+v, want one of file %d", all, attached)
	}
}

// With create_before_destroy the old evidence stays until the new one is in its place,
// wherever a run breaks off, and the next one goes on.
func TestAccRebillyEvidenceThatIsCreatedBeforeItIsDestroyed(t *testing.T) {
	t.Parallel()
	const first = "lifecycle {\n    create_before_destroy = true\n  }"
	w := acctest.NewWorld(t)
	dispute := w.RebillyDisputeOf(simulator.RebillyDisputeSpec{})
	old, fresh := acctest.PDF("one", 1), acctest.PNG(2)
	pdf, png := w.Write("1.pdf", old), w.Write("2.png", fresh)
	better := config(w, dispute, png, "receipt", first)
	refuse := func(operation string) {
		strike(w, simulator.FaultRule{Kind: simulator.FaultForbidden, Operation: operation})
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{Config: config(w, dispute, pdf, "receipt", first)},
			{PreConfig: func() { refuse("rebilly_create_file") }, Config: better, ExpectError: regexp.MustCompile("HTTP 403")},
			{
				PreConfig: func() {
					evidenceIs(t, w, 0, old)
					refuse(put)
				},
				Config: better, ConfigPlanChecks: action(plancheck.ResourceActionCreateBeforeDestroy), ExpectError: regexp.MustCompile("HTTP 403"),
			},
			{
				PreConfig: func() {
					evidenceIs(t, w, 0, old, fresh)
					strike(w)
				},
				Config: better, Check: func(*terraform.State) error {
					evidenceIs(t, w, 0, fresh)
					return nil
				},
			},
		},
	})
}

// Resources that get other addresses keep their objects, or make them anew: engines create
// the new ones and destroy the old ones at the same time. The plan after it is empty.
func TestAccRebillyEvidenceUnderOtherAddresses(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.RebillyDisputeOf(simulator.RebillyDisputeSpec{})
	var sources []string
	for seed := range uint64(6) {
		sources = append(sources, w.Write(fmt.Sprintf("%d.png", seed), acctest.PNG(seed)))
	}
	under := func(prefix string) string {
		blocks := w.RebillyProvider("")
		for i, source := range sources {
			blocks += fmt.Sprintf(`
resource "disputes_rebilly_file" "%[1]s%[2]d" {
  source = %[3]q
}

resource "disputes_rebilly_attachment" "%[1]s%[2]d" {
  dispute_id = %[4]q
  file_id    = disputes_rebilly_file.%[1]s%[2]d.id
}
`, prefix, i, source, dispute)
		}
		return blocks
	}
	slow := simulator.FaultRule{Kind: simulator.FaultLatency, Delay: 50 * time.Millisecond}
	steps := []resource.TestStep{{Config: under("a")}}
	for _, prefix := range []string{"b", "c", "d"} {
		steps = append(steps, resource.TestStep{PreConfig: func() { strike(w, slow) }, Config: under(prefix), Check: func(*terraform.State) error {
			if n := len(attachments(t, w)); n != len(sources) {
				return fmt.Errorf("%d attachments are left", n)
			}
			return nil
		}})
	}
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories, Steps: steps})
}
