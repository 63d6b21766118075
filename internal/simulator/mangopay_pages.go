package simulator

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// upload is a file that was received.
type upload struct {
	content []byte
	form    *form // what came with it, at Rebilly
}

// receivePage decodes the body of an upload while it arrives, so that no more than the page itself is held.
func receivePage(c *call) error {
	content, err := readUpload(c.body, c.request.ContentLength)
	switch {
	case errors.Is(err, errTooLarge):
		return &refusal{
			status: http.StatusRequestEntityTooLarge, kind: guessTypeTooLarge, message: guessMessageTooLarge,
			fields: map[string]string{"File": guessMessageTooLarge},
		}
	case err != nil:
		return err
	}
	c.page = &upload{content: content}
	digest := sha256.Sum256(content)
	c.entry.PageSHA256 = hex.EncodeToString(digest[:])
	return nil
}

// createPage adds the next page to a document.
func createPage(c *call) (*answer, error) {
	d, err := c.findDispute(c.id(0))
	if err != nil {
		return nil, err
	}
	if !acceptsDocuments(d.Status) { // looked at before the document's own state
		return nil, badRequest("dispute_can_not_currently_accept_documents", guessMessageNoDocuments)
	}
	doc, err := c.documentOfDispute()
	if err != nil {
		return nil, err
	}
	mediaType, err := c.checkPage(doc)
	if err != nil {
		return nil, err
	}
	if err := c.put(bucketPages, pageKey(doc.ID, len(doc.Pages)), c.page.content); err != nil {
		return nil, err
	}
	doc.Pages = append(doc.Pages, page{c.entry.PageSHA256, int64(len(c.page.content)), mediaType})
	if err := c.saveDocument(doc); err != nil {
		return nil, err
	}
	if c.keyed && c.meta.Guesses.PageWithKeyFails {
		return c.face.refuse(c, internalError()), nil
	}
	return &answer{status: http.StatusNoContent}, nil
}

func (c *call) checkPage(doc *document) (string, error) {
	if doc.Status != documentCreated {
		return "", badRequest(guessTypeDocumentState, guessMessageDocumentState)
	}
	if limit := c.meta.Guesses.MaxPages; limit > 0 && len(doc.Pages) >= limit {
		return "", badRequest("max_page_number", fmt.Sprintf("Maximum number of pages exceeded. "+messageNoPage, limit))
	}
	if len(c.page.content) < guessMinPage {
		return "", badParam("File", "The file is too small to be readable")
	}
	mediaType := http.DetectContentType(c.page.content)
	accepted := []string{"application/pdf", "image/jpeg", "image/png"}
	if !c.meta.Guesses.RefusesGIF {
		accepted = append(accepted, "image/gif")
	}
	if !slices.Contains(accepted, mediaType) {
		return "", &refusal{
			status: http.StatusUnsupportedMediaType, kind: guessTypeUnsupportedFile, message: guessMessageUnsupportedFile,
			fields: map[string]string{"File": guessMessageUnsupportedFile},
		}
	}
	return mediaType, nil
}

func pageKey(documentID string, index int) string { return fmt.Sprintf("%s/%06d", documentID, index) }
