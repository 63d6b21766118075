package rebilly

import (
	"context"
	"net/http"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// AttachmentsService ties files to objects such as disputes.
type AttachmentsService struct{ c *Client }

const attachmentRoute = "/attachments/{id}"

// Get returns one attachment (Rebilly API reference, Retrieve an attachment).
func (s AttachmentsService) Get(ctx context.Context, id string) (*Attachment, error) {
	a, _, err := object[wireAttachment](ctx, s.c, rest.Call{
		Operation: "read attachment", Method: http.MethodGet, Route: attachmentRoute, IDs: []string{id},
	})
	return a, err
}

// Put creates the attachment with this id, or replaces all that can be written of it; created tells which (Rebilly API
// reference, Upsert an attachment).
func (s AttachmentsService) Put(ctx context.Context, id string, r AttachmentRecord) (a *Attachment, created bool, err error) {
	body := wireTie{
		FileID: rest.Text(r.FileID), RelatedType: rest.Text(r.RelatedType), RelatedID: rest.Text(r.RelatedID),
		Name: rest.Text(r.Name), Description: rest.Text(r.Description),
	}
	return object[wireAttachment](ctx, s.c, rest.Call{
		Operation: "write attachment", Method: http.MethodPut, Route: attachmentRoute, IDs: []string{id}, Body: rest.JSON(body),
	})
}

// Delete deletes an attachment, and leaves its file (Rebilly API reference, Delete an attachment).
func (s AttachmentsService) Delete(ctx context.Context, id string) error {
	return s.c.gone(ctx, rest.Call{
		Operation: "delete attachment", Method: http.MethodDelete, Route: attachmentRoute, IDs: []string{id},
	})
}

// List returns every attachment that the filter selects exactly once, in the order of their creation; "" selects all
// (Rebilly API reference, List attachments). A list that cannot be had completely is an error.
func (s AttachmentsService) List(ctx context.Context, filter string) ([]Attachment, error) {
	k := rest.Call{Operation: "list attachments", Method: http.MethodGet, Route: "/attachments"}
	return list[wireAttachment](ctx, s.c, k, filter)
}
