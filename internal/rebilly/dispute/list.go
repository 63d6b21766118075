package dispute

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/rebilly/organization"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

var (
	_ datasource.DataSourceWithConfigure      = (*List)(nil)
	_ datasource.DataSourceWithValidateConfig = (*List)(nil)
)

// List is disputes_rebilly_disputes.
type List struct {
	organization.DataSource
}

// NewList returns the data source, not yet configured.
func NewList() datasource.DataSource {
	return &List{organization.NamedDataSource("rebilly_disputes")}
}

// listModel is the query and what it found.
type listModel struct {
	Filter   types.String `tfsdk:"filter"`
	Search   types.String `tfsdk:"search"`
	Sort     types.List   `tfsdk:"sort"`
	Disputes []shown      `tfsdk:"disputes"`
}

// Schema describes the list of disputes (Rebilly API reference, Retrieve a list of
// disputes; Rebilly documentation, Search and filters).
func (l *List) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	dispute := shownAttributes()
	dispute["id"] = shownText("Id of the dispute.")
	given := []validator.String{stringvalidator.LengthAtLeast(1)}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Every dispute that matches, each exactly once, however many there are: where Rebilly's pages end, at about 2,000, the list goes on by the time of creation.",
		Attributes: map[string]schema.Attribute{
			"filter": schema.StringAttribute{
				MarkdownDescription: "Only disputes that this filter selects, in Rebilly's grammar: `field:value`, `;` for and, `,` for or, `!` for not, `..` for ranges, with the API's names of fields. For instance `status:response-needed;currency:EUR,USD` or `deadlineTime:..2026-03-01T00:00:00Z`.",
				Optional:            true,
				Validators:          given,
			},
			"search": schema.StringAttribute{
				MarkdownDescription: "Only disputes in which Rebilly finds this text.",
				Optional:            true,
				Validators:          given,
			},
			"sort": schema.ListAttribute{
				MarkdownDescription: "Names of attributes by which the whole list is sorted, the most important one first, each with a leading `-` for descending order. Default `[\"created_time\"]`. What is equal is in the order of its creation.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
			},
			"disputes": schema.ListNestedAttribute{
				MarkdownDescription: "The disputes.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: dispute},
			},
		},
	}
}

// ValidateConfig refuses a field that no list is sorted by.
func (l *List) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var m listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	for _, element := range m.Sort.Elements() {
		if field, ok := element.(types.String); ok && tfkit.Known(field) {
			tfkit.Report(&resp.Diagnostics, path.Root("sort"), evidence.CheckSortField(field.ValueString(), sortableNames())...)
		}
	}
}

// Read reads all disputes, over all pages, and sorts them here: a page that is sorted by
// what changes may miss some.
func (l *List) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	order := tfkit.Strings(ctx, m.Sort, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	disputes, err := l.Client.Disputes.List(ctx, rebilly.DisputeQuery{Filter: m.Filter.ValueString(), Search: m.Search.ValueString()})
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Empty(), tfkit.Fields{"filter": path.Root("filter"), "q": path.Root("search")})
		return
	}
	sorted(disputes, order)
	m.Disputes = make([]shown, 0, len(disputes))
	for i := range disputes {
		m.Disputes = append(m.Disputes, show(&disputes[i]))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
