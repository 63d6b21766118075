package dispute

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// Schema describes a dispute that is kept in Rebilly (Rebilly API reference, Upsert a
// dispute).
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := computedAttributes()
	maps.Copy(attributes, writableAttributes())
	maps.Copy(attributes, ownAttributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "A dispute as Rebilly records it: created once, and kept as the configuration says. It is for gateways that do not report disputes to Rebilly, and for cases that are kept elsewhere. Rebilly sends nothing to the acquirer.\n\n" +
			"~> Creating a dispute sets off the organization's automations for the event *Dispute created*, which can stop subscriptions and block customers. The plan says so; `policy.automation_warning = false` silences it.\n\n" +
			"A gateway can change the dispute behind your back. The plan then shows the difference; `status_authority` and `ignore_changes` say who wins. " +
			"An update is refused when the dispute has changed since the plan was made. Rebilly cannot delete disputes: destroying the resource forgets it.",
		Attributes: attributes,
	}
}

// ownAttributes are what Rebilly does not know.
func ownAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "Id of the dispute: at most 50 letters, digits and `@ ~ - . _`. Without it one is derived from `transaction_id`, `posted_time` and `generation` as they are when the dispute is created, so that it is known in the plan and a repeated creation meets the same dispute. Of an imported dispute, and where one of the three is changed later, write it into the configuration; the plan says so. Changing it creates another dispute; the old one stays in Rebilly.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{tfkit.StringRule("an id as Rebilly takes them", evidence.CheckRebillyID)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplaceIfConfigured()},
		},
		"status_authority": schema.StringAttribute{
			MarkdownDescription: "Who decides about `status`, `type` and `deadline_time` once the dispute exists. With `config`, the default, a change by the gateway is undone, and the plan warns of it. With `gateway` they are what Rebilly says, whatever is configured; only a configured `deadline_time` that the gateway takes away is put back, with a warning.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString(authorityConfig),
			Validators:          []validator.String{stringvalidator.OneOf(authorityConfig, authorityGateway)},
		},
		"generation": schema.Int64Attribute{
			MarkdownDescription: "A number, from 1, that you raise to record the same dispute once more under another derived id, on purpose. It means nothing when `id` is set. An imported dispute takes its first `generation` as it is: Rebilly does not know the number.",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AtLeast(1)},
		},
	}
}

// writableAttributes are the ten fields that Rebilly lets a client write.
func writableAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"transaction_id": schema.StringAttribute{
			MarkdownDescription: "Id of the disputed transaction in Rebilly, at most 50 characters.",
			Required:            true,
			Validators:          textRules(evidence.MaxRebillyTransactionID),
		},
		"amount": schema.NumberAttribute{
			MarkdownDescription: "Disputed amount in minor units of the currency: `1260` is EUR 12.60, and JPY 1260. Whole units only. Null in the state when the gateway reported a fraction of a minor unit; `amount_decimal` has it then.",
			Required:            true,
			Validators:          []validator.Number{tfkit.NumberRule("a whole number of minor units", evidence.CheckRebillyAmount)},
		},
		"currency": schema.StringAttribute{
			MarkdownDescription: "ISO 4217 code of the currency, for instance `EUR`.",
			Required:            true,
			Validators:          []validator.String{tfkit.StringRule("an ISO 4217 currency code", evidence.CheckCurrency)},
		},
		"acquirer_reference_number": schema.StringAttribute{
			MarkdownDescription: "The card network's reference of the transaction (ARN), at most 255 characters.",
			Optional:            true,
			Validators:          textRules(evidence.MaxRebillyAcquirerReferenceNumber),
		},
		"case_id": schema.StringAttribute{
			MarkdownDescription: "Number of the case elsewhere, at most 100 characters.",
			Optional:            true,
			Validators:          textRules(evidence.MaxRebillyCaseID),
		},
		"reason_code": schema.StringAttribute{
			MarkdownDescription: "Code of the reason, as the card network or payment method has it. **Always quote it**: Terraform turns an unquoted `004` into `4`, and both are codes. One that the provider does not know is a warning, because Rebilly adds codes every few months.",
			Required:            true,
			Validators:          []validator.String{tfkit.StringRule("one of Rebilly's reason codes", evidence.CheckRebillyReasonCode)},
		},
		"type": schema.StringAttribute{
			MarkdownDescription: "Stage of the dispute: `information-request`, `first-chargeback`, `second-chargeback`, `arbitration`, `fraud`, `ethoca-alert`, `verifi-alert`, `bank-return`, `paypal-claim`, `representment`, `inquiry`, `forced-refund` or `collaboration`.",
			Required:            true,
			Validators:          []validator.String{tfkit.StringRule("one of Rebilly's dispute types", evidence.CheckRebillyType)},
		},
		"status": schema.StringAttribute{
			MarkdownDescription: "Where the dispute stands: `response-needed`, `under-review`, `forfeited`, `won`, `lost` or `unknown`.",
			Required:            true,
			Validators:          []validator.String{tfkit.StringRule("one of Rebilly's dispute statuses", evidence.CheckRebillyStatus)},
		},
		"posted_time": schema.StringAttribute{
			MarkdownDescription: "When the dispute was posted, RFC 3339. Two ways to write one instant are no difference; fractions of a second do not count.",
			CustomType:          timetypes.RFC3339Type{},
			Required:            true,
		},
		"deadline_time": schema.StringAttribute{
			MarkdownDescription: "Until when a response is possible, RFC 3339, compared as `posted_time` is. Left out there is none, unless `status_authority` is `gateway` and the gateway has set one.",
			CustomType:          timetypes.RFC3339Type{},
			Optional:            true,
			Computed:            true,
		},
	}
}

func textRules(limit int) []validator.String {
	return []validator.String{tfkit.StringRule(fmt.Sprintf("1 to %d characters", limit), evidence.CheckRebillyText(limit))}
}

// computedAttributes are what Rebilly adds.
func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"amount_decimal":     text("The amount in units of the currency, digit by digit as it is sent, for instance `12.60`."),
		"customer_id":        text("Id of the customer who disputes the transaction; null if Rebilly knows none."),
		"reason_description": text("Rebilly's description of the reason; null if there is none."),
		"category":           text("`fraud`, `authorization`, `processing-errors`, `consumer-disputes`, `uncategorized` or `bank-return`; open to further values."),
		"source":             text("Who wrote the dispute first: `api`, `manual`, `sftp` or `webhook`; null if that is not known."),
		"resolved_time":      timeText("When the dispute was resolved, RFC 3339 in UTC; null while it is not."),
		"created_time":       timeText("When the dispute was created in Rebilly, RFC 3339 in UTC."),
		"updated_time":       timeText("When the dispute was last changed in Rebilly, RFC 3339 in UTC."),
		"revision": schema.Int64Attribute{
			MarkdownDescription: "How often the dispute was changed, as Rebilly counts. An update is refused when it is not the one that was planned with.",
			Computed:            true,
		},
	}
}

func text(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

func timeText(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true, CustomType: timetypes.RFC3339Type{}}
}

// IdentitySchema identifies a dispute by its id.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			Description:       "Id of the dispute.",
			RequiredForImport: true,
		},
	}}
}
