package function

import (
	"fmt"
	"strings"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

const introduction = `Translates a dispute at Mangopay into arguments of ` + "`disputes_rebilly_dispute`" + `, so that Rebilly follows it. The
result has ` + "`status`, `type`, `reason_code`, `amount`, `currency`, `posted_time`, `deadline_time` and `case_id`" + `. What
Mangopay does not tell, such as the disputed funds before they are determined, and what has no counterpart, such as a new
type of dispute, is null. What only you know, such as the transaction at Rebilly, is not in it. The function asks nobody
and needs no account.

The funds are ` + "`disputed_funds`" + `, in minor units. ` + "`posted_time` is `created_at`, `deadline_time` is `contest_deadline`" + `, and
` + "`case_id` is the dispute's `id`" + `. For the rest the first row counts whose condition holds:
`

// description is the documentation of rebilly_record, with the whole mapping.
func description() string {
	var out strings.Builder
	out.WriteString(introduction)
	attribute := ""
	for _, row := range evidence.RebillyMapping() {
		if row.Attribute != attribute {
			attribute = row.Attribute
			fmt.Fprintf(&out, "\n| At Mangopay | `%s` at Rebilly | Because |\n|---|---|---|\n", attribute)
		}
		fmt.Fprintf(&out, "| %s | `%s` | %s |\n", condition(row), row.Value, row.Why)
	}
	return strings.TrimSpace(out.String())
}

// condition is what a row asks of a dispute.
func condition(row evidence.MappingRow) string {
	var parts []string
	for _, one := range [][2]string{
		{"status", row.Status}, {"result_code", row.ResultCode}, {"dispute_type", row.DisputeType}, {"reason_type", row.ReasonType},
	} {
		if one[1] != "" {
			parts = append(parts, fmt.Sprintf("`%s` `%s`", one[0], one[1]))
		}
	}
	if len(parts) == 0 {
		return "anything else"
	}
	return strings.Join(parts, ", ")
}
