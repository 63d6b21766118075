package mangopay_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// hangUp ends the connection without an answer.
func hangUp(t *testing.T, w http.ResponseWriter, partial string) {
	t.Helper()
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	_, _ = buffer.WriteString(partial)
	_ = buffer.Flush()
	_ = conn.Close()
}

// TestWritesAreNeverReplayed has the server drop a connection, fresh or kept alive, after it read a request with an
// idempotency key. net/http would repeat such a POST by itself if it could open the body again.
func TestWritesAreNeverReplayed(t *testing.T) {
	t.Parallel()
	for _, kept := range []string{"fresh connection", "kept-alive connection"} {
		for name := range operations(mangopay.New(mangopay.Config{})) {
			if !oneWay(name) {
				continue // Doing it twice does no harm.
			}
			t.Run(kept+", "+name, func(t *testing.T) {
				t.Parallel()
				server := newAPI(t)
				server.answer("GET "+root+"/disputes/warm", 200, disputeJSON)
				server.handle(root+"/", func(w http.ResponseWriter, _ *http.Request) { hangUp(t, w, "") })
				c := server.client()
				if strings.HasPrefix(kept, "kept") {
					if _, err := c.Disputes.Get(t.Context(), "warm"); err != nil {
						t.Fatal(err)
					}
				}
				before := len(server.calls())
				err := operations(c)[name](t.Context())
				if !apierr.Ambiguous(err) || apierr.NotSent(err) {
					t.Errorf("got %v, want an unknown outcome", err)
				}
				if n := len(server.calls()) - before; n != 1 {
					t.Errorf("sent %d times", n)
				}
			})
		}
	}
}

// oneWay tells of the operations whose effect a repeat could double.
func oneWay(operation string) bool {
	return slices.Contains([]string{"submit dispute", "close dispute", "create document", "add page", "submit document"}, operation)
}

func TestBrokenAnswers(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answer string
		status int
	}{
		"header cut off":     {"HTTP/1.1 200 OK\r\nContent-Le", 0},
		"body cut off":       {"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"Id\":\"1\"", 200},
		"not HTTP":           {"SSH-2.0-OpenSSH_9.6\r\n", 0},
		"refusal cut off":    {"HTTP/1.1 400 Bad Request\r\nContent-Length: 500\r\n\r\n{\"Message\":", 400},
		"chunked and broken": {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Id\"\r\n", 200},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.handle(root+"/", func(w http.ResponseWriter, _ *http.Request) { hangUp(t, w, test.answer) })
			_, err := server.client().Documents.Create(t.Context(), "1", "OTHER", "", key)
			if e := asError(t, err); e.Status != test.status || apierr.Ambiguous(err) != (test.status < 300) || apierr.NotSent(err) {
				t.Errorf("got %#v", e)
			}
		})
	}
}

func TestUnreachableHost(t *testing.T) {
	t.Parallel()
	const address = "127.0.0.1:1" // tcpmux, which nobody serves; a port that was free may be another test's by now
	c := mangopay.New(mangopay.Config{BaseURL: "http://" + address, ClientID: clientID, APIKey: apiKey, Backoff: quick})
	for name, call := range operations(c) {
		err := call(t.Context())
		if !apierr.NotSent(err) || apierr.Ambiguous(err) || !strings.Contains(err.Error(), address) {
			t.Errorf("%s: got %v", name, err)
		}
		checkNoSecret(t, err.Error())
	}
}

func TestUntrustedCertificate(t *testing.T) {
	t.Parallel()
	server, _ := newTLSAPI(t, false)
	_, err := server.client().Documents.Create(t.Context(), "1", "OTHER", "", key)
	if !apierr.NotSent(err) || !strings.Contains(err.Error(), "certificate") || len(server.seen) != 0 {
		t.Errorf("got %v after %d requests", err, len(server.seen))
	}
}

func TestServerThatDisappearsAfterSignIn(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.answer("GET "+root+"/disputes/1", 200, disputeJSON)
	wire := transport.New(transport.Options{})
	c := server.client(func(c *mangopay.Config) { c.Transport = wire })
	if _, err := c.Disputes.Get(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	server.Close()
	wire.CloseIdleConnections()
	if _, err := c.Documents.Create(t.Context(), "1", "OTHER", "", key); !apierr.NotSent(err) {
		t.Errorf("got %v, want proof that nothing was sent", err)
	}
}

func TestCancellation(t *testing.T) {
	t.Parallel()
	t.Run("before sending", func(t *testing.T) {
		t.Parallel()
		server := newAPI(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for name, call := range operations(server.client()) {
			if err := call(ctx); !errors.Is(err, context.Canceled) || !apierr.NotSent(err) || apierr.Ambiguous(err) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if n := len(server.seen); n != 0 {
			t.Errorf("%d requests", n)
		}
	})
	t.Run("while waiting for the answer", func(t *testing.T) {
		t.Parallel()
		server := newAPI(t)
		ctx, cancel := context.WithCancel(t.Context())
		server.handle("PUT "+root+"/disputes/1/close", func(_ http.ResponseWriter, r *http.Request) {
			cancel()
			<-r.Context().Done()
		})
		if _, err := server.client().Disputes.Close(ctx, "1"); !errors.Is(err, context.Canceled) || !apierr.Ambiguous(err) {
			t.Errorf("got %v", err)
		}
	})
}

func TestSilentServerIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := offlineClient(func(req *http.Request) (*http.Response, error) {
			<-req.Context().Done()
			return nil, req.Context().Err()
		})
		begun := time.Now()
		if _, err := c.Disputes.Close(t.Context(), "1"); !errors.Is(err, transport.ErrStalled) || !apierr.Ambiguous(err) {
			t.Errorf("got %v", err)
		}
		if waited := time.Since(begun); waited != 80*time.Second {
			t.Errorf("given up after %s", waited)
		}
	})
}

// TestNoSecretInErrorsAndLogs makes every call fail in every way there is and reads all that comes out.
func TestNoSecretInErrorsAndLogs(t *testing.T) {
	t.Parallel()
	failures := map[string]http.HandlerFunc{
		"refusal": func(w http.ResponseWriter, _ *http.Request) {
			respond(w, 400, "application/json", `{"Message":"m","Type":"param_error","Id":"support-id","errors":{"File":"bad"}}`)
		},
		"HTML that quotes the request": func(w http.ResponseWriter, r *http.Request) {
			dump := &strings.Builder{}
			_ = r.Write(dump)
			respond(w, 502, "text/html", "<html>"+dump.String())
		},
		"text that quotes the request": func(w http.ResponseWriter, r *http.Request) {
			b, _ := io.ReadAll(r.Body)
			respond(w, 200, "text/plain", r.Header.Get("Authorization")+string(b))
		},
		"hang-up": func(w http.ResponseWriter, _ *http.Request) { hangUp(t, w, "") },
		"broken success": func(w http.ResponseWriter, _ *http.Request) {
			hangUp(t, w, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
		},
		"not authorized": func(w http.ResponseWriter, _ *http.Request) { respond(w, 401, "text/html", "") },
	}
	for name, failure := range failures {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.handle(root+"/", failure)
			record := &lines{}
			c := server.client(func(c *mangopay.Config) { c.Logger = record.log })
			for operation, call := range operations(c) {
				err := call(t.Context())
				if err == nil {
					t.Errorf("%s: no error", operation)
					continue
				}
				for e := err; e != nil; e = errors.Unwrap(e) {
					checkNoSecret(t, e.Error())
				}
			}
			record.check(t)
		})
	}
}

// lines keeps what is logged.
type lines struct {
	mu  sync.Mutex
	all []map[string]any
}

func (l *lines) log(_ context.Context, msg string, fields map[string]any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fields["msg"] = msg
	l.all = append(l.all, fields)
}

func (l *lines) check(t *testing.T) {
	t.Helper()
	if len(l.all) < len(operations(nil)) {
		t.Errorf("only %d lines were logged", len(l.all))
	}
	for _, line := range l.all {
		for field, value := range line {
			switch field {
			case "msg", "method", "route", "error_id":
				text, ok := value.(string)
				if !ok {
					t.Errorf("field %s holds %T", field, value)
				}
				checkNoSecret(t, text)
				if strings.Contains(text, clientID) || strings.Contains(text, "?") {
					t.Errorf("field %s holds %q", field, text)
				}
			case "status", "ms":
			default:
				t.Errorf("field %s is logged", field)
			}
		}
	}
}

func TestDownload(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.handle("GET /public/documents/a/consult/small", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("the token was sent to a page link")
		}
		respond(w, 200, "application/pdf", "%PDF-1.7 content")
	})
	for size, name := range map[int64]string{16 << 20: "limit", 16<<20 + 1: "excess"} {
		server.handle("GET /public/documents/a/consult/"+name, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.Copy(w, noise(size))
		})
	}
	server.handle("GET /public/documents/a/consult/expired", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, 404, "text/html", "<html>canary</html>")
	})
	server.handle("GET /public/documents/a/consult/moved", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "https://elsewhere.example/canary?canary")
		w.WriteHeader(http.StatusFound)
	})
	server.handle("GET /public/documents/a/consult/none", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	server.handle("GET /public/documents/a/consult/short", func(w http.ResponseWriter, _ *http.Request) {
		hangUp(t, w, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\npart")
	})
	c := server.client()
	read := func(name string) (int, error) {
		link := mangopay.PageLink{URL: server.URL + "/public/documents/a/consult/" + name + "?sig=canary"}
		r, err := c.Documents.Download(t.Context(), link)
		if err != nil {
			return 0, err
		}
		defer r.Close()
		b, err := io.ReadAll(r)
		return len(b), err
	}
	for name, want := range map[string]int{"small": 16, "limit": 16 << 20} {
		if n, err := read(name); n != want || err != nil {
			t.Errorf("%s: %d bytes, error %v", name, n, err)
		}
	}
	if n, err := read("excess"); n != 16<<20 || !errors.Is(err, mangopay.ErrTooLarge) {
		t.Errorf("excess: %d bytes, error %v", n, err)
	}
	if n, err := read("short"); n != 4 || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("short: %d bytes, error %v", n, err)
	}
	for name, status := range map[string]int{"expired": 404, "moved": 302, "none": 204} {
		_, err := read(name)
		if asError(t, err).Status != status || apierr.NotFound(err) {
			t.Errorf("%s: %v", name, err)
		}
		checkNoSecret(t, err.Error())
	}
}

func TestDownloadRefusesOtherLinks(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	c := mangopay.New(mangopay.Config{
		BaseURL: "https://api.example", ClientID: clientID, APIKey: apiKey,
		Transport: offline(func(*http.Request) (*http.Response, error) {
			requests.Add(1)
			return canned(200, "image/png", "x"), nil
		}),
	})
	for _, link := range []string{
		"", "http://api.example/canary", "ftp://api.example/canary", "file:///canary", "/canary", "https://u:canary@api.example/",
		"https:///canary", "://canary", "https://api.example:canary/",
	} {
		r, err := c.Documents.Download(t.Context(), mangopay.PageLink{URL: link})
		if err == nil {
			_ = r.Close()
		}
		if !apierr.NotSent(err) {
			t.Errorf("%q: got %v", link, err)
			continue
		}
		checkNoSecret(t, err.Error())
	}
	if n := requests.Load(); n != 0 {
		t.Errorf("%d requests", n)
	}
	r, err := c.Documents.Download(t.Context(), mangopay.PageLink{URL: "https://other.example/x"})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if line, err := bufio.NewReader(r).ReadString(0); line != "x" || !errors.Is(err, io.EOF) {
		t.Errorf("got %q, %v", line, err)
	}
}
