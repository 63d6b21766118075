package evidence_test

import (
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func TestWhichStatusPrecedes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		precedes       func(earlier, later string) bool
		earlier, later string
		want           bool
	}{
		{evidence.DocumentPrecedes, evidence.DocumentCreated, evidence.DocumentValidationAsked, true},
		{evidence.DocumentPrecedes, evidence.DocumentCreated, evidence.DocumentRefused, true},
		{evidence.DocumentPrecedes, evidence.DocumentValidationAsked, evidence.DocumentValidated, true},
		{evidence.DocumentPrecedes, evidence.DocumentValidated, evidence.DocumentValidationAsked, false},
		{evidence.DocumentPrecedes, evidence.DocumentValidated, evidence.DocumentRefused, false},
		{evidence.DocumentPrecedes, evidence.DocumentCreated, evidence.DocumentCreated, false},
		{evidence.DocumentPrecedes, evidence.DocumentCreated, "", false},
		{evidence.DocumentPrecedes, "", evidence.DocumentCreated, false},
		{evidence.DocumentPrecedes, "NEVER_HEARD_OF", evidence.DocumentValidated, false},
		{evidence.DisputePrecedes, evidence.DisputePendingClientAction, evidence.DisputeSubmitted, true},
		{evidence.DisputePrecedes, evidence.DisputeCreated, evidence.DisputePendingBankAction, true},
		{evidence.DisputePrecedes, evidence.DisputeReopened, evidence.DisputeClosed, true},
		{evidence.DisputePrecedes, evidence.DisputeReopened, evidence.DisputeSubmitted, false},
		{evidence.DisputePrecedes, evidence.DisputeSubmitted, evidence.DisputeReopened, false},
		{evidence.DisputePrecedes, evidence.DisputeClosed, evidence.DisputeSubmitted, false},
	} {
		if got := c.precedes(c.earlier, c.later); got != c.want {
			t.Errorf("%q before %q: %t, want %t", c.earlier, c.later, got, c.want)
		}
	}
}
