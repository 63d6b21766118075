package dispute

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
)

// compare orders two disputes by one field; what is empty comes first.
type compare func(a, b *rebilly.Dispute) int

// sortable are the fields that a list can be sorted by.
var sortable = map[string]compare{
	"id":                        byText(func(d *rebilly.Dispute) string { return d.ID }),
	"transaction_id":            byText(func(d *rebilly.Dispute) string { return d.TransactionID }),
	"customer_id":               byText(func(d *rebilly.Dispute) string { return d.CustomerID }),
	"amount":                    func(a, b *rebilly.Dispute) int { return number(a.Amount).Cmp(number(b.Amount)) },
	"currency":                  byText(func(d *rebilly.Dispute) string { return d.Currency }),
	"acquirer_reference_number": byText(func(d *rebilly.Dispute) string { return d.AcquirerReferenceNumber }),
	"case_id":                   byText(func(d *rebilly.Dispute) string { return d.CaseID }),
	"reason_code":               byText(func(d *rebilly.Dispute) string { return d.ReasonCode }),
	"category":                  byText(func(d *rebilly.Dispute) string { return d.Category }),
	"source":                    byText(func(d *rebilly.Dispute) string { return d.Source }),
	"type":                      byText(func(d *rebilly.Dispute) string { return d.Type }),
	"status":                    byText(func(d *rebilly.Dispute) string { return d.Status }),
	"posted_time":               func(a, b *rebilly.Dispute) int { return a.PostedTime.Compare(b.PostedTime) },
	"deadline_time":             func(a, b *rebilly.Dispute) int { return a.DeadlineTime.Compare(b.DeadlineTime) },
	"resolved_time":             func(a, b *rebilly.Dispute) int { return a.ResolvedTime.Compare(b.ResolvedTime) },
	"created_time":              func(a, b *rebilly.Dispute) int { return a.CreatedTime.Compare(b.CreatedTime) },
	"updated_time":              func(a, b *rebilly.Dispute) int { return a.UpdatedTime.Compare(b.UpdatedTime) },
	"revision":                  func(a, b *rebilly.Dispute) int { return cmp.Compare(a.Revision, b.Revision) },
}

func byText(of func(*rebilly.Dispute) string) compare {
	return func(a, b *rebilly.Dispute) int { return strings.Compare(of(a), of(b)) }
}

// number is a decimal amount; 0 when it is none.
func number(decimal string) *big.Float {
	f, _, err := big.ParseFloat(decimal, 10, amountPrecision, big.ToNearestEven)
	if err != nil {
		return new(big.Float)
	}
	return f
}

// sorted orders disputes by fields, of which the first counts most; "-" before a field
// turns its order around. What is equal stays in the order of its creation.
func sorted(disputes []rebilly.Dispute, fields []string) {
	slices.SortStableFunc(disputes, func(a, b rebilly.Dispute) int {
		for _, field := range fields {
			name, descending := strings.CutPrefix(field, "-")
			order := sortable[name](&a, &b)
			if descending {
				order = -order
			}
			if order != 0 {
				return order
			}
		}
		return 0
	})
}

// sortableNames are the fields that a list can be sorted by.
func sortableNames() []string { return slices.Sorted(maps.Keys(sortable)) }
