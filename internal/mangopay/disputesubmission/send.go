package disputesubmission

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// first submits a dispute that the state does not know as submitted, and
// completes the plan.
func (r *Resource) first(ctx context.Context, diags *diag.Diagnostics, plan *model) error {
	d, err := r.Dispute(ctx, plan.DisputeID.ValueString())
	if err != nil {
		return tfkit.At(path.Root("dispute_id"), err)
	}
	money, _ := plan.funds(ctx, diags)
	if underReview(d.Status) {
		if err := tfkit.Refuse(alreadySubmitted(d, money)); err != nil {
			return tfkit.At(path.Root("dispute_id"), err)
		}
		return r.adopt(ctx, diags, d, plan)
	}
	if findings := checkFunds(d, money); tfkit.Failed(findings) {
		return tfkit.At(fundsPath(findings[0].Code), tfkit.Refuse(findings))
	}
	documents, err := r.requireDocuments(ctx, diags, *plan)
	if err != nil {
		return err
	}
	if d.Status != evidence.DisputeReopened {
		return r.submit(ctx, d, &money, plan, 1)
	}
	return r.resubmit(ctx, d, plan, documents)
}

// resubmit submits a dispute that came back from a submission that the state does
// not know.
func (r *Resource) resubmit(ctx context.Context, d *mangopay.Dispute, plan *model, documents []*mangopay.Document) error {
	h, err := r.history(ctx, d.ID)
	if err == nil {
		err = tfkit.Refuse(h.checkEvidence(d.ID, listed{documents: documents}))
	}
	if err != nil {
		return tfkit.At(path.Root("documents"), err)
	}
	return r.submit(ctx, d, nil, plan, h.rounds()+1)
}

// again submits a dispute that came back, and completes the plan. One that has moved on
// by now was submitted by a run that died or whose answer was lost.
func (r *Resource) again(ctx context.Context, diags *diag.Diagnostics, plan *model, state model) error {
	d, err := r.Dispute(ctx, plan.DisputeID.ValueString())
	if err != nil {
		return tfkit.At(path.Root("dispute_id"), err)
	}
	planned := plan.Round
	made, err := r.made(ctx, d, state)
	if err != nil {
		return err
	}
	if made {
		err := r.adopt(ctx, diags, d, plan)
		plan.Round = counted(planned, state.Round.ValueInt64()+1)
		return err
	}
	if state.Status.ValueString() != evidence.DisputeReopened {
		if err := tfkit.Refuse(evidence.CheckDocumentsChange(facts(state), evidence.Clock{})); err != nil {
			return err
		}
	}
	documents, err := r.requireDocuments(ctx, diags, *plan)
	if err != nil {
		return err
	}
	round, err := r.nextRound(ctx, state, listed{documents: documents})
	if err != nil {
		return tfkit.At(path.Root("documents"), err)
	}
	return r.submit(ctx, d, nil, plan, counted(planned, round).ValueInt64())
}

// made tells whether the round after the one in the state has been submitted.
func (r *Resource) made(ctx context.Context, d *mangopay.Dispute, state model) (bool, error) {
	waits := d.Status == evidence.DisputeReopened
	if waits || state.Status.ValueString() == evidence.DisputeReopened && underReview(d.Status) {
		return !waits, nil
	}
	at, err := r.unrecorded(ctx, state)
	return !at.IsZero(), err
}

// counted is the round that was planned, or else the one that was counted now.
func counted(planned types.Int64, now int64) types.Int64 {
	if tfkit.Known(planned) {
		return planned
	}
	return types.Int64Value(now)
}

// adopt records a submission that the state does not know, if the documents are
// what was reviewed. It sends nothing.
func (r *Resource) adopt(ctx context.Context, diags *diag.Diagnostics, d *mangopay.Dispute, plan *model) error {
	h, err := r.history(ctx, d.ID)
	if err != nil {
		return err
	}
	plan.refresh(d)
	h.record(plan)
	_, err = r.requireDocuments(ctx, diags, *plan)
	return err
}

// submit repeats the plan's checks and submits once.
func (r *Resource) submit(ctx context.Context, d *mangopay.Dispute, contested *mangopay.Money, plan *model, round int64) error {
	findings := evidence.CheckDisputeSubmittable(platform.Facts(d), r.Clock())
	if err := tfkit.Refuse(findings); err != nil {
		return tfkit.At(path.Root("dispute_id"), err)
	}
	begun := r.Client.ServerTime()
	var submitted *mangopay.Dispute
	err := r.Pace.Move(ctx, func(ctx context.Context) (err error) {
		submitted, err = r.Client.Disputes.Submit(ctx, d.ID, contested)
		return err
	}, func(ctx context.Context) (bool, error) {
		seen, err := r.Client.Disputes.Get(ctx, d.ID)
		submitted = seen
		return err == nil && underReview(seen.Status) && (contested == nil || seen.ContestedFunds != nil && *seen.ContestedFunds == *contested), err
	})
	if err != nil {
		return err
	}
	plan.refresh(submitted)
	plan.Round = types.Int64Value(round)
	plan.SubmittedAt = r.submittedSince(ctx, d.ID, begun)
	return nil
}

// requireDocuments reads the documents of a submission. It refuses those that were
// not sent, belong to another dispute, or hold other bytes than were reviewed.
func (r *Resource) requireDocuments(ctx context.Context, diags *diag.Diagnostics, plan model) ([]*mangopay.Document, error) {
	documents, _ := plan.documents(ctx, diags)
	if err := tfkit.Refuse(checkOnce(documents)); err != nil {
		return nil, tfkit.At(path.Root("documents"), err)
	}
	read := make([]*mangopay.Document, 0, len(documents))
	for i, document := range documents {
		at := path.Root("documents").AtListIndex(i)
		doc, err := r.Document(ctx, document.DocumentID.ValueString())
		if err == nil {
			err = tfkit.Refuse(checkDocument(doc, plan))
		}
		if err != nil {
			return nil, tfkit.At(at.AtName("document_id"), err)
		}
		if err := r.RequireDigest(ctx, doc, document.Digest.ValueString()); err != nil {
			return nil, tfkit.At(at.AtName("digest"), err)
		}
		read = append(read, doc)
	}
	return read, nil
}
