package robustness_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// lookup is the value of another resource's attribute.
type lookup func(reference) tftypes.Value

// build gives a value of the configuration the type that the schema wants.
func build(typ tftypes.Type, v any, look lookup) tftypes.Value {
	switch v := v.(type) {
	case nil:
		return tftypes.NewValue(typ, nil)
	case reference:
		return look(v)
	case map[string]any:
		return buildObject(typ.(tftypes.Object), v, look)
	case []any:
		element := elementOf(typ)
		list := make([]tftypes.Value, 0, len(v))
		for _, one := range v {
			list = append(list, build(element, one, look))
		}
		return tftypes.NewValue(typ, list)
	default:
		return tftypes.NewValue(typ, v)
	}
}

func elementOf(typ tftypes.Type) tftypes.Type {
	if set, ok := typ.(tftypes.Set); ok {
		return set.ElementType
	}
	return typ.(tftypes.List).ElementType
}

func buildObject(typ tftypes.Object, v map[string]any, look lookup) tftypes.Value {
	out := make(map[string]tftypes.Value, len(typ.AttributeTypes))
	for name, attribute := range typ.AttributeTypes {
		out[name] = build(attribute, v[name], look)
	}
	return tftypes.NewValue(typ, out)
}

// attributes takes an object apart; none when it is null or unknown.
func attributes(v tftypes.Value) map[string]tftypes.Value {
	out := map[string]tftypes.Value{}
	if v.IsNull() || !v.IsKnown() {
		return out
	}
	if err := v.As(&out); err != nil {
		panic(err) // only objects are taken apart
	}
	return maps.Clone(out) // a value hands out what it holds
}

func elements(v tftypes.Value) []tftypes.Value {
	var out []tftypes.Value
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	if err := v.As(&out); err != nil {
		panic(err) // only lists are taken apart
	}
	return slices.Clone(out)
}

// text is a text attribute of an object; "" when it is null or unknown.
func text(v tftypes.Value, attribute string) string {
	one, ok := attributes(v)[attribute]
	if !ok || one.IsNull() || !one.IsKnown() {
		return ""
	}
	var out string
	if err := one.As(&out); err != nil {
		panic(err) // only texts are asked for
	}
	return out
}

// propose merges configuration and prior state as Terraform does: what only the
// provider sets keeps its prior value.
func propose(schema []*tfprotov6.SchemaAttribute, typ tftypes.Type, prior, config tftypes.Value) tftypes.Value {
	before, out := attributes(prior), attributes(config)
	for _, attribute := range schema {
		was, exists := before[attribute.Name]
		if !exists {
			was = tftypes.NewValue(attribute.ValueType(), nil)
		}
		set := out[attribute.Name]
		nested := attribute.NestedType != nil && attribute.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeList
		switch {
		case attribute.WriteOnly:
			out[attribute.Name] = tftypes.NewValue(attribute.ValueType(), nil)
		case attribute.Computed && set.IsNull():
			out[attribute.Name] = was
		case nested && set.IsKnown() && !set.IsNull():
			out[attribute.Name] = proposeList(attribute, was, set)
		}
	}
	return tftypes.NewValue(typ, out)
}

func proposeList(attribute *tfprotov6.SchemaAttribute, prior, config tftypes.Value) tftypes.Value {
	before, out := elements(prior), elements(config)
	for i := range out {
		was := tftypes.NewValue(out[i].Type(), nil)
		if i < len(before) {
			was = before[i]
		}
		out[i] = propose(attribute.NestedType.Attributes, out[i].Type(), was, out[i])
	}
	return tftypes.NewValue(attribute.ValueType(), out)
}

// invented names an attribute whose planned value an engine refuses, because the provider may
// not choose it: it is neither what is configured nor, for a configured one, what was before.
func invented(schema []*tfprotov6.SchemaAttribute, prior, config, planned tftypes.Value) string {
	before, set, will := attributes(prior), attributes(config), attributes(planned)
	for _, attribute := range schema {
		name := attribute.Name
		if attribute.NestedType != nil || attribute.Computed && (!attribute.Optional || set[name].IsNull()) || will[name].Equal(set[name]) {
			continue
		}
		if was, ok := before[name]; !ok || was.IsNull() || set[name].IsNull() || !will[name].Equal(was) {
			return fmt.Sprintf("%s is %s, configured is %s", name, will[name], set[name])
		}
	}
	return ""
}

// broken names the first promise of planned that later does not keep; "" if all are
// kept. Engines call it an inconsistent plan or result.
func broken(planned, later tftypes.Value) string {
	if planned.Equal(later) {
		return ""
	}
	differences, err := planned.Diff(later)
	if err != nil {
		return err.Error()
	}
	for _, d := range differences {
		if d.Value1 == nil || !d.Value1.IsFullyKnown() || d.Value1.Type().Is(tftypes.Object{}) || d.Value1.Type().Is(tftypes.List{}) {
			continue // not promised, or its parts are compared
		}
		return fmt.Sprintf("%s was %s and is %s", d.Path, d.Value1, d.Value2)
	}
	return ""
}

// problems are the errors among diagnostics.
func problems(diags []*tfprotov6.Diagnostic) []string {
	var out []string
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			out = append(out, d.Summary+": "+d.Detail)
		}
	}
	return out
}
