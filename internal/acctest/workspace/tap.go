package workspace

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
)

// Tap stands in front of an API and keeps what is secret in the calls: tokens,
// credentials, and links to pages.
type Tap struct {
	next    http.Handler
	mu      sync.Mutex
	secrets map[string]string
}

// NewTap hands every request on to next.
func NewTap(next http.Handler) *Tap { return &Tap{next: next, secrets: map[string]string{}} }

// Secrets says of every secret that was seen what it is.
func (k *Tap) Secrets() map[string]string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return maps.Clone(k.secrets)
}

// ServeHTTP implements http.Handler.
func (k *Tap) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, token, bearer := strings.Cut(r.Header.Get("Authorization"), "Bearer "); bearer {
		k.keep("used token", token)
	} else if _, basic, found := strings.Cut(r.Header.Get("Authorization"), "Basic "); found {
		k.keep("basic credentials", basic)
	}
	if _, link, found := strings.Cut(r.URL.Path, "/public/documents/"); found {
		k.keep("page link", link)
	}
	if !strings.HasSuffix(r.URL.Path, "/oauth/token") {
		k.next.ServeHTTP(w, r)
		return
	}
	recorded := httptest.NewRecorder()
	k.next.ServeHTTP(recorded, r)
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if json.Unmarshal(recorded.Body.Bytes(), &answer) == nil && answer.AccessToken != "" {
		k.keep("issued token", answer.AccessToken)
	}
	maps.Copy(w.Header(), recorded.Header())
	w.WriteHeader(recorded.Code)
	_, _ = w.Write(recorded.Body.Bytes()) // a client that went away misses nothing it waits for
}

func (k *Tap) keep(kind, secret string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.secrets[secret] = kind
}
