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

	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
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
	var c change
	exists := !req.State.Raw.IsNull()
	if exists {
		resp.Diagnostics.Append(req.State.Get(ctx, &c.prior)...)
	}
	if req.Plan.Raw.IsNull() {
		r.PlanForget(&resp.Diagnostics, c.prior.name())
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &c.plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &c.config)...)
	c.last = lastWrite(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if c.config.DeadlineTime.IsNull() { // what is not configured can only be the gateway's
		c.plan.DeadlineTime = timetypes.NewRFC3339Null()
	}
	switch {
	case !exists:
		r.planCreate(ctx, &resp.Diagnostics, &c)
	case c.renewed():
		r.planReplace(ctx, resp, &c)
	default:
		r.planChange(&resp.Diagnostics, &c)
	}
	r.checkDeadline(&resp.Diagnostics, c.plan)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &c.plan)...)
}

// change is what a plan is made of.
type change struct {
	plan, prior, config model
	last                writeNote
}

// renewed tells whether the plan is for another dispute: another id, or another generation
// of one that is derived. An imported dispute takes its first generation as it is.
func (c *change) renewed() bool {
	if !c.config.ID.IsNull() {
		return !c.plan.ID.Equal(c.prior.ID)
	}
	return !c.plan.Generation.Equal(c.prior.Generation) && !c.last.Imported
}

// planCreate plans a dispute that is not in the state.
func (r *Resource) planCreate(ctx context.Context, diags *diag.Diagnostics, c *change) {
	r.planNew(ctx, diags, c)
	if tfkit.Known(c.plan.ID) {
		counts := r.PlanCreate(noun, c.plan.ID.ValueString())
		r.checkPlanned(diags, c.plan, counts.Creates)
	}
}

// planReplace plans another dispute in the place of one that stays at Rebilly. Engines
// plan it a second time without the state, and show no warnings of that.
func (r *Resource) planReplace(ctx context.Context, resp *resource.ModifyPlanResponse, c *change) {
	if c.config.ID.IsNull() {
		c.plan.ID = types.StringUnknown()
		resp.RequiresReplace.Append(path.Root("generation"))
	}
	tfkit.Report(&resp.Diagnostics, path.Empty(), evidence.CheckForget(c.prior.name(), false)...)
	r.planNew(ctx, &resp.Diagnostics, c)
}

// planNew completes the plan of a new dispute and looks whether its id is free.
func (r *Resource) planNew(ctx context.Context, diags *diag.Diagnostics, c *change) {
	plan := &c.plan
	plan.open()
	plan.CreatedTime = timetypes.NewRFC3339Unknown()
	if c.config.ID.IsNull() { // one that is not known yet is not for the provider to derive
		plan.derive()
	}
	plan.complete()
	r.checkValues(diags, *plan, model{})
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
	case plan.known(): // otherwise the apply will see whether it is the same dispute
		r.planOver(diags, *plan, there)
	}
}

// planOver plans a new dispute under the id of one that exists.
func (r *Resource) planOver(diags *diag.Diagnostics, plan model, there *rebilly.Dispute) {
	want := wanted{Record: plan.record(), yields: plan.yields()}
	switch {
	case want.met(there):
		tfkit.Report(diags, path.Root("id"), evidence.CheckRebillyAdopted(there.ID, differences(want.Record, there.Record))...)
	case plan.StatusAuthority.IsUnknown(): // what counts as a difference depends on it
	case r.tainted(there.ID): // it will be written again
	default:
		tfkit.Report(diags, path.Root("id"), evidence.CheckRebillyTaken(there.ID, want.differences(there.Record))...)
	}
}

// tainted tells whether the plan of a new dispute is for one that the state has: engines plan
// a tainted resource as a creation, and as nothing else before.
func (r *Resource) tainted(id string) bool {
	_, held := r.Held(id)
	return held && r.Planned(noun, id).Exists == 0
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
func (r *Resource) planChange(diags *diag.Diagnostics, c *change) {
	plan, prior := &c.plan, c.prior
	counts := r.PlanExisting(noun, prior.ID.ValueString())
	r.checkPlanned(diags, prior, counts.Exists+counts.Creates) // a replacement that is forced is planned as a creation later
	plan.ID = prior.ID
	plan.PostedTime = keepTime(prior.PostedTime, plan.PostedTime)
	plan.DeadlineTime = keepTime(prior.DeadlineTime, plan.DeadlineTime)
	c.decide(diags)
	r.checkValues(diags, *plan, prior)
	plan.open()
	plan.CreatedTime = prior.CreatedTime
	if plan.Amount.IsNull() { // it is ignored, and no whole number of minor units
		plan.AmountDecimal = prior.AmountDecimal
	}
	plan.complete()
	if plan.known() && agree(plan.record(), prior.record()) {
		plan.keep(prior.shown)
	}
	if n, ok := plan.natural(); ok && c.config.ID.IsNull() {
		tfkit.Report(diags, path.Root("id"), evidence.CheckRebillyIDNotWritten(prior.ID.ValueString(), evidence.RebillyDisputeID(n))...)
	}
}

// decide gives the gateway's attributes to whoever has the authority over them, and says
// what the gateway has said in vain.
func (c *change) decide(diags *diag.Diagnostics) {
	plan, prior, id := &c.plan, c.prior, c.prior.ID.ValueString()
	lost := overwritten(*plan, prior, c.last)
	switch {
	case plan.StatusAuthority.IsUnknown() && len(moved(plan.record(), prior.record())) > 0:
		tfkit.AddError(diags, errors.New("status_authority is only known after the apply, but which status is planned depends on it. Give it a value that the plan knows"),
			path.Root("status_authority"), fields)
	case plan.yields():
		plan.yield(prior, c.config)
		if c.last.DeadlineTime != "" && prior.DeadlineTime.IsNull() && tfkit.Known(plan.DeadlineTime) {
			tfkit.Report(diags, path.Root("deadline_time"), evidence.CheckRebillyDeadlinePutBack(id, plan.DeadlineTime.ValueString())...)
		}
	case len(lost) > 0:
		tfkit.Report(diags, path.Root(lost[0].Attribute), evidence.CheckRebillyStatusOverwritten(id, lost)...)
	}
}

// checkPlanned refuses a second resource for one dispute.
func (r *Resource) checkPlanned(diags *diag.Diagnostics, m model, resources int) {
	what := fmt.Sprintf("transaction %s, type %s", nameOf(m.TransactionID), nameOf(m.Type))
	if !m.CaseID.IsNull() {
		what += ", case " + nameOf(m.CaseID)
	}
	tfkit.Report(diags, path.Root("id"), evidence.CheckRebillyPlannedDispute(m.ID.ValueString(), what, resources)...)
}

// checkValues warns of what is unusual, and new: errors were reported at validate.
func (r *Resource) checkValues(diags *diag.Diagnostics, plan, prior model) {
	if tfkit.Known(plan.ReasonCode) && !plan.ReasonCode.Equal(prior.ReasonCode) {
		tfkit.Report(diags, path.Root("reason_code"), evidence.CheckRebillyReasonCode(plan.ReasonCode.ValueString())...)
	}
	if tfkit.Known(plan.Amount) && !plan.Amount.Equal(prior.Amount) {
		tfkit.Report(diags, path.Root("amount"), evidence.CheckRebillyAmount(plan.Amount.ValueBigFloat())...)
	}
	same := plan.PostedTime.Equal(prior.PostedTime) && plan.DeadlineTime.Equal(prior.DeadlineTime)
	if !same && tfkit.Known(plan.PostedTime) && !r.Deferred() {
		tfkit.Report(diags, path.Root("posted_time"),
			evidence.CheckRebillyTimes(r.Client.ServerTime(), instant(plan.PostedTime), instant(plan.DeadlineTime))...)
	}
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

// complete plans the amount as text. While amount or currency is unknown it stays unknown.
func (m *model) complete() {
	if tfkit.Known(m.Amount, m.Currency) {
		minor, _ := m.Amount.ValueBigFloat().Int64() // whole, or the rules have refused it
		m.AmountDecimal = decimalAmount(minor, m.Currency.ValueString())
	}
}
