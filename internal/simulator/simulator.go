// Package simulator is a stateful stand-in for the dispute APIs that the provider talks to: the endpoints, both
// state machines, the errors, paging, idempotency and rate limits, written from the public documentation and
// sharing no type with the clients. It adds what no sandbox offers: disputes opened at will, a clock that is
// moved, reviewers and banks that decide on command, faults that follow a seed, and a journal of requests.
//
// A world lives in memory or in a file. Several processes may use one file at the same time.
package simulator

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// What the embedded simulator answers to. The credentials are valid in every world.
const (
	BaseURL  = "http://simulator.invalid"
	ClientID = "simulator"
	APIKey   = "simulator"
)

// Where a world is kept when nobody says otherwise: by the embedded simulator and by the commands alike, so that
// both work on the same one.
const (
	FileVariable = "DISPUTES_SIMULATOR_FILE" // the environment variable that names the world file
	DefaultFile  = "disputes-simulator.db"   // in the working directory
)

// DefaultPath is the world file that the environment names, or else the default.
func DefaultPath() string { return cmp.Or(os.Getenv(FileVariable), DefaultFile) }

// Options configure a Simulator. The zero value is a fresh world in memory that holds the sample disputes.
type Options struct {
	File     string           // world file, created when missing; "" keeps the world in memory
	Seed     uint64           // of ids and faults; counts only when the world is created
	Now      func() time.Time // what the world's clock runs by; nil: time.Now
	Empty    bool             // a new world gets no sample disputes
	ClientID string           // credentials that are accepted besides the constants; not kept in the world
	APIKey   string
	// RebillyAPIKey is accepted besides the constant; it is not kept in the world.
	RebillyAPIKey string
	Guesses       *Guesses // nil: what the world has, which is the zero value at first
}

// Simulator is one process's access to a world. Its methods may be used concurrently.
type Simulator struct {
	store       store
	file        string
	clock       func() time.Time
	credentials map[string]string
	rebillyKeys map[string]bool // by digest
}

// Open opens a world, and creates it first where there is none.
func Open(o Options) (*Simulator, error) {
	s := &Simulator{clock: o.Now, credentials: map[string]string{ClientID: APIKey}}
	if s.clock == nil {
		s.clock = time.Now
	}
	if (o.ClientID == "") != (o.APIKey == "") {
		return nil, errors.New("simulator: a client id and an API key go together")
	}
	if o.ClientID != "" {
		s.credentials[o.ClientID] = o.APIKey
	}
	s.rebillyKeys = map[string]bool{keyDigest(RebillyAPIKey): true, keyDigest(cmp.Or(o.RebillyAPIKey, RebillyAPIKey)): true}
	if err := s.openStore(o.File); err != nil {
		return nil, err
	}
	if err := s.create(o); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Simulator) openStore(file string) error {
	if file == "" {
		s.store = newMemoryStore()
		return nil
	}
	path, err := filepath.Abs(file) // a later change of directory must not lead to another world
	if err != nil {
		return fmt.Errorf("simulator world %s: %w", file, err)
	}
	s.file, s.store = path, newFileStore(path)
	return nil
}

// create fills a new world, and applies the options that may change an old one.
func (s *Simulator) create(o Options) error {
	return s.store.update(func(tx txn) error {
		m, err := load[meta](tx, bucketWorld, keyMeta)
		if err != nil {
			return err
		}
		isNew := m == nil
		if isNew {
			m = &meta{Seed: o.Seed}
		}
		if o.Guesses != nil {
			m.Guesses = *o.Guesses
		}
		if !isNew && o.Guesses == nil {
			return nil
		}
		w := s.world(tx, m)
		if isNew && !o.Empty {
			if err := seed(w, SeedSamples); err != nil {
				return err
			}
		}
		return w.finish()
	})
}

// Close ends the use of the world. A world in memory ends with it.
func (s *Simulator) Close() error { return nil }

// File is the absolute path of the world file; "" for a world in memory.
func (s *Simulator) File() string { return s.file }

// Handler serves the simulated APIs and the public links to uploaded pages.
func (s *Simulator) Handler() http.Handler { return http.HandlerFunc(s.serve) }

// Reset empties the world: objects, journal, faults, guesses and the moved clock. The seed of ids and faults
// stays. Seed fills it again.
func (s *Simulator) Reset() error {
	return s.store.update(func(tx txn) error {
		m, err := load[meta](tx, bucketWorld, keyMeta)
		if err != nil {
			return err
		}
		fresh := &meta{}
		if m != nil {
			fresh.Seed = m.Seed
		}
		if err := tx.clear(); err != nil {
			return err
		}
		return s.world(tx, fresh).finish()
	})
}
