package simulator_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func TestHookCalls(t *testing.T) {
	t.Parallel()
	c := connect(t, open(t))
	var h object
	c.do("POST", "/hooks", `{"EventType":"DISPUTE_CLOSED","Url":"https://example.com/hook","Tag":"mine"}`).want(http.StatusOK, &h)
	want := object{
		"EventType": "DISPUTE_CLOSED", "Url": "https://example.com/hook", "Tag": "mine", "Status": "ENABLED", "Validity": "VALID",
		"Id": h.text("Id"), "CreationDate": float64(start.Unix()),
	}
	if diff := cmp.Diff(want, h); diff != "" {
		t.Errorf("hook (-want +got):\n%s", diff)
	}
	for body, message := range map[string][2]string{
		`{"EventType":"DISPUTE_CLOSED","Url":"https://example.com"}`: {"EventType", "A hook has already been registered for this EventType"},
		`{"EventType":"DISPUTE_CREATED"}`:                            {"Url", "The Url field is required."},
		`{"EventType":"DISPUTE_CREATED","Url":"example"}`:            {"Url", "The format of the URL is not correct"},
		`{"Url":"https://example.com"}`:                              {"EventType", "The EventType field is required."},
	} {
		p := c.do("POST", "/hooks", body).refused(http.StatusBadRequest, "param_error")
		if p.Errors[message[0]] != message[1] {
			t.Errorf("%s: %v", body, p.Errors)
		}
	}
	c.do("POST", "/hooks", `{"EventType":"ODD","Url":"https://example.com"}`).refused(http.StatusBadRequest, "param_error")
	c.do("POST", "/hooks", `{"EventType":"DISPUTE_CLOSD","Url":"https://example.com"}`).refused(http.StatusBadRequest, "param_error")
	c.do("POST", "/hooks", "").refused(http.StatusBadRequest, "empty_body")

	path := "/hooks/" + h.text("Id")
	c.do("PUT", path, `{"Status":"DISABLED"}`).want(http.StatusOK, nil)
	c.do("PUT", path, `{"Url":"https://example.com/2","Tag":"other","Validity":"VALID"}`).want(http.StatusOK, nil)
	for _, body := range []string{`{"Status":"GONE"}`, `{"Validity":"INVALID"}`, `{"Url":""}`} {
		c.do("PUT", path, body).refused(http.StatusBadRequest, "param_error")
	}
	want["Status"], want["Url"], want["Tag"] = "DISABLED", "https://example.com/2", "other"
	if diff := cmp.Diff(want, c.get(path)); diff != "" {
		t.Errorf("changed hook (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]object{want}, c.list("/hooks")); diff != "" {
		t.Errorf("hooks (-want +got):\n%s", diff)
	}
	c.do("DELETE", path, "").want(http.StatusMethodNotAllowed, nil)
}

// receiver is a platform's endpoint for hooks.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	calls  []string
	called chan struct{}
}

func receive(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{status: http.StatusOK, called: make(chan struct{}, 1000)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		q := request.URL.Query()
		r.calls = append(r.calls, request.Method+" "+q.Get("EventType")+" "+q.Get("RessourceId")+" "+q.Get("Date"))
		w.WriteHeader(r.status)
		r.called <- struct{}{}
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.calls)
}

func hookTo(t *testing.T, c *client, url string) string {
	t.Helper()
	var h object
	c.do("POST", "/hooks", `{"EventType":"DISPUTE_CLOSED","Url":"`+url+`"}`).want(http.StatusOK, &h)
	return "/hooks/" + h.text("Id")
}

func deliver(t *testing.T, s *simulator.Simulator) {
	t.Helper()
	if err := s.DeliverDueHooks(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestHookDelivery(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	r := receive(t)
	hookTo(t, c, r.URL+"/hook?x=1")
	id := openDispute(t, s, simulator.DisputeSpec{})
	done := make(chan error)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { done <- s.DeliverHooks(ctx) }()
	c.do("PUT", "/disputes/"+id+"/close", "{}").want(http.StatusOK, nil)
	<-r.called
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"GET DISPUTE_CLOSED " + id + " 1772445600"}, r.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestHookRetries(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	r := receive(t)
	r.answer(http.StatusAccepted) // anything but 200 is a failure
	path := hookTo(t, c, r.URL)
	openDispute(t, s, simulator.DisputeSpec{Type: "NOT_CONTESTABLE"})
	calls := func(want int) {
		t.Helper()
		deliver(t, s)
		if got := r.count(); got != want {
			t.Fatalf("%d calls, want %d", got, want)
		}
	}
	calls(1)
	calls(1)
	for i := range 6 {
		advance(t, s, 10*time.Minute)
		calls(i + 2)
	}
	advance(t, s, 7*time.Hour)
	calls(7)
	advance(t, s, time.Hour)
	calls(8)
	r.answer(http.StatusOK)
	advance(t, s, 8*time.Hour)
	calls(9)
	advance(t, s, 8*time.Hour)
	calls(9)

	r.answer(http.StatusTeapot)
	for range 100 {
		openDispute(t, s, simulator.DisputeSpec{Type: "NOT_CONTESTABLE"})
	}
	calls(109)
	c.authorize()
	if got := c.get(path).text("Validity"); got != "INVALID" {
		t.Errorf("validity %s after 100 failures", got)
	}
	openDispute(t, s, simulator.DisputeSpec{Type: "NOT_CONTESTABLE"})
	calls(109)
	c.do("PUT", path, `{"Validity":"VALID"}`).want(http.StatusOK, nil)
	openDispute(t, s, simulator.DisputeSpec{Type: "NOT_CONTESTABLE"})
	calls(110)
	c.do("PUT", path, `{"Status":"DISABLED"}`).want(http.StatusOK, nil)
	openDispute(t, s, simulator.DisputeSpec{Type: "NOT_CONTESTABLE"})
	calls(110)
}

// TestHooksStayOnTheMachine asks for the delivery to an address elsewhere, directly and by a redirect.
func TestHooksStayOnTheMachine(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	target := receive(t)
	redirect := httptest.NewServer(http.RedirectHandler(target.URL, http.StatusFound))
	t.Cleanup(redirect.Close)
	path := hookTo(t, c, "http://192.0.2.1/hook")
	openDispute(t, s, simulator.DisputeSpec{Type: "NOT_CONTESTABLE"})
	began := time.Now()
	deliver(t, s)
	if waited := time.Since(began); waited > time.Second {
		t.Errorf("delivery took %s: it tried to connect", waited)
	}
	c.do("PUT", path, `{"Url":"`+redirect.URL+`"}`).want(http.StatusOK, nil)
	advance(t, s, 10*time.Minute)
	deliver(t, s)
	if got := target.count(); got != 0 {
		t.Errorf("a redirect was followed %d times", got)
	}
}
