// Package attachment is the disputes_rebilly_attachment resource: a file of evidence
// attached to a dispute at Rebilly.
package attachment

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/rebilly/organization"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
	_ resource.ResourceWithIdentity    = (*Resource)(nil)
)

// kind is what the organization keeps the books of attachments under.
const kind = "attachment"

// Resource is disputes_rebilly_attachment.
type Resource struct {
	organization.Resource
}

// NewResource returns the resource, not yet configured.
func NewResource() resource.Resource {
	return &Resource{organization.NamedResource("rebilly_attachment")}
}

// ModifyPlan puts the id into the plan as soon as dispute and file are known, and finds
// attachments that collide within this plan.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Deferred() || req.Plan.Raw.IsNull() {
		return
	}
	var plan, prior model
	exists := !req.State.Raw.IsNull()
	if exists {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	stays := exists && plan.DisputeID.Equal(prior.DisputeID) && plan.FileID.Equal(prior.FileID)
	if resp.Diagnostics.HasError() {
		return
	}
	if exists && !stays { // what is replaced is planned once more, as a creation
		tfkit.Report(&resp.Diagnostics, path.Root("file_id"), evidence.CheckRebillyAttachmentReplaced(prior.ID.ValueString())...)
		return
	}
	if !tfkit.Known(plan.DisputeID, plan.FileID) {
		return
	}
	id, add := r.id(plan), r.PlanCreate
	if exists {
		id, add = plan.ID.ValueString(), r.PlanExisting
	} else {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), id)...)
	}
	count := add(kind, id)
	tfkit.Report(&resp.Diagnostics, path.Root("file_id"), evidence.CheckRebillyPlannedAttachment(describe(plan.record()), count.Creates, count.Exists)...)
}

// Create attaches the file.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	a, findings, err := r.create(ctx, r.id(plan), plan.record())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("file_id"), fields)
		return
	}
	tfkit.Report(&resp.Diagnostics, path.Root("file_id"), findings...)
	plan.complete(a)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Read takes over what Rebilly says; an attachment that is gone is planned again.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	// Engines before 1.12 send no identity; one is due even of what is gone.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if resp.Diagnostics.HasError() || r.Deferred() {
		return
	}
	a, err := r.look(ctx, state.ID.ValueString())
	switch {
	case err != nil:
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
	case a == nil:
		resp.State.RemoveResource(ctx)
	default:
		state.refresh(a)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
}

// Update writes another name or description.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	a, _, err := r.put(ctx, plan.ID.ValueString(), plan.record())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
		return
	}
	plan.complete(a)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Delete deletes the attachment and leaves its file, unless this run has just made it
// again: engines can create a replacement before they destroy what it replaces.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	defer r.Lock(kind, state.ID.ValueString())()
	if resp.Diagnostics.HasError() || r.Kept(kind, state.ID.ValueString()) {
		return
	}
	tfkit.AddError(&resp.Diagnostics, r.remove(ctx, state.ID.ValueString()), path.Root("id"), fields)
}

// ImportState takes the attachment's id, which must belong to a dispute.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, _ := tfkit.ImportedID(ctx, req, &resp.Diagnostics, "id")
	if !resp.Diagnostics.HasError() {
		tfkit.Report(&resp.Diagnostics, path.Root("id"), evidence.CheckRebillyID(id.ValueString())...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	a, err := r.read(ctx, id.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
		return
	}
	var state model
	state.refresh(a)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}

// read reads an attachment of a dispute. One that does not exist, or belongs to something
// else, is a finding with its remedy.
func (r *Resource) read(ctx context.Context, id string) (*rebilly.Attachment, error) {
	if err := r.RequireKnown(); err != nil {
		return nil, err
	}
	a, err := r.look(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case a == nil:
		return nil, tfkit.Refuse(r.NotFound(fmt.Sprintf("attachment %q", id)))
	}
	return a, tfkit.Refuse(evidence.CheckRebillyAttachmentRelation(a.ID, a.RelatedType, a.RelatedID))
}
