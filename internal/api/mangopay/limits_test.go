package mangopay_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// world is a simulated account with one dispute that takes documents, seen through a wire that watches its headers.
type world struct {
	*simulator.Simulator
	dispute string

	mu     sync.Mutex
	lowest []int64 // The fewest calls that were left in each window.
}

// newWorld must run in a synctest bubble: the simulator's clock is the bubble's.
func newWorld(t *testing.T, limits ...simulator.RateLimit) *world {
	t.Helper()
	s, err := simulator.Open(simulator.Options{Empty: true, Seed: 1, Guesses: &simulator.Guesses{RateLimits: limits}})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Simulator: s}
	if w.dispute, err = s.OpenDispute(simulator.DisputeSpec{}); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := w.Transport().RoundTrip(req)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, text := range resp.Header.Values("X-RateLimit-Remaining") {
		left, _ := strconv.ParseInt(text, 10, 64)
		if i == len(w.lowest) {
			w.lowest = append(w.lowest, left)
		}
		w.lowest[i] = min(w.lowest[i], left)
	}
	return resp, nil
}

func (w *world) client(change ...func(*mangopay.Config)) *mangopay.Client {
	config := mangopay.Config{BaseURL: simulator.BaseURL, ClientID: simulator.ClientID, APIKey: simulator.APIKey, Transport: w}
	for _, c := range change {
		c(&config)
	}
	return mangopay.New(config)
}

func (w *world) fail(t *testing.T, rules ...simulator.FaultRule) {
	t.Helper()
	if err := w.SetFaults(simulator.Faults{Rules: rules}); err != nil {
		t.Fatal(err)
	}
}

// count tells how often each operation was called.
func (w *world) count(t *testing.T) map[string]int {
	t.Helper()
	all, err := w.Journal()
	if err != nil {
		t.Fatal(err)
	}
	calls := map[string]int{}
	for _, r := range all {
		calls[r.Operation]++
		if r.Status == http.StatusTooManyRequests && r.Fault == "" {
			calls["refused"]++
		}
	}
	return calls
}

func TestTheReserveIsLeftAlone(t *testing.T) {
	t.Parallel()
	minutes := func(n, calls int64) simulator.RateLimit {
		return simulator.RateLimit{Window: time.Duration(n) * time.Minute, Calls: calls}
	}
	tests := map[string][]simulator.RateLimit{
		"documented, a fiftieth": {minutes(15, 46), minutes(30, 90), minutes(60, 176), minutes(24*60, 2112)},
		"six": {
			minutes(1, 10), minutes(5, 30), minutes(15, 46), minutes(30, 90), minutes(60, 176), minutes(24*60, 2112),
		},
	}
	for name, limits := range tests {
		for _, callers := range []int{1, 10, 50} {
			t.Run(fmt.Sprintf("%s, %d callers", name, callers), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t, limits...)
					w.fail(t, simulator.FaultRule{Kind: simulator.FaultLatency, Operation: "get_dispute", Delay: 300 * time.Millisecond})
					c := w.client(func(c *mangopay.Config) { c.Reserve, c.MaxRateLimitWait = 0.2, 24*time.Hour })
					var wg sync.WaitGroup
					var left atomic.Int32
					left.Store(200)
					for range callers {
						wg.Go(func() {
							for left.Add(-1) >= 0 {
								if _, err := c.Disputes.Get(t.Context(), w.dispute); err != nil {
									t.Error(err)
								}
							}
						})
					}
					wg.Wait()
					if diff := cmp.Diff(map[string]int{"oauth_token": w.count(t)["oauth_token"], "get_dispute": 200}, w.count(t)); diff != "" {
						t.Error(diff)
					}
					for i, limit := range limits {
						if 5*w.lowest[i] < limit.Calls {
							t.Errorf("%d of %d calls were left in %s", w.lowest[i], limit.Calls, limit.Window)
						}
					}
				})
			})
		}
	}
}

func TestWaitsAreAnnouncedOrRefused(t *testing.T) {
	t.Parallel()
	for window, waits := range map[time.Duration]bool{4 * time.Minute: true, 15 * time.Minute: false} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, simulator.RateLimit{Window: window, Calls: 4}, simulator.RateLimit{Window: 24 * time.Hour, Calls: 1000})
			var told []string
			c := w.client(func(c *mangopay.Config) {
				c.Reserve, c.Random = 0.5, func() float64 { return 0 }
				c.Announce = func(_ context.Context, message string) { told = append(told, message) }
			})
			read := func() error {
				_, err := c.Disputes.Get(t.Context(), w.dispute)
				return err
			}
			if err := errors.Join(read(), read()); err != nil {
				t.Fatal(err)
			}
			begun := time.Now()
			err := read()
			if waits {
				if took := time.Since(begun); err != nil || took != window {
					t.Errorf("after %s: %v", took, err)
				}
				if len(told) != 1 || !strings.HasPrefix(told[0], "Waiting 4m0s, until 2000-01-01T00:04:00Z: ") {
					t.Errorf("announced: %q", told)
				}
				return
			}
			reset, limited := apierr.RateLimited(err)
			if !limited || !apierr.NotSent(err) || !reset.Equal(begun.Add(window)) || time.Since(begun) != 0 || len(told) > 0 {
				t.Errorf("after %s, with %q announced: %#v", time.Since(begun), told, asError(t, err))
			}
			if n := w.count(t)["get_dispute"]; n != 2 {
				t.Errorf("%d calls", n)
			}
		})
	}
}

// TestWhatIsRepeated makes every call fail for the moment in every way there is.
func TestWhatIsRepeated(t *testing.T) {
	t.Parallel()
	failures := map[string]struct {
		status int // 0 hangs up after the request.
		oneWay bool
	}{
		"hang-up": {0, false}, "500": {500, false}, "502": {502, false}, "503": {503, false}, "504": {504, false}, "429": {429, true},
		"400": {400, false}, "409": {409, false},
	}
	for name, failure := range failures {
		for operation := range operations(nil) {
			t.Run(name+", "+operation, func(t *testing.T) {
				t.Parallel()
				server := newAPI(t)
				server.handle(root+"/", func(w http.ResponseWriter, _ *http.Request) {
					if failure.status == 0 {
						hangUp(t, w, "")
						return
					}
					respond(w, failure.status, "application/json", `{"Message":"m","Type":"t"}`)
				})
				// On a connection that was used before, net/http repeats a read by itself when it breaks.
				wire := transport.New(transport.Options{})
				wire.DisableKeepAlives = true
				err := operations(server.client(func(c *mangopay.Config) { c.Transport = wire }))[operation](t.Context())
				want := 1
				if failure.oneWay || !oneWay(operation) && (failure.status == 0 || failure.status >= 500) {
					want = 6
				}
				calls := server.calls()
				if len(calls) != want || err == nil || asError(t, err).Status != failure.status {
					t.Errorf("sent %d times, want %d; error %v", len(calls), want, err)
				}
				if changed := slices.ContainsFunc(calls, func(s seen) bool {
					return s.Body != calls[0].Body || s.Header.Get("Idempotency-Key") != calls[0].Header.Get("Idempotency-Key")
				}); changed {
					t.Error("a repeat differs from the first try")
				}
			})
		}
	}
}

// TestARefusalSaysWhenItEnds has the tries end while the server still refuses.
func TestARefusalSaysWhenItEnds(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.handle("GET "+root+"/disputes/1", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-RateLimit-Retry-After", "1772446500")
		respond(w, 429, "application/json", `{"Message":"Rate limit exceeded.","Type":"rate_limit"}`)
	})
	_, err := server.client(func(c *mangopay.Config) { c.Backoff.Tries = 1 }).Disputes.Get(t.Context(), "1")
	if reset, limited := apierr.RateLimited(err); !limited || reset.Unix() != 1772446500 || asError(t, err).Status != 429 {
		t.Errorf("got %#v", err)
	}
}

func TestUploadIsReadAgainAfterA429(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.stream = true
	tries := 0
	server.handle(pagesPattern, func(w http.ResponseWriter, r *http.Request) {
		got := receive(r)
		if tries++; !got.complete || r.Header.Get("Idempotency-Key") != key {
			t.Errorf("try %d: the server got %+v", tries, got)
		}
		if tries <= 2 {
			respond(w, 429, "application/json", `{"Message":"Rate limit exceeded.","Type":"rate_limit"}`)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	s := &source{open: func() (io.Reader, error) { return noise(3 << 20), nil }}
	if err := server.client().Documents.AddPage(t.Context(), "1", "2", s.page(3<<20), key); err != nil {
		t.Fatal(err)
	}
	if s.opened.Load() != 3 || s.closed.Load() != 3 {
		t.Errorf("opened %d times, closed %d times, want 3 and 3", s.opened.Load(), s.closed.Load())
	}
}

func TestBrokenAnswersOfReadsAreAskedForAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.fail(t, simulator.FaultRule{Kind: simulator.FaultTruncatedAnswer, Times: 4})
		c := w.client()
		if _, err := c.Disputes.Get(t.Context(), w.dispute); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(map[string]int{"oauth_token": 5, "get_dispute": 1}, w.count(t)); diff != "" {
			t.Error(diff)
		}
		w.fail(t, simulator.FaultRule{Kind: simulator.FaultTruncatedAnswer, Operation: "update_dispute", Times: 2})
		if _, err := c.Disputes.UpdateTag(t.Context(), w.dispute, "x"); err != nil {
			t.Error(err)
		}
		w.fail(t, simulator.FaultRule{Kind: simulator.FaultTruncatedAnswer, Operation: "create_document", Times: 1})
		if _, err := c.Documents.Create(t.Context(), w.dispute, "OTHER", "", key); !apierr.Ambiguous(err) {
			t.Errorf("got %v", err)
		}
		calls := w.count(t)
		if calls["update_dispute"] != 3 || calls["create_document"] != 1 {
			t.Errorf("calls: %v", calls)
		}
	})
}

func TestDownloadsAreRepeatedUntilTheyBegin(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	tries := 0
	server.handle("GET /public/documents/1", func(w http.ResponseWriter, _ *http.Request) {
		switch tries++; tries {
		case 1:
			hangUp(t, w, "")
		case 2, 3:
			respond(w, []int{429, 503}[tries-2], "text/html", "")
		case 4:
			respond(w, 200, "image/png", "page")
		default:
			hangUp(t, w, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\npart")
		}
	})
	c := server.client()
	for _, want := range []struct {
		text string
		err  error
	}{{"page", nil}, {"part", io.ErrUnexpectedEOF}} {
		r, err := c.Documents.Download(t.Context(), mangopay.PageLink{URL: server.URL + "/public/documents/1"})
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if string(b) != want.text || !errors.Is(err, want.err) {
			t.Errorf("got %q, %v", b, err)
		}
	}
	if tries != 5 {
		t.Errorf("%d tries", tries)
	}
}

// TestPagesDoNotSetTheClock has a page come out of a cache, with the date of when it went in.
func TestPagesDoNotSetTheClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		c := w.client(func(c *mangopay.Config) {
			c.Transport = wire(func(req *http.Request) (*http.Response, error) {
				if req.URL.Host != "cdn.example" {
					resp, err := w.RoundTrip(req)
					if err == nil {
						resp.Header.Set("Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
					}
					return resp, err
				}
				resp := canned(200, "application/pdf", "%PDF")
				resp.Header.Set("Date", time.Now().Add(-5*time.Hour).UTC().Format(http.TimeFormat))
				return resp, nil
			})
		})
		if _, err := collect(t, c.Disputes.All(t.Context(), mangopay.DisputeScope{}, mangopay.DisputeFilter{})); err != nil {
			t.Fatal(err)
		}
		page, err := c.Documents.Download(t.Context(), mangopay.PageLink{URL: "https://cdn.example/x"})
		if err != nil {
			t.Fatal(err)
		}
		defer page.Close()
		if ahead := time.Until(c.ServerTime()); ahead != time.Hour {
			t.Errorf("the server's time is %s ahead, want the API's hour", ahead)
		}
	})
}

func TestWritesNeedPermission(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.answer(root+"/", 400, `{"Message":"m","Type":"param_error"}`)
	orphaned := errors.New("Terraform has ended")
	c := server.client(func(c *mangopay.Config) { c.WriteAllowed = func() error { return orphaned } })
	for operation, call := range operations(c) {
		before := len(server.calls())
		err := call(t.Context())
		sent := len(server.calls()) > before
		writes := oneWay(operation) || operation == "update tag"
		if sent == writes || errors.Is(err, orphaned) != writes || apierr.NotSent(err) != writes {
			t.Errorf("%s: sent %t, error %v", operation, sent, err)
		}
	}
}

// TestCancellationDuringRetries cancels calls that the server fails again and again.
func TestCancellationDuringRetries(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{
		simulator.FaultErrorBefore, simulator.FaultLostAnswer, simulator.FaultRateLimit, simulator.FaultProxyPage, simulator.FaultLatency,
	} {
		for operation := range operations(nil) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.fail(t, simulator.FaultRule{Kind: kind, Delay: 2 * time.Minute})
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(100*time.Millisecond, cancel)
				begun := time.Now()
				err := operations(w.client(func(c *mangopay.Config) { c.Random = func() float64 { return 0.99 } }))[operation](ctx)
				if took := time.Since(begun); !errors.Is(err, context.Canceled) || took > time.Second {
					t.Errorf("%s, %s: ended after %s with %v", kind, operation, took, err)
				}
			})
		}
	}
}
