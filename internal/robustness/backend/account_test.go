//go:build unix

package backend_test

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const (
	clientID = "atelier-nord"
	apiKey   = "api-key-that-nobody-may-see-41c7" // #nosec G101 -- of a simulated account
)

// account is a simulated account on a server of its own.
type account struct {
	t      *testing.T
	sim    *simulator.Simulator
	server *httptest.Server
}

// gate holds one page back on its way to the account.
type gate struct {
	page    []byte      // its content, as it is sent
	reached atomic.Bool // whether the page is there
	opened  chan struct{}
	once    sync.Once
}

// newAccount serves an account with the sample disputes. The last page of the proof of delivery waits
// at the gate; the gate opens at the latest when the test ends.
func newAccount(t *testing.T) (*account, *gate) {
	t.Helper()
	sim, err := simulator.Open(simulator.Options{ClientID: clientID, APIKey: apiKey})
	if err != nil {
		t.Fatal(err)
	}
	encoded := base64.StdEncoding.EncodeToString(content(t, "receipt.jpg"))
	g := &gate{page: []byte(encoded), opened: make(chan struct{})}
	a := &account{t: t, sim: sim, server: httptest.NewServer(g.before(sim.Handler()))}
	t.Cleanup(a.server.Close)
	t.Cleanup(g.open)
	return a, g
}

// open lets the page pass.
func (g *gate) open() { g.once.Do(func() { close(g.opened) }) }

// before holds the first request with the page. A client that goes away meanwhile takes its request
// with it, which is noticed only after the body was read.
func (g *gate) before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if bytes.Contains(body, g.page) && g.reached.CompareAndSwap(false, true) {
			select {
			case <-g.opened:
			case <-r.Context().Done():
			}
		}
		if r.Context().Err() == nil {
			next.ServeHTTP(w, r)
		}
	})
}

// environment is what the pipeline sets to use the account.
func (a *account) environment() []string {
	return []string{"MANGOPAY_BASE_URL=" + a.server.URL, "MANGOPAY_CLIENT_ID=" + clientID, "MANGOPAY_API_KEY=" + apiKey}
}

// sentOnce fails unless the account got the evidence of the example, complete, in order, and once.
func (a *account) sentOnce(dispute string) {
	a.t.Helper()
	want := map[string]int{"create_document": 2, "create_page": 3, "submit_document": 2, "submit_dispute": 1}
	if diff := cmp.Diff(want, a.writes()); diff != "" {
		a.t.Errorf("what was sent (-want +got):\n%s", diff)
	}
	held, err := a.sim.Dispute(dispute)
	if err != nil {
		a.t.Fatal(err)
	}
	pages := map[string][]string{}
	for _, document := range held.Documents {
		for _, page := range document.Pages {
			pages[document.Type] = append(pages[document.Type], page.SHA256)
		}
	}
	files := map[string][]string{
		"INVOICE":        {digest(a.t, "invoice.pdf")},
		"DELIVERY_PROOF": {digest(a.t, "tracking.pdf"), digest(a.t, "receipt.jpg")},
	}
	if diff := cmp.Diff(files, pages); diff != "" {
		a.t.Errorf("the pages that the account holds (-want +got):\n%s", diff)
	}
}

// writes counts the calls that cannot be undone and were not refused.
func (a *account) writes() map[string]int {
	a.t.Helper()
	journal, err := a.sim.Journal()
	if err != nil {
		a.t.Fatal(err)
	}
	counts := map[string]int{}
	for _, request := range journal {
		if request.Status/100 != 2 {
			continue
		}
		switch request.Operation {
		case "create_document", "create_page", "submit_document", "submit_dispute", "close_dispute", "update_dispute":
			counts[request.Operation]++
		}
	}
	return counts
}

func content(t *testing.T, file string) []byte {
	t.Helper()
	read, err := os.ReadFile(filepath.Join(example, "evidence", file))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// digest is the SHA-256 of a file of the example.
func digest(t *testing.T, file string) string {
	t.Helper()
	return acctest.SHA256(content(t, file))
}
