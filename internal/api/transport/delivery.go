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
// itself proves otherwise. Once a request is on its way, only a body that was broken off proves anything: the errors of a
// connection look alike whether it fails at its beginning or in the middle.
func Delivery() Layer {
	return func(wire http.RoundTripper) http.RoundTripper {
		_, traced := wire.(*http.Transport)
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			if err := req.Context().Err(); err != nil {
				closeBody(req)
				return nil, notSent(err)
			}
			var wrote atomic.Bool
			resp, err := wire.RoundTrip(watchWrites(req, &wrote))
			if err != nil {
				sent := wrote.Load() && !brokenOff(err) || !traced && !provesUnsent(err)
				return nil, &DeliveryError{Sent: sent, Err: err, final: lasting(err)}
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

func brokenOff(err error) bool {
	var aborted *AbortedError
	return errors.As(err, &aborted)
}

// provesUnsent reports whether an error by itself rules out that the server has the whole request.
func provesUnsent(err error) bool {
	var (
		op   *net.OpError
		dns  *net.DNSError
		cert *tls.CertificateVerificationError
	)
	return errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") ||
		errors.As(err, &dns) || errors.As(err, &cert) || brokenOff(err)
}

// lasting reports whether a repeat must fail in the same way: the certificate will not become a trusted one, and what
// broke the body off is on this side.
func lasting(err error) bool {
	var (
		cert   *tls.CertificateVerificationError
		record tls.RecordHeaderError
	)
	return errors.As(err, &cert) || errors.As(err, &record) || brokenOff(err)
}

// NoAnswer describes the error of a round trip as an API's clients report it, without operation and route. An error of
// [OAuth] comes as it is; it is shared by all the calls that waited for the token, hence the copy.
func NoAnswer(err error, host string) *apierr.Error {
	var (
		failure *DeliveryError
		signIn  *apierr.Error
		limit   *LimitError
		refused *refusedError
	)
	e := &apierr.Error{Message: "no answer from " + host, Err: Scrub(err)}
	e.Unsent = errors.As(err, &failure) && !failure.Sent
	stopped := errors.As(err, &limit) || errors.As(err, &refused)
	switch {
	case errors.As(err, &signIn) && e.Unsent:
		own := *signIn
		return &own
	case stopped && e.Unsent:
		e.Message = "the request was not sent"
	case stopped || signIn != nil:
		e.Message = "the request may have been carried out, and was not repeated"
	case brokenOff(err):
		e.Message = "the upload was broken off"
	}
	if limit != nil && e.Unsent {
		e.RetryAt = limit.Reset
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
