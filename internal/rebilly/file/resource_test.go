package file_test

import (
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

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const address = typeName + ".it"

func config(w *acctest.World, source string, more ...string) string {
	return w.RebillyProvider("") + fmt.Sprintf(`
resource "disputes_rebilly_file" "it" {
  source = %q
  %s
}
`, source, strings.Join(more, "\n  "))
}

const createFirst = "lifecycle {\n    create_before_destroy = true\n  }"

func action(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, a)}}
}

func TestAccRebillyFileLifecycle(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	const secret = "SECRET-OF-THE-CUSTOMER"
	content := acctest.PDF(secret, 1)
	path, other := w.Write("1.pdf", content), w.Write("2.png", acctest.PNG(2))
	described := config(w, path, `name = "invoice.pdf"`, `description = "the invoice"`, `tags = ["case 7", "b", "a"]`)
	double := func() { beside(t, w, acctest.PNG(2), detailsOf(files(t, w)[0])) }
	steps := []resource.TestStep{
		{Config: config(w, w.Write("page.pdf", []byte("<html>"+secret))), ExpectError: regexp.MustCompile(`rebilly-file-type-unsupported`)},
		{
			Config:           config(w, path),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectKnownValue(address, tfjsonpath.New("sha256"), knownvalue.StringExact(acctest.SHA256(content)))}},
			Check:            without(secret),
		},
		{Config: config(w, path), ConfigPlanChecks: action(plancheck.ResourceActionNoop)},
		{Config: described, ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		imports(path, false),
		imports(path, true),
		{Config: config(w, other), ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate)},
		{
			PreConfig: double, Config: config(w, other), ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("duplicate_ids"), knownvalue.ListSizeExact(0))},
		},
		{
			PreConfig:        func() { w.Do(w.Rebilly().Files.Delete(t.Context(), files(t, w)[0].ID)) },
			Config:           config(w, other),
			ConfigPlanChecks: action(plancheck.ResourceActionCreate),
		},
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories, Steps: steps,
		CheckDestroy: func(*terraform.State) error { return none(files(t, w)) },
	})
}

// without requires that a text is nowhere in the state.
func without(text string) resource.TestCheckFunc {
	return func(s *terraform.State) error {
		if strings.Contains(s.String(), text) {
			return fmt.Errorf("the state shows %q", text)
		}
		return nil
	}
}

func none(left []simulator.RebillyFile) error {
	if len(left) > 0 {
		return fmt.Errorf("files are left: %+v", left)
	}
	return nil
}

// imports is a step that imports the file with its source, on the command line or in a
// block.
func imports(source string, block bool) resource.TestStep {
	step := resource.TestStep{
		ResourceName: address, ImportState: true,
		ImportStateIdFunc: func(s *terraform.State) (string, error) {
			return s.RootModule().Resources[address].Primary.ID + "?source=" + source, nil
		},
	}
	if block {
		step.ImportStateKind = resource.ImportBlockWithID
		return step
	}
	step.ImportStateVerify = true
	return step
}

func TestAccRebillyFileImportByIdentity(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	id := beside(t, w, content, detailsOf(simulator.RebillyFile{Name: "1.pdf"}))
	made := config(w, w.Write("1.pdf", content))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		TerraformVersionChecks:   acctest.KnowsIdentities(),
		Steps: []resource.TestStep{
			{Config: made + fmt.Sprintf("\nimport {\n  to       = %s\n  identity = { id = %q }\n}\n", address, id)},
			{
				Config: made, ConfigPlanChecks: action(plancheck.ResourceActionNoop),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectIdentity(address, map[string]knownvalue.Check{"id": knownvalue.StringExact(id)}),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("sha256"), knownvalue.StringExact(acctest.SHA256(content))),
				},
			},
		},
	})
}

// A forced replacement that is created first finds the very file that it replaces, and
// that is not deleted then.
func TestAccRebillyFileCreatedBeforeItIsDestroyed(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	forced := config(w, w.Write("1.pdf", content), createFirst)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{Config: forced},
			{Config: forced, Taint: []string{address}, Check: func(*terraform.State) error {
				holds(t, w, content)
				return nil
			}},
			{Config: forced, ConfigPlanChecks: action(plancheck.ResourceActionNoop)},
			{Config: config(w, w.Write("2.png", acctest.PNG(2)), createFirst), Check: func(*terraform.State) error {
				holds(t, w, acctest.PNG(2))
				return nil
			}},
		},
	})
}

// The same when the run breaks off between the two: the next one destroys the old instance
// of the resource, and leaves the file, which is in use.
func TestAccRebillyFileReplacedInTwoRuns(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	forced := config(w, w.Write("1.pdf", content), createFirst)
	const refused = `
resource "disputes_rebilly_attachment" "refused" {
  dispute_id = "dp-none"
  file_id    = disputes_rebilly_file.it.id
}
`
	var id string
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories,
		Steps: []resource.TestStep{
			{Config: forced},
			{
				PreConfig: func() { id = files(t, w)[0].ID },
				Config:    forced + refused, Taint: []string{address}, ExpectError: regexp.MustCompile("dp-none|Cannot write attachment"),
			},
			{Config: forced, Check: resource.TestCheckFunc(func(s *terraform.State) error {
				holds(t, w, content)
				return resource.TestCheckResourceAttr(address, "id", id)(s)
			})},
			{Config: forced, ConfigPlanChecks: action(plancheck.ResourceActionNoop)},
		},
	})
}
