package rebilly

import (
	"context"
	"net/http"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// writes is the rate limit of all calls but GET. They are limited on their own (Rebilly documentation, Rate limits), so that
// reads need not wait when writes must.
const writes = "writes"

// do makes a call.
func (c *Client) do(ctx context.Context, k rest.Call) (*rest.Answer, error) {
	if k.Method != http.MethodGet {
		k.Quota = writes
	}
	return c.endpoint.Do(ctx, k)
}

// object makes a call that returns one object; created says that the call made it.
func object[W wireObject[T], T any](ctx context.Context, c *Client, k rest.Call) (v *T, created bool, err error) {
	a, err := c.do(ctx, k)
	if err != nil {
		return nil, false, err
	}
	var w W
	err = rest.DecodeObject(a.Body, &w)
	if err == nil && w.key() == "" {
		err = rest.ErrNoID
	}
	if err != nil {
		return nil, false, k.Unusable(a, err)
	}
	model := w.model()
	return &model, a.Status == http.StatusCreated, nil
}

// gone makes a call that returns nothing.
func (c *Client) gone(ctx context.Context, k rest.Call) error {
	a, err := c.do(ctx, k)
	if err != nil {
		return err
	}
	if err = rest.CheckEmpty(a.Body); err != nil {
		return k.Unusable(a, err)
	}
	return nil
}
