package mangopay

import (
	"context"
	"errors"
	"iter"
	"net/http"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
)

// DisputesService reads and moves disputes. Disputes cannot be created or deleted through the API.
type DisputesService struct{ c *Client }

const disputeRoute = "/disputes/{DisputeId}"

// Get returns one dispute (Mangopay API reference, View a Dispute).
func (s DisputesService) Get(ctx context.Context, id string) (*Dispute, error) {
	return object[wireDispute](ctx, s.c, call{
		operation: "read dispute", method: http.MethodGet, route: disputeRoute, ids: []string{id},
	})
}

// All yields the disputes of a scope that pass the filter, oldest first unless the filter says otherwise
// (Mangopay API reference, List Disputes).
func (s DisputesService) All(ctx context.Context, scope DisputeScope, f DisputeFilter) iter.Seq2[*Dispute, error] {
	route, ids, err := scope.path()
	k := listDisputes(route, ids, f)
	if err == nil && scope.PendingSettlement && f.narrows() {
		err = errors.New("the list of disputes pending settlement takes no filter")
	}
	if err != nil {
		return func(yield func(*Dispute, error) bool) {
			yield(nil, k.error(&apierr.Error{Message: "the request was not sent", Unsent: true, Err: err}))
		}
	}
	return list[wireDispute](ctx, s.c, k)
}

func listDisputes(route string, ids []string, f DisputeFilter) call {
	k := call{
		operation: "list disputes", method: http.MethodGet, route: route, ids: ids,
		query: sorted("CreationDate", f.Descending),
	}
	among(k.query, "Status", f.Statuses)
	among(k.query, "DisputeType", f.Types)
	between(k.query, f.CreatedAfter, f.CreatedBefore)
	return k
}

func (d DisputeScope) path() (route string, ids []string, err error) {
	route = "/disputes"
	set := 0
	for _, choice := range []struct{ route, id string }{
		{"/users/{UserId}/disputes", d.UserID},
		{"/wallets/{WalletId}/disputes", d.WalletID},
		{"/payins/{PayInId}/disputes", d.PayInID},
	} {
		if choice.id != "" {
			set++
			route, ids = choice.route, []string{choice.id}
		}
	}
	if d.PendingSettlement {
		set++
		route = "/disputes/pendingsettlement"
	}
	if set > 1 {
		return "/disputes", nil, errors.New("a list of disputes has one scope: user, wallet, pay-in or pending settlement")
	}
	return route, ids, nil
}

func (f DisputeFilter) narrows() bool {
	return len(f.Statuses) > 0 || len(f.Types) > 0 || !f.CreatedAfter.IsZero() || !f.CreatedBefore.IsZero()
}

// UpdateTag replaces the dispute's tag, of at most 255 characters (Mangopay API reference, Update a Dispute).
func (s DisputesService) UpdateTag(ctx context.Context, id, tag string) (*Dispute, error) {
	return s.put(ctx, "update dispute tag", disputeRoute, id, jsonBody(struct {
		Tag string `json:"Tag"`
	}{tag}))
}

// Submit contests a dispute. The first submission needs the contested funds, of the disputed currency and at most the
// disputed amount; a re-submission of a reopened dispute has none (Mangopay API reference, Submit a Dispute).
// It cannot be undone.
func (s DisputesService) Submit(ctx context.Context, id string, contested *Money) (*Dispute, error) {
	body := emptyBody()
	if contested != nil {
		body = jsonBody(struct {
			ContestedFunds wireMoney `json:"ContestedFunds"`
		}{wireMoney{Currency: text(contested.Currency), Amount: amount(contested.Amount)}})
	}
	return s.put(ctx, "submit dispute", disputeRoute+"/submit", id, body)
}

// Close accepts the loss of a dispute (Mangopay API reference, Close a Dispute). It cannot be undone.
func (s DisputesService) Close(ctx context.Context, id string) (*Dispute, error) {
	return s.put(ctx, "close dispute", disputeRoute+"/close", id, emptyBody())
}

func (s DisputesService) put(ctx context.Context, operation, route, id string, body *payload) (*Dispute, error) {
	defer s.c.bulk.history.ended(id)
	return object[wireDispute](ctx, s.c, call{
		operation: operation, method: http.MethodPut, route: route, ids: []string{id}, body: body,
	})
}

// Transactions yields the money movements of a dispute, oldest first. Those older than 13 months are no longer kept
// (Mangopay API reference, List Transactions for a Dispute; Data availability periods).
func (s DisputesService) Transactions(ctx context.Context, id string) iter.Seq2[*Transaction, error] {
	return list[wireTransaction](ctx, s.c, call{
		operation: "list transactions of dispute", method: http.MethodGet, route: disputeRoute + "/transactions",
		ids: []string{id}, query: sorted("CreationDate", false),
	})
}
