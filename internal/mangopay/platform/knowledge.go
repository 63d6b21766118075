package platform

import (
	"slices"
	"sync"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// knowledge is what one provider process knows about documents, so that it need
// not ask again.
type knowledge struct {
	mu        sync.Mutex
	documents map[string]*knownDocument
	replaced  map[string]bool // fingerprints whose document this run lets go of
}

// knownDocument is a document that this process has met.
type knownDocument struct {
	writing sync.Mutex      // held by who adds pages
	pages   []evidence.File // the first pages; pages are only ever added
	sent    map[string]bool // digests of the pages that this process added
	origin  origin
	inState bool // the run that wrote to it last has ended, and told the state
}

// origin tells who may have written to a document before this process.
type origin int

const (
	recorded origin = iota // earlier runs, which ended
	created                // nobody: this process created it, and knows of every page
	adopted                // a run that may not have ended
)

// document returns what is known of a document; the caller holds mu.
func (k *knowledge) document(id string) *knownDocument {
	if k.documents == nil {
		k.documents = map[string]*knownDocument{}
	}
	if k.documents[id] == nil {
		k.documents[id] = &knownDocument{}
	}
	return k.documents[id]
}

// create notes that this process created a document.
func (k *knowledge) create(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.document(id).origin = created
}

// adopt notes that a document was found that an earlier run created.
func (k *knowledge) adopt(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if d := k.document(id); !d.inState {
		d.origin = adopted
	}
}

// get returns the pages that are known to be in a document, and its origin.
func (k *knowledge) get(id string) ([]evidence.File, origin) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.document(id)
	return slices.Clone(d.pages), d.origin
}

// setPages notes the pages of a document.
func (k *knowledge) setPages(id string, pages []evidence.File) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.document(id).pages = slices.Clone(pages)
}

// send notes a page that this process added. Its place is known where nobody else can
// have added one.
func (k *knowledge) send(id string, page evidence.File) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.document(id)
	if d.sent == nil {
		d.sent = map[string]bool{}
	}
	d.sent[page.SHA256] = true
	if d.origin == created {
		d.pages = append(d.pages, page)
	}
}

// hasSent tells whether this process added a page to a document.
func (k *knowledge) hasSent(id, digest string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.document(id).sent[digest]
}

// doubt notes that a call to add a page failed: it may have arrived all the same.
func (k *knowledge) doubt(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if d := k.document(id); d.origin == created {
		d.origin = adopted
	}
}

// replace notes that a document of the state is let go of.
func (k *knowledge) replace(id, fingerprint string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.document(id).inState = true
	if k.replaced == nil {
		k.replaced = map[string]bool{}
	}
	k.replaced[fingerprint] = true
}

// wanted tells whether a document that exists can stand for a fingerprint. When
// this run replaces the document of that fingerprint, one that was sent is history;
// one that is CREATED is still the one to finish.
func (k *knowledge) wanted(fingerprint, status string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return status == evidence.DocumentCreated || !k.replaced[fingerprint]
}

// Lock makes writes to one document wait for each other, because the order of
// uploads is the order of pages. The caller unlocks.
func (p *Platform) Lock(documentID string) *sync.Mutex {
	p.known.mu.Lock()
	lock := &p.known.document(documentID).writing
	p.known.mu.Unlock()
	lock.Lock()
	return lock
}
