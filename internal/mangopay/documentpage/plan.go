package documentpage

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// ModifyPlan puts the page's digest into the plan and refuses what cannot be
// added.
//
//	destroy         -> warning: the page stays in its document
//	content unknown -> the announced content_sha256 is planned, the checks wait
//	content changed -> error: a page cannot be exchanged
//	same bytes      -> nothing, whatever became of the file and the rules
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Platform == nil {
		return
	}
	var plan, prior, config model
	exists := !req.State.Raw.IsNull()
	if exists {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	if req.Plan.Raw.IsNull() {
		r.PlanForget(&resp.Diagnostics, fmt.Sprintf("a page of document %s of dispute %s", prior.DocumentID.ValueString(), prior.DisputeID.ValueString()))
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.planContent(ctx, resp, &plan, prior, config)
	if resp.Diagnostics.HasError() || r.Deferred() {
		return
	}
	stays := exists && plan.DocumentID.Equal(prior.DocumentID) && plan.DisputeID.Equal(prior.DisputeID)
	if stays {
		checkExchange(&resp.Diagnostics, plan, prior, config)
	} else {
		r.checkTarget(ctx, &resp.Diagnostics, plan)
	}
	if stays || !exists { // what is replaced is planned once more, as a creation
		r.register(&resp.Diagnostics, plan, config, !stays)
	}
}

// register finds pages that collide within this plan.
func (r *Resource) register(diags *diag.Diagnostics, plan, config model, sends bool) {
	if diags.HasError() || !tfkit.Known(plan.DisputeID, plan.SHA256) {
		return
	}
	at := contentPath(config)
	file := evidence.File{Path: at.String(), SHA256: plan.SHA256.ValueString()}
	if tfkit.Known(config.Source) {
		file.Path = config.Source.ValueString()
	}
	tfkit.Report(diags, at, r.PlanPage(plan.DisputeID.ValueString(), plan.DocumentID.ValueString(), file, sends)...)
}

// planContent measures the page if its content is known and writes what is known
// into the plan.
func (r *Resource) planContent(ctx context.Context, resp *resource.ModifyPlanResponse, plan *model, prior, config model) {
	content, known := r.content(&resp.Diagnostics, *plan, prior, config)
	switch {
	case known:
		plan.record(content.file)
	case tfkit.Known(config.ContentSHA256):
		plan.SHA256 = config.ContentSHA256
	default:
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("sha256"), plan.SHA256)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("size"), plan.Size)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("media_type"), plan.MediaType)...)
}

// content reads and judges the page; ok is false while it is unknown. What is in the
// document already is not judged again.
func (r *Resource) content(diags *diag.Diagnostics, plan, prior, config model) (content page, ok bool) {
	var findings []evidence.Finding
	switch {
	case tfkit.Known(config.Source):
		var file evidence.File
		file, findings = r.Files.Inspect(config.Source.ValueString())
		file = prior.recall(file)
		content = page{file: file, open: func() (io.ReadCloser, error) { return r.Files.Open(file) }}
	case tfkit.Known(config.ContentBase64WO):
		content, findings = decode(diags, config)
	default:
		return page{}, false
	}
	if !prior.same(plan, content.file) {
		tfkit.Report(diags, contentPath(config), findings...)
	}
	return content, true
}

// decode judges write-only content, without ever showing a part of it.
func decode(diags *diag.Diagnostics, config model) (page, []evidence.Finding) {
	content, err := base64.StdEncoding.DecodeString(config.ContentBase64WO.ValueString())
	if err != nil {
		return page{}, []evidence.Finding{evidence.NewFinding(evidence.CodeContentNotBase64, "The content could not be decoded.")}
	}
	file, findings := evidence.InspectBytes("content_base64_wo", content)
	if tfkit.Known(config.ContentSHA256) && config.ContentSHA256.ValueString() != file.SHA256 {
		tfkit.Report(diags, path.Root("content_sha256"), evidence.NewFinding(evidence.CodeDigestMismatch,
			fmt.Sprintf("The content has SHA-256 %s; content_sha256 says %s.", file.SHA256, config.ContentSHA256.ValueString())))
	}
	return inMemory(file, content), findings
}

// reviewed reads the page again and refuses content that is not what the plan
// showed. The plan has given the warnings. prior is empty for a new page.
func (r *Resource) reviewed(diags *diag.Diagnostics, plan, prior, config model) page {
	var found diag.Diagnostics
	content, _ := r.content(&found, plan, prior, config)
	if !found.HasError() && tfkit.Known(plan.SHA256) {
		tfkit.Report(&found, contentPath(config), evidence.CheckPlannedFile(plan.SHA256.ValueString(), content.file)...)
	}
	diags.Append(found.Errors()...)
	return content
}

// checkExchange refuses other bytes for a page that was sent.
func checkExchange(diags *diag.Diagnostics, plan, prior, config model) {
	if !tfkit.Known(plan.SHA256) || plan.SHA256.Equal(prior.SHA256) {
		return
	}
	tfkit.Report(diags, contentPath(config), evidence.NewFinding(evidence.CodePageExchanged,
		fmt.Sprintf("Document %s holds a page with SHA-256 %s; the configuration now has %s.",
			prior.DocumentID.ValueString(), prior.SHA256.ValueString(), plan.SHA256.ValueString())))
}

// checkTarget asks Mangopay whether dispute and document take a page. A page that
// is there already, from a state that was lost, needs neither.
func (r *Resource) checkTarget(ctx context.Context, diags *diag.Diagnostics, plan model) {
	var found diag.Diagnostics
	if tfkit.Known(plan.DisputeID) {
		findings, err := r.TakesDocuments(ctx, plan.DisputeID.ValueString())
		tfkit.AddError(&found, err, path.Root("dispute_id"), nil)
		// A document that is not known yet is made by this plan, and checked there; it may
		// turn out to be one that was sent with this page.
		if tfkit.Known(plan.DocumentID) {
			tfkit.Report(&found, path.Root("dispute_id"), findings...)
		}
	}
	if tfkit.Known(plan.DocumentID) && !found.HasError() {
		r.checkDocument(ctx, &found, plan)
	}
	if !found.HasError() || !r.holds(ctx, plan) {
		diags.Append(found...)
	}
}

func (r *Resource) checkDocument(ctx context.Context, diags *diag.Diagnostics, plan model) {
	doc, err := r.Document(ctx, plan.DocumentID.ValueString())
	if err != nil {
		tfkit.AddError(diags, err, path.Root("document_id"), nil)
		return
	}
	if tfkit.Known(plan.DisputeID) {
		tfkit.Report(diags, path.Root("document_id"), platform.CheckDispute(doc, plan.DisputeID.ValueString())...)
	}
	tfkit.Report(diags, path.Root("document_id"), evidence.CheckTakesPages(doc.ID, doc.Status)...)
}

// holds tells whether the document of the dispute has the planned page. An error
// counts as no: what was found before is then what the user needs.
func (r *Resource) holds(ctx context.Context, plan model) bool {
	if !tfkit.Known(plan.DisputeID, plan.DocumentID, plan.SHA256) {
		return false
	}
	doc, err := r.Document(ctx, plan.DocumentID.ValueString())
	if err != nil || doc.DisputeID != plan.DisputeID.ValueString() {
		return false
	}
	held, err := r.Contents(ctx, doc.ID)
	return err == nil && slices.Contains(platform.Digests(held), plan.SHA256.ValueString())
}

// contentPath is where the configuration has the page.
func contentPath(config model) path.Path {
	if config.Source.IsNull() {
		return path.Root("content_base64_wo")
	}
	return path.Root("source")
}
