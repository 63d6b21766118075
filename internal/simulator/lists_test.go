package simulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func ids(all []object) []string {
	found := []string{}
	for _, o := range all {
		found = append(found, o.text("Id"))
	}
	return found
}

// numbered opens disputes d01, d02, ... an hour apart, the last one now.
func numbered(t *testing.T, s *simulator.Simulator, count int) {
	t.Helper()
	for i := 1; i <= count; i++ {
		openDispute(t, s, simulator.DisputeSpec{ID: fmt.Sprintf("d%02d", i), Age: time.Duration(count-i) * time.Hour})
	}
}

func TestPaging(t *testing.T) {
	t.Parallel()
	s := open(t)
	numbered(t, s, 23)
	c := serve(t, s)
	cases := []struct {
		query       string
		first, last string // ids on the page
		pages       string
		relations   string
	}{
		{"", "d01", "d10", "3", "first next last"},
		{"?page=0", "d01", "d10", "3", "first next last"},
		{"?page=2", "d11", "d20", "3", "first prev next last"},
		{"?page=3&per_page=10", "d21", "d23", "3", "first prev last"},
		{"?Page=2&Per_Page=20", "d21", "d23", "2", "first prev last"},
		{"?per_page=100", "d01", "d23", "1", "first last"},
		{"?per_page=1000", "d01", "d23", "1", "first last"},
		{"?page=9", "", "", "3", "first prev last"},
		{"?Sort=CreationDate:DESC", "d23", "d14", "3", "first next last"},
		{"?sort=creationdate:desc&per_page=5", "d23", "d19", "5", "first next last"},
		{"?Sort=CreationDate:ASC", "d01", "d10", "3", "first next last"},
	}
	for _, test := range cases {
		t.Run(test.query, func(t *testing.T) {
			t.Parallel()
			var all []object
			answer := c.do("GET", "/disputes"+test.query, "").want(http.StatusOK, &all)
			got := append(ids(all), "")
			if got[0] != test.first || len(all) > 0 && got[len(all)-1] != test.last {
				t.Errorf("ids %v, want %s to %s", ids(all), test.first, test.last)
			}
			if answer.header.Get("X-Number-Of-Pages") != test.pages || answer.header.Get("X-Number-Of-Items") != "23" {
				t.Errorf("header %v", answer.header)
			}
			var relations []string
			for _, link := range strings.Split(answer.header.Get("Link"), ", ") {
				address, relation, _ := strings.Cut(link, `>; rel="`)
				relations = append(relations, strings.TrimSuffix(relation, `"`))
				if !strings.HasPrefix(address, "<"+c.base+"/v2.01/simulator/disputes?") || !strings.Contains(address, "page=") {
					t.Errorf("link %s", link)
				}
			}
			if strings.Join(relations, " ") != test.relations {
				t.Errorf("relations %v, want %s", relations, test.relations)
			}
		})
	}
}

func TestBadListQueries(t *testing.T) {
	t.Parallel()
	c := connect(t, open(t))
	for _, query := range []string{"page=x", "per_page=x", "BeforeDate=today", "AfterDate=1.5", "Sort=Amount:ASC", "Sort=CreationDate:UP"} {
		c.do("GET", "/disputes?"+query, "").refused(http.StatusBadRequest, "param_error")
	}
	if body := string(c.do("GET", "/disputes", "").body); body != "[]" {
		t.Errorf("an empty list: %s", body)
	}
}

func TestDisputeFilters(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, spec := range []simulator.DisputeSpec{
		{ID: "old", Age: 48 * time.Hour, UserID: "u1", WalletID: "w1", PayInID: "p1"},
		{ID: "retrieval", Type: "RETRIEVAL", UserID: "u1", WalletID: "w2"},
		{ID: "submitted", Status: "SUBMITTED", UserID: "u2", WalletID: "w1"},
		{ID: "lost", Type: "NOT_CONTESTABLE"},
		{ID: "won", Status: "CLOSED", ResultCode: "WON"},
	} {
		openDispute(t, s, spec)
	}
	c := connect(t, s)
	noon := start.Add(-24 * time.Hour).Unix()
	for path, want := range map[string]string{
		"/disputes?Status=SUBMITTED":                                 "submitted",
		"/disputes?status=submitted,Closed":                          "submitted lost won",
		"/disputes?Status=SUBMITTED&Status=CLOSED":                   "submitted lost won",
		"/disputes?DisputeType=RETRIEVAL, NOT_CONTESTABLE":           "retrieval lost",
		"/disputes?Type=RETRIEVAL":                                   "old retrieval submitted lost won", // not a filter
		"/disputes?Status=CLOSED&DisputeType=CONTESTABLE":            "won",
		fmt.Sprintf("/disputes?BeforeDate=%d", noon):                 "old",
		fmt.Sprintf("/disputes?AfterDate=%d&Status=SUBMITTED", noon): "submitted",
		"/users/u1/disputes":                                         "old retrieval",
		"/users/u1/disputes?Status=CLOSED":                           "",
		"/wallets/w1/disputes":                                       "old submitted",
		"/payins/p1/disputes":                                        "old",
		"/disputes/pendingsettlement":                                "lost",
		"/disputes/PendingSettlement/":                               "lost",
	} {
		if diff := cmp.Diff(strings.Fields(want), ids(c.list(strings.ReplaceAll(path, " ", "%20")))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func TestDocumentFilters(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	first, second := openDispute(t, s, simulator.DisputeSpec{}), openDispute(t, s, simulator.DisputeSpec{})
	refused := c.submitted(first, "refuse_expired")
	created := c.document(second, "")
	accepted := c.submitted(second, "accept")
	name := map[string]string{refused: "refused", created: "created", accepted: "accepted"}
	for path, want := range map[string]string{
		"/dispute-documents":                                         "refused created accepted",
		"/dispute-documents?Sort=CreationDate:DESC":                  "accepted created refused",
		"/dispute-documents?Status=CREATED,REFUSED":                  "refused created",
		"/dispute-documents?Type=INVOICE":                            "",
		"/dispute-documents?Type=delivery_proof&per_page=1":          "refused",
		"/disputes/" + second + "/documents":                         "created accepted",
		"/disputes/" + second + "/documents?Status=VALIDATED":        "accepted",
		fmt.Sprintf("/dispute-documents?AfterDate=%d", start.Unix()): "",
	} {
		got := []string{}
		for _, id := range ids(c.list(path)) {
			got = append(got, name[id])
		}
		if diff := cmp.Diff(strings.Fields(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	document := c.submitted(id, "refuse_missing")
	c.contest(id)
	decide(t, s, id, "reopen", "")
	c.do("PUT", "/disputes/"+id+"/submit", "{}").want(http.StatusOK, nil)
	decide(t, s, id, "lost", "")
	types := map[string][]string{}
	for _, e := range c.list("/events?per_page=100") {
		types[e.text("ResourceId")] = append(types[e.text("ResourceId")], e.text("EventType"))
		if e["Date"] != float64(start.Unix()) {
			t.Errorf("event %v", e)
		}
	}
	want := strings.Fields("DISPUTE_CREATED DISPUTE_ACTION_REQUIRED DISPUTE_SUBMITTED DISPUTE_FURTHER_ACTION_REQUIRED DISPUTE_SUBMITTED " +
		"DISPUTE_SENT_TO_BANK DISPUTE_CLOSED")
	if diff := cmp.Diff(want, types[id]); diff != "" {
		t.Errorf("events of the dispute (-want +got):\n%s", diff)
	}
	want = []string{"DISPUTE_DOCUMENT_CREATED", "DISPUTE_DOCUMENT_VALIDATION_ASKED", "DISPUTE_DOCUMENT_FAILED"}
	if diff := cmp.Diff(want, types[document]); diff != "" {
		t.Errorf("events of the document (-want +got):\n%s", diff)
	}
	if got := c.list("/events?EventType=DISPUTE_CLOSED"); len(got) != 1 {
		t.Errorf("filtered events: %v", got)
	}
	if got := c.list(fmt.Sprintf("/events?BeforeDate=%d", start.Unix())); len(got) != 0 {
		t.Errorf("events before the first: %v", got)
	}
	tooEarly := start.Add(-46 * 24 * time.Hour).Unix()
	c.do("GET", fmt.Sprintf("/events?AfterDate=%d", tooEarly), "").refused(http.StatusBadRequest, "param_error")
	advance(t, s, 46*24*time.Hour)
	c.authorize()
	if got := c.list("/events"); len(got) != 0 {
		t.Errorf("old events: %v", got)
	}
}
