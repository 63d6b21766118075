package simulator_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func TestRateLimitHeaders(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := serve(t, s)
	c.list("/disputes")
	advance(t, s, 16*time.Minute+30*time.Second)
	header := c.do("GET", "/disputes/none", "").header
	now := start.Add(16 * time.Minute)
	reset := func(d time.Duration) string { return strconv.FormatInt(now.Add(d).Unix(), 10) }
	for name, want := range map[string][]string{
		"X-RateLimit":           {"1", "2", "2", "2"},
		"X-RateLimit-Remaining": {"2299", "4498", "8798", "105598"},
		"X-RateLimit-Reset":     {reset(15 * time.Minute), reset(30 * time.Minute), reset(time.Hour), reset(24 * time.Hour)},
	} {
		if diff := cmp.Diff(want, header.Values(name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestRateLimitSlides(t *testing.T) {
	t.Parallel()
	s := guessing(t, simulator.Guesses{RateLimits: []simulator.RateLimit{{2 * time.Minute, 3}, {10 * time.Minute, 5}}})
	c := connect(t, s)
	call := func(status int, left ...string) {
		t.Helper()
		answer := c.do("GET", "/disputes", "").want(status, nil)
		if diff := cmp.Diff(left, answer.header.Values("X-RateLimit-Remaining")); diff != "" {
			t.Errorf("remaining (-want +got):\n%s", diff)
		}
	}
	call(200, "2", "4")
	advance(t, s, time.Minute)
	call(200, "1", "3")
	call(200, "0", "2")
	call(429, "0", "2")
	advance(t, s, time.Minute)
	call(200, "0", "1")
	advance(t, s, 2*time.Minute)
	call(200, "2", "0")
	call(429, "2", "0")
	advance(t, s, 10*time.Minute)
	call(200, "2", "4")
	p := journal(t, s)[4]
	if p.Status != http.StatusTooManyRequests || p.ErrorType != "rate_limit" {
		t.Errorf("journal: %+v", p)
	}
}
