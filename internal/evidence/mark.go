package evidence

import "regexp"

const (
	markPrefix = "tf:"
	markDigits = 16

	// MaxTag is the greatest length of a Tag in characters, counted as UTF-16 code
	// units, the strictest reading (Mangopay API reference, Create a Dispute Document).
	MaxTag = 255
	// MaxUserTag is what MaxTag leaves when a mark and the space before it are added.
	MaxUserTag = MaxTag - 1 - len(markPrefix) - markDigits
)

var markAtEnd = regexp.MustCompile(`(?s)^(?:(.*) )?(` + markPrefix + `[0-9a-f]{16})$`)

// Mark returns the short form of a fingerprint that is kept in a document's Tag:
// "tf:" and its first 16 characters.
func Mark(fingerprint string) string {
	return markPrefix + fingerprint[:min(markDigits, len(fingerprint))]
}

// AddMark returns the tag with the fingerprint's mark at its end.
func AddMark(tag, fingerprint string) string {
	if tag == "" {
		return Mark(fingerprint)
	}
	return tag + " " + Mark(fingerprint)
}

// SplitMark undoes AddMark. The mark is "" when the tag carries none.
func SplitMark(tag string) (userTag, mark string) {
	m := markAtEnd.FindStringSubmatch(tag)
	if m == nil {
		return tag, ""
	}
	return m[1], m[2]
}
