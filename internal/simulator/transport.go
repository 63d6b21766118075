package simulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
)

// Transport reaches the same handler without a socket. Request bodies are streamed, the request's context is
// honoured, and a connection that the simulator closes is an error as on a real network: io.EOF once the whole
// request was read, and else a reset connection.
func (s *Simulator) Transport() http.RoundTripper { return transport{s.Handler()} }

type transport struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		closeBody(r)
		return nil, err
	}
	body := &sentBody{from: r.Body, length: r.ContentLength}
	recorded := &recorder{header: http.Header{}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer body.close()
		recorded.run(t.handler, serverRequest(r, body))
	}()
	select {
	case <-done:
	case <-r.Context().Done():
		body.close()
		return nil, r.Context().Err()
	}
	if err := body.broken(); err != nil {
		return nil, err
	}
	if recorded.aborted && !recorded.flushed {
		return nil, body.hangUp()
	}
	return recorded.response(r), nil
}

// serverRequest is a request as a server sees it.
func serverRequest(r *http.Request, body *sentBody) *http.Request {
	in := r.Clone(r.Context())
	in.Body, in.GetBody, in.RequestURI = body, nil, r.URL.RequestURI()
	in.Proto, in.ProtoMajor, in.ProtoMinor = "HTTP/1.1", 1, 1
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	switch {
	case r.Body == nil || r.Body == http.NoBody:
		in.ContentLength = 0
	case r.ContentLength == 0: // a client's way of saying that the length is not known
		in.ContentLength = -1
	}
	return in
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close() // nothing was sent, so nothing can be lost
	}
}

// sentBody is the request's body on its way, held to the length that was announced.
type sentBody struct {
	from   io.ReadCloser
	length int64 // announced; not positive: unknown
	mu     sync.Mutex
	read   int64
	ended  bool
	err    error
	once   sync.Once
}

// Read implements io.Reader.
func (b *sentBody) Read(p []byte) (int, error) {
	if b.from == nil {
		return 0, io.EOF
	}
	n, err := b.from.Read(p)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.read += int64(n)
	switch {
	case b.length > 0 && b.read > b.length, errors.Is(err, io.EOF) && b.length > 0 && b.read < b.length:
		b.err = fmt.Errorf("http: ContentLength=%d with Body length %d", b.length, b.read)
		return n, io.ErrUnexpectedEOF
	case errors.Is(err, io.EOF):
		b.ended = true
	case err != nil:
		b.err = err
		return n, io.ErrUnexpectedEOF
	}
	return n, err
}

// Close implements io.Closer for the handler, which must not close the client's body early.
func (b *sentBody) Close() error { return nil }

func (b *sentBody) close() {
	if b.from != nil {
		b.once.Do(func() { _ = b.from.Close() }) // the outcome of the call does not depend on it
	}
}

// broken is why the body could not be sent.
func (b *sentBody) broken() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

// hangUp is what a client sees of a connection that was closed without an answer.
func (b *sentBody) hangUp() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.from == nil || b.from == http.NoBody || b.ended || b.read == b.length {
		return io.EOF
	}
	return &net.OpError{Op: "write", Net: "tcp", Err: syscall.ECONNRESET}
}

// recorder holds a handler's answer.
type recorder struct {
	header  http.Header
	sent    http.Header
	status  int
	body    bytes.Buffer
	flushed bool
	aborted bool
}

func (w *recorder) run(handler http.Handler, r *http.Request) {
	defer func() {
		switch reason := recover(); reason {
		case nil:
		case http.ErrAbortHandler:
			w.aborted = true
		default:
			panic(reason)
		}
	}()
	// A server tells its handlers that the client went away, but does not take the request's values over.
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	handler.ServeHTTP(w, r.WithContext(ctx))
}

// Header implements http.ResponseWriter.
func (w *recorder) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status, w.sent = status, w.header.Clone()
	}
}

// Write implements http.ResponseWriter.
func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// Flush implements http.Flusher.
func (w *recorder) Flush() { w.flushed = true }

func (w *recorder) response(r *http.Request) *http.Response {
	w.WriteHeader(http.StatusOK)
	var content io.Reader = &w.body
	length := int64(w.body.Len())
	if w.aborted {
		content = io.MultiReader(content, brokenReader{})
		length = -1
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", w.status, http.StatusText(w.status)), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: io.NopCloser(content), ContentLength: length, Request: r,
	}
}

// brokenReader is the end of an answer that was cut short.
type brokenReader struct{}

// Read implements io.Reader.
func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
