// Package file is the disputes_rebilly_file resource: a file of evidence at Rebilly,
// uploaded by its digest.
package file

import (
	"context"

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

// kind is what the organization keeps the books of files under.
const kind = "file"

// Resource is disputes_rebilly_file.
type Resource struct {
	organization.Resource
}

// NewResource returns the resource, not yet configured.
func NewResource() resource.Resource {
	return &Resource{organization.NamedResource("rebilly_file")}
}

// Create uploads the file exactly once, or takes over what an interrupted run uploaded.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	c := r.reviewed(&resp.Diagnostics, plan, model{})
	if resp.Diagnostics.HasError() {
		return
	}
	plan.measured(c.file)
	w := r.want(ctx, &resp.Diagnostics, plan, c.file)
	if resp.Diagnostics.HasError() {
		return
	}
	made, err := r.open(ctx, w)
	tfkit.AddError(&resp.Diagnostics, err, path.Root("source"), fields)
	if made.ID == "" {
		return
	}
	plan.complete(ctx, &resp.Diagnostics, &made.File, made.surplus)
	tfkit.Report(&resp.Diagnostics, path.Root("source"), made.findings...)
	if len(made.changed) > 0 { // as an error it would taint the file, which the form of a text is not worth
		tfkit.Report(&resp.Diagnostics, path.Root(made.changed[0].Attribute), warnings(evidence.CheckRebillyFileDetails(made.ID, made.changed))...)
	}
	resp.Diagnostics.Append(noteClaim(ctx, resp.Private, made.claim)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// Read takes over what Rebilly says; a file that is gone is planned again. The local
// file is not needed.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	// Engines before 1.12 send no identity; one is due even of what is gone.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if resp.Diagnostics.HasError() || r.Deferred() {
		return
	}
	f, surplus, err := r.look(ctx, &resp.Diagnostics, state)
	if apierr.NotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
		return
	}
	r.Meet(kind, f.ID)
	state.refresh(ctx, &resp.Diagnostics, f)
	state.surplus(ctx, &resp.Diagnostics, surplus)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update changes the details of the file and deletes surplus copies. Its content is
// compared and recorded, never sent: other bytes were planned as a new file.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, prior model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	c := r.reviewed(&resp.Diagnostics, plan, prior)
	if !resp.Diagnostics.HasError() && !c.held(prior) {
		tfkit.Report(&resp.Diagnostics, path.Root("source"), evidence.CheckRebillyFileExchanged(prior.ID.ValueString(), prior.recorded(), c.file)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	plan.measured(c.file)
	w := r.want(ctx, &resp.Diagnostics, plan, c.file)
	if claim := claimOf(ctx, req.Private, &resp.Diagnostics); claim != "" {
		w.details.Tags = append(w.details.Tags, claim)
	}
	f, err := r.change(ctx, plan, prior, w)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
		return
	}
	surplus, err := r.tidy(ctx, prior.SHA1.ValueString(), tfkit.Strings(ctx, prior.DuplicateIDs, &resp.Diagnostics))
	tfkit.AddError(&resp.Diagnostics, err, path.Root("duplicate_ids"), fields)
	plan.complete(ctx, &resp.Diagnostics, f, nil)
	plan.surplus(ctx, &resp.Diagnostics, surplus)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// change sends the details of the plan if they differ from those of the state.
func (r *Resource) change(ctx context.Context, plan, prior model, w wanted) (*rebilly.File, error) {
	if plan.described(prior) {
		return &rebilly.File{
			ID: prior.ID.ValueString(), Name: prior.Name.ValueString(),
			CreatedTime: tfkit.Instant(prior.CreatedTime), UpdatedTime: tfkit.Instant(prior.UpdatedTime),
		}, nil
	}
	return r.describe(ctx, prior.ID.ValueString(), w.details)
}

// tidy deletes surplus copies, and returns those that are left. What this run has taken
// over is no surplus any more.
func (r *Resource) tidy(ctx context.Context, sha1 string, surplus []string) ([]string, error) {
	defer r.Lock(kind, sha1)()
	for len(surplus) > 0 {
		if id := surplus[0]; !r.Kept(kind, id) {
			if err := r.remove(ctx, id); err != nil {
				return surplus, err
			}
		}
		surplus = surplus[1:]
	}
	return nil, nil
}
