package apierr

import (
	"bytes"
	"fmt"
	"mime"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText bounds a message taken from an answer, in bytes; the longest documented one has about a hundred.
const maxText = 1000

// Text makes a string out of an answer fit for a terminal and a log line: control characters become spaces,
// and what is longer than a thousand bytes is cut.
func Text(s string) string {
	if len(s) > maxText {
		s = s[:maxText] + "…"
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// Unreadable describes an answer that is not what a JSON API sends, without repeating it: such a page comes
// from a proxy, a login portal or a wrong base URL, and may hold anything.
func Unreadable(contentType string, body []byte) string {
	what := "the answer is not the API's JSON but " + kind(contentType, body)
	return what + "; check the base URL, and any proxy between here and the API"
}

func kind(contentType string, body []byte) string {
	media, _, err := mime.ParseMediaType(contentType)
	trimmed := bytes.TrimSpace(body)
	lower := strings.ToLower(string(trimmed[:min(len(trimmed), 64)]))
	switch {
	case len(trimmed) == 0:
		return "empty"
	case strings.HasPrefix(lower, "<!doctype html"), strings.HasPrefix(lower, "<html"), media == "text/html":
		return "an HTML page"
	case trimmed[0] == '{' || trimmed[0] == '[':
		return fmt.Sprintf("damaged or unexpected JSON (%d bytes)", len(body))
	case err == nil && media != "":
		return fmt.Sprintf("%s (%d bytes)", Text(media), len(body))
	default:
		return fmt.Sprintf("something else (%d bytes)", len(body))
	}
}
