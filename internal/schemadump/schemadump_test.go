package schemadump_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/disputeops/terraform-provider-disputes/internal/schemadump"
)

// server answers the two calls that Read makes; any other call panics.
type server struct {
	tfprotov6.ProviderServer
	schemas    *tfprotov6.GetProviderSchemaResponse
	identities *tfprotov6.GetResourceIdentitySchemasResponse
}

func (s server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return s.schemas, nil
}

func (s server) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return s.identities, nil
}

func withResource(block *tfprotov6.SchemaBlock) server {
	return server{
		schemas: &tfprotov6.GetProviderSchemaResponse{
			Provider:        &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}},
			ResourceSchemas: map[string]*tfprotov6.Schema{"x_thing": {Version: 2, Block: block}},
			Functions: map[string]*tfprotov6.Function{"f": {
				Summary:    "Does.",
				Return:     &tfprotov6.FunctionReturn{Type: tftypes.Number},
				Parameters: []*tfprotov6.FunctionParameter{{Name: "p", Type: tftypes.List{ElementType: tftypes.String}, AllowNullValue: true}},
			}},
		},
		identities: &tfprotov6.GetResourceIdentitySchemasResponse{
			IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"x_thing": {
				IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{{Name: "id", Type: tftypes.String, RequiredForImport: true}},
			}},
		},
	}
}

func TestDocumentIsWhatTerraformPrints(t *testing.T) {
	t.Parallel()
	read, err := schemadump.Read(t.Context(), withResource(&tfprotov6.SchemaBlock{
		Description: "A **thing**.", DescriptionKind: tfprotov6.StringKindMarkdown,
		Attributes: []*tfprotov6.SchemaAttribute{
			{Name: "tags", Type: tftypes.Map{ElementType: tftypes.String}, Optional: true, Computed: true, Description: "Tags."},
			{Name: "pages", Required: true, NestedType: &tfprotov6.SchemaObject{
				Nesting:    tfprotov6.SchemaObjectNestingModeList,
				Attributes: []*tfprotov6.SchemaAttribute{{Name: "secret", Type: tftypes.String, Optional: true, WriteOnly: true, Sensitive: true}},
			}},
		},
		BlockTypes: []*tfprotov6.SchemaNestedBlock{{TypeName: "b", Nesting: tfprotov6.SchemaNestedBlockNestingModeSet, MaxItems: 1, Block: &tfprotov6.SchemaBlock{}}},
	}))
	if err != nil {
		t.Fatal(err)
	}
	document, err := read.Document("x")
	if err != nil {
		t.Fatal(err)
	}
	// The form is that of "terraform providers schema -json"; an acceptance test of docgen compares the two.
	const want = `{"format_version":"1.0","provider_schemas":{"registry.terraform.io/hashicorp/x":{
		"provider":{"version":0,"block":{"description_kind":"plain"}},
		"resource_schemas":{"x_thing":{"version":2,"block":{"description":"A **thing**.","description_kind":"markdown",
			"attributes":{
				"tags":{"type":["map","string"],"description":"Tags.","description_kind":"plain","optional":true,"computed":true},
				"pages":{"nested_type":{"nesting_mode":"list","attributes":{
					"secret":{"type":"string","description_kind":"plain","optional":true,"sensitive":true,"write_only":true}}},
					"description_kind":"plain","required":true}},
			"block_types":{"b":{"nesting_mode":"set","max_items":1,"block":{"description_kind":"plain"}}}}}},
		"functions":{"f":{"summary":"Does.","return_type":"number","parameters":[{"name":"p","type":["list","string"],"is_nullable":true}]}},
		"resource_identity_schemas":{"x_thing":{"version":0,"attributes":{"id":{"type":"string","required_for_import":true}}}}}}}`
	if diff := cmp.Diff(decoded(t, []byte(want)), decoded(t, document)); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}

func decoded(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestReadReportsAnInvalidSchema(t *testing.T) {
	t.Parallel()
	s := withResource(&tfprotov6.SchemaBlock{})
	s.schemas.Diagnostics = []*tfprotov6.Diagnostic{
		{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: "Fine"},
		{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Invalid schema", Detail: "no type"},
	}
	_, err := schemadump.Read(t.Context(), s)
	if err == nil || !strings.Contains(err.Error(), "Invalid schema: no type") {
		t.Errorf("got error %v, want the server's own", err)
	}
}
