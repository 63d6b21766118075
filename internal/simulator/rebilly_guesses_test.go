package simulator_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// TestRebillyGuesses turns each guess the other way that no other test turns.
func TestRebillyGuesses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		guesses simulator.Guesses
		check   func(t *testing.T, s *simulator.Simulator, m *merchant)
	}{
		{"revision starts at one", simulator.Guesses{RebillyRevisionStartsAtOne: true}, func(t *testing.T, _ *simulator.Simulator, m *merchant) {
			created := m.put("/disputes/mine", record(), 201)
			updated := m.put("/disputes/mine", record(object{"status": "won"}), 200)
			if created["revision"] != 1.0 || updated["revision"] != 2.0 {
				t.Errorf("revisions %v and %v", created["revision"], updated["revision"])
			}
		}},
		{"identical put counts", simulator.Guesses{RebillyIdenticalPutCounts: true}, func(t *testing.T, s *simulator.Simulator, m *merchant) {
			m.put("/disputes/mine", record(), 201)
			advance(t, s, time.Second)
			if o := m.put("/disputes/mine", record(), 200); o["revision"] != 1.0 || o["updatedTime"] != "2026-03-02T10:00:01Z" {
				t.Errorf("an identical PUT: %v", o)
			}
		}},
		{"omitted kept", simulator.Guesses{RebillyOmittedKept: true}, func(t *testing.T, _ *simulator.Simulator, m *merchant) {
			m.put("/disputes/mine", record(), 201)
			o := m.put("/disputes/mine", record(object{"caseId": nil, "deadlineTime": nil, "acquirerReferenceNumber": nil}), 200)
			if o["caseId"] != "case-1" || o["deadlineTime"] != "2026-03-20T23:59:59Z" || o["acquirerReferenceNumber"] == nil || o["revision"] != 0.0 {
				t.Errorf("omitted: %v", o)
			}
			null := json.RawMessage("null")
			o = m.put("/disputes/mine", record(object{"caseId": null, "deadlineTime": null, "acquirerReferenceNumber": null}), 200)
			if o["caseId"] != nil || o["deadlineTime"] != nil || o["acquirerReferenceNumber"] != nil {
				t.Errorf("null: %v", o)
			}
		}},
		{"unknown transaction", simulator.Guesses{RebillyUnknownTransaction: "accepted"}, func(t *testing.T, _ *simulator.Simulator, m *merchant) {
			o := m.put("/disputes/mine?expand=transaction,customer", record(object{"transactionId": "none"}), 201)
			if o["transactionId"] != "none" || o["customerId"] != nil {
				t.Errorf("%v", o)
			}
		}},
		{"money checked", simulator.Guesses{RebillyMoneyChecked: true}, func(_ *testing.T, _ *simulator.Simulator, m *merchant) {
			m.do("POST", "/disputes", record(object{"currency": "USD"})).blames("currency")
			for _, amount := range []string{"0", "-1", "250.01"} {
				m.do("POST", "/disputes", record(object{"amount": json.Number(amount)})).blames("amount")
			}
			m.do("POST", "/disputes", record(object{"amount": 250})).want(201, nil)
		}},
		{"invalid fields as a map", simulator.Guesses{RebillyInvalidFieldsAsMap: true}, func(t *testing.T, _ *simulator.Simulator, m *merchant) {
			var p object
			m.do("POST", "/disputes", record(object{"status": "open", "caseId": 7})).want(422, &p)
			want := object{
				"invalidFields": map[string]any{
					"status": []any{map[string]any{"message": "status must be one of response-needed, under-review, forfeited, won, lost, unknown"}},
					"caseId": []any{map[string]any{"message": "caseId must be a string"}},
				},
				"details": []any{"caseId must be a string", "status must be one of response-needed, under-review, forfeited, won, lost, unknown"},
			}
			if diff := cmp.Diff(want, object{"invalidFields": p["invalidFields"], "details": p["details"]}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}},
		{"unknown filter", simulator.Guesses{RebillyUnknownFilterIgnored: true}, func(t *testing.T, _ *simulator.Simulator, m *merchant) {
			if got := m.ids("/disputes?filter=state:won;status:won&sort=color,id"); len(got) != 1 || got[0] != "dp-1003" {
				t.Errorf("%v", got)
			}
		}},
		{"tags not filterable", simulator.Guesses{RebillyTagsNotFilterable: true}, func(_ *testing.T, _ *simulator.Simulator, m *merchant) {
			m.do("GET", "/files?filter=tags:a", "").blames("filter")
			m.list("/files?filter=name:a")
		}},
		{"expand in lists only", simulator.Guesses{RebillyExpandInListsOnly: true}, func(t *testing.T, _ *simulator.Simulator, m *merchant) {
			if one, all := m.get("/disputes/dp-1001?expand=customer"), m.list("/disputes?expand=customer"); one["_embedded"] != nil || all[0]["_embedded"] == nil {
				t.Errorf("one %v, of all %v", one, all[0])
			}
		}},
		{"duplicate attachments", simulator.Guesses{RebillyDuplicateAttachments: true}, func(_ *testing.T, _ *simulator.Simulator, m *merchant) {
			file := m.file(png(100), "").text("id")
			for range 2 {
				m.do("POST", "/attachments", attachment(file, "dp-1001", "")).want(201, nil)
			}
		}},
		{"attached file stays", simulator.Guesses{RebillyAttachedFileStays: true}, func(_ *testing.T, _ *simulator.Simulator, m *merchant) {
			file := m.file(png(100), "").text("id")
			m.put("/attachments/mine", attachment(file, "dp-1001", ""), 201)
			m.do("DELETE", "/files/"+file, "").fails(http.StatusConflict)
			m.do("DELETE", "/attachments/mine", "").want(204, nil)
			m.do("DELETE", "/files/"+file, "").want(204, nil)
		}},
		{"default limit", simulator.Guesses{RebillyDefaultLimit: 2}, func(t *testing.T, _ *simulator.Simulator, m *merchant) {
			if answer := m.do("GET", "/disputes", ""); answer.header.Get("Pagination-Limit") != "2" || len(m.ids("/disputes")) != 2 {
				t.Errorf("%v", answer.header)
			}
		}},
		{"newest first", simulator.Guesses{NewestFirst: true}, func(t *testing.T, _ *simulator.Simulator, m *merchant) {
			if diff := cmp.Diff([]string{"dp-1001", "dp-1002", "dp-1003"}, m.ids("/disputes")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}},
		{"list lag", simulator.Guesses{ListLag: time.Minute}, func(t *testing.T, s *simulator.Simulator, m *merchant) {
			m.put("/disputes/mine", record(), 201)
			file := m.file(png(100), "").text("id")
			m.put("/attachments/mine", attachment(file, "mine", ""), 201)
			count := func() int { return len(m.ids("/disputes")) + len(m.ids("/files")) + len(m.ids("/attachments")) }
			if got := count(); got != 3 {
				t.Errorf("%d objects at once, want the samples", got)
			}
			advance(t, s, time.Minute)
			if got := count(); got != 6 {
				t.Errorf("%d objects later, want 6", got)
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := sampled(t, func(o *simulator.Options) { o.Guesses = &test.guesses })
			test.check(t, s, shop(t, s))
		})
	}
}
