package dispute

import (
	"fmt"
	"math/big"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// shown is a dispute as the data sources show it, and as a resource has it.
type shown struct {
	ID                      types.String      `tfsdk:"id"`
	TransactionID           types.String      `tfsdk:"transaction_id"`
	Amount                  types.Number      `tfsdk:"amount"`
	Currency                types.String      `tfsdk:"currency"`
	AcquirerReferenceNumber types.String      `tfsdk:"acquirer_reference_number"`
	CaseID                  types.String      `tfsdk:"case_id"`
	ReasonCode              types.String      `tfsdk:"reason_code"`
	Type                    types.String      `tfsdk:"type"`
	Status                  types.String      `tfsdk:"status"`
	PostedTime              timetypes.RFC3339 `tfsdk:"posted_time"`
	DeadlineTime            timetypes.RFC3339 `tfsdk:"deadline_time"`
	AmountDecimal           types.String      `tfsdk:"amount_decimal"`
	CustomerID              types.String      `tfsdk:"customer_id"`
	ReasonDescription       types.String      `tfsdk:"reason_description"`
	Category                types.String      `tfsdk:"category"`
	Source                  types.String      `tfsdk:"source"`
	ResolvedTime            timetypes.RFC3339 `tfsdk:"resolved_time"`
	CreatedTime             timetypes.RFC3339 `tfsdk:"created_time"`
	UpdatedTime             timetypes.RFC3339 `tfsdk:"updated_time"`
	Revision                types.Int64       `tfsdk:"revision"`
}

// model is the resource in configuration, plan and state.
type model struct {
	shown

	StatusAuthority types.String `tfsdk:"status_authority"`
	Generation      types.Int64  `tfsdk:"generation"`
}

// fields are the writable attributes by the API's names.
var fields = tfkit.Fields{
	"id":                      path.Root("id"),
	"transactionId":           path.Root("transaction_id"),
	"amount":                  path.Root("amount"),
	"currency":                path.Root("currency"),
	"acquirerReferenceNumber": path.Root("acquirer_reference_number"),
	"caseId":                  path.Root("case_id"),
	"reasonCode":              path.Root("reason_code"),
	"type":                    path.Root("type"),
	"status":                  path.Root("status"),
	"postedTime":              path.Root("posted_time"),
	"deadlineTime":            path.Root("deadline_time"),
}

// refresh takes over what the API says of the dispute. A time keeps its text while it
// names the same instant, so that another way to write one is no difference.
func (m *shown) refresh(d *rebilly.Dispute) {
	m.ID = types.StringValue(d.ID)
	m.TransactionID = tfkit.Text(d.TransactionID)
	m.Amount, m.AmountDecimal = amounts(d.Amount, d.Currency)
	m.Currency = tfkit.Text(d.Currency)
	m.AcquirerReferenceNumber = tfkit.Text(d.AcquirerReferenceNumber)
	m.CaseID = tfkit.Text(d.CaseID)
	m.ReasonCode = tfkit.Text(d.ReasonCode)
	m.Type = tfkit.Text(d.Type)
	m.Status = tfkit.Text(d.Status)
	m.PostedTime = keepTime(m.PostedTime, tfkit.Time(d.PostedTime))
	m.DeadlineTime = keepTime(m.DeadlineTime, tfkit.Time(d.DeadlineTime))
	m.CustomerID = tfkit.Text(d.CustomerID)
	m.ReasonDescription = tfkit.Text(d.ReasonDescription)
	m.Category = tfkit.Text(d.Category)
	m.Source = tfkit.Text(d.Source)
	m.ResolvedTime = tfkit.Time(d.ResolvedTime)
	m.CreatedTime = tfkit.Time(d.CreatedTime)
	m.UpdatedTime = tfkit.Time(d.UpdatedTime)
	m.Revision = types.Int64Value(d.Revision)
}

// amounts are an amount of the API in minor units and as decimal text. One that is no
// whole number of minor units, or whose currency nobody knows, is text alone.
func amounts(decimal, currency string) (types.Number, types.String) {
	minor, err := evidence.MinorUnits(decimal, currency)
	if err != nil {
		return types.NumberNull(), tfkit.Text(decimal)
	}
	return types.NumberValue(new(big.Float).SetInt64(minor)), decimalAmount(minor, currency)
}

// decimalAmount is the amount as it is sent; null when the currency is not known to
// ISO 4217.
func decimalAmount(minor int64, currency string) types.String {
	text, err := evidence.DecimalAmount(minor, currency)
	if err != nil {
		return types.StringNull()
	}
	return types.StringValue(text)
}

// keepTime is what the other side says, in the words of before if the instant is the
// same.
func keepTime(before, now timetypes.RFC3339) timetypes.RFC3339 {
	if tfkit.Known(before, now) && instant(before).Equal(instant(now)) {
		return before
	}
	return now
}

// instant is the time of a value in whole seconds, which is what is sent; zero when it is
// null or unknown. timetypes compares texts: to it 12:00Z and 13:00+01:00 differ.
func instant(v timetypes.RFC3339) time.Time {
	return tfkit.Instant(v).UTC().Truncate(time.Second)
}

// record is what the resource writes, whole. What is not known, or was never given, is
// empty in it.
func (m *shown) record() rebilly.Record {
	return rebilly.Record{
		TransactionID:           m.TransactionID.ValueString(),
		Currency:                m.Currency.ValueString(),
		Amount:                  m.AmountDecimal.ValueString(),
		AcquirerReferenceNumber: m.AcquirerReferenceNumber.ValueString(),
		CaseID:                  m.CaseID.ValueString(),
		ReasonCode:              m.ReasonCode.ValueString(),
		Type:                    m.Type.ValueString(),
		Status:                  m.Status.ValueString(),
		PostedTime:              instant(m.PostedTime),
		DeadlineTime:            instant(m.DeadlineTime),
	}
}

// known tells whether every writable attribute is known.
func (m *shown) known() bool {
	for _, v := range m.writable() {
		if v.IsUnknown() {
			return false
		}
	}
	return true
}

// open leaves open what a write changes on the other side, besides its creation.
func (m *shown) open() {
	m.AmountDecimal, m.CustomerID = types.StringUnknown(), types.StringUnknown()
	m.ReasonDescription, m.Category, m.Source = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
	m.ResolvedTime, m.UpdatedTime = timetypes.NewRFC3339Unknown(), timetypes.NewRFC3339Unknown()
	m.Revision = types.Int64Unknown()
}

// keep takes over from the state what no client writes: nothing will be written.
func (m *shown) keep(prior shown) {
	m.AmountDecimal, m.CustomerID = prior.AmountDecimal, prior.CustomerID
	m.ReasonDescription, m.Category, m.Source = prior.ReasonDescription, prior.Category, prior.Source
	m.ResolvedTime, m.CreatedTime, m.UpdatedTime = prior.ResolvedTime, prior.CreatedTime, prior.UpdatedTime
	m.Revision = prior.Revision
}

// natural is what the id of a new dispute is derived from; ok is false while a part of it
// is not known.
func (m *model) natural() (n evidence.RebillyNatural, ok bool) {
	if m.TransactionID.IsUnknown() || m.PostedTime.IsUnknown() || m.Generation.IsUnknown() {
		return n, false
	}
	return evidence.RebillyNatural{
		TransactionID: m.TransactionID.ValueString(),
		PostedTime:    instant(m.PostedTime),
		Generation:    m.Generation.ValueInt64(),
	}, true
}

// derive gives a new dispute its id, if it has none and what it is derived from is known.
func (m *model) derive() {
	if n, ok := m.natural(); ok && m.ID.IsUnknown() {
		m.ID = types.StringValue(evidence.RebillyDisputeID(n))
	}
}

// name says for people which dispute is meant.
func (m *shown) name() string {
	return fmt.Sprintf("dispute %s of transaction %s (%s)", m.ID.ValueString(), m.TransactionID.ValueString(), m.Status.ValueString())
}
