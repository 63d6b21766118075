package schemadump

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

func each[From, To any](from map[string]From, convert func(From) To) map[string]To {
	to := make(map[string]To, len(from))
	for name, value := range from {
		to[name] = convert(value)
	}
	return to
}

func schema(s *tfprotov6.Schema) *Schema {
	if s == nil {
		return nil
	}
	return &Schema{Version: s.Version, Block: block(s.Block)}
}

func block(b *tfprotov6.SchemaBlock) *Block {
	if b == nil {
		return nil
	}
	nested := make(map[string]*NestedBlock, len(b.BlockTypes))
	for _, n := range b.BlockTypes {
		nested[n.TypeName] = &NestedBlock{
			Nesting:  strings.ToLower(n.Nesting.String()),
			Block:    block(n.Block),
			MinItems: n.MinItems,
			MaxItems: n.MaxItems,
		}
	}
	return &Block{
		Attributes:      attributes(b.Attributes),
		Blocks:          nested,
		Description:     b.Description,
		DescriptionKind: kind(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
}

func attributes(list []*tfprotov6.SchemaAttribute) map[string]*Attribute {
	byName := make(map[string]*Attribute, len(list))
	for _, a := range list {
		converted := &Attribute{
			Type:            a.Type,
			Description:     a.Description,
			DescriptionKind: kind(a.DescriptionKind),
			Deprecated:      a.Deprecated,
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
		if n := a.NestedType; n != nil {
			converted.Type = nil
			converted.Nested = &Nested{Attributes: attributes(n.Attributes), Nesting: strings.ToLower(n.Nesting.String())}
		}
		byName[a.Name] = converted
	}
	return byName
}

func function(f *tfprotov6.Function) *Function {
	converted := &Function{
		Description: f.Description,
		Summary:     f.Summary,
		Deprecation: f.DeprecationMessage,
		Return:      f.Return.Type,
		Variadic:    parameter(f.VariadicParameter),
	}
	for _, p := range f.Parameters {
		converted.Parameters = append(converted.Parameters, parameter(p))
	}
	return converted
}

func parameter(p *tfprotov6.FunctionParameter) *Parameter {
	if p == nil {
		return nil
	}
	return &Parameter{Name: p.Name, Description: p.Description, Nullable: p.AllowNullValue, Type: p.Type}
}

func identity(i *tfprotov6.ResourceIdentitySchema) *Identity {
	attributes := make(map[string]*IdentityAttribute, len(i.IdentityAttributes))
	for _, a := range i.IdentityAttributes {
		attributes[a.Name] = &IdentityAttribute{
			Type:        a.Type,
			Description: a.Description,
			Required:    a.RequiredForImport,
			Optional:    a.OptionalForImport,
		}
	}
	return &Identity{Version: i.Version, Attributes: attributes}
}

func kind(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}
