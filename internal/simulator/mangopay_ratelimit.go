package simulator

import (
	"encoding/binary"
	"strconv"
	"time"
)

const (
	bucketRates = "rates"
	minute      = 60
)

// documentedLimits are the windows of the rate limit (Mangopay documentation, Rate limiting).
func documentedLimits() []RateLimit {
	return []RateLimit{
		{15 * time.Minute, 2300}, {30 * time.Minute, 4500}, {time.Hour, 8800}, {24 * time.Hour, 105600},
	}
}

func (w *world) limits() []RateLimit {
	if len(w.meta.Guesses.RateLimits) > 0 {
		return w.meta.Guesses.RateLimits
	}
	return documentedLimits()
}

// minuteCount is how many calls were made in one minute of the clock.
type minuteCount struct{ minute, calls int64 }

// countCall counts the call in every window, unless one of them is full; calls that are refused for that do
// not count. The windows slide by whole minutes.
func (c *call) countCall() error {
	counts := decodeCounts(c.get(bucketRates, c.client))
	now := c.unix() / minute
	if full := c.fullWindow(counts, now); full != nil {
		c.windowHeaders(counts, now)
		return full
	}
	if n := len(counts); n > 0 && counts[n-1].minute == now {
		counts[n-1].calls++
	} else {
		counts = append(counts, minuteCount{now, 1})
	}
	c.windowHeaders(counts, now)
	return c.put(bucketRates, c.client, encodeCounts(c.currentCounts(counts, now)))
}

func (c *call) fullWindow(counts []minuteCount, now int64) error {
	for _, limit := range c.limits() {
		if callsWithin(counts, now, limit.Window) >= limit.Calls {
			return &rateLimited{}
		}
	}
	return nil
}

// currentCounts leaves the minutes out that no window sees any more.
func (c *call) currentCounts(counts []minuteCount, now int64) []minuteCount {
	var longest time.Duration
	for _, limit := range c.limits() {
		longest = max(longest, limit.Window)
	}
	for len(counts) > 0 && counts[0].minute <= now-int64(longest/time.Minute) {
		counts = counts[1:]
	}
	return counts
}

func callsWithin(counts []minuteCount, now int64, window time.Duration) int64 {
	var calls int64
	for _, count := range counts {
		if count.minute > now-max(int64(window/time.Minute), 1) {
			calls += count.calls
		}
	}
	return calls
}

// windowHeaders announces every window in a header line of its own.
func (c *call) windowHeaders(counts []minuteCount, now int64) {
	for _, limit := range c.limits() {
		made := callsWithin(counts, now, limit.Window)
		reset := (now + int64(limit.Window/time.Minute)) * minute
		c.limitLine(made, max(limit.Calls-made, 0), reset)
	}
}

// limitHeaders announces a limit that a fault made up, in the shortest window.
func (c *call) limitHeaders(reset time.Time) {
	if reset.IsZero() { // a window that really is full has announced itself
		return
	}
	made, left, resets := c.header["X-Ratelimit"], c.header["X-Ratelimit-Remaining"], c.header["X-Ratelimit-Reset"]
	if len(left) == 0 {
		c.limitLine(0, 0, reset.Unix())
		return
	}
	made[0] = strconv.FormatInt(c.limits()[0].Calls, 10)
	left[0], resets[0] = "0", strconv.FormatInt(reset.Unix(), 10)
}

func (c *call) limitLine(made, left, reset int64) {
	c.header.Add("X-RateLimit", strconv.FormatInt(made, 10))
	c.header.Add("X-RateLimit-Remaining", strconv.FormatInt(left, 10))
	c.header.Add("X-RateLimit-Reset", strconv.FormatInt(reset, 10))
}

func decodeCounts(data []byte) []minuteCount {
	var counts []minuteCount
	for len(data) > 0 {
		at, n := binary.Varint(data)
		calls, k := binary.Varint(data[max(n, 0):])
		if n <= 0 || k <= 0 {
			return nil
		}
		counts, data = append(counts, minuteCount{at, calls}), data[n+k:]
	}
	return counts
}

func encodeCounts(counts []minuteCount) []byte {
	var data []byte
	for _, count := range counts {
		data = binary.AppendVarint(binary.AppendVarint(data, count.minute), count.calls)
	}
	return data
}
