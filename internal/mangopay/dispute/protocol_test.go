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

const (
	one  = "disputes_mangopay_dispute"
	many = "disputes_mangopay_disputes"
)

func TestDispute(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	id := w.DisputeOf(simulator.DisputeSpec{
		Status: "REOPENED_PENDING_CLIENT_ACTION", StatusMessage: "more", ReasonType: "FRAUD", ReasonMessage: "not me", Tag: "case 7",
		PayInID: "payin_1", RepudiationID: "repud_1", Amount: 12600, Contested: 10000, Currency: "GBP", Age: time.Hour,
	})
	read := w.Engine(nil).Read(one, acctest.Object{"id": id})
	read.Diagnostics.Want(t)
	for name, want := range map[string]string{
		"id": id, "dispute_type": "CONTESTABLE", "status": "REOPENED_PENDING_CLIENT_ACTION", "status_message": "more", "result_code": "",
		"result_message": "", "reason_type": "FRAUD", "reason_message": "not me", "closed_at": "", "initial_transaction_id": "payin_1",
		"initial_transaction_type": "PAYIN", "initial_transaction_nature": "REGULAR", "repudiation_id": "repud_1", "tag": "case 7",
	} {
		if got := read.Attribute(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	created, err := time.Parse(time.RFC3339, read.Attribute("created_at"))
	w.Do(err)
	deadline, err := time.Parse(time.RFC3339, read.Attribute("contest_deadline"))
	w.Do(err)
	if got, want := deadline.Sub(created), 10*24*time.Hour+time.Hour; got != want {
		t.Errorf("deadline is %s after the creation, want %s", got, want)
	}
}

func TestDisputeThatIsClosed(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	read := w.Engine(nil).Read(one, acctest.Object{"id": w.DisputeOf(simulator.DisputeSpec{Status: "CLOSED", ResultCode: "WON"})})
	read.Diagnostics.Want(t)
	if read.Attribute("result_code") != "WON" || read.Attribute("closed_at") == "" || read.Attribute("result_message") == "" {
		t.Errorf("read %q at %q: %q", read.Attribute("result_code"), read.Attribute("closed_at"), read.Attribute("result_message"))
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	e := w.Engine(nil)
	read := e.Read(one, acctest.Object{"id": "nobody"})
	read.Diagnostics.Want(t, "error id dispute-not-found")
	read.Diagnostics.WantText(t, `"nobody"`, w.URL)
	e.Read(one, acctest.Object{"id": ""}).Diagnostics.Want(t, "error id Invalid Attribute Value Length")
	for name, c := range map[string]struct {
		body acctest.Object
		want string
		text string
	}{
		"two scopes":     {acctest.Object{"user_id": "a", "wallet_id": "b"}, "error wallet_id Two scopes for one list", "user_id and wallet_id are set together"},
		"scope and flag": {acctest.Object{"pay_in_id": "a", "pending_settlement": true}, "error pending_settlement Two scopes for one list", ""},
		"filter of pending settlement": {
			acctest.Object{"pending_settlement": true, "created_after": "2026-01-01T00:00:00Z"},
			"error created_after No filter with pending_settlement", "",
		},
		"unknown status": {acctest.Object{"statuses": acctest.List{"CLOSE"}}, "error statuses filter-value-unknown", `Did you mean "CLOSED"?`},
		"unknown type":   {acctest.Object{"dispute_types": acctest.List{"CONTESTIBLE"}}, "error dispute_types filter-value-unknown", `Did you mean "CONTESTABLE"?`},
		"no status":      {acctest.Object{"statuses": acctest.List{}}, "error statuses Invalid Attribute Value", ""},
		"no time":        {acctest.Object{"created_before": "yesterday"}, "error created_before Invalid RFC3339 String Value", ""},
		"unknown user":   {acctest.Object{"user_id": "nobody"}, "error - Cannot list disputes", "nobody"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read := e.Read(many, c.body)
			read.Diagnostics.Want(t, c.want)
			read.Diagnostics.WantText(t, c.text)
		})
	}
}

// A scope that is switched off, or not known yet, is in nobody's way.
func TestScopesThatDoNotConflict(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.DisputeOf(simulator.DisputeSpec{UserID: "user_1"})
	read := w.Engine(nil).Read(many, acctest.Object{"user_id": "user_1", "pending_settlement": false})
	read.Diagnostics.Want(t)
	if got := read.Elements("disputes", "id"); len(got) != 1 {
		t.Errorf("found %v", got)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	now := w.Now()
	at := func(age time.Duration) string { return now.Add(-age).UTC().Format(time.RFC3339) }
	for _, spec := range []simulator.DisputeSpec{
		{ID: "a", Age: 40 * time.Hour, UserID: "user_1", WalletID: "wallet_1", PayInID: "payin_1"},
		{ID: "b", Age: 30 * time.Hour, UserID: "user_1", WalletID: "wallet_2", Type: "RETRIEVAL"},
		{ID: "c", Age: 20 * time.Hour, UserID: "user_2", WalletID: "wallet_2", Status: "SUBMITTED"},
		{ID: "d", Age: 10 * time.Hour, UserID: "user_2", WalletID: "wallet_3", Type: "NOT_CONTESTABLE"},
		{ID: "e", Age: time.Hour, UserID: "user_2", WalletID: "wallet_3", Status: "CLOSED", ResultCode: "WON"},
	} {
		w.DisputeOf(spec)
	}
	e := w.Engine(nil)
	for name, c := range map[string]struct {
		body acctest.Object
		want []string
	}{
		"all":                {acctest.Object{}, []string{"a", "b", "c", "d", "e"}},
		"newest first":       {acctest.Object{"newest_first": true}, []string{"e", "d", "c", "b", "a"}},
		"one status":         {acctest.Object{"statuses": acctest.List{"SUBMITTED"}}, []string{"c"}},
		"two statuses":       {acctest.Object{"statuses": acctest.List{"SUBMITTED", "CLOSED"}}, []string{"c", "d", "e"}},
		"types":              {acctest.Object{"dispute_types": acctest.List{"RETRIEVAL", "NOT_CONTESTABLE"}}, []string{"b", "d"}},
		"before":             {acctest.Object{"created_before": at(25 * time.Hour)}, []string{"a", "b"}},
		"after":              {acctest.Object{"created_after": at(25 * time.Hour)}, []string{"c", "d", "e"}},
		"between":            {acctest.Object{"created_after": at(25 * time.Hour), "created_before": at(5 * time.Hour)}, []string{"c", "d"}},
		"user":               {acctest.Object{"user_id": "user_1"}, []string{"a", "b"}},
		"wallet":             {acctest.Object{"wallet_id": "wallet_2"}, []string{"b", "c"}},
		"pay-in":             {acctest.Object{"pay_in_id": "payin_1"}, []string{"a"}},
		"pending settlement": {acctest.Object{"pending_settlement": true}, []string{"d"}},
		"user and status":    {acctest.Object{"user_id": "user_2", "statuses": acctest.List{"CLOSED"}, "newest_first": true}, []string{"e", "d"}},
		"none":               {acctest.Object{"statuses": acctest.List{"CREATED"}}, []string{}},
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

// A long list takes several calls and misses nothing.
func TestManyPages(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	want := make([]string, 0, 230)
	for i := range cap(want) {
		want = append(want, w.DisputeOf(simulator.DisputeSpec{ID: fmt.Sprintf("d%03d", i), UserID: "user_1", Age: time.Duration(1000-i) * time.Minute}))
	}
	e := w.Engine(nil)
	for _, body := range []acctest.Object{{}, {"user_id": "user_1"}, {"statuses": acctest.List{"PENDING_CLIENT_ACTION"}}} {
		if diff := cmp.Diff(want, e.Read(many, body).Elements("disputes", "id")); diff != "" {
			t.Errorf("%v: %s", body, diff)
		}
	}
	slices.Reverse(want)
	if diff := cmp.Diff(want, e.Read(many, acctest.Object{"newest_first": true}).Elements("disputes", "id")); diff != "" {
		t.Error(diff)
	}
	if n := w.Calls("list_disputes"); n != 9 {
		t.Errorf("three lists of three pages took %d calls", n)
	}
}

func TestWithoutAnAccount(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Engine(nil).Defer().Read(many, acctest.Object{}).Diagnostics.Want(t, "error - Mangopay's configuration is not known yet")
	wrong := acctest.NewEngine(t, acctest.Object{"mangopay": acctest.Object{"base_url": w.URL, "client_id": "simulator", "api_key": "wrong"}})
	read := wrong.Read(many, acctest.Object{})
	read.Diagnostics.Want(t, "error - Cannot list disputes: sign in")
	read.Diagnostics.WantText(t, "client_id and api_key", "HTTP 401")
}
