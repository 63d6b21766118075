package platform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

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
// there and uploads the rest in order. progress is told the number of pages that
// are there, before the first upload and after each. What goes wrong with one page
// is a *PageError.
func (p *Platform) FillDocument(ctx context.Context, doc *mangopay.Document, want []evidence.File, progress func(pages int)) error {
	lock := p.Lock(doc.ID)
	defer lock.Unlock()
	have, err := p.resume(ctx, doc, want)
	if err != nil {
		return err
	}
	progress(have)
	for i := have; i < len(want); i++ {
		err := p.sendPage(ctx, doc, want[:i+1], func() (io.ReadCloser, error) { return p.Files.Open(want[i]) })
		if err != nil {
			return &PageError{i, naming(err, fmt.Sprintf("add page %d of %d to dispute document", i+1, len(want)))}
		}
		progress(i + 1)
	}
	return nil
}

// resume tells how many of the wanted pages the document holds. It refuses one that
// holds anything else, or that cannot take the rest.
func (p *Platform) resume(ctx context.Context, doc *mangopay.Document, want []evidence.File) (int, error) {
	held, from := p.known.get(doc.ID)
	if from == created {
		return len(held), nil
	}
	have, err := p.compare(ctx, doc.ID, want)
	if err != nil || have == len(want) {
		return have, err
	}
	if err := tfkit.Refuse(evidence.CheckTakesPages(doc.ID, doc.Status)); err != nil {
		return have, err
	}
	if from == adopted {
		// A page of the run that did not end may still be on its way.
		if err := p.quiet(ctx, p.pace.Settle, "an interrupted run left a document unfinished"); err != nil {
			return have, err
		}
		if have, err = p.compare(ctx, doc.ID, want); err != nil {
			return have, err
		}
	}
	return have, p.RequireTakesDocuments(ctx, doc.DisputeID)
}

// compare reads back what the document holds and requires it to be the first of the
// wanted pages; it returns how many they are.
func (p *Platform) compare(ctx context.Context, documentID string, want []evidence.File) (int, error) {
	held, err := p.Contents(ctx, documentID)
	if err != nil {
		return 0, err
	}
	return len(held), p.requirePrefix(documentID, held, want)
}

// AddPage adds one page to a document exactly once, wherever the document comes
// from. It waits for other writers of this process.
func (p *Platform) AddPage(ctx context.Context, doc *mangopay.Document, page evidence.File, open func() (io.ReadCloser, error)) error {
	lock := p.Lock(doc.ID)
	defer lock.Unlock()
	held, err := p.Contents(ctx, doc.ID)
	if err != nil {
		return err
	}
	if slices.Contains(Digests(held), page.SHA256) {
		return nil
	}
	if err := tfkit.Refuse(evidence.CheckTakesPages(doc.ID, doc.Status)); err != nil {
		return err
	}
	return p.sendPage(ctx, doc, append(held, page), open)
}

// sendPage uploads the last of pages; those before it are known to be there.
func (p *Platform) sendPage(ctx context.Context, doc *mangopay.Document, pages []evidence.File, open func() (io.ReadCloser, error)) error {
	last := len(pages) - 1
	content := mangopay.Page{Size: pages[last].Size, Open: open}
	err := p.once(ctx, call{
		seed: fmt.Sprintf("%s/page/%d/%s", doc.ID, last, pages[last].SHA256),
		post: func(ctx context.Context, key string) error {
			return p.Client.Documents.AddPage(ctx, doc.DisputeID, doc.ID, content, key)
		},
		adopt: func(context.Context, *mangopay.StoredResponse) (bool, error) { return true, nil },
		look: func(ctx context.Context) (bool, error) {
			have, err := p.compare(ctx, doc.ID, pages)
			return have == len(pages), err
		},
	})
	var changed *evidence.ChangedError
	if errors.As(err, &changed) {
		return tfkit.Refuse([]evidence.Finding{changed.Finding()})
	}
	if err == nil {
		p.known.setPages(doc.ID, pages)
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
