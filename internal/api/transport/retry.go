package transport

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Backoff says how often and how long [Retry] tries. A field that is zero has its default.
type Backoff struct {
	// First is the longest pause before the second try; it doubles with each try. Default: half a second.
	First time.Duration
	// Longest bounds every pause. Default: 30 seconds.
	Longest time.Duration
	// Tries is how often a call is sent at most, the first time included. Default: 6.
	Tries int
	// Total is the time after the first failure beyond which no other try begins, without what [Limit] waits.
	// Default: 2 minutes.
	Total time.Duration
}

func (b Backoff) withDefaults() Backoff {
	return Backoff{
		First:   cmp.Or(b.First, 500*time.Millisecond),
		Longest: cmp.Or(b.Longest, 30*time.Second),
		Tries:   cmp.Or(b.Tries, 6),
		Total:   cmp.Or(b.Total, 2*time.Minute),
	}
}

// pause is the wait after the n-th try: anything from nothing to a bound that doubles ("full jitter").
func (b Backoff) pause(n int, random func() float64) time.Duration {
	bound := b.Longest
	if shift := n - 1; shift < 30 { // beyond that, any pause has reached its bound
		bound = min(b.First<<shift, b.Longest)
	}
	return time.Duration(random() * float64(bound))
}

// RetryOptions configures [Retry].
type RetryOptions struct {
	Backoff Backoff
	// Clock is the server's time; nil is the local one.
	Clock *Clock
	// Random is the jitter, in [0,1); nil means math/rand/v2.
	Random func() float64
	// Announce is told about long pauses; nil tells nobody.
	Announce Announcer
}

// Retry repeats calls that failed for the moment.
//
// A [Call.Safe] call is repeated when no answer came, when its answer broke off, and after the statuses 429, 500, 502, 503
// and 504. Any other call is repeated only if it was certainly not carried out: it did not leave this machine, or was
// answered 429. Its body comes from [Call.Body] again, and it keeps its idempotency key.
// Nothing is repeated after other answers, for a certificate that is not trusted, for a body that broke off on this side,
// or for an error of the layers below that held the call back.
//
// Pauses are those of [Backoff], or what the server asks for. A 429 that names its end is repeated without one: [Limit],
// below, knows that end and waits for it.
//
// Repeats are also bounded all together, to a tenth of all calls and twenty more, so that an outage is not multiplied.
// What ends the tries is the last answer or error, as it came; but a write of which an earlier try may have been carried out
// counts as sent even if the repeat was not.
func Retry(o RetryOptions) Layer {
	o.Backoff = o.Backoff.withDefaults()
	if o.Clock == nil {
		o.Clock = &Clock{}
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	r := &retrier{options: o}
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) { return r.roundTrip(next, req) })
	}
}

type retrier struct {
	options RetryOptions
	budget  budget
}

func (r *retrier) roundTrip(next http.RoundTripper, req *http.Request) (*http.Response, error) {
	var (
		ctx   = req.Context()
		spent = &stopwatch{}
		sent  bool
	)
	req = req.WithContext(context.WithValue(ctx, stopwatchKey{}, spent))
	r.budget.call()
	for n := 1; ; n++ {
		resp, err := next.RoundTrip(req)
		whole := hold(req, resp)
		if n == r.options.Backoff.Tries || ctx.Err() != nil || !mayRepeat(req, resp, err, whole) {
			return resp, carryOver(sent, err)
		}
		sent = sent || changes(req) && maybeDone(resp, err)
		spent.start()
		pause := r.pause(n, resp)
		if spent.elapsed()+pause > r.options.Backoff.Total || !r.budget.repeat() {
			return resp, carryOver(sent, err)
		}
		if req, err = r.again(req, resp, err, pause); err != nil {
			return nil, carryOver(sent, err)
		}
	}
}

// maybeDone reports whether a try that failed may have been carried out.
func maybeDone(resp *http.Response, err error) bool {
	if err == nil {
		return resp.StatusCode < http.StatusMultipleChoices || resp.StatusCode >= http.StatusInternalServerError
	}
	var failure *DeliveryError
	return !errors.As(err, &failure) || failure.Sent
}

// carryOver makes an error say that the call may have been carried out if an earlier try of it may have been: what stops a
// repeat before it is sent says nothing of the tries before.
func carryOver(sent bool, err error) error {
	if !sent || err == nil {
		return err
	}
	return &DeliveryError{Sent: true, Err: err, final: true}
}

// stopwatch runs from a call's first failure on, and stands still while [Limit] holds a repeat back.
type stopwatch struct {
	begun time.Time
	held  time.Duration
}

type stopwatchKey struct{}

func (w *stopwatch) start() {
	if w.begun.IsZero() {
		w.begun, w.held = time.Now(), 0
	}
}

func (w *stopwatch) elapsed() time.Duration { return time.Since(w.begun) - w.held }

// heldBack takes a wait for the rate limit out of the time that the repeats of a call have.
func heldBack(ctx context.Context, d time.Duration) {
	if w, ok := ctx.Value(stopwatchKey{}).(*stopwatch); ok {
		w.held += d
	}
}

// again drops an answer, pauses, and makes the request anew. Its errors are about the repeat only.
func (r *retrier) again(req *http.Request, resp *http.Response, err error, pause time.Duration) (*http.Request, error) {
	ctx, why := req.Context(), "no answer came"
	if err == nil {
		why = fmt.Sprintf("the server answered %d", resp.StatusCode)
		drain(resp)
	}
	r.options.Announce.wait(ctx, pause, r.options.Clock.Now().Add(pause), "the call is repeated then, because "+why)
	if err := sleep(ctx, pause); err != nil {
		return nil, notSent(err)
	}
	again, err := reopen(req)
	if err != nil {
		return nil, notSent(&AbortedError{Err: err})
	}
	return again, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return ctx.Err()
	}
}

// pause is how long to wait after the n-th try.
func (r *retrier) pause(n int, resp *http.Response) time.Duration {
	pause := r.options.Backoff.pause(n, r.options.Random)
	switch {
	case resp == nil:
		return pause
	case resp.StatusCode == http.StatusTooManyRequests:
		if at, ok := RetryAt(resp.Header); ok && at.After(r.options.Clock.Now()) {
			return 0
		}
	default:
		if at, ok := retryAfter(resp.Header); ok {
			return max(pause, at.Sub(r.options.Clock.Now()))
		}
	}
	return pause
}

// mayRepeat reports whether a repeat may help and cannot have the effect twice.
func mayRepeat(req *http.Request, resp *http.Response, err error, whole bool) bool {
	safe := callOf(req.Context()).Safe
	switch {
	case !reopens(req):
		return false
	case err != nil:
		var failure *DeliveryError
		if !errors.As(err, &failure) {
			return safe
		}
		return !failure.final && (safe || !failure.Sent)
	case resp.StatusCode == http.StatusTooManyRequests:
		return true
	default:
		return safe && (!whole || temporary(resp.StatusCode))
	}
}

func temporary(status int) bool {
	switch status {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	default:
		return false
	}
}

// hold reads the answer of a safe call into memory, up to [Call.Answer] bytes, and reports whether it came without a fault.
// Whoever reads the answer next gets what was read, the fault, and the rest.
func hold(req *http.Request, resp *http.Response) bool {
	call := callOf(req.Context())
	if resp == nil || !call.Safe || call.Answer == 0 {
		return true
	}
	var held bytes.Buffer
	_, err := io.CopyN(&held, resp.Body, call.Answer+1)
	body := resp.Body
	switch {
	case errors.Is(err, io.EOF):
		resp.Body = recorded{&held, body}
		return true
	case err == nil:
		resp.Body = recorded{io.MultiReader(&held, body), body}
		return true
	default:
		resp.Body = recorded{io.MultiReader(&held, failing{err}), body}
		return false
	}
}

// recorded is an answer whose beginning was read before.
type recorded struct {
	io.Reader
	io.Closer
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// spare is how many repeats there may be however few calls were made.
const spare = 20

// budget bounds repeats by the number of calls.
type budget struct {
	mu             sync.Mutex
	calls, repeats int
}

func (b *budget) call() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls++
}

// repeat takes a repeat from the budget, if there is one.
func (b *budget) repeat() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.repeats >= spare+b.calls/10 {
		return false
	}
	b.repeats++
	return true
}
