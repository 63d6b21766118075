// Package apierr holds the one error type that the API clients return, and the questions callers ask about it.
//
// A caller that writes needs to know more than "it failed". Three outcomes differ:
//
//   - the API refused: it answered 4xx, nothing was done, and the answer says why;
//   - nothing was sent: no name, no connection, no trusted certificate, no token. It is safe to try again;
//   - unknown: the request may have arrived and been carried out although no usable answer came back.
//     It is not safe to repeat; look at the object first.
//
// [NotSent] and [Ambiguous] tell them apart. What cannot be proved counts as unknown.
package apierr

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// The APIs, as people call them.
const (
	Mangopay = "Mangopay"
	Rebilly  = "Rebilly"
)

// Error is an API's refusal, or the reason why no answer arrived.
type Error struct {
	// API is who refused, [Mangopay] or [Rebilly]; the clients set it where they decode a refusal. "" when nobody answered.
	API string
	// Operation is what was attempted, in words: "create dispute document".
	Operation string
	// Route is method and path template without ids: "POST /disputes/{DisputeId}/documents".
	Route string
	// Status is the HTTP status; 0 when no answer arrived. A 2xx status means that the answer could not be read.
	Status int
	// Type is the API's error type, verbatim; "" when it gave none.
	Type string
	// Message is the API's message, or a short text of ours.
	Message string
	// ID is the API's error id, for its support.
	ID string
	// Date is when the API says it happened; zero if unknown.
	Date time.Time
	// RetryAt is when the rate limit lets calls through again, by the API's clock; zero if the error is about
	// something else, or nobody says.
	RetryAt time.Time
	// Fields holds messages by the API's field name; never nil after decoding an answer with errors.
	Fields map[string]string
	// Unsent says that the operation provably did not take place: the request never left in full,
	// for instance because no connection or no token could be had. When an authentication call failed,
	// Status, Type and Message are those of that call.
	Unsent bool
	// Local says that the call was stopped on this side, before anything outside was asked: for an id that is none, or a
	// file that cannot be read.
	Local bool
	// Err is the cause when no usable answer arrived; free of URL queries and credentials.
	Err error
}

// Error says in one line what was attempted, what came back, and the id to quote to the API's support.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Operation != "" {
		b.WriteString(e.Operation + ": ")
	}
	b.WriteString(e.outcome())
	for _, name := range sortedKeys(e.Fields) {
		fmt.Fprintf(&b, "; %s: %s", name, e.Fields[name])
	}
	var notes []string
	for _, n := range []string{e.Route, prefixed("error id ", e.ID)} {
		if n != "" {
			notes = append(notes, n)
		}
	}
	if len(notes) > 0 {
		b.WriteString(" (" + strings.Join(notes, ", ") + ")")
	}
	return b.String()
}

// outcome is the middle of the message: status, type and text, with what is known about the effect.
func (e *Error) outcome() string {
	var parts []string
	if e.Status != 0 {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status))))
	}
	for _, p := range []string{e.Type, e.Message} {
		if p != "" && p != http.StatusText(e.Status) { // it stands there already
			parts = append(parts, p)
		}
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	if e.Status == 0 && !e.Unsent {
		parts = append(parts, "the outcome is unknown")
	}
	return strings.Join(parts, ": ")
}

// Unwrap returns the cause, so that errors.Is finds context.Canceled and the like.
func (e *Error) Unwrap() error { return e.Err }

// NotFound reports whether the API itself said that the object does not exist. A proxy's page, a JSON answer
// without an error type (an unknown path under a wrong base URL) and a failed authentication do not count:
// taking one of those for "gone" would drop a live object from the state.
func NotFound(err error) bool {
	e, ok := find(err)
	if !ok || e.Status != http.StatusNotFound || e.Unsent {
		return false
	}
	return e.Type != "" || e.Fields["RessourceNotFound"] != "" || e.Fields["ResourceNotFound"] != ""
}

// Unauthorized reports whether the API did not accept the credentials: status 401, or the OAuth 2.0 errors
// invalid_client and unauthorized_client (RFC 6749 section 5.2), whatever their status.
func Unauthorized(err error) bool {
	e, ok := find(err)
	return ok && (e.Status == http.StatusUnauthorized || e.Type == "invalid_client" || e.Type == "unauthorized_client")
}

// HasType reports whether the API gave exactly this error type.
func HasType(err error, t string) bool {
	e, ok := find(err)
	return ok && t != "" && e.Type == t
}

// Conflict reports whether the API answered 409, which for a POST with an idempotency key means that the key was used.
func Conflict(err error) bool {
	e, ok := find(err)
	return ok && e.Status == http.StatusConflict && !e.Unsent
}

// Ambiguous reports whether the operation may have taken place: no answer after the request may have left,
// a 5xx, or a success whose body could not be read.
func Ambiguous(err error) bool {
	e, ok := find(err)
	if !ok || e.Unsent {
		return false
	}
	return e.Status < 300 || e.Status >= 500
}

// NotSent reports whether the operation provably did not take place because the request never reached the API
// in full: dial, DNS or TLS failure, no token, cancelled before sending, or a body that we broke off.
func NotSent(err error) bool {
	e, ok := find(err)
	return ok && e.Unsent
}

// RateLimited reports whether the rate limit kept the operation from taking place: the API answered 429, or the call was
// not even sent. It returns when the limit lets calls through again, by the API's clock; zero if that is not known.
func RateLimited(err error) (reset time.Time, ok bool) {
	e, found := find(err)
	if !found || e.Status != http.StatusTooManyRequests && e.RetryAt.IsZero() {
		return time.Time{}, false
	}
	return e.RetryAt, true
}

func find(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
