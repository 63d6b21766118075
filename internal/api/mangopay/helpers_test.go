package mangopay_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"iter"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

const (
	clientID = "acme-sandbox"
	apiKey   = "CANARYKEYsRuYCqFTKjWJ0hl8JPOrKOOEtYyaXXtdUH"
	token    = "CANARYTOKEN094696b3724d4aa5a182eac360dcd537"
	root     = "/v2.01/" + clientID
	key      = "0f9d6f1e-1111-4222-8333-444455556666"
)

// seen is a request as it arrived.
type seen struct {
	Method, Path string
	Query        url.Values
	Header       http.Header
	Length       int64
	Body         string
}

// api is a server with canned answers, which records what it is sent. The token endpoint works unless replaced.
type api struct {
	*httptest.Server
	mux *http.ServeMux

	// stream leaves the bodies of uploads to the handler.
	stream bool

	mu   sync.Mutex
	seen []seen
}

func newAPI(t *testing.T) *api {
	t.Helper()
	a := &api{mux: http.NewServeMux()}
	a.Server = httptest.NewServer(http.HandlerFunc(a.serve))
	t.Cleanup(a.Close)
	a.answer("POST /v2.01/oauth/token", 200, `{"access_token":"`+token+`","token_type":"bearer","expires_in":1199}`)
	return a
}

// newTLSAPI is an api over TLS, and the wire that trusts its certificate.
func newTLSAPI(t *testing.T, http2 bool) (*api, *http.Transport) {
	t.Helper()
	a := newAPI(t)
	a.Close()
	a.Server = httptest.NewUnstartedServer(http.HandlerFunc(a.serve))
	a.Config.ErrorLog = log.New(io.Discard, "", 0)
	a.EnableHTTP2 = http2
	a.StartTLS()
	t.Cleanup(a.Close)
	wire := transport.New(transport.Options{})
	wire.TLSClientConfig.RootCAs = x509.NewCertPool()
	wire.TLSClientConfig.RootCAs.AddCert(a.Certificate())
	t.Cleanup(wire.CloseIdleConnections)
	return a, wire
}

func (a *api) serve(w http.ResponseWriter, r *http.Request) {
	if a.stream && strings.HasSuffix(r.URL.Path, "/pages") {
		a.mux.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	if err == nil {
		a.mu.Lock()
		a.seen = append(a.seen, seen{r.Method, r.URL.EscapedPath(), r.URL.Query(), r.Header.Clone(), r.ContentLength, string(body)})
		a.mu.Unlock()
	}
	a.mux.ServeHTTP(w, r)
}

// calls are the requests that arrived whole, without those for tokens.
func (a *api) calls() []seen {
	a.mu.Lock()
	defer a.mu.Unlock()
	var calls []seen
	for _, s := range a.seen {
		if !strings.HasSuffix(s.Path, "/oauth/token") {
			calls = append(calls, s)
		}
	}
	return calls
}

func (a *api) handle(pattern string, h http.HandlerFunc) { a.mux.HandleFunc(pattern, h) }

// answer always gives the same JSON answer to a method and path.
func (a *api) answer(pattern string, status int, body string) {
	a.handle(pattern, func(w http.ResponseWriter, _ *http.Request) {
		respond(w, status, "application/json; charset=utf-8", body)
	})
}

func respond(w http.ResponseWriter, status int, contentType, body string) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// quick are pauses that a test need not wait for.
var quick = transport.Backoff{First: time.Millisecond}

// client is a client of this server; change adapts its configuration.
func (a *api) client(change ...func(*mangopay.Config)) *mangopay.Client {
	config := mangopay.Config{
		BaseURL: a.URL, ClientID: clientID, APIKey: apiKey, UserAgent: "terraform-provider-disputes/test", Backoff: quick,
	}
	for _, c := range change {
		c(&config)
	}
	return mangopay.New(config)
}

// offline answers without a socket.
type offline func(*http.Request) (*http.Response, error)

func (f offline) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		_, _ = io.Copy(io.Discard, req.Body)
		_ = req.Body.Close()
	}
	if strings.HasSuffix(req.URL.Path, "/oauth/token") {
		return canned(200, "application/json", `{"access_token":"t","token_type":"bearer","expires_in":1199}`), nil
	}
	return f(req)
}

// wire answers every request, those for tokens among them.
type wire func(*http.Request) (*http.Response, error)

func (w wire) RoundTrip(req *http.Request) (*http.Response, error) { return w(req) }

func canned(status int, contentType, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body)),
	}
}

func offlineClient(f offline) *mangopay.Client {
	return mangopay.New(mangopay.Config{BaseURL: "http://simulator.invalid", ClientID: clientID, APIKey: apiKey, Transport: f})
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

// collect reads a sequence to its end; it fails when anything follows an error.
func collect[T any](t *testing.T, seq iter.Seq2[*T, error]) ([]*T, error) {
	t.Helper()
	var (
		all  []*T
		last error
	)
	for v, err := range seq {
		if last != nil {
			t.Fatal("the sequence went on after an error")
		}
		if err != nil {
			last = err
			continue
		}
		all = append(all, v)
	}
	return all, last
}

// operations are all the calls that the client offers, each with arguments that work.
func operations(c *mangopay.Client) map[string]func(context.Context) error {
	page := pageOf("CANARYPAGE")
	return map[string]func(context.Context) error{
		"get dispute": func(ctx context.Context) error { _, err := c.Disputes.Get(ctx, "1"); return err },
		"list disputes": func(ctx context.Context) error {
			return drain(c.Disputes.All(ctx, mangopay.DisputeScope{}, mangopay.DisputeFilter{}))
		},
		"update tag":     func(ctx context.Context) error { _, err := c.Disputes.UpdateTag(ctx, "1", "x"); return err },
		"submit dispute": func(ctx context.Context) error { _, err := c.Disputes.Submit(ctx, "1", nil); return err },
		"close dispute":  func(ctx context.Context) error { _, err := c.Disputes.Close(ctx, "1"); return err },
		"transactions":   func(ctx context.Context) error { return drain(c.Disputes.Transactions(ctx, "1")) },
		"create document": func(ctx context.Context) error {
			_, err := c.Documents.Create(ctx, "1", "OTHER", "", key)
			return err
		},
		"add page":        func(ctx context.Context) error { return c.Documents.AddPage(ctx, "1", "2", page, key) },
		"submit document": func(ctx context.Context) error { _, err := c.Documents.Submit(ctx, "1", "2"); return err },
		"get document":    func(ctx context.Context) error { _, err := c.Documents.Get(ctx, "2"); return err },
		"list documents":  func(ctx context.Context) error { return drain(c.Documents.All(ctx, mangopay.DocumentFilter{})) },
		"consult":         func(ctx context.Context) error { _, err := c.Documents.Consult(ctx, "2"); return err },
		"stored response": func(ctx context.Context) error { _, err := c.Responses.Get(ctx, key); return err },
		"events":          func(ctx context.Context) error { return drain(c.Events.All(ctx, mangopay.EventFilter{})) },
	}
}

func drain[T any](seq iter.Seq2[*T, error]) error {
	for _, err := range seq {
		if err != nil {
			return err
		}
	}
	return nil
}

func pageOf(content string) mangopay.Page {
	return mangopay.Page{Size: int64(len(content)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(content)), nil
	}}
}

// disputesJSON is a list of disputes with the ids from to to.
func disputesJSON(from, to int) string {
	items := []string{}
	for i := from; i <= to; i++ {
		items = append(items, fmt.Sprintf(`{"Id":"%d","DisputeType":"CONTESTABLE","Status":"CLOSED"}`, i))
	}
	return "[" + strings.Join(items, ",") + "]"
}
