package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
)

// ChangedError says that a file is not the one that was reviewed.
type ChangedError struct {
	Path       string
	WantSHA256 string
	WantSize   int64
	Reason     string // what differs
}

// Error says which file differs, and in what.
func (e *ChangedError) Error() string {
	return fmt.Sprintf("%s is not the file that was reviewed: %s", quoted(e.Path), Printable(e.Reason))
}

// Finding is the error as a finding of the rule file-changed.
func (e *ChangedError) Finding() Finding {
	return NewFinding(CodeFileChanged, fmt.Sprintf("%s was planned with SHA-256 %s and %s: %s.",
		quoted(e.Path), quoted(e.WantSHA256), sizeText(e.WantSize), e.Reason))
}

// Open opens a file that was inspected before, for sending. It is confined as
// Inspect is. The reader compares size and SHA-256 with f while it reads and fails
// with a *ChangedError before it hands out its last byte, so that other bytes than
// the reviewed ones can never be sent completely. A file that is gone, unreadable or
// of another size is a *ChangedError at once.
func (d Directories) Open(f File) (io.ReadCloser, error) {
	file, finding := d.open(f.Path)
	if finding != nil {
		return nil, changed(f, finding.Detail)
	}
	if info, err := file.Stat(); err == nil && info.Size() != f.Size {
		_ = file.Close()
		return nil, changed(f, "it has "+sizeText(info.Size())+" now")
	}
	return &verifyingReader{file: file, want: f, hash: sha256.New()}, nil
}

func changed(f File, reason string) *ChangedError {
	return &ChangedError{Path: f.Path, WantSHA256: f.SHA256, WantSize: f.Size, Reason: reason}
}

// verifyingReader stays one chunk ahead of its reader: a chunk is handed out only
// when another one follows it, or when the whole file has been verified.
type verifyingReader struct {
	file    *os.File
	want    File
	hash    hash.Hash
	read    int64              // from the file
	buffers [2][chunkSize]byte // one is handed out while the other is ahead
	turn    int                // the buffer to read into
	ready   []byte             // may be handed out
	ahead   []byte             // was read, but may be the last
	err     error              // io.EOF after the last byte of a verified file
}

const chunkSize = 32 << 10

// Read hands out bytes, the last of them only when all are verified.
func (r *verifyingReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for len(r.ready) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.advance()
	}
	n := copy(p, r.ready)
	r.ready = r.ready[n:]
	return n, nil
}

// Close closes the file.
func (r *verifyingReader) Close() error { return r.file.Close() }

// advance reads the next chunk and releases the one before it. The buffer it reads
// into is the one that was handed out last, and all of that has been taken.
func (r *verifyingReader) advance() {
	buf := r.buffers[r.turn][:]
	n, err := io.ReadFull(r.file, buf)
	r.read += int64(n)
	_, _ = r.hash.Write(buf[:n]) // a hash never fails to write
	switch {
	case r.read > r.want.Size:
		r.fail("it has grown")
	case n > 0:
		r.ready, r.ahead = r.ahead, buf[:n]
		r.turn = 1 - r.turn
	case errors.Is(err, io.EOF):
		r.finish()
	default:
		r.fail("it cannot be read to its end")
	}
}

func (r *verifyingReader) finish() {
	switch {
	case r.read != r.want.Size:
		r.fail("it has become shorter")
	case hex.EncodeToString(r.hash.Sum(nil)) != r.want.SHA256:
		r.fail("its content has changed")
	default:
		r.ready, r.ahead, r.err = r.ahead, nil, io.EOF
	}
}

func (r *verifyingReader) fail(reason string) {
	r.ready, r.ahead, r.err = nil, nil, changed(r.want, reason)
}
