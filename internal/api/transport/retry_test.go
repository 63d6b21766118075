package transport_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// turn is what a script answers one try with.
type turn func() (*http.Response, error)

func fails(err error) turn { return func() (*http.Response, error) { return nil, err } }

func answers(status int, header ...string) turn {
	return func() (*http.Response, error) {
		resp := reply(status, "{}")
		for i := 0; i+1 < len(header); i += 2 {
			resp.Header.Set(header[i], header[i+1])
		}
		return resp, nil
	}
}

// cut answers with a body that ends too early.
func cut(status int) turn {
	return func() (*http.Response, error) {
		resp := reply(status, "")
		resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"Id`), iotest.ErrReader(io.ErrUnexpectedEOF)))
		return resp, nil
	}
}

// script answers tries in turn; the last turn answers all that follow.
type script struct {
	turns []turn

	mu     sync.Mutex
	at     []time.Time
	bodies []string
	keys   []string
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
		_ = req.Body.Close()
	}
	s.mu.Lock()
	n := len(s.at)
	s.at, s.bodies = append(s.at, time.Now()), append(s.bodies, string(body))
	s.keys = append(s.keys, req.Header.Get("Idempotency-Key"))
	s.mu.Unlock()
	return s.turns[min(n, len(s.turns)-1)]()
}

func (s *script) over(o transport.RetryOptions) http.RoundTripper {
	clock := &transport.Clock{}
	o.Clock = clock
	return transport.Chain(s, transport.Retry(o),
		transport.Limit(transport.LimitOptions{Clock: clock, Random: func() float64 { return 0 }}),
		clock.Layer(), transport.Delivery())
}

// upload makes a call with a body, and returns the status and the length of the answer's body.
func upload(ctx context.Context, rt http.RoundTripper, call transport.Call) (status, length int, err error) {
	if call.Body == nil {
		call.Body = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("page")), nil }
	}
	req, err := http.NewRequestWithContext(transport.WithCall(ctx, call), http.MethodPost, "https://api.example/x", strings.NewReader("page"))
	if err != nil {
		return 0, 0, err
	}
	req.GetBody = nil
	req.Header.Set("Idempotency-Key", "key")
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return 0, 0, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, len(b), err
}

var (
	refused   = &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	noName    = &net.DNSError{Err: "server misbehaving", Name: "api.example", IsTemporary: true}
	reset     = &net.OpError{Op: "read", Net: "tcp", Err: errors.New("connection reset by peer")}
	untrusted = &tls.CertificateVerificationError{Err: errors.New("unknown authority")}
)

func TestWhatIsRepeated(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		turn   turn
		safe   bool // A safe call is repeated.
		unsafe bool // Any other call is.
	}{
		"connection refused": {fails(refused), true, true},
		"no name":            {fails(noName), true, true},
		"untrusted":          {fails(untrusted), false, false},
		"not TLS":            {fails(tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}), false, false},
		"connection reset":   {fails(reset), true, false},
		"no answer":          {fails(io.EOF), true, false},
		"body broken off":    {fails(&transport.AbortedError{Err: errors.New("the file changed")}), false, false},
		"answer cut":         {cut(200), true, false},
		"refusal cut":        {cut(400), true, false},
		"429":                {answers(429), true, true},
		"500":                {answers(500), true, false},
		"502":                {answers(502), true, false},
		"503":                {answers(503), true, false},
		"504":                {answers(504), true, false},
		"501":                {answers(501), false, false},
		"200":                {answers(200), false, false},
		"302":                {answers(302), false, false},
		"400":                {answers(400), false, false},
		"401":                {answers(401), false, false},
		"404":                {answers(404), false, false},
		"409":                {answers(409), false, false},
	}
	for name, test := range tests {
		for _, safe := range []bool{true, false} {
			synctest.Test(t, func(t *testing.T) {
				s := &script{turns: []turn{test.turn, answers(200)}}
				call := transport.Call{Safe: safe}
				if safe {
					call.Answer = 100
				}
				_, _, _ = upload(t.Context(), s.over(transport.RetryOptions{}), call)
				want := 1
				if safe && test.safe || !safe && test.unsafe {
					want = 2
				}
				if len(s.at) != want {
					t.Errorf("%s, safe %t: sent %d times, want %d", name, safe, len(s.at), want)
				}
				for i := range s.at {
					if s.bodies[i] != "page" || s.keys[i] != "key" {
						t.Errorf("%s: try %d had the body %q and the key %q", name, i+1, s.bodies[i], s.keys[i])
					}
				}
			})
		}
	}
}

func TestTheLastOutcomeIsReturned(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		turns  []turn
		safe   bool
		tries  int
		status int
		err    error
		sent   bool
	}{
		"statuses change":            {[]turn{answers(500), answers(502), answers(404)}, true, 3, 404, nil, false},
		"server error for ever":      {[]turn{answers(503)}, true, 6, 503, nil, false},
		"limit for ever":             {[]turn{answers(429)}, false, 6, 429, nil, false},
		"connection, then answer":    {[]turn{fails(refused), answers(500)}, false, 2, 500, nil, false},
		"connection, then lost":      {[]turn{fails(refused), fails(reset)}, false, 2, 0, reset, true},
		"limit, then no connection":  {[]turn{answers(429), fails(refused)}, false, 6, 0, refused, false},
		"lost, then no connection":   {[]turn{fails(reset), fails(refused)}, true, 6, 0, refused, false},
		"held back for long":         {[]turn{answers(503), answers(429, "Retry-After", "200"), answers(503), answers(200)}, true, 4, 200, nil, false},
		"answer always cut":          {[]turn{cut(200)}, true, 6, 200, io.ErrUnexpectedEOF, false},
		"answer cut, of other calls": {[]turn{cut(200)}, false, 1, 200, io.ErrUnexpectedEOF, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &script{turns: test.turns}
				status, _, err := upload(t.Context(), s.over(transport.RetryOptions{}), transport.Call{Safe: test.safe, Answer: 100})
				if status != test.status && err == nil || !errors.Is(err, test.err) || len(s.at) != test.tries {
					t.Errorf("status %d, error %v after %d tries", status, err, len(s.at))
				}
				var failure *transport.DeliveryError
				if errors.As(err, &failure) && failure.Sent != test.sent {
					t.Errorf("sent = %t", failure.Sent)
				}
			})
		})
	}
}

func TestAnswersAreHandedOnAsTheyCame(t *testing.T) {
	t.Parallel()
	long := func() (*http.Response, error) { return reply(200, strings.Repeat("x", 5000)), nil }
	for _, limit := range []int64{0, 1, 4999, 5000, 5001, 1 << 20} {
		s := &script{turns: []turn{long}}
		status, length, err := upload(t.Context(), s.over(transport.RetryOptions{}), transport.Call{Safe: true, Answer: limit})
		if status != 200 || length != 5000 || err != nil {
			t.Errorf("up to %d: status %d, %d bytes, error %v", limit, status, length, err)
		}
	}
	t.Run("streamed", func(t *testing.T) {
		t.Parallel()
		s := &script{turns: []turn{cut(200)}}
		_, length, err := upload(t.Context(), s.over(transport.RetryOptions{}), transport.Call{Safe: true})
		if length != 4 || !errors.Is(err, io.ErrUnexpectedEOF) || len(s.at) != 1 {
			t.Errorf("%d bytes, error %v after %d tries", length, err, len(s.at))
		}
	})
}

func TestPauses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		backoff transport.Backoff
		chance  float64
		turn    turn
		want    []time.Duration
	}{
		"default, longest": {transport.Backoff{}, 1, answers(503), []time.Duration{500, 1000, 2000, 4000, 8000}},
		"default, halves":  {transport.Backoff{}, 0.5, answers(429), []time.Duration{250, 500, 1000, 2000, 4000}},
		"no pause":         {transport.Backoff{}, 0, fails(reset), []time.Duration{0, 0, 0, 0, 0}},
		"bounded":          {transport.Backoff{First: time.Second, Longest: 3 * time.Second, Tries: 4}, 1, answers(500), []time.Duration{1000, 2000, 3000}},
		"two minutes":      {transport.Backoff{First: 20 * time.Second}, 1, answers(500), []time.Duration{20000, 30000, 30000, 30000}},
		"one try":          {transport.Backoff{Tries: 1}, 1, answers(500), nil},
		"server asks":      {transport.Backoff{}, 1, answers(503, "Retry-After", "50"), []time.Duration{50000, 50000}},
		"asks too much":    {transport.Backoff{}, 1, answers(503, "Retry-After", "121"), nil},
		"nonsense":         {transport.Backoff{}, 1, answers(503, "Retry-After", "soon"), []time.Duration{500, 1000, 2000, 4000, 8000}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &script{turns: []turn{test.turn}}
				o := transport.RetryOptions{Backoff: test.backoff, Random: func() float64 { return test.chance }}
				_, _, _ = upload(t.Context(), s.over(o), transport.Call{Safe: true})
				var got []time.Duration
				for i := 1; i < len(s.at); i++ {
					got = append(got, s.at[i].Sub(s.at[i-1])/time.Millisecond)
				}
				if !slices.Equal(got, test.want) {
					t.Errorf("pauses of %d ms, want %d", got, test.want)
				}
			})
		})
	}
}

func TestPausesAreSpread(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{turns: []turn{answers(503)}}
		o := transport.RetryOptions{Backoff: transport.Backoff{First: 10 * time.Second, Tries: 2}}
		var wg sync.WaitGroup
		for range 200 {
			rt := s.over(o)
			wg.Go(func() { _, _, _ = upload(t.Context(), rt, transport.Call{Safe: true}) })
		}
		wg.Wait()
		tenths := make([]int, 10)
		for _, at := range s.at {
			if after := at.Sub(epoch); after > 0 {
				tenths[min(after/time.Second, 9)]++
			}
		}
		if slices.Min(tenths) < 5 || slices.Max(tenths) > 45 {
			t.Errorf("200 repeats fall into the ten seconds unevenly: %d", tenths)
		}
	})
}

func TestStalledCallsEndAfterTwoMinutes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		silent := wire(func(req *http.Request) (*http.Response, error) {
			tries++
			<-req.Context().Done()
			return nil, req.Context().Err()
		})
		rt := transport.Chain(silent, transport.Retry(transport.RetryOptions{}), transport.Stall(80*time.Second), transport.Delivery())
		begun := time.Now()
		_, err := ask(t.Context(), rt, http.MethodGet, "/")
		if took := time.Since(begun); !errors.Is(err, transport.ErrStalled) || tries != 3 || took > 5*time.Minute {
			t.Errorf("%d tries in %s, error %v", tries, took, err)
		}
	})
}

// TestA429IsWaitedForOnce has the API refuse until a time that it names in one of the known ways.
func TestA429IsWaitedForOnce(t *testing.T) {
	t.Parallel()
	const in = 90
	unix := func(d time.Duration) string { return strconv.FormatInt(epoch.Add(d).Unix(), 10) }
	date := func(d time.Duration) string { return epoch.Add(d).UTC().Format(http.TimeFormat) }
	tests := map[string][]string{
		"seconds":               {"Retry-After", "90"},
		"date":                  {"Retry-After", date(in * time.Second)},
		"unix time":             {"X-RateLimit-Retry-After", unix(in * time.Second)},
		"exhausted window":      {"X-RateLimit", "5, 5", "X-RateLimit-Remaining", "0, 10", "X-RateLimit-Reset", unix(in*time.Second) + "," + unix(time.Hour)},
		"server an hour ahead":  {"Date", date(time.Hour), "X-RateLimit-Retry-After", unix(time.Hour + in*time.Second)},
		"server an hour behind": {"Date", date(-time.Hour), "Retry-After", date(-time.Hour + in*time.Second)},
	}
	for name, header := range tests {
		for _, safe := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					told := &notices{}
					s := &script{turns: []turn{answers(429, header...), answers(200)}}
					clock := &transport.Clock{}
					rt := transport.Chain(s, transport.Retry(transport.RetryOptions{Clock: clock}),
						transport.Limit(transport.LimitOptions{Clock: clock, Announce: told.tell}), clock.Layer(), transport.Delivery())
					begun := time.Now()
					var wg sync.WaitGroup
					for range 3 {
						wg.Go(func() {
							if status, _, err := upload(t.Context(), rt, transport.Call{Safe: safe}); status != 200 || err != nil {
								t.Errorf("status %d, error %v", status, err)
							}
						})
					}
					wg.Wait()
					if took := time.Since(begun); took < in*time.Second || took > in*time.Second*11/10+time.Second {
						t.Errorf("took %s", took)
					}
					if len(s.at) != 4 || s.at[1].Sub(begun) < in*time.Second {
						t.Errorf("sent at %v", s.at)
					}
					if len(told.all) != 3 || !strings.HasPrefix(told.all[0], "Waiting 1m30s, until ") {
						t.Errorf("announced: %q", told.all)
					}
				})
			})
		}
	}
}

func TestA429ThatLastsTooLongFailsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{turns: []turn{answers(429, "Retry-After", "301"), answers(200)}}
		rt := s.over(transport.RetryOptions{})
		for range 2 {
			_, _, err := upload(t.Context(), rt, transport.Call{})
			var limit *transport.LimitError
			if !errors.As(err, &limit) || !limit.Reset.Equal(epoch.Add(301*time.Second)) {
				t.Errorf("got %v", err)
			}
		}
		if len(s.at) != 1 || time.Since(epoch) != 0 {
			t.Errorf("%d requests in %s", len(s.at), time.Since(epoch))
		}
	})
}

func TestRepeatsAreBoundedTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{turns: []turn{answers(200)}}
		rt := s.over(transport.RetryOptions{})
		for range 500 {
			_, _, _ = upload(t.Context(), rt, transport.Call{Safe: true})
		}
		s.turns = []turn{answers(503)}
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() { _, _, _ = upload(t.Context(), rt, transport.Call{Safe: true}) })
		}
		wg.Wait()
		if repeats := len(s.at) - 600; repeats != 20+60 {
			t.Errorf("%d repeats of 600 calls, want a tenth and 20", repeats)
		}
	})
}

func TestABodyThatIsGoneEndsTheTries(t *testing.T) {
	t.Parallel()
	gone := errors.New("the file is gone")
	synctest.Test(t, func(t *testing.T) {
		s := &script{turns: []turn{answers(429), answers(200)}}
		_, _, err := upload(t.Context(), s.over(transport.RetryOptions{}), transport.Call{
			Body: func() (io.ReadCloser, error) { return nil, gone },
		})
		var failure *transport.DeliveryError
		if !errors.Is(err, gone) || !errors.As(err, &failure) || failure.Sent || len(s.at) != 1 {
			t.Errorf("got %v after %d tries", err, len(s.at))
		}
	})
	t.Run("one shot", func(t *testing.T) {
		t.Parallel()
		s := &script{turns: []turn{answers(429), answers(200)}}
		req := request(t, http.MethodPost, "https://api.example/", io.NopCloser(strings.NewReader("x")))
		resp, err := s.over(transport.RetryOptions{}).RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if resp.StatusCode != 429 || len(s.at) != 1 {
			t.Errorf("status %d after %d tries", resp.StatusCode, len(s.at))
		}
	})
}

func TestWritesAreAskedForEachTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		orphaned := errors.New("Terraform has ended")
		parent := epoch.Add(time.Minute)
		s := &script{turns: []turn{answers(429, "Retry-After", "90"), answers(200)}}
		clock := &transport.Clock{}
		rt := transport.Chain(s,
			transport.Retry(transport.RetryOptions{Clock: clock}), transport.Limit(transport.LimitOptions{Clock: clock}),
			transport.Writes(func() error {
				if time.Now().After(parent) {
					return orphaned
				}
				return nil
			}),
			clock.Layer(), transport.Delivery())
		body := &closing{Reader: strings.NewReader("page")}
		_, _, err := upload(t.Context(), rt, transport.Call{Body: func() (io.ReadCloser, error) { return body, nil }})
		api := transport.NoAnswer(err, "api.example")
		if !errors.Is(api, orphaned) || !api.Unsent || api.Message != "the request was not sent" || len(s.at) != 1 {
			t.Errorf("got %#v after %d requests", api, len(s.at))
		}
		if !body.closed.Load() {
			t.Error("the body was left open")
		}
		if status, _, err := upload(t.Context(), rt, transport.Call{Safe: true}); status != 200 || err != nil {
			t.Errorf("a safe call: status %d, error %v", status, err)
		}
	})
	rt := transport.Chain(&script{turns: []turn{answers(200)}}, transport.Writes(nil))
	if status, _, err := upload(t.Context(), rt, transport.Call{}); status != 200 || err != nil {
		t.Errorf("nobody to ask: status %d, error %v", status, err)
	}
}

// TestACallIsAskedBeforeEachRequest: also before a repeat, and with the reason as the cause.
func TestACallIsAskedBeforeEachRequest(t *testing.T) {
	t.Parallel()
	stale, asked := errors.New("something has changed"), 0
	call := transport.Call{Allowed: func() error {
		if asked++; asked > 1 {
			return stale
		}
		return nil
	}}
	s := &script{turns: []turn{answers(429), answers(200)}}
	rt := transport.Chain(s, transport.Retry(transport.RetryOptions{Backoff: transport.Backoff{First: 1}}), transport.Writes(nil))
	_, _, err := upload(t.Context(), rt, call)
	var failure *transport.DeliveryError
	if !errors.Is(err, stale) || !errors.As(err, &failure) || failure.Sent || asked != 2 {
		t.Errorf("asked %d times: %v", asked, err)
	}
}

func TestWhatCountsAsAWrite(t *testing.T) {
	t.Parallel()
	refused := errors.New("not now")
	for method, safe := range map[string]map[bool]bool{ // By whether the call is safe: whether it is let through.
		http.MethodGet:    {true: true, false: false},
		http.MethodPost:   {true: true, false: false},
		http.MethodPut:    {true: false, false: false},
		http.MethodDelete: {true: false, false: false},
	} {
		for marked, through := range safe {
			s := &script{turns: []turn{answers(200)}}
			rt := transport.Chain(s, transport.Writes(func() error { return refused }))
			req := request(t, method, "https://api.example/", http.NoBody)
			resp, err := rt.RoundTrip(req.WithContext(transport.WithCall(t.Context(), transport.Call{Safe: marked})))
			if err == nil {
				_ = resp.Body.Close()
			}
			if (err == nil) != through || !through && !errors.Is(err, refused) {
				t.Errorf("%s, safe %t: got %v", method, marked, err)
			}
		}
	}
}

// TestTokenRequestsAreRepeated has the token endpoint fail for a while, with many callers waiting for it.
func TestTokenRequestsAreRepeated(t *testing.T) {
	t.Parallel()
	half := func() (*http.Response, error) {
		resp := reply(200, "")
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewBufferString(`{"access_to`), iotest.ErrReader(io.ErrUnexpectedEOF)))
		return resp, nil
	}
	tests := map[string]struct {
		turns  []turn
		status int // Of the error; 0 is success.
		tries  int
	}{
		"429":               {[]turn{answers(429)}, 0, 2},
		"429 with end":      {[]turn{answers(429, "Retry-After", "60")}, 0, 2},
		"500 and lost":      {[]turn{answers(500), fails(io.EOF), fails(refused)}, 0, 4},
		"cut":               {[]turn{half}, 0, 2},
		"down":              {slices.Repeat([]turn{answers(503)}, 9), 503, 6},
		"wrong credentials": {[]turn{answers(401), answers(401)}, 401, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server, tries := &bank{life: "1200"}, 0 // One request for a token at a time: tries needs no lock.
				flaky := wire(func(req *http.Request) (*http.Response, error) {
					if strings.HasSuffix(req.URL.Path, "/oauth/token") {
						<-time.After(2 * time.Second)
						if tries++; tries <= len(test.turns) {
							return test.turns[tries-1]()
						}
					}
					return server.RoundTrip(req)
				})
				clock := &transport.Clock{}
				rt := server.over(transport.Chain(flaky, clock.Layer(), transport.Delivery()),
					transport.Retry(transport.RetryOptions{Clock: clock}), transport.Limit(transport.LimitOptions{Clock: clock}))
				var wg sync.WaitGroup
				for i := range 50 {
					wg.Go(func() {
						<-time.After(time.Duration(i%2) * time.Second) // while the first request is under way
						token, err := get(t.Context(), rt)
						if api := transport.NoAnswer(err, ""); test.status == 0 && (err != nil || token != "t1") ||
							test.status != 0 && (api.Status != test.status || !api.Unsent) {
							t.Errorf("token %q, error %v", token, err)
						}
					})
				}
				wg.Wait()
				if tries != test.tries {
					t.Errorf("%d token requests, want %d", tries, test.tries)
				}
				if _, err := get(t.Context(), rt); test.status == 401 && (err == nil || tries != 1) {
					t.Errorf("refused credentials were offered again: %d requests, error %v", tries, err)
				}
			})
		})
	}
}

// TestAnExchangeEndsWithItsLastCaller cancels all that wait for a token.
func TestAnExchangeEndsWithItsLastCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &bank{life: "1200", delay: time.Hour}
		rt := server.client()
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if _, err := get(ctx, rt); !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
			})
		}
		time.AfterFunc(time.Second, cancel)
		wg.Wait()
		synctest.Wait()
		if took := time.Since(epoch); took != time.Second {
			t.Errorf("took %s", took)
		}
		server.delay = 0
		if token, err := get(t.Context(), rt); err != nil || token != "t1" || time.Since(epoch) != time.Second {
			t.Errorf("the next caller got token %q, error %v", token, err)
		}
	})
}

// TestACallThatWaitedCarriesAGoodToken has calls wait for the rate limit for longer than a token lives.
func TestACallThatWaitedCarriesAGoodToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server, meter := &bank{life: "60"}, &meter{spans: spans(time.Hour, 40), reserve: 0.5}
		var unauthorized atomic.Int32
		both := wire(func(req *http.Request) (*http.Response, error) {
			issued := server.exchanges.Load()
			resp, err := server.RoundTrip(req)
			if token := req.Header.Get("Authorization"); strings.HasPrefix(token, "Bearer") && token != "Bearer t"+strconv.Itoa(int(issued)) {
				unauthorized.Add(1)
			}
			if err == nil && !strings.HasSuffix(req.URL.Path, "/oauth/token") {
				_, counted := meter.arrive("/")
				resp.Header = counted.Header
			}
			return resp, err
		})
		clock := &transport.Clock{}
		rt := server.over(transport.Chain(both, clock.Layer(), transport.Delivery()),
			transport.Limit(transport.LimitOptions{Clock: clock, Reserve: 0.5, MaxWait: 24 * time.Hour}))
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if _, err := get(t.Context(), rt); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := unauthorized.Load(); n > 0 || meter.count() != 50 {
			t.Errorf("%d of %d calls carried a token that had been replaced", n, meter.count())
		}
	})
}

// setTag makes a safe call that changes something.
func setTag(ctx context.Context, rt http.RoundTripper, method string) error {
	ctx = transport.WithCall(ctx, transport.Call{Safe: true, Answer: 100})
	req, err := http.NewRequestWithContext(ctx, method, "https://api.example/x", http.NoBody)
	if err != nil {
		return err
	}
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// TestARepeatThatIsStoppedHidesNoEarlierTry has the repeat of a write held back, after a try that may have been carried out.
func TestARepeatThatIsStoppedHidesNoEarlierTry(t *testing.T) {
	t.Parallel()
	exhausted := func() (*http.Response, error) {
		resp := reply(502, "{}")
		(&meter{spans: []span{{limit: 9, made: 9, ends: epoch.Add(time.Hour)}}}).announce(resp.Header)
		return resp, nil
	}
	noToken := &transport.DeliveryError{Err: &apierr.Error{Status: 401, Unsent: true}}
	tests := map[string]struct {
		first    turn
		then     turn          // From above the wire; nil: the wire's.
		deadline time.Duration // Of the caller.
		done     bool          // The first try may have been carried out.
		message  string
	}{
		"cancelled after a lost answer":     {fails(io.EOF), nil, 2 * time.Second, true, "no answer from api.example"},
		"cancelled after a 500":             {answers(500), nil, 2 * time.Second, true, "no answer from api.example"},
		"cancelled after half an answer":    {cut(200), nil, 2 * time.Second, true, "no answer from api.example"},
		"cancelled after half a refusal":    {cut(400), nil, 2 * time.Second, false, "no answer from api.example"},
		"cancelled, not sent at all":        {fails(refused), nil, 2 * time.Second, false, "no answer from api.example"},
		"the limit holds the repeat back":   {exhausted, nil, time.Hour, true, "the request may have been carried out, and was not repeated"},
		"no token for the repeat":           {fails(io.EOF), fails(noToken), time.Hour, true, "the request may have been carried out, and was not repeated"},
		"no connection for the repeats":     {fails(io.EOF), fails(&transport.DeliveryError{Err: refused}), time.Hour, true, "no answer from api.example"},
		"no connection for any of them all": {fails(refused), nil, time.Hour, false, "no answer from api.example"},
	}
	for name, test := range tests {
		for _, method := range []string{http.MethodPut, http.MethodGet} {
			synctest.Test(t, func(t *testing.T) {
				s, clock := &script{turns: []turn{test.first}}, &transport.Clock{}
				below := transport.Chain(s, clock.Layer(), transport.Delivery())
				rt := transport.Chain(wire(func(req *http.Request) (*http.Response, error) {
					if test.then != nil && len(s.at) > 0 {
						return test.then()
					}
					return below.RoundTrip(req)
				}), transport.Retry(transport.RetryOptions{
					Backoff: transport.Backoff{First: 10 * time.Second}, Clock: clock, Random: func() float64 { return 0.5 },
				}), transport.Limit(transport.LimitOptions{Clock: clock}))
				ctx, cancel := context.WithTimeout(t.Context(), test.deadline)
				defer cancel()
				api := transport.NoAnswer(setTag(ctx, rt, method), "api.example")
				done := test.done && method == http.MethodPut
				_, limited := apierr.RateLimited(api)
				if apierr.Ambiguous(api) != done || apierr.NotSent(api) == done || limited && done {
					t.Errorf("%s, %s: got %#v", method, name, api)
				}
				if method == http.MethodPut && api.Message != test.message {
					t.Errorf("%s: message %q, want %q", name, api.Message, test.message)
				}
			})
		}
	}
}
