package mangopay_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// throttled refuses the first of certain requests a second after it arrived, for a minute.
type throttled struct {
	http.RoundTripper
	holds func(*http.Request) bool

	mu   sync.Mutex
	seen int
}

func (th *throttled) RoundTrip(req *http.Request) (*http.Response, error) {
	if !th.holds(req) {
		return th.RoundTripper.RoundTrip(req)
	}
	th.mu.Lock()
	th.seen++
	first := th.seen == 1
	th.mu.Unlock()
	if !first {
		return th.RoundTripper.RoundTrip(req)
	}
	<-time.After(time.Second)
	resp := canned(http.StatusTooManyRequests, "application/json", "{}")
	resp.Header.Set("Retry-After", "60")
	return resp, nil
}

func thirdPage(req *http.Request) bool {
	return strings.HasSuffix(req.URL.Path, "/dispute-documents") && req.URL.Query().Get("page") == "3"
}

type boardKey struct{}

// boards keeps what the callers of reads are told.
type boards struct {
	client *mangopay.Client
	*account

	mu   sync.Mutex
	told map[string][]string
}

func newBoards(a *account, wire http.RoundTripper) *boards {
	b := &boards{account: a, told: map[string][]string{}}
	b.client = mangopay.New(mangopay.Config{
		BaseURL: simulator.BaseURL, ClientID: simulator.ClientID, APIKey: simulator.APIKey, Transport: wire,
		Random: func() float64 { return 0 },
		Announce: func(ctx context.Context, message string) {
			b.mu.Lock()
			defer b.mu.Unlock()
			board, _ := ctx.Value(boardKey{}).(string)
			b.told[board] = append(b.told[board], message)
		},
	})
	return b
}

// read starts to read a document and lets it come to rest.
func (b *boards) read(ctx context.Context, board string, i int) (wait func() error) {
	done := make(chan error, 1)
	go func() {
		_, err := b.client.Documents.Read(context.WithValue(ctx, boardKey{}, board), b.documents[i].DisputeID, b.documents[i].ID)
		done <- err
	}()
	synctest.Wait()
	return func() error { return <-done }
}

// TestEveryReadThatWaitsIsTold has reads share a call that the rate limit holds back.
func TestEveryReadThatWaitsIsTold(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		holds func(*http.Request) bool
		first []int // Documents that are read before.
		begin int   // Whose read begins the call.
		reads []int // What waits for it.
		begun bool  // Whether the first one waits too.
	}{
		"list":   {thirdPage, []int{0, 99}, 101, []int{284, 283, 284}, false},
		"single": {func(req *http.Request) bool { return strings.Contains(req.URL.Path, "/dispute-documents/") }, nil, 5, []int{5, 5}, true},
	}
	for name, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			a := newAccount(t, 3, 95)
			b := newBoards(a, &throttled{RoundTripper: a.Transport(), holds: test.holds})
			for _, i := range test.first {
				must(t, b.read(t.Context(), "before", i)())
			}
			waits := []func() error{b.read(t.Context(), "first", test.begin)}
			want := []string{}
			if test.begun {
				want = append(want, "first")
			}
			for n, i := range test.reads {
				if n == len(test.reads)-1 {
					<-time.After(10 * time.Second) // the last comes while the wait goes on
				}
				board := fmt.Sprint("reader ", n)
				waits, want = append(waits, b.read(t.Context(), board, i)), append(want, board)
			}
			for _, wait := range waits {
				must(t, wait())
			}
			slices.Sort(want)
			got := []string{}
			for board, messages := range b.told {
				got = append(got, board)
				if len(messages) != 1 || !strings.HasPrefix(messages[0], "Waiting 1m0s, until ") {
					t.Errorf("%s: %s was told %q", name, board, messages)
				}
			}
			if slices.Sort(got); !slices.Equal(got, want) {
				t.Errorf("%s: told were %q, want %q", name, got, want)
			}
		})
	}
}

// TestAListThatIsHeldBackForNobodyEnds has all its reads answered, or given up, by the time the rate limit holds a page back.
func TestAListThatIsHeldBackForNobodyEnds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		second time.Duration // How long the second page takes.
		late   bool          // A read of the page that is held back gives up.
	}{
		"all are answered before":     {0, false},
		"the last is answered during": {3 * time.Second, false},
		"the last gives up":           {0, true},
	}
	for name, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			a := newAccount(t, 3, 95)
			limited := &throttled{holds: thirdPage, RoundTripper: wire(func(req *http.Request) (*http.Response, error) {
				if req.URL.Query().Get("page") == "2" {
					<-time.After(test.second)
				}
				return a.Transport().RoundTrip(req)
			})}
			b := newBoards(a, limited)
			for _, i := range []int{0, 99, 101} {
				must(t, b.read(t.Context(), "before", i)())
			}
			if test.late {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				if err := b.read(ctx, "late", 284)(); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("error %v", err)
				}
				cancel()
			}
			<-time.After(5 * time.Minute)
			if limited.seen != 1 {
				t.Errorf("%s: the page was asked for %d times", name, limited.seen)
			}
			must(t, b.read(t.Context(), "after", 284)())
		})
	}
}
