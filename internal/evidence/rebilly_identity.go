package evidence

import (
	"regexp"
	"slices"
	"time"
)

const (
	rebillyIDPrefix   = "tf_"
	rebillyMarkPrefix = "tf-"
	rebillyDigits     = 32
)

var rebillyMark = regexp.MustCompile(`^` + rebillyMarkPrefix + `[0-9a-f]{32}$`)

// RebillyNatural is what tells one dispute record from another before it has an id.
type RebillyNatural struct {
	TransactionID           string
	Type                    string
	CaseID                  string // "" for none
	AcquirerReferenceNumber string // "" for none
	PostedTime              time.Time
	Generation              int64 // raised by the user for a further record that is otherwise the same
}

// RebillyDisputeID derives the id of a dispute for which the user chose none, so that
// it is known in the plan and the same on every try. Host is the scheme and host of the
// API, organization its id or "". The id is "tf_" and the first 32 digits of the
// lower-case hex SHA-256 of the JSON text
//
//	["disputes/rebilly-dispute/v1", host, organization, transaction id, type, case id,
//	 acquirer reference number, posted time, generation]
//
// without the line break and spaces, the time in UTC as in "2026-03-01T12:00:00Z" (a
// fraction of a second only if there is one).
func RebillyDisputeID(host, organization string, n RebillyNatural) string {
	return rebillyIDPrefix + digestOf("disputes/rebilly-dispute/v1", host, organization, n.TransactionID, n.Type, n.CaseID,
		n.AcquirerReferenceNumber, n.PostedTime.UTC().Format(time.RFC3339Nano), n.Generation)[:rebillyDigits]
}

// RebillyAttachmentID derives the id of an attachment, so that it is known in the plan
// and the same on every try. Nothing that can be changed later is part of it. The id is
// "tf_" and the first 32 digits of the lower-case hex SHA-256 of the JSON text
//
//	["disputes/rebilly-attachment/v1", host, organization, dispute id, file id]
func RebillyAttachmentID(host, organization, disputeID, fileID string) string {
	return rebillyIDPrefix + digestOf("disputes/rebilly-attachment/v1", host, organization, disputeID, fileID)[:rebillyDigits]
}

// RebillyFileMark names an upload before it exists. Rebilly chooses the ids of files, so
// the file carries the mark as a tag, by which an upload with an unknown outcome is found
// again. Nothing that can be changed later is part of it: it stays the same as long as
// the file does. The mark is "tf-" and the first 32 digits of the lower-case hex SHA-256
// of the JSON text
//
//	["disputes/rebilly-file/v1", host, organization, sha256, generation]
func RebillyFileMark(host, organization, sha256 string, generation int64) string {
	return rebillyMarkPrefix + digestOf("disputes/rebilly-file/v1", host, organization, sha256, generation)[:rebillyDigits]
}

// RebillyUserTags returns the tags of a file without the provider's marks, in their order.
func RebillyUserTags(tags []string) []string {
	return slices.DeleteFunc(slices.Clone(tags), rebillyMark.MatchString)
}
