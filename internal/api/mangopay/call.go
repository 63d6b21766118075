package mangopay

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// consultRoute makes links to a document's pages; it is a POST that changes nothing.
const consultRoute = documentRoute + "/consult"

// safe reports whether repeating a call that is no GET has no other effect than the first one.
func safe(k rest.Call) bool {
	switch k.Method {
	case http.MethodPost:
		return k.Route == consultRoute
	default:
		return k.Method == http.MethodPut && k.Route == disputeRoute // sets the tag
	}
}

// idempotencyKey is the form the API accepts (Mangopay API reference, Idempotency).
var idempotencyKey = regexp.MustCompile(`^[A-Za-z0-9-]{16,36}$`)

// once gives a call an idempotency key; "" gives it none.
func once(k rest.Call, key string) rest.Call {
	switch {
	case key == "":
	case !idempotencyKey.MatchString(key):
		k.Invalid = errors.New("an idempotency key has 16 to 36 letters, digits or hyphens")
	default:
		k.Header = http.Header{"Idempotency-Key": {key}}
	}
	return k
}

// do makes the call and returns a 2xx answer; every error is an *apierr.Error.
func (c *Client) do(ctx context.Context, k rest.Call) (*rest.Answer, error) {
	k.Safe = safe(k)
	return c.endpoint.Do(ctx, k)
}

// endpoint is the account's part of the API.
func (c Config) endpoint() rest.Endpoint {
	base, _ := c.base() // nil if it is invalid, and then no call is made
	return rest.Endpoint{
		Base: base, Prefix: apiVersion + "/" + url.PathEscape(c.ClientID),
		Refusal: decodeError, Logger: c.Logger, Invalid: c.Validate(),
	}
}
