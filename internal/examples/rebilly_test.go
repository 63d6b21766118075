package examples_test

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// The guide tells how to compute the ids and the mark that the provider derives; all must agree.
func TestAccRebillyGuideWorksAsPrinted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("harness.tf", onSimulator)
	b.write("main.tf", strings.Join(blocks(read(t, "docs", "guides", "rebilly-disputes.md"), "terraform"), "\n"))
	b.write("same.tf", `
output "derived" {
  value = {
    dispute    = local.alert_id == disputes_rebilly_dispute.alert.id
    attachment = local.attachment_id == disputes_rebilly_attachment.receipt.id
  }
}

output "mark" {
  value = local.mark
}
`)
	b.run("validate")
	if output := b.apply(); !strings.Contains(output, "4 added, 0 changed, 0 destroyed") {
		t.Errorf("the guide does not make two disputes, a file and an attachment:\n%s", output)
	}
	outputs := b.outputs()
	if diff := cmp.Diff(map[string]any{"dispute": true, "attachment": true}, outputs["derived"]); diff != "" {
		t.Errorf("what the guide computes is not what the provider derives (-want +got):\n%s", diff)
	}
	b.simulated(func(s *simulator.Simulator) error {
		files, err := s.RebillyFiles()
		if len(files) != 1 || !slices.Contains(files[0].Tags, outputs["mark"].(string)) {
			t.Errorf("no file carries the mark %v that the guide computes: %v", outputs["mark"], files)
		}
		return err
	})
}

// permissions are the operations of Rebilly that the page of the provider names, by what they are for.
func permissions(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	row := regexp.MustCompile("(?m)^\\| (`disputes_rebilly_\\w+`(?:, [a-z ]+)?) \\| (`.*`) \\|$")
	for _, match := range row.FindAllStringSubmatch(read(t, "docs", "index.md"), -1) {
		found[strings.ReplaceAll(match[1], "`", "")] = strings.Split(strings.ReplaceAll(match[2], "`", ""), ", ")
	}
	return found
}

func TestPermissionsAreOperationsOfRebilly(t *testing.T) {
	t.Parallel()
	want := []string{
		"disputes_rebilly_attachment", "disputes_rebilly_dispute, data source", "disputes_rebilly_dispute, resource",
		"disputes_rebilly_disputes, data source", "disputes_rebilly_file",
	}
	found := permissions(t)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(found))); diff != "" {
		t.Errorf("permissions are told for (-want +got):\n%s", diff)
	}
	for what, ids := range found {
		for _, id := range ids {
			if !slices.Contains(simulator.RebillyOperationIDs(), id) {
				t.Errorf("%s: Rebilly has no operation %s", what, id)
			}
		}
	}
}

// served makes the configuration of a provider that reaches a world of its own with a key that may do
// only what is listed.
func served(t *testing.T, operationIDs ...string) string {
	t.Helper()
	world, err := simulator.Open(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const key = "sk_sandbox_restricted"
	if err := world.RestrictRebillyKey(key, operationIDs...); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(world.Handler())
	t.Cleanup(server.Close)
	harness := regexp.MustCompile(`(?s)provider "disputes".*`).ReplaceAllLiteralString(onSimulator, "")
	return harness + fmt.Sprintf(`
provider "disputes" {
  rebilly = {
    base_url = %q
    api_key  = %q
  }
}
`, server.URL, key)
}

// Each type works with a key that has the permissions which the page tells, and no others.
func TestAccPermissionsAreEnough(t *testing.T) {
	t.Parallel()
	need := permissions(t)
	resource := func(name string) []string { return []string{"examples", "resources", name, "resource.tf"} }
	data := func(name string) []string { return []string{"examples", "data-sources", name, "data-source.tf"} }
	for what, test := range map[string]struct {
		example []string
		also    string // a type of which the example holds one too
	}{
		"disputes_rebilly_dispute, resource":     {resource("disputes_rebilly_dispute"), ""},
		"disputes_rebilly_dispute, data source":  {data("disputes_rebilly_dispute"), ""},
		"disputes_rebilly_disputes, data source": {data("disputes_rebilly_disputes"), ""},
		"disputes_rebilly_file":                  {resource("disputes_rebilly_file"), ""},
		"disputes_rebilly_attachment":            {resource("disputes_rebilly_attachment"), "disputes_rebilly_file"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.write("harness.tf", served(t, slices.Concat(need[what], need[test.also])...))
			config := read(t, test.example...)
			b.write("main.tf", config)
			b.apply()
			b.write("main.tf", regexp.MustCompile(`(name|case_id) += "`).ReplaceAllString(config, "${0}changed "))
			b.apply()
			b.run("destroy", "-auto-approve")
		})
	}
}

// A key that may only read is enough for a plan, and for nothing that writes.
func TestAccAReadingKeyPlansAndDoesNotWrite(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var reading []string
	for _, ids := range permissions(t) {
		for _, id := range ids {
			if strings.HasPrefix(id, "Get") {
				reading = append(reading, id)
			}
		}
	}
	b.write("harness.tf", served(t, reading...))
	b.write("main.tf", read(t, "examples", "resources", "disputes_rebilly_dispute", "resource.tf"))
	b.run("plan", "-out=tfplan")
	if output, status := b.exit("apply", "tfplan"); status != 1 || !strings.Contains(flat(output), "HTTP 403") {
		t.Errorf("exit status %d, expected the key to be refused:\n%s", status, output)
	}
}
