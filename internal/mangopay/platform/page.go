package platform

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// PageError says which page of a document could not be added.
type PageError struct {
	Index int // from 0
	Err   error
}

// Error names the page by its place, counted from 1.
func (e *PageError) Error() string { return fmt.Sprintf("page %d: %v", e.Index+1, e.Err) }

// Unwrap returns the cause.
func (e *PageError) Unwrap() error { return e.Err }

// FillDocument brings the document's pages to what is wanted: it compares what is
// there and uploads the rest in order. recorded is the number of pages that the state
// knows to be there. progress is told the number of pages that are there, before the
// first upload and after each. What goes wrong with one page is a *PageError.
func (p *Platform) FillDocument(ctx context.Context, doc *mangopay.Document, want []evidence.File, recorded int, progress func(pages int)) error {
	lock := p.Lock(doc.ID)
	defer lock.Unlock()
	have, err := p.resume(ctx, doc, want, recorded)
	if err != nil {
		return err
	}
	progress(have)
	for i := have; i < len(want); i++ {
		if err := p.sendNext(ctx, doc, want[:i+1]); err != nil {
			return &PageError{i, naming(err, fmt.Sprintf("add page %d of %d to dispute document", i+1, len(want)))}
		}
		p.known.setPages(doc.ID, want[:i+1])
		progress(i + 1)
	}
	return nil
}

// sendNext uploads the last of pages; those before it are known to be there.
func (p *Platform) sendNext(ctx context.Context, doc *mangopay.Document, pages []evidence.File) error {
	page := pages[len(pages)-1]
	return p.send(ctx, doc, upload{
		page: page,
		nth:  count(pages, page.SHA256),
		open: func() (io.ReadCloser, error) { return p.Files.Open(page) },
		look: func(ctx context.Context) (bool, error) {
			have, err := p.compare(ctx, doc.ID, pages)
			return have == len(pages), err
		},
	})
}

// resume tells how many of the wanted pages the document holds. It refuses one that
// holds anything else, or that cannot take the rest.
func (p *Platform) resume(ctx context.Context, doc *mangopay.Document, want []evidence.File, recorded int) (int, error) {
	if held, own := p.known.get(doc.ID); own {
		return len(held), nil
	}
	have, err := p.there(ctx, doc.ID, want, recorded)
	if err != nil || have == len(want) {
		return have, err
	}
	if err := tfkit.Refuse(evidence.CheckTakesPages(doc.ID, doc.Status)); err != nil {
		return have, err
	}
	if err := p.quietFor(ctx, doc.ID); err != nil {
		return have, err
	}
	if have, err = p.there(ctx, doc.ID, want, recorded); err != nil {
		return have, err
	}
	return have, p.RequireTakesDocuments(ctx, doc.DisputeID)
}

const pagesUnderWay = "pages are missing that a run which ended early may have sent"

// quietFor waits for what others may have sent to a document.
func (p *Platform) quietFor(ctx context.Context, documentID string) error {
	if _, own := p.known.get(documentID); own {
		return nil
	}
	return p.quietSinceStart(ctx, pagesUnderWay)
}

// there is compare for a document in which the state knows a number of pages.
func (p *Platform) there(ctx context.Context, documentID string, want []evidence.File, recorded int) (int, error) {
	have, err := p.compare(ctx, documentID, want)
	if err != nil {
		return have, err
	}
	return max(have, recorded), p.requireShown(documentID, have, recorded)
}

// compare reads back what the document holds and requires it to be the first of the
// wanted pages; it returns how many they are.
func (p *Platform) compare(ctx context.Context, documentID string, want []evidence.File) (int, error) {
	held, err := p.consult(ctx, documentID)
	if err != nil {
		return 0, err
	}
	return len(held), p.requirePrefix(documentID, held, want)
}

// AddPage adds one page to a document exactly once, wherever the document comes
// from. It waits for other writers of this process, and refuses what one of them added.
func (p *Platform) AddPage(ctx context.Context, doc *mangopay.Document, page evidence.File, open func() (io.ReadCloser, error)) error {
	lock := p.Lock(doc.ID)
	defer lock.Unlock()
	if p.known.hasSent(doc.ID, page.SHA256) {
		return tfkit.Refuse(evidence.CheckPlannedPage(fmt.Sprintf("Document %s got a page with SHA-256 %s in this run already.", doc.ID, page.SHA256), 2, 0))
	}
	held, err := p.Contents(ctx, doc.ID)
	if err != nil || count(held, page.SHA256) > 0 {
		return err
	}
	if err := tfkit.Refuse(evidence.CheckTakesPages(doc.ID, doc.Status)); err != nil {
		return err
	}
	if err := p.quietFor(ctx, doc.ID); err != nil {
		return err
	}
	if held, err = p.Contents(ctx, doc.ID); err != nil || count(held, page.SHA256) > 0 {
		return err
	}
	return p.send(ctx, doc, upload{page: page, nth: 1, open: open, look: func(ctx context.Context) (bool, error) {
		now, err := p.consult(ctx, doc.ID)
		return count(now, page.SHA256) > 0 || (!p.Policy.VerifyContents && len(now) > len(held)), err
	}})
}

func count(pages []evidence.File, digest string) (n int) {
	for _, page := range pages {
		if page.SHA256 == digest {
			n++
		}
	}
	return n
}

// upload is one page that is missing from a document.
type upload struct {
	page evidence.File
	nth  int // among the document's pages with the same bytes, from 1
	open func() (io.ReadCloser, error)
	look func(context.Context) (bool, error) // whether it has arrived
}

// send uploads a page exactly once. Its key does not depend on its place: a run that
// died may have added others before it, or in another order.
func (p *Platform) send(ctx context.Context, doc *mangopay.Document, u upload) error {
	err := p.once(ctx, call{
		seed: fmt.Sprintf("%s/page/%s/%d", doc.ID, u.page.SHA256, u.nth),
		post: func(ctx context.Context, key string) error {
			err := p.Client.Documents.AddPage(ctx, doc.DisputeID, doc.ID, mangopay.Page{Size: u.page.Size, Open: u.open}, key)
			if err == nil {
				p.known.send(doc.ID, u.page)
			}
			return err
		},
		adopt: func(context.Context, *mangopay.StoredResponse) (bool, error) {
			p.known.send(doc.ID, u.page)
			return true, nil
		},
		look: func(ctx context.Context) (bool, error) { // reads the pages back, and so knows them
			there, err := u.look(ctx)
			if there {
				p.known.find(doc.ID, u.page.SHA256)
			}
			return there, err
		},
	})
	if err == nil {
		return nil
	}
	p.known.doubt(doc.ID)
	var changed *evidence.ChangedError
	if errors.As(err, &changed) {
		return tfkit.Refuse([]evidence.Finding{changed.Finding()})
	}
	return err
}

// naming words what was attempted more exactly than the API's call does.
func naming(err error, operation string) error {
	var api *apierr.Error
	if !errors.As(err, &api) {
		return err
	}
	named := *api
	named.Operation = operation
	return &named
}
