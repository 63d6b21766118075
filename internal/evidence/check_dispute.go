package evidence

import (
	"fmt"
	"time"
)

// DisputeFacts is what the rules need to know about a dispute, as the API tells it.
type DisputeFacts struct {
	ID               string
	Type             string    // open vocabulary: unknown values yield warnings
	Status           string    // open vocabulary: unknown values yield warnings
	StatusMessage    string    // Mangopay's words about the status
	ResultCode       string    // "" while the dispute is open
	Deadline         time.Time // zero when there is none
	DisputedAmount   int64     // minor units
	DisputedCurrency string    // "" when the API names no disputed funds
}

// CheckTakesDocuments tells whether documents and pages can be sent for the
// dispute now: it can be contested, it is the platform's turn, and there is time.
func CheckTakesDocuments(d DisputeFacts, c Clock) []Finding {
	return checkOpen(d, c, func(status string) string {
		if DisputeTakesDocuments(status) {
			return ""
		}
		return CodeDisputeNotOpenForDocuments
	})
}

// CheckDisputeSubmittable tells whether the dispute can be submitted now, for the
// first time or again.
func CheckDisputeSubmittable(d DisputeFacts, c Clock) []Finding {
	return checkOpen(d, c, func(status string) string {
		switch {
		case allowed(disputeTransitions, status, DisputeSubmitted, ByPlatform):
			return ""
		case TerminalDispute(status):
			return CodeDisputeAlreadyClosed
		case underReview(status):
			return CodeDisputeAlreadySubmitted
		default:
			return CodeDisputeNotSubmittable
		}
	})
}

// CheckDisputeClosable tells whether the platform can close the dispute now.
func CheckDisputeClosable(d DisputeFacts) []Finding {
	switch {
	case !knownDisputeStatus(d.Status):
		return []Finding{statusFinding(CodeDisputeStatusUnknown, d)}
	case allowed(disputeTransitions, d.Status, DisputeClosed, ByPlatform):
		return nil
	case TerminalDispute(d.Status):
		return []Finding{statusFinding(CodeDisputeAlreadyClosed, d)}
	default:
		return []Finding{statusFinding(CodeDisputeNotClosable, d)}
	}
}

// CheckDocumentsChange tells whether the documents of a submission that was already
// made may change now. They may when the dispute was reopened.
func CheckDocumentsChange(d DisputeFacts, c Clock) []Finding {
	if underReview(d.Status) {
		return []Finding{statusFinding(CodeDocumentsChangedInReview, d)}
	}
	return CheckDisputeSubmittable(d, c)
}

// CheckReopened reports a dispute that waits for more evidence, with Mangopay's words.
func CheckReopened(d DisputeFacts) []Finding {
	if d.Status != DisputeReopened {
		return nil
	}
	detail := fmt.Sprintf("Dispute %s is %s.", quoted(d.ID), d.Status)
	if d.StatusMessage != "" {
		detail += " Mangopay says: " + quoted(d.StatusMessage)
	}
	return []Finding{NewFinding(CodeDisputeReopened, detail)}
}

// checkOpen applies what all one-way calls of a dispute have in common; refusal
// names the rule that a known status breaks, or "".
func checkOpen(d DisputeFacts, c Clock, refusal func(status string) string) []Finding {
	var findings []Finding
	switch d.Type {
	case DisputeContestable, DisputeRetrieval:
	case DisputeNotContestable:
		return []Finding{NewFinding(CodeDisputeNotContestable,
			fmt.Sprintf("Dispute %s has the type %s and the status %s.", quoted(d.ID), d.Type, quoted(d.Status)))}
	default:
		findings = append(findings, NewFinding(CodeDisputeTypeUnknown,
			fmt.Sprintf("Dispute %s has the type %s.", quoted(d.ID), quoted(d.Type))))
	}
	if !knownDisputeStatus(d.Status) {
		findings = append(findings, statusFinding(CodeDisputeStatusUnknown, d))
	} else if code := refusal(d.Status); code != "" {
		return append(findings, statusFinding(code, d))
	}
	return append(findings, CheckDeadline(d, c)...)
}

// underReview: submitted, and neither decided nor reopened.
func underReview(status string) bool {
	return knownDisputeStatus(status) && status != DisputeCreated &&
		leaves(disputeTransitions, status) && !DisputeTakesDocuments(status)
}

func statusFinding(code string, d DisputeFacts) Finding {
	detail := fmt.Sprintf("Dispute %s has the status %s", quoted(d.ID), quoted(d.Status))
	if d.ResultCode != "" {
		detail += " with the result " + quoted(d.ResultCode)
	}
	return NewFinding(code, detail+".")
}
