//go:build unix

package process_test

import (
	"cmp"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"
)

// routes are the requests that a test can stop at, by the operation's name in the
// simulator.
var routes = []struct {
	operation, method string
	path              *regexp.Regexp
}{
	{"rebilly_put_dispute", http.MethodPut, regexp.MustCompile(`^/disputes/[^/]+$`)},
	{"rebilly_create_file", http.MethodPost, regexp.MustCompile(`^/files$`)},
	{"rebilly_put_attachment", http.MethodPut, regexp.MustCompile(`^/attachments/[^/]+$`)},
	{"rebilly_delete_file", http.MethodDelete, regexp.MustCompile(`^/files/[^/]+$`)},
	{"rebilly_get_dispute", http.MethodGet, regexp.MustCompile(`^/disputes/[^/]+$`)},
	{"oauth_token", http.MethodPost, regexp.MustCompile(`/oauth/token$`)},
	{"get_dispute", http.MethodGet, regexp.MustCompile(`/disputes/[^/]+$`)},
	{"update_dispute", http.MethodPut, regexp.MustCompile(`/disputes/[^/]+$`)},
	{"close_dispute", http.MethodPut, regexp.MustCompile(`/disputes/[^/]+/close$`)},
	{"submit_dispute", http.MethodPut, regexp.MustCompile(`/disputes/[^/]+/submit$`)},
	{"list_dispute_documents", http.MethodGet, regexp.MustCompile(`/disputes/[^/]+/documents$`)},
	{"create_document", http.MethodPost, regexp.MustCompile(`/disputes/[^/]+/documents$`)},
	{"submit_document", http.MethodPut, regexp.MustCompile(`/disputes/[^/]+/documents/[^/]+$`)},
	{"create_page", http.MethodPost, regexp.MustCompile(`/documents/[^/]+/pages$`)},
	{"get_document", http.MethodGet, regexp.MustCompile(`/dispute-documents/[^/]+$`)},
	{"consult_document", http.MethodPost, regexp.MustCompile(`/dispute-documents/[^/]+/consult$`)},
}

func operation(r *http.Request) string {
	for _, route := range routes {
		if r.Method == route.method && route.path.MatchString(r.URL.Path) {
			return route.operation
		}
	}
	return ""
}

// changing are the requests that change something.
var changing = map[string]bool{
	"create_document": true, "create_page": true, "submit_document": true, "submit_dispute": true, "update_dispute": true, "close_dispute": true,
	"rebilly_put_dispute": true, "rebilly_create_file": true, "rebilly_put_attachment": true, "rebilly_delete_file": true,
}

// witness stands in front of the simulator. It notes which process sent what, by the
// process's credential, and can keep an answer back.
type witness struct {
	next http.Handler

	mu       sync.Mutex
	requests []arrival
	hold     *hold
	together map[string]*meeting
}

// arrival is a request that came in.
type arrival struct {
	at        time.Time
	operation string
	token     string
}

// hold keeps back the answer to the n-th call of an operation; "" is any operation.
type hold struct {
	operation string
	nth       int
	reached   chan struct{} // closed once the work is done
}

// ServeHTTP implements http.Handler.
func (w *witness) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	h, m := w.arrive(r)
	if m != nil {
		m.wait(r)
	}
	if h == nil {
		w.next.ServeHTTP(rw, r)
		return
	}
	w.next.ServeHTTP(&keptBack{rw, func() {
		close(h.reached)
		<-r.Context().Done() // the client has gone away
	}}, r)
}

// keptBack is an answer that waits before it is sent.
type keptBack struct {
	http.ResponseWriter
	wait func()
}

// WriteHeader implements http.ResponseWriter.
func (k *keptBack) WriteHeader(status int) {
	k.wait()
	k.ResponseWriter.WriteHeader(status)
}

// credential is what tells processes apart: a token at Mangopay, a key at Rebilly.
func credential(r *http.Request) string {
	return cmp.Or(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), r.Header.Get("REB-APIKEY"))
}

func (w *witness) arrive(r *http.Request) (*hold, *meeting) {
	w.mu.Lock()
	defer w.mu.Unlock()
	came := arrival{time.Now(), operation(r), credential(r)}
	w.requests = append(w.requests, came)
	h := w.hold
	if h == nil || h.operation != "" && h.operation != came.operation {
		return nil, w.together[came.operation]
	}
	if h.nth--; h.nth != 0 {
		return nil, nil
	}
	w.hold = nil
	return h, nil
}

// holdAnswer keeps back one answer, and returns what is closed once the work is done.
func (w *witness) holdAnswer(operation string, nth int) <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hold = &hold{operation, nth, make(chan struct{})}
	return w.hold.reached
}

// tokens are those that were used so far: each process has its own.
func (w *witness) tokens() map[string]bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	used := map[string]bool{}
	for _, came := range w.requests {
		used[came.token] = true
	}
	return used
}

// writes are the requests that change something and that processes with one of these tokens began
// after an instant.
func (w *witness) writes(tokens map[string]bool, after time.Time) []arrival {
	w.mu.Lock()
	defer w.mu.Unlock()
	var late []arrival
	for _, came := range w.requests {
		if tokens[came.token] && changing[came.operation] && came.at.After(after) {
			late = append(late, came)
		}
	}
	return late
}

// meet makes the first two calls of each operation begin at the same instant.
func (w *witness) meet(operations ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.together = map[string]*meeting{}
	for _, operation := range operations {
		w.together[operation] = &meeting{full: make(chan struct{})}
	}
}

// meetingWait is how long a request waits for the other process's.
const meetingWait = 5 * time.Second

// meeting is where two requests of different processes wait for each other.
type meeting struct {
	mu    sync.Mutex
	token string // of who came first
	over  bool
	full  chan struct{}
}

func (m *meeting) wait(r *http.Request) {
	m.mu.Lock()
	token := r.Header.Get("Authorization")
	switch {
	case m.over, m.token == token:
		m.mu.Unlock()
		return
	case m.token != "":
		m.over = true
		close(m.full)
		m.mu.Unlock()
		return
	}
	m.token = token
	m.mu.Unlock()
	timer := time.NewTimer(meetingWait)
	defer timer.Stop()
	select {
	case <-m.full:
	case <-timer.C:
	case <-r.Context().Done():
	}
}
