package transport

import "time"

// probeTime is for how long others wait for the answer of a call that is to show what is left. An upload, or a server that
// hangs, may take minutes.
const probeTime = 5 * time.Second

// probing is how long a call must wait for the answer of another one, because the limit is not known: before the first
// answer, and after the end of a window or of a block. The caller holds the lock.
func (l *limiter) probing(server, now time.Time) (longest time.Duration) {
	for t := range l.flying {
		if l.probes(t, server) {
			longest = max(longest, probeTime-now.Sub(t.sent))
		}
	}
	return longest
}

// probes reports whether the answer of a call under way will tell something that nobody knows.
func (l *limiter) probes(t *ticket, server time.Time) bool {
	if !l.known || !l.block.IsZero() && l.ended(l.block, t, server) {
		return true
	}
	for _, w := range l.windows {
		if l.ended(w.reset, t, server) {
			return true
		}
	}
	return false
}

// mayAsk reports whether one call more fits into every window that follows one that has ended, if all count in it that are
// under way or lost. One call may always ask. The caller holds the lock.
func (l *limiter) mayAsk(server time.Time) bool {
	made := int64(len(l.flying) + len(l.lost))
	for _, w := range l.windows {
		full := made >= w.limit-w.kept(l.options.Reserve)
		for t := range l.flying {
			if full && l.ended(w.reset, t, server) {
				return false
			}
		}
	}
	return true
}

// ended reports whether a time of the server's clock has passed, and had when a call went out.
func (l *limiter) ended(at time.Time, t *ticket, server time.Time) bool {
	return !at.After(server) && l.after(t, at)
}
