package documentpage_test

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

const address = typeName + ".test"

func hcl(dispute, document string, more ...string) string {
	return fmt.Sprintf(`
resource "disputes_mangopay_document_page" "test" {
  dispute_id  = %s
  document_id = %s
  %s
}
`, dispute, document, strings.Join(more, "\n"))
}

func source(path string) string { return fmt.Sprintf("source = %q", path) }

func quoted(text string) string { return fmt.Sprintf("%q", text) }

func acc(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories, Steps: steps})
}

func preApply(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

// uploads requires that so many pages were sent so far.
func uploads(t *testing.T, w *acctest.World, n int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if got := w.Calls("create_page"); got != n {
			t.Errorf("%d pages were sent, want %d", got, n)
		}
		return nil
	}
}

func TestAccDocumentPageLifecycle(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t)
	content := acctest.PDF("one", 1)
	first, second := w.Write("1.pdf", content), w.Write("2.pdf", content)
	id := dispute + "/" + document + "/" + acctest.SHA256(content)
	config := func(path string) string { return w.Provider("") + hcl(quoted(dispute), quoted(document), source(path)) }
	acc(t,
		resource.TestStep{
			Config:           config(first),
			ConfigPlanChecks: preApply(plancheck.ExpectKnownValue(address, tfjsonpath.New("sha256"), knownvalue.StringExact(acctest.SHA256(content)))),
			Check:            uploads(t, w, 1),
		},
		resource.TestStep{Config: config(first), ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
		resource.TestStep{
			Config: config(first), ResourceName: address, ImportState: true, ImportStateId: id + "?source=" + first,
			ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "sha256",
		},
		resource.TestStep{
			Config: config(first), ResourceName: address, ImportState: true, ImportStateId: id + "?source=" + first,
			ImportStateKind: resource.ImportBlockWithID,
		},
		resource.TestStep{
			Config: config(first), ResourceName: address, ImportState: true, ImportStateId: id + "?source=" + w.Write("3.png", acctest.PNG(3)),
			ExpectError: regexp.MustCompile(`digest-mismatch`),
		},
		resource.TestStep{Config: config(second), ConfigPlanChecks: preApply(plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate))},
		resource.TestStep{Config: config(w.Write("4.pdf", acctest.PDF("other", 1))), ExpectError: regexp.MustCompile(`page-exchanged`)},
		resource.TestStep{Config: config(second), Taint: []string{address}, Check: uploads(t, w, 1)},
	)
}

func TestAccDocumentPageImportByIdentity(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	dispute := w.Dispute()
	document := w.Draft(dispute, "", content).ID
	config := w.Provider("") + hcl(quoted(dispute), quoted(document), source(w.Write("1.pdf", content)))
	block := fmt.Sprintf(`
import {
  to       = %s
  identity = { dispute_id = %q, document_id = %q, sha256 = %q }
}
`, address, dispute, document, acctest.SHA256(content))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{Config: config + block, Check: uploads(t, w, 1)},
			{
				Config:           config,
				ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan()),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(address, map[string]knownvalue.Check{
					"dispute_id": knownvalue.StringExact(dispute), "document_id": knownvalue.StringExact(document), "sha256": knownvalue.StringExact(acctest.SHA256(content)),
				})},
			},
		},
	})
}

// Everything a page needs can come from the apply, and what was announced is kept.
func TestAccDocumentPageMadeByTheApply(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	content := acctest.PDF("one", 1)
	config := func(digest string) string {
		return w.Provider("") + fmt.Sprintf(`
resource "terraform_data" "later" {
  input = %q
}

resource "disputes_mangopay_document" "test" {
  dispute_id = %q
  type       = "OTHER"
}
`, base64.StdEncoding.EncodeToString(content), dispute) +
			hcl(quoted(dispute), "disputes_mangopay_document.test.id", "content_base64_wo = terraform_data.later.output", fmt.Sprintf("content_sha256 = %q", digest))
	}
	acc(t,
		resource.TestStep{Config: config(acctest.SHA256(acctest.PNG(1))), ExpectError: regexp.MustCompile(`digest-mismatch`)},
		resource.TestStep{
			Config:           config(acctest.SHA256(content)),
			ConfigPlanChecks: preApply(plancheck.ExpectKnownValue(address, tfjsonpath.New("sha256"), knownvalue.StringExact(acctest.SHA256(content)))),
			Check:            uploads(t, w, 1),
		},
		resource.TestStep{Config: config(acctest.SHA256(content)), ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
	)
	holds(t, w, w.Documents(dispute)[0], content)
}

func TestAccDocumentPagesTogether(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t)
	sources := []string{w.Write("1.pdf", acctest.PDF("1", 1)), w.Write("2.pdf", acctest.PDF("2", 1)), w.Write("3.pdf", acctest.PDF("3", 1))}
	each := fmt.Sprintf("count  = 3\n  source = [%q, %q, %q][count.index]", sources[0], sources[1], sources[2])
	config := w.Provider("") + hcl(quoted(dispute), quoted(document), each)
	acc(t,
		resource.TestStep{Config: config, Check: uploads(t, w, 3)},
		resource.TestStep{Config: config, ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
	)
	if got := w.Pages(document); len(got) != 3 {
		t.Errorf("the document holds %d pages", len(got))
	}
}

func TestAccDocumentPageDestroy(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t)
	page := hcl(quoted(dispute), quoted(document), source(w.Write("1.pdf", acctest.PDF("one", 1))))
	refuse := w.Provider(`on_destroy = "refuse"`)
	acc(t,
		resource.TestStep{Config: refuse + page},
		resource.TestStep{Config: refuse, ExpectError: regexp.MustCompile(`destroy-refused`)},
		resource.TestStep{Config: w.Provider(""), Check: uploads(t, w, 1)},
	)
}
