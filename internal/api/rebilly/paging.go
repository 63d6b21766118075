package rebilly

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

const (
	// perPage and maxOffset are the largest limit and offset that the API takes (Rebilly API reference, List disputes).
	perPage   = 1000
	maxOffset = 1000
	// maxPage is the largest page, in bytes: a thousand disputes, each with what its gateway wrote.
	maxPage = 64 << 20
)

// list makes a call that returns a list, and reads it to its end.
//
// Offsets end long before a list need, and the server does not say how it orders objects of the same instant. A page
// therefore begins at the creation time of the last object before, with that object and its twins once more; an offset is
// used only among objects of one instant. In the end the server's own count shows whether something is missing.
func list[W wireObject[T], T any](ctx context.Context, c *Client, k rest.Call, filter string) ([]T, error) {
	var (
		all      = map[string]W{}
		expected = -1
		at       position
		own      = k.Query
	)
	k.Largest = maxPage
	for {
		k.Query = at.query(own, filter)
		p, err := fetch[W, T](ctx, c, k)
		if err != nil {
			return nil, err
		}
		if expected < 0 {
			expected = p.total
		}
		for _, w := range p.items {
			all[w.key()] = w
		}
		if p.last(at.offset) {
			break
		}
		if err := at.advance(p.until(), len(p.items)); err != nil {
			return nil, k.Failure(&apierr.Error{Status: http.StatusOK, Message: "the list cannot be read completely", Err: err})
		}
	}
	if len(all) < expected {
		return nil, k.Failure(&apierr.Error{Status: http.StatusOK, Message: fmt.Sprintf(incomplete, len(all), expected)})
	}
	return inOrder[W, T](slices.Collect(maps.Values(all))), nil
}

const incomplete = "the list came with %d of the %d objects that the server counts; " +
	"if it changed meanwhile, run the command again, otherwise narrow the filter"

// inOrder returns the models by creation time, and by id among those of the same instant.
func inOrder[W wireObject[T], T any](all []W) []T {
	slices.SortFunc(all, func(a, b W) int {
		return cmp.Or(a.created().Compare(b.created()), strings.Compare(a.key(), b.key()))
	})
	models := make([]T, len(all))
	for i, w := range all {
		models[i] = w.model()
	}
	return models
}

// position is where the next page begins.
type position struct {
	from   time.Time // The creation time of its first object; zero for the beginning.
	offset int       // How many objects to leave out.
}

// query adds paging to a list's own query.
func (p *position) query(base url.Values, filter string) url.Values {
	q := maps.Clone(base)
	if q == nil {
		q = url.Values{}
	}
	if !p.from.IsZero() {
		filter = since(filter, p.from)
	}
	if filter != "" {
		q.Set("filter", filter)
	}
	q.Set("sort", "createdTime")
	q.Set("limit", strconv.Itoa(perPage))
	q.Set("offset", strconv.Itoa(p.offset))
	return q
}

// advance moves behind a page of that many objects, the last of them created at that time.
func (p *position) advance(until time.Time, objects int) error {
	if until.After(p.from) {
		p.from, p.offset = until, 0
		return nil
	}
	p.offset += objects
	if p.offset <= maxOffset {
		return nil
	}
	if p.from.IsZero() {
		return fmt.Errorf("the server does not tell when its objects were created, and pages end at offset %d; narrow the filter", maxOffset)
	}
	return fmt.Errorf("%d objects or more were created at %s, and the API pages no further within one instant; "+
		"narrow the filter by another field", p.offset, p.from.Format(time.RFC3339Nano))
}

// since narrows a filter to what was created at a time or later. A range of creation times that the filter has is narrowed
// itself, because what a server makes of two conditions on one field is not documented.
func since(filter string, from time.Time) string {
	const field = "createdTime:"
	lower := field + from.UTC().Format(time.RFC3339Nano) + ".."
	if filter == "" {
		return lower
	}
	clauses := strings.Split(filter, ";")
	for i, clause := range clauses {
		value, found := strings.CutPrefix(strings.TrimSpace(clause), field)
		_, until, isRange := strings.Cut(value, "..")
		if found && isRange && !strings.ContainsAny(value, "!,") {
			clauses[i] = lower + until
			return strings.Join(clauses, ";")
		}
	}
	return filter + ";" + lower
}

// page is one page of a list.
type page[W interface{ created() time.Time }] struct {
	items []W
	total int // Objects of the whole list; -1 if the server does not say.
	limit int // Most objects of a page.
}

// last reports whether no page follows.
func (p page[W]) last(offset int) bool {
	switch {
	case len(p.items) == 0:
		return true
	case p.total >= 0:
		return offset+len(p.items) >= p.total
	default:
		return len(p.items) < p.limit
	}
}

// until is the creation time of the last object.
func (p page[W]) until() time.Time { return p.items[len(p.items)-1].created() }

// fetch gets one page.
func fetch[W wireObject[T], T any](ctx context.Context, c *Client, k rest.Call) (page[W], error) {
	a, err := c.do(ctx, k)
	if err != nil {
		return page[W]{}, err
	}
	var items []W
	err = rest.DecodeList(a.Body, &items)
	if err == nil && slices.ContainsFunc(items, func(w W) bool { return w.key() == "" }) {
		err = rest.ErrNoID
	}
	if err != nil {
		return page[W]{}, k.Unusable(a, err)
	}
	p := page[W]{items: items, total: -1, limit: perPage}
	if n, err := strconv.Atoi(a.Header.Get("Pagination-Total")); err == nil && n >= 0 {
		p.total = n
	}
	if n, err := strconv.Atoi(a.Header.Get("Pagination-Limit")); err == nil && n > 0 {
		p.limit = min(n, perPage)
	}
	return p, nil
}
