package simulator

import (
	"strconv"
	"time"
)

const (
	bucketRebillyRates = "rebilly_rates"
	headerLimit        = "X-RateLimit-Limit"
	headerRemaining    = "X-RateLimit-Remaining"
)

// rebillyWindow is the time in which an organization's calls are counted.
type rebillyWindow struct {
	Ends  int64 `json:"ends"`
	Calls int64 `json:"calls"`
}

// rebillyLimit is the one that is documented (Rebilly documentation, Rate limits) unless it is guessed otherwise.
func (w *world) rebillyLimit() RateLimit {
	if limit := w.meta.Guesses.RebillyRateLimit; limit.Window > 0 {
		return limit
	}
	return RateLimit{Window: 10 * time.Minute, Calls: 3000}
}

// countRebillyCall counts a call for the whole organization, whatever its key. Calls that are refused for being too
// many do not count.
func (c *call) countRebillyCall() error {
	limit := c.rebillyLimit()
	window, err := load[rebillyWindow](c.txn, bucketRebillyRates, RebillyOrganization)
	if err != nil {
		return err
	}
	if window == nil || c.unix() >= window.Ends {
		window = &rebillyWindow{Ends: c.now.Add(limit.Window).Unix()}
	}
	if window.Calls >= limit.Calls {
		return &rateLimited{reset: time.Unix(window.Ends, 0)}
	}
	window.Calls++
	c.header.Set(headerLimit, strconv.FormatInt(limit.Calls, 10))
	c.header.Set(headerRemaining, strconv.FormatInt(limit.Calls-window.Calls, 10))
	return save(c.txn, bucketRebillyRates, RebillyOrganization, window)
}
