package mangopay

import "slices"

// want is one read.
type want struct {
	id, disputeID string
	began         uint64
	single        bool // Lists are no use: one has failed, or may not have this client's own write yet.

	flight *flight  // It waits for this one; nil: none.
	told   []string // Notices that its caller has had.
}

// leave ends the wait for a flight. It returns the error of the read itself; that of a list only means one read by id.
func (w *want) leave() error {
	f := w.flight
	if f == nil {
		return nil
	}
	w.flight = nil
	f.waiting--
	if f.ended && f.err != nil && f.single {
		return f.err
	}
	w.single = w.single || f.ended && f.err != nil
	return nil
}

// hear returns what is new of the notices of the flight it waits for.
func (w *want) hear() []string {
	if w.flight == nil {
		return nil
	}
	fresh := slices.DeleteFunc(w.flight.notices(), func(message string) bool { return slices.Contains(w.told, message) })
	w.told = append(w.told, fresh...)
	return fresh
}
