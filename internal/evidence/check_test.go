package evidence_test

import (
	"strings"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func clock() evidence.Clock {
	return evidence.Clock{Now: noon, Warning: 72 * time.Hour, Margin: 2 * time.Hour}
}

func dispute(kind, status string) evidence.DisputeFacts {
	return evidence.DisputeFacts{
		ID: "42", Type: kind, Status: status, Deadline: noon.Add(30 * 24 * time.Hour),
		DisputedAmount: 12000, DisputedCurrency: "EUR",
	}
}

func TestCheckVocabulary(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		got    []evidence.Finding
		want   string
		detail string
	}{
		"type misspelt":         {evidence.CheckDocumentType("USER_CORRESPONDENCE"), evidence.CodeDocumentTypeUnknown, `mean "USER_CORRESPONDANCE"`},
		"type in lower case":    {evidence.CheckDocumentType("invoice"), evidence.CodeDocumentTypeUnknown, `mean "INVOICE"`},
		"type out of the blue":  {evidence.CheckDocumentType("PASSPORT"), evidence.CodeDocumentTypeUnknown, "DELIVERY_PROOF, INVOICE"},
		"type empty":            {evidence.CheckDocumentType(""), evidence.CodeDocumentTypeUnknown, `"" is not`},
		"currency lower case":   {evidence.CheckCurrency("eur"), evidence.CodeCurrencyUnknown, `mean "EUR"`},
		"currency misspelt":     {evidence.CheckCurrency("EUO"), evidence.CodeCurrencyUnknown, `mean "EUR"`},
		"currency symbol":       {evidence.CheckCurrency("€"), evidence.CodeCurrencyUnknown, `"€" is not`},
		"currency empty":        {evidence.CheckCurrency(""), evidence.CodeCurrencyUnknown, `"" is not`},
		"no currency":           {evidence.CheckCurrency("XXX"), evidence.CodeCurrencyUnknown, `"XXX" is not`},
		"tag too long":          {evidence.CheckTag(strings.Repeat("é", 256), false), evidence.CodeTagTooLong, "256 characters; 255 are possible."},
		"tag too long for mark": {evidence.CheckTag(strings.Repeat("x", 236), true), evidence.CodeTagTooLong, "235 are possible, because 20 of 255"},
		"tag of emoji":          {evidence.CheckTag(strings.Repeat("\U0001F4E6", 128), false), evidence.CodeTagTooLong, "256 characters"},
		"tag with space":        {evidence.CheckTag(" x", true), evidence.CodeTagOuterSpace, `" x"`},
		"tag with newline":      {evidence.CheckTag("x\n", false), evidence.CodeTagOuterSpace, `"x "`},
		"tag with a mark":       {evidence.CheckTag("x tf:0123456789abcdef", true), evidence.CodeTagMarkReserved, "tf:0123456789abcdef"},
		"amount zero":           {evidence.CheckAmount(0), evidence.CodeAmountNotPositive, "0"},
		"amount negative":       {evidence.CheckAmount(-5), evidence.CodeAmountNotPositive, "-5"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantCodes(t, tt.got, tt.want)
			wantDetail(t, tt.got, tt.detail)
		})
	}
	for _, kind := range []string{
		"DELIVERY_PROOF", "INVOICE", "REFUND_PROOF", "USER_CORRESPONDANCE", "USER_ACCEPTANCE_PROOF", "PRODUCT_REPLACEMENT_PROOF", "OTHER",
	} {
		wantCodes(t, evidence.CheckDocumentType(kind))
	}
	for _, currency := range []string{"EUR", "JPY", "GBP"} {
		wantCodes(t, evidence.CheckCurrency(currency))
	}
	wantCodes(t, evidence.CheckTag(strings.Repeat("é", 255), false))
	wantCodes(t, evidence.CheckTag(strings.Repeat("é", 235), true))
	wantCodes(t, evidence.CheckAmount(1))
}

func TestCheckContestedFunds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		amount           int64
		currency         string
		disputed         int64
		disputedCurrency string
		want             []string
		detail           string
	}{
		"all":             {12000, "EUR", 12000, "EUR", nil, ""},
		"a part":          {1, "EUR", 12000, "EUR", nil, ""},
		"more":            {12001, "EUR", 12000, "EUR", []string{evidence.CodeContestedExceedsDisputed}, `Contested are EUR 120.01, disputed in dispute "42" are EUR 120.00.`},
		"more yen":        {121, "JPY", 120, "JPY", []string{evidence.CodeContestedExceedsDisputed}, "JPY 121, disputed"},
		"more dinars":     {1234, "KWD", 1233, "KWD", []string{evidence.CodeContestedExceedsDisputed}, "KWD 1.234, disputed"},
		"other currency":  {100, "GBP", 12000, "EUR", []string{evidence.CodeContestedCurrencyDiffers}, "GBP 1.00"},
		"nothing":         {0, "EUR", 12000, "EUR", []string{evidence.CodeAmountNotPositive}, "0"},
		"several":         {-1, "euro", 12000, "EUR", []string{evidence.CodeCurrencyUnknown, evidence.CodeAmountNotPositive}, "euro"},
		"undetermined":    {100, "EUR", 0, "XXX", []string{evidence.CodeDisputedFundsUnknown}, "EUR 1.00"},
		"no funds told":   {100, "EUR", 0, "", []string{evidence.CodeDisputedFundsUnknown}, "EUR 1.00"},
		"new currency":    {100, "EUR", 100, "EUX", []string{evidence.CodeContestedCurrencyDiffers}, `100 minor units of "EUX"`},
		"nothing at risk": {100, "EUR", 0, "EUR", []string{evidence.CodeContestedExceedsDisputed}, "EUR 0.00"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := dispute(evidence.DisputeContestable, evidence.DisputePendingClientAction)
			d.DisputedAmount, d.DisputedCurrency = tt.disputed, tt.disputedCurrency
			got := evidence.CheckContestedFunds(tt.amount, tt.currency, d)
			wantCodes(t, got, tt.want...)
			if tt.detail != "" {
				wantDetail(t, got, tt.detail)
			}
		})
	}
}

func TestCheckDeadline(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		left   time.Duration
		status string
		want   []string
		detail string
	}{
		"far away":           {72 * time.Hour, evidence.DisputePendingClientAction, nil, ""},
		"near":               {72*time.Hour - time.Second, evidence.DisputePendingClientAction, []string{evidence.CodeDeadlineWarning}, "2026-03-04T11:59:59Z, 2 d 23 h left"},
		"near, reopened":     {3*time.Hour + 20*time.Minute, evidence.DisputeReopened, []string{evidence.CodeDeadlineWarning}, "3 h 20 min left"},
		"at the margin":      {2 * time.Hour, evidence.DisputePendingClientAction, []string{evidence.CodeDeadlineWarning}, "2 h 0 min left"},
		"within the margin":  {2*time.Hour - 1, evidence.DisputePendingClientAction, []string{evidence.CodeDeadlineMargin}, "1 h 59 min left. The margin is 2 h 0 min"},
		"seconds":            {59 * time.Second, evidence.DisputePendingClientAction, []string{evidence.CodeDeadlineMargin}, "less than a minute left"},
		"at the deadline":    {0, evidence.DisputePendingClientAction, []string{evidence.CodeDeadlinePassed}, "2026-03-01T12:00:00Z, passed"},
		"passed":             {-90 * time.Minute, evidence.DisputePendingClientAction, []string{evidence.CodeDeadlinePassed}, "passed 1 h 30 min ago"},
		"passed, closed":     {-time.Hour, evidence.DisputeClosed, nil, ""},
		"passed, with bank":  {-time.Hour, evidence.DisputePendingBankAction, nil, ""},
		"passed, new status": {-time.Hour, "ARBITRATION", []string{evidence.CodeDeadlinePassed}, "passed"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := dispute(evidence.DisputeContestable, tt.status)
			d.Deadline = noon.Add(tt.left)
			got := evidence.CheckDeadline(d, clock())
			wantCodes(t, got, tt.want...)
			if tt.detail != "" {
				wantDetail(t, got, tt.detail)
			}
		})
	}
	none := dispute(evidence.DisputeContestable, evidence.DisputePendingClientAction)
	none.Deadline = time.Time{}
	wantCodes(t, evidence.CheckDeadline(none, clock()))
}

func TestCheckApproval(t *testing.T) {
	t.Parallel()
	wantCodes(t, evidence.CheckApproval(false, "", "aa"))
	wantCodes(t, evidence.CheckApproval(true, "aa", "aa"))
	missing := evidence.CheckApproval(true, "", "aa")
	wantCodes(t, missing, evidence.CodeApprovalMissing)
	wantDetail(t, missing, `"aa"`)
	for _, required := range []bool{true, false} {
		other := evidence.CheckApproval(required, "bb", "aa")
		wantCodes(t, other, evidence.CodeEvidenceNotApproved)
		wantDetail(t, other, `"aa"`, `"bb"`)
	}
	wantCodes(t, evidence.CheckApproval(true, "", ""), evidence.CodeApprovalMissing)
}

func TestCheckPlan(t *testing.T) {
	t.Parallel()
	wantCodes(t, evidence.CheckPlannedPage("a", 1, 0))
	wantCodes(t, evidence.CheckPlannedPage("a", 0, 2))
	if f := evidence.CheckPlannedPage("a", 2, 0); len(f) != 1 || f[0].Severity != evidence.Error {
		t.Errorf("two new pages: %v", f)
	}
	if f := evidence.CheckPlannedPage("a", 1, 1); len(f) != 1 || f[0].Severity != evidence.Warning {
		t.Errorf("a new page and an old one: %v", f)
	}
	wantCodes(t, evidence.CheckFingerprint("a", 1, 0))
	wantCodes(t, evidence.CheckFingerprint("a", 0, 2))
	wantCodes(t, evidence.CheckFingerprint("a", 2, 0), evidence.CodeDuplicateDocument)
	wantCodes(t, evidence.CheckFingerprint("a", 2, 1), evidence.CodeDuplicateDocument)
	wantCodes(t, evidence.CheckFingerprint("a", 1, 1), evidence.CodeForcedReplacement)

	duplicate := evidence.CheckDuplicatePages([]evidence.SentPage{
		{Where: "a.pdf", SHA256: "aa"}, {Where: "b.pdf", SHA256: "bb"}, {Where: "c.pdf"}, {Where: "d.pdf"}, {Where: "e.pdf", SHA256: "aa"},
	})
	wantCodes(t, duplicate, evidence.CodeDuplicateBytes)
	wantDetail(t, duplicate, `"e.pdf" has the same content as "a.pdf"`)

	wantCodes(t, evidence.CheckForget("document 7", false), evidence.CodeForgetOnDestroy)
	refused := evidence.CheckForget("document 7", true)
	wantCodes(t, refused, evidence.CodeDestroyRefused)
	wantDetail(t, refused, "document 7")

	wantCodes(t, evidence.CheckPlannedFile("aa", evidence.File{Path: "a.pdf", SHA256: "aa"}))
	changed := evidence.CheckPlannedFile("aa", evidence.File{Path: "a.pdf", SHA256: "bb"})
	wantCodes(t, changed, evidence.CodeFileChanged)
	wantDetail(t, changed, `"a.pdf"`, `"aa"`, `"bb"`)
}
