package simulator

import (
	"cmp"
	"slices"
	"time"
)

// RebillyDispute is a Rebilly dispute as it stands. Texts that are null are "".
type RebillyDispute struct {
	ID                      string     `json:"id"`
	TransactionID           string     `json:"transaction_id,omitempty"`
	CustomerID              string     `json:"customer_id,omitempty"`
	Currency                string     `json:"currency"`
	Amount                  string     `json:"amount"` // decimal text, digit by digit as it came
	AcquirerReferenceNumber string     `json:"acquirer_reference_number,omitempty"`
	CaseID                  string     `json:"case_id,omitempty"`
	ReasonCode              string     `json:"reason_code,omitempty"`
	Category                string     `json:"category"`
	Type                    string     `json:"type"`
	Status                  string     `json:"status"`
	Source                  string     `json:"source"`
	PostedTime              time.Time  `json:"posted_time"`
	DeadlineTime            *time.Time `json:"deadline_time,omitempty"`
	ResolvedTime            *time.Time `json:"resolved_time,omitempty"`
	CreatedTime             time.Time  `json:"created_time"`
	UpdatedTime             time.Time  `json:"updated_time"`
	Revision                int64      `json:"revision"`
}

// RebillyFile is a file as it stands, without its content.
type RebillyFile struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	Tags        []string  `json:"tags"`
	Mime        string    `json:"mime"`
	Size        int64     `json:"size"` // bytes
	SHA1        string    `json:"sha1"`
	SHA256      string    `json:"sha256"`
	IsPublic    bool      `json:"is_public"`
	CreatedTime time.Time `json:"created_time"`
	UpdatedTime time.Time `json:"updated_time"`
}

// RebillyAttachment ties a file to a dispute or another object.
type RebillyAttachment struct {
	ID          string    `json:"id"`
	FileID      string    `json:"file_id"`
	RelatedType string    `json:"related_type"`
	RelatedID   string    `json:"related_id"`
	Name        string    `json:"name,omitempty"`
	Description string    `json:"description,omitempty"`
	CreatedTime time.Time `json:"created_time"`
	UpdatedTime time.Time `json:"updated_time"`
}

// RebillyDispute is one dispute.
func (s *Simulator) RebillyDispute(id string) (RebillyDispute, error) {
	var state RebillyDispute
	err := s.view(func(w *world) error {
		d, err := w.knownRebillyDispute(id)
		if err != nil {
			return err
		}
		state = d.state()
		return nil
	})
	return state, err
}

// RebillyDisputes lists the world's Rebilly disputes, oldest first.
func (s *Simulator) RebillyDisputes() ([]RebillyDispute, error) {
	return rebillyStates(s, bucketRebillyDisputes, (*recordedDispute).age, (*recordedDispute).state)
}

// RebillyFiles lists the world's Rebilly files, oldest first.
func (s *Simulator) RebillyFiles() ([]RebillyFile, error) {
	return rebillyStates(s, bucketRebillyFiles, (*recordedFile).age, (*recordedFile).state)
}

// RebillyAttachments lists the world's Rebilly attachments, oldest first.
func (s *Simulator) RebillyAttachments() ([]RebillyAttachment, error) {
	return rebillyStates(s, bucketRebillyAttachments, (*recordedAttachment).age, (*recordedAttachment).state)
}

// age is an object's place in lists: by creation, and among those of one second by the order of their making.
type age struct {
	created time.Time
	order   uint64
}

func (a age) compare(b age) int {
	return cmp.Or(a.created.Compare(b.created), cmp.Compare(a.order, b.order))
}

func (d *recordedDispute) age() age    { return age{d.Created, d.Order} }
func (f *recordedFile) age() age       { return age{f.Created, f.Order} }
func (a *recordedAttachment) age() age { return age{a.Created, a.Order} }

func rebillyStates[R, S any](s *Simulator, bucket string, ageOf func(*R) age, state func(*R) S) ([]S, error) {
	states := []S{}
	err := s.view(func(w *world) error {
		all, err := loadAll[R](w.txn, bucket, "")
		slices.SortFunc(all, func(a, b *R) int { return ageOf(a).compare(ageOf(b)) })
		for _, r := range all {
			states = append(states, state(r))
		}
		return err
	})
	return states, err
}

func (d *recordedDispute) state() RebillyDispute {
	return RebillyDispute{
		ID: d.ID, TransactionID: d.TransactionID, CustomerID: d.CustomerID, Currency: d.Currency, Amount: d.Amount.String(),
		AcquirerReferenceNumber: orEmpty(d.Reference), CaseID: orEmpty(d.CaseID), ReasonCode: d.ReasonCode,
		Category: reasonOf(d.ReasonCode).category, Type: d.Type, Status: d.Status, Source: d.Source, PostedTime: d.Posted,
		DeadlineTime: d.Deadline, ResolvedTime: d.Resolved, CreatedTime: d.Created, UpdatedTime: d.Updated, Revision: d.Revision,
	}
}

func (f *recordedFile) state() RebillyFile {
	return RebillyFile{
		ID: f.ID, Name: f.Name, Description: f.Description, Tags: append([]string{}, f.Tags...), Mime: f.Mime, Size: f.Size,
		SHA1: f.SHA1, SHA256: f.SHA256, IsPublic: f.IsPublic, CreatedTime: f.Created, UpdatedTime: f.Updated,
	}
}

func (a *recordedAttachment) state() RebillyAttachment {
	return RebillyAttachment{
		ID: a.ID, FileID: a.FileID, RelatedType: a.RelatedType, RelatedID: a.RelatedID, Name: a.Name,
		Description: a.Description, CreatedTime: a.Created, UpdatedTime: a.Updated,
	}
}
