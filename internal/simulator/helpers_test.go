package simulator_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// start is when the tests' worlds begin.
var start = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

// frozen is a clock that only Advance moves.
func frozen() time.Time { return start }

// open opens an empty world in memory whose clock stands still.
func open(t *testing.T, change ...func(*simulator.Options)) *simulator.Simulator {
	t.Helper()
	o := simulator.Options{Empty: true, Seed: 1, Now: frozen}
	for _, c := range change {
		c(&o)
	}
	s, err := simulator.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// guessing opens a world with other guesses.
func guessing(t *testing.T, g simulator.Guesses) *simulator.Simulator {
	t.Helper()
	return open(t, func(o *simulator.Options) { o.Guesses = &g })
}

// client speaks plain HTTP to a simulator.
type client struct {
	t     *testing.T
	http  *http.Client
	base  string
	token string
}

// connect gets a client over the socketless transport.
func connect(t *testing.T, s *simulator.Simulator) *client {
	t.Helper()
	c := &client{t: t, http: &http.Client{Transport: s.Transport()}, base: simulator.BaseURL}
	c.authorize()
	return c
}

// serve gets a client over a real socket.
func serve(t *testing.T, s *simulator.Simulator) *client {
	t.Helper()
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	c := &client{t: t, http: server.Client(), base: server.URL}
	c.authorize()
	return c
}

func (c *client) authorize() {
	c.t.Helper()
	var token struct {
		AccessToken string `json:"access_token"`
	}
	answer := c.askToken(simulator.ClientID, simulator.APIKey, "grant_type=client_credentials")
	answer.want(http.StatusOK, &token)
	c.token = token.AccessToken
}

func (c *client) askToken(id, key, body string) reply {
	c.t.Helper()
	r := c.request("POST", c.base+"/v2.01/oauth/token", body)
	r.SetBasicAuth(id, key)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.send(r)
}

func (c *client) request(method, url, body string) *http.Request {
	c.t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, url, reader)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

// reply is an answer that was read to its end.
type reply struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
}

func (c *client) send(r *http.Request) reply {
	c.t.Helper()
	answer, err := c.try(r)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer
}

func (c *client) try(r *http.Request) (reply, error) {
	response, err := c.http.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return reply{c.t, response.StatusCode, response.Header, body}, err
}

// api builds an authorized request within the account.
func (c *client) api(method, path, body string, header ...string) *http.Request {
	c.t.Helper()
	r := c.request(method, c.base+"/v2.01/"+simulator.ClientID+path, body)
	r.Header.Set("Authorization", "Bearer "+c.token)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// do sends an authorized request within the account. Header takes names and values in turn.
func (c *client) do(method, path, body string, header ...string) reply {
	c.t.Helper()
	return c.send(c.api(method, path, body, header...))
}

func (r reply) want(status int, into any) reply {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("status %d, want %d: %s", r.status, status, r.body)
	}
	if into != nil {
		if err := json.Unmarshal(r.body, into); err != nil {
			r.t.Fatalf("decode %s: %v", r.body, err)
		}
	}
	return r
}

// problem is an error body.
type problem struct {
	Message string
	Type    string
	ID      string `json:"Id"`
	Date    float64
	Errors  map[string]string `json:"errors"`
}

// refused checks for an error of a type, and returns it.
func (r reply) refused(status int, kind string) problem {
	r.t.Helper()
	var p problem
	r.want(status, &p)
	if p.Type != kind {
		r.t.Fatalf("error type %q, want %q: %s", p.Type, kind, r.body)
	}
	return p
}

// object is any JSON object.
type object map[string]any

func (o object) text(key string) string {
	text, _ := o[key].(string)
	return text
}

func (c *client) get(path string) object {
	c.t.Helper()
	var o object
	c.do("GET", path, "").want(http.StatusOK, &o)
	return o
}

func (c *client) list(path string) []object {
	c.t.Helper()
	var all []object
	c.do("GET", path, "").want(http.StatusOK, &all)
	return all
}

// document creates a document, and returns its id.
func (c *client) document(disputeID, tag string) string {
	c.t.Helper()
	body, err := json.Marshal(map[string]string{"Type": "DELIVERY_PROOF", "Tag": tag})
	if err != nil {
		c.t.Fatal(err)
	}
	var o object
	c.do("POST", "/disputes/"+disputeID+"/documents", string(body)).want(http.StatusOK, &o)
	return o.text("Id")
}

// png is a page: the beginning of a PNG file, and filling.
func png(size int) []byte {
	return append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{7}, size-8)...)
}

func upload(content []byte) string {
	return `{"File":"` + base64.StdEncoding.EncodeToString(content) + `"}`
}

// page uploads a page.
func (c *client) page(disputeID, documentID string, content []byte, header ...string) reply {
	c.t.Helper()
	return c.do("POST", "/disputes/"+disputeID+"/documents/"+documentID+"/pages", upload(content), header...)
}

// submitted creates a document with one page, and asks for its validation.
func (c *client) submitted(disputeID, tag string) string {
	c.t.Helper()
	id := c.document(disputeID, tag)
	c.page(disputeID, id, png(2048)).want(http.StatusNoContent, nil)
	c.askValidation(disputeID, id).want(http.StatusOK, nil)
	return id
}

func (c *client) askValidation(disputeID, documentID string) reply {
	c.t.Helper()
	return c.do("PUT", "/disputes/"+disputeID+"/documents/"+documentID, `{"Status":"VALIDATION_ASKED"}`)
}

const contested = `{"ContestedFunds":{"Currency":"EUR","Amount":10000}}`

// contest submits a dispute for the first time.
func (c *client) contest(disputeID string) {
	c.t.Helper()
	c.do("PUT", "/disputes/"+disputeID+"/submit", contested).want(http.StatusOK, nil)
}

func openDispute(t *testing.T, s *simulator.Simulator, spec simulator.DisputeSpec) string {
	t.Helper()
	id, err := s.OpenDispute(spec)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func decide(t *testing.T, s *simulator.Simulator, id, decision, message string) {
	t.Helper()
	if err := s.Decide(id, decision, message); err != nil {
		t.Fatal(err)
	}
}

func advance(t *testing.T, s *simulator.Simulator, d time.Duration) {
	t.Helper()
	if err := s.Advance(d); err != nil {
		t.Fatal(err)
	}
}

func journal(t *testing.T, s *simulator.Simulator) []simulator.Request {
	t.Helper()
	all, err := s.Journal()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
