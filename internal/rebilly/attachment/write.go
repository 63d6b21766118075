package attachment

import (
	"context"
	"fmt"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// id derives the id of an attachment.
func (r *Resource) id(m model) string {
	return evidence.RebillyAttachmentID(m.DisputeID.ValueString(), m.FileID.ValueString())
}

// create writes an attachment under an id that must be free. One that is exactly the
// wanted one was left behind by an interrupted run, and is taken over.
func (r *Resource) create(ctx context.Context, id string, want rebilly.AttachmentRecord) (*rebilly.Attachment, []evidence.Finding, error) {
	defer r.Lock(kind, id)()
	a, err := r.look(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	var findings []evidence.Finding
	if a != nil {
		findings = evidence.CheckRebillyAttachmentAdopted(id)
		err = tfkit.Refuse(evidence.CheckRebillyAttachmentTaken(id, differences(want, a)))
	} else {
		var replaced bool
		if a, replaced, err = r.put(ctx, id, want); replaced {
			err = tfkit.Refuse(evidence.CheckRebillyAttachmentRaced(id))
		}
	}
	if err == nil && !r.Keep(kind, id) {
		err = tfkit.Refuse(evidence.CheckRebillyPlannedAttachment(describe(want), 2, 0))
	}
	return a, findings, err
}

// put writes an attachment, whole. A call whose outcome is lost is looked for until it
// can no longer be under way; writing the same twice is harmless. replaced tells that the
// very first call was answered as an update.
func (r *Resource) put(ctx context.Context, id string, want rebilly.AttachmentRecord) (a *rebilly.Attachment, replaced bool, err error) {
	calls := 0
	err = r.Pace.Move(ctx, func(ctx context.Context) error {
		var created bool
		a, created, err = r.Client.Attachments.Put(ctx, id, want)
		calls++
		replaced = err == nil && !created && calls == 1
		return err
	}, func(ctx context.Context) (bool, error) {
		a, err = r.look(ctx, id)
		return a != nil && len(differences(want, a)) == 0, err
	})
	if apierr.Conflict(err) {
		err = tfkit.Refuse([]evidence.Finding{evidence.NewFinding(evidence.CodeRebillyAttachmentConflict,
			fmt.Sprintf("It is the attachment of %s. Rebilly says: %v.", describe(want), err))})
	}
	return a, replaced, err
}

// look reads an attachment; nil says that there is none.
func (r *Resource) look(ctx context.Context, id string) (*rebilly.Attachment, error) {
	a, err := r.Client.Attachments.Get(ctx, id)
	if apierr.NotFound(err) {
		return nil, nil
	}
	return a, err
}

// remove deletes an attachment. One that is gone is as it should be.
func (r *Resource) remove(ctx context.Context, id string) error {
	return r.Pace.Move(ctx, func(ctx context.Context) error {
		err := r.Client.Attachments.Delete(ctx, id)
		if apierr.NotFound(err) {
			return nil
		}
		return err
	}, func(ctx context.Context) (bool, error) {
		a, err := r.look(ctx, id)
		return a == nil && err == nil, err
	})
}

func describe(r rebilly.AttachmentRecord) string {
	return fmt.Sprintf("file %q to dispute %q", r.FileID, r.RelatedID)
}
