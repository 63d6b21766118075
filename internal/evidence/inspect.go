package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// Limits of one page. MinPage: Mangopay API reference, Create a KYC Document Page;
// MaxPage ("about 7 MB") and MaxEncodedPage ("10 MB"): Create a Dispute Document Page.
const (
	MinPage        = 1 << 10  // bytes
	MaxPage        = 7 << 20  // bytes
	MaxEncodedPage = 10 << 20 // characters of base64
)

// maxRead bounds what is read of a file: no larger one can be sent.
const maxRead = 10 << 20

const (
	mediaPDF  = "application/pdf"
	mediaJPEG = "image/jpeg"
	mediaPNG  = "image/png"
	mediaGIF  = "image/gif"
)

// File is what an inspection found out about a file.
type File struct {
	Path      string // as the user wrote it
	SHA256    string // lower-case hex; "" when the file was not read to its end
	MediaType string // by content, for example "application/pdf"
	Size      int64  // bytes
	Pages     int    // of a PDF; 1 for an image; 0 when it could not be told
	Width     int    // pixels of an image; 0 for a PDF
	Height    int    // pixels of an image; 0 for a PDF
}

// Inspect reads a file once and applies every rule about files. The source is
// relative to the working directory, or absolute; either way it must be inside the
// directories. A file over 10 MiB is not read and gets no digest.
func (d Directories) Inspect(source string) (File, []Finding) {
	f, finding := d.open(source)
	if finding != nil {
		return File{Path: source}, []Finding{*finding}
	}
	defer f.Close() //nolint:errcheck // nothing was written
	if info, err := f.Stat(); err == nil && info.Size() > maxRead {
		return File{Path: source, Size: info.Size()}, checkSize(source, info.Size())
	}
	content, err := io.ReadAll(io.LimitReader(f, maxRead+1))
	if err != nil {
		return File{Path: source}, []Finding{*pathFinding(source, err)}
	}
	return InspectBytes(source, content)
}

// InspectBytes applies the rules about files to content that is in memory. The name
// is used in findings and for its extension; it may be "".
func InspectBytes(name string, b []byte) (File, []Finding) {
	if len(b) > maxRead {
		return File{Path: name, Size: int64(len(b))}, checkSize(name, int64(len(b)))
	}
	f := Measure(name, b)
	if len(b) == 0 {
		return f, []Finding{NewFinding(CodeFileEmpty, fmt.Sprintf("%s has 0 bytes.", quoted(name)))}
	}
	if pointsToLFS(b) {
		return f, []Finding{NewFinding(CodeFileLFSPointer, fmt.Sprintf("%s has %s of pointer text.", quoted(name), sizeText(f.Size)))}
	}
	findings := append(checkSize(name, f.Size), checkMediaType(f)...)
	return f, append(findings, checkContent(&f, b)...)
}

// Measure tells size, digest and media type of content that is in memory, and judges
// nothing: it decodes neither image nor PDF, so that the rest of File stays zero.
func Measure(name string, b []byte) File {
	sum := sha256.Sum256(b)
	return File{Path: name, Size: int64(len(b)), SHA256: hex.EncodeToString(sum[:]), MediaType: mediaType(b)}
}

// pointsToLFS: Git LFS specification, The Pointer; the older host name is still valid.
func pointsToLFS(b []byte) bool {
	return bytes.HasPrefix(b, []byte("version https://git-lfs.github.com/spec/")) ||
		bytes.HasPrefix(b, []byte("version https://hawser.github.com/spec/"))
}

func checkSize(name string, size int64) []Finding {
	detail := fmt.Sprintf("%s has %s", quoted(name), sizeText(size))
	encoded := (size + 2) / 3 * 4
	switch {
	case size < MinPage:
		return []Finding{NewFinding(CodeFileTooSmall, detail+".")}
	case encoded > MaxEncodedPage:
		return []Finding{NewFinding(CodeFileTooLargeEncoded, detail+", "+sizeText(encoded)+" as base64.")}
	case size > MaxPage:
		return []Finding{NewFinding(CodeFileTooLarge, detail+".")}
	}
	return nil
}

// mediaType tells the type from the content. A PDF may have other bytes before its
// header (ISO 32000-1, Annex H, implementation note 13).
func mediaType(b []byte) string {
	t, _, _ := strings.Cut(mimetype.Detect(b).String(), ";")
	if t != mediaPDF && !slices.Contains(imageTypes, t) && pdfHeader(b) > 0 {
		return mediaPDF
	}
	return t
}

var imageTypes = []string{mediaJPEG, mediaPNG, mediaGIF}

// typeByExtension holds the extensions that promise a type; others promise nothing.
var typeByExtension = map[string]string{
	".pdf": mediaPDF, ".png": mediaPNG, ".gif": mediaGIF,
	".jpg": mediaJPEG, ".jpeg": mediaJPEG, ".jpe": mediaJPEG, ".jfif": mediaJPEG,
}

func checkMediaType(f File) []Finding {
	if f.MediaType != mediaPDF && !slices.Contains(imageTypes, f.MediaType) {
		return []Finding{NewFinding(CodeFileTypeUnsupported, fmt.Sprintf("The content of %s is %s.", quoted(f.Path), f.MediaType))}
	}
	var findings []Finding
	if f.MediaType == mediaGIF {
		findings = append(findings, NewFinding(CodeFileGIF, fmt.Sprintf("The content of %s is %s.", quoted(f.Path), f.MediaType)))
	}
	return append(findings, checkExtension(f)...)
}

// checkExtension compares what the name promises with what the content is.
func checkExtension(f File) []Finding {
	extension := strings.ToLower(filepath.Ext(f.Path))
	promised, ok := typeByExtension[extension]
	if !ok || promised == f.MediaType {
		return nil
	}
	return []Finding{NewFinding(CodeFileExtensionMismatch,
		fmt.Sprintf("The content of %s is %s, but %s stands for %s.", quoted(f.Path), f.MediaType, extension, promised))}
}

func checkContent(f *File, b []byte) []Finding {
	switch {
	case f.MediaType == mediaPDF:
		return checkPDF(f, b)
	case slices.Contains(imageTypes, f.MediaType):
		return checkImage(f, b)
	}
	return nil
}
