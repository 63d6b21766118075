package platform

import (
	"context"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// RefreshDocument reads a document for a refresh; many such reads are answered from
// few lists. The API does not promise that its lists are up to date, so that a status
// which lies before the known one is asked for once more: nothing goes back in time,
// or out of the state, on the word of a list. disputeID and known may be "".
func (p *Platform) RefreshDocument(ctx context.Context, disputeID, id, known string) (*mangopay.Document, error) {
	doc, err := p.Client.Documents.Read(ctx, disputeID, id)
	if err == nil && evidence.DocumentPrecedes(doc.Status, known) {
		return p.Client.Documents.Get(ctx, id)
	}
	return doc, err
}

// RefreshDispute is RefreshDocument for a dispute.
func (p *Platform) RefreshDispute(ctx context.Context, id, known string) (*mangopay.Dispute, error) {
	d, err := p.Client.Disputes.Read(ctx, id)
	if err == nil && evidence.DisputePrecedes(d.Status, known) {
		return p.Client.Disputes.Get(ctx, id)
	}
	return d, err
}
