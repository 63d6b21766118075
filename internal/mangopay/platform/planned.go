package platform

import (
	"fmt"
	"sync"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// planned remembers what one provider process has planned, to find what would
// collide: nothing on the other side could tell two such documents apart.
type planned struct {
	mu        sync.Mutex
	documents map[string]*plannedDocument // by fingerprint
	pages     map[string]plannedPage      // by dispute and digest: where the bytes were met first
}

type plannedDocument struct{ creates, exists, forgotten int }

type plannedPage struct {
	evidence.SentPage
	fingerprint string
	index       int
}

// PlanCreate registers a document that the plan creates.
func (p *Platform) PlanCreate(want Document) []evidence.Finding {
	return p.planDocument(want, plannedDocument{creates: 1})
}

// PlanExisting registers a document that exists in the state.
func (p *Platform) PlanExisting(have Document) []evidence.Finding {
	return p.planDocument(have, plannedDocument{exists: 1})
}

// PlanForgotten registers a document that was sent and that the plan destroys.
func (p *Platform) PlanForgotten(have Document) []evidence.Finding {
	return p.planDocument(have, plannedDocument{forgotten: 1})
}

func (p *Platform) planDocument(d Document, add plannedDocument) []evidence.Finding {
	p.planned.mu.Lock()
	defer p.planned.mu.Unlock()
	if p.planned.documents == nil {
		p.planned.documents = map[string]*plannedDocument{}
	}
	fingerprint := p.Fingerprint(d)
	count := p.planned.documents[fingerprint]
	if count == nil {
		count = &plannedDocument{}
		p.planned.documents[fingerprint] = count
	}
	count.creates += add.creates
	count.exists += add.exists
	count.forgotten += add.forgotten
	what := fmt.Sprintf("dispute %s, type %s, tag %q, generation %d, %d pages", d.DisputeID, d.Type, d.Tag, d.Generation, len(d.Pages))
	if count.creates > 0 && count.forgotten > 0 {
		return []evidence.Finding{evidence.NewFinding(evidence.CodeDocumentRenamed, "Both are: "+what+".")}
	}
	return evidence.CheckFingerprint(what, count.creates, count.exists)
}

// PlanPages registers the pages of a planned document, and reports those whose
// bytes occur elsewhere in the evidence of the dispute.
func (p *Platform) PlanPages(d Document) []evidence.Finding {
	p.planned.mu.Lock()
	defer p.planned.mu.Unlock()
	if p.planned.pages == nil {
		p.planned.pages = map[string]plannedPage{}
	}
	fingerprint := p.Fingerprint(d)
	var findings []evidence.Finding
	for i, file := range d.Pages {
		page := plannedPage{evidence.SentPage{Where: file.Path, SHA256: file.SHA256}, fingerprint, i}
		key := d.DisputeID + "\x00" + file.SHA256
		first, met := p.planned.pages[key]
		switch {
		case !met:
			p.planned.pages[key] = page
		case first.fingerprint != fingerprint || first.index != i:
			findings = append(findings, evidence.CheckDuplicatePages([]evidence.SentPage{first.SentPage, page.SentPage})...)
		}
	}
	return findings
}
