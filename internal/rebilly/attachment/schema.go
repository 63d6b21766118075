package attachment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// Schema describes an attachment to a dispute (Rebilly API reference, Attachments).
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	stable := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	id := []validator.String{tfkit.StringRule("an id of 1 to 50 characters", evidence.CheckRebillyID)}
	text := []validator.String{tfkit.StringRule("a text of 1 to 255 characters", evidence.CheckRebillyText(evidence.MaxRebillyFileText))}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A file of evidence, attached to a dispute at Rebilly. The file is one of [`disputes_rebilly_file`](rebilly_file.md), or any other of the organization.\n\n" +
			"**Destroying the resource deletes the attachment at Rebilly** and leaves its file; `policy.on_destroy` has no say in it. " +
			"Refer to dispute and file by reference (`file_id = disputes_rebilly_file.invoice.id`), so that they are created before and deleted after. " +
			"Write `lifecycle { create_before_destroy = true }` as for the file, so that the old evidence stays attached until the new one is.",
		Attributes: map[string]schema.Attribute{
			"dispute_id": schema.StringAttribute{
				MarkdownDescription: "Id of the dispute. Changing it makes a new attachment.",
				Required:            true,
				Validators:          id,
				PlanModifiers:       replace,
			},
			"file_id": schema.StringAttribute{
				MarkdownDescription: "Id of the file. Changing it makes a new attachment.",
				Required:            true,
				Validators:          id,
				PlanModifiers:       replace,
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the attachment, at most 255 characters.",
				Optional:            true,
				Validators:          text,
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Your own words on the attachment, at most 255 characters.",
				Optional:            true,
				Validators:          text,
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "Id of the attachment. It is derived from dispute and file, so that it is known in the plan as soon as they are, and the same on every try.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"created_time": schema.StringAttribute{
				MarkdownDescription: "When the file was attached, RFC 3339 in UTC.",
				CustomType:          timetypes.RFC3339Type{},
				Computed:            true,
				PlanModifiers:       stable,
			},
			"updated_time": schema.StringAttribute{
				MarkdownDescription: "When the attachment was last changed, RFC 3339 in UTC.",
				CustomType:          timetypes.RFC3339Type{},
				Computed:            true,
			},
		},
	}
}

// IdentitySchema identifies the attachment by its id, which is unique in an organization.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			Description:       "Id of the attachment.",
			RequiredForImport: true,
		},
	}}
}
