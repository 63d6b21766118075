package file

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// Schema describes a file (Rebilly API reference, Files).
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	stable := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	text := func(description string) []validator.String {
		return []validator.String{tfkit.StringRule(description, evidence.CheckRebillyText(evidence.MaxRebillyFileText))}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A file of evidence at Rebilly, uploaded from `source` by its digest; [`disputes_rebilly_attachment`](rebilly_attachment.md) then attaches it to a dispute.\n\n" +
			"Unlike a dispute, a file can be deleted: **destroying the resource deletes the file at Rebilly**, and `policy.on_destroy` has no say in it.\n\n" +
			"The content of a file cannot be changed at Rebilly: other bytes, here or there, plan a new file under another id, and the old one is deleted. " +
			"Write `lifecycle { create_before_destroy = true }` into each file and its attachments. Without it the old file is deleted before the new one is sent; " +
			"if that is then refused, Rebilly has neither, and the plan warns of it (`rebilly-file-replaced`).",
		Attributes: map[string]schema.Attribute{
			"source": schema.StringAttribute{
				MarkdownDescription: "Path of the file: JPEG, PNG, GIF or PDF, told from its content. Relative to the working directory of the run, and inside `policy.allowed_directories`. " +
					"Rebilly documents no limit of size; a file over 10 MiB is measured, but its content is not checked. Once the file is uploaded, the local one may go.",
				Required:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the file at Rebilly, at most 255 characters. Default: the last element of `source`.",
				Optional:            true,
				Computed:            true,
				Validators:          text("a text of 1 to 255 characters"),
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Your own words on the file, at most 255 characters.",
				Optional:            true,
				Validators:          text("a text of 1 to 255 characters"),
			},
			"tags": schema.SetAttribute{
				MarkdownDescription: "Your own tags. At Rebilly the file carries one more, `tf-` and 32 hexadecimal digits, by which an interrupted upload is found again, and one with `tf-by-` if it was taken over; they are not shown here. An empty set is the same as none.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators: []validator.Set{
					setvalidator.NoNullValues(),
					setvalidator.ValueStringsAre(tfkit.StringRule("a text that is not the provider's own mark", evidence.CheckRebillyTag)),
				},
			},
			"is_public": schema.BoolAttribute{
				MarkdownDescription: "Whether everybody who has the link can read the file, without any authorization. Default `false`; to publish a file, write `true` here.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"generation": schema.Int64Attribute{
				MarkdownDescription: "A number, from 1, that you raise to upload the same bytes as a fresh file on purpose. The same bytes of one `generation` are one file in an organization. " +
					"What an interrupted run has uploaded is found and taken over; so is a file of another configuration if it has the same details, and the plan says so. " +
					"One with other details is refused: give each configuration that uploads the same bytes a `generation` of its own. Changing it makes a new file, except that an imported file " +
					"takes its first `generation` as it is: Rebilly does not know the number.",
				Optional:   true,
				Validators: []validator.Int64{int64validator.AtLeast(1)},
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "Id of the file, given by Rebilly, such as `file_0YVF9605RKC62BP14NE8R7V57A`.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"sha256": schema.StringAttribute{
				MarkdownDescription: "SHA-256 of the file's bytes, in hex, known in the plan. What is uploaded has this digest, or the upload is broken off. " +
					"Null while Rebilly holds bytes that were not compared with a local file: after an import without `source`, or when they are not those that were sent.",
				Computed: true,
			},
			"sha1": schema.StringAttribute{
				MarkdownDescription: "SHA-1 of the file's bytes, in hex, by which Rebilly says what it holds.",
				Computed:            true,
			},
			"size": schema.Int64Attribute{
				MarkdownDescription: "Size of the file in bytes.",
				Computed:            true,
			},
			"media_type": schema.StringAttribute{
				MarkdownDescription: "Media type by content: `application/pdf`, `image/jpeg`, `image/png` or `image/gif`.",
				Computed:            true,
			},
			"created_time": schema.StringAttribute{
				MarkdownDescription: "When the file was uploaded, RFC 3339 in UTC.",
				CustomType:          timetypes.RFC3339Type{},
				Computed:            true,
				PlanModifiers:       stable,
			},
			"updated_time": schema.StringAttribute{
				MarkdownDescription: "When the file was last changed, RFC 3339 in UTC.",
				CustomType:          timetypes.RFC3339Type{},
				Computed:            true,
				PlanModifiers:       stable,
			},
			"duplicate_ids": schema.ListAttribute{
				MarkdownDescription: "Ids of copies that an interrupted upload left behind, usually none. A copy is a file with the same bytes, mark and details that nobody has taken over; the next apply deletes it.",
				ElementType:         types.StringType,
				Computed:            true,
				PlanModifiers:       []planmodifier.List{listplanmodifier.UseStateForUnknown()},
			},
		},
	}
}

// IdentitySchema identifies the file by its id, which is unique in an organization.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			Description:       "Id of the file.",
			RequiredForImport: true,
		},
	}}
}
