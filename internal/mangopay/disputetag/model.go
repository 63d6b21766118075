package disputetag

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// model is the tag of a dispute in configuration, plan and state.
type model struct {
	DisputeID types.String `tfsdk:"dispute_id"`
	Tag       types.String `tfsdk:"tag"`
}

var fields = tfkit.Fields{"Tag": path.Root("tag")}

// refresh takes over what the API says of the dispute, and only that.
func (m *model) refresh(d *mangopay.Dispute) {
	m.DisputeID = types.StringValue(d.ID)
	m.Tag = tfkit.Text(d.Tag)
}
