package evidence_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func TestRebillyFromMangopay(t *testing.T) {
	t.Parallel()
	got := evidence.RebillyFromMangopay(evidence.MangopaySummary{
		ID: "42", Type: "CONTESTABLE", Status: "PENDING_CLIENT_ACTION", ReasonType: "PRODUCT_UNACCEPTABLE",
		Amount: 12000, Currency: "EUR", CreatedAt: noon, ContestDeadline: noon.Add(time.Hour),
	})
	want := evidence.RebillySummary{
		Status: "response-needed", Type: "first-chargeback", ReasonCode: "product_unacceptable",
		Amount: 12000, Currency: "EUR", PostedTime: noon, DeadlineTime: noon.Add(time.Hour), CaseID: "42",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	undetermined := evidence.RebillyFromMangopay(evidence.MangopaySummary{Type: "RETRIEVAL", Currency: "XXX"})
	if undetermined.Currency != "" || undetermined.Amount != 0 || !undetermined.DeadlineTime.IsZero() {
		t.Errorf("undetermined funds: %+v", undetermined)
	}
}

func TestRebillyMappingOfStatusAndType(t *testing.T) {
	t.Parallel()
	tests := []struct{ kind, status, result, reason, want string }{
		{"CONTESTABLE", "CREATED", "", "FRAUD", "response-needed first-chargeback fraudulent"},
		{"CONTESTABLE", "REOPENED_PENDING_CLIENT_ACTION", "", "DUPLICATE", "response-needed first-chargeback duplicate"},
		{"CONTESTABLE", "SUBMITTED", "", "UNKNOWN", "under-review first-chargeback general"},
		{"CONTESTABLE", "PENDING_BANK_ACTION", "", "REFUND_NOT_PROCESSED", "under-review first-chargeback credit_not_processed"},
		{"CONTESTABLE", "CLOSED", "WON", "", "won first-chargeback general"},
		{"CONTESTABLE", "CLOSED", "LOST", "COUNTERFEIT_PRODUCT", "lost first-chargeback not_as_described"},
		{"CONTESTABLE", "CLOSED", "VOID", "OTHER", "unknown first-chargeback general"},
		{"CONTESTABLE", "CLOSED", "", "OTHER", "unknown first-chargeback general"},
		{"CONTESTABLE", "ARBITRATION", "", "NEW_REASON", "unknown first-chargeback general"},
		{"RETRIEVAL", "PENDING_CLIENT_ACTION", "", "TRANSACTION_NOT_RECOGNIZED", "response-needed information-request unrecognized"},
		{"NOT_CONTESTABLE", "CREATED", "", "FRAUD", "under-review first-chargeback fraudulent"},
		{"NOT_CONTESTABLE", "CLOSED", "LOST", "FRAUD", "lost first-chargeback fraudulent"},
		{"NOT_CONTESTABLE", "CLOSED", "LOST", "LATE_FAILURE_INSUFFICIENT_FUNDS", "lost bank-return insufficient_funds"},
		{"NOT_CONTESTABLE", "CLOSED", "LOST", "LATE_FAILURE_CONTACT_USER", "lost bank-return general"},
		{"NOT_CONTESTABLE", "CLOSED", "LOST", "LATE_FAILURE_BANKACCOUNT_CLOSED", "lost bank-return bank_cannot_process"},
		{"PRE_ARBITRATION", "PENDING_CLIENT_ACTION", "", "CANCELED_REOCCURING_TRANSACTION", "response-needed  subscription_canceled"},
	}
	for _, tt := range tests {
		got := evidence.RebillyFromMangopay(evidence.MangopaySummary{Type: tt.kind, Status: tt.status, ResultCode: tt.result, ReasonType: tt.reason})
		if text := strings.Join([]string{got.Status, got.Type, got.ReasonCode}, " "); text != tt.want {
			t.Errorf("%+v becomes %q", tt, text)
		}
	}
}

// The table that the documentation prints gives only values that Rebilly takes, and has no row that never counts.
func TestRebillyMappingIsATable(t *testing.T) {
	t.Parallel()
	check := map[string]func(string) []evidence.Finding{
		evidence.MapsStatus: evidence.CheckRebillyStatus, evidence.MapsType: evidence.CheckRebillyType,
		evidence.MapsReasonCode: evidence.CheckRebillyReasonCode,
	}
	seen := make(map[string]bool)
	for _, row := range evidence.RebillyMapping() {
		wantCodes(t, check[row.Attribute](row.Value))
		if !strings.HasSuffix(row.Why, ".") {
			t.Errorf("%+v has no reason", row)
		}
		got := evidence.RebillyFromMangopay(evidence.MangopaySummary{
			Type: row.DisputeType, Status: row.Status, ResultCode: row.ResultCode, ReasonType: strings.Replace(row.ReasonType, "*", "NEW", 1),
		})
		value := map[string]string{evidence.MapsStatus: got.Status, evidence.MapsType: got.Type, evidence.MapsReasonCode: got.ReasonCode}[row.Attribute]
		if value != row.Value {
			t.Errorf("%+v never counts: %q is said before", row, value)
		}
		key := fmt.Sprint(row.Attribute, row.DisputeType, row.Status, row.ResultCode, row.ReasonType)
		if seen[key] {
			t.Errorf("%+v is there twice", row)
		}
		seen[key] = true
	}
}
