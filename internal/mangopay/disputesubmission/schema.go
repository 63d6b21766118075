package disputesubmission

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
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

// Schema describes the submission of a dispute (Mangopay API reference, Submit a
// Dispute).
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	stable := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Contests a dispute: submits it with its documents, and submits it again when Mangopay or the bank asks for more. It cannot be taken back.\n\n" +
			"When the dispute comes back as `REOPENED_PENDING_CLIENT_ACTION`, the plan says so with Mangopay's message; a changed `documents` list then plans the next submission. Changed documents while the case is under review are refused in the plan. " +
			"Destroying the resource forgets the submission.",
		Attributes: map[string]schema.Attribute{
			"dispute_id": schema.StringAttribute{
				MarkdownDescription: "Id of the dispute. Changing it contests the other dispute.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthBetween(1, 128)},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"contested_funds": schema.SingleNestedAttribute{
				MarkdownDescription: "What you contest: at most the disputed funds, in their currency. It is sent with the first submission only and cannot be changed afterwards.",
				Required:            true,
				Attributes:          fundsAttributes(),
			},
			"documents": schema.ListNestedAttribute{
				MarkdownDescription: "The documents that were sent for this dispute, in the order in which people review them.",
				Required:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1)},
				NestedObject:        schema.NestedAttributeObject{Attributes: documentAttributes()},
			},
			"approved_digest": schema.StringAttribute{
				MarkdownDescription: "The `evidence_digest` that was approved, 64 hexadecimal digits. With `policy.require_approval` nothing else is submitted.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthBetween(64, 64)},
			},
			"evidence_digest": schema.StringAttribute{
				MarkdownDescription: "SHA-256, in hex, over `jsonencode([\"disputes/evidence/v1\", dispute_id, currency, amount, [digest of each document]])`. It is known in the plan and stands for the dispute, the contested funds and the documents listed here. A document that was sent for the dispute and is not listed is part of the evidence too, and not of the digest: the plan of a submission warns of it.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "Status of the dispute: `SUBMITTED`, `PENDING_BANK_ACTION`, `REOPENED_PENDING_CLIENT_ACTION` or `CLOSED`.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"status_message": schema.StringAttribute{
				MarkdownDescription: "What Mangopay's team wrote about the status, for instance what is missing; null if nothing.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"result_code": schema.StringAttribute{
				MarkdownDescription: "`WON`, `LOST` or `VOID` once the dispute is closed; null until then.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"result_message": schema.StringAttribute{
				MarkdownDescription: "Explanation of the result; null if there is none.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"round": schema.Int64Attribute{
				MarkdownDescription: "How often the dispute was submitted, from 1. After an import it is counted from Mangopay's events, which reach back 45 days.",
				Computed:            true,
			},
			"submitted_at": schema.StringAttribute{
				MarkdownDescription: "When the dispute was last submitted, by Mangopay's clock, RFC 3339 in UTC; null when that is unknown after an import.",
				CustomType:          timetypes.RFC3339Type{},
				Computed:            true,
			},
		},
	}
}

func fundsAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"amount": schema.NumberAttribute{
			MarkdownDescription: "Amount in minor units of the currency: `1260` is EUR 12.60, and JPY 1260. Whole units only, above 0.",
			Required:            true,
			Validators:          []validator.Number{tfkit.NumberRule("a whole number above 0", evidence.CheckMinorUnits)},
		},
		"currency": schema.StringAttribute{
			MarkdownDescription: "ISO 4217 code of the disputed funds' currency, for instance `EUR`.",
			Required:            true,
			Validators:          []validator.String{tfkit.StringRule("an ISO 4217 currency code", evidence.CheckCurrency)},
		},
	}
}

func documentAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"document_id": schema.StringAttribute{
			MarkdownDescription: "Id of the document. Take it from the document's submission, so that the dispute is submitted after the document was.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(1, 128)},
		},
		"digest": schema.StringAttribute{
			MarkdownDescription: "Digest of the document that was reviewed. It is compared with what Mangopay holds before the dispute is submitted.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(64, 64)},
		},
	}
}

// IdentitySchema identifies the submission by its dispute.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"dispute_id": identityschema.StringAttribute{
			Description:       "Id of the dispute that was submitted.",
			RequiredForImport: true,
		},
	}}
}
