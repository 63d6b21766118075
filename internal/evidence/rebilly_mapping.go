package evidence

import (
	"slices"
	"strings"
	"time"
)

// MangopaySummary is what the mapping to Rebilly reads of a Mangopay dispute.
type MangopaySummary struct {
	ID              string
	Type            string // DisputeType
	Status          string
	ResultCode      string // "" while the dispute is open
	ReasonType      string // DisputeReasonType; "" for none
	Amount          int64  // disputed funds, minor units
	Currency        string // of the disputed funds; "" or "XXX" when they are not determined
	CreatedAt       time.Time
	ContestDeadline time.Time // zero for none
}

// RebillySummary is what a Rebilly dispute says of a Mangopay dispute. What the mapping
// cannot know is zero; "" in Type means that the type is new.
type RebillySummary struct {
	Status       string
	Type         string
	ReasonCode   string
	Amount       int64  // minor units; says nothing while Currency is ""
	Currency     string // "" when the disputed funds are not determined
	PostedTime   time.Time
	DeadlineTime time.Time // zero for none
	CaseID       string    // the id of the dispute at Mangopay
}

// The attributes of a Rebilly dispute that the mapping translates.
const (
	MapsStatus     = "status"
	MapsType       = "type"
	MapsReasonCode = "reason_code"
)

// MappingRow is one line of the mapping: when every condition holds, the attribute gets
// the value. Of several rows of one attribute that match, the first counts.
type MappingRow struct {
	Attribute   string // one of the Maps constants
	DisputeType string // "" for any
	Status      string // "" for any
	ResultCode  string // "" for any
	ReasonType  string // "" for any; a star at its end stands for any ending
	Value       string // at Rebilly
	Why         string // one sentence
}

// mangopayToRebilly: values of Mangopay from the Mangopay API reference, The Dispute
// object, and the Mangopay guide Disputes; values of Rebilly from the Rebilly API
// reference, Create a dispute. Which corresponds to which is this provider's reading.
var mangopayToRebilly = []MappingRow{
	{Attribute: MapsStatus, Status: DisputeClosed, ResultCode: "WON", Value: RebillyWon, Why: "The bank decided for the platform."},
	{
		Attribute: MapsStatus, Status: DisputeClosed, ResultCode: "LOST", Value: RebillyLost,
		Why: "Mangopay does not say whether the bank decided or the platform gave up, so that nothing becomes forfeited.",
	},
	{Attribute: MapsStatus, Status: DisputeClosed, Value: RebillyUnknown, Why: "The dispute ended without a winner (VOID), or the result is not known."},
	{
		Attribute: MapsStatus, DisputeType: DisputeNotContestable, Status: DisputeCreated, Value: RebillyUnderReview,
		Why: "No response is possible, and Mangopay closes the dispute soon.",
	},
	{Attribute: MapsStatus, Status: DisputeCreated, Value: RebillyResponseNeeded, Why: "Mangopay will ask for evidence soon."},
	{Attribute: MapsStatus, Status: DisputePendingClientAction, Value: RebillyResponseNeeded, Why: "It is the platform's turn."},
	{Attribute: MapsStatus, Status: DisputeReopened, Value: RebillyResponseNeeded, Why: "More evidence is asked for."},
	{Attribute: MapsStatus, Status: DisputeSubmitted, Value: RebillyUnderReview, Why: "Mangopay has the case."},
	{Attribute: MapsStatus, Status: DisputePendingBankAction, Value: RebillyUnderReview, Why: "The bank has the case."},
	{Attribute: MapsStatus, Value: RebillyUnknown, Why: "The status is new."},

	{Attribute: MapsType, ReasonType: "LATE_FAILURE_*", Value: "bank-return", Why: "A direct debit failed after it was paid."},
	{Attribute: MapsType, DisputeType: DisputeContestable, Value: "first-chargeback", Why: "It is a chargeback."},
	{Attribute: MapsType, DisputeType: DisputeRetrieval, Value: "information-request", Why: "The bank asks for information and takes no funds."},
	{
		Attribute: MapsType, DisputeType: DisputeNotContestable, Value: "first-chargeback",
		Why: "It is a chargeback that has no answer; the status says so.",
	},

	{Attribute: MapsReasonCode, ReasonType: "DUPLICATE", Value: "duplicate", Why: "The same."},
	{Attribute: MapsReasonCode, ReasonType: "FRAUD", Value: "fraudulent", Why: "The same."},
	{Attribute: MapsReasonCode, ReasonType: "PRODUCT_UNACCEPTABLE", Value: "product_unacceptable", Why: "The same."},
	{Attribute: MapsReasonCode, ReasonType: "PRODUCT_NOT_PROVIDED", Value: "product_not_received", Why: "The same."},
	{Attribute: MapsReasonCode, ReasonType: "COUNTERFEIT_PRODUCT", Value: "not_as_described", Why: "A counterfeit is not what was offered."},
	{Attribute: MapsReasonCode, ReasonType: "TRANSACTION_NOT_RECOGNIZED", Value: "unrecognized", Why: "The same."},
	{Attribute: MapsReasonCode, ReasonType: "AUTHORISATION_DISPUTED", Value: "unauthorized", Why: "The same."},
	{Attribute: MapsReasonCode, ReasonType: "CANCELED_REOCCURING_TRANSACTION", Value: "subscription_canceled", Why: "The same."},
	{Attribute: MapsReasonCode, ReasonType: "REFUND_NOT_PROCESSED", Value: "credit_not_processed", Why: "The same."},
	{Attribute: MapsReasonCode, ReasonType: "LATE_FAILURE_INSUFFICIENT_FUNDS", Value: "insufficient_funds", Why: "The same."},
	{Attribute: MapsReasonCode, ReasonType: "LATE_FAILURE_BANKACCOUNT_INCORRECT", Value: "incorrect_account_details", Why: "The same."},
	{Attribute: MapsReasonCode, ReasonType: "LATE_FAILURE_BANKACCOUNT_CLOSED", Value: "bank_cannot_process", Why: "The bank has no account to take the money from."},
	{Attribute: MapsReasonCode, ReasonType: "LATE_FAILURE_BANKACCOUNT_INCOMPATIBLE", Value: "bank_cannot_process", Why: "The bank cannot take money from such an account."},
	{
		Attribute: MapsReasonCode, Value: "general",
		Why: "UNKNOWN, OTHER, CUSTOMER_DISPUTE, REFUND_CONVERSION_RATE, LATE_FAILURE_CONTACT_USER and new reasons have no counterpart.",
	},
}

// RebillyMapping returns the table by which RebillyFromMangopay translates, in its order.
func RebillyMapping() []MappingRow { return slices.Clone(mangopayToRebilly) }

// RebillyFromMangopay translates a Mangopay dispute into what a Rebilly dispute says of
// it: status, type and reason by the table of RebillyMapping, the disputed funds, the
// creation as posted time, the contest deadline as deadline, and the id as case.
func RebillyFromMangopay(d MangopaySummary) RebillySummary {
	s := RebillySummary{
		Status: mapped(MapsStatus, d), Type: mapped(MapsType, d), ReasonCode: mapped(MapsReasonCode, d),
		PostedTime: d.CreatedAt, DeadlineTime: d.ContestDeadline, CaseID: d.ID,
	}
	if d.Currency != undetermined {
		s.Amount, s.Currency = d.Amount, d.Currency
	}
	return s
}

func mapped(attribute string, d MangopaySummary) string {
	for _, r := range mangopayToRebilly {
		if r.Attribute == attribute && holds(r.DisputeType, d.Type) && holds(r.Status, d.Status) &&
			holds(r.ResultCode, d.ResultCode) && holds(r.ReasonType, d.ReasonType) {
			return r.Value
		}
	}
	return ""
}

func holds(condition, v string) bool {
	if beginning, ok := strings.CutSuffix(condition, "*"); ok {
		return strings.HasPrefix(v, beginning)
	}
	return condition == "" || condition == v
}
