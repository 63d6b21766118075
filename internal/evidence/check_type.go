package evidence

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/bojanz/currency"
)

// documentTypes: Mangopay API reference, Create a Dispute Document.
var documentTypes = []string{
	"DELIVERY_PROOF", "INVOICE", "REFUND_PROOF", "USER_CORRESPONDANCE", "USER_ACCEPTANCE_PROOF",
	"PRODUCT_REPLACEMENT_PROOF", "OTHER",
}

// frequentCurrencies decides which of several equally near codes is suggested.
var frequentCurrencies = []string{"EUR", "GBP", "USD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "CAD", "AUD", "JPY"}

// CheckDocumentType checks a document type that a user wrote.
func CheckDocumentType(v string) []Finding {
	if slices.Contains(documentTypes, v) {
		return nil
	}
	detail := fmt.Sprintf("%s is not a document type.", quoted(v))
	if s := nearest(v, documentTypes, len(v)/2); s != "" {
		detail += fmt.Sprintf(" Did you mean %q?", s)
	}
	return []Finding{NewFinding(CodeDocumentTypeUnknown, detail+" The types are "+strings.Join(documentTypes, ", ")+".")}
}

// CheckCurrency checks a currency that a user wrote: an ISO 4217 code in capitals.
func CheckCurrency(v string) []Finding {
	if v != "" && currency.IsValid(v) {
		return nil
	}
	detail := fmt.Sprintf("%s is not an ISO 4217 currency code.", quoted(v))
	if s := nearest(v, slices.Concat(frequentCurrencies, currency.GetCurrencyCodes()), 1); s != "" {
		detail += fmt.Sprintf(" Did you mean %q?", s)
	}
	return []Finding{NewFinding(CodeCurrencyUnknown, detail)}
}

// CheckTag checks a tag that a user wrote for a document; marked says whether the
// provider's mark will be added to it.
func CheckTag(v string, marked bool) []Finding {
	limit := MaxTag
	if marked {
		limit = MaxUserTag
	}
	findings := checkLength(v, limit, markReason(marked))
	if _, mark := SplitMark(v); mark != "" {
		findings = append(findings, NewFinding(CodeTagMarkReserved, fmt.Sprintf("The tag ends in %s.", quoted(mark))))
	}
	if strings.TrimSpace(v) != v {
		findings = append(findings, NewFinding(CodeTagOuterSpace, fmt.Sprintf("The tag is %s.", quoted(v))))
	}
	return findings
}

// CheckDisputeTag checks a tag that a user wrote for a dispute. It is never marked.
func CheckDisputeTag(v string) []Finding {
	return checkLength(v, MaxTag, "")
}

func checkLength(tag string, limit int, reason string) []Finding {
	n := len(utf16.Encode([]rune(tag)))
	if n <= limit {
		return nil
	}
	return []Finding{NewFinding(CodeTagTooLong, fmt.Sprintf("The tag has %d characters; %d are possible%s.", n, limit, reason))}
}

func markReason(marked bool) string {
	if marked {
		return fmt.Sprintf(", because %d of %d are kept for the mark", MaxTag-MaxUserTag, MaxTag)
	}
	return ""
}
