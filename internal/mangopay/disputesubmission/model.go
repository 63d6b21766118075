package disputesubmission

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// model is the submission of a dispute in configuration, plan and state.
type model struct {
	DisputeID      types.String      `tfsdk:"dispute_id"`
	ContestedFunds types.Object      `tfsdk:"contested_funds"`
	Documents      types.List        `tfsdk:"documents"`
	ApprovedDigest types.String      `tfsdk:"approved_digest"`
	EvidenceDigest types.String      `tfsdk:"evidence_digest"`
	Status         types.String      `tfsdk:"status"`
	StatusMessage  types.String      `tfsdk:"status_message"`
	ResultCode     types.String      `tfsdk:"result_code"`
	ResultMessage  types.String      `tfsdk:"result_message"`
	Round          types.Int64       `tfsdk:"round"`
	SubmittedAt    timetypes.RFC3339 `tfsdk:"submitted_at"`
}

// fundsModel is an amount in minor units with its currency.
type fundsModel struct {
	Amount   types.Number `tfsdk:"amount"`
	Currency types.String `tfsdk:"currency"`
}

// documentModel names a document and the content that was reviewed.
type documentModel struct {
	DocumentID types.String `tfsdk:"document_id"`
	Digest     types.String `tfsdk:"digest"`
}

var (
	fundsType = map[string]attr.Type{"amount": types.NumberType, "currency": types.StringType}

	documentType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"document_id": types.StringType,
		"digest":      types.StringType,
	}}

	fields = tfkit.Fields{
		"ContestedFunds":          path.Root("contested_funds"),
		"ContestedFunds.Amount":   path.Root("contested_funds").AtName("amount"),
		"ContestedFunds.Currency": path.Root("contested_funds").AtName("currency"),
	}
)

// refresh takes over what the API says of the dispute, and only that. The
// contested funds are the configuration's: Mangopay prefills them before anybody
// contests.
func (m *model) refresh(d *mangopay.Dispute) {
	m.DisputeID = types.StringValue(d.ID)
	m.Status = types.StringValue(d.Status)
	m.StatusMessage = tfkit.Text(d.StatusMessage)
	m.ResultCode = tfkit.Text(d.ResultCode)
	m.ResultMessage = tfkit.Text(d.ResultMessage)
}

// keep takes over what another model knows of the dispute.
func (m *model) keep(state model) {
	m.Status, m.StatusMessage = state.Status, state.StatusMessage
	m.ResultCode, m.ResultMessage = state.ResultCode, state.ResultMessage
	m.Round, m.SubmittedAt = state.Round, state.SubmittedAt
}

// funds returns the contested funds; ok is false while a part is unknown.
func (m *model) funds(ctx context.Context, diags *diag.Diagnostics) (money mangopay.Money, ok bool) {
	if !tfkit.Known(m.ContestedFunds) {
		return mangopay.Money{}, false
	}
	var funds fundsModel
	diags.Append(m.ContestedFunds.As(ctx, &funds, basetypes.ObjectAsOptions{})...)
	if !tfkit.Known(funds.Amount, funds.Currency) {
		return mangopay.Money{}, false
	}
	amount, _ := funds.Amount.ValueBigFloat().Int64() // whole, or the rules have refused it
	return mangopay.Money{Amount: amount, Currency: funds.Currency.ValueString()}, true
}

// documents returns the listed documents; ok is false while the list is null or
// unknown as a whole.
func (m *model) documents(ctx context.Context, diags *diag.Diagnostics) (documents []documentModel, ok bool) {
	if !tfkit.Known(m.Documents) {
		return nil, false
	}
	diags.Append(m.Documents.ElementsAs(ctx, &documents, false)...)
	return documents, !diags.HasError()
}

// digest is the evidence digest; it is unknown while any part of it is.
func (m *model) digest(ctx context.Context, diags *diag.Diagnostics) types.String {
	money, ok := m.funds(ctx, diags)
	documents, listed := m.documents(ctx, diags)
	if !ok || !listed || !tfkit.Known(m.DisputeID) {
		return types.StringUnknown()
	}
	digests := make([]string, 0, len(documents))
	for _, document := range documents {
		if !tfkit.Known(document.Digest) {
			return types.StringUnknown()
		}
		digests = append(digests, document.Digest.ValueString())
	}
	return types.StringValue(evidence.EvidenceDigest(m.DisputeID.ValueString(), money.Currency, money.Amount, digests))
}
