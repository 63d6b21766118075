package main

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
)

// pdf collects the pages of an A4 document. Lengths are points, from the upper left corner.
type pdf struct {
	pages []*strings.Builder
}

const (
	pageWidth  = 595.0
	pageHeight = 842.0
)

func (d *pdf) page() *strings.Builder {
	p := &strings.Builder{}
	d.pages = append(d.pages, p)
	return p
}

// escapes holds the characters beyond ASCII that the texts use, in WinAnsiEncoding.
var escapes = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "é", `\351`, "è", `\350`, "€", `\200`, "–", `\226`, "×", `\327`)

func (d *pdf) write(font string, size, x, y float64, text string) {
	p := d.pages[len(d.pages)-1]
	fmt.Fprintf(p, "BT /%s %g Tf %g %g Td (%s) Tj ET\n", font, size, x, pageHeight-y, escapes.Replace(text))
}

// right writes text that ends at x; the digits of Helvetica have one width.
func (d *pdf) right(font string, size, x, y float64, text string) {
	width := 0.0
	for _, r := range text {
		switch {
		case strings.ContainsRune(".,: ", r):
			width += 0.278
		default:
			width += 0.556
		}
	}
	d.write(font, size, x-width*size, y, text)
}

func (d *pdf) fill(grey, x, y, width, height float64) {
	fmt.Fprintf(d.pages[len(d.pages)-1], "%g g %g %g %g %g re f 0 g\n", grey, x, pageHeight-y-height, width, height)
}

// bytes writes the file: catalog, page tree, fonts, and for each page its object and its content.
func (d *pdf) bytes(title string) ([]byte, error) {
	var out bytes.Buffer
	var offsets []int
	object := func(format string, args ...any) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(offsets)}, args...)...)
	}
	out.WriteString("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	var kids []string
	for i := range d.pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 7+2*i))
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(kids))
	object("<< /Title (%s) /Producer (Atelier Nord shop) /CreationDate (D:20261014083000Z) >>", title)
	for _, font := range []string{"Helvetica", "Helvetica-Bold", "Courier"} {
		object("<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>", font)
	}
	for i, p := range d.pages {
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R /Resources << /Font << /R 4 0 R /B 5 0 R /M 6 0 R >> >> >>",
			pageWidth, pageHeight, 8+2*i)
		var packed bytes.Buffer
		w := zlib.NewWriter(&packed)
		if _, err := w.Write([]byte(p.String())); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		object("<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", packed.Len(), packed.String())
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return out.Bytes(), nil
}
