package mangopay

import (
	"context"
	"maps"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// pagesAtOnce bounds how many pages of a list are fetched at the same time. Terraform asks for ten objects at a time.
const pagesAtOnce = 10

// reader answers the reads of one kind of object.
type reader[T any] struct {
	source   source[T]
	history  *history
	announce transport.Announcer // nil: nobody is told.

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

func (r *reader[T]) read(ctx context.Context, disputeID, id string) (*T, error) {
	w := want{id: id, disputeID: disputeID, began: r.history.tick()}
	for ctx.Err() == nil && rest.CheckID(id) == nil {
		object, news, err := r.look(ctx, &w)
		if object != nil || err != nil {
			return object, err
		}
		select {
		case <-news:
		case <-ctx.Done():
		}
	}
	r.cancel(&w)
	return r.source.Get(ctx, id) // It sends nothing and words the error.
}

// look returns the object, or what tells when to look again.
func (r *reader[T]) look(ctx context.Context, w *want) (object *T, news <-chan struct{}, err error) {
	r.mu.Lock()
	before := w.flight
	if err = w.leave(); err == nil {
		object = r.take(*w)
	}
	if object == nil && err == nil {
		w.single = w.single || r.history.written(w.id) > 0
		w.flight = r.join(ctx, *w)
		news = w.flight.news
	}
	if before != nil && before.idle() {
		r.abandon(before)
	}
	notices := w.hear()
	r.mu.Unlock()
	for _, message := range notices {
		r.announce(ctx, message)
	}
	return object, news, err
}

// cancel ends a read that is given up, and the flight that nobody waits for without it.
func (r *reader[T]) cancel(w *want) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := w.flight
	if _ = w.leave(); f != nil && f.waiting == 0 && !f.ended {
		r.abandon(f)
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
		object, err := r.source.Get(r.hold(ctx, f, 0), w.id)
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
	objects, pages, err := r.source.page(r.hold(ctx, f, number), l.disputeID, number)
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(f.held, number)
	if err != nil {
		return err
	}
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

// hold keeps what is announced of a call of a flight for those who wait, now or later.
func (r *reader[T]) hold(ctx context.Context, f *flight, page int) context.Context {
	return onHold(ctx, func(message string) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if f.ended {
			return
		}
		if f.held == nil {
			f.held = map[int]string{}
		}
		f.held[page] = message
		f.tell()
		if f.idle() {
			r.abandon(f)
		}
	})
}

// abandon cancels a flight for which nobody waits. Nobody can join it any more.
func (r *reader[T]) abandon(f *flight) {
	f.cancel()
	maps.DeleteFunc(r.singles, func(_ string, other *flight) bool { return other == f })
	if r.account.flight == f {
		r.account.flight = nil
	}
	for _, l := range r.disputes {
		if l.flight == f {
			l.flight = nil
		}
	}
}
