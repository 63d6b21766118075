// Package documentsubmission is the disputes_mangopay_document_submission
// resource: a document sent for validation.
package documentsubmission

import (
	"cmp"
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
	_ resource.ResourceWithIdentity    = (*Resource)(nil)
)

// Resource is disputes_mangopay_document_submission.
type Resource struct {
	platform.Resource
}

// NewResource returns the resource, not yet configured.
func NewResource() resource.Resource {
	return &Resource{platform.NamedResource("mangopay_document_submission")}
}

// Create sends the document, unless it was sent already, and records that before
// it waits for the review.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, diags := plan.Timeouts.Create(ctx, reviewTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	doc, err := r.send(ctx, plan)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("document_id"), fields)
		return
	}
	plan.refresh(doc)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("document_id"), doc.ID)...)
	if plan.WaitForReview.ValueBool() {
		err = r.awaitReview(ctx, timeout, &plan)
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
		tfkit.AddError(&resp.Diagnostics, err, path.Root("wait_for_review"), fields)
	}
}

// Read takes over what Mangopay says. A document that is gone, or that was never
// sent, is planned again.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	// Engines before 1.12 send no identity; one is due even of what is gone.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("document_id"), state.DocumentID)...)
	if resp.Diagnostics.HasError() || r.Deferred() {
		return
	}
	known := cmp.Or(state.Status.ValueString(), evidence.DocumentValidationAsked) // it was sent, or would not be here
	doc, err := r.RefreshDocument(ctx, state.DisputeID.ValueString(), state.DocumentID.ValueString(), known)
	if apierr.NotFound(err) || (err == nil && doc.Status == evidence.DocumentCreated) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("document_id"), fields)
		return
	}
	state.refresh(doc)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update sends nothing: after an import it compares a digest that was not
// recorded, and it waits for the review if that was switched on.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := plan.Timeouts.Update(ctx, reviewTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := r.next(ctx, timeout, &plan, state)
	tfkit.AddError(&resp.Diagnostics, err, path.Root("wait_for_review"), fields)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("document_id"), plan.DocumentID)...)
}

// next completes the plan. What the plan did not leave open stays as the state
// knows it; after an error the plan is what has been reached, so that the next
// apply goes on from there.
func (r *Resource) next(ctx context.Context, timeout time.Duration, plan *model, state model) error {
	plan.keep(state)
	if !plan.Digest.Equal(state.Digest) {
		if err := r.compare(ctx, *plan); err != nil {
			plan.Digest, plan.WaitForReview = state.Digest, state.WaitForReview
			return tfkit.At(path.Root("digest"), err)
		}
	}
	if !waits(*plan, state) {
		return nil
	}
	err := r.awaitReview(ctx, timeout, plan)
	if err != nil {
		plan.WaitForReview = state.WaitForReview
	}
	return err
}

// compare checks a digest against what Mangopay holds.
func (r *Resource) compare(ctx context.Context, plan model) error {
	doc, err := r.Document(ctx, plan.DocumentID.ValueString())
	if err != nil {
		return err
	}
	return r.RequireDigest(ctx, doc, plan.Digest.ValueString())
}

// Delete forgets: a submission cannot be taken back.
func (r *Resource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
