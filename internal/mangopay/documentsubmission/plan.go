package documentsubmission

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// ModifyPlan refuses what could not be sent.
//
//	destroy                        -> warning: what was sent stays sent
//	create, document exists        -> dispute open, document sendable
//	digest changed, same document  -> error: its content was already sent
//	same digest, another document  -> warning: the document is made anew by force
//	wait switched on               -> update: what the review says is not known yet
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
		r.PlanForget(&resp.Diagnostics, fmt.Sprintf("the submission of document %s of dispute %s (%s)", prior.DocumentID.ValueString(), prior.DisputeID.ValueString(), prior.Status.ValueString()))
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	switch {
	case resp.Diagnostics.HasError():
	case exists && plan.DocumentID.Equal(prior.DocumentID) && plan.DisputeID.Equal(prior.DisputeID):
		checkDigest(&resp.Diagnostics, plan, prior)
		planReview(ctx, resp, plan, prior)
	case !r.Deferred():
		checkCopy(&resp.Diagnostics, plan, prior)
		r.checkSendable(ctx, &resp.Diagnostics, plan)
	}
}

// checkCopy warns of a document that is made anew with the content of the one that
// was sent. If that is forced (-replace), the document's own plan cannot say so:
// engines drop the warnings of the call that plans it without the prior state.
func checkCopy(diags *diag.Diagnostics, plan, prior model) {
	if plan.DocumentID.IsUnknown() && tfkit.Known(plan.Digest) && plan.Digest.Equal(prior.Digest) {
		tfkit.Report(diags, path.Root("document_id"), evidence.CheckDocumentReplaced(prior.DocumentID.ValueString(), prior.Status.ValueString())...)
	}
}

// checkDigest refuses another content for a document that was sent. A submission
// that was imported may have no digest yet; its first apply compares.
func checkDigest(diags *diag.Diagnostics, plan, prior model) {
	if !tfkit.Known(plan.Digest, prior.Digest) || plan.Digest.Equal(prior.Digest) {
		return
	}
	tfkit.Report(diags, path.Root("digest"), evidence.NewFinding(evidence.CodeContentAlreadySent,
		fmt.Sprintf("Document %s was sent with digest %s; the configuration now says %s.",
			prior.DocumentID.ValueString(), prior.Digest.ValueString(), plan.Digest.ValueString())))
}

// planReview leaves open what a review will say that the apply waits for.
func planReview(ctx context.Context, resp *resource.ModifyPlanResponse, plan, prior model) {
	if !waits(plan, prior) {
		return
	}
	for _, name := range []string{"status", "refused_reason_type", "refused_reason_message"} {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), types.StringUnknown())...)
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("processed_at"), timetypes.NewRFC3339Unknown())...)
}

// waits tells whether an update waits for the review, or may do so.
func waits(plan, prior model) bool {
	return !plan.WaitForReview.Equal(prior.WaitForReview) && !plan.WaitForReview.Equal(types.BoolValue(false))
}

// checkSendable asks Mangopay about a document that exists already. Its pages may
// still be uploaded by this same plan, so their number is checked by the apply.
func (r *Resource) checkSendable(ctx context.Context, diags *diag.Diagnostics, plan model) {
	if tfkit.Known(plan.DocumentID) && !r.checkDocument(ctx, diags, plan) {
		return
	}
	if !tfkit.Known(plan.DisputeID) {
		return
	}
	findings, err := r.TakesDocuments(ctx, plan.DisputeID.ValueString())
	tfkit.AddError(diags, err, path.Root("dispute_id"), fields)
	// A document that is not known yet is made by this plan, and checked there; it
	// may turn out to be one that was sent, for which the dispute need not be open.
	if tfkit.Known(plan.DocumentID) {
		tfkit.Report(diags, path.Root("dispute_id"), findings...)
	}
}

// checkDocument tells whether the document is still to be sent. One that was sent
// is adopted if its content agrees.
func (r *Resource) checkDocument(ctx context.Context, diags *diag.Diagnostics, plan model) bool {
	at := path.Root("document_id")
	doc, err := r.Document(ctx, plan.DocumentID.ValueString())
	if err == nil && tfkit.Known(plan.DisputeID) {
		err = tfkit.Refuse(platform.CheckDispute(doc, plan.DisputeID.ValueString()))
	}
	if err != nil {
		tfkit.AddError(diags, err, at, fields)
		return false
	}
	if doc.Status == evidence.DocumentCreated {
		return true
	}
	tfkit.Report(diags, at, evidence.NewFinding(evidence.CodeDocumentSentAlready, fmt.Sprintf("Document %s is %s.", doc.ID, doc.Status)))
	return false
}
