package simulator_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func TestRebillyUpsert(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	m := shopServed(t, s)
	answer := m.do("PUT", "/disputes/mine-1", record()).want(http.StatusCreated, nil)
	if got, want := answer.header.Get("Location"), m.base+organization+"/disputes/mine-1"; got != want {
		t.Errorf("Location %q, want %q", got, want)
	}
	var created object
	answer.want(http.StatusCreated, &created)
	want := object{
		"id": "mine-1", "customerId": "cus-1001", "transactionId": "txn-1001", "currency": "EUR", "amount": 12.3,
		"acquirerReferenceNumber": "74000000000000000000001", "caseId": "case-1", "reasonCode": "13.1",
		"reasonDescription": "Merchandise or services not received", "category": "consumer-disputes", "type": "first-chargeback",
		"status": "response-needed", "postedTime": "2026-02-27T12:00:00Z", "deadlineTime": "2026-03-20T23:59:59Z",
		"rawResponse": nil, "resolvedTime": nil, "source": "api", "revision": float64(0),
		"createdTime": "2026-03-02T10:00:00Z", "updatedTime": "2026-03-02T10:00:00Z", "_links": created["_links"],
	}
	if diff := cmp.Diff(want, created); diff != "" {
		t.Errorf("created (-want +got):\n%s", diff)
	}
	advance(t, s, time.Hour)
	answer = m.do("PUT", "/disputes/mine-1/", record(object{"status": "under-review", "caseId": nil})).want(http.StatusOK, nil)
	if got := answer.header.Get("Location"); got != "" {
		t.Errorf("Location %q of an update", got)
	}
	want["status"], want["caseId"], want["revision"], want["updatedTime"] = "under-review", nil, float64(1), "2026-03-02T11:00:00Z"
	if diff := cmp.Diff(want, m.get("/disputes/mine-1")); diff != "" {
		t.Errorf("updated (-want +got):\n%s", diff)
	}
	advance(t, s, time.Hour)
	same := m.put("/disputes/mine-1", record(object{"status": "under-review", "caseId": nil}), http.StatusOK)
	if diff := cmp.Diff(want, same); diff != "" {
		t.Errorf("an identical PUT (-want +got):\n%s", diff)
	}
}

func TestRebillyPostMakesTheID(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	m := shop(t, s)
	seen := map[string]bool{}
	for _, path := range []string{"/disputes", "/disputes/"} {
		var o object
		answer := m.do("POST", path, record(object{"id": "ignored"})).want(http.StatusCreated, &o)
		id := o.text("id")
		if !regexp.MustCompile(`^dp_[0-9A-HJKMNP-TV-Z]{26}$`).MatchString(id) || !strings.HasSuffix(answer.header.Get("Location"), "/disputes/"+id) {
			t.Errorf("id %q, Location %q", id, answer.header.Get("Location"))
		}
		seen[id] = true
		all := journal(t, s)
		if last := all[len(all)-1]; last.Operation != "rebilly_create_dispute" || last.ObjectID != id || last.Status != http.StatusCreated {
			t.Errorf("journal: %+v", last)
		}
	}
	if len(seen) != 2 { // the same record twice is two disputes
		t.Errorf("ids %v", seen)
	}
}

// TestRebillyPaths tries the forms in which a dispute's address can be written, and the methods that there are not.
func TestRebillyPaths(t *testing.T) {
	t.Parallel()
	m := shop(t, sampled(t))
	for _, prefix := range []string{"", organization} {
		for _, slash := range []string{"", "/"} {
			o := m.below(prefix).get("/disputes/dp-1001" + slash)
			links, err := json.Marshal(o["_links"])
			if want := m.base + prefix + "/disputes/dp-1001"; err != nil || !strings.Contains(string(links), want) {
				t.Errorf("links %s without %s", links, want)
			}
			if got := len(m.below(prefix).list("/disputes" + slash)); got != 3 {
				t.Errorf("%d disputes at %s/disputes%s", got, prefix, slash)
			}
		}
		for _, method := range []string{"PATCH", "DELETE", "POST"} {
			answer := m.below(prefix).do(method, "/disputes/dp-1001", record())
			answer.fails(http.StatusMethodNotAllowed)
			if got := answer.header.Get("Allow"); got != "GET, PUT" {
				t.Errorf("Allow %q", got)
			}
		}
		m.below(prefix).do("GET", "/disputes/dp-1001/rules", "").fails(http.StatusNotFound)
		m.below(prefix).do("GET", "/disputes/none", "").fails(http.StatusNotFound)
	}
	m.below("/organizations/").do("GET", "/disputes", "").fails(http.StatusNotFound)
	m.below("/organizations/other").do("GET", "/disputes", "").fails(http.StatusForbidden)
}

// TestRebillyDisputeFields tries what the schema refuses and what it lets pass.
func TestRebillyDisputeFields(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	m := shop(t, s)
	long := strings.Repeat("é", 256)
	for field, values := range map[string][]any{
		"transactionId": {nil, "", 1, long[:102], "txn-9999"}, "currency": {nil, "", "EU", "EURO", 1}, "amount": {nil, "12.30", true, json.Number("1e999")},
		"reasonCode": {nil, "", "9999", 4, long}, "type": {nil, "", "chargeback", "FRAUD"}, "status": {nil, "", "open"},
		"postedTime": {nil, "", "2026-02-27", "yesterday", 1}, "deadlineTime": {"", "2026-13-01T00:00:00Z"},
		"acquirerReferenceNumber": {long, 1}, "caseId": {long[:202], false},
	} {
		for _, value := range values {
			body := record(object{field: value})
			m.do("POST", "/disputes", body).blames(field)
			m.do("PUT", "/disputes/new", body).blames(field)
			m.do("PUT", "/disputes/dp-1001", body).blames(field)
		}
	}
	if all, err := s.RebillyDisputes(); err != nil || len(all) != 3 || all[0].Revision+all[1].Revision+all[2].Revision != 0 {
		t.Errorf("after refusals: %+v, %v", all, err)
	}
	for _, change := range []object{
		{"amount": -1},
		{"amount": 0},
		{"currency": "xxx"},
		{"reasonCode": "CREDIT_NOT_PROCESSED"},
		{"reasonCode": "credit_not_processed"},
		{"reasonCode": "004"},
		{"type": "collaboration"},
		{"unknown": "field"},
		{"caseId": long[:200]},
		{"caseId": nil},
		{"acquirerReferenceNumber": json.RawMessage("null")},
		{"deadlineTime": json.RawMessage("null")},
		{"deadlineTime": "2020-01-01T00:00:00Z"},
		{"postedTime": "2026-02-27T13:00:00+01:00"},
	} {
		m.do("POST", "/disputes", record(change)).want(http.StatusCreated, nil)
	}
	p := m.do("POST", "/disputes", "{}").fails(http.StatusUnprocessableEntity)
	if len(p.InvalidFields) != 7 {
		t.Errorf("an empty record: %+v", p)
	}
	for _, body := range []string{"", "[]", "null", "{", `"text"`} {
		m.do("POST", "/disputes", body).fails(http.StatusBadRequest)
	}
	for _, id := range []string{strings.Repeat("x", 51), "a%20b", "a:b"} {
		m.do("PUT", "/disputes/"+id, record()).blames("id")
	}
	m.put("/disputes/@a~b-c.d_"+strings.Repeat("x", 41), record(), http.StatusCreated)
}

// TestRebillyAmountsStayAsTheyCome looks at the bytes of the answer.
func TestRebillyAmountsStayAsTheyCome(t *testing.T) {
	t.Parallel()
	for floats, want := range map[bool][]string{
		false: {"12.30", "0.1", "1.2e1", "100", "-3.00", "12345678901234567.89"},
		true:  {"12.3", "0.1", "12", "100", "-3", "12345678901234568"},
	} {
		s := sampled(t, func(o *simulator.Options) { o.Guesses = &simulator.Guesses{RebillyAmountsAsFloats: floats} })
		m := shop(t, s)
		for i, sent := range []string{"12.30", "0.1", "1.2e1", "100", "-3.00", "12345678901234567.89"} {
			m.do("PUT", "/disputes/mine", record(object{"amount": json.Number(sent)}))
			if body := string(m.do("GET", "/disputes/mine", "").body); !strings.Contains(body, `"amount":`+want[i]+",") {
				t.Errorf("sent %s, want %s in %s", sent, want[i], body)
			}
			if d, err := s.RebillyDispute("mine"); err != nil || d.Amount != sent {
				t.Errorf("kept %s, %v, want %s", d.Amount, err, sent)
			}
		}
	}
}

func TestRebillyTimes(t *testing.T) {
	t.Parallel()
	sent := object{"postedTime": "2026-02-27T14:00:00.25+02:00", "deadlineTime": "2026-03-20T23:59:59Z"}
	for _, test := range []struct {
		guesses          simulator.Guesses
		posted, deadline string
	}{
		{simulator.Guesses{}, "2026-02-27T12:00:00Z", "2026-03-20T23:59:59Z"},
		{simulator.Guesses{RebillyTimesWithOffset: true}, "2026-02-27T12:00:00+00:00", "2026-03-20T23:59:59+00:00"},
		{simulator.Guesses{RebillyFractionsKept: true}, "2026-02-27T12:00:00.25Z", "2026-03-20T23:59:59Z"},
	} {
		m := shop(t, sampled(t, func(o *simulator.Options) { o.Guesses = &test.guesses }))
		o := m.put("/disputes/mine", record(sent), http.StatusCreated)
		if o.text("postedTime") != test.posted || o.text("deadlineTime") != test.deadline {
			t.Errorf("%+v: %v", test.guesses, o)
		}
		if again := m.put("/disputes/mine", record(sent), http.StatusOK); again["revision"] != float64(0) {
			t.Errorf("%+v: the same times are a revision: %v", test.guesses, again)
		}
	}
}

func TestRebillyResolvedTime(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	m := shop(t, s)
	m.put("/disputes/mine", record(), http.StatusCreated)
	for i, step := range []struct {
		status string
		want   any
	}{
		{"under-review", nil},
		{"lost", "2026-03-02T12:00:00Z"},
		{"lost", "2026-03-02T12:00:00Z"},
		{"won", "2026-03-02T14:00:00Z"},
		{"response-needed", nil},
		{"forfeited", "2026-03-02T16:00:00Z"},
	} {
		advance(t, s, time.Hour)
		if o := m.put("/disputes/mine", record(object{"status": step.status}), http.StatusOK); o["resolvedTime"] != step.want {
			t.Errorf("step %d, %s: resolved %v, want %v", i, step.status, o["resolvedTime"], step.want)
		}
	}
	if o := m.put("/disputes/late", record(object{"status": "won"}), http.StatusCreated); o["resolvedTime"] != o["createdTime"] {
		t.Errorf("recorded as won: %v", o)
	}
}

func TestRebillyReasons(t *testing.T) {
	t.Parallel()
	m := shop(t, sampled(t))
	for code, want := range map[string][2]any{
		"10.4": {"fraud", "Other fraud, card-absent environment"}, "13.1": {"consumer-disputes", "Merchandise or services not received"},
		"4837": {"fraud", "No cardholder authorization"}, "TNM": {"uncategorized", nil},
	} {
		o := m.put("/disputes/mine-"+code, record(object{"reasonCode": code}), http.StatusCreated)
		if got := [2]any{o["category"], o["reasonDescription"]}; got != want {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
}

func TestRebillyExpandAndFields(t *testing.T) {
	t.Parallel()
	m := shop(t, sampled(t))
	for _, path := range []string{"/disputes/dp-1002?expand=transaction,customer,plan", "/disputes?filter=id:dp-1002&expand=transaction,customer"} {
		var o object
		if strings.HasPrefix(path, "/disputes?") {
			o = m.list(path)[0]
		} else {
			o = m.get(path)
		}
		want := map[string]any{
			"transaction": map[string]any{
				"id": "txn-1002", "customerId": "cus-1002", "currency": "EUR", "amount": 250.0, "status": "disputed", "isDisputed": true,
				"disputeTime": "2026-02-24T10:00:00Z", "disputeStatus": "under-review", "createdTime": "2026-01-01T10:00:00Z",
			},
			"customer": map[string]any{"id": "cus-1002", "createdTime": "2026-01-01T10:00:00Z"},
		}
		if diff := cmp.Diff(any(want), o["_embedded"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	if o := m.get("/disputes/dp-1002"); o["_embedded"] != nil {
		t.Errorf("embedded without being asked for: %v", o)
	}
	if diff := cmp.Diff(object{"id": "dp-1002", "status": "under-review"}, m.get("/disputes/dp-1002?fields=id,status,none")); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	o := m.put("/disputes/mine?expand=customer", record(), http.StatusCreated)
	if diff := cmp.Diff(any(map[string]any{"customer": map[string]any{"id": "cus-1001", "createdTime": "2026-01-01T10:00:00Z"}}), o["_embedded"]); diff != "" {
		t.Errorf("embedded in a PUT (-want +got):\n%s", diff)
	}
}
