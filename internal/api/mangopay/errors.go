package mangopay

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// decodeError reads an answer that is not the success it should be. The forms that occur: the error report
// {"Message","Type","Id","Date","errors"} (Mangopay API reference, Error report), the OAuth form
// {"error","error_description"} (RFC 6749 section 5.2), a bare {"Message"} from the web server below the API,
// and pages of proxies.
func decodeError(status int, header http.Header, body []byte) *apierr.Error {
	e := &apierr.Error{Status: status, Fields: map[string]string{}}
	if status == http.StatusTooManyRequests {
		e.RetryAt, _ = transport.RetryAt(header) // zero if the answer does not tell
	}
	if status >= 300 && status < 400 {
		e.Message = "the answer is a redirect" + redirectHost(header) + ", which is not followed; check the base URL"
		return e
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(trim(body), &fields) == nil {
		readReport(e, lowerKeys(fields))
	}
	if e.Message == "" && e.Type == "" && len(e.Fields) == 0 {
		e.Message = apierr.Unreadable(header.Get("Content-Type"), body)
	}
	return e
}

func readReport(e *apierr.Error, report map[string]json.RawMessage) {
	e.Message, e.Type, e.ID = lenient(report["message"]), lenient(report["type"]), lenient(report["id"])
	var date unixTime
	if raw, ok := report["date"]; ok && json.Unmarshal(raw, &date) == nil {
		e.Date = time.Time(date)
	}
	readFields(e, report["errors"])
	// Only sign-in answers with these statuses; elsewhere "error" is some gateway's wording and no type to act on.
	signIn := e.Status < 300 || e.Status == http.StatusBadRequest || e.Status == http.StatusUnauthorized
	if code := lenient(report["error"]); signIn && code != "" && e.Type == "" {
		e.Type, e.Message = code, oauthMessage(code, lenient(report["error_description"]))
	}
}

func readFields(e *apierr.Error, raw json.RawMessage) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		if s := lenient(raw); s != "" {
			e.Fields["errors"] = s
		}
		return
	}
	for name, value := range fields {
		e.Fields[apierr.Text(name)] = lenient(value)
	}
}

// oauthMessage explains the two refusals that users meet; the codes alone do not say what to do.
func oauthMessage(code, description string) string {
	message := description
	switch code {
	case "invalid_client":
		message = "the client id or the API key was refused; check both, and that they belong to this environment"
	case "unauthorized_client":
		message = "the client id or the API key was refused, and the account may be locked for a while"
	}
	if description != "" && message != description {
		message += ": " + description
	}
	return message
}

// lenient makes the best text of a value: a string, the strings of a list, or the JSON itself.
func lenient(raw json.RawMessage) string {
	var s text
	if json.Unmarshal(raw, &s) == nil {
		return apierr.Text(string(s))
	}
	var list []text
	if json.Unmarshal(raw, &list) == nil {
		parts := make([]string, len(list))
		for i, item := range list {
			parts[i] = string(item)
		}
		return apierr.Text(strings.Join(parts, " "))
	}
	return apierr.Text(string(raw))
}

func lowerKeys(m map[string]json.RawMessage) map[string]json.RawMessage {
	lower := make(map[string]json.RawMessage, len(m))
	for name, value := range m {
		lower[strings.ToLower(name)] = value
	}
	return lower
}

// redirectHost names where a redirect leads, without path and query.
func redirectHost(header http.Header) string {
	u, err := url.Parse(header.Get("Location"))
	if err != nil || u.Host == "" {
		return ""
	}
	return " to " + apierr.Text(u.Host)
}

// unusable is the error of a 2xx answer whose body is not what the call returns.
func (k call) unusable(a *answer, err error) error {
	e := &apierr.Error{Status: a.status, Fields: map[string]string{}}
	if errors.Is(err, errNotJSON) {
		e.Message = apierr.Unreadable(a.header.Get("Content-Type"), a.body)
		return k.error(e)
	}
	e.Message, e.Err = "the answer cannot be used", err
	return k.error(e)
}
