package disputesubmission

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// ModifyPlan plans the evidence digest and the round, and refuses what Mangopay
// would refuse.
//
//	destroy              -> warning: the dispute stays submitted
//	create               -> dispute submittable, money, deadline, approval, documents of this dispute
//	create, reopened     -> and a document that is younger than the last submission
//	documents changed    -> next round if the dispute was reopened, else error
//	reopened, unchanged  -> warning with Mangopay's message
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Platform == nil {
		return
	}
	var plan, prior model
	exists := !req.State.Raw.IsNull()
	if exists {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	if req.Plan.Raw.IsNull() {
		r.PlanForget(&resp.Diagnostics, fmt.Sprintf("the submission of dispute %s (%s)", prior.DisputeID.ValueString(), prior.Status.ValueString()))
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.EvidenceDigest = plan.digest(ctx, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("evidence_digest"), plan.EvidenceDigest)...)
	if !exists && tfkit.Known(plan.DisputeID) {
		tfkit.Report(&resp.Diagnostics, path.Root("dispute_id"), r.Claim(plan.DisputeID.ValueString(), platform.FirstSubmission)...)
	}
	switch {
	case !exists || !plan.DisputeID.Equal(prior.DisputeID):
		r.planFirst(ctx, &resp.Diagnostics, plan)
	default:
		r.planNext(ctx, resp, plan, prior)
	}
}

// planFirst checks a submission that is not in the state yet.
func (r *Resource) planFirst(ctx context.Context, diags *diag.Diagnostics, plan model) {
	r.checkApproval(diags, plan)
	if r.Deferred() || !tfkit.Known(plan.DisputeID) {
		return
	}
	d, err := r.Dispute(ctx, plan.DisputeID.ValueString())
	if err != nil {
		tfkit.AddError(diags, err, path.Root("dispute_id"), fields)
		return
	}
	l := r.checkListed(ctx, diags, plan)
	money, known := plan.funds(ctx, diags)
	switch {
	case !underReview(d.Status):
		if !r.planSubmission(diags, d) {
			return
		}
		if known {
			reportFunds(diags, checkFunds(d, money))
		}
		r.checkNew(ctx, diags, d, l)
	case known: // while the funds are unknown, nobody can say whose submission it is
		tfkit.Report(diags, path.Root("dispute_id"), alreadySubmitted(d, money)...)
	}
}

// planSubmission checks that the dispute can be submitted now.
func (r *Resource) planSubmission(diags *diag.Diagnostics, d *mangopay.Dispute) bool {
	findings := evidence.CheckDisputeSubmittable(platform.Facts(d), r.Clock())
	tfkit.Report(diags, path.Root("dispute_id"), findings...)
	r.explainReopening(diags, platform.Facts(d))
	return !tfkit.Failed(findings)
}

// checkNew judges the evidence of a submission that is not in the state. A dispute
// that came back needs some that was not part of its last submission.
func (r *Resource) checkNew(ctx context.Context, diags *diag.Diagnostics, d *mangopay.Dispute, l listed) {
	if d.Status == evidence.DisputeReopened {
		h, err := r.history(ctx, d.ID)
		if err != nil {
			tfkit.AddError(diags, err, path.Root("documents"), fields)
			return
		}
		tfkit.Report(diags, path.Root("documents"), h.checkEvidence(d.ID, l)...)
	}
	r.warn(ctx, diags, d.ID, l, nil)
}

// change says what differs between the state and the plan of one submission.
type change struct {
	documents bool // documents differ for certain
	unclear   bool // or may differ, because some are not known yet
	imported  bool // the state does not know what was submitted
}

func compare(ctx context.Context, diags *diag.Diagnostics, plan, prior model) change {
	before, recorded := prior.documents(ctx, diags)
	after, listed := plan.documents(ctx, diags)
	if !recorded {
		return change{imported: true}
	}
	if !listed {
		return change{unclear: true}
	}
	c := change{documents: len(before) != len(after)}
	for i := range min(len(before), len(after)) {
		for _, pair := range [][2]types.String{
			{before[i].DocumentID, after[i].DocumentID},
			{before[i].Digest, after[i].Digest},
		} {
			c.unclear = c.unclear || pair[1].IsUnknown()
			c.documents = c.documents || (!pair[1].IsUnknown() && !pair[0].Equal(pair[1]))
		}
	}
	return c
}

// planNext plans the next round, or nothing.
func (r *Resource) planNext(ctx context.Context, resp *resource.ModifyPlanResponse, plan, prior model) {
	diags := &resp.Diagnostics
	c := compare(ctx, diags, plan, prior)
	checkFundsKept(diags, plan, prior)
	switch {
	case !diags.HasError() && (c.documents || c.unclear):
		r.checkApproval(diags, plan)
		r.planRound(ctx, resp, plan, prior, c)
	default:
		keep(ctx, resp, prior)
		r.explainReopening(diags, r.current(ctx, prior))
	}
}

// checkFundsKept refuses other contested funds: only the first submission sends
// them.
func checkFundsKept(diags *diag.Diagnostics, plan, prior model) {
	if tfkit.Known(plan.ContestedFunds, prior.ContestedFunds) && differ(plan.ContestedFunds, prior.ContestedFunds) {
		tfkit.Report(diags, path.Root("contested_funds"), evidence.NewFinding(evidence.CodeContestedFundsAlreadySent,
			fmt.Sprintf("Dispute %s was submitted with the contested funds in the state.", prior.DisputeID.ValueString())))
	}
}

// differ tells whether two objects differ in a part that is known.
func differ(plan, prior types.Object) bool {
	for name, before := range prior.Attributes() {
		after := plan.Attributes()[name]
		if !after.IsUnknown() && !after.Equal(before) {
			return true
		}
	}
	return false
}

// planRound plans another submission of a dispute that came back.
func (r *Resource) planRound(ctx context.Context, resp *resource.ModifyPlanResponse, plan, prior model, c change) {
	reopened := prior.Status.ValueString() == evidence.DisputeReopened
	if !reopened && c.documents && !r.planChanged(ctx, &resp.Diagnostics, prior) {
		return
	}
	if c.documents {
		tfkit.Report(&resp.Diagnostics, path.Root("dispute_id"), r.Claim(prior.DisputeID.ValueString(), platform.NextSubmission)...)
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("round"), types.Int64Unknown())...)
	for _, name := range []string{"status", "status_message", "result_code", "result_message"} {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), types.StringUnknown())...)
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("submitted_at"), timetypes.NewRFC3339Unknown())...)
	if reopened && !r.Deferred() {
		r.planAgain(ctx, resp, plan, prior, c)
	}
}

// planChanged judges other documents for a dispute that does not wait for any: they are
// those of a submission that a run which died has made, or come too late.
func (r *Resource) planChanged(ctx context.Context, diags *diag.Diagnostics, prior model) bool {
	findings := evidence.CheckDocumentsChange(facts(prior), evidence.Clock{})
	if tfkit.Failed(findings) && !r.Deferred() {
		at, err := r.unrecorded(ctx, prior)
		if err != nil {
			tfkit.AddError(diags, err, path.Root("documents"), fields)
			return false
		}
		if !at.IsZero() {
			findings = []evidence.Finding{evidence.NewFinding(evidence.CodeSubmissionAdopted,
				fmt.Sprintf("Dispute %s was submitted again at %s, which the state does not know. The apply compares the documents and records the submission; it sends nothing.",
					prior.DisputeID.ValueString(), tfkit.Time(at).ValueString()))}
		}
	}
	tfkit.Report(diags, path.Root("documents"), findings...)
	return !tfkit.Failed(findings)
}

// planAgain checks the next submission of a dispute that came back, and counts it.
func (r *Resource) planAgain(ctx context.Context, resp *resource.ModifyPlanResponse, plan, prior model, c change) {
	diags := &resp.Diagnostics
	r.checkSubmittable(ctx, diags, prior.DisputeID.ValueString())
	l := r.checkListed(ctx, diags, plan)
	round, err := r.nextRound(ctx, prior, l)
	if err != nil {
		tfkit.AddError(diags, err, path.Root("documents"), fields)
		return
	}
	if c.documents {
		diags.Append(resp.Plan.SetAttribute(ctx, path.Root("round"), round)...)
	}
	before, _ := prior.documents(ctx, diags)
	r.warn(ctx, diags, plan.DisputeID.ValueString(), l, before)
}

// keep plans the values that no submission changes.
func keep(ctx context.Context, resp *resource.ModifyPlanResponse, prior model) {
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("round"), prior.Round)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("submitted_at"), prior.SubmittedAt)...)
}

func (r *Resource) checkSubmittable(ctx context.Context, diags *diag.Diagnostics, disputeID string) {
	d, err := r.Dispute(ctx, disputeID)
	if err != nil {
		tfkit.AddError(diags, err, path.Root("dispute_id"), fields)
		return
	}
	tfkit.Report(diags, path.Root("dispute_id"), evidence.CheckDisputeSubmittable(platform.Facts(d), r.Clock())...)
}

// current is what Mangopay says of a dispute that was reopened. What it serves is
// advice, so that what cannot be asked is left out.
func (r *Resource) current(ctx context.Context, prior model) evidence.DisputeFacts {
	known := facts(prior)
	if known.Status != evidence.DisputeReopened || r.Deferred() {
		return known
	}
	d, err := r.Client.Disputes.Get(ctx, known.ID)
	if err != nil {
		return known
	}
	return platform.Facts(d)
}

// explainReopening says what Mangopay asks for, and until when.
func (r *Resource) explainReopening(diags *diag.Diagnostics, d evidence.DisputeFacts) {
	findings := evidence.CheckReopened(d)
	for i := range findings {
		if !d.Deadline.IsZero() {
			findings[i].Detail += " The deadline is " + evidence.DeadlineText(d.Deadline, r.Clock().Now) + "."
		}
	}
	tfkit.Report(diags, path.Root("documents"), findings...)
}

func (r *Resource) checkApproval(diags *diag.Diagnostics, plan model) {
	if plan.EvidenceDigest.IsUnknown() || plan.ApprovedDigest.IsUnknown() {
		return
	}
	findings := evidence.CheckApproval(r.Policy.RequireApproval, plan.ApprovedDigest.ValueString(), plan.EvidenceDigest.ValueString())
	tfkit.Report(diags, path.Root("approved_digest"), findings...)
}
