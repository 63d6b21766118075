package simulator

import (
	"cmp"
	"slices"
)

// Buckets of the Mangopay world.
const (
	bucketDisputes     = "disputes"
	bucketDeadlines    = "deadlines" // deadline and id of every dispute, by time
	bucketDocuments    = "documents"
	bucketPages        = "pages" // content, by document id and number
	bucketTransactions = "transactions"
	bucketEvents       = "events"
)

// Vocabulary of the dispute objects (Mangopay API reference, The Dispute object).
const (
	typeContestable    = "CONTESTABLE"
	typeNotContestable = "NOT_CONTESTABLE"
	typeRetrieval      = "RETRIEVAL"

	statusCreated       = "CREATED"
	statusPendingClient = "PENDING_CLIENT_ACTION"
	statusSubmitted     = "SUBMITTED"
	statusPendingBank   = "PENDING_BANK_ACTION"
	statusReopened      = "REOPENED_PENDING_CLIENT_ACTION"
	statusClosed        = "CLOSED"

	resultLost = "LOST"
	resultWon  = "WON"
	resultVoid = "VOID"
)

// Vocabulary of the dispute documents (Mangopay API reference, The Dispute Document object).
const (
	documentCreated         = "CREATED"
	documentValidationAsked = "VALIDATION_ASKED"
	documentValidated       = "VALIDATED"
	documentRefused         = "REFUSED"
	documentOutOfDate       = "OUT_OF_DATE"
)

func disputeTypes() []string { return []string{typeContestable, typeNotContestable, typeRetrieval} }

func disputeStatuses() []string {
	return []string{statusCreated, statusPendingClient, statusSubmitted, statusPendingBank, statusReopened, statusClosed}
}

func documentTypes() []string {
	return []string{
		"DELIVERY_PROOF", "INVOICE", "REFUND_PROOF", "USER_CORRESPONDANCE", "USER_ACCEPTANCE_PROOF",
		"PRODUCT_REPLACEMENT_PROOF", "OTHER",
	}
}

// dispute is a dispute as the world keeps it.
type dispute struct {
	Order         uint64   `json:"order"` // among all objects of the world, for stable sorting
	ID            string   `json:"id"`
	Tag           *string  `json:"tag"`
	Type          string   `json:"type"`
	Status        string   `json:"status"`
	StatusMessage string   `json:"status_message,omitempty"`
	ReasonType    string   `json:"reason_type"`
	ReasonMessage string   `json:"reason_message"`
	ResultCode    string   `json:"result_code,omitempty"`
	ResultMessage string   `json:"result_message,omitempty"`
	Disputed      funds    `json:"disputed"`
	Contested     funds    `json:"contested"`
	Deadline      int64    `json:"deadline"`
	Created       int64    `json:"created"`
	Closed        int64    `json:"closed,omitempty"`
	Submissions   int      `json:"submissions,omitempty"`
	PayInID       string   `json:"payin_id"`
	UserID        string   `json:"user_id"`
	WalletID      string   `json:"wallet_id"`
	RepudiationID string   `json:"repudiation_id,omitempty"`
	Documents     []string `json:"documents,omitempty"`
	Transactions  []string `json:"transactions,omitempty"` // refund and settlements, after the repudiation
}

// open tells whether the platform can act on the dispute.
func (d *dispute) open() bool { return d.Status == statusPendingClient || d.Status == statusReopened }

// document is a dispute document as the world keeps it.
type document struct {
	Order          uint64  `json:"order"`
	ID             string  `json:"id"`
	DisputeID      string  `json:"dispute_id"`
	Type           string  `json:"type"`
	Tag            *string `json:"tag"`
	Status         string  `json:"status"`
	RefusedType    string  `json:"refused_type,omitempty"`
	RefusedMessage string  `json:"refused_message,omitempty"`
	Created        int64   `json:"created"`
	Processed      int64   `json:"processed,omitempty"`
	Pages          []page  `json:"pages,omitempty"`
}

// page is an uploaded page; its content is kept apart.
type page struct {
	SHA256    string `json:"sha256"`
	Size      int64  `json:"size"`
	MediaType string `json:"media_type"`
}

// funds is an amount of money in minor units.
type funds struct {
	Currency string `json:"Currency"`
	Amount   int64  `json:"Amount"`
}

func (w *world) findDispute(id string) (*dispute, error) {
	d, err := load[dispute](w.txn, bucketDisputes, id)
	if err == nil && d == nil {
		return nil, notFound("Dispute", id)
	}
	return d, err
}

func (w *world) findDocument(id string) (*document, error) {
	d, err := load[document](w.txn, bucketDocuments, id)
	if err == nil && d == nil {
		return nil, notFound("Document", id)
	}
	return d, err
}

func (w *world) saveDispute(d *dispute) error   { return save(w.txn, bucketDisputes, d.ID, d) }
func (w *world) saveDocument(d *document) error { return save(w.txn, bucketDocuments, d.ID, d) }

// order numbers the objects of the world as they are made.
func (w *world) order() (uint64, error) { return w.sequence("order") }

// allDisputes lists the disputes, oldest first.
func (w *world) allDisputes() ([]*dispute, error) {
	all, err := loadAll[dispute](w.txn, bucketDisputes, "")
	slices.SortFunc(all, func(a, b *dispute) int {
		return cmp.Or(cmp.Compare(a.Created, b.Created), cmp.Compare(a.Order, b.Order))
	})
	return all, err
}

// documentsOf lists a dispute's documents, oldest first.
func (w *world) documentsOf(d *dispute) ([]*document, error) {
	all := make([]*document, 0, len(d.Documents))
	for _, id := range d.Documents {
		doc, err := w.findDocument(id)
		if err != nil {
			return nil, err
		}
		all = append(all, doc)
	}
	return all, nil
}
