package simulator

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// The bodies below list their keys in the order of the API's own examples.

type disputeBody struct {
	InitialTransactionID     string     `json:"InitialTransactionId"`
	InitialTransactionType   string     `json:"InitialTransactionType"`
	InitialTransactionNature string     `json:"InitialTransactionNature"`
	DisputeType              string     `json:"DisputeType"`
	ContestDeadlineDate      int64      `json:"ContestDeadlineDate"`
	DisputedFunds            funds      `json:"DisputedFunds"`
	ContestedFunds           funds      `json:"ContestedFunds"`
	Status                   string     `json:"Status"`
	StatusMessage            *string    `json:"StatusMessage"`
	DisputeReason            reasonBody `json:"DisputeReason"`
	ResultCode               string     `json:"ResultCode"`
	ResultMessage            *string    `json:"ResultMessage"`
	ID                       string     `json:"Id"`
	Tag                      *string    `json:"Tag"`
	CreationDate             int64      `json:"CreationDate"`
	ClosedDate               *int64     `json:"ClosedDate"`
	RepudiationID            *string    `json:"RepudiationId"`
}

type reasonBody struct {
	Message string `json:"DisputeReasonMessage"`
	Type    string `json:"DisputeReasonType"`
}

func (d *dispute) wire() disputeBody {
	return disputeBody{
		InitialTransactionID: d.PayInID, InitialTransactionType: "PAYIN", InitialTransactionNature: "REGULAR",
		DisputeType: d.Type, ContestDeadlineDate: d.Deadline, DisputedFunds: d.Disputed, ContestedFunds: d.Contested,
		Status: d.Status, StatusMessage: orNull(d.StatusMessage), DisputeReason: reasonBody{d.ReasonMessage, d.ReasonType},
		ResultCode: d.ResultCode, ResultMessage: orNull(d.ResultMessage), ID: d.ID, Tag: d.Tag,
		CreationDate: d.Created, ClosedDate: orNull(d.Closed), RepudiationID: orNull(d.RepudiationID),
	}
}

type documentBody struct {
	DisputeID            string  `json:"DisputeId"`
	Type                 string  `json:"Type"`
	ID                   string  `json:"Id"`
	Tag                  *string `json:"Tag"`
	CreationDate         int64   `json:"CreationDate"`
	ProcessedDate        *int64  `json:"ProcessedDate"`
	Status               string  `json:"Status"`
	RefusedReasonType    *string `json:"RefusedReasonType"`
	RefusedReasonMessage *string `json:"RefusedReasonMessage"`
}

func (d *document) wire() documentBody {
	return documentBody{
		DisputeID: d.DisputeID, Type: d.Type, ID: d.ID, Tag: d.Tag, CreationDate: d.Created, ProcessedDate: orNull(d.Processed),
		Status: d.Status, RefusedReasonType: orNull(d.RefusedType), RefusedReasonMessage: orNull(d.RefusedMessage),
	}
}

// orNull makes null of what is not set.
func orNull[T comparable](value T) *T {
	var unset T
	if value == unset {
		return nil
	}
	return &value
}

// looseInt takes a number or its text, as the API's JSON library does.
type looseInt int64

// UnmarshalJSON implements json.Unmarshaler.
func (n *looseInt) UnmarshalJSON(data []byte) error {
	text := strings.Trim(string(data), `"`)
	value, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return fmt.Errorf("%q is not a whole number", text)
	}
	*n = looseInt(value)
	return nil
}

// moneyBody is an amount as clients send it. Both of its fields are optional.
type moneyBody struct {
	Currency *string         `json:"Currency"`
	Amount   json.RawMessage `json:"Amount"`
}

// given tells whether there is any amount at all: a client library sends {} for none.
func (m *moneyBody) given() bool { return m != nil && (m.Currency != nil || m.Amount != nil) }

// read checks the amount that a request has in a field.
func (m *moneyBody) read(field string) (funds, error) {
	if m.Currency == nil || *m.Currency == "" {
		return funds{}, missingField(field + ".Currency")
	}
	if m.Amount == nil {
		return funds{}, missingField(field + ".Amount")
	}
	var amount looseInt
	if err := amount.UnmarshalJSON(m.Amount); err != nil {
		return funds{}, badParam(field+".Amount", guessMessageBadValue)
	}
	return funds{*m.Currency, int64(amount)}, nil
}

// maxTag is the longest Tag in characters.
const maxTag = 255

// checkTag checks a Tag, and gives it the form in which the world keeps it.
func (w *world) checkTag(tag *string) (*string, error) {
	if tag == nil {
		return nil, nil
	}
	if len([]rune(*tag)) > maxTag {
		return nil, badParam("Tag", "The field Tag must be a string or array type with a maximum length of '255'.")
	}
	switch w.meta.Guesses.Tags {
	case "dropped":
		return nil, nil
	case "trimmed":
		trimmed := strings.TrimSpace(*tag)
		return &trimmed, nil
	}
	return tag, nil
}
