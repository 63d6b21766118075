package document_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const address = typeName + ".test"

// hcl is the configuration of the resource "test".
func (d want) hcl(more ...string) string {
	var pages strings.Builder
	for _, source := range d.pages {
		fmt.Fprintf(&pages, "{ source = %q },", source)
	}
	return fmt.Sprintf(`
resource "disputes_mangopay_document" "test" {
  dispute_id = %q
  type       = "INVOICE"
  tag        = "order 7"
  pages      = [%s]
  %s
}
`, d.dispute, pages.String(), strings.Join(more, "\n"))
}

func acc(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories, Steps: steps})
}

func preApply(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

// check makes a function that fails the test into one of the library.
func check(do func()) resource.TestCheckFunc {
	return func(*terraform.State) error {
		do()
		return nil
	}
}

func TestAccDocumentLifecycle(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	first, second := acctest.PDF("invoice", 2), acctest.PNG(1)
	one := want{dispute: w.Dispute(), pages: []string{w.Write("a.pdf", first)}}
	two := one
	two.pages = []string{one.pages[0], w.Write("b.png", second)}
	only := one
	only.pages = two.pages[1:]
	config := func(d want) string { return w.Provider("") + d.hcl() }
	var document string
	acc(t,
		resource.TestStep{
			Config:           config(one),
			ConfigPlanChecks: preApply(plancheck.ExpectKnownValue(address, tfjsonpath.New("digest"), knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{64}$`)))),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("CREATED")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("pages").AtSliceIndex(0).AtMapKey("sha256"), knownvalue.StringExact(acctest.SHA256(first))),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("pages").AtSliceIndex(0).AtMapKey("media_type"), knownvalue.StringExact("application/pdf")),
			},
		},
		resource.TestStep{Config: config(one), ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
		resource.TestStep{
			Config:           config(two),
			ConfigPlanChecks: preApply(plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)),
			Check: check(func() {
				if diff := cmp.Diff([]string{created, uploaded, uploaded}, w.Writes()); diff != "" {
					t.Errorf("writes (-want +got):\n%s", diff)
				}
				document = w.Documents(one.dispute)[0]
				holds(t, w, document, first, second)
			}),
		},
		resource.TestStep{
			PreConfig: func() {
				w.Submit(one.dispute, document)
				w.Do(w.Review(document, "refuse_unreadable", "too dark"))
			},
			Config:            config(two),
			ConfigPlanChecks:  preApply(plancheck.ExpectEmptyPlan()),
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("refused_reason_message"), knownvalue.StringExact("too dark"))},
		},
		resource.TestStep{
			Config:           config(only),
			ConfigPlanChecks: preApply(plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace)),
			Check: check(func() {
				documents := w.Documents(one.dispute)
				if len(documents) != 2 {
					t.Fatalf("documents: %v", documents)
				}
				holds(t, w, documents[0], first, second)
				holds(t, w, documents[1], second)
			}),
		},
	)
}

func TestAccDocumentVanished(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.DisputeOf(simulator.DisputeSpec{ID: "d1"}), pages: []string{w.Write("a.pdf", acctest.PDF("one", 1))}}
	config := w.Provider("") + doc.hcl()
	acc(t,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				w.Do(w.Reset())
				w.DisputeOf(simulator.DisputeSpec{ID: "d1"})
			},
			Config:           config,
			ConfigPlanChecks: preApply(plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate)),
		},
	)
}

// imports is a document that is not in the state of a new test.
func imports(t *testing.T) (w *acctest.World, config, document string, sources []string) {
	t.Helper()
	w, doc, document := made(t)
	config = w.Provider("") + strings.ReplaceAll(strings.ReplaceAll(doc.hcl(), `"INVOICE"`, `"OTHER"`), "order 7", doc.tag)
	return w, config, document, doc.pages
}

func TestAccDocumentImport(t *testing.T) {
	t.Parallel()
	w, config, document, sources := imports(t)
	whole := imported(document, "source", sources[0], "source", sources[1])
	acc(t,
		resource.TestStep{
			Config: config, ResourceName: address, ImportState: true, ImportStateId: whole, ImportStatePersist: true,
		},
		resource.TestStep{Config: config, ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
		resource.TestStep{Config: config, ResourceName: address, ImportState: true, ImportStateId: whole, ImportStateVerify: true},
		resource.TestStep{
			Config: config, ResourceName: address, ImportState: true, ImportStateId: whole,
			ImportStateKind: resource.ImportBlockWithID,
		},
		resource.TestStep{
			Config: config, ResourceName: address, ImportState: true, ImportStateId: imported(document, "source", sources[1], "source", sources[0]),
			ExpectError: regexp.MustCompile(`digest-mismatch`),
		},
		resource.TestStep{
			Config: config, ResourceName: address, ImportState: true, ImportStateId: "nothing",
			ExpectError: regexp.MustCompile(`document-not-found`),
		},
		resource.TestStep{Config: config, Check: check(func() { unsent(t, w) })},
	)
}

func TestAccDocumentImportWithoutSources(t *testing.T) {
	t.Parallel()
	w, config, document, _ := imports(t)
	acc(t,
		resource.TestStep{Config: config, ResourceName: address, ImportState: true, ImportStateId: document, ImportStatePersist: true},
		resource.TestStep{
			Config:           config,
			ConfigPlanChecks: preApply(plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)),
			Check:            check(func() { unsent(t, w) }),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
	)
}

func TestAccDocumentImportByIdentity(t *testing.T) {
	t.Parallel()
	w, config, document, _ := imports(t)
	block := fmt.Sprintf(`
import {
  to       = %s
  identity = { id = %q }
}
`, address, document)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config:            config + block,
				ConfigPlanChecks:  preApply(plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(address, map[string]knownvalue.Check{"id": knownvalue.StringExact(document)})},
				Check:             check(func() { unsent(t, w) }),
			},
			{Config: config, ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
		},
	})
}

// unsent requires that nothing was written but the two pages made beside Terraform.
func unsent(t *testing.T, w *acctest.World) {
	t.Helper()
	if diff := cmp.Diff([]string{created, uploaded, uploaded}, w.Writes()); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}

func TestAccDocumentFreshCopies(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("a.pdf", acctest.PDF("one", 1))}}
	count := func(n int) resource.TestCheckFunc {
		return check(func() {
			if got := w.Documents(doc.dispute); len(got) != n {
				t.Errorf("%d documents, want %d", len(got), n)
			}
		})
	}
	config := w.Provider("") + doc.hcl()
	raised := w.Provider("") + doc.hcl("generation = 2")
	acc(t,
		resource.TestStep{Config: config},
		resource.TestStep{Config: config, Taint: []string{address}, Check: count(1)},
		resource.TestStep{
			PreConfig:        func() { w.Submit(doc.dispute, w.Documents(doc.dispute)[0]) },
			Config:           config,
			Taint:            []string{address},
			ConfigPlanChecks: preApply(plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace)),
			Check:            count(2),
		},
		resource.TestStep{
			Config:           raised,
			ConfigPlanChecks: preApply(plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace)),
			Check:            count(3),
		},
	)
}

func TestAccDocumentUnknowns(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("a.pdf", acctest.PDF("one", 1)), w.Write("b.pdf", acctest.PDF("two", 1))}}
	config := func(dispute, source string) string {
		return w.Provider("") + fmt.Sprintf(`
resource "terraform_data" "later" {
  input = { dispute = %q, source = %q }
}

resource "disputes_mangopay_document" "test" {
  dispute_id = terraform_data.later.output.dispute
  type       = "INVOICE"
  pages      = [{ source = %q }, { source = terraform_data.later.output.source }]
}
`, dispute, source, doc.pages[0])
	}
	closed := w.DisputeOf(simulator.DisputeSpec{Status: "CLOSED"})
	acc(t,
		resource.TestStep{Config: config(closed, doc.pages[1]), ExpectError: regexp.MustCompile(`dispute-not-open-for-documents`)},
		resource.TestStep{Config: config(doc.dispute, w.Write("c.pdf", []byte(pointer))), ExpectError: regexp.MustCompile(`file-lfs-pointer`)},
		resource.TestStep{
			Config: config(doc.dispute, doc.pages[1]),
			ConfigPlanChecks: preApply(
				plancheck.ExpectUnknownValue(address, tfjsonpath.New("digest")),
				plancheck.ExpectKnownValue(address, tfjsonpath.New("pages").AtSliceIndex(0).AtMapKey("sha256"), knownvalue.StringExact(acctest.SHA256(acctest.PDF("one", 1)))),
				plancheck.ExpectUnknownValue(address, tfjsonpath.New("pages").AtSliceIndex(1).AtMapKey("sha256")),
			),
			Check: check(func() {
				if diff := cmp.Diff([]string{created, uploaded, uploaded}, w.Writes()); diff != "" {
					t.Errorf("writes (-want +got):\n%s", diff)
				}
			}),
		},
		resource.TestStep{Config: config(doc.dispute, doc.pages[1]), ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
	)
}

func TestAccDocumentUnknownReplacement(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("a.pdf", acctest.PDF("one", 1)), w.Write("b.pdf", acctest.PDF("two", 1))}}
	config := func(source string) string {
		return w.Provider("") + fmt.Sprintf(`
resource "terraform_data" "later" {
  input = %q
}

resource "disputes_mangopay_document" "test" {
  dispute_id = %q
  type       = "INVOICE"
  pages      = [{ source = terraform_data.later.output }]
}
`, source, doc.dispute)
	}
	sent := func(n int) resource.TestCheckFunc {
		return check(func() {
			if got := w.Documents(doc.dispute); len(got) != n {
				t.Errorf("%d documents, want %d", len(got), n)
			}
		})
	}
	acc(t,
		resource.TestStep{Config: config(doc.pages[0])},
		resource.TestStep{
			Config:           config(doc.pages[1]),
			ConfigPlanChecks: preApply(plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace)),
			Check:            sent(2),
		},
		// Other names for the same bytes are another plan, but not another document.
		resource.TestStep{
			Config:           config(w.Write("c.pdf", acctest.PDF("two", 1))),
			ConfigPlanChecks: preApply(plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace)),
			Check:            sent(2),
		},
		resource.TestStep{
			PreConfig:        func() { w.Submit(doc.dispute, w.Documents(doc.dispute)[1]) },
			Config:           config(w.Write("d.pdf", acctest.PDF("two", 1))),
			ConfigPlanChecks: preApply(plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)),
			Check:            sent(2),
		},
		resource.TestStep{Config: config(w.Write("e.pdf", acctest.PDF("three", 1))), ExpectError: regexp.MustCompile(`inconsistent final plan`)},
		resource.TestStep{Config: config(filepath.Join(w.Dir, "e.pdf")), Check: sent(3)},
	)
}

func TestAccDocumentUnknownProvider(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("a.pdf", acctest.PDF("one", 1))}}
	config := strings.Replace(w.Provider(""), `"`+simulator.ClientID+`"`, "terraform_data.client.output", 1) +
		fmt.Sprintf("resource \"terraform_data\" \"client\" {\n  input = %q\n}\n", simulator.ClientID) + doc.hcl()
	acc(t,
		resource.TestStep{
			Config:           config,
			ConfigPlanChecks: preApply(plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate)),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
	)
}

func TestAccDocumentDestroy(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("a.pdf", acctest.PDF("one", 1))}}
	refuse, forget := w.Provider(`on_destroy = "refuse"`), w.Provider("")
	acc(t,
		resource.TestStep{Config: refuse + doc.hcl()},
		resource.TestStep{Config: refuse, ExpectError: regexp.MustCompile(`destroy-refused`)},
		resource.TestStep{Config: forget, Check: check(func() {
			if diff := cmp.Diff([]string{created, uploaded}, w.Writes()); diff != "" {
				t.Errorf("writes (-want +got):\n%s", diff)
			}
		})},
	)
}

func TestAccDocumentInterrupted(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	contents := [][]byte{acctest.PDF("one", 1), acctest.PDF("two", 1), acctest.PNG(3)}
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", contents[0]), w.Write("2.pdf", contents[1]), w.Write("3.png", contents[2])}}
	w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{
		{Kind: simulator.FaultLostAnswer, Operation: created, Nth: 1},
		{Kind: simulator.FaultRateLimit, Operation: uploaded, Nth: 2},
		{Kind: simulator.FaultResetUpload, Operation: uploaded, Nth: 3},
	}}))
	config := w.Provider("") + doc.hcl()
	acc(t,
		resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`add page 2 of 3`)},
		resource.TestStep{
			Config:           config,
			ConfigPlanChecks: preApply(plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace)),
			Check: check(func() {
				documents := w.Documents(doc.dispute)
				if len(documents) != 1 {
					t.Fatalf("documents: %v", documents)
				}
				holds(t, w, documents[0], contents...)
			}),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
	)
}

func TestAccDocumentDuplicate(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("a.pdf", acctest.PDF("one", 1))}}
	acc(t, resource.TestStep{Config: w.Provider("") + doc.hcl("count = 2"), ExpectError: regexp.MustCompile(`duplicate-document`)})
	if len(w.Writes()) > 0 {
		t.Errorf("writes: %v", w.Writes())
	}
}
