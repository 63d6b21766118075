package document

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// ModifyPlan puts the digests of the pages into the plan, decides between adding
// pages and a new document, and refuses what Mangopay would refuse.
//
//	destroy          -> warning: the document stays at Mangopay
//	pages appended   -> update, while the document is CREATED
//	pages changed    -> replacement, with a warning if the old one was sent
//	source unknown   -> digests stay unknown, the checks wait for the apply
//	sent, same bytes -> nothing, whatever became of the files and the rules
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
		r.planDestroy(ctx, &resp.Diagnostics, prior)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	c := r.inspect(ctx, &resp.Diagnostics, plan)
	what := creation
	if exists {
		c.recall(ctx, &resp.Diagnostics, prior)
		what = r.decide(ctx, req, resp, plan, prior, c)
	}
	if what != nothing || !prior.sent() {
		c.report(&resp.Diagnostics)
	}
	c.plan(ctx, resp, plan)
	if resp.Diagnostics.HasError() || r.Deferred() {
		return
	}
	r.check(ctx, &resp.Diagnostics, what, plan, prior, c)
	r.register(ctx, &resp.Diagnostics, what, plan, prior, c)
}

// planDestroy says what stays at Mangopay.
func (r *Resource) planDestroy(ctx context.Context, diags *diag.Diagnostics, prior model) {
	prior = r.current(ctx, prior)
	r.PlanForget(diags, fmt.Sprintf("document %s of dispute %s (%s)", prior.ID.ValueString(), prior.DisputeID.ValueString(), prior.Status.ValueString()))
	if !r.Deferred() && prior.sent() {
		tfkit.Report(diags, path.Empty(), r.PlanForgotten(prior.held(ctx, diags))...)
	}
}

// current is the document as Mangopay has it now. Its submission moves it on, and
// engines plan a destroy with the state as it was written last. Without an answer
// the state has to do.
func (r *Resource) current(ctx context.Context, prior model) model {
	if r.Deferred() {
		return prior
	}
	if doc, err := r.Client.Documents.Get(ctx, prior.ID.ValueString()); err == nil {
		prior.refresh(doc)
	}
	return prior
}

// change is what a plan does to a document.
type change int

const (
	nothing     change = iota // at Mangopay; the state may get other names for the same bytes
	comparison                // what is there becomes known to the apply
	addition                  // pages at the end
	replacement               // a new document; the old one stays
	creation
)

// decide tells what the plan does to a document that exists, and requires its
// replacement where the schema alone does not.
func (r *Resource) decide(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, plan, prior model, c content) change {
	what := c.change(ctx, &resp.Diagnostics, plan, prior)
	if what == replacement {
		resp.RequiresReplace.Append(path.Root("pages"))
	}
	if !plan.Generation.Equal(prior.Generation) {
		if !prior.Generation.IsNull() || !imported(ctx, req.Private, &resp.Diagnostics) {
			resp.RequiresReplace.Append(path.Root("generation"))
			what = replacement
		}
	}
	if !plan.DisputeID.Equal(prior.DisputeID) || !plan.Type.Equal(prior.Type) || !plan.Tag.Equal(prior.Tag) {
		what = replacement
	}
	return what
}

// change tells what the planned pages mean for the document: anything but more
// pages at the end of one that is still CREATED needs a new one. A document without
// recorded pages, as after an import, is compared by the apply.
//
// Pages that are not known yet count as a replacement while nothing was sent,
// because engines do not let an update turn into one: if the content turns out to be
// the same, the apply finds the document by its mark and keeps it. A document that
// was sent is not put at that risk.
func (c content) change(ctx context.Context, diags *diag.Diagnostics, plan, prior model) change {
	_, ok := prior.pages(ctx, diags)
	before, after := platform.Digests(prior.held(ctx, diags).Pages), platform.Digests(c.files)
	draft := !prior.sent()
	switch {
	case plan.Pages.IsNull() && !ok:
		return nothing
	case !ok, !c.known && !plan.Pages.IsNull() && !draft:
		return comparison
	case !c.known:
		return replacement
	case slices.Equal(before, after):
		return nothing
	case draft && len(after) > len(before) && slices.Equal(before, after[:len(before)]):
		return addition
	default:
		return replacement
	}
}

// check asks Mangopay whether the dispute takes what is planned, and says what
// becomes of a document that was sent.
func (r *Resource) check(ctx context.Context, diags *diag.Diagnostics, what change, plan, prior model, c content) {
	switch what {
	case nothing:
		r.explainRefusal(ctx, diags, prior)
		return
	case comparison:
		return
	case replacement:
		tfkit.Report(diags, path.Root("pages"), evidence.CheckDocumentReplaced(prior.ID.ValueString(), prior.Status.ValueString())...)
	}
	if tfkit.Known(plan.Tag) && what != addition {
		tfkit.Report(diags, path.Root("tag"), evidence.CheckTag(plan.Tag.ValueString(), r.Policy.MarkDocuments)...)
	}
	if !tfkit.Known(plan.DisputeID) {
		return
	}
	findings, err := r.TakesDocuments(ctx, plan.DisputeID.ValueString())
	tfkit.AddError(diags, err, path.Root("dispute_id"), fields)
	if what == creation && tfkit.Failed(findings) && plan.decided(c) {
		findings = r.unlessSent(ctx, plan.want(c.files), findings)
	}
	tfkit.Report(diags, path.Root("dispute_id"), findings...)
}

// unlessSent puts a warning in place of what keeps a document from being made, if
// it was made and sent before: a state that was lost is recovered without sending.
func (r *Resource) unlessSent(ctx context.Context, want platform.Document, findings []evidence.Finding) []evidence.Finding {
	doc, err := r.FindSent(ctx, want)
	if err != nil || doc == nil {
		return findings
	}
	return []evidence.Finding{evidence.NewFinding(evidence.CodeDocumentSentAlready, fmt.Sprintf("Document %s is %s.", doc.ID, doc.Status))}
}

// explainRefusal says why a document was refused and what to do, as long as the
// dispute can still be answered.
func (r *Resource) explainRefusal(ctx context.Context, diags *diag.Diagnostics, prior model) {
	if prior.Status.ValueString() != evidence.DocumentRefused {
		return
	}
	findings, err := r.TakesDocuments(ctx, prior.DisputeID.ValueString())
	if err != nil || tfkit.Failed(findings) {
		return // advice must not stop a plan that changes nothing
	}
	tfkit.Report(diags, path.Root("pages"), evidence.CheckDocumentRefused(prior.ID.ValueString(), prior.Status.ValueString(),
		prior.RefusedReasonType.ValueString(), prior.RefusedReasonMessage.ValueString())...)
}

// register finds documents and pages that collide within this plan.
func (r *Resource) register(ctx context.Context, diags *diag.Diagnostics, what change, plan, prior model, c content) {
	if what != creation {
		tfkit.Report(diags, path.Root("pages"), r.PlanExisting(prior.held(ctx, diags))...)
	}
	if !plan.decided(c) {
		return
	}
	want := plan.want(c.files)
	if what == creation {
		tfkit.Report(diags, path.Root("pages"), r.PlanCreate(want)...)
	}
	tfkit.Report(diags, path.Root("pages"), r.PlanPages(want, what != nothing)...)
}

// decided tells whether everything that makes the document is known.
func (m *model) decided(c content) bool {
	return tfkit.Known(m.DisputeID, m.Type) && c.listed == c.known &&
		!m.Tag.IsUnknown() && !m.Generation.IsUnknown() && !m.Pages.IsUnknown()
}
