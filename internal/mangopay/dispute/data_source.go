// Package dispute is the disputes_mangopay_dispute and disputes_mangopay_disputes
// data sources.
package dispute

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// DataSource is disputes_mangopay_dispute.
type DataSource struct {
	platform.DataSource
}

// NewDataSource returns the data source, not yet configured.
func NewDataSource() datasource.DataSource {
	return &DataSource{platform.NamedDataSource("mangopay_dispute")}
}

// Schema describes one dispute (Mangopay API reference, View a Dispute).
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := disputeAttributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "Id of the dispute.",
		Required:            true,
		Validators:          []validator.String{stringvalidator.LengthBetween(1, 128)},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One dispute: what is disputed, why, until when it can be answered, and how it stands.",
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
	found, err := d.Dispute(ctx, id.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), nil)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, shown(found))...)
}
