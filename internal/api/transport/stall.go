package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// ErrStalled is the cause of a failure when no byte moved in either direction for the limit given to [Stall].
var ErrStalled = errors.New("connection stalled")

// Stall cancels a request when, for the given time, nothing of its body was taken and nothing of its answer arrived.
// It also bounds the wait for a connection and for the first byte of the answer.
func Stall(limit time.Duration) Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			w := newWatchdog(req.Context(), limit)
			resp, err := next.RoundTrip(w.watch(req))
			if err != nil {
				defer w.stop()
				return nil, w.explain(err)
			}
			resp.Body = &watched{ReadCloser: resp.Body, dog: w, last: true}
			return resp, nil
		})
	}
}

type watchdog struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer
	limit  time.Duration
}

func newWatchdog(parent context.Context, limit time.Duration) *watchdog {
	ctx, cancel := context.WithCancelCause(parent)
	w := &watchdog{ctx: ctx, cancel: cancel, limit: limit}
	w.timer = time.AfterFunc(limit, func() {
		cancel(fmt.Errorf("%w: no data was exchanged for %s", ErrStalled, limit))
	})
	return w
}

func (w *watchdog) watch(req *http.Request) *http.Request {
	req = req.WithContext(w.ctx)
	if req.Body != nil && req.Body != http.NoBody {
		req.Body = &watched{ReadCloser: req.Body, dog: w}
	}
	return req
}

func (w *watchdog) stop() {
	w.timer.Stop()
	w.cancel(nil)
}

// explain replaces the "context canceled" that our own cancellation causes.
func (w *watchdog) explain(err error) error {
	cause := context.Cause(w.ctx)
	if err == nil || !errors.Is(cause, ErrStalled) {
		return err
	}
	var f *DeliveryError
	if errors.As(err, &f) {
		return &DeliveryError{Sent: f.Sent, Err: cause}
	}
	return cause
}

// watched is a body whose reads show that the exchange is alive.
type watched struct {
	io.ReadCloser
	dog  *watchdog
	last bool // Closing it ends the exchange: true for the answer.
}

func (b *watched) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.dog.timer.Reset(b.dog.limit)
	if b.last && err != nil && !errors.Is(err, io.EOF) {
		err = b.dog.explain(err)
	}
	return n, err
}

func (b *watched) Close() error {
	if b.last {
		defer b.dog.stop()
	}
	return b.ReadCloser.Close()
}
