package rebilly

import (
	"context"
	"net/http"
	"net/url"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// DisputesService reads and writes disputes. The API deletes none.
type DisputesService struct{ c *Client }

const disputeRoute = "/disputes/{id}"

// Get returns one dispute (Rebilly API reference, Retrieve a dispute).
func (s DisputesService) Get(ctx context.Context, id string) (*Dispute, error) {
	d, _, err := object[wireDispute](ctx, s.c, rest.Call{
		Operation: "read dispute", Method: http.MethodGet, Route: disputeRoute, IDs: []string{id},
	})
	return d, err
}

// Put creates the dispute with this id, or replaces all that can be written of it; created tells which (Rebilly API reference,
// Upsert a dispute). The API cannot be asked to do only one of the two, and takes no revision to compare with.
// An amount that is not a plain decimal number is an error, and nothing is sent.
func (s DisputesService) Put(ctx context.Context, id string, r Record) (d *Dispute, created bool, err error) {
	return s.PutWhile(ctx, id, r, nil)
}

// PutWhile does what Put does, and asks before every request, with all waits behind it, whether it may still be made: a rate
// limit can hold one back for minutes. An error of allowed is the cause of the call's own, and nothing is sent.
func (s DisputesService) PutWhile(ctx context.Context, id string, r Record, allowed func() error) (d *Dispute, created bool, err error) {
	return object[wireDispute](ctx, s.c, rest.Call{
		Operation: "write dispute", Method: http.MethodPut, Route: disputeRoute, IDs: []string{id},
		Body: rest.JSON(recordOf(r)), Allowed: allowed, Invalid: checkAmount(r.Amount),
	})
}

// List returns every dispute that the query selects exactly once, in the order of their creation (Rebilly API reference, List
// disputes). A list that cannot be had completely is an error.
func (s DisputesService) List(ctx context.Context, q DisputeQuery) ([]Dispute, error) {
	k := rest.Call{Operation: "list disputes", Method: http.MethodGet, Route: "/disputes", Query: url.Values{}}
	if q.Search != "" {
		k.Query.Set("q", q.Search)
	}
	return list[wireDispute](ctx, s.c, k, q.Filter)
}
