package simulator

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

const (
	bucketResponses = "responses"
	headerKey       = "Idempotency-Key"
	keyLife         = 24 * time.Hour
)

// keySyntax is what an idempotency key may look like (Mangopay API reference, Idempotency).
var keySyntax = regexp.MustCompile(`^[A-Za-z0-9-]{16,36}$`)

// response is the stored answer to a call with an idempotency key.
type response struct {
	Pending     bool            `json:"pending,omitempty"` // the call is still under way
	Sequence    uint64          `json:"sequence"`          // of the call in the journal
	Arrived     int64           `json:"arrived"`
	Status      int             `json:"status,omitempty"`
	ContentType string          `json:"content_type,omitempty"`
	URL         string          `json:"url"`
	Body        json.RawMessage `json:"body,omitempty"`
	Length      int             `json:"length"`
}

// idempotencyKey is the call's key. Keys mean something on a POST only.
func (c *call) idempotencyKey() string {
	if c.request.Method != http.MethodPost || c.route.open {
		return ""
	}
	return c.request.Header.Get(headerKey)
}

func (c *call) responseID() string {
	id := c.params[0] + "/" + c.entry.IdempotencyKey
	if c.meta.Guesses.KeyPerRoute {
		id += c.request.URL.Path
	}
	return id
}

// reserve refuses a key that is used already, and takes one that is not.
func (m mangopay) reserve(c *call) (*answer, error) {
	if c.entry.IdempotencyKey == "" {
		return nil, nil
	}
	if !keySyntax.MatchString(c.entry.IdempotencyKey) {
		return nil, badParam(headerKey, guessMessageBadKey)
	}
	stored, err := c.stored(c.responseID())
	if err != nil {
		return nil, err
	}
	if stored != nil {
		return nil, &refusal{status: http.StatusConflict, kind: "idempotent_creation_conflict", message: messageConflict}
	}
	c.keyed = true
	if c.meta.Guesses.KeyNotReserved {
		return nil, nil
	}
	return nil, save(c.txn, bucketResponses, c.responseID(), response{
		Pending: true, Sequence: c.entry.Sequence, Arrived: c.unix(), URL: requestURL(c.request),
	})
}

// stored finds what a key stands for; nil when it is free.
func (c *call) stored(id string) (*response, error) {
	r, err := load[response](c.txn, bucketResponses, id)
	if r == nil || err != nil {
		return nil, err
	}
	age := time.Duration(c.unix()-r.Arrived) * time.Second
	if age > keyLife || r.Pending && age > guessReservation && r.Sequence != c.entry.Sequence {
		return nil, nil
	}
	return r, nil
}

// complete stores the answer under the call's key, or frees the key of a call that was not worked on.
func (m mangopay) complete(c *call, a *answer) error {
	if !c.keyed {
		return nil
	}
	burnt := a != nil && a.refusal != "proxy" && (a.refusal != "rate_limit" || c.meta.Guesses.RateLimitBurnsKey)
	if !burnt {
		return c.remove(bucketResponses, c.responseID())
	}
	r := response{
		Sequence: c.entry.Sequence, Arrived: c.unix(), Status: a.status, URL: requestURL(c.request),
		ContentType: a.header.Get("Content-Type"), Length: len(a.body),
	}
	if json.Valid(a.body) {
		r.Body = a.body
	}
	return save(c.txn, bucketResponses, c.responseID(), r)
}

type responseBody struct {
	StatusCode    string          `json:"StatusCode"`
	ContentLength string          `json:"ContentLength"`
	ContentType   string          `json:"ContentType"`
	Date          string          `json:"Date"`
	RequestURL    string          `json:"RequestURL"`
	Resource      json.RawMessage `json:"Resource"`
}

// getResponse answers with what was answered to the call that used a key.
func getResponse(c *call) (*answer, error) {
	r, err := c.findResponse(c.params[0] + "/" + c.id(0))
	if err != nil {
		return nil, err
	}
	if r == nil || r.Pending {
		return nil, notFound("Response", c.id(0))
	}
	return ok(responseBody{
		strconv.Itoa(r.Status), strconv.Itoa(r.Length), r.ContentType,
		time.Unix(r.Arrived, 0).UTC().Format(http.TimeFormat), r.URL, r.Body,
	})
}

// findResponse looks a key up, and with keys per route the last of its uses.
func (c *call) findResponse(id string) (*response, error) {
	if !c.meta.Guesses.KeyPerRoute {
		return c.stored(id)
	}
	var last string
	err := c.scan(bucketResponses, id+"/", func(key string, _ []byte) error {
		last = key
		return nil
	})
	if err != nil || last == "" {
		return nil, err
	}
	return c.stored(last)
}
