package rebilly

import (
	"cmp"
	"encoding/json"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// blank is the problem type that says nothing beyond the status (RFC 9457 section 4.2.1).
const blank = "about:blank"

// refusal reads an answer that is not the success it should be: a problem of RFC 9457 with invalidFields (Rebilly API
// reference, Errors), the older form with "error" and "details", a bare {"message"} of a gateway, and pages of proxies.
func refusal(status int, header http.Header, body []byte) *apierr.Error {
	e := rest.Refusal(status, header, body, func(e *apierr.Error, members map[string]json.RawMessage) {
		media, _, _ := mime.ParseMediaType(header.Get("Content-Type")) // "" if it is none
		readProblem(e, members, media == "application/problem+json")
	})
	e.API = apierr.Rebilly
	return e
}

// readProblem takes over a problem's members. The API leaves the type out, or blank, and tells its problems apart by their
// titles, which do not change from occurrence to occurrence: then the title is the type. Only what is a problem gets a type
// at all, because a 404 without one is some gateway's; a "type" that is no URI is none either. No member is required: the
// status of the answer together with a detail make a problem too, and so does a 404 of the older form.
func readProblem(e *apierr.Error, members map[string]json.RawMessage, declared bool) {
	uri, title, detail := text(members["type"]), text(members["title"]), text(members["detail"])
	if !strings.Contains(uri, ":") {
		uri = ""
	}
	bare := detail != "" && text(members["status"]) == strconv.Itoa(e.Status)
	older := e.Status == http.StatusNotFound && members["error"] != nil && members["details"] != nil
	if declared || uri != "" || title != "" || bare || older {
		e.Type = cmp.Or(strings.TrimPrefix(uri, blank), strings.TrimSuffix(title, "."), http.StatusText(e.Status), blank)
	}
	e.ID = text(members["instance"])
	readFields(e, members["invalidFields"])
	e.Message = message(e.Type, title, detail, text(members["details"]))
	if e.Message == "" && e.Type == "" {
		e.Message = cmp.Or(text(members["message"]), text(members["error"]))
	}
}

// message joins the texts that add something to the type.
func message(kind string, texts ...string) string {
	var parts []string
	for _, s := range texts {
		if s != "" && strings.TrimSuffix(s, ".") != kind && !slices.Contains(parts, s) {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ": ")
}

// readFields reads the fields that were refused, as a list of {"field", "message"}, or as a map from names to messages. Names
// keep the API's spelling, and the messages about one field are joined.
func readFields(e *apierr.Error, raw json.RawMessage) {
	var entries []json.RawMessage
	if json.Unmarshal(raw, &entries) == nil {
		for _, entry := range entries {
			readEntry(e, entry)
		}
		return
	}
	var byName map[string]json.RawMessage
	if json.Unmarshal(raw, &byName) != nil {
		addField(e, "", text(raw))
		return
	}
	for name, value := range byName {
		for _, one := range messages(value) {
			addField(e, name, one)
		}
	}
}

func readEntry(e *apierr.Error, raw json.RawMessage) {
	var entry struct {
		Field   json.RawMessage `json:"field"`
		Message json.RawMessage `json:"message"`
	}
	if json.Unmarshal(raw, &entry) != nil || entry.Field == nil {
		addField(e, "", text(raw))
		return
	}
	addField(e, text(entry.Field), text(entry.Message))
}

// messages are those of one field in a map: a text, a list of texts, or a list of {"message"}.
func messages(raw json.RawMessage) []string {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil || len(list) == 0 {
		list = []json.RawMessage{raw}
	}
	var all []string
	for _, item := range list {
		var one struct {
			Message json.RawMessage `json:"message"`
		}
		if json.Unmarshal(item, &one) == nil && one.Message != nil {
			item = one.Message
		}
		all = append(all, text(item))
	}
	return all
}

// addField adds what is said of a field; a message without one stands under the name of the list.
func addField(e *apierr.Error, name, message string) {
	if name == "" && message == "" {
		return
	}
	name = cmp.Or(apierr.Text(name), "invalidFields")
	if known := e.Fields[name]; known != "" && message != "" {
		message = known + ", " + message
	}
	e.Fields[name] = cmp.Or(message, e.Fields[name])
}

// text makes the best text of a member; "" if it is absent.
func text(raw json.RawMessage) string {
	if raw == nil {
		return ""
	}
	return rest.Lenient(raw)
}
