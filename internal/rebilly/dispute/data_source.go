package dispute

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/rebilly/organization"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// DataSource is disputes_rebilly_dispute.
type DataSource struct {
	organization.DataSource
}

// NewDataSource returns the data source, not yet configured.
func NewDataSource() datasource.DataSource {
	return &DataSource{organization.NamedDataSource("rebilly_dispute")}
}

// Schema describes one dispute (Rebilly API reference, Retrieve a dispute).
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := shownAttributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "Id of the dispute.",
		Required:            true,
		Validators:          []validator.String{tfkit.StringRule("an id as Rebilly takes them", evidence.CheckRebillyID)},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One dispute as Rebilly records it. What the gateway reported raw is left out: it may hold personal data.",
		Attributes:          attributes,
	}
}

// Read reads the dispute.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var id types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	if resp.Diagnostics.HasError() {
		return
	}
	there, err := d.Dispute(ctx, id.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), nil)
		return
	}
	tfkit.Report(&resp.Diagnostics, path.Root("amount"), evidence.CheckRebillyAmountHeld(there.Amount, there.Currency)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, show(there))...)
}

// show is what Terraform sees of a dispute.
func show(d *rebilly.Dispute) shown {
	var m shown
	m.refresh(d)
	return m
}
