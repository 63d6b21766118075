package platform

import (
	"fmt"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// CheckAgain reports a document that stands beside one with the same content: a
// replacement that was forced, by this run or by one that did not end. The plan cannot
// say so. Engines plan a replacement first as if there was none, and drop the warnings
// of the second call, the one without the prior state.
func (p *Platform) CheckAgain(doc *mangopay.Document, want Document) []evidence.Finding {
	p.known.mu.Lock()
	defer p.known.mu.Unlock()
	known := p.known.document(doc.ID)
	if !known.copied && (!p.known.replaced[p.Fingerprint(want)] || known.inState) {
		return nil
	}
	return []evidence.Finding{evidence.NewFinding(evidence.CodeDocumentAlreadySent,
		fmt.Sprintf("Document %s of dispute %s is a fresh copy of one that was sent and stays at Mangopay.", doc.ID, doc.DisputeID))}
}
