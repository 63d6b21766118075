package simulator

import (
	"net/http"
)

// admit lets a call in when it knows the length of its body, is authorized, and is within the rate limit.
func (m mangopay) admit(c *call) (*answer, error) {
	c.entry.IdempotencyKey = c.idempotencyKey()
	c.nameObjects()
	if c.request.ContentLength < 0 {
		return lengthRequired(), nil
	}
	if c.route.open {
		return nil, nil
	}
	if err := c.authorize(); err != nil {
		return nil, c.burn(err, c.meta.Guesses.UnauthorizedBurnsKey)
	}
	if err := c.countCall(); err != nil {
		return nil, c.burn(err, c.meta.Guesses.RateLimitBurnsKey)
	}
	return nil, nil
}

// burn makes a refused call use its idempotency key up, if that is what is guessed and the key is free: what an
// earlier call left under a key stays.
func (c *call) burn(refused error, burns bool) error {
	if !burns || c.entry.IdempotencyKey == "" {
		return refused
	}
	stored, err := c.stored(c.responseID())
	if err != nil {
		return err
	}
	c.keyed = stored == nil
	return refused
}

// nameObjects puts the ids of the path into the journal's entry.
func (c *call) nameObjects() {
	switch c.route.operation {
	case "download_page": // the path is the whole authorization that the link needs
		c.entry.Path = "/public/documents/"
	case "get_dispute", "update_dispute", "submit_dispute", "close_dispute", "create_document", "list_dispute_documents",
		"list_dispute_transactions":
		c.entry.DisputeID = c.id(0)
	case "create_page", "submit_document":
		c.entry.DisputeID, c.entry.DocumentID = c.id(0), c.id(1)
	case "get_document", "consult_document":
		c.entry.DocumentID = c.id(0)
	}
}

// lengthRequired is what the web server answers to a body of unknown length.
func lengthRequired() *answer {
	return &answer{
		status: http.StatusLengthRequired, header: http.Header{"Content-Type": {"text/html; charset=us-ascii"}},
		body:    []byte("<html><head><title>Length Required</title></head><body><h2>Length Required</h2></body></html>\n"),
		refusal: "length_required",
	}
}
