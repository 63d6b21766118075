package file

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// change is what a plan does to a file.
type change int

const (
	staying     change = iota // its details may change, or what the state knows of it
	replacement               // other bytes, or another generation: a new file; the old one is deleted
	creation
)

// ModifyPlan puts the digests of the file into the plan and decides between an update
// and a new file.
//
//	source unknown          -> digests stay unknown, the checks wait for the apply
//	a new file              -> Rebilly has none with its mark, or exactly this one
//	other bytes, here or at -> replacement: Rebilly cannot change the content of a file
//	Rebilly
//	surplus copies          -> update, which deletes them
//	same bytes              -> nothing, whatever became of the local file and the rules
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Organization == nil || req.Plan.Raw.IsNull() {
		return
	}
	var plan, prior, config model
	what := creation
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
		what = staying
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	c := r.inspect(plan).recall(prior)
	if !c.held(prior) {
		tfkit.Report(&resp.Diagnostics, path.Root("source"), c.findings...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	c.plan(ctx, resp, &plan, config)
	if what == staying {
		what = decide(resp, plan, prior, c)
		r.Meet(kind, prior.ID.ValueString())
	}
	switch what {
	case staying:
		planUpdate(ctx, resp, plan, prior)
	case replacement:
		tfkit.Report(&resp.Diagnostics, path.Root("source"), evidence.CheckRebillyFileReplaced(prior.ID.ValueString(), prior.Name.ValueString())...)
	case creation:
		r.foresee(ctx, &resp.Diagnostics, plan, c)
	}
	checkPublic(&resp.Diagnostics, what, plan, prior)
	r.register(&resp.Diagnostics, what, plan)
}

// decide requires the replacement of a file whose content is not the one at Rebilly, or
// whose generation has changed. A file that was imported and not compared since takes its
// first generation as it is.
func decide(resp *resource.ModifyPlanResponse, plan, prior model, c content) change {
	what := staying
	if c.known && !c.held(prior) {
		what = replacement
		resp.RequiresReplace.Append(path.Root("sha256"))
		if !tfkit.Known(prior.SHA256) {
			tfkit.Report(&resp.Diagnostics, path.Root("source"), differs(prior, c)...)
		}
	}
	if !plan.Generation.Equal(prior.Generation) && tfkit.Known(prior.SHA256) {
		what = replacement
		resp.RequiresReplace.Append(path.Root("generation"))
	}
	return what
}

// foresee looks whether Rebilly holds the new file already. One that the state has is no
// news: it is tainted, or forced to be replaced.
func (r *Resource) foresee(ctx context.Context, diags *diag.Diagnostics, plan model, c content) {
	if r.Deferred() || !c.known || !plan.decided() || !plan.spelled() {
		return
	}
	w := r.want(ctx, diags, plan, c.file)
	there, err := r.find(ctx, w)
	if err != nil {
		tfkit.AddError(diags, err, path.Root("source"), fields)
		return
	}
	if there.ID == "" || r.Met(kind, there.ID) {
		return
	}
	findings := evidence.CheckRebillyFileTaken(there.ID, differences(w.details, &there.File))
	if len(findings) == 0 {
		findings = evidence.CheckRebillyFileAdopted(there.ID, there.CreatedTime)
	}
	tfkit.Report(diags, path.Root("source"), findings...)
}

// differs says that Rebilly holds other bytes than the local file, which the plan puts
// in their place.
func differs(prior model, c content) []evidence.Finding {
	held := prior.recorded()
	return warnings(evidence.CheckUploaded(c.file, prior.ID.ValueString(), held.Size, held.SHA1))
}

// warnings are findings that stop nothing here.
func warnings(findings []evidence.Finding) []evidence.Finding {
	for i := range findings {
		findings[i].Severity = evidence.Warning
	}
	return findings
}

// planUpdate says what an update does: it sends other details, and deletes surplus
// copies.
func planUpdate(ctx context.Context, resp *resource.ModifyPlanResponse, plan, prior model) {
	if !plan.described(prior) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("updated_time"), timetypes.NewRFC3339Unknown())...)
	}
	surplus := tfkit.Strings(ctx, prior.DuplicateIDs, &resp.Diagnostics)
	if len(surplus) == 0 {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("duplicate_ids"), []string{})...)
	tfkit.Report(&resp.Diagnostics, path.Root("duplicate_ids"), evidence.CheckRebillyFileUploadedTwice(prior.ID.ValueString(), surplus)...)
}

// checkPublic says that a file becomes readable by everybody.
func checkPublic(diags *diag.Diagnostics, what change, plan, prior model) {
	news := what == creation || !prior.IsPublic.ValueBool()
	tfkit.Report(diags, path.Root("is_public"), evidence.CheckRebillyPublic(plan.Name.ValueString(), news && plan.IsPublic.ValueBool())...)
}

// register finds files that collide within this plan. One that is replaced is planned
// once more, as a creation.
func (r *Resource) register(diags *diag.Diagnostics, what change, plan model) {
	if diags.HasError() || r.Deferred() || what == replacement || !plan.decided() {
		return
	}
	add := r.PlanExisting
	if what == creation {
		add = r.PlanCreate
	}
	count := add(kind, r.mark(plan))
	tfkit.Report(diags, path.Root("source"), evidence.CheckRebillyPlannedFile(
		fmt.Sprintf("SHA-256 %s, generation %d", plan.SHA256.ValueString(), plan.Generation.ValueInt64()), count.Creates, count.Exists)...)
}
