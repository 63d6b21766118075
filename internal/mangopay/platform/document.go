package platform

import (
	"context"
	"fmt"
	"net/http"
	"strings"

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
// this account only. Mangopay's hosts for mutual TLS lead to the same accounts.
func (p *Platform) Fingerprint(d Document) string {
	return evidence.Fingerprint(evidence.FingerprintInput{
		BaseURL:    strings.Replace(p.Client.BaseURL(), "//api-mtls.", "//api.", 1),
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
	if err != nil {
		return nil, err
	}
	if doc != nil {
		return p.unlessReplaced(ctx, want, fingerprint, doc)
	}
	err = p.once(ctx, call{
		seed:  fingerprint,
		blind: !p.Policy.MarkDocuments,
		post: func(ctx context.Context, key string) error {
			doc, err = p.Client.Documents.Create(ctx, want.DisputeID, want.Type, p.tag(want.Tag, fingerprint), key)
			if err == nil {
				p.known.create(doc.ID)
			}
			return err
		},
		adopt: func(ctx context.Context, stored *mangopay.StoredResponse) (bool, error) {
			if doc, err = p.adoptStored(ctx, stored, fingerprint); doc == nil || err != nil {
				return false, err
			}
			doc, err = p.unlessReplaced(ctx, want, fingerprint, doc)
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

// unlessReplaced returns the document that was found, or, if that was sent, the unsent one
// that a run which died had begun to put in its place. Nothing is urgent then, so that
// one may first show.
func (p *Platform) unlessReplaced(ctx context.Context, want Document, fingerprint string, doc *mangopay.Document) (*mangopay.Document, error) {
	if doc.Status == evidence.DocumentCreated {
		return doc, nil
	}
	if err := p.quietSinceStart(ctx, "a document was found that was sent before, and a run that ended early may have begun another copy"); err != nil {
		return nil, err
	}
	stored, err := p.stored(ctx, fingerprint)
	if err != nil {
		return nil, err
	}
	for _, copied := range stored {
		if copied.Status == evidence.DocumentCreated {
			p.known.copy(copied.ID)
			return copied, nil
		}
	}
	again, err := p.findMarked(ctx, want, fingerprint)
	if again == nil && err == nil {
		again = doc
	}
	return again, err
}

// stored are the documents in the stored answers to the keys of a fingerprint, which
// can stand for it: lists may not show them yet.
func (p *Platform) stored(ctx context.Context, fingerprint string) (documents []*mangopay.Document, err error) {
	for attempt := range maxRungs {
		answer, err := p.Client.Responses.Get(ctx, idempotencyKey(fingerprint, attempt))
		if apierr.NotFound(err) {
			break
		}
		if err != nil {
			return nil, err
		}
		if answer.Status >= http.StatusMultipleChoices {
			continue
		}
		doc, err := p.adoptStored(ctx, answer, fingerprint)
		if err != nil {
			return nil, err
		}
		if doc != nil {
			documents = append(documents, doc)
		}
	}
	return documents, nil
}

// adoptStored takes over the document that an earlier call created, if it still
// exists and is wanted.
func (p *Platform) adoptStored(ctx context.Context, stored *mangopay.StoredResponse, fingerprint string) (*mangopay.Document, error) {
	answer, err := stored.Document()
	if err != nil {
		return nil, err
	}
	var doc *mangopay.Document
	shows := func(ctx context.Context) (there bool, err error) {
		doc, err = p.Client.Documents.Get(ctx, answer.ID)
		if apierr.NotFound(err) && p.recent(stored) {
			return false, nil // what was just created may not show everywhere
		}
		return err == nil, err
	}
	switch there, err := p.Pace.Appears(ctx, shows); {
	case apierr.NotFound(err), err == nil && (!there || !p.known.wanted(fingerprint, doc.Status)):
		return nil, nil
	case err != nil:
		return nil, err
	case spent(doc):
		return nil, refusedBefore(doc)
	}
	return doc, nil
}

// recent tells that a stored answer was given so lately that its work may still appear.
func (p *Platform) recent(stored *mangopay.StoredResponse) bool {
	return !stored.At.IsZero() && p.Client.ServerTime().Sub(stored.At) < p.Pace.Settle
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
	fingerprint := p.Fingerprint(want)
	doc, err := p.findMarked(ctx, want, fingerprint)
	if err != nil {
		return nil, err
	}
	if doc == nil {
		stored, err := p.stored(ctx, fingerprint)
		if err != nil || len(stored) == 0 {
			return nil, err
		}
		doc = stored[len(stored)-1]
	}
	if doc.Status == evidence.DocumentCreated {
		return nil, nil
	}
	return doc, nil
}

// findMarked looks among the dispute's documents for the one with our mark. Beside
// copies that were sent, an unsent one is a forced replacement that was interrupted,
// and is finished. Of several that were sent, all with the same content, the youngest
// is the one that the state had last.
func (p *Platform) findMarked(ctx context.Context, want Document, fingerprint string) (*mangopay.Document, error) {
	marked, err := p.marked(ctx, want, fingerprint)
	if err != nil {
		return nil, err
	}
	var drafts, sent, old []*mangopay.Document
	for _, doc := range marked {
		switch {
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
		if len(sent) > 0 {
			p.known.copy(drafts[0].ID)
		}
		return drafts[0], nil
	case len(sent) > 0:
		return sent[len(sent)-1], nil
	case len(old) > 0:
		return nil, refusedBefore(old[0])
	}
	return nil, nil
}

// marked lists the documents with our mark that can stand for the fingerprint. What a
// list shows as unsent is asked for once more: lists may lag.
func (p *Platform) marked(ctx context.Context, want Document, fingerprint string) ([]*mangopay.Document, error) {
	if !p.Policy.MarkDocuments {
		return nil, nil
	}
	var found []*mangopay.Document
	for doc, err := range p.Client.Documents.All(ctx, mangopay.DocumentFilter{DisputeID: want.DisputeID}) {
		if err != nil {
			return nil, err
		}
		if _, mark := evidence.SplitMark(doc.Tag); mark == evidence.Mark(fingerprint) {
			found = append(found, doc)
		}
	}
	wanted := found[:0]
	for _, doc := range found {
		if doc.Status == evidence.DocumentCreated {
			fresh, err := p.Client.Documents.Get(ctx, doc.ID)
			if err != nil {
				return nil, err
			}
			doc = fresh
		}
		if p.known.wanted(fingerprint, doc.Status) {
			wanted = append(wanted, doc)
		}
	}
	return wanted, nil
}
