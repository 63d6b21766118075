package mangopay

import (
	"context"
	"sync"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// Read is [DocumentsService.Get] for a refresh, which asks for many documents one by one: reads are answered from few list
// calls, of the document's dispute or of the account, and never cost more than about twice the fewest calls possible. A
// lone read is a single call. disputeID may be "" if it is not known.
//
//   - What a list says answers one Read of each document, and only if that list was asked for after the last write of
//     this client to the dispute had ended. A document that this client wrote to itself is not read from lists any more.
//   - A document that no list has is asked for by its id, so that not found means the same as from Get.
//   - Reads of one document at the same time share a call, and each is told of its waits. A call is cancelled with the last
//     read that waits for it. A list whose reads are all answered goes on for those that follow, unless it is held back.
//   - When a list fails, the documents it was asked for are read one by one; only the failure of that read is returned.
//
// The API does not promise that its lists are up to date. One that lags may show a document as it was before somebody
// else's write, an earlier run's among them. That is accepted here, because a refresh decides nothing by itself: who is
// told of a step back, or is about to make a call that cannot be undone, asks with Get, which no list ever answers.
func (s DocumentsService) Read(ctx context.Context, disputeID, id string) (*Document, error) {
	return s.c.bulk.documents.read(ctx, disputeID, id)
}

// Read is [DisputesService.Get] for a refresh: many reads are answered from few calls of the account's list, under the
// same conditions as [DocumentsService.Read].
func (s DisputesService) Read(ctx context.Context, id string) (*Dispute, error) {
	return s.c.bulk.disputes.read(ctx, "", id)
}

// bulk is what a client keeps to answer reads from lists.
type bulk struct {
	history   history
	documents reader[Document]
	disputes  reader[Dispute]
}

func (b *bulk) connect(c *Client) {
	b.documents.source, b.documents.history = c.Documents, &b.history
	b.disputes.source, b.disputes.history = c.Disputes, &b.history
	b.documents.announce, b.disputes.announce = c.config.Announce, c.config.Announce
}

// source is how one kind of object is fetched.
type source[T any] interface {
	Get(ctx context.Context, id string) (*T, error)
	// page fetches one page of the list of a dispute, or of the account if disputeID is "", oldest first so that a new
	// object comes last. It returns how many pages the list has.
	page(ctx context.Context, disputeID string, number int) (objects []*T, pages int, err error)
	// names returns the object's id and, if it belongs to one, its dispute's.
	names(object *T) (id, disputeID string)
}

func (s DocumentsService) page(ctx context.Context, disputeID string, number int) ([]*Document, int, error) {
	return models[wireDocument](ctx, s.c, listDocuments(DocumentFilter{DisputeID: disputeID}), number)
}

func (DocumentsService) names(d *Document) (id, disputeID string) { return d.ID, d.DisputeID }

func (s DisputesService) page(ctx context.Context, _ string, number int) ([]*Dispute, int, error) {
	return models[wireDispute](ctx, s.c, listDisputes("/disputes", nil, DisputeFilter{}), number)
}

func (DisputesService) names(d *Dispute) (id, disputeID string) { return d.ID, "" }

// models fetches one page of a list.
func models[W wireObject[T], T any](ctx context.Context, c *Client, k rest.Call, number int) ([]*T, int, error) {
	p, err := onePage[W, T](ctx, c, k, number)
	if err != nil {
		return nil, 0, err
	}
	objects := make([]*T, len(p.items))
	for i, w := range p.items {
		objects[i] = w.model()
	}
	return objects, p.pages, nil
}

// history puts the requests and the writes of one client in order.
type history struct {
	mu    sync.Mutex
	now   uint64
	wrote map[string]uint64 // By id of a dispute or a document: when the last write to it ended.
}

// tick is a moment after all that were given out before.
func (h *history) tick() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now++
	return h.now
}

// ended notes that a write to these objects has ended. Whether it succeeded does not matter: it may have been carried out.
func (h *history) ended(ids ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.wrote == nil {
		h.wrote = map[string]uint64{}
	}
	h.now++
	for _, id := range ids {
		h.wrote[id] = h.now
	}
}

// written is when the last write to any of these objects ended; 0 if there was none.
func (h *history) written(ids ...string) uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	var last uint64
	for _, id := range ids {
		last = max(last, h.wrote[id])
	}
	return last
}
