package document

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// DataSource is disputes_mangopay_document.
type DataSource struct {
	platform.DataSource
}

// NewDataSource returns the data source, not yet configured.
func NewDataSource() datasource.DataSource {
	return &DataSource{platform.NamedDataSource("mangopay_document")}
}

// shownModel is a document as both data sources show it.
type shownModel struct {
	ID                   types.String      `tfsdk:"id"`
	DisputeID            types.String      `tfsdk:"dispute_id"`
	Type                 types.String      `tfsdk:"type"`
	Tag                  types.String      `tfsdk:"tag"`
	Status               types.String      `tfsdk:"status"`
	CreatedAt            timetypes.RFC3339 `tfsdk:"created_at"`
	ProcessedAt          timetypes.RFC3339 `tfsdk:"processed_at"`
	RefusedReasonType    types.String      `tfsdk:"refused_reason_type"`
	RefusedReasonMessage types.String      `tfsdk:"refused_reason_message"`
}

func shown(d *mangopay.Document) shownModel {
	userTag, _ := evidence.SplitMark(d.Tag)
	return shownModel{
		ID:                   types.StringValue(d.ID),
		DisputeID:            tfkit.Text(d.DisputeID),
		Type:                 tfkit.Text(d.Type),
		Tag:                  tfkit.Text(userTag),
		Status:               tfkit.Text(d.Status),
		CreatedAt:            tfkit.Time(d.CreatedAt),
		ProcessedAt:          tfkit.Time(d.ProcessedAt),
		RefusedReasonType:    tfkit.Text(d.RefusedReasonType),
		RefusedReasonMessage: tfkit.Text(d.RefusedReasonMessage),
	}
}

// Schema describes one document (Mangopay API reference, View a Dispute Document).
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := shownAttributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "Id of the document.",
		Required:            true,
		Validators:          []validator.String{stringvalidator.LengthBetween(1, 128)},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One dispute document: what it proves and what became of it. Its pages are not read: Mangopay serves them through consult links, which are valid for ten minutes.",
		Attributes:          attributes,
	}
}

// shownAttributes describes a document without its id.
func shownAttributes() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	instant := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true, CustomType: timetypes.RFC3339Type{}}
	}
	return map[string]schema.Attribute{
		"dispute_id":             text("Id of the dispute that the document answers."),
		"type":                   text("What the document proves, for instance `INVOICE`."),
		"tag":                    text("The platform's own text on the document, without the mark of this provider; null if none."),
		"status":                 text("`CREATED`, `VALIDATION_ASKED`, `VALIDATED`, `REFUSED` or `OUT_OF_DATE`."),
		"created_at":             instant("When the document was created, RFC 3339 in UTC."),
		"processed_at":           instant("When Mangopay's team decided on the document, RFC 3339 in UTC; null until then."),
		"refused_reason_type":    text("Why the document was refused, in Mangopay's vocabulary; null unless refused. The list is open."),
		"refused_reason_message": text("What Mangopay's team wrote about the refusal, at most 255 characters; null if nothing."),
	}
}

// Read reads the document.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var id types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := d.Document(ctx, id.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), nil)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, shown(found))...)
}
