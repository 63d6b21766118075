package rest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// Refusal reads an answer that is not the success it should be. What the members of its JSON object mean is for read to say;
// it is not asked about anything else. A redirect, and what read makes nothing of, is described without repeating it.
func Refusal(
	status int, header http.Header, body []byte, read func(e *apierr.Error, members map[string]json.RawMessage),
) *apierr.Error {
	e := &apierr.Error{Status: status, Fields: map[string]string{}}
	if status == http.StatusTooManyRequests {
		e.RetryAt, _ = transport.RetryAt(header) // zero if the answer does not tell
	}
	if status >= 300 && status < 400 {
		e.Message = "the answer is a redirect" + redirectHost(header) + ", which is not followed; check the base URL"
		return e
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(Trim(body), &members) == nil {
		read(e, members)
	}
	if e.Message == "" && e.Type == "" && len(e.Fields) == 0 {
		e.Message = apierr.Unreadable(header.Get("Content-Type"), body)
	}
	return e
}

// redirectHost names where a redirect leads, without path and query.
func redirectHost(header http.Header) string {
	u, err := url.Parse(header.Get("Location"))
	if err != nil || u.Host == "" {
		return ""
	}
	return " to " + apierr.Text(u.Host)
}

// Lenient makes the best text of a value in a refusal: a string, the strings of a list, or the JSON itself.
func Lenient(raw json.RawMessage) string {
	var s Text
	if json.Unmarshal(raw, &s) == nil {
		return apierr.Text(string(s))
	}
	var list []Text
	if json.Unmarshal(raw, &list) == nil {
		parts := make([]string, len(list))
		for i, item := range list {
			parts[i] = string(item)
		}
		return apierr.Text(strings.Join(parts, " "))
	}
	return apierr.Text(string(raw))
}
