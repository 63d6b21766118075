// Package transport is what lies between an API client and the network: small [http.RoundTripper] layers,
// each with one job, put together by [Chain].
//
// The order, from the caller inwards, and the reason for it:
//
//  1. [OAuth] adds the bearer token, fetches it when needed and repeats a call once after a 401.
//     Outermost, so that whatever is below sees every request that goes out, token requests included.
//  2. [UserAgent] names the program.
//  3. [Log] writes one line for each request, without anything secret.
//  4. [Clock.Layer] reads the server's time.
//  5. [Stall] gives up when no byte moves for too long. There is no timeout for a whole call: an upload
//     that makes progress may take minutes.
//  6. [Delivery] finds out whether a failed request can have left this machine.
//
// A layer that repeats calls belongs before OAuth, so that every attempt carries a token that is still good;
// one that counts calls belongs right after it.
//
// Nothing here follows redirects or repeats a write. net/http repeats a POST by itself when it carries an
// Idempotency-Key header and a GetBody function; requests are therefore built without GetBody, and the body for
// the one repeat after a 401 comes from [Call.Body].
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
}

// Error is the cause's text.
func (f *DeliveryError) Error() string { return f.Err.Error() }

// Unwrap returns the cause.
func (f *DeliveryError) Unwrap() error { return f.Err }

// notSent marks an error that happened before anything was sent.
func notSent(err error) error { return &DeliveryError{Err: err} }

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
