package simulator_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// holds tells whether a file has a text in it.
func holds(t *testing.T, file, text string) bool {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(data, []byte(text))
}

func rebillyDispute(t *testing.T, s *simulator.Simulator, id string) simulator.RebillyDispute {
	t.Helper()
	d, err := s.RebillyDispute(id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestRebillySamples(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	all, err := s.RebillyDisputes()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, d := range all {
		got[d.ID] = fmt.Sprint(d.TransactionID, " ", d.CustomerID, " ", d.Amount, " ", d.Currency, " ", d.Status, " ", d.Source, " ", d.DeadlineTime != nil)
	}
	want := map[string]string{
		"dp-1001": "txn-1001 cus-1001 120.00 EUR response-needed webhook true",
		"dp-1002": "txn-1002 cus-1002 45.50 EUR under-review webhook true",
		"dp-1003": "txn-1003 cus-1003 89.00 EUR won webhook false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	m := shop(t, s)
	for n, customer := range map[int]string{1001: "cus-1001", 1002: "cus-1002", 1003: "cus-1003", 1004: "cus-1001", 1005: "cus-1002"} {
		id := strconv.Itoa(n)
		if o := m.put("/disputes/of-"+id, record(object{"transactionId": "txn-" + id}), http.StatusCreated); o.text("customerId") != customer {
			t.Errorf("txn-%s is of %v", id, o["customerId"])
		}
	}
	m.do("POST", "/disputes", record(object{"transactionId": "txn-2001"})).blames("transactionId")
	if err := s.Seed(simulator.SeedDemo); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"txn-2001", "txn-2999"} {
		m.do("POST", "/disputes", record(object{"transactionId": id})).want(http.StatusCreated, nil)
	}
	m.do("POST", "/disputes", record(object{"transactionId": "txn-3000"})).blames("transactionId")
}

func TestRebillyGateway(t *testing.T) {
	t.Parallel()
	s := open(t)
	m := shop(t, s)
	id := openRebilly(t, s, simulator.RebillyDisputeSpec{Posted: 48 * time.Hour, Age: 24 * time.Hour, Deadline: time.Hour})[0]
	d := rebillyDispute(t, s, id)
	deadline := start.Add(time.Hour)
	want := simulator.RebillyDispute{
		ID: id, TransactionID: d.TransactionID, CustomerID: d.CustomerID, Currency: "EUR", Amount: "100.00", ReasonCode: "10.4", Category: "fraud",
		Type: "first-chargeback", Status: "response-needed", Source: "webhook", PostedTime: start.Add(-48 * time.Hour), DeadlineTime: &deadline,
		CreatedTime: start.Add(-24 * time.Hour), UpdatedTime: start.Add(-24 * time.Hour),
	}
	if diff := cmp.Diff(want, d); diff != "" || d.TransactionID == "" || d.CustomerID == "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	advance(t, s, time.Hour)
	later, none := 48*time.Hour, time.Duration(0)
	change := simulator.RebillyChange{Status: "lost", Type: "arbitration", ReasonCode: "a gateway's own", Amount: "7.10", CaseID: "c", Deadline: &later}
	if err := s.ChangeRebillyDispute(id, change); err != nil {
		t.Fatal(err)
	}
	o := m.get("/disputes/" + id)
	got := []any{
		o["status"], o["type"], o["reasonCode"], o["category"], o["amount"], o["caseId"], o["deadlineTime"], o["revision"], o["updatedTime"],
		o["resolvedTime"], o["source"],
	}
	wanted := []any{
		"lost", "arbitration", "a gateway's own", "uncategorized", 7.1, "c", "2026-03-04T11:00:00Z", 1.0, "2026-03-02T11:00:00Z",
		"2026-03-02T11:00:00Z", "webhook",
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
	if err := s.ChangeRebillyDispute(id, simulator.RebillyChange{Deadline: &none}); err != nil {
		t.Fatal(err)
	}
	if d := rebillyDispute(t, s, id); d.DeadlineTime != nil || d.Revision != 2 || d.Status != "lost" {
		t.Errorf("without deadline: %+v", d)
	}
	// A merchant's update does not change where a dispute came from.
	body := record(object{"transactionId": d.TransactionID})
	if o := m.put("/disputes/"+id, body, http.StatusOK); o["source"] != "webhook" || o["revision"] != 3.0 || o["customerId"] != d.CustomerID {
		t.Errorf("updated: %v", o)
	}
	if err := s.RemoveRebillyDispute(id); err != nil {
		t.Fatal(err)
	}
	m.do("GET", "/disputes/"+id, "").fails(http.StatusNotFound)
	m.put("/disputes/"+id, body, http.StatusCreated) // an upsert makes it again
}

func TestRebillyBareDispute(t *testing.T) {
	t.Parallel()
	s := open(t)
	m := shop(t, s)
	id := openRebilly(t, s, simulator.RebillyDisputeSpec{Bare: true})[0]
	o := m.get("/disputes/" + id + "?expand=transaction,customer")
	for _, field := range []string{"transactionId", "customerId", "reasonCode", "reasonDescription", "caseId", "acquirerReferenceNumber", "deadlineTime"} {
		if value, found := o[field]; value != nil || !found {
			t.Errorf("%s is %v", field, value)
		}
	}
	if diff := cmp.Diff(any(map[string]any{}), o["_embedded"]); diff != "" || o["category"] != "uncategorized" {
		t.Errorf("bare: %v", o)
	}
}

func TestRebillyControlRefusals(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	for name, spec := range map[string]simulator.RebillyDisputeSpec{
		"taken id": {ID: "dp-1001"}, "bad id": {ID: "a/b"}, "status": {Status: "OPEN"}, "type": {Type: "x"}, "source": {Source: "x"},
		"amount": {Amount: "12,30"}, "no amount": {Amount: "EUR"}, "space": {Amount: "1 "}, "age": {Age: -1}, "posted": {Posted: -1}, "bare": {Bare: true, TransactionID: "t"},
	} {
		if id, err := s.OpenRebillyDispute(spec); err == nil {
			t.Errorf("%s: opened %s", name, id)
		}
	}
	for name, err := range map[string]error{
		"change none":   s.ChangeRebillyDispute("none", simulator.RebillyChange{}),
		"change status": s.ChangeRebillyDispute("dp-1001", simulator.RebillyChange{Status: "x"}),
		"change type":   s.ChangeRebillyDispute("dp-1001", simulator.RebillyChange{Type: "x"}),
		"change amount": s.ChangeRebillyDispute("dp-1001", simulator.RebillyChange{Amount: "x"}),
		"remove none":   s.RemoveRebillyDispute("none"),
		"seed twice":    s.Seed(simulator.SeedSamples),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := s.RebillyDispute("none"); err == nil {
		t.Error("a dispute that there is not")
	}
	if d := rebillyDispute(t, s, "dp-1001"); d.Revision != 0 || d.Status != "response-needed" {
		t.Errorf("after refusals: %+v", d)
	}
}

// TestRebillySharedWorld uses one file from two simulators at once.
func TestRebillySharedWorld(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "world.db")
	one := sampled(t, func(o *simulator.Options) { o.File = file })
	two := sampled(t, func(o *simulator.Options) { o.File = file })
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			s := []*simulator.Simulator{one, two}[i%2]
			m := shop(t, s)
			answer, err := m.try(m.ask("PUT", "/disputes/mine-"+strconv.Itoa(i/2), record(object{"caseId": "case-" + strconv.Itoa(i)})))
			if err != nil || answer.status != http.StatusCreated && answer.status != http.StatusOK {
				t.Errorf("%d: %s, %v", i, answer.body, err)
			}
		})
	}
	group.Wait()
	for i := range 10 {
		d := rebillyDispute(t, one, "mine-"+strconv.Itoa(i))
		if diff := cmp.Diff(d, rebillyDispute(t, two, d.ID)); diff != "" || d.Revision != 1 {
			t.Errorf("revision %d, and elsewhere (-one +two):\n%s", d.Revision, diff)
		}
	}
	id := shop(t, one).file(png(300), "").text("id")
	if got := shop(t, two).do("GET", "/files/"+id+"/download", "").want(http.StatusOK, nil); !bytes.Equal(got.body, png(300)) {
		t.Errorf("%d bytes elsewhere", len(got.body))
	}
	if err := one.RestrictRebillyKey("sk_here", "GetFile"); err != nil {
		t.Fatal(err)
	}
	shop(t, two).with("REB-APIKEY", "sk_here").get("/files/" + id)
}

// TestRebillyConcurrency creates the same dispute and the same attachment from many clients at once.
func TestRebillyConcurrency(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	m := shopServed(t, s)
	file := m.file(png(100), "").text("id")
	var group sync.WaitGroup
	var mu sync.Mutex
	statuses := map[string]map[int]int{"/disputes/mine": {}, "/attachments": {}}
	for range 20 {
		group.Go(func() {
			for path, request := range map[string]*http.Request{
				"/disputes/mine": m.ask("PUT", "/disputes/mine", record()), "/attachments": m.ask("POST", "/attachments", attachment(file, "dp-1001", "")),
			} {
				answer, err := m.try(request)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				statuses[path][answer.status]++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	want := map[string]map[int]int{"/disputes/mine": {201: 1, 200: 19}, "/attachments": {201: 1, 409: 19}}
	if diff := cmp.Diff(want, statuses); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestRebillyLeavesMangopayAlone compares the ids on one face in worlds that differ on the other.
func TestRebillyLeavesMangopayAlone(t *testing.T) {
	t.Parallel()
	quiet, busy := open(t), open(t)
	openRebilly(t, busy, simulator.RebillyDisputeSpec{}, simulator.RebillyDisputeSpec{})
	if a, b := openDispute(t, quiet, simulator.DisputeSpec{}), openDispute(t, busy, simulator.DisputeSpec{}); a != b {
		t.Errorf("ids %s and %s", a, b)
	}
	if a, b := openRebilly(t, quiet, simulator.RebillyDisputeSpec{})[0], openRebilly(t, open(t), simulator.RebillyDisputeSpec{})[0]; a != b {
		t.Errorf("ids %s and %s", a, b)
	}
}
