// Package function holds the provider's functions. They work on what they are given and
// ask nobody, so that they need no account.
package function

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

type rebillyRecord struct{}

// NewRebillyRecord returns the function rebilly_record, which says what a Rebilly dispute
// has to say of a Mangopay dispute.
func NewRebillyRecord() function.Function { return rebillyRecord{} }

// mangopayDispute is what the function reads of an element of the data source
// disputes_mangopay_disputes.
type mangopayDispute struct {
	ID              types.String `tfsdk:"id"`
	Type            types.String `tfsdk:"dispute_type"`
	Status          types.String `tfsdk:"status"`
	ResultCode      types.String `tfsdk:"result_code"`
	ReasonType      types.String `tfsdk:"reason_type"`
	DisputedFunds   *funds       `tfsdk:"disputed_funds"`
	ContestDeadline types.String `tfsdk:"contest_deadline"`
	CreatedAt       types.String `tfsdk:"created_at"`
}

// funds is an amount in minor units with its currency.
type funds struct {
	Amount   types.Int64  `tfsdk:"amount"`
	Currency types.String `tfsdk:"currency"`
}

// record is the result: arguments of disputes_rebilly_dispute.
type record struct {
	Status       types.String `tfsdk:"status"`
	Type         types.String `tfsdk:"type"`
	ReasonCode   types.String `tfsdk:"reason_code"`
	Amount       types.Int64  `tfsdk:"amount"`
	Currency     types.String `tfsdk:"currency"`
	PostedTime   types.String `tfsdk:"posted_time"`
	DeadlineTime types.String `tfsdk:"deadline_time"`
	CaseID       types.String `tfsdk:"case_id"`
}

var (
	disputeType = map[string]attr.Type{
		"id":           types.StringType,
		"dispute_type": types.StringType,
		"status":       types.StringType,
		"result_code":  types.StringType,
		"reason_type":  types.StringType,
		"disputed_funds": types.ObjectType{AttrTypes: map[string]attr.Type{
			"amount":   types.Int64Type,
			"currency": types.StringType,
		}},
		"contest_deadline": types.StringType,
		"created_at":       types.StringType,
	}
	recordType = map[string]attr.Type{
		"status":        types.StringType,
		"type":          types.StringType,
		"reason_code":   types.StringType,
		"amount":        types.Int64Type,
		"currency":      types.StringType,
		"posted_time":   types.StringType,
		"deadline_time": types.StringType,
		"case_id":       types.StringType,
	}
)

// Metadata names the function.
func (rebillyRecord) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "rebilly_record"
}

// Definition describes the function, with the table by which it translates.
func (rebillyRecord) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             "What a Rebilly dispute says of a Mangopay dispute",
		MarkdownDescription: description(),
		Parameters: []function.Parameter{function.ObjectParameter{
			Name:                "dispute",
			MarkdownDescription: "An element of `disputes` of the data source `disputes_mangopay_disputes`, or a whole data source `disputes_mangopay_dispute`. Read are `id`, `dispute_type`, `status`, `result_code`, `reason_type`, `disputed_funds`, `contest_deadline` and `created_at`; further attributes do no harm.",
			AttributeTypes:      disputeType,
		}},
		Return: function.ObjectReturn{AttributeTypes: recordType},
	}
}

// Run translates. What cannot be read is an error that names the attribute.
func (rebillyRecord) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var given mangopayDispute
	if resp.Error = req.Arguments.Get(ctx, &given); resp.Error != nil {
		return
	}
	dispute, err := given.summary()
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, shown(evidence.RebillyFromMangopay(dispute)))
}

// summary is the dispute as the rules know it.
func (d mangopayDispute) summary() (evidence.MangopaySummary, error) {
	out := evidence.MangopaySummary{
		ID:         d.ID.ValueString(),
		Type:       d.Type.ValueString(),
		Status:     d.Status.ValueString(),
		ResultCode: d.ResultCode.ValueString(),
		ReasonType: d.ReasonType.ValueString(),
	}
	if out.ID == "" {
		return out, fmt.Errorf("dispute.id is not set: it becomes the case_id, by which the two disputes are told to be one")
	}
	if d.DisputedFunds != nil {
		out.Amount, out.Currency = d.DisputedFunds.Amount.ValueInt64(), d.DisputedFunds.Currency.ValueString()
	}
	var err error
	if out.CreatedAt, err = instant("created_at", d.CreatedAt); err != nil {
		return out, err
	}
	out.ContestDeadline, err = instant("contest_deadline", d.ContestDeadline)
	return out, err
}

// instant reads a time; zero for none.
func instant(name string, v types.String) (time.Time, error) {
	if v.ValueString() == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, v.ValueString())
	if err != nil {
		return at, fmt.Errorf("dispute.%s is %q, which is not a time in RFC 3339 such as \"2026-11-22T10:00:00Z\"", name, v.ValueString())
	}
	return at, nil
}

// shown is the result as Terraform sees it: null for what the mapping cannot know.
func shown(s evidence.RebillySummary) record {
	out := record{
		Status:       tfkit.Text(s.Status),
		Type:         tfkit.Text(s.Type),
		ReasonCode:   tfkit.Text(s.ReasonCode),
		Currency:     tfkit.Text(s.Currency),
		PostedTime:   tfkit.Time(s.PostedTime).StringValue,
		DeadlineTime: tfkit.Time(s.DeadlineTime).StringValue,
		CaseID:       tfkit.Text(s.CaseID),
	}
	if s.Currency != "" {
		out.Amount = types.Int64Value(s.Amount)
	}
	return out
}
