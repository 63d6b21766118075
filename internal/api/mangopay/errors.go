package mangopay

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// decodeError reads an answer that is not the success it should be. The forms that occur: the error report
// {"Message","Type","Id","Date","errors"} (Mangopay API reference, Error report), the OAuth form
// {"error","error_description"} (RFC 6749 section 5.2), a bare {"Message"} from the web server below the API,
// and pages of proxies.
func decodeError(status int, header http.Header, body []byte) *apierr.Error {
	e := rest.Refusal(status, header, body, readReport)
	e.API = apierr.Mangopay
	return e
}

func readReport(e *apierr.Error, members map[string]json.RawMessage) {
	report := lowerKeys(members)
	e.Message, e.Type, e.ID = rest.Lenient(report["message"]), rest.Lenient(report["type"]), rest.Lenient(report["id"])
	var date unixTime
	if raw, ok := report["date"]; ok && json.Unmarshal(raw, &date) == nil {
		e.Date = time.Time(date)
	}
	readFields(e, report["errors"])
	// Only sign-in answers with these statuses; elsewhere "error" is some gateway's wording and no type to act on.
	signIn := e.Status < 300 || e.Status == http.StatusBadRequest || e.Status == http.StatusUnauthorized
	if code := rest.Lenient(report["error"]); signIn && code != "" && e.Type == "" {
		e.Type, e.Message = code, oauthMessage(code, rest.Lenient(report["error_description"]))
	}
}

func readFields(e *apierr.Error, raw json.RawMessage) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		if s := rest.Lenient(raw); s != "" {
			e.Fields["errors"] = s
		}
		return
	}
	for name, value := range fields {
		e.Fields[apierr.Text(name)] = rest.Lenient(value)
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

func lowerKeys(m map[string]json.RawMessage) map[string]json.RawMessage {
	lower := make(map[string]json.RawMessage, len(m))
	for name, value := range m {
		lower[strings.ToLower(name)] = value
	}
	return lower
}
