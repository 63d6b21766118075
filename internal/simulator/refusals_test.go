package simulator_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// TestDisputeMoves tries submit, close and new documents in every state.
func TestDisputeMoves(t *testing.T) {
	t.Parallel()
	const (
		second  = "dispute_cant_be_submitted"
		closing = "dispute_cant_be_closed"
		docs    = "dispute_can_not_currently_accept_documents"
	)
	cases := []struct {
		name                    string
		spec                    simulator.DisputeSpec
		submit, close, document string // error types; "" for success
	}{
		{"created", simulator.DisputeSpec{Status: "CREATED"}, second, closing, docs},
		{"pending", simulator.DisputeSpec{}, "", "", ""},
		{"retrieval", simulator.DisputeSpec{Type: "RETRIEVAL"}, "", "", ""},
		{"submitted", simulator.DisputeSpec{Status: "SUBMITTED"}, second, closing, docs},
		{"bank", simulator.DisputeSpec{Status: "PENDING_BANK_ACTION"}, second, closing, docs},
		{"reopened", simulator.DisputeSpec{Status: "REOPENED_PENDING_CLIENT_ACTION"}, "", "", ""},
		{"won", simulator.DisputeSpec{Status: "CLOSED", ResultCode: "WON"}, second, closing, docs},
		{"not contestable", simulator.DisputeSpec{Type: "NOT_CONTESTABLE"}, second, closing, docs},
		{"late", simulator.DisputeSpec{Deadline: -time.Hour}, "dispute_contest_deadline_passed", closing, docs},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			c := connect(t, s)
			try := func(move, method, path, body, kind string) {
				t.Helper()
				id := openDispute(t, s, test.spec)
				answer := c.do(method, "/disputes/"+id+path, body)
				if kind == "" {
					answer.want(http.StatusOK, nil)
					return
				}
				if p := answer.refused(http.StatusBadRequest, kind); p.Errors != nil {
					t.Errorf("%s: errors %v, want null", move, p.Errors)
				}
			}
			try("submit", "PUT", "/submit", contested, test.submit)
			try("close", "PUT", "/close", "{}", test.close)
			try("document", "POST", "/documents", `{"Type":"INVOICE"}`, test.document)
		})
	}
}

func TestNotContestableIsLostAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := openDispute(t, s, simulator.DisputeSpec{Type: "NOT_CONTESTABLE"})
	d := connect(t, s).get("/disputes/" + id)
	if d.text("Status") != "CLOSED" || d.text("ResultCode") != "LOST" || d["ClosedDate"] == nil || d.text("RepudiationId") == "" {
		t.Errorf("dispute: %v", d)
	}
}

// TestContestedFunds tries what may be contested.
func TestContestedFunds(t *testing.T) {
	t.Parallel()
	const (
		required = "This field is required"
		tooMuch  = "The ContestedFunds amount must be less than or equal to the DisputedFunds amount"
	)
	cases := []struct{ name, body, field, message string }{
		{"none", `{}`, "ContestedFunds", required},
		{"no body", ``, "ContestedFunds", required},
		{"null", `{"ContestedFunds":null}`, "ContestedFunds", required},
		{"empty", `{"ContestedFunds":{}}`, "ContestedFunds", required},
		{"too much", `{"ContestedFunds":{"Currency":"EUR","Amount":10001}}`, "ContestedFunds", tooMuch},
		{"other currency", `{"ContestedFunds":{"Currency":"USD","Amount":1}}`, "ContestedFunds", ""},
		{"zero", `{"ContestedFunds":{"Currency":"EUR","Amount":0}}`, "ContestedFunds", ""},
		{"no number", `{"ContestedFunds":{"Currency":"EUR","Amount":"much"}}`, "ContestedFunds.Amount", ""},
		{"no currency", `{"ContestedFunds":{"Amount":1}}`, "ContestedFunds.Currency", "The ContestedFunds.Currency field is required."},
		{"text for a number", `{"ContestedFunds":{"Currency":"EUR","Amount":"10"}}`, "", ""},
		{"unknown fields", `{"Id":"x","defaults":{"a":[1]},"ContestedFunds":{"Currency":"EUR","Amount":1}}`, "", ""},
	}
	s := open(t)
	c := connect(t, s)
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			id := openDispute(t, s, simulator.DisputeSpec{})
			answer := c.do("PUT", "/disputes/"+id+"/submit", test.body)
			if test.field == "" {
				answer.want(http.StatusOK, nil)
				return
			}
			p := answer.refused(http.StatusBadRequest, "param_error")
			message, found := p.Errors[test.field]
			if !found || test.message != "" && message != test.message {
				t.Errorf("errors %v, want %s: %q", p.Errors, test.field, test.message)
			}
			if got := c.get("/disputes/" + id).text("Status"); got != "PENDING_CLIENT_ACTION" {
				t.Errorf("a refused submission left the dispute %s", got)
			}
		})
	}
}

// TestResubmissionFunds submits again with the bodies that the official libraries send.
func TestResubmissionFunds(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, `{}`, `{"Id":"x"}`, `{"ContestedFunds":null}`, `{"Id":"x","ContestedFunds":{}}`, contested} {
		s := open(t)
		id := openDispute(t, s, simulator.DisputeSpec{Status: "REOPENED_PENDING_CLIENT_ACTION", Contested: 4000})
		var d object
		connect(t, s).do("PUT", "/disputes/"+id+"/submit", body).want(http.StatusOK, &d)
		funds, _ := d["ContestedFunds"].(map[string]any)
		if d.text("Status") != "SUBMITTED" || d["StatusMessage"] != nil || funds["Amount"] != 4000.0 {
			t.Errorf("body %s: %v", body, d)
		}
	}
}

func TestDocumentMoves(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	other := openDispute(t, s, simulator.DisputeSpec{})
	empty := c.document(id, "")
	sent := c.submitted(id, "")
	full := c.document(id, "")
	c.page(id, full, png(2000)).want(http.StatusNoContent, nil)

	p := c.askValidation(id, empty).refused(http.StatusBadRequest, "cant_validate_empty_document")
	if p.Message != "You can not request validation for a document which has no pages" {
		t.Errorf("message %q", p.Message)
	}
	c.askValidation(id, sent).refused(http.StatusBadRequest, "document_not_in_created_status")
	c.page(id, sent, png(2000)).refused(http.StatusBadRequest, "document_not_in_created_status")
	c.askValidation(other, full).refused(http.StatusNotFound, "ressource_not_found")
	for _, body := range []string{`{}`, `{"Status":"CREATED"}`, `{"Status":"VALIDATED"}`, `{"Status":3}`} {
		c.do("PUT", "/disputes/"+id+"/documents/"+full, body).refused(http.StatusBadRequest, "param_error")
	}
	c.contest(id)
	c.page(id, full, png(2000)).refused(http.StatusBadRequest, "dispute_can_not_currently_accept_documents")
	c.askValidation(id, empty).refused(http.StatusBadRequest, "cant_validate_empty_document")
	if d, err := s.Document(sent); err != nil || len(d.Pages) != 1 || d.Status != "VALIDATION_ASKED" {
		t.Errorf("document %+v, %v", d, err)
	}
}

func TestDocumentCreation(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	path := "/disputes/" + openDispute(t, s, simulator.DisputeSpec{}) + "/documents"
	p := c.do("POST", path, `{"Tag":"x"}`).refused(http.StatusBadRequest, "param_error")
	if p.Errors["Type"] != "The Type field is required." {
		t.Errorf("errors %v", p.Errors)
	}
	c.do("POST", path, `{"Type":"LETTER"}`).refused(http.StatusBadRequest, "param_error")
	c.do("POST", path, `[1]`).refused(http.StatusBadRequest, "param_error")
	if p := c.do("POST", path, ``).refused(http.StatusBadRequest, "empty_body"); p.Message != "the body cannot be empty" {
		t.Errorf("message %q", p.Message)
	}
	tooLong := `{"Type":"OTHER","Tag":"` + strings.Repeat("ä", 256) + `"}`
	if p := c.do("POST", path, tooLong).refused(http.StatusBadRequest, "param_error"); p.Errors["Tag"] == "" {
		t.Errorf("errors %v", p.Errors)
	}
	longest := strings.Repeat("ä", 255)
	var d object
	c.do("POST", path, `{"Type":"USER_CORRESPONDANCE","Tag":"`+longest+`"}`).want(http.StatusOK, &d)
	if d.text("Tag") != longest || d.text("Type") != "USER_CORRESPONDANCE" {
		t.Errorf("document: %v", d)
	}
}

func TestBodiesKeepTheOrderOfTheirKeys(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	document := string(c.do("GET", "/dispute-documents/"+c.document(id, ""), "").body)
	dispute := string(c.do("GET", "/disputes/"+id, "").body)
	problem := string(c.do("GET", "/disputes/none", "").body)
	for body, keys := range map[string]string{
		dispute: "InitialTransactionId InitialTransactionType InitialTransactionNature DisputeType ContestDeadlineDate DisputedFunds " +
			"ContestedFunds Status StatusMessage DisputeReason ResultCode ResultMessage Id Tag CreationDate ClosedDate RepudiationId",
		document: "DisputeId Type Id Tag CreationDate ProcessedDate Status RefusedReasonType RefusedReasonMessage",
		problem:  "Message Type Id Date errors",
	} {
		last := -1
		for _, key := range strings.Fields(keys) {
			at := strings.Index(body, `"`+key+`":`)
			if at <= last {
				t.Errorf("key %s is missing or out of order in %s", key, body)
			}
			last = at
		}
	}
	if !strings.Contains(dispute, `"ResultCode":""`) || !strings.Contains(dispute, `"ContestedFunds":{"Currency":"EUR","Amount":10000}`) {
		t.Errorf("an open dispute: %s", dispute)
	}
}
