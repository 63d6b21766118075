package evidence_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func refuses(findings []evidence.Finding) bool {
	return slices.ContainsFunc(findings, func(f evidence.Finding) bool { return f.Severity == evidence.Error })
}

func codes(findings []evidence.Finding) []string {
	var c []string
	for _, f := range findings {
		c = append(c, f.Code)
	}
	return c
}

// wantCodes also holds every finding to what diagnostics need.
func wantCodes(t *testing.T, got []evidence.Finding, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, codes(got)); diff != "" {
		t.Fatalf("codes (-want +got):\n%s\n%+v", diff, got)
	}
	for _, f := range got {
		if f.Summary == "" || f.Detail == "" || f.Remedy == "" {
			t.Errorf("incomplete finding: %+v", f)
		}
	}
}

func wantDetail(t *testing.T, got []evidence.Finding, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if len(got) == 0 || !strings.Contains(got[0].Detail, p) {
			t.Errorf("detail lacks %q: %+v", p, got)
		}
	}
}

// noise is an image that does not compress, so that small dimensions give a real file.
func noise(w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(1, 2))
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = byte(r.Uint32())
	}
	for y := range h {
		for x := range w {
			c := m.RGBAAt(x, y)
			m.SetRGBA(x, y, color.RGBA{c.R, c.G, c.B, 255})
		}
	}
	return m
}

func encoded(t testing.TB, encode func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegFile(t testing.TB) []byte {
	return encoded(t, func(w io.Writer) error { return jpeg.Encode(w, noise(64, 48), nil) })
}

func pngFile(t testing.TB) []byte {
	return encoded(t, func(w io.Writer) error { return png.Encode(w, noise(64, 48)) })
}

func gifFile(t testing.TB) []byte {
	return encoded(t, func(w io.Writer) error { return gif.Encode(w, noise(64, 48), nil) })
}

// pdfObjects writes a classic PDF 1.4: numbered objects from 1, one cross-reference table.
func pdfObjects(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return b.Bytes()
}

// pdfPages is a PDF of the given number of pages, each with 1 KiB of text.
func pdfPages(n int) []byte {
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", ""}
	var kids strings.Builder
	for i := range n {
		page := 3 + 2*i
		fmt.Fprintf(&kids, "%d 0 R ", page)
		text := "BT /F1 12 Tf 72 700 Td (" + strings.Repeat("evidence ", 114) + ") Tj ET"
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "+
				"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>", page+1),
			fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), n)
	if n == 0 {
		objects = append(objects, "("+strings.Repeat("padding ", 128)+")")
	}
	return pdfObjects("", objects...)
}

func pdfConfig() *model.Configuration {
	api.DisableConfigDir()
	return model.NewDefaultConfiguration()
}

// pdfWithXRefStream is written by pdfcpu with cross-reference and object streams.
func pdfWithXRefStream(t testing.TB) []byte {
	conf := pdfConfig()
	return encoded(t, func(w io.Writer) error {
		images := []io.Reader{bytes.NewReader(jpegFile(t)), bytes.NewReader(pngFile(t))}
		return api.ImportImages(nil, w, images, pdfcpu.DefaultImportConfig(), conf)
	})
}

// pdfUpdated appends an incremental update: the first page gets another size.
func pdfUpdated() []byte {
	b := pdfPages(1)
	previous := bytes.LastIndex(b, []byte("xref\n0 "))
	at := len(b)
	b = append(b, "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << >> >>\nendobj\n"...)
	start := len(b)
	return fmt.Appendf(b, "xref\n3 1\n%010d 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n", at, previous, start)
}

func pdfEncrypted(t testing.TB, userPassword string) []byte {
	pdfConfig()
	conf := model.NewAESConfiguration(userPassword, "owner", 256)
	return encoded(t, func(w io.Writer) error { return api.Encrypt(bytes.NewReader(pdfPages(1)), w, conf) })
}

func write(t testing.TB, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func directories(t testing.TB, dir string, allowed ...string) evidence.Directories {
	t.Helper()
	d, err := evidence.NewDirectories(dir, allowed)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
