package mangopay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

const (
	maxObject = 1 << 20  // Largest answer with one object, in bytes; a dispute has about one kilobyte.
	maxList   = 10 << 20 // Largest page of a list, in bytes.
)

// call is one request of the API, described once for the wire, for errors and for the log.
type call struct {
	operation string   // What it does, in words.
	method    string   // HTTP method.
	route     string   // Path below the client id, with {Name} in place of ids.
	ids       []string // Values for the route's names, in their order.
	query     url.Values
	body      *payload
	key       string // Idempotency key; "" sends none.
	limit     int64  // Largest answer; 0 means maxObject.
}

// consultRoute makes links to a document's pages; it is a POST that changes nothing.
const consultRoute = documentRoute + "/consult"

// safe reports whether repeating the call has no other effect than the first one.
func (k call) safe() bool {
	switch k.method {
	case http.MethodGet:
		return true
	case http.MethodPost:
		return k.route == consultRoute
	default:
		return k.method == http.MethodPut && k.route == disputeRoute // sets the tag
	}
}

// largest is the size in bytes up to which an answer is read.
func (k call) largest() int64 { return cmp.Or(k.limit, maxObject) }

// payload is a request body that can be opened for each attempt.
type payload struct {
	size int64
	open func() (io.ReadCloser, error)
}

// answer is a success with its whole body.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// idempotencyKey is the form the API accepts (Mangopay API reference, Idempotency).
var idempotencyKey = regexp.MustCompile(`^[A-Za-z0-9-]{16,36}$`)

// do makes the call and returns a 2xx answer; every error is an *apierr.Error.
func (c *Client) do(ctx context.Context, k call) (*answer, error) {
	req, err := c.request(ctx, k)
	if err != nil {
		return nil, k.error(&apierr.Error{Message: "the request was not sent", Unsent: true, Err: err})
	}
	resp, err := c.api.RoundTrip(req)
	if err != nil {
		return nil, k.error(transport.NoAnswer(err, c.base.Host))
	}
	defer func() { _ = resp.Body.Close() }() // All that matters was read; nothing to report.
	return c.receive(ctx, k, resp)
}

// receive reads an answer to its end.
func (c *Client) receive(ctx context.Context, k call, resp *http.Response) (*answer, error) {
	limit := k.largest()
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	success := resp.StatusCode >= 200 && resp.StatusCode < 300
	switch {
	case !success:
		refusal := k.error(decodeError(resp.StatusCode, resp.Header, body))
		c.logRefusal(ctx, k, refusal)
		return nil, refusal
	case err != nil:
		return nil, k.error(&apierr.Error{Status: resp.StatusCode, Message: "the answer broke off", Err: transport.Scrub(err)})
	case int64(len(body)) > limit:
		text := fmt.Sprintf("the answer is larger than %d bytes", limit)
		return nil, k.error(&apierr.Error{Status: resp.StatusCode, Message: text})
	}
	return &answer{status: resp.StatusCode, header: resp.Header, body: body}, nil
}

func (c *Client) logRefusal(ctx context.Context, k call, e *apierr.Error) {
	if c.config.Logger == nil {
		return
	}
	c.config.Logger(ctx, "API refusal", map[string]any{
		"method": k.method, "route": k.route, "status": e.Status, "error_id": e.ID,
	})
}

// request builds the HTTP request. It never sets GetBody: with it, net/http would repeat a POST that carries an
// idempotency key by itself, and the caller would see the conflict of its own first attempt.
func (c *Client) request(ctx context.Context, k call) (*http.Request, error) {
	if c.invalid != nil {
		return nil, c.invalid
	}
	target, err := c.target(k)
	if err != nil {
		return nil, err
	}
	if k.key != "" && !idempotencyKey.MatchString(k.key) {
		return nil, errors.New("an idempotency key has 16 to 36 letters, digits or hyphens")
	}
	info := transport.Call{Route: k.route, Safe: k.safe(), Answer: k.largest()}
	if k.body != nil {
		info.Body = k.body.open
	}
	req, err := http.NewRequestWithContext(transport.WithCall(ctx, info), k.method, target, http.NoBody)
	if err != nil {
		return nil, transport.Scrub(err)
	}
	req.GetBody = nil
	req.Header.Set("Accept", "application/json")
	if k.key != "" {
		req.Header.Set("Idempotency-Key", k.key)
	}
	return req, attach(req, k.body)
}

func attach(req *http.Request, p *payload) error {
	if p == nil {
		return nil
	}
	body, err := p.open()
	if err != nil {
		return err
	}
	req.Body, req.ContentLength = body, p.size
	req.Header.Set("Content-Type", "application/json")
	return nil
}

// target is the call's URL.
func (c *Client) target(k call) (string, error) {
	var path strings.Builder
	rest := k.route
	for _, id := range k.ids {
		if err := checkID(id); err != nil {
			return "", err
		}
		before, after, _ := strings.Cut(rest, "{")
		_, rest, _ = strings.Cut(after, "}")
		path.WriteString(before + url.PathEscape(id))
	}
	target := c.base.String() + apiVersion + "/" + url.PathEscape(c.config.ClientID) + path.String() + rest
	if len(k.query) > 0 {
		target += "?" + k.query.Encode()
	}
	return target, nil
}

// checkID refuses ids that would make another path: without it, an empty document id turns
// "/documents/{id}/pages" into a different call.
func checkID(id string) error {
	switch {
	case id == "":
		return errors.New("an id is empty")
	case id == "." || id == ".." || strings.ContainsAny(id, `/\`) || strings.ContainsFunc(id, unicode.IsControl):
		return fmt.Errorf("%q is not an id", apierr.Text(id))
	default:
		return nil
	}
}

// error completes an error with what was attempted.
func (k call) error(e *apierr.Error) *apierr.Error {
	if e.Operation != "" {
		e.Operation = k.operation + ": " + e.Operation
		return e
	}
	e.Operation, e.Route = k.operation, k.method+" "+k.route
	return e
}
