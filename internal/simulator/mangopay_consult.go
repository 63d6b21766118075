package simulator

import (
	"net/http"
	"time"
)

const (
	bucketLinks = "links"
	linkLife    = 10 * time.Minute
)

// link is a temporary address of one page.
type link struct {
	Document string `json:"document"`
	Page     int    `json:"page"`
	Expires  int64  `json:"expires"`
}

type linkBody struct {
	URL            string `json:"Url"`
	ExpirationDate int64  `json:"ExpirationDate"`
}

// consultDocument makes a link to each page, in the order of their upload.
func consultDocument(c *call) (*answer, error) {
	doc, err := c.findDocument(c.id(0))
	if err != nil {
		return nil, err
	}
	links := []linkBody{}
	if doc.Status == documentCreated && c.meta.Guesses.ConsultHidesUnsubmitted {
		return ok(links)
	}
	short := c.uuid("consult", doc.Order)[:6]
	expires := c.now.Add(linkLife).Unix()
	for i := range doc.Pages {
		token, err := c.token("link")
		if err != nil {
			return nil, err
		}
		if err := save(c.txn, bucketLinks, token, link{doc.ID, i, expires}); err != nil {
			return nil, err
		}
		links = append(links, linkBody{origin(c.request) + "/public/documents/" + short + "/consult/" + token, expires})
	}
	return ok(links)
}

// downloadPage serves a page to whoever has its link, byte for byte as it was uploaded.
func downloadPage(c *call) (*answer, error) {
	l, err := load[link](c.txn, bucketLinks, c.params[1])
	if err != nil {
		return nil, err
	}
	if l == nil || c.unix() >= l.Expires {
		return nil, &refusal{status: guessStatusExpiredLink, kind: "link_expired", message: "The link does not exist or has expired.", bare: true}
	}
	doc, err := c.findDocument(l.Document)
	if err != nil {
		return nil, err
	}
	return &answer{
		status: http.StatusOK, header: http.Header{"Content-Type": {doc.Pages[l.Page].MediaType}},
		// The store's bytes end with the transaction, the answer is sent after it.
		body: append([]byte(nil), c.get(bucketPages, pageKey(doc.ID, l.Page))...),
	}, nil
}
