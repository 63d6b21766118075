package document

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// model is a dispute document in configuration, plan and state.
type model struct {
	DisputeID            types.String      `tfsdk:"dispute_id"`
	Type                 types.String      `tfsdk:"type"`
	Tag                  types.String      `tfsdk:"tag"`
	Generation           types.Int64       `tfsdk:"generation"`
	Pages                types.List        `tfsdk:"pages"`
	ID                   types.String      `tfsdk:"id"`
	Digest               types.String      `tfsdk:"digest"`
	Status               types.String      `tfsdk:"status"`
	CreatedAt            timetypes.RFC3339 `tfsdk:"created_at"`
	ProcessedAt          timetypes.RFC3339 `tfsdk:"processed_at"`
	RefusedReasonType    types.String      `tfsdk:"refused_reason_type"`
	RefusedReasonMessage types.String      `tfsdk:"refused_reason_message"`
}

// pageModel is one page of a document; everything but its source is measured.
type pageModel struct {
	Source    types.String `tfsdk:"source"`
	SHA256    types.String `tfsdk:"sha256"`
	Size      types.Int64  `tfsdk:"size"`
	MediaType types.String `tfsdk:"media_type"`
}

var pageType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"source":     types.StringType,
	"sha256":     types.StringType,
	"size":       types.Int64Type,
	"media_type": types.StringType,
}}

// fields places what the API refuses on the attribute that carries it.
var fields = tfkit.Fields{
	"Type": path.Root("type"),
	"Tag":  path.Root("tag"),
}

// sourceOf is where the configuration names the file of a page.
func sourceOf(page int) path.Path {
	return path.Root("pages").AtListIndex(page).AtName("source")
}

// refresh takes over what the API says of the document. What cannot change after
// its creation is taken over once: a Tag that the API keeps in another form than it
// was given must not plan a new document.
func (m *model) refresh(d *mangopay.Document) {
	userTag, _ := evidence.SplitMark(d.Tag)
	m.ID = types.StringValue(d.ID)
	m.DisputeID = once(m.DisputeID, types.StringValue(d.DisputeID))
	m.Type = once(m.Type, types.StringValue(d.Type))
	m.Tag = once(m.Tag, tfkit.Text(userTag))
	m.Status = types.StringValue(d.Status)
	m.CreatedAt = tfkit.Time(d.CreatedAt)
	m.ProcessedAt = tfkit.Time(d.ProcessedAt)
	m.RefusedReasonType = tfkit.Text(d.RefusedReasonType)
	m.RefusedReasonMessage = tfkit.Text(d.RefusedReasonMessage)
}

func once(known, said types.String) types.String {
	if tfkit.Known(known) {
		return known
	}
	return said
}

// complete fills in what the plan left open. What it promised stays; the next
// refresh takes over what has changed since.
func (m *model) complete(d *mangopay.Document) {
	var now model
	now.refresh(d)
	m.ID = open(m.ID, now.ID)
	m.Status = open(m.Status, now.Status)
	m.CreatedAt = open(m.CreatedAt, now.CreatedAt)
	m.ProcessedAt = open(m.ProcessedAt, now.ProcessedAt)
	m.RefusedReasonType = open(m.RefusedReasonType, now.RefusedReasonType)
	m.RefusedReasonMessage = open(m.RefusedReasonMessage, now.RefusedReasonMessage)
}

func open[T interface{ IsUnknown() bool }](planned, now T) T {
	if planned.IsUnknown() {
		return now
	}
	return planned
}

// want is the document that the plan asks for, with its pages as inspected.
func (m *model) want(pages []evidence.File) platform.Document {
	return platform.Document{
		DisputeID:  m.DisputeID.ValueString(),
		Type:       m.Type.ValueString(),
		Tag:        m.Tag.ValueString(),
		Generation: m.Generation.ValueInt64(),
		Pages:      pages,
	}
}

// pages returns the elements of the list; ok is false while it is null or
// unknown as a whole.
func (m *model) pages(ctx context.Context, diags *diag.Diagnostics) (pages []pageModel, ok bool) {
	if !tfkit.Known(m.Pages) {
		return nil, false
	}
	diags.Append(m.Pages.ElementsAs(ctx, &pages, false)...)
	return pages, !diags.HasError()
}

// held is the document that the state describes.
func (m *model) held(ctx context.Context, diags *diag.Diagnostics) platform.Document {
	recorded, _ := m.pages(ctx, diags)
	files := make([]evidence.File, 0, len(recorded))
	for _, page := range recorded {
		files = append(files, evidence.File{
			Path:      page.Source.ValueString(),
			SHA256:    page.SHA256.ValueString(),
			Size:      page.Size.ValueInt64(),
			MediaType: page.MediaType.ValueString(),
		})
	}
	return m.want(files)
}

// sent tells that validation was asked for the document.
func (m *model) sent() bool {
	return m.Status.ValueString() != evidence.DocumentCreated
}

// record writes what was measured of the first n pages, and leaves out the rest:
// state never claims a page that is not there.
func (m *model) record(ctx context.Context, diags *diag.Diagnostics, c content, n int) {
	if !c.listed {
		return
	}
	pages := make([]pageModel, 0, n)
	for i, file := range c.files[:n] {
		pages = append(pages, pageModel{
			Source:    c.pages[i].Source,
			SHA256:    types.StringValue(file.SHA256),
			Size:      types.Int64Value(file.Size),
			MediaType: types.StringValue(file.MediaType),
		})
	}
	list, d := types.ListValueFrom(ctx, pageType, pages)
	diags.Append(d...)
	m.Pages = list
	m.Digest = types.StringValue(evidence.DocumentDigest(m.Type.ValueString(), m.Tag.ValueString(), platform.Digests(c.files[:n])))
}
