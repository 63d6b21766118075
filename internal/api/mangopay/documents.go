package mangopay

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"strconv"
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
	return object[wireDocument](ctx, s.c, call{
		operation: "create dispute document", method: http.MethodPost, route: documentsRoute,
		ids: []string{disputeID}, key: idempotencyKey,
		body: jsonBody(struct {
			Type string `json:"Type"`
			Tag  string `json:"Tag,omitempty"`
		}{docType, tag}),
	})
}

// AddPage uploads one file as the next page of a document that is still CREATED
// (Mangopay API reference, Create a Dispute Document Page). The answer identifies nothing, and equal pages are not merged:
// after an ambiguous failure count the pages with Consult. Pages have at most about 7 MB (10 MB in base64).
func (s DocumentsService) AddPage(ctx context.Context, disputeID, documentID string, page Page, idempotencyKey string) error {
	k := call{
		operation: "add page to dispute document", method: http.MethodPost,
		route: documentsRoute + "/{DisputeDocumentId}/pages", ids: []string{disputeID, documentID},
		key: idempotencyKey, body: pageBody(page),
	}
	defer s.c.bulk.history.ended(disputeID, documentID)
	a, err := s.c.do(ctx, k)
	if err != nil {
		return err
	}
	if body := trim(a.body); len(body) > 0 && !json.Valid(body) {
		return k.unusable(a, errNotJSON)
	}
	return nil
}

// Submit asks Mangopay to validate a document with at least one page (Mangopay API reference, Submit a Dispute Document).
// It cannot be undone, and no page can be added afterwards.
func (s DocumentsService) Submit(ctx context.Context, disputeID, documentID string) (*Document, error) {
	defer s.c.bulk.history.ended(disputeID, documentID)
	return object[wireDocument](ctx, s.c, call{
		operation: "submit dispute document", method: http.MethodPut,
		route: documentsRoute + "/{DisputeDocumentId}", ids: []string{disputeID, documentID},
		body: jsonBody(struct {
			Status string `json:"Status"`
		}{"VALIDATION_ASKED"}),
	})
}

// Get returns one document (Mangopay API reference, View a Dispute Document).
func (s DocumentsService) Get(ctx context.Context, id string) (*Document, error) {
	return object[wireDocument](ctx, s.c, call{
		operation: "read dispute document", method: http.MethodGet, route: documentRoute, ids: []string{id},
	})
}

// All yields the documents of a dispute, or of the account, that pass the filter, oldest first unless the filter says
// otherwise (Mangopay API reference, List Documents for a Dispute; List Dispute Documents).
func (s DocumentsService) All(ctx context.Context, f DocumentFilter) iter.Seq2[*Document, error] {
	return list[wireDocument](ctx, s.c, listDocuments(f))
}

func listDocuments(f DocumentFilter) call {
	k := call{
		operation: "list dispute documents", method: http.MethodGet, route: "/dispute-documents",
		query: sorted("CreationDate", f.Descending),
	}
	if f.DisputeID != "" {
		k.route, k.ids = documentsRoute, []string{f.DisputeID}
	}
	among(k.query, "Status", f.Statuses)
	among(k.query, "Type", f.Types)
	between(k.query, f.CreatedAfter, f.CreatedBefore)
	return k
}

// Consult returns a link for each page of a document, in their order: the only way to count or read pages
// (Mangopay API reference, Create weblink to view Dispute Document Pages). No page means no links.
func (s DocumentsService) Consult(ctx context.Context, id string) ([]PageLink, error) {
	k := call{
		operation: "consult dispute document", method: http.MethodPost, route: consultRoute,
		ids: []string{id}, body: emptyBody(), limit: maxList,
	}
	a, err := s.c.do(ctx, k)
	if err != nil {
		return nil, err
	}
	items, err := decodeList[wirePageLink, PageLink](a.body)
	// A document has no limit of pages, and the call no documented paging: a partial list must not pass for the count.
	if pages, perr := strconv.Atoi(a.header.Get("X-Number-Of-Pages")); perr == nil && pages > 1 && err == nil {
		err = errors.New("the links come in several pages, which is not supported")
	}
	if err != nil {
		return nil, k.unusable(a, err)
	}
	links := make([]PageLink, len(items))
	for i, w := range items {
		links[i] = *w.model()
	}
	return links, nil
}
