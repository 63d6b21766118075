package transport_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// wire answers requests without a socket, so that time in these tests can be virtual.
type wire func(*http.Request) (*http.Response, error)

func (w wire) RoundTrip(req *http.Request) (*http.Response, error) { return w(req) }

func reply(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)),
	}
}

// bank is an OAuth-protected server: it numbers its tokens and accepts those that it has not revoked.
type bank struct {
	life      string // The JSON of expires_in.
	exchanges atomic.Int32
	calls     atomic.Int32
	revoked   sync.Map
	delay     time.Duration // How long a token exchange takes.
}

func (b *bank) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.URL.Path, "/oauth/token") {
		return b.exchange(req)
	}
	b.calls.Add(1)
	token := req.Header.Get("Authorization")
	if req.Body != nil {
		defer req.Body.Close()
		if _, err := io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	if _, gone := b.revoked.Load(token); gone || !strings.HasPrefix(token, "Bearer t") {
		return reply(401, `{"Type":"invalid_credentials"}`), nil
	}
	return reply(200, token), nil
}

func (b *bank) exchange(req *http.Request) (*http.Response, error) {
	if b.delay > 0 {
		select {
		case <-time.After(b.delay):
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
	id, key, _ := req.BasicAuth()
	form, _ := io.ReadAll(req.Body)
	if id != "acme" || key != "k+/=é" || string(form) != "grant_type=client_credentials" || req.Method != http.MethodPost {
		return reply(401, `{"error":"invalid_client"}`), nil
	}
	return reply(200, fmt.Sprintf(`{"access_token":"t%d","token_type":"bearer","expires_in":%s}`, b.exchanges.Add(1), b.life)), nil
}

func (b *bank) client() http.RoundTripper { return b.over(b) }

func (b *bank) over(wire http.RoundTripper, between ...transport.Layer) http.RoundTripper {
	return authorized(wire, transport.OAuthConfig{
		TokenURL: "https://api.example/v2.01/oauth/token", ClientID: "acme", ClientSecret: "k+/=é",
		Decode: func(status int, _ http.Header, body []byte) *apierr.Error {
			var e struct{ Error string }
			_ = json.Unmarshal(body, &e)
			return &apierr.Error{Status: status, Type: e.Error}
		},
	}, between...)
}

// authorized puts both layers around a wire, with others between them.
func authorized(wire http.RoundTripper, c transport.OAuthConfig, between ...transport.Layer) http.RoundTripper {
	session, signature := transport.OAuth(c)
	return transport.Chain(wire, append(append([]transport.Layer{session}, between...), signature)...)
}

// get returns the token that the server saw.
func get(ctx context.Context, rt http.RoundTripper) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://api.example/x", http.NoBody)
	if err != nil {
		return "", err
	}
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return strings.TrimPrefix(string(b), "Bearer "), err
}

func TestTokenIsRenewedBeforeItExpires(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		life    string
		renewal time.Duration // When the first token is replaced.
	}{
		"sandbox":           {"1200", 1170 * time.Second},
		"production":        {"3600", 3570 * time.Second},
		"short":             {"60", 48 * time.Second},
		"very short":        {"5", 4 * time.Second},
		"as string":         {`"1200"`, 1170 * time.Second},
		"unknown life":      {"null", 570 * time.Second},
		"already worn out ": {"-1", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &bank{life: test.life}
				rt := server.client()
				for _, at := range []struct {
					time time.Duration
					want int32
				}{{0, 1}, {test.renewal - time.Second, 1}, {test.renewal + time.Second, 2}} {
					if at.time < 0 {
						continue
					}
					<-time.After(time.Until(epoch.Add(at.time)))
					if _, err := get(t.Context(), rt); err != nil {
						t.Fatal(err)
					}
					if got := server.exchanges.Load(); got != at.want {
						t.Errorf("%s after the first call: %d token exchanges, want %d", at.time, got, at.want)
					}
				}
			})
		})
	}
}

// epoch is when a synctest bubble's clock begins.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func TestManyCallersShareOneExchange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &bank{life: "1200", delay: time.Second}
		rt := server.client()
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if token, err := get(t.Context(), rt); err != nil || token != "t1" {
					t.Errorf("got token %q, error %v", token, err)
				}
			})
		}
		wg.Wait()
		server.revoked.Store("Bearer t1", true)
		for range 50 {
			wg.Go(func() {
				if token, err := get(t.Context(), rt); err != nil || token != "t2" {
					t.Errorf("after revocation: got token %q, error %v", token, err)
				}
			})
		}
		wg.Wait()
		if n := server.exchanges.Load(); n != 2 {
			t.Errorf("%d token exchanges, want 2", n)
		}
	})
}

func TestALate401DoesNotDropTheNewToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &bank{life: "1200"}
		var arrived atomic.Int32
		slowest := wire(func(req *http.Request) (*http.Response, error) {
			resp, err := server.RoundTrip(req)
			if !strings.HasSuffix(req.URL.Path, "/oauth/token") && arrived.Add(1) == 1 {
				<-time.After(time.Minute)
			}
			return resp, err
		})
		rt := server.over(slowest)
		server.revoked.Store("Bearer t1", true)
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				if token, err := get(t.Context(), rt); err != nil || token != "t2" {
					t.Errorf("got token %q, error %v", token, err)
				}
			})
		}
		wg.Wait()
		if n := server.exchanges.Load(); n != 2 {
			t.Errorf("%d token exchanges, want 2", n)
		}
	})
}

func TestOneCallersCancellationLeavesTheOthersAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &bank{life: "1200", delay: time.Minute}
		rt := server.client()
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			begun := time.Now()
			_, err := get(ctx, rt)
			var d *transport.DeliveryError
			if !errors.Is(err, context.Canceled) || !errors.As(err, &d) || d.Sent {
				t.Errorf("the cancelled caller got %v", err)
			}
			if waited := time.Since(begun); waited != time.Second {
				t.Errorf("the cancelled caller waited %s", waited)
			}
		})
		synctest.Wait()
		wg.Go(func() {
			if token, err := get(t.Context(), rt); err != nil || token != "t1" {
				t.Errorf("the other caller got token %q, error %v", token, err)
			}
		})
		<-time.After(time.Second)
		cancel()
		wg.Wait()
	})
}

func TestUnauthorizedIsRepeatedOnceWithAFreshBody(t *testing.T) {
	t.Parallel()
	post := func(t *testing.T, server *bank, rt http.RoundTripper, factory func() (io.ReadCloser, error)) (*http.Response, error) {
		t.Helper()
		ctx := transport.WithCall(t.Context(), transport.Call{Body: factory})
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://api.example/x", io.NopCloser(strings.NewReader("body")))
		if err != nil {
			t.Fatal(err)
		}
		server.calls.Store(0)
		return rt.RoundTrip(req)
	}
	fresh := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("body")), nil }
	gone := errors.New("the file is gone")
	tests := map[string]struct {
		revoked    []string
		factory    func() (io.ReadCloser, error)
		wantStatus int
		wantCalls  int32
		wantErr    error
	}{
		"token renewed":        {[]string{"Bearer t1"}, fresh, 200, 2, nil},
		"new token refused":    {[]string{"Bearer t1", "Bearer t2"}, fresh, 401, 2, nil},
		"no second body":       {[]string{"Bearer t1"}, nil, 401, 1, nil},
		"second body is gone":  {[]string{"Bearer t1"}, func() (io.ReadCloser, error) { return nil, gone }, 0, 1, gone},
		"token good in itself": {nil, fresh, 200, 1, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &bank{life: "1200"}
			for _, token := range test.revoked {
				server.revoked.Store(token, true)
			}
			resp, err := post(t, server, server.client(), test.factory)
			if !errors.Is(err, test.wantErr) {
				t.Fatalf("error %v, want %v", err, test.wantErr)
			}
			if err == nil {
				defer resp.Body.Close()
				if resp.StatusCode != test.wantStatus {
					t.Errorf("status %d, want %d", resp.StatusCode, test.wantStatus)
				}
			}
			if n := server.calls.Load(); n != test.wantCalls {
				t.Errorf("%d calls, want %d", n, test.wantCalls)
			}
		})
	}
}

// closing tells whether a request body was closed.
type closing struct {
	io.Reader
	closed atomic.Bool
}

func (c *closing) Close() error { c.closed.Store(true); return nil }

func TestFailedSignInSendsNothingAndIsNotRemembered(t *testing.T) {
	t.Parallel()
	server := &bank{life: "1200"}
	var down atomic.Bool
	down.Store(true)
	flaky := wire(func(req *http.Request) (*http.Response, error) {
		if down.Load() {
			return nil, errors.New("connection refused")
		}
		return server.RoundTrip(req)
	})
	rt := authorized(flaky, transport.OAuthConfig{
		TokenURL: "https://api.example/oauth/token", ClientID: "acme", ClientSecret: "k+/=é",
	})
	body := &closing{Reader: strings.NewReader("x")}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://api.example/x", body)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := rt.RoundTrip(req)
	if err == nil {
		resp.Body.Close()
	}
	if !apierr.NotSent(err) || !strings.Contains(err.Error(), "api.example") {
		t.Errorf("got %v, want an error that names the host and says that nothing was sent", err)
	}
	if !body.closed.Load() {
		t.Error("the request body was left open")
	}
	down.Store(false)
	if token, err := get(t.Context(), rt); err != nil || token != "t1" {
		t.Errorf("after the server came back: token %q, error %v", token, err)
	}
}

func TestRefusedSignIn(t *testing.T) {
	t.Parallel()
	server := &bank{life: "1200"}
	rt := authorized(server, transport.OAuthConfig{
		TokenURL: "https://api.example/oauth/token", ClientID: "acme", ClientSecret: "wrong-canary",
		Decode: func(status int, _ http.Header, body []byte) *apierr.Error {
			return &apierr.Error{Status: status, Type: string(body)}
		},
	})
	_, err := get(t.Context(), rt)
	var e *apierr.Error
	if !errors.As(err, &e) || e.Status != 401 || e.Type != `{"error":"invalid_client"}` || !e.Unsent || e.Route != "POST /oauth/token" {
		t.Errorf("got %#v", err)
	}
	if strings.Contains(err.Error(), "canary") {
		t.Errorf("%v holds the key", err)
	}
	if n := server.calls.Load(); n != 0 {
		t.Errorf("%d calls were made without a token", n)
	}
}
