package attachment

import (
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// model is an attachment in configuration, plan and state.
type model struct {
	DisputeID   types.String      `tfsdk:"dispute_id"`
	FileID      types.String      `tfsdk:"file_id"`
	Name        types.String      `tfsdk:"name"`
	Description types.String      `tfsdk:"description"`
	ID          types.String      `tfsdk:"id"`
	CreatedTime timetypes.RFC3339 `tfsdk:"created_time"`
	UpdatedTime timetypes.RFC3339 `tfsdk:"updated_time"`
}

// fields places what the API refuses on the attribute that carries it.
var fields = tfkit.Fields{
	"fileId":      path.Root("file_id"),
	"relatedId":   path.Root("dispute_id"),
	"relatedType": path.Root("dispute_id"),
	"name":        path.Root("name"),
	"description": path.Root("description"),
}

// refresh takes over what the API says of the attachment.
func (m *model) refresh(a *rebilly.Attachment) {
	m.DisputeID = types.StringValue(a.RelatedID)
	m.FileID = types.StringValue(a.FileID)
	m.Name = tfkit.Text(a.Name)
	m.Description = tfkit.Text(a.Description)
	m.ID = types.StringValue(a.ID)
	m.CreatedTime = tfkit.Time(a.CreatedTime)
	m.UpdatedTime = tfkit.Time(a.UpdatedTime)
}

// complete fills in what the plan left open.
func (m *model) complete(a *rebilly.Attachment) {
	m.ID = open(m.ID, types.StringValue(a.ID))
	m.CreatedTime = open(m.CreatedTime, tfkit.Time(a.CreatedTime))
	m.UpdatedTime = open(m.UpdatedTime, tfkit.Time(a.UpdatedTime))
}

func open[T interface{ IsUnknown() bool }](planned, now T) T {
	if planned.IsUnknown() {
		return now
	}
	return planned
}

// record is what the resource writes, whole.
func (m *model) record() rebilly.AttachmentRecord {
	return rebilly.AttachmentRecord{
		FileID: m.FileID.ValueString(), RelatedType: evidence.RebillyRelatedDispute, RelatedID: m.DisputeID.ValueString(),
		Name: m.Name.ValueString(), Description: m.Description.ValueString(),
	}
}

// differences are the fields in which an attachment is not as it is wanted.
func differences(want rebilly.AttachmentRecord, a *rebilly.Attachment) (out []evidence.Difference) {
	for _, d := range []evidence.Difference{
		{Attribute: "file_id", Here: want.FileID, There: a.FileID},
		{Attribute: "the related object's type", Here: want.RelatedType, There: a.RelatedType},
		{Attribute: "dispute_id", Here: want.RelatedID, There: a.RelatedID},
		{Attribute: "name", Here: want.Name, There: a.Name},
		{Attribute: "description", Here: want.Description, There: a.Description},
	} {
		if d.Here != d.There {
			out = append(out, d)
		}
	}
	return out
}
