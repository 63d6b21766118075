package simulator

import (
	"fmt"
	"time"
)

// DisputeState is a dispute as it stands, with everything that the world knows of it.
type DisputeState struct {
	ID                string          `json:"id"`
	Type              string          `json:"type"`
	Status            string          `json:"status"`
	StatusMessage     string          `json:"status_message,omitempty"`
	ReasonType        string          `json:"reason_type"`
	ReasonMessage     string          `json:"reason_message"`
	ResultCode        string          `json:"result_code,omitempty"`
	ResultMessage     string          `json:"result_message,omitempty"`
	Currency          string          `json:"currency"`
	DisputedAmount    int64           `json:"disputed_amount"`
	ContestedAmount   int64           `json:"contested_amount"`
	Deadline          time.Time       `json:"deadline"`
	CreatedAt         time.Time       `json:"created_at"`
	ClosedAt          *time.Time      `json:"closed_at,omitempty"`
	Tag               string          `json:"tag,omitempty"`
	Submissions       int             `json:"submissions"` // calls that submitted it
	PayInID           string          `json:"payin_id"`
	UserID            string          `json:"user_id"`
	WalletID          string          `json:"wallet_id"`
	RepudiationID     string          `json:"repudiation_id,omitempty"`
	Documents         []DocumentState `json:"documents"`
	DocumentsAccepted bool            `json:"documents_accepted"` // whether it takes documents now
}

// DocumentState is a dispute document as it stands.
type DocumentState struct {
	ID                   string      `json:"id"`
	DisputeID            string      `json:"dispute_id"`
	Type                 string      `json:"type"`
	Status               string      `json:"status"`
	Tag                  string      `json:"tag,omitempty"`
	RefusedReasonType    string      `json:"refused_reason_type,omitempty"`
	RefusedReasonMessage string      `json:"refused_reason_message,omitempty"`
	CreatedAt            time.Time   `json:"created_at"`
	ProcessedAt          *time.Time  `json:"processed_at,omitempty"`
	Pages                []PageState `json:"pages"`
}

// PageState is an uploaded page, without its content.
type PageState struct {
	SHA256    string `json:"sha256"`
	Size      int64  `json:"size"` // bytes
	MediaType string `json:"media_type"`
}

// Disputes lists the world's disputes with their documents, oldest first.
func (s *Simulator) Disputes() ([]DisputeState, error) {
	states := []DisputeState{}
	err := s.update(func(w *world) error {
		all, err := w.allDisputes()
		if err != nil {
			return err
		}
		for _, d := range all {
			state, err := w.state(d)
			if err != nil {
				return err
			}
			states = append(states, state)
		}
		return nil
	})
	return states, err
}

// Dispute is one dispute with its documents.
func (s *Simulator) Dispute(id string) (DisputeState, error) {
	var state DisputeState
	err := s.update(func(w *world) error {
		d, err := load[dispute](w.txn, bucketDisputes, id)
		switch {
		case err != nil:
			return err
		case d == nil:
			return fmt.Errorf("there is no dispute %q", id)
		}
		state, err = w.state(d)
		return err
	})
	return state, err
}

// Document is one document with the digests of its pages.
func (s *Simulator) Document(id string) (DocumentState, error) {
	var state DocumentState
	err := s.update(func(w *world) error {
		d, err := load[document](w.txn, bucketDocuments, id)
		switch {
		case err != nil:
			return err
		case d == nil:
			return fmt.Errorf("there is no document %q", id)
		}
		state = d.state()
		return nil
	})
	return state, err
}

func (w *world) state(d *dispute) (DisputeState, error) {
	state := DisputeState{
		ID: d.ID, Type: d.Type, Status: d.Status, StatusMessage: d.StatusMessage, ReasonType: d.ReasonType,
		ReasonMessage: d.ReasonMessage, ResultCode: d.ResultCode, ResultMessage: d.ResultMessage,
		Currency: d.Disputed.Currency, DisputedAmount: d.Disputed.Amount, ContestedAmount: d.Contested.Amount,
		Deadline: instant(d.Deadline), CreatedAt: instant(d.Created), ClosedAt: optionalInstant(d.Closed), Tag: orEmpty(d.Tag),
		Submissions: d.Submissions, PayInID: d.PayInID, UserID: d.UserID, WalletID: d.WalletID, RepudiationID: d.RepudiationID,
		Documents: []DocumentState{}, DocumentsAccepted: acceptsDocuments(d.Status),
	}
	documents, err := w.documentsOf(d)
	for _, doc := range documents {
		state.Documents = append(state.Documents, doc.state())
	}
	return state, err
}

func (d *document) state() DocumentState {
	state := DocumentState{
		ID: d.ID, DisputeID: d.DisputeID, Type: d.Type, Status: d.Status, Tag: orEmpty(d.Tag),
		RefusedReasonType: d.RefusedType, RefusedReasonMessage: d.RefusedMessage,
		CreatedAt: instant(d.Created), ProcessedAt: optionalInstant(d.Processed), Pages: []PageState{},
	}
	for _, p := range d.Pages {
		state.Pages = append(state.Pages, PageState(p))
	}
	return state
}

func instant(unix int64) time.Time { return time.Unix(unix, 0).UTC() }

func optionalInstant(unix int64) *time.Time {
	if unix == 0 {
		return nil
	}
	at := instant(unix)
	return &at
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
