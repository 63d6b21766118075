package simulator

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// fileWait is how long a transaction waits for other processes that use the same world file.
const fileWait = 10 * time.Second

// fileStore keeps a world in a bbolt file. The file is opened and locked for each transaction, so that a plan,
// an apply and a reviewer's command can use one world at the same time.
type fileStore struct {
	path string
	mu   sync.RWMutex // spares the goroutines of one process the file lock, which is polled
}

func newFileStore(path string) *fileStore { return &fileStore{path: path} }

func (s *fileStore) view(work func(txn) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.with(true, func(db *bolt.DB) error {
		return db.View(func(tx *bolt.Tx) error { return work(fileTxn{tx}) })
	})
}

func (s *fileStore) update(work func(txn) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.with(false, func(db *bolt.DB) error {
		return db.Update(func(tx *bolt.Tx) error { return work(fileTxn{tx}) })
	})
}

func (s *fileStore) with(readOnly bool, work func(*bolt.DB) error) (err error) {
	// Without fsync a world survives a killed process, which is all that a simulator needs, but not a power cut.
	db, err := bolt.Open(s.path, 0o600, &bolt.Options{
		Timeout: fileWait, ReadOnly: readOnly, NoSync: true, NoGrowSync: true, NoFreelistSync: false, FreelistType: bolt.FreelistMapType,
	})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("simulator world %s: another process has held it for %s", s.path, fileWait)
	case err != nil:
		return fmt.Errorf("simulator world %s: %w", s.path, err)
	}
	defer func() {
		if closed := db.Close(); err == nil && closed != nil {
			err = fmt.Errorf("simulator world %s: %w", s.path, closed)
		}
	}()
	return work(db)
}

type fileTxn struct{ tx *bolt.Tx }

func (t fileTxn) get(bucket, key string) []byte {
	b := t.tx.Bucket([]byte(bucket))
	if b == nil {
		return nil
	}
	return b.Get([]byte(key))
}

func (t fileTxn) put(bucket, key string, value []byte) error {
	b, err := t.tx.CreateBucketIfNotExists([]byte(bucket))
	if err != nil {
		return fmt.Errorf("simulator world: %w", err)
	}
	if err := b.Put([]byte(key), value); err != nil {
		return fmt.Errorf("simulator world: %w", err)
	}
	return nil
}

func (t fileTxn) remove(bucket, key string) error {
	b := t.tx.Bucket([]byte(bucket))
	if b == nil {
		return nil
	}
	if err := b.Delete([]byte(key)); err != nil {
		return fmt.Errorf("simulator world: %w", err)
	}
	return nil
}

func (t fileTxn) scan(bucket, prefix string, visit func(string, []byte) error) error {
	b := t.tx.Bucket([]byte(bucket))
	if b == nil {
		return nil
	}
	cursor := b.Cursor()
	for key, value := cursor.Seek([]byte(prefix)); key != nil && bytes.HasPrefix(key, []byte(prefix)); key, value = cursor.Next() {
		if err := visit(string(key), value); err != nil {
			return err
		}
	}
	return nil
}

func (t fileTxn) sequence(bucket string) (uint64, error) {
	b, err := t.tx.CreateBucketIfNotExists([]byte(bucket))
	if err != nil {
		return 0, fmt.Errorf("simulator world: %w", err)
	}
	n, err := b.NextSequence()
	if err != nil {
		return 0, fmt.Errorf("simulator world: %w", err)
	}
	return n, nil
}

func (t fileTxn) clear() error {
	var names [][]byte
	err := t.tx.ForEach(func(name []byte, _ *bolt.Bucket) error {
		names = append(names, bytes.Clone(name))
		return nil
	})
	if err != nil {
		return fmt.Errorf("simulator world: %w", err)
	}
	for _, name := range names {
		if err := t.tx.DeleteBucket(name); err != nil {
			return fmt.Errorf("simulator world: %w", err)
		}
	}
	return nil
}
