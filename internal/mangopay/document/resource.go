// Package document is the disputes_mangopay_document resource and its data
// sources: one document of evidence with its pages.
package document

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

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

// Resource is disputes_mangopay_document.
type Resource struct {
	platform.Resource
}

// NewResource returns the resource, not yet configured.
func NewResource() resource.Resource {
	return &Resource{platform.NamedResource("mangopay_document")}
}

// Create makes the document exist exactly once, records it, and only then fills
// it: from the first record on Terraform knows it, whatever fails.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	c := r.reviewed(ctx, &resp.Diagnostics, plan, nil)
	if resp.Diagnostics.HasError() {
		return
	}
	want := plan.want(c.files)
	doc, err := r.open(ctx, want)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("dispute_id"), fields)
		return
	}
	tfkit.Report(&resp.Diagnostics, path.Root("pages"), r.CheckAgain(doc, want)...)
	if doc.Status != evidence.DocumentCreated {
		tfkit.Report(&resp.Diagnostics, path.Root("id"), evidence.NewFinding(evidence.CodeDocumentSentAlready, fmt.Sprintf("Document %s is %s.", doc.ID, doc.Status)))
	}
	out := output{&resp.State, resp.Identity, &resp.Diagnostics}
	out.record(ctx, plan, c, doc, 0)
	r.fill(ctx, out, plan, c, doc, 0)
}

// open checks the dispute once more and opens the document.
func (r *Resource) open(ctx context.Context, want platform.Document) (*mangopay.Document, error) {
	err := r.RequireTakesDocuments(ctx, want.DisputeID)
	if err == nil {
		return r.OpenDocument(ctx, want)
	}
	if doc, lookErr := r.FindSent(ctx, want); doc != nil && lookErr == nil {
		return doc, nil
	}
	return nil, err
}

// Read takes over what Mangopay says; a document that is gone is planned again.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	// Engines before 1.12 send no identity; one is due even of what is gone.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if resp.Diagnostics.HasError() || r.Deferred() {
		return
	}
	doc, err := r.RefreshDocument(ctx, state.DisputeID.ValueString(), state.ID.ValueString(), state.Status.ValueString())
	if apierr.NotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
		return
	}
	state.refresh(doc)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update adds pages at the end, or, after an import, compares the pages and
// records their digests. Everything else was planned as a new document.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, prior model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	c := r.reviewed(ctx, &resp.Diagnostics, plan, &prior)
	took := imported(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	doc, err := r.Document(ctx, plan.ID.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
		return
	}
	out := output{&resp.State, resp.Identity, &resp.Diagnostics}
	switch recorded := len(prior.held(ctx, &resp.Diagnostics).Pages); {
	case !c.listed, c.same(ctx, &resp.Diagnostics, prior):
		out.record(ctx, plan, c, doc, len(c.files))
	case took && !tfkit.Known(prior.Pages):
		r.takeOver(ctx, out, plan, c, doc)
	default:
		r.fill(ctx, out, plan, c, doc, recorded)
	}
	if c.listed && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, []byte("false"))...)
	}
}

// takeOver records the pages of an imported document if Mangopay holds exactly these.
func (r *Resource) takeOver(ctx context.Context, out output, plan model, c content, doc *mangopay.Document) {
	held, err := r.Contents(ctx, doc.ID)
	if err == nil && len(held) > 0 && len(held) < len(c.files) {
		err = tfkit.Refuse([]evidence.Finding{evidence.NewFinding(evidence.CodeImportedPagesMissing,
			fmt.Sprintf("Document %s holds %d pages at Mangopay; the configuration has %d.", doc.ID, len(held), len(c.files)))})
	}
	if err == nil {
		err = r.RequirePages(ctx, doc, c.files)
	}
	if err != nil {
		tfkit.AddError(out.diags, err, path.Root("pages"), fields)
		return
	}
	out.record(ctx, plan, c, doc, len(c.files))
}

// Delete forgets: Mangopay deletes nothing.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if !r.Deferred() {
		r.Forget(state.ID.ValueString(), state.held(ctx, &resp.Diagnostics))
	}
}

// reviewed inspects the files again and refuses any whose digest is not the
// planned one. The plan has given the warnings. prior is nil for a new document; what
// was sent is not judged again.
func (r *Resource) reviewed(ctx context.Context, diags *diag.Diagnostics, plan model, prior *model) content {
	var found diag.Diagnostics
	c := r.inspect(ctx, &found, plan)
	settled := false
	if prior != nil {
		c.recall(ctx, &found, *prior)
		settled = prior.sent() && c.same(ctx, &found, *prior)
	}
	if !settled {
		c.report(&found)
	}
	for i, page := range c.pages {
		if tfkit.Known(page.SHA256) {
			tfkit.Report(&found, sourceOf(i), evidence.CheckPlannedFile(page.SHA256.ValueString(), c.files[i])...)
		}
	}
	diags.Append(found.Errors()...)
	return c
}

// fill uploads the pages that are missing and records each as it arrives; recorded is
// how many the state has.
func (r *Resource) fill(ctx context.Context, out output, plan model, c content, doc *mangopay.Document, recorded int) {
	if !c.listed {
		return
	}
	err := r.FillDocument(ctx, doc, c.files, recorded, func(pages int) { out.record(ctx, plan, c, doc, pages) })
	var page *platform.PageError
	if errors.As(err, &page) {
		at := sourceOf(page.Index)
		tfkit.AddError(out.diags, page.Err, at, tfkit.Fields{"File": at})
		return
	}
	tfkit.AddError(out.diags, err, path.Root("pages"), fields)
}

// output is where an apply leaves what it has done.
type output struct {
	state    *tfsdk.State
	identity *tfsdk.ResourceIdentity
	diags    *diag.Diagnostics
}

// record writes the document with its first n pages.
func (o output) record(ctx context.Context, plan model, c content, doc *mangopay.Document, n int) {
	plan.complete(doc)
	plan.record(ctx, o.diags, c, n)
	o.diags.Append(o.state.Set(ctx, &plan)...)
	o.diags.Append(o.identity.SetAttribute(ctx, path.Root("id"), doc.ID)...)
}
