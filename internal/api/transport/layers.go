package transport

import (
	"context"
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
