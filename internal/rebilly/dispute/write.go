package dispute

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// outcome is how a dispute came to be as it was wanted.
type outcome int

const (
	found    outcome = iota // it was so before anything was sent
	arrived                 // by a call whose answer was lost
	created                 // by a call that was answered with 201
	replaced                // by a call that was answered with 200
)

// create writes a dispute under an id that must be free; one that is exactly the wanted
// one was left behind by an interrupted run, and is taken over. It returns the dispute
// once there is one, with what is to be said about it. An error does not undo it.
func (r *Resource) create(ctx context.Context, id string, want rebilly.Record) (*rebilly.Dispute, []evidence.Finding, error) {
	d, became, err := r.put(ctx, id, want, func(there *rebilly.Dispute) []evidence.Finding {
		if there == nil {
			return nil
		}
		return evidence.CheckRebillyTaken(id, differences(want, there.Record))
	})
	switch {
	case err != nil:
		return d, nil, err
	case became == found:
		return d, evidence.CheckRebillyAdopted(id), nil
	case became == replaced:
		return d, nil, tfkit.Refuse(evidence.CheckRebillyOverwritten(id))
	default:
		return d, nil, nil
	}
}

// update writes a dispute that must be as the state knows it. One that is as wanted
// already was written by an interrupted run. It returns as create does.
func (r *Resource) update(ctx context.Context, want rebilly.Record, state model) (*rebilly.Dispute, []evidence.Finding, error) {
	id := state.ID.ValueString()
	d, became, err := r.put(ctx, id, want, func(there *rebilly.Dispute) []evidence.Finding {
		if there == nil {
			return r.NotFound(fmt.Sprintf("dispute %q", id))
		}
		return evidence.CheckRebillyMoved(id, state.Revision.ValueInt64(), there.Revision, differences(state.record(), there.Record))
	})
	if err == nil && became == created {
		return d, evidence.CheckRebillyRecreated(id), nil
	}
	return d, nil, err
}

// put makes a dispute be as wanted, exactly once. Before every call it looks, because
// Rebilly takes no condition with a write, and refuses what check finds in what is there,
// nil for nothing. A call whose outcome is lost is looked for until it can no longer be
// under way, and is made again only then.
func (r *Resource) put(ctx context.Context, id string, want rebilly.Record, check func(there *rebilly.Dispute) []evidence.Finding) (*rebilly.Dispute, outcome, error) {
	there, err := r.look(ctx, id)
	if err != nil {
		return nil, found, err
	}
	if there != nil && agree(want, there.Record) {
		return there, found, nil
	}
	var lost error
	for range tfkit.MaxTries {
		if err := tfkit.Refuse(check(there)); err != nil {
			return nil, found, err
		}
		d, fresh, err := r.Client.Disputes.Put(ctx, id, want)
		if err == nil {
			return d, answered(lost, fresh), kept(want, d)
		}
		if !apierr.Ambiguous(err) {
			return nil, found, err
		}
		lost = err
		var shows bool
		if there, shows, err = r.appears(ctx, id, want); err != nil {
			return nil, found, tfkit.Both(lost, err)
		}
		if shows {
			return there, arrived, nil
		}
	}
	return nil, found, lost
}

// answered is what became of a call that was answered. After one whose answer was lost a
// 200 says that it had arrived.
func answered(lost error, fresh bool) outcome {
	switch {
	case fresh:
		return created
	case lost != nil:
		return arrived
	default:
		return replaced
	}
}

// look reads a dispute; nil says that there is none.
func (r *Resource) look(ctx context.Context, id string) (*rebilly.Dispute, error) {
	d, err := r.Client.Disputes.Get(ctx, id)
	if apierr.NotFound(err) {
		return nil, nil
	}
	return d, err
}

// appears looks until a dispute is as wanted, or can no longer become so, and returns what
// it saw last.
func (r *Resource) appears(ctx context.Context, id string, want rebilly.Record) (seen *rebilly.Dispute, shows bool, err error) {
	shows, err = r.Pace.Appears(ctx, func(ctx context.Context) (bool, error) {
		d, err := r.look(ctx, id)
		seen = d
		return d != nil && agree(want, d.Record), err
	})
	return seen, shows, err
}

// kept refuses an answer that is not what was written: it would be a difference for ever.
func kept(want rebilly.Record, d *rebilly.Dispute) error {
	var errs []error
	for _, difference := range differences(want, d.Record) {
		errs = append(errs, tfkit.At(path.Root(difference.Attribute),
			fmt.Errorf("Rebilly keeps %s as %q; write it in that form", difference.Attribute, difference.There))) //nolint:staticcheck // ST1005: a name begins the sentence
	}
	return errors.Join(errs...)
}
