package dispute

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// ImportState takes the dispute's id. The text of the id may carry the generation from
// which the id was derived, as in "tf_0123?generation=2": Rebilly does not know it.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, options := tfkit.ImportedID(ctx, req, &resp.Diagnostics, "id", "generation")
	state := model{StatusAuthority: types.StringValue(authorityConfig), Generation: generation(options.Get("generation"), &resp.Diagnostics)}
	if resp.Diagnostics.HasError() {
		return
	}
	d, err := r.Dispute(ctx, id.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
		return
	}
	state.refresh(d)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), d.ID)...)
	resp.Diagnostics.Append(noteWrite(ctx, resp.Private, state.shown, true)...)
}

// generation reads the option of that name.
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
