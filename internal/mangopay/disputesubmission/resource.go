// Package disputesubmission is the disputes_mangopay_dispute_submission resource:
// a dispute contested with its documents, round after round.
package disputesubmission

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan     = (*Resource)(nil)
	_ resource.ResourceWithImportState    = (*Resource)(nil)
	_ resource.ResourceWithIdentity       = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// Resource is disputes_mangopay_dispute_submission.
type Resource struct {
	platform.Resource
}

// NewResource returns the resource, not yet configured.
func NewResource() resource.Resource {
	return &Resource{platform.NamedResource("mangopay_dispute_submission")}
}

// ValidateConfig refuses a document that is listed twice.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	documents, _ := config.documents(ctx, &resp.Diagnostics)
	tfkit.Report(&resp.Diagnostics, path.Root("documents"), checkOnce(documents)...)
}

// Create submits the dispute, unless a run that died has done so.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	plan.EvidenceDigest = plan.digest(ctx, &resp.Diagnostics)
	r.checkApproval(&resp.Diagnostics, plan)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.first(ctx, &resp.Diagnostics, &plan); err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("documents"), fields)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("dispute_id"), plan.DisputeID)...)
}

// Read takes over what Mangopay says. A dispute that is gone, or that was never
// submitted, is planned again.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	// Engines before 1.12 send no identity; one is due even of what is gone.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("dispute_id"), state.DisputeID)...)
	if resp.Diagnostics.HasError() || r.Deferred() {
		return
	}
	known := cmp.Or(state.Status.ValueString(), evidence.DisputeSubmitted) // it was submitted, or would not be here
	d, err := r.RefreshDispute(ctx, state.DisputeID.ValueString(), known)
	if apierr.NotFound(err) || (err == nil && unsubmitted(d)) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("dispute_id"), fields)
		return
	}
	state.refresh(d)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update submits the dispute again when its documents changed; after an import it
// compares them, records them and sends nothing.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	plan.EvidenceDigest = plan.digest(ctx, &resp.Diagnostics)
	c := compare(ctx, &resp.Diagnostics, plan, state)
	checkFundsKept(&resp.Diagnostics, plan, state)
	if c.documents {
		r.checkApproval(&resp.Diagnostics, plan)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.next(ctx, resp, &plan, state, c); err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("documents"), fields)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("dispute_id"), plan.DisputeID)...)
}

// next carries out what the comparison asks for and completes the plan.
func (r *Resource) next(ctx context.Context, resp *resource.UpdateResponse, plan *model, state model, c change) error {
	if !c.documents {
		return r.record(ctx, resp, plan, state, c)
	}
	return r.again(ctx, &resp.Diagnostics, plan, state)
}

// record keeps what the state knows of the dispute, as was planned; the next
// refresh takes over what has happened since. Nothing is sent.
func (r *Resource) record(ctx context.Context, resp *resource.UpdateResponse, plan *model, state model, c change) error {
	plan.keep(state)
	if !c.imported {
		return nil
	}
	_, err := r.requireDocuments(ctx, &resp.Diagnostics, *plan)
	return err
}

// Delete forgets: a submission cannot be taken back.
func (r *Resource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
