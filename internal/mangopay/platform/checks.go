package platform

import (
	"context"
	"fmt"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// Facts is what the rules need to know about a dispute.
func Facts(d *mangopay.Dispute) evidence.DisputeFacts {
	facts := evidence.DisputeFacts{
		ID:            d.ID,
		Type:          d.Type,
		Status:        d.Status,
		StatusMessage: d.StatusMessage,
		ResultCode:    d.ResultCode,
		Deadline:      d.ContestDeadline,
	}
	if d.DisputedFunds != nil {
		facts.DisputedAmount = d.DisputedFunds.Amount
		facts.DisputedCurrency = d.DisputedFunds.Currency
	}
	return facts
}

// Dispute reads a dispute. One that does not exist is a finding with its remedy,
// not a bare 404.
func (p *Platform) Dispute(ctx context.Context, id string) (*mangopay.Dispute, error) {
	if err := p.RequireKnown(); err != nil {
		return nil, err
	}
	d, err := p.Client.Disputes.Get(ctx, id)
	if apierr.NotFound(err) {
		return nil, &tfkit.FindingError{Findings: []evidence.Finding{evidence.NewFinding(evidence.CodeDisputeNotFound,
			fmt.Sprintf("Mangopay knows no dispute %q for client %q at %s.", id, p.Client.ClientID(), p.Client.BaseURL()))}}
	}
	return d, err
}

// Document reads a document; like Dispute, it names one that does not exist.
func (p *Platform) Document(ctx context.Context, id string) (*mangopay.Document, error) {
	if err := p.RequireKnown(); err != nil {
		return nil, err
	}
	d, err := p.Client.Documents.Get(ctx, id)
	if apierr.NotFound(err) {
		return nil, &tfkit.FindingError{Findings: []evidence.Finding{evidence.NewFinding(evidence.CodeDocumentNotFound,
			fmt.Sprintf("Mangopay knows no dispute document %q for client %q at %s.", id, p.Client.ClientID(), p.Client.BaseURL()))}}
	}
	return d, err
}

// CheckDispute refuses a document of another dispute.
func CheckDispute(doc *mangopay.Document, disputeID string) []evidence.Finding {
	if doc.DisputeID == disputeID {
		return nil
	}
	return []evidence.Finding{evidence.NewFinding(evidence.CodeDocumentOfOtherDispute,
		fmt.Sprintf("Document %s belongs to dispute %s, not to %s.", doc.ID, doc.DisputeID, disputeID))}
}

// TakesDocuments checks that the dispute takes new documents and pages now.
func (p *Platform) TakesDocuments(ctx context.Context, disputeID string) ([]evidence.Finding, error) {
	d, err := p.Dispute(ctx, disputeID)
	if err != nil {
		return nil, err
	}
	return evidence.CheckTakesDocuments(Facts(d), p.Clock()), nil
}

// RequireTakesDocuments is TakesDocuments just before a one-way call: only errors
// matter then.
func (p *Platform) RequireTakesDocuments(ctx context.Context, disputeID string) error {
	findings, err := p.TakesDocuments(ctx, disputeID)
	if err != nil {
		return err
	}
	return tfkit.Refuse(findings)
}
