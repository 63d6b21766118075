package mangopay

import (
	"errors"
	"math"
	"strconv"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// text is a string of an answer.
type text = rest.Text

// maxUnix is the last second of the year 9999.
const maxUnix = 253402300799

// unixTime decodes seconds since 1970 in UTC, given as integer, float or numeric string; null, "" and 0 are the zero time.
type unixTime time.Time

// UnmarshalJSON implements [json.Unmarshaler].
func (u *unixTime) UnmarshalJSON(b []byte) error {
	var t text
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	*u = unixTime{}
	if t == "" {
		return nil
	}
	seconds, err := strconv.ParseFloat(string(t), 64)
	if err != nil || math.IsNaN(seconds) || math.Abs(seconds) > maxUnix {
		return errors.New("a date is not a number of seconds since 1970")
	}
	if seconds != 0 {
		*u = unixTime(time.Unix(int64(seconds), 0).UTC())
	}
	return nil
}

// amount decodes a whole number, given as number or as string.
type amount int64

// UnmarshalJSON implements [json.Unmarshaler].
func (a *amount) UnmarshalJSON(b []byte) error {
	var t text
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	*a = 0
	if t == "" {
		return nil
	}
	if n, err := strconv.ParseInt(string(t), 10, 64); err == nil {
		*a = amount(n)
		return nil
	}
	f, err := strconv.ParseFloat(string(t), 64)
	const exact = 1 << 53 // Beyond it a float no longer holds every whole number.
	if err != nil || f != math.Trunc(f) || math.Abs(f) > exact {
		return errors.New("an amount is not a whole number")
	}
	*a = amount(f)
	return nil
}

type wireMoney struct {
	Currency text   `json:"Currency"`
	Amount   amount `json:"Amount"`
}

// model returns nil for null, for an absent field and for {}, which the API uses alike.
func (m *wireMoney) model() *Money {
	if m == nil || *m == (wireMoney{}) {
		return nil
	}
	return &Money{Currency: string(m.Currency), Amount: int64(m.Amount)}
}

// wireObject is the wire form of a T.
type wireObject[T any] interface {
	model() *T
	key() string // What identifies it within a list; "" if it lacks what every such object has.
}

// decode reads one object.
func decode[W wireObject[T], T any](body []byte) (*T, error) {
	var w W
	if err := rest.DecodeObject(body, &w); err != nil {
		return nil, err
	}
	if w.key() == "" {
		return nil, rest.ErrNoID
	}
	return w.model(), nil
}

// decodeList reads a list.
func decodeList[W wireObject[T], T any](body []byte) ([]W, error) {
	var list []W
	if err := rest.DecodeList(body, &list); err != nil {
		return nil, err
	}
	for _, w := range list {
		if w.key() == "" {
			return nil, rest.ErrNoID
		}
	}
	return list, nil
}
