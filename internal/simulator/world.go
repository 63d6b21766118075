package simulator

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/google/uuid"
)

const keyMeta = "meta"

// meta is what a world knows about itself.
type meta struct {
	Seed    uint64        `json:"seed"`
	Offset  time.Duration `json:"offset"`
	Guesses Guesses       `json:"guesses"`
	Faults  Faults        `json:"faults"`
	Matched []int         `json:"matched,omitempty"` // by fault rule: the calls it applied to so far
	Fired   []int         `json:"fired,omitempty"`   // by fault rule: how often it struck
}

// world is one transaction on a world, at one instant of its clock.
type world struct {
	txn
	now  time.Time
	meta *meta
}

func (s *Simulator) world(tx txn, m *meta) *world {
	return &world{txn: tx, now: s.clock().Add(m.Offset), meta: m}
}

// view runs work on an unchanging world.
func (s *Simulator) view(work func(*world) error) error {
	return s.store.view(func(tx txn) error {
		w, err := s.open(tx)
		if err != nil {
			return err
		}
		return work(w)
	})
}

// update runs work on the world after everything that was due by now has happened. Nothing of work is kept
// when it fails.
func (s *Simulator) update(work func(*world) error) error {
	return s.store.update(func(tx txn) error {
		w, err := s.open(tx)
		if err != nil {
			return err
		}
		if err := closeOverdue(w); err != nil {
			return err
		}
		if err := work(w); err != nil {
			return err
		}
		return w.finish()
	})
}

func (s *Simulator) open(tx txn) (*world, error) {
	m, err := load[meta](tx, bucketWorld, keyMeta)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, fmt.Errorf("simulator world %s is gone: its file was removed or emptied", s.file)
	}
	return s.world(tx, m), nil
}

func (w *world) finish() error { return save(w.txn, bucketWorld, keyMeta, w.meta) }

// unix is the world's time in the API's form.
func (w *world) unix() int64 { return w.now.Unix() }

// derive makes bytes that depend on the world's seed, on a purpose and on a number only, so that the same calls
// in a world of the same seed give the same ids.
func (w *world) derive(purpose string, n uint64) [sha256.Size]byte {
	var numbers [16]byte
	binary.BigEndian.PutUint64(numbers[:8], w.meta.Seed)
	binary.BigEndian.PutUint64(numbers[8:], n)
	return sha256.Sum256(append(numbers[:], purpose...))
}

// next derives from the next number of a purpose.
func (w *world) next(purpose string) ([sha256.Size]byte, error) {
	n, err := w.sequence("sequence/" + purpose)
	if err != nil {
		return [sha256.Size]byte{}, err
	}
	return w.derive(purpose, n), nil
}

// token makes a new secret of 32 hexadecimal digits.
func (w *world) token(purpose string) (string, error) {
	b, err := w.next(purpose)
	return hex.EncodeToString(b[:16]), err
}

// uuid makes a UUID for the purpose's n-th use.
func (w *world) uuid(purpose string, n uint64) string {
	b := w.derive(purpose, n)
	id, _ := uuid.FromBytes(b[:16]) // fails for another length than 16 only
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return id.String()
}

// Now is the time in the world.
func (s *Simulator) Now() time.Time {
	now := s.clock()
	// A world that cannot be read has no moved clock to speak of; the next call that matters reports it.
	_ = s.view(func(w *world) error {
		now = w.now
		return nil
	})
	return now
}

// Advance moves the world's clock forward, for every process that uses the world. Deadlines that pass by it
// take effect.
func (s *Simulator) Advance(d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("the simulator's clock can not go back (by %s)", -d)
	}
	return s.update(func(w *world) error {
		w.meta.Offset += d
		w.now = w.now.Add(d)
		return closeOverdue(w)
	})
}
