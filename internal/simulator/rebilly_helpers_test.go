package simulator_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// merchant speaks plain HTTP to a simulator's Rebilly.
type merchant struct {
	*client

	prefix string
	header []string // names and values in turn
}

// organization is where paths begin that name the organization.
const organization = "/organizations/" + simulator.RebillyOrganization

// shop gets a merchant over the socketless transport, with the world's API key.
func shop(t *testing.T, s *simulator.Simulator) *merchant {
	t.Helper()
	c := &client{t: t, http: &http.Client{Transport: s.Transport()}, base: simulator.BaseURL}
	return &merchant{c, organization, []string{"REB-APIKEY", simulator.RebillyAPIKey}}
}

// shopServed gets a merchant over a real socket.
func shopServed(t *testing.T, s *simulator.Simulator) *merchant {
	t.Helper()
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	m := shop(t, s)
	m.http, m.base = server.Client(), server.URL
	return m
}

// with is the same merchant with other headers.
func (m *merchant) with(header ...string) *merchant {
	return &merchant{m.client, m.prefix, header}
}

// below is the same merchant with another beginning of its paths.
func (m *merchant) below(prefix string) *merchant {
	return &merchant{m.client, prefix, m.header}
}

func (m *merchant) ask(method, path, body string, header ...string) *http.Request {
	m.t.Helper()
	r := m.request(method, m.base+m.prefix+path, body)
	for _, all := range [][]string{m.header, header} {
		for i := 0; i+1 < len(all); i += 2 {
			r.Header.Set(all[i], all[i+1])
		}
	}
	return r
}

func (m *merchant) do(method, path, body string, header ...string) reply {
	m.t.Helper()
	return m.send(m.ask(method, path, body, header...))
}

func (m *merchant) get(path string) object {
	m.t.Helper()
	var o object
	m.do("GET", path, "").want(http.StatusOK, &o)
	return o
}

func (m *merchant) list(path string) []object {
	m.t.Helper()
	var all []object
	m.do("GET", path, "").want(http.StatusOK, &all)
	return all
}

// ids lists the ids of a list's objects.
func (m *merchant) ids(path string) []string {
	m.t.Helper()
	ids := []string{}
	for _, o := range m.list(path) {
		ids = append(ids, o.text("id"))
	}
	return ids
}

// put writes an object, and returns it as the answer has it.
func (m *merchant) put(path, body string, status int) object {
	m.t.Helper()
	var o object
	m.do("PUT", path, body).want(status, &o)
	return o
}

// record is a valid dispute with some fields changed; a nil value leaves a field out.
func record(changes ...object) string {
	fields := object{
		"transactionId": "txn-1001", "currency": "EUR", "amount": json.Number("12.30"), "reasonCode": "13.1",
		"type": "first-chargeback", "status": "response-needed", "postedTime": "2026-02-27T12:00:00Z",
		"acquirerReferenceNumber": "74000000000000000000001", "caseId": "case-1", "deadlineTime": "2026-03-20T23:59:59Z",
	}
	for _, c := range changes {
		maps.Copy(fields, c)
	}
	maps.DeleteFunc(fields, func(_ string, value any) bool { return value == nil })
	body, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return string(body)
}

// sampled opens a world that holds the samples.
func sampled(t *testing.T, change ...func(*simulator.Options)) *simulator.Simulator {
	t.Helper()
	return open(t, append(change, func(o *simulator.Options) { o.Empty = false })...)
}

// rebillyProblem is an error body.
type rebillyProblem struct {
	Type, Title, Detail string
	Status              int
	InvalidFields       []struct{ Field, Message string }
}

// fails checks for a problem with a status, and returns it.
func (r reply) fails(status int) rebillyProblem {
	r.t.Helper()
	var p rebillyProblem
	r.want(status, &p)
	if got := r.header.Get("Content-Type"); got != "application/json" || p.Status != status || p.Title == "" || p.Detail == "" {
		r.t.Errorf("a problem of type %q: %s", got, r.body)
	}
	return p
}

// blames checks for a 422 about a field.
func (r reply) blames(field string) {
	r.t.Helper()
	for _, f := range r.fails(http.StatusUnprocessableEntity).InvalidFields {
		if f.Field == field && f.Message != "" {
			return
		}
	}
	r.t.Errorf("no invalid field %q in %s", field, r.body)
}

func openRebilly(t *testing.T, s *simulator.Simulator, specs ...simulator.RebillyDisputeSpec) []string {
	t.Helper()
	ids, err := s.OpenRebillyDisputes(specs)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}
