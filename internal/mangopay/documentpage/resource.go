// Package documentpage is the disputes_mangopay_document_page resource: one page
// added to a document that has no pages of its own in the configuration.
package documentpage

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
	_ resource.ResourceWithIdentity    = (*Resource)(nil)
)

// Resource is disputes_mangopay_document_page.
type Resource struct {
	platform.Resource
}

// NewResource returns the resource, not yet configured.
func NewResource() resource.Resource {
	return &Resource{platform.NamedResource("mangopay_document_page")}
}

// Create adds the page, unless the document holds these bytes already.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	content := r.reviewed(&resp.Diagnostics, plan, model{}, config)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.add(ctx, plan, content); err != nil {
		at := contentPath(config)
		tfkit.AddError(&resp.Diagnostics, err, at, tfkit.Fields{"File": at})
		return
	}
	plan.record(content.file)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	r.identify(ctx, &resp.Diagnostics, resp.Identity, plan)
}

// add checks the target once more and adds the page.
func (r *Resource) add(ctx context.Context, plan model, content page) error {
	if err := r.RequireTakesDocuments(ctx, plan.DisputeID.ValueString()); err != nil && !r.holds(ctx, plan) {
		return err
	}
	doc, err := r.Document(ctx, plan.DocumentID.ValueString())
	if err != nil {
		return err
	}
	if err := tfkit.Refuse(platform.CheckDispute(doc, plan.DisputeID.ValueString())); err != nil {
		return err
	}
	return r.AddPage(ctx, doc, content.file, content.open)
}

// Read keeps the page for as long as its document exists: pages are never
// deleted, and reading their bytes back on every refresh would cost the limit of
// calls that live payments share.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	// Engines before 1.12 send no identity; one is due even of what is gone.
	r.identify(ctx, &resp.Diagnostics, resp.Identity, state)
	if resp.Diagnostics.HasError() || r.Deferred() {
		return
	}
	_, err := r.Client.Documents.Read(ctx, state.DisputeID.ValueString(), state.DocumentID.ValueString())
	if apierr.NotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	tfkit.AddError(&resp.Diagnostics, err, path.Root("document_id"), nil)
}

// Update records another name for the same bytes; it sends nothing.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, prior, config model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	content := r.reviewed(&resp.Diagnostics, plan, prior, config)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.record(content.file)
	checkExchange(&resp.Diagnostics, plan, prior, config)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	r.identify(ctx, &resp.Diagnostics, resp.Identity, plan)
}

// Delete forgets: Mangopay deletes nothing.
func (r *Resource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func (r *Resource) identify(ctx context.Context, diags *diag.Diagnostics, identity *tfsdk.ResourceIdentity, m model) {
	for name, value := range map[string]types.String{"dispute_id": m.DisputeID, "document_id": m.DocumentID, "sha256": m.SHA256} {
		diags.Append(identity.SetAttribute(ctx, path.Root(name), value)...)
	}
}
