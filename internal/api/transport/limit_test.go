package transport_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// stand answers the n-th request, from 1, in place of a server, or leaves it to the server with neither answer nor error.
type stand func(n int) (*http.Response, error)

// span is one window of a meter: a number of calls from one whole multiple of its length to the next.
type span struct {
	length time.Duration
	limit  int64
	made   int64
	ends   time.Time
}

// meter is a server with a rate limit. It counts a request when it arrives, and answers it later.
type meter struct {
	spans   []span
	reserve float64
	comma   bool                      // One header line with a list, instead of a line for each window.
	silent  bool                      // No headers at all.
	skew    time.Duration             // How far the server's clock is ahead.
	delay   func(n int) time.Duration // How long the n-th answer takes; nil: nothing.
	instead stand                     // nil: the server answers all
	quiet   func(n int) bool          // Leaves the headers out of the n-th answer.
	late    func(n int) time.Duration // How long after its connection was lost the n-th request arrives; 0: in time.
	calls   atomic.Int64

	mu       sync.Mutex
	sent     []time.Time // When requests arrived, by the local clock.
	paths    []string
	flying   int
	most     int // Requests under way at once.
	breaches int // Requests that took something of the reserve.
	refused  int
}

func spans(pairs ...any) []span {
	var all []span
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, span{length: pairs[i].(time.Duration), limit: int64(pairs[i+1].(int))})
	}
	return all
}

// small are the documented windows with a fiftieth of their calls.
func small() []span {
	return spans(15*time.Minute, 46, 30*time.Minute, 90, time.Hour, 176, 24*time.Hour, 2112)
}

func (m *meter) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		_, _ = io.Copy(io.Discard, req.Body)
		_ = req.Body.Close()
	}
	if m.late != nil {
		if after := m.late(int(m.calls.Add(1))); after > 0 {
			time.AfterFunc(after, func() {
				_, resp := m.arrive(req.URL.Path)
				_ = resp.Body.Close()
			})
			return nil, io.ErrUnexpectedEOF
		}
	}
	n, resp := m.arrive(req.URL.Path)
	defer func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.flying--
	}()
	if m.delay != nil {
		select {
		case <-time.After(m.delay(n)):
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
	if m.instead != nil {
		if other, err := m.instead(n); other != nil || err != nil {
			return other, err
		}
	}
	return resp, nil
}

// arrive counts a request and prepares its answer.
func (m *meter) arrive(path string) (int, *http.Response) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sent, m.paths = append(m.sent, time.Now()), append(m.paths, path)
	m.flying++
	m.most = max(m.most, m.flying)
	m.roll()
	status := http.StatusOK
	for _, s := range m.spans {
		if s.made >= s.limit {
			status = http.StatusTooManyRequests
		}
	}
	if status == http.StatusOK {
		breach := false
		for i, s := range m.spans {
			breach = breach || float64(s.limit-s.made-1) < m.reserve*float64(s.limit)
			m.spans[i].made++
		}
		if breach {
			m.breaches++
		}
	} else {
		m.refused++
	}
	resp := reply(status, "{}")
	if !m.silent && (m.quiet == nil || !m.quiet(len(m.sent))) {
		m.announce(resp.Header)
	}
	return len(m.sent), resp
}

func (m *meter) roll() {
	for i, s := range m.spans {
		if now := m.now(); !now.Before(s.ends) {
			m.spans[i].made, m.spans[i].ends = 0, now.Truncate(s.length).Add(s.length)
		}
	}
}

func (m *meter) now() time.Time { return time.Now().Add(m.skew) }

func (m *meter) announce(h http.Header) {
	h.Set("Date", m.now().UTC().Format(http.TimeFormat))
	for _, s := range m.spans {
		h.Add("X-RateLimit", strconv.FormatInt(s.made, 10))
		h.Add("X-RateLimit-Remaining", strconv.FormatInt(s.limit-s.made, 10))
		h.Add("X-RateLimit-Reset", strconv.FormatInt(s.ends.Unix(), 10))
	}
	if m.comma {
		for name, values := range h {
			if strings.HasPrefix(name, "X-Ratelimit") {
				h[name] = []string{strings.Join(values, ", ")}
			}
		}
	}
}

// eat uses up calls as another program of the account does.
func (m *meter) eat(calls int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.roll()
	for i, s := range m.spans {
		m.spans[i].made = min(s.made+calls, s.limit)
	}
}

func (m *meter) count() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.sent)
}

// client limits calls to the meter.
func (m *meter) client(change ...func(*transport.LimitOptions)) http.RoundTripper {
	clock := &transport.Clock{}
	o := transport.LimitOptions{Reserve: m.reserve, MaxWait: 48 * time.Hour, Clock: clock}
	for _, c := range change {
		c(&o)
	}
	return transport.Chain(m,
		transport.Retry(transport.RetryOptions{Clock: clock}), transport.Limit(o), clock.Layer(), transport.Delivery())
}

// ask makes a safe call, or an unsafe one with a POST.
func ask(ctx context.Context, rt http.RoundTripper, method, path string) (int, error) {
	ctx = transport.WithCall(ctx, transport.Call{Safe: method == http.MethodGet, Answer: 1 << 10})
	req, err := http.NewRequestWithContext(ctx, method, "https://api.example"+path, http.NoBody)
	if err != nil {
		return 0, err
	}
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, err
}

// storm makes calls from several callers at once, and returns when all have ended.
func storm(t *testing.T, rt http.RoundTripper, callers, calls int) {
	t.Helper()
	var wg sync.WaitGroup
	var left atomic.Int64
	left.Store(int64(calls))
	for range callers {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if status, err := ask(t.Context(), rt, http.MethodGet, "/x"); status != 200 || err != nil {
					t.Errorf("status %d, error %v", status, err)
				}
			}
		})
	}
	wg.Wait()
}

// check fails if the reserve was touched or a call refused.
func (m *meter) check(t *testing.T) {
	t.Helper()
	if m.breaches > 0 || m.refused > 0 {
		t.Errorf("of %d requests %d touched the reserve and %d were refused", len(m.sent), m.breaches, m.refused)
	}
}

// chaos makes delays that change the order of answers.
func chaos(seed uint64) func(int) time.Duration {
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(seed, 1))
	return func(int) time.Duration {
		mu.Lock()
		defer mu.Unlock()
		if random.IntN(20) == 0 {
			return time.Duration(random.Int64N(int64(5 * time.Minute)))
		}
		return time.Duration(random.Int64N(int64(3 * time.Second)))
	}
}

func TestParallelCallersNeverTouchTheReserve(t *testing.T) {
	t.Parallel()
	six := spans(time.Minute, 10, 5*time.Minute, 30, 15*time.Minute, 46, 30*time.Minute, 90, time.Hour, 176, 24*time.Hour, 2112)
	tests := map[string]*meter{
		"four windows in lines":     {spans: small(), reserve: 0.2},
		"four windows in one list":  {spans: small(), reserve: 0.2, comma: true},
		"six windows":               {spans: six, reserve: 0.2},
		"one window":                {spans: spans(10*time.Minute, 60), reserve: 0.5},
		"no reserve":                {spans: small()},
		"server three hours ahead":  {spans: small(), reserve: 0.2, skew: 3*time.Hour + 500*time.Millisecond},
		"server three hours behind": {spans: small(), reserve: 0.2, skew: -3*time.Hour - 500*time.Millisecond},
		"some answers say nothing":  {spans: small(), reserve: 0.2, quiet: func(n int) bool { return n%3 == 0 }},
		"answers get lost": {spans: small(), reserve: 0.2, instead: func(n int) (*http.Response, error) {
			if n%20 == 0 {
				return nil, io.ErrUnexpectedEOF
			}
			return nil, nil
		}},
	}
	for name := range tests {
		for _, callers := range []int{1, 10, 50} {
			for seed := range uint64(2) {
				t.Run(fmt.Sprintf("%s, %d callers, seed %d", name, callers, seed), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						server := &meter{
							spans: append([]span{}, tests[name].spans...), reserve: tests[name].reserve, comma: tests[name].comma,
							skew: tests[name].skew, quiet: tests[name].quiet, instead: tests[name].instead,
						}
						if seed > 0 {
							server.delay = chaos(seed)
						}
						storm(t, server.client(), callers, 250)
						server.check(t)
						if n := server.count(); n < 250 {
							t.Errorf("%d requests", n)
						}
					})
				})
			}
		}
	}
}

// TestLostCallsMayArriveLate: a request whose connection was lost may be counted minutes later, when the answers to others
// have told a count without it.
func TestLostCallsMayArriveLate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &meter{spans: spans(15*time.Minute, 46), reserve: 0.2, late: func(n int) time.Duration {
			if n > 4 && n < 26 && n%2 == 0 {
				return 90 * time.Second
			}
			return 0
		}}
		storm(t, server.client(), 1, 45)
		<-time.After(2 * time.Minute)
		server.check(t)
	})
}

// TestQuotaIsUsedUp makes sure that caution does not become waste: what the reserve leaves is used before the reset.
func TestQuotaIsUsedUp(t *testing.T) {
	t.Parallel()
	for _, quiet := range []func(int) bool{nil, func(n int) bool { return n%7 == 0 }} {
		useUp(t, quiet)
	}
}

func useUp(t *testing.T, quiet func(int) bool) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := &meter{
			spans: spans(15*time.Minute, 100), reserve: 0.2, quiet: quiet, delay: func(int) time.Duration { return 100 * time.Millisecond },
		}
		ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute-time.Second)
		defer cancel()
		rt := server.client()
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				for ctx.Err() == nil {
					_, _ = ask(ctx, rt, http.MethodGet, "/x")
				}
			})
		}
		wg.Wait()
		server.check(t)
		if n := server.count(); n < 78 || n > 80 {
			t.Errorf("%d of 80 calls were made", n)
		}
		quick := server.sent[44].Sub(server.sent[0])
		if quick > 3*time.Second {
			t.Errorf("the first 45 calls took %s", quick)
		}
		longest := time.Duration(0)
		for i := 62; i < len(server.sent); i++ {
			longest = max(longest, server.sent[i].Sub(server.sent[i-1]))
		}
		if longest < 40*time.Second || longest > 100*time.Second {
			t.Errorf("the last calls are up to %s apart; 18 calls in 15 minutes are 47 seconds apart", longest)
		}
	})
}

func TestOneCallBeforeAnythingIsKnown(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		server *meter
		most   []int // Requests that are let out in each round.
	}{
		"announced":          {&meter{spans: small()}, []int{1, 9}},
		"nothing announced":  {&meter{silent: true}, []int{1, 9}},
		"first answer lost":  {&meter{spans: small(), instead: nth(1, fails(io.ErrUnexpectedEOF))}, []int{1, 1, 9}},
		"first is a 502":     {&meter{silent: true, instead: nth(1, answers(502))}, []int{1, 1, 9}},
		"first is a refusal": {&meter{silent: true, instead: nth(1, answers(401))}, []int{1, 1, 9}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := test.server
				server.delay = func(int) time.Duration { return time.Second }
				clock := &transport.Clock{}
				rt := transport.Chain(server, transport.Limit(transport.LimitOptions{Clock: clock}), clock.Layer(), transport.Delivery())
				var wg sync.WaitGroup
				for range 10 {
					wg.Go(func() { _, _ = ask(t.Context(), rt, http.MethodGet, "/x") })
				}
				total := 0
				for i, want := range test.most {
					synctest.Wait()
					if n := server.count() - total; i < len(test.most)-1 && n != want || n > 9 || n < want-1 {
						t.Errorf("round %d: %d requests were let out, want %d", i+1, n, want)
					}
					total = server.count()
					<-time.After(time.Second)
				}
				wg.Wait()
			})
		})
	}
}

// nth answers one request in place of the server.
func nth(which int, t turn) stand {
	return func(n int) (*http.Response, error) {
		if n == which {
			return t()
		}
		return nil, nil
	}
}

// TestOneCallAfterAReset lets another program use the whole window again right after its reset.
func TestOneCallAfterAReset(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &meter{spans: spans(2*time.Minute, 20), reserve: 0.5, delay: func(int) time.Duration { return time.Second }}
		rt := server.client()
		if _, err := ask(t.Context(), rt, http.MethodGet, "/x"); err != nil {
			t.Fatal(err)
		}
		server.eat(12)
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() { _, _ = ask(t.Context(), rt, http.MethodGet, "/x") })
		}
		<-time.After(2*time.Minute - time.Second - time.Millisecond)
		before := server.count()
		server.eat(0)
		<-time.After(2 * time.Millisecond)
		server.eat(15)
		<-time.After(30 * time.Second)
		if n := server.count() - before; n != 1 {
			t.Errorf("%d calls were let out at the reset, want 1", n)
		}
		wg.Wait()
		if server.refused > 0 {
			t.Errorf("%d calls were refused", server.refused)
		}
	})
}

// notices keeps what is announced.
type notices struct {
	mu  sync.Mutex
	all []string
}

func (n *notices) tell(_ context.Context, message string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(n.all, message)
}

func TestAnotherProgramEatsTheQuota(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &meter{spans: spans(15*time.Minute, 2300, 24*time.Hour, 105600), reserve: 0.2, skew: time.Hour}
		told := &notices{}
		rt := server.client(func(o *transport.LimitOptions) {
			o.MaxWait, o.Announce, o.Random = 20*time.Minute, told.tell, func() float64 { return 0.5 }
		})
		if _, err := ask(t.Context(), rt, http.MethodGet, "/1"); err != nil {
			t.Fatal(err)
		}
		server.eat(2000)
		begun := time.Now()
		for _, path := range []string{"/2", "/3"} {
			if _, err := ask(t.Context(), rt, http.MethodGet, path); err != nil {
				t.Fatal(err)
			}
		}
		if waited := time.Since(begun); waited < 15*time.Minute || waited > 16*time.Minute {
			t.Errorf("waited %s", waited)
		}
		want := []string{"Waiting 15m0s, until 2000-01-01T01:15:00Z: of the 2300 calls that the rate limit allows until 2000-01-01T01:15:00Z, " +
			"298 are left, of which policy.api_reserve keeps 460 for others."}
		if diff := cmp.Diff(want, told.all); diff != "" {
			t.Error(diff)
		}
		if server.refused > 0 {
			t.Errorf("%d calls were refused", server.refused)
		}
	})
}

func TestALongWaitFailsAtOnceAndUnsent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &meter{spans: spans(15*time.Minute, 100), reserve: 0.2}
		told := &notices{}
		rt := server.client(func(o *transport.LimitOptions) { o.MaxWait, o.Announce = 0, told.tell })
		if _, err := ask(t.Context(), rt, http.MethodGet, "/1"); err != nil {
			t.Fatal(err)
		}
		server.eat(90)
		if _, err := ask(t.Context(), rt, http.MethodGet, "/2"); err != nil {
			t.Fatal(err)
		}
		begun, sent := time.Now(), server.count()
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			_, err := ask(t.Context(), rt, method, "/3")
			api := transport.NoAnswer(err, "api.example")
			reset, limited := apierr.RateLimited(api)
			if !limited || !reset.Equal(epoch.Add(15*time.Minute)) || !apierr.NotSent(api) || apierr.Ambiguous(api) {
				t.Errorf("%s: got %#v", method, api)
			}
			for _, part := range []string{"2000-01-01T00:15:00Z", "15m0s", "5m0s", "policy.max_rate_limit_wait", "policy.api_reserve"} {
				if !strings.Contains(api.Error(), part) {
					t.Errorf("%q does not say %q", api.Error(), part)
				}
			}
		}
		if time.Since(begun) != 0 || server.count() != sent || len(told.all) > 0 {
			t.Errorf("after %s %d more calls were sent; announced: %q", time.Since(begun), server.count()-sent, told.all)
		}
	})
}

func TestCallersAreServedInTheirOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &meter{spans: spans(15*time.Minute, 100), reserve: 0.2}
		rt := server.client()
		server.eat(70)
		if _, err := ask(t.Context(), rt, http.MethodGet, "/first"); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		want := []string{"/first"}
		for i := range 20 {
			path := fmt.Sprintf("/%d", i)
			ctx, cancel := context.WithCancel(t.Context())
			if i%4 == 3 {
				time.AfterFunc(time.Second, cancel) // One that gives up holds nobody back.
			} else {
				want = append(want, path)
			}
			wg.Go(func() {
				defer cancel()
				_, _ = ask(ctx, rt, http.MethodGet, path)
			})
			synctest.Wait()
		}
		wg.Wait()
		server.check(t)
		if diff := cmp.Diff(want, server.paths); diff != "" {
			t.Error(diff)
		}
	})
}

func TestQuotasAreApart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &meter{silent: true, delay: func(int) time.Duration { return time.Minute }}
		rt := transport.Chain(server, transport.Limit(transport.LimitOptions{}))
		begun := time.Now()
		var wg sync.WaitGroup
		for _, quota := range []string{"", "sign in", "pages"} {
			wg.Go(func() {
				req := request(t, http.MethodGet, "https://api.example/", nil)
				resp, err := rt.RoundTrip(req.WithContext(transport.WithCall(req.Context(), transport.Call{Quota: quota})))
				if err != nil {
					t.Error(err)
					return
				}
				resp.Body.Close()
			})
		}
		wg.Wait()
		if waited := time.Since(begun); waited != time.Minute {
			t.Errorf("one waited for the other: %s", waited)
		}
	})
}

// TestWakeUpsAreSpread has many programs wait for one reset.
func TestWakeUpsAreSpread(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &meter{spans: spans(10*time.Minute, 1000), reserve: 0.5}
		programs := make([]http.RoundTripper, 40)
		for i := range programs {
			programs[i] = server.client()
			if _, err := ask(t.Context(), programs[i], http.MethodGet, "/"); err != nil {
				t.Fatal(err)
			}
		}
		server.eat(900)
		for _, rt := range programs {
			if _, err := ask(t.Context(), rt, http.MethodGet, "/"); err != nil {
				t.Fatal(err)
			}
		}
		sent := server.count()
		var wg sync.WaitGroup
		for _, rt := range programs {
			wg.Go(func() { _, _ = ask(t.Context(), rt, http.MethodGet, "/") })
		}
		wg.Wait()
		seconds := map[time.Duration]int{}
		for _, at := range server.sent[sent:] {
			late := at.Sub(epoch.Add(10 * time.Minute))
			if late < 0 || late > 30*time.Second {
				t.Errorf("a call came %s after the reset", late)
			}
			seconds[late.Truncate(time.Second)]++
		}
		if len(seconds) < 10 {
			t.Errorf("40 programs came in only %d different seconds: %v", len(seconds), seconds)
		}
	})
}

func TestCancellationEndsEveryWait(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		server  func() *meter
		options transport.LimitOptions
		before  int // Calls that are made first.
		eaten   int64
		others  int // Callers that are under way or wait already.
	}{
		"for the first answer": {server: func() *meter { return &meter{spans: small(), delay: hour} }, others: 1},
		"for its turn":         {server: func() *meter { return &meter{spans: small(), reserve: 0.5} }, before: 2, eaten: 18, others: 3},
		"for the reset":        {server: func() *meter { return &meter{spans: small(), reserve: 0.5} }, before: 2, eaten: 40},
		"for the answer":       {server: func() *meter { return &meter{spans: small(), delay: hour} }},
		"for a repeat": {server: func() *meter {
			return &meter{silent: true, instead: always(answers(503, "Retry-After", "60"))}
		}},
		"for the end of a 429": {server: func() *meter {
			return &meter{silent: true, instead: always(answers(429, "Retry-After", "60"))}
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := test.server()
				rt := server.client()
				for range test.before {
					if _, err := ask(t.Context(), rt, http.MethodGet, "/"); err != nil {
						t.Fatal(err)
					}
					server.eat(test.eaten)
				}
				all, stop := context.WithCancel(t.Context())
				var wg sync.WaitGroup
				for range test.others {
					wg.Go(func() { _, _ = ask(all, rt, http.MethodGet, "/") })
					synctest.Wait()
				}
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(10*time.Second, cancel)
				begun := time.Now()
				_, err := ask(ctx, rt, http.MethodGet, "/")
				if took := time.Since(begun); !errors.Is(err, context.Canceled) || took < 10*time.Second || took > 11*time.Second {
					t.Errorf("ended after %s with %v", took, err)
				}
				stop()
				wg.Wait()
			})
		})
	}
}

func always(t turn) stand {
	return func(int) (*http.Response, error) { return t() }
}

func hour(int) time.Duration { return time.Hour }

// TestALateAnswerDoesNotLiftABlock has a slow call succeed that the server took before it refused another.
func TestALateAnswerDoesNotLiftABlock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &meter{
			silent: true,
			delay: func(n int) time.Duration {
				if n == 2 {
					return 30 * time.Second
				}
				return 0
			},
			instead: nth(3, answers(429, "Retry-After", "90")),
		}
		rt := server.client()
		if _, err := ask(t.Context(), rt, http.MethodGet, "/"); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		call := func() {
			wg.Go(func() { _, _ = ask(t.Context(), rt, http.MethodGet, "/") })
			synctest.Wait()
		}
		call()
		call()
		<-time.After(31 * time.Second)
		call()
		wg.Wait()
		for _, at := range server.sent[3:] {
			if after := at.Sub(epoch); after < 90*time.Second {
				t.Errorf("a call went out after %s, while the server wanted none", after)
			}
		}
		if len(server.sent) != 5 {
			t.Errorf("%d requests", len(server.sent))
		}
	})
}

func TestOneCallAfterABlock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &meter{
			silent: true, instead: nth(2, answers(429, "Retry-After", "90")),
			delay: func(n int) time.Duration { return max(time.Duration(n-2)*20*time.Second, 0) },
		}
		rt := server.client(func(o *transport.LimitOptions) { o.Random = func() float64 { return 0 } })
		if _, err := ask(t.Context(), rt, http.MethodGet, "/"); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() { _, _ = ask(t.Context(), rt, http.MethodGet, "/") })
			synctest.Wait()
		}
		<-time.After(94 * time.Second)
		if n := server.count() - 2; n != 1 {
			t.Errorf("%d calls were let out at once, want 1", n)
		}
		wg.Wait()
	})
}

// TestASlowFirstAnswerIsNoWaitForTheLimit has the first calls, for whose answers the others wait, take ten minutes.
func TestASlowFirstAnswerIsNoWaitForTheLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &meter{spans: spans(time.Hour, 1000), reserve: 0.2, delay: func(int) time.Duration { return 10 * time.Minute }}
		server.eat(700)
		storm(t, server.client(func(o *transport.LimitOptions) { o.MaxWait = 0 }), 4, 4)
		server.check(t)
	})
}

// TestHeadersThatMakeNoSense has answers whose limits cannot be read: nothing is known then, and nothing held back.
func TestHeadersThatMakeNoSense(t *testing.T) {
	t.Parallel()
	later := strconv.FormatInt(epoch.Add(time.Hour).Unix(), 10)
	tests := map[string]struct {
		header http.Header
		waits  bool
	}{
		"made is missing":   {http.Header{"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {later}}, false},
		"one value short":   {http.Header{"X-Ratelimit": {"9, 9"}, "X-Ratelimit-Remaining": {"0, 0"}, "X-Ratelimit-Reset": {later}}, false},
		"words":             {http.Header{"X-Ratelimit": {"many"}, "X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {later}}, false},
		"too large":         {http.Header{"X-Ratelimit": {"9"}, "X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {later + "000000000"}}, false},
		"over already":      {http.Header{"X-Ratelimit": {"9"}, "X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {"946684800"}}, false},
		"fewer than none":   {http.Header{"X-Ratelimit": {"9"}, "X-Ratelimit-Remaining": {"-2"}, "X-Ratelimit-Reset": {later}}, true},
		"as many as can be": {http.Header{"X-Ratelimit": {" 9"}, "X-Ratelimit-Remaining": {"0 "}, "X-Ratelimit-Reset": {later}}, true},
	}
	for name, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			server := &meter{silent: true, instead: func(int) (*http.Response, error) {
				resp := reply(200, "{}")
				resp.Header = test.header.Clone()
				return resp, nil
			}}
			rt := server.client(func(o *transport.LimitOptions) { o.MaxWait = 0 })
			_, first := ask(t.Context(), rt, http.MethodGet, "/")
			_, second := ask(t.Context(), rt, http.MethodGet, "/")
			var limit *transport.LimitError
			if first != nil || errors.As(second, &limit) != test.waits {
				t.Errorf("%s: %v, then %v", name, first, second)
			}
		})
	}
}

// TestALongCallAfterAResetHoldsNobodyUp has the first call after the end of a window, or of a block, be an upload on a slow line.
func TestALongCallAfterAResetHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	tests := map[string]*meter{
		"window":                 {spans: spans(time.Minute, 100, 15*time.Minute, 2300)},
		"block":                  {silent: true, instead: nth(1, answers(429, "Retry-After", "60"))},
		"nothing was known ever": {spans: spans(time.Minute, 100), instead: nth(1, answers(502))},
	}
	for name, server := range tests {
		synctest.Test(t, func(t *testing.T) {
			server.delay = func(n int) time.Duration {
				if n == 2 {
					return 5 * time.Minute
				}
				return 50 * time.Millisecond
			}
			clock := &transport.Clock{}
			rt := transport.Chain(server, transport.Limit(transport.LimitOptions{Clock: clock}), clock.Layer(), transport.Delivery())
			_, _ = ask(t.Context(), rt, http.MethodGet, "/a")
			<-time.After(70 * time.Second)
			var upload sync.WaitGroup
			upload.Go(func() { _, _ = ask(t.Context(), rt, http.MethodPost, "/pages") })
			synctest.Wait()
			begun := time.Now()
			for i, longest := range []time.Duration{6 * time.Second, 100 * time.Millisecond} {
				if status, err := ask(t.Context(), rt, http.MethodGet, "/b"); status != 200 || err != nil {
					t.Errorf("%s: status %d, error %v", name, status, err)
				}
				if took := time.Since(begun); took > longest {
					t.Errorf("%s: call %d was answered after %s, want at most %s", name, i+1, took, longest)
				}
				begun = time.Now()
			}
			upload.Wait()
		})
	}
}

// TestLongCallsAfterAResetKeepTheReserve has nobody answer for longer than the window lasts.
func TestLongCallsAfterAResetKeepTheReserve(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &meter{spans: spans(10*time.Minute, 10), reserve: 0.5, delay: func(n int) time.Duration {
			if n == 1 {
				return 0
			}
			return 9 * time.Minute
		}}
		rt := server.client()
		if _, err := ask(t.Context(), rt, http.MethodGet, "/x"); err != nil {
			t.Fatal(err)
		}
		<-time.After(10 * time.Minute)
		begun := time.Now()
		storm(t, rt, 10, 10)
		server.check(t)
		if n := server.most; n != 5 {
			t.Errorf("%d calls were under way at once, want the 5 that the reserve leaves", n)
		}
		if took := time.Since(begun); took > 30*time.Minute {
			t.Errorf("took %s", took)
		}
	})
}

// TestHeadersThatCease has the API drop its limit, or announce it no more, while windows are known.
func TestHeadersThatCease(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &meter{
			spans: spans(time.Minute, 1000), delay: func(int) time.Duration { return time.Second }, quiet: func(n int) bool { return n > 1 },
		}
		rt := server.client()
		if _, err := ask(t.Context(), rt, http.MethodGet, "/x"); err != nil {
			t.Fatal(err)
		}
		<-time.After(70 * time.Second)
		begun := time.Now()
		storm(t, rt, 10, 100)
		if took := time.Since(begun); took > 15*time.Second {
			t.Errorf("100 calls of a second by 10 callers took %s", took)
		}
	})
}
