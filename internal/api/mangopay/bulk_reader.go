package mangopay

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
)

// pagesAtOnce bounds how many pages of a list are fetched at the same time. Terraform asks for ten objects at a time.
const pagesAtOnce = 10

// reader answers the reads of one kind of object.
type reader[T any] struct {
	source  source[T]
	history *history

	mu       sync.Mutex
	known    map[string]*entry[T]
	account  listing
	disputes map[string]*listing
	singles  map[string]*flight // Reads by id that are under way.
}

// entry is an object as the newest answer has it.
type entry[T any] struct {
	object    *T
	disputeID string
	asked     uint64 // When it was asked for,
	arrived   uint64 // and when the answer came.
	listed    uint64 // When a list that had it was asked for; 0: none did.
	served    bool   // It has answered a read.
}

// want is one read.
type want struct {
	id, disputeID string
	began         uint64
	single        bool // Lists are no use: one has failed, or may not have this client's own write yet.
}

func (r *reader[T]) read(ctx context.Context, disputeID, id string) (*T, error) {
	w := want{id: id, disputeID: disputeID, began: r.history.tick()}
	for {
		if ctx.Err() != nil || checkID(id) != nil {
			return r.source.Get(ctx, id) // It sends nothing and words the error.
		}
		r.mu.Lock()
		if object := r.take(w); object != nil {
			r.mu.Unlock()
			return object, nil
		}
		w.single = w.single || r.history.written(id) > 0
		f := r.join(ctx, w)
		news := f.news
		r.mu.Unlock()
		select {
		case <-news:
		case <-ctx.Done():
		}
		if err := r.leave(ctx, f, &w); err != nil {
			return nil, err
		}
	}
}

// take returns the object if what is known of it may answer this read. An answer that was used up still serves the
// reads that began before it arrived.
func (r *reader[T]) take(w want) *T {
	k := r.known[w.id]
	switch {
	case k == nil, k.served && k.arrived < w.began,
		k.asked < r.history.written(w.id, w.disputeID, k.disputeID),
		k.asked == k.listed && r.history.written(w.id) > 0:
		return nil
	}
	k.served = true
	object := *k.object
	return &object
}

// join joins a flight that can answer the read, or begins one.
func (r *reader[T]) join(ctx context.Context, w want) *flight {
	own := r.dispute(w.disputeID)
	f := r.underway(w, own)
	if f == nil {
		f = &flight{began: r.history.tick(), news: make(chan struct{})}
		detached, cancel := context.WithCancel(context.WithoutCancel(ctx))
		f.cancel = cancel
		switch r.choose(w, own) {
		case nil:
			r.single(detached, w, own, f)
		case own:
			r.list(detached, own, f)
		default:
			r.list(detached, &r.account, f)
		}
	}
	f.waiting++
	return f
}

// dispute is the list of a dispute's objects; nil if the dispute is not known.
func (r *reader[T]) dispute(id string) *listing {
	if id == "" {
		return nil
	}
	if r.disputes == nil {
		r.disputes = map[string]*listing{}
	}
	if r.disputes[id] == nil {
		r.disputes[id] = &listing{disputeID: id}
	}
	return r.disputes[id]
}

// underway is a flight that may bring the object.
func (r *reader[T]) underway(w want, own *listing) *flight {
	candidates := []*flight{r.singles[w.id]}
	if !w.single {
		candidates = append(candidates, r.account.flight)
		if own != nil {
			candidates = append(candidates, own.flight)
		}
	}
	for _, f := range candidates {
		if f != nil {
			return f
		}
	}
	return nil
}

// choose returns the list to fetch for a read; nil to ask for the object itself. The account's list is looked at once
// a second dispute shows up: before that, the list of the one dispute is as cheap as anything.
func (r *reader[T]) choose(w want, own *listing) *listing {
	var listed uint64
	if k := r.known[w.id]; k != nil {
		listed = k.listed
	}
	switch {
	case w.single, r.account.spent == 0, r.account.lacks(listed), own.lacks(listed):
		return nil
	case r.account.pays() && (r.account.pages > 0 || own == nil || len(r.disputes) > 1):
		return &r.account
	case own != nil && own.pays():
		return own
	default:
		return nil
	}
}

// single asks for the object by its id.
func (r *reader[T]) single(ctx context.Context, w want, own *listing, f *flight) {
	if r.singles == nil {
		r.singles = map[string]*flight{}
	}
	f.single, r.singles[w.id] = true, f
	r.account.spent++
	if own != nil {
		own.spent++
	}
	go func() {
		object, err := r.source.Get(ctx, w.id)
		r.mu.Lock()
		defer r.mu.Unlock()
		if err == nil {
			_, disputeID := r.source.names(object)
			r.keep(w.id, entry[T]{object: object, disputeID: disputeID, asked: f.began, arrived: r.history.tick()})
		}
		if r.singles[w.id] == f {
			delete(r.singles, w.id)
		}
		f.end(err)
	}()
}

// list fetches what is missing of a list.
func (r *reader[T]) list(ctx context.Context, l *listing, f *flight) {
	numbers := l.missing()
	l.flight = f
	l.spent += len(numbers)
	if l != &r.account {
		r.account.spent += len(numbers)
	}
	go func() {
		var pages errgroup.Group
		pages.SetLimit(pagesAtOnce)
		for _, number := range numbers {
			pages.Go(func() error { return r.page(ctx, l, number, f) })
		}
		err := pages.Wait()
		r.mu.Lock()
		defer r.mu.Unlock()
		f.end(err)
		if l.flight == f {
			l.landed(f, numbers)
		}
	}()
}

// page fetches one page of a list, for whoever waits for something on it.
func (r *reader[T]) page(ctx context.Context, l *listing, number int, f *flight) error {
	asked := r.history.tick()
	objects, pages, err := r.source.page(ctx, l.disputeID, number)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	arrived := r.history.tick()
	for _, object := range objects {
		id, dispute := r.source.names(object)
		r.keep(id, entry[T]{object: object, disputeID: dispute, asked: asked, arrived: arrived, listed: asked})
	}
	l.pages = pages
	f.tell()
	return nil
}

// keep remembers an answer unless a newer one is known.
func (r *reader[T]) keep(id string, k entry[T]) {
	if r.known == nil {
		r.known = map[string]*entry[T]{}
	}
	if before := r.known[id]; before != nil {
		k.listed = max(k.listed, before.listed)
		if k.asked < before.asked {
			before.listed = k.listed
			return
		}
	}
	r.known[id] = &k
}

// leave ends the wait for a flight. It returns the error of the read itself; that of a list only means one read by id.
func (r *reader[T]) leave(ctx context.Context, f *flight, w *want) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	f.waiting--
	switch {
	case f.ended && f.err != nil && f.single:
		return f.err
	case f.ended && f.err != nil:
		w.single = true
	case ctx.Err() != nil && !f.ended && f.waiting == 0:
		r.abandon(f, *w)
	}
	return nil
}

// abandon cancels a flight for which nobody waits. Nobody can join it any more.
func (r *reader[T]) abandon(f *flight, w want) {
	f.cancel()
	if r.singles[w.id] == f {
		delete(r.singles, w.id)
	}
	for _, l := range []*listing{&r.account, r.disputes[w.disputeID]} {
		if l != nil && l.flight == f {
			l.flight = nil
		}
	}
}
