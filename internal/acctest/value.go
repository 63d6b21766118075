package acctest

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Object is a block of configuration; what is left out is null.
type Object map[string]any

// List is a list or a set in a configuration.
type List []any

// Unknown is a value that is only known after the apply.
type Unknown struct{}

// value gives v the type that a schema wants.
func value(t testing.TB, typ tftypes.Type, v any) tftypes.Value {
	t.Helper()
	switch v := v.(type) {
	case nil:
		return tftypes.NewValue(typ, nil)
	case Unknown:
		return tftypes.NewValue(typ, tftypes.UnknownValue)
	case Object:
		return object(t, typ, v)
	case List:
		elements := make([]tftypes.Value, 0, len(v))
		for _, one := range v {
			elements = append(elements, value(t, element(t, typ), one))
		}
		return tftypes.NewValue(typ, elements)
	default:
		return tftypes.NewValue(typ, v)
	}
}

// element is the type of what a list or a set holds.
func element(t testing.TB, typ tftypes.Type) tftypes.Type {
	t.Helper()
	switch typ := typ.(type) {
	case tftypes.List:
		return typ.ElementType
	case tftypes.Set:
		return typ.ElementType
	default:
		t.Fatalf("the schema wants %s, not a list or a set", typ)
		return nil
	}
}

func object(t testing.TB, typ tftypes.Type, v Object) tftypes.Value {
	t.Helper()
	shape, ok := typ.(tftypes.Object)
	if !ok {
		t.Fatalf("the schema wants %s, not an object", typ)
	}
	for name := range v {
		if shape.AttributeTypes[name] == nil {
			t.Fatalf("the schema has no attribute %q", name)
		}
	}
	attributes := make(map[string]tftypes.Value, len(shape.AttributeTypes))
	for name, attribute := range shape.AttributeTypes {
		attributes[name] = value(t, attribute, v[name])
	}
	return tftypes.NewValue(typ, attributes)
}

// attributes takes an object apart; none when it is null or unknown.
func attributes(t testing.TB, v tftypes.Value) map[string]tftypes.Value {
	t.Helper()
	out := map[string]tftypes.Value{}
	if !v.IsNull() && v.IsKnown() {
		must(t, v.As(&out))
	}
	return maps.Clone(out) // a value hands out what it holds
}

// elements takes a list apart; none when it is null or unknown.
func elements(t testing.TB, v tftypes.Value) []tftypes.Value {
	t.Helper()
	var out []tftypes.Value
	if !v.IsNull() && v.IsKnown() {
		must(t, v.As(&out))
	}
	return slices.Clone(out)
}

// printed is a text, number or truth as people write it; "" for null.
func printed(t testing.TB, v tftypes.Value) string {
	t.Helper()
	var text string
	var truth bool
	number := new(big.Float)
	switch {
	case !v.IsKnown():
		return "(unknown)"
	case v.IsNull():
		return ""
	case v.Type().Is(tftypes.String):
		must(t, v.As(&text))
		return text
	case v.Type().Is(tftypes.Bool):
		must(t, v.As(&truth))
		return strconv.FormatBool(truth)
	default:
		must(t, v.As(&number))
		return number.Text('f', -1)
	}
}

// Diagnostics are what the provider said.
type Diagnostics []*tfprotov6.Diagnostic

// String is one paragraph for each diagnostic: severity, attribute, text.
func (d Diagnostics) String() string {
	var out strings.Builder
	for _, one := range d {
		fmt.Fprintf(&out, "%s at %q: %s: %s\n", one.Severity, pathText(one.Attribute), one.Summary, one.Detail)
	}
	return out.String()
}

// Failed tells whether any of them is an error.
func (d Diagnostics) Failed() bool {
	for _, one := range d {
		if one.Severity == tfprotov6.DiagnosticSeverityError {
			return true
		}
	}
	return false
}

// None requires silence.
func (d Diagnostics) None(t testing.TB) {
	t.Helper()
	if len(d) > 0 {
		t.Fatalf("unexpected diagnostics:\n%s", d)
	}
}

// pathText writes a path as in a configuration: "pages[0].source".
func pathText(path *tftypes.AttributePath) string {
	var out strings.Builder
	for _, step := range path.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			if out.Len() > 0 {
				out.WriteByte('.')
			}
			out.WriteString(string(step))
		case tftypes.ElementKeyInt:
			out.WriteString("[" + strconv.Itoa(int(step)) + "]")
		default:
			fmt.Fprintf(&out, "[%v]", step)
		}
	}
	return out.String()
}
