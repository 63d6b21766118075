package disputeclosure

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/boolvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Schema describes the closure of a dispute (Mangopay API reference, Close a
// Dispute).
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	stable := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Gives a dispute up: closes it with result `LOST`. The disputed money is lost at once, and nothing brings the dispute back.\n\n" +
			"Destroying the resource forgets the closure; the dispute stays closed.",
		Attributes: map[string]schema.Attribute{
			"dispute_id": schema.StringAttribute{
				MarkdownDescription: "Id of the dispute to give up. Changing it closes the other dispute.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthBetween(1, 128)},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"accept_loss": schema.BoolAttribute{
				MarkdownDescription: "Must be written out as `true`: closing a dispute loses the disputed funds.",
				Required:            true,
				Validators:          []validator.Bool{boolvalidator.Equals(true)},
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "Status of the dispute: `CLOSED`.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"result_code": schema.StringAttribute{
				MarkdownDescription: "Result of the dispute: `LOST`, as Mangopay says.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"closed_at": schema.StringAttribute{
				MarkdownDescription: "When the dispute was closed, RFC 3339 in UTC; null for disputes closed before 16 February 2023.",
				CustomType:          timetypes.RFC3339Type{},
				Computed:            true,
				PlanModifiers:       stable,
			},
		},
	}
}

// IdentitySchema identifies the closure by its dispute.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"dispute_id": identityschema.StringAttribute{
			Description:       "Id of the dispute that was closed.",
			RequiredForImport: true,
		},
	}}
}
