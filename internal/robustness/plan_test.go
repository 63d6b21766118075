package robustness_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// action is what a plan does to a resource.
type action int

const (
	nothing action = iota
	creation
	update
	replacement
	deletion
)

// step is a resource in a plan.
type step struct {
	block
	run      *run
	action   action
	again    bool // a document that was sent may be made once more
	demanded bool // and must be: somebody asked for it
	prior    *instance
	config   tftypes.Value
	planned  tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
	steps    *steps
}

// steps are those of one plan. Plans of resources run at the same time.
type steps struct {
	mu sync.Mutex
	by map[string]*step
}

func (s *steps) put(one *step) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.by[one.name] = one
}

func (s *steps) get(name string) *step {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.by[name]
}

func (s *step) destroys() bool { return s.action == deletion || s.action == replacement }

func (s *step) typ() tftypes.Type { return typeOf(s.kind) }

// types are those of the resources, which take long to derive.
var types sync.Map

func typeOf(kind string) tftypes.Type {
	if known, ok := types.Load(kind); ok {
		return known.(tftypes.Type)
	}
	typ := schemaOf(kind).ValueType()
	types.Store(kind, typ)
	return typ
}

func schemaOf(kind string) *tfprotov6.Schema {
	all, err := schemas()
	if err != nil {
		panic(err) // found when the first provider was started
	}
	return all.ResourceSchemas[kind]
}

// needs are the resources that a block refers to.
func (b block) needs() []string {
	names := slices.Clone(b.after)
	var visit func(any)
	visit = func(v any) {
		switch v := v.(type) {
		case reference:
			names = append(names, v.resource)
		case map[string]any:
			for _, one := range v {
				visit(one)
			}
		case []any:
			for _, one := range v {
				visit(one)
			}
		}
	}
	visit(b.body)
	slices.Sort(names)
	return slices.Compact(names)
}

// plan refreshes and plans every resource, and tells whether that went through.
func (r *run) plan() (map[string]*step, bool) {
	p, err := r.start("plan")
	if err != nil {
		_ = r.fail("configure: %w", err)
		return nil, false
	}
	planned := &steps{by: map[string]*step{}}
	var nodes []node
	for _, b := range r.blocks {
		nodes = append(nodes, node{name: b.name, after: b.needs(), do: func() error { return p.visit(b, planned) }})
	}
	r.mu.Lock()
	for name, one := range r.working {
		if !slices.ContainsFunc(r.blocks, func(b block) bool { return b.name == name }) {
			gone := block{kind: one.kind, name: name, after: one.needs}
			nodes = append(nodes, node{name: name, do: func() error { return p.abandon(gone, planned) }})
		}
	}
	r.mu.Unlock()
	slices.SortFunc(nodes, func(a, b node) int { return strings.Compare(a.name, b.name) })
	r.walk(nodes)
	r.mu.Lock()
	defer r.mu.Unlock()
	return planned.by, len(r.errors) == 0 && !r.over.Load() && r.stopped.IsZero()
}

// refresh reads a resource of the state; nil when it is not in the state, or gone.
func (p *process) refresh(b block) (*instance, error) {
	r := p.run
	one := r.get(b.name)
	if one == nil {
		return nil, nil
	}
	typ := typeOf(b.kind)
	resp, err := rpc(p, b.name, "read", func(ctx context.Context) (*tfprotov6.ReadResourceResponse, error) {
		return p.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
			TypeName: b.kind, CurrentState: wire(typ, one.value), Private: one.private, CurrentIdentity: one.identity,
		})
	})
	if err != nil {
		return nil, err
	}
	if bad := problems(resp.Diagnostics); bad != nil {
		return nil, fmt.Errorf("%s", bad[0])
	}
	value := unwire(typ, resp.NewState)
	if value.IsNull() {
		r.schedule.dropped(b.kind, one.value)
		r.mu.Lock()
		delete(r.working, b.name)
		r.mu.Unlock()
		return nil, nil
	}
	after := &instance{b.kind, value, resp.Private, resp.NewIdentity, one.tainted, one.byHand, one.needs}
	r.mu.Lock()
	r.working[b.name] = after
	r.mu.Unlock()
	return after, nil
}

// visit refreshes and plans one resource of the configuration.
func (p *process) visit(b block, planned *steps) error {
	r := p.run
	prior, err := p.refresh(b)
	if err != nil {
		return r.fail("refresh %s: %w", b.name, err)
	}
	one := &step{block: b, run: r, prior: prior, steps: planned}
	if r.number == 1 && r.schedule.class >= several { // the configurations are alike, and all valid
		if err := p.validate(one); err != nil {
			return r.fail("validate %s: %w", b.name, err)
		}
	}
	meant := prior != nil && prior.tainted
	if !meant {
		if err := p.change(one); err != nil {
			return r.fail("plan %s: %w", b.name, err)
		}
		meant = prior != nil && r.force == b.name
	}
	if meant || one.action == replacement {
		one.prior = nil
		if err := p.change(one); err != nil {
			return r.fail("plan %s as new: %w", b.name, err)
		}
		one.prior, one.action = prior, replacement
		one.again = meant && r.schedule.wasSent(b, prior)
		one.demanded = one.again && (prior.byHand || r.force == b.name)
	}
	planned.put(one)
	return nil
}

// abandon plans the destruction of what the configuration no longer has.
func (p *process) abandon(b block, planned *steps) error {
	r := p.run
	prior, err := p.refresh(b)
	if err != nil {
		return r.fail("refresh %s: %w", b.name, err)
	}
	if prior == nil {
		return nil
	}
	typ := typeOf(b.kind)
	null := wire(typ, tftypes.NewValue(typ, nil))
	resp, err := rpc(p, b.name, "plan", func(ctx context.Context) (*tfprotov6.PlanResourceChangeResponse, error) {
		return p.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
			TypeName: b.kind, PriorState: wire(typ, prior.value), ProposedNewState: null, Config: null,
			PriorPrivate: prior.private, PriorIdentity: prior.identity,
		})
	})
	if err != nil {
		return r.fail("plan to destroy %s: %w", b.name, err)
	}
	if bad := problems(resp.Diagnostics); bad != nil {
		return r.fail("plan to destroy %s: %s", b.name, bad[0])
	}
	planned.put(&step{block: b, run: r, action: deletion, prior: prior, steps: planned})
	return nil
}

// look is what a step's configuration finds of another resource: in an apply what it
// is, in a plan what it will be.
func (p *process) look(one *step) lookup {
	return func(ref reference) tftypes.Value {
		if p.phase == "apply" {
			if is := p.run.get(ref.resource); is != nil {
				return attributes(is.value)[ref.attribute]
			}
		}
		if will := one.steps.get(ref.resource); will != nil {
			return attributes(will.planned)[ref.attribute]
		}
		return tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	}
}

func (p *process) validate(one *step) error {
	typ := one.typ()
	resp, err := rpc(p, one.name, "validate", func(ctx context.Context) (*tfprotov6.ValidateResourceConfigResponse, error) {
		return p.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
			TypeName: one.kind, Config: wire(typ, build(typ, one.body, p.look(one))),
			ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
		})
	})
	if err != nil {
		return err
	}
	if bad := problems(resp.Diagnostics); bad != nil {
		return fmt.Errorf("%s", bad[0])
	}
	return nil
}

// change asks the provider what becomes of a resource, and notes it in the step.
func (p *process) change(one *step) error {
	schema, typ := schemaOf(one.kind), one.typ()
	prior := tftypes.NewValue(typ, nil)
	req := &tfprotov6.PlanResourceChangeRequest{TypeName: one.kind}
	if one.prior != nil {
		prior, req.PriorPrivate, req.PriorIdentity = one.prior.value, one.prior.private, one.prior.identity
	}
	one.config = build(typ, one.body, p.look(one))
	proposed := propose(schema.Block.Attributes, typ, prior, one.config)
	req.PriorState, req.Config, req.ProposedNewState = wire(typ, prior), wire(typ, one.config), wire(typ, proposed)
	resp, err := rpc(p, one.name, "plan", func(ctx context.Context) (*tfprotov6.PlanResourceChangeResponse, error) {
		return p.server.PlanResourceChange(ctx, req)
	})
	if err != nil {
		return err
	}
	if bad := problems(resp.Diagnostics); bad != nil {
		return fmt.Errorf("%s", bad[0])
	}
	one.planned, one.private, one.identity = unwire(typ, resp.PlannedState), resp.PlannedPrivate, resp.PlannedIdentity
	if what := invented(schema.Block.Attributes, prior, one.config, one.planned); what != "" {
		p.run.schedule.violate("inconsistent", "plan of %s: %s", one.name, what)
		return errors.New("invalid plan")
	}
	switch {
	case one.prior == nil:
		one.action = creation
	case len(resp.RequiresReplace) > 0:
		one.action = replacement
	case one.planned.Equal(prior):
		one.action = nothing
	default:
		one.action = update
	}
	return nil
}
