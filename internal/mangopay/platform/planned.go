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
	resources map[string]*plannedDocument // page resources, by document and digest
	unplaced  int                         // page resources of documents that are not known yet
}

type plannedDocument struct{ creates, exists, forgotten int }

type plannedPage struct {
	evidence.SentPage
	place string // tells it from others with the same bytes
	sends bool   // the plan does something to it
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
// bytes occur elsewhere in the evidence of the dispute. Two that both exist and stay as
// they are (sends is false) are not news.
func (p *Platform) PlanPages(d Document, sends bool) []evidence.Finding {
	fingerprint := p.Fingerprint(d)
	var findings []evidence.Finding
	for i, file := range d.Pages {
		page := plannedPage{evidence.SentPage{Where: file.Path, SHA256: file.SHA256}, fmt.Sprintf("%s/%d", fingerprint, i), sends}
		findings = append(findings, p.planned.meet(d.DisputeID, page)...)
	}
	return findings
}

// PlanPage registers a page resource. documentID is "" while it is not known; then two
// resources for one page are found by the apply at the latest.
func (p *Platform) PlanPage(disputeID, documentID string, file evidence.File, sends bool) []evidence.Finding {
	page := plannedPage{evidence.SentPage{Where: file.Path, SHA256: file.SHA256}, "document/" + documentID, sends}
	if documentID == "" {
		page.place = p.planned.unplace()
	} else if findings := p.planned.resource(documentID, page); findings != nil {
		return findings
	}
	return p.planned.meet(disputeID, page)
}

func (k *planned) unplace() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.unplaced++
	return fmt.Sprintf("unplaced/%d", k.unplaced)
}

// resource counts the page resources for one page.
func (k *planned) resource(documentID string, page plannedPage) []evidence.Finding {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.resources == nil {
		k.resources = map[string]*plannedDocument{}
	}
	key := documentID + "\x00" + page.SHA256
	n := k.resources[key]
	if n == nil {
		n = &plannedDocument{}
		k.resources[key] = n
	}
	if page.sends {
		n.creates++
	} else {
		n.exists++
	}
	return evidence.CheckPlannedPage(fmt.Sprintf("%s is one of them: document %s, SHA-256 %s.", page.Where, documentID, page.SHA256), n.creates, n.exists)
}

// meet compares a page with the one of the same bytes that was met first.
func (k *planned) meet(disputeID string, page plannedPage) []evidence.Finding {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.pages == nil {
		k.pages = map[string]plannedPage{}
	}
	key := disputeID + "\x00" + page.SHA256
	first, met := k.pages[key]
	if !met {
		k.pages[key] = page
		return nil
	}
	if first.place == page.place || !first.sends && !page.sends {
		return nil
	}
	return evidence.CheckDuplicatePages([]evidence.SentPage{first.SentPage, page.SentPage})
}
