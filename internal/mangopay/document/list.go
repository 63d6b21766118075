package document

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = (*List)(nil)

// List is disputes_mangopay_documents.
type List struct {
	platform.DataSource
}

// NewList returns the data source, not yet configured.
func NewList() datasource.DataSource {
	return &List{platform.NamedDataSource("mangopay_documents")}
}

// listModel is the filters and what they found.
type listModel struct {
	DisputeID     types.String      `tfsdk:"dispute_id"`
	Statuses      types.List        `tfsdk:"statuses"`
	Types         types.List        `tfsdk:"types"`
	CreatedBefore timetypes.RFC3339 `tfsdk:"created_before"`
	CreatedAfter  timetypes.RFC3339 `tfsdk:"created_after"`
	NewestFirst   types.Bool        `tfsdk:"newest_first"`
	Documents     []shownModel      `tfsdk:"documents"`
}

// Schema describes the lists of documents (Mangopay API reference, List Dispute
// Documents, and those of a Dispute).
func (l *List) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	document := shownAttributes()
	document["id"] = schema.StringAttribute{MarkdownDescription: "Id of the document.", Computed: true}
	filterTime := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Optional: true, CustomType: timetypes.RFC3339Type{}}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Every dispute document that matches, over all result pages: of the account, or of one dispute.",
		Attributes: map[string]schema.Attribute{
			"dispute_id": schema.StringAttribute{
				MarkdownDescription: "Only documents of this dispute. Default: of the whole account.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthBetween(1, 128)},
			},
			"statuses": schema.ListAttribute{
				MarkdownDescription: "Only documents with one of these statuses, for instance `[\"REFUSED\"]`.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators: []validator.List{
					listvalidator.SizeAtLeast(1),
					listvalidator.ValueStringsAre(tfkit.StringRule("one of Mangopay's dispute document statuses", evidence.CheckDocumentStatusFilter)),
				},
			},
			"types": schema.ListAttribute{
				MarkdownDescription: "Only documents of one of these types, for instance `[\"INVOICE\"]`.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators: []validator.List{
					listvalidator.SizeAtLeast(1),
					listvalidator.ValueStringsAre(tfkit.StringRule("one of Mangopay's dispute document types", evidence.CheckDocumentType)),
				},
			},
			"created_before": filterTime("Only documents created before this time, RFC 3339."),
			"created_after":  filterTime("Only documents created after this time, RFC 3339."),
			"newest_first": schema.BoolAttribute{
				MarkdownDescription: "Whether the newest document comes first. Default: the oldest.",
				Optional:            true,
			},
			"documents": schema.ListNestedAttribute{
				MarkdownDescription: "The documents, by the time they were created.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: document},
			},
		},
	}
}

// Read reads all result pages.
func (l *List) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	filter := mangopay.DocumentFilter{
		DisputeID:     m.DisputeID.ValueString(),
		Statuses:      tfkit.Strings(ctx, m.Statuses, &resp.Diagnostics),
		Types:         tfkit.Strings(ctx, m.Types, &resp.Diagnostics),
		CreatedBefore: tfkit.Instant(m.CreatedBefore),
		CreatedAfter:  tfkit.Instant(m.CreatedAfter),
		Descending:    m.NewestFirst.ValueBool(),
	}
	if resp.Diagnostics.HasError() {
		return
	}
	m.Documents = []shownModel{}
	for found, err := range l.Client.Documents.All(ctx, filter) {
		if err != nil {
			tfkit.AddError(&resp.Diagnostics, l.explain(ctx, err, filter.DisputeID), path.Empty(), nil)
			return
		}
		m.Documents = append(m.Documents, shown(found))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// explain names a dispute that does not exist.
func (l *List) explain(ctx context.Context, err error, disputeID string) error {
	if disputeID == "" || !apierr.NotFound(err) {
		return err
	}
	_, missing := l.Dispute(ctx, disputeID)
	return tfkit.At(path.Root("dispute_id"), cmp.Or(missing, err))
}
