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
	own     bool            // this process created it, and knows of every page
	inState bool            // this run lets go of it
	copied  bool            // it stands beside one with the same content that was sent
}

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
	k.document(id).own = true
}

// copy notes that a document stands beside one that was sent.
func (k *knowledge) copy(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.document(id).copied = true
}

// get returns the pages that are known to be in a document, and whether nobody else can
// have added one.
func (k *knowledge) get(id string) (pages []evidence.File, own bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.document(id)
	return slices.Clone(d.pages), d.own
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
	d.note(page.SHA256)
	if d.own {
		d.pages = append(d.pages, page)
	}
}

// find notes that a page of this process was found to have arrived.
func (k *knowledge) find(id, digest string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.document(id).note(digest)
}

func (d *knownDocument) note(digest string) {
	if d.sent == nil {
		d.sent = map[string]bool{}
	}
	d.sent[digest] = true
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
	k.document(id).own = false
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
