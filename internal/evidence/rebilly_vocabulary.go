package evidence

// rebillyDefinition is where the vocabulary in this file is from, and of when: the request
// of Create a dispute. Values are case-sensitive.
const rebillyDefinition = "Rebilly's public API definition, 2026-08-21"

// Dispute statuses of Rebilly.
const (
	RebillyResponseNeeded = "response-needed"
	RebillyUnderReview    = "under-review"
	RebillyForfeited      = "forfeited"
	RebillyWon            = "won"
	RebillyLost           = "lost"
	RebillyUnknown        = "unknown"
)

var rebillyStatuses = []string{
	RebillyResponseNeeded, RebillyUnderReview, RebillyForfeited, RebillyWon, RebillyLost, RebillyUnknown,
}

var rebillyTypes = []string{
	"information-request", "first-chargeback", "second-chargeback", "arbitration", "fraud", "ethoca-alert",
	"verifi-alert", "bank-return", "paypal-claim", "representment", "inquiry", "forced-refund", "collaboration",
}

// rebillyReasonCodes grew from 169 codes at the end of 2023: unknown ones are to be expected.
var rebillyReasonCodes = []string{
	"0", "00", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10.1", "10.2", "10.3", "10.4", "10.5", "11.1", "11.2",
	"11.3", "12", "12.1", "12.2", "12.3", "12.4", "12.5", "12.6", "12.6.1", "12.6.2", "12.7", "13.1", "13.2", "13.3",
	"13.4", "13.5", "13.6", "13.7", "13.8", "13.9", "30", "31", "34", "35", "37", "40", "41", "42", "46", "47", "49",
	"50", "51", "53", "54", "55", "56", "57", "59", "60", "62", "63", "70", "71", "72", "73", "74", "75", "76", "77",
	"78", "79", "80", "81", "82", "83", "85", "86", "93", "98", "004", "021", "024", "059", "062", "063", "127", "154",
	"155", "158", "173", "175", "176", "193", "680", "684", "691", "693", "1000", "2001", "2002", "2003", "2004",
	"2005", "2008", "2011", "2700", "2701", "2702", "2703", "2704", "2705", "2706", "2707", "2708", "2709", "2710",
	"2713", "2870", "2871", "4807", "4808", "4812", "4831", "4834", "4837", "4840", "4841", "4842", "4846", "4849",
	"4850", "4853", "4854", "4855", "4859", "4860", "4863", "4870", "4871", "4901", "4902", "4903", "4904", "4905",
	"4908", "4999", "4534", "4541", "4542", "4550", "4553", "4586", "4752", "4753", "4755", "4865", "4866", "4867",
	"7010", "7030", "8002", "A", "A01", "A02", "A08", "AL", "AP", "AW", "B", "C", "C02", "C04", "C05", "C08", "C14",
	"C18", "C28", "C31", "C32", "CA", "CD", "CR", "D", "DA", "DP", "DP1", "EX", "F10", "F14", "F22", "F24", "F29",
	"F30", "F31", "FR1", "FR2", "FR4", "FR6", "IC", "IN", "IS", "ITA", "LP", "M01", "M10", "M49", "N", "NA", "NC", "P",
	"P01", "P03", "P04", "P05", "P07", "P08", "P22", "P23", "R03", "R13", "RG", "RM", "RN1", "RN2", "SV", "TF", "TNM",
	"UA01", "UA02", "UA03", "UA10", "UA11", "UA12", "UA18", "UA20", "UA21", "UA22", "UA23", "UA28", "UA30", "UA31",
	"UA32", "UA38", "UA99", "bank_cannot_process", "credit_not_processed", "customer_initiated", "debit_not_authorized",
	"duplicate", "fraudulent", "general", "incorrect_account_details", "insufficient_funds", "merchandise",
	"non_receipt", "not_as_described", "pre-chargeback-alert", "product_not_received", "product_unacceptable",
	"special", "subscription_canceled", "unauthorized", "unauthorized_claim", "unrecognized",
	"MERCHANDISE_OR_SERVICE_NOT_RECEIVED", "MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED", "UNAUTHORISED",
	"CREDIT_NOT_PROCESSED", "DUPLICATE_TRANSACTION", "INCORRECT_AMOUNT", "PAYMENT_BY_OTHER_MEANS",
	"CANCELED_RECURRING_BILLING", "PROBLEM_WITH_REMITTANCE", "OTHER",
}
