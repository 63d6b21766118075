package simulator

import "time"

// Request is one entry of the journal. It never holds a body or a credential.
type Request struct {
	Sequence       uint64    `json:"sequence"`
	Time           time.Time `json:"time"` // in the world, when the request arrived
	Method         string    `json:"method"`
	Path           string    `json:"path"`
	Query          string    `json:"query,omitempty"`
	Operation      string    `json:"operation"` // such as "create_document"; "unknown" for other routes
	Status         int       `json:"status"`    // that the work ended with; 0: the request was never worked on
	BodySize       int64     `json:"body_size"` // bytes received
	DisputeID      string    `json:"dispute_id,omitempty"`
	DocumentID     string    `json:"document_id,omitempty"`
	ObjectID       string    `json:"object_id,omitempty"` // of the Rebilly object in the path, or made by the call
	IdempotencyKey string    `json:"idempotency_key,omitempty"`
	PageSHA256     string    `json:"page_sha256,omitempty"` // of the decoded file of an upload
	ErrorType      string    `json:"error_type,omitempty"`  // of the refusal, if it was one
	Fault          string    `json:"fault,omitempty"`       // kinds of the faults that struck, comma separated
}

// Journal lists the requests that the world has seen, oldest first.
func (s *Simulator) Journal() ([]Request, error) {
	var requests []Request
	err := s.view(func(w *world) error {
		records, err := loadAll[Request](w.txn, bucketJournal, "")
		for _, r := range records {
			requests = append(requests, *r)
		}
		return err
	})
	return requests, err
}

// ClearJournal forgets the requests so far; their sequence goes on.
func (s *Simulator) ClearJournal() error {
	return s.update(func(w *world) error {
		var keys []string
		err := w.scan(bucketJournal, "", func(key string, _ []byte) error {
			keys = append(keys, key)
			return nil
		})
		for _, key := range keys {
			if err == nil {
				err = w.remove(bucketJournal, key)
			}
		}
		return err
	})
}

// number gives an entry its place in the journal.
func (w *world) number(r *Request) error {
	n, err := w.sequence(bucketJournal)
	r.Sequence, r.Time = n, w.now.UTC()
	return err
}
