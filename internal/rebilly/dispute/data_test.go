package dispute_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const many = "disputes_rebilly_disputes"

func TestDataSource(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	id := w.RebillyDisputeOf(simulator.RebillyDisputeSpec{
		TransactionID: "txn-1004", CustomerID: "cus-1", Currency: "JPY", Amount: "1260", AcquirerReferenceNumber: "7453", CaseID: "7731",
		ReasonCode: "anything", Type: "inquiry", Status: "won", Age: time.Hour, Posted: 2 * time.Hour,
	})
	read := e.Read(typeName, acctest.Object{"id": id})
	read.Diagnostics.Want(t)
	for name, want := range map[string]string{
		"id": id, "transaction_id": "txn-1004", "customer_id": "cus-1", "currency": "JPY", "amount": "1260", "amount_decimal": "1260",
		"acquirer_reference_number": "7453", "case_id": "7731", "reason_code": "anything", "type": "inquiry", "status": "won",
		"deadline_time": "", "source": "webhook", "revision": "0",
	} {
		if got := read.Attribute(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	created, err := time.Parse(time.RFC3339, read.Attribute("created_time"))
	w.Do(err)
	posted, err := time.Parse(time.RFC3339, read.Attribute("posted_time"))
	w.Do(err)
	if got := created.Sub(posted); got != time.Hour {
		t.Errorf("created %s after it was posted", got)
	}

	bare := w.RebillyDisputeOf(simulator.RebillyDisputeSpec{Bare: true, Amount: "0.005"})
	read = e.Read(typeName, acctest.Object{"id": bare})
	read.Diagnostics.Want(t, "warning amount rebilly-amount-inexact")
	if read.Attribute("transaction_id") != "" || read.Attribute("amount") != "" || read.Attribute("amount_decimal") != "0.005" {
		t.Errorf("read %q, %q and %q", read.Attribute("transaction_id"), read.Attribute("amount"), read.Attribute("amount_decimal"))
	}
	e.Read(typeName, acctest.Object{"id": "nobody"}).Diagnostics.Want(t, "error id rebilly-not-found")
	e.Read(typeName, acctest.Object{"id": "no body"}).Diagnostics.Want(t, "error id rebilly-id-invalid")
	e.Defer().Read(typeName, acctest.Object{"id": id}).Diagnostics.Want(t, "error - Rebilly's configuration is not known yet")
}

func TestList(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	for _, spec := range []simulator.RebillyDisputeSpec{
		{ID: "c", Amount: "9.00", Age: 30 * time.Hour, Status: "won", CaseID: "red"},
		{ID: "a", Amount: "100.00", Age: 20 * time.Hour, Deadline: 40 * time.Hour, CaseID: "blue"},
		{ID: "b", Amount: "20.5", Age: 10 * time.Hour, Deadline: 30 * time.Hour, Status: "won"},
		{ID: "d", Amount: "9", Age: 5 * time.Hour, Currency: "USD", Posted: 50 * time.Hour},
	} {
		w.RebillyDisputeOf(spec)
	}
	e := quiet(w)
	for name, c := range map[string]struct {
		body acctest.Object
		want []string
	}{
		"all":               {acctest.Object{}, []string{"c", "a", "b", "d"}},
		"newest first":      {acctest.Object{"sort": acctest.List{"-created_time"}}, []string{"d", "b", "a", "c"}},
		"by amount":         {acctest.Object{"sort": acctest.List{"amount"}}, []string{"c", "d", "b", "a"}},
		"by amount, then":   {acctest.Object{"sort": acctest.List{"amount", "-id"}}, []string{"d", "c", "b", "a"}},
		"by deadline":       {acctest.Object{"sort": acctest.List{"deadline_time", "id"}}, []string{"c", "d", "b", "a"}},
		"by status":         {acctest.Object{"sort": acctest.List{"-status", "-created_time"}}, []string{"b", "c", "d", "a"}},
		"by posted time":    {acctest.Object{"sort": acctest.List{"posted_time"}}, []string{"d", "c", "a", "b"}},
		"filter":            {acctest.Object{"filter": "status:won"}, []string{"c", "b"}},
		"filter, two parts": {acctest.Object{"filter": "status:response-needed;currency:USD,GBP"}, []string{"d"}},
		"search":            {acctest.Object{"search": "blue"}, []string{"a"}},
		"search and filter": {acctest.Object{"search": "blue", "filter": "status:won"}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read := e.Read(many, c.body)
			read.Diagnostics.Want(t)
			if diff := cmp.Diff(c.want, read.Elements("disputes", "id")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestListRefuses(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	e := quiet(w)
	for name, c := range map[string]struct {
		body acctest.Object
		want string
		text string
	}{
		"sort field":       {acctest.Object{"sort": acctest.List{"-create_time"}}, "error sort sort-field-unknown", `Did you mean "created_time"?`},
		"far from a field": {acctest.Object{"sort": acctest.List{"x"}}, "error sort sort-field-unknown", "The attributes are acquirer_reference_number, amount, "},
		"no sort field":    {acctest.Object{"sort": acctest.List{}}, "error sort Invalid Attribute Value", ""},
		"no filter":        {acctest.Object{"filter": ""}, "error filter Invalid Attribute Value Length", ""},
		"filter field":     {acctest.Object{"filter": "nonsense:1"}, "error filter Cannot list disputes", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read := e.Read(many, c.body)
			read.Diagnostics.Want(t, c.want)
			read.Diagnostics.WantText(t, c.text)
		})
	}
}

// Rebilly's offset ends at 1000. A list of 3,000 has every dispute exactly once, also where
// many were created in the same second.
func TestLongList(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	specs := make([]simulator.RebillyDisputeSpec, 3000)
	want := make([]string, len(specs))
	for i := range specs {
		want[i] = fmt.Sprintf("d%04d", i)
		specs[i] = simulator.RebillyDisputeSpec{ID: want[i], Age: time.Duration(len(specs)-i/100*100) * time.Second, TransactionID: "txn-1"}
	}
	_, err := w.OpenRebillyDisputes(specs)
	w.Do(err)
	read := quiet(w).Read(many, acctest.Object{"filter": "transactionId:txn-1"})
	read.Diagnostics.Want(t)
	got := read.Elements("disputes", "id")
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if times := read.Elements("disputes", "created_time"); !slices.IsSorted(times) {
		t.Error("the list is not in the order of creation")
	}
}
