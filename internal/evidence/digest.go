package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// DocumentDigest identifies what a document says: its type, tag and the ordered
// digests of its pages. It is the lower-case hex SHA-256 of the JSON text
//
//	["disputes/document/v1", type, tag, [page sha256, ...]]
//
// so that a configuration can recompute it with sha256(jsonencode([...])).
func DocumentDigest(docType, tag string, pageSHA256 []string) string {
	return digestOf("disputes/document/v1", docType, tag, list(pageSHA256))
}

// EvidenceDigest identifies what a dispute submission sends. The amount is in
// minor units. It is the lower-case hex SHA-256 of the JSON text
//
//	["disputes/evidence/v1", dispute id, currency, amount, [document digest, ...]]
func EvidenceDigest(disputeID, currency string, amount int64, documentDigests []string) string {
	return digestOf("disputes/evidence/v1", disputeID, currency, amount, list(documentDigests))
}

// FingerprintInput is everything that tells one document creation from another.
type FingerprintInput struct {
	BaseURL    string // scheme and host of the API
	ClientID   string
	DisputeID  string
	Type       string
	Tag        string   // without the mark
	Generation int64    // raised by the user to force a fresh document
	Pages      []string // SHA-256 of the pages, in order
}

// Fingerprint names a document before it exists, so that a creation with an
// unknown outcome can be recognised afterwards. It is the lower-case hex SHA-256
// of the JSON text
//
//	["disputes/fingerprint/v1", base url, client id, dispute id, type, tag, generation, [page sha256, ...]]
func Fingerprint(in FingerprintInput) string {
	return digestOf("disputes/fingerprint/v1", in.BaseURL, in.ClientID, in.DisputeID, in.Type, in.Tag,
		in.Generation, list(in.Pages))
}

// list turns a nil slice into an empty one: both mean "no pages" and must have one digest.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func digestOf(parts ...any) string {
	text, err := json.Marshal(parts)
	if err != nil {
		panic("evidence: strings and integers always marshal: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
