package simulator

import (
	"net/http"
	"time"
)

// Guesses decides what no public document of the API settles. The zero value is the behaviour that the
// simulator shows unless told otherwise; every field turns one guess the other way, so that a client can be
// tried against both. Guesses belong to the world and are kept in its file.
type Guesses struct {
	// KeyNotReserved: an idempotency key counts as used only once its first request is answered. Default: it is
	// reserved as soon as the request has arrived in full, so that a repetition in the meantime is a 409. Either
	// way there is no stored response to be had until the call is answered.
	KeyNotReserved bool `json:"key_not_reserved,omitempty"`
	// UnauthorizedBurnsKey: a request refused with 401 uses its idempotency key up (seen in 2022, said to be
	// fixed in 2025). Default: it does not.
	UnauthorizedBurnsKey bool `json:"unauthorized_burns_key,omitempty"`
	// RateLimitBurnsKey: a request refused with 429 uses its idempotency key up. Default: it does not.
	RateLimitBurnsKey bool `json:"rate_limit_burns_key,omitempty"`
	// KeyPerRoute: one key may be used once on each path. Default: once in the whole account.
	KeyPerRoute bool `json:"key_per_route,omitempty"`
	// PageWithKeyFails: a page upload with an idempotency key stores the page and answers 500, as the sandbox
	// did in 2018. Default: it answers 204 as without a key.
	PageWithKeyFails bool `json:"page_with_key_fails,omitempty"`
	// ListLag: how long an object that was just created is missing from lists. Default: not at all.
	ListLag time.Duration `json:"list_lag,omitempty"`
	// Tags: "trimmed" or "dropped" instead of being kept verbatim.
	Tags string `json:"tags,omitempty"`
	// ConsultHidesUnsubmitted: consulting a document that is still CREATED yields no page. Default: all pages.
	ConsultHidesUnsubmitted bool `json:"consult_hides_unsubmitted,omitempty"`
	// SecondSubmitSucceeds: submitting what is submitted already is answered 200 and changes nothing. Default:
	// a refusal.
	SecondSubmitSucceeds bool `json:"second_submit_succeeds,omitempty"`
	// ResubmissionRefusesFunds: ContestedFunds in a re-submission is refused. Default: it is ignored.
	ResubmissionRefusesFunds bool `json:"resubmission_refuses_funds,omitempty"`
	// MaxPages: the number of pages that a document takes, 0 for no limit, which is the default.
	MaxPages int `json:"max_pages,omitempty"`
	// NumericIDs: ids of digits only, as before 2024. Default: a prefix and a ULID, as for the API's newer
	// objects, although no document shows such an id of a dispute or of a dispute document.
	NumericIDs bool `json:"numeric_ids,omitempty"`
	// DeadlineVoid: a dispute that closes because its deadline passed is VOID. Default: LOST.
	DeadlineVoid bool `json:"deadline_void,omitempty"`
	// OverdueStaysOpen: a dispute whose deadline passed stays open until somebody closes it; submitting it is
	// refused all the same. Default: it is closed at once.
	OverdueStaysOpen bool `json:"overdue_stays_open,omitempty"`
	// NewestFirst: lists without a sort order begin with the newest object. Default: with the oldest.
	NewestFirst bool `json:"newest_first,omitempty"`
	// RefusesGIF: GIF pages are answered 415, as for identity documents today. Default: they are taken, as the
	// older documentation of dispute documents says.
	RefusesGIF bool `json:"refuses_gif,omitempty"`
	// MissingHookFails: viewing an unknown hook is a 500. Default: a 404; the message is the same.
	MissingHookFails bool `json:"missing_hook_fails,omitempty"`
	// RateLimits are the windows of the rate limit. Default: the four that the API documents.
	RateLimits []RateLimit `json:"rate_limits,omitempty"`

	// RebillyTimesWithOffset: times end in +00:00. Default: in Z.
	RebillyTimesWithOffset bool `json:"rebilly_times_with_offset,omitempty"`
	// RebillyFractionsKept: fractions of a second in times that were sent are kept. Default: they are cut off.
	RebillyFractionsKept bool `json:"rebilly_fractions_kept,omitempty"`
	// RebillyRevisionStartsAtOne: a new dispute has revision 1. Default: 0, because it was never modified.
	RebillyRevisionStartsAtOne bool `json:"rebilly_revision_starts_at_one,omitempty"`
	// RebillyIdenticalPutCounts: a PUT that changes nothing adds to the revision and sets updatedTime. Default: it
	// does not.
	RebillyIdenticalPutCounts bool `json:"rebilly_identical_put_counts,omitempty"`
	// RebillyOmittedKept: a PUT leaves the nullable fields as they are that it does not have. Default: they become
	// null.
	RebillyOmittedKept bool `json:"rebilly_omitted_kept,omitempty"`
	// RebillyUnknownTransaction: "accepted" takes disputes of transactions that the organization does not have.
	// Default: a 422.
	RebillyUnknownTransaction string `json:"rebilly_unknown_transaction,omitempty"`
	// RebillyMoneyChecked: an amount that is not positive or more than the transaction's is a 422, and so is another
	// currency than the transaction's. Default: everything that the schema allows is taken.
	RebillyMoneyChecked bool `json:"rebilly_money_checked,omitempty"`
	// RebillyAmountsAsFloats: amounts come back as a binary floating-point number is written. Default: digit by digit
	// as they were sent.
	RebillyAmountsAsFloats bool `json:"rebilly_amounts_as_floats,omitempty"`
	// RebillyInvalidFieldsAsMap: invalidFields of a 422 is a map with the fields as keys, as in older answers.
	// Default: an array.
	RebillyInvalidFieldsAsMap bool `json:"rebilly_invalid_fields_as_map,omitempty"`
	// RebillyUnknownFilterIgnored: an unknown field in filter or sort is ignored. Default: a 422.
	RebillyUnknownFilterIgnored bool `json:"rebilly_unknown_filter_ignored,omitempty"`
	// RebillyTagsNotFilterable: tags is an unknown field in the filter of files. Default: it is known.
	RebillyTagsNotFilterable bool `json:"rebilly_tags_not_filterable,omitempty"`
	// RebillyExpandInListsOnly: expand means nothing on a single dispute. Default: it is honoured there too.
	RebillyExpandInListsOnly bool `json:"rebilly_expand_in_lists_only,omitempty"`
	// RebillyDuplicateAttachments: the same file can be attached to the same object twice. Default: the second time is
	// a 409.
	RebillyDuplicateAttachments bool `json:"rebilly_duplicate_attachments,omitempty"`
	// RebillyAttachedFileStays: deleting a file that is attached is a 409. Default: its attachments go with it; the API
	// reference declares no 409 for it.
	RebillyAttachedFileStays bool `json:"rebilly_attached_file_stays,omitempty"`
	// RebillyDefaultLimit is the limit of lists without one. Default: 100.
	RebillyDefaultLimit int `json:"rebilly_default_limit,omitempty"`
	// RebillyRateLimit is the limit of calls that are no GET. Default: 3000 in 10 minutes, as documented for the
	// sandbox.
	RebillyRateLimit RateLimit `json:"rebilly_rate_limit,omitzero"`
}

// RateLimit allows a number of calls in a sliding window of time.
type RateLimit struct {
	Window time.Duration `json:"window"`
	Calls  int64         `json:"calls"`
}

// SetGuesses changes what is guessed, in this world and for every process that uses it.
func (s *Simulator) SetGuesses(g Guesses) error {
	return s.update(func(w *world) error {
		w.meta.Guesses = g
		return nil
	})
}

// Guesses are those that the world follows.
func (s *Simulator) Guesses() (Guesses, error) {
	var g Guesses
	err := s.view(func(w *world) error {
		g = w.meta.Guesses
		return nil
	})
	return g, err
}

// Types of refusals whose real names are unknown.
const (
	guessTypeSecondSubmit    = "dispute_cant_be_submitted"
	guessTypeDocumentState   = "document_not_in_created_status"
	guessTypeNotSettleable   = "repudiation_cant_be_settled"
	guessTypeTooLarge        = "request_entity_too_large"
	guessTypeUnsupportedFile = "unsupported_media_type"
)

// Messages whose real wording is unknown.
const (
	guessMessageCantBeClosed    = "This Dispute can not be closed"
	guessMessageNoDocuments     = "This Dispute can not currently accept documents"
	guessMessageSecondSubmit    = "This Dispute can not be submitted in its current Status"
	guessMessageDocumentState   = "The document must be in the CREATED Status"
	guessMessageNotSettleable   = "Only the Repudiation of a closed Dispute that was lost can be settled"
	guessMessageTooLarge        = "The uploaded file is larger than 10MB"
	guessMessageUnsupportedFile = "The format of the uploaded file is not supported"
	guessMessageOtherCurrency   = "The ContestedFunds currency must be the same as the DisputedFunds currency"
	guessMessageResubmitFunds   = "ContestedFunds can not be changed on a resubmission"
	guessMessageNotPositive     = "The Amount must be greater than zero"
	guessMessageBadKey          = "The Idempotency-Key must be between 16 and 36 alphanumeric characters and dashes"
	guessMessageOtherAuthor     = "The AuthorId must be the author of the repudiated transaction"
	guessMessageBadJSON         = "The body is not a JSON object"
	guessMessageBadValue        = "The value is not valid for this field"
	guessMessageBadDate         = "Events are kept for 45 days"
	guessMessageSettled         = "The repudiation has already been settled"
	guessMessageOverSettled     = "The total of the settlements' DebitedFunds exceeds the repudiation's DebitedFunds"
	guessMessageFees            = "The total of the settlements' Fees exceeds the initial transaction's Fees"
)

// Limits and times that no document gives.
const (
	guessMaxBase64      = 10 << 20         // "10MB" of base64 text, read as MiB
	guessMinPage        = 1 << 10          // the 1 KB of identity documents, by analogy
	guessTokenLife      = 1199             // seconds, of the documentation's sample
	guessLockAfter      = 20               // failed token requests in a row that lock an account
	guessLockFor        = 15 * time.Minute // and for how long
	guessReservation    = 5 * time.Minute  // after which a key is free again whose request was never answered
	guessExtension      = 7 * 24 * time.Hour
	guessReopenMessage  = "More documents are required"
	guessReasonMessage  = "This is a test dispute"
	guessLostMessage    = "The dispute was lost"
	guessWonMessage     = "The dispute was won"
	guessVoidMessage    = "The dispute was canceled"
	guessExpiredMessage = "The contest deadline has passed"
)

// Statuses of refusals that no document mentions.
const (
	guessStatusExpiredLink  = http.StatusNotFound     // of a link to a page that has expired, or never was
	guessStatusOtherAccount = http.StatusUnauthorized // of a token for another account than the path names
)

// More is guessed without a switch, because nothing hangs on it:
//   - a body of unknown length is refused with 411, which the list of status codes names;
//   - Basic authorization is refused everywhere but at the token endpoint, whose calls no rate limit counts;
//   - calls that are refused with 429 are not counted, and the windows slide by whole minutes;
//   - every consult yields all pages at once, whatever page and per_page say;
//   - a list for a user, a wallet or a pay-in that no dispute refers to is a 404;
//   - the answer to the submission of a document never shows the verdict that its Tag asks for;
//   - a dispute that is reopened after its deadline gets a new one.

// So it is at Rebilly:
//   - paths that no endpoint has, and methods that it does not have, are refused without looking at credentials;
//   - of two credentials in one call one that is known is enough, and the key counts before the token;
//   - X-RateLimit-Limit and X-RateLimit-Remaining are in successful answers only, and a window begins with its first
//     call;
//   - a PUT of a file keeps the name when it has none, and clears everything else that it does not have;
//   - only disputes, transactions and customers exist for files to be attached to;
//   - "!" in a filter negates its own value, not the values after it, and ranges are for numbers and times only;
//   - imageSize is ignored when a file is downloaded, and no file is fetched from a URL;
//   - a public file is downloaded without credentials;
//   - resolvedTime is taken away again when a dispute is reopened.

// Limits and statuses of Rebilly that no document gives.
const (
	guessRebillyMaxFile  = 32 << 20 // bytes
	guessRebillyLimit    = 100      // of lists
	guessRebillyBadJSON  = http.StatusBadRequest
	guessRebillyTooLarge = http.StatusRequestEntityTooLarge
)

// retrievalHasRepudiation: no funds are taken for a retrieval, so the guess is that there is no repudiation.
const retrievalHasRepudiation = false

// acceptsDocuments says in which states a dispute takes documents and pages. The two open ones are certain;
// that SUBMITTED does not is a guess.
func acceptsDocuments(status string) bool {
	return status == statusPendingClient || status == statusReopened
}
