// Package disputetag is the disputes_mangopay_dispute_tag resource: a text of the
// platform's own on a dispute.
package disputetag

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

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

// Resource is disputes_mangopay_dispute_tag.
type Resource struct {
	platform.Resource
}

// NewResource returns the resource, not yet configured.
func NewResource() resource.Resource {
	return &Resource{platform.NamedResource("mangopay_dispute_tag")}
}

// ModifyPlan says what a destroy leaves behind, and which text a create would
// overwrite.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Platform == nil {
		return
	}
	var plan, prior model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	if req.Plan.Raw.IsNull() {
		r.PlanForget(&resp.Diagnostics, fmt.Sprintf("the tag of dispute %s", prior.DisputeID.ValueString()))
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || r.Deferred() || !tfkit.Known(plan.DisputeID) || plan.DisputeID.Equal(prior.DisputeID) {
		return
	}
	if req.State.Raw.IsNull() {
		tfkit.Report(&resp.Diagnostics, path.Root("dispute_id"), r.Claim(plan.DisputeID.ValueString(), platform.DisputeTag)...)
	}
	d, err := r.Dispute(ctx, plan.DisputeID.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("dispute_id"), fields)
		return
	}
	if d.Tag != "" && !plan.Tag.Equal(types.StringValue(d.Tag)) {
		tfkit.Report(&resp.Diagnostics, path.Root("tag"), evidence.NewFinding(evidence.CodeTagOverwritten,
			fmt.Sprintf("Dispute %s has the tag %q.", d.ID, evidence.Printable(d.Tag))))
	}
}

// Create tags the dispute.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.write(ctx, plan); err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("tag"), fields)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("dispute_id"), plan.DisputeID)...)
}

// write sets the tag. The call sets a whole value, so that repeating it is
// harmless.
func (r *Resource) write(ctx context.Context, m model) error {
	d, err := r.Client.Disputes.UpdateTag(ctx, m.DisputeID.ValueString(), m.Tag.ValueString())
	if err != nil || d.Tag == m.Tag.ValueString() {
		return err
	}
	return fmt.Errorf("Mangopay keeps the tag as %q; write it in that form", d.Tag) //nolint:staticcheck // ST1005: a name begins the sentence
}

// Read takes over what Mangopay says. A dispute that is gone, or without a tag,
// is planned again.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	// Engines before 1.12 send no identity; one is due even of what is gone.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("dispute_id"), state.DisputeID)...)
	if resp.Diagnostics.HasError() || r.Deferred() {
		return
	}
	d, err := r.Client.Disputes.Read(ctx, state.DisputeID.ValueString())
	if err == nil && d.Tag != state.Tag.ValueString() { // it came from a list perhaps, and lists may lag
		d, err = r.Client.Disputes.Get(ctx, state.DisputeID.ValueString())
	}
	if apierr.NotFound(err) || (err == nil && d.Tag == "") {
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

// Update changes the tag.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.write(ctx, plan); err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("tag"), fields)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("dispute_id"), plan.DisputeID)...)
}

// Delete forgets: the dispute keeps its tag.
func (r *Resource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// ImportState takes the id of the dispute.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, _ := tfkit.ImportedID(ctx, req, &resp.Diagnostics, "dispute_id")
	if resp.Diagnostics.HasError() {
		return
	}
	if _, err := r.Dispute(ctx, id.ValueString()); err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("dispute_id"), fields)
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("dispute_id"), id)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("dispute_id"), id)...)
}
