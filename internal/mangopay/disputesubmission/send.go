package disputesubmission

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

const (
	// eventSubmitted is raised by every submission (Mangopay webhooks, Event
	// types).
	eventSubmitted = "DISPUTE_SUBMITTED"
	// eventHorizon is how far back events can be listed, less an hour for clocks
	// (Mangopay API reference, List Events: 45 days).
	eventHorizon = 45*24*time.Hour - time.Hour
	// eventSlack is how far the server's clock may be off when the event of a
	// submission is looked up: the Date header has whole seconds.
	eventSlack = 5 * time.Second
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
	if err := r.requireDocuments(ctx, diags, *plan); err != nil {
		return err
	}
	if d.Status != evidence.DisputeReopened {
		return r.submit(ctx, d, &money, plan, 1)
	}
	r.rounds(ctx, plan)
	return r.submit(ctx, d, nil, plan, plan.Round.ValueInt64()+1)
}

// again submits a dispute that came back, and completes the plan. One that is
// under review by now was submitted by a run whose answer was lost.
func (r *Resource) again(ctx context.Context, diags *diag.Diagnostics, plan *model, round int64) error {
	d, err := r.Dispute(ctx, plan.DisputeID.ValueString())
	if err != nil {
		return tfkit.At(path.Root("dispute_id"), err)
	}
	if underReview(d.Status) {
		err := r.adopt(ctx, diags, d, plan)
		plan.Round = types.Int64Value(round)
		return err
	}
	if err := r.requireDocuments(ctx, diags, *plan); err != nil {
		return err
	}
	return r.submit(ctx, d, nil, plan, round)
}

// adopt records a submission that the state does not know, if the documents are
// what was reviewed. It sends nothing.
func (r *Resource) adopt(ctx context.Context, diags *diag.Diagnostics, d *mangopay.Dispute, plan *model) error {
	plan.refresh(d)
	r.rounds(ctx, plan)
	return r.requireDocuments(ctx, diags, *plan)
}

// submit repeats the plan's checks and submits once; when the answer is lost it
// looks at the dispute instead of submitting again.
func (r *Resource) submit(ctx context.Context, d *mangopay.Dispute, contested *mangopay.Money, plan *model, round int64) error {
	findings := evidence.CheckDisputeSubmittable(platform.Facts(d), r.Clock())
	if err := tfkit.Refuse(findings); err != nil {
		return tfkit.At(path.Root("dispute_id"), err)
	}
	begun := r.Client.ServerTime()
	submitted, err := r.Client.Disputes.Submit(ctx, d.ID, contested)
	if apierr.Ambiguous(err) {
		submitted, err = r.lookAgain(ctx, d.ID, err)
	}
	if err != nil {
		return err
	}
	plan.refresh(submitted)
	plan.Round = types.Int64Value(round)
	plan.SubmittedAt = r.submittedSince(ctx, d.ID, begun)
	return nil
}

// lookAgain asks whether a submission whose answer was lost had its effect.
func (r *Resource) lookAgain(ctx context.Context, id string, cause error) (*mangopay.Dispute, error) {
	d, err := r.Client.Disputes.Get(ctx, id)
	if err != nil || !underReview(d.Status) {
		return nil, cause
	}
	return d, nil
}

// requireDocuments refuses a submission whose documents were not sent, belong to
// another dispute, or hold other bytes than were reviewed.
func (r *Resource) requireDocuments(ctx context.Context, diags *diag.Diagnostics, plan model) error {
	documents, _ := plan.documents(ctx, diags)
	for i, document := range documents {
		at := path.Root("documents").AtListIndex(i)
		doc, err := r.Document(ctx, document.DocumentID.ValueString())
		if err == nil {
			err = tfkit.Refuse(checkDocument(doc, plan))
		}
		if err != nil {
			return tfkit.At(at.AtName("document_id"), err)
		}
		if err := r.RequireDigest(ctx, doc, document.Digest.ValueString()); err != nil {
			return tfkit.At(at.AtName("digest"), err)
		}
	}
	return nil
}

// rounds counts the submissions of a dispute from Mangopay's events, and when the
// last one was. Events reach back 45 days, and a key may not be allowed to read
// them: then there is one round, at a time that is unknown.
func (r *Resource) rounds(ctx context.Context, m *model) {
	times := r.submissions(ctx, m.DisputeID.ValueString(), r.Client.ServerTime().Add(-eventHorizon))
	m.Round, m.SubmittedAt = types.Int64Value(1), timetypes.NewRFC3339Null()
	if n := len(times); n > 0 {
		m.Round, m.SubmittedAt = types.Int64Value(int64(n)), tfkit.Time(times[n-1])
	}
}

// submittedSince is when Mangopay recorded the submission that was just made, or
// now while the event is not listed.
func (r *Resource) submittedSince(ctx context.Context, id string, begun time.Time) timetypes.RFC3339 {
	times := r.submissions(ctx, id, begun.Add(-eventSlack))
	if len(times) == 0 {
		return tfkit.Time(r.Client.ServerTime())
	}
	return tfkit.Time(times[len(times)-1])
}

// submissions are the times of a dispute's submissions since then, as far as
// events can be read.
func (r *Resource) submissions(ctx context.Context, id string, since time.Time) []time.Time {
	var times []time.Time
	for event, err := range r.Client.Events.All(ctx, mangopay.EventFilter{Type: eventSubmitted, After: since}) {
		if err == nil && event.ResourceID == id {
			times = append(times, event.Date)
		}
	}
	return times
}
