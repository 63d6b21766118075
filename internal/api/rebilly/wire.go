package rebilly

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// numeral is a JSON number; plain is one without an exponent.
var (
	numeral = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)
	plain   = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)
)

// longestAmount and largeExponent bound the work that an amount in an answer can make: 1e1000000000 is a number too.
const longestAmount = 100

var largeExponent = regexp.MustCompile(`[eE][-+]?0*[1-9][0-9]{2}`)

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
	if len(t) > longestAmount || largeExponent.MatchString(string(t)) {
		return errors.New("an amount is larger or more precise than any amount of money")
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
	at, ok := readTime(string(t))
	if !ok {
		return errors.New("a time is not of RFC 3339")
	}
	*i = instant(at)
	return nil
}

// readTime reads a time of RFC 3339. The leap second, which Go does not read, is the second before it, and MySQL's date of
// zeros is no time.
func readTime(text string) (at time.Time, ok bool) {
	if strings.HasPrefix(text, "0000-00-00") {
		return time.Time{}, true
	}
	text = leapSecond.ReplaceAllString(text, "${1}:59")
	for _, layout := range []string{time.RFC3339, numericZone} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

var leapSecond = regexp.MustCompile(`(T\d\d:\d\d):60`)

// shown is a time that is only read, and by which nothing is decided; one that cannot be read is none.
type shown struct{ instant }

// UnmarshalJSON implements [json.Unmarshaler].
func (s *shown) UnmarshalJSON(b []byte) error {
	var at instant
	_ = at.UnmarshalJSON(b) // then it is the zero time
	s.instant = at
	return nil
}

// MarshalJSON implements [json.Marshaler]: in UTC with Z, with fractions of a second only if there are any.
func (i instant) MarshalJSON() ([]byte, error) {
	at := time.Time(i)
	if at.IsZero() {
		return []byte("null"), nil
	}
	return at.UTC().MarshalJSON()
}

// count is a whole number that is only read, given in any form; what is none is 0, as if it were absent.
type count int64

// UnmarshalJSON implements [json.Unmarshaler].
func (c *count) UnmarshalJSON(b []byte) error {
	*c = 0
	var t rest.Text
	_ = t.UnmarshalJSON(b) // then it is "", which is no number
	n, whole := strconv.ParseInt(string(t), 10, 64)
	f, number := strconv.ParseFloat(string(t), 64)
	switch {
	case whole == nil:
		*c = count(n)
	case number == nil && math.Trunc(f) == f && math.Abs(f) < 1<<53:
		*c = count(f)
	}
	return nil
}

// truth is a boolean, also as number or as string; null is false.
type truth bool

// UnmarshalJSON implements [json.Unmarshaler].
func (t *truth) UnmarshalJSON(b []byte) error {
	var text rest.Text
	if err := text.UnmarshalJSON(b); err != nil {
		return err
	}
	v, err := strconv.ParseBool(cmp.Or(string(text), "false"))
	if err != nil {
		return errors.New("a truth value is neither true nor false")
	}
	*t = truth(v)
	return nil
}

// texts is a list of texts. PHP writes an empty one as an object where its kind of map is meant; null is empty.
type texts []rest.Text

// UnmarshalJSON implements [json.Unmarshaler].
func (t *texts) UnmarshalJSON(b []byte) error {
	var list []rest.Text
	if err := json.Unmarshal(b, &list); err != nil && string(b) != "{}" {
		return errors.New("tags are not a list of texts")
	}
	*t = list
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
