package robustness_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

// page is a file of evidence that every schedule may use.
type page struct {
	path, sha256 string
	content      []byte
	traces       [][]byte // by which its content is known anywhere
}

// poolSize is how many files there are; no dispute uses one of them twice.
const poolSize = 16

// pool writes the files once for all schedules.
var pool = sync.OnceValues(func() ([]page, error) {
	dir, err := os.MkdirTemp("", "disputes-robustness")
	if err != nil {
		return nil, err
	}
	pages := make([]page, poolSize)
	for i := range pages {
		content, err := picture(fate(i))
		if err != nil {
			return nil, err
		}
		pages[i] = page{filepath.Join(dir, fmt.Sprintf("page-%d.png", i)), acctest.SHA256(content), content, traces(content)}
		if err := os.WriteFile(pages[i].path, content, 0o600); err != nil {
			return nil, err
		}
	}
	return pages, nil
})

// traces are a run of bytes from the middle, and the same run in base64 at each alignment.
func traces(content []byte) [][]byte {
	const run = 24
	middle := content[600:]
	out := [][]byte{middle[:run]}
	for shift := range 3 {
		out = append(out, encoded(middle[shift:shift+run]))
	}
	return out
}

func encoded(content []byte) []byte { return []byte(base64.StdEncoding.EncodeToString(content)) }

// picture is an image of noise, little larger than the least that is accepted.
func picture(f fate) ([]byte, error) {
	const side = 24
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for i := range side * side {
		v := f.ask("pixel", i)
		img.Set(i%side, i/side, color.RGBA{R: uint8(v), G: uint8(v >> 8), B: uint8(v >> 16), A: 255})
	}
	var out bytes.Buffer
	err := png.Encode(&out, img)
	return out.Bytes(), err
}

// TestEveryPageIsSearchedFor: a page that turns up is known by its bytes, and by their base64
// whatever comes before them.
func TestEveryPageIsSearchedFor(t *testing.T) {
	t.Parallel()
	pages, err := pool()
	if err != nil {
		t.Fatal(err)
	}
	secrets := (&schedule{pages: pages}).secrets()
	for i, p := range pages {
		for form, leak := range map[string][]byte{
			"raw": p.content, "base64": encoded(p.content), "base64, 1 byte on": encoded(p.content[1:]), "base64, 2 bytes on": encoded(p.content[2:]),
		} {
			if !slices.ContainsFunc(secrets, func(secret []byte) bool { return bytes.Contains(leak, secret) }) {
				t.Errorf("page %d, %s: not found", i, form)
			}
		}
	}
}
