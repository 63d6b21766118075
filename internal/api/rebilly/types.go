package rebilly

import (
	"io"
	"time"
)

// Record is what a client can write of a dispute: all of it, on every write. A PUT replaces, so that what is left out is
// cleared (Rebilly API reference, Create a dispute and Upsert a dispute).
type Record struct {
	// TransactionID is the disputed transaction; at most 50 characters.
	TransactionID string
	// Currency is the ISO 4217 code, three letters.
	Currency string
	// Amount is the disputed amount in units of the currency, as decimal text such as "12.34". It is the text of the
	// JSON number, digit by digit: no binary fraction stands in between.
	Amount string
	// AcquirerReferenceNumber is the card network's reference of the transaction, at most 255 characters; "" is null.
	AcquirerReferenceNumber string
	// CaseID is the number of the case elsewhere, at most 100 characters; "" is null.
	CaseID string
	// ReasonCode is the code of the dispute's reason. In what gateways report it is an open string, and may be "".
	ReasonCode string
	// Type is the stage of the dispute, such as "first-chargeback".
	Type string
	// Status is where the dispute stands, such as "response-needed".
	Status string
	// PostedTime is when the dispute was posted.
	PostedTime time.Time
	// DeadlineTime is until when a response is possible; zero is null.
	DeadlineTime time.Time
}

// Dispute is a dispute as Rebilly keeps it. Every text may be "", and every time zero: the API promises no field.
type Dispute struct {
	Record

	ID                string
	CustomerID        string
	ReasonDescription string
	Category          string
	Source            string // who wrote it first: "api", "manual", "sftp", "webhook" or ""
	ResolvedTime      time.Time
	CreatedTime       time.Time
	UpdatedTime       time.Time
	// Revision counts the changes. What it starts with is not documented.
	Revision int64
}

// DisputeQuery selects disputes of a list.
type DisputeQuery struct {
	// Filter is in Rebilly's filter grammar, such as "status:response-needed;currency:EUR"; "" selects all.
	Filter string
	// Search is a partial text search ("q"); "" searches for nothing.
	Search string
}

// File is a file as Rebilly keeps it.
type File struct {
	ID          string
	Name        string
	Extension   string
	Description string
	Tags        []string
	Mime        string
	Size        int64  // bytes
	SHA1        string // lower-case hexadecimal digits
	IsPublic    bool
	CreatedTime time.Time
	UpdatedTime time.Time
}

// FileDetails is what can be changed of a file.
type FileDetails struct {
	Name        string // at most 255 characters
	Description string // at most 255 characters; "" is none
	Tags        []string
	IsPublic    bool // readable by everybody, without authorization
}

// Upload is a file to send.
type Upload struct {
	FileDetails

	Size int64                         // bytes; what Open yields must have exactly as many
	Open func() (io.ReadCloser, error) // opens the content, once for each try
}

// Attachment ties a file to an object.
type Attachment struct {
	ID          string
	FileID      string
	RelatedType string // "dispute" for a dispute
	RelatedID   string
	Name        string
	Description string
	CreatedTime time.Time
	UpdatedTime time.Time
}

// AttachmentRecord is what can be written of an attachment.
type AttachmentRecord struct {
	FileID      string
	RelatedType string
	RelatedID   string
	Name        string // at most 255 characters; "" is none
	Description string // at most 255 characters; "" is none
}
