package transport

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
)

// signInRoute names the token endpoint in the log and in errors.
const signInRoute = "/oauth/token"

// maxTokenAnswer bounds an answer of the token endpoint, in bytes.
const maxTokenAnswer = 64 << 10

// signInQuota keeps token requests apart from the API's rate limit: their answers do not announce it, and the account that
// has used it up can still sign in.
const signInQuota = "sign in"

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
// It takes two layers. The session is the upper one: it fetches the token before anything waits for a call's turn, and
// repeats after a 401. The signature is the lower one: it puts in the token that is good at the moment of sending, because
// a call may have waited for longer than a token lives. Token requests pass through the layers between and below as safe
// calls, and so are repeated and limited there. Credentials that were refused are not offered again: accounts are locked
// after some refusals (Mangopay documentation, Authentication).
//
// When no token can be had, the error holds an [*apierr.Error] of the token request with Unsent set.
func OAuth(c OAuthConfig) (session, signature Layer) {
	t := &tokens{config: c}
	session = func(next http.RoundTripper) http.RoundTripper {
		t.next = next
		return roundTripper(func(req *http.Request) (*http.Response, error) { return t.renew(next, req) })
	}
	signature = func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) { return t.sign(next, req) })
	}
	return session, signature
}

type tokens struct {
	config OAuthConfig
	next   http.RoundTripper // Below the session.

	mu       sync.Mutex
	current  string
	renewAt  time.Time
	refused  error // Set once the credentials were.
	underWay *exchange
}

// exchange is one token request, with its repeats, and all that wait for it.
type exchange struct {
	done    chan struct{} // Closed when token and err are there.
	token   string
	err     error
	waiting int
	cancel  context.CancelFunc
}

// renew repeats a request once whose token was refused.
func (t *tokens) renew(next http.RoundTripper, req *http.Request) (*http.Response, error) {
	if _, err := t.get(req.Context()); err != nil {
		closeBody(req)
		return nil, err
	}
	resp, err := next.RoundTrip(req)
	if err != nil || resp.StatusCode != http.StatusUnauthorized || !reopens(req) {
		return resp, err
	}
	drain(resp)
	again, err := reopen(req)
	if err != nil {
		return nil, notSent(&AbortedError{Err: err})
	}
	return next.RoundTrip(again)
}

// sign sends a request with the token of the moment, and forgets the token if it is refused.
func (t *tokens) sign(next http.RoundTripper, req *http.Request) (*http.Response, error) {
	if callOf(req.Context()).signIn {
		return next.RoundTrip(req)
	}
	token, err := t.get(req.Context())
	if err != nil {
		closeBody(req)
		return nil, err
	}
	resp, err := next.RoundTrip(withBearer(req, token))
	if err == nil && resp.StatusCode == http.StatusUnauthorized {
		t.drop(token)
	}
	return resp, err
}

func withBearer(req *http.Request, token string) *http.Request {
	req = req.Clone(req.Context())
	req.Header.Set("Authorization", "Bearer "+token)
	return req
}

// get returns a token that is good for now. A caller that is cancelled stops waiting; the exchange goes on for the others,
// and ends when there are none.
func (t *tokens) get(ctx context.Context) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", notSent(err)
	}
	t.mu.Lock()
	if t.refused != nil || t.current != "" && time.Now().Before(t.renewAt) {
		defer t.mu.Unlock()
		return t.current, t.refused
	}
	x := t.join(ctx)
	t.mu.Unlock()
	select {
	case <-x.done:
		return x.token, x.err
	case <-ctx.Done():
		t.abandon(x)
		return "", notSent(ctx.Err())
	}
}

// join enters the exchange that is under way, or begins one. The caller holds the lock.
func (t *tokens) join(ctx context.Context) *exchange {
	if x := t.underWay; x != nil {
		x.waiting++
		return x
	}
	detached, cancel := context.WithCancel(context.WithoutCancel(ctx))
	x := &exchange{done: make(chan struct{}), waiting: 1, cancel: cancel}
	t.underWay = x
	go func() {
		defer cancel()
		x.token, x.err = t.fetch(detached)
		t.complete(x)
		close(x.done)
	}()
	return x
}

// complete lets later callers begin an exchange of their own, unless it is bound to fail.
func (t *tokens) complete(x *exchange) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if apierr.Unauthorized(x.err) {
		t.refused = x.err
	}
	if t.underWay == x {
		t.underWay = nil
	}
}

// abandon stops waiting for an exchange.
func (t *tokens) abandon(x *exchange) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if x.waiting--; x.waiting > 0 {
		return
	}
	x.cancel()
	if t.underWay == x {
		t.underWay = nil
	}
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
	t.renewAt = asked.Add(max(life-min(30*time.Second, life/5), time.Second)) // It can be used at least once.
	return t.current, nil
}

func (t *tokens) exchange(ctx context.Context) (*oauth2.Token, error) {
	var seen tokenAnswer
	client := &http.Client{Transport: t.tokenWire(&seen), CheckRedirect: NoRedirects}
	conf := clientcredentials.Config{
		ClientID: t.config.ClientID, ClientSecret: t.config.ClientSecret,
		TokenURL: t.config.TokenURL, AuthStyle: oauth2.AuthStyleInHeader,
	}
	ctx = WithCall(ctx, Call{Route: signInRoute, Safe: true, Quota: signInQuota, Answer: maxTokenAnswer, signIn: true})
	token, err := conf.Token(context.WithValue(ctx, oauth2.HTTPClient, client))
	if err == nil {
		return token, nil
	}
	// The library's errors quote the answer's body; ours are made from what was seen instead.
	refusal := NoAnswer(err, hostOf(t.config.TokenURL))
	if seen.status != 0 {
		refusal = t.config.Decode(seen.status, seen.header, seen.body)
	}
	refusal.Operation, refusal.Route, refusal.Unsent = "sign in", http.MethodPost+" "+signInRoute, true
	return nil, notSent(refusal)
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
		resp.Body = recorded{io.TeeReader(body, seen), resp.Body}
		seen.status, seen.header = resp.StatusCode, resp.Header
		return resp, nil
	})
}

// Write keeps what the library reads.
func (a *tokenAnswer) Write(p []byte) (int, error) {
	a.body = append(a.body, p...)
	return len(p), nil
}
