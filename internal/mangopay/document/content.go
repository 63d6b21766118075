package document

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// content is what the plan found out about a document's pages.
type content struct {
	pages  []pageModel
	files  []evidence.File
	listed bool // the configuration has a list of pages
	known  bool // and every source in it is known and was inspected

	findings map[int][]evidence.Finding // by page
}

// inspect reads and judges every page whose source is known; report says what it
// found.
func (r *Resource) inspect(ctx context.Context, diags *diag.Diagnostics, m model) content {
	var c content
	c.pages, c.listed = m.pages(ctx, diags)
	c.known = c.listed
	c.files = make([]evidence.File, len(c.pages))
	c.findings = map[int][]evidence.Finding{}
	for i, page := range c.pages {
		if !tfkit.Known(page.Source) {
			c.known = false
			continue
		}
		c.files[i], c.findings[i] = r.Files.Inspect(page.Source.ValueString())
	}
	return c
}

func (c content) report(diags *diag.Diagnostics) {
	for i := range c.pages {
		tfkit.Report(diags, sourceOf(i), c.findings[i]...)
	}
}

// recall gives files that cannot be read any more the digests that were recorded under
// their names, if the document was sent: its evidence does not hang on files that were
// cleaned up since.
func (c content) recall(ctx context.Context, diags *diag.Diagnostics, prior model) {
	if !prior.sent() {
		return
	}
	for i, was := range prior.held(ctx, diags).Pages {
		if i < len(c.files) && tfkit.Known(c.pages[i].Source) && c.files[i] == (evidence.File{Path: was.Path}) {
			c.files[i] = was
		}
	}
}

// same tells that the pages are those that the state has recorded.
func (c content) same(ctx context.Context, diags *diag.Diagnostics, prior model) bool {
	return c.known && tfkit.Known(prior.Pages) && slices.Equal(platform.Digests(prior.held(ctx, diags).Pages), platform.Digests(c.files))
}

// plan writes what is known of the content into the plan. Attributes are set one
// by one, where they differ: rewriting the list would lose the engine's marks on its
// values, and each setting walks the whole plan.
func (c content) plan(ctx context.Context, resp *resource.ModifyPlanResponse, plan model) {
	if resp.Diagnostics.HasError() {
		return
	}
	for i, page := range c.pages {
		if tfkit.Known(page.Source) {
			c.planPage(ctx, resp, i)
		}
	}
	digest := types.StringUnknown()
	switch {
	case plan.Pages.IsNull():
		digest = types.StringNull()
	case c.known && !plan.Type.IsUnknown() && !plan.Tag.IsUnknown():
		digest = types.StringValue(evidence.DocumentDigest(plan.Type.ValueString(), plan.Tag.ValueString(), platform.Digests(c.files)))
	}
	if !digest.Equal(plan.Digest) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("digest"), digest)...)
	}
}

func (c content) planPage(ctx context.Context, resp *resource.ModifyPlanResponse, i int) {
	at, page := path.Root("pages").AtListIndex(i), c.pages[i]
	for name, value := range map[string]struct{ planned, known attr.Value }{
		"sha256":     {page.SHA256, types.StringValue(c.files[i].SHA256)},
		"size":       {page.Size, types.Int64Value(c.files[i].Size)},
		"media_type": {page.MediaType, types.StringValue(c.files[i].MediaType)},
	} {
		if !value.known.Equal(value.planned) {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, at.AtName(name), value.known)...)
		}
	}
}
