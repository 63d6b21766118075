package provider_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"golang.org/x/sync/errgroup"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	own "github.com/disputeops/terraform-provider-disputes/internal/provider"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const (
	typeDocument   = "disputes_mangopay_document"
	typePage       = "disputes_mangopay_document_page"
	typeSent       = "disputes_mangopay_document_submission"
	typeSubmission = "disputes_mangopay_dispute_submission"
	typeClosure    = "disputes_mangopay_dispute_closure"
	typeTag        = "disputes_mangopay_dispute_tag"
)

// recorded is a resource in the state.
type recorded struct {
	typeName string
	state    object
}

// refresh reads every resource in a provider of its own, ten at a time, as an engine does. It returns the status of each, or its
// tag; "" when it left the state.
func refresh(t *testing.T, wire http.RoundTripper, resources []recorded) []string {
	t.Helper()
	s := start(t, own.WithConnection(func(c *mangopay.Config) { c.Transport = wire }))
	silent(t, s.configure(at("http://localhost:1")))
	found := make([]string, len(resources))
	var reads errgroup.Group
	reads.SetLimit(10)
	for i, one := range resources {
		schema := s.schema.ResourceSchemas[one.typeName]
		state := s.wire(schema, one.state)
		reads.Go(func() error {
			resp, err := s.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: one.typeName, CurrentState: state})
			if err != nil || len(resp.Diagnostics) > 0 {
				return fmt.Errorf("read %s: %w %s", one.typeName, err, text(resp.Diagnostics))
			}
			shown := map[string]string{typeTag: "tag", typePage: "document_id"}[one.typeName]
			if shown == "" {
				shown = "status"
			}
			found[i] = s.attribute(schema, resp.NewState, shown)
			return nil
		})
	}
	if err := reads.Wait(); err != nil {
		t.Fatal(err)
	}
	return found
}

// evidence makes documents in disputes, so many in each, while no rate limit counts.
func evidence(t *testing.T, sim *simulator.Simulator, disputes, each int) (documents []*mangopay.Document) {
	t.Helper()
	do(t, sim.SetGuesses(simulator.Guesses{RateLimits: []simulator.RateLimit{{Window: time.Minute, Calls: 1 << 40}}}))
	api := direct(sim)
	for range disputes {
		id, err := sim.OpenDispute(simulator.DisputeSpec{Tag: "mine"})
		do(t, err)
		for range each {
			document, err := api.Documents.Create(t.Context(), id, "OTHER", "", "")
			do(t, err)
			documents = append(documents, document)
		}
	}
	do(t, sim.SetGuesses(simulator.Guesses{}))
	do(t, sim.ClearJournal())
	return documents
}

func direct(sim *simulator.Simulator) *mangopay.Client {
	return mangopay.New(mangopay.Config{
		BaseURL: simulator.BaseURL, ClientID: simulator.ClientID, APIKey: simulator.APIKey, Transport: sim.Transport(),
	})
}

func do(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestTenRefreshesInARow: a thousand documents under the documented rate limit meet no wait, and none is near.
func TestTenRefreshesInARow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, err := simulator.Open(simulator.Options{Empty: true})
		do(t, err)
		var resources []recorded
		for i, d := range evidence(t, sim, 100, 10) {
			resources = append(resources, recorded{typeDocument, object{"id": d.ID, "dispute_id": d.DisputeID, "type": d.Type, "status": d.Status}})
			if i%10 == 0 {
				resources = append(resources, recorded{typeTag, object{"dispute_id": d.DisputeID, "tag": "mine"}})
			}
		}
		start := time.Now()
		for range 10 {
			for i, got := range refresh(t, sim.Transport(), resources) {
				if want := map[string]string{typeDocument: "CREATED", typeTag: "mine"}[resources[i].typeName]; got != want {
					t.Fatalf("%s: %q, want %q", resources[i].typeName, got, want)
				}
			}
			journal, err := sim.Journal()
			do(t, err)
			if len(journal) > 25 {
				t.Errorf("%d calls in one refresh, the token among them", len(journal))
			}
			for _, request := range journal {
				if request.Status != http.StatusOK {
					t.Errorf("%s %s: status %d", request.Method, request.Path, request.Status)
				}
			}
			do(t, sim.ClearJournal())
		}
		if waited := time.Since(start); waited != 0 {
			t.Errorf("the refreshes waited %s", waited)
		}
	})
}

// lagging is an account whose lists do not show what was done last.
func lagging(sim *simulator.Simulator) http.RoundTripper {
	old := strings.NewReplacer("VALIDATION_ASKED", "CREATED", `"SUBMITTED"`, `"PENDING_CLIENT_ACTION"`, `"CLOSED"`, `"PENDING_CLIENT_ACTION"`, `"mine"`, "null")
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		resp, err := sim.Transport().RoundTrip(req)
		if err != nil || !req.URL.Query().Has("page") {
			return resp, err
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return nil, err
		}
		resp.Body = io.NopCloser(strings.NewReader(old.Replace(string(body))))
		resp.ContentLength = -1
		return resp, nil
	})
}

// TestAListThatLagsTakesNothingBack: what the state knows of is not undone by a list that does not.
func TestAListThatLagsTakesNothingBack(t *testing.T) {
	t.Parallel()
	sim, err := simulator.Open(simulator.Options{Empty: true})
	do(t, err)
	api := direct(sim)
	page := bytes.Repeat([]byte("%PDF-1.4\n"), 200)
	content := mangopay.Page{Size: int64(len(page)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(page)), nil }}
	var resources []recorded
	var want []string
	add := func(status, name string, state object) {
		resources, want = append(resources, recorded{name, state}), append(want, status)
	}
	for i, d := range evidence(t, sim, 6, 1) {
		do(t, api.Documents.AddPage(t.Context(), d.DisputeID, d.ID, content, ""))
		_, err := api.Documents.Submit(t.Context(), d.DisputeID, d.ID)
		do(t, err)
		add("VALIDATION_ASKED", typeDocument, object{"id": d.ID, "dispute_id": d.DisputeID, "type": d.Type, "status": "VALIDATION_ASKED"})
		add("VALIDATION_ASKED", typeSent, object{"document_id": d.ID, "dispute_id": d.DisputeID, "status": "VALIDATION_ASKED"})
		add(d.ID, typePage, object{"document_id": d.ID, "dispute_id": d.DisputeID})
		add("mine", typeTag, object{"dispute_id": d.DisputeID, "tag": "mine"})
		if i%2 == 0 {
			_, err = api.Disputes.Submit(t.Context(), d.DisputeID, &mangopay.Money{Currency: "EUR", Amount: 100})
			add("SUBMITTED", typeSubmission, object{"dispute_id": d.DisputeID, "status": "SUBMITTED"})
		} else {
			_, err = api.Disputes.Close(t.Context(), d.DisputeID)
			add("CLOSED", typeClosure, object{"dispute_id": d.DisputeID, "accept_loss": true, "status": "CLOSED"})
		}
		do(t, err)
	}
	lists := 0
	for i, got := range refresh(t, lagging(sim), resources) {
		if got != want[i] {
			t.Errorf("%s: %q, want %q", resources[i].typeName, got, want[i])
		}
	}
	journal, err := sim.Journal()
	do(t, err)
	for _, request := range journal {
		if strings.HasPrefix(request.Operation, "list_") {
			lists++
		}
	}
	if lists == 0 {
		t.Error("no list was asked for, so that nothing was tested")
	}
}
