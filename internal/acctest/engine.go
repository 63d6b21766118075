package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Engine plays Terraform's part for resources of this provider: it refreshes, plans
// and applies over the plugin protocol, each phase in a provider of its own, and
// keeps the state. Unlike the real ones it is in the test's process, shows warnings
// and the attributes they point at, and can be stopped between plan and apply.
type Engine struct {
	t        testing.TB
	settings Object
	state    map[string]*instance
}

// instance is a resource in the state.
type instance struct {
	typeName string
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
	tainted  bool
}

// Block is a resource in the configuration.
type Block struct {
	Type, Name string
	Body       Object
	Ignore     []string // attributes whose changes are ignored (ignore_changes)
}

// process is a configured provider, as one phase of a run has it.
type process struct {
	tfprotov6.ProviderServer
	*Engine
	schemas map[string]*tfprotov6.Schema
}

func (e *Engine) start() (*process, Diagnostics) {
	e.t.Helper()
	server := serve()
	schema, err := server.GetProviderSchema(e.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(e.t, err)
	p := &process{server, e, schema.ResourceSchemas}
	typ := schema.Provider.ValueType()
	resp, err := server.ConfigureProvider(e.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: p.wire(typ, value(e.t, typ, e.settings))})
	must(e.t, err)
	return p, resp.Diagnostics
}

func (p *process) wire(typ tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	wire, err := tfprotov6.NewDynamicValue(typ, v)
	must(p.t, err)
	return &wire
}

func (p *process) unwire(typeName string, wire *tfprotov6.DynamicValue) tftypes.Value {
	p.t.Helper()
	typ := p.schemas[typeName].ValueType()
	if wire == nil {
		return tftypes.NewValue(typ, nil)
	}
	v, err := wire.Unmarshal(typ)
	must(p.t, err)
	return v
}

// Attribute is a text, number or truth of a resource in the state; "" for null and
// for a resource that is not there.
func (e *Engine) Attribute(name, attribute string) string {
	e.t.Helper()
	one := e.state[name]
	if one == nil {
		return ""
	}
	return printed(e.t, attributes(e.t, one.value)[attribute])
}

// Elements are one attribute of each element of a list in the state.
func (e *Engine) Elements(name, list, attribute string) []string {
	e.t.Helper()
	out := []string{}
	if one := e.state[name]; one != nil {
		for _, element := range elements(e.t, attributes(e.t, one.value)[list]) {
			out = append(out, printed(e.t, attributes(e.t, element)[attribute]))
		}
	}
	return out
}

// Values are the elements of a list or a set of texts in the state.
func (e *Engine) Values(name, list string) []string {
	e.t.Helper()
	out := []string{}
	if one := e.state[name]; one != nil {
		for _, element := range elements(e.t, attributes(e.t, one.value)[list]) {
			out = append(out, printed(e.t, element))
		}
	}
	return out
}

// Tainted tells whether the state marks a resource for replacement.
func (e *Engine) Tainted(name string) bool {
	return e.state[name] != nil && e.state[name].tainted
}

// Taint marks a resource for replacement.
func (e *Engine) Taint(name string) { e.state[name].tainted = true }

// Lose drops a resource from the state, as a run does that dies before it is saved.
func (e *Engine) Lose(name string) { delete(e.state, name) }

// Import takes an object into the state by its import id.
func (e *Engine) Import(typeName, name, id string) Diagnostics {
	e.t.Helper()
	p, diags := e.start()
	if diags.Failed() {
		return diags
	}
	resp, err := p.ImportResourceState(e.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id})
	must(e.t, err)
	diags = append(diags, resp.Diagnostics...)
	for _, imported := range resp.ImportedResources {
		if !diags.Failed() {
			e.state[name] = &instance{typeName, p.unwire(typeName, imported.State), imported.Private, imported.Identity, false}
		}
	}
	return diags
}
