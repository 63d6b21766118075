package simulator

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// Buckets of the Rebilly world.
const (
	bucketRebillyDisputes     = "rebilly_disputes"
	bucketRebillyFiles        = "rebilly_files"
	bucketRebillyContent      = "rebilly_content" // of files, by id
	bucketRebillyAttachments  = "rebilly_attachments"
	bucketRebillyAttached     = "rebilly_attached" // file, related object and attachment of every attachment, in its key
	bucketRebillyTransactions = "rebilly_transactions"
	bucketRebillyCustomers    = "rebilly_customers"
)

// recordedDispute is a Rebilly dispute as the world keeps it.
type recordedDispute struct {
	disputeFields

	Order      uint64     `json:"order"` // among all Rebilly objects of the world, for stable sorting
	ID         string     `json:"id"`
	CustomerID string     `json:"customer_id,omitempty"`
	Source     string     `json:"source,omitempty"`
	Resolved   *time.Time `json:"resolved,omitempty"`
	Revision   int64      `json:"revision"`
	Created    time.Time  `json:"created"`
	Updated    time.Time  `json:"updated"`

	transaction *recordedTransaction // once joined
	customer    *recordedCustomer    // once joined
}

// disputeFields are those that a client writes. A gateway's dispute may lack the transaction and the reason code.
type disputeFields struct {
	TransactionID string      `json:"transaction_id,omitempty"`
	Currency      string      `json:"currency"`
	Amount        json.Number `json:"amount"` // digit by digit as it came
	Reference     *string     `json:"reference,omitempty"`
	CaseID        *string     `json:"case_id,omitempty"`
	ReasonCode    string      `json:"reason_code,omitempty"`
	Type          string      `json:"type"`
	Status        string      `json:"status"`
	Posted        time.Time   `json:"posted"`
	Deadline      *time.Time  `json:"deadline,omitempty"`
}

func (f disputeFields) equal(other disputeFields) (bool, error) {
	a, err := json.Marshal(f)
	if err != nil {
		return false, err
	}
	b, err := json.Marshal(other)
	return bytes.Equal(a, b), err
}

// recordedFile is a file as the world keeps it; its content is kept apart.
type recordedFile struct {
	fileFields

	Order   uint64    `json:"order"`
	ID      string    `json:"id"`
	Mime    string    `json:"mime"`
	Size    int64     `json:"size"`
	Width   int       `json:"width,omitempty"`
	Height  int       `json:"height,omitempty"`
	SHA1    string    `json:"sha1"`
	SHA256  string    `json:"sha256"`
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
}

// fileFields are those that a client writes.
type fileFields struct {
	Name        string   `json:"name"`
	Description string   `json:"description,omitempty"`
	Tags        []string `json:"tags,omitempty"`
	IsPublic    bool     `json:"is_public,omitempty"`
	SourceType  string   `json:"source_type,omitempty"`
}

// recordedAttachment ties a file to an object.
type recordedAttachment struct {
	attachmentFields

	Order   uint64    `json:"order"`
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
}

// attachmentFields are those that a client writes.
type attachmentFields struct {
	FileID      string `json:"file_id"`
	RelatedType string `json:"related_type"`
	RelatedID   string `json:"related_id"`
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`
}

// recordedTransaction is as much of a payment as its disputes need.
type recordedTransaction struct {
	ID         string      `json:"id"`
	CustomerID string      `json:"customer_id"`
	Currency   string      `json:"currency"`
	Amount     json.Number `json:"amount"`
	Created    time.Time   `json:"created"`
}

// recordedCustomer is whose payment it is.
type recordedCustomer struct {
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
}

// rebillyOrder numbers the Rebilly objects of the world as they are made. They have a count of their own, so that
// the ids on one face do not depend on what happens on the other.
func (w *world) rebillyOrder() (uint64, error) { return w.sequence("rebilly_order") }

// rebillyCreate gives a new object its place in the world's order, and an id if it has none yet.
func (w *world) rebillyCreate(prefix, chosen string) (id string, order uint64, err error) {
	order, err = w.rebillyOrder()
	if err != nil {
		return "", 0, err
	}
	return cmp.Or(chosen, w.ulid(prefix, order)), order, nil
}

// rebillyNow is the world's time in whole seconds, as objects keep it.
func (w *world) rebillyNow() time.Time { return w.now.UTC().Truncate(time.Second) }

func resolved(status string) bool {
	return slices.Contains([]string{rebillyWon, rebillyLost, rebillyForfeited}, status)
}

// startDispute keeps a new dispute.
func (w *world) startDispute(d *recordedDispute) error {
	id, order, err := w.rebillyCreate("dp_", d.ID)
	if err != nil {
		return err
	}
	d.ID, d.Order, d.Updated = id, order, d.Created
	if w.meta.Guesses.RebillyRevisionStartsAtOne {
		d.Revision = 1
	}
	if resolved(d.Status) {
		d.Resolved = new(d.Updated)
	}
	return save(w.txn, bucketRebillyDisputes, d.ID, d)
}

// reviseDispute keeps a dispute that has changed.
func (w *world) reviseDispute(d *recordedDispute, before string) error {
	d.Revision++
	d.Updated = w.rebillyNow()
	switch {
	case !resolved(d.Status):
		d.Resolved = nil
	case d.Status != before:
		d.Resolved = new(d.Updated)
	}
	return save(w.txn, bucketRebillyDisputes, d.ID, d)
}

// joinDispute loads what a dispute refers to.
func (w *world) joinDispute(d *recordedDispute) error {
	var err error
	if d.TransactionID != "" {
		if d.transaction, err = load[recordedTransaction](w.txn, bucketRebillyTransactions, d.TransactionID); err != nil {
			return err
		}
	}
	if d.CustomerID != "" {
		d.customer, err = load[recordedCustomer](w.txn, bucketRebillyCustomers, d.CustomerID)
	}
	return err
}

func attachedKey(a *recordedAttachment) string {
	return attachedPrefix(a.attachmentFields) + a.ID
}

func attachedPrefix(f attachmentFields) string {
	return f.FileID + "/" + f.RelatedType + "/" + f.RelatedID + "/"
}

// removeAttachment removes an attachment and leaves its file.
func (w *world) removeAttachment(a *recordedAttachment) error {
	if err := w.remove(bucketRebillyAttached, attachedKey(a)); err != nil {
		return err
	}
	return w.remove(bucketRebillyAttachments, a.ID)
}
