package organization

import "sync"

// kept remembers the objects that one provider process has met in the state, and those
// that it has made or taken over, and lets one piece of work at a time decide what becomes
// of an object.
type kept struct {
	mu      sync.Mutex
	objects map[string]bool        // by kind and id
	met     map[string]bool        // by kind and id
	locks   map[string]*sync.Mutex // by kind and key
}

// Lock waits until nobody else in this run decides what becomes of an object, and returns
// what lets go of it. When a resource gets another address, engines create the new one and
// destroy the old one at the same time: without it one would take over what the other deletes.
func (o *Organization) Lock(kind, key string) (unlock func()) {
	o.kept.mu.Lock()
	if o.kept.locks == nil {
		o.kept.locks = map[string]*sync.Mutex{}
	}
	key = kind + "\x00" + key
	if o.kept.locks[key] == nil {
		o.kept.locks[key] = &sync.Mutex{}
	}
	lock := o.kept.locks[key]
	o.kept.mu.Unlock()
	lock.Lock()
	return lock.Unlock
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

// Meet notes an object that is in the state.
func (o *Organization) Meet(kind, id string) {
	o.kept.mu.Lock()
	defer o.kept.mu.Unlock()
	if o.kept.met == nil {
		o.kept.met = map[string]bool{}
	}
	o.kept.met[kind+"\x00"+id] = true
}

// Met tells whether this run has met an object in the state: engines plan what is tainted,
// or forced to be replaced, as a creation, and what is there then is no stranger.
func (o *Organization) Met(kind, id string) bool {
	o.kept.mu.Lock()
	defer o.kept.mu.Unlock()
	return o.kept.met[kind+"\x00"+id]
}

// Kept tells whether this run has made or taken over an object.
func (o *Organization) Kept(kind, id string) bool {
	o.kept.mu.Lock()
	defer o.kept.mu.Unlock()
	return o.kept.objects[kind+"\x00"+id]
}
