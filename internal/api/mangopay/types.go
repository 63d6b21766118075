package mangopay

import (
	"io"
	"time"
)

// Money is an amount in the smallest unit of its currency: EUR 12.60 is {"EUR", 1260}, JPY 12 is {"JPY", 12}
// (Mangopay API reference, Data formats).
type Money struct {
	Currency string
	Amount   int64
}

// Dispute is a chargeback as Mangopay reports it (Mangopay API reference, The Dispute object).
// Strings that the API left out or sent as null are "", times are zero, funds are nil.
// Types, statuses, reasons and results are open: values that the reference does not list occur.
type Dispute struct {
	ID  string
	Tag string
	// Type is CONTESTABLE, NOT_CONTESTABLE or RETRIEVAL.
	Type string
	// Status is CREATED, PENDING_CLIENT_ACTION, SUBMITTED, PENDING_BANK_ACTION, REOPENED_PENDING_CLIENT_ACTION or CLOSED.
	Status        string
	StatusMessage string
	// ResultCode is "" while the dispute is open, then LOST, WON or VOID.
	ResultCode               string
	ResultMessage            string
	InitialTransactionID     string
	InitialTransactionType   string
	InitialTransactionNature string
	RepudiationID            string
	ReasonType               string
	ReasonMessage            string
	DisputedFunds            *Money
	// ContestedFunds is filled in with the disputed funds by Mangopay before anything was contested.
	ContestedFunds  *Money
	ContestDeadline time.Time
	CreatedAt       time.Time
	// ClosedAt is also zero for disputes closed before 16 February 2023.
	ClosedAt time.Time
}

// Document is a piece of evidence of a dispute; its pages cannot be listed
// (Mangopay API reference, The Dispute Document object).
type Document struct {
	ID        string
	DisputeID string
	// Type is for instance DELIVERY_PROOF; it cannot be changed after creation.
	Type string
	// Tag holds at most 255 characters.
	Tag string
	// Status is CREATED, VALIDATION_ASKED, VALIDATED, REFUSED or OUT_OF_DATE.
	Status               string
	RefusedReasonType    string
	RefusedReasonMessage string
	CreatedAt            time.Time
	// ProcessedAt is zero until Mangopay has reviewed the document.
	ProcessedAt time.Time
}

// Transaction is one money movement of a dispute: its repudiation, and a refund or a settlement transfer
// once it is decided (Mangopay API reference, List Transactions for a Dispute).
type Transaction struct {
	ID  string
	Tag string
	// Type and Nature tell the kinds apart: PAYOUT REPUDIATION, PAYIN REFUND, TRANSFER SETTLEMENT.
	Type                     string
	Nature                   string
	Status                   string
	ResultCode               string
	ResultMessage            string
	AuthorID                 string
	CreditedUserID           string
	CreditedWalletID         string
	DebitedWalletID          string
	InitialTransactionID     string
	InitialTransactionType   string
	InitialTransactionNature string
	DepositID                string
	DebitedFunds             *Money
	CreditedFunds            *Money
	Fees                     *Money
	CreatedAt                time.Time
	ExecutedAt               time.Time
}

// Event is one entry of the account's event log (Mangopay API reference, List Events).
type Event struct {
	// ResourceID is the id of the dispute or of the document, depending on the type.
	ResourceID string
	// Type is for instance DISPUTE_ACTION_REQUIRED.
	Type string
	Date time.Time
}

// PageLink is where one page of a document can be read without credentials, for about ten minutes
// (Mangopay API reference, Create weblink to view Dispute Document Pages). The URL is a secret while it lives.
type PageLink struct {
	URL       string
	ExpiresAt time.Time
}

// Page is one file to upload. It is streamed: memory does not grow with the file.
type Page struct {
	// Size is the exact number of bytes that Open's reader yields.
	Size int64
	// Open is called once for each attempt; the reader is always closed.
	// A read error, or more or fewer bytes than Size, aborts the request before its body is complete.
	Open func() (io.ReadCloser, error)
}

// DisputeScope narrows a list of disputes; the zero value is the whole account, at most one field may be set.
type DisputeScope struct {
	UserID   string
	WalletID string
	PayInID  string
	// PendingSettlement selects the lost disputes that can still be settled.
	PendingSettlement bool
}

// DisputeFilter selects disputes on the server; zero fields do not filter. Several values of a field mean any of them.
// The list of disputes pending settlement takes no filter.
type DisputeFilter struct {
	Statuses      []string
	Types         []string
	CreatedBefore time.Time
	CreatedAfter  time.Time
	// Descending returns the newest first; otherwise the oldest come first.
	Descending bool
}

// DocumentFilter selects documents on the server; zero fields do not filter. Several values of a field mean any of them.
type DocumentFilter struct {
	// DisputeID limits the list to one dispute; "" lists the whole account.
	DisputeID     string
	Statuses      []string
	Types         []string
	CreatedBefore time.Time
	CreatedAfter  time.Time
	// Descending returns the newest first; otherwise the oldest come first.
	Descending bool
}

// EventFilter selects events. The API reference marks the type as required, and answers 400 when asked for
// events older than 45 days.
type EventFilter struct {
	Type   string
	Before time.Time
	After  time.Time
}
