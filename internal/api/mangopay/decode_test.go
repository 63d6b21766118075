package mangopay_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
)

func getDispute(t *testing.T, body string) (*mangopay.Dispute, error) {
	t.Helper()
	return offlineClient(func(*http.Request) (*http.Response, error) {
		return canned(200, "application/json", body), nil
	}).Disputes.Get(t.Context(), "1")
}

func TestDates(t *testing.T) {
	t.Parallel()
	at := time.Date(2022, 12, 2, 23, 59, 59, 0, time.UTC)
	for value, want := range map[string]time.Time{
		"1670025599": at, "1670025599.0": at, "1670025599.75": at, `"1670025599"`: at, "1.670025599e9": at,
		"null": {}, `""`: {}, "0": {}, "-1": time.Unix(-1, 0).UTC(),
	} {
		d, err := getDispute(t, `{"Id":"1","ContestDeadlineDate":`+value+`}`)
		if err != nil {
			t.Errorf("%s: %v", value, err)
			continue
		}
		if diff := cmp.Diff(want, d.ContestDeadline); diff != "" {
			t.Errorf("%s: %s", value, diff)
		}
	}
	for _, value := range []string{`"2022-12-02"`, "true", "{}", "[]", "1e300", `"NaN"`, `"Inf"`, "1670025599000"} {
		if d, err := getDispute(t, `{"Id":"1","ContestDeadlineDate":`+value+`}`); err == nil {
			t.Errorf("%s was taken for %s", value, d.ContestDeadline)
		}
	}
}

func TestMoney(t *testing.T) {
	t.Parallel()
	eur := func(n int64) *mangopay.Money { return &mangopay.Money{Currency: "EUR", Amount: n} }
	for value, want := range map[string]*mangopay.Money{
		`{"Currency":"EUR","Amount":1260}`:                eur(1260),
		`{"Currency":"EUR","Amount":"1260"}`:              eur(1260),
		`{"Currency":"EUR","Amount":1260.0}`:              eur(1260),
		`{"Currency":"EUR","Amount":9007199254740993}`:    eur(9007199254740993),
		`{"Currency":"EUR","Amount":9223372036854775807}`: eur(9223372036854775807),
		`{"Currency":"XXX","Amount":0}`:                   {Currency: "XXX"},
		`{"Currency":"EUR","Amount":null}`:                eur(0),
		`{}`:                                              nil, `null`: nil,
	} {
		d, err := getDispute(t, `{"Id":"1","DisputedFunds":`+value+`}`)
		if err != nil {
			t.Errorf("%s: %v", value, err)
			continue
		}
		if diff := cmp.Diff(want, d.DisputedFunds); diff != "" {
			t.Errorf("%s: %s", value, diff)
		}
	}
	for _, amount := range []string{"12.6", `"12,60"`, `"ten"`, "9223372036854775808", "1e40", "{}"} {
		if d, err := getDispute(t, `{"Id":"1","DisputedFunds":{"Currency":"EUR","Amount":`+amount+`}}`); err == nil {
			t.Errorf("%s was taken for %d", amount, d.DisputedFunds.Amount)
		}
	}
}

func TestEmptyAndNullAreTheSame(t *testing.T) {
	t.Parallel()
	want := &mangopay.Dispute{ID: "1"}
	for _, body := range []string{
		`{"Id":"1"}`,
		`{"Id":1,"Tag":null,"ResultCode":null,"DisputeReason":null,"ClosedDate":null,"StatusMessage":null,"DisputedFunds":null}`,
		`{"Id":"1","Tag":"","ResultCode":"","DisputeReason":{"DisputeReasonType":null},"ClosedDate":"","ContestedFunds":{}}`,
	} {
		got, err := getDispute(t, body)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", body, err, diff)
		}
	}
}
