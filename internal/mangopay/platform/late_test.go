package platform_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// bubble is a world on a virtual clock, at the real pace.
type bubble struct {
	*simulator.Simulator
	t       *testing.T
	dispute string
	files   evidence.Directories
	file    evidence.File
}

func newBubble(t *testing.T, guesses simulator.Guesses) *bubble {
	t.Helper()
	sim, err := simulator.Open(simulator.Options{Empty: true, Guesses: &guesses})
	if err != nil {
		t.Fatal(err)
	}
	dispute, err := sim.OpenDispute(simulator.DisputeSpec{Deadline: 30 * 24 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	b := &bubble{Simulator: sim, t: t, dispute: dispute}
	world := acctest.World{Dir: t.TempDir()}
	if b.files, err = evidence.NewDirectories(world.Dir, []string{world.Dir}); err != nil {
		t.Fatal(err)
	}
	b.file, _ = evidence.InspectBytes("page", acctest.PNG(1))
	return b
}

func (b *bubble) do(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// process is a provider process; wire may change what goes over the network.
func (b *bubble) process(wire func(http.RoundTripper) http.RoundTripper) *platform.Platform {
	config := mangopay.Config{BaseURL: simulator.BaseURL, ClientID: simulator.ClientID, APIKey: simulator.APIKey, Transport: b.Transport()}
	if wire != nil {
		config.Transport = wire(config.Transport)
	}
	return platform.New(mangopay.New(config), platform.Policy{MarkDocuments: true, VerifyContents: true}, b.files, tfkit.DefaultPace())
}

func (b *bubble) want() platform.Document {
	return platform.Document{DisputeID: b.dispute, Type: "INVOICE"}
}

func (b *bubble) documents() []simulator.DocumentState {
	b.t.Helper()
	d, err := b.Dispute(b.dispute)
	b.do(err)
	return d.Documents
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// An interrupted replacement of a sent document is found even while the list does not
// show it yet: in the stored answers.
func TestInterruptedReplacementHiddenByALag(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBubble(t, simulator.Guesses{ListLag: 5 * time.Minute})
		ctx := t.Context()
		p := b.process(nil)
		first, err := p.OpenDocument(ctx, b.want())
		b.do(err)
		b.do(p.AddPage(ctx, first, b.file, opener(acctest.PNG(1))))
		_, err = p.Client.Documents.Submit(ctx, b.dispute, first.ID)
		b.do(err)
		<-time.After(time.Hour)
		dies := b.process(nil)
		dies.Forget(first.ID, b.want())
		second, err := dies.OpenDocument(ctx, b.want())
		b.do(err)
		next := b.process(nil)
		found, err := next.OpenDocument(ctx, b.want())
		b.do(err)
		if found.ID != second.ID || second.ID == first.ID {
			t.Errorf("the next run finds %s; the one to finish is %s", found.ID, second.ID)
		}
		if findings := next.CheckAgain(found, b.want()); len(findings) != 1 {
			t.Errorf("a second copy is finished, and the user hears %v", findings)
		}
	})
}

// A page that Ctrl-C broke off may still arrive; the next run waits for it even where
// keys are not reserved.
func TestPageStillUnderWayAfterCtrlC(t *testing.T) {
	t.Parallel()
	for name, forget := range map[string]bool{"in the state": true, "not in the state": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBubble(t, simulator.Guesses{KeyNotReserved: true})
				p := b.process(nil)
				doc, err := p.OpenDocument(t.Context(), b.want())
				b.do(err)
				b.do(b.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: simulator.FaultLateCommit, Operation: "create_page", Nth: 1, Delay: time.Minute}}}))
				hasty, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				if err := p.AddPage(hasty, doc, b.file, opener(acctest.PNG(1))); err == nil {
					t.Fatal("the upload was not broken off")
				}
				cancel()
				<-time.After(10 * time.Second)
				next := b.process(nil)
				if forget {
					next.Forget(doc.ID, b.want())
				}
				doc, err = next.OpenDocument(t.Context(), b.want())
				b.do(err)
				b.do(next.AddPage(t.Context(), doc, b.file, opener(acctest.PNG(1))))
				<-time.After(time.Hour)
				if pages := b.documents()[0].Pages; len(pages) != 1 {
					t.Errorf("the document has %d pages, want 1", len(pages))
				}
			})
		})
	}
}

// A key that is taken, and whose answer nobody ever gets, does not stand in the way for
// a day.
func TestKeyTakenForNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBubble(t, simulator.Guesses{})
		var keys []string
		p := b.process(func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(r *http.Request) (*http.Response, error) {
				key := r.Header.Get("Idempotency-Key")
				if key == "" {
					return next.RoundTrip(r)
				}
				if !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
				if key != keys[0] {
					return next.RoundTrip(r)
				}
				return &http.Response{
					StatusCode: http.StatusConflict, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
					Body: io.NopCloser(strings.NewReader(`{"Message":"used","Type":"idempotent_creation_conflict","Id":"x","Date":1,"errors":null}`)),
				}, nil
			})
		})
		if _, err := p.OpenDocument(t.Context(), b.want()); err != nil {
			t.Errorf("after %d keys: %v", len(keys), err)
		}
		if n := len(b.documents()); n != 1 {
			t.Errorf("there are %d documents, want 1", n)
		}
	})
}

// One failed look does not end the wait for a decision.
func TestAwaitOutlastsFailures(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBubble(t, simulator.Guesses{})
		p := b.process(nil)
		made, err := p.OpenDocument(t.Context(), b.want())
		b.do(err)
		b.do(b.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: simulator.FaultRateLimit, Operation: "get_document", Delay: 20 * time.Minute, Times: 1}}}))
		looks := 0
		err = p.Await(t.Context(), time.Hour, func(ctx context.Context) (bool, error) {
			_, err := p.Client.Documents.Get(ctx, made.ID)
			looks++
			return err == nil, err
		})
		if err != nil || looks < 2 {
			t.Errorf("%d looks, error %v", looks, err)
		}
	})
}

// Mutual TLS moves an account to another host; its documents stay the same.
func TestFingerprintIsOfTheAccount(t *testing.T) {
	t.Parallel()
	of := func(base string) string {
		client := mangopay.New(mangopay.Config{BaseURL: base, ClientID: "acme", APIKey: "key"})
		return platform.New(client, platform.Policy{}, evidence.Directories{}, hurried).Fingerprint(platform.Document{DisputeID: "1", Type: "INVOICE"})
	}
	if of("https://api.mangopay.com") != of("https://api-mtls.mangopay.com") {
		t.Error("mutual TLS makes it another account")
	}
	if of("https://api.mangopay.com") == of("https://api.sandbox.mangopay.com") {
		t.Error("the sandbox is the same account")
	}
}

// What is interrupted in a pause says what to do.
func TestInterruptedPauseSaysSo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBubble(t, simulator.Guesses{})
		doc, err := b.process(nil).OpenDocument(t.Context(), b.want())
		b.do(err)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		err = b.process(nil).AddPage(ctx, doc, b.file, opener(acctest.PNG(1)))
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "run it again") {
			t.Errorf("error %v", err)
		}
	})
}

// A document that was sent is found in the stored answers while the list does not show
// it yet.
func TestSentDocumentHiddenByALag(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBubble(t, simulator.Guesses{ListLag: 5 * time.Minute})
		p := b.process(nil)
		doc, err := p.OpenDocument(t.Context(), b.want())
		b.do(err)
		b.do(p.AddPage(t.Context(), doc, b.file, opener(acctest.PNG(1))))
		_, err = p.Client.Documents.Submit(t.Context(), b.dispute, doc.ID)
		b.do(err)
		found, err := b.process(nil).FindSent(t.Context(), b.want())
		if err != nil || found == nil || found.ID != doc.ID {
			t.Errorf("found %v (%v), want %s", found, err, doc.ID)
		}
	})
}
