package dispute

import (
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// model is a dispute as both data sources show it.
type model struct {
	ID                       types.String      `tfsdk:"id"`
	Type                     types.String      `tfsdk:"dispute_type"`
	Status                   types.String      `tfsdk:"status"`
	StatusMessage            types.String      `tfsdk:"status_message"`
	ResultCode               types.String      `tfsdk:"result_code"`
	ResultMessage            types.String      `tfsdk:"result_message"`
	ReasonType               types.String      `tfsdk:"reason_type"`
	ReasonMessage            types.String      `tfsdk:"reason_message"`
	DisputedFunds            *fundsModel       `tfsdk:"disputed_funds"`
	ContestedFunds           *fundsModel       `tfsdk:"contested_funds"`
	ContestDeadline          timetypes.RFC3339 `tfsdk:"contest_deadline"`
	CreatedAt                timetypes.RFC3339 `tfsdk:"created_at"`
	ClosedAt                 timetypes.RFC3339 `tfsdk:"closed_at"`
	InitialTransactionID     types.String      `tfsdk:"initial_transaction_id"`
	InitialTransactionType   types.String      `tfsdk:"initial_transaction_type"`
	InitialTransactionNature types.String      `tfsdk:"initial_transaction_nature"`
	RepudiationID            types.String      `tfsdk:"repudiation_id"`
	Tag                      types.String      `tfsdk:"tag"`
}

// fundsModel is an amount in minor units with its currency.
type fundsModel struct {
	Amount   types.Int64  `tfsdk:"amount"`
	Currency types.String `tfsdk:"currency"`
}

// shown is what Terraform sees of a dispute.
func shown(d *mangopay.Dispute) model {
	return model{
		ID:                       types.StringValue(d.ID),
		Type:                     tfkit.Text(d.Type),
		Status:                   tfkit.Text(d.Status),
		StatusMessage:            tfkit.Text(d.StatusMessage),
		ResultCode:               tfkit.Text(d.ResultCode),
		ResultMessage:            tfkit.Text(d.ResultMessage),
		ReasonType:               tfkit.Text(d.ReasonType),
		ReasonMessage:            tfkit.Text(d.ReasonMessage),
		DisputedFunds:            funds(d.DisputedFunds),
		ContestedFunds:           funds(d.ContestedFunds),
		ContestDeadline:          tfkit.Time(d.ContestDeadline),
		CreatedAt:                tfkit.Time(d.CreatedAt),
		ClosedAt:                 tfkit.Time(d.ClosedAt),
		InitialTransactionID:     tfkit.Text(d.InitialTransactionID),
		InitialTransactionType:   tfkit.Text(d.InitialTransactionType),
		InitialTransactionNature: tfkit.Text(d.InitialTransactionNature),
		RepudiationID:            tfkit.Text(d.RepudiationID),
		Tag:                      tfkit.Text(d.Tag),
	}
}

func funds(m *mangopay.Money) *fundsModel {
	if m == nil {
		return nil
	}
	return &fundsModel{Amount: types.Int64Value(m.Amount), Currency: types.StringValue(m.Currency)}
}
