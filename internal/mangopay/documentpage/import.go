package documentpage

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// ImportState takes "<dispute_id>/<document_id>/<sha256>" and checks that the
// document holds such a page. "?source=" may name the file it came from, which is
// then compared.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var state model
	if req.ID == "" {
		for name, value := range map[string]*types.String{"dispute_id": &state.DisputeID, "document_id": &state.DocumentID, "sha256": &state.SHA256} {
			resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root(name), value)...)
		}
	} else {
		state.parseImportID(req.ID, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	r.find(ctx, &resp.Diagnostics, &state)
	r.compareSource(&resp.Diagnostics, state)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	r.identify(ctx, &resp.Diagnostics, resp.Identity, state)
}

func (m *model) parseImportID(text string, diags *diag.Diagnostics) {
	id, err := tfkit.ParseImportID(text, []string{"dispute_id", "document_id", "sha256"}, []string{"source"})
	if err != nil {
		tfkit.AddError(diags, err, path.Root("document_id"), nil)
		return
	}
	m.DisputeID = types.StringValue(id.Parts[0])
	m.DocumentID = types.StringValue(id.Parts[1])
	m.SHA256 = types.StringValue(id.Parts[2])
	m.Source = tfkit.Text(id.Options.Get("source"))
}

// find measures the imported page from what Mangopay holds.
func (r *Resource) find(ctx context.Context, diags *diag.Diagnostics, state *model) {
	at := path.Root("document_id")
	doc, err := r.Document(ctx, state.DocumentID.ValueString())
	if err == nil {
		err = tfkit.Refuse(platform.CheckDispute(doc, state.DisputeID.ValueString()))
	}
	if err != nil {
		tfkit.AddError(diags, err, at, nil)
		return
	}
	held, err := r.Contents(ctx, doc.ID)
	if err != nil {
		tfkit.AddError(diags, err, at, nil)
		return
	}
	i := slices.IndexFunc(held, func(page evidence.File) bool { return page.SHA256 == state.SHA256.ValueString() })
	if len(held) == 0 && doc.Status == evidence.DocumentCreated {
		tfkit.Report(diags, at, evidence.NewFinding(evidence.CodePagesNotShown, fmt.Sprintf("Document %s is %s and shows 0 pages.", doc.ID, doc.Status)))
		return
	}
	if i < 0 {
		tfkit.Report(diags, path.Root("sha256"), evidence.NewFinding(evidence.CodeDigestMismatch,
			fmt.Sprintf("Document %s holds %d pages, none with SHA-256 %s.", doc.ID, len(held), state.SHA256.ValueString())))
		return
	}
	state.record(held[i])
}

// compareSource requires the named file to be the imported page.
func (r *Resource) compareSource(diags *diag.Diagnostics, state model) {
	if diags.HasError() || state.Source.IsNull() {
		return
	}
	at := path.Root("source")
	file, findings := r.Files.Inspect(state.Source.ValueString())
	tfkit.Report(diags, at, findings...)
	if !diags.HasError() && file.SHA256 != state.SHA256.ValueString() {
		tfkit.Report(diags, at, evidence.NewFinding(evidence.CodeDigestMismatch,
			fmt.Sprintf("The imported page has SHA-256 %s; the file %s has %s.", state.SHA256.ValueString(), evidence.Printable(file.Path), file.SHA256)))
	}
}
