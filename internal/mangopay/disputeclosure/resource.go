// Package disputeclosure is the disputes_mangopay_dispute_closure resource: a
// dispute given up.
package disputeclosure

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
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

// Resource is disputes_mangopay_dispute_closure.
type Resource struct {
	platform.Resource
}

// NewResource returns the resource, not yet configured.
func NewResource() resource.Resource {
	return &Resource{platform.NamedResource("mangopay_dispute_closure")}
}

// ModifyPlan refuses to give up a dispute that cannot be closed, and says when
// there is nothing left to send.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Platform == nil {
		return
	}
	var plan, prior model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	if req.Plan.Raw.IsNull() {
		r.PlanForget(&resp.Diagnostics, fmt.Sprintf("the closure of dispute %s", prior.DisputeID.ValueString()))
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || r.Deferred() || !tfkit.Known(plan.DisputeID) || plan.DisputeID.Equal(prior.DisputeID) {
		return
	}
	if req.State.Raw.IsNull() {
		tfkit.Report(&resp.Diagnostics, path.Root("dispute_id"), r.Claim(plan.DisputeID.ValueString(), platform.Closure)...)
	}
	d, err := r.Dispute(ctx, plan.DisputeID.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("dispute_id"), fields)
		return
	}
	tfkit.Report(&resp.Diagnostics, path.Root("dispute_id"), check(d)...)
}

// check judges a dispute that is to be closed. One that is closed and lost is
// where it should be, as after a run that died.
func check(d *mangopay.Dispute) []evidence.Finding {
	if lost(d) {
		return []evidence.Finding{evidence.NewFinding(evidence.CodeClosureAdopted,
			fmt.Sprintf("Dispute %s is CLOSED with result %s. The apply records it and sends nothing.", d.ID, d.ResultCode))}
	}
	return evidence.CheckDisputeClosable(platform.Facts(d))
}

func lost(d *mangopay.Dispute) bool {
	return d.Status == evidence.DisputeClosed && d.ResultCode == resultLost
}

// Create closes the dispute, unless it is closed and lost already.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	d, err := r.closeOnce(ctx, plan.DisputeID.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("dispute_id"), fields)
		return
	}
	plan.refresh(d)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("dispute_id"), d.ID)...)
}

// closeOnce closes the dispute once.
func (r *Resource) closeOnce(ctx context.Context, id string) (*mangopay.Dispute, error) {
	d, err := r.Dispute(ctx, id)
	if err != nil || lost(d) {
		return d, err
	}
	if err := tfkit.Refuse(check(d)); err != nil {
		return nil, err
	}
	err = r.Pace.Move(ctx, func(ctx context.Context) (err error) {
		d, err = r.Client.Disputes.Close(ctx, id)
		return err
	}, func(ctx context.Context) (bool, error) {
		seen, err := r.Client.Disputes.Get(ctx, id)
		d = seen
		return err == nil && lost(seen), err
	})
	return d, err
}

// Read takes over what Mangopay says. A dispute that is gone, or open, is planned
// again.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	// Engines before 1.12 send no identity; one is due even of what is gone.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("dispute_id"), state.DisputeID)...)
	if resp.Diagnostics.HasError() || r.Deferred() {
		return
	}
	d, err := r.RefreshDispute(ctx, state.DisputeID.ValueString(), evidence.DisputeClosed)
	if apierr.NotFound(err) || (err == nil && d.Status != evidence.DisputeClosed) {
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

// Update has nothing to do: the one argument that can change has one value.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
	var id types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("dispute_id"), &id)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("dispute_id"), id)...)
}

// Delete forgets: a closed dispute stays closed.
func (r *Resource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// ImportState takes the id of a dispute that is closed and lost.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, _ := tfkit.ImportedID(ctx, req, &resp.Diagnostics, "dispute_id")
	if resp.Diagnostics.HasError() {
		return
	}
	d, err := r.closed(ctx, id.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("dispute_id"), fields)
		return
	}
	state := model{AcceptLoss: types.BoolValue(true)}
	state.refresh(d)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("dispute_id"), state.DisputeID)...)
}

// closed reads a dispute that has a closure to import.
func (r *Resource) closed(ctx context.Context, id string) (*mangopay.Dispute, error) {
	d, err := r.Dispute(ctx, id)
	if err != nil || lost(d) {
		return d, err
	}
	return nil, tfkit.Refuse([]evidence.Finding{evidence.NewFinding(evidence.CodeDisputeNotClosed,
		strings.TrimSpace("Dispute "+d.ID+" is "+d.Status+" "+d.ResultCode)+": there is no loss to import.")})
}
