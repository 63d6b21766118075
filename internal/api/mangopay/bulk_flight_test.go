package mangopay_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
)

// slow brings an answer a second after it was given, when the path matches.
type slow struct {
	http.RoundTripper
	path     string
	underway atomic.Int64
}

func (s *slow) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := s.RoundTripper.RoundTrip(req)
	if err != nil || !strings.HasSuffix(req.URL.Path, s.path) {
		return resp, err
	}
	s.underway.Add(1)
	defer s.underway.Add(-1)
	select {
	case <-req.Context().Done():
		return nil, req.Context().Err()
	case <-time.After(time.Second):
		return resp, nil
	}
}

// slowly is a client for which what ends in path takes a second.
func (a *account) slowly(path string) (*mangopay.Client, *slow) {
	wire := &slow{RoundTripper: a.Transport(), path: path}
	return a.over(wire), wire
}

// result is what one of several reads at the same time came to, and when.
type result struct {
	document *mangopay.Document
	err      error
	after    time.Duration
}

// reading starts reads of documents, each after another pause.
func reading(ctx context.Context, client *mangopay.Client, start time.Time, docs ...*mangopay.Document) func() []result {
	results := make([]result, len(docs))
	var reads sync.WaitGroup
	for i, doc := range docs {
		reads.Go(func() {
			got, err := client.Documents.Read(ctx, doc.DisputeID, doc.ID)
			results[i] = result{got, err, time.Since(start)}
		})
		synctest.Wait()
	}
	return func() []result {
		reads.Wait()
		return results
	}
}

func TestReadsAtTheSameTimeShareACall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, 1, 3)
		first, second := a.documents[0], a.documents[1]
		client, _ := a.slowly("") // everything
		answers := map[*mangopay.Document]bool{}
		for _, r := range reading(t.Context(), client, time.Now(), first, first, first, second, second)() {
			if r.err != nil || r.document.Status != "CREATED" {
				t.Errorf("read %+v, %v", r.document, r.err)
			}
			answers[r.document] = true
		}
		a.wantCalls("get_document", "list_dispute_documents")
		if len(answers) != 5 {
			t.Error("two callers were given the same answer to change as they like")
		}
	})
}

func TestCancellingOneReadLeavesTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, 1, 3)
		client, _ := a.slowly("/documents")
		start := time.Now()
		readAll(t, client, 1, a.documents[:1])
		ctx, cancel := context.WithCancel(t.Context())
		cancelled := reading(ctx, client, start, a.documents[1]) // it is the one that asks for the list
		others := reading(t.Context(), client, start, a.documents[1], a.documents[2])
		cancel()
		if r := cancelled()[0]; !errors.Is(r.err, context.Canceled) || r.after != 0 || asError(t, r.err).Operation != "read dispute document" {
			t.Errorf("the cancelled read: %v after %s, want context.Canceled at once", r.err, r.after)
		}
		for _, r := range others() {
			if r.err != nil || r.after != time.Second {
				t.Errorf("another read: %v after %s, want an answer after a second", r.err, r.after)
			}
		}
		a.wantCalls("get_document", "list_dispute_documents")
	})
}

func TestWhatNobodyWaitsForIsCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, 2, 2)
		client, wire := a.slowly("s") // lists
		readAll(t, client, 1, a.documents[:1])
		start := time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		ended := reading(ctx, client, start, a.documents[1], a.documents[2], a.documents[3])
		if n := wire.underway.Load(); n != 1 {
			t.Errorf("%d lists under way, want 1", n)
		}
		cancel()
		for _, r := range ended() {
			if !errors.Is(r.err, context.Canceled) {
				t.Errorf("error %v, want context.Canceled", r.err)
			}
		}
		synctest.Wait()
		if after, n := time.Since(start), wire.underway.Load(); after != 0 || n != 0 {
			t.Errorf("after %s, %d lists are under way", after, n)
		}
		for _, r := range reading(t.Context(), client, start, a.documents...)() {
			if r.err != nil {
				t.Errorf("a read after the cancelled ones: %v", r.err)
			}
		}
	})
}

// TestAListFromBeforeAWriteAnswersNothing: the list's answer was made before the write, and arrives after it.
func TestAListFromBeforeAWriteAnswersNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, 2, 5)
		client, _ := a.slowly("/documents")
		start := time.Now()
		readAll(t, client, 1, a.documents[:1])
		written, sibling := a.documents[4], a.documents[6]
		before := reading(t.Context(), client, start, a.documents[2], written, sibling)
		a.send(client, written) // while the three reads wait for the list
		after := reading(t.Context(), client, start, written, a.documents[8])
		for _, r := range append(before(), after()...) {
			if r.err != nil {
				t.Error(r.err)
			} else if r.document.ID == written.ID && r.document.Status != written.Status {
				t.Errorf("%s after its submission", r.document.Status)
			}
		}
	})
}

// TestAWriteToTheDisputeMakesItsListOld: what somebody else did to a document meanwhile is seen.
func TestAWriteToTheDisputeMakesItsListOld(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(*mangopay.Client, *account) error{
		"tag": func(c *mangopay.Client, a *account) error {
			_, err := c.Disputes.UpdateTag(a.t.Context(), a.disputes[0], "urgent")
			return err
		},
		"document": func(c *mangopay.Client, a *account) error {
			_, err := c.Documents.Create(a.t.Context(), a.disputes[0], "OTHER", "", "")
			return err
		},
		"page": func(c *mangopay.Client, a *account) error {
			return c.Documents.AddPage(a.t.Context(), a.disputes[0], a.documents[0].ID, pageOf(strings.Repeat("%PDF-1.4\n", 200)), "")
		},
		"submission of a document": func(c *mangopay.Client, a *account) error {
			a.send(c, a.documents[0])
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAccount(t, 1, 4)
			client := a.client()
			readAll(t, client, 1, a.documents[:2])
			a.send(a.client(), a.documents[2])
			must(t, write(client, a))
			a.calls()
			readAll(t, client, 1, a.documents[2:])
			a.wantCalls("list_dispute_documents")
		})
	}
}

// TestListsThatLagDoNotHideAnOwnWrite: neither one that is asked for because of the document, nor one for another's sake.
func TestListsThatLagDoNotHideAnOwnWrite(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]int{"the document first": 3, "another first": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAccount(t, 1, 4)
			client := a.over(lagging{a.Transport()})
			readAll(t, client, 1, a.documents[:1])
			a.send(client, a.documents[3])
			readAll(t, client, 1, []*mangopay.Document{a.documents[first], a.documents[5-first], a.documents[1]})
		})
	}
}

// lagging has lists that do not know of submissions yet.
type lagging struct{ http.RoundTripper }

func (l lagging) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := l.RoundTripper.RoundTrip(req)
	if err != nil || !req.URL.Query().Has("page") {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(strings.NewReader(strings.ReplaceAll(string(body), "VALIDATION_ASKED", "CREATED")))
	return resp, err
}

// shifting has a hundred documents on each page of the account's list, each of a dispute of its own. Those before the
// page in question moved up by one between the requests, so that one is missing.
func shifting(t *testing.T, header bool, singles *[]string) *mangopay.Client {
	t.Helper()
	var mu sync.Mutex
	return offlineClient(func(req *http.Request) (*http.Response, error) {
		page, _ := strconv.Atoi(req.URL.Query().Get("page"))
		_, id, _ := strings.Cut(req.URL.Path, "/dispute-documents/")
		_, dispute, _ := strings.Cut(req.URL.Path, "/disputes/")
		var items []string
		switch {
		case id != "":
			mu.Lock()
			*singles = append(*singles, id)
			mu.Unlock()
			return canned(200, "application/json", shiftingDocument(id)), nil
		case dispute != "":
			items, page = []string{shiftingDocument(strings.TrimSuffix(dispute, "/documents"))}, 3
		default:
			for n := 100*page - 99; n <= min(100*page, 250); n++ {
				items = append(items, shiftingDocument(strconv.Itoa(n+min(page-1, 1))))
			}
		}
		resp := canned(200, "application/json", "["+strings.Join(items, ",")+"]")
		if header {
			resp.Header.Set("X-Number-Of-Pages", "3")
		} else if page < 3 {
			resp.Header.Set("Link", `<https://api.example/?page=9>; rel="next"`)
		}
		return resp, nil
	})
}

func shiftingDocument(id string) string {
	return fmt.Sprintf(`{"Id":%q,"DisputeId":%q,"Status":"CREATED","Type":"OTHER"}`, id, id)
}

func TestPagesThatMoveLoseNothing(t *testing.T) {
	t.Parallel()
	for _, header := range []bool{true, false} {
		var singles []string
		client := shifting(t, header, &singles)
		for n := 250; n >= 1; n-- {
			id := strconv.Itoa(n)
			got, err := client.Documents.Read(t.Context(), id, id)
			if err != nil || got.ID != id {
				t.Fatalf("with a number of pages (%t): document %s: %+v, %v", header, id, got, err)
			}
		}
		if want := "250 101"; header && strings.Join(singles, " ") != want {
			t.Errorf("read by their id: %v, want %s: the first of all, and the one that no page had", singles, want)
		}
	}
}
