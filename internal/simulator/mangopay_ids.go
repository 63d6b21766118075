package simulator

import (
	"bytes"
	"strconv"

	"github.com/oklog/ulid/v2"
)

// firstNumericID is where ids of digits begin.
const firstNumericID = 156981783

// newID makes the id of a new object. The order of the world's objects makes it unique.
func (w *world) newID(prefix string, order uint64) string {
	if w.meta.Guesses.NumericIDs {
		return strconv.FormatUint(firstNumericID+order, 10)
	}
	return w.ulid(prefix, order)
}

// ulid makes a prefix and a ULID of the world's time and of the purpose's n-th use.
func (w *world) ulid(prefix string, n uint64) string {
	entropy := w.derive(prefix, n)
	id, err := ulid.New(ulid.Timestamp(w.now), bytes.NewReader(entropy[:]))
	if err != nil { // the clock is before 1970 or after 10889
		return prefix + w.uuid(prefix, n)
	}
	return prefix + id.String()
}

// create gives a new object its place in the world's order, and its id.
func (w *world) create(prefix string) (id string, order uint64, err error) {
	order, err = w.order()
	if err != nil {
		return "", 0, err
	}
	return w.newID(prefix, order), order, nil
}
