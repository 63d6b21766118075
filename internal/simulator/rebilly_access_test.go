package simulator_test

import (
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func TestRebillyCredentials(t *testing.T) {
	t.Parallel()
	s := sampled(t, func(o *simulator.Options) { o.RebillyAPIKey = "sk_sandbox_other" })
	if err := s.RestrictRebillyKey("sk_sandbox_reader", "GetDispute"); err != nil {
		t.Fatal(err)
	}
	m := shop(t, s)
	const bearer = "Bearer " + simulator.RebillyToken
	for _, test := range []struct {
		name   string
		header []string
		status int
	}{
		{"key", []string{"REB-APIKEY", simulator.RebillyAPIKey}, 200},
		{"key of the options", []string{"REB-APIKEY", "sk_sandbox_other"}, 200},
		{"restricted key", []string{"REB-APIKEY", "sk_sandbox_reader"}, 200},
		{"token", []string{"Authorization", bearer}, 200},
		{"token in lower case", []string{"Authorization", strings.Replace(bearer, "B", "b", 1)}, 200},
		{"both", []string{"REB-APIKEY", simulator.RebillyAPIKey, "Authorization", bearer}, 200},
		{"unknown key beside a token", []string{"REB-APIKEY", "wrong", "Authorization", bearer}, 200},
		{"key beside an unknown token", []string{"REB-APIKEY", simulator.RebillyAPIKey, "Authorization", "Bearer wrong"}, 200},
		{"nothing", nil, 401},
		{"unknown key", []string{"REB-APIKEY", "sk_sandbox_wrong"}, 401},
		{"unknown token", []string{"Authorization", "Bearer wrong"}, 401},
		{"key as a token", []string{"Authorization", "Bearer " + simulator.RebillyAPIKey}, 401},
		{"token as a key", []string{"REB-APIKEY", simulator.RebillyToken}, 401},
		{"token without a scheme", []string{"Authorization", simulator.RebillyToken}, 401},
		{"publishable key", []string{"REB-APIKEY", "pk_sandbox_any"}, 403},
	} {
		answer := m.with(test.header...).do("GET", "/disputes/dp-1001", "")
		if answer.status != test.status {
			t.Errorf("%s: status %d, want %d: %s", test.name, answer.status, test.status, answer.body)
		}
		if test.status != http.StatusOK {
			answer.fails(test.status)
		}
	}
	for status, detail := range map[int]string{401: "Unauthorized access. Invalid credentials used.", 403: "Access forbidden."} {
		key := map[int]string{401: "wrong", 403: "pk_x"}[status]
		if p := m.with("REB-APIKEY", key).do("GET", "/disputes", "").fails(status); p.Detail != detail || p.Type != "about:blank" {
			t.Errorf("%+v", p)
		}
	}
}

// TestRebillyRestrictedKeys calls every endpoint with a key for this endpoint only, and with one for all the others.
func TestRebillyRestrictedKeys(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	m := shop(t, s)
	file := m.file(png(100), "").text("id")
	m.put("/attachments/at", attachment(file, "dp-1001", ""), http.StatusCreated)
	for _, e := range []struct {
		id, method, path, body string
		status                 int
	}{
		{"GetDisputeCollection", "GET", "/disputes", "", 200},
		{"PostDispute", "POST", "/disputes", record(), 201},
		{"GetDispute", "GET", "/disputes/dp-1001", "", 200},
		{"PutDispute", "PUT", "/disputes/dp-1001", record(), 200},
		{"GetFileCollection", "GET", "/files", "", 200},
		{"PostFile", "POST", "/files", string(png(50)), 201},
		{"GetFile", "GET", "/files/" + file, "", 200},
		{"PutFile", "PUT", "/files/" + file, "{}", 200},
		{"GetFileDownload", "GET", "/files/" + file + "/download", "", 200},
		{"GetAttachmentCollection", "GET", "/attachments", "", 200},
		{"PostAttachment", "POST", "/attachments", attachment(file, "dp-1002", ""), 201},
		{"GetAttachment", "GET", "/attachments/at", "", 200},
		{"PutAttachment", "PUT", "/attachments/at", attachment(file, "dp-1001", ""), 200},
		{"DeleteAttachment", "DELETE", "/attachments/at", "", 204},
		{"DeleteFile", "DELETE", "/files/" + file, "", 204},
	} {
		others := slices.DeleteFunc(simulator.RebillyOperationIDs(), func(id string) bool { return id == e.id })
		if err := errors.Join(s.RestrictRebillyKey("sk_only", e.id), s.RestrictRebillyKey("sk_others", others...)); err != nil {
			t.Fatal(err)
		}
		m.with("REB-APIKEY", "sk_others").do(e.method, e.path, e.body).fails(http.StatusForbidden)
		m.with("REB-APIKEY", "sk_only").do(e.method, e.path, e.body).want(e.status, nil)
	}
	if err := s.RestrictRebillyKey("sk_none"); err != nil {
		t.Fatal(err)
	}
	m.with("REB-APIKEY", "sk_none").do("GET", "/disputes", "").fails(http.StatusForbidden)
	if s.RestrictRebillyKey("sk_x", "DeleteDispute") == nil || s.RestrictRebillyKey("", "GetDispute") == nil {
		t.Error("an unknown operation or an empty key was taken")
	}
}

func TestRebillyRateLimit(t *testing.T) {
	t.Parallel()
	s := sampled(t, func(o *simulator.Options) { o.RebillyAPIKey = "sk_other" })
	m := shop(t, s)
	left := func(answer reply) [2]string {
		return [2]string{answer.header.Get("X-RateLimit-Limit"), answer.header.Get("X-RateLimit-Remaining")}
	}
	if got := left(m.do("PUT", "/disputes/mine", record()).want(http.StatusCreated, nil)); got != [2]string{"3000", "2999"} {
		t.Errorf("the first call: %v", got)
	}
	if err := s.SetGuesses(simulator.Guesses{RebillyRateLimit: simulator.RateLimit{Window: time.Minute, Calls: 3}}); err != nil {
		t.Fatal(err)
	}
	advance(t, s, 10*time.Minute)
	if got := left(m.do("PUT", "/disputes/mine", record()).want(http.StatusOK, nil)); got != [2]string{"3", "2"} {
		t.Errorf("the first call of a window: %v", got)
	}
	advance(t, s, 20*time.Second)
	if got := left(m.do("PUT", "/disputes/mine", "{}")); got != [2]string{} { // refused, and counted
		t.Errorf("headers of a refusal: %v", got)
	}
	if got := left(m.below("").with("REB-APIKEY", "sk_other").do("POST", "/disputes", record()).want(http.StatusCreated, nil)); got != [2]string{"3", "0"} {
		t.Errorf("another key of the organization: %v", got)
	}
	answer := m.do("DELETE", "/files/none", "")
	p := answer.fails(http.StatusTooManyRequests)
	want := rebillyProblem{
		"about:blank", "Rate Limit Exceeded",
		"A request cannot be executed because the user has sent too many requests within a certain period of time", 429, nil,
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Errorf("429 (-want +got):\n%s", diff)
	}
	reset := start.Add(11 * time.Minute)
	if got := answer.header.Get("X-RateLimit-Retry-After"); got != strconv.FormatInt(reset.Unix(), 10) || answer.header.Get("Retry-After") != "" {
		t.Errorf("Retry-After %s, want %d", got, reset.Unix())
	}
	m.get("/disputes/mine") // reading is not limited
	m.with().do("POST", "/disputes", record()).fails(http.StatusUnauthorized)
	advance(t, s, 40*time.Second)
	if got := left(m.do("PUT", "/disputes/mine", record()).want(http.StatusOK, nil)); got != [2]string{"3", "2"} {
		t.Errorf("the next window: %v", got)
	}
}

// TestRebillyFaults strikes an update with each fault.
func TestRebillyFaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind     simulator.FaultKind
		status   int // 0: no answer
		revision int64
	}{
		{simulator.FaultErrorBefore, 500, 0},
		{simulator.FaultErrorAfter, 500, 1},
		{simulator.FaultLostAnswer, 0, 1},
		{simulator.FaultTruncatedAnswer, 0, 1},
		{simulator.FaultResetUpload, 0, 0},
		{simulator.FaultForbidden, 403, 0},
		{simulator.FaultExpiredToken, 401, 0},
		{simulator.FaultProxyPage, 502, 0},
		{simulator.FaultRateLimit, 429, 0},
		{simulator.FaultLatency, 200, 1},
		{simulator.FaultLateCommit, 200, 1},
	} {
		t.Run(string(test.kind), func(t *testing.T) {
			t.Parallel()
			s := sampled(t)
			m := shopServed(t, s)
			setFaults(t, s, simulator.FaultRule{Kind: test.kind, Operation: "rebilly_put_dispute", Times: 1, Delay: 90 * time.Millisecond})
			r := m.ask("PUT", "/disputes/dp-1001", record())
			r.GetBody = nil
			answer, err := m.try(r)
			if (err != nil) != (test.status == 0) || err == nil && answer.status != test.status {
				t.Errorf("status %d, error %v, want %d", answer.status, err, test.status)
			}
			if d, err := s.RebillyDispute("dp-1001"); err != nil || d.Revision != test.revision {
				t.Errorf("revision %d, %v, want %d", d.Revision, err, test.revision)
			}
			switch test.status {
			case 401, 403, 429, 500:
				answer.fails(test.status)
			}
			if got, want := answer.header.Get("X-RateLimit-Retry-After"), strconv.FormatInt(start.Unix(), 10); test.status == 429 && got != want {
				t.Errorf("Retry-After %s, want %s", got, want)
			}
			m.put("/disputes/dp-1001", record(), http.StatusOK)
		})
	}
}

// TestFaultsOfOneFace makes sure that a rule for one API leaves the other alone.
func TestFaultsOfOneFace(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	c, m := connect(t, s), shop(t, s)
	setFaults(
		t, s, simulator.FaultRule{Kind: simulator.FaultErrorBefore, Operation: "rebilly_get_dispute", Nth: 2},
		simulator.FaultRule{Kind: simulator.FaultForbidden, Operation: "get_dispute"},
	)
	m.get("/disputes/dp-1001")
	c.do("GET", "/disputes/dispute-1001", "").refused(http.StatusForbidden, "forbidden_ressource")
	m.do("GET", "/disputes/dp-1001", "").fails(http.StatusInternalServerError)
	m.get("/disputes/dp-1001")
	for _, operation := range []string{"rebilly_put_dispute", "rebilly_delete_attachment", "create_page"} {
		if !slices.Contains(simulator.Operations(), operation) {
			t.Errorf("%s is no operation", operation)
		}
	}
	setFaults(t, s, simulator.FaultRule{Kind: simulator.FaultLostAnswer, Operation: "rebilly_get_dispute"})
	if _, err := m.try(m.ask("GET", "/disputes/dp-1001", "")); !errors.Is(err, io.EOF) {
		t.Errorf("error %v, want EOF", err)
	}
}

// TestRebillyJournal looks for what must not be in it, nor in the world's file.
func TestRebillyJournal(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "world.db")
	s := sampled(t, func(o *simulator.Options) { o.File = file })
	if err := s.RestrictRebillyKey("sk_sandbox_secret", "PutDispute"); err != nil {
		t.Fatal(err)
	}
	m := shop(t, s)
	m.with("REB-APIKEY", "sk_sandbox_secret").put("/disputes/mine", record(), http.StatusCreated)
	m.with("REB-APIKEY", "sk_sandbox_secret").do("GET", "/disputes/mine", "").fails(http.StatusForbidden)
	m.do("GET", "/disputes?filter=status:won&q=x", "")
	m.do("PATCH", "/disputes/mine", "{}")
	body := int64(len(record()))
	want := []simulator.Request{
		{Method: "PUT", Path: organization + "/disputes/mine", Operation: "rebilly_put_dispute", Status: 201, BodySize: body, ObjectID: "mine"},
		{
			Method: "GET", Path: organization + "/disputes/mine", Operation: "rebilly_get_dispute", Status: 403, ObjectID: "mine",
			ErrorType: "forbidden",
		},
		{Method: "GET", Path: organization + "/disputes", Query: "filter=status:won&q=x", Operation: "rebilly_list_disputes", Status: 200},
		{Method: "PATCH", Path: organization + "/disputes/mine", Operation: "unknown", Status: 405, ErrorType: "method_not_allowed"},
	}
	for i := range want {
		want[i].Sequence, want[i].Time = uint64(i+1), start
	}
	if diff := cmp.Diff(want, journal(t, s)); diff != "" {
		t.Errorf("journal (-want +got):\n%s", diff)
	}
	if holds(t, file, "sk_sandbox") {
		t.Error("the world's file has a key")
	}
}
