package simulator

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Values that the simulator itself acts on (Rebilly API reference, Create a dispute).
const (
	rebillyFirstChargeback = "first-chargeback"
	rebillyResponseNeeded  = "response-needed"
	rebillyUnderReview     = "under-review"
	rebillyForfeited       = "forfeited"
	rebillyWon             = "won"
	rebillyLost            = "lost"
)

// rebillyID is what an id may look like (Rebilly API reference, path parameter id).
var rebillyID = regexp.MustCompile(`^[@~\-.\w]{1,50}$`)

func rebillyTypes() []string {
	return []string{
		"information-request", rebillyFirstChargeback, "second-chargeback", "arbitration", "fraud", "ethoca-alert",
		"verifi-alert", "bank-return", "paypal-claim", "representment", "inquiry", "forced-refund", "collaboration",
	}
}

func rebillyStatuses() []string {
	return []string{rebillyResponseNeeded, rebillyUnderReview, rebillyForfeited, rebillyWon, rebillyLost, "unknown"}
}

func rebillySources() []string { return []string{"api", "manual", "sftp", "webhook"} }

// relatedTypes are the kinds of objects that a file can be attached to (Rebilly API reference, Attachments).
func relatedTypes() []string {
	return []string{
		"customer", "dispute", "gateway-timeline-comment", "invoice", "organization", "payment", "plan", "product",
		"subscription", "transaction", "customer-timeline-comment", "transaction-timeline-comment", "order-timeline-comment",
	}
}

// rebillyReasonCodes are the 273 codes that the API takes (Rebilly API reference, Create a dispute, as of 2026-01).
const rebillyReasonCodes = `
0 00 1 2 3 4 5 6 7 8 9 10.1 10.2 10.3 10.4 10.5 11.1 11.2 11.3 12 12.1 12.2 12.3 12.4 12.5 12.6 12.6.1 12.6.2
12.7 13.1 13.2 13.3 13.4 13.5 13.6 13.7 13.8 13.9 30 31 34 35 37 40 41 42 46 47 49 50 51 53 54 55 56 57 59 60
62 63 70 71 72 73 74 75 76 77 78 79 80 81 82 83 85 86 93 98 004 021 024 059 062 063 127 154 155 158 173 175
176 193 680 684 691 693 1000 2001 2002 2003 2004 2005 2008 2011 2700 2701 2702 2703 2704 2705 2706 2707 2708
2709 2710 2713 2870 2871 4807 4808 4812 4831 4834 4837 4840 4841 4842 4846 4849 4850 4853 4854 4855 4859 4860
4863 4870 4871 4901 4902 4903 4904 4905 4908 4999 4534 4541 4542 4550 4553 4586 4752 4753 4755 4865 4866 4867
7010 7030 8002 A A01 A02 A08 AL AP AW B C C02 C04 C05 C08 C14 C18 C28 C31 C32 CA CD CR D DA DP DP1 EX F10 F14
F22 F24 F29 F30 F31 FR1 FR2 FR4 FR6 IC IN IS ITA LP M01 M10 M49 N NA NC P P01 P03 P04 P05 P07 P08 P22 P23 R03
R13 RG RM RN1 RN2 SV TF TNM UA01 UA02 UA03 UA10 UA11 UA12 UA18 UA20 UA21 UA22 UA23 UA28 UA30 UA31 UA32 UA38
UA99 bank_cannot_process credit_not_processed customer_initiated debit_not_authorized duplicate fraudulent
general incorrect_account_details insufficient_funds merchandise non_receipt not_as_described
pre-chargeback-alert product_not_received product_unacceptable special subscription_canceled unauthorized
unauthorized_claim unrecognized MERCHANDISE_OR_SERVICE_NOT_RECEIVED MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED
UNAUTHORISED CREDIT_NOT_PROCESSED DUPLICATE_TRANSACTION INCORRECT_AMOUNT PAYMENT_BY_OTHER_MEANS
CANCELED_RECURRING_BILLING PROBLEM_WITH_REMITTANCE OTHER
`

var knownReasonCodes = sync.OnceValue(func() []string {
	codes := strings.Fields(rebillyReasonCodes)
	slices.Sort(codes)
	return codes
})

func isReasonCode(code string) bool {
	_, found := slices.BinarySearch(knownReasonCodes(), code)
	return found
}

// reason is what the server makes of a reason code.
type reason struct{ category, description string }

// reasonOf looks a reason code up. Rebilly's own table is not public: this one has the commonest codes of Visa,
// Mastercard and some gateways.
func reasonOf(code string) reason {
	if known, found := rebillyReasons[code]; found {
		return known
	}
	return reason{category: "uncategorized"}
}

var rebillyReasons = map[string]reason{
	"10.1":                 {"fraud", "EMV liability shift counterfeit fraud"},
	"10.2":                 {"fraud", "EMV liability shift non-counterfeit fraud"},
	"10.3":                 {"fraud", "Other fraud, card-present environment"},
	"10.4":                 {"fraud", "Other fraud, card-absent environment"},
	"10.5":                 {"fraud", "Visa fraud monitoring program"},
	"11.1":                 {"authorization", "Card recovery bulletin"},
	"11.2":                 {"authorization", "Declined authorization"},
	"11.3":                 {"authorization", "No authorization"},
	"12.5":                 {"processing-errors", "Incorrect amount"},
	"12.6.1":               {"processing-errors", "Duplicate processing"},
	"12.6.2":               {"processing-errors", "Paid by other means"},
	"13.1":                 {"consumer-disputes", "Merchandise or services not received"},
	"13.2":                 {"consumer-disputes", "Cancelled recurring transaction"},
	"13.3":                 {"consumer-disputes", "Not as described or defective merchandise or services"},
	"13.6":                 {"consumer-disputes", "Credit not processed"},
	"13.7":                 {"consumer-disputes", "Cancelled merchandise or services"},
	"4808":                 {"authorization", "Authorization-related chargeback"},
	"4834":                 {"processing-errors", "Point-of-interaction error"},
	"4837":                 {"fraud", "No cardholder authorization"},
	"4853":                 {"consumer-disputes", "Cardholder dispute"},
	"4870":                 {"fraud", "Chip liability shift"},
	"credit_not_processed": {"consumer-disputes", "Credit not processed"},
	"duplicate":            {"processing-errors", "Duplicate"},
	"fraudulent":           {"fraud", "Fraudulent"},
	"insufficient_funds":   {"bank-return", "Insufficient funds"},
	"product_not_received": {"consumer-disputes", "Product not received"},
	"unrecognized":         {"fraud", "Unrecognized"},
}
