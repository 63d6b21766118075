package platform

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// Contents reads back the pages that Mangopay holds, in order. Pages that this
// process sent or read before are not fetched again: pages are only ever added.
func (p *Platform) Contents(ctx context.Context, documentID string) ([]evidence.File, error) {
	links, err := p.Client.Documents.Consult(ctx, documentID)
	if err != nil {
		return nil, err
	}
	pages, _ := p.known.get(documentID)
	if len(pages) > len(links) {
		return nil, fmt.Errorf("dispute document %s shows %d pages although %d were accepted; look again in a few minutes", documentID, len(links), len(pages))
	}
	for _, link := range links[len(pages):] {
		page, err := p.fetch(ctx, link)
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
	p.known.setPages(documentID, pages)
	return pages, nil
}

func (p *Platform) fetch(ctx context.Context, link mangopay.PageLink) (file evidence.File, err error) {
	body, err := p.Client.Documents.Download(ctx, link)
	if err != nil {
		return evidence.File{}, err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	content, err := io.ReadAll(body)
	if err != nil {
		return evidence.File{}, fmt.Errorf("reading back a page: %w", err)
	}
	// What Mangopay accepted is measured, not judged.
	file, _ = evidence.InspectBytes("page", content)
	return file, nil
}

// ContentDigest is the digest of what Mangopay holds of a document.
func (p *Platform) ContentDigest(ctx context.Context, doc *mangopay.Document) (string, error) {
	pages, err := p.Contents(ctx, doc.ID)
	if err != nil {
		return "", err
	}
	userTag, _ := evidence.SplitMark(doc.Tag)
	return evidence.DocumentDigest(doc.Type, userTag, Digests(pages)), nil
}

// RequireDigest refuses to go on when what Mangopay holds of a document is not
// what was reviewed.
func (p *Platform) RequireDigest(ctx context.Context, doc *mangopay.Document, reviewed string) error {
	if !p.Policy.VerifyContents {
		return nil
	}
	held, err := p.ContentDigest(ctx, doc)
	if err != nil || held == reviewed {
		return err
	}
	return mismatch("Dispute document %s at Mangopay has digest %s; the configuration says %s.", doc.ID, held, reviewed)
}

// RequirePages refuses to go on unless Mangopay holds exactly these pages.
func (p *Platform) RequirePages(ctx context.Context, documentID string, want []evidence.File) error {
	held, err := p.Contents(ctx, documentID)
	if err != nil {
		return err
	}
	if i := differs(held, want); i >= 0 {
		return mismatch("Dispute document %s at Mangopay holds %d pages, and %d files were named; the first to differ is page %d.", documentID, len(held), len(want), i+1)
	}
	return nil
}

// requirePrefix refuses pages that are not the first of those that are wanted.
func (p *Platform) requirePrefix(documentID string, held, want []evidence.File) error {
	if len(held) > len(want) {
		return mismatch("Dispute document %s at Mangopay holds %d pages, more than the %d that are configured.", documentID, len(held), len(want))
	}
	if !p.Policy.VerifyContents {
		return nil
	}
	if i := differs(held, want[:len(held)]); i >= 0 {
		return mismatch("Page %d of dispute document %s at Mangopay has SHA-256 %s; the configured one has %s.", i+1, documentID, held[i].SHA256, want[i].SHA256)
	}
	return nil
}

// differs returns the index of the first page that is not the same in both; -1 if
// there is none.
func differs(a, b []evidence.File) int {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i].SHA256 != b[i].SHA256 {
			return i
		}
	}
	return -1
}

func mismatch(format string, values ...any) error {
	return tfkit.Refuse([]evidence.Finding{evidence.NewFinding(evidence.CodeDigestMismatch, fmt.Sprintf(format, values...))})
}

// Digests are the SHA-256 of pages, in order.
func Digests(pages []evidence.File) []string {
	digests := make([]string, 0, len(pages))
	for _, page := range pages {
		digests = append(digests, page.SHA256)
	}
	return digests
}
