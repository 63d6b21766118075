package rebilly

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// numeral is a JSON number; plain is one without an exponent.
var (
	numeral = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)
	plain   = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)
)

// decimal is a number with the digits it was sent with, given as number or as string; null is "".
type decimal string

// UnmarshalJSON implements [json.Unmarshaler].
func (d *decimal) UnmarshalJSON(b []byte) error {
	var t rest.Text
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	if t != "" && !numeral.MatchString(string(t)) {
		return errors.New("an amount is not a number")
	}
	*d = decimal(t)
	return nil
}

// MarshalJSON implements [json.Marshaler]: every digit as it stands.
func (d decimal) MarshalJSON() ([]byte, error) { return []byte(d), nil }

// checkAmount refuses what is not a plain decimal number: an exponent would hide what is sent from those who review it.
func checkAmount(amount string) error {
	if !plain.MatchString(amount) {
		return fmt.Errorf("the amount %q is not a plain decimal number such as 12.34", amount)
	}
	return nil
}

// instant is a time in RFC 3339; null and "" are the zero time, which is sent as null.
type instant time.Time

// numericZone is the form of ISO 8601 in which PHP writes an offset without a colon.
const numericZone = "2006-01-02T15:04:05Z0700"

// UnmarshalJSON implements [json.Unmarshaler].
func (i *instant) UnmarshalJSON(b []byte) error {
	var t rest.Text
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	*i = instant{}
	if t == "" {
		return nil
	}
	for _, layout := range []string{time.RFC3339, numericZone} {
		if at, err := time.Parse(layout, string(t)); err == nil {
			*i = instant(at.UTC())
			return nil
		}
	}
	return errors.New("a time is not of RFC 3339")
}

// MarshalJSON implements [json.Marshaler]: in UTC with Z, with fractions of a second only if there are any.
func (i instant) MarshalJSON() ([]byte, error) {
	at := time.Time(i)
	if at.IsZero() {
		return []byte("null"), nil
	}
	return at.UTC().MarshalJSON()
}

// count is a whole number, given as number or as string; null is 0.
type count int64

// UnmarshalJSON implements [json.Unmarshaler].
func (c *count) UnmarshalJSON(b []byte) error {
	var t rest.Text
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	*c = 0
	if t == "" {
		return nil
	}
	n, err := strconv.ParseInt(string(t), 10, 64)
	if err != nil {
		return errors.New("a count is not a whole number")
	}
	*c = count(n)
	return nil
}

// nullable is a text that is sent as null when it is empty.
type nullable string

// UnmarshalJSON implements [json.Unmarshaler].
func (n *nullable) UnmarshalJSON(b []byte) error { return (*rest.Text)(n).UnmarshalJSON(b) }

// MarshalJSON implements [json.Marshaler].
func (n nullable) MarshalJSON() ([]byte, error) {
	if n == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(n))
}

// wireRecord has all the fields that can be written. None is left out when it is empty: a PUT replaces, and null says that
// a field is to be cleared (Rebilly API reference, Upsert a dispute).
type wireRecord struct {
	TransactionID           rest.Text `json:"transactionId"`
	Currency                rest.Text `json:"currency"`
	Amount                  decimal   `json:"amount"`
	AcquirerReferenceNumber nullable  `json:"acquirerReferenceNumber"`
	CaseID                  nullable  `json:"caseId"`
	ReasonCode              rest.Text `json:"reasonCode"`
	Type                    rest.Text `json:"type"`
	Status                  rest.Text `json:"status"`
	PostedTime              instant   `json:"postedTime"`
	DeadlineTime            instant   `json:"deadlineTime"`
}

func recordOf(r Record) wireRecord {
	return wireRecord{
		TransactionID:           rest.Text(r.TransactionID),
		Currency:                rest.Text(r.Currency),
		Amount:                  decimal(r.Amount),
		AcquirerReferenceNumber: nullable(r.AcquirerReferenceNumber),
		CaseID:                  nullable(r.CaseID),
		ReasonCode:              rest.Text(r.ReasonCode),
		Type:                    rest.Text(r.Type),
		Status:                  rest.Text(r.Status),
		PostedTime:              instant(r.PostedTime),
		DeadlineTime:            instant(r.DeadlineTime),
	}
}

func (w wireRecord) record() Record {
	return Record{
		TransactionID:           string(w.TransactionID),
		Currency:                string(w.Currency),
		Amount:                  string(w.Amount),
		AcquirerReferenceNumber: string(w.AcquirerReferenceNumber),
		CaseID:                  string(w.CaseID),
		ReasonCode:              string(w.ReasonCode),
		Type:                    string(w.Type),
		Status:                  string(w.Status),
		PostedTime:              time.Time(w.PostedTime),
		DeadlineTime:            time.Time(w.DeadlineTime),
	}
}
