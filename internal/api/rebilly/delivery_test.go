package rebilly_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// hangUp ends the connection without an answer.
func hangUp(t *testing.T, w http.ResponseWriter) {
	t.Helper()
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	_ = conn.Close()
}

// TestWritesAreNeverReplayed has the server fail after it read a request, on a fresh connection and on one that was used.
func TestWritesAreNeverReplayed(t *testing.T) {
	t.Parallel()
	failures := map[string]http.HandlerFunc{
		"hangs up": func(w http.ResponseWriter, _ *http.Request) { hangUp(t, w) },
		"fails":    func(w http.ResponseWriter, _ *http.Request) { respond(w, 503, "application/json", `{"title":"busy"}`) },
		"breaks off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "500")
			respond(w, 200, "", "{")
		},
		"answers less": func(w http.ResponseWriter, _ *http.Request) { respond(w, 200, "text/html", "<html>") },
	}
	_, writes := operations(rebilly.New(rebilly.Config{}))
	for how, fail := range failures {
		for name := range writes {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				server := newAPI(t)
				server.answer("GET "+root+"/disputes/warm", 200, disputeJSON)
				server.handle(root+"/", fail)
				c := server.client()
				if _, err := c.Disputes.Get(t.Context(), "warm"); err != nil {
					t.Fatal(err)
				}
				_, writes := operations(c)
				if err := writes[name](t.Context()); !apierr.Ambiguous(err) || apierr.NotSent(err) {
					t.Errorf("got %v, want an unknown outcome", err)
				}
				if n := len(server.calls()) - 1; n != 1 {
					t.Errorf("sent %d times", n)
				}
			})
		}
	}
}

func TestReadsAreRepeated(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	var mu sync.Mutex
	tries := map[string]int{}
	server.handle(root+"/", func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		tries[r.URL.Path]++
		n := tries[r.URL.Path]
		mu.Unlock()
		switch n {
		case 1:
			hangUp(t, w)
		case 2:
			respond(w, 503, "text/html", "<html>")
		default:
			respond(w, 403, "application/json", `{"title":"Forbidden"}`)
		}
	})
	reads, _ := operations(server.client())
	for name, call := range reads {
		if err := call(t.Context()); asError(t, err).Status != 403 {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if n := len(server.calls()); n != 3*len(reads) {
		t.Errorf("%d calls, want three of each", n)
	}
}

func TestUnreachableHost(t *testing.T) {
	t.Parallel()
	const address = "127.0.0.1:1" // tcpmux, which nobody serves; a port that was free may be another test's by now
	c := rebilly.New(rebilly.Config{BaseURL: "http://" + address, APIKey: apiKey, Backoff: quick})
	reads, writes := operations(c)
	maps.Copy(writes, reads)
	for name, call := range writes {
		err := call(t.Context())
		if !apierr.NotSent(err) || apierr.Ambiguous(err) || !strings.Contains(err.Error(), address) {
			t.Errorf("%s: got %v", name, err)
		}
		checkNoSecret(t, err.Error())
	}
}

func TestWritesNeedPermission(t *testing.T) {
	t.Parallel()
	orphaned := errors.New("Terraform has ended")
	server := newAPI(t)
	server.handle("/", func(w http.ResponseWriter, _ *http.Request) { respond(w, 418, "application/json", `{"title":"sent"}`) })
	c := server.client(func(c *rebilly.Config) { c.WriteAllowed = func() error { return orphaned } })
	reads, writes := operations(c)
	for name, call := range writes {
		if err := call(t.Context()); !errors.Is(err, orphaned) || !apierr.NotSent(err) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for name, call := range reads {
		if err := call(t.Context()); asError(t, err).Status != 418 {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestNoSecretInErrorsAndLogs(t *testing.T) {
	t.Parallel()
	for _, change := range []func(*rebilly.Config){
		func(*rebilly.Config) {},
		func(c *rebilly.Config) { c.APIKey, c.Token = "", token },
	} {
		var mu sync.Mutex
		var log []string
		server := newAPI(t)
		server.handle("/", func(w http.ResponseWriter, _ *http.Request) {
			respond(w, 422, "application/json", `{"title":"no","instance":"urn:1"}`)
		})
		c := server.client(change, func(c *rebilly.Config) {
			c.Logger = func(_ context.Context, msg string, fields map[string]any) {
				mu.Lock()
				defer mu.Unlock()
				log = append(log, fmt.Sprint(msg, fields))
			}
		})
		reads, writes := operations(c)
		maps.Copy(writes, reads)
		for _, call := range writes {
			checkNoSecret(t, call(t.Context()).Error())
		}
		all := strings.Join(log, "\n")
		checkNoSecret(t, all)
		for _, part := range []string{"API request", "API refusal", "error_id:urn:1", "route:/disputes/{id}", "method:DELETE"} {
			if !strings.Contains(all, part) {
				t.Errorf("the log does not say %q:\n%s", part, all)
			}
		}
	}
}

func TestFilesArriveByteForByte(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 2, 3, 24 << 10, 24<<10 + 1, 1 << 20} {
		content := strings.Repeat("\x00\xff%PDF", size/6+1)[:size]
		server := newAPI(t)
		server.answer("POST "+root+"/files", 201, fileJSON)
		if _, err := server.client().Files.Create(t.Context(), uploadOf(content)); err != nil {
			t.Errorf("%d bytes: %v", size, err)
			continue
		}
		call := server.calls()[0]
		var body struct{ File []byte }
		if err := json.Unmarshal([]byte(call.Body), &body); err != nil || string(body.File) != content {
			t.Errorf("%d bytes: %d arrived, %v", size, len(body.File), err)
		}
		if call.Length != int64(len(call.Body)) {
			t.Errorf("%d bytes: announced %d, sent %d", size, call.Length, len(call.Body))
		}
	}
}

func TestABrokenFileIsNeverSentWhole(t *testing.T) {
	t.Parallel()
	reader := func(r io.Reader) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) { return io.NopCloser(r), nil }
	}
	tests := map[string]struct {
		open func() (io.ReadCloser, error)
		size int64
		says string
	}{
		"too short":  {reader(strings.NewReader("CANARY")), 7, "the file is shorter than its announced size"},
		"too long":   {reader(strings.NewReader("CANARY")), 5, "the file is longer than its announced size"},
		"unreadable": {reader(iotest.ErrReader(io.ErrClosedPipe)), 6, "read the file"},
		"missing":    {func() (io.ReadCloser, error) { return nil, io.ErrNoProgress }, 6, "open the file"},
		"empty":      {reader(strings.NewReader("")), 0, "cannot be uploaded"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			u := uploadOf("")
			u.Size, u.Open = test.size, test.open
			_, err := server.client().Files.Create(t.Context(), u)
			if !apierr.NotSent(err) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v", err)
			}
			checkNoSecret(t, err.Error())
			if n := len(server.calls()); n != 0 {
				t.Errorf("%d whole requests arrived", n)
			}
		})
	}
}

// limited answers 429 to the first write of a bubble, with the end that the API documents, and counts what comes when.
type limited struct {
	until time.Duration

	mu    sync.Mutex
	calls map[string][]time.Duration
	begun time.Time
}

func (l *limited) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls[req.Method] = append(l.calls[req.Method], time.Since(l.begun))
	resp := canned(200, "application/json", disputeJSON)
	resp.Header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	if req.Method == http.MethodGet {
		return resp, nil
	}
	resp.Header.Set("X-RateLimit-Limit", "3000")
	resp.Header.Set("X-RateLimit-Remaining", "0") // It is no window: nobody says when it ends.
	if time.Since(l.begun) < l.until {
		resp.StatusCode = http.StatusTooManyRequests
		resp.Header.Set("X-RateLimit-Retry-After", strconv.FormatInt(l.begun.Add(l.until).Unix(), 10))
		resp.Body = io.NopCloser(strings.NewReader(`{"type":"about:blank","title":"Rate Limit Exceeded","status":429}`))
	} else if string(body) != recordJSON {
		return canned(400, "application/json", `{"title":"another body"}`), nil
	}
	return resp, nil
}

func (l *limited) client(change ...func(*rebilly.Config)) *rebilly.Client {
	config := rebilly.Config{
		BaseURL: "http://simulator.invalid", APIKey: apiKey, Transport: l,
		Random: func() float64 { return 0 }, Backoff: transport.Backoff{First: time.Millisecond},
	}
	for _, c := range change {
		c(&config)
	}
	return rebilly.New(config)
}

func TestWritesWaitForTheEndOfTheLimitAndReadsDoNot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &limited{until: 2 * time.Minute, calls: map[string][]time.Duration{}, begun: time.Now()}
		var told []string
		c := l.client(func(c *rebilly.Config) {
			c.Announce = func(_ context.Context, message string) { told = append(told, message) }
		})
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, _, err := c.Disputes.Put(t.Context(), "1", record); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		if _, err := c.Disputes.Get(t.Context(), "1"); err != nil {
			t.Error(err)
		}
		wg.Wait()
		want := map[string][]time.Duration{"GET": {0}, "PUT": {0, 2 * time.Minute}}
		if diff := cmp.Diff(want, l.calls); diff != "" {
			t.Error(diff)
		}
		if len(told) != 1 || !strings.Contains(told[0], "Waiting 2m0s") {
			t.Errorf("told %q", told)
		}
	})
}

func TestALongLimitFailsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &limited{until: 10 * time.Minute, calls: map[string][]time.Duration{}, begun: time.Now()}
		_, _, err := l.client().Disputes.Put(t.Context(), "1", record)
		reset, limited := apierr.RateLimited(err)
		if !limited || !reset.Equal(l.begun.Add(10*time.Minute)) || !apierr.NotSent(err) {
			t.Errorf("limited %t until %s: %v", limited, reset, err)
		}
		if text := err.Error(); !strings.Contains(text, "policy.max_rate_limit_wait") || strings.Contains(text, "policy.api_reserve") {
			t.Errorf("got %q; there is no reserve here", text)
		}
		l2 := l.client(func(c *rebilly.Config) { c.Backoff.Tries = 1 })
		_, _, err = l2.Disputes.Put(t.Context(), "1", record)
		if e := asError(t, err); e.Status != 429 || e.Type != "Rate Limit Exceeded" || !e.RetryAt.Equal(reset) {
			t.Errorf("got %#v", e)
		}
	})
}

// TestCountsWithoutAnEndHoldNothingUp has every answer to a write say that few calls are left, without saying until when.
func TestCountsWithoutAnEndHoldNothingUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &limited{calls: map[string][]time.Duration{}, begun: time.Now()}
		c := l.client()
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if _, _, err := c.Disputes.Put(t.Context(), "1", record); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if puts := l.calls["PUT"]; len(puts) != 50 || slices.Max(puts) != 0 {
			t.Errorf("%d writes, the last after %s", len(puts), slices.Max(puts))
		}
	})
}
