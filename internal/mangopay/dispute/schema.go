package dispute

import (
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
)

// disputeAttributes describes a dispute (Mangopay API reference, The Dispute
// object) without its id.
func disputeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"dispute_type":               text("`CONTESTABLE`, `NOT_CONTESTABLE` or `RETRIEVAL`; open to further values."),
		"status":                     text("`CREATED`, `PENDING_CLIENT_ACTION`, `SUBMITTED`, `PENDING_BANK_ACTION`, `REOPENED_PENDING_CLIENT_ACTION` or `CLOSED`."),
		"status_message":             text("What Mangopay's team wrote about the status; null if nothing."),
		"result_code":                text("`WON`, `LOST` or `VOID` once the dispute is closed; null until then."),
		"result_message":             text("Explanation of the result; null if there is none."),
		"reason_type":                text("Why the payer disputes, in Mangopay's vocabulary, for instance `FRAUD` or `PRODUCT_NOT_PROVIDED`. The list is open."),
		"reason_message":             text("What Mangopay's team wrote about the reason, at most 255 characters; null if nothing."),
		"disputed_funds":             money("What the payer disputes; it can be less than the payment."),
		"contested_funds":            money("What the platform contests. Before the first submission Mangopay shows the disputed funds here."),
		"contest_deadline":           instant("Until when the platform can submit the dispute, RFC 3339 in UTC. Then it is closed by itself."),
		"created_at":                 instant("When the dispute was opened, RFC 3339 in UTC."),
		"closed_at":                  instant("When the dispute was closed, RFC 3339 in UTC; null while it is open, and for disputes closed before 16 February 2023."),
		"initial_transaction_id":     text("Id of the disputed pay-in."),
		"initial_transaction_type":   text("Type of the disputed transaction: `PAYIN`."),
		"initial_transaction_nature": text("Nature of the disputed transaction: `REGULAR`."),
		"repudiation_id":             text("Id of the repudiation that took the money from the platform; null if there is none."),
		"tag":                        text("The platform's own text on the dispute, at most 255 characters; null if none."),
	}
}

func text(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

func instant(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true, CustomType: timetypes.RFC3339Type{}}
}

func money(description string) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: description,
		Computed:            true,
		Attributes: map[string]schema.Attribute{
			"amount":   schema.Int64Attribute{MarkdownDescription: "Amount in minor units of the currency: `1260` is EUR 12.60, and JPY 1260.", Computed: true},
			"currency": text("ISO 4217 code of the currency."),
		},
	}
}
