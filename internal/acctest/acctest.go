// Package acctest is the ground on which acceptance tests stand: a simulator
// behind real HTTP, the provider inside the test process, and files of evidence.
// It is imported from tests only.
package acctest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
	"github.com/disputeops/terraform-provider-disputes/internal/provider"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// pace keeps a test from waiting in earnest for what Mangopay would need minutes.
var pace = tfkit.Pace{
	Settle: 100 * time.Millisecond,
	Look:   tfkit.Pauses{First: 5 * time.Millisecond, Longest: 30 * time.Millisecond},
	Review: tfkit.Pauses{First: 10 * time.Millisecond, Longest: 100 * time.Millisecond},
}

// backoff does the same for the pauses between retries.
var backoff = transport.Backoff{First: 2 * time.Millisecond, Longest: 20 * time.Millisecond}

// patience fails what would wait for a rate limit.
const patience = time.Nanosecond

func hurry(c *mangopay.Config) { c.Backoff, c.MaxRateLimitWait = backoff, patience }

func hurryRebilly(c *rebilly.Config) { c.Backoff, c.MaxRateLimitWait = backoff, patience }

// Factories serve the provider from the test process.
var Factories = map[string]func() (tfprotov6.ProviderServer, error){
	"disputes": func() (tfprotov6.ProviderServer, error) { return serve(), nil },
}

var serve = provider.NewServer("test", provider.WithPace(pace),
	provider.WithConnection(hurry), provider.WithRebillyConnection(hurryRebilly))

// World is a simulated Mangopay account and Rebilly organization behind real HTTP, and
// a directory for the files of a test.
type World struct {
	*simulator.Simulator
	URL string
	Dir string
	t   testing.TB
}

// NewWorld serves an empty world until the test ends.
func NewWorld(t testing.TB) *World {
	t.Helper()
	return NewWorldOf(t, simulator.Options{Empty: true})
}

// NewWorldOf serves a world until the test ends: one with its sample disputes, say, or
// with guesses of its own.
func NewWorldOf(t testing.TB, options simulator.Options) *World {
	t.Helper()
	sim, err := simulator.Open(options)
	if err != nil {
		t.Fatalf("open the simulator: %v", err)
	}
	server := httptest.NewServer(sim.Handler())
	t.Cleanup(server.Close)
	return &World{Simulator: sim, URL: server.URL, Dir: t.TempDir(), t: t}
}

// Dispute opens a contestable dispute over EUR 100.00 that waits for the platform
// and has ten days left.
func (w *World) Dispute() string {
	w.t.Helper()
	return w.DisputeOf(simulator.DisputeSpec{})
}

// DisputeOf opens a dispute; what is zero in spec is as in Dispute.
func (w *World) DisputeOf(spec simulator.DisputeSpec) string {
	w.t.Helper()
	if spec.Type == "" {
		spec.Type = "CONTESTABLE"
	}
	if spec.Status == "" {
		spec.Status = "PENDING_CLIENT_ACTION"
	}
	if spec.Amount == 0 {
		spec.Amount, spec.Currency = 10000, "EUR"
	}
	if spec.Deadline == 0 {
		spec.Deadline = 10 * 24 * time.Hour
	}
	id, err := w.OpenDispute(spec)
	if err != nil {
		w.t.Fatalf("open a dispute: %v", err)
	}
	return id
}

// Write puts a file into the test's directory and returns its path.
func (w *World) Write(name string, content []byte) string {
	w.t.Helper()
	path := filepath.Join(w.Dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		w.t.Fatalf("write %s: %v", name, err)
	}
	return path
}

// SHA256 is the digest of content, in hex.
func SHA256(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// PNG is an image whose bytes depend on seed.
func PNG(seed uint64) []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, noise(seed, 40)); err != nil {
		panic(err) // an image in memory always encodes
	}
	return out.Bytes()
}

// JPEG is a photograph of noise whose bytes depend on seed; size is its width and
// height in pixels.
func JPEG(seed uint64, size int) []byte {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, noise(seed, size), &jpeg.Options{Quality: 90}); err != nil {
		panic(err) // an image in memory always encodes
	}
	return out.Bytes()
}

// GIF is an image in a format that is not welcome, whose bytes depend on seed.
func GIF(seed uint64) []byte {
	var out bytes.Buffer
	if err := gif.Encode(&out, noise(seed, 64), nil); err != nil {
		panic(err) // an image in memory always encodes
	}
	return out.Bytes()
}

func noise(seed uint64, size int) image.Image {
	random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // test images need no secrecy, only to be repeatable
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	for i := range size * size {
		v := random.Uint32()
		img.Set(i%size, i/size, color.RGBA{R: uint8(v), G: uint8(v >> 8), B: uint8(v >> 16), A: 255}) //nolint:gosec // the lowest byte is what is wanted
	}
	return img
}

// PDF is a well-formed document with the given number of pages, at least 1 KiB,
// whose bytes depend on text.
func PDF(text string, pages int) []byte {
	var out bytes.Buffer
	var offsets []int
	object := func(body string) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
	}
	out.WriteString("%PDF-1.4\n")
	kids := make([]string, 0, pages)
	for i := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 4+2*i))
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), pages))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	for i := range pages {
		stream := fmt.Sprintf("BT /F1 18 Tf 72 720 Td (%s, page %d) Tj ET\n%%%s", text, i+1, strings.Repeat("x", 1024))
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", 5+2*i))
		object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream))
	}
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, xref)
	return out.Bytes()
}
