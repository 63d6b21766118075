package document_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"

// What is wrong with a file stops the plan at the attribute that names the file,
// and nothing is sent.
func TestFileRules(t *testing.T) {
	t.Parallel()
	pdf, png, jpeg := acctest.PDF("one", 1), acctest.PNG(1), acctest.JPEG(2, 64)
	tests := map[string]struct {
		name    string
		content []byte
		code    string
	}{
		"empty":                {"a.pdf", nil, "file-empty"},
		"small":                {"a.jpg", acctest.JPEG(3, 1), "file-too-small"},
		"large":                {"a.jpg", append(jpeg, make([]byte, 7<<20)...), "file-too-large"},
		"too large as base64":  {"a.jpg", append(jpeg, make([]byte, 8<<20)...), "file-too-large-encoded"},
		"LFS pointer":          {"invoice.pdf", []byte(pointer), "file-lfs-pointer"},
		"web page":             {"a.pdf", bytes.Repeat([]byte("<html><p>please log in</p></html>\n"), 100), "file-type-unsupported"},
		"extension":            {"a.pdf", png, "file-extension-mismatch"},
		"truncated PNG":        {"a.png", png[:len(png)-200], "image-truncated"},
		"damaged PNG":          {"a.png", flipped(png, len(png)/2), "image-damaged"},
		"truncated JPEG":       {"a.jpg", jpeg[:len(jpeg)-100], "image-truncated"},
		"truncated PDF":        {"a.pdf", pdf[:len(pdf)-100], "pdf-truncated"},
		"damaged PDF":          {"a.pdf", zeroed(pdf, 9, 600), "pdf-damaged"},
		"PDF without pages":    {"a.pdf", emptyPDF(), "pdf-without-pages"},
		"encrypted PDF":        {"a.pdf", encrypted(pdf), "pdf-encrypted"},
		"a picture of a pixel": {"a.gif", acctest.GIF(1), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			doc := want{dispute: w.Dispute(), pages: []string{w.Write("good.pdf", pdf), w.Write(test.name, test.content)}}
			e := w.Engine(nil)
			if test.code == "" {
				plans(t, e.Plan(doc.block("a")), acctest.Create, "warning pages file-gif")
				return
			}
			plans(t, e.Plan(doc.block("a")), "", "error pages "+test.code)
			silent(t, w)
		})
	}
}

// Where a file may come from is decided before it is read.
func TestSourceRules(t *testing.T) {
	t.Parallel()
	elsewhere := t.TempDir()
	pdf := acctest.PDF("one", 1)
	outside := filepath.Join(elsewhere, "secret.pdf")
	if err := os.WriteFile(outside, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		source  func(w *acctest.World) string
		finding string
	}{
		"missing":   {func(w *acctest.World) string { return filepath.Join(w.Dir, "none.pdf") }, "error pages file-missing"},
		"directory": {func(w *acctest.World) string { return w.Dir }, "error pages file-is-directory"},
		"outside":   {func(*acctest.World) string { return outside }, "error pages file-outside-directories"},
		"dots": {func(w *acctest.World) string {
			relative, err := filepath.Rel(w.Dir, outside)
			w.Do(err)
			return w.Dir + string(filepath.Separator) + relative
		}, "error pages file-outside-directories"},
		"symbolic link": {func(w *acctest.World) string {
			link := filepath.Join(w.Dir, "link.pdf")
			w.Do(os.Symlink(outside, link))
			return link
		}, "error pages file-symlink-outside"},
		"link inside": {func(w *acctest.World) string {
			link := filepath.Join(w.Dir, "link.pdf")
			w.Do(os.Symlink(w.Write("real.pdf", pdf), link))
			return link
		}, ""},
		"nothing": {func(*acctest.World) string { return "" }, "error pages[0].source Invalid Attribute Value Length"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			e := w.Engine(nil)
			plan := e.Plan(want{dispute: w.Dispute(), pages: []string{test.source(w)}}.block("a"))
			if test.finding == "" {
				plans(t, plan, acctest.Create)
				return
			}
			plans(t, plan, "", test.finding)
			silent(t, w)
		})
	}
}

// silent requires that not even the account was asked.
func silent(t *testing.T, w *acctest.World) {
	t.Helper()
	journal, err := w.Journal()
	w.Do(err)
	if len(journal) > 0 {
		t.Errorf("%d requests were sent: %+v", len(journal), journal)
	}
}

func zeroed(content []byte, from, to int) []byte {
	out := bytes.Clone(content)
	clear(out[from:to])
	return out
}

func flipped(content []byte, at int) []byte {
	out := bytes.Clone(content)
	out[at] ^= 0xff
	return out
}

func emptyPDF() []byte {
	padding := append(bytes.Repeat([]byte("%"), 1024), '\n')
	return bytes.Replace(acctest.PDF("none", 0), []byte("startxref"), append(padding, "startxref"...), 1)
}

func encrypted(pdf []byte) []byte {
	return bytes.Replace(pdf, []byte("<< /Size"), []byte("<< /Encrypt << /Filter /Standard >> /Size"), 1)
}
