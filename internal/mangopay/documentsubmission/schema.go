package documentsubmission

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Schema describes the submission of a document (Mangopay API reference, Submit a
// Dispute Document).
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	stable := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	id := []validator.String{stringvalidator.LengthBetween(1, 128)}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Sends one document for validation. It cannot be taken back: from then on the document takes no pages, and Mangopay's team validates or refuses it. " +
			"Just before it is sent, what Mangopay holds is compared with `digest`.\n\n" +
			"Destroying the resource forgets the submission.",
		Attributes: map[string]schema.Attribute{
			"dispute_id": schema.StringAttribute{
				MarkdownDescription: "Id of the dispute that the document belongs to.",
				Required:            true,
				Validators:          id,
				PlanModifiers:       replace,
			},
			"document_id": schema.StringAttribute{
				MarkdownDescription: "Id of the document to send. Changing it sends the other document.",
				Required:            true,
				Validators:          id,
				PlanModifiers:       replace,
			},
			"digest": schema.StringAttribute{
				MarkdownDescription: "Digest of the document that was reviewed, usually the document's `digest`. For a document filled by page resources: `sha256(jsonencode([\"disputes/document/v1\", type, tag, [sha256 of each page]]))`. The submission is refused when Mangopay holds anything else.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthBetween(64, 64)},
			},
			"pages": schema.ListAttribute{
				MarkdownDescription: "SHA-256 of page resources that must be uploaded before the document is sent, for instance `[disputes_mangopay_document_page.a.sha256]`. They only order the run.",
				ElementType:         types.StringType,
				Optional:            true,
			},
			"wait_for_review": schema.BoolAttribute{
				MarkdownDescription: "Whether to wait until Mangopay's team has decided. A refusal is then an error, so that nothing which depends on the document goes on. Default `false`: reviews take hours or days.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"timeouts": timeoutsAttribute(ctx),
			"status": schema.StringAttribute{
				MarkdownDescription: "`VALIDATION_ASKED`, `VALIDATED`, `REFUSED` or `OUT_OF_DATE`, as Mangopay says.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"processed_at": schema.StringAttribute{
				MarkdownDescription: "When Mangopay's team decided, RFC 3339 in UTC; null until then.",
				CustomType:          timetypes.RFC3339Type{},
				Computed:            true,
				PlanModifiers:       stable,
			},
			"refused_reason_type": schema.StringAttribute{
				MarkdownDescription: "Why the document was refused, in Mangopay's vocabulary; null unless refused. The list is open.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"refused_reason_message": schema.StringAttribute{
				MarkdownDescription: "What Mangopay's team wrote about the refusal, at most 255 characters; null if nothing.",
				Computed:            true,
				PlanModifiers:       stable,
			},
		},
	}
}

// timeoutsAttribute bounds the wait for a review.
func timeoutsAttribute(ctx context.Context) schema.Attribute {
	attribute := timeouts.Attributes(ctx, timeouts.Opts{
		Create:            true,
		Update:            true,
		CreateDescription: "How long to wait for the review when the document is sent, as a Go duration such as `45m`. Default `1h`.",
		UpdateDescription: "How long to wait for the review when `wait_for_review` is switched on later, as a Go duration such as `45m`. Default `1h`.",
	})
	if nested, ok := attribute.(schema.SingleNestedAttribute); ok { // the library takes no description of the whole
		nested.MarkdownDescription = "How long `wait_for_review` waits."
		return nested
	}
	return attribute
}

// IdentitySchema identifies the submission by its document: a document is sent
// once.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"document_id": identityschema.StringAttribute{
			Description:       "Id of the dispute document that was sent.",
			RequiredForImport: true,
		},
	}}
}
