package transport

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// relaxed is the share of a window's limit, beyond the reserve, above which calls go out as they come.
const relaxed = 0.2

// window is one period of a rate limit as an answer described it.
type window struct {
	limit, remaining int64
	reset            time.Time // By the server's clock.
}

// windowsOf reads how many calls were made, how many are left and when each count starts afresh, in any number of windows:
// as header lines of their own or as a list (Mangopay documentation, Rate limiting). Nil unless all three are complete.
func windowsOf(header http.Header) []window {
	made, left, resets := numbers(header, "X-RateLimit"), numbers(header, "X-RateLimit-Remaining"), numbers(header, "X-RateLimit-Reset")
	if len(made) != len(left) || len(left) != len(resets) {
		return nil
	}
	var windows []window
	for i := range made {
		windows = append(windows, window{made[i] + left[i], left[i], time.Unix(resets[i], 0)})
	}
	return windows
}

// numbers reads a header of whole numbers; nil if any value is none. A server that lets others go beyond the limit may
// count below zero.
func numbers(header http.Header, name string) []int64 {
	var all []int64
	for _, line := range header.Values(name) {
		for text := range strings.SplitSeq(line, ",") {
			n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 41) // room for times until the year 36,000
			if err != nil {
				return nil
			}
			all = append(all, max(n, 0))
		}
	}
	return all
}

// retryAfter reads when a server wants to be asked again: Retry-After in seconds or as a date (RFC 9110 section 10.2.3),
// or X-RateLimit-Retry-After in unix seconds (Rebilly API reference, Rate limits).
func retryAfter(header http.Header) (time.Time, bool) {
	if at := numbers(header, "X-RateLimit-Retry-After"); len(at) > 0 {
		return time.Unix(at[0], 0), true
	}
	if in := numbers(header, "Retry-After"); len(in) > 0 {
		return answeredAt(header).Add(time.Duration(min(in[0], math.MaxInt32)) * time.Second), true
	}
	at, err := http.ParseTime(header.Get("Retry-After"))
	return at, err == nil
}

// answeredAt is the server's time of an answer, or the local one if it does not tell.
func answeredAt(header http.Header) time.Time {
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		return date
	}
	return time.Now()
}

// RetryAt returns from when on, by the server's clock, an answer with status 429 lets calls through again: as the server
// says, or else when the last of its exhausted windows starts afresh. False if the answer does not tell.
func RetryAt(header http.Header) (time.Time, bool) {
	if at, ok := retryAfter(header); ok {
		return at, true
	}
	var last time.Time
	for _, w := range windowsOf(header) {
		if w.remaining == 0 && w.reset.After(last) {
			last = w.reset
		}
	}
	return last, !last.IsZero()
}

// merge adds what an answer says to what another one said while both calls were under way, so that their order at the
// server is not known. Of each window the later one counts, and within one window the lower count: what was used up does
// not come back because an old answer arrives late. A server names its windows in one order; where even their number
// differs, the answer that arrived last counts.
func merge(known, seen []window) []window {
	if len(known) != len(seen) {
		return seen
	}
	merged := make([]window, len(known))
	for i, old := range known {
		switch merged[i] = old; {
		case seen[i].reset.After(old.reset):
			merged[i] = seen[i]
		case seen[i].reset.Equal(old.reset) && seen[i].remaining < old.remaining:
			merged[i] = seen[i]
		}
	}
	return merged
}

// place is where a call stands in a window.
type place struct {
	flying int64         // Calls that may not be counted in the window yet.
	ahead  int64         // Calls that are to go out before this one.
	since  time.Duration // How long ago the latest call went out.
	reset  time.Duration // How long until the window starts afresh.
}

// wait is how long a call must wait. Plenty left: not at all. Less: its turn among the calls that are left, spread evenly
// until the reset. Nothing left beyond the reserve: until the reset.
func (w window) wait(p place, reserve float64) time.Duration {
	free := w.remaining - w.kept(reserve) - p.flying
	switch {
	case free <= p.ahead:
		return p.reset
	case float64(free-p.ahead) > relaxed*float64(w.limit):
		return 0
	default:
		step := (p.reset + p.since) / time.Duration(free+1)
		return max(step*time.Duration(p.ahead+1)-p.since, 0)
	}
}

// kept is how many calls of the window are left to others.
func (w window) kept(reserve float64) int64 { return int64(math.Ceil(reserve * float64(w.limit))) }

func (w window) describe(reserve float64) string {
	return fmt.Sprintf("of the %d calls that the rate limit allows until %s, %d are left, of which policy.api_reserve keeps %d for others",
		w.limit, stamp(w.reset), w.remaining, w.kept(reserve))
}
