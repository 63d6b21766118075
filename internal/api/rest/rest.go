// Package rest is what the clients of JSON APIs over HTTP share: a call described once, a request made of it, an answer read
// to its end within a bound, and a failure told as an [*apierr.Error].
//
// It knows no API. Where an API is, how its refusals look and which layers lie between it and here is for the clients to say.
package rest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

const (
	// MaxObject is the largest answer with one object, in bytes; those of the APIs here have some kilobytes.
	MaxObject = 1 << 20
	// MaxList is the largest page of a list, in bytes.
	MaxList = 10 << 20
)

// Call is one request of an API, described once for the wire, for errors and for the log.
type Call struct {
	Operation string   // What it does, in words: "read dispute".
	Method    string   // HTTP method.
	Route     string   // Path below the endpoint's prefix, with {Name} in place of ids.
	IDs       []string // Values for the route's names, in their order.
	Query     url.Values
	Header    http.Header // What the call sends beyond the usual.
	Body      *Body       // nil sends none.
	Largest   int64       // Largest answer in bytes; 0 means MaxObject.
	Quota     string      // The rate limit it counts against, see [transport.Call].
	// Safe says that repeating the call has no other effect than the first one. Every GET is safe without it.
	Safe bool
	// Allowed is asked before every request of a call that changes something, see [transport.Call]; nil always allows.
	Allowed func() error
	// Invalid is why the call cannot be made; nil if it can.
	Invalid error
}

// Body is a JSON request body that can be opened for each attempt.
type Body struct {
	Size int64 // bytes
	Open func() (io.ReadCloser, error)
}

// Answer is a success, status 2xx, with its whole body.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Endpoint is an API as one account reaches it.
type Endpoint struct {
	Base   *url.URL          // Scheme and host.
	Prefix string            // Path before every route, escaped; "" for none.
	Wire   http.RoundTripper // With all layers, authorization among them.
	// Refusal reads an answer that is not 2xx; the body may be cut off.
	Refusal func(status int, header http.Header, body []byte) *apierr.Error
	Logger  transport.Logger // Receives one message for each refusal; nil logs nothing.
	Invalid error            // Why no call can be made; nil if calls can.
}

// Do makes the call and returns a 2xx answer; every error is an [*apierr.Error].
func (e *Endpoint) Do(ctx context.Context, k Call) (*Answer, error) {
	req, err := e.request(ctx, k)
	if err != nil {
		return nil, k.NotSent(err)
	}
	resp, err := e.Wire.RoundTrip(req)
	if err != nil {
		return nil, k.Failure(transport.NoAnswer(err, e.Base.Host))
	}
	defer func() { _ = resp.Body.Close() }() // All that matters was read; nothing to report.
	return e.Receive(ctx, k, resp)
}

// Receive reads an answer to its end, for the caller to close; it returns the same errors as [Endpoint.Do].
func (e *Endpoint) Receive(ctx context.Context, k Call, resp *http.Response) (*Answer, error) {
	largest := k.largest()
	body, err := io.ReadAll(io.LimitReader(resp.Body, largest+1))
	success := resp.StatusCode >= 200 && resp.StatusCode < 300
	switch {
	case !success:
		refusal := k.Failure(e.Refusal(resp.StatusCode, resp.Header, body))
		e.logRefusal(ctx, k, refusal)
		return nil, refusal
	case err != nil:
		return nil, k.Failure(&apierr.Error{Status: resp.StatusCode, Message: "the answer broke off", Err: transport.Scrub(err)})
	case int64(len(body)) > largest:
		text := fmt.Sprintf("the answer is larger than %d bytes", largest)
		return nil, k.Failure(&apierr.Error{Status: resp.StatusCode, Message: text})
	}
	return &Answer{Status: resp.StatusCode, Header: resp.Header, Body: body}, nil
}

func (e *Endpoint) logRefusal(ctx context.Context, k Call, refusal *apierr.Error) {
	if e.Logger == nil {
		return
	}
	e.Logger(ctx, "API refusal", map[string]any{
		"method": k.Method, "route": k.Route, "status": refusal.Status, "error_id": refusal.ID,
	})
}

// request builds the HTTP request. It never sets GetBody: with it, net/http would repeat a POST that carries an
// idempotency key by itself, and the caller would see the conflict of its own first attempt.
func (e *Endpoint) request(ctx context.Context, k Call) (*http.Request, error) {
	if e.Invalid != nil {
		return nil, e.Invalid
	}
	path, err := k.path()
	if err = cmp.Or(err, k.Invalid); err != nil {
		return nil, err
	}
	info := transport.Call{Route: k.Route, Safe: k.Safe || k.Method == http.MethodGet, Allowed: k.Allowed, Quota: k.Quota, Answer: k.largest()}
	if k.Body != nil {
		info.Body = k.Body.Open
	}
	target := e.Base.String() + e.Prefix + path
	req, err := http.NewRequestWithContext(transport.WithCall(ctx, info), k.Method, target, http.NoBody)
	if err != nil {
		return nil, transport.Scrub(err)
	}
	req.GetBody = nil
	req.Header.Set("Accept", "application/json")
	for name, values := range k.Header {
		req.Header[http.CanonicalHeaderKey(name)] = values
	}
	return req, attach(req, k.Body)
}

func attach(req *http.Request, b *Body) error {
	if b == nil {
		return nil
	}
	body, err := b.Open()
	if err != nil {
		return err
	}
	req.Body, req.ContentLength = body, b.Size
	req.Header.Set("Content-Type", "application/json")
	return nil
}

func (k Call) largest() int64 { return cmp.Or(k.Largest, MaxObject) }

// path is the route with the ids in it, and the query.
func (k Call) path() (string, error) {
	var path strings.Builder
	rest := k.Route
	for _, id := range k.IDs {
		if err := CheckID(id); err != nil {
			return "", err
		}
		before, after, _ := strings.Cut(rest, "{")
		_, rest, _ = strings.Cut(after, "}")
		path.WriteString(before + url.PathEscape(id))
	}
	path.WriteString(rest)
	if len(k.Query) > 0 {
		path.WriteString("?" + k.Query.Encode())
	}
	return path.String(), nil
}

// CheckID refuses ids that would make another path: without it, an empty document id turns
// "/documents/{id}/pages" into a different call.
func CheckID(id string) error {
	switch {
	case id == "":
		return errors.New("an id is empty")
	case id == "." || id == ".." || strings.ContainsAny(id, `/\`) || strings.ContainsFunc(id, unicode.IsControl):
		return fmt.Errorf("%q is not an id", apierr.Text(id))
	default:
		return nil
	}
}

// Failure completes an error with what was attempted.
func (k Call) Failure(e *apierr.Error) *apierr.Error {
	if e.Operation != "" {
		e.Operation = k.Operation + ": " + e.Operation
		return e
	}
	e.Operation, e.Route = k.Operation, k.Method+" "+k.Route
	return e
}

// NotSent is the error of a call that was stopped on this side, for the given reason.
func (k Call) NotSent(err error) *apierr.Error {
	return k.Failure(&apierr.Error{Message: "the request was not sent", Unsent: true, Local: true, Err: err})
}

// Unusable is the error of a 2xx answer whose body is not what the call returns.
func (k Call) Unusable(a *Answer, err error) *apierr.Error {
	e := &apierr.Error{Status: a.Status, Fields: map[string]string{}}
	if errors.Is(err, ErrNotJSON) {
		e.Message = apierr.Unreadable(a.Header.Get("Content-Type"), a.Body)
		return k.Failure(e)
	}
	e.Message, e.Err = "the answer cannot be used", err
	return k.Failure(e)
}
