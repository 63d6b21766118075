package mangopay

import (
	"strings"
	"time"
)

type wireDispute struct {
	ID                       text       `json:"Id"`
	Tag                      text       `json:"Tag"`
	DisputeType              text       `json:"DisputeType"`
	Status                   text       `json:"Status"`
	StatusMessage            text       `json:"StatusMessage"`
	ResultCode               text       `json:"ResultCode"`
	ResultMessage            text       `json:"ResultMessage"`
	InitialTransactionID     text       `json:"InitialTransactionId"`
	InitialTransactionType   text       `json:"InitialTransactionType"`
	InitialTransactionNature text       `json:"InitialTransactionNature"`
	RepudiationID            text       `json:"RepudiationId"`
	DisputeReason            wireReason `json:"DisputeReason"`
	DisputedFunds            *wireMoney `json:"DisputedFunds"`
	ContestedFunds           *wireMoney `json:"ContestedFunds"`
	ContestDeadlineDate      unixTime   `json:"ContestDeadlineDate"`
	CreationDate             unixTime   `json:"CreationDate"`
	ClosedDate               unixTime   `json:"ClosedDate"`
}

type wireReason struct {
	Type    text `json:"DisputeReasonType"`
	Message text `json:"DisputeReasonMessage"`
}

func (w wireDispute) key() string { return string(w.ID) }

func (w wireDispute) model() *Dispute {
	return &Dispute{
		ID:                       string(w.ID),
		Tag:                      string(w.Tag),
		Type:                     string(w.DisputeType),
		Status:                   string(w.Status),
		StatusMessage:            string(w.StatusMessage),
		ResultCode:               string(w.ResultCode),
		ResultMessage:            string(w.ResultMessage),
		InitialTransactionID:     string(w.InitialTransactionID),
		InitialTransactionType:   string(w.InitialTransactionType),
		InitialTransactionNature: string(w.InitialTransactionNature),
		RepudiationID:            string(w.RepudiationID),
		ReasonType:               string(w.DisputeReason.Type),
		ReasonMessage:            string(w.DisputeReason.Message),
		DisputedFunds:            w.DisputedFunds.model(),
		ContestedFunds:           w.ContestedFunds.model(),
		ContestDeadline:          time.Time(w.ContestDeadlineDate),
		CreatedAt:                time.Time(w.CreationDate),
		ClosedAt:                 time.Time(w.ClosedDate),
	}
}

type wireDocument struct {
	ID                   text     `json:"Id"`
	DisputeID            text     `json:"DisputeId"`
	Type                 text     `json:"Type"`
	Tag                  text     `json:"Tag"`
	Status               text     `json:"Status"`
	RefusedReasonType    text     `json:"RefusedReasonType"`
	RefusedReasonMessage text     `json:"RefusedReasonMessage"`
	CreationDate         unixTime `json:"CreationDate"`
	ProcessedDate        unixTime `json:"ProcessedDate"`
}

func (w wireDocument) key() string { return string(w.ID) }

func (w wireDocument) model() *Document {
	return &Document{
		ID:                   string(w.ID),
		DisputeID:            string(w.DisputeID),
		Type:                 string(w.Type),
		Tag:                  string(w.Tag),
		Status:               string(w.Status),
		RefusedReasonType:    string(w.RefusedReasonType),
		RefusedReasonMessage: string(w.RefusedReasonMessage),
		CreatedAt:            time.Time(w.CreationDate),
		ProcessedAt:          time.Time(w.ProcessedDate),
	}
}

type wireTransaction struct {
	ID                       text       `json:"Id"`
	Tag                      text       `json:"Tag"`
	Type                     text       `json:"Type"`
	Nature                   text       `json:"Nature"`
	Status                   text       `json:"Status"`
	ResultCode               text       `json:"ResultCode"`
	ResultMessage            text       `json:"ResultMessage"`
	AuthorID                 text       `json:"AuthorId"`
	CreditedUserID           text       `json:"CreditedUserId"`
	CreditedWalletID         text       `json:"CreditedWalletId"`
	DebitedWalletID          text       `json:"DebitedWalletId"`
	InitialTransactionID     text       `json:"InitialTransactionId"`
	InitialTransactionType   text       `json:"InitialTransactionType"`
	InitialTransactionNature text       `json:"InitialTransactionNature"`
	DepositID                text       `json:"DepositId"`
	DebitedFunds             *wireMoney `json:"DebitedFunds"`
	CreditedFunds            *wireMoney `json:"CreditedFunds"`
	Fees                     *wireMoney `json:"Fees"`
	CreationDate             unixTime   `json:"CreationDate"`
	ExecutionDate            unixTime   `json:"ExecutionDate"`
}

func (w wireTransaction) key() string { return string(w.ID) }

func (w wireTransaction) model() *Transaction {
	return &Transaction{
		ID:                       string(w.ID),
		Tag:                      string(w.Tag),
		Type:                     string(w.Type),
		Nature:                   string(w.Nature),
		Status:                   string(w.Status),
		ResultCode:               string(w.ResultCode),
		ResultMessage:            string(w.ResultMessage),
		AuthorID:                 string(w.AuthorID),
		CreditedUserID:           string(w.CreditedUserID),
		CreditedWalletID:         string(w.CreditedWalletID),
		DebitedWalletID:          string(w.DebitedWalletID),
		InitialTransactionID:     string(w.InitialTransactionID),
		InitialTransactionType:   string(w.InitialTransactionType),
		InitialTransactionNature: string(w.InitialTransactionNature),
		DepositID:                string(w.DepositID),
		DebitedFunds:             w.DebitedFunds.model(),
		CreditedFunds:            w.CreditedFunds.model(),
		Fees:                     w.Fees.model(),
		CreatedAt:                time.Time(w.CreationDate),
		ExecutedAt:               time.Time(w.ExecutionDate),
	}
}

type wireEvent struct {
	ResourceID text     `json:"ResourceId"`
	EventType  text     `json:"EventType"`
	Date       unixTime `json:"Date"`
}

// key: events have no id of their own.
func (w wireEvent) key() string {
	if w.ResourceID == "" {
		return ""
	}
	return strings.Join([]string{string(w.ResourceID), string(w.EventType), time.Time(w.Date).String()}, " ")
}

func (w wireEvent) model() *Event {
	return &Event{ResourceID: string(w.ResourceID), Type: string(w.EventType), Date: time.Time(w.Date)}
}

type wirePageLink struct {
	URL            text     `json:"Url"`
	ExpirationDate unixTime `json:"ExpirationDate"`
}

func (w wirePageLink) key() string { return string(w.URL) }

func (w wirePageLink) model() *PageLink {
	return &PageLink{URL: string(w.URL), ExpiresAt: time.Time(w.ExpirationDate)}
}
