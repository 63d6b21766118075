// Package dispute is the disputes_rebilly_dispute resource, and the data sources
// disputes_rebilly_dispute and disputes_rebilly_disputes.
package dispute

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
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

// Resource is disputes_rebilly_dispute.
type Resource struct {
	organization.Resource
}

// NewResource returns the resource, not yet configured.
func NewResource() resource.Resource {
	return &Resource{organization.NamedResource("rebilly_dispute")}
}

// Create writes the dispute under an id that must be free. The state is written once it
// exists, whatever is to be said about it.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.derive()
	plan.complete()
	want := wanted{Record: plan.record(), yields: plan.yields()}
	d, findings, err := r.create(ctx, plan.ID.ValueString(), want)
	if d != nil {
		planned := plan
		plan.refresh(d)
		if want.yields {
			plan.promise(planned)
		}
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), d.ID)...)
		resp.Diagnostics.Append(noteWrite(ctx, resp.Private, plan.shown, false)...)
	}
	tfkit.Report(&resp.Diagnostics, path.Root("id"), findings...)
	tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
}

// Read takes over what Rebilly says. A dispute that is gone is planned again, with a
// warning: Rebilly does not delete disputes.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	// Engines before 1.12 send no identity; one is due even of what is gone.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if resp.Diagnostics.HasError() || r.Deferred() {
		return
	}
	d, err := r.Client.Disputes.Get(ctx, state.ID.ValueString())
	if apierr.NotFound(err) {
		r.reportGone(&resp.Diagnostics, state.ID.ValueString())
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
		return
	}
	state.refresh(d)
	r.Hold(*d)
	tfkit.Report(&resp.Diagnostics, path.Root("amount"), evidence.CheckRebillyAmountHeld(d.Amount, d.Currency)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// reportGone warns of a dispute that has gone. Rebilly deletes none, so that mostly the
// organization or the key is another one now.
func (r *Resource) reportGone(diags *diag.Diagnostics, id string) {
	findings := r.NotFound(fmt.Sprintf("dispute %q, which the state has and Rebilly cannot delete,", id))
	for i := range findings {
		findings[i].Severity = evidence.Warning // the plan that follows creates the dispute again
	}
	tfkit.Report(diags, path.Root("id"), findings...)
}

// Update writes the whole dispute, unless it has changed since the plan was made. What
// Rebilly does not know needs no call.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.complete()
	err := r.change(ctx, &resp.Diagnostics, &plan, state)
	tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
	if plan.Revision.IsUnknown() {
		return // nothing was written, and the state stays
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	resp.Diagnostics.Append(noteWrite(ctx, resp.Private, plan.shown, false)...)
}

// change writes what differs, and completes the plan once it is written, whatever is to
// be said about it.
func (r *Resource) change(ctx context.Context, diags *diag.Diagnostics, plan *model, state model) error {
	if agree(plan.record(), state.record()) {
		plan.keep(state.shown)
		return nil
	}
	d, findings, err := r.update(ctx, plan.record(), state)
	if d != nil {
		plan.refresh(d)
		plan.CreatedTime = state.CreatedTime // a dispute that had vanished has another, which no plan could say
	}
	tfkit.Report(diags, path.Root("id"), findings...)
	return err
}

// Delete forgets: Rebilly has no call that deletes a dispute. What replaces it in this run may
// be the same dispute.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if !resp.Diagnostics.HasError() && !r.Deferred() {
		r.Hold(rebilly.Dispute{ID: state.ID.ValueString(), Record: state.record(), Revision: state.Revision.ValueInt64()})
	}
}
