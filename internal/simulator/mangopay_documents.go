package simulator

import "slices"

func getDocument(c *call) (*answer, error) {
	d, err := c.findDocument(c.id(0))
	if err != nil {
		return nil, err
	}
	return ok(d.wire())
}

// createDocument opens a document of a dispute; its pages follow one by one.
func createDocument(c *call) (*answer, error) {
	var body struct {
		Type string  `json:"Type"`
		Tag  *string `json:"Tag"`
	}
	if len(c.json) == 0 {
		return nil, badRequest("empty_body", "the body cannot be empty")
	}
	if err := c.fill(&body); err != nil {
		return nil, err
	}
	if err := checkDocumentType(body.Type); err != nil {
		return nil, err
	}
	tag, err := c.checkTag(body.Tag)
	if err != nil {
		return nil, err
	}
	d, err := c.findDispute(c.id(0))
	if err != nil {
		return nil, err
	}
	if !acceptsDocuments(d.Status) {
		return nil, badRequest("dispute_can_not_currently_accept_documents", guessMessageNoDocuments)
	}
	doc, err := c.addDocument(d, body.Type, tag)
	if err != nil {
		return nil, err
	}
	return ok(doc.wire())
}

func checkDocumentType(documentType string) error {
	switch {
	case documentType == "":
		return missingField("Type")
	case !slices.Contains(documentTypes(), documentType):
		return badParam("Type", guessMessageBadValue)
	}
	return nil
}

func (w *world) addDocument(d *dispute, documentType string, tag *string) (*document, error) {
	id, order, err := w.create("disputedoc_m_")
	if err != nil {
		return nil, err
	}
	doc := &document{
		Order: order, ID: id, DisputeID: d.ID, Type: documentType, Tag: tag, Status: documentCreated, Created: w.unix(),
	}
	d.Documents = append(d.Documents, doc.ID)
	if err := w.saveDispute(d); err != nil {
		return nil, err
	}
	if err := w.saveDocument(doc); err != nil {
		return nil, err
	}
	return doc, w.happened("DISPUTE_DOCUMENT_CREATED", doc.ID)
}

// submitDocument asks for the validation of a document. A reviewer's verdict that the document's Tag asks for
// is given at once; the answer shows the document as it was before.
func submitDocument(c *call) (*answer, error) {
	var body struct {
		Status string `json:"Status"`
	}
	if err := c.fill(&body); err != nil {
		return nil, err
	}
	doc, err := c.documentOfDispute()
	if err != nil {
		return nil, err
	}
	switch {
	case body.Status == "":
		return nil, missingField("Status")
	case body.Status != documentValidationAsked:
		return nil, badParam("Status", guessMessageBadValue)
	case doc.Status == documentValidationAsked && c.meta.Guesses.SecondSubmitSucceeds:
		return ok(doc.wire())
	case doc.Status != documentCreated:
		return nil, badRequest(guessTypeDocumentState, guessMessageDocumentState)
	case len(doc.Pages) == 0:
		return nil, badRequest("cant_validate_empty_document", messageNoPages)
	}
	doc.Status = documentValidationAsked
	if err := c.happened("DISPUTE_DOCUMENT_VALIDATION_ASKED", doc.ID); err != nil {
		return nil, err
	}
	asked := doc.wire()
	if verdict, found := verdictOfTag(doc.Tag); found {
		if err := c.judge(doc, verdict, ""); err != nil {
			return nil, err
		}
	}
	if err := c.saveDocument(doc); err != nil {
		return nil, err
	}
	return ok(asked)
}

// documentOfDispute finds the document of a path that names its dispute too.
func (c *call) documentOfDispute() (*document, error) {
	if _, err := c.findDispute(c.id(0)); err != nil {
		return nil, err
	}
	doc, err := c.findDocument(c.id(1))
	if err == nil && doc.DisputeID != c.id(0) {
		return nil, notFound("Document", c.id(1))
	}
	return doc, err
}
