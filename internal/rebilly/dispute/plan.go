package dispute

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

const noun = "dispute"

// ModifyPlan plans the id and the amount as text, and refuses what could not be written.
//
//	destroy                     -> warning: the dispute stays
//	create, another id          -> automations; the id is free, or has exactly this dispute
//	change                      -> gateway's values if it has the authority, else a warning
//	                               of those that are overwritten
//	no change of what is written -> nothing of what Rebilly says is left open
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Organization == nil {
		return
	}
	var plan, prior, config model
	exists := !req.State.Raw.IsNull()
	if exists {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	if req.Plan.Raw.IsNull() {
		r.PlanForget(&resp.Diagnostics, prior.name())
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	last := lastWrite(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	switch {
	case !exists:
		r.planCreate(ctx, &resp.Diagnostics, &plan)
	case renewed(plan, prior, config, last):
		r.planReplace(ctx, resp, &plan, prior, config)
	default:
		r.planChange(&resp.Diagnostics, &plan, prior, last)
	}
	r.checkDeadline(&resp.Diagnostics, plan)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// renewed tells whether the plan is for another dispute: another id, or another generation
// of one that is derived. An imported dispute takes its first generation as it is.
func renewed(plan, prior, config model, last writeNote) bool {
	if !config.ID.IsNull() {
		return !plan.ID.Equal(prior.ID)
	}
	return !plan.Generation.Equal(prior.Generation) && !last.Imported
}

// planCreate plans a dispute that is not in the state.
func (r *Resource) planCreate(ctx context.Context, diags *diag.Diagnostics, plan *model) {
	r.planNew(ctx, diags, plan)
	if tfkit.Known(plan.ID) {
		counts := r.PlanCreate(noun, plan.ID.ValueString())
		r.checkPlanned(diags, *plan, counts.Creates)
	}
}

// planReplace plans another dispute in the place of one that stays at Rebilly. Engines
// plan it a second time without the state, and show no warnings of that.
func (r *Resource) planReplace(ctx context.Context, resp *resource.ModifyPlanResponse, plan *model, prior, config model) {
	if config.ID.IsNull() {
		plan.ID = types.StringUnknown()
		resp.RequiresReplace.Append(path.Root("generation"))
	}
	tfkit.Report(&resp.Diagnostics, path.Empty(), evidence.CheckForget(prior.name(), false)...)
	r.planNew(ctx, &resp.Diagnostics, plan)
}

// planNew completes the plan of a new dispute and looks whether its id is free.
func (r *Resource) planNew(ctx context.Context, diags *diag.Diagnostics, plan *model) {
	plan.open()
	plan.CreatedTime = timetypes.NewRFC3339Unknown()
	r.complete(plan)
	if r.Deferred() || !tfkit.Known(plan.ID) {
		r.warnOfAutomations(diags, *plan)
		return
	}
	id := plan.ID.ValueString()
	there, err := r.look(ctx, id)
	switch {
	case err != nil:
		tfkit.AddError(diags, err, path.Root("id"), fields)
	case there == nil:
		r.warnOfAutomations(diags, *plan)
	case !plan.known(): // whether it is the same dispute, the apply will see
	case agree(plan.record(), there.Record):
		tfkit.Report(diags, path.Root("id"), evidence.CheckRebillyAdopted(id)...)
	default:
		tfkit.Report(diags, path.Root("id"), evidence.CheckRebillyTaken(id, differences(plan.record(), there.Record))...)
	}
}

func (r *Resource) warnOfAutomations(diags *diag.Diagnostics, plan model) {
	tfkit.Report(diags, path.Root("transaction_id"),
		evidence.CheckRebillyAutomations(nameOf(plan.ID), nameOf(plan.TransactionID), r.Policy.AutomationWarning)...)
}

// nameOf is a text for people, which the plan may not know.
func nameOf(v types.String) string {
	if v.IsUnknown() {
		return "(known after apply)"
	}
	return v.ValueString()
}

// planChange plans what becomes of a dispute in the state.
func (r *Resource) planChange(diags *diag.Diagnostics, plan *model, prior model, last writeNote) {
	counts := r.PlanExisting(noun, prior.ID.ValueString())
	r.checkPlanned(diags, prior, counts.Exists)
	plan.ID = prior.ID
	plan.PostedTime = keepTime(prior.PostedTime, plan.PostedTime)
	plan.DeadlineTime = keepTime(prior.DeadlineTime, plan.DeadlineTime)
	lost := overwritten(*plan, prior, last)
	switch authority := plan.StatusAuthority; {
	case authority.IsUnknown() && len(moved(plan.record(), prior.record())) > 0:
		tfkit.AddError(diags, errors.New("status_authority is only known after the apply, but which status is planned depends on it. Give it a value that the plan knows"),
			path.Root("status_authority"), fields)
	case authority.ValueString() == authorityGateway:
		plan.yield(prior)
	case len(lost) > 0:
		tfkit.Report(diags, path.Root(lost[0].Attribute), evidence.CheckRebillyStatusOverwritten(prior.ID.ValueString(), lost)...)
	}
	plan.open()
	plan.CreatedTime = prior.CreatedTime
	r.complete(plan)
	if plan.known() && agree(plan.record(), prior.record()) {
		plan.keep(prior.shown)
	}
}

// checkPlanned refuses a second resource for one dispute.
func (r *Resource) checkPlanned(diags *diag.Diagnostics, m model, resources int) {
	tfkit.Report(diags, path.Root("id"), evidence.CheckRebillyPlannedDispute(m.ID.ValueString(),
		fmt.Sprintf("transaction %s, type %s, case %s", nameOf(m.TransactionID), nameOf(m.Type), nameOf(m.CaseID)), resources)...)
}

// checkDeadline speaks of a deadline that is near or missed, while that is still news.
func (r *Resource) checkDeadline(diags *diag.Diagnostics, plan model) {
	if r.Deferred() || !tfkit.Known(plan.DeadlineTime, plan.Status) {
		return
	}
	now, deadline, status := r.Client.ServerTime(), instant(plan.DeadlineTime), plan.Status.ValueString()
	tfkit.Report(diags, path.Root("deadline_time"), evidence.CheckRebillyDeadline(now, deadline, status)...)
	tfkit.Report(diags, path.Root("deadline_time"), evidence.CheckRebillyDeadlineNear(now, deadline, status, r.Policy.DeadlineWarning)...)
}

// complete plans what follows from the other attributes: the id of a new dispute, and the
// amount as text. What follows from something unknown stays unknown.
func (r *Resource) complete(m *model) {
	if tfkit.Known(m.Amount, m.Currency) {
		minor, _ := m.Amount.ValueBigFloat().Int64() // whole, or the rules have refused it
		m.AmountDecimal = decimalAmount(minor, m.Currency.ValueString())
	}
	if n, ok := m.natural(); ok && m.ID.IsUnknown() && !r.Deferred() {
		m.ID = types.StringValue(evidence.RebillyDisputeID(r.Client.BaseURL(), r.Client.OrganizationID(), n))
	}
}
