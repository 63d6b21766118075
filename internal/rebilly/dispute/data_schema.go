package dispute

import (
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
)

// shownAttributes describe a dispute without its id (Rebilly API reference, Retrieve a
// dispute).
func shownAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"transaction_id": shownText("Id of the disputed transaction; null if Rebilly does not know it."),
		"amount": schema.NumberAttribute{
			MarkdownDescription: "Disputed amount in minor units of the currency: `1260` is EUR 12.60, and JPY 1260. Null when it is no whole number of them; `amount_decimal` has it then.",
			Computed:            true,
		},
		"amount_decimal":            shownText("The amount in units of the currency, exactly, for instance `12.60`."),
		"currency":                  shownText("ISO 4217 code of the currency."),
		"acquirer_reference_number": shownText("The card network's reference of the transaction (ARN); null if there is none."),
		"case_id":                   shownText("Number of the case elsewhere; null if there is none."),
		"reason_code":               shownText("Code of the reason; null if the gateway named none."),
		"type":                      shownText("Stage of the dispute, for instance `first-chargeback`; open to further values."),
		"status":                    shownText("`response-needed`, `under-review`, `forfeited`, `won`, `lost` or `unknown`; open to further values."),
		"posted_time":               shownTime("When the dispute was posted, RFC 3339 in UTC."),
		"deadline_time":             shownTime("Until when a response is possible, RFC 3339 in UTC; null if there is no deadline."),
		"customer_id":               shownText("Id of the customer who disputes the transaction; null if Rebilly knows none."),
		"reason_description":        shownText("Rebilly's description of the reason; null if there is none."),
		"category":                  shownText("`fraud`, `authorization`, `processing-errors`, `consumer-disputes`, `uncategorized` or `bank-return`; open to further values."),
		"source":                    shownText("Who wrote the dispute first: `api`, `manual`, `sftp` or `webhook`; null if that is not known."),
		"resolved_time":             shownTime("When the dispute was resolved, RFC 3339 in UTC; null while it is not."),
		"created_time":              shownTime("When the dispute was created in Rebilly, RFC 3339 in UTC."),
		"updated_time":              shownTime("When the dispute was last changed in Rebilly, RFC 3339 in UTC."),
		"revision": schema.Int64Attribute{
			MarkdownDescription: "How often the dispute was changed, as Rebilly counts.",
			Computed:            true,
		},
	}
}

func shownText(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

func shownTime(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true, CustomType: timetypes.RFC3339Type{}}
}
