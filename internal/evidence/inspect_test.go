package evidence_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func TestInspectBytesAccepts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		name    string
		content []byte
		want    evidence.File
	}{
		"jpeg":                   {"scan.JPG", jpegFile(t), evidence.File{MediaType: "image/jpeg", Pages: 1, Width: 64, Height: 48}},
		"png":                    {"scan.png", pngFile(t), evidence.File{MediaType: "image/png", Pages: 1, Width: 64, Height: 48}},
		"png with trailing data": {"scan.png", append(pngFile(t), "more"...), evidence.File{MediaType: "image/png", Pages: 1, Width: 64, Height: 48}},
		"classic pdf":            {"a.pdf", pdfPages(3), evidence.File{MediaType: "application/pdf", Pages: 3}},
		"no extension":           {"a", pdfPages(1), evidence.File{MediaType: "application/pdf", Pages: 1}},
		"other extension":        {"a.dat", pdfPages(1), evidence.File{MediaType: "application/pdf", Pages: 1}},
		"no name":                {"", pdfPages(1), evidence.File{MediaType: "application/pdf", Pages: 1}},
		"xref stream":            {"a.pdf", pdfWithXRefStream(t), evidence.File{MediaType: "application/pdf", Pages: 2}},
		"incremental update":     {"a.pdf", pdfUpdated(), evidence.File{MediaType: "application/pdf", Pages: 1}},
		"padded with zeros":      {"a.pdf", append(pdfPages(1), make([]byte, 4096)...), evidence.File{MediaType: "application/pdf", Pages: 1}},
		"a little after the end": {"a.pdf", append(pdfPages(1), "<!-- proxy -->"...), evidence.File{MediaType: "application/pdf", Pages: 1}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, findings := evidence.InspectBytes(tt.name, tt.content)
			wantCodes(t, findings)
			sum := sha256.Sum256(tt.content)
			tt.want.Path, tt.want.Size, tt.want.SHA256 = tt.name, int64(len(tt.content)), hex.EncodeToString(sum[:])
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("file (-want +got):\n%s", diff)
			}
		})
	}
}

// sized is a PDF of exactly that many bytes, most of them in one stream.
func sized(n int) []byte {
	build := func(length int) []byte {
		return pdfObjects("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R >>",
			fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", length, strings.Repeat("%", length)))
	}
	return build(n - (len(build(n)) - n))
}

func TestInspectBytesSizes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		content []byte
		want    string
		detail  string
	}{
		{nil, evidence.CodeFileEmpty, "0 bytes"},
		{pdfPages(1)[:1], evidence.CodeFileTooSmall, "1 bytes"},
		{sized(7 << 20), "", ""},
		{sized(7<<20 + 1), evidence.CodeFileTooLarge, "7.00 MiB (7340033 bytes)"},
		{sized(7_864_320), evidence.CodeFileTooLarge, "7.50 MiB (7864320 bytes)"},
		{sized(7_864_321), evidence.CodeFileTooLargeEncoded, "10485764 bytes) as base64"},
		{make([]byte, 10<<20+1), evidence.CodeFileTooLargeEncoded, "10.00 MiB (10485761 bytes)"},
	}
	for _, tt := range tests {
		t.Run(strconv.Itoa(len(tt.content)), func(t *testing.T) {
			t.Parallel()
			file, findings := evidence.InspectBytes("a.pdf", tt.content)
			if tt.want == "" {
				wantCodes(t, findings)
				return
			}
			if len(findings) == 0 || findings[0].Code != tt.want {
				t.Fatalf("got %v, want %s first", codes(findings), tt.want)
			}
			wantDetail(t, findings, tt.detail)
			if file.Size != int64(len(tt.content)) {
				t.Errorf("size %d, want %d", file.Size, len(tt.content))
			}
		})
	}
}

func TestInspectBytesRefuses(t *testing.T) {
	t.Parallel()
	text := []byte(strings.Repeat("An e-mail, not a document. ", 64))
	html := []byte("<!DOCTYPE html><html><body>" + strings.Repeat("Sign in to download. ", 64))
	pointer := []byte("version https://git-lfs.github.com/spec/v1\noid sha256:" + strings.Repeat("4d", 32) + "\nsize 12345\n")
	tests := map[string]struct {
		name    string
		content []byte
		want    []string
	}{
		"git lfs pointer":            {"a.pdf", pointer, []string{evidence.CodeFileLFSPointer}},
		"web page under a pdf name":  {"a.pdf", html, []string{evidence.CodeFileTypeUnsupported}},
		"text":                       {"a.txt", text, []string{evidence.CodeFileTypeUnsupported}},
		"tiff":                       {"a.tif", append([]byte("II*\x00"), make([]byte, 2000)...), []string{evidence.CodeFileTypeUnsupported}},
		"gif":                        {"a.gif", gifFile(t), []string{evidence.CodeFileGIF}},
		"png under a pdf name":       {"a.pdf", pngFile(t), []string{evidence.CodeFileExtensionMismatch}},
		"pdf under a jpeg name":      {"a.jpeg", pdfPages(1), []string{evidence.CodeFileExtensionMismatch}},
		"jpeg in half":               {"a.jpg", half(jpegFile(t)), []string{evidence.CodeImageTruncated}},
		"jpeg without EOI":           {"a.jpg", without(jpegFile(t), 2), []string{evidence.CodeImageTruncated}},
		"jpeg that is only a marker": {"a.jpg", append([]byte("\xff\xd8\xff\xe0"), make([]byte, 2000)...), []string{evidence.CodeImageDamaged}},
		"arithmetic jpeg":            {"a.jpg", arithmetic(jpegFile(t)), []string{evidence.CodeImageNotChecked}},
		"png in half":                {"a.png", half(pngFile(t)), []string{evidence.CodeImageTruncated}},
		"png without IEND":           {"a.png", without(pngFile(t), 12), []string{evidence.CodeImageTruncated}},
		"png with a flipped bit":     {"a.png", flipped(pngFile(t)), []string{evidence.CodeImageDamaged}},
		"gif in half":                {"a.gif", half(gifFile(t)), []string{evidence.CodeFileGIF, evidence.CodeImageTruncated}},
		"gif without trailer":        {"a.gif", without(gifFile(t), 1), []string{evidence.CodeFileGIF, evidence.CodeImageTruncated}},
		"png of 120 megapixels":      {"a.png", pngHeader(12_000, 10_000), []string{evidence.CodeImageTooManyPixels}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, findings := evidence.InspectBytes(tt.name, tt.content)
			wantCodes(t, findings, tt.want...)
			if file.SHA256 == "" {
				t.Error("no digest of a file that was read")
			}
		})
	}
}

func half(b []byte) []byte           { return b[:len(b)/2] }
func without(b []byte, n int) []byte { return b[:len(b)-n] }
func flipped(b []byte) []byte        { c := bytes.Clone(b); c[len(c)/2] ^= 1; return c }
func arithmetic(b []byte) []byte     { return bytes.Replace(b, []byte("\xff\xc0"), []byte("\xff\xc9"), 1) }

// pngHeader announces dimensions that nothing follows.
func pngHeader(w, h uint32) []byte {
	chunk := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	chunk = append(binary.BigEndian.AppendUint32(chunk, h), 8, 2, 0, 0, 0)
	b := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	b = binary.BigEndian.AppendUint32(append(b, chunk...), crc32.ChecksumIEEE(chunk))
	return append(b, make([]byte, 2000)...)
}

func TestInspectBytesPDF(t *testing.T) {
	t.Parallel()
	sound := pdfPages(2)
	catalog := "<< /Type /Catalog /Pages 2 0 R >>"
	padding := "(" + strings.Repeat("padding ", 128) + ")"
	tests := map[string]struct {
		content []byte
		want    string
	}{
		"in half":                {half(pdfPages(4)), evidence.CodePDFTruncated},
		"cut before startxref":   {sound[:bytes.LastIndex(sound, []byte("startxref"))], evidence.CodePDFTruncated},
		"cut within the offset":  {sound[:bytes.LastIndex(sound, []byte("\n%%EOF"))-1], evidence.CodePDFTruncated},
		"cut incremental update": {without(pdfUpdated(), 40), evidence.CodePDFTruncated},
		"xref stream, cut":       {without(pdfWithXRefStream(t), 40), evidence.CodePDFTruncated},
		"user password":          {pdfEncrypted(t, "user"), evidence.CodePDFEncrypted},
		"owner password only":    {pdfEncrypted(t, ""), evidence.CodePDFEncrypted},
		"encryption by value":    {pdfObjects("/Encrypt << /Filter /Standard >> ", catalog, "<< /Type /Pages /Kids [] /Count 0 >>", padding), evidence.CodePDFEncrypted},
		"no pages":               {pdfPages(0), evidence.CodePDFWithoutPages},
		"no pages, no Kids":      {pdfObjects("", catalog, "<< /Type /Pages /Count 0 >>", padding), evidence.CodePDFWithoutPages},
		"no catalog":             {pdfObjects("", padding, padding), evidence.CodePDFDamaged},
		"missing page":           {pdfObjects("", catalog, "<< /Type /Pages /Kids [9 0 R] /Count 1 >>", padding), evidence.CodePDFDamaged},
		"page tree with a loop":  {pdfObjects("", catalog, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>", padding), evidence.CodePDFDamaged},
		"only a header":          {append([]byte("%PDF-1.7\nstartxref\n9\n%%EOF\n"), bytes.Repeat([]byte(" "), 2000)...), evidence.CodePDFDamaged},
		"bytes before header":    {append(bytes.Repeat([]byte("\n"), 100), pdfPages(1)...), evidence.CodePDFNonconforming},
		"much after the end":     {append(pdfPages(1), bytes.Repeat([]byte("<br>"), 1000)...), evidence.CodePDFNonconforming},
		"wrong startxref":        {bytes.Replace(pdfPages(1), []byte("startxref\n1"), []byte("startxref\n9"), 1), evidence.CodePDFNonconforming},
		"invalid page":           {bytes.Replace(pdfPages(1), []byte("[0 0 595 842]"), []byte("/NoRectangle!"), 1), evidence.CodePDFNonconforming},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, findings := evidence.InspectBytes("a.pdf", tt.content)
			wantCodes(t, findings, tt.want)
		})
	}
}

// Every beginning of a file must be refused: that is what a broken copy leaves.
func TestInspectBytesRefusesEveryTruncation(t *testing.T) {
	t.Parallel()
	samples := map[string][]byte{
		"a.pdf": pdfPages(2), "b.pdf": pdfWithXRefStream(t), "c.jpg": jpegFile(t), "d.png": pngFile(t),
	}
	for name, b := range samples {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			end := len(b) - len("%%EOF\n") // a PDF that lacks only this is whole
			for n := 1; n < end; n += 1 + n/40 {
				if _, findings := evidence.InspectBytes(name, b[:n]); !refuses(findings) {
					t.Fatalf("the first %d of %d bytes were accepted: %v", n, len(b), findings)
				}
			}
		})
	}
}

func TestInspectBytesConcurrently(t *testing.T) {
	t.Parallel()
	samples := [][]byte{pdfPages(2), pdfWithXRefStream(t), pdfUpdated(), jpegFile(t), pngFile(t), half(pdfPages(3))}
	var group sync.WaitGroup
	for i := range 60 {
		group.Go(func() {
			b := samples[i%len(samples)]
			_, once := evidence.InspectBytes("a", b)
			_, twice := evidence.InspectBytes("a", b)
			if diff := cmp.Diff(once, twice); diff != "" {
				t.Errorf("two inspections differ:\n%s", diff)
			}
		})
	}
	group.Wait()
}

// Findings are read in terminals and reviews: nothing of the content, and nothing
// that steers the display, may reach them.
func TestInspectBytesShowsNoContent(t *testing.T) {
	t.Parallel()
	const secret = "Jane-Doe-4111111111111111"
	content := bytes.ReplaceAll(pdfPages(1), []byte("/Type /Page "), []byte("/Type /"+secret+" "))
	for _, b := range [][]byte{content, half(content), []byte(strings.Repeat(secret, 100))} {
		_, findings := evidence.InspectBytes("\x1b[31m\u202e.pdf", b)
		if len(findings) == 0 {
			t.Fatal("no finding to look at")
		}
		for _, f := range findings {
			if strings.Contains(f.Detail, secret) || strings.ContainsAny(f.Detail, "\x1b\u202e") {
				t.Errorf("detail shows content or control characters: %q", f.Detail)
			}
		}
	}
}
