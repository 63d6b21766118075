package rest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// JSON is a small body, held in memory. What cannot be encoded is an error of opening it.
func JSON(v any) *Body {
	b, err := json.Marshal(v)
	return &Body{Size: int64(len(b)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(b)), err
	}}
}

// Content is a file on its way into a JSON body.
type Content struct {
	What string // What it is called in errors: "page".
	Size int64  // Bytes; exactly as many as Open's reader yields.
	// Open is called once for each attempt; the reader is always closed.
	Open func() (io.ReadCloser, error)
}

// Upload is the JSON object of v with a file, in base64, as its last member. The file is encoded while it is sent: the
// body's length is known, and memory does not grow with the file. A read error, or more or fewer bytes than announced,
// aborts the request before its body is complete. An empty file is an error of opening the body.
func Upload(v any, member string, c Content) *Body {
	object, err := json.Marshal(v)
	before := strings.TrimSuffix(string(object), "}")
	if before != "{" {
		before += ","
	}
	before += strconv.Quote(member) + `:"`
	const after = `"}`
	size := int64(len(before)+len(after)) + 4*((c.Size+2)/3)
	return &Body{Size: size, Open: func() (io.ReadCloser, error) {
		switch {
		case err != nil:
			return nil, err
		case c.Size <= 0:
			return nil, fmt.Errorf("a %s of %d bytes cannot be uploaded", c.What, c.Size)
		}
		source, err := c.Open()
		if err != nil {
			return nil, fmt.Errorf("open the %s: %w", c.What, err)
		}
		return &encoder{source: source, what: c.What, left: c.Size, ready: []byte(before), after: after}, nil
	}}
}

// chunk is how much of a file is encoded at a time; a multiple of 3, so that no chunk needs padding but the last.
const chunk = 24 << 10

// encoder encodes a file on its way to the connection. It hands out the closing text only after the source has ended
// exactly where it should; before that every fault breaks the body off, and the server sees a short one.
type encoder struct {
	source  io.ReadCloser
	what    string
	left    int64  // Bytes of the source still to read.
	ready   []byte // Encoded and not yet handed out.
	raw     []byte
	encoded []byte
	after   string
	ended   bool // The closing text is in ready, or was handed out.
	err     error
}

// Read implements [io.Reader].
func (r *encoder) Read(p []byte) (int, error) {
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
func (r *encoder) fill() error {
	if r.ended {
		return io.EOF
	}
	if r.left == 0 {
		return r.finish()
	}
	if r.raw == nil {
		r.raw, r.encoded = make([]byte, chunk), make([]byte, base64.StdEncoding.EncodedLen(chunk))
	}
	n, err := io.ReadFull(r.source, r.raw[:min(r.left, chunk)])
	if err != nil {
		return r.broken(err)
	}
	r.left -= int64(n)
	base64.StdEncoding.Encode(r.encoded, r.raw[:n])
	r.ready = r.encoded[:base64.StdEncoding.EncodedLen(n)]
	return nil
}

// finish makes sure that the source ends here, then closes the JSON.
func (r *encoder) finish() error {
	_, err := io.ReadFull(r.source, make([]byte, 1))
	switch {
	case err == nil:
		return r.abort(fmt.Errorf("the %s is longer than its announced size", r.what))
	case !errors.Is(err, io.EOF):
		return r.broken(err)
	}
	r.ended, r.ready = true, []byte(r.after)
	return nil
}

func (r *encoder) broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return r.abort(fmt.Errorf("the %s is shorter than its announced size", r.what))
	}
	return r.abort(fmt.Errorf("read the %s: %w", r.what, err))
}

func (*encoder) abort(err error) error { return &transport.AbortedError{Err: err} }

// Close implements [io.Closer].
func (r *encoder) Close() error { return r.source.Close() }
