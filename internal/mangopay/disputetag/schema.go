package disputetag

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// Schema describes the tag of a dispute (Mangopay API reference, Update a
// Dispute).
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Your own text on a dispute, for instance the number of the case elsewhere. It is the only thing about a dispute that can be changed at any time.\n\n" +
			"Destroying the resource forgets the tag; the dispute keeps it.",
		Attributes: map[string]schema.Attribute{
			"dispute_id": schema.StringAttribute{
				MarkdownDescription: "Id of the dispute. Changing it tags the other dispute.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthBetween(1, 128)},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"tag": schema.StringAttribute{
				MarkdownDescription: "The text, from 1 to 255 characters, counted as UTF-16 code units: most emoji are two.",
				Required:            true,
				Validators: []validator.String{
					stringvalidator.LengthAtLeast(1),
					tfkit.StringRule("at most 255 characters", evidence.CheckDisputeTag),
				},
			},
		},
	}
}

// IdentitySchema identifies the tag by its dispute.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"dispute_id": identityschema.StringAttribute{
			Description:       "Id of the tagged dispute.",
			RequiredForImport: true,
		},
	}}
}
