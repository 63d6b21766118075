package documentsubmission

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// model is the submission of one document in configuration, plan and state.
type model struct {
	DisputeID            types.String      `tfsdk:"dispute_id"`
	DocumentID           types.String      `tfsdk:"document_id"`
	Digest               types.String      `tfsdk:"digest"`
	Pages                types.List        `tfsdk:"pages"`
	WaitForReview        types.Bool        `tfsdk:"wait_for_review"`
	Timeouts             timeouts.Value    `tfsdk:"timeouts"`
	Status               types.String      `tfsdk:"status"`
	ProcessedAt          timetypes.RFC3339 `tfsdk:"processed_at"`
	RefusedReasonType    types.String      `tfsdk:"refused_reason_type"`
	RefusedReasonMessage types.String      `tfsdk:"refused_reason_message"`
}

var fields = tfkit.Fields{
	"Status": path.Root("document_id"),
}

// refresh takes over what the API says of the document, and only that.
func (m *model) refresh(d *mangopay.Document) {
	m.DisputeID = types.StringValue(d.DisputeID)
	m.DocumentID = types.StringValue(d.ID)
	m.Status = types.StringValue(d.Status)
	m.ProcessedAt = tfkit.Time(d.ProcessedAt)
	m.RefusedReasonType = tfkit.Text(d.RefusedReasonType)
	m.RefusedReasonMessage = tfkit.Text(d.RefusedReasonMessage)
}

// keep takes over what another model knows of the document.
func (m *model) keep(state model) {
	m.Status, m.ProcessedAt = state.Status, state.ProcessedAt
	m.RefusedReasonType, m.RefusedReasonMessage = state.RefusedReasonType, state.RefusedReasonMessage
}
