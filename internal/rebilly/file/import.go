package file

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// ImportState takes the file's id. The id may carry the source and the generation as a
// query; then the local file is compared with what Rebilly holds, and the plan after the
// import is empty. Without them the next apply compares and records; it sends nothing.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, options := tfkit.ImportedID(ctx, req, &resp.Diagnostics, "id", "source", "generation")
	if !resp.Diagnostics.HasError() {
		tfkit.Report(&resp.Diagnostics, path.Root("id"), evidence.CheckRebillyID(id.ValueString())...)
	}
	state := model{
		ID: id, Source: tfkit.Text(options.Get("source")), Tags: types.SetNull(types.StringType),
		Generation: generation(options.Get("generation"), &resp.Diagnostics),
	}
	if resp.Diagnostics.HasError() {
		return
	}
	f, err := r.read(ctx, id.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
		return
	}
	state.refresh(ctx, &resp.Diagnostics, f)
	state.surplus(ctx, &resp.Diagnostics, nil)
	resp.Diagnostics.Append(noteClaim(ctx, resp.Private, evidence.RebillyClaimOf(f.Tags))...)
	r.compareSource(&resp.Diagnostics, &state)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}

// read reads a file. One that does not exist is a finding with its remedy, not a bare 404.
func (r *Resource) read(ctx context.Context, id string) (*rebilly.File, error) {
	if err := r.RequireKnown(); err != nil {
		return nil, err
	}
	f, err := r.Client.Files.Get(ctx, id)
	if apierr.NotFound(err) {
		return nil, tfkit.Refuse(r.NotFound(fmt.Sprintf("file %q", id)))
	}
	return f, err
}

// generation reads the option of that name, which the API does not know.
func generation(text string, diags *diag.Diagnostics) types.Int64 {
	if text == "" {
		return types.Int64Null()
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		tfkit.AddError(diags, fmt.Errorf("generation is %q in the import id, but must be a whole number from 1", text), path.Root("generation"), fields)
	}
	return types.Int64Value(n)
}

// compareSource requires the named file to be the imported one, and records its digest.
func (r *Resource) compareSource(diags *diag.Diagnostics, state *model) {
	c := r.inspect(*state)
	if !c.known {
		return
	}
	at := path.Root("source")
	tfkit.Report(diags, at, c.findings...)
	if diags.HasError() {
		return
	}
	if !c.held(*state) {
		tfkit.Report(diags, at, evidence.CheckRebillyFileMismatch(state.ID.ValueString(), state.recorded(), c.file)...)
		return
	}
	state.measured(c.file)
}
