package document

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
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

// Schema describes a dispute document (Mangopay API reference, The Dispute
// Document object).
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	stable := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One document of evidence for a Mangopay dispute, with its pages in order. " +
			"Creating it opens the document and uploads the pages; [`disputes_mangopay_document_submission`](mangopay_document_submission.md) then sends it for validation.\n\n" +
			"Nothing can be deleted or exchanged at Mangopay: a page added at the end is uploaded while the document is `CREATED`; any other change of content makes a new document and leaves the old one where it is. Destroying the resource forgets the document.",
		Attributes: map[string]schema.Attribute{
			"dispute_id": schema.StringAttribute{
				MarkdownDescription: "Id of the dispute that the document answers. Changing it makes a new document.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthBetween(1, 128)},
				PlanModifiers:       replace,
			},
			"type": schema.StringAttribute{
				MarkdownDescription: "What the document proves: `DELIVERY_PROOF`, `INVOICE`, `REFUND_PROOF`, `USER_CORRESPONDANCE` (sic), `USER_ACCEPTANCE_PROOF`, `PRODUCT_REPLACEMENT_PROOF` or `OTHER` (Mangopay API reference, Create a Dispute Document). Changing it makes a new document.",
				Required:            true,
				Validators:          []validator.String{tfkit.StringRule("one of Mangopay's dispute document types", evidence.CheckDocumentType)},
				PlanModifiers:       replace,
			},
			"tag": schema.StringAttribute{
				MarkdownDescription: "Your own text on the document, at most 235 characters. Mangopay allows 255; the last 20 carry the mark by which an interrupted run finds its document again, and which is not shown here. With `policy.mark_documents = false` all 255 are yours. Changing it makes a new document.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthBetween(1, evidence.MaxTag)},
				PlanModifiers:       replace,
			},
			"generation": schema.Int64Attribute{
				MarkdownDescription: "A number, from 1, that you raise to send the same content as a fresh document on purpose. Changing it makes a new document, except that an imported document takes its first `generation` as it is: Mangopay does not know the number.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			"pages": schema.ListNestedAttribute{
				MarkdownDescription: "Pages in the order in which they are uploaded. Leave it out to add pages with [`disputes_mangopay_document_page`](mangopay_document_page.md). A page added at the end is uploaded while the document is `CREATED`; any other change makes a new document. The mark in the Tag stays that of the first upload: after a page was added, a lost state no longer finds the document by it, and you import it instead.",
				Optional:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1)},
				NestedObject:        schema.NestedAttributeObject{Attributes: pageAttributes()},
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "Id of the document, given by Mangopay; at most 128 characters, without meaning.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"digest": schema.StringAttribute{
				MarkdownDescription: "SHA-256, in hex, over the document's canonical form `jsonencode([\"disputes/document/v1\", type, tag, [sha256 of each page]])`, with `\"\"` for a missing tag. It is known in the plan and stands for the content that people review. Null without `pages`.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "`CREATED`, `VALIDATION_ASKED`, `VALIDATED`, `REFUSED` or `OUT_OF_DATE`, as Mangopay says.",
				Computed:            true,
				PlanModifiers:       stable,
			},
			"created_at": schema.StringAttribute{
				MarkdownDescription: "When the document was created, RFC 3339 in UTC.",
				CustomType:          timetypes.RFC3339Type{},
				Computed:            true,
				PlanModifiers:       stable,
			},
			"processed_at": schema.StringAttribute{
				MarkdownDescription: "When Mangopay's team decided on the document, RFC 3339 in UTC; null until then.",
				CustomType:          timetypes.RFC3339Type{},
				Computed:            true,
				PlanModifiers:       stable,
			},
			"refused_reason_type": schema.StringAttribute{
				MarkdownDescription: "Why the document was refused, in Mangopay's vocabulary, for instance `DOCUMENT_UNREADABLE`; null unless refused. The list is open.",
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

func pageAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"source": schema.StringAttribute{
			MarkdownDescription: "Path of the file: PDF, JPEG or PNG, from 1 KiB to 7 MiB. Relative to the working directory of the run, and inside `policy.allowed_directories`.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"sha256": schema.StringAttribute{
			MarkdownDescription: "SHA-256 of the file's bytes, in hex, known in the plan. What is uploaded has this digest, or the upload is broken off.",
			Computed:            true,
		},
		"size": schema.Int64Attribute{
			MarkdownDescription: "Size of the file in bytes.",
			Computed:            true,
		},
		"media_type": schema.StringAttribute{
			MarkdownDescription: "Media type by content: `application/pdf`, `image/jpeg`, `image/png`, or `image/gif` with a warning.",
			Computed:            true,
		},
	}
}

// IdentitySchema identifies the document by its id, which is unique in an account.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			Description:       "Id of the dispute document.",
			RequiredForImport: true,
		},
	}}
}
