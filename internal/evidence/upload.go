package evidence

import (
	"crypto/sha1" //nolint:gosec // Rebilly tells its files by SHA-1; what is reviewed is the SHA-256
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
)

// Upload is what an inspection found out about a file that goes to Rebilly.
type Upload struct {
	File

	SHA1 string // lower-case hex, as Rebilly tells it of its files; "" when the file was not read to its end
}

// InspectUpload reads a file once and applies the rules about files at Rebilly. The
// source is confined as for Inspect. Rebilly documents no limit of size, so that there is
// none here; of a file over 10 MiB the content is not checked beyond its type.
func (d Directories) InspectUpload(source string) (Upload, []Finding) {
	none := Upload{File: File{Path: source}}
	f, finding := d.open(source)
	if finding != nil {
		return none, []Finding{*finding}
	}
	defer f.Close() //nolint:errcheck // nothing was written
	upload, content, err := measureUpload(source, f)
	if err != nil {
		return none, []Finding{*pathFinding(source, err)}
	}
	findings := checkUpload(&upload.File, content)
	return upload, findings
}

// CheckUploaded compares size and SHA-1 that Rebilly tells of a file with the reviewed
// one. What Rebilly does not tell ("" or 0) is not compared.
func CheckUploaded(u Upload, id string, size int64, sha1Hex string) []Finding {
	if (size == 0 || size == u.Size) && (sha1Hex == "" || sha1Hex == u.SHA1) {
		return nil
	}
	return []Finding{NewFinding(CodeRebillyFileContentDiffers,
		fmt.Sprintf("%s has %s and SHA-1 %s; file %s at Rebilly has %s and SHA-1 %s.",
			quoted(u.Path), sizeText(u.Size), u.SHA1, quoted(id), sizeText(size), quoted(sha1Hex)))}
}

// CheckRebillyPublic reports a file that everybody can read.
func CheckRebillyPublic(name string, public bool) []Finding {
	if !public {
		return nil
	}
	return []Finding{NewFinding(CodeRebillyFilePublic, fmt.Sprintf("File %s has is_public = true.", quoted(name)))}
}

// measureUpload tells size and digests of all that r yields, and returns its beginning,
// up to 10 MiB.
func measureUpload(source string, r io.Reader) (Upload, []byte, error) {
	sum256, sum1 := sha256.New(), sha1.New() //nolint:gosec // Rebilly's own digest
	all := io.TeeReader(r, io.MultiWriter(sum256, sum1))
	content, err := io.ReadAll(io.LimitReader(all, maxRead))
	if err != nil {
		return Upload{}, nil, err
	}
	rest, err := io.Copy(io.Discard, all)
	f := File{
		Path: source, Size: int64(len(content)) + rest,
		SHA256: hex.EncodeToString(sum256.Sum(nil)), MediaType: mediaType(content),
	}
	return Upload{File: f, SHA1: hex.EncodeToString(sum1.Sum(nil))}, content, err
}

// checkUpload judges a file by its content, which is the beginning of a large one.
func checkUpload(f *File, content []byte) []Finding {
	switch {
	case f.Size == 0:
		return []Finding{NewFinding(CodeFileEmpty, fmt.Sprintf("%s has 0 bytes.", quoted(f.Path)))}
	case pointsToLFS(content):
		return []Finding{NewFinding(CodeFileLFSPointer, fmt.Sprintf("%s has %s of pointer text.", quoted(f.Path), sizeText(f.Size)))}
	case f.MediaType != mediaPDF && !slices.Contains(imageTypes, f.MediaType):
		return []Finding{NewFinding(CodeRebillyFileType, fmt.Sprintf("The content of %s is %s.", quoted(f.Path), f.MediaType))}
	}
	findings := checkExtension(*f)
	if f.Size > int64(len(content)) {
		return append(findings, NewFinding(CodeRebillyFileNotChecked, fmt.Sprintf("%s has %s.", quoted(f.Path), sizeText(f.Size))))
	}
	return append(findings, checkContent(f, content)...)
}
