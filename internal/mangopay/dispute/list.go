package dispute

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

var (
	_ datasource.DataSourceWithConfigure      = (*List)(nil)
	_ datasource.DataSourceWithValidateConfig = (*List)(nil)
)

// List is disputes_mangopay_disputes.
type List struct {
	platform.DataSource
}

// NewList returns the data source, not yet configured.
func NewList() datasource.DataSource {
	return &List{platform.NamedDataSource("mangopay_disputes")}
}

// listModel is the filters and what they found.
type listModel struct {
	UserID            types.String      `tfsdk:"user_id"`
	WalletID          types.String      `tfsdk:"wallet_id"`
	PayInID           types.String      `tfsdk:"pay_in_id"`
	PendingSettlement types.Bool        `tfsdk:"pending_settlement"`
	Statuses          types.List        `tfsdk:"statuses"`
	Types             types.List        `tfsdk:"dispute_types"`
	CreatedBefore     timetypes.RFC3339 `tfsdk:"created_before"`
	CreatedAfter      timetypes.RFC3339 `tfsdk:"created_after"`
	NewestFirst       types.Bool        `tfsdk:"newest_first"`
	Disputes          []model           `tfsdk:"disputes"`
}

// Schema describes the lists of disputes (Mangopay API reference, List Disputes,
// for a User, a Wallet, a PayIn, and pending settlement).
func (l *List) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	dispute := disputeAttributes()
	dispute["id"] = text("Id of the dispute.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "Every dispute that matches, over all result pages: of the account, or of one user, wallet or pay-in, or those that wait for their settlement.",
		Attributes: map[string]schema.Attribute{
			"user_id": schema.StringAttribute{
				MarkdownDescription: "Only disputes of this user. At most one of `user_id`, `wallet_id`, `pay_in_id` and `pending_settlement`.",
				Optional:            true,
				Validators:          scope(),
			},
			"wallet_id": schema.StringAttribute{
				MarkdownDescription: "Only disputes of this wallet.",
				Optional:            true,
				Validators:          scope(),
			},
			"pay_in_id": schema.StringAttribute{
				MarkdownDescription: "Only disputes of this pay-in.",
				Optional:            true,
				Validators:          scope(),
			},
			"pending_settlement": schema.BoolAttribute{
				MarkdownDescription: "Whether to list only lost disputes whose settlement is still owed. Mangopay takes no filters with it.",
				Optional:            true,
			},
			"statuses": schema.ListAttribute{
				MarkdownDescription: "Only disputes with one of these statuses, for instance `[\"PENDING_CLIENT_ACTION\", \"REOPENED_PENDING_CLIENT_ACTION\"]`.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          among("one of Mangopay's dispute statuses", evidence.CheckDisputeStatusFilter),
			},
			"dispute_types": schema.ListAttribute{
				MarkdownDescription: "Only disputes of one of these types: `CONTESTABLE`, `NOT_CONTESTABLE`, `RETRIEVAL`.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          among("one of Mangopay's dispute types", evidence.CheckDisputeTypeFilter),
			},
			"created_before": filterTime("Only disputes opened before this time, RFC 3339."),
			"created_after":  filterTime("Only disputes opened after this time, RFC 3339."),
			"newest_first": schema.BoolAttribute{
				MarkdownDescription: "Whether the newest dispute comes first. Default: the oldest.",
				Optional:            true,
			},
			"disputes": schema.ListNestedAttribute{
				MarkdownDescription: "The disputes, by the time they were opened.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: dispute},
			},
		},
	}
}

func scope() []validator.String {
	return []validator.String{stringvalidator.LengthBetween(1, 128)}
}

func among(description string, check func(string) []evidence.Finding) []validator.List {
	return []validator.List{listvalidator.SizeAtLeast(1), listvalidator.ValueStringsAre(tfkit.StringRule(description, check))}
}

func filterTime(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, CustomType: timetypes.RFC3339Type{}}
}

// ValidateConfig refuses what no list of Mangopay's can answer: two scopes at
// once, and a filter of what waits for its settlement.
func (l *List) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var m listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	scopes := m.scopes()
	if len(scopes) > 1 {
		resp.Diagnostics.AddAttributeError(path.Root(scopes[1]), "Two scopes for one list",
			fmt.Sprintf("%s are set together, and Mangopay lists by one of them at a time. Keep one, and use a second data source for the other.", strings.Join(scopes, " and ")))
	}
	if filters := m.filters(); m.PendingSettlement.ValueBool() && len(filters) > 0 {
		resp.Diagnostics.AddAttributeError(path.Root(filters[0]), "No filter with pending_settlement",
			"Mangopay takes no filter for the list of disputes that wait for their settlement. Filter the result in the configuration.")
	}
}

// scopes are the names of the scopes that are set.
func (m *listModel) scopes() []string {
	var names []string
	for _, scope := range []struct {
		name string
		set  bool
	}{
		{"user_id", tfkit.Known(m.UserID)},
		{"wallet_id", tfkit.Known(m.WalletID)},
		{"pay_in_id", tfkit.Known(m.PayInID)},
		{"pending_settlement", m.PendingSettlement.ValueBool()},
	} {
		if scope.set {
			names = append(names, scope.name)
		}
	}
	return names
}

// filters are the names of the filters that are set.
func (m *listModel) filters() []string {
	var names []string
	for _, filter := range []struct {
		name  string
		value attr.Value
	}{
		{"statuses", m.Statuses},
		{"dispute_types", m.Types},
		{"created_before", m.CreatedBefore},
		{"created_after", m.CreatedAfter},
	} {
		if !filter.value.IsNull() {
			names = append(names, filter.name)
		}
	}
	return names
}

// Read reads all result pages.
func (l *List) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	filter := m.filter(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	m.Disputes = []model{}
	for found, err := range l.Client.Disputes.All(ctx, m.scope(), filter) {
		if err != nil {
			tfkit.AddError(&resp.Diagnostics, err, path.Empty(), nil)
			return
		}
		m.Disputes = append(m.Disputes, shown(found))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func (m *listModel) scope() mangopay.DisputeScope {
	return mangopay.DisputeScope{
		UserID:            m.UserID.ValueString(),
		WalletID:          m.WalletID.ValueString(),
		PayInID:           m.PayInID.ValueString(),
		PendingSettlement: m.PendingSettlement.ValueBool(),
	}
}

func (m *listModel) filter(ctx context.Context, diags *diag.Diagnostics) mangopay.DisputeFilter {
	return mangopay.DisputeFilter{
		Statuses:      tfkit.Strings(ctx, m.Statuses, diags),
		Types:         tfkit.Strings(ctx, m.Types, diags),
		CreatedBefore: tfkit.Instant(m.CreatedBefore),
		CreatedAfter:  tfkit.Instant(m.CreatedAfter),
		Descending:    m.NewestFirst.ValueBool(),
	}
}
