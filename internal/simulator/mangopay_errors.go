package simulator

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"
)

const (
	messageParam = "One or several required parameters are missing or incorrect. " +
		"An incorrect resource ID also raises this kind of error."
	messageRateLimit = "Rate limit exceeded. Please contact support for more assistance"
	messageDeadline  = "The ContestDeadlineDate has now passed and this Dispute is no longer contestable"
	messageNoPages   = "You can not request validation for a document which has no pages"
	messageNoPage    = "You can only add up to %d pages to this document"
	messageConflict  = "A resource has already been created with this Idempotency Key"
)

// refusal is an error that the API answers with, and that changes nothing in the world.
type refusal struct {
	status  int
	kind    string
	message string
	fields  map[string]string
	bare    bool // only {"Message"}, as the web framework answers before the API is reached
	noID    bool // no Id and no errors, as for bad credentials
}

func (r *refusal) Error() string { return r.kind + ": " + r.message }

// rateLimited is a call too many.
type rateLimited struct{ reset time.Time }

func (*rateLimited) Error() string { return messageRateLimit }

// oauthRefusal is a refusal in the words of OAuth.
type oauthRefusal struct {
	status            int
	kind, description string
}

func (r *oauthRefusal) Error() string { return r.kind }

func badRequest(kind, message string) error {
	return &refusal{status: http.StatusBadRequest, kind: kind, message: message}
}

func badParam(field, message string) error {
	return &refusal{
		status: http.StatusBadRequest, kind: "param_error", message: messageParam, fields: map[string]string{field: message},
	}
}

func missingField(field string) error { return badParam(field, "The "+field+" field is required.") }

func notFound(resource, id string) error {
	return &refusal{
		status: http.StatusNotFound, kind: "ressource_not_found", message: "The ressource does not exist",
		fields: map[string]string{"RessourceNotFound": "Cannot found the ressource " + resource + " with the id=" + id},
	}
}

func forbidden() error {
	return &refusal{
		status: http.StatusForbidden, kind: "forbidden_ressource", message: "This endpoint is not available for your account",
	}
}

func internalError() error {
	return &refusal{status: http.StatusInternalServerError, kind: "other", message: "Internal Server Error"}
}

func unauthorized(status int) error {
	return &refusal{
		status: status, kind: "invalid_credentials", message: "The authorization credentials are not valid", noID: true,
	}
}

// mangopayError is the error body, in the order of its keys on the wire.
type mangopayError struct {
	Message string            `json:"Message"`
	Type    string            `json:"Type"`
	ID      string            `json:"Id"`
	Date    json.RawMessage   `json:"Date"`
	Errors  map[string]string `json:"errors"`
}

// refuse words err as the API does; nil when err is not the API's.
func (m mangopay) refuse(c *call, err error) *answer {
	var limited *rateLimited
	var oauth *oauthRefusal
	var r *refusal
	switch {
	case errors.As(err, &limited):
		c.limitHeaders(limited.reset)
		r = &refusal{status: http.StatusTooManyRequests, kind: "rate_limit", message: messageRateLimit}
	case errors.As(err, &oauth):
		return mustAnswer(oauth.status, oauth.kind, oauthBody{oauth.kind, oauth.description})
	case !errors.As(err, &r):
		return nil
	}
	switch {
	case r.bare:
		return mustAnswer(r.status, r.kind, bareBody{r.message})
	case r.noID:
		return mustAnswer(r.status, r.kind, credentialsBody{r.message, r.kind, c.unix()})
	}
	return mustAnswer(r.status, r.kind, c.errorBody(r))
}

type oauthBody struct {
	Error       string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

type bareBody struct {
	Message string `json:"Message"`
}

type credentialsBody struct {
	Message string `json:"Message"`
	Type    string `json:"Type"`
	Date    int64  `json:"Date"`
}

// errorBody fills in the id and the date in each of the forms in which the API writes them, in turn.
func (c *call) errorBody(r *refusal) mangopayError {
	id, date := c.uuid("error", c.entry.Sequence), strconv.FormatInt(c.unix(), 10)
	if c.entry.Sequence%2 == 0 {
		id += "#" + date
	}
	if c.entry.Sequence%3 == 0 {
		date += ".0"
	}
	return mangopayError{r.message, r.kind, id, json.RawMessage(date), r.fields}
}

// mustAnswer is jsonAnswer for the bodies of this file, which always encode.
func mustAnswer(status int, kind string, body any) *answer {
	a, err := jsonAnswer(status, body)
	if err != nil {
		a = &answer{status: http.StatusInternalServerError}
	}
	a.refusal = kind
	return a
}
