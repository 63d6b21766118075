package acctest

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What a plan does to a resource.
const (
	NoOp    = "no-op"
	Create  = "create"
	Update  = "update"
	Replace = "replace"
	Delete  = "delete"
)

// Plan is what an engine would show, and later apply.
type Plan struct {
	Diagnostics Diagnostics
	steps       []step
}

// step is what a plan does to one resource.
type step struct {
	block    Block
	action   string
	prior    *instance
	config   tftypes.Value
	planned  tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// Action is what the plan does to a resource; "" if it does not get that far.
func (p Plan) Action(name string) string {
	for _, one := range p.steps {
		if one.block.Name == name {
			return one.action
		}
	}
	return ""
}

// Attribute is a planned value, "(unknown)" if it is known after the apply.
func (p Plan) Attribute(t testing.TB, name, attribute string) string {
	t.Helper()
	for _, one := range p.steps {
		if one.block.Name == name {
			return printed(t, attributes(t, one.planned)[attribute])
		}
	}
	return ""
}

// Plan refreshes what is in the state, then plans the blocks, and the destruction of
// what is in the state and not among them. It stops at the first error.
func (e *Engine) Plan(blocks ...Block) Plan {
	e.t.Helper()
	p, diags := e.start()
	plan := Plan{Diagnostics: diags}
	if !diags.Failed() {
		plan.Diagnostics = append(plan.Diagnostics, p.refresh()...)
	}
	for _, block := range blocks {
		if !plan.Diagnostics.Failed() {
			p.plan(&plan, block)
		}
	}
	for name, one := range e.state {
		if !plan.Diagnostics.Failed() && !slices.ContainsFunc(blocks, func(b Block) bool { return b.Name == name }) {
			p.change(&plan, step{block: Block{Type: one.typeName, Name: name}, action: Delete, prior: one})
		}
	}
	return plan
}

// Run plans and applies; a plan that fails is not applied.
func (e *Engine) Run(blocks ...Block) Diagnostics {
	e.t.Helper()
	plan := e.Plan(blocks...)
	if plan.Diagnostics.Failed() {
		return plan.Diagnostics
	}
	return append(plan.Diagnostics, e.Apply(plan)...)
}

// Apply carries a plan out in a new provider: what is destroyed comes first. An
// error after a creation taints.
func (e *Engine) Apply(plan Plan) Diagnostics {
	e.t.Helper()
	p, diags := e.start()
	for _, one := range plan.steps {
		if one.action == Delete || one.action == Replace {
			diags = append(diags, p.destroy(one)...)
		}
	}
	for _, one := range plan.steps {
		if one.action != Delete && one.action != NoOp && !diags.Failed() {
			diags = append(diags, p.apply(one)...)
		}
	}
	return diags
}

func (p *process) refresh() (diags Diagnostics) {
	for name, one := range p.state {
		typ := p.schemas[one.typeName].ValueType()
		resp, err := p.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
			TypeName: one.typeName, CurrentState: p.wire(typ, one.value), Private: one.private, CurrentIdentity: one.identity,
		})
		must(p.t, err)
		if diags = append(diags, resp.Diagnostics...); Diagnostics(resp.Diagnostics).Failed() {
			continue
		}
		one.value, one.private, one.identity = p.unwire(one.typeName, resp.NewState), resp.Private, resp.NewIdentity
		if one.value.IsNull() {
			delete(p.state, name)
		}
	}
	return diags
}

// plan validates and plans one block, and plans again without the prior state when
// it must be replaced.
func (p *process) plan(plan *Plan, block Block) {
	typ := p.schemas[block.Type].ValueType()
	config := value(p.t, typ, block.Body)
	valid, err := p.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: block.Type, Config: p.wire(typ, config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	must(p.t, err)
	plan.Diagnostics = append(plan.Diagnostics, valid.Diagnostics...)
	if plan.Diagnostics.Failed() {
		return
	}
	one := step{block: block, action: Create, config: config, prior: p.state[block.Name]}
	if one.prior == nil {
		p.change(plan, one)
		return
	}
	one.action = Update
	if !one.prior.tainted {
		one.config = ignore(p.t, block.Ignore, one.prior.value, config)
	}
	if one.prior.tainted || p.change(plan, one) {
		one.action = Replace
		p.change(plan, one)
	}
}

// ignore gives what is ignored the value of the state, as the engines do before they ask a
// provider.
func ignore(t testing.TB, names []string, prior, config tftypes.Value) tftypes.Value {
	t.Helper()
	before, out := attributes(t, prior), attributes(t, config)
	for _, name := range names {
		out[name] = before[name]
	}
	return tftypes.NewValue(config.Type(), out)
}

// change asks for one planned change and adds it to the plan, unless the resource
// must be replaced.
func (p *process) change(plan *Plan, one step) (replace bool) {
	schema := p.schemas[one.block.Type]
	typ := schema.ValueType()
	null := tftypes.NewValue(typ, nil)
	prior, proposed := null, null
	req := &tfprotov6.PlanResourceChangeRequest{TypeName: one.block.Type}
	if one.prior != nil && one.action != Replace {
		prior, req.PriorPrivate, req.PriorIdentity = one.prior.value, one.prior.private, one.prior.identity
	}
	if one.action == Delete {
		one.config = null
	} else {
		proposed = propose(p.t, schema.Block.Attributes, typ, prior, one.config)
	}
	req.PriorState, req.Config, req.ProposedNewState = p.wire(typ, prior), p.wire(typ, one.config), p.wire(typ, proposed)
	resp, err := p.PlanResourceChange(p.t.Context(), req)
	must(p.t, err)
	plan.Diagnostics = append(plan.Diagnostics, resp.Diagnostics...)
	if Diagnostics(resp.Diagnostics).Failed() {
		return false
	}
	one.planned, one.private, one.identity = p.unwire(one.block.Type, resp.PlannedState), resp.PlannedPrivate, resp.PlannedIdentity
	p.valid(one, schema.Block.Attributes, prior)
	switch {
	case one.action == Update && len(resp.RequiresReplace) > 0:
		return true
	case one.action == Update && one.planned.Equal(prior):
		one.action = NoOp
	}
	plan.steps = append(plan.steps, one)
	return false
}

// propose merges configuration and prior state as Terraform does: what only the
// provider sets keeps its prior value.
func propose(t testing.TB, schema []*tfprotov6.SchemaAttribute, typ tftypes.Type, prior, config tftypes.Value) tftypes.Value {
	t.Helper()
	before, out := attributes(t, prior), attributes(t, config)
	for _, attribute := range schema {
		was, exists := before[attribute.Name]
		if !exists {
			was = tftypes.NewValue(attribute.ValueType(), nil)
		}
		switch set := out[attribute.Name]; {
		case attribute.WriteOnly:
			out[attribute.Name] = tftypes.NewValue(attribute.ValueType(), nil)
		case attribute.Computed && set.IsNull():
			out[attribute.Name] = was
		case attribute.NestedType != nil && attribute.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeList && set.IsKnown() && !set.IsNull():
			out[attribute.Name] = proposeList(t, attribute, was, set)
		}
	}
	return tftypes.NewValue(typ, out)
}

func proposeList(t testing.TB, attribute *tfprotov6.SchemaAttribute, prior, config tftypes.Value) tftypes.Value {
	t.Helper()
	before, out := elements(t, prior), elements(t, config)
	for i := range out {
		was := tftypes.NewValue(out[i].Type(), nil)
		if i < len(before) {
			was = before[i]
		}
		out[i] = propose(t, attribute.NestedType.Attributes, out[i].Type(), was, out[i])
	}
	return tftypes.NewValue(attribute.ValueType(), out)
}

func (p *process) destroy(one step) Diagnostics {
	typ := p.schemas[one.block.Type].ValueType()
	null := p.wire(typ, tftypes.NewValue(typ, nil))
	resp, err := p.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: one.block.Type, PriorState: p.wire(typ, one.prior.value), PlannedState: null, Config: null,
		PlannedPrivate: one.prior.private, PlannedIdentity: one.prior.identity,
	})
	must(p.t, err)
	if !Diagnostics(resp.Diagnostics).Failed() {
		delete(p.state, one.block.Name)
	}
	return resp.Diagnostics
}

func (p *process) apply(one step) Diagnostics {
	typ := p.schemas[one.block.Type].ValueType()
	prior := tftypes.NewValue(typ, nil)
	if one.action == Update {
		prior = one.prior.value
	}
	resp, err := p.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: one.block.Type, PriorState: p.wire(typ, prior), PlannedState: p.wire(typ, one.planned), Config: p.wire(typ, one.config),
		PlannedPrivate: one.private, PlannedIdentity: one.identity,
	})
	must(p.t, err)
	diags, after := Diagnostics(resp.Diagnostics), p.unwire(one.block.Type, resp.NewState)
	if !diags.Failed() {
		kept(p.t, one.block.Name, one.planned, after)
	}
	if !after.IsNull() {
		p.state[one.block.Name] = &instance{one.block.Type, after, resp.Private, resp.NewIdentity, diags.Failed() && one.action != Update}
	}
	return diags
}
