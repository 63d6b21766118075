package dispute

import (
	"context"
	"errors"
	"fmt"
	"time"

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

// create writes a dispute under an id that must be free, unless this run has just let go of
// the dispute in order to replace it, which is then written as in an update; one that is
// exactly the wanted one was left behind by an interrupted run, and is taken over. It returns
// the dispute once there is one, with what is to be said about it. An error does not undo it.
func (r *Resource) create(ctx context.Context, id string, want wanted) (*rebilly.Dispute, []evidence.Finding, error) {
	own, held := r.Held(id)
	if held {
		want = want.yield(own.Record)
	}
	d, became, err := r.put(ctx, id, want, func(there *rebilly.Dispute) []evidence.Finding {
		switch {
		case there == nil:
			return nil
		case held:
			return evidence.CheckRebillyMoved(id, own.Revision, there.Revision, differences(own.Record, there.Record))
		default:
			return evidence.CheckRebillyTaken(id, want.differences(there.Record))
		}
	})
	switch {
	case err != nil:
		return d, nil, err
	case became == found:
		return d, evidence.CheckRebillyAdopted(id, differences(want.Record, d.Record)), nil
	case became == replaced && held:
		return d, evidence.CheckRebillyChangeOverwritten(id, own.Revision, d.Revision), nil
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
	d, became, err := r.put(ctx, id, wanted{Record: want}, func(there *rebilly.Dispute) []evidence.Finding {
		if there == nil {
			return r.NotFound(fmt.Sprintf("dispute %q", id))
		}
		return evidence.CheckRebillyMoved(id, state.Revision.ValueInt64(), there.Revision, differences(state.record(), there.Record))
	})
	switch {
	case err != nil:
		return d, nil, err
	case became == created:
		return d, evidence.CheckRebillyRecreated(id), nil
	case became == replaced:
		return d, evidence.CheckRebillyChangeOverwritten(id, state.Revision.ValueInt64(), d.Revision), nil
	default:
		return d, nil, nil
	}
}

// put makes a dispute be as wanted, exactly once. Before every request it looks,
// because Rebilly takes no condition with a write, and refuses what check finds in what is
// there, nil for nothing. A call whose outcome is lost is looked for until it can no longer be
// under way, and is made again only then.
func (r *Resource) put(ctx context.Context, id string, want wanted, check func(there *rebilly.Dispute) []evidence.Finding) (*rebilly.Dispute, outcome, error) {
	there, err := r.look(ctx, id)
	if err != nil {
		return nil, found, err
	}
	if want.met(there) {
		return there, found, nil
	}
	var lost error
	for range tfkit.MaxTries {
		if err := tfkit.Refuse(check(there)); err != nil {
			return nil, found, err
		}
		d, fresh, err := r.Client.Disputes.PutWhile(ctx, id, want.Record, r.again(ctx, id, check))
		if err == nil {
			return d, answered(lost, fresh), kept(want.Record, d)
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

// recent is how old a look may be when a write goes out.
const recent = 2 * time.Second

// again returns what looks once more before a request that a rate limit has held back, or
// that repeats a refused one: what the look before it saw may be minutes old by then.
func (r *Resource) again(ctx context.Context, id string, check func(there *rebilly.Dispute) []evidence.Finding) func() error {
	looked, repeated := time.Now(), false
	return func() error {
		if !repeated && time.Since(looked) < recent {
			repeated = true
			return nil
		}
		there, err := r.look(ctx, id)
		if err != nil {
			return err
		}
		return tfkit.Refuse(check(there))
	}
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
func (r *Resource) appears(ctx context.Context, id string, want wanted) (seen *rebilly.Dispute, shows bool, err error) {
	shows, err = r.Pace.Appears(ctx, func(ctx context.Context) (bool, error) {
		d, err := r.look(ctx, id)
		seen = d
		return want.met(d), err
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
