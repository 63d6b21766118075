package mangopay

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"strconv"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// DocumentsService reads, creates and submits dispute documents. The API deletes nothing here.
type DocumentsService struct{ c *Client }

const (
	documentsRoute = disputeRoute + "/documents"
	documentRoute  = "/dispute-documents/{DisputeDocumentId}"
)

// Create makes an empty document of a dispute that is open for evidence (Mangopay API reference, Create a Dispute Document).
// An idempotency key makes the API answer 409 idempotent_creation_conflict to a second call with it, whatever became of the
// first; [ResponsesService.Get] returns that outcome for 24 hours. A key of "" sends none.
func (s DocumentsService) Create(ctx context.Context, disputeID, docType, tag, idempotencyKey string) (*Document, error) {
	defer s.c.bulk.history.ended(disputeID)
	return object[wireDocument](ctx, s.c, once(rest.Call{
		Operation: "create dispute document", Method: http.MethodPost, Route: documentsRoute, IDs: []string{disputeID},
		Body: rest.JSON(struct {
			Type string `json:"Type"`
			Tag  string `json:"Tag,omitempty"`
		}{docType, tag}),
	}, idempotencyKey))
}

// AddPage uploads one file as the next page of a document that is still CREATED
// (Mangopay API reference, Create a Dispute Document Page). The answer identifies nothing, and equal pages are not merged:
// after an ambiguous failure count the pages with Consult. Pages have at most about 7 MB (10 MB in base64).
func (s DocumentsService) AddPage(ctx context.Context, disputeID, documentID string, page Page, idempotencyKey string) error {
	k := once(rest.Call{
		Operation: "add page to dispute document", Method: http.MethodPost,
		Route: documentsRoute + "/{DisputeDocumentId}/pages", IDs: []string{disputeID, documentID}, Body: pageBody(page),
	}, idempotencyKey)
	defer s.c.bulk.history.ended(disputeID, documentID)
	a, err := s.c.do(ctx, k)
	if err != nil {
		return err
	}
	if err := rest.CheckEmpty(a.Body); err != nil {
		return k.Unusable(a, err)
	}
	return nil
}

// Submit asks Mangopay to validate a document with at least one page (Mangopay API reference, Submit a Dispute Document).
// It cannot be undone, and no page can be added afterwards.
func (s DocumentsService) Submit(ctx context.Context, disputeID, documentID string) (*Document, error) {
	defer s.c.bulk.history.ended(disputeID, documentID)
	return object[wireDocument](ctx, s.c, rest.Call{
		Operation: "submit dispute document", Method: http.MethodPut,
		Route: documentsRoute + "/{DisputeDocumentId}", IDs: []string{disputeID, documentID},
		Body: rest.JSON(struct {
			Status string `json:"Status"`
		}{"VALIDATION_ASKED"}),
	})
}

// Get returns one document (Mangopay API reference, View a Dispute Document).
func (s DocumentsService) Get(ctx context.Context, id string) (*Document, error) {
	return object[wireDocument](ctx, s.c, rest.Call{
		Operation: "read dispute document", Method: http.MethodGet, Route: documentRoute, IDs: []string{id},
	})
}

// All yields the documents of a dispute, or of the account, that pass the filter, oldest first unless the filter says
// otherwise (Mangopay API reference, List Documents for a Dispute; List Dispute Documents).
func (s DocumentsService) All(ctx context.Context, f DocumentFilter) iter.Seq2[*Document, error] {
	return list[wireDocument](ctx, s.c, listDocuments(f))
}

func listDocuments(f DocumentFilter) rest.Call {
	k := rest.Call{
		Operation: "list dispute documents", Method: http.MethodGet, Route: "/dispute-documents",
		Query: sorted("CreationDate", f.Descending),
	}
	if f.DisputeID != "" {
		k.Route, k.IDs = documentsRoute, []string{f.DisputeID}
	}
	among(k.Query, "Status", f.Statuses)
	among(k.Query, "Type", f.Types)
	between(k.Query, f.CreatedAfter, f.CreatedBefore)
	return k
}

// Consult returns a link for each page of a document, in their order: the only way to count or read pages
// (Mangopay API reference, Create weblink to view Dispute Document Pages). No page means no links.
func (s DocumentsService) Consult(ctx context.Context, id string) ([]PageLink, error) {
	k := rest.Call{
		Operation: "consult dispute document", Method: http.MethodPost, Route: consultRoute,
		IDs: []string{id}, Body: emptyBody(), Largest: rest.MaxList,
	}
	a, err := s.c.do(ctx, k)
	if err != nil {
		return nil, err
	}
	items, err := decodeList[wirePageLink, PageLink](a.Body)
	// A document has no limit of pages, and the call no documented paging: a partial list must not pass for the count.
	if pages, perr := strconv.Atoi(a.Header.Get("X-Number-Of-Pages")); perr == nil && pages > 1 && err == nil {
		err = errors.New("the links come in several pages, which is not supported")
	}
	if err != nil {
		return nil, k.Unusable(a, err)
	}
	links := make([]PageLink, len(items))
	for i, w := range items {
		links[i] = *w.model()
	}
	return links, nil
}
