package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/sync/singleflight"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
)

// signInRoute names the token endpoint in the log and in errors.
const signInRoute = "/oauth/token"

// maxTokenAnswer bounds an answer of the token endpoint, in bytes.
const maxTokenAnswer = 64 << 10

// exchangeLimit bounds one token exchange, which outlives the caller that started it when others wait for it too.
const exchangeLimit = 2 * time.Minute

// OAuthConfig says where and with what to get access tokens (OAuth 2.0 client credentials grant, RFC 6749 section 4.4).
type OAuthConfig struct {
	TokenURL     string
	ClientID     string
	ClientSecret string
	// Decode turns a refusal of the token endpoint into an error; the body is at most 64 KiB.
	Decode func(status int, header http.Header, body []byte) *apierr.Error
}

// OAuth authorizes requests with a bearer token. Tokens are kept in memory only, shared by all requests, fetched once
// however many requests wait, and renewed 30 seconds or a fifth of their life before they expire, whichever is less.
// After a 401 the token is dropped and the request repeated once: a server that does not know the caller has done nothing.
//
// When no token can be had, the error is an [*apierr.Error] of the token request with Unsent set.
func OAuth(c OAuthConfig) Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		t := &tokens{config: c, next: next}
		return roundTripper(func(req *http.Request) (*http.Response, error) { return t.roundTrip(req) })
	}
}

type tokens struct {
	config OAuthConfig
	next   http.RoundTripper
	flight singleflight.Group

	mu      sync.Mutex
	current string
	renewAt time.Time
}

func (t *tokens) roundTrip(req *http.Request) (*http.Response, error) {
	token, err := t.get(req.Context())
	if err != nil {
		closeBody(req)
		return nil, err
	}
	resp, err := t.next.RoundTrip(withBearer(req, token))
	if err != nil || resp.StatusCode != http.StatusUnauthorized {
		return resp, err
	}
	t.drop(token)
	again, err := reopen(req)
	if errors.Is(err, errOneShot) {
		return resp, nil
	}
	drain(resp)
	if err != nil {
		return nil, notSent(&AbortedError{Err: err})
	}
	if token, err = t.get(req.Context()); err != nil {
		closeBody(again)
		return nil, err
	}
	return t.next.RoundTrip(withBearer(again, token))
}

// errOneShot means that a request's body cannot be had again.
var errOneShot = errors.New("the request body cannot be opened again")

// reopen returns the request with a fresh body.
func reopen(req *http.Request) (*http.Request, error) {
	again := req.Clone(req.Context())
	if req.Body == nil || req.Body == http.NoBody {
		return again, nil
	}
	open := callOf(req.Context()).Body
	if open == nil {
		return nil, errOneShot
	}
	body, err := open()
	if err != nil {
		return nil, err
	}
	again.Body = body
	return again, nil
}

func withBearer(req *http.Request, token string) *http.Request {
	req = req.Clone(req.Context())
	req.Header.Set("Authorization", "Bearer "+token)
	return req
}

// get returns a token that is good for now. A caller that is cancelled stops waiting; the exchange goes on for the others.
func (t *tokens) get(ctx context.Context) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", notSent(err)
	}
	if token, ok := t.cached(); ok {
		return token, nil
	}
	result := t.flight.DoChan("token", func() (any, error) {
		if token, ok := t.cached(); ok {
			return token, nil
		}
		detached, cancel := context.WithTimeout(context.WithoutCancel(ctx), exchangeLimit)
		defer cancel()
		return t.fetch(detached)
	})
	select {
	case r := <-result:
		token, _ := r.Val.(string)
		return token, r.Err
	case <-ctx.Done():
		return "", notSent(ctx.Err())
	}
}

func (t *tokens) cached() (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.current, t.current != "" && time.Now().Before(t.renewAt)
}

// drop forgets a token that was refused, unless another request has replaced it already.
func (t *tokens) drop(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current == token {
		t.current = ""
	}
}

// fetch exchanges the credentials for a token and keeps it.
func (t *tokens) fetch(ctx context.Context) (string, error) {
	asked := time.Now()
	token, err := t.exchange(ctx)
	if err != nil {
		return "", err
	}
	life := token.Expiry.Sub(asked)
	if token.Expiry.IsZero() {
		life = 10 * time.Minute // The server gave none; a 401 corrects too long a guess.
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.current = token.AccessToken
	t.renewAt = asked.Add(life - min(30*time.Second, life/5))
	return t.current, nil
}

func (t *tokens) exchange(ctx context.Context) (*oauth2.Token, error) {
	var seen tokenAnswer
	client := &http.Client{Transport: t.tokenWire(&seen), CheckRedirect: NoRedirects}
	conf := clientcredentials.Config{
		ClientID: t.config.ClientID, ClientSecret: t.config.ClientSecret,
		TokenURL: t.config.TokenURL, AuthStyle: oauth2.AuthStyleInHeader,
	}
	ctx = WithCall(ctx, Call{Route: signInRoute})
	token, err := conf.Token(context.WithValue(ctx, oauth2.HTTPClient, client))
	if err == nil {
		return token, nil
	}
	// The library's errors quote the answer's body; ours are made from what was seen instead.
	refusal := &apierr.Error{Message: "no answer from " + hostOf(t.config.TokenURL), Err: Scrub(err)}
	if seen.status != 0 {
		refusal = t.config.Decode(seen.status, seen.header, seen.body)
	}
	refusal.Operation, refusal.Route, refusal.Unsent = "sign in", http.MethodPost+" "+signInRoute, true
	return nil, refusal
}

func hostOf(rawURL string) string {
	u, err := url.Parse(rawURL)
	if err != nil {
		return "the token endpoint"
	}
	return u.Host
}

type tokenAnswer struct {
	status int
	header http.Header
	body   []byte
}

// tokenWire sends the credentials as they are. The library encodes them for a URL first (RFC 6749 section 2.3.1);
// Mangopay documents the plain form, base64(ClientId:ApiKey), which differs for keys with special characters.
func (t *tokens) tokenWire(seen *tokenAnswer) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		req = req.Clone(req.Context())
		req.SetBasicAuth(t.config.ClientID, t.config.ClientSecret)
		resp, err := t.next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		body := io.LimitReader(resp.Body, maxTokenAnswer)
		resp.Body = &recorded{Reader: io.TeeReader(body, seen), Closer: resp.Body}
		seen.status, seen.header = resp.StatusCode, resp.Header
		return resp, nil
	})
}

// Write keeps what the library reads.
func (a *tokenAnswer) Write(p []byte) (int, error) {
	a.body = append(a.body, p...)
	return len(p), nil
}

type recorded struct {
	io.Reader
	io.Closer
}

// Scrub removes net/http's wrapping from an error, because it repeats the URL with its query.
func Scrub(err error) error {
	var u *url.Error
	for errors.As(err, &u) {
		err = u.Err
	}
	return err
}
