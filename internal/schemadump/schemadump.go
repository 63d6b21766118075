// Package schemadump reads a provider's schema from its protocol server, in the form that
// "terraform providers schema -json" prints. No engine has to be installed for that, and what is
// read does not depend on which parts of the protocol an installed engine happens to know.
package schemadump

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Provider is everything that a provider declares. The JSON names are those of Terraform's own
// schema output, format version 1.0.
type Provider struct {
	Config     *Schema              `json:"provider,omitempty"`
	Resources  map[string]*Schema   `json:"resource_schemas,omitempty"`
	Data       map[string]*Schema   `json:"data_source_schemas,omitempty"`
	Ephemeral  map[string]*Schema   `json:"ephemeral_resource_schemas,omitempty"`
	Lists      map[string]*Schema   `json:"list_resource_schemas,omitempty"`
	Actions    map[string]*Schema   `json:"action_schemas,omitempty"`
	Functions  map[string]*Function `json:"functions,omitempty"`
	Identities map[string]*Identity `json:"resource_identity_schemas,omitempty"`
}

// Schema is a versioned block: the root of one type's schema.
type Schema struct {
	Version int64  `json:"version"`
	Block   *Block `json:"block,omitempty"`
}

// Block holds attributes and nested blocks.
type Block struct {
	Attributes      map[string]*Attribute   `json:"attributes,omitempty"`
	Blocks          map[string]*NestedBlock `json:"block_types,omitempty"`
	Description     string                  `json:"description,omitempty"`
	DescriptionKind string                  `json:"description_kind,omitempty"`
	Deprecated      bool                    `json:"deprecated,omitempty"`
}

// NestedBlock is a block inside a block, with the number of times it may be written.
type NestedBlock struct {
	Nesting  string `json:"nesting_mode,omitempty"`
	Block    *Block `json:"block,omitempty"`
	MinItems int64  `json:"min_items,omitempty"`
	MaxItems int64  `json:"max_items,omitempty"`
}

// Attribute is one argument or one exported value. Exactly one of Type and Nested is set.
type Attribute struct {
	Type            tftypes.Type `json:"type,omitempty"`
	Nested          *Nested      `json:"nested_type,omitempty"`
	Description     string       `json:"description,omitempty"`
	DescriptionKind string       `json:"description_kind,omitempty"`
	Deprecated      bool         `json:"deprecated,omitempty"`
	Required        bool         `json:"required,omitempty"`
	Optional        bool         `json:"optional,omitempty"`
	Computed        bool         `json:"computed,omitempty"`
	Sensitive       bool         `json:"sensitive,omitempty"`
	WriteOnly       bool         `json:"write_only,omitempty"`
}

// Nested is the type of an attribute that has attributes of its own.
type Nested struct {
	Attributes map[string]*Attribute `json:"attributes,omitempty"`
	Nesting    string                `json:"nesting_mode,omitempty"`
}

// Function is the signature of a provider function.
type Function struct {
	Description string       `json:"description,omitempty"`
	Summary     string       `json:"summary,omitempty"`
	Deprecation string       `json:"deprecation_message,omitempty"`
	Return      tftypes.Type `json:"return_type"`
	Parameters  []*Parameter `json:"parameters,omitempty"`
	Variadic    *Parameter   `json:"variadic_parameter,omitempty"`
}

// Parameter is one parameter of a provider function.
type Parameter struct {
	Name        string       `json:"name,omitempty"`
	Description string       `json:"description,omitempty"`
	Nullable    bool         `json:"is_nullable,omitempty"`
	Type        tftypes.Type `json:"type"`
}

// Identity is what identifies a resource of one type on the other side.
type Identity struct {
	Version    int64                         `json:"version"`
	Attributes map[string]*IdentityAttribute `json:"attributes,omitempty"`
}

// IdentityAttribute is one part of an identity.
type IdentityAttribute struct {
	Type        tftypes.Type `json:"type,omitempty"`
	Description string       `json:"description,omitempty"`
	Required    bool         `json:"required_for_import,omitempty"`
	Optional    bool         `json:"optional_for_import,omitempty"`
}

// Read asks the server for all its schemas. It fails when the server answers with an error
// diagnostic, which is how the framework reports an invalid schema.
func Read(ctx context.Context, server tfprotov6.ProviderServer) (*Provider, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, fmt.Errorf("read provider schema: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, fmt.Errorf("read identity schemas: %w", err)
	}
	if err := firstError(append(schemas.Diagnostics, identities.Diagnostics...)); err != nil {
		return nil, err
	}
	actions := make(map[string]*tfprotov6.Schema, len(schemas.ActionSchemas))
	for name, action := range schemas.ActionSchemas {
		actions[name] = action.Schema
	}
	return &Provider{
		Config:     schema(schemas.Provider),
		Resources:  each(schemas.ResourceSchemas, schema),
		Data:       each(schemas.DataSourceSchemas, schema),
		Ephemeral:  each(schemas.EphemeralResourceSchemas, schema),
		Lists:      each(schemas.ListResourceSchemas, schema),
		Actions:    each(actions, schema),
		Functions:  each(schemas.Functions, function),
		Identities: each(identities.IdentitySchemas, identity),
	}, nil
}

// Document is the complete output for one provider. Documentation tools look a provider up by the
// address registry.terraform.io/hashicorp/NAME, wherever it is really published.
func (p *Provider) Document(name string) ([]byte, error) {
	document := map[string]any{
		"format_version":   "1.0",
		"provider_schemas": map[string]*Provider{"registry.terraform.io/hashicorp/" + name: p},
	}
	encoded, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode provider schema: %w", err)
	}
	return append(encoded, '\n'), nil
}

func firstError(diagnostics []*tfprotov6.Diagnostic) error {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return errors.New(d.Summary + ": " + d.Detail)
		}
	}
	return nil
}
