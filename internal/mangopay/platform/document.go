package platform

import (
	"context"
	"fmt"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// Document is a document as the configuration wants it.
type Document struct {
	DisputeID  string
	Type       string
	Tag        string
	Generation int64
	Pages      []evidence.File
}

// Fingerprint names the work of making this document: the same in every run, for
// this account only.
func (p *Platform) Fingerprint(d Document) string {
	return evidence.Fingerprint(evidence.FingerprintInput{
		BaseURL:    p.Client.BaseURL(),
		ClientID:   p.Client.ClientID(),
		DisputeID:  d.DisputeID,
		Type:       d.Type,
		Tag:        d.Tag,
		Generation: d.Generation,
		Pages:      Digests(d.Pages),
	})
}

// Forget notes that this run lets go of a document of the state, so that a forced
// replacement does not find the same one again if that was sent.
func (p *Platform) Forget(documentID string, d Document) {
	p.known.replace(documentID, p.Fingerprint(d))
}

// OpenDocument makes the document exist exactly once and returns it without
// regard to its pages. A document that an interrupted run left behind is found
// by its mark, or by the stored answer to its idempotency key, and adopted. One that
// was refused since is an error: it would stand for evidence that counts for nothing.
func (p *Platform) OpenDocument(ctx context.Context, want Document) (*mangopay.Document, error) {
	fingerprint := p.Fingerprint(want)
	doc, err := p.findMarked(ctx, want, fingerprint)
	if doc != nil || err != nil {
		return doc, err
	}
	err = p.once(ctx, call{
		seed: fingerprint,
		post: func(ctx context.Context, key string) error {
			doc, err = p.Client.Documents.Create(ctx, want.DisputeID, want.Type, p.tag(want.Tag, fingerprint), key)
			if err == nil {
				p.known.create(doc.ID)
			}
			return err
		},
		adopt: func(ctx context.Context, stored *mangopay.StoredResponse) (bool, error) {
			doc, err = p.adoptStored(ctx, stored, fingerprint)
			return doc != nil, err
		},
		look: func(ctx context.Context) (bool, error) {
			doc, err = p.findMarked(ctx, want, fingerprint)
			return doc != nil, err
		},
	})
	return doc, err
}

func (p *Platform) tag(userTag, fingerprint string) string {
	if !p.Policy.MarkDocuments {
		return userTag
	}
	return evidence.AddMark(userTag, fingerprint)
}

// adoptStored takes over the document that an earlier call created, if it still
// exists and is wanted.
func (p *Platform) adoptStored(ctx context.Context, stored *mangopay.StoredResponse, fingerprint string) (*mangopay.Document, error) {
	answer, err := stored.Document()
	if err != nil {
		return nil, err
	}
	doc, err := p.Client.Documents.Get(ctx, answer.ID)
	switch {
	case apierr.NotFound(err), err == nil && !p.known.wanted(fingerprint, doc.Status):
		return nil, nil
	case err != nil:
		return nil, err
	case spent(doc):
		return nil, refusedBefore(doc)
	}
	p.known.adopt(doc.ID)
	return doc, nil
}

// spent tells that a document was sent in vain: it can neither be filled nor sent
// again.
func spent(doc *mangopay.Document) bool {
	return doc.Status == evidence.DocumentRefused || doc.Status == evidence.DocumentOutOfDate
}

func refusedBefore(doc *mangopay.Document) error {
	return tfkit.Refuse([]evidence.Finding{evidence.NewFinding(evidence.CodeDocumentRefusedBefore,
		fmt.Sprintf("Document %s of dispute %s has this content and is %s.", doc.ID, doc.DisputeID, doc.Status))})
}

// FindSent looks for the document among those that were sent already; nil if there
// is none.
func (p *Platform) FindSent(ctx context.Context, want Document) (*mangopay.Document, error) {
	doc, err := p.findMarked(ctx, want, p.Fingerprint(want))
	if err != nil || doc == nil || doc.Status == evidence.DocumentCreated {
		return nil, err
	}
	return doc, nil
}

// findMarked looks among the dispute's documents for the one with our mark. Beside
// copies that were sent, an unsent one is a forced replacement that was interrupted,
// and is finished. Of several that were sent, all with the same content, the youngest
// is the one that the state had last.
func (p *Platform) findMarked(ctx context.Context, want Document, fingerprint string) (*mangopay.Document, error) {
	if !p.Policy.MarkDocuments {
		return nil, nil
	}
	var drafts, sent, old []*mangopay.Document
	for doc, err := range p.Client.Documents.All(ctx, mangopay.DocumentFilter{DisputeID: want.DisputeID}) {
		if err != nil {
			return nil, err
		}
		_, mark := evidence.SplitMark(doc.Tag)
		switch {
		case mark != evidence.Mark(fingerprint) || !p.known.wanted(fingerprint, doc.Status):
		case spent(doc):
			old = append(old, doc)
		case doc.Status == evidence.DocumentCreated:
			drafts = append(drafts, doc)
		default:
			sent = append(sent, doc)
		}
	}
	switch {
	case len(drafts) > 1:
		return nil, tfkit.Refuse([]evidence.Finding{evidence.NewFinding(evidence.CodeSeveralMarked,
			fmt.Sprintf("Dispute %s holds %d unsent documents with the mark %s: %s and %s among them.",
				want.DisputeID, len(drafts), evidence.Mark(fingerprint), drafts[0].ID, drafts[1].ID))})
	case len(drafts) == 1:
		p.known.adopt(drafts[0].ID)
		return drafts[0], nil
	case len(sent) > 0:
		last := sent[len(sent)-1]
		p.known.adopt(last.ID)
		return last, nil
	case len(old) > 0:
		return nil, refusedBefore(old[0])
	}
	return nil, nil
}
