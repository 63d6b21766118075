package organization

import (
	"sync"
)

// planned counts what one provider process has planned for each object: two resources
// that write one object would take turns in undoing each other's work.
type planned struct {
	mu      sync.Mutex
	objects map[string]*Plans // by kind and id
}

// Plans counts the resources of one plan that stand for one object.
type Plans struct {
	Creates int // those that are not in the state yet
	Exists  int // those that are
}

// PlanCreate registers an object that the plan creates, and returns how many resources
// stand for it so far, this one included. kind is the noun, as in "dispute".
//
// Engines plan a replacement with the prior state and again without, so that one of each
// may also be a single resource whose replacement is forced.
func (o *Organization) PlanCreate(kind, id string) Plans {
	return o.planned.add(kind, id, Plans{Creates: 1})
}

// PlanExisting registers an object that is in the state and is planned to stay there; it
// counts as PlanCreate does.
func (o *Organization) PlanExisting(kind, id string) Plans {
	return o.planned.add(kind, id, Plans{Exists: 1})
}

// Planned returns how many resources stand for an object so far.
func (o *Organization) Planned(kind, id string) Plans {
	return o.planned.add(kind, id, Plans{})
}

func (p *planned) add(kind, id string, more Plans) Plans {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.objects == nil {
		p.objects = map[string]*Plans{}
	}
	key := kind + "\x00" + id
	if p.objects[key] == nil {
		p.objects[key] = &Plans{}
	}
	sum := p.objects[key]
	sum.Creates += more.Creates
	sum.Exists += more.Exists
	return *sum
}
