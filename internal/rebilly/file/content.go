package file

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// content is what was found out about the local file.
type content struct {
	file     evidence.Upload
	findings []evidence.Finding
	known    bool // the source is known, and the file was inspected
}

// inspect reads and judges the local file if its source is known.
func (r *Resource) inspect(m model) content {
	if !tfkit.Known(m.Source) {
		return content{}
	}
	file, findings := r.Files.InspectUpload(m.Source.ValueString())
	return content{file: file, findings: findings, known: true}
}

// recall is what the state has recorded of a file that cannot be read any more: what
// Rebilly holds does not hang on a file that was cleaned up since.
func (c content) recall(prior model) content {
	gone := evidence.Upload{File: evidence.File{Path: prior.Source.ValueString()}}
	if c.known && tfkit.Known(prior.SHA256) && c.file == gone {
		c.file = prior.recorded()
	}
	return c
}

// held tells that the state says Rebilly holds these bytes; they are not judged again.
func (c content) held(prior model) bool {
	return c.known && c.file.SHA1 != "" && tfkit.Known(prior.ID) &&
		len(evidence.CheckUploaded(c.file, prior.ID.ValueString(), prior.Size.ValueInt64(), prior.SHA1.ValueString())) == 0
}

// reviewed inspects the file again and refuses one that is not what the plan showed. The
// plan has given the warnings. prior is empty for a new file.
func (r *Resource) reviewed(diags *diag.Diagnostics, plan, prior model) content {
	var found diag.Diagnostics
	c := r.inspect(plan).recall(prior)
	if !c.held(prior) {
		tfkit.Report(&found, path.Root("source"), c.findings...)
	}
	if !found.HasError() && tfkit.Known(plan.SHA256) {
		tfkit.Report(&found, path.Root("source"), evidence.CheckPlannedFile(plan.SHA256.ValueString(), c.file.File)...)
	}
	diags.Append(found.Errors()...)
	return c
}

// plan writes what is known of the file into the plan. Attributes are set one by one,
// where they differ: each setting walks the whole plan.
func (c content) plan(ctx context.Context, resp *resource.ModifyPlanResponse, plan *model, config model) {
	before := *plan
	if config.Name.IsNull() {
		plan.Name = types.StringUnknown()
	}
	if c.known {
		plan.measured(c.file)
	}
	for name, value := range map[string]struct{ planned, known attr.Value }{
		"name":       {before.Name, plan.Name},
		"sha256":     {before.SHA256, plan.SHA256},
		"sha1":       {before.SHA1, plan.SHA1},
		"size":       {before.Size, plan.Size},
		"media_type": {before.MediaType, plan.MediaType},
	} {
		if !value.known.Equal(value.planned) {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value.known)...)
		}
	}
}
