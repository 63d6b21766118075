package arch_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/provider"
	"github.com/disputeops/terraform-provider-disputes/internal/schemadump"
)

var update = flag.Bool("update", false, "write the schema that is reviewed with a change")

func providerSchema(t *testing.T) *schemadump.Provider {
	t.Helper()
	read, err := schemadump.Read(t.Context(), providerserver.NewProtocol6(provider.New("test")())())
	if err != nil {
		t.Fatal(err)
	}
	if len(read.Resources) == 0 {
		t.Fatal("the provider has no resources; the checks would have nothing to look at")
	}
	return read
}

// undescribed lists what a reader of the documentation would find without a word beside it.
func undescribed(p *schemadump.Provider) []string {
	missing := undescribedIn("provider", p.Config)
	for kind, schemas := range map[string]map[string]*schemadump.Schema{
		"resource": p.Resources, "data": p.Data, "ephemeral": p.Ephemeral, "list": p.Lists, "action": p.Actions,
	} {
		for name, schema := range schemas {
			missing = append(missing, undescribedIn(kind+" "+name, schema)...)
		}
	}
	for name, function := range p.Functions {
		if function.Summary == "" || function.Description == "" {
			missing = append(missing, "function "+name)
		}
		for _, parameter := range function.Parameters {
			if parameter.Description == "" {
				missing = append(missing, "function "+name+"."+parameter.Name)
			}
		}
	}
	for name, identity := range p.Identities {
		for attribute, a := range identity.Attributes {
			if a.Description == "" {
				missing = append(missing, "identity "+name+"."+attribute)
			}
		}
	}
	slices.Sort(missing)
	return missing
}

func undescribedIn(at string, schema *schemadump.Schema) []string {
	if schema == nil {
		return nil
	}
	var missing []string
	if schema.Block.Description == "" {
		missing = append(missing, at)
	}
	return append(missing, undescribedInBlock(at, schema.Block)...)
}

func undescribedInBlock(at string, block *schemadump.Block) []string {
	missing := undescribedAttributes(at, block.Attributes)
	for name, nested := range block.Blocks {
		missing = append(missing, undescribedInBlock(at+"."+name, nested.Block)...)
	}
	return missing
}

func undescribedAttributes(at string, attributes map[string]*schemadump.Attribute) []string {
	var missing []string
	for name, a := range attributes {
		if a.Description == "" {
			missing = append(missing, at+"."+name)
		}
		if a.Nested != nil {
			missing = append(missing, undescribedAttributes(at+"."+name, a.Nested.Attributes)...)
		}
	}
	return missing
}

func TestEverythingInTheSchemaIsDescribed(t *testing.T) {
	t.Parallel()
	for _, missing := range undescribed(providerSchema(t)) {
		t.Errorf("%s has no description", missing)
	}
	bare := map[string]*schemadump.Attribute{"b": {}}
	bad := &schemadump.Provider{
		Data:       map[string]*schemadump.Schema{"x": {Block: &schemadump.Block{Attributes: map[string]*schemadump.Attribute{"a": {Description: "A.", Nested: &schemadump.Nested{Attributes: bare}}}}}},
		Functions:  map[string]*schemadump.Function{"f": {Parameters: []*schemadump.Parameter{{Name: "p"}}}},
		Identities: map[string]*schemadump.Identity{"x": {Attributes: map[string]*schemadump.IdentityAttribute{"id": {}}}},
	}
	want := []string{"data x", "data x.a.b", "function f", "function f.p", "identity x.id"}
	if diff := cmp.Diff(want, undescribed(bad)); diff != "" {
		t.Errorf("of a bad schema (-want +got):\n%s", diff)
	}
}

// wanted is a file that must exist for a type, and what must stand in it.
type wanted struct{ path, contains string }

func wantedFiles(p *schemadump.Provider) []wanted {
	files := []wanted{{"examples/provider/provider.tf", `provider "disputes"`}, {"docs/index.md", "## Schema"}, {"templates/index.md.tmpl", ""}}
	add := func(kind, file, keyword string, names []string) {
		for _, name := range names {
			files = append(files,
				wanted{"examples/" + kind + "/" + name + "/" + file, keyword + ` "` + name + `"`},
				wanted{"docs/" + kind + "/" + strings.TrimPrefix(name, "disputes_") + ".md", "## Example Usage"})
		}
	}
	add("resources", "resource.tf", "resource", keys(p.Resources))
	add("data-sources", "data-source.tf", "data", keys(p.Data))
	add("ephemeral-resources", "ephemeral-resource.tf", "ephemeral", keys(p.Ephemeral))
	add("list-resources", "list-resource.tfquery.hcl", "list", keys(p.Lists))
	add("actions", "action.tf", "action", keys(p.Actions))
	for _, name := range keys(p.Functions) {
		files = append(files, wanted{"examples/functions/" + name + "/function.tf", "provider::disputes::" + name + "("},
			wanted{"docs/functions/" + name + ".md", "## Example Usage"})
	}
	for _, name := range keys(p.Resources) {
		files = append(files, wanted{"examples/resources/" + name + "/import.sh", "terraform import " + name + "."})
	}
	for _, name := range keys(p.Identities) {
		files = append(files, wanted{"examples/resources/" + name + "/import-by-identity.tf", "identity = {"})
	}
	return files
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func missingFiles(want []wanted, all map[string]string) []string {
	var missing []string
	for _, w := range want {
		text, exists := all[w.path]
		switch {
		case !exists:
			missing = append(missing, w.path+" is missing")
		case !strings.Contains(text, w.contains):
			missing = append(missing, fmt.Sprintf("%s does not contain %s", w.path, w.contains))
		}
	}
	return missing
}

func TestEveryTypeHasAnExampleAndAPage(t *testing.T) {
	t.Parallel()
	all, err := files()
	if err != nil {
		t.Fatal(err)
	}
	want := wantedFiles(providerSchema(t))
	for _, missing := range missingFiles(want, all) {
		t.Error(missing)
	}
	if got := missingFiles(want, nil); len(got) != len(want) {
		t.Errorf("an empty tree lacks %d files, but only %d are reported", len(want), len(got))
	}
	if got := missingFiles([]wanted{{"a.tf", "resource"}}, map[string]string{"a.tf": "data"}); len(got) != 1 {
		t.Error("an example that does not use its type is not reported")
	}
}

// staleExamples lists the folders of examples for types that do not exist (any more).
func staleExamples(p *schemadump.Provider, all map[string]string) []string {
	known := map[string][]string{
		"resources": keys(p.Resources), "data-sources": keys(p.Data), "ephemeral-resources": keys(p.Ephemeral),
		"list-resources": keys(p.Lists), "actions": keys(p.Actions), "functions": keys(p.Functions),
	}
	var stale []string
	for _, name := range keys(all) {
		parts := strings.Split(name, "/")
		if len(parts) < 4 || parts[0] != "examples" {
			continue
		}
		if types, isKind := known[parts[1]]; isKind && !slices.Contains(types, parts[2]) {
			stale = append(stale, name)
		}
	}
	return stale
}

func TestEveryExampleHasAType(t *testing.T) {
	t.Parallel()
	all, err := files()
	if err != nil {
		t.Fatal(err)
	}
	for _, stale := range staleExamples(providerSchema(t), all) {
		t.Errorf("%s is an example of a type that does not exist", stale)
	}
	if staleExamples(&schemadump.Provider{}, map[string]string{"examples/resources/gone/resource.tf": ""}) == nil {
		t.Error("a left-over example is not reported")
	}
}

// withoutProse takes the descriptions out of a decoded schema: rewording them breaks nobody.
func withoutProse(schema any) any {
	node, ok := schema.(map[string]any)
	if !ok {
		return schema
	}
	for name, value := range node {
		if _, isText := value.(string); isText && slices.Contains([]string{"description", "description_kind", "summary"}, name) {
			delete(node, name)
			continue
		}
		node[name] = withoutProse(value)
	}
	return node
}

func reviewed(t *testing.T) string {
	t.Helper()
	document, err := providerSchema(t).Document("disputes")
	if err != nil {
		t.Fatal(err)
	}
	var schema any
	if err := json.Unmarshal(document, &schema); err != nil {
		t.Fatal(err)
	}
	encoded, err := json.MarshalIndent(withoutProse(schema), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded) + "\n"
}

// TestSchemaIsAsReviewed is the alarm for a change that users would feel: whoever renames or removes
// an attribute has to change this file too, and the reviewer sees it.
func TestSchemaIsAsReviewed(t *testing.T) {
	t.Parallel()
	golden := filepath.Join("testdata", "schema.json")
	got := reviewed(t)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the schema has changed; if that is meant, run go test ./internal/arch -update (-reviewed +now):\n%s", diff)
	}
}

func undocumentedRules(rules []evidence.Rule, page string) []string {
	var missing []string
	for _, rule := range rules {
		if !strings.Contains(page, "\n### "+rule.Code+"\n") {
			missing = append(missing, rule.Code)
		}
	}
	return missing
}

func TestEveryRuleIsDocumented(t *testing.T) {
	t.Parallel()
	all, err := files()
	if err != nil {
		t.Fatal(err)
	}
	rules := evidence.Rules()
	for _, code := range undocumentedRules(rules, all["docs/guides/rules.md"]) {
		t.Errorf("docs/guides/rules.md does not explain %s; run make docs", code)
	}
	if len(undocumentedRules(rules, "")) != len(rules) {
		t.Error("an empty page does not lack every rule")
	}
}
