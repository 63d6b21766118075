package disputesubmission

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// unsubmitted tells whether nobody has submitted the dispute: it waits for the
// first submission, or cannot have one.
func unsubmitted(d *mangopay.Dispute) bool {
	return d.Status == evidence.DisputeCreated || d.Status == evidence.DisputePendingClientAction ||
		d.Type == evidence.DisputeNotContestable
}

// underReview tells whether a dispute was submitted and not yet answered.
func underReview(status string) bool {
	return status == evidence.DisputeSubmitted || status == evidence.DisputePendingBankAction
}

// alreadySubmitted judges a dispute that was submitted although the state does
// not know it: by a run that died if the contested funds agree, which is adopted
// with a warning; by somebody else if they do not.
func alreadySubmitted(d *mangopay.Dispute, money mangopay.Money) []evidence.Finding {
	if d.ContestedFunds != nil && *d.ContestedFunds == money {
		return []evidence.Finding{evidence.NewFinding(evidence.CodeSubmissionAdopted,
			fmt.Sprintf("Dispute %s is %s with these contested funds. The apply compares the documents and records the submission; it sends nothing.", d.ID, d.Status))}
	}
	return evidence.CheckDisputeSubmittable(platform.Facts(d), evidence.Clock{})
}

// checkFunds judges the contested funds of a dispute that can be submitted. One
// that came back keeps those of its first submission.
func checkFunds(d *mangopay.Dispute, money mangopay.Money) []evidence.Finding {
	if d.Status != evidence.DisputeReopened {
		return evidence.CheckContestedFunds(money.Amount, money.Currency, platform.Facts(d))
	}
	if d.ContestedFunds == nil || *d.ContestedFunds == money {
		return nil
	}
	return []evidence.Finding{evidence.NewFinding(evidence.CodeContestedFundsAlreadySent,
		fmt.Sprintf("Dispute %s was submitted with %s.", d.ID, evidence.MoneyText(d.ContestedFunds.Currency, d.ContestedFunds.Amount)))}
}

func reportFunds(diags *diag.Diagnostics, findings []evidence.Finding) {
	for _, f := range findings {
		tfkit.Report(diags, fundsPath(f.Code), f)
	}
}

// fundsPath is the part of the contested funds that a rule is about.
func fundsPath(code string) path.Path {
	at := path.Root("contested_funds")
	switch code {
	case evidence.CodeAmountNotPositive, evidence.CodeContestedExceedsDisputed:
		return at.AtName("amount")
	case evidence.CodeCurrencyUnknown, evidence.CodeContestedCurrencyDiffers:
		return at.AtName("currency")
	}
	return at
}

// checkDocument refuses a document that cannot have been part of the submission.
func checkDocument(doc *mangopay.Document, m model) []evidence.Finding {
	findings := platform.CheckDispute(doc, m.DisputeID.ValueString())
	submitted := tfkit.Instant(m.SubmittedAt)
	switch {
	case findings != nil:
	case doc.Status == evidence.DocumentCreated:
		findings = append(findings, evidence.NewFinding(evidence.CodeDocumentNotSubmitted,
			fmt.Sprintf("Document %s is still CREATED: nobody would look at it.", doc.ID)))
	case !submitted.IsZero() && doc.CreatedAt.After(submitted):
		findings = append(findings, evidence.NewFinding(evidence.CodeDocumentSentLater,
			fmt.Sprintf("Document %s was created at %s, after dispute %s was submitted at %s.",
				doc.ID, tfkit.Time(doc.CreatedAt).ValueString(), doc.DisputeID, m.SubmittedAt.ValueString())))
	}
	return findings
}

// facts is what the state knows of the dispute. Its type is not recorded; a
// dispute that was submitted could be contested.
func facts(state model) evidence.DisputeFacts {
	return evidence.DisputeFacts{
		ID:            state.DisputeID.ValueString(),
		Type:          evidence.DisputeContestable,
		Status:        state.Status.ValueString(),
		StatusMessage: state.StatusMessage.ValueString(),
		ResultCode:    state.ResultCode.ValueString(),
	}
}
