package evidence

import (
	"strconv"
	"strings"
	"unicode"
)

// Printable makes foreign text (an API's message, a file name) safe to show in
// a terminal and in a review: line breaks and other white space become a space,
// and every character that is invisible or steers the display (terminal escapes,
// direction marks, zero-width characters) becomes a visible escape such as \u202e.
// Invalid UTF-8 becomes U+FFFD.
func Printable(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range strings.ToValidUTF8(s, string(unicode.ReplacementChar)) {
		switch {
		case strconv.IsPrint(r):
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		}
	}
	return b.String()
}

// quoted is the form in which foreign text appears inside a sentence.
func quoted(s string) string { return `"` + Printable(s) + `"` }
