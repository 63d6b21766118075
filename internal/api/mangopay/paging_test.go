package mangopay_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
)

func TestListsFollowPagesToTheEnd(t *testing.T) {
	t.Parallel()
	const total = 250
	pages := func(w http.ResponseWriter, r *http.Request, announce func(http.Header, int)) {
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		announce(w.Header(), page)
		respond(w, 200, "application/json", disputesJSON((page-1)*100+1, min(page*100, total)))
	}
	tests := map[string]struct {
		announce func(http.Header, int)
		calls    int
		items    int
	}{
		"number of pages": {func(h http.Header, _ int) { h.Set("X-Number-Of-Pages", "3") }, 3, total},
		"lower case":      {func(h http.Header, _ int) { h["x-number-of-pages"] = []string{"3"} }, 3, total},
		"a number that says less": {
			func(h http.Header, _ int) { h.Set("X-Number-Of-Pages", "2") }, 2, 200,
		},
		"links": {func(h http.Header, page int) {
			h.Add("Link", `<http://x/?page=1&per_page=100>; rel="first"`)
			if page < 3 {
				h.Add("Link", fmt.Sprintf(`<http://x/?page=%d&per_page=100>; rel="next", <http://x/?page=3>; rel="last"`, page+1))
			}
		}, 3, total},
		"nothing, ends with a short page": {func(http.Header, int) {}, 3, total},
		"nonsense":                        {func(h http.Header, _ int) { h.Set("X-Number-Of-Pages", "many") }, 3, total},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.handle("GET "+root+"/disputes", func(w http.ResponseWriter, r *http.Request) { pages(w, r, test.announce) })
			got, err := collect(t, server.client().Disputes.All(t.Context(), mangopay.DisputeScope{}, mangopay.DisputeFilter{}))
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != test.items || got[0].ID != "1" || got[len(got)-1].ID != strconv.Itoa(test.items) {
				t.Errorf("%d disputes, want %d in order", len(got), test.items)
			}
			calls := server.calls()
			if len(calls) != test.calls {
				t.Fatalf("%d calls, want %d", len(calls), test.calls)
			}
			for i, call := range calls {
				want := url.Values{"page": {strconv.Itoa(i + 1)}, "per_page": {"100"}, "Sort": {"CreationDate:ASC"}}
				if diff := cmp.Diff(want, call.Query); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestListsEndWhenThereIsNothingMore(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{"empty list": "[]", "full last page, then nothing": disputesJSON(1, 100)} {
		server := newAPI(t)
		server.handle("GET "+root+"/disputes", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("page") == "1" {
				respond(w, 200, "application/json", body)
				return
			}
			respond(w, 200, "application/json", "[]")
		})
		if _, err := collect(t, server.client().Disputes.All(t.Context(), mangopay.DisputeScope{}, mangopay.DisputeFilter{})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n := len(server.calls()); n > 2 {
			t.Errorf("%s: %d calls", name, n)
		}
	}
}

func TestARepeatedPageIsAnError(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.answer("GET "+root+"/disputes", 200, disputesJSON(1, 100))
	got, err := collect(t, server.client().Disputes.All(t.Context(), mangopay.DisputeScope{}, mangopay.DisputeFilter{}))
	if err == nil || len(got) != 100 || len(server.calls()) != 2 {
		t.Errorf("%d disputes from %d calls, error %v", len(got), len(server.calls()), err)
	}
}

func TestAnObjectThatMovesToTheNextPageIsYieldedOnce(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.handle("GET "+root+"/disputes", func(w http.ResponseWriter, r *http.Request) {
		body := disputesJSON(1, 100)
		if r.URL.Query().Get("page") == "2" {
			body = disputesJSON(100, 150)
		}
		respond(w, 200, "application/json", body)
	})
	got, err := collect(t, server.client().Disputes.All(t.Context(), mangopay.DisputeScope{}, mangopay.DisputeFilter{Descending: true}))
	if err != nil || len(got) != 150 {
		t.Errorf("%d disputes, error %v", len(got), err)
	}
}

func TestListsStop(t *testing.T) {
	t.Parallel()
	endless := func(server *api) {
		server.handle("GET "+root+"/disputes", func(w http.ResponseWriter, r *http.Request) {
			page, _ := strconv.Atoi(r.URL.Query().Get("page"))
			respond(w, 200, "application/json", disputesJSON(page*100, page*100+99))
		})
	}
	t.Run("when the caller has enough", func(t *testing.T) {
		t.Parallel()
		server := newAPI(t)
		endless(server)
		n := 0
		for _, err := range server.client().Disputes.All(t.Context(), mangopay.DisputeScope{}, mangopay.DisputeFilter{}) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == 150 {
				break
			}
		}
		if calls := len(server.calls()); calls != 2 {
			t.Errorf("%d calls, want 2", calls)
		}
	})
	t.Run("when cancelled", func(t *testing.T) {
		t.Parallel()
		server := newAPI(t)
		endless(server)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		n := 0
		var last error
		for _, err := range server.client().Disputes.All(ctx, mangopay.DisputeScope{}, mangopay.DisputeFilter{}) {
			last = err
			if n++; n == 150 {
				cancel()
			}
		}
		if !errors.Is(last, context.Canceled) || n != 201 {
			t.Errorf("stopped after %d with %v", n, last)
		}
	})
	t.Run("at an error on a later page", func(t *testing.T) {
		t.Parallel()
		server := newAPI(t)
		server.handle("GET "+root+"/disputes", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("page") == "2" {
				respond(w, 500, "application/json", `{"Message":"Internal Server Error","Type":"other"}`)
				return
			}
			respond(w, 200, "application/json", disputesJSON(1, 100))
		})
		got, err := collect(t, server.client().Disputes.All(t.Context(), mangopay.DisputeScope{}, mangopay.DisputeFilter{}))
		if len(got) != 100 || asError(t, err).Status != 500 {
			t.Errorf("%d disputes, error %v", len(got), err)
		}
	})
}

func TestListsOnTheWire(t *testing.T) {
	t.Parallel()
	before, after := time.Unix(1700000000, 999), time.Unix(1600000000, 0)
	tests := map[string]struct {
		call  func(*mangopay.Client) error
		path  string
		query url.Values // Without page and per_page.
	}{
		"disputes, all filters": {
			func(c *mangopay.Client) error {
				return drain(c.Disputes.All(t.Context(), mangopay.DisputeScope{}, mangopay.DisputeFilter{
					Statuses: []string{"SUBMITTED", "CLOSED"}, Types: []string{"CONTESTABLE", "RETRIEVAL"},
					CreatedBefore: before, CreatedAfter: after, Descending: true,
				}))
			},
			"/disputes",
			url.Values{
				"Status": {"SUBMITTED,CLOSED"}, "DisputeType": {"CONTESTABLE,RETRIEVAL"},
				"BeforeDate": {"1700000000"}, "AfterDate": {"1600000000"}, "Sort": {"CreationDate:DESC"},
			},
		},
		"disputes of a user": {
			func(c *mangopay.Client) error {
				return drain(c.Disputes.All(t.Context(), mangopay.DisputeScope{UserID: "user_m_1"}, mangopay.DisputeFilter{}))
			},
			"/users/user_m_1/disputes",
			url.Values{"Sort": {"CreationDate:ASC"}},
		},
		"disputes of a wallet": {
			func(c *mangopay.Client) error {
				return drain(c.Disputes.All(t.Context(), mangopay.DisputeScope{WalletID: "wlt_m_1"}, mangopay.DisputeFilter{}))
			},
			"/wallets/wlt_m_1/disputes",
			url.Values{"Sort": {"CreationDate:ASC"}},
		},
		"disputes of a pay-in": {
			func(c *mangopay.Client) error {
				return drain(c.Disputes.All(t.Context(), mangopay.DisputeScope{PayInID: "payin_m_1"}, mangopay.DisputeFilter{}))
			},
			"/payins/payin_m_1/disputes",
			url.Values{"Sort": {"CreationDate:ASC"}},
		},
		"disputes pending settlement": {
			func(c *mangopay.Client) error {
				return drain(c.Disputes.All(t.Context(), mangopay.DisputeScope{PendingSettlement: true}, mangopay.DisputeFilter{Descending: true}))
			},
			"/disputes/pendingsettlement",
			url.Values{"Sort": {"CreationDate:DESC"}},
		},
		"documents of the account": {
			func(c *mangopay.Client) error {
				return drain(c.Documents.All(t.Context(), mangopay.DocumentFilter{
					Statuses: []string{"CREATED", "REFUSED"}, Types: []string{"INVOICE"}, CreatedBefore: before, CreatedAfter: after,
				}))
			},
			"/dispute-documents",
			url.Values{
				"Status": {"CREATED,REFUSED"}, "Type": {"INVOICE"}, "BeforeDate": {"1700000000"}, "AfterDate": {"1600000000"},
				"Sort": {"CreationDate:ASC"},
			},
		},
		"documents of a dispute": {
			func(c *mangopay.Client) error {
				return drain(c.Documents.All(t.Context(), mangopay.DocumentFilter{DisputeID: "d 1", Descending: true}))
			},
			"/disputes/d%201/documents",
			url.Values{"Sort": {"CreationDate:DESC"}},
		},
		"transactions": {
			func(c *mangopay.Client) error { return drain(c.Disputes.Transactions(t.Context(), "1")) },
			"/disputes/1/transactions",
			url.Values{"Sort": {"CreationDate:ASC"}},
		},
		"events": {
			func(c *mangopay.Client) error {
				return drain(c.Events.All(t.Context(), mangopay.EventFilter{Type: "DISPUTE_CREATED", Before: before, After: after}))
			},
			"/events",
			url.Values{
				"EventType": {"DISPUTE_CREATED"}, "BeforeDate": {"1700000000"}, "AfterDate": {"1600000000"}, "Sort": {"Date:ASC"},
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.answer("GET "+root+"/", 200, "[]")
			if err := test.call(server.client()); err != nil {
				t.Fatal(err)
			}
			calls := server.calls()
			if len(calls) != 1 || calls[0].Path != root+test.path {
				t.Fatalf("called %v, want %s", calls, test.path)
			}
			test.query.Set("page", "1")
			test.query.Set("per_page", "100")
			if diff := cmp.Diff(test.query, calls[0].Query); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestImpossibleListsAreNotSent(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	c := server.client()
	for name, call := range map[string]error{
		"two scopes": drain(c.Disputes.All(t.Context(), mangopay.DisputeScope{UserID: "1", WalletID: "2"}, mangopay.DisputeFilter{})),
		"scope and settlement": drain(c.Disputes.All(t.Context(),
			mangopay.DisputeScope{PayInID: "1", PendingSettlement: true}, mangopay.DisputeFilter{})),
		"filtered settlement": drain(c.Disputes.All(t.Context(),
			mangopay.DisputeScope{PendingSettlement: true}, mangopay.DisputeFilter{Statuses: []string{"CLOSED"}})),
		"id with slash": drain(c.Disputes.All(t.Context(), mangopay.DisputeScope{UserID: "1/2"}, mangopay.DisputeFilter{})),
	} {
		if !apierr.NotSent(call) {
			t.Errorf("%s: got %v", name, call)
		}
	}
	if n := len(server.seen); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestListItems(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.answer("GET "+root+"/disputes/1/transactions", 200, `[{"AuthorId":"user_m_01JJ","CreditedUserId":null,"CreditedFunds":{},
	 "Status":"SUCCEEDED","ExecutionDate":1734427652,"Type":"PAYOUT","Nature":"REPUDIATION","CreditedWalletId":null,
	 "DebitedWalletId":"CREDIT_EUR","DebitedFunds":{"Currency":"EUR","Amount":120},"Fees":{"Currency":"EUR","Amount":0},
	 "ResultCode":"000000","ResultMessage":"Success","Id":"repud_m_1","Tag":null,"CreationDate":1734427650,
	 "InitialTransactionId":"payin_m_1","InitialTransactionType":"PAYIN","InitialTransactionNature":"REGULAR","DepositId":null}]`)
	server.answer("GET "+root+"/events", 200, `[{"ResourceId":"1","EventType":"DISPUTE_CREATED","Date":1655891453},
	 {"ResourceId":"1","EventType":"DISPUTE_CLOSED","Date":1655891453},{"ResourceId":"1","EventType":"DISPUTE_CREATED","Date":1655891453}]`)
	c := server.client()
	transactions, err := collect(t, c.Disputes.Transactions(t.Context(), "1"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]*mangopay.Transaction{{
		ID: "repud_m_1", Type: "PAYOUT", Nature: "REPUDIATION", Status: "SUCCEEDED", ResultCode: "000000", ResultMessage: "Success",
		AuthorID: "user_m_01JJ", DebitedWalletID: "CREDIT_EUR", InitialTransactionID: "payin_m_1", InitialTransactionType: "PAYIN",
		InitialTransactionNature: "REGULAR", DebitedFunds: &mangopay.Money{Currency: "EUR", Amount: 120},
		Fees: &mangopay.Money{Currency: "EUR"}, CreatedAt: time.Unix(1734427650, 0).UTC(), ExecutedAt: time.Unix(1734427652, 0).UTC(),
	}}, transactions); diff != "" {
		t.Error(diff)
	}
	events, err := collect(t, c.Events.All(t.Context(), mangopay.EventFilter{}))
	if err != nil {
		t.Fatal(err)
	}
	at := time.Unix(1655891453, 0).UTC()
	if diff := cmp.Diff([]*mangopay.Event{
		{ResourceID: "1", Type: "DISPUTE_CREATED", Date: at}, {ResourceID: "1", Type: "DISPUTE_CLOSED", Date: at},
	}, events); diff != "" {
		t.Error(diff)
	}
}

func TestAPartialListOfPageLinksIsAnError(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.handle("POST "+root+"/dispute-documents/2/consult", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Number-Of-Pages", "2")
		respond(w, 200, "application/json", `[{"Url":"https://api.example/1","ExpirationDate":1}]`)
	})
	if links, err := server.client().Documents.Consult(t.Context(), "2"); err == nil {
		t.Errorf("a part of the links passed for all: %v", links)
	}
}
