package transport

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"
)

// LimitOptions configures [Limit].
type LimitOptions struct {
	// Reserve is the share of every window, 0 to 1, that is left to the account's other programs.
	Reserve float64
	// MaxWait fails a call at once that would have to wait longer; 0 means 5 minutes.
	MaxWait time.Duration
	// Clock is the server's time; nil is the local one.
	Clock *Clock
	// Random is the jitter, in [0,1); nil means math/rand/v2.
	Random func() float64
	// Announce is told about long waits; nil tells nobody.
	Announce Announcer
}

// Limit keeps calls within the rate limit that the answers announce, in the headers X-RateLimit, X-RateLimit-Remaining and
// X-RateLimit-Reset (Mangopay documentation, Rate limiting), and leaves a reserve. Calls that are under way count as made, so
// that however many callers there are, together they do not go beyond it. While more than a fifth of a limit is free, calls
// go out as they come; then they are spread until the reset; at the reserve they wait for the reset. Callers are served in
// the order in which they came.
//
// Nothing is known before the first answer and once a window has started afresh: one call is let out, and the others wait
// for its answer, or for five seconds until another one may go. An API that announces no limit, or ceases to, is then not
// limited, but for the time that a 429 asks for.
//
// A call that would wait for more than [LimitOptions.MaxWait] fails at once with a [*LimitError], unsent.
func Limit(o LimitOptions) Layer {
	if o.MaxWait == 0 {
		o.MaxWait = 5 * time.Minute
	}
	if o.Clock == nil {
		o.Clock = &Clock{}
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	var quotas sync.Map // by name
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			found, _ := quotas.LoadOrStore(callOf(req.Context()).Quota, newLimiter(o))
			l, _ := found.(*limiter)
			t, err := l.admit(req.Context())
			if err != nil {
				closeBody(req)
				return nil, notSent(err)
			}
			resp, err := next.RoundTrip(req)
			l.finish(t, resp, err)
			return resp, err
		})
	}
}

// LimitError is the error of a call that the rate limit would hold back for too long.
type LimitError struct {
	Reset   time.Time     // When the call could go out, by the server's clock.
	Wait    time.Duration // How long the call would have waited by then.
	MaxWait time.Duration // How long it may be.
	Reserve float64       // The share of the limit that is left to others.
	Reason  string
}

// Error says when the call could be made, and what to change.
func (e *LimitError) Error() string {
	remedy := "run the command again after that time, or raise policy.max_rate_limit_wait"
	if e.Reserve > 0 {
		remedy = "run the command again after that time, raise policy.max_rate_limit_wait, or lower policy.api_reserve"
	}
	return fmt.Sprintf("the rate limit lets the call through at %s, which is a wait of %s, longer than the %s of policy.max_rate_limit_wait (%s); %s",
		stamp(e.Reset), e.Wait.Round(time.Second), e.MaxWait, e.Reason, remedy)
}

// limiter is what is known of one rate limit, and who is waiting for it.
type limiter struct {
	options LimitOptions

	mu      sync.Mutex
	changed chan struct{} // Closed, and replaced, whenever those who wait should look again.
	queue   []*ticket     // Calls that wait, in the order in which they came.
	flying  map[*ticket]struct{}
	last    time.Time // When the latest call went out.

	moment  uint64    // Counts beginnings and ends of calls, to order them.
	known   bool      // An answer has shown whether the API announces its limits.
	windows []window  // As announced last.
	learnt  uint64    // The moment at which windows was changed.
	lost    []lost    // Calls that ended, and may count, but of whose count no answer told.
	mute    int       // Answers in a row that did not announce the limit, but would have if there was one.
	block   time.Time // The end of what a 429 asked for, by the server's clock; zero if none did.
}

// lateArrival is how long a call without an answer may still be on its way to the server, which counts it only then.
const lateArrival = 2 * time.Minute

// lost is a call whose count is not known.
type lost struct {
	end     uint64    // The moment at which it ended.
	arrived time.Time // By when it has reached the server, if it ever does.
}

// ticket is one call. Times are local, because the server's clock is known only from the first answer on.
type ticket struct {
	queued, sent time.Time
	limited      time.Time // When it was first held back for the limit.
	begun        uint64    // The moment at which it went out.
	told         time.Time // The end of the wait that was announced.
}

func newLimiter(o LimitOptions) *limiter {
	return &limiter{options: o, changed: make(chan struct{}), flying: map[*ticket]struct{}{}}
}

// admit waits until the call may go out.
func (l *limiter) admit(ctx context.Context) (*ticket, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t := &ticket{queued: time.Now()}
	l.mu.Lock()
	l.queue = append(l.queue, t)
	l.mu.Unlock()
	for {
		v := l.look(t)
		if v.admitted {
			heldBack(ctx, t.sent.Sub(t.queued))
			return t, nil
		}
		err := v.tooLong
		if err == nil {
			l.announce(ctx, t, v)
			err = v.pause(ctx, l.options.Random)
		}
		if err != nil {
			l.leave(t)
			return nil, err
		}
	}
}

// leave takes a call that is given up out of the queue.
func (l *limiter) leave(t *ticket) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queue = slices.DeleteFunc(l.queue, func(other *ticket) bool { return other == t })
	l.wake()
}

// wake makes everybody look again. The caller holds the lock.
func (l *limiter) wake() {
	close(l.changed)
	l.changed = make(chan struct{})
}

// finish notes the end of a call: an answer's header, or an error.
func (l *limiter) finish(t *ticket, resp *http.Response, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.flying, t)
	l.moment++
	var failure *DeliveryError
	switch {
	case err == nil:
		l.learn(t, resp)
	case !errors.As(err, &failure) || failure.Sent:
		l.lose(time.Now().Add(lateArrival))
	}
	l.wake()
}

// lose counts a call as made until an answer tells the count, to a call that went out after it had arrived. The caller holds
// the lock.
func (l *limiter) lose(arrived time.Time) {
	if len(l.windows) > 0 {
		l.lost = append(l.lost, lost{l.moment, arrived})
	}
}

// learn takes over what an answer says. The caller holds the lock.
func (l *limiter) learn(t *ticket, resp *http.Response) {
	if resp.StatusCode == http.StatusTooManyRequests {
		if at, ok := RetryAt(resp.Header); ok && at.After(l.block) {
			l.block = at
		}
	} else if l.after(t, l.block) && resp.StatusCode < http.StatusInternalServerError {
		l.block = time.Time{}
	}
	seen := windowsOf(resp.Header)
	l.known = l.known || len(seen) > 0 || tellsAll(resp.StatusCode)
	if len(seen) == 0 {
		l.lose(t.sent)
		l.doubt(t, resp.StatusCode)
		return
	}
	l.mute = 0
	// A call that began after everything known had arrived is newer than all of it.
	if t.begun <= l.learnt {
		seen = merge(l.windows, seen)
	}
	l.windows, l.learnt = seen, l.moment
	l.lost = slices.DeleteFunc(l.lost, func(c lost) bool { return c.end < t.begun && !t.sent.Before(c.arrived) })
}

// doubt forgets the windows that ended before a call went out, once so many answers in a row say nothing of them that the API
// no longer seems to have them. Single answers may lack the headers. The caller holds the lock.
func (l *limiter) doubt(t *ticket, status int) {
	if !tellsAll(status) {
		return
	}
	if l.mute++; l.mute < 3 {
		return
	}
	l.windows = slices.DeleteFunc(l.windows, func(w window) bool { return l.after(t, w.reset) })
	if len(l.windows) == 0 {
		l.lost = nil
	}
}

// tellsAll reports whether an answer with this status would carry the headers if the API had any. Refusals of gateways and
// of the authorization come from elsewhere.
func tellsAll(status int) bool {
	return status < http.StatusInternalServerError && status != http.StatusUnauthorized && status != http.StatusTooManyRequests
}

// after reports whether a call went out after a time of the server's clock.
func (l *limiter) after(t *ticket, at time.Time) bool {
	return !t.sent.Before(time.Now().Add(at.Sub(l.options.Clock.Now())))
}
