package organization

import "sync"

// kept remembers the objects that one provider process has made or taken over.
type kept struct {
	mu      sync.Mutex
	objects map[string]bool // by kind and id
}

// Keep notes an object that this run has made or taken over, so that destroying what
// stood for it before leaves it alone: engines can be told to create a replacement first,
// and it may turn out to be the very same object. Keep returns false if the run has done
// that already, for another resource.
func (o *Organization) Keep(kind, id string) bool {
	o.kept.mu.Lock()
	defer o.kept.mu.Unlock()
	if o.kept.objects == nil {
		o.kept.objects = map[string]bool{}
	}
	key := kind + "\x00" + id
	before := o.kept.objects[key]
	o.kept.objects[key] = true
	return !before
}

// Kept tells whether this run has made or taken over an object.
func (o *Organization) Kept(kind, id string) bool {
	o.kept.mu.Lock()
	defer o.kept.mu.Unlock()
	return o.kept.objects[kind+"\x00"+id]
}
