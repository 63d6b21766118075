package transport

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
)

// AbortedError marks a request body that was broken off on purpose, before the end that its length promises:
// no server can have carried out such a request.
type AbortedError struct{ Err error }

// Error is the cause's text.
func (a *AbortedError) Error() string { return a.Err.Error() }

// Unwrap returns why the body was broken off.
func (a *AbortedError) Unwrap() error { return a.Err }

// Delivery turns every error of the wire into a [DeliveryError] that says whether the request can have arrived.
// A request counts as sent from the moment its first header line is handed to the connection. Only net/http's own
// transport reports that moment; with any other wire every request that reached it counts as sent, unless the error
// itself proves otherwise.
func Delivery() Layer {
	return func(wire http.RoundTripper) http.RoundTripper {
		_, traced := wire.(*http.Transport)
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			if err := req.Context().Err(); err != nil {
				closeBody(req)
				return nil, notSent(err)
			}
			var wrote atomic.Bool
			wrote.Store(!traced)
			resp, err := wire.RoundTrip(watchWrites(req, &wrote))
			if err != nil {
				return nil, &DeliveryError{Sent: wrote.Load() && !provesUnsent(err), Err: err, final: lasting(err)}
			}
			return resp, nil
		})
	}
}

func watchWrites(req *http.Request, wrote *atomic.Bool) *http.Request {
	trace := &httptrace.ClientTrace{
		WroteHeaderField: func(string, []string) { wrote.Store(true) },
		WroteHeaders:     func() { wrote.Store(true) },
	}
	return req.WithContext(httptrace.WithClientTrace(req.Context(), trace))
}

// provesUnsent reports whether an error by itself rules out that the server has the whole request.
func provesUnsent(err error) bool {
	var (
		op      *net.OpError
		dns     *net.DNSError
		cert    *tls.CertificateVerificationError
		record  tls.RecordHeaderError
		aborted *AbortedError
	)
	switch {
	case errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect"):
		return true
	case errors.As(err, &dns), errors.As(err, &cert), errors.As(err, &aborted):
		return true
	default:
		return errors.As(err, &record)
	}
}

// lasting reports whether a repeat must fail in the same way: the certificate will not become a trusted one, and what
// broke the body off is on this side.
func lasting(err error) bool {
	var (
		cert    *tls.CertificateVerificationError
		record  tls.RecordHeaderError
		aborted *AbortedError
	)
	return errors.As(err, &cert) || errors.As(err, &record) || errors.As(err, &aborted)
}

// NoAnswer describes the error of a round trip as an API's clients report it, without operation and route. An error of
// [OAuth] comes as it is; it is shared by all the calls that waited for the token, hence the copy.
func NoAnswer(err error, host string) *apierr.Error {
	var signIn *apierr.Error
	if errors.As(err, &signIn) {
		own := *signIn
		return &own
	}
	var (
		failure *DeliveryError
		limit   *LimitError
		refused *refusedError
		aborted *AbortedError
	)
	e := &apierr.Error{Message: "no answer from " + host, Err: Scrub(err)}
	e.Unsent = errors.As(err, &failure) && !failure.Sent
	switch {
	case errors.As(err, &limit):
		e.Message, e.RetryAt = "the request was not sent", limit.Reset
	case errors.As(err, &refused):
		e.Message = "the request was not sent"
	case errors.As(err, &aborted):
		e.Message = "the upload was broken off"
	}
	return e
}

// Scrub removes net/http's wrapping from an error, because it repeats the URL with its query.
func Scrub(err error) error {
	var u *url.Error
	for errors.As(err, &u) {
		err = u.Err
	}
	return err
}
