package file

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// model is a file in configuration, plan and state. Its content is nowhere in it.
type model struct {
	Source       types.String      `tfsdk:"source"`
	Name         types.String      `tfsdk:"name"`
	Description  types.String      `tfsdk:"description"`
	Tags         types.Set         `tfsdk:"tags"`
	IsPublic     types.Bool        `tfsdk:"is_public"`
	Generation   types.Int64       `tfsdk:"generation"`
	ID           types.String      `tfsdk:"id"`
	SHA256       types.String      `tfsdk:"sha256"`
	SHA1         types.String      `tfsdk:"sha1"`
	Size         types.Int64       `tfsdk:"size"`
	MediaType    types.String      `tfsdk:"media_type"`
	CreatedTime  timetypes.RFC3339 `tfsdk:"created_time"`
	UpdatedTime  timetypes.RFC3339 `tfsdk:"updated_time"`
	DuplicateIDs types.List        `tfsdk:"duplicate_ids"`
}

// fields places what the API refuses on the attribute that carries it.
var fields = tfkit.Fields{
	"file":        path.Root("source"),
	"name":        path.Root("name"),
	"description": path.Root("description"),
	"tags":        path.Root("tags"),
	"isPublic":    path.Root("is_public"),
}

// refresh takes over what the API says of the file. Bytes that are not those of the
// state have no SHA-256 here: Rebilly gives none.
func (m *model) refresh(ctx context.Context, diags *diag.Diagnostics, f *rebilly.File) {
	m.ID = types.StringValue(f.ID)
	m.Name = tfkit.Text(f.Name)
	m.Description = tfkit.Text(f.Description)
	m.IsPublic = types.BoolValue(f.IsPublic)
	m.CreatedTime = tfkit.Time(f.CreatedTime)
	m.UpdatedTime = tfkit.Time(f.UpdatedTime)
	if tags := distinct(evidence.RebillyUserTags(f.Tags)); !slices.Equal(tags, tagsOf(ctx, diags, m.Tags)) {
		set, d := types.SetValueFrom(ctx, types.StringType, tags) // null for none
		diags.Append(d...)
		m.Tags = set
	}
	if !tfkit.Known(m.SHA256) || !agrees(f, m.recorded()) {
		m.SHA256, m.SHA1 = types.StringNull(), tfkit.Text(f.SHA1)
		m.Size, m.MediaType = types.Int64Value(f.Size), tfkit.Text(f.Mime)
	}
}

// surplus notes the copies of the file that an interrupted upload left behind.
func (m *model) surplus(ctx context.Context, diags *diag.Diagnostics, ids []string) {
	list, d := types.ListValueFrom(ctx, types.StringType, append([]string{}, ids...))
	diags.Append(d...)
	m.DuplicateIDs = list
}

// measured writes what was measured of the local file, and the name that follows from it
// if there is none.
func (m *model) measured(file evidence.Upload) {
	m.Name = open(m.Name, types.StringValue(filepath.Base(file.Path)))
	m.SHA256, m.SHA1 = types.StringValue(file.SHA256), types.StringValue(file.SHA1)
	m.Size, m.MediaType = types.Int64Value(file.Size), types.StringValue(file.MediaType)
}

// recorded is the file as the state has recorded it.
func (m *model) recorded() evidence.Upload {
	return evidence.Upload{
		File: evidence.File{
			Path: m.Source.ValueString(), SHA256: m.SHA256.ValueString(), Size: m.Size.ValueInt64(), MediaType: m.MediaType.ValueString(),
		},
		SHA1: m.SHA1.ValueString(),
	}
}

// complete fills in what the plan left open. What it promised stays; the next refresh
// takes over what has changed since.
func (m *model) complete(ctx context.Context, diags *diag.Diagnostics, f *rebilly.File, surplus []string) {
	var now model
	now.refresh(ctx, diags, f)
	now.surplus(ctx, diags, surplus)
	m.ID = open(m.ID, now.ID)
	m.Name = open(m.Name, now.Name)
	m.CreatedTime = open(m.CreatedTime, now.CreatedTime)
	m.UpdatedTime = open(m.UpdatedTime, now.UpdatedTime)
	m.DuplicateIDs = open(m.DuplicateIDs, now.DuplicateIDs)
}

func open[T interface{ IsUnknown() bool }](planned, now T) T {
	if planned.IsUnknown() {
		return now
	}
	return planned
}

// details are what can be changed of the file, the mark aside.
func (m *model) details(ctx context.Context, diags *diag.Diagnostics) rebilly.FileDetails {
	return rebilly.FileDetails{
		Name: m.Name.ValueString(), Description: m.Description.ValueString(), Tags: tagsOf(ctx, diags, m.Tags), IsPublic: m.IsPublic.ValueBool(),
	}
}

// tagsOf are the tags of a set, sorted; nil for none. To Rebilly an empty set and null are
// one, so the state keeps that of the two which is configured.
func tagsOf(ctx context.Context, diags *diag.Diagnostics, set types.Set) (tags []string) {
	if tfkit.Known(set) {
		diags.Append(set.ElementsAs(ctx, &tags, false)...)
	}
	return distinct(tags)
}

// described tells whether the file has the same details in both.
func (m *model) described(other model) bool {
	tags := m.Tags.Equal(other.Tags) || len(m.Tags.Elements())+len(other.Tags.Elements()) == 0 && !m.Tags.IsUnknown()
	return tags && m.Name.Equal(other.Name) && m.Description.Equal(other.Description) && m.IsPublic.Equal(other.IsPublic)
}

// spelled tells whether all details are known.
func (m *model) spelled() bool {
	return !m.Name.IsUnknown() && !m.Description.IsUnknown() && !m.Tags.IsUnknown() && !m.IsPublic.IsUnknown() &&
		!slices.ContainsFunc(m.Tags.Elements(), attr.Value.IsUnknown)
}

// decided tells whether everything that makes the mark is known.
func (m *model) decided() bool {
	return tfkit.Known(m.SHA256) && !m.Generation.IsUnknown()
}

// agrees tells whether Rebilly holds these bytes, as far as it says so.
func agrees(f *rebilly.File, file evidence.Upload) bool {
	return len(evidence.CheckUploaded(file, f.ID, f.Size, f.SHA1)) == 0
}

// differences are the details that a file has otherwise than they are wanted; the
// provider's own marks are none.
func differences(want rebilly.FileDetails, f *rebilly.File) (out []evidence.Difference) {
	for _, d := range []evidence.Difference{
		{Attribute: "name", Here: want.Name, There: f.Name},
		{Attribute: "description", Here: want.Description, There: f.Description},
		{Attribute: "tags", Here: tagText(want.Tags), There: tagText(f.Tags)},
		{Attribute: "is_public", Here: strconv.FormatBool(want.IsPublic), There: strconv.FormatBool(f.IsPublic)},
	} {
		if d.Here != d.There {
			out = append(out, d)
		}
	}
	return out
}

func tagText(tags []string) string {
	return strings.Join(distinct(evidence.RebillyUserTags(tags)), ", ")
}

// carries tells whether a file has these details, marks included, in whatever order its
// tags are.
func carries(f *rebilly.File, want rebilly.FileDetails) bool {
	return f.Name == want.Name && f.Description == want.Description && f.IsPublic == want.IsPublic &&
		slices.Equal(distinct(f.Tags), distinct(want.Tags))
}

func distinct(tags []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(tags)))
}
