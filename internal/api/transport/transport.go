// Package transport is what lies between an API client and the network: small [http.RoundTripper] layers,
// each with one job, put together by [Chain].
//
// The order, from the caller inwards, and the reason for it:
//
//  1. The session of [OAuth] gets a token, and repeats a call once after a 401. Outermost, so that calls share one token
//     request instead of taking turns in the limiter, and so that token requests pass through all that is below.
//  2. [Retry] repeats what failed and may be repeated. Above the limiter, so that every repeat is counted and waits its
//     turn like a first try.
//  3. [Limit] keeps calls within the server's rate limit and waits when that is used up. Above all that measures time.
//  4. [Clock.Layer] reads the server's time. Below the limiter, which compares the times of an answer with its clock. Only
//     requests to the API itself pass it: a page may come from a cache with the date of another day.
//  5. The signature of [OAuth] puts the token in. Below all waits, so that it is one that is still good. An API with a
//     key that stays the same has [Credential] in its place, and no session.
//  6. [Writes] asks whether something may still be changed. Below all waits, so that the answer is a fresh one.
//  7. [UserAgent] names the program.
//  8. [Log] writes one line for each request, without anything secret.
//  9. [Stall] gives up when no byte moves for too long. There is no timeout for a whole call: an upload
//     that makes progress may take minutes.
//  10. [Delivery] finds out whether a failed request can have left this machine.
//
// Nothing here follows redirects, and nothing repeats a write that may have been carried out. net/http repeats a POST
// by itself when it carries an Idempotency-Key header and a GetBody function; requests are therefore built without
// GetBody, and the body of a repeat comes from [Call.Body].
package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// Layer wraps a round tripper with one more concern.
type Layer func(next http.RoundTripper) http.RoundTripper

// Chain puts layers around a wire; the first layer sees a request first.
func Chain(wire http.RoundTripper, layers ...Layer) http.RoundTripper {
	for i := len(layers) - 1; i >= 0; i-- {
		wire = layers[i](wire)
	}
	return wire
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// Options configures [New].
type Options struct {
	// ClientCertificates are offered to a server that asks for one (mutual TLS).
	ClientCertificates []tls.Certificate
}

// New returns the wire to a real server: TLS 1.2 or newer with the system's roots, proxies from the environment,
// and enough idle connections per host (64) that parallel calls do not pay for a new handshake each.
func New(o Options) *http.Transport {
	dialer := &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         dialer.DialContext,
		ForceAttemptHTTP2:   true,
		TLSHandshakeTimeout: 10 * time.Second,
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12, Certificates: o.ClientCertificates},
		MaxIdleConns:        128,
		MaxIdleConnsPerHost: 64,
		IdleConnTimeout:     90 * time.Second,
		WriteBufferSize:     32 << 10,
	}
}

// ClientCertificate reads a client certificate and its key from PEM text. Its errors do not repeat the text.
func ClientCertificate(certPEM, keyPEM []byte) (tls.Certificate, error) {
	cert, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("client certificate and key: %w", err)
	}
	return cert, nil
}

// NoRedirects is an [http.Client.CheckRedirect] that hands a redirect to the caller instead of following it:
// credentials and evidence go only where the configuration says.
func NoRedirects(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Call is what the layers may know about a request beyond its wire form.
type Call struct {
	// Route is the path template, without ids: "/disputes/{DisputeId}". It stands for the URL in the log.
	Route string
	// Body opens the request's body once more, for a repeat; nil when there is none.
	Body func() (io.ReadCloser, error)
	// Safe says that doing the call twice has no other effect than doing it once: a read, or a write that sets
	// one value. Only safe calls are repeated when it is not known whether they were carried out.
	Safe bool
	// Allowed is asked before every request of a call that may change something, after what is asked for all calls
	// (see [Writes]) and like it; nil always allows.
	Allowed func() error
	// Quota names the rate limit that the call counts against; "" is the one of the API proper.
	Quota string
	// Answer is the size in bytes up to which [Retry] reads the answer of a safe call before it hands it on,
	// so that one that breaks off is asked for again; 0 hands the answer on while it arrives.
	Answer int64

	signIn bool // It fetches the token, and so carries none.
}

type callKey struct{}

// WithCall attaches a description of the request to its context.
func WithCall(ctx context.Context, c Call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

func callOf(ctx context.Context) Call {
	c, _ := ctx.Value(callKey{}).(Call)
	return c
}

// DeliveryError is the error of a request that got no answer.
type DeliveryError struct {
	// Sent is false only if it is certain that the server cannot have acted on the request.
	Sent bool
	Err  error

	final bool // Another try would end the same way, or is not wanted.
}

// Error is the cause's text.
func (f *DeliveryError) Error() string { return f.Err.Error() }

// Unwrap returns the cause.
func (f *DeliveryError) Unwrap() error { return f.Err }

// notSent marks an error of ours that kept a request from being sent.
func notSent(err error) error { return &DeliveryError{Err: err, final: true} }

// errOneShot means that a request's body cannot be had again.
var errOneShot = errors.New("the request body cannot be opened again")

// reopen returns the request with a fresh body. Only requests of other libraries, for tokens, have a GetBody.
func reopen(req *http.Request) (*http.Request, error) {
	again := req.Clone(req.Context())
	if req.Body == nil || req.Body == http.NoBody {
		return again, nil
	}
	open := callOf(req.Context()).Body
	if open == nil {
		open = req.GetBody
	}
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

// reopens reports whether the body can be had again.
func reopens(req *http.Request) bool {
	return req.Body == nil || req.Body == http.NoBody || callOf(req.Context()).Body != nil || req.GetBody != nil
}

// closeBody honours RoundTripper's contract for a request that goes no further.
func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}

// drain empties and closes an answer that nobody will read, so that its connection can be used again.
func drain(resp *http.Response) {
	_, err := io.CopyN(io.Discard, resp.Body, 64<<10)
	if err != nil && !errors.Is(err, io.EOF) {
		_ = resp.Body.Close() // A broken connection is not reused; nothing to report for a discarded answer.
		return
	}
	_ = resp.Body.Close()
}
