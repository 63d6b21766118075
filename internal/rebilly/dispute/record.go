package dispute

import (
	"cmp"
	"math/big"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// column is a writable field: the attribute that carries it, and its value as a text of
// which equal values have the same.
type column struct {
	attribute string
	text      func(rebilly.Record) string
}

// columns are all writable fields (Rebilly API reference, Upsert a dispute).
var columns = []column{
	{"transaction_id", func(r rebilly.Record) string { return r.TransactionID }},
	{"amount", func(r rebilly.Record) string { return canonicalAmount(r.Amount) }},
	{"currency", func(r rebilly.Record) string { return r.Currency }},
	{"acquirer_reference_number", func(r rebilly.Record) string { return r.AcquirerReferenceNumber }},
	{"case_id", func(r rebilly.Record) string { return r.CaseID }},
	{"reason_code", func(r rebilly.Record) string { return r.ReasonCode }},
	{"type", func(r rebilly.Record) string { return r.Type }},
	{"status", func(r rebilly.Record) string { return r.Status }},
	{"posted_time", func(r rebilly.Record) string { return canonicalTime(r.PostedTime) }},
	{"deadline_time", func(r rebilly.Record) string { return canonicalTime(r.DeadlineTime) }},
}

// amountDigits are more digits than any amount has, and fewer than amountPrecision, in
// bits, keeps exactly.
const amountDigits, amountPrecision = 60, 256

// canonicalAmount writes a decimal amount without what does not count: "12.340" and
// "1.234e1" are both "12.34".
func canonicalAmount(decimal string) string {
	f, _, err := big.ParseFloat(decimal, 10, amountPrecision, big.ToNearestEven)
	switch {
	case err != nil:
		return decimal
	case f.Sign() == 0:
		return "0" // and not "-0"
	default:
		return f.Text('g', amountDigits)
	}
}

func canonicalTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Truncate(time.Second).Format(time.RFC3339)
}

// writable are the writable attributes.
func (m *shown) writable() []attr.Value {
	return []attr.Value{
		m.TransactionID, m.Amount, m.Currency, m.AcquirerReferenceNumber, m.CaseID, m.ReasonCode, m.Type, m.Status, m.PostedTime, m.DeadlineTime,
	}
}

// wanted is a dispute as it is to be written.
type wanted struct {
	rebilly.Record

	yields bool // a dispute that exists may differ in what is the gateway's
}

// differences are those that count between what is wanted and what there is.
func (w wanted) differences(there rebilly.Record) []evidence.Difference {
	all := differences(w.Record, there)
	if w.yields {
		return slices.DeleteFunc(all, ofGateway)
	}
	return all
}

// yield takes over what is the gateway's from the dispute that is written again, if it is
// to decide. A value that is not there stays as wanted.
func (w wanted) yield(there rebilly.Record) wanted {
	if w.yields {
		w.Status, w.Type = cmp.Or(there.Status, w.Status), cmp.Or(there.Type, w.Type)
		if !there.DeadlineTime.IsZero() {
			w.DeadlineTime = there.DeadlineTime
		}
	}
	return w
}

// met tells whether there is what is wanted.
func (w wanted) met(there *rebilly.Dispute) bool {
	return there != nil && len(w.differences(there.Record)) == 0
}

// agree tells whether two records say the same.
func agree(a, b rebilly.Record) bool {
	return len(differences(a, b)) == 0
}

// differences are the writable fields in which what is meant here differs from what
// there is.
func differences(here, there rebilly.Record) []evidence.Difference {
	var out []evidence.Difference
	for _, c := range columns {
		if h, t := c.text(here), c.text(there); h != t {
			out = append(out, evidence.Difference{Attribute: c.attribute, Here: h, There: t})
		}
	}
	return out
}
