package evidence

import "slices"

// Dispute types (Mangopay API reference, The Dispute object).
const (
	DisputeContestable    = "CONTESTABLE"
	DisputeNotContestable = "NOT_CONTESTABLE"
	DisputeRetrieval      = "RETRIEVAL"
)

// Dispute statuses (Mangopay API reference, The Dispute object).
const (
	DisputeCreated             = "CREATED"
	DisputePendingClientAction = "PENDING_CLIENT_ACTION"
	DisputeSubmitted           = "SUBMITTED"
	DisputePendingBankAction   = "PENDING_BANK_ACTION"
	DisputeReopened            = "REOPENED_PENDING_CLIENT_ACTION"
	DisputeClosed              = "CLOSED"
)

// Document statuses (Mangopay API reference, Create a Dispute Document).
const (
	DocumentCreated         = "CREATED"
	DocumentValidationAsked = "VALIDATION_ASKED"
	DocumentValidated       = "VALIDATED"
	DocumentRefused         = "REFUSED"
	DocumentOutOfDate       = "OUT_OF_DATE"
)

// Who moves an object from one status to the next.
const (
	ByPlatform = "platform"
	ByMangopay = "Mangopay"
	ByBank     = "bank"
)

// Transition is one allowed move of a state machine.
type Transition struct {
	From string // "" for the creation of the object
	To   string
	Who  string // ByPlatform, ByMangopay or ByBank
	When string // what brings it about
}

// disputeTransitions: Mangopay API reference, The Dispute object; Mangopay guide Disputes.
var disputeTransitions = []Transition{
	{"", DisputeCreated, ByMangopay, "a chargeback notice arrives"},
	{DisputeCreated, DisputePendingClientAction, ByMangopay, "a contestable dispute or a retrieval is opened for evidence"},
	{DisputeCreated, DisputeClosed, ByMangopay, "the dispute cannot be contested; the result is LOST"},
	{DisputePendingClientAction, DisputeSubmitted, ByPlatform, "submit, with contested funds"},
	{DisputePendingClientAction, DisputeClosed, ByPlatform, "close; the loss is accepted"},
	{DisputePendingClientAction, DisputeClosed, ByMangopay, "the contest deadline passes"},
	{DisputeSubmitted, DisputePendingBankAction, ByMangopay, "the documents are accepted and sent to the bank"},
	{DisputeSubmitted, DisputeReopened, ByMangopay, "the documents are not accepted; StatusMessage says why"},
	{DisputePendingBankAction, DisputeReopened, ByBank, "the bank asks for more; StatusMessage says what"},
	{DisputePendingBankAction, DisputeClosed, ByBank, "the bank decides: WON, LOST or VOID"},
	{DisputeReopened, DisputeSubmitted, ByPlatform, "submit again, without contested funds"},
	{DisputeReopened, DisputeClosed, ByPlatform, "close; the loss is accepted"},
	{DisputeReopened, DisputeClosed, ByMangopay, "the contest deadline passes"},
}

// documentTransitions: Mangopay API reference, Create a Dispute Document and Submit a Dispute Document.
var documentTransitions = []Transition{
	{"", DocumentCreated, ByPlatform, "create; pages can be added"},
	{DocumentCreated, DocumentValidationAsked, ByPlatform, "submit, with at least one page"},
	{DocumentValidationAsked, DocumentValidated, ByMangopay, "the review accepts it"},
	{DocumentValidationAsked, DocumentRefused, ByMangopay, "the review refuses it; RefusedReasonType says why"},
}

// DisputeTransitions returns every allowed move of a dispute. There are no others.
func DisputeTransitions() []Transition { return slices.Clone(disputeTransitions) }

// DocumentTransitions returns every allowed move of a dispute document. OUT_OF_DATE
// is a status of the API's vocabulary that no documented move of a dispute document reaches.
func DocumentTransitions() []Transition { return slices.Clone(documentTransitions) }

// TerminalDispute reports whether a dispute of this status never changes again.
func TerminalDispute(status string) bool {
	return knownDisputeStatus(status) && !leaves(disputeTransitions, status)
}

// DisputeTakesDocuments reports whether documents can be made for a dispute of this status:
// it is the platform's turn to submit.
func DisputeTakesDocuments(status string) bool {
	return allowed(disputeTransitions, status, DisputeSubmitted, ByPlatform)
}

func knownDisputeStatus(status string) bool {
	return status != "" && reached(disputeTransitions, status)
}

func knownDocumentStatus(status string) bool {
	return status == DocumentOutOfDate || status != "" && reached(documentTransitions, status)
}

func allowed(machine []Transition, from, to, who string) bool {
	return slices.ContainsFunc(machine, func(t Transition) bool { return t.From == from && t.To == to && t.Who == who })
}

func leaves(machine []Transition, status string) bool {
	return slices.ContainsFunc(machine, func(t Transition) bool { return t.From == status })
}

func reached(machine []Transition, status string) bool {
	return slices.ContainsFunc(machine, func(t Transition) bool { return t.To == status })
}
