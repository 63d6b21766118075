package transport

import (
	"context"
	"time"
)

// verdict is what a look at the limit says about one call.
type verdict struct {
	admitted bool
	tooLong  error           // Set when the call need not wait at all: it would be for too long.
	wake     time.Duration   // When to look again; 0 if only a change can help.
	changed  <-chan struct{} // Tells of the next change.

	wait   time.Duration // How long it will be, if nothing is under way that counts.
	end    time.Time     // The end of that by the server's clock.
	reason string
}

// look lets a call out if its turn has come, or says how to wait.
func (l *limiter) look(t *ticket) verdict {
	l.mu.Lock()
	defer l.mu.Unlock()
	now, ahead := time.Now(), l.ahead(t)
	server := l.options.Clock.Now()
	v := verdict{changed: l.changed}
	if ahead == 0 && l.mayAsk(server) {
		v.wake = l.probing(server, now)
		if v.wake <= 0 {
			v.wake, _ = l.wait(server, now, int64(len(l.flying)), 0)
		}
		if v.wake <= 0 {
			l.release(t, now)
			return verdict{admitted: true}
		}
	}
	v.wait, v.reason = l.wait(server, now, 0, ahead)
	v.end = server.Add(v.wait)
	if v.wait > 0 {
		v.tooLong = l.tooLong(t, now, v)
	}
	return v
}

// tooLong is the error of a call whose wait would be longer than allowed. What counts is all the time from when it was first
// held back on, so that windows that follow each other do not add up to more.
func (l *limiter) tooLong(t *ticket, now time.Time, v verdict) error {
	if t.limited.IsZero() {
		t.limited = now
	}
	total := now.Sub(t.limited) + v.wait
	if total <= l.options.MaxWait {
		return nil
	}
	return &LimitError{Reset: v.end, Wait: total, MaxWait: l.options.MaxWait, Reserve: l.options.Reserve, Reason: v.reason}
}

func (l *limiter) ahead(t *ticket) int64 {
	for i, other := range l.queue {
		if other == t {
			return int64(i)
		}
	}
	return int64(len(l.queue))
}

// release lets the first call of the queue out.
func (l *limiter) release(t *ticket, now time.Time) {
	l.queue = l.queue[1:]
	l.moment++
	t.begun, t.sent, l.last = l.moment, now, now
	l.flying[t] = struct{}{}
	l.wake()
}

// wait is the longest wait that any window asks for, and why. Windows that have ended ask for none.
func (l *limiter) wait(server, now time.Time, flying, ahead int64) (longest time.Duration, reason string) {
	if wait := l.block.Sub(server); !l.block.IsZero() && wait > 0 {
		longest, reason = wait, "the API refused a call because of its rate limit"
	}
	for _, w := range l.windows {
		p := place{flying: flying + int64(len(l.lost)), ahead: ahead, since: now.Sub(l.last), reset: w.reset.Sub(server)}
		if p.reset <= 0 {
			continue
		}
		if wait := w.wait(p, l.options.Reserve); wait > longest {
			longest, reason = wait, w.describe(l.options.Reserve)
		}
	}
	return longest, reason
}

// announce tells of a long wait once, and again only if another one follows it.
func (l *limiter) announce(ctx context.Context, t *ticket, v verdict) {
	if v.wait <= announced || time.Now().Before(t.told) {
		return
	}
	t.told = time.Now().Add(v.wait)
	l.options.Announce.wait(ctx, v.wait, v.end, v.reason)
}

// pause waits for the next look: a little longer than need be, by a tenth at most and no more than half a minute, so that
// programs that wait for the same reset do not all come at once.
func (v verdict) pause(ctx context.Context, random func() float64) error {
	var due <-chan time.Time
	if v.wake > 0 {
		timer := time.NewTimer(v.wake + time.Duration(random()*float64(min(v.wake/10, 30*time.Second))))
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-due:
		return nil
	case <-v.changed:
		return nil
	}
}
