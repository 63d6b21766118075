package simulator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// shelf opens a world with four disputes, one an hour.
func shelf(t *testing.T, change ...func(*simulator.Options)) *merchant {
	t.Helper()
	s := open(t, change...)
	openRebilly(
		t, s,
		simulator.RebillyDisputeSpec{
			ID: "a", Amount: "10.00", Status: "won", CaseID: "Case-7", ReasonCode: "credit_not_processed", Age: 4 * time.Hour, TransactionID: "txn-a",
		},
		simulator.RebillyDisputeSpec{
			ID: "b", Amount: "9.99", Status: "lost", Currency: "USD", CaseID: "case-8", ReasonCode: "CREDIT_NOT_PROCESSED", Age: 3 * time.Hour,
			TransactionID: "txn-b",
		},
		simulator.RebillyDisputeSpec{
			ID: "c", Amount: "100", Type: "arbitration", ReasonCode: "4837", Age: 2 * time.Hour, Deadline: 24 * time.Hour, TransactionID: "txn-c",
			CustomerID: "cus-7",
		},
		simulator.RebillyDisputeSpec{ID: "d", Amount: "20.5", Source: "sftp", Age: time.Hour, Bare: true, Deadline: 48 * time.Hour},
	)
	return shop(t, s)
}

func TestRebillyFilters(t *testing.T) {
	t.Parallel()
	m := shelf(t)
	for filter, want := range map[string][]string{
		"":                                  {"a", "b", "c", "d"},
		"status:won":                        {"a"},
		"status:WON,Lost":                   {"a", "b"},
		"status:!won":                       {"b", "c", "d"},
		"status:!won,!lost":                 {"c", "d"},
		"status:won,lost;currency:usd":      {"b"},
		"status:won;status:lost":            {},
		"amount:10":                         {"a"},
		"amount:10.0,20.50":                 {"a", "d"},
		"amount:10..100":                    {"a", "c", "d"},
		"amount:..10":                       {"a", "b"},
		"amount:20.5..":                     {"c", "d"},
		"amount:!10..100":                   {"b"},
		"caseId:CASE-7":                     {"a"},
		"caseId:!case-7":                    {"b", "c", "d"},
		"reasonCode:credit_not_processed":   {"a", "b"},
		"category:fraud;type:arbitration":   {"c"},
		"transactionId:txn-c":               {"c"},
		"customerId:cus-7":                  {"c"},
		"transaction.currency:USD":          {"b"},
		"transaction.amount:50..;status:!x": {"c"},
		"customer.id:cus-7":                 {"c"},
		"source:sftp":                       {"d"},
		"createdTime:2026-03-02T06:00:00Z..2026-03-02T07:00:00Z":        {"a", "b"},
		"createdTime:2026-03-02T08:30:00Z..":                            {"d"},
		"createdTime:..2026-03-02T07:00:00+01:00":                       {"a"},
		"createdTime:2026-03-02T07:00:00Z":                              {"b"},
		"createdTime:..2026-03-02":                                      {},
		"deadlineTime:2026-03-03..2026-03-04":                           {"c"},
		"deadlineTime:!2026-03-03T10:00:00Z;revision:0":                 {"a", "b", "d"},
		"createdTime:!2026-03-02T06:00:00Z..2026-03-02T08:00:00Z;id:!x": {"d"},
		"status:lost , won;":                                            {"a", "b"},
	} {
		if diff := cmp.Diff(want, m.ids("/disputes?filter="+url.QueryEscape(filter))); diff != "" {
			t.Errorf("filter %q (-want +got):\n%s", filter, diff)
		}
	}
	for _, filter := range []string{
		"state:won", "status", "amount:ten", "amount:..", "amount:1..x", "amount:NaN", "amount:", "createdTime:now", "createdTime:1..2",
		"status:@winners", "customer.email:a@example.com", "Status:won",
	} {
		m.do("GET", "/disputes?filter="+url.QueryEscape(filter), "").blames("filter")
	}
}

func TestRebillySortAndSearch(t *testing.T) {
	t.Parallel()
	m := shelf(t)
	for query, want := range map[string][]string{
		"sort=-createdTime":          {"d", "c", "b", "a"},
		"sort=amount":                {"b", "a", "d", "c"},
		"sort=-amount":               {"c", "d", "a", "b"},
		"sort=status,-amount":        {"b", "c", "d", "a"},
		"sort=deadlineTime,-id":      {"b", "a", "c", "d"},
		"sort=caseId":                {"c", "d", "a", "b"},
		"sort=-transaction.amount":   {"c", "a", "b", "d"},
		"q=CASE-":                    {"a", "b"},
		"q=se-8&filter=status:lost":  {"b"},
		"q=nobody":                   {},
		"q=&filter=&sort=&limit=":    {"a", "b", "c", "d"},
		"sort=-id&limit=2&offset=1":  {"c", "b"},
		"limit=0":                    {},
		"offset=4":                   {},
		"offset=1000":                {},
		"limit=1000&offset=3":        {"d"},
		"filter=type:arbitration&q=": {"c"},
	} {
		if diff := cmp.Diff(want, m.ids("/disputes?"+query)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
	m.do("GET", "/disputes?sort=-color", "").blames("sort")
}

func TestRebillyPaging(t *testing.T) {
	t.Parallel()
	m := shelf(t)
	for query, want := range map[string][3]string{
		"":                            {"4", "100", "0"},
		"limit=3&offset=2":            {"4", "3", "2"},
		"limit=0":                     {"4", "0", "0"},
		"filter=status:won&limit=1":   {"1", "1", "0"},
		"filter=status:none&offset=9": {"0", "100", "9"},
	} {
		header := m.do("GET", "/disputes?"+query, "").want(http.StatusOK, nil).header
		got := [3]string{header.Get("Pagination-Total"), header.Get("Pagination-Limit"), header.Get("Pagination-Offset")}
		if got != want || header.Get("X-RateLimit-Limit") != "" {
			t.Errorf("%q: %v, want %v", query, header, want)
		}
	}
	for _, path := range []string{"/disputes", "/files", "/attachments"} {
		for _, parameter := range []string{"limit", "offset"} {
			for _, number := range []string{"1001", "-1", "1.5", "all"} {
				m.do("GET", path+"?"+parameter+"="+number, "").blames(parameter)
			}
		}
	}
	if body := string(m.do("GET", "/attachments", "").body); body != "[]" {
		t.Errorf("an empty list is %s", body)
	}
}

// TestRebillyManyDisputes reads more disputes than offset reaches, by slices of createdTime.
func TestRebillyManyDisputes(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{"memory": "", "file": filepath.Join(t.TempDir(), "world.db")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, func(o *simulator.Options) { o.File = file })
			specs := make([]simulator.RebillyDisputeSpec, 3000)
			for i := range specs {
				specs[i].Age = time.Duration(i/3) * time.Minute // three at each instant
			}
			want := openRebilly(t, s, specs...)
			m := shop(t, s)
			if got := len(m.ids("/disputes?limit=1000&offset=1000")); got != 1000 {
				t.Errorf("%d disputes on the last page that there is", got)
			}
			got := map[string]bool{}
			for from := start.Add(-time.Duration(len(specs)) * time.Minute); !from.After(start); from = from.Add(250 * time.Minute) {
				slice := from.Format(time.RFC3339) + ".." + from.Add(250*time.Minute-time.Second).Format(time.RFC3339)
				for _, id := range m.ids("/disputes?limit=1000&filter=createdTime:" + slice) {
					if got[id] {
						t.Errorf("%s is listed twice", id)
					}
					got[id] = true
				}
			}
			if missing := slices.DeleteFunc(want, func(id string) bool { return got[id] }); len(got) != 3000 || len(missing) != 0 {
				t.Errorf("%d disputes, without %v", len(got), missing)
			}
			if total := m.do("GET", "/disputes?limit=0", "").header.Get("Pagination-Total"); total != strconv.Itoa(3000) {
				t.Errorf("total %s", total)
			}
		})
	}
}

func TestRebillyListsOfFilesAndAttachments(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	m := shop(t, s)
	files := make([]string, 3)
	for i, name := range []string{"alpha.png", "beta.png", "gamma.png"} {
		tags := fmt.Sprintf(`["all","N%d"]`, i)
		files[i] = m.file(png(100*(i+1)), fmt.Sprintf(`"name":%q,"tags":%s,"isPublic":%t`, name, tags, i == 1)).text("id")
		advance(t, s, time.Minute)
		m.put("/attachments/at-"+strconv.Itoa(i), attachment(files[i], "dp-100"+strconv.Itoa(1+i%2), `"name":"A"`), http.StatusCreated)
	}
	hash := m.get("/files/" + files[2]).text("sha1")
	for query, want := range map[string][]int{
		"":                                   {0, 1, 2},
		"filter=tags:all":                    {0, 1, 2},
		"filter=tags:n1,N2":                  {1, 2},
		"filter=tags:!n1":                    {0, 2},
		"filter=name:BETA.png":               {1},
		"filter=sha1:" + hash:                {2},
		"filter=size:200..;isPublic:true":    {1},
		"filter=mime:image/png;extension:gi": {},
		"sort=-size":                         {2, 1, 0},
		"q=gam":                              {2},
	} {
		ids := []string{}
		for _, i := range want {
			ids = append(ids, files[i])
		}
		if diff := cmp.Diff(ids, m.ids("/files?"+query)); diff != "" {
			t.Errorf("files %s (-want +got):\n%s", query, diff)
		}
	}
	for query, want := range map[string][]string{
		"filter=relatedId:dp-1001;relatedType:dispute": {"at-0", "at-2"},
		"filter=fileId:" + files[1]:                    {"at-1"},
		"filter=name:a&sort=-relatedId,-id":            {"at-1", "at-2", "at-0"},
		"q=at-2":                                       {"at-2"},
		"sort=-createdTime&limit=1":                    {"at-2"},
	} {
		if diff := cmp.Diff(want, m.ids("/attachments?"+query)); diff != "" {
			t.Errorf("attachments %s (-want +got):\n%s", query, diff)
		}
	}
}
