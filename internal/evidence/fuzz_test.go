package evidence_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// FuzzInspectBytes holds every content to what must always be true: no panic, a
// digest for whatever can be sent, and a clean bill only for the accepted types.
func FuzzInspectBytes(f *testing.F) {
	for name, b := range map[string][]byte{
		"a.pdf": pdfPages(1), "b.pdf": pdfWithXRefStream(f), "c.pdf": pdfUpdated(), "d.pdf": pdfEncrypted(f, ""),
		"e.jpg": jpegFile(f), "f.png": pngFile(f), "g.gif": gifFile(f), "h.png": pngHeader(1, 1), "i.pdf": half(pdfPages(1)),
	} {
		f.Add(name, b)
	}
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		file, findings := evidence.InspectBytes(name, b)
		if len(file.SHA256) != 64 || file.Size != int64(len(b)) {
			t.Errorf("got %+v", file)
		}
		if len(findings) == 0 && (file.Pages == 0 || file.MediaType != "application/pdf" && !strings.HasPrefix(file.MediaType, "image/")) {
			t.Errorf("no finding for %+v", file)
		}
		for _, finding := range findings {
			if !utf8.ValidString(finding.Detail) || finding.Detail != evidence.Printable(finding.Detail) {
				t.Errorf("detail %q", finding.Detail)
			}
		}
	})
}

// FuzzMark holds that a mark comes off as it was put on.
func FuzzMark(f *testing.F) {
	f.Add("order 17", "0123456789abcdef0123456789abcdef")
	f.Fuzz(func(t *testing.T, tag, seed string) {
		fingerprint := sha(seed)
		if user, mark := evidence.SplitMark(evidence.AddMark(tag, fingerprint)); user != tag || mark != evidence.Mark(fingerprint) {
			t.Errorf("%q: split into %q and %q", tag, user, mark)
		}
	})
}
