package simulator

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// problem is a refusal in the form of RFC 9457, with the members that Rebilly adds (Rebilly API reference, Errors).
type problem struct {
	Type          string `json:"type"`
	Title         string `json:"title"`
	Status        int    `json:"status"`
	Detail        string `json:"detail"`
	InvalidFields any    `json:"invalidFields,omitempty"`
	Details       any    `json:"details,omitempty"`

	invalid []invalidField
}

func (p *problem) Error() string { return strconv.Itoa(p.Status) + " " + p.Detail }

// invalidField is what is wrong with one field of a request.
type invalidField struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

func invalid(field, format string, values ...any) *problem {
	return &problem{
		Status: http.StatusUnprocessableEntity, invalid: []invalidField{{field, fmt.Sprintf(format, values...)}},
	}
}

// wording is how a status is explained. The details of 401, 403, 404 and 429 are documented, the rest is guessed.
type wording struct{ kind, title, detail string }

var rebillyWordings = map[int]wording{
	http.StatusBadRequest:            {"bad_request", "Bad Request", "The request body is not a JSON object."},
	http.StatusUnauthorized:          {"unauthorized", "Unauthorized", "Unauthorized access. Invalid credentials used."},
	http.StatusForbidden:             {"forbidden", "Forbidden", "Access forbidden."},
	http.StatusNotFound:              {"not_found", "Not Found", "Resource not found."},
	http.StatusMethodNotAllowed:      {"method_not_allowed", "Method Not Allowed", "The method is not allowed for this resource."},
	http.StatusConflict:              {"conflict", "Conflict", "The request conflicts with the state of the resource."},
	http.StatusRequestEntityTooLarge: {"too_large", "Content Too Large", "The file is too large."},
	http.StatusUnprocessableEntity:   {"validation", "Unprocessable Content", "The request has invalid fields."},
	http.StatusTooManyRequests: {
		"rate_limit", "Rate Limit Exceeded",
		"A request cannot be executed because the user has sent too many requests within a certain period of time",
	},
	http.StatusInternalServerError: {"internal", "Internal Server Error", "An internal error occurred."},
}

// refuse words err as the API does; nil when err is not the API's. Faults are worded by their status alone.
func (rebilly) refuse(c *call, err error) *answer {
	var limited *rateLimited
	var fault *refusal
	var p *problem
	switch {
	case errors.As(err, &limited):
		c.header.Set("X-RateLimit-Retry-After", strconv.FormatInt(limited.reset.Unix(), 10))
		p = &problem{Status: http.StatusTooManyRequests}
	case errors.As(err, &fault):
		p = &problem{Status: fault.status}
	case !errors.As(err, &p):
		return nil
	}
	words := rebillyWordings[p.Status]
	body := problem{Type: "about:blank", Title: words.title, Status: p.Status, Detail: words.detail}
	if p.Detail != "" {
		body.Detail = p.Detail
	}
	if len(p.invalid) > 0 {
		body.InvalidFields = p.invalid
		if c.meta.Guesses.RebillyInvalidFieldsAsMap {
			body.InvalidFields, body.Details = invalidMap(p.invalid)
		}
	}
	a, err := rebillyAnswer(p.Status, body)
	if err != nil {
		a = &answer{status: http.StatusInternalServerError}
	}
	a.refusal = words.kind
	return a
}

type invalidMessage struct {
	Message string `json:"message"`
}

// invalidMap is the older form of invalidFields, and the list of messages beside it.
func invalidMap(fields []invalidField) (byField map[string][]invalidMessage, details []string) {
	byField = map[string][]invalidMessage{}
	for _, f := range fields {
		byField[f.Field] = append(byField[f.Field], invalidMessage{f.Message})
		details = append(details, f.Message)
	}
	return byField, details
}
