package mangopay_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"math/rand/v2"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
)

const pagesPattern = "POST " + root + "/disputes/1/documents/2/pages"

// received is an upload as the server got it.
type received struct {
	digest   string // Of the decoded file.
	length   int64  // Content-Length.
	raw      int64
	complete bool
}

// receive reads an upload without keeping it.
func receive(r *http.Request) received {
	got := received{length: r.ContentLength}
	body := &counter{r: r.Body}
	prefix := make([]byte, len(`{"File":"`))
	if _, err := io.ReadFull(body, prefix); err != nil || string(prefix) != `{"File":"` {
		return got
	}
	sum := sha256.New()
	err := decodeUntilQuote(sum, body)
	got.raw, got.digest = body.n, hex.EncodeToString(sum.Sum(nil))
	got.complete = err == nil && body.n == r.ContentLength
	return got
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// untilQuote ends at the first quotation mark and remembers what followed it.
type untilQuote struct {
	r     io.Reader
	after []byte
	done  bool
}

func (u *untilQuote) Read(p []byte) (int, error) {
	if u.done {
		return 0, io.EOF
	}
	n, err := u.r.Read(p)
	if i := bytes.IndexByte(p[:n], '"'); i >= 0 {
		u.done, u.after = true, append([]byte{}, p[i:n]...)
		return i, nil
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func decodeUntilQuote(w hash.Hash, r io.Reader) error {
	u := &untilQuote{r: r}
	if _, err := io.Copy(w, base64.NewDecoder(base64.StdEncoding, u)); err != nil {
		return err
	}
	rest, err := io.ReadAll(r)
	if tail := string(u.after) + string(rest); err == nil && tail != `"}` {
		return fmt.Errorf("ends with %q", tail)
	}
	return err
}

// noise is a file of any size that takes no memory.
func noise(size int64) io.Reader {
	return io.LimitReader(rand.NewChaCha8([32]byte{1}), size)
}

func TestPagesArriveByteForByte(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.stream = true
	results := make(chan received, 1)
	server.handle("POST "+root+"/disputes/1/documents/{id}/pages", func(w http.ResponseWriter, r *http.Request) {
		results <- receive(r)
		w.WriteHeader(http.StatusNoContent)
	})
	c := server.client()
	const chunk = 24 << 10
	for _, size := range []int64{1, 2, 3, 4, chunk - 1, chunk, chunk + 1, 3*chunk + 2, 2 << 20} {
		for name, wrap := range map[string]func(io.Reader) io.Reader{
			"plain": func(r io.Reader) io.Reader { return r }, "data with EOF": iotest.DataErrReader, "halves": iotest.HalfReader,
		} {
			page := mangopay.Page{Size: size, Open: func() (io.ReadCloser, error) { return io.NopCloser(wrap(noise(size))), nil }}
			if err := c.Documents.AddPage(t.Context(), "1", "2", page, key); err != nil {
				t.Fatalf("%d bytes, %s: %v", size, name, err)
			}
			got, sum := <-results, sha256.New()
			_, _ = io.Copy(sum, noise(size))
			want := received{hex.EncodeToString(sum.Sum(nil)), 11 + 4*((size+2)/3), 11 + 4*((size+2)/3), true}
			if got != want {
				t.Errorf("%d bytes, %s: got %+v, want %+v", size, name, got, want)
			}
		}
	}
}

// TestUploadMemoryDoesNotGrowWithTheFile runs alone: it counts what the whole process allocates.
func TestUploadMemoryDoesNotGrowWithTheFile(t *testing.T) {
	server := newAPI(t)
	server.stream = true
	server.handle(pagesPattern, func(w http.ResponseWriter, r *http.Request) {
		buffer := make([]byte, 64<<10)
		for {
			if _, err := r.Body.Read(buffer); err != nil {
				break
			}
		}
		w.WriteHeader(http.StatusNoContent)
	})
	c := server.client()
	upload := func(size int64) uint64 {
		page := mangopay.Page{Size: size, Open: func() (io.ReadCloser, error) { return io.NopCloser(noise(size)), nil }}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if err := c.Documents.AddPage(t.Context(), "1", "2", page, ""); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	upload(2 << 20) // The first call also gets a token and a connection.
	small, large := upload(2<<20), upload(24<<20)
	if large > small+(1<<20) || large > 2<<20 {
		t.Errorf("2 MiB took %d bytes of memory, 24 MiB took %d", small, large)
	}
}

// source counts how often it is opened and closed.
type source struct {
	opened, closed atomic.Int32
	open           func() (io.Reader, error)
}

func (s *source) page(size int64) mangopay.Page {
	return mangopay.Page{Size: size, Open: func() (io.ReadCloser, error) {
		r, err := s.open()
		if err != nil {
			return nil, err
		}
		s.opened.Add(1)
		return struct {
			io.Reader
			io.Closer
		}{r, closer(func() { s.closed.Add(1) })}, nil
	}}
}

type closer func()

func (c closer) Close() error { c(); return nil }

func TestABrokenSourceNeverCompletesTheBody(t *testing.T) {
	t.Parallel()
	changed := errors.New("the file has changed")
	const size = 100 << 10
	tests := map[string]struct {
		open func() (io.Reader, error)
		says string
		is   error
	}{
		"shorter": {func() (io.Reader, error) { return noise(size - 1), nil }, "shorter", nil},
		"empty":   {func() (io.Reader, error) { return noise(0), nil }, "shorter", nil},
		"longer":  {func() (io.Reader, error) { return noise(size + 1), nil }, "longer", nil},
		"fails in the middle": {
			func() (io.Reader, error) { return io.MultiReader(noise(size/2), iotest.ErrReader(changed)), nil }, "changed", changed,
		},
		"fails at its end": {
			func() (io.Reader, error) { return io.MultiReader(noise(size), iotest.ErrReader(changed)), nil }, "changed", changed,
		},
		"fails before its last byte": {
			func() (io.Reader, error) { return io.MultiReader(noise(size-1), iotest.ErrReader(changed)), nil }, "changed", changed,
		},
	}
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2.0"} {
		for name, test := range tests {
			t.Run(protocol+" "+name, func(t *testing.T) {
				t.Parallel()
				results := make(chan received, 1)
				c := uploadServer(t, protocol, results)
				s := &source{open: test.open}
				err := c.Documents.AddPage(t.Context(), "1", "2", s.page(size), key)
				if !apierr.NotSent(err) || apierr.Ambiguous(err) || !strings.Contains(err.Error(), test.says) {
					t.Errorf("got %v", err)
				}
				if test.is != nil && !errors.Is(err, test.is) {
					t.Errorf("%v lost its cause", err)
				}
				if got := <-results; got.complete || got.length != 11+4*((size+2)/3) || got.raw >= got.length {
					t.Errorf("the server got %+v", got)
				}
				if s.opened.Load() != 1 || s.closed.Load() != 1 {
					t.Errorf("opened %d times, closed %d times", s.opened.Load(), s.closed.Load())
				}
			})
		}
	}
}

// uploadServer is a server that speaks one protocol, and a client for it.
func uploadServer(t *testing.T, protocol string, results chan<- received) *mangopay.Client {
	t.Helper()
	server, wire := newTLSAPI(t, protocol == "HTTP/2.0")
	server.handle(pagesPattern, func(w http.ResponseWriter, r *http.Request) {
		if r.Proto != protocol {
			t.Errorf("the server speaks %s", r.Proto)
		}
		results <- receive(r)
		w.WriteHeader(http.StatusNoContent)
	})
	server.stream = true
	return server.client(func(c *mangopay.Config) { c.Transport = wire })
}

func TestAPageThatCannotBeOpenedSendsNothing(t *testing.T) {
	t.Parallel()
	missing := errors.New("no such file")
	server := newAPI(t)
	c := server.client()
	for name, page := range map[string]mangopay.Page{
		"missing": {Size: 10, Open: func() (io.ReadCloser, error) { return nil, missing }},
		"empty":   {Size: 0, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("")), nil }},
	} {
		err := c.Documents.AddPage(t.Context(), "1", "2", page, key)
		if !apierr.NotSent(err) {
			t.Errorf("%s: got %v", name, err)
		}
		if name == "missing" && !errors.Is(err, missing) {
			t.Errorf("%v lost its cause", err)
		}
	}
	if n := len(server.seen); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestUploadIsReopenedForTheRepeatAfter401(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.stream = true
	refused := false
	server.handle(pagesPattern, func(w http.ResponseWriter, r *http.Request) {
		got := receive(r)
		if !got.complete {
			t.Errorf("the server got %+v", got)
		}
		if !refused {
			refused = true
			respond(w, 401, "application/json", `{"Message":"m","Type":"invalid_credentials"}`)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	s := &source{open: func() (io.Reader, error) { return noise(3 << 20), nil }}
	if err := server.client().Documents.AddPage(t.Context(), "1", "2", s.page(3<<20), key); err != nil {
		t.Fatal(err)
	}
	if s.opened.Load() != 2 || s.closed.Load() != 2 {
		t.Errorf("opened %d times, closed %d times, want 2 and 2", s.opened.Load(), s.closed.Load())
	}
}

func TestCancelledUploadStopsAtOnce(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.stream = true
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan received, 1)
	server.handle(pagesPattern, func(_ http.ResponseWriter, r *http.Request) { ended <- receive(r) })
	s := &source{open: func() (io.Reader, error) {
		return io.MultiReader(noise(1<<20), readerFunc(func([]byte) (int, error) {
			cancel()
			<-ctx.Done()
			return 0, ctx.Err()
		})), nil
	}}
	err := server.client().Documents.AddPage(ctx, "1", "2", s.page(8<<20), key)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := <-ended; got.complete {
		t.Errorf("the server got %+v", got)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
