package simulator

import (
	"encoding/json"
	"fmt"
)

// Names of the buckets in which a world is kept.
const (
	bucketWorld   = "world"
	bucketJournal = "journal"
)

// store keeps a world. A transaction sees the whole world, and is applied entirely or not at all.
type store interface {
	view(func(txn) error) error
	update(func(txn) error) error
}

// txn is one transaction on a store. Buckets need not be created. Values that are read are valid until the
// transaction ends and must not be changed; values that are written belong to the store from then on.
type txn interface {
	get(bucket, key string) []byte
	put(bucket, key string, value []byte) error
	remove(bucket, key string) error
	// scan visits the keys that begin with prefix, in the order of their bytes. The visitor must not write to
	// the bucket.
	scan(bucket, prefix string, visit func(key string, value []byte) error) error
	// sequence counts up from 1, for ever, in each bucket.
	sequence(bucket string) (uint64, error)
	// clear empties the world, its sequences included.
	clear() error
}

// load reads one JSON record; nil when there is none.
func load[T any](tx txn, bucket, key string) (*T, error) {
	data := tx.get(bucket, key)
	if data == nil {
		return nil, nil
	}
	record := new(T)
	if err := json.Unmarshal(data, record); err != nil {
		return nil, fmt.Errorf("decode %s %q of the world: %w", bucket, key, err)
	}
	return record, nil
}

// save writes one JSON record.
func save(tx txn, bucket, key string, record any) error {
	data, err := json.Marshal(record)
	if err != nil {
		return fmt.Errorf("encode %s %q of the world: %w", bucket, key, err)
	}
	return tx.put(bucket, key, data)
}

// loadAll reads every JSON record of a bucket whose key begins with prefix.
func loadAll[T any](tx txn, bucket, prefix string) ([]*T, error) {
	var records []*T
	err := tx.scan(bucket, prefix, func(key string, value []byte) error {
		record := new(T)
		if err := json.Unmarshal(value, record); err != nil {
			return fmt.Errorf("decode %s %q of the world: %w", bucket, key, err)
		}
		records = append(records, record)
		return nil
	})
	return records, err
}

// sequenceKey makes keys that sort in the order of their numbers.
func sequenceKey(n uint64) string { return fmt.Sprintf("%016x", n) }
