package transport

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"
)

// UserAgent sets the User-Agent header.
func UserAgent(name string) Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			req = req.Clone(req.Context())
			req.Header.Set("User-Agent", name)
			return next.RoundTrip(req)
		})
	}
}

// Credential authorizes requests with a header that stays the same, such as an API key.
func Credential(header, value string) Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			req = req.Clone(req.Context())
			req.Header.Set(header, value)
			return next.RoundTrip(req)
		})
	}
}

// Writes asks, before every request that may change something, whether that may still be done: all but the
// [Call.Safe] ones, and every PUT and DELETE. An error stops the request, which then counts as not sent and is not repeated.
// A nil function always allows. After it [Call.Allowed] is asked.
func Writes(allowed func() error) Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			if changes(req) {
				for _, ask := range []func() error{allowed, callOf(req.Context()).Allowed} {
					if err := askIf(ask); err != nil {
						closeBody(req)
						return nil, notSent(&refusedError{err})
					}
				}
			}
			return next.RoundTrip(req)
		})
	}
}

func askIf(ask func() error) error {
	if ask == nil {
		return nil
	}
	return ask()
}

// changes reports whether a request may change something. Among the safe ones, those that set or delete something do.
func changes(req *http.Request) bool {
	return !callOf(req.Context()).Safe || req.Method == http.MethodPut || req.Method == http.MethodDelete
}

// refusedError is why [Writes] stopped a request.
type refusedError struct{ error }

func (r *refusedError) Unwrap() error { return r.error }

// Announcer is told in one sentence when a wait of more than ten seconds begins: how long it will be, until when, and why.
// The context is that of the call that waits.
type Announcer func(ctx context.Context, message string)

// announced is the wait above which the user is told about it.
const announced = 10 * time.Second

// wait announces a long wait; short ones pass in silence. The end is by the server's clock.
func (a Announcer) wait(ctx context.Context, wait time.Duration, end time.Time, why string) {
	if a != nil && wait > announced {
		a(ctx, fmt.Sprintf("Waiting %s, until %s: %s.", wait.Round(time.Second), stamp(end), why))
	}
}

func stamp(t time.Time) string { return t.UTC().Round(time.Second).Format(time.RFC3339) }

// Logger receives one message with its fields. It gets nothing secret, so it need not mask anything.
type Logger func(ctx context.Context, msg string, fields map[string]any)

// Log reports each request with its method, route template, status (0 when no answer came) and the milliseconds until
// the answer's header. URLs, headers and bodies are left out: they hold ids, credentials and evidence.
// A nil logger logs nothing.
func Log(logger Logger) Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		if logger == nil {
			return next
		}
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			start := time.Now()
			resp, err := next.RoundTrip(req)
			fields := map[string]any{
				"method": req.Method,
				"route":  callOf(req.Context()).Route,
				"status": 0,
				"ms":     time.Since(start).Milliseconds(),
			}
			if err == nil {
				fields["status"] = resp.StatusCode
			}
			logger(req.Context(), "API request", fields)
			return resp, err
		})
	}
}

// Clock tells the server's time: deadlines are the server's, and a machine's own clock may be wrong.
// The zero value is ready, and agrees with the local clock until the first answer.
type Clock struct{ offset atomic.Int64 }

// Now returns the local time corrected by the newest Date header seen, which has a resolution of one second.
func (c *Clock) Now() time.Time { return time.Now().Add(time.Duration(c.offset.Load())) }

// Layer reads the Date header of every answer.
func (c *Clock) Layer() Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(req)
			if err != nil {
				return nil, err
			}
			if date, perr := http.ParseTime(resp.Header.Get("Date")); perr == nil {
				c.offset.Store(int64(time.Until(date)))
			}
			return resp, nil
		})
	}
}
