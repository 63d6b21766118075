package simulator_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func setFaults(t *testing.T, s *simulator.Simulator, rules ...simulator.FaultRule) {
	t.Helper()
	if err := s.SetFaults(simulator.Faults{Rules: rules}); err != nil {
		t.Fatal(err)
	}
}

// both runs a test over a socket and over the transport.
func both(t *testing.T, test func(t *testing.T, s *simulator.Simulator, c *client)) {
	t.Helper()
	for name, with := range map[string]func(*testing.T, *simulator.Simulator) *client{"socket": serve, "transport": connect} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			test(t, s, with(t, s))
		})
	}
}

func TestLostAnswer(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, s *simulator.Simulator, c *client) {
		path := "/disputes/" + openDispute(t, s, simulator.DisputeSpec{}) + "/documents"
		setFaults(t, s, simulator.FaultRule{Kind: simulator.FaultLostAnswer, Operation: "create_document", Nth: 2})
		c.keyed(path, `{"Type":"INVOICE"}`, key).want(http.StatusOK, nil)
		r := c.api("POST", path, `{"Type":"INVOICE"}`, "Idempotency-Key", key+"-2")
		r.GetBody = nil // or else net/http repeats it
		_, err := c.try(r)
		if !errors.Is(err, io.EOF) {
			t.Errorf("error %v, want EOF", err)
		}
		if r := c.stored(key + "-2"); r.Code != "200" {
			t.Errorf("stored response of the lost answer: %+v", r)
		}
		if all := c.list("/dispute-documents"); len(all) != 2 {
			t.Errorf("%d documents, want 2", len(all))
		}
		if last := journal(t, s)[2]; last.Status != http.StatusOK || last.Fault != "lost_answer" {
			t.Errorf("journal: %+v", last)
		}
	})
}

func TestErrorsBeforeAndAfterTheWork(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, s *simulator.Simulator, c *client) {
		path := "/disputes/" + openDispute(t, s, simulator.DisputeSpec{}) + "/documents"
		for i, test := range []struct {
			kind      simulator.FaultKind
			documents int
		}{{simulator.FaultErrorBefore, 0}, {simulator.FaultErrorAfter, 1}} {
			setFaults(t, s, simulator.FaultRule{Kind: test.kind, Operation: "create_document"})
			k := key + strconv.Itoa(i)
			p := c.keyed(path, `{"Type":"INVOICE"}`, k).refused(http.StatusInternalServerError, "other")
			if p.Message != "Internal Server Error" {
				t.Errorf("%s: %+v", test.kind, p)
			}
			if all := c.list("/dispute-documents"); len(all) != test.documents {
				t.Errorf("%s: %d documents, want %d", test.kind, len(all), test.documents)
			}
			if r := c.stored(k); r.Code != "500" {
				t.Errorf("%s: stored %+v", test.kind, r)
			}
		}
	})
}

func TestResetUpload(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, s *simulator.Simulator, c *client) {
		id := openDispute(t, s, simulator.DisputeSpec{})
		document := c.document(id, "")
		setFaults(t, s, simulator.FaultRule{Kind: simulator.FaultResetUpload, Operation: "create_page", Times: 1})
		path := "/disputes/" + id + "/documents/" + document + "/pages"
		r := c.api("POST", path, upload(png(1<<20)), "Idempotency-Key", key)
		r.GetBody = nil
		_, err := c.try(r)
		if !errors.Is(err, io.EOF) && !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, syscall.EPIPE) {
			t.Errorf("error %v, want a broken connection", err)
		}
		c.keyed(path, upload(png(1<<20)), key).want(http.StatusNoContent, nil) // the key was not used
		if d, err := s.Document(document); err != nil || len(d.Pages) != 1 {
			t.Errorf("document %+v, %v", d, err)
		}
		if r := journal(t, s)[2]; r.Status != 0 || r.BodySize < 1<<19 || r.BodySize >= 1<<20 {
			t.Errorf("journal: %+v", r)
		}
	})
}

func TestTruncatedAnswer(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, s *simulator.Simulator, c *client) {
		id := openDispute(t, s, simulator.DisputeSpec{})
		setFaults(t, s, simulator.FaultRule{Kind: simulator.FaultTruncatedAnswer, Times: 1})
		answer, err := c.try(c.api("GET", "/disputes/"+id, ""))
		if !errors.Is(err, io.ErrUnexpectedEOF) || answer.status != http.StatusOK || len(answer.body) == 0 {
			t.Errorf("status %d, body %q, error %v", answer.status, answer.body, err)
		}
		c.get("/disputes/" + id)
	})
}

func TestProxyPageRateLimitAndExpiredToken(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, s *simulator.Simulator, c *client) {
		path := "/disputes/" + openDispute(t, s, simulator.DisputeSpec{}) + "/documents"
		setFaults(t, s,
			simulator.FaultRule{Kind: simulator.FaultProxyPage, Nth: 1},
			simulator.FaultRule{Kind: simulator.FaultRateLimit, Nth: 2, Delay: 90 * time.Second},
			simulator.FaultRule{Kind: simulator.FaultExpiredToken, Nth: 3},
			simulator.FaultRule{Kind: simulator.FaultForbidden, Operation: "list_hooks"},
		)
		answer := c.keyed(path, `{"Type":"INVOICE"}`, key).want(http.StatusBadGateway, nil)
		if !strings.HasPrefix(answer.header.Get("Content-Type"), "text/html") || !strings.Contains(string(answer.body), "502 Bad Gateway") {
			t.Errorf("proxy page: %s", answer.body)
		}
		answer = c.keyed(path, `{"Type":"INVOICE"}`, key)
		p := answer.refused(http.StatusTooManyRequests, "rate_limit")
		if p.Message != "Rate limit exceeded. Please contact support for more assistance" {
			t.Errorf("429: %+v", p)
		}
		left, reset := answer.header.Values("X-RateLimit-Remaining"), answer.header.Values("X-RateLimit-Reset")
		if len(left) != 4 || left[0] != "0" || reset[0] != strconv.FormatInt(start.Add(90*time.Second).Unix(), 10) {
			t.Errorf("429: remaining %v, reset %v", left, reset)
		}
		c.keyed(path, `{"Type":"INVOICE"}`, key).refused(http.StatusUnauthorized, "invalid_credentials")
		c.keyed(path, `{"Type":"INVOICE"}`, key).refused(http.StatusUnauthorized, "invalid_credentials")
		c.authorize()
		c.keyed(path, `{"Type":"INVOICE"}`, key).want(http.StatusOK, nil)
		if p := c.do("GET", "/hooks", "").refused(http.StatusForbidden, "forbidden_ressource"); p.Message != "This endpoint is not available for your account" {
			t.Errorf("403: %+v", p)
		}
	})
}

// TestLatency compares a client that waits with clients that do not.
func TestLatency(t *testing.T) {
	t.Parallel()
	for kind, documents := range map[simulator.FaultKind]int{simulator.FaultLatency: 1, simulator.FaultLateCommit: 2} {
		synctest.Test(t, func(t *testing.T) {
			s, err := simulator.Open(simulator.Options{Empty: true})
			if err != nil {
				t.Fatal(err)
			}
			c := connect(t, s)
			path := "/disputes/" + openDispute(t, s, simulator.DisputeSpec{}) + "/documents"
			setFaults(t, s, simulator.FaultRule{Kind: kind, Operation: "create_document", Delay: time.Minute})
			began := time.Now()
			answer := c.keyed(path, `{"Type":"INVOICE"}`, key).want(http.StatusOK, nil)
			if waited := time.Since(began); waited != time.Minute {
				t.Errorf("%s: waited %s", kind, waited)
			}
			var d object
			answer.want(http.StatusOK, &d)
			if d["CreationDate"] != float64(time.Now().Unix()) || answer.header.Get("Date") != time.Now().UTC().Format(http.TimeFormat) {
				t.Errorf("%s: created %v, date %s, now %s", kind, d["CreationDate"], answer.header.Get("Date"), time.Now().UTC())
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			impatient := c.api("POST", path, `{"Type":"INVOICE"}`, "Idempotency-Key", key+"-2").WithContext(ctx)
			if _, err := c.try(impatient); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: error %v, want the deadline", kind, err)
			}
			<-time.After(2 * time.Minute)
			if all := c.list("/dispute-documents"); len(all) != documents {
				t.Errorf("%s: %d documents, want %d", kind, len(all), documents)
			}
		})
	}
}

// TestKeyIsReservedOnArrival repeats a call while the first one is under way.
func TestKeyIsReservedOnArrival(t *testing.T) {
	t.Parallel()
	for free, status := range map[bool]int{false: http.StatusConflict, true: http.StatusOK} {
		synctest.Test(t, func(t *testing.T) {
			s, err := simulator.Open(simulator.Options{Empty: true, Guesses: &simulator.Guesses{KeyNotReserved: free}})
			if err != nil {
				t.Fatal(err)
			}
			c := connect(t, s)
			path := "/disputes/" + openDispute(t, s, simulator.DisputeSpec{}) + "/documents"
			setFaults(t, s, simulator.FaultRule{Kind: simulator.FaultLateCommit, Operation: "create_document", Nth: 1, Delay: 30 * time.Second})
			done := make(chan reply)
			go func() { done <- c.keyed(path, `{"Type":"INVOICE"}`, key) }()
			synctest.Wait()
			c.do("GET", "/responses/"+key, "").refused(http.StatusNotFound, "ressource_not_found")
			c.keyed(path, `{"Type":"INVOICE"}`, key).want(status, nil)
			(<-done).want(http.StatusOK, nil)
			if r := c.stored(key); r.Code != "200" {
				t.Errorf("stored: %+v", r)
			}
		})
	}
}

// TestSameSeedSameFaults compares the faults of worlds.
func TestSameSeedSameFaults(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) string {
		s := open(t, func(o *simulator.Options) { o.Seed = seed })
		c := connect(t, s)
		setFaults(t, s, simulator.FaultRule{Kind: simulator.FaultErrorBefore, Operation: "list_disputes", Probability: 0.3})
		var statuses []string
		for range 40 {
			statuses = append(statuses, strconv.Itoa(c.do("GET", "/disputes", "").status))
		}
		return strings.Join(statuses, " ")
	}
	first := run(7)
	if diff := cmp.Diff(first, run(7)); diff != "" {
		t.Errorf("the same seed struck others:\n%s", diff)
	}
	if first == run(8) {
		t.Error("another seed struck the same calls")
	}
	if failed := strings.Count(first, "500"); failed < 4 || failed > 24 {
		t.Errorf("%d of 40 calls failed at a probability of 0.3", failed)
	}
}

func TestFaultRulesAreChecked(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, rule := range []simulator.FaultRule{
		{},
		{Kind: "earthquake"},
		{Kind: simulator.FaultLatency, Operation: "dance"},
		{Kind: simulator.FaultLatency, Probability: 1.1},
		{Kind: simulator.FaultLatency, Nth: -1},
	} {
		if err := s.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{rule}}); err == nil {
			t.Errorf("%+v was accepted", rule)
		}
	}
	want := simulator.Faults{Seed: 3, Rules: []simulator.FaultRule{{Kind: simulator.FaultLatency, Delay: time.Second}}}
	if err := s.SetFaults(want); err != nil {
		t.Fatal(err)
	}
	got, err := s.Faults()
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("faults (-want +got), %v:\n%s", err, diff)
	}
}
