package evidence

import (
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	rebillyIDPrefix    = "tf_"
	rebillyMarkPrefix  = "tf-"
	rebillyClaimPrefix = "tf-by-"
	rebillyDigits      = 32
)

// rebillyMark matches marks and claims.
var rebillyMark = regexp.MustCompile(`^(` + rebillyMarkPrefix + `|` + rebillyClaimPrefix + `)[0-9a-f]{32}$`)

// RebillyNatural is what tells one dispute record from another before it has an id. Type,
// case and acquirer reference number are no part of it: they change, or arrive, in the
// normal life of a dispute.
type RebillyNatural struct {
	TransactionID string
	PostedTime    time.Time
	Generation    int64 // raised by the user for a further record that is otherwise the same
}

// RebillyDisputeID derives the id of a dispute for which the user chose none, so that
// it is known in the plan and the same on every try. Ids belong to one organization, so
// that neither it nor its environment has to be part of them. The id is "tf_" and the
// first 32 digits of the lower-case hex SHA-256 of the JSON text
//
//	["disputes/rebilly-dispute/v1", transaction id, posted time, generation]
//
// without the spaces, the time in UTC as in "2026-03-01T12:00:00Z" (a fraction of a second
// only if there is one).
func RebillyDisputeID(n RebillyNatural) string {
	return rebillyIDPrefix + digestOf("disputes/rebilly-dispute/v1", n.TransactionID,
		n.PostedTime.UTC().Format(time.RFC3339Nano), n.Generation)[:rebillyDigits]
}

// RebillyAttachmentID derives the id of an attachment, so that it is known in the plan
// and the same on every try. Nothing that can be changed later is part of it. The id is
// "tf_" and the first 32 digits of the lower-case hex SHA-256 of the JSON text
//
//	["disputes/rebilly-attachment/v1", dispute id, file id]
func RebillyAttachmentID(disputeID, fileID string) string {
	return rebillyIDPrefix + digestOf("disputes/rebilly-attachment/v1", disputeID, fileID)[:rebillyDigits]
}

// RebillyFileMark names an upload before it exists. Rebilly chooses the ids of files, so
// the file carries the mark as a tag, by which an upload with an unknown outcome is found
// again. Nothing that can be changed later is part of it: it stays the same as long as
// the file does. The mark is "tf-" and the first 32 digits of the lower-case hex SHA-256
// of the JSON text
//
//	["disputes/rebilly-file/v1", sha256, generation]
func RebillyFileMark(sha256 string, generation int64) string {
	return rebillyMarkPrefix + digestOf("disputes/rebilly-file/v1", sha256, generation)[:rebillyDigits]
}

// RebillyFileClaim is a tag that says who stands for a file. Whoever takes over a file adds
// one, made from 16 random bytes, so that whoever stood for the file before can tell, in
// whatever run, that it is to be left alone.
func RebillyFileClaim(random [16]byte) string {
	return rebillyClaimPrefix + hex.EncodeToString(random[:])
}

// RebillyClaimOf returns the claim among the tags of a file; "" if nobody has taken it over.
func RebillyClaimOf(tags []string) string {
	i := slices.IndexFunc(tags, func(tag string) bool {
		return strings.HasPrefix(tag, rebillyClaimPrefix) && rebillyMark.MatchString(tag)
	})
	if i < 0 {
		return ""
	}
	return tags[i]
}

// RebillyUserTags returns the tags of a file without the provider's marks and claims, in their order.
func RebillyUserTags(tags []string) []string {
	return slices.DeleteFunc(slices.Clone(tags), rebillyMark.MatchString)
}
