package simulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// settlement asks for a settlement transfer of EUR cents.
func (c *client) settlement(repudiation, author, debited, fees string) reply {
	c.t.Helper()
	body := `{"AuthorId":"` + author + `","DebitedFunds":{"Currency":"EUR","Amount":` + debited + `},"Fees":{"Currency":"EUR","Amount":` + fees + `}}`
	return c.do("POST", "/repudiations/"+repudiation+"/settlementtransfer/", body)
}

func TestSettlement(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{Type: "NOT_CONTESTABLE", Amount: 10000})
	repudiation := c.get("/disputes/" + id).text("RepudiationId")
	r := c.get("/repudiations/" + repudiation)
	author := r.text("AuthorId")
	if r.text("Nature") != "REPUDIATION" || r.text("DebitedWalletId") != "CREDIT_EUR" || r.text("InitialTransactionType") != "PAYIN" {
		t.Errorf("repudiation: %v", r)
	}
	settle := func(debited, fees, code string) object {
		t.Helper()
		var transfer object
		c.settlement(repudiation, author, debited, fees).want(http.StatusOK, &transfer)
		failed := code != "000000"
		if transfer.text("ResultCode") != code || (transfer.text("Status") == "FAILED") != failed || (transfer["ExecutionDate"] == nil) != failed {
			t.Errorf("settlement of %s with fees %s: %v, want %s", debited, fees, transfer, code)
		}
		return transfer
	}
	first := settle(`"4000"`, `"-10"`, "000000")
	settle("6001", "0", "003010")
	if got := len(c.list("/disputes/pendingsettlement")); got != 1 {
		t.Errorf("%d disputes wait for settlement, want 1", got)
	}
	settle("3000", "500", "000000")
	settle("10", "500", "003011")
	settle("3000", "0", "000000")
	settle("1", "0", "003012")
	if got := len(c.list("/disputes/pendingsettlement")); got != 0 {
		t.Errorf("%d disputes wait for settlement, want none", got)
	}
	if diff := cmp.Diff(first, c.get("/settlements/"+first.text("Id"))); diff != "" {
		t.Errorf("view (-created +viewed):\n%s", diff)
	}
	for query, count := range map[string]int{
		"": 7, "?Status=FAILED": 3, "?Nature=SETTLEMENT&Status=SUCCEEDED": 3, "?ResultCode=003011,003012": 2, "?Type=PAYOUT": 1,
	} {
		if got := len(c.list("/disputes/" + id + "/transactions" + query)); got != count {
			t.Errorf("%d transactions with %q, want %d", got, query, count)
		}
	}
	if body := string(c.do("GET", "/disputes/"+id+"/transactions", "").body); !strings.Contains(body, `"DepositId":null`) {
		t.Errorf("transactions: %s", body)
	}
	if got := len(c.list("/events?EventType=TRANSFER_SETTLEMENT_FAILED")); got != 3 {
		t.Errorf("%d events of failed settlements, want 3", got)
	}
	if got := c.list("/repudiations/" + repudiation + "/refunds"); len(got) != 0 {
		t.Errorf("refunds of a lost dispute: %v", got)
	}
}

func TestRefusedSettlements(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	lost := c.get("/disputes/" + openDispute(t, s, simulator.DisputeSpec{Type: "NOT_CONTESTABLE"})).text("RepudiationId")
	pending := c.get("/disputes/" + openDispute(t, s, simulator.DisputeSpec{})).text("RepudiationId")
	author := c.get("/repudiations/" + lost).text("AuthorId")
	for _, test := range []struct{ author, debited, fees, field, message string }{
		{author, "10001", "0", "DebitedFunds", "The settlement DebitedFunds cannot exceed the initial transaction DebitedFunds"},
		{author, "1", "501", "Fees", "The settlement Fees cannot exceed the initial transaction Fees"},
		{"somebody", "1", "0", "AuthorId", "The AuthorId must be the author of the repudiated transaction"},
		{"", "1", "0", "AuthorId", "The AuthorId field is required."},
		{author, "0", "0", "DebitedFunds", "The Amount must be greater than zero"},
	} {
		p := c.settlement(lost, test.author, test.debited, test.fees).refused(http.StatusBadRequest, "param_error")
		if p.Errors[test.field] != test.message {
			t.Errorf("%+v: %v", test, p.Errors)
		}
	}
	for body, field := range map[string]string{
		`{"AuthorId":"x","Fees":{"Currency":"EUR","Amount":0}}`:            "DebitedFunds",
		`{"AuthorId":"x","DebitedFunds":{"Currency":"EUR","Amount":1}}`:    "Fees",
		`{"AuthorId":"x","DebitedFunds":{"Amount":1},"Fees":{"Amount":1}}`: "DebitedFunds.Currency",
	} {
		p := c.do("POST", "/repudiations/"+lost+"/settlementtransfer", body).refused(http.StatusBadRequest, "param_error")
		if p.Errors[field] == "" {
			t.Errorf("%s: %v", body, p.Errors)
		}
	}
	c.settlement(pending, c.get("/repudiations/"+pending).text("AuthorId"), "1", "0").refused(http.StatusBadRequest, "repudiation_cant_be_settled")
}

func TestPayIns(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	d := c.get("/disputes/" + openDispute(t, s, simulator.DisputeSpec{WalletID: "wallet-1", UserID: "user-1"}))
	payIn := c.get("/payins/" + d.text("InitialTransactionId"))
	if payIn.text("CreditedWalletId") != "wallet-1" || payIn.text("AuthorId") != "user-1" {
		t.Errorf("pay-in: %v", payIn)
	}
	const path = "/clients/payins/bankwire/direct/"
	var wire object
	c.do("POST", path, `{"CreditedWalletId":"CREDIT_EUR","DeclaredDebitedFunds":{"Currency":"EUR","Amount":500}}`).want(http.StatusOK, &wire)
	want := map[string]any{"Currency": "EUR", "Amount": 500.0}
	if diff := cmp.Diff(want, wire["DeclaredDebitedFunds"]); diff != "" || wire.text("Status") != "CREATED" || wire.text("PaymentType") != "BANK_WIRE" {
		t.Errorf("bank wire: %v\n%s", wire, diff)
	}
	c.do("POST", path, `{"CreditedWalletId":"wallet-1","DeclaredDebitedFunds":{"Currency":"EUR","Amount":1}}`).refused(404, "ressource_not_found")
	for _, body := range []string{`{}`, `{"CreditedWalletId":"CREDIT_EUR"}`, `{"CreditedWalletId":"CREDIT_EUR","DeclaredDebitedFunds":{"Amount":1}}`} {
		c.do("POST", path, body).refused(http.StatusBadRequest, "param_error")
	}
}
