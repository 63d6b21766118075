package mangopay_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// waiting is the status of the simulated disputes.
const waiting = "PENDING_CLIENT_ACTION"

// account is a simulated account with documents.
type account struct {
	*simulator.Simulator
	t        *testing.T
	disputes []string
	// documents are in the order of a walk that comes to another dispute each time.
	documents []*mangopay.Document
}

// newAccount opens disputes with so many documents each. Nothing of it is in the journal, or counts for the rate limit.
func newAccount(t *testing.T, disputes, each int) *account {
	t.Helper()
	now := time.Now().Add(-48 * time.Hour)
	sim, err := simulator.Open(simulator.Options{Empty: true, Now: func() time.Time { return now }})
	must(t, err)
	a := &account{Simulator: sim, t: t}
	must(t, sim.SetGuesses(simulator.Guesses{RateLimits: []simulator.RateLimit{{Window: time.Minute, Calls: 1 << 40}}}))
	for range disputes {
		id, err := sim.OpenDispute(simulator.DisputeSpec{})
		must(t, err)
		a.disputes = append(a.disputes, id)
	}
	maker := a.client()
	for range each {
		for _, id := range a.disputes {
			doc, err := maker.Documents.Create(t.Context(), id, "OTHER", "", "")
			must(t, err)
			a.documents = append(a.documents, doc)
		}
	}
	must(t, sim.SetGuesses(simulator.Guesses{}))
	must(t, sim.Advance(48*time.Hour))
	must(t, sim.ClearJournal())
	return a
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// client is a new client, as each provider process has one.
func (a *account) client() *mangopay.Client { return a.over(a.Transport()) }

func (a *account) over(wire http.RoundTripper) *mangopay.Client {
	return mangopay.New(mangopay.Config{
		BaseURL: simulator.BaseURL, ClientID: simulator.ClientID, APIKey: simulator.APIKey, Transport: wire,
	})
}

// calls are the operations since the last time, with the status of those that were refused; those that
// are not asked for are left out.
func (a *account) calls(operations ...string) []string {
	a.t.Helper()
	journal, err := a.Journal()
	must(a.t, err)
	must(a.t, a.ClearJournal())
	calls := []string{}
	for _, entry := range journal {
		if len(operations) > 0 && !slices.Contains(operations, entry.Operation) {
			continue
		}
		if entry.Status >= 400 {
			entry.Operation += fmt.Sprintf(" %d", entry.Status)
		}
		calls = append(calls, entry.Operation)
	}
	return calls
}

func (a *account) wantCalls(want ...string) {
	a.t.Helper()
	got := slices.DeleteFunc(a.calls(), func(operation string) bool { return operation == "oauth_token" })
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		a.t.Errorf("calls %q, want %q", got, want)
	}
}

// readAll reads documents, so many at a time, and requires each to be what it is.
func readAll(t *testing.T, client *mangopay.Client, parallelism int, documents []*mangopay.Document) {
	t.Helper()
	var reads errgroup.Group
	reads.SetLimit(parallelism)
	for _, want := range documents {
		reads.Go(func() error {
			got, err := client.Documents.Read(t.Context(), want.DisputeID, want.ID)
			if err == nil && *got != *want {
				err = fmt.Errorf("read %+v, want %+v", *got, *want)
			}
			return err
		})
	}
	must(t, reads.Wait())
}

func readDisputes(t *testing.T, client *mangopay.Client, parallelism int, status string, ids []string) {
	t.Helper()
	var reads errgroup.Group
	reads.SetLimit(parallelism)
	for _, id := range ids {
		reads.Go(func() error {
			got, err := client.Disputes.Read(t.Context(), id)
			if err == nil && (got.ID != id || got.Status != status) {
				err = fmt.Errorf("read %+v, want %s", *got, id)
			}
			return err
		})
	}
	must(t, reads.Wait())
}

// TestCallsOfARefresh counts the calls with the token. The account's list has a page for each hundred documents.
func TestCallsOfARefresh(t *testing.T) {
	t.Parallel()
	type size struct{ disputes, each int }
	for s, most := range map[size]struct{ documents, withDisputes int }{
		{1, 1}:    {2, 3},
		{1, 2}:    {3, 4},
		{2, 1}:    {3, 5},
		{1, 10}:   {3, 4},
		{10, 1}:   {3, 5},
		{10, 30}:  {6, 8},
		{5, 200}:  {18, 20},
		{100, 10}: {18, 20},
	} {
		t.Run(fmt.Sprintf("%d documents of %d disputes", s.disputes*s.each, s.disputes), func(t *testing.T) {
			t.Parallel()
			a := newAccount(t, s.disputes, s.each)
			for parallelism, arrange := range map[int]func([]*mangopay.Document){1: byDispute, 10: shuffle, 50: across} {
				must(t, a.ClearJournal())
				documents, client := slices.Clone(a.documents), a.client()
				arrange(documents)
				readAll(t, client, parallelism, documents)
				n := len(a.calls())
				readDisputes(t, client, parallelism, waiting, a.disputes)
				all := n + len(a.calls())
				if n > most.documents || all > most.withDisputes {
					t.Errorf("%d at a time: %d calls, with the disputes %d; at most %d and %d", parallelism, n, all, most.documents, most.withDisputes)
				}
			}
		})
	}
}

// TestCallsOfALargeRefresh reads 5,000 documents of 500 disputes from a server that has nothing but lists of them.
func TestCallsOfALargeRefresh(t *testing.T) {
	t.Parallel()
	const disputes, all = 500, 5000
	document := func(n int) string {
		return fmt.Sprintf(`{"Id":"%d","DisputeId":"%d","Status":"CREATED","Type":"OTHER"}`, n, n%disputes)
	}
	for parallelism, arrange := range map[int]func([]*mangopay.Document){1: byDispute, 10: shuffle, 50: across} {
		calls := new(atomic.Int64)
		client := offlineClient(func(req *http.Request) (*http.Response, error) {
			calls.Add(1)
			page, _ := strconv.Atoi(req.URL.Query().Get("page"))
			first, last, step, pages := 100*page-100, min(100*page, all), 1, all/100
			path := strings.Split(req.URL.Path, "/")
			n, _ := strconv.Atoi(path[len(path)-1])
			switch {
			case page == 0 && strings.Contains(req.URL.Path, "/dispute-documents/"):
				return canned(200, "application/json", document(n)), nil
			case page == 0: // a dispute
				return canned(200, "application/json", strings.Trim(disputesJSON(n, n), "[]")), nil
			case path[len(path)-1] == "disputes":
				resp := canned(200, "application/json", disputesJSON(first, last-1))
				resp.Header.Set("X-Number-Of-Pages", strconv.Itoa(disputes/100))
				return resp, nil
			case path[len(path)-1] == "documents":
				first, _ = strconv.Atoi(path[len(path)-2])
				last, step, pages = all, disputes, 1
			}
			var items []string
			for n := first; n < last; n += step {
				items = append(items, document(n))
			}
			resp := canned(200, "application/json", "["+strings.Join(items, ",")+"]")
			resp.Header.Set("X-Number-Of-Pages", strconv.Itoa(pages))
			return resp, nil
		})
		var documents []*mangopay.Document
		var ids []string
		for n := range all {
			documents = append(documents, &mangopay.Document{ID: strconv.Itoa(n), DisputeID: strconv.Itoa(n % disputes), Type: "OTHER", Status: "CREATED"})
		}
		for n := range disputes {
			ids = append(ids, strconv.Itoa(n))
		}
		arrange(documents)
		readAll(t, client, parallelism, documents)
		n := calls.Load() + 1 // the token
		readDisputes(t, client, parallelism, "CLOSED", ids)
		if withDisputes := calls.Load() + 1; n > 98 || withDisputes > 105 {
			t.Errorf("%d at a time: %d calls, with the disputes %d; at most 98 and 105", parallelism, n, withDisputes)
		}
	}
}

// across is the order in which an account is made: each document is of another dispute than the one before.
func across([]*mangopay.Document) {}

func byDispute(documents []*mangopay.Document) {
	slices.SortStableFunc(documents, func(a, b *mangopay.Document) int { return strings.Compare(a.DisputeID, b.DisputeID) })
}

func shuffle(documents []*mangopay.Document) {
	random := rand.New(rand.NewPCG(1, 2))
	random.Shuffle(len(documents), func(i, j int) { documents[i], documents[j] = documents[j], documents[i] })
}

func TestWhichCallsAnswerReads(t *testing.T) {
	t.Parallel()
	const get, ofDispute, ofAccount = "get_document", "list_dispute_documents", "list_documents"
	for name, c := range map[string]struct {
		disputes, each int
		want           []string
	}{
		"one":                 {1, 1, []string{get}},
		"two of a dispute":    {1, 2, []string{get, ofDispute}},
		"ten of a dispute":    {1, 10, []string{get, ofDispute}},
		"two of two disputes": {2, 1, []string{get, ofAccount}},
		"more than one page":  {1, 101, []string{get, ofDispute, ofDispute}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAccount(t, c.disputes, c.each)
			readAll(t, a.client(), 1, a.documents)
			a.wantCalls(c.want...)
		})
	}
}

// TestFewOfMany reads few documents of an account that has many: the account's list does not pay.
func TestFewOfMany(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 60, 10)
	last := a.documents[len(a.documents)-3:] // on the last page of the account's list
	readAll(t, a.client(), 1, last)
	a.wantCalls("get_document", "list_documents", "list_dispute_documents", "list_dispute_documents")
}

func TestAListAnswersOnce(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 1, 4)
	client := a.client()
	readAll(t, client, 1, a.documents)
	a.send(a.client(), a.documents[1])
	a.calls()
	readAll(t, client, 1, a.documents[1:2])
	a.wantCalls("list_dispute_documents")
	readAll(t, client, 1, slices.Concat(a.documents[2:], a.documents[:1]))
	a.wantCalls()
}

// send submits documents and notes what became of them.
func (a *account) send(client *mangopay.Client, documents ...*mangopay.Document) {
	a.t.Helper()
	for _, doc := range documents {
		must(a.t, a.client().Documents.AddPage(a.t.Context(), doc.DisputeID, doc.ID, pageOf(strings.Repeat("%PDF-1.4\n", 200)), ""))
		sent, err := client.Documents.Submit(a.t.Context(), doc.DisputeID, doc.ID)
		must(a.t, err)
		*doc = *sent
	}
}

// TestReadsOfTheSameRound reads everything twice, as the documents and their submissions of one configuration do.
func TestReadsOfTheSameRound(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 100, 10)
	client := a.client()
	for round := range 3 {
		readAll(t, client, 10, a.documents)
		if n := len(a.calls()); n > 22 {
			t.Errorf("round %d: %d calls", round+1, n)
		}
	}
}

func TestReadAfterOwnWriteIsFresh(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 3, 2)
	client := a.client()
	readAll(t, client, 1, a.documents[:2]) // one is read by itself, and brings the list for the others
	a.send(client, a.documents[3])
	a.calls()
	readAll(t, client, 1, a.documents[3:4])
	a.wantCalls("get_document")
	readAll(t, client, 1, []*mangopay.Document{a.documents[2], a.documents[5]})
	a.wantCalls() // those of another dispute are as good as before

	ids := a.disputes
	readDisputes(t, client, 1, waiting, ids[:2])
	_, err := client.Disputes.UpdateTag(t.Context(), ids[2], "urgent")
	must(t, err)
	if got, err := client.Disputes.Read(t.Context(), ids[2]); err != nil || got.Tag != "urgent" {
		t.Errorf("tag %+v, %v; want urgent", got, err)
	}
}

func TestMissingFromListsIsNotGone(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 20, 10)
	client := a.client()
	must(t, a.SetGuesses(simulator.Guesses{ListLag: time.Hour}))
	late := []*mangopay.Document{}
	for _, id := range a.disputes {
		doc, err := a.client().Documents.Create(t.Context(), id, "OTHER", "", "")
		must(t, err)
		late = append(late, doc)
	}
	must(t, a.ClearJournal())
	readAll(t, client, 10, slices.Concat(a.documents, late))
	if n := len(a.calls("list_documents", "list_dispute_documents")); n > 4 {
		t.Errorf("%d lists", n)
	}
}

func TestGoneIsNotFound(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 3, 2)
	client := a.client()
	gone := func() {
		t.Helper()
		_, err := client.Documents.Read(t.Context(), a.disputes[0], "no-such-document")
		_, want := client.Documents.Get(t.Context(), "no-such-document")
		if !apierr.NotFound(err) || err.Error() != want.Error() && asError(t, err).Route != asError(t, want).Route {
			t.Errorf("error %v, want %v", err, want)
		}
		if _, err := client.Disputes.Read(t.Context(), "no-such-dispute"); !apierr.NotFound(err) {
			t.Errorf("error %v, want not found", err)
		}
	}
	gone() // a lone read
	readAll(t, client, 1, a.documents)
	readDisputes(t, client, 1, waiting, a.disputes)
	gone() // after lists that have everything
	_, err := client.Documents.Read(t.Context(), "no-such-dispute", "no-such-document")
	if !apierr.NotFound(err) {
		t.Errorf("error %v, want not found", err)
	}
}

func TestADocumentOfAnUnknownDispute(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 100, 10)
	client := a.client()
	for _, want := range a.documents {
		if got, err := client.Documents.Read(t.Context(), "", want.ID); err != nil || *got != *want {
			t.Fatalf("read %+v, %v; want %+v", got, err, *want)
		}
	}
	if n := len(a.calls()); n > 22 {
		t.Errorf("%d calls", n)
	}
	_, err := client.Documents.Read(t.Context(), "", "")
	if e := asError(t, err); !e.Unsent || len(a.calls()) != 0 {
		t.Errorf("a document without an id: %+v", e)
	}
}

func TestFailingListsLeaveSingleReads(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{simulator.FaultForbidden, simulator.FaultTruncatedAnswer, simulator.FaultErrorBefore} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { failingLists(t, kind) })
		})
	}
}

func failingLists(t *testing.T, kind simulator.FaultKind) {
	a := newAccount(t, 30, 10)
	must(t, a.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{
		{Kind: kind, Operation: "list_documents"}, {Kind: kind, Operation: "list_dispute_documents"}, {Kind: kind, Operation: "list_disputes"},
	}}))
	client := a.client()
	readAll(t, client, 10, a.documents)
	if n := len(a.calls("get_document")); n != len(a.documents) {
		t.Errorf("%d single reads, want %d", n, len(a.documents))
	}
	readDisputes(t, client, 1, waiting, a.disputes)
	calls := a.calls()
	lists := slices.DeleteFunc(calls, func(operation string) bool { return operation == "get_dispute" })
	if kind == simulator.FaultForbidden && len(lists) > 5 { // a refusal is not asked for again by the transport
		t.Errorf("%d lists for %d disputes: what fails is asked for too often", len(lists), len(a.disputes))
	}
	must(t, a.SetFaults(simulator.Faults{}))
	readAll(t, client, 10, a.documents)
	if n := len(a.calls()); n > 150 {
		t.Errorf("%d calls once lists work again", n)
	}
}

func TestAFailingReadIsItsOwn(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 30, 10)
	must(t, a.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: simulator.FaultForbidden, Operation: "get_document", Times: 1}}}))
	client := a.client()
	if _, err := client.Documents.Read(t.Context(), a.disputes[0], a.documents[0].ID); err == nil || apierr.NotFound(err) {
		t.Errorf("error %v, want a refusal", err)
	}
	readAll(t, client, 10, a.documents)
}

func TestClientsShareNothing(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 1, 4)
	one, other := a.client(), a.client()
	readAll(t, one, 1, a.documents[:2])
	a.send(a.client(), a.documents[2:]...)
	a.calls()
	readAll(t, other, 1, a.documents[2:])
	a.wantCalls("get_document", "list_dispute_documents")
}

// TestGetIsNeverAnsweredFromAList: what comes before a one-way call has to be fresh.
func TestGetIsNeverAnsweredFromAList(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 1, 4)
	client := a.client()
	readAll(t, client, 1, a.documents[:2])
	a.send(a.client(), a.documents[2])
	a.calls()
	got, err := client.Documents.Get(context.WithoutCancel(t.Context()), a.documents[2].ID)
	if err != nil || *got != *a.documents[2] {
		t.Errorf("read %+v, %v; want %+v", got, err, *a.documents[2])
	}
	a.wantCalls("get_document")
}
