package simulator

import (
	"slices"
	"strings"
	"sync"
)

// memoryStore keeps a world in maps, for as long as the process lives.
type memoryStore struct {
	mu      sync.Mutex
	buckets map[string]*memoryBucket
}

type memoryBucket struct {
	values map[string][]byte
	keys   []string // sorted
	last   uint64
}

func newMemoryStore() *memoryStore {
	return &memoryStore{buckets: map[string]*memoryBucket{}}
}

func (s *memoryStore) view(work func(txn) error) error { return s.update(work) }

func (s *memoryStore) update(work func(txn) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tx := &memoryTxn{store: s}
	done := false
	defer func() {
		if !done { // a panic leaves no half-made change behind either
			tx.rollback()
		}
	}()
	if err := work(tx); err != nil {
		return err
	}
	done = true
	return nil
}

// memoryTxn writes through and remembers how to take each change back.
type memoryTxn struct {
	store *memoryStore
	undo  []func()
}

func (t *memoryTxn) rollback() {
	for _, restore := range slices.Backward(t.undo) {
		restore()
	}
}

func (t *memoryTxn) bucket(name string) *memoryBucket {
	b, ok := t.store.buckets[name]
	if !ok {
		b = &memoryBucket{values: map[string][]byte{}}
		t.store.buckets[name] = b
	}
	return b
}

func (t *memoryTxn) get(bucket, key string) []byte { return t.bucket(bucket).values[key] }

func (t *memoryTxn) put(bucket, key string, value []byte) error {
	b := t.bucket(bucket)
	before, existed := b.values[key]
	b.set(key, value)
	t.undo = append(t.undo, func() {
		if existed {
			b.set(key, before)
			return
		}
		b.unset(key)
	})
	return nil
}

func (t *memoryTxn) remove(bucket, key string) error {
	b := t.bucket(bucket)
	before, existed := b.values[key]
	if !existed {
		return nil
	}
	b.unset(key)
	t.undo = append(t.undo, func() { b.set(key, before) })
	return nil
}

func (t *memoryTxn) scan(bucket, prefix string, visit func(string, []byte) error) error {
	b := t.bucket(bucket)
	first, _ := slices.BinarySearch(b.keys, prefix)
	for _, key := range b.keys[first:] {
		if !strings.HasPrefix(key, prefix) {
			return nil
		}
		if err := visit(key, b.values[key]); err != nil {
			return err
		}
	}
	return nil
}

func (t *memoryTxn) sequence(bucket string) (uint64, error) {
	b := t.bucket(bucket)
	b.last++
	t.undo = append(t.undo, func() { b.last-- })
	return b.last, nil
}

func (t *memoryTxn) clear() error {
	before := t.store.buckets
	t.store.buckets = map[string]*memoryBucket{}
	t.undo = append(t.undo, func() { t.store.buckets = before })
	return nil
}

func (b *memoryBucket) set(key string, value []byte) {
	if _, exists := b.values[key]; !exists {
		at, _ := slices.BinarySearch(b.keys, key)
		b.keys = slices.Insert(b.keys, at, key)
	}
	b.values[key] = value
}

func (b *memoryBucket) unset(key string) {
	if at, exists := slices.BinarySearch(b.keys, key); exists {
		b.keys = slices.Delete(b.keys, at, at+1)
	}
	delete(b.values, key)
}
