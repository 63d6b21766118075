package documentpage

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Schema describes one page (Mangopay API reference, Create a Dispute Document
// Page).
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	id := []validator.String{stringvalidator.LengthBetween(1, 128)}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One page of a document, for pages that are made elsewhere or during the apply. " +
			"A document's own `pages` is the usual way, because it keeps their order: the order of page resources is the order in which they are created, so chain them with `depends_on`.\n\n" +
			"A page can be neither exchanged nor deleted at Mangopay. Destroying the resource forgets it.",
		Attributes: map[string]schema.Attribute{
			"dispute_id": schema.StringAttribute{
				MarkdownDescription: "Id of the dispute that the document belongs to.",
				Required:            true,
				Validators:          id,
				PlanModifiers:       replace,
			},
			"document_id": schema.StringAttribute{
				MarkdownDescription: "Id of the document; it must be `CREATED`.",
				Required:            true,
				Validators:          id,
				PlanModifiers:       replace,
			},
			"source": schema.StringAttribute{
				MarkdownDescription: "Path of the file: PDF, JPEG or PNG, from 1 KiB to 7 MiB, inside `policy.allowed_directories`. Exactly one of `source` and `content_base64_wo` is needed.",
				Optional:            true,
				Validators: []validator.String{
					stringvalidator.LengthAtLeast(1),
					stringvalidator.ExactlyOneOf(path.MatchRoot("source"), path.MatchRoot("content_base64_wo")),
				},
			},
			"content_base64_wo": schema.StringAttribute{
				MarkdownDescription: "The page's bytes in base64 (RFC 4648, with padding), never stored in plan or state. Write-only arguments need Terraform 1.11 or OpenTofu 1.11.",
				Optional:            true,
				WriteOnly:           true,
				Sensitive:           true,
				Validators: []validator.String{
					stringvalidator.LengthAtLeast(1),
					stringvalidator.AlsoRequires(path.MatchRoot("content_sha256")),
				},
			},
			"content_sha256": schema.StringAttribute{
				MarkdownDescription: "SHA-256 of the bytes behind `content_base64_wo`, in lower-case hex. It is what people review in the plan; other bytes are refused.",
				Optional:            true,
				Validators: []validator.String{
					stringvalidator.RegexMatches(regexp.MustCompile(`^[0-9a-f]{64}$`), "must be 64 lower-case hexadecimal digits"),
					stringvalidator.AlsoRequires(path.MatchRoot("content_base64_wo")),
				},
			},
			"sha256": schema.StringAttribute{
				MarkdownDescription: "SHA-256 of the page's bytes, in hex, known in the plan.",
				Computed:            true,
			},
			"size": schema.Int64Attribute{
				MarkdownDescription: "Size of the page in bytes.",
				Computed:            true,
			},
			"media_type": schema.StringAttribute{
				MarkdownDescription: "Media type by content: `application/pdf`, `image/jpeg`, `image/png`, or `image/gif` with a warning.",
				Computed:            true,
			},
		},
	}
}

// IdentitySchema identifies a page by its document and its bytes: Mangopay gives
// pages no id.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	attribute := func(description string) identityschema.StringAttribute {
		return identityschema.StringAttribute{Description: description, RequiredForImport: true}
	}
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"dispute_id":  attribute("Id of the dispute."),
		"document_id": attribute("Id of the dispute document."),
		"sha256":      attribute("SHA-256 of the page's bytes, in lower-case hex."),
	}}
}
