package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// valid requires that a plan says what is configured, as the engines do: a provider may
// keep the prior value where one is configured, and plan what it likes where it computes
// what is not.
func (p *process) valid(one step, schema []*tfprotov6.SchemaAttribute, prior tftypes.Value) {
	if one.action == Delete {
		return
	}
	config, before, planned := attributes(p.t, one.config), attributes(p.t, prior), attributes(p.t, one.planned)
	for _, attribute := range schema {
		name := attribute.Name
		set, will := config[name], planned[name]
		was, exists := before[name]
		switch {
		case will.Equal(set), attribute.WriteOnly, attribute.NestedType != nil:
		case attribute.Computed && set.IsNull():
		case exists && !was.IsNull() && !set.IsNull() && will.Equal(was):
		default:
			p.t.Errorf("%s of %s is planned as %s, configured as %s, and was %s: an engine refuses that", name, one.block.Name, will, set, was)
		}
	}
}

// kept requires that an apply did what its plan said, wherever the plan said it, as
// the engines do.
func kept(t testing.TB, where string, planned, after tftypes.Value) {
	t.Helper()
	differences, err := planned.Diff(after)
	must(t, err)
	for _, d := range differences {
		if d.Value1 == nil || !d.Value1.IsFullyKnown() || hasParts(d.Value1.Type()) {
			continue // not promised, or its parts are compared
		}
		t.Errorf("%s was planned with %s = %s and has %s", where, pathText(d.Path), d.Value1, d.Value2)
	}
}

func hasParts(typ tftypes.Type) bool {
	return typ.Is(tftypes.Object{}) || typ.Is(tftypes.List{}) || typ.Is(tftypes.Set{})
}
