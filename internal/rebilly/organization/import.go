package organization

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// ImportedID returns the id that an import names, by text or by identity. One that Rebilly
// would not take is refused as it is in a configuration.
func ImportedID(ctx context.Context, req resource.ImportStateRequest, diags *diag.Diagnostics) string {
	id := types.StringValue(req.ID)
	if req.ID == "" {
		diags.Append(req.Identity.GetAttribute(ctx, path.Root("id"), &id)...)
	}
	tfkit.Report(diags, path.Root("id"), evidence.CheckRebillyID(id.ValueString())...)
	return id.ValueString()
}
