package evidence

import (
	"fmt"
	"slices"
	"strings"
)

// What a user can filter lists by (Mangopay API reference, List Disputes and List
// Dispute Documents). Document types are checked by CheckDocumentType.
var (
	disputeTypes    = []string{DisputeContestable, DisputeNotContestable, DisputeRetrieval}
	disputeStatuses = []string{
		DisputeCreated, DisputePendingClientAction, DisputeSubmitted, DisputePendingBankAction, DisputeReopened, DisputeClosed,
	}
	documentStatuses = []string{DocumentCreated, DocumentValidationAsked, DocumentValidated, DocumentRefused, DocumentOutOfDate}
)

// CheckDisputeTypeFilter checks a dispute type that a user filters by.
func CheckDisputeTypeFilter(v string) []Finding { return checkFilter(v, "dispute type", disputeTypes) }

// CheckDisputeStatusFilter checks a dispute status that a user filters by.
func CheckDisputeStatusFilter(v string) []Finding {
	return checkFilter(v, "dispute status", disputeStatuses)
}

// CheckDocumentStatusFilter checks a document status that a user filters by.
func CheckDocumentStatusFilter(v string) []Finding {
	return checkFilter(v, "document status", documentStatuses)
}

// CheckSortField checks a name by which a user sorts a list, with a leading "-" for
// descending order; fields are those that the list can be sorted by.
func CheckSortField(v string, fields []string) []Finding {
	name := strings.TrimPrefix(v, "-")
	if slices.Contains(fields, name) {
		return nil
	}
	detail := fmt.Sprintf("%s is not an attribute to sort by.%s The attributes are %s.",
		quoted(v), didYouMean(allNearest(name, fields, len(name)/2)), strings.Join(fields, ", "))
	return []Finding{NewFinding(CodeSortFieldUnknown, detail)}
}

func checkFilter(v, what string, values []string) []Finding {
	if slices.Contains(values, v) {
		return nil
	}
	detail := fmt.Sprintf("%s is not a %s.", quoted(v), what)
	if s := nearest(v, values, len(v)/2); s != "" {
		detail += fmt.Sprintf(" Did you mean %q?", s)
	}
	return []Finding{NewFinding(CodeFilterValueUnknown, detail+" The values are "+strings.Join(values, ", ")+".")}
}
