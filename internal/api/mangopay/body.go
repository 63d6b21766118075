package mangopay

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// jsonBody is a small body, held in memory. v is one of this package's own request types, which always encode.
func jsonBody(v any) *payload {
	b, err := json.Marshal(v)
	return &payload{size: int64(len(b)), open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(b)), err
	}}
}

// emptyBody is the {} that calls without arguments need: the API refuses a write without a body.
func emptyBody() *payload { return jsonBody(struct{}{}) }

const (
	pagePrefix = `{"File":"`
	pageSuffix = `"}`
	// pageChunk is how much of the file is encoded at a time; a multiple of 3, so that no chunk needs padding but the last.
	pageChunk = 24 << 10
)

// pageBody is {"File":"<base64>"} (Mangopay API reference, Create a Dispute Document Page), made while it is sent.
func pageBody(p Page) *payload {
	size := int64(len(pagePrefix)+len(pageSuffix)) + 4*((p.Size+2)/3)
	return &payload{size: size, open: func() (io.ReadCloser, error) {
		if p.Size <= 0 {
			return nil, fmt.Errorf("a page of %d bytes cannot be uploaded", p.Size)
		}
		source, err := p.Open()
		if err != nil {
			return nil, fmt.Errorf("open the page: %w", err)
		}
		return &pageReader{source: source, left: p.Size, ready: []byte(pagePrefix)}, nil
	}}
}

// pageReader encodes a file on its way to the connection. It hands out the closing bytes only after the source
// has ended exactly where it should; before that every fault breaks the body off, and the server sees a short one.
type pageReader struct {
	source  io.ReadCloser
	left    int64  // Bytes of the source still to read.
	ready   []byte // Encoded and not yet handed out.
	raw     []byte
	encoded []byte
	ended   bool // The suffix is in ready, or was handed out.
	err     error
}

// Read implements [io.Reader].
func (r *pageReader) Read(p []byte) (int, error) {
	for len(r.ready) == 0 && r.err == nil {
		r.err = r.fill()
	}
	if len(r.ready) > 0 {
		n := copy(p, r.ready)
		r.ready = r.ready[n:]
		return n, nil
	}
	return 0, r.err
}

// fill prepares the next stretch of the body.
func (r *pageReader) fill() error {
	if r.ended {
		return io.EOF
	}
	if r.left == 0 {
		return r.finish()
	}
	if r.raw == nil {
		r.raw, r.encoded = make([]byte, pageChunk), make([]byte, base64.StdEncoding.EncodedLen(pageChunk))
	}
	n, err := io.ReadFull(r.source, r.raw[:min(r.left, pageChunk)])
	if err != nil {
		return r.broken(err)
	}
	r.left -= int64(n)
	base64.StdEncoding.Encode(r.encoded, r.raw[:n])
	r.ready = r.encoded[:base64.StdEncoding.EncodedLen(n)]
	return nil
}

// finish makes sure that the source ends here, then closes the JSON.
func (r *pageReader) finish() error {
	_, err := io.ReadFull(r.source, make([]byte, 1))
	switch {
	case err == nil:
		return &transport.AbortedError{Err: errors.New("the page is longer than its announced size")}
	case !errors.Is(err, io.EOF):
		return r.broken(err)
	}
	r.ended, r.ready = true, []byte(pageSuffix)
	return nil
}

func (r *pageReader) broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &transport.AbortedError{Err: errors.New("the page is shorter than its announced size")}
	}
	return &transport.AbortedError{Err: fmt.Errorf("read the page: %w", err)}
}

// Close implements [io.Closer].
func (r *pageReader) Close() error { return r.source.Close() }
