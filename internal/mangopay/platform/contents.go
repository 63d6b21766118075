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

// Contents are the pages that Mangopay holds, in order. They are read back unless
// this process created the document and had every page of it acknowledged.
func (p *Platform) Contents(ctx context.Context, documentID string) ([]evidence.File, error) {
	if pages, own := p.known.get(documentID); own {
		return pages, nil
	}
	return p.consult(ctx, documentID)
}

// consult reads pages back. Those that were read or put into their place before are
// not fetched again: pages are only ever added.
func (p *Platform) consult(ctx context.Context, documentID string) ([]evidence.File, error) {
	links, err := p.Client.Documents.Consult(ctx, documentID)
	if err != nil {
		return nil, err
	}
	pages, _ := p.known.get(documentID)
	if len(links) < len(pages) {
		return pages, p.requireShown(documentID, len(links), len(pages))
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

// requireShown refuses to go on when fewer pages can be seen than were accepted,
// unless what can be seen is not trusted anyway.
func (p *Platform) requireShown(documentID string, shown, accepted int) error {
	if shown >= accepted || !p.Policy.VerifyContents {
		return nil
	}
	detail := fmt.Sprintf("Dispute document %s shows %d pages although %d were accepted.", documentID, shown, accepted)
	if shown > 0 {
		return errors.New(detail + " Look again in a few minutes.")
	}
	return tfkit.Refuse([]evidence.Finding{evidence.NewFinding(evidence.CodePagesNotShown, detail)})
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
	return evidence.Measure("page", content), nil
}

// ContentDigest is the digest of what Mangopay holds of a document.
func (p *Platform) ContentDigest(ctx context.Context, doc *mangopay.Document) (string, error) {
	pages, err := p.Contents(ctx, doc.ID)
	if err != nil {
		return "", err
	}
	return heldDigest(doc, pages), nil
}

func heldDigest(doc *mangopay.Document, pages []evidence.File) string {
	userTag, _ := evidence.SplitMark(doc.Tag)
	return evidence.DocumentDigest(doc.Type, userTag, Digests(pages))
}

// RequireDigest refuses to go on when what Mangopay holds of a document is not
// what was reviewed.
func (p *Platform) RequireDigest(ctx context.Context, doc *mangopay.Document, reviewed string) error {
	if !p.Policy.VerifyContents {
		return nil
	}
	pages, err := p.Contents(ctx, doc.ID)
	if err != nil {
		return err
	}
	held := heldDigest(doc, pages)
	if held == reviewed {
		return nil
	}
	userTag, _ := evidence.SplitMark(doc.Tag)
	return p.differs(doc, pages, "Dispute document %s at Mangopay has the type %s, the tag %q and %d pages, and so the digest %s; the configuration says %s.",
		doc.ID, doc.Type, userTag, len(pages), held, reviewed)
}

// RequirePages refuses to go on unless Mangopay holds exactly these pages; their
// number is all that counts where contents are not verified.
func (p *Platform) RequirePages(ctx context.Context, doc *mangopay.Document, want []evidence.File) error {
	held, err := p.Contents(ctx, doc.ID)
	if err != nil {
		return err
	}
	if !p.Policy.VerifyContents && (len(held) == len(want) || hidden(doc, held)) {
		return nil
	}
	i := difference(held, want)
	if i < 0 {
		return nil
	}
	return p.differs(doc, held, "Dispute document %s at Mangopay holds %d pages, and %d files were named; the first to differ is page %d.", doc.ID, len(held), len(want), i+1)
}

// differs is the error that what Mangopay holds is not what was reviewed; it is
// another finding when Mangopay may only not show it.
func (p *Platform) differs(doc *mangopay.Document, held []evidence.File, format string, values ...any) error {
	code := evidence.CodeDigestMismatch
	if _, own := p.known.get(doc.ID); !own && hidden(doc, held) {
		code = evidence.CodePagesNotShown
	}
	return tfkit.Refuse([]evidence.Finding{evidence.NewFinding(code, fmt.Sprintf(format, values...))})
}

// hidden tells that a document has no pages, or that Mangopay does not show them yet.
func hidden(doc *mangopay.Document, held []evidence.File) bool {
	return doc.Status == evidence.DocumentCreated && len(held) == 0
}

// requirePrefix refuses pages that are not the first of those that are wanted.
func (p *Platform) requirePrefix(documentID string, held, want []evidence.File) error {
	if len(held) > len(want) {
		return mismatch("Dispute document %s at Mangopay holds %d pages, more than the %d that are configured.", documentID, len(held), len(want))
	}
	if !p.Policy.VerifyContents {
		return nil
	}
	if i := difference(held, want[:len(held)]); i >= 0 {
		return mismatch("Page %d of dispute document %s at Mangopay has SHA-256 %s; the configured one has %s.", i+1, documentID, held[i].SHA256, want[i].SHA256)
	}
	return nil
}

// difference returns the index of the first page that is not the same in both; -1 if
// there is none.
func difference(a, b []evidence.File) int {
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
