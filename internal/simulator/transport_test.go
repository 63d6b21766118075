package simulator_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// trackedBody tells whether it was closed, and may fail.
type trackedBody struct {
	io.Reader
	closed bool
}

func (b *trackedBody) Close() error {
	b.closed = true
	return nil
}

var errDisk = errors.New("the disk is gone")

// failingReader fails once its text was read.
type failingReader struct{ io.Reader }

func (r failingReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = errDisk
	}
	return n, err
}

func TestTransportBodies(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	for _, test := range []struct {
		name   string
		body   io.Reader
		length int64
		fails  string
	}{
		{"exact", strings.NewReader(`{"Tag":"a"}`), 11, ""},
		{"failing", failingReader{strings.NewReader(`{"Tag"`)}, 11, errDisk.Error()},
		{"short", strings.NewReader(`{"Tag":`), 11, "ContentLength=11 with Body length 7"},
		{"long", strings.NewReader(`{"Tag":"abc"}`), 11, "ContentLength=11 with Body length 13"},
	} {
		body := &trackedBody{Reader: test.body}
		r := c.api("PUT", "/disputes/"+id, "")
		r.Body, r.ContentLength = body, test.length
		response, err := s.Transport().RoundTrip(r)
		if err == nil {
			_ = response.Body.Close()
		}
		if (err != nil) != (test.fails != "") || err != nil && !strings.Contains(err.Error(), test.fails) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.fails)
		}
		if !body.closed {
			t.Errorf("%s: the body was not closed", test.name)
		}
	}
	if got := c.get("/disputes/" + id).text("Tag"); got != "a" {
		t.Errorf("Tag %q: a broken request was worked on", got)
	}
}

func TestTransportContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, err := simulator.Open(simulator.Options{Empty: true})
		if err != nil {
			t.Fatal(err)
		}
		c := connect(t, s)
		setFaults(t, s, simulator.FaultRule{Kind: simulator.FaultLatency, Delay: time.Hour})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.try(c.api("GET", "/disputes", "").WithContext(ctx)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want the deadline", err)
		}
		synctest.Wait()
		before := len(journal(t, s))
		body := &trackedBody{Reader: strings.NewReader("{}")}
		r := c.api("PUT", "/disputes/x/close", "").WithContext(ctx)
		r.Body, r.ContentLength = body, 2
		if _, err := s.Transport().RoundTrip(r); !errors.Is(err, context.DeadlineExceeded) || !body.closed { //nolint:bodyclose // there is no answer
			t.Errorf("error %v, body closed %t", err, body.closed)
		}
		if after := len(journal(t, s)); after != before {
			t.Errorf("a request was sent whose context had ended")
		}
	})
}

// TestTransportStreams uploads a page that the client makes while it is being read.
func TestTransportStreams(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	document := c.document(id, "")
	reader, writer := io.Pipe()
	content := []byte(upload(png(1 << 20)))
	go func() {
		_, err := io.Copy(writer, bytes.NewReader(content))
		writer.CloseWithError(err)
	}()
	r := c.api("POST", "/disputes/"+id+"/documents/"+document+"/pages", "")
	r.Body, r.ContentLength = reader, int64(len(content))
	c.send(r).want(http.StatusNoContent, nil)
	if d, err := s.Document(document); err != nil || d.Pages[0].SHA256 != digest(png(1<<20)) {
		t.Errorf("document %+v, %v", d, err)
	}
}
