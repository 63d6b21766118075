package rebilly_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

const (
	organization = "acme-org"
	apiKey       = "sk_sandbox_CANARYKEYsRuYCqFTKjWJ0hl8JPOrKOOEt"
	token        = "eyJhbGciOi.CANARYTOKEN094696b3724d4aa5a182.eac360"
	root         = "/organizations/" + organization
)

// seen is a request as it arrived.
type seen struct {
	Method, Path string
	Query        url.Values
	Header       http.Header
	Length       int64
	Body         string
}

// api is a server with canned answers, which records what it is sent.
type api struct {
	*httptest.Server
	mux *http.ServeMux

	mu   sync.Mutex
	seen []seen
}

func newAPI(t *testing.T) *api {
	t.Helper()
	a := &api{mux: http.NewServeMux()}
	a.Server = httptest.NewServer(http.HandlerFunc(a.serve))
	t.Cleanup(a.Close)
	return a
}

func (a *api) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	if err == nil {
		a.mu.Lock()
		a.seen = append(a.seen, seen{r.Method, r.URL.EscapedPath(), r.URL.Query(), r.Header.Clone(), r.ContentLength, string(body)})
		a.mu.Unlock()
	}
	a.mux.ServeHTTP(w, r)
}

// calls are the requests that arrived whole.
func (a *api) calls() []seen {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]seen{}, a.seen...)
}

func (a *api) handle(pattern string, h http.HandlerFunc) { a.mux.HandleFunc(pattern, h) }

// answer always gives the same JSON answer to a method and path.
func (a *api) answer(pattern string, status int, body string) {
	a.handle(pattern, func(w http.ResponseWriter, _ *http.Request) { respond(w, status, "application/json", body) })
}

func respond(w http.ResponseWriter, status int, contentType, body string) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// quick are pauses that a test need not wait for.
var quick = transport.Backoff{First: time.Millisecond}

// client is a client of this server; change adapts its configuration.
func (a *api) client(change ...func(*rebilly.Config)) *rebilly.Client {
	config := rebilly.Config{
		BaseURL: a.URL, OrganizationID: organization, APIKey: apiKey, UserAgent: "terraform-provider-disputes/test", Backoff: quick,
	}
	for _, c := range change {
		c(&config)
	}
	return rebilly.New(config)
}

// offline answers without a socket.
type offline func(*http.Request) (*http.Response, error)

func (f offline) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		_, _ = io.Copy(io.Discard, req.Body)
		_ = req.Body.Close()
	}
	return f(req)
}

func canned(status int, contentType, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body)),
	}
}

func offlineClient(f offline) *rebilly.Client {
	return rebilly.New(rebilly.Config{BaseURL: "http://simulator.invalid", APIKey: apiKey, Transport: f})
}

// asError returns the API error in err, or fails the test.
func asError(t *testing.T, err error) *apierr.Error {
	t.Helper()
	var e *apierr.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *apierr.Error", err)
	}
	return e
}

// operations are all the calls that the client offers, each with arguments that work; those that write come by name.
func operations(c *rebilly.Client) (reads, writes map[string]func(context.Context) error) {
	reads = map[string]func(context.Context) error{
		"get dispute":      func(ctx context.Context) error { _, err := c.Disputes.Get(ctx, "1"); return err },
		"list disputes":    func(ctx context.Context) error { _, err := c.Disputes.List(ctx, rebilly.DisputeQuery{}); return err },
		"get file":         func(ctx context.Context) error { _, err := c.Files.Get(ctx, "1"); return err },
		"tagged files":     func(ctx context.Context) error { _, err := c.Files.Tagged(ctx, "tf-1"); return err },
		"get attachment":   func(ctx context.Context) error { _, err := c.Attachments.Get(ctx, "1"); return err },
		"list attachments": func(ctx context.Context) error { _, err := c.Attachments.List(ctx, ""); return err },
	}
	writes = map[string]func(context.Context) error{
		"put dispute":       func(ctx context.Context) error { _, _, err := c.Disputes.Put(ctx, "1", record); return err },
		"create file":       func(ctx context.Context) error { _, err := c.Files.Create(ctx, uploadOf("CANARYFILE")); return err },
		"update file":       func(ctx context.Context) error { _, err := c.Files.Update(ctx, "1", rebilly.FileDetails{}); return err },
		"delete file":       func(ctx context.Context) error { return c.Files.Delete(ctx, "1") },
		"put attachment":    func(ctx context.Context) error { _, _, err := c.Attachments.Put(ctx, "1", tie); return err },
		"delete attachment": func(ctx context.Context) error { return c.Attachments.Delete(ctx, "1") },
	}
	return reads, writes
}

func uploadOf(content string) rebilly.Upload {
	return rebilly.Upload{
		FileDetails: rebilly.FileDetails{Name: "receipt.pdf", Tags: []string{"tf-1"}}, Size: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil },
	}
}

func checkNoSecret(t *testing.T, s string) {
	t.Helper()
	for _, secret := range []string{"CANARY", "canary", "Q0FOQVJZ", "QU5BUl", "BTkFSW"} { // The last three: CANARY in base64, at any offset.
		if strings.Contains(s, secret) {
			t.Errorf("%q holds %q", s, secret)
		}
	}
}
