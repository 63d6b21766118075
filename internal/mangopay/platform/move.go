package platform

import (
	"context"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
)

// Move carries out a call that moves an object on and that no key protects, such as a
// submission. When its outcome is lost it looks at the object until the call can no
// longer be under way, and sends it again only then. A refusal is none if the object is
// where it should be: a request that a dead run had sent was faster. moved tells whether
// it is there.
func (p *Platform) Move(ctx context.Context, send func(context.Context) error, moved func(context.Context) (bool, error)) error {
	var cause error
	for range maxTries {
		cause = send(ctx)
		if cause == nil || apierr.NotSent(cause) {
			return cause
		}
		if !apierr.Ambiguous(cause) {
			if there, err := moved(ctx); !there || err != nil {
				return cause
			}
			return nil
		}
		there, err := p.appears(ctx, moved)
		if err != nil {
			return both(cause, err)
		}
		if there {
			return nil
		}
	}
	return cause
}

// appears looks until the effect of a call shows, or can no longer come.
func (p *Platform) appears(ctx context.Context, shows func(context.Context) (bool, error)) (bool, error) {
	began, announced := time.Now(), false
	for pause := time.Duration(0); ; {
		there, err := shows(ctx)
		left := p.pace.Settle - time.Since(began)
		if there || left <= 0 || err != nil && !passing(err) {
			return there, err
		}
		if !announced && time.Since(began) >= longWait {
			announce(ctx, left, "the answer to a call was lost")
			announced = true
		}
		pause = p.pace.Look.next(pause)
		if err := wait(ctx, min(pause, left)); err != nil {
			return false, err
		}
	}
}

// passing tells whether a failed look may succeed a little later.
func passing(err error) bool {
	_, limited := apierr.RateLimited(err)
	return limited || apierr.Ambiguous(err) || apierr.NotSent(err)
}
