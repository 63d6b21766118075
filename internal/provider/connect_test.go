package provider_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// recorder answers every request with handler, or 401, and keeps the requests.
func recorder(t *testing.T, handler http.HandlerFunc) (*[]*http.Request, string) {
	t.Helper()
	var mu sync.Mutex
	var seen []*http.Request
	served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen = append(seen, r)
		mu.Unlock()
		if handler == nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		handler(w, r)
	}))
	t.Cleanup(served.Close)
	return &seen, served.URL
}

func TestWrongCredentials(t *testing.T) {
	t.Parallel()
	url := world(t)
	config := at(url)
	config["mangopay"].(object)["api_key"] = "wrong-hunter2"
	s := start(t)
	silent(t, s.configure(config))
	_, said := s.readDispute("dispute-1001")
	want(t, said, "ERROR [] Cannot read dispute: sign in: the client id or the API key was refused", "HTTP 401",
		"Check client_id and api_key (MANGOPAY_CLIENT_ID, MANGOPAY_API_KEY): each environment has its own pair.")
	if strings.Contains(said, "hunter2") {
		t.Errorf("repeats the key: %s", said)
	}
}

func TestBaseURLThatAnswersHTML(t *testing.T) {
	t.Parallel()
	_, url := recorder(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!DOCTYPE html><html><body>Welcome to the portal</body></html>"))
	})
	s := start(t)
	silent(t, s.configure(at(url)))
	_, said := s.readDispute("dispute-1001")
	want(t, said, "ERROR [] Cannot ", "the answer is not the API's JSON but an HTML page; check the base URL, and any proxy")
	if strings.Contains(said, "Welcome") {
		t.Errorf("repeats the page: %s", said)
	}
}

func TestUnreachableHost(t *testing.T) {
	t.Parallel()
	const address = "127.0.0.1:1" // tcpmux, which nobody serves; a port that was free may be another test's by now
	s := start(t)
	silent(t, s.configure(at("http://"+address)))
	_, said := s.readDispute("dispute-1001")
	want(t, said, "ERROR [] Cannot ", "no answer from "+address, "connection refused", "Check environment or base_url, and the network")
}

// TestRedirectIsNotFollowed: neither the token request nor a call with a token
// goes where a redirect points to.
func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	stolen, target := recorder(t, nil)
	for name, first := range map[string]string{"token": "", "call": `{"access_token":"t0ken","token_type":"bearer","expires_in":3599}`} {
		seen, url := recorder(t, func(w http.ResponseWriter, r *http.Request) {
			if first != "" && strings.HasSuffix(r.URL.Path, "/oauth/token") {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(first))
				return
			}
			http.Redirect(w, r, target+r.URL.Path, http.StatusTemporaryRedirect)
		})
		s := start(t)
		silent(t, s.configure(at(url)))
		_, said := s.readDispute("dispute-1001")
		want(t, said, "the answer is a redirect to "+strings.TrimPrefix(target, "http://")+", which is not followed; check the base URL")
		if len(*seen) == 0 {
			t.Errorf("%s: nothing was asked", name)
		}
	}
	if len(*stolen) > 0 {
		t.Errorf("the target of the redirect was asked %d times, with Authorization %q", len(*stolen), (*stolen)[0].Header.Get("Authorization"))
	}
}

// TestSimulatorNeedsNoBlock: one environment variable is a whole configuration.
func TestSimulatorNeedsNoBlock(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("MANGOPAY_ENVIRONMENT", "simulator")
	elsewhere := filepath.Join(t.TempDir(), "elsewhere.db")
	for _, run := range []struct{ variable, file string }{{"", "disputes-simulator.db"}, {elsewhere, elsewhere}} {
		t.Setenv("DISPUTES_SIMULATOR_FILE", run.variable)
		s := start(t)
		silent(t, s.validate(object{}))
		want(t, s.configure(object{}), "WARNING [mangopay] The embedded simulator is used: nothing is sent to the real system.", run.file, "Rule: simulator-in-use")
		status, said := s.readDispute("dispute-1001")
		silent(t, said)
		if status != "PENDING_CLIENT_ACTION" {
			t.Errorf("status %q", status)
		}
		if _, err := os.Stat(run.file); err != nil {
			t.Error(err)
		}
	}
}

func TestSimulatorFileThatCannotBeOpened(t *testing.T) {
	t.Setenv("DISPUTES_SIMULATOR_FILE", filepath.Join(t.TempDir(), "missing", "world.db"))
	want(t, start(t).configure(object{"mangopay": object{"environment": "simulator"}}),
		"ERROR [mangopay.environment] The simulator cannot be opened: simulator world", "no such file or directory")
}

func TestDisputeThatDoesNotExist(t *testing.T) {
	t.Parallel()
	url := world(t)
	s := start(t)
	silent(t, s.configure(at(url)))
	_, said := s.readDispute("dispute-9999")
	want(t, said, "ERROR [id] There is no such dispute.", `no dispute "dispute-9999"`, "Rule: dispute-not-found")
}
