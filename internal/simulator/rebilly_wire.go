package simulator

import (
	"encoding/json"
	"slices"
	"time"
)

// The bodies below list their keys in the order of the API reference.

type rebillyDisputeBody struct {
	ID                      string           `json:"id"`
	CustomerID              *string          `json:"customerId"`
	TransactionID           *string          `json:"transactionId"`
	Currency                string           `json:"currency"`
	Amount                  json.Number      `json:"amount"`
	AcquirerReferenceNumber *string          `json:"acquirerReferenceNumber"`
	CaseID                  *string          `json:"caseId"`
	ReasonCode              *string          `json:"reasonCode"`
	ReasonDescription       *string          `json:"reasonDescription"`
	Category                string           `json:"category"`
	Type                    string           `json:"type"`
	Status                  string           `json:"status"`
	PostedTime              string           `json:"postedTime"`
	DeadlineTime            *string          `json:"deadlineTime"`
	RawResponse             *string          `json:"rawResponse"`
	ResolvedTime            *string          `json:"resolvedTime"`
	Source                  *string          `json:"source"`
	Revision                int64            `json:"revision"`
	CreatedTime             string           `json:"createdTime"`
	UpdatedTime             string           `json:"updatedTime"`
	Links                   []relation       `json:"_links"`
	Embedded                *disputeEmbedded `json:"_embedded,omitempty"`
}

// relation is a link to a related object.
type relation struct {
	Href string `json:"href"`
	Rel  string `json:"rel"`
}

type disputeEmbedded struct {
	Transaction *embeddedTransaction `json:"transaction,omitempty"`
	Customer    *embeddedCustomer    `json:"customer,omitempty"`
}

type embeddedTransaction struct {
	ID            string      `json:"id"`
	CustomerID    string      `json:"customerId"`
	Currency      string      `json:"currency"`
	Amount        json.Number `json:"amount"`
	Status        string      `json:"status"`
	IsDisputed    bool        `json:"isDisputed"`
	DisputeTime   string      `json:"disputeTime"`
	DisputeStatus string      `json:"disputeStatus"`
	CreatedTime   string      `json:"createdTime"`
}

type embeddedCustomer struct {
	ID          string `json:"id"`
	CreatedTime string `json:"createdTime"`
}

func (c *call) disputeBody(d *recordedDispute, embed []string) rebillyDisputeBody {
	why, home := reasonOf(d.ReasonCode), c.home()
	body := rebillyDisputeBody{
		ID: d.ID, CustomerID: orNull(d.CustomerID), TransactionID: orNull(d.TransactionID), Currency: d.Currency,
		Amount: c.amount(d.Amount), AcquirerReferenceNumber: d.Reference, CaseID: d.CaseID, ReasonCode: orNull(d.ReasonCode),
		ReasonDescription: orNull(why.description), Category: why.category, Type: d.Type, Status: d.Status,
		PostedTime: c.rebillyTime(d.Posted), DeadlineTime: c.optionalTime(d.Deadline), ResolvedTime: c.optionalTime(d.Resolved),
		Source: orNull(d.Source), Revision: d.Revision, CreatedTime: c.rebillyTime(d.Created), UpdatedTime: c.rebillyTime(d.Updated),
		Links: []relation{{home + "/disputes/" + d.ID, "self"}}, Embedded: c.embedded(d, embed),
	}
	if d.TransactionID != "" {
		body.Links = append(body.Links, relation{home + "/transactions/" + d.TransactionID, "transaction"})
	}
	if d.CustomerID != "" {
		body.Links = append(body.Links, relation{home + "/customers/" + d.CustomerID, "customer"})
	}
	body.Links = append(body.Links, relation{home + "/attachments?filter=relatedType:dispute;relatedId:" + d.ID, "attachments"})
	return body
}

func (c *call) embedded(d *recordedDispute, embed []string) *disputeEmbedded {
	if len(embed) == 0 {
		return nil
	}
	e := &disputeEmbedded{}
	if t := d.transaction; t != nil && slices.Contains(embed, "transaction") {
		e.Transaction = &embeddedTransaction{
			ID: t.ID, CustomerID: t.CustomerID, Currency: t.Currency, Amount: c.amount(t.Amount), Status: "disputed",
			IsDisputed: true, DisputeTime: c.rebillyTime(d.Created), DisputeStatus: d.Status, CreatedTime: c.rebillyTime(t.Created),
		}
	}
	if d.customer != nil && slices.Contains(embed, "customer") {
		e.Customer = &embeddedCustomer{d.customer.ID, c.rebillyTime(d.customer.Created)}
	}
	return e
}

// amount is a number as the answer writes it.
func (w *world) amount(n json.Number) json.Number {
	if !w.meta.Guesses.RebillyAmountsAsFloats {
		return n
	}
	written, err := json.Marshal(float(n))
	if err != nil { // too large for a floating-point number
		return n
	}
	return json.Number(written)
}

// rebillyTime writes a time as the answer does.
func (w *world) rebillyTime(at time.Time) string {
	layout := "2006-01-02T15:04:05"
	if w.meta.Guesses.RebillyFractionsKept {
		layout += ".999999999"
	}
	if w.meta.Guesses.RebillyTimesWithOffset {
		return at.UTC().Format(layout + "-07:00")
	}
	return at.UTC().Format(layout + "Z")
}

func (w *world) optionalTime(at *time.Time) *string {
	if at == nil {
		return nil
	}
	return new(w.rebillyTime(*at))
}

type fileBody struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Extension   string     `json:"extension"`
	Description string     `json:"description"`
	SourceType  *string    `json:"sourceType"`
	Tags        []string   `json:"tags"`
	Mime        string     `json:"mime"`
	Size        int64      `json:"size"`
	Width       int        `json:"width,omitempty"`
	Height      int        `json:"height,omitempty"`
	SHA1        string     `json:"sha1"`
	CreatedTime string     `json:"createdTime"`
	UpdatedTime string     `json:"updatedTime"`
	IsPublic    bool       `json:"isPublic"`
	Links       []relation `json:"_links"`
}

func (c *call) fileBody(f *recordedFile) fileBody {
	self := c.home() + "/files/" + f.ID
	body := fileBody{
		ID: f.ID, Name: f.Name, Extension: fileTypes[f.Mime], Description: f.Description, SourceType: orNull(f.SourceType),
		Tags: append([]string{}, f.Tags...), Mime: f.Mime, Size: f.Size, Width: f.Width, Height: f.Height, SHA1: f.SHA1,
		CreatedTime: c.rebillyTime(f.Created), UpdatedTime: c.rebillyTime(f.Updated), IsPublic: f.IsPublic,
		Links: []relation{{self, "self"}, {self + "/download", "download"}},
	}
	if f.IsPublic {
		body.Links = append(body.Links, relation{self + "/download", "permalink"})
	}
	return body
}

type attachmentBody struct {
	ID          string     `json:"id"`
	FileID      string     `json:"fileId"`
	RelatedType string     `json:"relatedType"`
	RelatedID   string     `json:"relatedId"`
	Name        string     `json:"name"`
	Description string     `json:"description"`
	CreatedTime string     `json:"createdTime"`
	UpdatedTime string     `json:"updatedTime"`
	Links       []relation `json:"_links"`
}

func (c *call) attachmentBody(a *recordedAttachment) attachmentBody {
	home := c.home()
	return attachmentBody{
		ID: a.ID, FileID: a.FileID, RelatedType: a.RelatedType, RelatedID: a.RelatedID, Name: a.Name, Description: a.Description,
		CreatedTime: c.rebillyTime(a.Created), UpdatedTime: c.rebillyTime(a.Updated),
		Links: []relation{
			{home + "/attachments/" + a.ID, "self"},
			{home + "/files/" + a.FileID, "file"},
			{home + "/" + a.RelatedType + "s/" + a.RelatedID, "resource"},
		},
	}
}
