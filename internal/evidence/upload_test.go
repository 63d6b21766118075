package evidence_test

import (
	"crypto/sha1"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func TestInspectUpload(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := directories(t, dir, dir)
	jpeg := jpegFile(t)
	tests := map[string]struct {
		file    string
		content []byte
		want    []string
	}{
		"pdf":       {"a.pdf", pdfPages(2), nil},
		"gif":       {"a.gif", gifFile(t), nil},
		"small png": {"a.png", pngFile(t), nil},
		"empty":     {"empty.pdf", nil, one(evidence.CodeFileEmpty)},
		"pointer":   {"lfs.pdf", []byte("version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 9\n"), one(evidence.CodeFileLFSPointer)},
		"web page":  {"page.pdf", []byte("<!DOCTYPE html><html></html>"), one(evidence.CodeRebillyFileType)},
		"renamed":   {"photo.png", jpeg, one(evidence.CodeFileExtensionMismatch)},
		"cut off":   {"cut.jpg", jpeg[:len(jpeg)/2], one(evidence.CodeImageTruncated)},
		"large":     {"large.pdf", sized(10<<20 + 1), one(evidence.CodeRebillyFileNotChecked)},
		"just so":   {"so.pdf", sized(10 << 20), nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			write(t, dir, tt.file, tt.content)
			upload, findings := d.InspectUpload(tt.file)
			wantCodes(t, findings, tt.want...)
			sum := sha1.Sum(tt.content)
			if upload.SHA1 != hex.EncodeToString(sum[:]) || upload.SHA256 != sha(string(tt.content)) || upload.Size != int64(len(tt.content)) {
				t.Errorf("of %d bytes: %+v", len(tt.content), upload)
			}
			if !refuses(findings) {
				reopened, err := d.Open(upload.File)
				if err != nil {
					t.Fatal(err)
				}
				_ = reopened.Close()
			}
		})
	}
}

func TestInspectUploadIsConfined(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := directories(t, dir, dir)
	for source, want := range map[string]string{
		"missing.pdf":   evidence.CodeFileMissing,
		".":             evidence.CodeFileIsDirectory,
		"../secret.pdf": evidence.CodeFileOutsideDirectories,
	} {
		upload, findings := d.InspectUpload(source)
		wantCodes(t, findings, want)
		if upload.SHA1 != "" || upload.SHA256 != "" {
			t.Errorf("%s was read: %+v", source, upload)
		}
	}
}

func TestCheckUploaded(t *testing.T) {
	t.Parallel()
	u := evidence.Upload{File: evidence.File{Path: "a.pdf", Size: 7}, SHA1: "aa"}
	wantCodes(t, evidence.CheckUploaded(u, "file_1", 7, "aa"))
	wantCodes(t, evidence.CheckUploaded(u, "file_1", 0, ""))
	for _, got := range [][]evidence.Finding{evidence.CheckUploaded(u, "file_1", 8, "aa"), evidence.CheckUploaded(u, "file_1", 7, "bb")} {
		wantCodes(t, got, evidence.CodeRebillyFileContentDiffers)
		wantDetail(t, got, `"a.pdf" has 7 bytes and SHA-1 aa; file "file_1"`)
	}
	wantCodes(t, evidence.CheckRebillyPublic("a.pdf", false))
	public := evidence.CheckRebillyPublic("a.pdf", true)
	wantCodes(t, public, evidence.CodeRebillyFilePublic)
	wantDetail(t, public, `"a.pdf"`)
}

// Digests and size are those of the whole file, however much of it is checked.
func TestInspectUploadMeasuresALargeFileWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	content := string(pdfPages(1)) + strings.Repeat("%", 24<<20)
	write(t, dir, "scan.pdf", []byte(content))
	upload, findings := directories(t, dir, dir).InspectUpload("scan.pdf")
	wantCodes(t, findings, evidence.CodeRebillyFileNotChecked)
	wantDetail(t, findings, "24.00 MiB")
	if upload.SHA256 != sha(content) || upload.MediaType != "application/pdf" {
		t.Errorf("%+v", upload)
	}
}
