package disputeclosure

import (
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

const resultLost = "LOST"

// model is the closure of a dispute in configuration, plan and state.
type model struct {
	DisputeID  types.String      `tfsdk:"dispute_id"`
	AcceptLoss types.Bool        `tfsdk:"accept_loss"`
	Status     types.String      `tfsdk:"status"`
	ResultCode types.String      `tfsdk:"result_code"`
	ClosedAt   timetypes.RFC3339 `tfsdk:"closed_at"`
}

// fields is empty: the call has no fields that the API could refuse.
var fields tfkit.Fields

// refresh takes over what the API says of the dispute, and only that.
func (m *model) refresh(d *mangopay.Dispute) {
	m.DisputeID = types.StringValue(d.ID)
	m.Status = types.StringValue(d.Status)
	m.ResultCode = tfkit.Text(d.ResultCode)
	m.ClosedAt = tfkit.Time(d.ClosedAt)
}
