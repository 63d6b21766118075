package platform

import (
	"context"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// maxRungs bounds the ladder of idempotency keys. It begins at its first rung in every
// run, and every rung that was used up before was burnt by a failure or by a document
// that was replaced since.
const maxRungs = 50

// typeKeyUsed is the error of a repeated key. It says that the key was used, not
// that the call succeeded (Mangopay API reference, Idempotency).
const typeKeyUsed = "idempotent_creation_conflict"

// call is a POST that must have its effect exactly once.
type call struct {
	// seed is what the idempotency keys are made of: the same work has the same
	// seed in every run.
	seed string
	// post sends the call with a key.
	post func(ctx context.Context, key string) error
	// adopt takes over the stored answer of an earlier call that succeeded. It
	// declines one that is not what is wanted now.
	adopt func(ctx context.Context, stored *mangopay.StoredResponse) (bool, error)
	// look asks the other side whether the work is done already.
	look func(ctx context.Context) (bool, error)
	// blind says that look cannot tell.
	blind bool
}

// outcome is what became of a call whose answer leaves that open.
type outcome int

const (
	done    outcome = iota // the work is done
	burnt                  // it failed, and its key is used up
	unknown                // nothing shows it, and it can no longer be under way
)

// once carries out a call that may have been sent before, by this run or by one
// that died.
//
//	key used, or outcome lost -> ask for the stored answer, until Settle has passed
//	  stored success          -> adopt it
//	  stored failure          -> look, then the next key; after a server error a quiet time first
//	  no stored answer        -> look, then the same key again, or the next one if it is taken
func (p *Platform) once(ctx context.Context, c call) error {
	attempt, tries := 0, 0
	for attempt < maxRungs {
		key := idempotencyKey(c.seed, attempt)
		cause := c.post(ctx, key)
		if cause == nil || !unclear(cause) {
			return cause
		}
		became, err := p.settle(ctx, c, key)
		if err != nil {
			return tfkit.Both(cause, err)
		}
		if became == done {
			return nil
		}
		if there, err := c.look(ctx); there || err != nil {
			return err
		}
		if became == unknown || !keyUsed(cause) {
			tries++
		}
		if tries == tfkit.MaxTries {
			return cause
		}
		if became == burnt || keyUsed(cause) && !c.blind {
			attempt++
		}
	}
	return fmt.Errorf("the other side has failed or answered %d attempts at this within a day; wait, or make it another piece of work, for instance with another generation", maxRungs)
}

// unclear tells that an error leaves open whether the work was done.
func unclear(err error) bool {
	return keyUsed(err) || apierr.Ambiguous(err)
}

// keyUsed tells that a key was taken by an earlier call. The status says it even when
// the rest of the answer was lost.
func keyUsed(err error) bool {
	return apierr.HasType(err, typeKeyUsed) || apierr.Conflict(err)
}

// settle asks for the stored answer to a key until there is one or until the first
// call with it can no longer be under way.
func (p *Platform) settle(ctx context.Context, c call, key string) (outcome, error) {
	var stored *mangopay.StoredResponse
	found, err := p.Pace.Appears(ctx, func(ctx context.Context) (bool, error) {
		var err error
		stored, err = p.Client.Responses.Get(ctx, key)
		if apierr.NotFound(err) {
			return false, nil
		}
		return err == nil, err
	})
	if !found || err != nil {
		return unknown, err
	}
	return p.settled(ctx, c, stored)
}

// settled judges a stored answer. The work of a server error may still appear.
func (p *Platform) settled(ctx context.Context, c call, stored *mangopay.StoredResponse) (outcome, error) {
	if stored.Status < http.StatusMultipleChoices {
		adopted, err := c.adopt(ctx, stored)
		if adopted {
			return done, err
		}
		return burnt, err
	}
	if stored.Status < http.StatusInternalServerError {
		return burnt, nil
	}
	left := p.Pace.Settle
	if !stored.At.IsZero() {
		left -= p.Client.ServerTime().Sub(stored.At)
	}
	return burnt, tfkit.Quiet(ctx, min(left, p.Pace.Settle), "a call was answered with a server error")
}

// idempotencyKey is the key of one attempt at the work that seed names: a UUID,
// 36 characters, within the API's 16 to 36 of letters, digits and dashes.
func idempotencyKey(seed string, attempt int) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "disputes/key/v1/%s/%d", seed, attempt)).String()
}
