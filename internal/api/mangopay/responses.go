package mangopay

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"strconv"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// ResponsesService returns what the API answered to an earlier call with an idempotency key.
type ResponsesService struct{ c *Client }

// StoredResponse is the answer to the first call that carried an idempotency key, success or failure.
type StoredResponse struct {
	// Status is the HTTP status of that answer.
	Status int
	// RequestURL is where that call went.
	RequestURL string
	// At is when it was answered, by the server's clock; zero if the API does not say.
	At time.Time

	resource json.RawMessage
}

var storedCall = rest.Call{
	Operation: "read stored response", Method: http.MethodGet, Route: "/responses/{IdempotencyKey}",
}

type wireStored struct {
	StatusCode amount          `json:"StatusCode"`
	RequestURL text            `json:"RequestURL"`
	Date       text            `json:"Date"`
	Resource   json.RawMessage `json:"Resource"`
}

func (w wireStored) key() string {
	if w.StatusCode == 0 {
		return ""
	}
	return strconv.FormatInt(int64(w.StatusCode), 10)
}

func (w wireStored) model() *StoredResponse {
	at, _ := http.ParseTime(string(w.Date)) // zero unless it is a date of HTTP, as documented
	return &StoredResponse{Status: int(w.StatusCode), RequestURL: string(w.RequestURL), At: at, resource: w.Resource}
}

// Get returns the stored answer for a key of the last 24 hours (Mangopay API reference, View an API Response).
// [apierr.NotFound] means that the key was never used, has expired, or that its call is still under way.
func (s ResponsesService) Get(ctx context.Context, idempotencyKey string) (*StoredResponse, error) {
	k := storedCall
	k.IDs = []string{idempotencyKey}
	return object[wireStored](ctx, s.c, k)
}

// Document returns the document of a stored success, or the stored failure.
func (r *StoredResponse) Document() (*Document, error) {
	if err := r.Err(); err != nil {
		return nil, err
	}
	doc, err := decode[wireDocument, Document](r.resource)
	if err != nil {
		text := "the stored answer is not a dispute document"
		return nil, storedCall.Failure(&apierr.Error{Status: r.Status, Message: text, Err: err})
	}
	return doc, nil
}

// Err returns the stored failure as an [*apierr.Error]; nil for a stored success.
func (r *StoredResponse) Err() error {
	if r.Status >= 200 && r.Status < 300 {
		return nil
	}
	header := http.Header{"Content-Type": {"application/json"}}
	return storedCall.Failure(decodeError(r.Status, header, r.resource))
}

// EventsService reads the account's event log.
type EventsService struct{ c *Client }

// All yields the events that pass the filter, oldest first (Mangopay API reference, List Events).
func (s EventsService) All(ctx context.Context, f EventFilter) iter.Seq2[*Event, error] {
	k := rest.Call{Operation: "list events", Method: http.MethodGet, Route: "/events", Query: sorted("Date", false)}
	if f.Type != "" {
		k.Query.Set("EventType", f.Type)
	}
	between(k.Query, f.After, f.Before)
	return list[wireEvent](ctx, s.c, k)
}
