package robustness_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// instance is a resource in a state. It is replaced, never changed.
type instance struct {
	kind     string
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
	tainted  bool
	byHand   bool // somebody tainted it, and wants a fresh one
	needs    []string
}

// state is what an engine knows, by the name of the resource.
type state map[string]*instance

// run is one `apply` or `plan`: the engine's process, and the providers it starts.
type run struct {
	schedule *schedule
	number   int
	blocks   []block
	stage    *stage
	force    string
	calm     bool // nothing goes wrong
	disturbance

	over      atomic.Bool   // the engine has died
	ended     chan struct{} // closed when it dies
	mu        sync.Mutex
	processes []*process
	working   state // the engine's memory
	saved     time.Time
	died      time.Time
	stopped   time.Time // of Ctrl-C
	errors    []string
	requests  map[string]int // so far, by operation
	struck    bool           // the victim is dead

	hasMeddled bool // the gateway
}

// tick is a point of a protocol call at which somebody may die.
func (r *run) tick(p *process, from *origin) {
	point := int(from.points.Add(1)) - 1
	if r.death.operation == "" && r.death.resource == from.resource && r.death.action == from.action && r.death.point == point {
		r.strike(p, "")
	}
}

// count numbers a request among those of its operation.
func (r *run) count(operation string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests[operation]++
	return r.requests[operation]
}

// touch is a request at which somebody may die, before it leaves or before its answer
// arrives.
func (r *run) touch(p *process, x *exchange, after bool) {
	if r.death.operation == x.operation && r.death.nth == x.nth && r.death.after == after {
		r.strike(p, fmt.Sprintf("%s, %s", map[bool]string{false: "before", true: "after"}[after], x.operation))
	}
}

// strike lets the victim die, once.
func (r *run) strike(p *process, where string) {
	r.mu.Lock()
	again := r.struck || r.victim == nobody || r.calm
	r.struck = true
	r.mu.Unlock()
	if again {
		return
	}
	r.schedule.died(r.victim, where)
	switch r.victim {
	case theProvider:
		p.kill()
	case theEngine:
		r.die()
		if r.schedule.fate.chance(0.5, "connection breaks", r.number) {
			p.cancel() // a broken connection cancels what was asked over it
		}
	case bothOfThem:
		p.kill()
		r.die()
	case interrupted:
		r.mu.Lock()
		r.stopped = time.Now()
		r.mu.Unlock()
		p.cancel()
	}
}

func (r *run) die() {
	r.mu.Lock()
	r.died = time.Now()
	r.mu.Unlock()
	if !r.over.Swap(true) {
		close(r.ended)
	}
}

// interruptedSince is how long ago Ctrl-C was; 0 when it was not.
func (r *run) interruptedSince() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped.IsZero() {
		return 0
	}
	return time.Since(r.stopped)
}

func (r *run) stopping() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.stopped.IsZero() || r.over.Load()
}

func (r *run) fail(format string, values ...any) error {
	err := fmt.Errorf(format, values...)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, err.Error())
	return err
}

// node is a step of a run, which waits for others.
type node struct {
	name  string
	after []string
	do    func() error
}

// walk carries nodes out, as many at a time as the run allows. What depends on a
// failed one is left out. It returns early when the engine dies.
func (r *run) walk(nodes []node) {
	done := make(map[string]chan struct{}, len(nodes))
	for _, n := range nodes {
		done[n.name] = make(chan struct{})
	}
	var failed sync.Map
	slots := make(chan struct{}, r.parallel)
	var all sync.WaitGroup
	for _, n := range nodes {
		all.Go(func() {
			defer close(done[n.name])
			for _, before := range n.after {
				if wait, ok := done[before]; ok {
					<-wait
				}
				if _, bad := failed.Load(before); bad {
					failed.Store(n.name, true)
					return
				}
			}
			slots <- struct{}{}
			defer func() { <-slots }()
			if r.stopping() || n.do() != nil {
				failed.Store(n.name, true)
			}
		})
	}
	finished := make(chan struct{})
	go func() {
		all.Wait()
		close(finished)
	}()
	select {
	case <-finished:
	case <-r.ended:
	}
}

// keep records what became of a resource; nil: it is gone. The local backend writes
// at once, a remote one every twenty seconds and at the end.
func (r *run) keep(name string, one *instance) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over.Load() {
		return
	}
	if one == nil {
		delete(r.working, name)
	} else {
		r.working[name] = one
	}
	if time.Since(r.saved) >= r.schedule.backend {
		r.save()
	}
}

// save writes the state; the caller holds mu.
func (r *run) save() {
	r.schedule.state, r.saved = maps.Clone(r.working), time.Now()
}

func (r *run) get(name string) *instance {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.working[name]
}

// apply plans and applies, and tells whether both went through.
func (r *run) apply() bool {
	steps, ok := r.plan()
	r.meddle(betweenPlanAndApply)
	return ok && r.carry(steps)
}

// carry applies a plan.
func (r *run) carry(steps map[string]*step) bool {
	p, err := r.start("apply")
	if err != nil {
		_ = r.fail("configure: %w", err)
		return false
	}
	r.walk(p.applying(steps))
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.over.Load() {
		r.save()
	}
	return len(r.errors) == 0 && !r.over.Load()
}

// applying are the nodes of an apply. What is destroyed goes before what needs it,
// and a replacement after the destruction.
func (p *process) applying(steps map[string]*step) []node {
	var nodes []node
	for name, one := range steps {
		if one.destroys() {
			n := node{name: "destroy " + name, do: func() error { return p.destroy(one) }}
			for other, dependent := range steps {
				if dependent.destroys() && slices.Contains(dependent.needs(), name) {
					n.after = append(n.after, "destroy "+other)
				}
			}
			nodes = append(nodes, n)
		}
		if one.action != deletion {
			nodes = append(nodes, node{name: name, after: append(one.needs(), "destroy "+name), do: func() error { return p.carryOut(one) }})
		}
	}
	slices.SortFunc(nodes, func(a, b node) int { return strings.Compare(a.name, b.name) })
	return nodes
}

// destroy tells the provider to destroy a resource, which here means to forget it.
func (p *process) destroy(one *step) error {
	r, typ := p.run, one.typ()
	null := wire(typ, tftypes.NewValue(typ, nil))
	r.schedule.replaced(r, one)
	p.released.Store(one.name, text(one.prior.value, "id"))
	resp, err := rpc(p, one.name, "destroy", func(ctx context.Context) (*tfprotov6.ApplyResourceChangeResponse, error) {
		return p.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
			TypeName: one.kind, PriorState: wire(typ, one.prior.value), PlannedState: null, Config: null,
			PlannedPrivate: one.prior.private, PlannedIdentity: one.prior.identity,
		})
	})
	if err != nil {
		return r.fail("destroy %s: %w", one.name, err)
	}
	if bad := problems(resp.Diagnostics); bad != nil {
		return r.fail("destroy %s: %s", one.name, bad[0])
	}
	r.keep(one.name, nil)
	return nil
}

// carryOut plans a step once more, with what is known now, and applies it if the
// second plan keeps the promises of the first.
func (p *process) carryOut(one *step) error {
	r := p.run
	again := *one
	if one.action == replacement {
		again.prior = nil
	}
	if err := p.change(&again); err != nil {
		return r.fail("plan %s again: %w", one.name, err)
	}
	if again.action == replacement {
		return r.fail("%s: the second plan replaces what the first updates", one.name)
	}
	if what := broken(one.planned, again.planned); what != "" {
		return r.fail("%s: inconsistent final plan: %s", one.name, what)
	}
	if again.action == nothing {
		return nil
	}
	if err := p.applyStep(&again); err != nil {
		return err
	}
	if one.demanded && text(one.prior.value, "id") == text(r.get(one.name).value, "id") {
		r.schedule.violate("replaced", "%s was to be replaced, and is still %s", one.name, text(one.prior.value, "id"))
	}
	return nil
}

func (p *process) applyStep(one *step) error {
	r, typ := p.run, one.typ()
	prior := tftypes.NewValue(typ, nil)
	if one.prior != nil {
		prior = one.prior.value
	}
	p.intended.Store(one.name, one.planned)
	resp, err := rpc(p, one.name, "apply", func(ctx context.Context) (*tfprotov6.ApplyResourceChangeResponse, error) {
		return p.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
			TypeName: one.kind, PriorState: wire(typ, prior), PlannedState: wire(typ, one.planned), Config: wire(typ, one.config),
			PlannedPrivate: one.private, PlannedIdentity: one.identity,
		})
	})
	if err != nil {
		return r.fail("apply %s: %w", one.name, err)
	}
	p.said.Store(one.name, resp.Diagnostics)
	bad, after := problems(resp.Diagnostics), unwire(typ, resp.NewState)
	r.schedule.judgeRecorded(p, one.name, text(after, "id"))
	if !after.IsNull() {
		r.keep(one.name, &instance{one.kind, after, resp.Private, resp.NewIdentity, bad != nil && one.prior == nil, false, one.needs()})
	}
	if bad != nil {
		return r.fail("apply %s: %s", one.name, bad[0])
	}
	if what := broken(one.planned, after); what != "" {
		r.schedule.violate("inconsistent", "%s after apply: %s", one.name, what)
		return errors.New(what)
	}
	return nil
}
