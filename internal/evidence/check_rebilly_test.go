package evidence_test

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func TestCheckRebillyReasonCode(t *testing.T) {
	t.Parallel()
	const zeros, unknown = evidence.CodeRebillyReasonCodeZeros, evidence.CodeRebillyReasonCodeUnknown
	tests := map[string]struct{ want, detail string }{
		"0":                       {zeros, `"0" is understood, not "00".`},
		"00":                      {zeros, `"00" is understood, not "0".`},
		"4":                       {zeros, `"4" is understood, not "004".`},
		"004":                     {zeros, `"004" is understood, not "4".`},
		"59":                      {zeros, `not "059"`},
		"059":                     {zeros, `not "59"`},
		"62":                      {zeros, `not "062"`},
		"062":                     {zeros, `not "62"`},
		"63":                      {zeros, `not "063"`},
		"063":                     {zeros, `not "63"`},
		"21":                      {unknown, `Did you mean "021"?`},
		"24":                      {unknown, `Did you mean "024"?`},
		"0004":                    {unknown, `Did you mean "4" or "004"?`},
		"Credit_Not_Processed":    {unknown, `Did you mean "credit_not_processed" or "CREDIT_NOT_PROCESSED"?`},
		"credit_not_proc3ssed":    {unknown, `Did you mean "credit_not_processed" or "CREDIT_NOT_PROCESSED"?`},
		"Fraudulent":              {unknown, `Did you mean "fraudulent"?`},
		"subscription_cancelled":  {unknown, `Did you mean "subscription_canceled"?`},
		"ua01":                    {unknown, `Did you mean "UA01"?`},
		"fr1":                     {unknown, `Did you mean "FR1"?`},
		"4817":                    {unknown, `"4817" is not among the documented codes. Did you mean "4807", "4812", "4837" or "4867"?`},
		"":                        {evidence.CodeRebillyTextEmpty, "no characters"},
		strings.Repeat("9", 256):  {evidence.CodeRebillyTextTooLong, "256 characters; 255 are possible"},
		"10.4":                    {},
		"021":                     {},
		"13.1":                    {},
		"credit_not_processed":    {},
		"CREDIT_NOT_PROCESSED":    {},
		"8002":                    {},
		"UNAUTHORISED":            {},
		"pre-chargeback-alert":    {},
		"PROBLEM_WITH_REMITTANCE": {},
	}
	for code, tt := range tests {
		got := evidence.CheckRebillyReasonCode(code)
		if tt.want == "" {
			wantCodes(t, got)
			continue
		}
		wantCodes(t, got, tt.want)
		wantDetail(t, got, tt.detail)
	}
}

func TestCheckRebillyReasonCodeIsAText(t *testing.T) {
	t.Parallel()
	wantCodes(t, evidence.CheckRebillyReasonCode(" duplicate"), evidence.CodeRebillyTextOuterSpace)
}

// Between unrelated codes no likeness is suggested: a wrong code reviewed as a right one is worse than none.
func TestCheckRebillyReasonCodeDoesNotGuess(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"99", "X", "4833", "Z9", "123456", "something else", "UA0", strings.Repeat("x", 200)} {
		got := evidence.CheckRebillyReasonCode(code)
		wantCodes(t, got, evidence.CodeRebillyReasonCodeUnknown)
		if strings.Contains(got[0].Detail, "Did you mean") {
			t.Errorf("%q: %s", code, got[0].Detail)
		}
	}
}

func TestRebillyVocabularyIsTheOneOfItsDate(t *testing.T) {
	t.Parallel()
	for _, r := range evidence.Rules() {
		if r.Code == evidence.CodeRebillyReasonCodeUnknown && !strings.Contains(r.Explanation, "documents 273 codes") {
			t.Errorf("on 2026-08-21 there were 273 codes: %s", r.Explanation)
		}
	}
	wantDetail(t, evidence.CheckRebillyType("x"), "The values are information-request, first-chargeback, second-chargeback, arbitration, "+
		"fraud, ethoca-alert, verifi-alert, bank-return, paypal-claim, representment, inquiry, forced-refund, collaboration.")
	wantDetail(t, evidence.CheckRebillyStatus("x"), "The values are response-needed, under-review, forfeited, won, lost, unknown.")
}

func TestCheckRebillyWords(t *testing.T) {
	t.Parallel()
	const unknownType, unknownStatus = evidence.CodeRebillyTypeUnknown, evidence.CodeRebillyStatusUnknown
	tests := map[string]struct {
		got          []evidence.Finding
		want, detail string
	}{
		"type":                    {evidence.CheckRebillyType("collaboration"), "", ""},
		"type misspelt":           {evidence.CheckRebillyType("first-chargebck"), unknownType, `Did you mean "first-chargeback"?`},
		"type in capitals":        {evidence.CheckRebillyType("Fraud"), unknownType, `Did you mean "fraud"?`},
		"type of Mangopay":        {evidence.CheckRebillyType("NOT_CONTESTABLE"), unknownType, `"NOT_CONTESTABLE" is not a dispute type.`},
		"status":                  {evidence.CheckRebillyStatus("won"), "", ""},
		"status with underscores": {evidence.CheckRebillyStatus("response_needed"), unknownStatus, `Did you mean "response-needed"?`},
		"no status":               {evidence.CheckRebillyStatus(""), unknownStatus, `"" is not a dispute status. The values`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tt.want == "" {
				wantCodes(t, tt.got)
				return
			}
			wantCodes(t, tt.got, tt.want)
			wantDetail(t, tt.got, tt.detail)
		})
	}
}

func TestCheckRebillyTexts(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"dp_0YVCE8J5F2DE58FV0S8YASW4HK", "a", "...", "@~-._", strings.Repeat("x", 50)} {
		wantCodes(t, evidence.CheckRebillyID(id))
	}
	for _, id := range []string{"", ".", "..", "a b", "a/b", "é", "a\n", strings.Repeat("x", 51)} {
		wantCodes(t, evidence.CheckRebillyID(id), evidence.CodeRebillyIDInvalid)
	}
	wantDetail(t, evidence.CheckRebillyID(strings.Repeat("x", 51)), "51 characters")

	caseID := evidence.CheckRebillyText(evidence.MaxRebillyCaseID)
	wantCodes(t, caseID(strings.Repeat("漢", 100)))
	wantCodes(t, caseID(""), evidence.CodeRebillyTextEmpty)
	wantCodes(t, caseID(strings.Repeat("漢", 101)), evidence.CodeRebillyTextTooLong)
	wantDetail(t, caseID(strings.Repeat("漢", 101)), "101 characters; 100 are possible")
	wantCodes(t, caseID(strings.Repeat("x", 101)+"\n"), evidence.CodeRebillyTextTooLong, evidence.CodeRebillyTextOuterSpace)
	wantCodes(t, caseID("\tCB-1"), evidence.CodeRebillyTextOuterSpace)

	wantCodes(t, evidence.CheckRebillyTag("invoice"))
	wantCodes(t, evidence.CheckRebillyTag("tf-invoice"))
	wantCodes(t, evidence.CheckRebillyTag(""), evidence.CodeRebillyTextEmpty)
	mark := evidence.RebillyFileMark("aa", 0)
	wantCodes(t, evidence.CheckRebillyTag(mark), evidence.CodeRebillyTagReserved)
}

func TestCheckRebillyAmount(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ want, detail string }{
		"1":                {},
		"999999999999999":  {},
		"1000000000000000": {evidence.CodeRebillyAmountTooLarge, "1000000000000000"},
		"-1e15":            {evidence.CodeRebillyAmountTooLarge, "-1000000000000000"},
		"1e30":             {evidence.CodeRebillyAmountTooLarge, "1000000000000000000000000000000"},
		"12.5":             {evidence.CodeAmountNotWhole, "12.5"},
		"0":                {evidence.CodeRebillyAmountNotPositive, "The amount is 0."},
		"-3":               {evidence.CodeRebillyAmountNotPositive, "The amount is -3."},
	}
	for text, tt := range tests {
		v, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		got := evidence.CheckRebillyAmount(v)
		if tt.want == "" {
			wantCodes(t, got)
			continue
		}
		wantCodes(t, got, tt.want)
		wantDetail(t, got, tt.detail)
	}
	wantCodes(t, evidence.CheckRebillyAmountHeld("12.340", "EUR"))
	for decimal, currency := range map[string]string{"12.345": "EUR", "1.5": "JPY", "x": "EUR", "1": "EUX"} {
		held := evidence.CheckRebillyAmountHeld(decimal, currency)
		wantCodes(t, held, evidence.CodeRebillyAmountInexact)
		if decimal != "1" {
			wantDetail(t, held, decimal)
		}
	}
}

func TestCheckRebillyDeadline(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		left   time.Duration
		status string
		want   string
		detail string
	}{
		"far away":         {72 * time.Hour, "response-needed", "", ""},
		"near":             {72*time.Hour - 1, "response-needed", evidence.CodeDeadlineWarning, `2026-03-04T11:59:59Z, 2 d 23 h left; the status is "response-needed"`},
		"a moment left":    {1, "response-needed", evidence.CodeDeadlineWarning, "less than a minute left"},
		"just passed":      {0, "response-needed", evidence.CodeRebillyDeadlinePassed, "2026-03-01T12:00:00Z, passed"},
		"passed":           {-90 * time.Minute, "response-needed", evidence.CodeRebillyDeadlinePassed, "passed 1 h 30 min ago"},
		"passed, answered": {-time.Hour, "under-review", "", ""},
		"passed, lost":     {-time.Hour, "lost", "", ""},
		"near, answered":   {time.Hour, "under-review", "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			deadline := noon.Add(tt.left)
			got := append(evidence.CheckRebillyDeadline(noon, deadline, tt.status),
				evidence.CheckRebillyDeadlineNear(noon, deadline, tt.status, 72*time.Hour)...)
			if tt.want == "" {
				wantCodes(t, got)
				return
			}
			wantCodes(t, got, tt.want)
			wantDetail(t, got, tt.detail)
		})
	}
	wantCodes(t, evidence.CheckRebillyDeadline(noon, time.Time{}, "response-needed"))
	wantCodes(t, evidence.CheckRebillyDeadlineNear(noon, time.Time{}, "response-needed", time.Hour))
}

func TestCheckRebillyTimes(t *testing.T) {
	t.Parallel()
	const future, before = evidence.CodeRebillyPostedInFuture, evidence.CodeRebillyDeadlineBeforePosted
	yesterday, tomorrow := noon.AddDate(0, 0, -1), noon.AddDate(0, 0, 1)
	for name, tt := range map[string]struct {
		posted, deadline time.Time
		want             []string
	}{
		"usual":       {yesterday, tomorrow, nil},
		"no deadline": {yesterday, time.Time{}, nil},
		"just now":    {noon, noon, nil},
		"future":      {noon.Add(1), time.Time{}, []string{future}},
		"mixed up":    {tomorrow, yesterday, []string{future, before}},
		"wrong year":  {yesterday, yesterday.AddDate(-1, 0, 0), []string{before}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantCodes(t, evidence.CheckRebillyTimes(noon, tt.posted, tt.deadline), tt.want...)
		})
	}
	wantDetail(t, evidence.CheckRebillyTimes(noon, tomorrow, time.Time{}), "The dispute was posted 2026-03-02T12:00:00Z; it is 2026-03-01T12:00:00Z.")
	wantDetail(t, evidence.CheckRebillyTimes(noon, noon, yesterday), "The deadline is 2026-02-28T12:00:00Z; the dispute was posted 2026-03-01T12:00:00Z.")
}
