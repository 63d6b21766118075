package robustness_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"sync"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

// page is a file of evidence that every schedule may use.
type page struct {
	path, sha256 string
	content      []byte
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
		pages[i] = page{filepath.Join(dir, fmt.Sprintf("page-%d.png", i)), acctest.SHA256(content), content}
		if err := os.WriteFile(pages[i].path, content, 0o600); err != nil {
			return nil, err
		}
	}
	return pages, nil
})

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
