package mangopay

import (
	"context"
	"errors"
	"iter"
	"net/http"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// DisputesService reads and moves disputes. Disputes cannot be created or deleted through the API.
type DisputesService struct{ c *Client }

const disputeRoute = "/disputes/{DisputeId}"

// Get returns one dispute (Mangopay API reference, View a Dispute).
func (s DisputesService) Get(ctx context.Context, id string) (*Dispute, error) {
	return object[wireDispute](ctx, s.c, rest.Call{
		Operation: "read dispute", Method: http.MethodGet, Route: disputeRoute, IDs: []string{id},
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
			yield(nil, k.NotSent(err))
		}
	}
	return list[wireDispute](ctx, s.c, k)
}

func listDisputes(route string, ids []string, f DisputeFilter) rest.Call {
	k := rest.Call{
		Operation: "list disputes", Method: http.MethodGet, Route: route, IDs: ids,
		Query: sorted("CreationDate", f.Descending),
	}
	among(k.Query, "Status", f.Statuses)
	among(k.Query, "DisputeType", f.Types)
	between(k.Query, f.CreatedAfter, f.CreatedBefore)
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
	return s.put(ctx, "update dispute tag", disputeRoute, id, rest.JSON(struct {
		Tag string `json:"Tag"`
	}{tag}))
}

// Submit contests a dispute. The first submission needs the contested funds, of the disputed currency and at most the
// disputed amount; a re-submission of a reopened dispute has none (Mangopay API reference, Submit a Dispute).
// It cannot be undone.
func (s DisputesService) Submit(ctx context.Context, id string, contested *Money) (*Dispute, error) {
	body := emptyBody()
	if contested != nil {
		body = rest.JSON(struct {
			ContestedFunds wireMoney `json:"ContestedFunds"`
		}{wireMoney{Currency: text(contested.Currency), Amount: amount(contested.Amount)}})
	}
	return s.put(ctx, "submit dispute", disputeRoute+"/submit", id, body)
}

// Close accepts the loss of a dispute (Mangopay API reference, Close a Dispute). It cannot be undone.
func (s DisputesService) Close(ctx context.Context, id string) (*Dispute, error) {
	return s.put(ctx, "close dispute", disputeRoute+"/close", id, emptyBody())
}

func (s DisputesService) put(ctx context.Context, operation, route, id string, body *rest.Body) (*Dispute, error) {
	defer s.c.bulk.history.ended(id)
	return object[wireDispute](ctx, s.c, rest.Call{
		Operation: operation, Method: http.MethodPut, Route: route, IDs: []string{id}, Body: body,
	})
}

// Transactions yields the money movements of a dispute, oldest first. Those older than 13 months are no longer kept
// (Mangopay API reference, List Transactions for a Dispute; Data availability periods).
func (s DisputesService) Transactions(ctx context.Context, id string) iter.Seq2[*Transaction, error] {
	return list[wireTransaction](ctx, s.c, rest.Call{
		Operation: "list transactions of dispute", Method: http.MethodGet, Route: disputeRoute + "/transactions",
		IDs: []string{id}, Query: sorted("CreationDate", false),
	})
}
