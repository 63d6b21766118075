package dispute_test

import (
	"bytes"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const (
	typeName = "disputes_rebilly_dispute"
	chosen   = "case-7731"
	wrote    = "rebilly_put_dispute"
)

// with is a dispute of transaction txn-1004 under the id that the tests choose; what is
// given replaces what it has, and nil takes it away.
func with(changes acctest.Object) acctest.Object {
	body := acctest.Object{
		"id": chosen, "transaction_id": "txn-1004", "amount": 4990, "currency": "EUR", "reason_code": "13.1", "type": "first-chargeback",
		"status": "response-needed", "posted_time": "2026-03-02T09:30:00Z", "deadline_time": "2126-03-30T23:59:59Z", "case_id": "7731",
		"acquirer_reference_number": "7453",
	}
	maps.Copy(body, changes)
	return body
}

func it(changes acctest.Object) acctest.Block {
	return acctest.Block{Type: typeName, Name: "it", Body: with(changes)}
}

// derived is a dispute whose id is derived.
func derived(changes acctest.Object) acctest.Block {
	block := it(acctest.Object{"id": nil})
	maps.Copy(block.Body, changes)
	return block
}

// newWorld has the sample transactions and disputes, and nothing in its journal.
func newWorld(t *testing.T) *acctest.World {
	t.Helper()
	return acctest.NewWorldOf(t, simulator.Options{})
}

// quiet is an engine that does not warn of automations.
func quiet(w *acctest.World) *acctest.Engine {
	return w.Engine(acctest.Object{"automation_warning": false})
}

// revision is how often a dispute was changed in the world.
func revision(t *testing.T, w *acctest.World, id string) int64 {
	t.Helper()
	d, err := w.RebillyDispute(id)
	w.Do(err)
	return d.Revision
}

// one requires that the world has exactly one dispute besides its samples.
func one(t *testing.T, w *acctest.World) simulator.RebillyDispute {
	t.Helper()
	all, err := w.RebillyDisputes()
	w.Do(err)
	var others []simulator.RebillyDispute
	for _, d := range all {
		if d.Source == "api" {
			others = append(others, d)
		}
	}
	if len(others) != 1 {
		t.Fatalf("the world has %d disputes of ours: %v", len(others), others)
	}
	return others[0]
}

// unmoved runs do and requires that it leaves the dispute under the chosen id as it is.
func unmoved(t *testing.T, w *acctest.World, do func()) {
	t.Helper()
	before, err := w.RebillyDispute(chosen)
	w.Do(err)
	do()
	after, err := w.RebillyDispute(chosen)
	w.Do(err)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the dispute was changed (-before +after):\n%s", diff)
	}
}

// between serves a world to an engine, and does something when its first PUT has arrived,
// before the world sees it.
func between(t *testing.T, w *acctest.World, do func()) *acctest.Engine {
	t.Helper()
	var once sync.Once
	return served(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			once.Do(do)
		}
		w.Handler().ServeHTTP(rw, r)
	})
}

// garbling serves a world to an engine, and replaces a text in its answers.
func garbling(t *testing.T, w *acctest.World, before, after string) *acctest.Engine {
	t.Helper()
	return served(t, func(rw http.ResponseWriter, r *http.Request) {
		recorded := httptest.NewRecorder()
		w.Handler().ServeHTTP(recorded, r)
		maps.Copy(rw.Header(), recorded.Header())
		rw.Header().Del("Content-Length")
		rw.WriteHeader(recorded.Code)
		_, _ = rw.Write(bytes.ReplaceAll(recorded.Body.Bytes(), []byte(before), []byte(after)))
	})
}

func served(t *testing.T, handle http.HandlerFunc) *acctest.Engine {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return acctest.NewEngine(t, acctest.Object{
		"rebilly": acctest.Object{"base_url": server.URL, "organization_id": simulator.RebillyOrganization, "api_key": simulator.RebillyAPIKey},
		"policy":  acctest.Object{"automation_warning": false},
	})
}
