package tfkit

import (
	"context"
	"errors"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
)

// MaxTries bounds how often one run sends a call whose outcome is a server error or
// stays unknown.
const MaxTries = 3

// Move carries out a call that moves an object on and that no key protects, such as a
// submission. When its outcome is lost it looks at the object until the call can no
// longer be under way, and sends it again only then. A refusal is none if the object is
// where it should be: a request that a dead run had sent was faster. moved tells whether
// it is there.
func (p Pace) Move(ctx context.Context, send func(context.Context) error, moved func(context.Context) (bool, error)) error {
	var cause error
	for range MaxTries {
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
		there, err := p.Appears(ctx, moved)
		if err != nil {
			return Both(cause, err)
		}
		if there {
			return nil
		}
	}
	return cause
}

// Appears looks until the effect of a call shows, or can no longer come.
func (p Pace) Appears(ctx context.Context, shows func(context.Context) (bool, error)) (bool, error) {
	began, announced := time.Now(), false
	for pause := time.Duration(0); ; {
		there, err := shows(ctx)
		left := p.Settle - time.Since(began)
		if there || left <= 0 || err != nil && !Passing(err) {
			return there, err
		}
		if !announced && time.Since(began) >= longWait {
			announcePause(ctx, left, "the answer to a call was lost")
			announced = true
		}
		pause = p.Look.Next(pause)
		if err := Wait(ctx, min(pause, left)); err != nil {
			return false, err
		}
	}
}

// Passing tells whether a failed look may succeed a little later.
func Passing(err error) bool {
	_, limited := apierr.RateLimited(err)
	return limited || apierr.Ambiguous(err) || apierr.NotSent(err)
}

// Both is what went wrong, and what went wrong while looking into it. A finding
// explains more than the outcome that was unclear, and stands alone; that the run was
// interrupted adds nothing to it.
func Both(cause, err error) error {
	var finding *FindingError
	switch {
	case errors.As(err, &finding):
		return err
	case errors.Is(err, context.Canceled):
		return cause
	}
	return errors.Join(cause, err)
}
