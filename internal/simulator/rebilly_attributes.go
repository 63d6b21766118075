package simulator

import (
	"maps"
	"strconv"
	"sync"
	"time"
)

// The API reference names no fields by which disputes are filtered and sorted: the guess is that all of them are.

var disputeAttributes = sync.OnceValue(func() map[string]attribute[recordedDispute] {
	return map[string]attribute[recordedDispute]{
		"id":                      textOf(func(d *recordedDispute) string { return d.ID }),
		"transactionId":           textOf(func(d *recordedDispute) string { return d.TransactionID }),
		"customerId":              textOf(func(d *recordedDispute) string { return d.CustomerID }),
		"currency":                textOf(func(d *recordedDispute) string { return d.Currency }),
		"amount":                  numberOf(func(d *recordedDispute) float64 { return float(d.Amount) }),
		"acquirerReferenceNumber": textOf(func(d *recordedDispute) string { return orEmpty(d.Reference) }),
		"caseId":                  textOf(func(d *recordedDispute) string { return orEmpty(d.CaseID) }),
		"reasonCode":              textOf(func(d *recordedDispute) string { return d.ReasonCode }),
		"category":                textOf(func(d *recordedDispute) string { return reasonOf(d.ReasonCode).category }),
		"type":                    textOf(func(d *recordedDispute) string { return d.Type }),
		"status":                  textOf(func(d *recordedDispute) string { return d.Status }),
		"source":                  textOf(func(d *recordedDispute) string { return d.Source }),
		"revision":                numberOf(func(d *recordedDispute) float64 { return float64(d.Revision) }),
		"postedTime":              timeOf(func(d *recordedDispute) *time.Time { return &d.Posted }),
		"deadlineTime":            timeOf(func(d *recordedDispute) *time.Time { return d.Deadline }),
		"resolvedTime":            timeOf(func(d *recordedDispute) *time.Time { return d.Resolved }),
		"createdTime":             timeOf(func(d *recordedDispute) *time.Time { return &d.Created }),
		"updatedTime":             timeOf(func(d *recordedDispute) *time.Time { return &d.Updated }),
		"customer.id":             textOf(func(d *recordedDispute) string { return d.CustomerID }),
		"transaction.id":          textOf(func(d *recordedDispute) string { return d.TransactionID }),
		"transaction.currency":    textOf(func(d *recordedDispute) string { return d.paid().Currency }),
		"transaction.amount":      numberOf(func(d *recordedDispute) float64 { return float(d.paid().Amount) }),
		"transaction.createdTime": timeOf(func(d *recordedDispute) *time.Time { return &d.paid().Created }),
	}
})

// paid is the dispute's transaction, or an empty one.
func (d *recordedDispute) paid() *recordedTransaction {
	if d.transaction == nil {
		return &recordedTransaction{}
	}
	return d.transaction
}

// fileAttributes are those by which files are sorted (Rebilly API reference, Retrieve files), and the rest.
var fileAttributes = sync.OnceValue(func() map[string]attribute[recordedFile] {
	return map[string]attribute[recordedFile]{
		"id":          textOf(func(f *recordedFile) string { return f.ID }),
		"name":        textOf(func(f *recordedFile) string { return f.Name }),
		"description": textOf(func(f *recordedFile) string { return f.Description }),
		"extension":   textOf(func(f *recordedFile) string { return fileTypes[f.Mime] }),
		"mime":        textOf(func(f *recordedFile) string { return f.Mime }),
		"sourceType":  textOf(func(f *recordedFile) string { return f.SourceType }),
		"sha1":        textOf(func(f *recordedFile) string { return f.SHA1 }),
		"isPublic":    textOf(func(f *recordedFile) string { return strconv.FormatBool(f.IsPublic) }),
		"tags": {kindText, func(f *recordedFile) value {
			return value{more: f.Tags, null: len(f.Tags) == 0}
		}},
		"size":        numberOf(func(f *recordedFile) float64 { return float64(f.Size) }),
		"width":       numberOf(func(f *recordedFile) float64 { return float64(f.Width) }),
		"height":      numberOf(func(f *recordedFile) float64 { return float64(f.Height) }),
		"createdTime": timeOf(func(f *recordedFile) *time.Time { return &f.Created }),
		"updatedTime": timeOf(func(f *recordedFile) *time.Time { return &f.Updated }),
	}
})

func (w *world) fileAttributes() map[string]attribute[recordedFile] {
	known := fileAttributes()
	if w.meta.Guesses.RebillyTagsNotFilterable {
		known = maps.Clone(known)
		delete(known, "tags")
	}
	return known
}

// attachmentAttributes are those by which attachments are sorted (Rebilly API reference, Retrieve attachments).
var attachmentAttributes = sync.OnceValue(func() map[string]attribute[recordedAttachment] {
	return map[string]attribute[recordedAttachment]{
		"id":          textOf(func(a *recordedAttachment) string { return a.ID }),
		"name":        textOf(func(a *recordedAttachment) string { return a.Name }),
		"relatedId":   textOf(func(a *recordedAttachment) string { return a.RelatedID }),
		"relatedType": textOf(func(a *recordedAttachment) string { return a.RelatedType }),
		"fileId":      textOf(func(a *recordedAttachment) string { return a.FileID }),
		"createdTime": timeOf(func(a *recordedAttachment) *time.Time { return &a.Created }),
		"updatedTime": timeOf(func(a *recordedAttachment) *time.Time { return &a.Updated }),
	}
})
